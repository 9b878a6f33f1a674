//! The layout of a document: tables and paragraphs in reading order, healed over pages.

use super::aligned;
use super::boilerplate::{self, Aside};
use super::chart;
use super::flow::flow;
use super::geometry::Rect;
use super::heal;
use super::lattice::{self, Lattice, Stroke};
use super::level;
use super::lines::{TextLine, lines};
use super::news;
use super::page::PageLayout;
use super::paragraphs::{FlowedParagraph, Stretch};
use super::print::Print;
use super::table::{self, PageTable, TableStyle};
use super::values;
use super::wide;
use crate::document::Rule;

/// Points around a table within which a stroke is part of its frame.
const FRAME: f32 = 3.0;

/// A piece of the document, in reading order.
#[derive(Debug)]
pub struct LayoutPart {
    pub page: u32,
    pub area: Rect,
    pub content: PartContent,
    /// The rule that set it aside.
    pub aside: Option<Rule>,
    /// It opens a page, column or stretch: text before it may go on in it.
    pub opens: bool,
}

#[derive(Debug)]
pub enum PartContent {
    Text(FlowedParagraph),
    Table(PageTable),
}

pub fn document(mut sheets: Vec<PageLayout>, print: Print) -> Vec<LayoutPart> {
    let asides = boilerplate::take(&mut sheets, print.size);
    let mut tables: Vec<Vec<PageTable>> =
        sheets.iter_mut().map(|sheet| ruled(sheet, print)).collect();
    for (index, lattice) in level::tables(&sheets) {
        let sheet = &mut sheets[index];
        tables[index].push(filled(TableStyle::Level, sheet, &lattice, print));
    }
    for (sheet, tables) in sheets.iter_mut().zip(&mut tables) {
        for lattice in values::tables(sheet) {
            tables.push(filled(TableStyle::Open, sheet, &lattice, print));
        }
    }
    for (index, lattice) in aligned::tables(&sheets) {
        let sheet = &mut sheets[index];
        tables[index].push(filled(TableStyle::Open, sheet, &lattice, print));
    }
    let mut parts = Vec::new();
    let mut edges = Vec::new();
    for ((sheet, asides), tables) in sheets.into_iter().zip(asides).zip(tables) {
        page(sheet, asides, tables, (print, &mut edges), &mut parts);
    }
    heal::tables(&mut parts);
    heal::text(&mut parts);
    news::tell(&mut parts, print);
    parts
}

/// The tables of a page that are ruled both ways; their rules are used up.
fn ruled(sheet: &mut PageLayout, print: Print) -> Vec<PageTable> {
    let mut lattices = lattice::lattices(&sheet.strokes);
    lattices.retain(|lattice| {
        !chart::is_grid(lattice, &sheet.words) && !chart::is_sketched(lattice, &sheet.sketches)
    });
    let headings: Vec<bool> = lattices
        .iter()
        .map(|lattice| lattice.is_heading(&sheet.strokes.level, &lattices))
        .collect();
    let mut headings = headings.into_iter();
    lattices.retain(|_| !headings.next().unwrap_or(false));
    for lattice in &mut lattices {
        wide::part(lattice, &sheet.words);
    }
    for lattice in &lattices {
        let outside = |stroke: &Stroke| {
            !lattice
                .area
                .grown(FRAME)
                .holds(((stroke.from + stroke.to) / 2.0, stroke.at))
        };
        sheet.strokes.level.retain(outside);
        sheet.strokes.shades.retain(outside);
    }
    lattices
        .iter()
        .map(|lattice| filled(TableStyle::Ruled, sheet, lattice, print))
        .collect()
}

/// A table with the words of its page, turned labels within it too.
fn filled(style: TableStyle, sheet: &mut PageLayout, lattice: &Lattice, print: Print) -> PageTable {
    sheet.words.extend(
        sheet
            .labels
            .extract_if(.., |label| lattice.area.holds(label.area.middle())),
    );
    table::fill(style, sheet.number, lattice, &mut sheet.words, print)
}

/// The parts of a page; `edges` are those of the columns on the page before.
fn page(
    sheet: PageLayout,
    asides: Vec<Aside>,
    mut tables: Vec<PageTable>,
    (print, edges): (Print, &mut Vec<f32>),
    parts: &mut Vec<LayoutPart>,
) {
    let page = sheet.number;
    let mut add = |area: Rect, content: PartContent, aside, opens| {
        parts.push(LayoutPart {
            page,
            area,
            content,
            aside,
            opens,
        })
    };
    let (above, below): (Vec<Aside>, Vec<Aside>) = asides
        .into_iter()
        .partition(|aside| aside.rule == Rule::RunningHeader);
    for aside in above {
        add(
            aside.line.area,
            boilerplate_text(page, &aside.line),
            Some(aside.rule),
            false,
        );
    }
    tables.retain(|table| !table.is_empty());
    tables.sort_by(|a, b| {
        a.area
            .top
            .total_cmp(&b.area.top)
            .then(a.area.left.total_cmp(&b.area.left))
    });
    let mut words = sheet.words;
    for table in tables {
        let (before, after) = words
            .into_iter()
            .partition(|word| word.area.middle().1 < table.area.top);
        words = after;
        for flowing in flow(page, before, print, edges) {
            add(
                flowing.paragraph.area,
                PartContent::Text(flowing.paragraph),
                flowing.aside,
                flowing.opens,
            );
        }
        add(table.area, PartContent::Table(table), None, false);
    }
    for flowing in flow(page, words, print, edges) {
        add(
            flowing.paragraph.area,
            PartContent::Text(flowing.paragraph),
            flowing.aside,
            flowing.opens,
        );
    }
    for line in sheet
        .labels
        .into_iter()
        .flat_map(|label| lines(vec![label]))
    {
        add(
            line.area,
            boilerplate_text(page, &line),
            Some(Rule::Turned),
            false,
        );
    }
    for aside in below {
        add(
            aside.line.area,
            boilerplate_text(page, &aside.line),
            Some(aside.rule),
            false,
        );
    }
}

fn boilerplate_text(page: u32, line: &TextLine) -> PartContent {
    let stretches = vec![Stretch {
        page,
        lines: vec![line.clone()],
    }];
    PartContent::Text(FlowedParagraph {
        item: false,
        area: line.area,
        stretches,
    })
}
