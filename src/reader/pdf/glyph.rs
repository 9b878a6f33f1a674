//! What a page shows: positioned characters, rules and shaded areas.
//!
//! [`GlyphSource`] is the seam between the engine that reads the file and the
//! layout that reads the page. Nothing behind it knows of fonts, operators or
//! objects; nothing before it knows of words.

use super::geometry::Rect;
use super::structure::TaggedUnit;
use crate::budget::{Budget, Exhausted};

/// One character on a page. Ligatures arrive as several, each with its share of the width.
#[derive(Clone, Copy, PartialEq, Default, Debug)]
pub struct Glyph {
    pub c: char,
    /// Where the character begins and where the next one would, along the line.
    pub left: f32,
    pub right: f32,
    /// The line the character stands on.
    pub baseline: f32,
    /// Font size in points, after all scaling.
    pub size: f32,
    /// Which of the document's faces it is drawn with.
    pub face: u16,
    pub bold: bool,
    /// Marked as an artifact (boilerplate) by a tagged file.
    pub artifact: bool,
    /// The paragraph, heading or item that a tagged file says it belongs to.
    pub unit: TaggedUnit,
    /// It was given a place of its own, instead of following the character before it.
    pub placed: bool,
}

/// Which way a line of text runs on the page as shown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Direction {
    Right,
    Down,
    Left,
    Up,
    Slanted,
}

/// What is known of a font.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Face {
    pub name: String,
    pub bold: bool,
    pub italic: bool,
}

/// A straight rule or the edge of a drawn rectangle, upright or level.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct DrawnRule {
    pub area: Rect,
    pub kind: RuleKind,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RuleKind {
    /// Drawn as a line, or as a rectangle as thin as one.
    Line,
    /// A filled rectangle with two dimensions.
    Fill,
}

/// What one page shows.
#[derive(Clone, Default, Debug)]
pub struct PageContent {
    pub width: f32,
    pub height: f32,
    /// In the order they are drawn; lines that run to the right.
    pub glyphs: Vec<Glyph>,
    /// Lines that run otherwise, each turned so that it runs to the right.
    pub turned: Vec<(Direction, Glyph)>,
    pub rules: Vec<DrawnRule>,
    /// The boxes around slanted and curved lines: charts, maps and ornaments.
    pub sketches: Vec<Rect>,
    /// The boxes around small round spots.
    pub dots: Vec<Rect>,
    /// Glyphs that were drawn and have no Unicode.
    pub unmapped: u32,
    /// Images that are drawn, and the largest part of the page one covers.
    pub images: u32,
    /// Operators of its content that were understood.
    pub operators: u64,
    /// Whether content was left out because a limit was reached.
    pub cut: Option<Exhausted>,
}

/// An engine that can read the pages of one file.
pub trait GlyphSource {
    /// How many pages there are.
    fn pages(&self) -> usize;

    /// The content of a page, counted from 0.
    fn page(&mut self, index: usize, budget: &Budget) -> PageContent;
}
