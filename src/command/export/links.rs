//! The links of a register as rows: which activities tell of the same thing.

use super::columns::{CellValue, Holds, strings, text, word};
use super::writer::Writer;
use crate::link::{self, End, Link};
use crate::record::Activity;
use crate::source::short_digest;
use Holds::{Real, Text};
use anyhow::Result;
use std::collections::HashSet;
use std::path::Path;

pub const NAME: &str = "links";
pub const COLUMNS: [(&str, Holds); 6] = [
    ("activity", Text),
    ("other", Text),
    ("kind", Text),
    ("score", Real),
    ("reasons", Text),
    ("conflicts", Text),
];

pub fn row(link: &Link) -> Vec<CellValue<'_>> {
    let (kind, score) = (word(&link.kind), CellValue::Number(link.score));
    let (reasons, conflicts) = (strings(&link.reasons), strings(&link.conflicts));
    let (activity, other) = (text(&link.a.id), text(&link.b.id));
    vec![activity, other, kind, score, reasons, conflicts]
}

/// The activities that are exported, by digests of path and id: a link wants both of its ends.
#[derive(Default)]
pub struct ExportedSet(HashSet<u64>);

impl ExportedSet {
    pub fn add(&mut self, activity: &Activity) {
        self.0.insert(mark(&activity.source.path, &activity.id));
    }

    fn holds(&self, end: &End) -> bool {
        self.0.contains(&mark(&end.path, &end.id))
    }

    /// Hands over the links of a folder between what is held.
    pub fn write(&self, dir: &Path, writer: &mut dyn Writer) -> Result<()> {
        for link in link::read(dir)?.into_iter().flatten() {
            let link = link?;
            if self.holds(&link.a) && self.holds(&link.b) {
                writer.link(&link)?;
            }
        }
        Ok(())
    }
}

fn mark(path: &str, id: &str) -> u64 {
    short_digest(format!("{path}\n{id}").as_bytes())
}
