//! Which of the dates found is the event's.

use super::{Evidences, Page, plain_note};
use crate::diagnostic::Code;
use crate::document::Document;
use crate::draft::{Draft, Findings};
use crate::field::date::When;
use crate::lexicon::{self, LEXICON};
use crate::record::{ActivityKind, Basis, DocumentKind, EventDate, Note, Precision};
use crate::span::{Found, Span};
use jiff::ToSpan;
use jiff::civil::Date;

/// Characters before a year among which a word for *plan* may stand: more than the longest of them has.
const NEAR: usize = 40;

/// The year a text without a publication date tells of: the last one it names that it does
/// not plan for, or the one before the year it plans for.
pub fn stated_year(text: &str) -> Option<i16> {
    let mut told: Option<i16> = None;
    let mut planned: Option<i16> = None;
    for (at, year) in years(text) {
        let before = text[..at].trim_end();
        let near = before
            .char_indices()
            .rev()
            .nth(NEAR)
            .map_or(0, |(start, _)| start);
        let before = before[near..].to_lowercase();
        let plan = LEXICON
            .plan_word
            .iter()
            .any(|word| before.ends_with(word.as_str()))
            || in_plan(&before);
        let slot = if plan { &mut planned } else { &mut told };
        *slot = Some(slot.map_or(year, |known| known.max(year)));
    }
    match (told, planned) {
        (_, Some(planned)) => Some(planned - 1),
        (told, None) => told,
    }
}

/// A word for *plan* among the last few words.
fn in_plan(before: &str) -> bool {
    let start = before.char_indices().rev().nth(30).map_or(0, |(at, _)| at);
    lexicon::holds_one_of(&before[start..], &LEXICON.plan_word)
}

/// Four digits from 1990 to 2099 standing alone.
fn years(text: &str) -> Vec<(usize, i16)> {
    let bytes = text.as_bytes();
    let digit = |index: usize| bytes.get(index).is_some_and(u8::is_ascii_digit);
    let starts = memchr::memchr2_iter(b'1', b'2', bytes)
        .filter(|&at| (at == 0 || !digit(at - 1)) && (at..at + 4).all(digit) && !digit(at + 4));
    starts
        .filter_map(|at| {
            Some((
                at,
                text.get(at..at + 4)?
                    .parse::<i16>()
                    .ok()
                    .filter(|year| (1990..2100).contains(year))?,
            ))
        })
        .collect()
}

/// The event's date, with its reason kept as evidence.
pub fn choose(
    page: &Page,
    draft: &Draft,
    found: &Findings,
    evidence: &mut Evidences,
    notes: &mut Vec<Note>,
) -> Option<EventDate> {
    match draft.kind {
        ActivityKind::Project => return project(page, draft, found, evidence),
        ActivityKind::Stage => return stage(page, draft, evidence),
        ActivityKind::Activity => {}
    }
    let mut best: Option<(f64, &Found<When>)> = None;
    for candidate in &found.dates {
        let score = weight(page, draft, candidate).total();
        if score > 0.0 && best.is_none_or(|(known, _)| score > known) {
            best = Some((score, candidate));
        }
    }
    let (_, chosen) = best?;
    if chosen.value.yearless.is_some() && page.kind == DocumentKind::Listing {
        return None;
    }
    let (when, spans) =
        joined(page, found, chosen).unwrap_or_else(|| lengthened(page, draft, chosen));
    evidence.spans("/date", &spans);
    if when.inferred {
        notes.push(plain_note(
            Code::InferredYear,
            "a part of the date is not in its words",
            "/date",
        ));
    }
    Some(event_date(page.document, &when, &spans))
}

