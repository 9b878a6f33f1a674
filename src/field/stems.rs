//! Words with what they mean, found by their longest stem.
//!
//! A [`Stems`] is filled from a table once and asked for every word of a
//! passage; an entry may want further words behind the first.

use super::ending::Ending;
use super::words::{Words, folded};
use crate::lookup::{Beginnings, WordMap};

/// One entry: the words behind the first, and the meaning.
#[derive(Debug)]
struct Entry<T> {
    ending: Ending,
    further: Vec<(String, Ending)>,
    meaning: T,
}

/// Stems and their meanings.
#[derive(Debug)]
pub struct Stems<T> {
    entries: WordMap<Vec<Entry<T>>>,
    begins: Beginnings,
}

/// A hit: how many words it takes, how long the stem of the last one is, and the meaning.
#[derive(Debug)]
pub struct Hit<'l, T> {
    pub words: usize,
    /// Bytes of the folded last word that belong to the stem.
    pub stem: usize,
    pub meaning: &'l T,
}

impl<T> Default for Stems<T> {
    fn default() -> Stems<T> {
        Stems { entries: WordMap::default(), begins: Beginnings::default() }
    }
}

impl<T> Stems<T> {
    /// Adds `words` (`Республик|а Казахстан`); `|` ends a stem, and words with it are inflected as in Russian.
    pub fn add(&mut self, words: &str, ending: Ending, meaning: T) {
        let mut stems = words.split(' ').map(|word| match word.split_once('|') {
            Some((stem, nominative)) => (folded(stem), inflected(ending, nominative)),
            None => (folded(word), ending),
        });
        if let Some((first, ending)) = stems.next() {
            self.begins.add(&first);
            let further = stems.collect();
            self.entries.entry(first).or_insert_with(|| Vec::with_capacity(1)).push(Entry { ending, further, meaning });
        }
    }

    /// Every entry that the words from `at` on are a form of, the longest stem first.
    pub fn hits<'l>(&'l self, words: &'l Words, at: usize) -> impl Iterator<Item = Hit<'l, T>> {
        let word = self.known(words.folded(at));
        stems(word).flat_map(move |stem| {
            let rest = &word[stem.len()..];
            let entries = self.entries.get(stem).map_or(&[][..], Vec::as_slice);
            entries.iter().filter_map(move |entry| entry.hit(words, at, stem.len(), rest))
        })
    }

    /// The word, or nothing where no stem begins as it does.
    fn known<'w>(&self, word: &'w str) -> &'w str {
        if self.begins.hold(word) { word } else { "" }
    }

    /// The entry that takes the most words, the longest stem among equals.
    pub fn best<'l>(&'l self, words: &'l Words, at: usize) -> Option<Hit<'l, T>> {
        let mut best: Option<Hit<T>> = None;
        for hit in self.hits(words, at) {
            if best.as_ref().is_none_or(|b| hit.words > b.words) {
                best = Some(hit);
            }
        }
        best
    }

    /// Whether one word, already folded, is a form of a one-word entry.
    pub fn one<'l>(&'l self, word: &str) -> Option<&'l T> {
        stems(self.known(word)).find_map(|stem| {
            let rest = &word[stem.len()..];
            let fits = |entry: &&Entry<T>| entry.further.is_empty() && entry.ending.fits(rest);
            self.entries.get(stem)?.iter().find(fits).map(|entry| &entry.meaning)
        })
    }
}

impl<T> Entry<T> {
    fn hit(&self, words: &Words, at: usize, stem: usize, rest: &str) -> Option<Hit<'_, T>> {
        if !self.ending.fits(rest) {
            return None;
        }
        let mut length = stem;
        for (step, (further, ending)) in self.further.iter().enumerate() {
            let rest = words.folded(at + 1 + step).strip_prefix(further.as_str())?;
            if !ending.fits(rest) {
                return None;
            }
            length = further.len();
        }
        Some(Hit { words: 1 + self.further.len(), stem: length, meaning: &self.meaning })
    }
}

/// The endings of a word that is cut before `nominative`.
fn inflected(ending: Ending, nominative: &str) -> Ending {
    match (ending, nominative.chars().last()) {
        (Ending::Singular(_), Some(letter)) => Ending::Singular(letter),
        _ => Ending::Russian,
    }
}

/// The beginnings of a word from the whole of it down, none shorter than what an ending leaves.
fn stems(word: &str) -> impl Iterator<Item = &str> {
    const LONGEST_ENDING: usize = 12;
    let ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
    ends.rev().take(LONGEST_ENDING + 1).map(|end| &word[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Passage;

    #[test]
    fn the_longest_entry_wins_in_any_form() {
        let mut lexicon = Stems::default();
        lexicon.add("Казахстан", Ending::Russian, 1);
        lexicon.add("Республик|а Казахстан", Ending::Russian, 2);
        let words = Words::new(Passage::new("в Республике Казахстане и Казахстаном"));
        let hit = lexicon.best(&words, 1).unwrap();
        assert_eq!((hit.words, *hit.meaning), (2, 2));
        assert_eq!(lexicon.one("казахстаном"), Some(&1));
        assert_eq!(lexicon.one("казахстанский"), None);
    }
}
