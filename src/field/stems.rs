//! Words with what they mean, found by their longest stem.
//!
//! A [`Stems`] is filled from a table once and asked for every word of a
//! passage; an entry may want further words behind the first.

use super::ending::Ending;
use super::words::{Words, folded};
use crate::lookup::{Beginning, Beginnings, Chains, Rolling};

/// One entry: its first word, those behind it, and the meaning.
#[derive(Debug)]
struct StemEntry<T> {
    /// Where the first word stands among the letters.
    first: (u32, u32),
    ending: Ending,
    further: Box<[(String, Ending)]>,
    meaning: T,
}

/// Letters of the longest ending.
const LONGEST_ENDING: usize = 12;

/// Stems and their meanings.
#[derive(Debug)]
pub struct Stems<T> {
    entries: Vec<StemEntry<T>>,
    /// The first words of all entries.
    letters: String,
    /// The entries by the hash of their first word.
    chains: Chains,
    begins: Beginnings,
}

/// A hit: how many words it takes, how long the stem of the last one is, and the meaning.
#[derive(Debug)]
pub struct StemHit<'l, T> {
    pub words: usize,
    /// Bytes of the folded last word that belong to the stem.
    pub stem: usize,
    pub meaning: &'l T,
}

impl<T> Default for Stems<T> {
    fn default() -> Stems<T> {
        Stems {
            entries: Vec::new(),
            letters: String::new(),
            chains: Chains::default(),
            begins: Beginnings::default(),
        }
    }
}

impl<T> Stems<T> {
    /// Adds `words` (`Республик|а Казахстан`); `|` ends a stem, and words with it are inflected as
    /// in Russian.
    pub fn add(&mut self, words: &str, ending: Ending, meaning: T) {
        let mut stems = words.split(' ').map(|word| match word.split_once('|') {
            Some((stem, nominative)) => (folded(stem), inflected(ending, nominative)),
            None => (folded(word), ending),
        });
        if let Some((first, ending)) = stems.next() {
            self.begins.add(&first, ending != Ending::None);
            self.chains.add(Rolling::of(&first));
            let further = stems.collect();
            let start = self.letters.len() as u32;
            self.letters.push_str(&first);
            let first = (start, self.letters.len() as u32);
            self.entries.push(StemEntry {
                first,
                ending,
                further,
                meaning,
            });
        }
    }

    /// The first word of an entry.
    fn first(&self, entry: &StemEntry<T>) -> &str {
        &self.letters[entry.first.0 as usize..entry.first.1 as usize]
    }

    /// Gives back the memory that no entry needs, once all are there.
    pub fn shrink(&mut self) {
        self.entries.shrink_to_fit();
        self.letters.shrink_to_fit();
        self.chains.shrink();
    }

    /// What these words mean that are the stems of an entry as they stand.
    pub fn exactly(&self, words: &str) -> Vec<&T> {
        let mut all = words.split(' ');
        let first = all.next().unwrap_or("");
        let further = || all.clone();
        let stems = self.stems(first, Beginning::of(first));
        let whole = stems.into_iter().filter(|(end, _)| *end == first.len());
        let entries = whole.flat_map(|(_, head)| self.from(head, first));
        entries
            .filter(|entry| {
                entry
                    .further
                    .iter()
                    .map(|(word, _)| word.as_str())
                    .eq(further())
            })
            .map(|entry| &entry.meaning)
            .collect()
    }

    /// The entries of a stem from the first of its hash on, in the order they were added.
    fn from<'l, 's>(
        &'l self,
        first: u32,
        stem: &'s str,
    ) -> impl Iterator<Item = &'l StemEntry<T>> + use<'l, 's, T> {
        self.chains
            .all(first)
            .map(|number| &self.entries[number])
            .filter(move |entry| self.first(entry) == stem)
    }

    /// Every entry that the words from `at` on are a form of, the longest stem first.
    pub fn hits<'l>(&'l self, words: &'l Words, at: usize) -> impl Iterator<Item = StemHit<'l, T>> {
        let word = words.folded(at);
        self.stems(word, words.beginning(at))
            .into_iter()
            .rev()
            .flat_map(move |(end, first)| {
                let (stem, rest) = word.split_at(end);
                self.from(first, stem)
                    .filter_map(move |entry| entry.hit(words, at, end, rest))
            })
    }

    /// The beginnings of a word that stems may be, the shortest first, with the first entry of
    /// each.
    fn stems(&self, word: &str, beginning: Beginning) -> Vec<(usize, u32)> {
        let mut found = Vec::new();
        if self.begins.hold(beginning) {
            let mut hash = Rolling::default();
            for (at, letter) in word.char_indices() {
                hash.take(letter);
                let end = at + letter.len_utf8();
                if let Some(first) = self.chains.first(hash)
                    && word[end..].chars().nth(LONGEST_ENDING).is_none()
                {
                    found.push((end, first));
                }
            }
        }
        found
    }

    /// The entry that takes the most words, the longest stem among equals.
    pub fn best<'l>(&'l self, words: &'l Words, at: usize) -> Option<StemHit<'l, T>> {
        let mut best: Option<StemHit<T>> = None;
        for hit in self.hits(words, at) {
            if best.as_ref().is_none_or(|b| hit.words > b.words) {
                best = Some(hit);
            }
        }
        best
    }

    /// Whether one word, already folded, is a form of a one-word entry.
    pub fn one<'l>(&'l self, word: &str) -> Option<&'l T> {
        self.one_of(word, Beginning::of(word))
    }

    /// The meaning of a folded word that is a form of a one-word entry, and the bytes of its stem.
    pub fn form<'l>(&'l self, word: &str) -> Option<(&'l T, usize)> {
        self.form_of(word, Beginning::of(word))
    }

    /// The same for a word of a passage.
    pub fn one_at<'l>(&'l self, words: &Words, at: usize) -> Option<&'l T> {
        self.one_of(words.folded(at), words.beginning(at))
    }

    fn one_of<'l>(&'l self, word: &str, beginning: Beginning) -> Option<&'l T> {
        self.form_of(word, beginning).map(|(meaning, _)| meaning)
    }

    fn form_of<'l>(&'l self, word: &str, beginning: Beginning) -> Option<(&'l T, usize)> {
        self.stems(word, beginning)
            .into_iter()
            .rev()
            .find_map(|(end, first)| {
                let (stem, rest) = word.split_at(end);
                let fits =
                    |entry: &&StemEntry<T>| entry.further.is_empty() && entry.ending.fits(rest);
                let entry = self.from(first, stem).find(fits)?;
                Some((&entry.meaning, end))
            })
    }
}

impl<T> StemEntry<T> {
    fn hit(&self, words: &Words, at: usize, stem: usize, rest: &str) -> Option<StemHit<'_, T>> {
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
        Some(StemHit {
            words: 1 + self.further.len(),
            stem: length,
            meaning: &self.meaning,
        })
    }
}

/// The endings of a word that is cut before `nominative`.
fn inflected(ending: Ending, nominative: &str) -> Ending {
    match (ending, nominative.chars().last()) {
        (Ending::Singular(_), Some(letter)) => Ending::Singular(letter),
        _ => Ending::Russian,
    }
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
