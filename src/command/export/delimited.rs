//! CSV (RFC 4180) and TSV, safe in spreadsheets: no cell begins a formula.

use super::columns::{COLUMNS, Cell, List, row};
use super::{Manner, Writer};
use crate::record::Activity;
use crate::write::spreadsheet::unformula;
use anyhow::Result;
use std::io::Write;

/// Rows with something between their cells.
struct Delimited<'a> {
    out: &'a mut (dyn Write + Send),
    delimiter: u8,
    rows: fn(&Activity, Option<&List>) -> Vec<Vec<Cell>>,
    list: Option<&'static List>,
}

pub fn csv(out: &mut (dyn Write + Send), manner: Manner) -> Result<Box<dyn Writer + '_>> {
    open(out, b',', manner.bom, None)
}

pub fn tsv(out: &mut (dyn Write + Send), manner: Manner) -> Result<Box<dyn Writer + '_>> {
    open(out, b'\t', manner.bom, None)
}

pub fn list<'a>(
    list: &'static List,
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
    list: Option<&'static List>,
) -> Result<Box<dyn Writer + 'a>> {
    if bom {
        out.write_all("\u{feff}".as_bytes())?;
    }
    let names: Vec<&str> = match list {
        Some(list) => list.columns.to_vec(),
        None => COLUMNS.iter().map(|column| column.name).collect(),
    };
    let header: Vec<Cell> = names
        .iter()
        .map(|name| Cell::Text((*name).to_owned()))
        .collect();
    let rows = |activity: &Activity, list: Option<&List>| match list {
        Some(list) => (list.of)(activity),
        None => vec![row(activity)],
    };
    let mut writer = Delimited {
        out,
        delimiter,
        rows,
        list,
    };
    writer.line(&header)?;
    Ok(Box::new(writer))
}

impl Delimited<'_> {
    fn line(&mut self, cells: &[Cell]) -> Result<()> {
        let mut line = String::new();
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                line.push(char::from(self.delimiter));
            }
            match cell {
                Cell::Empty => {}
                Cell::Number(number) => line.push_str(&number.to_string()),
                Cell::Flag(flag) => line.push_str(if *flag { "true" } else { "false" }),
                Cell::Text(text) | Cell::Day(text) | Cell::Address(text) => {
                    quoted(&mut line, &unformula(text), char::from(self.delimiter));
                }
            }
        }
        line.push_str("\r\n");
        Ok(self.out.write_all(line.as_bytes())?)
    }
}

/// A text, in quotation marks where it would not be one cell without. NUL has no place in text.
fn quoted(line: &mut String, text: &str, delimiter: char) {
    let text = text.replace('\0', "\u{fffd}");
    if !text.contains([delimiter, '"', '\n', '\r']) {
        line.push_str(&text);
        return;
    }
    line.push('"');
    line.push_str(&text.replace('"', "\"\""));
    line.push('"');
}

impl Writer for Delimited<'_> {
    fn add(&mut self, activity: &Activity) -> Result<()> {
        let rows = (self.rows)(activity, self.list);
        rows.iter().try_for_each(|cells| self.line(cells))
    }

    fn finish(self: Box<Self>) -> Result<()> {
        Ok(self.out.flush()?)
    }
}
