//! The words of a document, to tell how lines are joined: whether a hyphen at the
//! end of a line is the word's own, and whether a narrow column cut a word.

use super::page::PageLayout;
use super::words::PlacedWord;
use std::collections::HashSet;

/// The widest space between words of one line, in sizes of the font.
const SPACE: f32 = 0.6;

/// The words that pages show. Only ever asked for membership, so its order does not matter.
#[derive(Default, Debug)]
pub struct Vocabulary {
    /// Every word, but those that end in a hyphen.
    seen: HashSet<String>,
    /// Words within a line, which no line break touched.
    whole: HashSet<String>,
    /// Line ends with a hyphen that the words of the document show to be a break, less
    /// those that they show to be the word's own.
    breaks: i32,
}

/// How the two halves around a line end belong together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Halves {
    /// One word, the hyphen is the line break's.
    Broken,
    /// One word with its own hyphen.
    Compound,
}

impl Vocabulary {
    pub fn of(sheets: &[PageLayout]) -> Vocabulary {
        let mut vocabulary = Vocabulary::default();
        for sheet in sheets {
            for (number, word) in sheet.words.iter().enumerate() {
                let inner = number > 0
                    && sheet
                        .words
                        .get(number + 1)
                        .is_some_and(|next| beside(word, next))
                    && beside(&sheet.words[number - 1], word);
                vocabulary.add(&word.text, inner);
            }
        }
        vocabulary.breaks = sheets
            .iter()
            .map(|sheet| vocabulary.count_breaks(&sheet.words))
            .sum();
        vocabulary
    }

    fn add(&mut self, word: &str, inner: bool) {
        let word = bare(word);
        if word.is_empty() || word.ends_with('-') {
            return;
        }
        if inner && !self.whole.contains(&word) {
            self.whole.insert(word.clone());
        }
        self.seen.insert(word);
    }

    fn count_breaks(&self, words: &[PlacedWord]) -> i32 {
        let ends = words
            .iter()
            .enumerate()
            .filter(|(_, word)| word.text.ends_with('-') && word.text.len() > 1);
        ends.filter_map(|(number, word)| {
            let below = words[number + 1..].iter().take(60).find(|next| {
                next.baseline > word.baseline + 0.5 * word.size
                    && next.area.left < word.area.left
                    && next.baseline < word.baseline + 2.0 * word.size
            })?;
            self.known(&word.text, &below.text)
        })
        .map(|halves| if halves == Halves::Broken { 1 } else { -1 })
        .sum()
    }

    fn known(&self, before: &str, after: &str) -> Option<Halves> {
        let (first, second) = (bare(before.trim_end_matches('-')), bare(after));
        if self.seen.contains(&format!("{first}{second}")) {
            return Some(Halves::Broken);
        }
        self.seen
            .contains(&format!("{first}-{second}"))
            .then_some(Halves::Compound)
    }

    /// How a word that ends in a hyphen and the first word of the next line belong together.
    pub fn halves(&self, before: &str, after: &str) -> Halves {
        let otherwise = if self.breaks > 0 {
            Halves::Broken
        } else {
            Halves::Compound
        };
        self.known(before, after).unwrap_or(otherwise)
    }

    /// Whether two pieces that a narrow column parts are one word: together they are known,
    /// or the second is not known by itself.
    pub fn is_cut(&self, before: &str, after: &str) -> bool {
        let joined = format!("{}{}", bare(before), bare(after));
        self.seen.contains(&joined) || !self.whole.contains(&bare(after))
    }
}

fn beside(left: &PlacedWord, right: &PlacedWord) -> bool {
    (left.baseline - right.baseline).abs() < 1.0
        && right.area.left > left.area.right
        && right.area.left - left.area.right < SPACE * right.size
}

/// A word in small letters without punctuation around it.
fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric() && c != '-')
        .to_lowercase()
}
