//! CSV (RFC 4180) and TSV, safe in spreadsheets: no cell begins a formula.

use super::columns::{COLUMNS, CellValue, ListTable, row, text};
use super::links;
use super::writer::{Manner, Remark, Writer};
use crate::link::Link;
use crate::record::Activity;
use crate::write::spreadsheet::unformula;
use anyhow::Result;
use std::io::Write;

/// Rows with something between their cells.
struct Delimited<'a> {
    out: &'a mut (dyn Write + Send),
    delimiter: char,
    list: Option<&'static ListTable>,
    /// The line that is written, kept for its room.
    line: String,
}

pub fn csv<'a>(out: &'a mut (dyn Write + Send), manner: Manner) -> Result<Box<dyn Writer + 'a>> {
    open(out, b',', manner.bom, None)
}

pub fn tsv<'a>(out: &'a mut (dyn Write + Send), manner: Manner) -> Result<Box<dyn Writer + 'a>> {
    open(out, b'\t', manner.bom, None)
}

pub fn list<'a>(
    list: &'static ListTable,
    out: &'a mut (dyn Write + Send),
    delimiter: u8,
    bom: bool,
) -> Result<Box<dyn Writer + 'a>> {
    open(out, delimiter, bom, Some(list))
}

fn open<'a>(
    out: &'a mut (dyn Write + Send),
    delimiter: u8,
    bom: bool,
    list: Option<&'static ListTable>,
) -> Result<Box<dyn Writer + 'a>> {
    if bom {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let header: Vec<CellValue> = match list {
        Some(list) => list.columns.iter().map(|(name, _)| text(name)).collect(),
        None => COLUMNS.iter().map(|column| text(column.name)).collect(),
    };
    let mut writer = Delimited {
        out,
        delimiter: char::from(delimiter),
        list,
        line: String::new(),
    };
    writer.line(&header)?;
    Ok(Box::new(writer))
}

/// The links alone.
pub fn links<'a>(
    out: &'a mut (dyn Write + Send),
    delimiter: u8,
    bom: bool,
) -> Result<Box<dyn Writer + 'a>> {
    if bom {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let mut writer = Delimited {
        out,
        delimiter: char::from(delimiter),
        list: None,
        line: String::new(),
    };
    writer.line(&links::COLUMNS.map(|(name, _)| text(name)))?;
    Ok(Box::new(Links(writer)))
}

struct Links<'a>(Delimited<'a>);

impl Writer for Links<'_> {
    fn add(&mut self, _: &Activity) -> Result<()> {
        Ok(())
    }

    fn link(&mut self, link: &Link) -> Result<()> {
        self.0.line(&links::row(link))
    }

    fn finish(self: Box<Self>) -> Result<Remark> {
        self.0.out.flush()?;
        Ok(None)
    }
}

impl Delimited<'_> {
    fn line(&mut self, cells: &[CellValue]) -> Result<()> {
        self.line.clear();
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                self.line.push(self.delimiter);
            }
            match cell {
                CellValue::Empty => {}
                CellValue::Number(number) => self.line.push_str(&number.to_string()),
                CellValue::Flag(flag) => self.line.push_str(if *flag { "true" } else { "false" }),
                CellValue::Text(text) => self.text(text),
                CellValue::Day(text) | CellValue::Address(text) => self.text(text),
            }
        }
        self.line.push_str("\r\n");
        Ok(self.out.write_all(self.line.as_bytes())?)
    }

    /// A text, in quotation marks where it would not be one cell without. NUL has no place in text.
    fn text(&mut self, text: &str) {
        let text = unformula(text);
        let needs_marks = |c: char| c == self.delimiter || matches!(c, '"' | '\n' | '\r' | '\0');
        if !text.contains(needs_marks) {
            self.line.push_str(&text);
            return;
        }
        self.line.push('"');
        for c in text.chars() {
            match c {
                '"' => self.line.push_str("\"\""),
                '\0' => self.line.push('\u{fffd}'),
                c => self.line.push(c),
            }
        }
        self.line.push('"');
    }
}

impl Writer for Delimited<'_> {
    fn add(&mut self, activity: &Activity) -> Result<()> {
        match self.list {
            Some(list) => {
                let rows = (list.of)(activity);
                rows.iter().try_for_each(|cells| self.line(cells))
            }
            None => self.line(&row(activity)),
        }
    }

    fn finish(self: Box<Self>) -> Result<Remark> {
        self.out.flush()?;
        Ok(None)
    }
}
