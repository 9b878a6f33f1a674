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

/// The hash of letters read one by one, so that one pass over a word has the hash of each of its
/// beginnings.
#[derive(Clone, Copy, Default, Debug)]
pub struct Rolling(pub u64);

impl Rolling {
    pub fn of(word: &str) -> Rolling {
        let mut hash = Rolling::default();
        word.chars().for_each(|letter| hash.take(letter));
        hash
    }

    /// The upper half, in which all letters have a part.
    fn upper(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// Takes one letter more: the step of FxHash.
    #[inline]
    pub fn take(&mut self, letter: char) {
        self.0 = (self.0.rotate_left(5) ^ u64::from(letter)).wrapping_mul(FX);
    }
}

/// Words of 64 bits that hold the beginnings.
const BITS: usize = 256;

/// The first letters of a word, 16 bits for each, the last one lowest.
#[derive(Clone, Copy, Default, Debug)]
pub struct Beginning(u64);

impl Beginning {
    /// So many letters at most.
    pub const LETTERS: usize = 4;

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
        // No letter is zero, so that the number of letters shows.
        let letters = letters
            .take(Beginning::LETTERS)
            .map(|letter| u64::from((letter as u16).max(1)));
        Beginning(letters.fold(0, |all, letter| all << 16 | letter))
    }

    /// The beginning that is a letter shorter; none of the last letter.
    fn shorter(self) -> Option<Beginning> {
        Some(Beginning(self.0 >> 16)).filter(|shorter| shorter.0 != 0)
    }

    /// Its place among [`Beginnings`].
    fn place(self) -> usize {
        (self.0.wrapping_mul(FX) >> 50) as usize
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
        Beginnings {
            all: Box::new([0; BITS]),
            short: None,
        }
    }
}

impl Beginnings {
    /// Notes a word of the table, and whether longer words are held to be forms of it.
    pub fn add(&mut self, word: &str, goes_on: bool) {
        let beginning = Beginning::of(word);
        if beginning.0 == 0 {
            return;
        }
        set(&mut self.all, beginning.place());
        if goes_on && beginning.0 >> (16 * (Beginning::LETTERS - 1)) == 0 {
            set(
                self.short.get_or_insert_with(|| Box::new([0; BITS])),
                beginning.place(),
            );
        }
    }

    /// Whether a word that begins so may be one of the table or go on from one: false is certain.
    pub fn hold(&self, beginning: Beginning) -> bool {
        let shorter = || std::iter::successors(beginning.shorter(), |one| one.shorter());
        let goes_on = |short: &[u64; BITS]| shorter().any(|one| has(short, one.place()));
        beginning.0 != 0
            && (has(&self.all, beginning.place()) || self.short.as_deref().is_some_and(goes_on))
    }
}

/// Of openings, which any words may follow.
impl<'w> FromIterator<&'w str> for Beginnings {
    fn from_iter<I: IntoIterator<Item = &'w str>>(all: I) -> Beginnings {
        let mut begin = Beginnings::default();
        all.into_iter().for_each(|word| begin.add(word, true));
        begin
    }
}

fn set(bits: &mut [u64; BITS], place: usize) {
    bits[place / 64 % BITS] |= 1 << (place % 64);
}

fn has(bits: &[u64; BITS], place: usize) -> bool {
    bits[place / 64 % BITS] & 1 << (place % 64) != 0
}

/// Bits of a [`Filter`] for each stem.
const FILTER: usize = 8;

/// A bit for the hash of each stem of a table, so that the table, which is seldom near, is asked
/// for few (a filter after Bloom, CACM 13, 1970, with one hash). It is no larger than the table
/// needs: what is asked for every word should stay near the processor while a page is read.
#[derive(Clone, Debug)]
pub struct Filter(Box<[u64]>);

impl Default for Filter {
    fn default() -> Filter {
        Filter::for_stems(0)
    }
}

