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

/// The factor of FxHash, as Firefox and the Rust compiler have it.
const FX: u64 = 0x517c_c1b7_2722_0a95;

/// The hash of letters read one by one, so that one pass over a word has the hash of each of its beginnings.
#[derive(Clone, Copy, Default, Debug)]
pub struct Rolling(pub u64);

impl Rolling {
    pub fn of(word: &str) -> Rolling {
        let mut hash = Rolling::default();
        word.chars().for_each(|letter| hash.take(letter));
        hash
    }

    /// Takes one letter more: the step of FxHash.
    #[inline]
    pub fn take(&mut self, letter: char) {
        self.0 = (self.0.rotate_left(5) ^ u64::from(letter)).wrapping_mul(FX);
    }
}

/// Letters of a word that its beginning has.
const LETTERS: usize = 4;
/// Words of 64 bits that hold the beginnings.
const BITS: usize = 256;

/// The first letters of a word, one, two and so on, as places among [`Beginnings`].
#[derive(Clone, Copy, Default, Debug)]
pub struct Beginning {
    places: [u16; LETTERS],
    letters: u8,
}

impl Beginning {
    pub fn of(word: &str) -> Beginning {
        match word.as_bytes() {
            [a, b, c, d, ..] if [a, b, c, d].iter().all(|byte| byte.is_ascii()) => {
                Beginning::of_letters([*a, *b, *c, *d].into_iter().map(char::from))
            }
            _ => Beginning::of_letters(word.chars()),
        }
    }

    #[inline]
    pub fn of_letters(letters: impl Iterator<Item = char>) -> Beginning {
        let mut beginning = Beginning::default();
        let mut all = 0u64;
        for (place, letter) in beginning.places.iter_mut().zip(letters) {
            all = all.rotate_left(16) ^ u64::from(letter);
            *place = (all.wrapping_mul(FX) >> 50) as u16;
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
pub struct Beginnings {
    all: Box<[u64; BITS]>,
    /// Of shorter words that may go on, where there are any.
    short: Option<Box<[u64; BITS]>>,
}

impl Default for Beginnings {
    fn default() -> Beginnings {
        Beginnings { all: Box::new([0; BITS]), short: None }
    }
}

impl Beginnings {
    /// Notes a word of the table, and whether longer words are held to be forms of it.
    pub fn add(&mut self, word: &str, goes_on: bool) {
        let beginning = Beginning::of(word);
        if let Some(place) = beginning.places().last() {
            set(&mut self.all, *place);
            if goes_on && beginning.places().len() < LETTERS {
                set(self.short.get_or_insert_with(|| Box::new([0; BITS])), *place);
            }
        }
    }

    /// Whether a word that begins so may be one of the table or go on from one: false is certain.
    pub fn hold(&self, beginning: Beginning) -> bool {
        let Some((last, shorter)) = beginning.places().split_last() else { return false };
        let goes_on = |short: &[u64; BITS]| shorter.iter().any(|place| has(short, *place));
        has(&self.all, *last) || self.short.as_deref().is_some_and(goes_on)
    }
}

fn set(bits: &mut [u64; BITS], place: u16) {
    bits[usize::from(place >> 6) % BITS] |= 1 << (place & 63);
}

fn has(bits: &[u64; BITS], place: u16) -> bool {
    bits[usize::from(place >> 6) % BITS] & 1 << (place & 63) != 0
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

    /// The endings that a word has, with at least `least` letters before.
    pub fn of<'l>(&'l self, word: &'l str, least: usize) -> impl Iterator<Item = &'l str> {
        let alike = word.chars().next_back().and_then(|last| self.0.get(&last)).into_iter().flatten();
        let enough = move |stem: &str| least == 0 || stem.chars().nth(least - 1).is_some();
        alike.map(String::as_str).filter(move |ending| word.strip_suffix(*ending).is_some_and(enough))
    }

    /// Whether a word has one of the endings, with at least `least` letters before.
    pub fn end(&self, word: &str, least: usize) -> bool {
        self.of(word, least).next().is_some()
    }
}

impl<'e> FromIterator<&'e str> for Endings {
    fn from_iter<I: IntoIterator<Item = &'e str>>(all: I) -> Endings {
        let mut endings = Endings::default();
        all.into_iter().for_each(|ending| endings.add(ending.to_owned()));
        endings
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
        let endings: Endings = ["ова", "ov"].into_iter().collect();
        assert!(endings.end("иванова", 2) && endings.end("popov", 3));
        assert!(!endings.end("иванова", 5) && !endings.end("ova", 1) && !endings.end("", 0));
    }

    #[test]
    fn every_word_of_the_table_may_begin_so_and_few_others_do() {
        let mut beginnings = Beginnings::default();
        beginnings.add("кітап", true);
        beginnings.add("кіт", false);
        beginnings.add("of", true);
        beginnings.add("i", false);
        let holds = |word: &str| beginnings.hold(Beginning::of(word));
        assert!(["кітапхана", "кіт", "offer", "of", "i"].into_iter().all(holds));
        assert!(["кі", "кино", "o", "in", "library", ""].into_iter().all(|word| !holds(word)));
    }
}
