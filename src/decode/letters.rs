//! Letter statistics: how much the words look like words under a charset.
//!
//! Single-byte charsets accept nearly any bytes; what tells them apart is
//! whether the result reads as words. A letter that is frequent in its
//! alphabet speaks for a charset; a capital inside a word, a sign between two
//! letters, two scripts in one word, or letters of the Balkans beside those of
//! the East Slavic alphabets speak against it.

use super::Charset;
use encoding_rs::{IBM866, ISO_8859_5, KOI8_R, KOI8_U, WINDOWS_1251, X_MAC_CYRILLIC};

/// By how much a charset must read better than the ones before it: nearly equal scores are those of
/// texts without the letters in which two charsets differ.
const BETTER: f32 = 0.005;
/// What bytes cost that the charset does not have.
const MALFORMED: f32 = 0.3;
/// Shares of ы, э and ъ below which a text is not East Slavic; Russian has some three in a hundred.
const RARE: f32 = 0.005;

/// How many bytes of words with letters beyond ASCII are looked at.
const SAMPLE: usize = 16 << 10;

/// By how much another charset must score above the declared one (1 is a perfect text).
const MARGIN: f32 = 0.1;

/// The charset to read the bytes in.
pub fn best(bytes: &[u8], declared: Option<Charset>, detected: Charset) -> Charset {
    let sample = sample(bytes);
    // The detector knows only KOI8-U, which differs from KOI8-R in eight letters.
    let detected = if detected == Charset::Known(KOI8_U) {
        Charset::Known(KOI8_R)
    } else {
        detected
    };
    let first = declared.unwrap_or(detected);
    if is_multibyte(first) && !first.decode(bytes).1 {
        return first;
    }
    let mut best = (score(first, &sample), first);
    let floor = if declared.is_some() { MARGIN } else { 0.0 };
    let cyrillic = [
        Charset::Known(WINDOWS_1251),
        Charset::Known(KOI8_R),
        Charset::Known(KOI8_U),
        Charset::Known(IBM866),
        Charset::Known(ISO_8859_5),
        Charset::Known(X_MAC_CYRILLIC),
        Charset::Kz1048,
        Charset::Ptcp154,
    ];
    let mut needed = best.0 + floor;
    for charset in std::iter::once(detected).chain(cyrillic) {
        let score = score(charset, &sample);
        if score > needed + BETTER {
            needed = score;
            best = (score, charset);
        }
    }
    best.1
}

fn is_multibyte(charset: Charset) -> bool {
    matches!(charset, Charset::Known(encoding) if !encoding.is_single_byte())
}

/// The words that hold bytes beyond ASCII.
fn sample(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let ends = |b: &u8| b.is_ascii_whitespace() || b"<>\"'/=.,;:()&".contains(b);
    for word in bytes.split(ends).filter(|word| !word.is_ascii()) {
        out.extend_from_slice(word);
        out.push(b' ');
        if out.len() > SAMPLE {
            break;
        }
    }
    out
}

/// How well the sample reads: about 1 for a text in the language of its letters, at
/// most 0 for noise.
fn score(charset: Charset, sample: &[u8]) -> f32 {
    let (text, malformed) = charset.decode(sample);
    let mut tally = LetterCounts::default();
    for word in text.split_ascii_whitespace() {
        tally.word(word);
    }
    tally.score() - if malformed { MALFORMED } else { 0.0 }
}

#[derive(Default)]
struct LetterCounts {
    letters: u32,
    frequent: u32,
    bad: u32,
    /// Letters of Serbian and Macedonian.
    balkan: u32,
    /// ы, э, ъ, щ: letters that no Balkan alphabet has together with those.
    eastern: u32,
    /// Letters of Kazakh beyond Russian.
    kazakh: u32,
}

impl LetterCounts {
    fn word(&mut self, word: &str) {
        let mut before: Option<char> = None;
        for c in word.chars() {
            if !c.is_ascii() {
                self.letter(c);
            }
            if let Some(before) = before {
                self.pair(before, c);
            }
            before = Some(c);
        }
    }

    fn letter(&mut self, c: char) {
        self.letters += 1;
        match c {
            'о' | 'е' | 'а' | 'и' | 'н' | 'т' | 'с' | 'р' | 'в' | 'л' | 'к' | 'д' | 'м' | 'у'
            | 'п' => self.frequent += 1,
            'ы' | 'э' | 'ъ' | 'щ' => self.eastern += 1,
            'ђ' | 'ѓ' | 'ѕ' | 'ј' | 'љ' | 'њ' | 'ћ' | 'ќ' | 'џ' | 'ґ' | 'є' | 'ї' => {
                self.balkan += 1
            }
            'ә' | 'ғ' | 'қ' | 'ң' | 'ө' | 'ұ' | 'ү' | 'һ' | 'і' => self.kazakh += 1,
            'à'..='ÿ' | 'ß' | 'œ' | 'ą'..='ž' => self.frequent += u32::from(c != '÷'),
            _ if c.is_alphabetic() => {}
            '«' | '»' | '“' | '”' | '„' | '’' | '‘' | '–' | '—' | '…' | '№' | '•' | '©' | '®'
            | '\u{a0}' | '°' | '§' => {
                self.letters -= 1;
            }
            _ => self.bad += 1,
        }
    }

    fn pair(&mut self, before: char, c: char) {
        if !before.is_alphabetic() || !c.is_alphabetic() {
            return;
        }
        let capital = before.is_lowercase() && c.is_uppercase();
        let mixed = is_cyrillic(before) != is_cyrillic(c);
        // Words of accented letters alone are Cyrillic under a western charset.
        let accents = !before.is_ascii() && !c.is_ascii() && !is_cyrillic(c);
        self.bad += u32::from(capital || mixed || accents);
    }

    fn score(&self) -> f32 {
        if self.letters == 0 {
            return 0.0;
        }
        let of = |n: u32| n as f32 / self.letters as f32;
        // Both kinds together belong to no language; Ukrainian has no ы, э or ъ.
        let strange = if of(self.eastern) > RARE {
            of(self.balkan)
        } else {
            0.0
        };
        // Few Kazakh letters in a text are another charset's signs.
        let native = if of(self.eastern) > RARE {
            of(self.kazakh)
        } else {
            0.0
        };
        of(self.frequent) + native - 2.0 * of(self.bad) - 2.0 * strange
    }
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}
