//! Spreadsheets of OpenDocument (`.ods`).
//!
//! Sheets go by in order, row by row. What stands a million times over because it is empty costs
//! nothing. Sheets, rows and columns hidden by hand are left out; rows that a filter hides are part
//! of the document. Dates come from their stored value, as exact as their format.

use super::claim::Claim;
use super::office::format::{self, general};
use super::office::opendocument::{self, OdfStyles};
use super::office::package::{Package, PackageKind};
use super::office::sheet::{self, Merge, Sheet, SheetRow, StoredCell};
use super::office::stored::Hidden;
use super::office::xml::{Element, Xml};
use super::office::{self, Stop};
use crate::budget::{Budget, Exhausted, Resource};
use crate::diagnostic::{Code, Diagnostics};
use crate::document::{Builder, Document};
use crate::error::Error;
use crate::source::Source;

const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";
/// Places beyond this are none.
const LAST: u32 = 1 << 24;
/// How often a cell or a row that shows something is read where it stands for many: rows alike are
/// a few, a million of them is a mistake or worse.
const COPIES: u32 = 1000;

pub fn claims(source: &Source) -> Claim {
    office::claims_package(source, PackageKind::Ods)
}

pub fn read(
    source: &Source,
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Error> {
    let mut builder = Builder::new();
    let mut package = Package::open(source.bytes, budget)?;
    let result = fill(&mut package, &mut builder, budget, diagnostics);
    office::keep(result, &builder, diagnostics)?;
    Ok(builder.finish(MEDIA_TYPE, None))
}

fn fill(
    package: &mut Package,
    builder: &mut Builder,
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) -> Result<(), Stop> {
    let text = opendocument::content(package)?;
    let mut styles = OdfStyles::default();
    if let Some(text) = package.part("styles.xml")? {
        styles.add(&text, budget)?;
    }
    styles.add(&text, budget)?;
    let mut reading = OdsReader {
        styles: &styles,
        budget,
        hidden: Hidden::default(),
        cells: 0,
        bytes: 0,
        cut: false,
    };
    let mut xml = Xml::new(&text, budget);
    let result = reading.sheets(&mut xml, builder);
    office::tell_hidden(diagnostics, &reading.hidden.told());
    if reading.cut {
        let message = format!("of rows or cells that repeat, more than {COPIES} are missing");
        diagnostics.add(Code::LimitReached, message);
    }
    if xml.is_torn() {
        let message = "the workbook stops short; what came before it was kept";
        diagnostics.add(Code::PartLost, message);
    }
    Ok(result?)
}

/// A sheet as it is stored.
#[derive(Default)]
struct OdsSheet {
    sheet: Sheet,
    /// Runs of columns: the first behind each, whether it is hidden, the style of its cells.
    columns: Vec<(u32, bool, Option<String>)>,
    /// The next row.
    row: u32,
}

struct OdsReader<'r> {
    styles: &'r OdfStyles,
    budget: &'r Budget,
    hidden: Hidden,
    cells: u64,
    bytes: u64,
    /// Whether copies of rows or cells were left out.
    cut: bool,
}

