//! List pages: several pieces of news, each a title with or without a teaser.

use crate::diagnostic::Diagnostics;
use crate::document::{Document, Entry, Kind, Witness};
use crate::draft::{Draft, Title};
use crate::field::{date, link};
use crate::record::{ActivityKind, Precision, TitleBasis};
use crate::scheme::Scheme;
use crate::span::{Passage, Span};

/// Fewest items that make a list.
const ITEMS: usize = 2;

pub fn cut(document: &Document, _: &Scheme, _: &mut Diagnostics) -> Option<Vec<Draft>> {
    if document.entries.len() < ITEMS {
        return None;
    }
    Some(
        document
            .entries
            .iter()
            .filter_map(|entry| draft(document, entry))
            .collect(),
    )
}

fn draft(document: &Document, entry: &Entry) -> Option<Draft> {
    let blocks = document.blocks.get(entry.blocks.clone())?;
    let extent = blocks.iter().map(|block| block.span).reduce(Span::join)?;
    let mut draft = Draft::new(ActivityKind::Activity, extent);
    draft.published = entry.published;
    if let Some(span) = entry.title {
        draft.heading = Some(span);
        let text = span.of(&document.text).to_owned();
        draft.title = Some(Title {
            text,
            basis: TitleBasis::Stated,
            witness: Some(Witness::Text(span)),
        });
    }
    for block in blocks {
        let passage = document.passage(block.span);
        let own = entry.title.is_some_and(|title| title.overlaps(block.span))
            || entry
                .published
                .is_some_and(|date| date.overlaps(block.span));
        if draft.published.is_none() && !own && is_date(passage) {
            draft.published = Some(block.span);
        } else if block.aside.is_none()
            && !own
            && !matches!(block.kind, Kind::Table(_))
            && !link::is_lone(passage)
        {
            draft.body.push(without_more(document, entry, block.span));
        }
    }
    Some(draft)
}

/// The span without a link at its end that leads where the title leads: `Read more →` is no part of the text.
fn without_more(document: &Document, entry: &Entry, span: Span) -> Span {
    let Some(link) = document
        .links_in(span)
        .last()
        .filter(|link| span.start < link.span.start)
    else {
        return span;
    };
    let behind = document
        .text
        .get(link.span.end as usize..span.end as usize)
        .unwrap_or("");
    if entry.target.as_ref() != Some(&link.target) || behind.contains(char::is_alphanumeric) {
        return span;
    }
    let kept = document.text[span.start as usize..link.span.start as usize].trim_end();
    if kept.is_empty() {
        span
    } else {
        Span {
            start: span.start,
            end: span.start + kept.len() as u32,
        }
    }
}

/// A day and nothing else, but for a time: when the item was published.
fn is_date(passage: Passage) -> bool {
    let found = date::find(passage, None, &date::Reference::default());
    let [day] = &found[..] else { return false };
    let (from, to) = (
        (day.span.start - passage.start) as usize,
        (day.span.end - passage.start) as usize,
    );
    let rest = |text: &str| !text.contains(char::is_alphabetic);
    day.value.precision == Precision::Day
        && rest(&passage.text[..from])
        && rest(&passage.text[to..])
}
