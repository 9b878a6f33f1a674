//! Where the values of a record stand.

use crate::document::view::View;
use crate::document::{Document, Rule, Witness};
use crate::record::Evidence;
use crate::span::Span;
use std::collections::{BTreeMap, HashSet};

/// The evidence of a record in the making.
pub struct Evidences<'d> {
    document: &'d Document,
    view: &'d View,
    map: BTreeMap<String, Vec<Evidence>>,
}

impl<'d> Evidences<'d> {
    pub fn new(document: &'d Document, view: &'d View) -> Evidences<'d> {
        Evidences {
            document,
            view,
            map: BTreeMap::new(),
        }
    }

    pub fn spans(&mut self, pointer: &str, spans: &[Span]) {
        for &span in spans {
            self.span(pointer, span);
        }
    }

    /// Words of the document: offsets where the record's text has them, one entry a page;
    /// else the place on the page they were seen at.
    pub fn span(&mut self, pointer: &str, span: Span) {
        for part in self.pages(span) {
            let evidence = match self.view.rebase(self.document, part) {
                Some((start, end)) => self.text(part.start, start, end),
                None => Evidence::Outside {
                    from: self.seen_at(part),
                },
            };
            self.push(pointer, evidence);
        }
    }

    /// Words of the record's text that begin at `offset` of the document's.
    fn text(&self, offset: u32, start: u32, end: u32) -> Evidence {
        let cell = self.document.cell_at(offset);
        let sheet = cell.and_then(|cell| self.document.sheets.get(cell.sheet as usize));
        Evidence::Text {
            start,
            end,
            page: self.document.page_at(offset),
            sheet: sheet.map(|sheet| sheet.as_str().into()),
            cell: cell.map(|cell| cell.name().into()),
        }
    }

    pub fn witness(&mut self, pointer: &str, witness: &Witness) {
        match witness {
            Witness::Text(span) => self.span(pointer, *span),
            Witness::Outside(from) => self.push(pointer, Evidence::Outside { from: from.clone() }),
        }
    }

    /// Each place once, where it was first named.
    pub fn finish(mut self) -> BTreeMap<String, Vec<Evidence>> {
        self.map
            .values_mut()
            .filter(|list| list.len() > 1)
            .for_each(keep_first);
        self.map
    }

    fn push(&mut self, pointer: &str, evidence: Evidence) {
        // Most values stand in one place.
        self.map
            .entry(pointer.to_owned())
            .or_insert_with(|| Vec::with_capacity(1))
            .push(evidence);
    }

    /// The parts of a span on each page it touches.
    fn pages(&self, span: Span) -> Vec<Span> {
        let marks = self
            .document
            .pages
            .iter()
            .map(|mark| mark.start)
            .filter(|&start| span.start < start && start < span.end);
        let mut parts = Vec::new();
        let mut from = span.start;
        for mark in marks {
            let text = Span {
                start: from,
                end: mark,
            }
            .of(&self.document.text);
            parts.push(Span {
                start: from,
                end: from + text.trim_end().len() as u32,
            });
            from = mark;
        }
        parts.push(Span {
            start: from,
            end: span.end,
        });
        parts.retain(|part| !part.is_empty());
        parts
    }

    /// `visible:headline`, `visible:byline` …: the rule that set the block aside.
    fn seen_at(&self, span: Span) -> String {
        let after = self
            .document
            .blocks
            .partition_point(|block| block.span.start <= span.start);
        let block = after
            .checked_sub(1)
            .map(|index| &self.document.blocks[index]);
        format!(
            "visible:{}",
            block
                .and_then(|block| block.aside)
                .map_or("page", Rule::as_str)
        )
    }
}

/// Drops what the list has named before, at once for the whole list: a name repeated all
/// through a long text has a place for every mention.
fn keep_first(list: &mut Vec<Evidence>) {
    let mut seen = HashSet::new();
    let first: Vec<bool> = list.iter().map(|evidence| seen.insert(evidence)).collect();
    let mut first = first.into_iter();
    list.retain(|_| first.next() == Some(true));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_place_is_kept_once_where_it_was_first_named() {
        let place = |start| Evidence::Text {
            start,
            end: start + 1,
            page: None,
            sheet: None,
            cell: None,
        };
        let mut list = [3, 1, 3, 2, 1].map(place).to_vec();
        keep_first(&mut list);
        assert_eq!(list, [3, 1, 2].map(place));
    }
}
