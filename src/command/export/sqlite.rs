//! A file of SQLite: the tables of `sql`, made beside its place and handed on
//! when it is whole.

use super::columns::CellValue;
use super::sql::{self, Database, SqlTables};
use super::writer::{Manner, Writer};
use anyhow::{Context, Error, Result};
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, ToSql, params_from_iter};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Write};
use tempfile::TempPath;

struct Sqlite<'a> {
    out: &'a mut (dyn Write + Send),
    connection: Connection,
    path: TempPath,
    inserts: BTreeMap<&'static str, String>,
}

pub fn open<'a>(out: &'a mut (dyn Write + Send), manner: Manner) -> Result<Box<dyn Writer + 'a>> {
    let path = tempfile::Builder::new()
        .prefix(".annalist-")
        .tempfile_in(manner.scratch)?
        .into_temp_path();
    let connection = Connection::open(&path).map_err(broken)?;
    connection.set_prepared_statement_cache_capacity(16);
    // The file is nobody's until it is whole: what a journal would save is thrown away. 16 MB of
    // pages sort the indexes of a hundred thousand activities in few passes.
    connection
        .execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; \
             PRAGMA cache_size = -16384; PRAGMA user_version = 1",
        )
        .map_err(broken)?;
    Ok(Box::new(SqlTables::open(Sqlite {
        out,
        connection,
        path,
        inserts: BTreeMap::new(),
    })?))
}

impl Database for Sqlite<'_> {
    fn execute(&mut self, statement: &str) -> Result<()> {
        self.connection.execute_batch(statement).map_err(broken)
    }

    fn insert(&mut self, table: &'static str, cells: &[CellValue]) -> Result<()> {
        let statement = self.inserts.entry(table).or_insert_with(|| {
            let places = vec!["?"; cells.len()].join(",");
            format!("INSERT OR IGNORE INTO {table} VALUES ({places})")
        });
        let mut prepared = self.connection.prepare_cached(statement).map_err(broken)?;
        prepared
            .execute(params_from_iter(cells))
            .map(drop)
            .map_err(broken)
    }

    fn finish(self) -> Result<()> {
        let Sqlite {
            out,
            connection,
            path,
            ..
        } = self;
        connection.close().map_err(|(_, error)| broken(error))?;
        let mut file = File::open(&path).context("the database cannot be read again")?;
        io::copy(&mut file, out)?;
        Ok(out.flush()?)
    }
}

impl ToSql for CellValue<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            CellValue::Empty => ToSqlOutput::Borrowed(ValueRef::Null),
            CellValue::Number(number) => ToSqlOutput::from(*number),
            CellValue::Flag(flag) => ToSqlOutput::from(*flag),
            CellValue::Text(value) => text(value),
            CellValue::Day(value) | CellValue::Address(value) => text(value),
        })
    }
}

fn text(text: &str) -> ToSqlOutput<'_> {
    match sql::whole(text) {
        Cow::Borrowed(text) => ToSqlOutput::from(text),
        Cow::Owned(text) => ToSqlOutput::from(text),
    }
}

/// A full disk is no wrong usage, whoever met it.
fn broken(error: rusqlite::Error) -> Error {
    let kind = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => io::ErrorKind::StorageFull,
        Some(ErrorCode::SystemIoFailure) => io::ErrorKind::Other,
        _ => return Error::new(error),
    };
    Error::new(io::Error::new(kind, error.to_string()))
}
