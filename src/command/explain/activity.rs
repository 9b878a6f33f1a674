//! One record: every field beside the words it came from, and what lost.

use super::page::notes;
use super::{ExplainPage, brief};
use crate::compare::evidence;
use crate::document::Document;
use crate::normalize::{DateRole, Judged, Weighed};
use crate::record::{Activity, Attendance, DocumentRecord, EventDate, Goal};
use serde::Serialize;
use serde_json::Value;

/// Most characters of words that are shown.
const WORDS: usize = 200;

pub fn show(
    sheet: &mut ExplainPage,
    document: &Document,
    record: &DocumentRecord,
    (index, activity): (usize, &Activity),
    weighed: Option<&Weighed>,
) {
    let kind = word(&activity.kind);
    sheet.heading(&format!(
        "{kind} {} of {}",
        index + 1,
        record.activities.len()
    ));
    let whole = serde_json::to_value(record).unwrap_or_default();
    let mut shown = ShownFields {
        sheet,
        record: &whole,
        above: format!("/activities/{index}"),
    };
    shown.text(
        "title",
        "/title",
        activity.title.as_deref(),
        basis(&activity.title_basis).as_deref(),
    );
    shown.plain(
        "number",
        "/ordinal",
        activity.ordinal.map(|ordinal| ordinal.to_string()),
    );
    shown.plain("type", "/type", activity.kind_of.map(|kind| word(&kind)));
    shown.text(
        "reports",
        "/reporting_country",
        activity.reporting_country.as_deref(),
        basis(&activity.country_basis).as_deref(),
    );
    shown.plain("date", "/date", activity.date.as_ref().map(date));
    if let Some(weighed) = weighed {
        shown.lost_dates(document, activity, weighed);
    }
    shown.plain("published", "/published", activity.published.clone());
    shown.place(activity);
    shown.plain("mode", "/mode", activity.mode.map(|mode| word(&mode)));
    for (at, organization) in activity.organizations.iter().enumerate() {
        let text = named(
            &organization.name,
            &organization.variants,
            &word(&organization.role),
        );
        shown.plain("organization", &format!("/organizations/{at}"), Some(text));
    }
    for (at, person) in activity.people.iter().enumerate() {
        let text = named(&person.name, &person.variants, &word(&person.role));
        shown.plain("person", &format!("/people/{at}"), Some(text));
    }
    for (at, goal) in activity.goals.iter().enumerate() {
        shown.plain("goal", &format!("/goals/{at}"), Some(goal_text(goal)));
    }
    for (at, objective) in activity.objectives.iter().enumerate() {
        let goals = if objective.goals.is_empty() {
            String::new()
        } else {
            format!(" → {}", objective.goals.join(", "))
        };
        shown.quiet(
            "objective",
            &format!("/objectives/{at}"),
            &format!("{}{goals}", objective.text),
        );
    }
    for (at, result) in activity.results.iter().enumerate() {
        shown.quiet("result", &format!("/results/{at}"), result);
    }
    if let Some(attendance) = &activity.attendance {
        shown.quiet("attendance", "/attendance", &attendance_text(attendance));
    }
    for (at, url) in activity.urls.iter().enumerate() {
        shown.quiet("address", &format!("/urls/{at}"), url);
    }
    if let Some(description) = &activity.description {
        shown.quiet(
            "description",
            "/description",
            &brief(description, 3 * WORDS),
        );
    }
    notes(sheet, 2, &activity.diagnostics);
}

/// Fields of one record on the sheet.
struct ShownFields<'s, 'r> {
    sheet: &'s mut ExplainPage,
    record: &'r Value,
    /// Pointer of the activity.
    above: String,
}

impl ShownFields<'_, '_> {
    /// A value and, under it, the words it came from.
    fn plain(&mut self, name: &str, pointer: &str, value: Option<String>) {
        let Some(value) = value else { return };
        self.sheet.field(2, name, &value, None);
        for words in evidence(self.record, &format!("{}{pointer}", self.above)) {
            self.sheet.remark(2, "←", &brief(&words, WORDS));
        }
    }

