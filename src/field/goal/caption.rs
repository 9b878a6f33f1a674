//! Captions of goals and initiatives, as people write them: with typing errors, other
//! spellings, swapped small words, line breaks, and only in part.

use crate::scheme::words::SchemeWords;
use crate::scheme::{Captions, is_function_word};

/// The share of a caption's words that must stand in a text for it to be the caption: page breaks
/// and abbreviations take some. Set by hand on the fixtures.
const ALIKE: f32 = 0.6;

/// A caption found in a text.
#[derive(Clone, Copy, Debug)]
pub struct Match {
    /// Index into the captions of the scheme.
    pub caption: usize,
    /// Numbers of the first and the last word.
    pub first: usize,
    pub last: usize,
    /// How many of the caption's words were found, and their share.
    pub count: usize,
    pub share: f32,
}

/// How many words of a caption that stands alone must be there: fewer are everyday words.
const ALONE: usize = 3;

/// Captions that stand anywhere in the words, nearly whole, the fullest first among those that
/// overlap.
pub fn anywhere(words: &SchemeWords, captions: &Captions) -> Vec<Match> {
    let mut all: Vec<Match> = Vec::new();
    for at in 0..words.all.len() {
        let best = best(words, captions, at).filter(|found| {
            let length = captions.get(found.caption).words.len();
            let enough = if length <= 4 {
                found.count + usize::from(length == 4) >= length
            } else {
                found.share >= ALIKE
            };
            found.count >= ALONE && enough
        });
        match (best, all.last()) {
            (Some(found), Some(before)) if found.first <= before.last => {
                if found.count > before.count {
                    all.pop();
                    all.push(found);
                }
            }
            (Some(found), _) => all.push(found),
            (None, _) => {}
        }
    }
    all
}

/// The caption that begins at the word `at` or at the one after: at least half of it.
pub fn here(words: &SchemeWords, captions: &Captions, at: usize) -> Option<Match> {
    let starts = (at..words.all.len())
        .filter(|&at| !is_function_word(words.folded(at)))
        .take(2);
    let enough = |found: &Match| {
        found.share >= 0.5 && found.count >= captions.get(found.caption).words.len().min(2)
    };
    starts
        .filter_map(|start| best(words, captions, start))
        .find(enough)
}

/// The caption with most words found from the word `at` on.
fn best(words: &SchemeWords, captions: &Captions, at: usize) -> Option<Match> {
    let word = words.folded(at);
    let openings = captions
        .openings(word.chars().next()?)
        .filter(|(opening, _)| alike(word, opening));
    let mut numbers: Vec<usize> = openings.flat_map(|(_, numbers)| numbers).copied().collect();
    numbers.sort_unstable();
    numbers.dedup();
    let mut best: Option<Match> = None;
    for number in numbers {
        let caption = captions.get(number);
        let Some((last, count)) = align(words, &caption.words, at) else {
            continue;
        };
        let share = count as f32 / caption.words.len() as f32;
        if best.is_none_or(|known| (count, share) > (known.count, known.share)) {
            best = Some(Match {
                caption: number,
                first: at,
                last,
                count,
                share,
            });
        }
    }
    best
}

/// Reads a caption from the word `at` on: the last word of it and how many were found. Each of
/// its words may be missing once in a row, and one word of the text may be foreign to it.
fn align(words: &SchemeWords, caption: &[String], at: usize) -> Option<(usize, usize)> {
    let start = caption
        .iter()
        .take(2)
        .position(|word| alike(words.folded(at), word))?;
    let (mut last, mut count, mut next, mut strays) = (at, 1, start + 1, 0);
    for here in at + 1..words.all.len() {
        let word = words.folded(here);
        if next >= caption.len() || words.before(here).contains("\n\n") {
            break;
        }
        if is_function_word(word) {
            continue;
        }
        match (0..2).find(|skip| {
            caption
                .get(next + skip)
                .is_some_and(|expected| alike(word, expected))
        }) {
            Some(skip) => (last, count, next, strays) = (here, count + 1, next + skip + 1, 0),
            None if strays == 0 => strays = 1,
            None => break,
        }
    }
    Some((last, count))
}

/// Whether two folded words are the same but for typing errors or an ending.
fn alike(word: &str, expected: &str) -> bool {
    let same_head = word
        .chars()
        .zip(expected.chars())
        .take_while(|(x, y)| x == y)
        .count();
    if same_head == 0 || word == expected {
        return same_head > 0;
    }
    let (a, b) = (word.chars().count(), expected.chars().count());
    if a.min(b) < 4 {
        return false;
    }
    let stem = same_head >= 5 && same_head * 10 >= a.max(b) * 6;
    let allowed = if b >= 8 { 2 } else { 1 };
    stem || (a.abs_diff(b) <= allowed
        && unlike_letters(word, expected) <= 2 * allowed
        && distance(word, expected) <= allowed)
}

/// How many letters stand in one of two words and not in the other, at least: an edit changes no
/// more than two.
fn unlike_letters(a: &str, b: &str) -> usize {
    let letters = |word: &str| word.chars().fold(0u64, |all, c| all | 1 << (c as u32 % 64));
    (letters(a) ^ letters(b)).count_ones() as usize
}

/// Edits between two words: insertions, deletions, changes and swaps of neighbours
/// (optimal string alignment).
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut two_before = vec![0; b.len() + 1];
    let mut before: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let change = before[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = change.min(before[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(two_before[j - 2] + 1);
            }
        }
        two_before = before;
        before = row;
    }
    before[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_errors_and_endings_are_forgiven_and_other_words_are_not() {
        assert_eq!(distance("strenghten", "strengthen"), 1);
        assert_eq!(distance("librairies", "libraries"), 1);
        assert_eq!(distance("abc", "xyz"), 3);
        assert!(alike("optimize", "optimise") && alike("organization", "organisation"));
        assert!(alike("strengthening", "strengthen") && !alike("voice", "choice"));
        assert!(!alike("field", "filed2") && !alike("global", "globe"));
    }
}
