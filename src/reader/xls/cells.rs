//! The cells of one sheet.

use super::super::office::compound::{u16_at, u32_at};
use super::super::office::sheet::{Merge, SheetRow, StoredCell};
use super::super::office::stored::StoredSheet;
use super::globals::Globals;
use super::records::{BiffRecord, BiffRecords};
use crate::budget::{Budget, Exhausted, Resource};
use std::collections::BTreeMap;

/// Reads a sheet from the place where its records begin; none where there is no sheet. A limit
/// keeps what came before it.
pub fn read(
    stream: &[u8],
    start: usize,
    number: usize,
    globals: &Globals,
    budget: &Budget,
) -> (Option<StoredSheet>, Option<Exhausted>) {
    let mut records = BiffRecords::new(stream, start);
    if records.next().is_none_or(|record| record.kind != 0x0809) {
        return (None, None);
    }
    let mut reading = BiffReader {
        globals,
        budget,
        stored: StoredSheet::default(),
        hidden: BTreeMap::new(),
        filtered: false,
        formula: None,
        cells: 0,
        bytes: 0,
    };
    let mut limit = None;
    // Charts in a sheet have a beginning and an end of their own.
    let mut depth = 0;
    for record in records.by_ref() {
        match record.kind {
            0x0809 => depth += 1,
            0x000a if depth == 0 => break,
            0x000a => depth -= 1,
            _ if depth > 0 => {}
            _ => {
                if let Err(exhausted) = reading.record(record) {
                    limit = Some(exhausted);
                    break;
                }
            }
        }
    }
    (Some(reading.finish(number)), limit)
}

struct BiffReader<'r> {
    globals: &'r Globals,
    budget: &'r Budget,
    stored: StoredSheet,
    /// Which rows are hidden.
    hidden: BTreeMap<u32, bool>,
    /// Whether a filter is set.
    filtered: bool,
    /// The cell of a formula whose text follows.
    formula: Option<(u32, u32, usize)>,
    cells: u64,
    bytes: u64,
}

impl BiffReader<'_> {
    fn finish(mut self, number: usize) -> StoredSheet {
        if self.filtered {
            self.stored
                .filters
                .extend(self.globals.filters.get(&number).cloned());
        }
        self.stored.sort();
        for (hidden, row) in &mut self.stored.rows {
            *hidden = self.hidden.get(&row.number).copied().unwrap_or(false);
        }
        self.stored
    }

    fn record(&mut self, record: BiffRecord) -> Result<(), Exhausted> {
        let bytes = record.bytes;
        let style = usize::from(u16_at(bytes, 4));
        let at = (u16_at(bytes, 0).into(), u16_at(bytes, 2).into(), style);
        match record.kind {
            0x0208 => {
                let hidden = u16_at(bytes, 12) & 0x20 != 0;
                self.hidden.insert(at.0, hidden);
            }
            0x007d if u16_at(bytes, 8) & 1 != 0 => {
                let columns = at.0..u32::from(u16_at(bytes, 2)) + 1;
                self.stored.hidden_columns.push(columns);
            }
            0x009b | 0x009e => self.filtered = true,
            0x00fd => {
                let text = self.globals.strings.get(u32_at(bytes, 6) as usize);
                self.cell(at, text.cloned().unwrap_or_default())?;
            }
            0x0204 | 0x00d6 => {
                let text = self.globals.text(bytes.get(6..).unwrap_or_default(), true);
                self.cell(at, text)?;
            }
            0x0203 => self.number(at, double(bytes, 6))?,
            0x027e => self.number(at, packed(u32_at(bytes, 6)))?,
            0x00bd => self.numbers(bytes)?,
            0x0205 if bytes.get(7) == Some(&0) => self.cell(at, truth(bytes.get(6)))?,
            0x0205 => self.cell(at, error(bytes.get(6)))?,
            0x0006 => self.formula(at, bytes)?,
            0x0207 => {
                if let Some(at) = self.formula.take() {
                    let text = self.globals.text(bytes, true);
                    self.cell(at, text)?;
                }
            }
            0x00e5 => self.merges(bytes),
            0x01b8 => self.stored.links.extend(link(bytes)),
            _ => {}
        }
        Ok(())
    }

    fn cell(
        &mut self,
        (row, column, style): (u32, u32, usize),
        text: String,
    ) -> Result<(), Exhausted> {
        if text.trim().is_empty() {
            return Ok(());
        }
        self.cells += 1;
        self.bytes += text.len() as u64;
        self.budget.allow(Resource::TableCells, self.cells)?;
        self.budget.allow(Resource::Text, self.bytes)?;
        let bold = self
            .globals
            .styles
            .get(style)
            .is_some_and(|(_, bold)| *bold);
        let cell = StoredCell {
            column,
            text: text.replace("\r\n", "\n").replace('\r', "\n"),
            link: None,
            bold,
        };
        match self.stored.rows.last_mut() {
            Some((_, last)) if last.number == row => last.cells.push(cell),
            _ => self.stored.rows.push((
                false,
                SheetRow {
                    number: row,
                    cells: vec![cell],
                },
            )),
        }
        Ok(())
    }

    fn number(&mut self, at: (u32, u32, usize), value: f64) -> Result<(), Exhausted> {
        let usual = Default::default();
        let style = self.globals.styles.get(at.2);
        let format = style.map_or(&usual, |(format, _)| format);
        let text = format.show(value, self.globals.early);
        self.cell(at, text)
    }

    /// Numbers of cells beside each other.
    fn numbers(&mut self, bytes: &[u8]) -> Result<(), Exhausted> {
        let row = u16_at(bytes, 0).into();
        let first = u32::from(u16_at(bytes, 2));
        let body = bytes
            .get(4..bytes.len().saturating_sub(2))
            .unwrap_or_default();
        for (place, cell) in body.as_chunks::<6>().0.iter().enumerate() {
            let style = usize::from(u16_at(cell, 0));
            self.number((row, first + place as u32, style), packed(u32_at(cell, 2)))?;
        }
        Ok(())
    }

    fn formula(&mut self, at: (u32, u32, usize), bytes: &[u8]) -> Result<(), Exhausted> {
        if u16_at(bytes, 12) != 0xffff {
            return self.number(at, double(bytes, 6));
        }
        match bytes.get(6) {
            Some(0) => self.formula = Some(at),
            Some(1) => return self.cell(at, truth(bytes.get(8))),
            Some(2) => return self.cell(at, error(bytes.get(8))),
            _ => {}
        }
        Ok(())
    }

    fn merges(&mut self, bytes: &[u8]) {
        let count = usize::from(u16_at(bytes, 0));
        let all = bytes.get(2..).unwrap_or_default().as_chunks::<8>().0;
        let merge = |area: &[u8; 8]| Merge {
            rows: u16_at(area, 0).into()..u32::from(u16_at(area, 2)) + 1,
            columns: u16_at(area, 4).into()..u32::from(u16_at(area, 6)) + 1,
        };
        let merges = all.iter().take(count).map(merge);
        let merges = merges.filter(|m| !m.rows.is_empty() && !m.columns.is_empty());
        self.stored.merges.extend(merges);
    }
}

