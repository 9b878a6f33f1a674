//! The lines about a text that stand right before it: behind the headline, and
//! often behind a standfirst too, stand its day, and beside that a name, a
//! section, a reading time.

use super::choice::Choice;
use super::credits::{is_about, is_day, is_text};
use super::names::Traits;
use super::page::{Page, Run};
use super::spelling::key;
use crate::document::Rule;
use std::ops::Range;

/// Runs behind the headline among which the line with the day stands.
const NEAR: usize = 14;

/// Paragraphs of a standfirst: more of them are the text.
const STANDFIRST: usize = 2;

/// Runs above the text among which its day may stand.
const ABOVE: usize = 6;

/// Characters of the longest line that is about the text.
const LINE: u32 = 60;

/// Characters of the shortest paragraph that opens a text; a notice or an invitation there is
/// shorter. Set on wcxb-dev.
const PARAGRAPH: u32 = 100;

/// Whether a run that stands among such lines can be one: a day, or a few words that head nothing.
pub fn is_line(page: &Page, run: &Run) -> bool {
    run.chars <= LINE && run.heading == 0 || is_day(page, run)
}

/// The places, among the runs from the headline on, of the lines from the last paragraph before the
/// day up to the day.
pub fn lines(page: &Page, choice: &Choice, runs: &[usize]) -> Range<usize> {
    let is_text = |place: usize| is_text(page, choice, runs[place]);
    // A few words without a full stop are what somebody is, or a section.
    let is_paragraph = |place: usize| {
        is_text(place) && page.runs[runs[place]].prose() * 4 >= page.runs[runs[place]].chars
    };
    let is_day = |place: usize| is_day_at(page, runs[place]);
    let mut texts = (0..runs.len().min(NEAR)).filter(|&place| is_paragraph(place));
    // Where the day stands above, one among the paragraphs is that of something else.
    let above = runs
        .first()
        .is_some_and(|&run| (run.saturating_sub(ABOVE)..run).any(|run| is_day_at(page, run)));
    let standfirst = if above && !page.is_thread() {
        STANDFIRST - 1
    } else {
        STANDFIRST
    };
    let end = texts.nth(standfirst).unwrap_or(runs.len().min(NEAR));
    let Some(day) = (0..end).rev().find(|&place| is_day(place)) else {
        return 0..0;
    };
    // Several days that head paragraphs are those of a chronicle.
    if (0..runs.len().saturating_sub(1))
        .filter(|&place| is_day(place) && is_text(place + 1))
        .nth(1)
        .is_some()
    {
        return 0..0;
    }
    // A post may open with a greeting.
    let first = if page.is_thread() {
        Some(day)
    } else {
        (0..day)
            .rev()
            .find(|&p| is_paragraph(p))
            .map(|text| text + 1)
    };
    first.unwrap_or(0)..day + 1
}

fn is_day_at(page: &Page, run: usize) -> bool {
    is_day(page, &page.runs[run])
}

/// Takes up the paragraphs that stand between the lines about a text and its box: some systems keep
/// the opening of a text apart from the rest. Above these lines stands the standfirst.
pub fn take_up(page: &Page, choice: &mut Choice) {
    let text = page.runs_of(choice.root).start;
    let title = key(&page.title);
    let heads =
        |run: &Run| run.heading == 1 || run.heading > 1 && title.contains(&key(&page.plain(run)));
    let headline = (text.saturating_sub(NEAR)..text)
        .rev()
        .find(|&run| heads(&page.runs[run]));
    let Some(headline) = headline else { return };
    let about = |run: &usize| {
        let named = |n: u32| {
            page.nodes[n as usize]
                .traits
                .has(Traits(Traits::AUTHOR.0 | Traits::DATE.0))
        };
        let run = &page.runs[*run];
        run.chars <= LINE && (page.ancestors(run.block).take(2).any(named) || is_day(page, run))
    };
    let Some(line) = (headline + 1..text).find(about) else {
        return;
    };
    let opens = |&run: &usize| {
        let found = &page.runs[run];
        let paragraph = found.closed && !found.item && !found.caption && found.prose() >= PARAGRAPH;
        paragraph && choice.asides[run] == Some(Rule::Outside) && !is_about(page, found)
    };
    let taken: Vec<usize> = (line + 1..text).filter(opens).collect();
    taken.into_iter().for_each(|run| choice.asides[run] = None);
}
