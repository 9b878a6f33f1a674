//! Words with what they mean, found by their longest stem.
//!
//! A [`Stems`] is filled from a table once and asked for every word of a
//! passage; an entry may want further words behind the first.

use super::ending::Ending;
use super::words::{Words, folded};
use crate::lookup::{Beginning, Beginnings, Rolling};
use rustc_hash::FxHashMap;

/// One entry: its first word, those behind it, and the meaning.
#[derive(Debug)]
struct Entry<T> {
    first: Box<str>,
    ending: Ending,
    further: Box<[(String, Ending)]>,
    meaning: T,
    /// The next entry whose first word has the same hash.
    next: Option<u32>,
}

/// Stems and their meanings.
#[derive(Debug)]
pub struct Stems<T> {
    entries: Vec<Entry<T>>,
    /// The first of the entries by the hash of their first word.
    heads: FxHashMap<u64, u32>,
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
        Stems { entries: Vec::new(), heads: FxHashMap::default(), begins: Beginnings::default() }
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
            self.begins.add(&first, ending != Ending::None);
            let further = stems.collect();
            self.push(Entry { first: first.into(), ending, further, meaning, next: None });
        }
    }

    /// Puts an entry behind those of the same hash.
    fn push(&mut self, entry: Entry<T>) {
        let own = self.entries.len() as u32;
        let mut hash = Rolling::default();
        entry.first.chars().for_each(|letter| hash.take(letter));
        let mut last = *self.heads.entry(hash.0).or_insert(own);
        self.entries.push(entry);
        while let Some(next) = self.entries[last as usize].next {
            last = next;
        }
        if last != own {
            self.entries[last as usize].next = Some(own);
        }
    }

    /// The entries of a stem, in the order they were added.
    fn of<'l>(&'l self, hash: u64, stem: &str) -> impl Iterator<Item = &'l Entry<T>> {
        let at = |number: u32| &self.entries[number as usize];
        let first = self.heads.get(&hash).map(|number| at(*number));
        std::iter::successors(first, move |entry| entry.next.map(at)).filter(move |entry| *entry.first == *stem)
    }

    /// Every entry that the words from `at` on are a form of, the longest stem first.
    pub fn hits<'l>(&'l self, words: &'l Words, at: usize) -> impl Iterator<Item = Hit<'l, T>> {
        let word = if self.begins.hold(words.beginning(at)) { words.folded(at) } else { "" };
        stems(word).flat_map(move |(end, hash)| {
            let (stem, rest) = word.split_at(end);
            self.of(hash, stem).filter_map(move |entry| entry.hit(words, at, end, rest))
        })
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
        if !self.begins.hold(Beginning::of(word)) {
            return None;
        }
        stems(word).find_map(|(end, hash)| {
            let (stem, rest) = word.split_at(end);
            let fits = |entry: &&Entry<T>| entry.further.is_empty() && entry.ending.fits(rest);
            self.of(hash, stem).find(fits).map(|entry| &entry.meaning)
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

/// The beginnings of a word from the whole of it down, none shorter than what an ending leaves:
/// where each ends, and its hash.
fn stems(word: &str) -> impl Iterator<Item = (usize, u64)> {
    const LONGEST_ENDING: usize = 12;
    let mut last = [(0, 0); LONGEST_ENDING + 1];
    let mut letters = 0;
    let mut hash = Rolling::default();
    for (at, letter) in word.char_indices() {
        hash.take(letter);
        last[letters % last.len()] = (at + letter.len_utf8(), hash.0);
        letters += 1;
    }
    (letters.saturating_sub(last.len())..letters).rev().map(move |place| last[place % last.len()])
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
