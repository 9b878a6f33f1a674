//! Parquet: an activity a row, lists and what stands together nested as in the
//! record (`activity.txt`), days as dates beside their text. Links between activities are a file of
//! their own (`link.txt`).
//!
//! Rows wait as columns until there are enough for a row group, so that a file
//! of any length takes the memory of one.

mod shred;

use super::columns::{CellValue, word};
use super::writer::{Manner, Remark, Writer};
use crate::link::Link;
use crate::record::{
    ACTIVITY_SCHEMA, Activity, EventDate, Evidence, Extent, Goal, Note, Objective, Quote,
};
use anyhow::{Error, Result};
use jiff::civil::{Date, date};
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use serde::Serialize;
use shred::Shred;
use std::io::{self, Write};
use std::sync::Arc;

const ACTIVITIES: &str = include_str!("activity.txt");
const LINKS: &str = include_str!("link.txt");
/// Bytes of values that make a row group: some ten thousand activities.
const GROUP: usize = 32 << 20;

struct Parquet<'a> {
    file: SerializedFileWriter<&'a mut (dyn Write + Send)>,
    rows: Shred,
}

/// The activities.
struct Activities<'a>(Parquet<'a>);

/// The links between them.
struct Links<'a>(Parquet<'a>);

pub fn open<'a>(out: &'a mut (dyn Write + Send), _: Manner) -> Result<Box<dyn Writer + 'a>> {
    Ok(Box::new(Activities(parquet(out, ACTIVITIES)?)))
}

pub fn links<'a>(out: &'a mut (dyn Write + Send)) -> Result<Box<dyn Writer + 'a>> {
    Ok(Box::new(Links(parquet(out, LINKS)?)))
}

fn parquet<'a>(out: &'a mut (dyn Write + Send), schema: &str) -> Result<Parquet<'a>> {
    let schema = Arc::new(parse_message_type(schema)?);
    let about = KeyValue::new("schema".to_owned(), ACTIVITY_SCHEMA.to_owned());
    let properties = WriterProperties::builder()
        .set_created_by(format!("annalist {}", env!("CARGO_PKG_VERSION")))
        .set_compression(Compression::SNAPPY)
        .set_key_value_metadata(Some(vec![about]));
    let rows = Shred::new(&schema)?;
    let file = SerializedFileWriter::new(out, schema, Arc::new(properties.build()))?;
    Ok(Parquet { file, rows })
}

impl Parquet<'_> {
    fn group(&mut self) -> Result<()> {
        let mut group = self.file.next_row_group()?;
        self.rows.write(&mut group)?;
        group.close()?;
        Ok(())
    }

    fn row(&mut self, tell: impl FnOnce(&mut Shred)) -> Result<()> {
        self.rows.record(tell);
        match self.rows.bytes() >= GROUP {
            true => self.group().map_err(plain),
            false => Ok(()),
        }
    }

    fn close(mut self) -> Result<Remark> {
        if self.rows.bytes() > 0 {
            self.group().map_err(plain)?;
        }
        let closed = self.file.close();
        closed
            .map(|_| None)
            .map_err(|error| plain(Error::new(error)))
    }
}

impl Writer for Activities<'_> {
    fn add(&mut self, activity: &Activity) -> Result<()> {
        self.0.row(|row| tell(row, activity))
    }

    fn finish(self: Box<Self>) -> Result<Remark> {
        self.0.close()
    }
}

impl Writer for Links<'_> {
    fn add(&mut self, _: &Activity) -> Result<()> {
        Ok(())
    }

    fn link(&mut self, link: &Link) -> Result<()> {
        self.0.row(|row| {
            row.text(&link.a.id);
            row.text(&link.b.id);
            named(row, &link.kind);
            row.real(link.score);
            strings(row, &link.reasons);
            strings(row, &link.conflicts);
        })
    }

    fn finish(self: Box<Self>) -> Result<Remark> {
        self.0.close()
    }
}

/// What the disk said, out of what the crate makes of it.
fn plain(error: Error) -> Error {
    match error.downcast::<ParquetError>() {
        Ok(ParquetError::External(inner)) => match inner.downcast::<io::Error>() {
            Ok(error) => Error::new(*error),
            Err(other) => Error::new(ParquetError::External(other)),
        },
        Ok(other) => Error::new(other),
        Err(other) => other,
    }
}

