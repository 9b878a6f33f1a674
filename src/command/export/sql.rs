//! The tables of a database: one of activities, one for each of their lists,
//! one of places and one of sources, and a full-text index over title and
//! description. Here they are written as SQL, as SQLite reads it; the file of
//! `sqlite` is made by the same statements.

use super::columns::{
    COLUMNS, CellValue, Holds, LISTS, ListTable, address, option, row, text, word,
};
use super::links;
use super::writer::{Manner, Remark, Writer};
use crate::link::Link;
use crate::record::Activity;
use Holds::{Address, Text};
use anyhow::Result;
use std::borrow::Cow;
use std::io::Write;

/// Takes the statements of a database one by one.
pub trait Database: Sized {
    fn execute(&mut self, statement: &str) -> Result<()>;
    /// A row that leaves one of the same key as it is.
    fn insert(&mut self, table: &'static str, cells: &[CellValue]) -> Result<()>;
    fn finish(self) -> Result<()>;
}

/// An activity's place, where it tells of one.
const PLACES: ListTable = ListTable {
    name: "places",
    columns: &[
        ("activity", Text),
        ("country", Text),
        ("city", Text),
        ("venue", Text),
        ("basis", Text),
    ],
    of: |a| {
        let place = &a.place;
        let parts = [&place.country, &place.city, &place.venue].map(option);
        let is_told = parts.iter().any(|part| *part != CellValue::Empty);
        let lead = std::iter::once(text(&a.id));
        let row = lead.chain(parts).chain([word(&place.basis)]).collect();
        Vec::from_iter(is_told.then_some(row))
    },
};

/// What an activity was read from; several may share it.
const SOURCES: [(&str, Holds); 4] = [
    ("path", Text),
    ("sha256", Text),
    ("url", Address),
    ("captured", Text),
];

/// The lists that are tables. Two copies of a source share the ids of their activities, so that
/// rows are held together by numbers of rows.
fn lists() -> impl Iterator<Item = &'static ListTable> {
    const WITH_PLACES: &[&[ListTable]] = &[&LISTS, &[PLACES]];
    WITH_PLACES.iter().copied().flatten()
}

/// Fills the tables of a database.
pub struct SqlTables<D> {
    database: D,
    rows: u32,
}

impl<D: Database> SqlTables<D> {
    pub fn open(mut database: D) -> Result<SqlTables<D>> {
        database.execute("PRAGMA foreign_keys = OFF")?;
        database.execute("BEGIN")?;
        database.execute(&format!(
            "CREATE TABLE sources ({}, PRIMARY KEY (\"path\"))",
            columns(SOURCES.into_iter())
        ))?;
        database.execute(&format!(
            "CREATE TABLE activities (\"row\" INTEGER PRIMARY KEY, {}, \
             FOREIGN KEY (\"source_path\") REFERENCES sources (\"path\"))",
            columns(COLUMNS.iter().map(|column| (column.name, column.holds)))
        ))?;
        for list in lists() {
            database.execute(&format!(
                "CREATE TABLE {} (\"activity_row\" INTEGER NOT NULL, {}, \
                 FOREIGN KEY (\"activity_row\") REFERENCES activities (\"row\"))",
                list.name,
                columns(list.columns.iter().copied())
            ))?;
        }
        let of_links = columns(links::COLUMNS.into_iter());
        database.execute(&format!("CREATE TABLE {} ({of_links})", links::NAME))?;
        Ok(SqlTables { database, rows: 0 })
    }
}

/// Columns as a table declares them.
fn columns(columns: impl Iterator<Item = (&'static str, Holds)>) -> String {
    let declared = columns.map(|(name, holds)| {
        let kind = match holds {
            Holds::Whole | Holds::Flag => "INTEGER",
            Holds::Real => "REAL",
            Text | Holds::Day | Address => "TEXT",
        };
        format!("\"{name}\" {kind}")
    });
    declared.collect::<Vec<_>>().join(", ")
}

impl<D: Database> Writer for SqlTables<D> {
    fn add(&mut self, activity: &Activity) -> Result<()> {
        self.rows += 1;
        let numbered = |mut cells: Vec<_>| {
            cells.insert(0, CellValue::Number(f64::from(self.rows)));
            cells
        };
        let source = &activity.source;
        let cells = [text(&source.path), text(&source.sha256)];
        let rest = [address(&source.url), option(&source.captured)];
        self.database.insert("sources", &[cells, rest].concat())?;
        self.database
            .insert("activities", &numbered(row(activity)))?;
        for list in lists() {
            for cells in (list.of)(activity) {
                self.database.insert(list.name, &numbered(cells))?;
            }
        }
        Ok(())
    }

    fn link(&mut self, link: &Link) -> Result<()> {
        self.database.insert(links::NAME, &links::row(link))
    }

    /// The indexes come last: made at once they cost less than row by row.
    fn finish(mut self: Box<Self>) -> Result<Remark> {
        let mut indexes = vec![("activities", "id"), ("activities", "source_path")];
        indexes.extend(lists().flat_map(|l| [(l.name, "activity_row"), (l.name, "activity")]));
        indexes.extend([(links::NAME, "activity"), (links::NAME, "other")]);
        for (table, column) in indexes {
            self.database.execute(&format!(
                "CREATE INDEX {table}_{column} ON {table} (\"{column}\")"
            ))?;
        }
        // Datasette finds the index by these very quotation marks.
        self.database.execute(
            "CREATE VIRTUAL TABLE search USING fts5(title, description, content=\"activities\", \
             content_rowid=\"row\")",
        )?;
        self.database
            .execute("INSERT INTO search(search) VALUES ('rebuild')")?;
        self.database.execute("COMMIT")?;
        self.database.finish()?;
        Ok(None)
    }
}

/// Statements as text.
struct Statements<'a>(&'a mut (dyn Write + Send));

pub fn open<'a>(out: &'a mut (dyn Write + Send), _: Manner) -> Result<Box<dyn Writer + 'a>> {
    Ok(Box::new(SqlTables::open(Statements(out))?))
}

impl Database for Statements<'_> {
    fn execute(&mut self, statement: &str) -> Result<()> {
        Ok(writeln!(self.0, "{statement};")?)
    }

    fn insert(&mut self, table: &'static str, cells: &[CellValue]) -> Result<()> {
        let values: Vec<String> = cells.iter().map(literal).collect();
        let values = values.join(",");
        Ok(writeln!(
            self.0,
            "INSERT OR IGNORE INTO {table} VALUES ({values});"
        )?)
    }

    fn finish(self) -> Result<()> {
        Ok(self.0.flush()?)
    }
}

/// A value as SQL has it.
fn literal(cell: &CellValue) -> String {
    let quoted = |text: &str| format!("'{}'", whole(text).replace('\'', "''"));
    match cell {
        CellValue::Empty => "NULL".to_owned(),
        CellValue::Number(number) => number.to_string(),
        CellValue::Flag(flag) => u8::from(*flag).to_string(),
        CellValue::Text(text) => quoted(text),
        CellValue::Day(text) | CellValue::Address(text) => quoted(text),
    }
}

/// Text without NUL, which would end it for SQLite.
pub fn whole(text: &str) -> Cow<'_, str> {
    match text.contains('\0') {
        true => text.replace('\0', "\u{fffd}").into(),
        false => text.into(),
    }
}
