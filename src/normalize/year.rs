//! The year of a day that is written without one.
//!
//! It comes from the nearest evidence: the heading, or a date of the same
//! activity whose role says that it is of its time (the event, its plan, its
//! last days for applications), never from a law, a founding or a life, and
//! never from the greatest year of the text. Without evidence there is none.

use super::page::PageContext;
use super::role::{DateRole, Judged};
use crate::draft::{Draft, Findings};
use crate::field::date::When;
use crate::lexicon::{self, LEXICON};
use crate::record::Precision;
use crate::span::{Found, Span};
use jiff::civil::Date;

/// Characters before a year among which a word for *plan* may stand: more than the longest has.
const NEAR: usize = 40;

/// The year a report tells of: the last one it names that it does not plan for, or the one
/// before the year it plans for.
pub fn stated_year(text: &str) -> Option<i16> {
    before_planned(text).or_else(|| years(text).into_iter().map(|(_, year)| year).max())
}

/// The year before the one that a text plans for.
fn before_planned(text: &str) -> Option<i16> {
    let planned = years(text)
        .into_iter()
        .filter(|(at, _)| is_planned(text, *at));
    planned.map(|(_, year)| year - 1).max()
}

/// Whether a word for *plan* stands before a year.
fn is_planned(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end();
    let start = before
        .char_indices()
        .rev()
        .nth(NEAR)
        .map_or(0, |(start, _)| start);
    let before = before[start..].to_lowercase();
    let plans = &LEXICON.plan_word;
    plans.iter().any(|word| before.ends_with(word.as_str())) || in_plan(&before)
}

/// A word for *plan* among the last few words.
fn in_plan(before: &str) -> bool {
    let start = before.char_indices().rev().nth(30).map_or(0, |(at, _)| at);
    lexicon::holds_one_of(&before[start..], &LEXICON.plan_word)
}

/// Four digits from 1990 to 2099 standing alone.
pub fn years(text: &str) -> Vec<(usize, i16)> {
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

/// The year that the nearest evidence gives a day without one.
pub fn nearest(
    page: &PageContext,
    draft: &Draft,
    found: &Findings,
    judged: &[Judged],
    chosen: &Found<When>,
) -> Option<i16> {
    chosen.value.yearless?;
    let distance = |span: Span| {
        let behind = chosen.span.start.saturating_sub(span.end);
        behind.max(span.start.saturating_sub(chosen.span.end))
    };
    let dates = found.dates.iter().zip(judged);
    let stated: Vec<(u32, bool, i16)> = dates
        .filter(|(date, judged)| is_of_the_time(judged.role()) && is_dated(&date.value))
        .filter_map(|(date, _)| {
            let year = date.value.start.or(date.value.end)?.year();
            let bare = date.value.precision == Precision::Year;
            // A year by itself holds for the days that are told behind it.
            let governs = !bare || date.span.end <= chosen.span.start;
            governs.then_some((distance(date.span), bare, year))
        })
        .collect();
    let near = |bare: bool| {
        let like = stated.iter().filter(|(_, is_bare, _)| *is_bare == bare);
        like.min().map(|(_, _, year)| *year)
    };
    in_heading(page, draft)
        .or_else(|| near(false))
        .or_else(|| before_planned(&page.view.text))
        .or_else(|| near(true))
        .or(page.reference.year)
}

fn is_of_the_time(role: DateRole) -> bool {
    matches!(
        role,
        DateRole::Event | DateRole::Published | DateRole::Deadline | DateRole::Plan
    )
}

/// Whether a date gives one year in its words.
fn is_dated(when: &When) -> bool {
    let one = match (when.start, when.end) {
        (Some(start), Some(end)) => start.year() == end.year(),
        (start, end) => start.is_some() || end.is_some(),
    };
    one && !when.inferred
}

/// The only year of the heading.
fn in_heading(page: &PageContext, draft: &Draft) -> Option<i16> {
    let heading = draft.heading.map(|heading| heading.of(&page.document.text));
    let named = heading.map(years).unwrap_or_default();
    match named[..] {
        [(_, year)] => Some(year),
        _ => None,
    }
}

/// A day or days without year in a year; over its turn into the next.
pub fn filled(when: &When, year: i16) -> Option<When> {
    let ((month, day), (last_month, last_day)) = when.yearless?;
    let turns = (month, day) > (last_month, last_day);
    let start = Date::new(year, month, day).ok()?;
    let end = Date::new(year + i16::from(turns), last_month, last_day).ok()?;
    let edtf = match (when.precision, start == end) {
        (Precision::Bounded, _) => format!("[{start}..{end}]"),
        (_, true) => start.to_string(),
        (_, false) => format!("{start}/{end}"),
    };
    Some(When {
        start: Some(start),
        end: Some(end),
        inferred: true,
        yearless: None,
        edtf,
        precision: when.precision,
    })
}
