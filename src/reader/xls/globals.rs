//! What all sheets of a workbook share: strings, formats, names.

use super::super::office::compound::{u16_at, u32_at};
use super::super::office::format::{self, NumberFormat};
use super::records::{BiffRecords, Parts, narrow};
use crate::budget::{Budget, Exhausted, Resource};
use crate::error::Error;
use std::collections::BTreeMap;
use std::ops::Range;

#[derive(Debug)]
pub struct SheetEntry {
    pub name: String,
    /// Where its records begin.
    pub start: usize,
    pub hidden: bool,
    /// Whether it is a sheet of cells.
    pub cells: bool,
}

#[derive(Debug, Default)]
pub struct Globals {
    pub sheets: Vec<SheetEntry>,
    pub strings: Vec<String>,
    /// By the number that cells give: the format, and whether it is bold.
    pub styles: Vec<(NumberFormat, bool)>,
    /// Rows below the head of each sheet's filter.
    pub filters: BTreeMap<usize, Range<u32>>,
    pub early: bool,
    /// BIFF8, whose strings are Unicode.
    pub unicode: bool,
    pub code_page: u16,
}

/// What formats are made of, before all of it is read.
#[derive(Default)]
struct Formats {
    codes: BTreeMap<u16, String>,
    bold: Vec<bool>,
    /// Font and format of each style.
    styles: Vec<(u16, u16)>,
}

impl Globals {
    pub fn read(stream: &[u8], budget: &Budget) -> Result<Globals, Error> {
        let mut globals = Globals {
            code_page: 1252,
            ..Globals::default()
        };
        let mut formats = Formats::default();
        let mut records = BiffRecords::new(stream, 0);
        let mut begun = false;
        while let Some(record) = records.next() {
            let bytes = record.bytes;
            match record.kind {
                0x0809 => {
                    begun = true;
                    globals.unicode = u16_at(bytes, 0) >= 0x0600;
                }
                _ if !begun => return Err(Error::Damaged("the workbook has no beginning".into())),
                // Its password is asked for only to write.
                0x002f => return Err(Error::Encrypted),
                0x000a => break,
                0x0022 => globals.early = u16_at(bytes, 0) == 1,
                0x0042 => globals.code_page = u16_at(bytes, 0),
                0x0085 => globals.sheets.extend(globals.named(bytes)),
                0x0018 => globals.filter(bytes),
                0x00fc => globals.strings = strings(bytes, &mut records, budget)?,
                0x041e => {
                    let code = globals.text(bytes.get(2..).unwrap_or_default(), true);
                    formats.codes.insert(u16_at(bytes, 0), code);
                }
                0x0031 => formats.bold.push(u16_at(bytes, 6) >= 600),
                0x00e0 => formats.styles.push((u16_at(bytes, 0), u16_at(bytes, 2))),
                _ => {}
            }
        }
        globals.styles = formats.styles();
        Ok(globals)
    }

    /// A string of a record; its length stands in two bytes where it is `long`, else in one.
    pub fn text(&self, bytes: &[u8], long: bool) -> String {
        if !self.unicode {
            let (length, from) = match (bytes.first(), long) {
                (Some(_), true) => (usize::from(u16_at(bytes, 0)), 2),
                (Some(&length), false) => (usize::from(length), 1),
                (None, _) => return String::new(),
            };
            // Formats of older workbooks have short lengths.
            let rest = bytes.get(from..).unwrap_or_default();
            return narrow(&rest[..length.min(rest.len())], self.code_page);
        }
        if long {
            return Parts::new(vec![bytes]).string().unwrap_or_default();
        }
        let Some((&length, rest)) = bytes.split_first() else {
            return String::new();
        };
        let long = [&[length, 0], rest].concat();
        Parts::new(vec![&long]).string().unwrap_or_default()
    }

    fn named(&self, bytes: &[u8]) -> Option<SheetEntry> {
        let (state, kind) = (*bytes.get(4)?, *bytes.get(5)?);
        Some(SheetEntry {
            name: self.text(&bytes[6..], false),
            start: u32_at(bytes, 0) as usize,
            hidden: state & 3 != 0,
            cells: kind == 0,
        })
    }

    /// Takes in the name that programs give to the range of a filter.
    fn filter(&mut self, bytes: &[u8]) {
        let built_in = u16_at(bytes, 0) & 0x20 != 0;
        // One letter, 0x0d; behind it a reference to an area: its type, its sheet, its rows.
        let area = bytes.get(14..).unwrap_or_default();
        let is_filter = area.get(..3).is_some_and(|head| head == [0, 0x0d, 0x3b]);
        let sheet = usize::from(u16_at(bytes, 8));
        if built_in && is_filter && sheet > 0 {
            let (from, to) = (u32::from(u16_at(area, 5)), u32::from(u16_at(area, 7)));
            self.filters.insert(sheet - 1, from + 1..to + 1);
        }
    }
}

impl Formats {
    fn styles(&self) -> Vec<(NumberFormat, bool)> {
        let style = |&(font, id): &(u16, u16)| {
            let code = self.codes.get(&id).map(String::as_str);
            // The fifth font is left out of the count.
            let font = usize::from(font) - usize::from(font > 4);
            (
                NumberFormat::new(code.unwrap_or_else(|| format::builtin(id.into()))),
                self.bold.get(font).copied().unwrap_or(false),
            )
        };
        self.styles.iter().map(style).collect()
    }
}

/// The strings that cells share.
fn strings(
    bytes: &[u8],
    records: &mut BiffRecords,
    budget: &Budget,
) -> Result<Vec<String>, Exhausted> {
    let mut parts = vec![bytes.get(8..).unwrap_or_default()];
    parts.extend(records.continued());
    let mut parts = Parts::new(parts);
    let mut all = Vec::new();
    let mut size = 0;
    while let Some(text) = parts.string() {
        // A string of nothing takes three bytes in the file and some thirty here.
        size += text.len() as u64 + 32;
        budget.allow(Resource::DecodedBytes, size)?;
        all.push(text);
    }
    Ok(all)
}
