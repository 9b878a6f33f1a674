//! SQL as SQLite reads it: a table of activities, one for each list, and a
//! full-text index over title and description.

use super::columns::{COLUMNS, Cell, LISTS, row};
use super::{Manner, Writer};
use crate::record::Activity;
use anyhow::Result;
use std::io::Write;

struct Sql<'a>(&'a mut (dyn Write + Send));

pub fn open(out: &mut (dyn Write + Send), _: Manner) -> Result<Box<dyn Writer + '_>> {
    writeln!(out, "PRAGMA foreign_keys = OFF;\nBEGIN;")?;
    let columns: Vec<String> = COLUMNS.iter().map(|c| format!("\"{}\"", c.name)).collect();
    writeln!(
        out,
        "CREATE TABLE activities (row INTEGER PRIMARY KEY, {});",
        columns.join(", ")
    )?;
    writeln!(out, "CREATE INDEX activities_id ON activities (\"id\");")?;
    for list in &LISTS {
        let columns: Vec<String> = list
            .columns
            .iter()
            .map(|name| format!("\"{name}\""))
            .collect();
        writeln!(out, "CREATE TABLE {} ({});", list.name, columns.join(", "))?;
        writeln!(
            out,
            "CREATE INDEX {0}_activity ON {0} (\"activity\");",
            list.name
        )?;
    }
    Ok(Box::new(Sql(out)))
}

impl Sql<'_> {
    fn insert(&mut self, table: &str, lead: &str, cells: &[Cell]) -> Result<()> {
        let values: Vec<String> = cells.iter().map(literal).collect();
        Ok(writeln!(
            self.0,
            "INSERT INTO {table} VALUES ({lead}{});",
            values.join(",")
        )?)
    }
}

/// A value as SQL has it. NUL would end the text for SQLite.
fn literal(cell: &Cell) -> String {
    match cell {
        Cell::Empty => "NULL".to_owned(),
        Cell::Number(number) => number.to_string(),
        Cell::Flag(flag) => u8::from(*flag).to_string(),
        Cell::Text(text) | Cell::Day(text) | Cell::Address(text) => {
            format!("'{}'", text.replace('\0', "\u{fffd}").replace('\'', "''"))
        }
    }
}

impl Writer for Sql<'_> {
    fn add(&mut self, activity: &Activity) -> Result<()> {
        self.insert("activities", "NULL,", &row(activity))?;
        for list in &LISTS {
            for cells in (list.of)(activity) {
                self.insert(list.name, "", &cells)?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<()> {
        let out = self.0;
        writeln!(
            out,
            "CREATE VIRTUAL TABLE search USING fts5(title, description, content='activities', \
             content_rowid='row');\nINSERT INTO search(search) VALUES ('rebuild');\nCOMMIT;"
        )?;
        Ok(out.flush()?)
    }
}
