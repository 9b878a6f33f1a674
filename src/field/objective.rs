//! Objectives: the items under the word that announces them.

use crate::lexicon::{self, LEXICON};
use crate::span::Passage;

/// Words of the longest line that announces the objectives of something.
const HEADING: usize = 5;

/// Whether the passage is the word (or words) that announce objectives, or before a colon says
/// whose: `Цели семинара:`, `Ҳадафҳои семинар:`, `Seminarning maqsadlari:`.
pub fn is_heading(passage: Passage) -> bool {
    let named = |word: &str| lexicon::is_one_of(word, &LEXICON.objectives_heading);
    let Some(line) = passage.text.trim_end().strip_suffix(':') else {
        return named(passage.text);
    };
    let mut words = line.split_whitespace();
    let short = line.split_whitespace().nth(HEADING).is_none();
    let first = words.next().unwrap_or_default();
    let last = words.next_back().unwrap_or_default();
    let tied = first.strip_suffix('и').unwrap_or(first);
    named(line) || short && (named(first) || named(tied) || named(last))
}

/// An objective without its list mark and the comma, semicolon or full stop behind it.
pub fn trim(passage: Passage) -> Passage {
    let start = passage
        .text
        .trim_start_matches(|c: char| c.is_whitespace() || "•·▪●◦‣■*\u{f0b7}\u{f0a7}".contains(c));
    let start = start
        .strip_prefix("- ")
        .or_else(|| start.strip_prefix("– "))
        .unwrap_or(start);
    let start = without_number(start);
    let from = passage.text.len() - start.len();
    let end =
        start.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.' | '•'));
    passage.slice(from..from + end.len()).trim()
}

/// `1) …`, `2. …`: the rest behind the number of a list.
fn without_number(text: &str) -> &str {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text[digits..].strip_prefix([')', '.']);
    let numbered = (1..=2).contains(&digits);
    rest.filter(|rest| numbered && rest.starts_with(' '))
        .map_or(text, str::trim_start)
}

/// The objectives of one line: between semicolons, list marks and numbers that count up.
pub fn parts(line: Passage<'_>) -> Vec<Passage<'_>> {
    let mut starts = vec![0];
    let mut next = 1;
    for (at, c) in line.text.char_indices() {
        let rest = &line.text[at..];
        let opens = at == 0 || line.text[..at].ends_with(' ');
        if c == ';' {
            starts.push(at + 1);
        } else if opens && (rest.starts_with("• ") || is_dash_of_item(rest, starts.len())) {
            starts.push(at);
        } else if opens && rest.strip_prefix(&format!("{next}) ")).is_some() {
            next += 1;
            starts.push(at);
        }
    }
    starts.dedup();
    let ends = starts.iter().skip(1).copied().chain([line.text.len()]);
    let part = |(&from, to): (&usize, usize)| trim(line.slice(from..to.max(from)));
    starts
        .iter()
        .zip(ends)
        .map(part)
        .filter(|part| !part.text.is_empty())
        .collect()
}

/// A dash before an item: behind another item, or before a capital. Files that hold no line breaks
/// run the items of a cell together: `Keep memory - Teach colleagues`.
fn is_dash_of_item(rest: &str, before: usize) -> bool {
    let item = rest.strip_prefix("- ");
    item.is_some_and(|item| before > 1 || item.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_around_an_objective_are_no_part_of_it() {
        assert_eq!(
            trim(Passage::new("• Share good practice, ")).text,
            "Share good practice"
        );
        assert_eq!(trim(Passage::new("Обмен опытом;")).text, "Обмен опытом");
        assert_eq!(trim(Passage::new("2) Lend tools")).text, "Lend tools");
        assert!(is_heading(Passage::new("Objectives:")));
        assert!(!is_heading(Passage::new("Objectives were met")));
    }
    #[test]
    fn a_line_of_several_objectives_is_parted() {
        let texts = |line| -> Vec<&str> {
            parts(Passage::new(line))
                .into_iter()
                .map(|part| part.text)
                .collect()
        };
        assert_eq!(
            texts("Lend books; mend books"),
            ["Lend books", "mend books"]
        );
        assert_eq!(
            texts("1) Lend books 2) Mend books"),
            ["Lend books", "Mend books"]
        );
        assert_eq!(texts("Lend 2) books"), ["Lend 2) books"]);
        assert_eq!(
            texts("- Keep memory - Teach colleagues"),
            ["Keep memory", "Teach colleagues"]
        );
        assert_eq!(
            texts("Readers - young and old"),
            ["Readers - young and old"]
        );
    }
}
