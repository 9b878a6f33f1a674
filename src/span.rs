//! Where a value stands: spans, passages and found values.
//!
//! A [`Document`](crate::document::Document) owns one plain text. A [`Span`]
//! points into it, a [`Passage`] is a slice that knows its place, and a
//! [`Found`] is a value together with the span it was read from and the rule
//! that read it. Field readers take passages and give back found values, so
//! each of them can be tried with a bare string.
//!
//! Offsets are bytes inside the program; they become Unicode code points only
//! when a record is written.

use serde::Serialize;
use std::ops::Range;

/// A half-open range of bytes in the text of a document.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// A span over `range`; `range` must lie in a text shorter than 4 GiB,
    /// which the limits of a run guarantee.
    pub fn new(range: Range<usize>) -> Span {
        debug_assert!(range.start <= range.end);
        Span {
            start: range.start as u32,
            end: range.end as u32,
        }
    }

    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly within this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two spans share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn join(self, other: Span) -> Span {
        Span {
            start: self.start.min(other.start),
            end: self.end.max(other.end),
        }
    }

    /// The words the span points at; empty where it points outside `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }
}

/// A piece of a document's text that knows where it begins.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Passage<'d> {
    pub text: &'d str,
    pub start: u32,
}

impl<'d> Passage<'d> {
    /// A passage that is a whole text of its own, as `annalist normalize` and tests have it.
    pub fn new(text: &'d str) -> Passage<'d> {
        Passage { text, start: 0 }
    }

    /// The piece of `text` under `span`.
    pub fn of(text: &'d str, span: Span) -> Passage<'d> {
        Passage {
            text: span.of(text),
            start: span.start,
        }
    }

    pub fn span(self) -> Span {
        Span {
            start: self.start,
            end: self.start + self.text.len() as u32,
        }
    }

    /// The span in the document of a byte range of this passage.
    pub fn locate(self, range: Range<usize>) -> Span {
        Span {
            start: self.start + range.start as u32,
            end: self.start + range.end as u32,
        }
    }

    /// A part of this passage, by byte range.
    pub fn slice(self, range: Range<usize>) -> Passage<'d> {
        Passage {
            text: &self.text[range.clone()],
            start: self.start + range.start as u32,
        }
    }

    /// The passage without white space at its ends.
    pub fn trim(self) -> Passage<'d> {
        let head = self.text.len() - self.text.trim_start().len();
        Passage {
            text: self.text.trim(),
            start: self.start + head as u32,
        }
    }

    /// A value read from a byte range of this passage.
    pub fn found<T>(self, range: Range<usize>, value: T, rule: &'static str) -> Found<T> {
        Found {
            value,
            span: self.locate(range),
            rule,
        }
    }
}

/// A value, the words it was read from and the rule that read it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Found<T> {
    pub value: T,
    pub span: Span,
    /// A short kebab-case name, shown by `annalist explain`.
    pub rule: &'static str,
}

impl<T> Found<T> {
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Found<U> {
        Found {
            value: change(self.value),
            span: self.span,
            rule: self.rule,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_passage_keeps_its_place_in_the_document() {
        let text = "один два три";
        let all = Passage::of(text, Span::new(0..text.len()));
        let two = all.slice(9..15);
        assert_eq!(two.text, "два");
        assert_eq!(two.span().of(text), "два");
        assert_eq!(
            Passage {
                text: "  a ",
                start: 7
            }
            .trim()
            .span(),
            Span { start: 9, end: 10 }
        );
    }

    #[test]
    fn a_span_outside_the_text_or_inside_a_character_shows_nothing() {
        assert_eq!(Span { start: 0, end: 99 }.of("short"), "");
        assert_eq!(Span { start: 0, end: 1 }.of("я"), "");
    }
}
