//! Items that a page gives as one run of text: a day, a title that is a link, and what it says.
//!
//! `19.05.2022 <a>Night of museums</a><br>On 18 May …`: with line breaks for boxes the reader sees
//! one paragraph. Where several begin so, each is cut behind its day and behind its title.

use crate::document::{Block, Document, Kind};
use crate::field::date;
use crate::span::Span;

/// Blocks of one form that make a list.
const LIST: usize = 2;

/// Words of the shortest title that is a link, and characters of the shortest text behind it.
const TITLE_WORDS: usize = 2;
const TEXT: usize = 30;

/// Bytes before the link in which a day may stand.
const BEFORE: usize = 40;

/// The parts of blocks that are items in one run, by block; empty where no list is made so.
pub fn of(document: &Document) -> Vec<(usize, Vec<Span>)> {
    let blocks = document.blocks.iter().enumerate();
    let running =
        |block: &Block| matches!(block.kind, Kind::Paragraph | Kind::Item) && block.aside.is_none();
    let parts: Vec<(usize, Vec<Span>)> = blocks
        .filter(|(_, block)| running(block))
        .filter_map(|(number, block)| Some((number, parts(document, block.span)?)))
        .collect();
    if parts.len() < LIST {
        return Vec::new();
    }
    parts
}

/// The day, the title and the text of a block that begins with a link.
fn parts(document: &Document, span: Span) -> Option<Vec<Span>> {
    let link = document.links_in(span).first()?.span;
    let passage = document.passage(span);
    let before = passage.text.get(..(link.start - span.start) as usize)?;
    let behind = passage.text.get((link.end - span.start) as usize..)?;
    let title = link.of(&document.text);
    let titled = title.split_whitespace().nth(TITLE_WORDS - 1).is_some();
    let text = behind.trim_start();
    let begins =
        text.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "«\"“„".contains(c));
    let long = text.chars().nth(TEXT).is_some();
    let stops = title.ends_with(['.', ',', ':', ';']) || !begins;
    if !titled || !long || stops || before.len() > BEFORE || !is_day(document, span, link) {
        return None;
    }
    let first = passage.slice(0..before.len()).trim().span();
    let rest = passage.slice(passage.text.len() - text.len()..passage.text.len());
    let day = (!first.is_empty()).then_some(first);
    Some(day.into_iter().chain([link, rest.trim().span()]).collect())
}

/// Whether nothing but a day stands between the beginning of a block and its first link.
fn is_day(document: &Document, block: Span, link: Span) -> bool {
    let before = document.passage(Span {
        start: block.start,
        end: link.start,
    });
    let left = |span: Span| {
        let at = |offset: u32| (offset - before.start) as usize;
        let rest = [&before.text[..at(span.start)], &before.text[at(span.end)..]];
        rest.iter()
            .all(|rest| !rest.contains(char::is_alphanumeric))
    };
    !before.text.contains(char::is_alphanumeric)
        || date::find(before, None, &date::Reference::default())
            .iter()
            .any(|day| left(day.span))
}