fn double(bytes: &[u8], at: usize) -> f64 {
    let low = u64::from(u32_at(bytes, at));
    f64::from_bits(low | u64::from(u32_at(bytes, at + 4)) << 32)
}

/// A number in four bytes: a whole one or the upper half of another, perhaps a hundredfold.
fn packed(bits: u32) -> f64 {
    let value = if bits & 2 != 0 {
        f64::from(bits.cast_signed() >> 2)
    } else {
        f64::from_bits(u64::from(bits & !3) << 32)
    };
    if bits & 1 != 0 { value / 100.0 } else { value }
}

fn truth(byte: Option<&u8>) -> String {
    let shown = if byte.is_some_and(|&byte| byte != 0) {
        "TRUE"
    } else {
        "FALSE"
    };
    shown.to_owned()
}

fn error(byte: Option<&u8>) -> String {
    let shown = match byte {
        Some(0x00) => "#NULL!",
        Some(0x07) => "#DIV/0!",
        Some(0x0f) => "#VALUE!",
        Some(0x17) => "#REF!",
        Some(0x1d) => "#NAME?",
        Some(0x24) => "#NUM!",
        _ => "#N/A",
    };
    shown.to_owned()
}

/// The class of links that are addresses (MS-OSHARED 2.3.7.6).
const ADDRESS: [u8; 16] = [
    0xe0, 0xc9, 0xea, 0x79, 0xf9, 0xba, 0xce, 0x11, 0x8c, 0x82, 0, 0xaa, 0, 0x4b, 0xa9, 0x0b,
];

/// A link and its cells, where it is an address.
fn link(bytes: &[u8]) -> Option<(Merge, String)> {
    let place = Merge {
        rows: u16_at(bytes, 0).into()..u32::from(u16_at(bytes, 2)) + 1,
        columns: u16_at(bytes, 4).into()..u32::from(u16_at(bytes, 6)) + 1,
    };
    let body = memchr::memmem::find(bytes, &ADDRESS)? + ADDRESS.len();
    let length = u32_at(bytes, body) as usize;
    let letters = bytes.get(body + 4..)?;
    let letters = &letters[..length.min(letters.len())];
    let pairs = letters
        .as_chunks()
        .0
        .iter()
        .map(|pair| u16::from_le_bytes(*pair));
    let address: Vec<u16> = pairs.take_while(|&letter| letter != 0).collect();
    let address = String::from_utf16_lossy(&address);
    (!address.is_empty()).then_some((place, address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_numbers_are_unpacked() {
        assert_eq!(packed(44_260 << 2 | 2), 44_260.0);
        assert_eq!(packed(12_345 << 2 | 3), 123.45);
        assert_eq!(packed((1.5f64.to_bits() >> 32) as u32), 1.5);
        assert_eq!(packed((-5i32 << 2) as u32 | 2), -5.0);
    }
}