    fn text(&mut self, name: &str, pointer: &str, value: Option<&str>, basis: Option<&str>) {
        let basis = basis.map(|basis| format!(" ({basis})")).unwrap_or_default();
        self.plain(name, pointer, value.map(|value| format!("{value}{basis}")));
    }

    /// A value that is its own words: shown without repeating them.
    fn quiet(&mut self, name: &str, pointer: &str, value: &str) {
        self.sheet.field(2, name, value, None);
        for place in evidence(self.record, &format!("{}{pointer}", self.above)) {
            if !place.starts_with('“') {
                self.sheet.remark(2, "←", &place);
            }
        }
    }

    fn place(&mut self, activity: &Activity) {
        let place = &activity.place;
        let parts: Vec<&str> = [&place.venue, &place.city, &place.country]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        let basis = basis(&place.basis);
        let text = (!parts.is_empty()).then(|| parts.join(", "));
        self.text("place", "/place", text.as_deref(), basis.as_deref());
    }

    /// Dates that were found and not taken for the event's, and why.
    fn lost_dates(&mut self, document: &Document, activity: &Activity, weighed: &Weighed) {
        let chosen = activity
            .date
            .as_ref()
            .and_then(|date| date.text.as_deref())
            .unwrap_or("");
        for (found, judged) in weighed.findings.dates.iter().zip(&weighed.dates) {
            let words = found.span.of(&document.text);
            if !chosen.is_empty() && chosen.contains(words) {
                continue;
            }
            let text = format!(
                "“{}” = {}, {}",
                brief(words, 80),
                found.value.edtf,
                why(judged)
            );
            self.sheet.remark(2, "×", &text);
        }
    }
}

/// The role of a date that is not the activity's, and what spoke for it.
fn why(judged: &Judged) -> String {
    let role = judged.role();
    let role = if role == DateRole::Event {
        "another day of the event"
    } else {
        role.as_str()
    };
    let points = judged.points();
    format!(
        "{role} ({points} points, event leads by {}): {}",
        judged.lead(),
        judged.reasons().join(", ")
    )
}

/// An enumeration as records write it.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value)
        .ok()
        .and_then(|value| value.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn basis(value: &Option<impl Serialize>) -> Option<String> {
    value.as_ref().map(word)
}

fn named(name: &str, variants: &[String], role: &str) -> String {
    let variants = if variants.is_empty() {
        String::new()
    } else {
        format!(", also {}", variants.join("; "))
    };
    format!("{name} ({role}{variants})")
}

fn date(date: &EventDate) -> String {
    let days = match (&date.start, &date.end) {
        (Some(start), Some(end)) if start == end => start.clone(),
        (start, end) => {
            format!(
                "{} to {}",
                start.as_deref().unwrap_or("open"),
                end.as_deref().unwrap_or("open")
            )
        }
    };
    format!(
        "{days} ({}, {}; EDTF {})",
        word(&date.precision),
        word(&date.basis),
        date.edtf
    )
}

fn attendance_text(attendance: &Attendance) -> String {
    match attendance.count {
        Some(count) if attendance.text != count.to_string() => {
            format!("{count} ({})", attendance.text)
        }
        _ => attendance.text.clone(),
    }
}

fn goal_text(goal: &Goal) -> String {
    let initiative = goal
        .initiative
        .as_deref()
        .map(|initiative| format!(", initiative {initiative}"))
        .unwrap_or_default();
    let conflict = goal
        .conflict
        .as_deref()
        .map(|conflict| format!("; conflict: {conflict}"))
        .unwrap_or_default();
    let basis = word(&goal.basis);
    format!(
        "{} {} ({basis}, confidence {:.2}{initiative}{conflict})",
        goal.code, goal.label, goal.confidence
    )
}
