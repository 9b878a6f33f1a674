//! A workbook: the activities with a filter and a header that stays, real
//! dates, links, and a sheet for each list.

use super::columns::{COLUMNS, Cell, LISTS, row};
use super::{Manner, Writer};
use crate::record::Activity;
use anyhow::{Context, Result, ensure};
use jiff::civil::Date;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use std::io::Write;

/// Characters that a cell holds, in UTF-16.
const LONGEST: usize = 32_767;
/// Rows that a sheet holds.
const ROWS: u32 = 1_048_576;

struct Xlsx<'a> {
    out: &'a mut (dyn Write + Send),
    book: Workbook,
    /// Of the next row of each sheet.
    next: Vec<u32>,
    day: Format,
}

pub fn open(out: &mut (dyn Write + Send), _: Manner) -> Result<Box<dyn Writer + '_>> {
    let mut book = Workbook::new();
    let head = Format::new().set_bold();
    let columns: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
    let lists = LISTS.iter().map(|list| (list.name, list.columns.to_vec()));
    for (name, columns) in std::iter::once(("activities", columns)).chain(lists) {
        let sheet = book.add_worksheet_with_low_memory()?;
        sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        for (at, column) in columns.iter().enumerate() {
            sheet.write_string_with_format(0, at as u16, *column, &head)?;
        }
    }
    let next = vec![1; 1 + LISTS.len()];
    let day = Format::new().set_num_format("yyyy-mm-dd");
    Ok(Box::new(Xlsx {
        out,
        book,
        next,
        day,
    }))
}

impl Xlsx<'_> {
    fn line(&mut self, sheet: usize, cells: &[Cell]) -> Result<()> {
        let row = self.next[sheet];
        ensure!(
            row < ROWS,
            "a sheet holds {ROWS} rows and there are more: write csv"
        );
        self.next[sheet] += 1;
        let sheet = self.book.worksheet_from_index(sheet)?;
        for (at, cell) in cells.iter().enumerate() {
            put(sheet, (row, at as u16), cell, &self.day)?;
        }
        Ok(())
    }
}

fn put(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Cell, day: &Format) -> Result<()> {
    match cell {
        Cell::Empty => {}
        Cell::Number(number) => drop(sheet.write_number(row, column, *number)?),
        Cell::Flag(flag) => drop(sheet.write_boolean(row, column, *flag)?),
        Cell::Text(text) | Cell::Address(text) => {
            sheet.write_string(row, column, bounded(text))?;
        }
        Cell::Day(text) => match moment(text) {
            Some(date) => drop(sheet.write_datetime_with_format(row, column, &date, day)?),
            None => drop(sheet.write_string(row, column, bounded(text))?),
        },
    }
    Ok(())
}

/// A day that a workbook can hold as one.
fn moment(text: &str) -> Option<ExcelDateTime> {
    let day: Date = text.parse().ok()?;
    let (year, month, day) = (day.year(), day.month(), day.day());
    ExcelDateTime::from_ymd(
        u16::try_from(year).ok()?,
        month.unsigned_abs(),
        day.unsigned_abs(),
    )
    .ok()
}

/// Text as a cell can hold it: no control characters, and an ellipsis where it is cut.
fn bounded(text: &str) -> String {
    let clean = |c: char| match c {
        '\n' | '\t' => c,
        c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => '\u{fffd}',
        c => c,
    };
    let mut out = String::with_capacity(text.len());
    let mut length = 0;
    for c in text.chars().map(clean) {
        length += c.len_utf16();
        if length >= LONGEST {
            out.push('…');
            break;
        }
        out.push(c);
    }
    out
}

impl Writer for Xlsx<'_> {
    fn add(&mut self, activity: &Activity) -> Result<()> {
        self.line(0, &row(activity))?;
        for (at, list) in LISTS.iter().enumerate() {
            for cells in (list.of)(activity) {
                self.line(at + 1, &cells)?;
            }
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<()> {
        let widths =
            std::iter::once(COLUMNS.len()).chain(LISTS.iter().map(|list| list.columns.len()));
        for (at, columns) in widths.enumerate() {
            let last = self.next[at].saturating_sub(1).max(1);
            self.book
                .worksheet_from_index(at)?
                .autofilter(0, 0, last, columns as u16 - 1)?;
        }
        let bytes = self
            .book
            .save_to_buffer()
            .context("cannot make the workbook")?;
        Ok(self.out.write_all(&bytes)?)
    }
}
