//! What a row of an export holds: the single values of an activity, its lists
//! joined, and the lists one by one.

use crate::record::{Activity, Evidence, Goal, GoalBasis};
use Holds::{Address, Day, Flag, Real, Text, Whole};
use serde::Serialize;
use std::borrow::Cow;

/// A value of a row.
#[derive(Clone, PartialEq, Debug)]
pub enum CellValue<'a> {
    Empty,
    Text(Cow<'a, str>),
    Number(f64),
    Flag(bool),
    /// ISO 8601.
    Day(&'a str),
    Address(&'a str),
}

/// What the values of a column are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holds {
    Text,
    Whole,
    Real,
    Flag,
    Day,
    Address,
}

/// A column by its name.
pub struct ExportColumn {
    pub name: &'static str,
    pub holds: Holds,
    pub of: Value,
}

type Value = for<'a> fn(&'a Activity) -> CellValue<'a>;

/// A list of an activity; its first column is the activity's id.
pub struct ListTable {
    pub name: &'static str,
    pub columns: &'static [(&'static str, Holds)],
    pub of: for<'a> fn(&'a Activity) -> Vec<Vec<CellValue<'a>>>,
}

const fn column(name: &'static str, holds: Holds, of: Value) -> ExportColumn {
    ExportColumn { name, holds, of }
}

pub const COLUMNS: [ExportColumn; 36] = [
    column("id", Text, |a| text(&a.id)),
    column("key", Text, |a| option(&a.key)),
    column("kind", Text, |a| word(&a.kind)),
    column("type", Text, |a| word(&a.kind_of)),
    column("parent", Text, |a| option(&a.parent)),
    column("ordinal", Whole, |a| count(a.ordinal)),
    column("title", Text, |a| option(&a.title)),
    column("title_basis", Text, |a| word(&a.title_basis)),
    column("description", Text, |a| option(&a.description)),
    column("language", Text, |a| option(&a.language)),
    column("reporting_country", Text, |a| option(&a.reporting_country)),
    column("country_basis", Text, |a| word(&a.country_basis)),
    column("place_country", Text, |a| option(&a.place.country)),
    column("city", Text, |a| option(&a.place.city)),
    column("venue", Text, |a| option(&a.place.venue)),
    column("mode", Text, |a| word(&a.mode)),
    column("start", Day, |a| {
        day(a.date.as_ref().and_then(|date| date.start.as_ref()))
    }),
    column("end", Day, |a| {
        day(a.date.as_ref().and_then(|date| date.end.as_ref()))
    }),
    column("date_precision", Text, |a| {
        word(&a.date.as_ref().map(|date| date.precision))
    }),
    column("date_edtf", Text, |a| {
        a.date
            .as_ref()
            .map_or(CellValue::Empty, |date| text(&date.edtf))
    }),
    column("date_basis", Text, |a| {
        word(&a.date.as_ref().map(|date| date.basis))
    }),
    column("published", Text, |a| option(&a.published)),
    column("organizations", Text, |a| {
        joined(a.organizations.iter().map(|o| o.name.as_str()))
    }),
    column("people", Text, |a| {
        joined(a.people.iter().map(|p| p.name.as_str()))
    }),
    column("objectives", Text, |a| {
        joined(a.objectives.iter().map(|o| o.text.as_str()))
    }),
    column("results", Text, |a| strings(&a.results)),
    column("attendance", Whole, |a| {
        count(a.attendance.as_ref().and_then(|came| came.count))
    }),
    column("attendance_text", Text, |a| {
        a.attendance
            .as_ref()
            .map_or(CellValue::Empty, |came| text(&came.text))
    }),
    column("goals_stated", Text, |a| {
        codes(a, |basis| basis != GoalBasis::Inferred)
    }),
    column("goals_inferred", Text, |a| {
        codes(a, |basis| basis == GoalBasis::Inferred)
    }),
    column("urls", Text, |a| strings(&a.urls)),
    column("truncated", Flag, |a| CellValue::Flag(a.truncated)),
    column("source_path", Text, |a| text(&a.source.path)),
    column("source_url", Address, |a| address(&a.source.url)),
    column("doubts", Text, |a| {
        joined(a.diagnostics.iter().map(|note| note.code.as_str()))
    }),
    column("corrected", Text, |a| joined(corrected(a))),
];

