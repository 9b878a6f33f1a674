//! Outcomes: what becomes of a source, in the bytes that are written.

use super::task::{Layout, Outcome, Spilled};
use crate::diagnostic::Diagnostics;
use crate::error::Error;
use crate::manifest::{Entry, Failure, Status};
use crate::record::DocumentRecord;
use crate::source::{Hints, Stored};
use std::io::{self, BufWriter, Write};
use std::sync::Arc;

pub(super) fn succeeded(record: &DocumentRecord, layout: Layout) -> Outcome {
    let loss = record.diagnostics.iter().find(|note| note.code.is_loss());
    let entry = Entry {
        path: record.source.path.clone(),
        sha256: Some(record.source.sha256.clone()),
        status: if loss.is_some() {
            Status::Partial
        } else {
            Status::Ok
        },
        kind: Some(record.kind),
        activities: record.activities.len() as u64,
        error: loss.map(|note| Failure {
            code: note.code.as_str().to_owned(),
            message: note.message.clone(),
        }),
    };
    written(entry, record, layout)
}

/// An outcome of the stages before records.
pub(super) fn staged(
    hints: &Hints,
    diagnostics: &Diagnostics,
    value: &impl serde::Serialize,
    layout: Layout,
) -> Outcome {
    let loss = diagnostics
        .0
        .iter()
        .find(|diagnostic| diagnostic.code.is_loss());
    let error = loss.map(|loss| Failure {
        code: loss.code.as_str().to_owned(),
        message: loss.message.clone(),
    });
    let status = if error.is_some() {
        Status::Partial
    } else {
        Status::Ok
    };
    let entry = Entry {
        path: hints.path.clone(),
        sha256: None,
        status,
        kind: None,
        activities: 0,
        error,
    };
    written(entry, value, layout)
}

/// Longer records go to a file as they are written, so that the worker does not hold a list of many
/// rows twice, as values and as text.
const LONG: usize = 1 << 20;

fn written(entry: Entry, value: &impl serde::Serialize, layout: Layout) -> Outcome {
    let length = length(value, layout);
    // Without room for files it is held as shorter ones are.
    let spilled = (length > LONG).then(|| spill(value, layout).ok()).flatten();
    Outcome {
        member: 0,
        clash: false,
        entry,
        record: spilled
            .is_none()
            .then(|| laid_out_in(value, layout, length)),
        spilled,
    }
}

fn spill(value: &impl serde::Serialize, layout: Layout) -> io::Result<Spilled> {
    let mut file = BufWriter::new(tempfile::tempfile()?);
    write_out(value, layout, &mut file)?;
    file.write_all(b"\n")?;
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    Ok(Spilled(Arc::new(file)))
}

/// JSON with a final line break, in exactly its room: a list of many rows takes hundreds of
/// megabytes, which a buffer that grows by doubling would take twice.
pub fn laid_out(value: &impl serde::Serialize, layout: Layout) -> Vec<u8> {
    laid_out_in(value, layout, length(value, layout))
}

fn laid_out_in(value: &impl serde::Serialize, layout: Layout, length: usize) -> Vec<u8> {
    let mut text = Vec::with_capacity(length);
    // The shapes hold no maps with keys that are no strings, and memory takes all.
    let _never = write_out(value, layout, &mut text);
    text.push(b'\n');
    text
}

/// Of the text with its line break.
fn length(value: &impl serde::Serialize, layout: Layout) -> usize {
    let mut length = Length(1);
    let _never = write_out(value, layout, &mut length);
    length.0
}

fn write_out(
    value: &impl serde::Serialize,
    layout: Layout,
    out: impl Write,
) -> serde_json::Result<()> {
    match layout {
        Layout::Pretty => serde_json::to_writer_pretty(out, value),
        Layout::Line => serde_json::to_writer(out, value),
    }
}

/// Counts what is written.
struct Length(usize);

impl Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

pub(super) fn failure(stored: Option<Stored>, path: String, error: &Error) -> Outcome {
    let mut outcome = Outcome::without(1, path, Status::Failed, error.code(), error.to_string());
    outcome.entry.sha256 = stored.map(|stored| stored.sha256);
    outcome
}
