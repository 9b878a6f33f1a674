//! From characters to letter codes: what counts as a letter, in which script, and as which one.
//!
//! The recogniser and the chore that makes its table (`xtask/src/language.rs`) both compile this
//! file, so they cannot disagree. A letter is folded to lower case, the several signs written for
//! an apostrophe become one, and letters that old fonts show in place of Tajik ones become those.

/// The scripts whose languages are told apart by letter statistics.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Script {
    Latin,
    Cyrillic,
    Arabic,
}

/// All of them, in the order of the table.
pub const SCRIPTS: [Script; 3] = [Script::Latin, Script::Cyrillic, Script::Arabic];

/// Characters below this may have a code; the few others are settled by [`apostrophe`] and by
/// script alone.
pub const LIMIT: usize = 0x700;

/// What stands between words in an n-gram.
pub const GAP: u8 = 0;

/// The code of an apostrophe inside a word of Latin letters.
pub const APOSTROPHE: u8 = 1;

/// The script of a letter below [`LIMIT`]; none for what is no letter of the three.
pub fn script(letter: char) -> Option<Script> {
    match letter {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | 'ə' if letter != '×' && letter != '÷' => {
            Some(Script::Latin)
        }
        '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' => Some(Script::Cyrillic),
        '\u{620}'..='\u{64a}' | '\u{66e}'..='\u{6d3}' | '\u{6d5}' => Some(Script::Arabic),
        _ => None,
    }
}

/// The letter under which `letter` is counted.
pub fn fold(letter: char) -> char {
    match letter.to_lowercase().next().unwrap_or(letter) {
        'ќ' => 'қ',
        'ѓ' => 'ғ',
        'љ' => 'ҷ',
        'њ' => 'ҳ',
        'ё' => 'е',
        lower => lower,
    }
}

/// Whether the character is written for an apostrophe in any of the languages (`oʻzbek`, `o‘zbek`,
/// `o'zbek`).
pub fn apostrophe(c: char) -> bool {
    matches!(
        c,
        '\'' | '`' | '\u{b4}' | '\u{2bb}' | '\u{2bc}' | '\u{2bf}' | '\u{2018}' | '\u{2019}'
    )
}

/// Whether the character neither separates nor counts: joiners, soft hyphens, combining marks.
pub fn transparent(c: char) -> bool {
    let mark = matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{670}');
    mark || matches!(
        c,
        '\u{ad}' | '\u{640}' | '\u{200b}'..='\u{200f}' | '\u{feff}'
    )
}

/// The hash slot of an n-gram in a table of `1 << bits` slots (Fibonacci hashing).
pub fn slot(key: u32, bits: u32) -> usize {
    (key.wrapping_mul(0x9E37_79B1) >> (32 - bits)) as usize
}

/// The key of a 3-gram of letter codes.
pub fn trigram(first: u8, second: u8, third: u8) -> u32 {
    u32::from(first) << 16 | u32::from(second) << 8 | u32::from(third)
}

/// The key of a 2-gram, which stands in for 3-grams that the table does not have.
pub fn bigram(second: u8, third: u8) -> u32 {
    trigram(u8::MAX, second, third)
}

/// The key of a single letter, for 2-grams that the table does not have.
pub fn unigram(third: u8) -> u32 {
    trigram(u8::MAX, u8::MAX, third)
}