pub const LISTS: [ListTable; 6] = [
    ListTable {
        name: "organizations",
        columns: &[
            ("activity", Text),
            ("name", Text),
            ("role", Text),
            ("variants", Text),
        ],
        of: |a| {
            let rows = a.organizations.iter();
            rows.map(|o| named(a, &o.name, word(&o.role), &o.variants))
                .collect()
        },
    },
    ListTable {
        name: "people",
        columns: &[
            ("activity", Text),
            ("name", Text),
            ("role", Text),
            ("variants", Text),
        ],
        of: |a| {
            let rows = a.people.iter();
            rows.map(|p| named(a, &p.name, word(&p.role), &p.variants))
                .collect()
        },
    },
    ListTable {
        name: "objectives",
        columns: &[("activity", Text), ("text", Text), ("goals", Text)],
        of: |a| {
            let rows = a.objectives.iter();
            rows.map(|o| vec![text(&a.id), text(&o.text), strings(&o.goals)])
                .collect()
        },
    },
    ListTable {
        name: "goals",
        columns: &[
            ("activity", Text),
            ("scheme", Text),
            ("code", Text),
            ("label", Text),
            ("initiative", Text),
            ("basis", Text),
            ("confidence", Real),
            ("conflict", Text),
        ],
        of: |a| a.goals.iter().map(|goal| of_goal(a, goal)).collect(),
    },
    ListTable {
        name: "urls",
        columns: &[("activity", Text), ("url", Address)],
        of: |a| {
            let rows = a.urls.iter();
            rows.map(|url| vec![text(&a.id), CellValue::Address(url)])
                .collect()
        },
    },
    ListTable {
        name: "diagnostics",
        columns: &[
            ("activity", Text),
            ("code", Text),
            ("message", Text),
            ("field", Text),
        ],
        of: |a| {
            let rows = a.diagnostics.iter();
            rows.map(|n| {
                let (code, message) = (text(n.code.as_str()), text(&n.message));
                vec![text(&a.id), code, message, option(&n.field)]
            })
            .collect()
        },
    },
];

/// The single values of an activity.
pub fn row(activity: &Activity) -> Vec<CellValue<'_>> {
    COLUMNS.iter().map(|column| (column.of)(activity)).collect()
}

fn named<'a>(
    activity: &'a Activity,
    name: &'a str,
    role: CellValue<'a>,
    variants: &'a [String],
) -> Vec<CellValue<'a>> {
    vec![text(&activity.id), text(name), role, strings(variants)]
}

fn of_goal<'a>(activity: &'a Activity, goal: &'a Goal) -> Vec<CellValue<'a>> {
    vec![
        text(&activity.id),
        text(&goal.scheme),
        text(&goal.code),
        text(&goal.label),
        option(&goal.initiative),
        word(&goal.basis),
        CellValue::Number(goal.confidence),
        option(&goal.conflict),
    ]
}

pub fn text(text: &str) -> CellValue<'_> {
    CellValue::Text(Cow::Borrowed(text))
}

pub fn option(value: &Option<String>) -> CellValue<'_> {
    value.as_deref().map_or(CellValue::Empty, text)
}

pub fn address(address: &Option<String>) -> CellValue<'_> {
    address
        .as_deref()
        .map_or(CellValue::Empty, CellValue::Address)
}

fn day(day: Option<&String>) -> CellValue<'_> {
    day.map_or(CellValue::Empty, |day| CellValue::Day(day))
}

fn count(count: Option<u32>) -> CellValue<'static> {
    count.map_or(CellValue::Empty, |count| {
        CellValue::Number(f64::from(count))
    })
}

/// What a curator corrected, as JSON Pointers.
fn corrected(activity: &Activity) -> impl Iterator<Item = &str> {
    let is_correction = |evidence: &Evidence| matches!(evidence, Evidence::Corrected(_));
    let fields = activity.evidence.iter();
    let fields = fields.filter(move |(_, evidence)| evidence.iter().any(is_correction));
    fields.map(|(field, _)| field.as_str())
}

/// The word that JSON has for a value of an enumeration.
pub fn word(value: &impl Serialize) -> CellValue<'static> {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => CellValue::Text(Cow::Owned(word)),
        _ => CellValue::Empty,
    }
}

pub fn strings(values: &[String]) -> CellValue<'_> {
    joined(values.iter().map(String::as_str))
}

/// A list as one value on one line.
fn joined<'a>(mut values: impl Iterator<Item = &'a str>) -> CellValue<'a> {
    let on_a_line = |value: &'a str| match value.contains(['\r', '\n']) {
        true => Cow::Owned(value.replace(['\r', '\n'], " ")),
        false => Cow::Borrowed(value),
    };
    let Some(mut all) = values.next().map(on_a_line) else {
        return CellValue::Empty;
    };
    for value in values {
        let all = all.to_mut();
        all.push_str("; ");
        all.push_str(&on_a_line(value));
    }
    CellValue::Text(all)
}

/// Codes of goals, each once; hints are no goals.
fn codes(activity: &Activity, is_wanted: fn(GoalBasis) -> bool) -> CellValue<'_> {
    let mut codes: Vec<&str> = Vec::new();
    for goal in &activity.goals {
        let counts = is_wanted(goal.basis) && goal.confidence >= 0.5;
        if counts && !codes.contains(&goal.code.as_str()) {
            codes.push(&goal.code);
        }
    }
    joined(codes.into_iter())
}