impl Filter {
    /// An empty one with room for so many.
    pub fn for_stems(stems: usize) -> Filter {
        Filter(vec![0; (stems * FILTER / 64).next_power_of_two()].into())
    }

    pub fn add(&mut self, hash: Rolling) {
        self.set(hash.upper());
    }

    fn set(&mut self, hash: u32) {
        let place = self.place(hash);
        self.0[place / 64] |= 1 << (place % 64);
    }

    /// Whether the table may have a stem of this hash: false is certain.
    #[inline]
    pub fn may_hold(&self, hash: Rolling) -> bool {
        let place = self.place(hash.upper());
        self.0[place / 64] & 1 << (place % 64) != 0
    }

    fn place(&self, hash: u32) -> usize {
        hash as usize & (self.0.len() * 64 - 1)
    }
}

/// No entry.
const NONE: u32 = u32::MAX;

/// Entries of a table, numbered in the order they are added, by the hashes of their stems.
///
/// A bucket has the first of a chain; buckets, links and filter are small beside the table, so that
/// what is asked for every word stays near. Two stems may have one hash: the table holds the
/// letters.
#[derive(Clone, Default, Debug)]
pub struct Chains {
    filter: Filter,
    buckets: Vec<u32>,
    /// Of each entry the upper half of its hash, and the next one in its bucket.
    links: Vec<(u32, u32)>,
}

impl Chains {
    /// Adds the next entry.
    pub fn add(&mut self, hash: Rolling) {
        self.links.push((hash.upper(), NONE));
        if self.links.len() > self.buckets.len() {
            self.grow();
        } else {
            self.chain(self.links.len() - 1);
        }
    }

    fn grow(&mut self) {
        self.buckets = vec![NONE; (self.buckets.len() * 2).max(16)];
        self.filter = Filter::for_stems(self.buckets.len());
        self.links.iter_mut().for_each(|link| link.1 = NONE);
        (0..self.links.len()).for_each(|number| self.chain(number));
    }

    /// Puts an entry behind those of its bucket.
    fn chain(&mut self, number: usize) {
        self.filter.set(self.links[number].0);
        let bucket = Chains::bucket(self.links[number].0, self.buckets.len());
        let mut last = self.buckets[bucket];
        if last == NONE {
            self.buckets[bucket] = number as u32;
            return;
        }
        while self.links[last as usize].1 != NONE {
            last = self.links[last as usize].1;
        }
        self.links[last as usize].1 = number as u32;
    }

    fn bucket(hash: u32, buckets: usize) -> usize {
        hash as usize & (buckets - 1)
    }

    /// The first entry of a hash.
    #[inline]
    pub fn first(&self, hash: Rolling) -> Option<u32> {
        if !self.filter.may_hold(hash) {
            return None;
        }
        let hash = hash.upper();
        self.from(self.buckets[Chains::bucket(hash, self.buckets.len())], hash)
    }

    /// The entries of a hash, from the first one on.
    pub fn all(&self, first: u32) -> impl Iterator<Item = usize> {
        let next = |number: &u32| {
            let (hash, next) = self.links[*number as usize];
            self.from(next, hash)
        };
        std::iter::successors(Some(first), next).map(|number| number as usize)
    }

    fn from(&self, mut number: u32, hash: u32) -> Option<u32> {
        while let Some(&(other, next)) = self.links.get(number as usize) {
            if other == hash {
                return Some(number);
            }
            number = next;
        }
        None
    }

