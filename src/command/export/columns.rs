//! What a row of an export holds: the single values of an activity, its lists
//! joined, and the lists one by one.

use crate::record::{Activity, GoalBasis};
use serde::Serialize;

/// A value of a row.
#[derive(Clone, PartialEq, Debug)]
pub enum Cell {
    Empty,
    Text(String),
    Number(f64),
    Flag(bool),
    /// ISO 8601.
    Day(String),
    Address(String),
}

/// A column by its name.
pub struct Column {
    pub name: &'static str,
    pub of: fn(&Activity) -> Cell,
}

/// A list of an activity; its first column is the activity's id.
pub struct List {
    pub name: &'static str,
    pub columns: &'static [&'static str],
    pub of: fn(&Activity) -> Vec<Vec<Cell>>,
}

macro_rules! column {
    ($name:literal, $of:expr) => {
        Column {
            name: $name,
            of: $of,
        }
    };
}

pub const COLUMNS: [Column; 35] = [
    column!("id", |a| text(&a.id)),
    column!("key", |a| option(&a.key)),
    column!("kind", |a| word(&a.kind)),
    column!("type", |a| word(&a.kind_of)),
    column!("parent", |a| option(&a.parent)),
    column!("ordinal", |a| a
        .ordinal
        .map_or(Cell::Empty, |n| Cell::Number(f64::from(n)))),
    column!("title", |a| option(&a.title)),
    column!("title_basis", |a| word(&a.title_basis)),
    column!("description", |a| option(&a.description)),
    column!("language", |a| option(&a.language)),
    column!("reporting_country", |a| option(&a.reporting_country)),
    column!("country_basis", |a| word(&a.country_basis)),
    column!("place_country", |a| option(&a.place.country)),
    column!("city", |a| option(&a.place.city)),
    column!("venue", |a| option(&a.place.venue)),
    column!("mode", |a| word(&a.mode)),
    column!("start", |a| a
        .date
        .as_ref()
        .map_or(Cell::Empty, |date| day(&date.start))),
    column!("end", |a| a
        .date
        .as_ref()
        .map_or(Cell::Empty, |date| day(&date.end))),
    column!("date_precision", |a| word(
        &a.date.as_ref().map(|date| date.precision)
    )),
    column!("date_edtf", |a| a
        .date
        .as_ref()
        .map_or(Cell::Empty, |date| text(&date.edtf))),
    column!("date_basis", |a| word(
        &a.date.as_ref().map(|date| date.basis)
    )),
    column!("published", |a| option(&a.published)),
    column!("organizations", |a| joined(
        a.organizations.iter().map(|o| o.name.clone())
    )),
    column!("people", |a| joined(
        a.people.iter().map(|p| p.name.clone())
    )),
    column!("objectives", |a| joined(
        a.objectives.iter().map(|o| o.text.clone())
    )),
    column!("results", |a| joined(a.results.iter().cloned())),
    column!("attendance", |a| {
        let count = a
            .attendance
            .as_ref()
            .and_then(|attendance| attendance.count);
        count.map_or(Cell::Empty, |count| Cell::Number(f64::from(count)))
    }),
    column!("attendance_text", |a| {
        a.attendance
            .as_ref()
            .map_or(Cell::Empty, |attendance| text(&attendance.text))
    }),
    column!("goals_stated", |a| joined(
        codes(a, |basis| basis != GoalBasis::Inferred)
    )),
    column!("goals_inferred", |a| joined(
        codes(a, |basis| basis == GoalBasis::Inferred)
    )),
    column!("urls", |a| joined(a.urls.iter().cloned())),
    column!("truncated", |a| Cell::Flag(a.truncated)),
    column!("source_path", |a| text(&a.source.path)),
    column!("source_url", |a| a
        .source
        .url
        .clone()
        .map_or(Cell::Empty, Cell::Address)),
    column!("doubts", |a| joined(
        a.diagnostics
            .iter()
            .map(|note| note.code.as_str().to_owned())
    )),
];

pub const LISTS: [List; 6] = [
    List {
        name: "organizations",
        columns: &["activity", "name", "role", "variants"],
        of: |a| {
            let row = |o: &crate::record::Organization| {
                vec![
                    text(&a.id),
                    text(&o.name),
                    word(&o.role),
                    joined(o.variants.iter().cloned()),
                ]
            };
            a.organizations.iter().map(row).collect()
        },
    },
    List {
        name: "people",
        columns: &["activity", "name", "role", "variants"],
        of: |a| {
            let row = |p: &crate::record::Person| {
                vec![
                    text(&a.id),
                    text(&p.name),
                    word(&p.role),
                    joined(p.variants.iter().cloned()),
                ]
            };
            a.people.iter().map(row).collect()
        },
    },
    List {
        name: "objectives",
        columns: &["activity", "text", "goals"],
        of: |a| {
            let row = |o: &crate::record::Objective| {
                vec![text(&a.id), text(&o.text), joined(o.goals.iter().cloned())]
            };
            a.objectives.iter().map(row).collect()
        },
    },
    List {
        name: "goals",
        columns: &[
            "activity",
            "scheme",
            "code",
            "label",
            "initiative",
            "basis",
            "confidence",
            "conflict",
        ],
        of: |a| {
            let row = |g: &crate::record::Goal| {
                let (confidence, conflict) = (Cell::Number(g.confidence), option(&g.conflict));
                let named = [text(&a.id), text(&g.scheme), text(&g.code), text(&g.label)];
                let rest = [option(&g.initiative), word(&g.basis), confidence, conflict];
                named.into_iter().chain(rest).collect()
            };
            a.goals.iter().map(row).collect()
        },
    },
    List {
        name: "urls",
        columns: &["activity", "url"],
        of: |a| {
            a.urls
                .iter()
                .map(|url| vec![text(&a.id), Cell::Address(url.clone())])
                .collect()
        },
    },
    List {
        name: "diagnostics",
        columns: &["activity", "code", "message", "field"],
        of: |a| {
            let row = |n: &crate::record::Note| {
                vec![
                    text(&a.id),
                    text(n.code.as_str()),
                    text(&n.message),
                    option(&n.field),
                ]
            };
            a.diagnostics.iter().map(row).collect()
        },
    },
];

/// The single values of an activity.
pub fn row(activity: &Activity) -> Vec<Cell> {
    COLUMNS.iter().map(|column| (column.of)(activity)).collect()
}

fn text(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

fn option(text: &Option<String>) -> Cell {
    text.clone().map_or(Cell::Empty, Cell::Text)
}

fn day(day: &Option<String>) -> Cell {
    day.clone().map_or(Cell::Empty, Cell::Day)
}

/// The word that JSON has for a value of an enumeration.
pub fn word(value: &impl Serialize) -> Cell {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => Cell::Text(word),
        _ => Cell::Empty,
    }
}

/// A list on one line a value.
fn joined(values: impl Iterator<Item = String>) -> Cell {
    let all: Vec<String> = values
        .map(|value| value.replace(['\r', '\n'], " "))
        .collect();
    match all.is_empty() {
        true => Cell::Empty,
        false => Cell::Text(all.join("; ")),
    }
}

/// Codes of goals, each once; hints are no goals.
fn codes(activity: &Activity, is_wanted: fn(GoalBasis) -> bool) -> impl Iterator<Item = String> {
    let mut codes: Vec<String> = Vec::new();
    for goal in activity
        .goals
        .iter()
        .filter(|goal| is_wanted(goal.basis) && goal.confidence >= 0.5)
    {
        if !codes.contains(&goal.code) {
            codes.push(goal.code.clone());
        }
    }
    codes.into_iter()
}
