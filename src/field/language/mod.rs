//! The language and script of a text.
//!
//! Letters become codes ([`letters`]), every three of them in a row are looked up in a table of
//! letter statistics ([`table`], made by `cargo run -p xtask -- language`), and the language under
//! which the text is likeliest wins. Each script counts on its own; the one with most letters is
//! the text's. Languages that have a script to themselves are known by it. A bounded part of the
//! text is looked at, in one pass and without allocation.

mod letters;
mod table;

use letters::{APOSTROPHE, GAP, LIMIT};
use table::{SCRIPT_COUNT, TABLE, WIDTH};

/// How much of a long text is looked at: this many windows, spread evenly, of so many bytes.
const WINDOWS: usize = 4;
const WINDOW_BYTES: usize = 256;

/// Fewer letters than this say nothing.
const FEWEST_LETTERS: u32 = 4;

/// Sixteenths of a nat by which the best language must lead for the odds to grow by e.
/// Neighbouring letters depend on each other, so the sum of their figures overstates: a quarter
/// of it is taken. Of the 569 lines of `xtask/samples/goals.jsonl` and `tests/data/goals.jsonl`,
/// all rightly told, 562 have a confidence above 0.9 with it.
const DAMPING: f32 = 64.0;

/// What a language that the collections are not in has to make up for, in sixteenths of a nat:
/// odds of about seven to one.
const HANDICAP: u32 = 32;

/// Scripts that one language is known by, and how many of their letters were seen.
const SOLE: [(&str, &[(char, char)]); 8] = [
    ("ja", &[('\u{3040}', '\u{30ff}')]),
    ("zh", &[('\u{3400}', '\u{4dbf}'), ('\u{4e00}', '\u{9fff}')]),
    ("ko", &[('\u{ac00}', '\u{d7af}')]),
    ("el", &[('\u{370}', '\u{3ff}')]),
    ("hy", &[('\u{531}', '\u{587}')]),
    ("he", &[('\u{5d0}', '\u{5ea}')]),
    ("ka", &[('\u{10a0}', '\u{10ff}')]),
    ("hi", &[('\u{900}', '\u{97f}')]),
];

/// BCP 47 tag (`en`, `uz-Cyrl` …) and confidence from 0 to 1; none where there is too little to go
/// by.
///
/// Confidence is the odds of the best language against the next one, times the share of the
/// letters that are in its script.
pub fn detect(text: &str) -> Option<(&'static str, f32)> {
    let mut tally = LetterTally::default();
    for window in windows(text) {
        tally.read(window);
    }
    tally.verdict()
}

/// The parts of a text that are looked at.
fn windows(text: &str) -> impl Iterator<Item = &str> {
    let whole = text.len() <= WINDOWS * WINDOW_BYTES;
    let (count, size) = if whole {
        (1, text.len())
    } else {
        (WINDOWS, WINDOW_BYTES)
    };
    let step = if whole {
        0
    } else {
        (text.len() - WINDOW_BYTES) / (WINDOWS - 1)
    };
    (0..count).filter_map(move |i| {
        text.get(text.floor_char_boundary(i * step)..text.floor_char_boundary(i * step + size))
    })
}

/// What was seen so far.
#[derive(Default)]
struct LetterTally {
    /// Cost of the letters under each language, by script, in sixteenths of a nat.
    costs: [[u32; WIDTH]; SCRIPT_COUNT],
    letters: [u32; SCRIPT_COUNT],
    sole: [u32; SOLE.len()],
}

impl LetterTally {
    fn read(&mut self, text: &str) {
        let table = &*TABLE;
        let (mut script, mut first, mut second) = (0, GAP, GAP);
        let (mut address, mut slash) = (false, false);
        for c in text.chars() {
            if address {
                address = !c.is_whitespace();
                continue;
            }
            let Some((own, code)) = self.code(c, script, second) else {
                continue;
            };
            if code != GAP && own != script {
                (script, first, second) = (own, GAP, GAP);
            }
            if (second, code) != (GAP, GAP) {
                table.scripts[script].add(&mut self.costs[script], first, second, code);
                self.letters[script] += u32::from(code != GAP);
            }
            (first, second) = (second, code);
            address = c == '@' || (c == '/' && slash);
            slash = c == '/';
        }
    }

    /// Script and code of a character; none where it is passed over.
    fn code(&mut self, c: char, script: usize, before: u8) -> Option<(usize, u8)> {
        if letters::apostrophe(c) {
            return Some((
                script,
                if script == 0 && before != GAP {
                    APOSTROPHE
                } else {
                    GAP
                },
            ));
        }
        if letters::transparent(c) {
            return None;
        }
        if (c as usize) < LIMIT
            && let Some(&(own, code)) = TABLE.codes.get(c as usize)
            && code != GAP
        {
            return Some((usize::from(own), code));
        }
        if c > '\u{36f}' {
            self.sole(c);
        }
        Some((script, GAP))
    }

    fn sole(&mut self, c: char) {
        let of = SOLE
            .iter()
            .position(|(_, ranges)| ranges.iter().any(|&(from, to)| (from..=to).contains(&c)));
        if let Some(at) = of {
            self.sole[at] += 1;
        }
    }

    fn verdict(&self) -> Option<(&'static str, f32)> {
        let all: u32 = self.letters.iter().chain(&self.sole).sum();
        let (sole, &most) = self
            .sole
            .iter()
            .enumerate()
            .max_by_key(|&(i, &n)| (n, SOLE.len() - i))?;
        let (script, &letters) = self
            .letters
            .iter()
            .enumerate()
            .max_by_key(|&(i, &n)| (n, SCRIPT_COUNT - i))?;
        // A few kana among Chinese characters make the text Japanese.
        let japanese = self.sole[0] * 10 > self.sole[1];
        if most > letters {
            let tag = if sole == 1 && japanese {
                SOLE[0].0
            } else {
                SOLE[sole].0
            };
            let own = if sole < 2 {
                self.sole[0] + self.sole[1]
            } else {
                most
            };
            return Some((tag, own as f32 / all as f32));
        }
        if letters < FEWEST_LETTERS {
            return None;
        }
        let languages = &TABLE.scripts[script].languages;
        let expected = &TABLE.scripts[script].expected;
        let handicap = |i: usize| if expected[i] { 0 } else { HANDICAP };
        let mut order: Vec<(u32, usize)> = self.costs[script]
            .iter()
            .zip(0..languages.len())
            .map(|(cost, i)| (cost + handicap(i), i))
            .collect();
        order.sort_unstable();
        let lead = order.get(1)?.0 - order[0].0;
        let odds = 1.0 / (1.0 + (-(lead as f32) / DAMPING).exp());
        Some((languages[order[0].1], odds * letters as f32 / all as f32))
    }
}