impl OdsReader<'_> {
    fn sheets(&mut self, xml: &mut Xml, builder: &mut Builder) -> Result<(), Exhausted> {
        let mut all: Vec<(String, Sheet)> = Vec::new();
        let mut result = Ok(());
        while let Some(element) = xml.child(0)? {
            match element.name() {
                "automatic-styles" | "font-face-decls" | "tracked-changes" => xml.skip(&element)?,
                "table" => {
                    let style = element.attr("style-name");
                    if self.styles.of("table", style.as_deref()).hidden == Some(true) {
                        self.hidden.sheets += 1;
                        xml.skip(&element)?;
                        continue;
                    }
                    let mut raw = OdsSheet::default();
                    result = self.sheet(xml, &element, &mut raw);
                    let name = element.attr("name").unwrap_or_default();
                    all.push((name, raw.sheet));
                    if result.is_err() {
                        break;
                    }
                }
                _ => {}
            }
        }
        for (name, sheet) in all {
            let number = builder.sheet(&name);
            sheet::write_named(sheet, number, &name, builder, self.budget)?;
        }
        result
    }

    fn sheet(
        &mut self,
        xml: &mut Xml,
        element: &Element,
        raw: &mut OdsSheet,
    ) -> Result<(), Exhausted> {
        while let Some(child) = xml.child(element.level)? {
            match child.name() {
                "table-column" => {
                    let from = raw.columns.last().map_or(0, |(end, ..)| *end);
                    let end = from.saturating_add(repeated(&child, "number-columns-repeated"));
                    let style = child.attr("default-cell-style-name");
                    raw.columns.push((end, is_hidden(&child), style));
                }
                "table-row" => self.row(xml, &child, raw)?,
                "shapes"
                | "forms"
                | "table-source"
                | "named-expressions"
                | "scenario"
                | "conditional-formats"
                | "title"
                | "desc" => xml.skip(&child)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn row(
        &mut self,
        xml: &mut Xml,
        element: &Element,
        raw: &mut OdsSheet,
    ) -> Result<(), Exhausted> {
        let times = repeated(element, "number-rows-repeated");
        let number = raw.row;
        raw.row = raw.row.saturating_add(times).min(LAST);
        let hidden = is_hidden(element);
        let mut row = SheetRow {
            number,
            cells: Vec::new(),
        };
        let mut column = 0;
        let mut merges = Vec::new();
        while let Some(child) = xml.child(element.level)? {
            if !matches!(child.name(), "table-cell" | "covered-table-cell") {
                continue;
            }
            let times = repeated(&child, "number-columns-repeated");
            merges.extend(merge(&child, number, column));
            self.cell(xml, &child, column, times, raw, &mut row)?;
            column = column.saturating_add(times).min(LAST);
        }
        if row.cells.is_empty() {
            return Ok(());
        }
        if hidden {
            self.hidden.rows += 1;
            raw.sheet.unseen.push(number);
            return Ok(());
        }
        row.cells.shrink_to_fit();
        raw.sheet.merges.append(&mut merges);
        let copies = self.copies(times);
        for again in 1..copies {
            self.count(&row.cells)?;
            raw.sheet.rows.push(SheetRow {
                number: number.saturating_add(again),
                cells: row.cells.clone(),
            });
        }
        // The row itself goes before its copies.
        let at = raw.sheet.rows.len() + 1 - copies as usize;
        raw.sheet.rows.insert(at, row);
        Ok(())
    }

    /// How many of so many copies are read.
    fn copies(&mut self, times: u32) -> u32 {
        self.cut |= times > COPIES;
        times.min(COPIES)
    }

    fn count(&mut self, cells: &[StoredCell]) -> Result<(), Exhausted> {
        self.cells += cells.len() as u64;
        self.bytes += cells.iter().map(|cell| cell.text.len() as u64).sum::<u64>();
        self.budget.allow(Resource::TableCells, self.cells)?;
        self.budget.allow(Resource::Text, self.bytes)
    }

    fn cell(
        &mut self,
        xml: &mut Xml,
        element: &Element,
        column: u32,
        times: u32,
        raw: &OdsSheet,
        row: &mut SheetRow,
    ) -> Result<(), Exhausted> {
        let run = raw.columns.partition_point(|(end, ..)| *end <= column);
        let (_, hidden, usual) = raw.columns.get(run).cloned().unwrap_or_default();
        let style = element.attr("style-name").or(usual);
        let mut cell = self.shown(xml, element, style.as_deref())?;
        if cell.text.trim().is_empty() || element.name() == "covered-table-cell" {
            return Ok(());
        }
        if hidden {
            self.hidden.columns += 1;
            return Ok(());
        }
        for again in 0..self.copies(times) {
            cell.column = column.saturating_add(again);
            self.count(std::slice::from_ref(&cell))?;
            row.cells.push(cell.clone());
        }
        Ok(())
    }

    /// What a cell shows.
    fn shown(
        &mut self,
        xml: &mut Xml,
        element: &Element,
        style: Option<&str>,
    ) -> Result<StoredCell, Exhausted> {
        let said = self.styles.of("table-cell", style);
        let mut cell = StoredCell {
            bold: said.bold == Some(true),
            ..StoredCell::default()
        };
        let mut lines: Vec<String> = Vec::new();
        while let Some(child) = xml.child(element.level)? {
            if child.name() != "p" {
                // Comments and pictures.
                xml.skip(&child)?;
                continue;
            }
            let skip = &mut |xml: &mut Xml, child: &Element| xml.skip(child);
            let words = opendocument::words(xml, &child, self.styles, skip)?;
            cell.link = cell
                .link
                .or(words.links.into_iter().next().map(|(_, link)| link));
            lines.push(words.text);
        }
        let shown = lines.join("\n");
        let stored = |name: &str| element.attr(name);
        cell.text = match stored("value-type").as_deref() {
            Some("date") => {
                let precision = self.styles.precision(said.data.as_deref());
                let date = stored("date-value").and_then(|date| format::iso(&date, precision));
                date.unwrap_or(shown)
            }
            Some("float") if !has_words(&shown) => match element.number::<f64>("value") {
                Some(value) => general(value),
                None => shown,
            },
            _ => shown,
        };
        Ok(cell)
    }
}

/// Whether a number is shown with more than its digits and separators, or with leading zeros.
fn has_words(shown: &str) -> bool {
    let padded = shown.len() > 1 && shown.starts_with('0') && !shown.contains(['.', ',']);
    padded || shown.contains(|c: char| c.is_alphabetic() || matches!(c, '%' | '№' | '#' | ':'))
}

fn repeated(element: &Element, name: &str) -> u32 {
    element.number(name).unwrap_or(1).clamp(1, LAST)
}

/// Hidden by hand, not by a filter.
fn is_hidden(element: &Element) -> bool {
    element
        .attr("visibility")
        .is_some_and(|seen| seen == "collapse")
}

fn merge(element: &Element, row: u32, column: u32) -> Option<Merge> {
    let rows = repeated(element, "number-rows-spanned");
    let columns = repeated(element, "number-columns-spanned");
    (rows > 1 || columns > 1).then(|| Merge {
        rows: row..row.saturating_add(rows),
        columns: column..column.saturating_add(columns),
    })
}
