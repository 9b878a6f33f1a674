//! Words of pages and reports, in the languages they are written in.
//!
//! The lists are data (`schemas/tables/lexicon.json`); they name what lines
//! and headers *are* (a column header, a "latest news" heading, a byline
//! label), never what one document says.

pub mod cues;
pub mod months;

use crate::lookup::{Beginning, Beginnings};
use serde::Deserialize;
use std::sync::LazyLock;

/// The lists, all in lower case.
#[derive(Debug, Deserialize)]
pub struct Lexicon {
    pub objectives_heading: Vec<String>,
    pub more_news: Vec<String>,
    pub counter: Vec<String>,
    pub contact: Vec<String>,
    pub published_label: Vec<String>,
    /// What stands before the day of publication, and of a change.
    pub published_word: Vec<String>,
    pub modified_word: Vec<String>,
    /// What stands before the day whose state of things a page gives.
    pub state_word: Vec<String>,
    /// What stands before any day; and before that of an event, or of another thing than the page.
    pub day_label: Vec<String>,
    pub event_label: Vec<String>,
    pub byline_label: Vec<String>,
    pub caption_label: Vec<String>,
    /// What stands before a list of tags; a colon follows.
    pub cookie_word: Vec<String>,
    /// What addresses the reader of a notice about cookies.
    pub cookie_address: Vec<String>,
    pub tag_label: Vec<String>,
    /// What stands before the name of who took a picture; a colon or a word for "by" follows.
    pub credit_label: Vec<String>,
    /// What a line about rights holds.
    pub rights_sign: Vec<String>,
    /// What the name of a link to terms, or to a notice about privacy, holds.
    pub terms_link: Vec<String>,
    /// What stands before the title of another article within a text; a colon follows.
    pub elsewhere_label: Vec<String>,
    /// Words of a notice that tells who may comment.
    pub comment_sign: Vec<String>,
    /// Words beside the number of those who saw a page.
    pub count_label: Vec<String>,
    /// Words that go on about a person behind the name.
    pub biography_word: Vec<String>,
    pub project_word: Vec<String>,
    pub stage_heading: Vec<String>,
    pub participants_heading: Vec<String>,
    pub organization_head: Vec<String>,
    /// What stands before the number of an activity in a report.
    pub activity_word: Vec<String>,
    pub mode_word: Vec<String>,
    pub plan_word: Vec<String>,
    pub duration_two: Vec<String>,
    pub duration_three: Vec<String>,
    /// How a publisher begins to ask readers to follow it, and where; beginnings of words.
    pub subscribe_opening: Vec<String>,
    pub subscribe_channel: Vec<String>,
}

/// The built-in lists.
pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../schemas/tables/lexicon.json"))
        .expect("the built-in lexicon is valid; a test reads it")
});

/// `text` without white space, list numbers and punctuation around it, in lower case.
pub fn bare(text: &str) -> String {
    let text = text.trim_matches(|c: char| {
        c.is_whitespace() || c.is_ascii_digit() || (c.is_ascii_punctuation() && c != '\'')
    });
    text.to_lowercase()
}

/// Whether the whole of `text` is one of the entries.
pub fn is_one_of(text: &str, list: &[String]) -> bool {
    text.len() <= 80 && {
        let bare = bare(text);
        list.contains(&bare)
    }
}

/// The entry that `text` begins with, at a word boundary; its length in bytes of the lower-cased
/// text.
pub fn begins_with<'l>(lowered: &str, list: &'l [String]) -> Option<&'l str> {
    list.iter()
        .filter(|entry| word_prefix(lowered, entry))
        .max_by_key(|entry| entry.len())
        .map(String::as_str)
}

/// How the words for publishing and changing begin.
static LABELS: LazyLock<Beginnings> = LazyLock::new(|| {
    [&LEXICON.modified_word, &LEXICON.published_word]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect()
});

/// Whether `lowered` begins with a word for publishing or changing, at a word boundary.
pub fn opens_label(lowered: &str) -> bool {
    let mut labels = [&LEXICON.modified_word, &LEXICON.published_word].into_iter();
    LABELS.hold(Beginning::of(lowered)) && labels.any(|list| begins_with(lowered, list).is_some())
}

/// Whether an entry stands in `lowered` as whole words.
pub fn holds_one_of(lowered: &str, list: &[String]) -> bool {
    let mut first = [false; 256];
    list.iter()
        .filter_map(|entry| entry.as_bytes().first())
        .for_each(|&byte| first[usize::from(byte)] = true);
    let mut inside = false;
    lowered.char_indices().any(|(at, c)| {
        let opens = !std::mem::replace(&mut inside, c.is_alphanumeric());
        opens
            && first[usize::from(lowered.as_bytes()[at])]
            && list.iter().any(|entry| word_prefix(&lowered[at..], entry))
    })
}

fn word_prefix(lowered: &str, entry: &str) -> bool {
    // Most entries differ in their first letter.
    lowered.as_bytes().first() == entry.as_bytes().first()
        && lowered
            .strip_prefix(entry)
            .is_some_and(|rest| rest.chars().next().is_none_or(|c| !c.is_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_match_whole_words_only() {
        let list = ["by".to_owned(), "text by".to_owned()];
        assert_eq!(begins_with("by aida", &list), Some("by"));
        assert_eq!(begins_with("bygone days", &list), None);
        assert!(holds_one_of("the text by aida", &list));
        assert!(!holds_one_of("ruby red", &list));
    }

    #[test]
    fn headers_are_known_without_their_numbers_and_punctuation() {
        assert!(is_one_of(" 1. Tasks ", &LEXICON.objectives_heading));
        assert!(is_one_of("Цели:", &LEXICON.objectives_heading));
        assert!(!is_one_of("Tasks of music", &LEXICON.objectives_heading));
    }
}
