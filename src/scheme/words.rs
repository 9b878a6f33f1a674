//! A text as words, folded so that spelling habits do not matter.
//!
//! Case, accents of Latin letters, apostrophes, an English `'s` and a few Cyrillic
//! doubles are folded away: Uzbek is written with four kinds of apostrophe, Turkmen and
//! Kazakh often without the special letters, and old Tajik fonts show `ў` for
//! `ӯ`, `љ` for `ҷ`, `њ` for `ҳ`. A [`SchemeWord`] keeps its place in the text.

use crate::lookup::Beginning;
use std::ops::Range;

/// A run of letters, or a run of digits.
#[derive(Clone, Debug)]
pub struct SchemeWord {
    /// Byte range in the text.
    pub range: Range<usize>,
    /// Byte range in [`SchemeWords::folded`].
    folded: Range<usize>,
    beginning: Beginning,
    pub is_number: bool,
}

/// The words of a text in order.
#[derive(Clone, Debug)]
pub struct SchemeWords<'t> {
    pub text: &'t str,
    pub all: Vec<SchemeWord>,
    /// The text with its ASCII letters in lower case, and behind it the words that are folded
    /// otherwise.
    folded: String,
}

/// Bytes of a word on average, with the space before it.
const WORD: usize = 6;

/// Letters before `'s`, so that it is no Uzbek syllable.
const SHORTEST_OWNER: usize = 3;

impl<'t> SchemeWords<'t> {
    pub fn of(text: &'t str) -> SchemeWords<'t> {
        let mut words = SchemeWords {
            text,
            all: Vec::with_capacity(text.len() / WORD),
            folded: text.to_ascii_lowercase(),
        };
        let mut at = 0;
        while let Some(c) = text[at..].chars().next() {
            at = match Class::of(c) {
                Class::Letter => words.take(at, false),
                Class::Digit => words.take(at, true),
                _ => at + c.len_utf8(),
            };
        }
        words
    }

    /// Takes the word that begins at `start` and gives the offset behind it.
    fn take(&mut self, start: usize, is_number: bool) -> usize {
        let end = self.ascii(start, is_number);
        let goes_on = |byte: &u8| !byte.is_ascii() || matches!(byte, b'\'' | b'`');
        if self.text.as_bytes().get(end).is_some_and(goes_on) {
            return self.take_folded(start, is_number);
        }
        self.push(start..end, start..end, is_number);
        end
    }

    /// The same for a word that is more than ASCII letters, or may be.
    fn take_folded(&mut self, start: usize, is_number: bool) -> usize {
        let text = self.text;
        let from = self.folded.len();
        let mut end = start;
        let mut plain = true;
        loop {
            let ascii = end;
            end = self.ascii(ascii, is_number);
            self.folded.extend_from_within(ascii..end);
            let Some(c) = text[end..].chars().next() else {
                break;
            };
            let class = match c {
                '\'' | '`' => Class::Inner,
                _ if c.is_ascii() => break,
                _ => Class::of(c),
            };
            let next = end + c.len_utf8();
            match class {
                Class::Letter if !is_number => fold(c, &mut self.folded),
                Class::Digit if is_number => fold(c, &mut self.folded),
                Class::Inner if !is_number && text[next..].starts_with(char::is_alphabetic) => {
                    plain = false
                }
                Class::Silent => {}
                _ => break,
            }
            end = next;
        }
        self.keep(start..end, from, is_number, plain);
        end
    }

    /// The end of the ASCII letters or digits that begin at `start`.
    fn ascii(&self, start: usize, digits: bool) -> usize {
        let rest = &self.text.as_bytes()[start..];
        let ends = |byte: &u8| {
            if digits {
                !byte.is_ascii_digit()
            } else {
                !byte.is_ascii_alphabetic()
            }
        };
        rest.iter()
            .position(ends)
            .map_or(self.text.len(), |length| start + length)
    }

    /// Keeps a word that has ended, an English possessive ending folded away; a `plain` one has no
    /// apostrophe.
    fn keep(&mut self, range: Range<usize>, from: usize, is_number: bool, plain: bool) {
        let written = &self.text[range.clone()];
        let mut to = self.folded.len();
        let written = if plain { "" } else { written };
        let owner = written
            .strip_suffix(['s', 'S'])
            .and_then(|rest| rest.strip_suffix(['\'', '\u{2019}']));
        if owner.is_some_and(|owner| owner.chars().count() >= SHORTEST_OWNER) {
            to -= 1;
        }
        self.push(range, from..to, is_number);
    }

    fn push(&mut self, range: Range<usize>, folded: Range<usize>, is_number: bool) {
        let beginning = Beginning::of(&self.folded[folded.clone()]);
        self.all.push(SchemeWord {
            range,
            folded,
            beginning,
            is_number,
        });
    }

    /// The folded letters of a word; empty past the end.
    pub fn folded(&self, at: usize) -> &str {
        self.all
            .get(at)
            .map_or("", |word| &self.folded[word.folded.clone()])
    }

    /// The first letters of a folded word.
    pub fn beginning(&self, at: usize) -> Beginning {
        self.all
            .get(at)
            .map(|word| word.beginning)
            .unwrap_or_default()
    }

    /// What stands in the text before a word, back to the word before it.
    pub fn before(&self, at: usize) -> &'t str {
        let start = at
            .checked_sub(1)
            .and_then(|before| self.all.get(before))
            .map_or(0, |word| word.range.end);
        let end = self
            .all
            .get(at)
            .map_or(self.text.len(), |word| word.range.start);
        self.text.get(start..end).unwrap_or("")
    }