/// An activity in the order of the schema.
fn tell(row: &mut Shred, a: &Activity) {
    row.text(&a.id);
    row.option(a.key.as_deref());
    named(row, &a.kind);
    named(row, &a.kind_of);
    row.option(a.parent.as_deref());
    row.whole(a.ordinal);
    row.option(a.title.as_deref());
    named(row, &a.title_basis);
    row.option(a.description.as_deref());
    row.option(a.language.as_deref());
    row.option(a.reporting_country.as_deref());
    named(row, &a.country_basis);
    row.group(Some(&a.place), |row, place| {
        for part in [&place.country, &place.city, &place.venue] {
            row.option(part.as_deref());
        }
        named(row, &place.basis);
    });
    named(row, &a.mode);
    row.group(a.date.as_ref(), when);
    row.day(day(a.published.as_deref()));
    row.option(a.published.as_deref());
    row.list(&a.organizations, |row, o| {
        actor(row, &o.name, &o.variants, &o.role)
    });
    row.list(&a.people, |row, p| {
        actor(row, &p.name, &p.variants, &p.role)
    });
    row.list(&a.objectives, objective);
    row.list(&a.goals, goal);
    strings(row, &a.results);
    row.group(a.attendance.as_ref(), |row, came| {
        row.whole(came.count);
        row.text(&came.text);
    });
    strings(row, &a.urls);
    row.flag(a.truncated);
    row.group(Some(&a.source), |row, source| {
        row.text(&source.path);
        row.text(&source.sha256);
        row.option(source.url.as_deref());
        row.option(source.captured.as_deref());
        row.whole(source.page);
    });
    let evidence = a.evidence.iter();
    row.each(
        evidence.flat_map(|(field, all)| all.iter().map(move |one| (field, one))),
        |row, (field, one)| row.group(Some(one), |row, one| seen(row, field, one)),
    );
    row.list(&a.diagnostics, note);
}

/// A value of an enumeration.
fn named(row: &mut Shred, value: &impl Serialize) {
    match word(value) {
        CellValue::Text(word) => row.text(&word),
        _ => row.option(None),
    }
}

fn strings(row: &mut Shred, strings: &[String]) {
    row.list(strings, |row, text| row.text(text));
}

fn when(row: &mut Shred, date: &EventDate) {
    let ends = [&date.start, &date.end].map(|end| end.as_deref());
    for end in ends {
        row.day(day(end));
    }
    for end in ends {
        row.option(end);
    }
    named(row, &date.precision);
    row.text(&date.edtf);
    named(row, &date.basis);
    row.option(date.text.as_deref());
}

/// Days from the first of 1970, where the text is one whole day.
fn day(text: Option<&str>) -> Option<i32> {
    let day: Date = text.filter(|text| text.len() == 10)?.parse().ok()?;
    Some((day - date(1970, 1, 1)).get_days())
}

fn actor(row: &mut Shred, name: &str, variants: &[String], role: &impl Serialize) {
    row.group(Some(name), |row, name| {
        row.text(name);
        strings(row, variants);
        named(row, role);
    });
}

fn objective(row: &mut Shred, objective: &Objective) {
    row.group(Some(objective), |row, objective| {
        row.text(&objective.text);
        strings(row, &objective.goals);
    });
}

fn goal(row: &mut Shred, goal: &Goal) {
    row.group(Some(goal), |row, goal| {
        for text in [&goal.scheme, &goal.code, &goal.label] {
            row.text(text);
        }
        row.option(goal.initiative.as_deref());
        named(row, &goal.basis);
        row.real(goal.confidence);
        row.option(goal.conflict.as_deref());
        row.list(&goal.evidence, quote);
    });
}

fn quote(row: &mut Shred, quote: &Quote) {
    row.group(Some(quote), |row, quote| {
        row.text(&quote.text);
        span(row, quote.span);
    });
}

fn span(row: &mut Shred, span: Option<Extent>) {
    row.whole(span.map(|span| span.start));
    row.whole(span.map(|span| span.end));
}

fn note(row: &mut Shred, note: &Note) {
    row.group(Some(note), |row, note| {
        row.text(note.code.as_str());
        row.text(&note.message);
        row.option(note.field.as_deref());
        span(row, note.span);
    });
}

/// Where a value of a field stands.
fn seen(row: &mut Shred, field: &str, evidence: &Evidence) {
    row.text(field);
    let (mut place, mut words) = ([None; 3], [None; 7]);
    let machine_text;
    match evidence {
        Evidence::Text {
            start,
            end,
            page,
            sheet,
            cell,
        } => {
            place = [Some(*start), Some(*end), *page];
            words[..2].copy_from_slice(&[sheet.as_deref(), cell.as_deref()]);
        }
        Evidence::Corrected(value) => {
            machine_text = value.machine.to_string();
            let said = [&value.who, &value.when, &value.why].map(|said| said.as_deref());
            words[2] = Some(value.from.as_str());
            words[3] = Some(machine_text.as_str());
            words[4..].copy_from_slice(&said);
        }
        Evidence::Outside { from } => words[2] = Some(from.as_str()),
    }
    for number in place {
        row.whole(number);
    }
    for text in words {
        row.option(text);
    }
}
