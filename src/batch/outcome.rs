//! Outcomes: what becomes of a source, in the bytes that are written.

use super::task::{Layout, Outcome};
use crate::diagnostic::Diagnostics;
use crate::error::Error;
use crate::manifest::{Entry, Failure, Status};
use crate::record::DocumentRecord;
use crate::source::{Hints, Stored};
use std::io;

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
    Outcome {
        member: 0,
        clash: false,
        entry,
        record: Some(laid_out(record, layout)),
    }
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
    Outcome {
        member: 0,
        clash: false,
        entry,
        record: Some(laid_out(value, layout)),
    }
}

/// JSON with a final line break, in exactly its room: a list of many rows takes hundreds of
/// megabytes, which a buffer that grows by doubling would take twice.
pub fn laid_out(value: &impl serde::Serialize, layout: Layout) -> Vec<u8> {
    let mut length = Length(1);
    write_out(value, layout, &mut length);
    let mut text = Vec::with_capacity(length.0);
    write_out(value, layout, &mut text);
    text.push(b'\n');
    text
}

/// The shapes hold no maps with keys that are no strings, nothing else can fail.
fn write_out(value: &impl serde::Serialize, layout: Layout, out: impl io::Write) {
    let _never = match layout {
        Layout::Pretty => serde_json::to_writer_pretty(out, value),
        Layout::Line => serde_json::to_writer(out, value),
    };
}

/// Counts what is written.
struct Length(usize);

impl io::Write for Length {
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
