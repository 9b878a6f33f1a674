//! The layout of a document: tables and paragraphs in reading order, healed over pages.

use super::furniture::{self, Aside};
use super::geometry::Rect;
use super::heal;
use super::lattice;
use super::lines::lines;
use super::page::Sheet;
use super::paragraphs::{Paragraph, paragraphs};
use super::table::{self, PageTable};

/// A piece of the document, in reading order.
#[derive(Debug)]
pub struct Part {
    pub page: u32,
    pub area: Rect,
    pub content: Content,
    /// The rule that set it aside.
    pub aside: Option<&'static str>,
}

#[derive(Debug)]
pub enum Content {
    Text(Paragraph),
    Table(PageTable),
}

pub fn document(mut sheets: Vec<Sheet>) -> Vec<Part> {
    let mut parts = Vec::new();
    let asides = furniture::take(&mut sheets);
    for (sheet, asides) in sheets.into_iter().zip(asides) {
        page(sheet, asides, &mut parts);
    }
    heal::tables(&mut parts);
    parts
}

fn page(mut sheet: Sheet, asides: Vec<Aside>, parts: &mut Vec<Part>) {
    let mut found: Vec<Part> = Vec::new();
    let mut add = |area: Rect, content: Content| found.push(Part { page: sheet.number, area, content, aside: None });
    for lattice in lattice::lattices(&sheet.strokes) {
        let table = table::ruled(sheet.number, &lattice, &mut sheet.words);
        add(table.area, Content::Table(table));
    }
    let lines = lines(sheet.words);
    let right = lines.iter().map(|line| line.area.right).fold(f32::MIN, f32::max);
    for paragraph in paragraphs(sheet.number, lines, right) {
        add(paragraph.area, Content::Text(paragraph));
    }
    for Aside { line, rule } in asides {
        let area = line.area;
        let paragraph = paragraphs(sheet.number, vec![line], area.right);
        found.extend(paragraph.into_iter().map(|p| Part {
            page: sheet.number,
            area,
            content: Content::Text(p),
            aside: Some(rule),
        }));
    }
    found.sort_by(|a, b| a.area.top.total_cmp(&b.area.top));
    parts.append(&mut found);
}