    /// Whether a phrase may run over the place before a word: nothing but spaces, hyphens and
    /// quotation marks stand there, or the full stop of an abbreviation in single letters.
    pub fn joined(&self, at: usize) -> bool {
        let gap = self.before(at);
        if gap == " " {
            return at > 0;
        }
        let letters =
            || self.folded(at).chars().count() == 1 && self.folded(at - 1).chars().count() == 1;
        at > 0
            && (!gap.contains(BREAKS) || (gap.trim() == "." && letters()))
            && !gap.contains("\n\n")
    }

    /// The byte range in the text from one word to another, both included.
    pub fn range(&self, first: usize, last: usize) -> Range<usize> {
        match (self.all.get(first), self.all.get(last)) {
            (Some(first), Some(last)) => first.range.start..last.range.end,
            _ => 0..0,
        }
    }
}

/// Signs that end a phrase.
const BREAKS: &[char] = &[
    ',', ';', ':', '.', '!', '?', '(', ')', '[', ']', '•', '|', '\t', '/',
];

#[derive(Clone, Copy, PartialEq)]
enum Class {
    Letter,
    Digit,
    /// An apostrophe: part of a word when letters follow.
    Inner,
    /// Combining marks, soft hyphens, joiners.
    Silent,
    Other,
}

impl Class {
    fn of(c: char) -> Class {
        match c {
            'a'..='z' | 'A'..='Z' => Class::Letter,
            ' ' => Class::Other,
            _ if c.is_ascii_digit() => Class::Digit,
            '\'' | '`' | '\u{b4}' | '\u{2bb}' | '\u{2bc}' | '\u{2bf}' | '\u{2018}' | '\u{2019}' => {
                Class::Inner
            }
            '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{feff}' => {
                Class::Silent
            }
            _ if c.is_alphabetic() => Class::Letter,
            _ => Class::Other,
        }
    }
}

fn fold(c: char, into: &mut String) {
    let lower = if c.is_ascii() {
        c.to_ascii_lowercase()
    } else {
        c.to_lowercase().next().unwrap_or(c)
    };
    into.push(match lower {
        'à'..='å' | 'ā' | 'ă' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'è'..='ë' | 'ē' | 'ə' => 'e',
        'ğ' => 'g',
        'ì'..='ï' | 'ī' | 'ı' => 'i',
        'ñ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' => 'o',
        'ş' | 'š' | 'ș' => 's',
        'ù'..='ü' | 'ū' | 'ů' => 'u',
        'ý' | 'ÿ' => 'y',
        'ž' | 'ź' | 'ż' => 'z',
        'ё' => 'е',
        'ў' | 'ӯ' => 'у',
        'ӣ' => 'и',
        'ќ' => 'қ',
        'ѓ' => 'ғ',
        'љ' => 'ҷ',
        'њ' => 'ҳ',
        other => other,
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        let words = SchemeWords::of(text);
        (0..words.all.len())
            .map(|at| words.folded(at).to_owned())
            .collect()
    }

    #[test]
    fn letters_and_digits_part_and_apostrophes_vanish() {
        assert_eq!(
            folded("SD1–S.D. 2 yo‘nalishi"),
            ["sd", "1", "s", "d", "2", "yonalishi"]
        );
        assert_eq!(folded("Şäherçe ‘quoted’"), ["saherce", "quoted"]);
        assert_eq!(
            folded("UNESCO’s o‘s libraries'"),
            ["unesco", "os", "libraries"]
        );
    }

    #[test]
    fn a_word_keeps_its_place() {
        let words = SchemeWords::of("«Эҳё», ёд");
        assert_eq!(&words.text[words.all[1].range.clone()], "ёд");
        assert_eq!(words.folded(1), "ед");
        assert_eq!(words.before(1), "», ");
        assert!(!words.joined(1));
    }
}
