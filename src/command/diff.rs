//! `annalist diff OLD NEW`: what changed between two output folders, field by field.
//!
//! Records belong together by the path of their source, or else by the address
//! of the page: another capture may lie under another name. Digests and ids,
//! which only say that the bytes are others, are not compared, and evidence is
//! compared by its words: another counter in the furniture is no difference.

use crate::compare::{Difference, Scope, differences, evidence, lasting, quoted};
use crate::record::DocumentRecord;
use crate::register::Register;
use crate::write::difference::show;
use crate::write::terminal::{Color, Ink, Paint};
use anyhow::{Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::PathBuf;

/// Show what changed between two output folders, field by field
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Output folder of the earlier run
    old: PathBuf,
    /// Output folder of the later run
    new: PathBuf,
    /// When to colour
    #[arg(long, default_value = "auto")]
    color: Color,
}

/// How many records and fields changed.
#[derive(Debug, Default)]
struct Tally {
    same: usize,
    changed: usize,
    added: usize,
    gone: usize,
    fields: BTreeMap<String, usize>,
}

/// Compares two folders; true where nothing changed.
///
/// # Errors
/// Where a folder holds no documents or the output fails.
pub fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<bool> {
    let (old, new) = (
        Register::open(&arguments.old)?,
        Register::open(&arguments.new)?,
    );
    let paint = Paint::of_stdout(arguments.color);
    let mut tally = Tally::default();
    for pair in pairs(&old, &new)? {
        match pair {
            (Some(before), Some(after)) => changed(
                &old.read(&before)?,
                &new.read(&after)?,
                paint,
                &mut tally,
                out,
            )?,
            (Some(before), None) => {
                tally.gone += 1;
                headline(&old.read(&before)?, "gone", Ink::Old, paint, out)?;
            }
            (None, Some(after)) => {
                tally.added += 1;
                headline(&new.read(&after)?, "added", Ink::New, paint, out)?;
            }
            (None, None) => {}
        }
    }
    sum(&tally, paint, out)?;
    out.flush()?;
    Ok(tally.changed + tally.added + tally.gone == 0)
}

/// Sources of the old and the new folder that belong together.
fn pairs(old: &Register, new: &Register) -> Result<Vec<(Option<String>, Option<String>)>> {
    let (Some(before), Some(after)) = (old.paths(), new.paths()) else {
        bail!("both folders must hold documents");
    };
    let left: BTreeSet<&String> = before.iter().collect();
    let right: BTreeSet<&String> = after.iter().collect();
    let mut moved = addresses(new, right.difference(&left).copied())?;
    let mut pairs = Vec::new();
    for path in before {
        if right.contains(path) {
            pairs.push((Some(path.clone()), Some(path.clone())));
            continue;
        }
        let url = old.read(path)?.source.url;
        pairs.push((Some(path.clone()), url.and_then(|url| moved.remove(&url))));
    }
    let met: BTreeSet<String> = pairs
        .iter()
        .filter_map(|(_, after)| after.clone())
        .collect();
    pairs.extend(
        after
            .iter()
            .filter(|path| !met.contains(*path))
            .map(|path| (None, Some(path.clone()))),
    );
    Ok(pairs)
}

/// Sources by the address of their page.
fn addresses<'p>(
    register: &Register,
    paths: impl Iterator<Item = &'p String>,
) -> Result<BTreeMap<String, String>> {
    let mut all = BTreeMap::new();
    for path in paths {
        if let Some(url) = register.read(path)?.source.url {
            all.entry(url).or_insert_with(|| path.clone());
        }
    }
    Ok(all)
}

fn changed(
    old: &DocumentRecord,
    new: &DocumentRecord,
    paint: Paint,
    tally: &mut Tally,
    out: &mut dyn Write,
) -> Result<()> {
    let new_value = serde_json::to_value(new)?;
    let found = record_differences(&serde_json::to_value(old)?, &new_value);
    if found.is_empty() {
        tally.same += 1;
        return Ok(());
    }
    tally.changed += 1;
    writeln!(out, "{}", paint.ink(Ink::Strong, &new.source.path))?;
    let mut text = String::new();
    for difference in &found {
        *tally.fields.entry(field(&difference.pointer)).or_default() += 1;
        show(
            &mut text,
            paint,
            difference,
            &evidence(&new_value, &difference.pointer),
        );
    }
    writeln!(out, "{text}")?;
    Ok(())
}

/// What differs of what lasts: the words behind evidence, not digests and offsets.
fn record_differences(old: &Value, new: &Value) -> Vec<Difference> {
    differences(&lasting(&quoted(old)), &lasting(&quoted(new)), Scope::All)
}

fn headline(
    record: &DocumentRecord,
    what: &str,
    ink: Ink,
    paint: Paint,
    out: &mut dyn Write,
) -> Result<()> {
    let title = record
        .title
        .as_deref()
        .map(|title| format!(" {title}"))
        .unwrap_or_default();
    let count = record.activities.len();
    writeln!(
        out,
        "{} {}{}",
        paint.ink(ink, what),
        paint.ink(Ink::Strong, &record.source.path),
        paint.ink(Ink::Quiet, &title)
    )?;
    writeln!(out, "  {count} activities\n")?;
    Ok(())
}

/// `/activities/3/date/start` → `date`; `/title` → `page title`.
fn field(pointer: &str) -> String {
    let step = |rest: &str| rest.split('/').next().unwrap_or("").to_owned();
    let within = pointer
        .strip_prefix("/activities/")
        .map(|rest| rest.split_once('/').map_or("", |(_, field)| field));
    match within {
        Some("") => "activity".to_owned(),
        Some(field) => step(field),
        None => format!("page {}", step(pointer.trim_start_matches('/'))),
    }
}

fn sum(tally: &Tally, paint: Paint, out: &mut dyn Write) -> Result<()> {
    if !tally.fields.is_empty() {
        writeln!(out, "by field:")?;
    }
    for (field, count) in &tally.fields {
        writeln!(out, "  {count:>6} {}", paint.ink(Ink::Name, field))?;
    }
    let Tally {
        same,
        changed,
        added,
        gone,
        ..
    } = tally;
    writeln!(
        out,
        "{same} the same, {changed} changed, {added} added, {gone} gone"
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn another_capture_differs_in_when_it_was_captured() {
        let record = |text: &str, sha: &str, captured: &str, start: u32| {
            json!({
                "source": {"path": "a", "sha256": sha, "bytes": text.len(), "captured": captured}, "text": text,
                "activities": [{"id": sha, "title": "A fair", "source": {"sha256": sha},
                    "evidence": {"/title": [{"start": start, "end": start + 6}]}}],
            })
        };
        let (old, new) = (
            record("A fair", "00", "2021", 0),
            record("A fair", "ff", "2022", 0),
        );
        let pointers: Vec<String> = record_differences(&old, &new)
            .into_iter()
            .map(|found| found.pointer)
            .collect();
        assert_eq!(pointers, ["/source/captured"]);
    }

    #[test]
    fn fields_are_counted_by_their_name() {
        assert_eq!(field("/activities/3/date/start"), "date");
        assert_eq!(field("/activities/3"), "activity");
        assert_eq!(field("/title"), "page title");
    }
}
