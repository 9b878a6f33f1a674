//! One page on its way from glyphs to tables and text.

use super::chart;
use super::drop_cap;
use super::geometry::Rect;
use super::glyph::PageContent;
use super::lattice::{self, Strokes};
use super::turned;
use super::words::{PlacedWord, words};

/// What layout keeps of a page.
#[derive(Debug)]
pub struct PageLayout {
    pub number: u32,
    pub width: f32,
    pub height: f32,
    pub words: Vec<PlacedWord>,
    /// Text that does not run to the right.
    pub labels: Vec<PlacedWord>,
    pub strokes: Strokes,
    /// Where something is drawn with slanted or curved lines.
    pub sketches: Vec<Rect>,
}

pub fn sheet(number: u32, content: PageContent) -> PageLayout {
    let content = turned::upright(content);
    let mut words = words(&content.glyphs);
    drop_cap::join(&mut words);
    PageLayout {
        number,
        width: content.width,
        height: content.height,
        words,
        labels: turned::labels(&content.turned),
        strokes: lattice::strokes(&content.rules),
        sketches: chart::drawings(content.sketches),
    }
}
