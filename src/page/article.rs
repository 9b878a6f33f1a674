//! A single piece of news: headline and text.
//!
//! Sentences alone make no news: a page that gives no date at all and no word
//! for a kind of activity in its headline (rules, contacts, an error) tells of
//! nothing that happened.

use crate::diagnostic::Diagnostics;
use crate::document::{Document, Kind, Property, Witness};
use crate::draft::{Draft, Title};
use crate::field::{date, link, objective, sort, title};
use crate::record::{ActivityKind, Precision, TitleBasis};
use crate::scheme::Scheme;
use crate::span::{Passage, Span};

/// Fewest characters of main text that tell of something.
const SHORTEST: usize = 60;

pub fn cut(document: &Document, _: &Scheme, _: &mut Diagnostics) -> Option<Vec<Draft>> {
    let body = body(document);
    let length: usize = body
        .iter()
        .map(|&span| span.of(&document.text).chars().count())
        .sum();
    let sentences = body
        .iter()
        .any(|&span| span.of(&document.text).split_whitespace().count() >= 8);
    if length < SHORTEST || !sentences || !tells_of_something(document, &body) {
        return None;
    }
    let extent = body.iter().copied().reduce(Span::join)?;
    let mut draft = Draft::new(ActivityKind::Activity, extent);
    draft.title = headline(document).or_else(|| supplied(document, &body));
    draft.heading = match &draft.title {
        Some(Title {
            basis: TitleBasis::Stated,
            witness: Some(Witness::Text(span)),
            ..
        }) => Some(*span),
        Some(Title {
            basis: TitleBasis::Stated,
            text,
            ..
        }) => seen(document, text),
        _ => None,
    };
    let (body, objectives) = split_objectives(document, body);
    draft.body = body;
    draft.objectives = objectives;
    Some(vec![draft])
}

/// Whether the page has a date of publication, a date in its text, or a headline that names a kind of activity.
fn tells_of_something(document: &Document, body: &[Span]) -> bool {
    let headline = document
        .meta
        .best(Property::Title)
        .map(|title| Passage::new(&title.value));
    document.meta.best(Property::Published).is_some()
        || headline.is_some_and(|headline| sort::find(&[headline]).is_some())
        || body.iter().any(|&span| is_dated(document.passage(span)))
}

/// A year alone is no news: histories and book lists have many.
fn is_dated(passage: Passage) -> bool {
    let found = date::find(passage, None, &date::Reference::default());
    found
        .iter()
        .any(|found| found.value.precision != Precision::Year)
}

/// The main passages, addresses and tables' cells as they come.
pub fn body(document: &Document) -> Vec<Span> {
    let mut body = Vec::new();
    for block in document.main_blocks() {
        match &block.kind {
            Kind::Table(table) => {
                let cells = table.rows.iter().flat_map(|row| row.cells.iter().flatten());
                body.extend(cells.flat_map(|cell| &cell.blocks).map(|part| part.span));
            }
            _ if link::is_lone(document.passage(block.span)) => {}
            _ => body.push(block.span),
        }
    }
    body
}

/// The page's headline.
pub fn headline(document: &Document) -> Option<Title> {
    let best = document.meta.best(Property::Title)?;
    let text = best.value.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Title {
        text,
        basis: TitleBasis::Stated,
        witness: Some(best.witness.clone()),
    })
}

/// Where a title known from outside the text stands on the page.
fn seen(document: &Document, title: &str) -> Option<Span> {
    document
        .blocks
        .iter()
        .map(|block| block.span)
        .find(|span| span.of(&document.text) == title)
}

/// A title made from the first words of the text.
pub fn supplied(document: &Document, body: &[Span]) -> Option<Title> {
    let text = title::supplied(document.passage(*body.first()?))?;
    Some(Title {
        text,
        basis: TitleBasis::Supplied,
        witness: None,
    })
}

/// Items under the word "Objectives" are objectives; all else is text.
fn split_objectives(document: &Document, body: Vec<Span>) -> (Vec<Span>, Vec<Span>) {
    let is_item = |span: Span| {
        document
            .blocks
            .iter()
            .any(|block| block.span == span && block.kind == Kind::Item)
    };
    let Some(heading) = body
        .iter()
        .position(|&span| objective::is_heading(document.passage(span)))
    else {
        return (body, Vec::new());
    };
    let items = body[heading + 1..]
        .iter()
        .take_while(|&&span| is_item(span))
        .count();
    if items == 0 {
        return (body, Vec::new());
    }
    let objectives = body[heading + 1..heading + 1 + items]
        .iter()
        .map(|&span| objective::trim(document.passage(span)).span())
        .collect();
    let text = body
        .iter()
        .enumerate()
        .filter(|(index, _)| !(heading..heading + 1 + items).contains(index));
    (text.map(|(_, &span)| span).collect(), objectives)
}
