//! The layout of one page: tables and paragraphs, from the top.

use super::geometry::Rect;
use super::glyph::PageContent;
use super::lattice::{self, Lattice};
use super::lines::lines;
use super::paragraphs::{Paragraph, paragraphs};
use super::words::{Word, words};

/// What a page holds, in reading order.
#[derive(Debug)]
pub struct Page {
    pub number: u32,
    pub height: f32,
    pub width: f32,
    pub parts: Vec<Part>,
}

#[derive(Debug)]
pub enum Part {
    Text(Paragraph),
    Table(PageTable),
}

/// A table on one page: a full grid, cells holding paragraphs.
#[derive(Debug)]
pub struct PageTable {
    pub area: Rect,
    pub columns: Vec<f32>,
    pub rows: Vec<Vec<Option<PageCell>>>,
}

#[derive(Debug)]
pub struct PageCell {
    pub rowspan: usize,
    pub colspan: usize,
    pub area: Rect,
    pub paragraphs: Vec<Paragraph>,
}

impl Part {
    pub fn area(&self) -> Rect {
        match self {
            Part::Text(paragraph) => paragraph.area,
            Part::Table(table) => table.area,
        }
    }
}

pub fn page(number: u32, content: PageContent) -> Page {
    let mut words = words(&content.glyphs);
    let strokes = lattice::strokes(&content.rules);
    let mut parts: Vec<Part> = Vec::new();
    for lattice in lattice::lattices(&strokes) {
        parts.push(Part::Table(ruled(&lattice, &mut words)));
    }
    parts.extend(paragraphs(lines(words)).into_iter().map(Part::Text));
    parts.sort_by(|a, b| a.area().top.total_cmp(&b.area().top));
    Page { number, height: content.height, width: content.width, parts }
}

/// Takes the words of each cell out of the page.
fn ruled(lattice: &Lattice, words: &mut Vec<Word>) -> PageTable {
    let (height, width) = (lattice.rows.len() - 1, lattice.columns.len() - 1);
    let mut rows: Vec<Vec<Option<PageCell>>> = (0..height).map(|_| (0..width).map(|_| None).collect()).collect();
    for frame in &lattice.frames {
        let inside: Vec<Word>;
        (inside, *words) = std::mem::take(words).into_iter().partition(|word| frame.area.holds(word.area.middle()));
        rows[frame.row][frame.column] = Some(PageCell {
            rowspan: frame.rows,
            colspan: frame.columns,
            area: frame.area,
            paragraphs: paragraphs(lines(inside)),
        });
    }
    PageTable { area: lattice.area, columns: lattice.columns.clone(), rows }
}
