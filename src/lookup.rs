//! Words looked up in tables: every word of a text is, and few are there.
//!
//! The tables are fixed, so that no input can crowd them and a quick hash serves. [`Beginnings`]
//! turn most words away before a table is asked.

use rustc_hash::{FxBuildHasher, FxHashMap};
use std::collections::{HashMap, HashSet};

/// A table by words.
pub type WordMap<T> = HashMap<String, T, FxBuildHasher>;

/// A set of words.
pub type WordSet = HashSet<String, FxBuildHasher>;

/// The hash of letters read one by one, so that one pass over a word has the hash of each of its beginnings.
#[derive(Clone, Copy, Default, Debug)]
pub struct Rolling(pub u64);

impl Rolling {
    /// Takes one letter more: the step of FxHash, as Firefox and the Rust compiler have it.
    pub fn take(&mut self, letter: char) {
        self.0 = (self.0.rotate_left(5) ^ u64::from(letter)).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

/// Letters of a word that its beginning has.
const LETTERS: usize = 3;
/// Words of 64 bits that hold the beginnings.
const BITS: usize = 256;

/// The first one, two and three letters of a word, as places among [`Beginnings`].
#[derive(Clone, Copy, Default, Debug)]
pub struct Beginning {
    places: [u16; LETTERS],
    letters: u8,
}

impl Beginning {
    pub fn of(word: &str) -> Beginning {
        let mut beginning = Beginning::default();
        let mut hash = Rolling::default();
        for (place, letter) in beginning.places.iter_mut().zip(word.chars()) {
            hash.take(letter);
            *place = (hash.0 >> 50) as u16;
            beginning.letters += 1;
        }
        beginning
    }

    fn places(&self) -> &[u16] {
        &self.places[..usize::from(self.letters)]
    }
}

/// One bit for each beginning of the words of a table.
#[derive(Clone, Debug)]
pub struct Beginnings(Vec<u64>);

impl Default for Beginnings {
    fn default() -> Beginnings {
        Beginnings(vec![0; BITS])
    }
}

impl Beginnings {
    /// Notes a word of the table; one of fewer letters begins with all of them.
    pub fn add(&mut self, word: &str) {
        if let Some(&place) = Beginning::of(word).places().last() {
            self.0[usize::from(place >> 6)] |= 1 << (place & 63);
        }
    }

    /// Whether a word that begins so may go on from one of the table: false is certain.
    pub fn hold(&self, beginning: Beginning) -> bool {
        beginning.places().iter().any(|place| self.has(*place))
    }

    /// Whether a word that begins so may be one of the table: false is certain.
    pub fn hold_whole(&self, beginning: Beginning) -> bool {
        beginning.places().last().is_some_and(|place| self.has(*place))
    }

    fn has(&self, place: u16) -> bool {
        self.0[usize::from(place >> 6)] & 1 << (place & 63) != 0
    }
}

/// Endings of words, by their last letter.
#[derive(Clone, Debug, Default)]
pub struct Endings(FxHashMap<char, Vec<String>>);

impl Endings {
    pub fn add(&mut self, ending: String) {
        if let Some(last) = ending.chars().next_back() {
            self.0.entry(last).or_default().push(ending);
        }
    }

    /// Whether a word ends so, with at least `least` letters before the ending.
    pub fn end(&self, word: &str, least: usize) -> bool {
        let alike = word.chars().next_back().and_then(|last| self.0.get(&last));
        let before = |ending: &String| word.strip_suffix(ending.as_str()).map_or(0, |stem| stem.chars().count());
        alike.is_some_and(|alike| alike.iter().any(|ending| before(ending) >= least))
    }
}

/// The first letters of a word.
pub fn prefix(word: &str, letters: usize) -> &str {
    word.char_indices().nth(letters).map_or(word, |(end, _)| &word[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_ends_so_with_letters_enough_before() {
        let mut endings = Endings::default();
        ["ова", "ov"].into_iter().for_each(|ending| endings.add(ending.to_owned()));
        assert!(endings.end("иванова", 2) && endings.end("popov", 3));
        assert!(!endings.end("иванова", 5) && !endings.end("ova", 1) && !endings.end("", 0));
    }

    #[test]
    fn every_word_of_the_table_may_begin_so_and_few_others_do() {
        let mut beginnings = Beginnings::default();
        ["кітап", "of", "i"].into_iter().for_each(|word| beginnings.add(word));
        assert!(
            ["кітапхана", "кіт", "offer", "of", "in", "i"].into_iter().all(|word| beginnings.hold(Beginning::of(word)))
        );
        assert!(["кі", "кино", "o", "library", ""].into_iter().all(|word| !beginnings.hold(Beginning::of(word))));
    }
}
