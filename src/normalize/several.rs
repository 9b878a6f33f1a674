//! The safety net: a record that seems to hold more than one activity says so.
//!
//! Numbers of activities that count up, goal lines of rows apart that state other goals, and a
//! country cell of several countries are signs that rows or items were not parted.

use super::page::{PageContext, plain_note};
use crate::diagnostic::Code;
use crate::document::Document;
use crate::draft::{Draft, Findings};
use crate::field::{country, title};
use crate::record::{GoalBasis, Note};
use crate::span::Span;

/// The doubt, with its reason.
pub fn doubt(page: &PageContext, draft: &Draft, found: &Findings) -> Option<Note> {
    let document = page.document;
    let reason = if numbers(document, draft) > 1 {
        "several numbered activities stand in it"
    } else if countries(page, draft) > 1 {
        "its cell names several countries"
    } else if is_parted(draft) && goals(draft, found) > 1 {
        "rows apart state different goals"
    } else {
        return None;
    };
    let message = format!("more than one activity may stand in this record: {reason}");
    Some(plain_note(Code::SeveralInOne, message, "/title"))
}

/// How many lines open with the number of an activity: with its sign, or counting up.
fn numbers(document: &Document, draft: &Draft) -> usize {
    let mut lines = draft.heading.iter().chain(&draft.body);
    let mut own = usize::from(draft.ordinal.is_some());
    let mut next = 0;
    for span in lines.by_ref() {
        let passage = document.passage(*span);
        if title::ordinal(passage).0.is_some() {
            own += 1;
        } else if let Some(number) = list_number(passage.text) {
            // Items of one list are none: they are short.
            let long = passage.text.chars().count() >= LONG;
            next = if long && (number == next + 1) {
                number
            } else {
                next
            };
        }
    }
    own.max(next as usize)
}

/// Characters from which a numbered paragraph tells of something.
const LONG: usize = 80;

fn list_number(text: &str) -> Option<u32> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mark = text[digits..].starts_with(['.', ')']) && text[digits + 1..].starts_with(' ');
    (1..=3)
        .contains(&digits)
        .then(|| text[..digits].parse().ok())
        .flatten()
        .filter(|_| mark)
}

fn countries(page: &PageContext, draft: &Draft) -> usize {
    let Some(cell) = draft.country else { return 0 };
    let found = country::find(page.document.passage(cell.span), page.language.as_deref());
    let mut codes: Vec<&str> = found.iter().map(|found| found.value.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.len()
}

/// Whether text of the activity stands between two of its goal lines, as where rows were joined.
fn is_parted(draft: &Draft) -> bool {
    let told = |pair: &[Span]| {
        let between = |span: &Span| pair[0].end <= span.start && span.end <= pair[1].start;
        draft.body.iter().any(between)
    };
    draft.goal_lines.windows(2).any(told)
}

fn goals(draft: &Draft, found: &Findings) -> usize {
    let of_line = |span: Span| draft.goal_lines.iter().any(|line| line.contains(span));
    let stated = found
        .stated
        .iter()
        .filter(|found| found.value.basis == GoalBasis::Stated && of_line(found.span));
    let mut codes: Vec<&str> = stated.map(|found| found.value.code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.len()
}