/// `21 and 22 September`: two days in a row with only a word between them are one event's.
fn joined(page: &Page, found: &Findings, chosen: &Found<When>) -> Option<(When, Vec<Span>)> {
    let at = found
        .dates
        .iter()
        .position(|date| date.span == chosen.span)?;
    let pairs = [at.checked_sub(1), Some(at)];
    pairs.into_iter().flatten().find_map(|first| {
        let (first, second) = (found.dates.get(first)?, found.dates.get(first + 1)?);
        let gap = page
            .document
            .text
            .get(first.span.end as usize..second.span.start as usize)?;
        let (start, end) = (first.value.start?, second.value.start?);
        let days = first.value.precision == Precision::Day
            && second.value.end == Some(end)
            && first.value.end == Some(start);
        let follows = start.tomorrow().ok() == Some(end);
        let word = gap.split_whitespace().count() == 1
            && gap.chars().all(|c| c.is_alphabetic() || c.is_whitespace());
        let when = When {
            start: Some(start),
            end: Some(end),
            edtf: format!("{start}/{end}"),
            ..second.value.clone()
        };
        (days && follows && word).then(|| (when, vec![first.span, second.span]))
    })
}

/// A date as the record writes it.
pub fn event_date(document: &Document, when: &When, spans: &[Span]) -> EventDate {
    let words: Vec<&str> = spans.iter().map(|span| span.of(&document.text)).collect();
    EventDate {
        start: when.start.map(|day| day.to_string()),
        end: when.end.map(|day| day.to_string()),
        precision: when.precision,
        edtf: when.edtf.clone(),
        basis: if when.inferred {
            Basis::Inferred
        } else {
            Basis::Stated
        },
        text: (!words.is_empty()).then(|| words.join(" … ")),
    }
}

/// How likely a date is the event's, by its reasons.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Weight {
    /// A day says more than a month or a year.
    pub precision: f64,
    /// It stands in the heading, or near the top of the text.
    pub place: f64,
    /// A bare year, or a "today", far down in news tells of other times.
    pub told: f64,
    /// It is near the day of publication.
    pub nearness: f64,
}

impl Weight {
    /// The date with the greatest total above zero is the event's.
    pub fn total(self) -> f64 {
        self.precision + self.place + self.told + self.nearness
    }
}

/// Exact, near the top, near the publication. The weights order the cases of the gold
/// documents and of hand-made ones; they are not fitted finer.
pub fn weight(page: &Page, draft: &Draft, candidate: &Found<When>) -> Weight {
    let when = &candidate.value;
    let exact = match when.precision {
        Precision::Day => 3.0,
        Precision::Bounded => 1.5,
        Precision::Month => 1.2,
        Precision::Quarter | Precision::Year => 0.4,
    };
    let heading = draft
        .heading
        .is_some_and(|heading| heading.contains(candidate.span));
    let place = match heading {
        _ if draft.when.is_some_and(|cell| cell.contains(candidate.span)) => {
            // Of a month's section the heading tells the day.
            if when.precision == Precision::Day {
                6.0
            } else {
                4.0
            }
        }
        // The date of a heading stands at its end.
        true => {
            3.0 + if page.kind == DocumentKind::Report {
                position(draft, candidate)
            } else {
                0.0
            }
        }
        false => 2.0 - 2.0 * position(draft, candidate),
    };
    // "Today" opens a report of the day's event; further down it only means nowadays.
    let nowadays = if candidate.rule == "relative" && position(draft, candidate) > 0.15 {
        -6.0
    } else {
        0.0
    };
    let told = if page.kind != DocumentKind::Report
        && !heading
        && position(draft, candidate) > 0.3
        && exact < 1.0
    {
        -3.0
    } else {
        0.0
    };
    Weight {
        precision: exact,
        place,
        told: told + nowadays,
        nearness: nearness(page, when),
    }
}

/// How far into heading or text the date stands, from 0 to 1.
fn position(draft: &Draft, candidate: &Found<When>) -> f64 {
    let within = |span: Span| {
        f64::from(candidate.span.start.saturating_sub(span.start)) / span.len().max(1) as f64
    };
    match draft.heading {
        Some(heading) if heading.contains(candidate.span) => within(heading),
        _ => draft
            .body
            .iter()
            .copied()
            .reduce(Span::join)
            .map_or(0.0, within),
    }
}