    pub fn shrink(&mut self) {
        self.links.shrink_to_fit();
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

    /// The endings that a word has, with at least `least` letters before.
    pub fn of<'l>(&'l self, word: &'l str, least: usize) -> impl Iterator<Item = &'l str> {
        let alike = word
            .chars()
            .next_back()
            .and_then(|last| self.0.get(&last))
            .into_iter()
            .flatten();
        let enough = move |stem: &str| least == 0 || stem.chars().nth(least - 1).is_some();
        alike
            .map(String::as_str)
            .filter(move |ending| word.strip_suffix(*ending).is_some_and(enough))
    }

    /// Whether a word has one of the endings, with at least `least` letters before.
    pub fn end(&self, word: &str, least: usize) -> bool {
        self.of(word, least).next().is_some()
    }
}

impl<'e> FromIterator<&'e str> for Endings {
    fn from_iter<I: IntoIterator<Item = &'e str>>(all: I) -> Endings {
        let mut endings = Endings::default();
        all.into_iter()
            .for_each(|ending| endings.add(ending.to_owned()));
        endings
    }
}

/// A table of one word a line in the order of its bytes, searched where it lies: nothing is built,
/// and a long list that few words ask for takes no memory of its own.
#[derive(Debug)]
pub struct SortedLines(pub &'static str);

impl SortedLines {
    pub fn contains(&self, word: &str) -> bool {
        let bytes = self.0.as_bytes();
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let middle = low + (high - low) / 2;
            let start = bytes[low..middle].iter().rposition(|byte| *byte == b'\n');
            let start = start.map_or(low, |at| low + at + 1);
            let length = bytes[start..high].iter().position(|byte| *byte == b'\n');
            let end = length.map_or(high, |length| start + length);
            match bytes[start..end].cmp(word.as_bytes()) {
                std::cmp::Ordering::Equal => return !word.is_empty(),
                std::cmp::Ordering::Less => low = (end + 1).min(high),
                std::cmp::Ordering::Greater => high = start,
            }
        }
        false
    }
}

/// The first letters of a word.
pub fn prefix(word: &str, letters: usize) -> &str {
    word.char_indices()
        .nth(letters)
        .map_or(word, |(end, _)| &word[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorted_lines_hold_each_of_their_words_and_no_other() {
        let lines = SortedLines("aida\nanna\nbo\nzoe\nмадина\n");
        for word in ["aida", "anna", "bo", "zoe", "мадина"] {
            assert!(lines.contains(word), "{word}");
        }
        for word in ["", "a", "ann", "annab", "b", "zzz", "мад", "я"] {
            assert!(!lines.contains(word), "{word}");
        }
        assert!(!SortedLines("").contains("anna"));
    }

    #[test]
    fn a_word_ends_so_with_letters_enough_before() {
        let endings: Endings = ["ова", "ov"].into_iter().collect();
        assert!(endings.end("иванова", 2) && endings.end("popov", 3));
        assert!(!endings.end("иванова", 5) && !endings.end("ova", 1) && !endings.end("", 0));
    }

    #[test]
    fn entries_of_one_hash_come_in_the_order_they_were_added() {
        let mut chains = Chains::default();
        let stems: Vec<String> = (0..100)
            .map(|number| format!("stem{}", number % 70))
            .collect();
        stems.iter().for_each(|stem| chains.add(Rolling::of(stem)));
        let all = |stem: &str| {
            chains
                .first(Rolling::of(stem))
                .map(|first| chains.all(first).collect::<Vec<_>>())
        };
        assert_eq!(all("stem7"), Some(vec![7, 77]));
        assert_eq!(all("stem69"), Some(vec![69]));
        assert_eq!(
            (all("stem70"), Chains::default().first(Rolling::of("stem7"))),
            (None, None)
        );
    }

    #[test]
    fn every_word_of_the_table_may_begin_so_and_few_others_do() {
        let mut beginnings = Beginnings::default();
        beginnings.add("кітап", true);
        beginnings.add("кіт", false);
        beginnings.add("of", true);
        beginnings.add("i", false);
        let holds = |word: &str| beginnings.hold(Beginning::of(word));
        assert!(
            ["кітапхана", "кіт", "offer", "of", "i"]
                .into_iter()
                .all(holds)
        );
        assert!(
            ["кі", "кино", "o", "in", "library", ""]
                .into_iter()
                .all(|word| !holds(word))
        );
    }
}
