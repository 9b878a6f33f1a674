//! A workbook: the activities with a filter and a header that stays, real
//! dates, links, and a sheet for each list.

use super::columns::{COLUMNS, CellValue, LISTS, row};
use super::links;
use super::writer::{Manner, Remark, Writer};
use crate::link::Link;
use crate::record::Activity;
use anyhow::{Error, Result, ensure};
use jiff::civil::Date;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use std::io::{self, Write};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::thread::panicking;

/// Characters that a cell holds, in UTF-16.
const LONGEST: usize = 32_767;
/// Rows that a sheet holds.
const ROWS: u32 = 1_048_576;
/// Links that a sheet holds; no row has more than one.
const LINKS: u32 = 65_530;

struct Xlsx<'a> {
    out: &'a mut (dyn Write + Send),
    book: Workbook,
    /// Of the next row of each sheet.
    next: Vec<u32>,
    day: Format,
    /// Texts that did not fit into their cells.
    cut: u64,
}

pub fn open<'a>(out: &'a mut (dyn Write + Send), manner: Manner) -> Result<Box<dyn Writer + 'a>> {
    let mut book = Workbook::new();
    book.set_tempdir(manner.scratch)?;
    let head = Format::new().set_bold();
    let columns: Vec<&str> = COLUMNS.iter().map(|column| column.name).collect();
    let lists = LISTS.iter().map(|list| {
        let names = list.columns.iter().map(|(name, _)| *name);
        (list.name, names.collect())
    });
    let last = (links::NAME, links::COLUMNS.map(|(name, _)| name).to_vec());
    let sheets = std::iter::once(("activities", columns)).chain(lists);
    for (name, columns) in sheets.chain([last]) {
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        for (at, column) in columns.iter().enumerate() {
            sheet.write_string_with_format(0, at as u16, *column, &head)?;
        }
    }
    let next = vec![1; 2 + LISTS.len()];
    // What panics here is told as an error: see `unbroken`.
    set_hook(Box::new(|_| {}));
    let day = Format::new().set_num_format("yyyy-mm-dd");
    Ok(Box::new(Xlsx {
        out,
        book,
        next,
        day,
        cut: 0,
    }))
}

impl Xlsx<'_> {
    fn line(&mut self, sheet: usize, cells: &[CellValue]) -> Result<()> {
        let row = self.next[sheet];
        let (book, day) = (&mut self.book, &self.day);
        ensure!(
            row < ROWS,
            "a sheet holds {ROWS} rows and there are more: write csv"
        );
        self.next[sheet] += 1;
        let cut = unbroken(|| {
            let sheet = book.worksheet_from_index(sheet)?;
            let mut cut = 0;
            for (at, cell) in cells.iter().enumerate() {
                cut += u64::from(!put(sheet, (row, at as u16), cell, day)?);
            }
            Ok(cut)
        })?;
        self.cut += cut;
        Ok(())
    }
}

impl Drop for Xlsx<'_> {
    fn drop(&mut self) {
        if !panicking() {
            drop(take_hook());
        }
    }
}

/// Work of the crate that makes workbooks. It keeps sheets in temporary files, and where these
/// cannot be written it panics.
fn unbroken<T>(work: impl FnOnce() -> Result<T, XlsxError>) -> Result<T> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Err(XlsxError::IoError(error))) => Err(Error::new(error)),
        Ok(done) => Ok(done?),
        Err(panic) => {
            let words = panic.downcast_ref::<String>().map_or("", String::as_str);
            let words = format!("the sheets cannot be kept: {words}");
            Err(Error::new(io::Error::other(words)))
        }
    }
}

/// Fills a cell; false where it holds less than the whole text.
fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &CellValue,
    day: &Format,
) -> Result<bool, XlsxError> {
    let text: &str = match cell {
        CellValue::Empty => return Ok(true),
        CellValue::Number(number) => {
            sheet.write_number(row, column, *number)?;
            return Ok(true);
        }
        CellValue::Flag(flag) => {
            sheet.write_boolean(row, column, *flag)?;
            return Ok(true);
        }
        CellValue::Day(text) => match moment(text) {
            Some(date) => {
                sheet.write_datetime_with_format(row, column, &date, day)?;
                return Ok(true);
            }
            None => text,
        },
        CellValue::Address(text) if row <= LINKS && linked(sheet, (row, column), text) => {
            return Ok(true);
        }
        CellValue::Text(text) => text,
        CellValue::Address(text) => text,
    };
    let (text, is_whole) = bounded(text);
    sheet.write_string(row, column, text)?;
    Ok(is_whole)
}

/// Whether an address of the web became a link; others, and those too long for one, stay text.
fn linked(sheet: &mut Worksheet, (row, column): (u32, u16), address: &str) -> bool {
    let is_web = address.starts_with("http://") || address.starts_with("https://");
    is_web && sheet.write_url(row, column, address).is_ok()
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

/// Text as a cell can hold it, without control characters and with an ellipsis where it is cut;
/// and whether it is whole.
fn bounded(text: &str) -> (String, bool) {
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
            return (out, false);
        }
        out.push(c);
    }
    (out, true)
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

    fn link(&mut self, link: &Link) -> Result<()> {
        self.line(1 + LISTS.len(), &links::row(link))
    }

    fn finish(mut self: Box<Self>) -> Result<Remark> {
        let widths = std::iter::once(COLUMNS.len())
            .chain(LISTS.iter().map(|list| list.columns.len()))
            .chain([links::COLUMNS.len()]);
        for (at, columns) in widths.enumerate() {
            let last = self.next[at].saturating_sub(1).max(1);
            self.book
                .worksheet_from_index(at)?
                .autofilter(0, 0, last, columns as u16 - 1)?;
        }
        let (book, out) = (&mut self.book, &mut *self.out);
        unbroken(|| book.save_to_writer(out))?;
        self.out.flush()?;
        let count = self.cut;
        let said = || {
            format!(
                "{count} texts are longer than the {LONGEST} characters of a cell and were cut: \
                 other formats hold them whole"
            )
        };
        Ok((count > 0).then(said))
    }
}
