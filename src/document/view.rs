//! The way out: main content as the record shows it.
//!
//! A [`View`] copies the main blocks of a document into the text of the record
//! and re-bases spans onto it, in code points.

use super::{Block, CodePoints, Document, Kind};
use crate::span::Span;

/// The text of a record and how it lies over the document.
#[derive(Debug, Default)]
pub struct View {
    pub text: String,
    pieces: Vec<ViewPiece>,
    /// Of the document's text.
    places: CodePoints,
}

#[derive(Debug)]
struct ViewPiece {
    /// In the document's text.
    from: Span,
    /// First code point in the record's text.
    to: u32,
}

impl View {
    /// The blocks for which `keep` holds, in order, separated as in the document.
    pub fn new(document: &Document, keep: impl Fn(usize, &Block) -> bool) -> View {
        let mut view = View {
            text: String::with_capacity(document.text.len()),
            places: CodePoints::new(&document.text),
            ..View::default()
        };
        let mut characters = 0u32;
        let mut before: Option<&Kind> = None;
        for (_, block) in document
            .blocks
            .iter()
            .enumerate()
            .filter(|(i, b)| keep(*i, b))
        {
            let separator = match (&block.kind, &before) {
                (_, None) => "",
                (Kind::Item, Some(Kind::Item)) => "\n",
                _ => "\n\n",
            };
            before = Some(&block.kind);
            view.text.push_str(separator);
            characters += separator.len() as u32;
            view.pieces.push(ViewPiece {
                from: block.span,
                to: characters,
            });
            view.text.push_str(block.span.of(&document.text));
            characters += view.characters(document, block.span.start, block.span.end);
        }
        view
    }

    /// Code points between two offsets of the document's text.
    fn characters(&self, document: &Document, from: u32, to: u32) -> u32 {
        self.places
            .of(&document.text, to)
            .saturating_sub(self.places.of(&document.text, from))
    }

    /// Where a span of the document stands in the record's text: start and end in code
    /// points; none where its words are not in the record.
    pub fn rebase(&self, document: &Document, span: Span) -> Option<(u32, u32)> {
        let place = |offset: u32, end: bool| {
            let after = self.pieces.partition_point(|p| {
                if end {
                    p.from.start < offset
                } else {
                    p.from.start <= offset
                }
            });
            let piece = &self.pieces[after.checked_sub(1)?];
            if offset > piece.from.end || (!end && offset >= piece.from.end) {
                return None;
            }
            Some((
                after,
                piece.to + self.characters(document, piece.from.start, offset),
            ))
        };
        let (first, start) = place(span.start, false)?;
        let (last, end) = place(span.end, true)?;
        // Words that were not taken over must not lie in between.
        let gapless = self.pieces[first - 1..last].windows(2).all(|w| {
            document
                .text
                .get(w[0].from.end as usize..w[1].from.start as usize)
                .is_some_and(|gap| gap.trim().is_empty())
        });
        (start < end && gapless).then_some((start, end))
    }
}

#[cfg(test)]
mod tests {
    use super::super::Rule;
    use super::*;
    use crate::budget::Budget;
    use crate::document::{Builder, Origin};

    #[test]
    fn spans_follow_their_words_into_the_record() {
        let mut builder = Builder::new();
        for text in ["Меню", "Первый абзац", "Второй абзац"] {
            builder
                .block(
                    Kind::Paragraph,
                    text,
                    &[],
                    Origin::Line(1),
                    &Budget::default(),
                )
                .unwrap();
        }
        builder.set_aside(0, Rule::Navigation);
        let document = builder.finish("text/plain", None);
        let view = View::new(&document, |_, block| block.aside.is_none());
        assert_eq!(view.text, "Первый абзац\n\nВторой абзац");
        let second = document.text.find("Второй").unwrap();
        let span = Span::new(second..second + "Второй".len());
        assert_eq!(view.rebase(&document, span), Some((14, 20)));
        assert_eq!(view.rebase(&document, document.blocks[0].span), None);
        let both = document.blocks[1].span.join(document.blocks[2].span);
        assert_eq!(view.rebase(&document, both), Some((0, 26)));
    }
}
