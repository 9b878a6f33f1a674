//! Addresses written in a text.

use crate::span::{Found, Passage};
use regex::Regex;
use std::sync::LazyLock;

/// A scheme and everything up to white space or a character no address holds.
/// Matches `https://a.example/b'c?d=e`; not `www` alone and not `a@b.example`.
static ADDRESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r#"(?i)\b(?:https?|ftp)://[^\s<>"«»“”\[\]{}|\\^]+"#,
        r#"|\bwww\.[^\s<>"«»“”\[\]{}|\\^]+\.[^\s<>"«»“”\[\]{}|\\^]+"#
    ))
    .unwrap()
});

/// Every address in the passage, without the punctuation of the sentence around it.
pub fn find(passage: Passage) -> Vec<Found<String>> {
    let addresses = ADDRESS.find_iter(passage.text).map(|found| {
        let text = trim_sentence(found.as_str());
        passage.found(
            found.start()..found.start() + text.len(),
            text.to_owned(),
            "address",
        )
    });
    addresses.collect()
}

/// Cuts off punctuation that ends the sentence, and a bracket that was opened outside.
fn trim_sentence(mut address: &str) -> &str {
    loop {
        let shorter = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '…']);
        let opened = shorter.matches('(').count();
        let shorter = if shorter.ends_with(')') && shorter.matches(')').count() > opened {
            &shorter[..shorter.len() - 1]
        } else {
            shorter
        };
        if shorter.len() == address.len() {
            return address;
        }
        address = shorter;
    }
}

/// Whether the passage is nothing but addresses.
pub fn is_lone(passage: Passage) -> bool {
    let says = |text: &str| text.contains(char::is_alphanumeric);
    // Most passages open with a word that is no address.
    let opening = passage.text.split_whitespace().find(|word| says(word));
    if !opening.is_some_and(|word| word.contains(['.', ':'])) {
        return false;
    }
    let mut behind = 0;
    for found in ADDRESS.find_iter(passage.text) {
        if says(&passage.text[behind..found.start()]) {
            return false;
        }
        behind = found.end();
    }
    behind > 0 && !says(&passage.text[behind..])
}

/// The passage without an address standing alone at its end, which no word of the sentence
/// leads to (`see http://…` and `site: http://…` stay).
pub fn without_tail(passage: Passage) -> Passage {
    let Some(last) = find(passage).pop() else {
        return passage;
    };
    let start = (last.span.start - passage.start) as usize;
    let behind = passage.text[start + last.value.len()..].trim();
    let before = passage.text[..start].trim_end();
    let led_to = before.ends_with([':', '(', ',', '-', '–', '—'])
        || before
            .rsplit(' ')
            .next()
            .is_some_and(|word| word.chars().count() <= 3);
    let ends = before.ends_with(['.', '!', '?', '"', '”', '»', ')', ';']);
    if behind.is_empty() && !before.is_empty() && (ends || !led_to) {
        without_tail(passage.slice(0..before.len()))
    } else {
        passage
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn urls(text: &str) -> Vec<String> {
        find(Passage::new(text))
            .into_iter()
            .map(|found| found.value)
            .collect()
    }

    #[test]
    fn punctuation_of_the_sentence_is_no_part_of_an_address() {
        assert_eq!(
            urls("See (https://a.example/b_(c)), or http://d.example."),
            ["https://a.example/b_(c)", "http://d.example"]
        );
        assert_eq!(
            urls("https://a.example/issledovatel'skih-rabot/"),
            ["https://a.example/issledovatel'skih-rabot/"]
        );
        assert!(urls("write to info@a.example at 10:30").is_empty());
    }

    #[test]
    fn an_address_behind_the_last_sentence_is_cut_and_one_inside_it_stays() {
        let cut = |text| without_tail(Passage::new(text)).text.to_owned();
        assert_eq!(
            cut("Medals were given. http://a.example/x"),
            "Medals were given."
        );
        assert_eq!(
            cut("The film is at http://a.example/x"),
            "The film is at http://a.example/x"
        );
    }
}
