//! List pages: several pieces of news, each a title with or without a teaser.

use crate::diagnostic::Diagnostics;
use crate::document::{Document, Entry, Kind, Witness};
use crate::draft::{Draft, Title};
use crate::field::link;
use crate::record::{ActivityKind, TitleBasis};
use crate::span::Span;

/// Fewest items that make a list.
const ITEMS: usize = 2;

pub fn cut(document: &Document, _: &mut Diagnostics) -> Option<Vec<Draft>> {
    if document.entries.len() < ITEMS {
        return None;
    }
    Some(document.entries.iter().filter_map(|entry| draft(document, entry)).collect())
}

fn draft(document: &Document, entry: &Entry) -> Option<Draft> {
    let blocks = document.blocks.get(entry.blocks.clone())?;
    let extent = blocks.iter().map(|block| block.span).reduce(Span::join)?;
    let mut draft = Draft::new(ActivityKind::Activity, extent);
    draft.published = entry.published;
    if let Some(span) = entry.title {
        draft.heading = Some(span);
        let text = span.of(&document.text).to_owned();
        draft.title = Some(Title { text, basis: TitleBasis::Stated, witness: Some(Witness::Text(span)) });
    }
    for block in blocks.iter().filter(|block| block.aside.is_none()) {
        let own = entry.title.is_some_and(|title| title.overlaps(block.span))
            || entry.published.is_some_and(|date| date.overlaps(block.span));
        if !own && !matches!(block.kind, Kind::Table(_)) && !link::is_lone(document.passage(block.span)) {
            draft.body.push(block.span);
        }
    }
    Some(draft)
}
