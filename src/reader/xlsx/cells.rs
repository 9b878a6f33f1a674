//! The cells of one sheet: what each shows, which rows and columns are hidden, what is merged.
//!
//! Links and the filters of tables stand in other parts; their relationships are kept for them.

use super::super::office::format::{self, TimePrecision};
use super::super::office::sheet::{Merge, SheetRow, StoredCell};
use super::super::office::stored::StoredSheet;
use super::super::office::xml::{Element, Xml, XmlEvent};
use super::SharedParts;
use crate::budget::{Budget, Exhausted, Resource};
use std::ops::Range;

/// The most rows and columns there can be.
const ROWS: u32 = 1 << 20;
const COLUMNS: u32 = 1 << 14;

/// The strings that cells share, in one text.
#[derive(Debug, Default)]
pub struct Strings {
    text: String,
    /// Where each ends.
    ends: Vec<usize>,
}

impl Strings {
    pub fn read(text: &str, budget: &Budget) -> Result<Strings, Exhausted> {
        let mut strings = Strings::default();
        let mut xml = Xml::new(text, budget);
        while let Some(element) = xml.child(0)? {
            if element.name() == "si" {
                strings.text.push_str(&rich(&mut xml, &element)?);
                strings.ends.push(strings.text.len());
            }
        }
        Ok(strings)
    }

    fn get(&self, number: usize) -> &str {
        let Some(&end) = self.ends.get(number) else {
            return "";
        };
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..end]
    }
}

/// The words of a string with runs; what tells how to pronounce it is left out.
fn rich(xml: &mut Xml, string: &Element) -> Result<String, Exhausted> {
    let mut text = String::new();
    while let Some(element) = xml.child(string.level)? {
        match element.name() {
            "t" => text.push_str(&xml.text(&element)?),
            "rPh" => xml.skip(&element)?,
            _ => {}
        }
    }
    Ok(unescape(text))
}

/// Characters written as `_x000D_`.
fn unescape(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find("_x") {
        out.push_str(&rest[..at]);
        let digits = rest.get(at + 2..at + 6);
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        match code.and_then(char::from_u32) {
            Some(c) if rest[at + 6..].starts_with('_') => {
                out.push(c);
                rest = &rest[at + 7..];
            }
            _ => {
                out.push_str("_x");
                rest = &rest[at + 2..];
            }
        }
    }
    out.push_str(rest);
    out.replace("\r\n", "\n").replace('\r', "\n")
}

/// A sheet, and what of it stands in other parts.
#[derive(Debug, Default)]
pub struct RawSheet {
    pub stored: StoredSheet,
    /// Cells and the relationships that are their links.
    pub links: Vec<(Merge, String)>,
    /// Relationships of tables.
    pub tables: Vec<String>,
    pub torn: bool,
}

pub fn read(text: &str, shared: &SharedParts, budget: &Budget) -> Result<RawSheet, Exhausted> {
    let mut xml = Xml::new(text, budget);
    let mut reading = SheetReader {
        raw: RawSheet::default(),
        shared,
        budget,
        cells: 0,
        bytes: 0,
    };
    while let Some(element) = xml.child(0)? {
        reading.element(&mut xml, &element)?;
    }
    let mut raw = reading.raw;
    raw.torn = xml.is_torn();
    raw.stored.sort();
    Ok(raw)
}

/// The filters that are set in a table's part.
pub fn filters(text: &str, budget: &Budget) -> Result<Vec<Range<u32>>, Exhausted> {
    let mut xml = Xml::new(text, budget);
    let mut found = Vec::new();
    while let Some(element) = xml.child(0)? {
        if element.name() == "autoFilter" {
            found.extend(filter(&mut xml, &element)?);
        }
    }
    Ok(found)
}

/// The rows that a filter judges, if it is set.
fn filter(xml: &mut Xml, element: &Element) -> Result<Option<Range<u32>>, Exhausted> {
    let range = element.attr("ref").and_then(|range| area(&range));
    let mut set = false;
    while let Some(inner) = xml.child(element.level)? {
        set |= inner.name() == "filterColumn";
    }
    let rows = range.filter(|_| set).map(|range| range.rows);
    Ok(rows.map(|rows| rows.start + 1..rows.end))
}

struct SheetReader<'r> {
    raw: RawSheet,
    shared: &'r SharedParts,
    budget: &'r Budget,
    cells: u64,
    bytes: u64,
}

