//! Styles: the outline level, list and print that paragraphs inherit (MS-DOC 2.9.271).

use super::super::office::compound::u16_at;
use super::head::part;
use super::properties::{ParagraphProperties, WordProperties};
use std::ops::Range;

/// How long a chain of styles may be that rest on each other.
const CHAIN: usize = 32;
/// A style that rests on none.
const NONE: u16 = 0x0fff;

#[derive(Clone, Debug)]
struct StoredStyle {
    base: u16,
    outline: Option<u8>,
    contents: bool,
    /// Changes of the paragraph and of its words, in the table.
    paragraph: Range<usize>,
    words: Range<usize>,
}

/// What a style says with all it rests on.
#[derive(Clone, Debug, Default)]
pub struct ResolvedStyle {
    pub paragraph: ParagraphProperties,
    pub words: WordProperties,
    pub contents: bool,
}

/// All styles by their number, with what each says.
#[derive(Debug, Default)]
pub struct DocStyles {
    said: Vec<ResolvedStyle>,
}

impl DocStyles {
    pub fn read(table: &[u8], place: Range<usize>) -> DocStyles {
        let bytes = part(table, place.clone());
        let head = usize::from(u16_at(bytes, 0));
        let count = usize::from(u16_at(bytes, 2)).min(4096);
        let base = usize::from(u16_at(bytes, 4));
        let mut at = 2 + head;
        let mut all: Vec<Option<StoredStyle>> = Vec::with_capacity(count);
        for _ in 0..count {
            let length = usize::from(u16_at(bytes, at));
            let style = bytes.get(at + 2..at + 2 + length);
            all.push(style.and_then(|style| one(style, base, place.start + at + 2)));
            at += 2 + length + length % 2;
        }
        let said = (0..count).map(|number| said(&all, number, table)).collect();
        DocStyles { said }
    }

    pub fn of(&self, number: u16) -> ResolvedStyle {
        self.said
            .get(usize::from(number))
            .cloned()
            .unwrap_or_default()
    }
}

/// A style of paragraphs.
fn one(bytes: &[u8], base: usize, start: usize) -> Option<StoredStyle> {
    let number = u16_at(bytes, 0) & 0x0fff;
    let kind = u16_at(bytes, 2) & 0x0f;
    if kind != 1 || bytes.len() < 4 {
        return None;
    }
    let name = usize::from(u16_at(bytes, base));
    let mut at = base + 2 + 2 * name + 2;
    let mut changes = || {
        let length = usize::from(u16_at(bytes, at));
        let from = at + 2;
        at = from + length + length % 2;
        from.min(bytes.len())..(from + length).min(bytes.len())
    };
    let (paragraph, words) = (changes(), changes());
    // The number of the style itself comes first.
    let paragraph = (paragraph.start + 2).min(paragraph.end)..paragraph.end;
    let moved = |range: Range<usize>| range.start + start..range.end + start;
    Some(StoredStyle {
        base: u16_at(bytes, 2) >> 4,
        // Built-in styles are known by their numbers in every language.
        outline: match number {
            1..=9 => Some(number as u8 - 1),
            62 => Some(0),
            74 => Some(1),
            _ => None,
        },
        contents: (19..=27).contains(&number),
        paragraph: moved(paragraph),
        words: moved(words),
    })
}

fn said(all: &[Option<StoredStyle>], number: usize, table: &[u8]) -> ResolvedStyle {
    let mut chain = Vec::new();
    let mut next = number;
    while let Some(Some(style)) = all.get(next) {
        chain.push(style);
        next = usize::from(style.base);
        if chain.len() == CHAIN || style.base == NONE {
            break;
        }
    }
    let mut said = ResolvedStyle::default();
    for style in chain.iter().rev() {
        said.paragraph.outline = style.outline.or(said.paragraph.outline);
        said.paragraph.take(part(table, style.paragraph.clone()));
        said.words = said.words.changed(part(table, style.words.clone()));
        said.contents |= style.contents;
    }
    said
}
