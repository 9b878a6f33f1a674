//! What is said of paragraphs and words: pages of 512 bytes that list runs of the file, each with a
//! list of changes to its style (MS-DOC 2.9.33, 2.9.174, 2.6).

use super::super::office::compound::{u16_at, u32_at};
use super::head::part;
use std::ops::Range;

/// A run of the file, and where its changes lie.
#[derive(Clone, Debug)]
pub struct PropertyRun {
    pub place: Range<usize>,
    /// In the stream of the text.
    pub changes: Range<usize>,
    /// The style, for paragraphs.
    pub style: u16,
}

/// Which pages there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Pages {
    Words,
    Paragraphs,
}

/// All runs by their place.
pub fn runs(stream: &[u8], table: &[u8], list: Range<usize>, pages: Pages) -> Vec<PropertyRun> {
    let list = part(table, list);
    let count = list.len().saturating_sub(4) / 8;
    let mut runs: Vec<PropertyRun> = Vec::new();
    for index in 0..count {
        let page = u32_at(list, 4 * (count + 1) + 4 * index) & 0x003f_ffff;
        let start = page as usize * 512;
        let Some(bytes) = stream.get(start..start + 512) else {
            continue;
        };
        // No page is listed twice.
        if runs.len() > stream.len() {
            break;
        }
        page_runs(bytes, start, pages, &mut runs);
    }
    runs.sort_by_key(|run| run.place.start);
    runs
}

fn page_runs(page: &[u8], start: usize, pages: Pages, out: &mut Vec<PropertyRun>) {
    let count = usize::from(page[511]);
    let width = if pages == Pages::Words { 1 } else { 13 };
    for index in 0..count {
        let Some(&offset) = page.get(4 * (count + 1) + width * index) else {
            break;
        };
        let place = u32_at(page, 4 * index) as usize..u32_at(page, 4 * index + 4) as usize;
        let (changes, style) = match (usize::from(offset) * 2, pages) {
            (0, _) => (0..0, 0),
            (at, Pages::Words) => {
                let length = page.get(at).copied().map_or(0, usize::from);
                (at + 1..at + 1 + length, 0)
            }
            (at, Pages::Paragraphs) => {
                let words = page.get(at).copied().map_or(0, usize::from);
                // No length here: it stands in the next byte.
                let (from, end) = if words == 0 {
                    let words = page.get(at + 1).copied().map_or(0, usize::from);
                    (at + 2, at + 2 + 2 * words)
                } else {
                    (at + 1, at + 2 * words)
                };
                (from + 2..end.max(from + 2), u16_at(page, from))
            }
        };
        out.push(PropertyRun {
            place,
            changes: start + changes.start.min(512)..start + changes.end.min(512),
            style,
        });
    }
}

/// The run at a place.
pub fn at(runs: &[PropertyRun], place: usize) -> Option<&PropertyRun> {
    let after = runs.partition_point(|run| run.place.start <= place);
    runs[..after]
        .last()
        .filter(|run| run.place.contains(&place))
}

/// The changes of a list: their codes and operands.
pub fn changes(mut bytes: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        if bytes.len() < 3 {
            return None;
        }
        let code = u16_at(bytes, 0);
        let rest = &bytes[2..];
        let (from, length) = match code >> 13 {
            0 | 1 => (0, 1),
            2 | 4 | 5 => (0, 2),
            3 => (0, 4),
            7 => (0, 3),
            // The definition of a table has a length of two bytes, one too large.
            _ if code == 0xd608 => (2, usize::from(u16_at(rest, 0)).saturating_sub(1)),
            _ => (1, usize::from(rest[0])),
        };
        let end = (from + length).min(rest.len());
        let operand = &rest[from.min(end)..end];
        bytes = &rest[end..];
        Some((code, operand))
    })
}

/// What counts of a paragraph's changes.
#[derive(Clone, Debug, Default)]
pub struct ParagraphProperties {
    pub in_table: bool,
    /// The end of a row of a table.
    pub row_end: bool,
    /// How deep in tables; 1 for a table of the text.
    pub depth: u32,
    /// The end of a cell, of a row of a table within a table.
    pub inner_cell: bool,
    pub inner_row: bool,
    pub outline: Option<u8>,
    pub list: Option<u16>,
    pub level: Option<u8>,
    pub row: RowEnd,
}

