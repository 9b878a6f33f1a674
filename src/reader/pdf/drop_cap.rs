//! Initials: the large letter that opens a text and stands beside its first lines.
//!
//! Its baseline is that of the second or a later line, so that it would be read
//! into the middle of the paragraph. It is joined with the word it begins.

use super::words::Word;

/// How many times larger than the text an initial is.
const LARGER: f32 = 1.8;
/// How many lines it may reach down.
const LINES: f32 = 6.0;

/// Joins the initials on a page with the words they begin.
pub fn join(words: &mut Vec<Word>) {
    let mut at = 0;
    while at < words.len() {
        match opened(words, at) {
            Some(first) => {
                let initial = words.remove(at);
                let first = if first > at { first - 1 } else { first };
                let whole = is_word(words, &initial.text, &words[first].text);
                let opened = &mut words[first];
                opened.text.insert_str(0, if whole { " " } else { "" });
                opened.text.insert_str(0, &initial.text);
                opened.area.left = initial.area.left;
            }
            None => at += 1,
        }
    }
}

/// The word that begins beside the top of the word at `at`, if that one is an initial.
fn opened(words: &[Word], at: usize) -> Option<usize> {
    let initial = &words[at];
    let mut letters = initial.text.chars().filter(|c| c.is_alphabetic());
    let capital = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    if !capital || initial.text.chars().count() > 2 {
        return None;
    }
    let top = initial.baseline - 0.8 * initial.size;
    let beside = |word: &Word| {
        let gap = word.area.left - initial.area.right;
        initial.size > LARGER * word.size
            && (-0.2 * word.size..1.2 * word.size).contains(&gap)
            && word.baseline < initial.baseline - 0.6 * word.size
            && word.baseline > top
            && initial.size < LINES * 1.5 * word.size
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

/// Whether the initial is a word of its own: the page knows the rest alone, and not the two as one.
fn is_word(words: &[Word], initial: &str, rest: &str) -> bool {
    let joined = format!("{initial}{rest}").to_lowercase();
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
