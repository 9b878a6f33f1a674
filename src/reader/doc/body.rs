//! The text, letter by letter: paragraphs, cells, rows and fields end where a letter says so.

use super::super::office::laid::{self, LaidCell, LaidRow, Merged};
use super::super::office::list::Counters;
use super::super::office::story::{Paragraph, StoryElement};
use super::head::{DocHead, part};
use super::lists::DocLists;
use super::pieces::{self, Piece};
use super::properties::{self, Pages, PropertyRun, RowEnd, WordProperties};
use super::styles::DocStyles;
use crate::budget::{Budget, Exhausted, Resource};
use crate::document::Rule;
use crate::error::Error;
use std::ops::Range;

pub struct DocBody<'b> {
    stream: &'b [u8],
    pieces: Vec<Piece>,
    words: Vec<PropertyRun>,
    paragraphs: Vec<PropertyRun>,
    styles: DocStyles,
    lists: DocLists,
    counters: Counters,
    letters: Range<usize>,
    notes: Range<usize>,
    /// Pieces that are hidden and were left out.
    pub hidden: usize,
    /// Whether letters are missing.
    pub short: bool,
}

/// A field that has begun and not ended.
#[derive(Debug, Default)]
struct DocField {
    instruction: String,
    result: bool,
    start: usize,
}

/// What is open while the text goes by.
#[derive(Default)]
struct OpenText {
    text: Vec<u16>,
    links: Vec<(Range<usize>, String)>,
    light: bool,
    fields: Vec<DocField>,
    /// Paragraphs of the cell, cells of the row, rows of the table.
    cell: Vec<StoryElement>,
    row: Vec<Vec<StoryElement>>,
    table: Vec<LaidRow>,
}

