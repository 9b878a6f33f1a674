//! The document, written from its parts.

use super::geometry::Rect;
use super::layout::{LayoutPart, PartContent};
use super::news;
use super::paragraphs::FlowedParagraph;
use super::print::Print;
use super::table::{PageCell, PageRow, PageTable};
use super::vocabulary::Vocabulary;
use crate::budget::{Budget, Exhausted};
use crate::diagnostic::{Code, Diagnostics};
use crate::document::grid::{CellPiece, Grid, GridCell, GridRow, PagePart as GridPart};
use crate::document::{Builder, Document, Kind, Origin, Property, Rule, Witness};
use crate::span::Span;

/// How far a title, byline or day that stands in the text is believed beside those of the file.
const SEEN: f32 = 0.8;

pub fn document(
    parts: Vec<LayoutPart>,
    print: Print,
    vocabulary: &Vocabulary,
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) -> Document {
    let mut builder = Builder::new();
    for part in parts {
        if let Err(exhausted) = write(&mut builder, part, print, vocabulary, budget) {
            diagnostics.add(Code::LimitReached, exhausted.to_string());
            break;
        }
    }
    builder.finish("application/pdf", None)
}

fn write(
    builder: &mut Builder,
    part: LayoutPart,
    print: Print,
    words: &Vocabulary,
    budget: &Budget,
) -> Result<(), Exhausted> {
    builder.page(part.page);
    let origin = origin(part.page, part.area);
    let block = builder.len();
    match part.content {
        PartContent::Text(paragraph) => {
            let text = paragraph.text(words);
            let span = builder.block(kind(&paragraph, print), &text, &[], origin, budget)?;
            if let (Some(span), Some(rule)) = (span, part.aside) {
                candidate(builder, rule, text, span);
            }
        }
        PartContent::Table(table) => {
            builder.table(grid(table, words), origin, budget)?;
        }
    }
    if let Some(rule) = part.aside.filter(|_| builder.len() > block) {
        builder.set_aside(block, rule);
    }
    Ok(())
}

fn kind(paragraph: &FlowedParagraph, print: Print) -> Kind {
    match news::heading_level(paragraph, print) {
        Some(level) => Kind::Heading(level),
        None if paragraph.item => Kind::Item,
        None => Kind::Paragraph,
    }
}

/// What a headline or byline says of the page as a whole; a byline with digits is its date.
fn candidate(builder: &mut Builder, rule: Rule, text: String, span: Span) {
    let property = match rule {
        Rule::Headline => Property::Title,
        Rule::Byline if text.contains(|c: char| c.is_ascii_digit()) => Property::Published,
        Rule::Byline => Property::Author,
        _ => return,
    };
    builder
        .meta()
        .add(property, text, Witness::Text(span), SEEN);
}

fn origin(number: u32, area: Rect) -> Origin {
    Origin::Page {
        number,
        area: area.into(),
    }
}

fn grid(table: PageTable, vocabulary: &Vocabulary) -> Grid {
    let rows = table.rows.into_iter().map(|r| row(r, vocabulary)).collect();
    Grid { header: 1, rows }
}

fn row(row: PageRow, vocabulary: &Vocabulary) -> GridRow {
    let cells = row
        .cells
        .into_iter()
        .map(|place| place.map(|c| cell(&c, vocabulary)))
        .collect();
    GridRow {
        page: Some(row.page),
        after_break: false,
        cells,
    }
}

fn cell(cell: &PageCell, vocabulary: &Vocabulary) -> GridCell {
    let pieces = cell
        .paragraphs
        .iter()
        .map(|p| piece(p, vocabulary))
        .collect();
    GridCell {
        colspan: cell.colspan as u32,
        rowspan: cell.rowspan as u32,
        pieces,
        ..GridCell::default()
    }
}

fn piece(paragraph: &FlowedParagraph, vocabulary: &Vocabulary) -> CellPiece {
    let part = |(page, text, glued)| GridPart {
        text,
        page: Some(page),
        glued,
        links: Vec::new(),
    };
    CellPiece {
        item: paragraph.item,
        parts: paragraph.texts(vocabulary).into_iter().map(part).collect(),
    }
}
