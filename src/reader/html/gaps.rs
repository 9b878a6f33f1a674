//! Gaps between words that only style makes.
//!
//! `<span>2 h</span><span>R</span>` stands on the screen as two words where a margin
//! parts them. Without the style it is guessed from what the elements hold.

use super::names::attribute;
use super::page::{NONE, NodeContent, Page, Run};
use html5ever::local_name;

impl Page<'_> {
    /// Whether a gap is due between two texts of a run, one right behind the other: they are two
    /// links, or lie in elements of their own and cannot be the parts of one word. In prose
    /// elements cut words anywhere.
    pub(super) fn has_gap(&self, left: u32, right: u32, run: &Run) -> bool {
        let (Some(before), Some(after)) = (
            self.nodes.get(left as usize),
            self.nodes.get(right as usize),
        ) else {
            return false;
        };
        let closed = || {
            self.nodes
                .get(before.parent as usize)
                .is_some_and(|node| node.end <= right)
        };
        if after.parent <= left || !closed() {
            return false;
        }
        let (NodeContent::Text(before_it), NodeContent::Text(behind_it)) =
            (before.content, after.content)
        else {
            return false;
        };
        if before.link != NONE && after.link != NONE && before.link != after.link {
            // Editors cut a link in two where they mend a word.
            let target = |link: u32| {
                self.element(link)
                    .and_then(|link| attribute(link, &local_name!("href")))
            };
            let word = before_it.ends_with(char::is_alphabetic)
                && behind_it.starts_with(char::is_lowercase);
            return !(word && target(before.link) == target(after.link))
                && touch(before_it, behind_it, char::is_alphanumeric);
        }
        let anew = match run.prose() {
            0 => begins_anew(before_it, behind_it),
            _ => is_number_before_name(before_it, behind_it),
        };
        anew && is_several(before_it) && is_several(behind_it)
    }
}

/// Whether letters or digits of two texts stand side by side.
fn touch(before: &str, behind: &str, fits: impl Fn(char) -> bool) -> bool {
    before.chars().next_back().is_some_and(&fits) && behind.chars().next().is_some_and(&fits)
}

/// One letter may be an initial that is drawn large, or animated.
fn is_several(text: &str) -> bool {
    text.trim().chars().nth(1).is_some()
}

/// Whether no word goes on from one text to the other. Letters without case are written without
/// gaps.
fn begins_anew(before: &str, behind: &str) -> bool {
    let cased = |c: char| c.is_lowercase() || c.is_uppercase() || c.is_numeric();
    let goes_on = !before.ends_with(char::is_numeric) && behind.starts_with(char::is_lowercase);
    touch(before, behind, cased) && !goes_on
}

/// A day or a count, and a capital behind it: no word is written so.
fn is_number_before_name(before: &str, behind: &str) -> bool {
    before.ends_with(char::is_numeric) && behind.starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_begins_anew_at_a_capital_and_around_digits() {
        assert!(begins_anew("Jane Roe", "Mar 7"));
        assert!(begins_anew("3 beds", "2 baths"));
        assert!(begins_anew("3", "rooms"));
        assert!(!begins_anew("inter", "national"));
        assert!(!begins_anew("Jane Roe ", "Mar 7"));
        assert!(!begins_anew("新闻", "中心"));
        assert!(is_number_before_name("4 April 2022", "Week of books"));
        assert!(!is_number_before_name("the 4", "th of April"));
    }
}