impl<'b> DocBody<'b> {
    pub fn new(
        head: &DocHead,
        stream: &'b [u8],
        table: &[u8],
        budget: &Budget,
    ) -> Result<DocBody<'b>, Error> {
        let pieces = pieces::read(head, table);
        if pieces.is_empty() {
            return Err(Error::Damaged(
                "the file does not say where its text is".into(),
            ));
        }
        let end = pieces.last().map_or(0, |piece| piece.letters.end);
        let letters = head.letters.min(end);
        let notes = letters.saturating_add(head.notes).min(end);
        budget.allow(Resource::Text, notes as u64)?;
        Ok(DocBody {
            stream,
            pieces,
            words: properties::runs(stream, table, head.words.clone(), Pages::Words),
            paragraphs: properties::runs(stream, table, head.paragraphs.clone(), Pages::Paragraphs),
            styles: DocStyles::read(table, head.styles.clone()),
            lists: DocLists::read(head, table),
            counters: Counters::default(),
            letters: 0..letters,
            notes: letters..notes,
            hidden: 0,
            short: letters < head.letters,
        })
    }

    pub fn read(&mut self, out: &mut Vec<StoryElement>, budget: &Budget) -> Result<(), Exhausted> {
        self.story(self.letters.clone(), out, budget)?;
        let mut notes = Vec::new();
        self.story(self.notes.clone(), &mut notes, budget)?;
        for element in &mut notes {
            if let StoryElement::Paragraph(paragraph) = element {
                paragraph.aside = Some(Rule::Footnote);
            }
        }
        out.append(&mut notes);
        Ok(())
    }

    fn story(
        &mut self,
        letters: Range<usize>,
        out: &mut Vec<StoryElement>,
        budget: &Budget,
    ) -> Result<(), Exhausted> {
        let mut open = OpenText::default();
        let first = self
            .pieces
            .partition_point(|piece| piece.letters.end <= letters.start);
        for index in first..self.pieces.len() {
            let piece = self.pieces[index].clone();
            let here = piece.letters.start.max(letters.start)..piece.letters.end.min(letters.end);
            self.piece(&piece, here, &mut open, out);
            budget.allow(Resource::Blocks, out.len() as u64)?;
        }
        if !open.text.is_empty() {
            self.paragraph(usize::MAX, &mut open, out);
        }
        open.end_table(out);
        Ok(())
    }

    fn piece(
        &mut self,
        piece: &Piece,
        letters: Range<usize>,
        open: &mut OpenText,
        out: &mut Vec<StoryElement>,
    ) {
        // What is said of words holds for runs of letters.
        let mut run: Option<(Range<usize>, WordProperties)> = None;
        for letter in letters {
            let place = piece.place(letter);
            let Some(unit) = piece.letter(self.stream, letter) else {
                self.short = true;
                return;
            };
            let known = run.as_ref().filter(|(range, _)| range.contains(&place));
            let words = match known {
                Some((_, words)) => *words,
                None => {
                    let (range, words) = self.said(place);
                    run = Some((range, words));
                    words
                }
            };
            self.letter(unit, place, words, open, out);
        }
    }

    /// What is said of the words at a place, and how far it holds.
    fn said(&mut self, place: usize) -> (Range<usize>, WordProperties) {
        let paragraph = properties::at(&self.paragraphs, place);
        let style = paragraph.map_or(0, |run| run.style);
        let around = paragraph.map_or(place..place + 1, |run| run.place.clone());
        let styled = self.styles.of(style).words;
        match properties::at(&self.words, place) {
            Some(run) => {
                let both = run.place.start.max(around.start)..run.place.end.min(around.end);
                let changes = part(self.stream, run.changes.clone());
                let words = styled.changed(changes);
                self.hidden += usize::from(words.hidden);
                (both, words)
            }
            None => (place..place + 1, styled),
        }
    }

    fn letter(
        &mut self,
        unit: u16,
        place: usize,
        words: WordProperties,
        open: &mut OpenText,
        out: &mut Vec<StoryElement>,
    ) {
        match unit {
            // The end of a paragraph that was deleted joins it with the next.
            0x0d if words.deleted && open.cell.is_empty() => {}
            0x0d | 0x0c | 0x07 => self.end(unit, place, words, open, out),
            0x13 => {
                if open.fields.len() < 64 {
                    open.fields.push(DocField::default());
                }
            }
            0x14 => {
                let start = open.text.len();
                if let Some(field) = open.fields.last_mut() {
                    field.result = true;
                    field.start = start;
                }
            }
            0x15 => {
                if let Some(field) = open.fields.pop().filter(|field| field.result) {
                    open.link(&field);
                }
            }
            _ => open.put(unit, words),
        }
    }

    /// A paragraph, a cell or a row ends.
    fn end(
        &mut self,
        unit: u16,
        place: usize,
        words: WordProperties,
        open: &mut OpenText,
        out: &mut Vec<StoryElement>,
    ) {
        let said = self.properties(place);
        if !said.in_table && unit != 0x07 {
            open.end_table(out);
        }
        let inner = said.depth > 1;
        if said.row_end && !inner {
            open.text.clear();
            open.end_row(&said.row, words.deleted);
            return;
        }
        if inner && said.inner_row {
            open.text.clear();
            return;
        }
        let mut elements = Vec::new();
        self.paragraph(place, open, &mut elements);
        if said.in_table || unit == 0x07 {
            open.cell.append(&mut elements);
            if unit == 0x07 && !inner {
                open.row.push(std::mem::take(&mut open.cell));
            }
        } else {
            out.append(&mut elements);
        }
    }

    fn properties(&self, place: usize) -> properties::ParagraphProperties {
        let Some(run) = properties::at(&self.paragraphs, place) else {
            return properties::ParagraphProperties::default();
        };
        let mut said = self.styles.of(run.style).paragraph;
        said.take(part(self.stream, run.changes.clone()));
        said
    }

    fn paragraph(&mut self, place: usize, open: &mut OpenText, out: &mut Vec<StoryElement>) {
        for field in open.fields.iter_mut().filter(|field| field.result) {
            field.start = field.start.min(open.text.len());
        }
        let fields = std::mem::take(&mut open.fields);
        for field in fields.iter().filter(|field| field.result) {
            open.link(field);
        }
        open.fields = fields;
        for field in &mut open.fields {
            field.start = 0;
        }
        let units = std::mem::take(&mut open.text);
        let text = String::from_utf16_lossy(&units);
        let links = std::mem::take(&mut open.links);
        let links = in_bytes(&units, links);
        let style = properties::at(&self.paragraphs, place).map_or(0, |run| run.style);
        let contents = self.styles.of(style).contents;
        let said = self.properties(place);
        let label = said
            .list
            .filter(|&list| list > 0 && list < 0x07ff)
            .and_then(|list| {
                let level = said.level.unwrap_or(0);
                self.lists.next(&mut self.counters, list, level)
            });
        let empty = text.trim().is_empty();
        let bold = !empty && !open.light;
        open.light = false;
        if empty && label.is_none() {
            return;
        }
        out.push(StoryElement::Paragraph(Paragraph {
            heading: said
                .outline
                .filter(|&level| level < 9)
                .map(|level| level + 1),
            text,
            links,
            label,
            bold,
            aside: contents.then_some(Rule::Contents),
        }));
    }
}

