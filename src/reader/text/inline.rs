//! Markdown within a line: emphasis falls away, links become values with spans.

use crate::document::grid::{GridCell, PagePart};
use regex::Regex;
use std::sync::LazyLock;

/// `[words](target)`, `<https://…>`.
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"\[([^\[\]]{1,300})\]\(([^()\s]{1,500}(?:\([^()\s]*\)[^()\s]*)?)\)",
        r"|<(https?://[^<>\s]{1,500})>"
    ))
    .expect("a constant pattern")
});

/// Emphasis around words: the marks touch the words inside and no letter outside.
static EMPHASIS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(^|[^\p{L}\p{N}*_])(\*\*\*|\*\*|\*|___|__|_)(\S(?:[^*\n]{0,600}?\S)?)",
        r"(\*\*\*|\*\*|\*|___|__|_)($|[^\p{L}\p{N}*_])"
    ))
    .expect("a constant pattern")
});

/// Reads the inline marks of every piece of a cell.
pub fn read_cell(cell: &mut GridCell) {
    let parts = cell.pieces.iter_mut().flat_map(|piece| &mut piece.parts);
    parts.for_each(read);
}

/// Reads the inline marks of a part.
pub fn read(part: &mut PagePart) {
    emphasis(part);
    links(part);
}

/// Marks may stand within each other.
const DEPTH: usize = 4;

fn emphasis(part: &mut PagePart) {
    for _ in 0..DEPTH {
        let mut changed = false;
        let plain = EMPHASIS.replace_all(&part.text, |found: &regex::Captures| {
            let [before, open, words, close, behind] = [1, 2, 3, 4, 5].map(|group| &found[group]);
            // A mark that another closes is none.
            if open != close || words.starts_with("http") {
                return found[0].to_owned();
            }
            changed = true;
            format!("{before}{words}{behind}")
        });
        let plain = plain.into_owned();
        part.text = plain;
        if !changed {
            return;
        }
    }
}

fn links(part: &mut PagePart) {
    if !part.text.contains(['[', '<']) {
        return;
    }
    let mut text = String::with_capacity(part.text.len());
    let mut from = 0;
    for found in LINK.captures_iter(&part.text) {
        let Some(whole) = found.get(0) else { continue };
        text.push_str(&part.text[from..whole.start()]);
        from = whole.end();
        let start = text.len();
        let (words, target) = match (found.get(1), found.get(2), found.get(3)) {
            (Some(words), Some(target), _) => (words.as_str(), target.as_str()),
            (_, _, Some(address)) => (address.as_str(), address.as_str()),
            _ => continue,
        };
        text.push_str(words);
        part.links.push((start..text.len(), target.to_owned()));
    }
    text.push_str(&part.text[from..]);
    part.text = text;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::grid::CellPiece;

    fn plain(text: &str) -> (String, Vec<String>) {
        let mut cell = GridCell {
            pieces: vec![CellPiece::new(false, text)],
            ..GridCell::default()
        };
        read_cell(&mut cell);
        let part = cell.pieces.remove(0).parts.remove(0);
        (
            part.text,
            part.links.into_iter().map(|(_, target)| target).collect(),
        )
    }

    #[test]
    fn marks_fall_away_and_links_stay_as_values() {
        let text = "#1 **Seminar \"Old maps\"** on _4 May_, see [the page](https://a.example/1_2).";
        let wanted = "#1 Seminar \"Old maps\" on 4 May, see the page.";
        assert_eq!(
            plain(text),
            (wanted.to_owned(), vec!["https://a.example/1_2".to_owned()])
        );
        assert_eq!(plain("**[Fair](a.html)**").0, "Fair");
    }

    #[test]
    fn signs_that_emphasize_nothing_stay() {
        for text in ["5 * 3 * 2", "snake_case_name", "* item", "2 ** 3"] {
            assert_eq!(plain(text).0, text);
        }
    }
}
