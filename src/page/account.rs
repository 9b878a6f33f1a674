//! How a document was read, for a person's eye: the way each record opens, what
//! was left out and why, and how near the second reading was.

use super::headline;
use super::reading::{self, Reading, Step};
use super::units::Units;
use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::scheme::Scheme;
use crate::span::Span;

/// The reading of a document.
#[derive(Debug, Default)]
pub struct Account {
    /// Points of the best reading.
    pub points: f64,
    /// The ways of the next best reading that opens its records otherwise, and its points.
    pub second: Option<(String, f64)>,
    pub steps: Vec<Accounted>,
}

/// A record, or a unit that is in none.
#[derive(Debug)]
pub struct Accounted {
    /// How the record opens; none where the unit was left out.
    pub way: Option<&'static str>,
    /// Why a unit is in no record.
    pub left: Option<&'static str>,
    pub span: Span,
    /// Units in it.
    pub units: usize,
}

/// Reads a document again and tells how.
pub fn of(document: &Document, scheme: &Scheme) -> Account {
    let tables = super::read_tables(document, scheme, &mut Diagnostics::default());
    let units = headline::units(document, |block| tables.holds(block));
    let best = super::read(&units);
    let ways = best.steps.iter().filter_map(|step| step.way).collect();
    let second = reading::best(&units, ways);
    let steps = best.steps.iter().map(|step| told(&units, *step));
    Account {
        points: in_points(&best),
        second: names(&second).map(|names| (names, in_points(&second))),
        steps: steps.collect(),
    }
}

fn in_points(reading: &Reading) -> f64 {
    f64::from(reading.points) / 100.0
}

/// The ways of a reading, each once.
fn names(reading: &Reading) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    for way in reading.steps.iter().filter_map(|step| step.way) {
        if !names.contains(&way.opening.name()) {
            names.push(way.opening.name());
        }
    }
    (!names.is_empty()).then(|| names.join(", "))
}

fn told(units: &Units, step: Step) -> Accounted {
    let inside = &units.all[step.start..step.end];
    let span = inside.iter().map(|unit| unit.span).reduce(Span::join);
    Accounted {
        way: step.way.map(|way| way.opening.name()),
        left: step.way.is_none().then(|| why_left(units, step.start)),
        span: span.unwrap_or_default(),
        units: inside.len(),
    }
}

/// What a unit is that no record took.
fn why_left(units: &Units, at: usize) -> &'static str {
    let unit = &units.all[at];
    match () {
        () if unit.headline => "the page's headline",
        () if units.rubric[at] => "a rubric: it stands there several times",
        () if unit.form.more => "a link to the rest",
        () if units.junk[at] => "tells of the page, not of an activity",
        () if units.side[at] => "in a list that leads elsewhere",
        () if unit.section.is_some() => "the heading of a section",
        () if unit.is_dateline() => "a line with a date alone",
        () if unit.hours > 0 || unit.contacts > 0 => "hours or contacts",
        () if units.titled[at] => "a title without a record",
        () if unit.form.prose => "a text that tells of no activity",
        () => "a line that tells of no activity",
    }
}
