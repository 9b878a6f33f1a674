//! Lists of phrases, found in a passage by their first word.

use super::words::{Words, folded};
use crate::lookup::{Beginnings, WordMap, prefix};

/// One phrase: words behind the first; a star lets the last word go on.
#[derive(Debug)]
struct Phrase<T> {
    further: Vec<String>,
    open: bool,
    meaning: T,
}

/// Phrases by their first word; those of one open word by its first letters.
#[derive(Debug)]
pub struct Phrases<T> {
    whole: WordMap<Vec<Phrase<T>>>,
    open: WordMap<Vec<Phrase<T>>>,
    begins: Beginnings,
}

/// Letters of an open first word that are looked up.
const PREFIX: usize = 4;

impl<T> Default for Phrases<T> {
    fn default() -> Phrases<T> {
        Phrases {
            whole: WordMap::default(),
            open: WordMap::default(),
            begins: Beginnings::default(),
        }
    }
}

impl<T: Copy> Phrases<T> {
    /// Adds a phrase; `*` at its end stands for any letters.
    pub fn add(&mut self, phrase: &str, meaning: T) {
        let open = phrase.ends_with('*');
        let mut words = phrase.trim_end_matches('*').split(' ').map(folded);
        let Some(first) = words.next() else { return };
        let further: Vec<String> = words.collect();
        // Most words begin one phrase.
        let one = || Vec::with_capacity(1);
        self.begins.add(&first, open && further.is_empty());
        if open && further.is_empty() {
            let key = prefix(&first, PREFIX).to_owned();
            self.open.entry(key).or_insert_with(one).push(Phrase {
                further: vec![first],
                open,
                meaning,
            });
        } else {
            self.whole.entry(first).or_insert_with(one).push(Phrase {
                further,
                open,
                meaning,
            });
        }
    }

    /// The longest phrase that begins at a word: how many words, and its meaning.
    pub fn read(&self, words: &Words, at: usize) -> Option<(usize, T)> {
        if !self.begins.hold(words.beginning(at)) {
            return None;
        }
        let first = words.folded(at);
        let whole = self
            .whole
            .get(first)
            .into_iter()
            .flatten()
            .filter(|phrase| phrase.fits(words, at + 1));
        let open = self
            .open
            .get(prefix(first, PREFIX))
            .into_iter()
            .flatten()
            .filter(|phrase| phrase.fits(words, at));
        let length = |phrase: &Phrase<T>, own: usize| phrase.further.len() + own;
        let all = whole
            .map(|phrase| (length(phrase, 1), phrase.meaning))
            .chain(open.map(|phrase| (1, phrase.meaning)));
        all.fold(None, |best: Option<(usize, T)>, hit| {
            if best.is_none_or(|b| hit.0 > b.0) {
                Some(hit)
            } else {
                best
            }
        })
    }
}

impl<T> Phrase<T> {
    fn fits(&self, words: &Words, from: usize) -> bool {
        let last = self.further.len().saturating_sub(1);
        self.further.iter().enumerate().all(|(i, word)| {
            let other = words.folded(from + i);
            if self.open && i == last {
                other.starts_with(word.as_str())
            } else {
                other == word
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Passage;

    #[test]
    fn the_longest_phrase_wins_and_a_star_lets_a_word_go_on() {
        let mut phrases = Phrases::default();
        phrases.add("online", 1);
        phrases.add("online catalogue", 2);
        phrases.add("вебинар*", 3);
        let words = Words::new(Passage::new("Online catalogue вебинары online"));
        assert_eq!(phrases.read(&words, 0), Some((2, 2)));
        assert_eq!(phrases.read(&words, 2), Some((1, 3)));
        assert_eq!(phrases.read(&words, 3), Some((1, 1)));
    }
}