/// Ranges of UTF-16 letters as ranges of bytes.
fn in_bytes(units: &[u16], links: Vec<(Range<usize>, String)>) -> Vec<(Range<usize>, String)> {
    if links.is_empty() {
        return links;
    }
    // How many bytes stand before each letter; the second half of a pair counts none.
    let mut before = vec![0; units.len() + 1];
    let mut at = 0;
    for c in char::decode_utf16(units.iter().copied()) {
        let c = c.unwrap_or(char::REPLACEMENT_CHARACTER);
        let end = before[at] + c.len_utf8();
        let next = (at + c.len_utf16()).min(units.len());
        before[at + 1..=next].fill(end);
        at = next;
    }
    let place = |letter: usize| before[letter.min(units.len())];
    let moved =
        |(range, target): (Range<usize>, String)| (place(range.start)..place(range.end), target);
    links.into_iter().map(moved).collect()
}

impl OpenText {
    fn put(&mut self, unit: u16, words: WordProperties) {
        if words.deleted || words.hidden {
            return;
        }
        let unit = match unit {
            0x0b => 0x0a,
            0x1e => u16::from(b'-'),
            0x09 => unit,
            // Pictures, marks of notes, optional hyphens.
            0x00..=0x1f => return,
            _ if words.special => return,
            unit => unit,
        };
        if let Some(field) = self.fields.iter_mut().rev().find(|field| !field.result) {
            if field.instruction.len() < 4096 {
                field
                    .instruction
                    .push_str(&String::from_utf16_lossy(&[unit]));
            }
            return;
        }
        let white = matches!(unit, 0x20 | 0x0a | 0x09 | 0xa0);
        self.light |= !words.bold && !white;
        self.text.push(unit);
    }

    fn link(&mut self, field: &DocField) {
        let rest = field.instruction.trim().strip_prefix("HYPERLINK");
        let quoted = rest.and_then(|rest| rest.split('"').nth(1));
        let address = quoted
            .map(str::trim)
            .filter(|address| address.contains(':'));
        if let Some(address) = address.filter(|_| field.start < self.text.len()) {
            let range = field.start..self.text.len();
            self.links.push((range, address.to_owned()));
        }
    }

    fn end_row(&mut self, row: &RowEnd, deleted: bool) {
        let contents = std::mem::take(&mut self.row);
        self.cell.clear();
        if deleted {
            return;
        }
        let start = row.edges.first().copied().map_or(0, i32::from);
        let mut end = start;
        let cell = |(index, content)| {
            let side = row.edges.get(index + 1).copied().map(i32::from);
            // Cells that the definition does not know stand one behind the other.
            end = side.unwrap_or(end + 1000);
            LaidCell {
                end,
                merged: merged(&row.marks, index),
                content,
            }
        };
        self.table.push(LaidRow {
            header: row.header,
            start,
            cells: contents.into_iter().enumerate().map(cell).collect(),
        });
    }

    fn end_table(&mut self, out: &mut Vec<StoryElement>) {
        if !self.row.is_empty() {
            // A row whose end is missing.
            self.end_row(&RowEnd::default(), false);
        }
        let rows = std::mem::take(&mut self.table);
        if !rows.is_empty() {
            out.extend(laid::tables(rows).into_iter().map(StoryElement::Table));
        }
    }
}

fn merged(marks: &[u16], index: usize) -> Merged {
    let mark = |index: usize| marks.get(index).copied().unwrap_or(0);
    let across = |index: usize| mark(index) & 3 != 0;
    match mark(index) & 0x60 {
        _ if index > 0 && across(index) && across(index - 1) => Merged::Across,
        0x20 => Merged::Down,
        _ => Merged::No,
    }
}
