//! Drop caps: the large letter that opens a text and stands beside its first lines.
//!
//! Its baseline is that of the second or a later line, so that it would be read
//! into the middle of the paragraph. It is joined with the word it begins.

use super::typography::ASCENT;
use super::words::PlacedWord;

/// How near and how far its text begins beside it, in sizes of the text.
const NEAREST: f32 = -0.2;
const FARTHEST: f32 = 1.2;
/// How far the first line stands above its baseline: more than half a line.
const RISE: f32 = 0.6;
/// A wide leading, so that a cap of so many lines is never too tall.
const LEADING: f32 = 1.5;

/// How many times larger than the text a drop cap is.
const LARGER: f32 = 1.8;
/// How many lines it may reach down.
const LINES: f32 = 6.0;

/// Joins the drop caps on a page with the words they begin.
pub fn join(words: &mut Vec<PlacedWord>) {
    let mut at = 0;
    while at < words.len() {
        match opened(words, at) {
            Some(first) => {
                let cap = words.remove(at);
                let first = if first > at { first - 1 } else { first };
                let whole = is_word(words, &cap.text, &words[first].text);
                let opened = &mut words[first];
                opened.text.insert_str(0, if whole { " " } else { "" });
                opened.text.insert_str(0, &cap.text);
                opened.area.left = cap.area.left;
            }
            None => at += 1,
        }
    }
}

/// The word that begins beside the top of the word at `at`, if that one is a drop cap.
fn opened(words: &[PlacedWord], at: usize) -> Option<usize> {
    let cap = &words[at];
    let mut letters = cap.text.chars().filter(|c| c.is_alphabetic());
    let capital = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    if !capital || cap.text.chars().count() > 2 {
        return None;
    }
    let top = cap.baseline - ASCENT * cap.size;
    let beside = |word: &PlacedWord| {
        let gap = word.area.left - cap.area.right;
        cap.size > LARGER * word.size
            && (NEAREST * word.size..FARTHEST * word.size).contains(&gap)
            && word.baseline < cap.baseline - RISE * word.size
            && word.baseline > top
            && cap.size < LINES * LEADING * word.size
    };
    // Words stand in lines from the top, so those of the lines beside it come before it.
    let before = words[..at]
        .iter()
        .enumerate()
        .rev()
        .take_while(|(_, word)| word.baseline > top);
    before
        .filter(|(_, word)| beside(word))
        .map(|(number, _)| number)
        .last()
}

/// Whether the cap is a word of its own: the page knows the rest alone, and not the two as one.
fn is_word(words: &[PlacedWord], cap: &str, rest: &str) -> bool {
    let joined = format!("{cap}{rest}").to_lowercase();
    let known = |text: &str| {
        words
            .iter()
            .filter(|word| word.text.to_lowercase() == text)
            .count()
    };
    known(&joined) == 0 && known(&rest.to_lowercase()) > 1
}

#[cfg(test)]
mod tests {
    use super::super::glyph::Glyph;
    use super::super::words::words;
    use super::*;

    fn line(text: &str, left: f32, baseline: f32, size: f32) -> Vec<Glyph> {
        let glyph = |(number, c)| {
            let left = left + number as f32 * 0.5 * size;
            Glyph {
                c,
                left,
                right: left + 0.5 * size,
                baseline,
                size,
                ..Glyph::default()
            }
        };
        text.chars().enumerate().map(glyph).collect()
    }

    #[test]
    fn an_initial_is_joined_with_the_word_beside_its_top() {
        let mut glyphs = line("L", 0.0, 124.0, 34.0);
        glyphs.extend(line("ibrarians met", 18.0, 100.0, 10.0));
        glyphs.extend(line("in a town of", 18.0, 112.0, 10.0));
        glyphs.extend(line("the south.", 18.0, 124.0, 10.0));
        let mut all = words(&glyphs);
        join(&mut all);
        let texts: Vec<&str> = all.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "Librarians",
                "met",
                "in",
                "a",
                "town",
                "of",
                "the",
                "south."
            ]
        );
    }
}
