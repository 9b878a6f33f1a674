//! One side of a comparison: the activities of a register as lines that are
//! read when they are needed, and of each what pairs it with another.

use crate::key;
use crate::record::Activity;
use crate::register::Lines;
use crate::source::short_digest;
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::Path;

/// The activities of a register, or of a list of them.
pub struct Side {
    lines: Lines,
    pub rows: Vec<Fingerprint>,
}

/// Where an activity is, and digests of what may pair it.
#[derive(Clone, Copy, Debug)]
pub struct Fingerprint {
    start: u64,
    length: usize,
    pub page: u64,
    pub key: u64,
    pub path: u64,
    /// Of all that is compared.
    pub content: u64,
    /// Of title and day; none where there is no title.
    pub name: Option<u64>,
}

/// What is compared of an activity.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Depth {
    /// What it says.
    Values,
    /// Also where it was found and what speaks for it.
    All,
}

impl Side {
    /// Opens an output folder, or a file with one activity a line.
    pub fn open(path: &Path) -> Result<Side> {
        let lines = Lines::open(path)?;
        let rows = rows(&lines).with_context(|| format!("in {}", path.display()))?;
        Ok(Side { lines, rows })
    }

    /// An activity as it stands in its line.
    pub fn read(&self, row: &Fingerprint) -> Result<Activity> {
        self.lines.read(row.start, row.length)
    }
}

fn rows(lines: &Lines) -> Result<Vec<Fingerprint>> {
    let mut rows = Vec::new();
    let mut group: Vec<(u64, usize, Activity)> = Vec::new();
    lines.each(&mut |activity, start, length| {
        let path = &activity.source.path;
        let is_other = |(.., first): &(u64, usize, Activity)| first.source.path != *path;
        if group.first().is_some_and(is_other) {
            settle(&mut group, &mut rows)?;
        }
        group.push((start, length, activity));
        Ok(())
    })?;
    settle(&mut group, &mut rows)?;
    Ok(rows)
}

/// Rows of the activities of one source.
fn settle(group: &mut Vec<(u64, usize, Activity)>, rows: &mut Vec<Fingerprint>) -> Result<()> {
    let keys: Vec<String> = match group.iter().all(|(.., activity)| activity.key.is_some()) {
        true => group
            .iter()
            .filter_map(|(.., activity)| activity.key.clone())
            .collect(),
        // Written before there were keys.
        false => {
            let activities: Vec<Activity> = group.iter().map(|(.., a)| a.clone()).collect();
            key::keys(&activities)
        }
    };
    for ((start, length, activity), key) in group.drain(..).zip(keys) {
        let page = key.split('.').next().unwrap_or_default();
        let day = activity.date.as_ref().and_then(|date| date.start.clone());
        let name = activity
            .title
            .as_ref()
            .map(|title| format!("{:?}\n{}\n{day:?}", activity.kind, key::folded(title)));
        rows.push(Fingerprint {
            start,
            length,
            page: short_digest(page.as_bytes()),
            key: short_digest(key.as_bytes()),
            path: short_digest(activity.source.path.as_bytes()),
            content: short_digest(value(&activity, Depth::Values)?.to_string().as_bytes()),
            name: name.map(|name| short_digest(name.as_bytes())),
        });
    }
    Ok(())
}

/// What only says which bytes these are, or follows from them.
const BYTES: [&str; 4] = ["schema", "id", "key", "parent"];
/// Where it was found, and what speaks for it.
const FOUND: [&str; 3] = ["source", "evidence", "diagnostics"];

/// What is compared of an activity.
pub fn value(activity: &Activity, depth: Depth) -> Result<Value> {
    let mut value = serde_json::to_value(activity)?;
    let Some(fields) = value.as_object_mut() else {
        return Ok(value);
    };
    fields.retain(|name, _| !BYTES.contains(&name.as_str()));
    if depth == Depth::Values {
        fields.retain(|name, _| !FOUND.contains(&name.as_str()));
        let goals = fields.get_mut("goals").and_then(Value::as_array_mut);
        for goal in goals.into_iter().flatten().filter_map(Value::as_object_mut) {
            goal.remove("evidence");
        }
    }
    Ok(value)
}
