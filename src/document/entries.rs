//! Items of a list page that has no markup to tell them: a short title line,
//! then at most one paragraph, again and again.

use super::{Document, Entry, Kind};

/// What a block can be in a list of items.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// A short line that can be the title of an item.
    Title,
    /// A paragraph that can be its teaser.
    Teaser,
    Other,
}

/// Shortest teaser in characters, of one sentence or cut, and of two whole ones; longest title.
const TEASER: usize = 120;
const TWO_SENTENCES: usize = 60;
const TITLE: usize = 220;

/// The items, if the page is a list of them; else nothing. An article with subheadings
/// is told from a list by its teasers: cut by an ellipsis, or opening with a date of their own.
pub fn detect(document: &Document) -> Vec<Entry> {
    let parts: Vec<Part> = document
        .blocks
        .iter()
        .map(|block| part(&block.kind, block.span.of(&document.text)))
        .collect();
    let text = |index: usize| document.blocks[index].span.of(&document.text);
    let Some(first) = parts
        .windows(2)
        .position(|pair| pair == [Part::Title, Part::Teaser])
    else {
        return Vec::new();
    };
    let mut entries: Vec<Entry> = Vec::new();
    let mut index = first;
    while index < parts.len() {
        if parts[index] != Part::Title {
            break;
        }
        let teaser = index + 1 < parts.len()
            && (parts[index + 1] == Part::Teaser || repeats(text(index), text(index + 1)));
        let end = index + 1 + usize::from(teaser);
        entries.push(Entry {
            blocks: index..end,
            title: Some(document.blocks[index].span),
            published: None,
            target: None,
        });
        index = end;
    }
    let teasers: Vec<&str> = entries
        .iter()
        .filter(|e| e.blocks.len() == 2)
        .map(|e| text(e.blocks.start + 1))
        .collect();
    let cut = teasers.iter().filter(|teaser| is_cut(teaser)).count();
    let dated = teasers
        .iter()
        .filter(|teaser| opens_with_date(teaser))
        .count();
    let whole = index == parts.len() || parts[index..].iter().all(|part| *part != Part::Teaser);
    let list =
        whole && teasers.len() >= 2 && entries.len() >= 3 && (cut + dated) * 2 >= teasers.len();
    if list { entries } else { Vec::new() }
}

fn part(kind: &Kind, text: &str) -> Part {
    let length = text.chars().count();
    match kind {
        Kind::Heading(_) => Part::Title,
        Kind::Paragraph if length >= TEASER && (length > TITLE || is_cut(text)) => Part::Teaser,
        Kind::Paragraph if length >= TWO_SENTENCES && sentences(text) >= 2 => Part::Teaser,
        Kind::Paragraph if length >= TWO_SENTENCES && tells_when(text) => Part::Teaser,
        // A line that announces what is below it belongs to a text.
        Kind::Paragraph if text.ends_with([':', ';']) => Part::Other,
        Kind::Paragraph if length <= TITLE => Part::Title,
        _ => Part::Other,
    }
}

/// Whether the source cut the text off.
pub fn is_cut(text: &str) -> bool {
    let text = text.trim_end_matches([']', ')', ' ', '»']);
    text.ends_with("...") || text.ends_with('…')
}

fn sentences(text: &str) -> usize {
    text.split_inclusive(['.', '!', '?', '…'])
        .filter(|sentence| sentence.split_whitespace().count() >= 4)
        .count()
}

/// A whole sentence that opens with a number, as of a day: `From 19 to 23 May fifteen readers …`.
fn tells_when(text: &str) -> bool {
    let digits = |word: &str| word.trim_matches(|c: char| !c.is_ascii_digit()).len();
    text.ends_with(['.', '!', '…'])
        && text.split_whitespace().count() >= 10
        && text
            .split_whitespace()
            .take(3)
            .any(|word| (1..=4).contains(&digits(word)))
}

/// A day or a year among the first words.
fn opens_with_date(text: &str) -> bool {
    text.split_whitespace().take(12).any(|word| {
        let digits = word.trim_matches(|c: char| !c.is_ascii_digit());
        (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// Whether the line below says the title again, in most of its words.
fn repeats(title: &str, below: &str) -> bool {
    let words = |text: &str| {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.len() > 2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (title, below) = (words(title), words(below));
    let shared = title.iter().filter(|word| below.contains(word)).count();
    title.len() >= 3 && shared * 10 >= title.len() * 8 && below.len() <= title.len() * 2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::budget::Budget;
    use crate::document::{Builder, Origin};

    fn entries(lines: &[&str]) -> usize {
        let mut builder = Builder::new();
        for line in lines {
            builder
                .block(
                    Kind::Paragraph,
                    line,
                    &[],
                    Origin::Line(1),
                    &Budget::default(),
                )
                .unwrap();
        }
        detect(&builder.finish("text/plain", None)).len()
    }

    const TEASER: &str = "On 4 May 2021 the town library held a fair of old books, and more than a hundred readers came to look for what they had lost in the years before. Its director...";

    #[test]
    fn titles_with_cut_teasers_are_a_list() {
        assert_eq!(
            entries(&[
                "A fair of books",
                TEASER,
                "A lecture on maps",
                "A concert",
                TEASER
            ]),
            3
        );
    }

    #[test]
    fn an_article_with_subheadings_is_none() {
        let paragraph = "The hall was opened by the mayor, who spoke of the long years in which it had been closed. Readers then took the chance to see the new shelves and the garden.";
        assert_eq!(
            entries(&[
                "A hall opens",
                paragraph,
                "The garden",
                paragraph,
                "The shelves",
                paragraph
            ]),
            0
        );
    }
}