impl SheetReader<'_> {
    fn element(&mut self, xml: &mut Xml, element: &Element) -> Result<(), Exhausted> {
        let place = || element.attr("ref").and_then(|range| area(&range));
        match element.name() {
            "col" if element.flag("hidden") => {
                let (from, to) = (element.number("min"), element.number("max"));
                let from: u32 = from.unwrap_or(1u32).saturating_sub(1);
                self.raw
                    .stored
                    .hidden_columns
                    .push(from..to.unwrap_or(from + 1));
            }
            "row" => self.row(xml, element)?,
            "mergeCell" => self.raw.stored.merges.extend(place()),
            "autoFilter" => self.raw.stored.filters.extend(filter(xml, element)?),
            "hyperlink" => {
                if let (Some(place), Some(id)) = (place(), element.attr("id")) {
                    self.raw.links.push((place, id));
                }
            }
            "tablePart" => self.raw.tables.extend(element.attr("id")),
            _ => {}
        }
        Ok(())
    }

    fn row(&mut self, xml: &mut Xml, element: &Element) -> Result<(), Exhausted> {
        let next = self
            .raw
            .stored
            .rows
            .last()
            .map_or(0, |(_, row)| row.number + 1);
        let number = element
            .number("r")
            .map_or(next, |r: u32| r.saturating_sub(1));
        let mut row = SheetRow {
            number: number.min(ROWS - 1),
            cells: Vec::new(),
        };
        let mut column = 0;
        while let Some(element) = xml.child(element.level)? {
            if element.name() != "c" {
                continue;
            }
            let stated = element.attr("r").and_then(|place| reference(&place));
            column = stated.map_or(column, |(_, column)| column).min(COLUMNS - 1);
            let style = self
                .shared
                .styles
                .of(element.number("s").unwrap_or_default());
            let text = self.value(xml, &element, &style.format)?;
            if !text.trim().is_empty() {
                self.cells += 1;
                self.bytes += text.len() as u64;
                self.budget.allow(Resource::TableCells, self.cells)?;
                self.budget.allow(Resource::Text, self.bytes)?;
                row.cells.push(StoredCell {
                    column,
                    text,
                    link: None,
                    bold: style.bold,
                });
            }
            column += 1;
        }
        row.cells.shrink_to_fit();
        self.raw.stored.rows.push((element.flag("hidden"), row));
        Ok(())
    }

    /// What a cell shows.
    fn value(
        &self,
        xml: &mut Xml,
        cell: &Element,
        format: &format::NumberFormat,
    ) -> Result<String, Exhausted> {
        let (mut stored, mut inline) = (String::new(), None);
        while let Some(node) = xml.within(cell.level)? {
            let XmlEvent::Open(element) = node else {
                continue;
            };
            match element.name() {
                "v" => stored = xml.text(&element)?,
                "is" => inline = Some(rich(xml, &element)?),
                _ => xml.skip(&element)?,
            }
        }
        let kind = cell.attr("t").unwrap_or_default();
        let stored = stored.as_str();
        Ok(match kind.as_str() {
            "s" => {
                let number = stored.trim().parse();
                number.map_or("", |n| self.shared.strings.get(n)).to_owned()
            }
            "inlineStr" => inline.unwrap_or_default(),
            "str" => unescape(stored.to_owned()),
            "b" => if stored.trim() == "1" {
                "TRUE"
            } else {
                "FALSE"
            }
            .to_owned(),
            "e" => stored.to_owned(),
            "d" => format::iso(stored, TimePrecision::Day).unwrap_or_else(|| stored.to_owned()),
            _ => match stored.trim().parse::<f64>() {
                Ok(number) => format.show(number, self.shared.early),
                Err(_) => inline.unwrap_or_else(|| stored.to_owned()),
            },
        })
    }
}

/// `B12` as row and column, from 0.
fn reference(place: &str) -> Option<(u32, u32)> {
    let place = place.trim().trim_start_matches('$');
    let digits = place.find(|c: char| !c.is_ascii_alphabetic())?;
    let letter = |column: u32, byte: u8| {
        let digit = u32::from(byte.to_ascii_uppercase() - b'A') + 1;
        column.checked_mul(26)?.checked_add(digit)
    };
    let column = place[..digits].bytes().try_fold(0, letter)?;
    let row: u32 = place[digits..].trim_start_matches('$').parse().ok()?;
    Some((row.checked_sub(1)?, column.checked_sub(1)?))
}

/// `A1:C3` as rows and columns.
fn area(range: &str) -> Option<Merge> {
    let (from, to) = range.split_once(':').unwrap_or((range, range));
    let (from, to) = (reference(from)?, reference(to)?);
    let (rows, columns) = (
        from.0..to.0.min(ROWS - 1) + 1,
        from.1..to.1.min(COLUMNS - 1) + 1,
    );
    (!rows.is_empty() && !columns.is_empty()).then_some(Merge { rows, columns })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_with_care() {
        assert_eq!(reference("B12"), Some((11, 1)));
        assert_eq!(reference("$XFD$1048576"), Some((1_048_575, 16_383)));
        assert_eq!(reference("A0"), None);
        assert_eq!(reference("12"), None);
        assert_eq!(reference("ZZZZZZZZZZ1"), None);
        assert_eq!(area("C3:A1"), None);
    }

    #[test]
    fn escaped_characters_are_read() {
        assert_eq!(unescape("a_x000D_\nb_x005F_x".to_owned()), "a\nb_x");
        assert_eq!(unescape("file_xyz".to_owned()), "file_xyz");
    }
}
