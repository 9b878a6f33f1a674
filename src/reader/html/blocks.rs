//! The flat page to blocks of the document, in reading order.

use super::choice::Choice;
use super::hints::{Bold, ListMarks};
use super::page::{Page, Run};
use super::table;
use crate::budget::{Budget, Exhausted};
use crate::document::{Builder, Kind, Mark, Origin};
use std::ops::Range;

/// The block numbers that each run became.
pub type Placed = Vec<Range<usize>>;

/// Writes every run; those set aside carry the rule.
pub fn write(
    page: &Page,
    choice: &Choice,
    builder: &mut Builder,
    budget: &Budget,
) -> Result<Placed, Exhausted> {
    let mut placed: Placed = Vec::with_capacity(page.runs.len());
    let (marks, bold) = (ListMarks::of(page), Bold::of(page, choice));
    let mut index = 0;
    while index < page.runs.len() {
        let first = builder.len();
        let mut end = index + 1;
        let table = choice
            .table_at(index)
            .filter(|t| t.runs.start == index && choice.asides[index].is_none());
        match table {
            Some(table) => {
                builder.table(
                    table::grid(page, table, budget)?,
                    Origin::Node(table.node),
                    budget,
                )?;
                end = table.runs.end;
            }
            None => run(
                page,
                &Run {
                    heading: bold
                        .level(&page.runs[index])
                        .unwrap_or(page.runs[index].heading),
                    ..page.runs[index].clone()
                },
                (Origin::Node(page.runs[index].block), marks.before(index)),
                builder,
                budget,
            )?,
        }
        if let Some(rule) = choice.asides[index] {
            (first..builder.len()).for_each(|block| builder.set_aside(block, rule));
        }
        (index..end).for_each(|_| placed.push(first..builder.len()));
        index = end;
    }
    Ok(placed)
}

/// Writes one run: a block, or several where line breaks part it.
pub fn run(
    page: &Page,
    run: &Run,
    (origin, mut mark): (Origin, Option<Mark>),
    builder: &mut Builder,
    budget: &Budget,
) -> Result<(), Exhausted> {
    let (text, links) = page.words(run);
    let kind = match (run.heading, run.item) {
        (1..=6, _) => Kind::Heading(run.heading),
        (_, true) => Kind::Item,
        _ => Kind::Paragraph,
    };
    for piece in lines(&text, page.is_preformatted(run)) {
        let links: Vec<_> = links
            .iter()
            .filter(|(range, _)| range.start < piece.end && piece.start < range.end)
            .map(|(range, target)| {
                let start = range.start.max(piece.start) - piece.start;
                (
                    start..range.end.min(piece.end) - piece.start,
                    target.clone(),
                )
            })
            .collect();
        let shown = builder.block(kind.clone(), &text[piece], &links, origin, budget)?;
        if let Some(mark) = mark.take_if(|_| shown.is_some()) {
            builder.mark(mark);
        }
    }
    Ok(())
}

/// Where line breaks part a text: at an empty line, and behind a finished sentence.
fn lines(text: &str, preformatted: bool) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices('\n') {
        let before = text[start..at].trim_end();
        let blank = text[at + 1..]
            .trim_start_matches([' ', '\t', '\u{a0}'])
            .starts_with('\n');
        let finished = before.ends_with(['.', '!', '?', ':', ';', '…', '»', '”', '"']);
        if (blank || finished) && !preformatted && !before.is_empty() {
            out.push(start..at);
            start = at + 1;
        }
    }
    out.push(start..text.len());
    out
}