/// The row that a paragraph ends.
#[derive(Clone, Debug, Default)]
pub struct RowEnd {
    pub header: bool,
    /// The sides of its cells.
    pub edges: Vec<i16>,
    /// The marks of its cells: 1 and 2 for those that are one sideways, 0x20 and 0x40 downwards.
    pub marks: Vec<u16>,
}

impl ParagraphProperties {
    pub fn take(&mut self, bytes: &[u8]) {
        for (code, operand) in changes(bytes) {
            let byte = operand.first().copied().unwrap_or_default();
            match code {
                0x2416 => self.in_table = byte != 0,
                0x2417 => self.row_end = byte != 0,
                0x6649 => self.depth = u32_at(operand, 0),
                0x244b => self.inner_cell = byte != 0,
                0x244c => self.inner_row = byte != 0,
                0x2640 => self.outline = Some(byte),
                0x260a => self.level = Some(byte),
                0x460b => self.list = Some(u16_at(operand, 0)),
                0x3404 => self.row.header = byte != 0,
                0xd608 => self.row.define(operand),
                // Cells of a row that are one downwards, set apart.
                0xd62b => self.row.merge(operand),
                _ => {}
            }
        }
    }
}

impl RowEnd {
    fn define(&mut self, operand: &[u8]) {
        let count = operand.first().copied().map_or(0, usize::from);
        let edges = (0..=count).map(|index| u16_at(operand, 1 + 2 * index).cast_signed());
        self.edges = edges.collect();
        let cells = 1 + 2 * (count + 1);
        self.marks = (0..count)
            .map(|index| u16_at(operand, cells + 20 * index))
            .collect();
    }

    fn merge(&mut self, operand: &[u8]) {
        let (Some(&cell), Some(&how)) = (operand.first(), operand.get(1)) else {
            return;
        };
        if let Some(marks) = self.marks.get_mut(usize::from(cell)) {
            *marks &= !0x60;
            *marks |= match how {
                1 => 0x20,
                3 => 0x60,
                _ => 0,
            };
        }
    }
}

/// What counts of the changes of words.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct WordProperties {
    pub deleted: bool,
    pub hidden: bool,
    pub bold: bool,
    /// The letter stands for something else: a picture, a mark of a note.
    pub special: bool,
}

impl WordProperties {
    /// What is left of `self` after changes.
    pub fn changed(mut self, bytes: &[u8]) -> WordProperties {
        for (code, operand) in changes(bytes) {
            let byte = operand.first().copied().unwrap_or_default();
            // 128 stands for what the style says, 129 for the contrary.
            let switch = |styled: bool| match byte {
                0 => false,
                128 => styled,
                129 => !styled,
                _ => true,
            };
            match code {
                0x0800 => self.deleted = byte != 0,
                0x083c => self.hidden = switch(self.hidden),
                0x0835 => self.bold = switch(self.bold),
                0x0855 => self.special = byte != 0,
                _ => {}
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_are_parted_by_the_length_of_their_operands() {
        let bytes = [0x16, 0x24, 1, 0x0b, 0x46, 7, 0, 0x40, 0x26, 2];
        let mut paragraph = ParagraphProperties::default();
        paragraph.take(&bytes);
        assert!(paragraph.in_table);
        assert_eq!((paragraph.list, paragraph.outline), (Some(7), Some(2)));
        assert!(WordProperties::default().changed(&[0x35, 0x08, 1]).bold);
        assert!(
            !WordProperties {
                bold: true,
                ..WordProperties::default()
            }
            .changed(&[0x35, 0x08, 129])
            .bold
        );
    }

    #[test]
    fn a_row_has_its_sides_and_marks() {
        let mut operand = vec![2, 0, 0, 100, 0, 200, 0];
        operand.extend([0x60, 0].iter().chain(&[0; 18]));
        operand.extend([0; 20]);
        let mut row = RowEnd::default();
        row.define(&operand);
        assert_eq!((row.edges, row.marks), (vec![0, 100, 200], vec![0x60, 0]));
    }
}
