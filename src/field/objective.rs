//! Objectives: the items under the word that announces them.

use crate::lexicon::{self, LEXICON};
use crate::span::Passage;

/// Whether the passage is the word (or words) that announce objectives.
pub fn is_heading(passage: Passage) -> bool {
    lexicon::is_one_of(passage.text, &LEXICON.objectives_heading)
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
    let from = passage.text.len() - start.len();
    let end =
        start.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | '.' | '•'));
    passage.slice(from..from + end.len()).trim()
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
        assert!(is_heading(Passage::new("Objectives:")));
        assert!(!is_heading(Passage::new("Objectives were met")));
    }
}
