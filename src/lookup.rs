//! Words looked up in tables: every word of a text is, and few are there.
//!
//! The hash is quick for short words, and [`Beginnings`] turn most words away before it is asked.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

/// The hash of Fowler, Noll and Vo (FNV-1a): the tables are fixed, so that no input can crowd them.
#[derive(Debug)]
pub struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Fnv {
        Fnv(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
}

/// A table by words.
pub type WordMap<T> = HashMap<String, T, BuildHasherDefault<Fnv>>;

/// A set of words.
pub type WordSet = HashSet<String, BuildHasherDefault<Fnv>>;

/// Letters of a word that its beginning has.
const LETTERS: usize = 3;
/// Words of 64 bits that hold the beginnings.
const BITS: usize = 256;

/// One bit for each beginning of the words of a table, by hash.
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
        let mut hash = Fnv::default();
        hash.write(prefix(word, LETTERS).as_bytes());
        let (at, bit) = place(&hash);
        self.0[at] |= bit;
    }

    /// Whether a word may begin as one of the table does: false is certain.
    pub fn hold(&self, word: &str) -> bool {
        let mut hash = Fnv::default();
        word.char_indices().take(LETTERS).any(|(at, letter)| {
            hash.write(&word.as_bytes()[at..at + letter.len_utf8()]);
            let (at, bit) = place(&hash);
            self.0[at] & bit != 0
        })
    }
}

/// The place of a beginning in the list, and its mask.
fn place(hash: &Fnv) -> (usize, u64) {
    let bit = (hash.finish() >> 7) as usize % (BITS * 64);
    (bit / 64, 1 << (bit % 64))
}

/// The first letters of a word.
pub fn prefix(word: &str, letters: usize) -> &str {
    word.char_indices().nth(letters).map_or(word, |(end, _)| &word[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_the_table_may_begin_so_and_few_others_do() {
        let mut beginnings = Beginnings::default();
        ["кітап", "of", "i"].into_iter().for_each(|word| beginnings.add(word));
        assert!(["кітапхана", "кіт", "offer", "of", "in", "i"].into_iter().all(|word| beginnings.hold(word)));
        assert!(["кі", "кино", "o", "library", ""].into_iter().all(|word| !beginnings.hold(word)));
    }
}
