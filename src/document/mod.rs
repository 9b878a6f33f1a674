//! The one model in the middle: a document as plain text with structure on it.
//!
//! Every reader ends here and nothing after asks which format it was. A
//! [`Document`] owns one text; its [`Block`]s, table cells, links and page
//! marks are spans into that text. Blocks that are boilerplate stay in the
//! text and carry the rule that set them aside, so that `annalist explain`
//! can show what was left out.
//!
//! Readers fill a [`Builder`]; tables pass through [`grid`], which heals rows
//! cut by a page break before their text is written. [`view`] is the way out:
//! the main content as the record shows it, with spans re-based.

pub mod builder;
pub mod grid;
pub mod markup;
pub mod places;
pub mod rule;
pub mod view;

pub use builder::Builder;
pub use places::CodePoints;
pub use rule::Rule;

use crate::span::{Passage, Span};
use std::ops::Range;

/// A source as its reader understood it.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// Blocks are separated by an empty line, blocks of a table cell by a line break.
    pub text: String,
    /// In reading order; their spans rise and do not overlap.
    pub blocks: Vec<Block>,
    /// Link targets, by rising span.
    pub links: Vec<Link>,
    /// Where pages begin, by rising offset; empty for formats without pages.
    pub pages: Vec<PageMark>,
    /// Names of the sheets of a workbook, in order.
    pub sheets: Vec<String>,
    /// Where the cells of a workbook begin, by rising offset.
    pub cells: Vec<CellMark>,
    /// Boxes of one make beside each other in the markup, by rising first block.
    pub siblings: Vec<Sibling>,
    /// Nothing but the lines themselves tells what is boilerplate; whoever cuts the document does.
    pub unmarked: bool,
    /// What is said of the page as a whole, here and outside the text.
    pub meta: Meta,
    /// What the bytes are: `text/html`, `application/pdf`, `text/plain` …
    pub media_type: &'static str,
    /// The charset of the bytes in lower case; none for binary formats.
    pub charset: Option<String>,
}

/// A piece of the page that stands for itself.
#[derive(Clone, PartialEq, Debug)]
pub struct Block {
    pub kind: Kind,
    pub span: Span,
    pub origin: Origin,
    /// The rule that set this block aside as boilerplate; none for the main content.
    pub aside: Option<Rule>,
    /// The list mark that the source shows before the block and the text leaves out.
    pub mark: Option<Mark>,
}

/// The bullet or number of a list item.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Mark {
    pub style: MarkStyle,
    /// None for bullets.
    pub number: Option<u32>,
}

/// How a list marks its items; items of one list share a style.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MarkStyle {
    Bullet,
    /// `1.`
    Stop,
    /// `1)`
    Bracket,
    /// `(1)`
    Brackets,
    /// `#1`, `№ 1`
    Sign,
    /// `1.1`
    Nested,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Kind {
    /// Level 1 to 6.
    Heading(u8),
    Paragraph,
    /// A list item.
    Item,
    Table(Table),
}

/// Where a block stood in the source.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Origin {
    /// 1-based line of a text.
    Line(u32),
    /// Number of the element in document order.
    Node(u32),
    /// 1-based page, and the area on it.
    Page { number: u32, area: Area },
}

/// A rectangle on a page in points, origin at the top left of the page as shown.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Area {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

/// A table as a full grid.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Table {
    /// How many rows at the top are header rows.
    pub header: usize,
    pub rows: Vec<Row>,
}

#[derive(Clone, PartialEq, Debug, Default)]
pub struct Row {
    /// The page the row begins on.
    pub page: Option<u32>,
    /// As many as the table has columns; none where another cell's span covers the place.
    pub cells: Vec<Option<Cell>>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct Cell {
    pub span: Span,
    pub colspan: u32,
    pub rowspan: u32,
    pub blocks: Vec<CellBlock>,
}

/// A paragraph or list item within a cell.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct CellBlock {
    pub item: bool,
    pub span: Span,
}

/// A link on some words of the text.
#[derive(Clone, PartialEq, Debug)]
pub struct Link {
    pub span: Span,
    /// As written in the source.
    pub target: String,
}

/// The text from `start` on (to the next mark) stands on `page`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct PageMark {
    pub start: u32,
    pub page: u32,
}

/// A cell of a workbook.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SheetCell {
    /// Index into [`Document::sheets`].
    pub sheet: u32,
    /// From 0.
    pub row: u32,
    /// From 0.
    pub column: u32,
}

