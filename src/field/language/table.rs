//! The table of letter statistics, read in place from `schemas/tables/language.bin`.
//!
//! Its layout is told at the head of `xtask/src/language.rs`. Opening it looks at the header only;
//! the figures stay in the binary.

use super::letters::{self, GAP, LIMIT, SCRIPTS};
use crate::language::{LANGUAGES, Reach};
use std::sync::LazyLock;

/// The number of scripts with statistics.
pub const SCRIPT_COUNT: usize = SCRIPTS.len();

/// At least as many as a script has languages.
pub const WIDTH: usize = 16;

static BYTES: &[u8] = include_bytes!("../../../schemas/tables/language.bin");

/// Opened on first use. The bytes are part of the program, so a wrong table is found by any test.
pub static TABLE: LazyLock<LetterTable> =
    LazyLock::new(|| LetterTable::open(&mut Reader(BYTES)).expect("language.bin is whole"));

pub struct LetterTable {
    /// By character below [`LIMIT`]: the script's number and the letter's code, [`GAP`] for no
    /// letter.
    pub codes: Vec<(u8, u8)>,
    pub scripts: Vec<Statistics>,
}

/// The languages of one script and the cost of each n-gram under them.
pub struct Statistics {
    pub languages: Vec<&'static str>,
    /// Whether the collections have documents in it.
    pub expected: Vec<bool>,
    bits: u32,
    slots: &'static [u8],
}

impl LetterTable {
    fn open(reader: &mut Reader) -> Option<LetterTable> {
        let count = reader.word()?;
        let alphabet: Vec<char> = (0..count)
            .map(|_| reader.word().and_then(|n| char::from_u32(n.into())))
            .collect::<Option<_>>()?;
        let codes = (0..LIMIT as u32)
            .map(|n| char::from_u32(n).map_or((0, GAP), |c| code(c, &alphabet)))
            .collect();
        let scripts = SCRIPTS
            .iter()
            .map(|_| Statistics::open(reader))
            .collect::<Option<_>>()?;
        Some(LetterTable { codes, scripts })
    }
}

fn code(c: char, alphabet: &[char]) -> (u8, u8) {
    let Some(script) = letters::script(c) else {
        return (0, GAP);
    };
    let code = alphabet
        .binary_search(&letters::fold(c))
        .map_or(GAP, |at| at as u8 + 2);
    (script as u8, code)
}

/// A language in one of the scripts that the collections have it in.
fn is_expected(tag: &str) -> bool {
    let mut expected = LANGUAGES
        .iter()
        .filter(|row| row.reach == Reach::Collection);
    expected.any(|row| row.tag == tag)
}

impl Statistics {
    fn open(reader: &mut Reader) -> Option<Statistics> {
        let languages: Vec<&str> = (0..reader.byte()?)
            .map(|_| reader.text())
            .collect::<Option<_>>()?;
        let bits = u32::from(reader.byte()?);
        let slots = reader.take((3 + languages.len()) << bits)?;
        (languages.len() <= WIDTH).then_some(Statistics {
            expected: languages.iter().map(|tag| is_expected(tag)).collect(),
            languages,
            bits,
            slots,
        })
    }

    /// Adds the cost of `third` after `first` and `second` under every language; the table falls
    /// back to the last two letters, then to the last one.
    pub fn add(&self, costs: &mut [u32; WIDTH], first: u8, second: u8, third: u8) {
        let row = self
            .row(letters::trigram(first, second, third))
            .or_else(|| self.row(letters::bigram(second, third)))
            .or_else(|| self.row(letters::unigram(third)));
        for (sum, &cost) in costs.iter_mut().zip(row.unwrap_or_default()) {
            *sum += u32::from(cost);
        }
    }

    fn row(&self, key: u32) -> Option<&'static [u8]> {
        let stride = 3 + self.languages.len();
        let mask = (1usize << self.bits) - 1;
        let mut at = letters::slot(key, self.bits);
        let key = &key.to_le_bytes()[..3];
        loop {
            let slot = &self.slots[at * stride..(at + 1) * stride];
            if slot[..3] == *key {
                return Some(&slot[3..]);
            }
            if slot[..3] == [0, 0, 0] {
                return None;
            }
            at = (at + 1) & mask;
        }
    }
}

/// Walks the bytes of the table.
struct Reader(&'static [u8]);

impl Reader {
    fn take(&mut self, length: usize) -> Option<&'static [u8]> {
        let (head, tail) = self.0.split_at_checked(length)?;
        self.0 = tail;
        Some(head)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    fn word(&mut self) -> Option<u16> {
        self.take(2)
            .map(|bytes| u16::from_le_bytes([bytes[0], bytes[1]]))
    }

    fn text(&mut self) -> Option<&'static str> {
        let length = self.byte()?;
        std::str::from_utf8(self.take(length.into())?).ok()
    }
}
