//! `annalist diff OLD NEW`: what changed between two registers, field by field.
//!
//! Both are read as lists of activities ([`side`]) and never held as a whole;
//! `pairs` says which activities are the same one. What only says which
//! bytes were read, when, and under what name is not compared unless asked.

mod pairs;
mod side;

use crate::compare::{Difference, FieldScope, differences};
use crate::record::Activity;
use crate::write::annotation::annotation;
use crate::write::difference::show;
use crate::write::terminal::{Color, Ink, Paint};
use anyhow::{Result, bail};
use pairs::{Partner, pairs};
use serde_json::{Value, json};
use side::{Depth, Side, value};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

/// Show what changed between two registers, field by field
///
/// Activities are paired by their key, so that a page that was captured again is the same page.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  annalist diff before out\n  \
    annalist diff before/activities.jsonl out --json")]
pub struct Arguments {
    /// Output folder of the earlier run, or a file with an activity a line
    old: PathBuf,
    /// Output folder of the later run, likewise
    new: PathBuf,
    /// How the differences are written
    #[arg(long, default_value = "text", value_name = "FORMAT")]
    format: DiffFormat,
    /// The same as --format json: one object a line
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Compare these fields only: names, or paths such as date/start
    #[arg(long, value_name = "FIELD", value_delimiter = ',')]
    fields: Vec<String>,
    /// Tell of these only
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    only: Vec<ChangeKind>,
    /// Also compare path, capture, evidence and diagnostics
    #[arg(long)]
    all: bool,
    /// When to colour
    #[arg(long, default_value = "auto")]
    color: Color,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum DiffFormat {
    Text,
    /// One object a line
    Json,
    /// Annotations of a workflow
    Github,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum ChangeKind {
    New,
    Gone,
    Changed,
    Moved,
}

impl ChangeKind {
    fn name(self) -> &'static str {
        match self {
            ChangeKind::New => "new",
            ChangeKind::Gone => "gone",
            ChangeKind::Changed => "changed",
            ChangeKind::Moved => "moved",
        }
    }
}

/// One activity that is not what it was.
struct ActivityChange {
    kind: ChangeKind,
    old: Option<Activity>,
    new: Option<Activity>,
    fields: Vec<Difference>,
}

/// How many activities and fields changed.
#[derive(Debug, Default)]
struct Tally {
    same: usize,
    kinds: BTreeMap<&'static str, usize>,
    fields: BTreeMap<String, usize>,
}

/// Compares two registers; true where nothing changed.
///
/// # Errors
/// Where one cannot be read or the output fails.
pub fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<bool> {
    let fields = fields(&arguments.fields)?;
    let (old, new) = (Side::open(&arguments.old)?, Side::open(&arguments.new)?);
    let (partners, gone) = pairs(&old, &new)?;
    let depth = if arguments.all {
        Depth::All
    } else {
        Depth::Values
    };
    let mut teller = Teller::new(arguments, out);
    for (row, partner) in new.rows.iter().zip(partners) {
        let (at, moved) = match partner {
            Partner::None => {
                let new = Some(new.read(row)?);
                teller.tell(ActivityChange {
                    kind: ChangeKind::New,
                    old: None,
                    new,
                    fields: Vec::new(),
                })?;
                continue;
            }
            Partner::Same(at) => (at, false),
            Partner::Moved(at) => (at, true),
        };
        if !moved && depth == Depth::Values && old.rows[at].content == row.content {
            teller.tally.same += 1;
            continue;
        }
        let (before, after) = (old.read(&old.rows[at])?, new.read(row)?);
        let mut found = differences(
            &value(&before, depth)?,
            &value(&after, depth)?,
            FieldScope::All,
        );
        found.retain(|difference| is_wanted(&difference.pointer, &fields));
        let kind = match moved {
            true => ChangeKind::Moved,
            false if found.is_empty() => {
                teller.tally.same += 1;
                continue;
            }
            false => ChangeKind::Changed,
        };
        teller.tell(ActivityChange {
            kind,
            old: Some(before),
            new: Some(after),
            fields: found,
        })?;
    }
    for at in gone {
        let old = Some(old.read(&old.rows[at])?);
        teller.tell(ActivityChange {
            kind: ChangeKind::Gone,
            old,
            new: None,
            fields: Vec::new(),
        })?;
    }
    teller.end()
}

/// Names of fields as JSON Pointers; those that no record has are refused.
fn fields(names: &[String]) -> Result<Vec<String>> {
    let known = schemars::schema_for!(Activity);
    let is_known = |name: &str| {
        let properties = known.get("properties");
        properties.and_then(|fields| fields.get(name)).is_some()
    };
    let mut pointers = Vec::new();
    for name in names {
        let path = name.trim_matches('/');
        let first = path.split('/').next().unwrap_or_default();
        if !is_known(first) {
            bail!("--fields: a record has no field {}", first.escape_debug());
        }
        pointers.push(format!("/{path}"));
    }
    Ok(pointers)
}

/// Whether a place is one of the fields or within one.
fn is_wanted(pointer: &str, fields: &[String]) -> bool {
    let within = |field: &String| {
        let rest = pointer.strip_prefix(field.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    fields.is_empty() || fields.iter().any(within)
}

/// Writes changes one after the other and counts them.
struct Teller<'a> {
    format: DiffFormat,
    only: &'a [ChangeKind],
    paint: Paint,
    tally: Tally,
    told: usize,
    out: &'a mut dyn Write,
}

impl<'a> Teller<'a> {
    fn new(arguments: &'a Arguments, out: &'a mut dyn Write) -> Teller<'a> {
        Teller {
            format: if arguments.json {
                DiffFormat::Json
            } else {
                arguments.format
            },
            only: &arguments.only,
            paint: Paint::of_stdout(arguments.color),
            tally: Tally::default(),
            told: 0,
            out,
        }
    }

    fn tell(&mut self, change: ActivityChange) -> Result<()> {
        *self.tally.kinds.entry(change.kind.name()).or_default() += 1;
        if !self.only.is_empty() && !self.only.contains(&change.kind) {
            return Ok(());
        }
        self.told += 1;
        for difference in &change.fields {
            *self
                .tally
                .fields
                .entry(field(&difference.pointer))
                .or_default() += 1;
        }
        match self.format {
            DiffFormat::Text => self.text(&change),
            DiffFormat::Json => {
                serde_json::to_writer(&mut *self.out, &as_json(&change))?;
                Ok(self.out.write_all(b"\n")?)
            }
            DiffFormat::Github => self.github(&change),
        }
    }

    fn text(&mut self, change: &ActivityChange) -> Result<()> {
        let Some(activity) = change.new.as_ref().or(change.old.as_ref()) else {
            return Ok(());
        };
        let ink = match change.kind {
            ChangeKind::New => Ink::New,
            ChangeKind::Gone => Ink::Old,
            ChangeKind::Changed | ChangeKind::Moved => Ink::Warn,
        };
        writeln!(
            self.out,
            "{} {} {}",
            self.paint.ink(ink, change.kind.name()),
            self.paint.ink(Ink::Strong, &place(activity)),
            self.paint
                .ink(Ink::Quiet, activity.title.as_deref().unwrap_or("")),
        )?;
        if let (ChangeKind::Moved, Some(old)) = (change.kind, &change.old) {
            writeln!(self.out, "  from {}", self.paint.ink(Ink::Old, &place(old)))?;
        }
        let mut text = String::new();
        for difference in &change.fields {
            show(&mut text, self.paint, difference, &[]);
        }
        Ok(writeln!(self.out, "{text}")?)
    }

    fn github(&mut self, change: &ActivityChange) -> Result<()> {
        let Some(activity) = change.new.as_ref().or(change.old.as_ref()) else {
            return Ok(());
        };
        let level = match change.kind {
            ChangeKind::New | ChangeKind::Moved => "notice",
            ChangeKind::Gone | ChangeKind::Changed => "warning",
        };
        let plain = Paint {
            color: false,
            width: 100,
        };
        let mut message = plain.ink(Ink::Strong, activity.title.as_deref().unwrap_or(""));
        message.push('\n');
        for difference in &change.fields {
            show(&mut message, plain, difference, &[]);
        }
        let title = format!("{}: {}", change.kind.name(), place(activity));
        let file = &activity.source.path;
        let note = annotation(level, Some(file), &title, message.trim_end());
        Ok(self.out.write_all(note.as_bytes())?)
    }

    /// The closing words; true where nothing was told.
    fn end(self) -> Result<bool> {
        if self.format == DiffFormat::Text {
            if !self.tally.fields.is_empty() {
                writeln!(self.out, "by field:")?;
            }
            for (field, count) in &self.tally.fields {
                writeln!(
                    self.out,
                    "  {count:>6} {}",
                    self.paint.ink(Ink::Name, field)
                )?;
            }
            let count = |kind: ChangeKind| self.tally.kinds.get(kind.name()).copied().unwrap_or(0);
            writeln!(
                self.out,
                "{} the same, {} changed, {} new, {} gone, {} moved",
                self.tally.same,
                count(ChangeKind::Changed),
                count(ChangeKind::New),
                count(ChangeKind::Gone),
                count(ChangeKind::Moved)
            )?;
        }
        self.out.flush()?;
        Ok(self.told == 0)
    }
}

/// Where an activity is told of.
fn place(activity: &Activity) -> String {
    let source = &activity.source;
    source.url.clone().unwrap_or_else(|| source.path.clone())
}

fn as_json(change: &ActivityChange) -> Value {
    let side = |activity: &Option<Activity>| {
        let activity = activity.as_ref()?;
        let (id, source) = (&activity.id, &activity.source);
        Some(json!({ "id": id, "path": source.path, "url": source.url, "title": activity.title }))
    };
    let key = change
        .new
        .as_ref()
        .or(change.old.as_ref())
        .and_then(|activity| activity.key.clone());
    let fields: Vec<Value> = change
        .fields
        .iter()
        .map(|difference| {
            let (old, new) = difference.change.sides();
            json!({
                "pointer": difference.pointer,
                "field": field(&difference.pointer),
                "old": old,
                "new": new,
            })
        })
        .collect();
    json!({
        "change": change.kind.name(),
        "key": key,
        "old": side(&change.old),
        "new": side(&change.new),
        "fields": fields,
    })
}

/// `/date/start` → `date`.
fn field(pointer: &str) -> String {
    let step = pointer.trim_start_matches('/').split('/').next();
    step.unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_named_by_their_first_step_and_chosen_by_any() {
        assert_eq!(field("/date/start"), "date");
        let wanted = fields(&["date/start".to_owned(), "title".to_owned()]).unwrap();
        assert!(is_wanted("/date/start", &wanted) && is_wanted("/title", &wanted));
        assert!(!is_wanted("/date/end", &wanted) && !is_wanted("/title_basis", &wanted));
        assert!(fields(&["titel".to_owned()]).is_err());
    }
}
