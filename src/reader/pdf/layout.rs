//! The layout of a document: tables and paragraphs in reading order, healed over pages.

use super::aligned;
use super::furniture::{self, Aside};
use super::geometry::Rect;
use super::heal;
use super::lattice;
use super::level;
use super::lines::lines;
use super::page::Sheet;
use super::paragraphs::{Paragraph, paragraphs};
use super::table::{self, PageTable, Style};

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
    let asides = furniture::take(&mut sheets);
    let mut tables: Vec<Vec<PageTable>> = sheets.iter_mut().map(ruled).collect();
    for (index, lattice) in level::tables(&sheets) {
        let sheet = &mut sheets[index];
        tables[index].push(table::fill(Style::Level, sheet.number, &lattice, &mut sheet.words));
    }
    for (index, lattice) in aligned::tables(&sheets) {
        let sheet = &mut sheets[index];
        tables[index].push(table::fill(Style::Open, sheet.number, &lattice, &mut sheet.words));
    }
    let mut parts = Vec::new();
    for ((sheet, asides), tables) in sheets.into_iter().zip(asides).zip(tables) {
        page(sheet, asides, tables, &mut parts);
    }
    heal::tables(&mut parts);
    parts
}

/// The tables of a page that are ruled both ways; their rules are used up.
fn ruled(sheet: &mut Sheet) -> Vec<PageTable> {
    let lattices = lattice::lattices(&sheet.strokes);
    for lattice in &lattices {
        sheet
            .strokes
            .level
            .retain(|stroke| !lattice.area.grown(3.0).holds(((stroke.from + stroke.to) / 2.0, stroke.at)));
    }
    lattices.iter().map(|lattice| table::fill(Style::Ruled, sheet.number, lattice, &mut sheet.words)).collect()
}

fn page(sheet: Sheet, asides: Vec<Aside>, tables: Vec<PageTable>, parts: &mut Vec<Part>) {
    let mut found: Vec<Part> = Vec::new();
    let page = sheet.number;
    let mut add = |area: Rect, content: Content, aside| found.push(Part { page, area, content, aside });
    for table in tables.into_iter().filter(|table| !table.is_empty()) {
        add(table.area, Content::Table(table), None);
    }
    let lines = lines(sheet.words);
    let right = lines.iter().map(|line| line.area.right).fold(f32::MIN, f32::max);
    for paragraph in paragraphs(page, lines, right) {
        add(paragraph.area, Content::Text(paragraph), None);
    }
    for Aside { line, rule } in asides {
        let area = line.area;
        for paragraph in paragraphs(page, vec![line], area.right) {
            add(area, Content::Text(paragraph), Some(rule));
        }
    }
    found.sort_by(|a, b| a.area.top.total_cmp(&b.area.top));
    parts.append(&mut found);
}