/// News is told within weeks of the event; history is not news.
fn nearness(page: &Page, when: &When) -> f64 {
    let (Some(published), Some(start)) = (page.published.as_ref(), when.start.or(when.end)) else {
        return 0.0;
    };
    let days = (published.day - start).get_days().abs();
    match days {
        0..=45 => 2.0,
        46..=200 => 0.5,
        201..=400 => -1.0,
        _ => -4.0,
    }
}

/// `two-day`, told beside a day that is still to come: the event began before it.
fn lengthened(page: &Page, draft: &Draft, chosen: &Found<When>) -> (When, Vec<Span>) {
    let mut when = chosen.value.clone();
    let known = (page.published.as_ref(), when.start, when.end);
    let (Some(published), Some(start), Some(end)) = known else {
        return (when, vec![chosen.span]);
    };
    let Some((days, words)) = duration(page.document, draft) else {
        return (when, vec![chosen.span]);
    };
    if start != end || end <= published.day {
        return (when, vec![chosen.span]);
    }
    let Ok(first) = end.checked_sub((days - 1).days()) else {
        return (when, vec![chosen.span]);
    };
    if first > published.day {
        return (when, vec![chosen.span]);
    }
    when.start = Some(first);
    when.edtf = format!("{first}/{end}");
    when.inferred = true;
    (when, vec![words, chosen.span])
}

/// `two-day`, `двухдневный` …: days and the words.
fn duration(document: &Document, draft: &Draft) -> Option<(i64, Span)> {
    draft.body.iter().take(3).find_map(|&span| {
        let lowered = span.of(&document.text).to_lowercase();
        if lowered.len() != span.len() {
            return None;
        }
        [(2, &LEXICON.duration_two), (3, &LEXICON.duration_three)]
            .into_iter()
            .find_map(|(days, words)| {
                words.iter().find_map(|word| {
                    let at = lowered.find(word.as_str())?;
                    Some((
                        days,
                        Span {
                            start: span.start + at as u32,
                            end: span.start + (at + word.len()) as u32,
                        },
                    ))
                })
            })
    })
}

/// The year or years that open a stage.
fn stage(page: &Page, draft: &Draft, evidence: &mut Evidences) -> Option<EventDate> {
    let heading = page.document.passage(draft.heading?);
    let years = years(heading.text);
    let (&(from, first), &(to, last)) = (years.first()?, years.last()?);
    let span = heading.locate(from..to + 4);
    let edtf = if first == last {
        first.to_string()
    } else {
        format!("{first}/{last}")
    };
    let when = When {
        start: Date::new(first, 1, 1).ok(),
        end: Date::new(last, 12, 31).ok(),
        precision: Precision::Year,
        inferred: false,
        yearless: None,
        edtf,
    };
    evidence.span("/date", span);
    Some(event_date(page.document, &when, &[span]))
}

/// A project begins with the first year of its text and ends where it is said to; else it is open.
fn project(
    page: &Page,
    draft: &Draft,
    found: &Findings,
    evidence: &mut Evidences,
) -> Option<EventDate> {
    let first = found.dates.iter().find(|date| {
        date.value.start.is_some()
            && draft
                .body
                .first()
                .is_some_and(|body| body.contains(date.span))
    })?;
    let start = first.value.start?;
    let mut when = first.value.clone();
    if when.precision == Precision::Year && when.end.is_some_and(|end| end.year() == start.year())
        || when.end.is_none()
    {
        when.end = None;
        when.edtf = format!("{}/..", start.strftime("%Y"));
    }
    evidence.span("/date", first.span);
    Some(event_date(page.document, &when, &[first.span]))
}
