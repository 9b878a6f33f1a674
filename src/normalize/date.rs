//! The event's date, of those whose role is the event's: one day, days in a row, or the first of
//! several with the others told.

use super::evidence::Evidences;
use super::page::{PageContext, plain_note};
use super::role::{self, Judged};
use super::year::{self, years};
use crate::diagnostic::Code;
use crate::document::Document;
use crate::draft::{Draft, Findings};
use crate::field::date::When;
use crate::lexicon::LEXICON;
use crate::record::{ActivityKind, Basis, EventDate, Note, Precision};
use crate::span::{Found, Span};
use jiff::ToSpan;
use jiff::civil::Date;

/// The event's date, with its reason kept as evidence.
pub fn choose(
    page: &PageContext,
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
    let judged = role::judge(page, draft, found);
    let first = event(&judged)?;
    let at = narrowed(found, &judged, first).unwrap_or_else(|| whole(found, &judged, first));
    if !told_others(page, found, &judged, at, notes) && judged[at].lead() <= DOUBT {
        let message = format!(
            "the day may be of another kind: {}",
            judged[at].rival().as_str()
        );
        notes.push(plain_note(Code::AmbiguousDate, message, "/date"));
    }
    let chosen = settled(page, draft, found, &judged, at);
    let (when, spans) = joined(page, found, &chosen)
        .or_else(|| going_on(found, &judged, &chosen))
        .unwrap_or_else(|| lengthened(page, draft, &chosen));
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

/// Points by which an event's day may lead and still be in doubt.
const DOUBT: i16 = 1;
/// Points within which two days are both the event's: the first is taken.
const EQUAL: i16 = 2;

/// Most other days that are told.
const OTHERS: usize = 5;

/// The first of the days that lead the most as the event's.
fn event(judged: &[Judged]) -> Option<usize> {
    let best = judged
        .iter()
        .map(Judged::lead)
        .max()
        .filter(|lead| *lead > 0)?;
    judged
        .iter()
        .position(|judged| judged.lead() > 0 && judged.lead() + EQUAL >= best)
}

/// `This week, on 26 and 27 September`: the first day that lies within days told from that of
/// publication.
fn narrowed(found: &Findings, judged: &[Judged], at: usize) -> Option<usize> {
    let vague = &found.dates[at].value;
    let (first, last) = vague.start.zip(vague.end)?;
    let exact = |date: &Found<When>| {
        let filled = year::filled(&date.value, first.year());
        let when = filled.as_ref().unwrap_or(&date.value);
        let within = |day: Option<Date>| day.is_some_and(|day| first <= day && day <= last);
        when.precision == Precision::Day && within(when.start) && within(when.end)
    };
    let mut dates = found.dates.iter().zip(judged).enumerate();
    let inner =
        dates.position(|(other, (date, judged))| other != at && judged.lead() > 0 && exact(date));
    inner.filter(|_| vague.inferred && vague.yearless.is_none() && first < last)
}

/// The days in a row that a day lies in, where they are the event's too: `5–30 March`, of which
/// the opening was on the fifth.
fn whole(found: &Findings, judged: &[Judged], at: usize) -> usize {
    let day = &found.dates[at].value;
    let (Some(first), Some(last)) = (day.start, day.end) else {
        return at;
    };
    let holds = |when: &When| {
        let ends = when.start.zip(when.end).filter(|(start, end)| start < end);
        ends.is_some_and(|(start, end)| start <= first && last <= end)
            && when.precision == Precision::Day
    };
    let mut dates = found.dates.iter().zip(judged);
    let row = dates.position(|(date, judged)| judged.lead() > 0 && holds(&date.value));
    row.filter(|_| first == last).unwrap_or(at)
}

/// Tells of the other days on which the event was held too.
fn told_others(
    page: &PageContext,
    found: &Findings,
    judged: &[Judged],
    at: usize,
    notes: &mut Vec<Note>,
) -> bool {
    let own = &found.dates[at].value;
    let lead = judged[at].lead();
    let exact = |when: &When| when.precision == Precision::Day && when.edtf != own.edtf;
    let likely = |judged: &Judged| judged.lead() > 0 && judged.lead() + EQUAL >= lead;
    let others = found.dates.iter().zip(judged);
    let words: Vec<&str> = others
        .filter(|(date, judged)| exact(&date.value) && likely(judged))
        .map(|(date, _)| date.span.of(&page.document.text))
        .take(OTHERS)
        .collect();
    if words.is_empty() || own.precision != Precision::Day {
        return false;
    }
    let message = format!("other days may be the activity's too: {}", words.join(", "));
    notes.push(plain_note(Code::AmbiguousDate, message, "/date"));
    true
}

/// The chosen date with the year that the evidence gives it, or in the week that is to come.
fn settled(
    page: &PageContext,
    draft: &Draft,
    found: &Findings,
    judged: &[Judged],
    at: usize,
) -> Found<When> {
    let chosen = &found.dates[at];
    if chosen.rule == "weekday" && judged[at].is_ahead() {
        return chosen.clone().map(|when| a_week_on(&when).unwrap_or(when));
    }
    let year = year::nearest(page, draft, found, judged, chosen);
    let filled = year.and_then(|year| year::filled(&chosen.value, year));
    chosen.clone().map(|when| filled.unwrap_or(when))
}

/// `On Friday` of what will be held is the coming one.
fn a_week_on(when: &When) -> Option<When> {
    let day = when.start?.checked_add(7.days()).ok()?;
    Some(When {
        start: Some(day),
        end: Some(day),
        edtf: day.to_string(),
        ..when.clone()
    })
}

/// `Opened on 10 May … and runs until 30 May`: the last day that a word for going on gives.
fn going_on(
    found: &Findings,
    judged: &[Judged],
    chosen: &Found<When>,
) -> Option<(When, Vec<Span>)> {
    let start = chosen
        .value
        .start
        .filter(|start| chosen.value.end == Some(*start))?;
    let last = |(date, judged): &(&Found<When>, &Judged)| {
        date.value.is_until() && judged.goes_on() && date.span.start > chosen.span.end
    };
    let (date, _) = found.dates.iter().zip(judged).find(last)?;
    let end = date.value.end.filter(|end| *end > start)?;
    let when = When {
        start: Some(start),
        end: Some(end),
        inferred: chosen.value.inferred || date.value.inferred,
        edtf: format!("{start}/{end}"),
        ..chosen.value.clone()
    };
    Some((when, vec![chosen.span, date.span]))
}

/// `21 and 22 September`: two days in a row with only a word between them are one event's.
fn joined(page: &PageContext, found: &Findings, chosen: &Found<When>) -> Option<(When, Vec<Span>)> {
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

/// `two-day`, told beside a day that is still to come: the event began before it.
fn lengthened(page: &PageContext, draft: &Draft, chosen: &Found<When>) -> (When, Vec<Span>) {
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
fn stage(page: &PageContext, draft: &Draft, evidence: &mut Evidences) -> Option<EventDate> {
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
    page: &PageContext,
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