impl SheetCell {
    /// The place as spreadsheets write it: `B12`.
    pub fn name(self) -> String {
        let mut letters = Vec::new();
        let mut left = u64::from(self.column) + 1;
        while left > 0 {
            let digit = (left - 1) % 26;
            letters.push(char::from(b'A' + digit as u8));
            left = (left - 1) / 26;
        }
        let column: String = letters.iter().rev().collect();
        format!("{column}{}", u64::from(self.row) + 1)
    }
}

/// The text from `start` on (to the next mark) stands in a cell of a workbook, or in none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CellMark {
    pub start: u32,
    pub cell: Option<SheetCell>,
}

/// One of several boxes that the markup makes alike and puts beside each other: a card, a post, an
/// item. A hint for whoever cuts the document, no verdict.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sibling {
    /// Number of the family, in the order of their first members.
    pub family: u32,
    /// Indices into [`Document::blocks`].
    pub blocks: Range<usize>,
}

/// Where a value about the page as a whole was seen.
#[derive(Clone, PartialEq, Debug)]
pub enum Witness {
    /// In the text of the document.
    Text(Span),
    /// Outside it: `meta:og:title`, `json-ld:datePublished`, `url`, `warc:WARC-Target-URI` …
    Outside(String),
}

/// What a candidate is a value of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Property {
    Title,
    Site,
    /// One candidate an author; all that share the best weight count.
    Author,
    /// ISO 8601.
    Published,
    /// ISO 8601.
    Modified,
    /// BCP 47.
    Language,
    Url,
}

/// A value somebody claims for the page, and how far it is to be believed.
#[derive(Clone, PartialEq, Debug)]
pub struct Candidate {
    pub property: Property,
    pub value: String,
    pub witness: Witness,
    /// 0 to 1; the highest wins, the first among equals.
    pub weight: f32,
}

/// What is said of the page as a whole: weighed candidates, none of them lost.
#[derive(Clone, Debug, Default)]
pub struct Meta {
    pub candidates: Vec<Candidate>,
}

impl Meta {
    pub fn add(
        &mut self,
        property: Property,
        value: impl Into<String>,
        witness: Witness,
        weight: f32,
    ) {
        self.candidates.push(Candidate {
            property,
            value: value.into(),
            witness,
            weight,
        });
    }

    /// The candidate that is believed.
    pub fn best(&self, property: Property) -> Option<&Candidate> {
        let mut best: Option<&Candidate> = None;
        for candidate in self
            .candidates
            .iter()
            .filter(|c| c.property == property && c.weight > 0.0)
        {
            if best.is_none_or(|b| candidate.weight > b.weight) {
                best = Some(candidate);
            }
        }
        best
    }

    /// All candidates that share the best weight (authors).
    pub fn all_best(&self, property: Property) -> Vec<&Candidate> {
        let Some(best) = self.best(property) else {
            return Vec::new();
        };
        self.candidates
            .iter()
            .filter(|c| c.property == property && c.weight == best.weight)
            .collect()
    }
}

impl Document {
    /// The words under a span.
    pub fn passage(&self, span: Span) -> Passage<'_> {
        Passage::of(&self.text, span)
    }

    /// The page on which the byte at `offset` stands.
    pub fn page_at(&self, offset: u32) -> Option<u32> {
        let after = self.pages.partition_point(|mark| mark.start <= offset);
        Some(self.pages[after.checked_sub(1)?].page)
    }

    /// The cell of the workbook in which the byte at `offset` stands.
    pub fn cell_at(&self, offset: u32) -> Option<SheetCell> {
        let after = self.cells.partition_point(|mark| mark.start <= offset);
        self.cells[after.checked_sub(1)?].cell
    }

    /// The blocks that are main content.
    pub fn main_blocks(&self) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(|block| block.aside.is_none())
    }

    /// The links whose words lie within `span`.
    pub fn links_in(&self, span: Span) -> &[Link] {
        let first = self
            .links
            .partition_point(|link| link.span.start < span.start);
        let length = self.links[first..].partition_point(|link| link.span.end <= span.end);
        &self.links[first..first + length]
    }
}

/// Whether the source cut the text off.
pub fn is_cut(text: &str) -> bool {
    let text = text.trim_end_matches([']', ')', ' ', '»']);
    text.ends_with("...") || text.ends_with('…')
}

impl Table {
    /// The number of columns.
    pub fn width(&self) -> usize {
        self.rows
            .iter()
            .map(|row| row.cells.len())
            .max()
            .unwrap_or(0)
    }

    /// The cell that shows at a place: its own, or the one whose row span covers it.
    pub fn shown(&self, row: usize, column: usize) -> Option<&Cell> {
        (0..=row)
            .rev()
            .find_map(|r| match self.rows[r].cells.get(column) {
                Some(Some(cell)) if r + cell.rowspan as usize > row => Some(Some(cell)),
                Some(None) => None,
                _ => Some(None),
            })?
    }
}
