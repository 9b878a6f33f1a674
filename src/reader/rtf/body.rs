//! The tokens of a document as paragraphs and tables.

use super::super::office::laid::{self, LaidCell, LaidRow, Merged};
use super::super::office::list::ListLabel;
use super::super::office::story::{Paragraph, StoryElement};
use super::charset::label;
use super::group::{GroupHolds, GroupState, ParagraphState, destination};
use super::style::RtfStyle;
use super::tokens::{RtfToken, RtfTokens};
use crate::budget::{Budget, Exhausted, Resource};
use crate::decode;
use crate::document::{Mark, MarkStyle, Rule};
use std::collections::BTreeMap;
use std::ops::Range;

/// A paragraph in the making.
#[derive(Debug, Default)]
struct PendingParagraph {
    text: String,
    links: Vec<(Range<usize>, String)>,
    light: bool,
    label: String,
}

/// A field that has begun and not ended.
#[derive(Debug, Default)]
struct RtfField {
    instruction: String,
    start: usize,
}

/// The cells that a row's definition names.
#[derive(Clone, Debug, Default)]
struct Definition {
    header: bool,
    start: i32,
    cells: Vec<(i32, Merged)>,
    /// The cell whose side comes next.
    next: Merged,
}

#[derive(Default)]
pub struct RtfBody {
    stack: Vec<GroupState>,
    state: GroupState,
    /// The code page of the document.
    code_page: i32,
    /// The character set of each font.
    fonts: BTreeMap<i32, i32>,
    styles: BTreeMap<i32, RtfStyle>,
    /// Bytes that are not yet letters.
    bytes: Vec<u8>,
    /// Letters to pass over behind a Unicode one.
    passed: usize,
    /// The first half of a pair.
    half: Option<u16>,
    /// Whether the group may be passed over by who does not know its first word.
    optional: bool,
    fields: Vec<RtfField>,
    open: PendingParagraph,
    /// Paragraphs that wait while a note or a text box is read.
    waiting: Vec<(PendingParagraph, usize)>,
    cell: Vec<StoryElement>,
    row: Vec<Vec<StoryElement>>,
    table: Vec<LaidRow>,
    definition: Definition,
    out: Vec<StoryElement>,
    notes: Vec<StoryElement>,
    frames: Vec<StoryElement>,
    /// Pieces that are hidden and were left out.
    pub hidden: usize,
}

impl RtfBody {
    /// Reads all tokens of a document.
    pub fn read(&mut self, bytes: &[u8], budget: &Budget) -> Result<(), Exhausted> {
        self.state.substitutes = 1;
        let mut tokens = RtfTokens::new(bytes);
        while let Some(token) = tokens.next() {
            if !matches!(token, RtfToken::Byte(_) | RtfToken::Text(_)) {
                self.decode();
            }
            match token {
                RtfToken::Open => {
                    self.stack.push(self.state.clone());
                    budget.allow(Resource::Depth, self.stack.len() as u64)?;
                    self.state.field = None;
                    self.optional = false;
                }
                RtfToken::Close => {
                    self.close();
                    // What follows the outermost group is no part of the document.
                    if self.stack.is_empty() {
                        break;
                    }
                }
                RtfToken::Word("bin", count) => tokens.pass(count.unwrap_or(0).max(0) as usize),
                RtfToken::Word(name, number) => self.word(name, number),
                RtfToken::Symbol(symbol) => self.symbol(symbol),
                RtfToken::Byte(byte) => self.byte(byte),
                RtfToken::Text(text) => text.iter().for_each(|&byte| self.byte(byte)),
            }
            let blocks = self.out.len() + self.cell.len() + self.notes.len();
            budget.allow(Resource::Blocks, blocks as u64)?;
        }
        Ok(())
    }

    /// Whether groups are still open.
    pub fn is_open(&self) -> bool {
        !self.stack.is_empty()
    }

    pub fn finish(mut self) -> Vec<StoryElement> {
        self.decode();
        while let Some((open, _)) = self.waiting.pop() {
            self.paragraph(false);
            self.open = open;
        }
        self.state = GroupState::default();
        self.paragraph(false);
        self.end_table();
        self.out.append(&mut self.notes);
        self.out
    }

    fn close(&mut self) {
        let Some(outer) = self.stack.pop() else {
            return;
        };
        let inner = std::mem::replace(&mut self.state, outer);
        if let Some(field) = inner.field {
            self.fields.truncate(field + 1);
            if let Some(field) = self.fields.pop() {
                self.link(&field);
            }
        }
        let ends = matches!(inner.holds, GroupHolds::Note | GroupHolds::Frame);
        if ends && self.state.holds != inner.holds {
            self.close_apart(inner);
        }
        self.optional = false;
    }

    /// A note or a text box ends; the paragraph it hangs on goes on.
    fn close_apart(&mut self, inner: GroupState) {
        let holds = inner.holds;
        let outer = std::mem::replace(&mut self.state, inner);
        self.paragraph(false);
        self.state = outer;
        if let Some((open, fields)) = self.waiting.pop() {
            self.open = open;
            self.fields.truncate(fields);
        }
        if holds == GroupHolds::Frame && self.waiting.is_empty() && !self.state.paragraph.in_table {
            self.out.append(&mut self.frames);
        }
    }

    fn link(&mut self, field: &RtfField) {
        let rest = field.instruction.trim().strip_prefix("HYPERLINK");
        let address = rest.and_then(|rest| rest.split('"').nth(1));
        let address = address.map(str::trim).filter(|address| !address.is_empty());
        let range = field.start..self.open.text.len();
        if let Some(address) = address.filter(|_| !range.is_empty()) {
            self.open.links.push((range, address.to_owned()));
        }
    }

    fn symbol(&mut self, symbol: u8) {
        match symbol {
            b'*' => self.optional = true,
            b'~' => self.text("\u{a0}"),
            b'_' => self.text("-"),
            b'\\' | b'{' | b'}' => self.byte(symbol),
            b'\r' | b'\n' => self.word("par", None),
            b'\t' => self.text("\t"),
            _ => {}
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.passed > 0 {
            self.passed -= 1;
            return;
        }
        self.bytes.push(byte);
    }

    /// Makes letters of the bytes so far.
    fn decode(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        if bytes.is_ascii() {
            self.text(&String::from_utf8_lossy(&bytes));
            return;
        }
        let charset = self.fonts.get(&self.state.font).copied().unwrap_or(1);
        let text = decode::exactly(&bytes, &label(charset, self.code_page));
        self.text(&text);
    }

    fn text(&mut self, text: &str) {
        match self.state.holds {
            GroupHolds::Nothing | GroupHolds::Fonts => {}
            GroupHolds::Styles => {
                let style = self.styles.entry(self.state.paragraph.style).or_default();
                if style.name.len() < 200 {
                    style.name.push_str(text);
                }
            }
            GroupHolds::Label => self.open.label.push_str(text),
            GroupHolds::Instruction => {
                if let Some(field) = self.fields.last_mut() {
                    field.instruction.push_str(text);
                }
            }
            GroupHolds::Text | GroupHolds::Note | GroupHolds::Frame => {
                let shows = !text.trim().is_empty();
                if self.state.deleted {
                    return;
                }
                if self.state.hidden {
                    self.hidden += usize::from(shows);
                    return;
                }
                self.open.light |= shows && !self.is_bold();
                self.open.text.push_str(text);
            }
        }
    }

    fn is_bold(&self) -> bool {
        let style = self.styles.get(&self.state.paragraph.style);
        self.state.bold || style.is_some_and(|style| style.bold)
    }

    fn word(&mut self, name: &str, number: Option<i32>) {
        let optional = std::mem::take(&mut self.optional);
        let on = number != Some(0);
        if let Some(holds) = destination(name) {
            self.enter(holds, optional);
            return;
        }
        match name {
            "ansicpg" => self.code_page = number.unwrap_or(1252),
            "mac" => self.code_page = 10_000,
            "pc" => self.code_page = 437,
            "pca" => self.code_page = 850,
            "f" => self.state.font = number.unwrap_or(0),
            "fcharset" if self.state.holds == GroupHolds::Fonts => {
                self.fonts.insert(self.state.font, number.unwrap_or(0));
            }
            "uc" => self.state.substitutes = number.unwrap_or(1).clamp(0, 100) as usize,
            "u" => self.unicode(number.unwrap_or(0)),
            "field" if self.fields.len() < 64 => {
                self.state.field = Some(self.fields.len());
                let start = self.open.text.len();
                self.fields.push(RtfField {
                    start,
                    ..RtfField::default()
                });
            }
            "plain" => {
                self.state.bold = false;
                self.state.hidden = false;
                self.state.deleted = false;
            }
            "b" => self.bold(on),
            "v" => self.state.hidden = on,
            "deleted" => self.state.deleted = on,
            _ if self.state.holds == GroupHolds::Styles => self.style(name, number),
            _ if self.shape(name, number) || self.letter(name) => {}
            _ if optional => self.state.holds = GroupHolds::Nothing,
            _ => {}
        }
    }

    fn bold(&mut self, on: bool) {
        self.state.bold = on;
        if self.state.holds == GroupHolds::Styles {
            self.styles
                .entry(self.state.paragraph.style)
                .or_default()
                .bold = on;
        }
    }

    /// A group turns out to hold something else than text.
    fn enter(&mut self, holds: GroupHolds, optional: bool) {
        let reads = matches!(
            self.state.holds,
            GroupHolds::Text | GroupHolds::Note | GroupHolds::Frame
        );
        if !reads || optional && holds == GroupHolds::Text {
            return;
        }
        self.state.holds = holds;
        match holds {
            GroupHolds::Label => self.open.label.clear(),
            GroupHolds::Note | GroupHolds::Frame => {
                let open = std::mem::take(&mut self.open);
                self.waiting.push((open, self.fields.len()));
                self.state.paragraph = ParagraphState::default();
            }
            _ => {}
        }
    }

    /// A word of the table of styles.
    fn style(&mut self, name: &str, number: Option<i32>) {
        match name {
            "s" => self.state.paragraph.style = number.unwrap_or(0),
            // Styles of words and of tables are none of paragraphs.
            "cs" | "ts" | "ds" => self.state.holds = GroupHolds::Nothing,
            "outlinelevel" => {
                let style = self.styles.entry(self.state.paragraph.style).or_default();
                style.outline = number.and_then(|level| u8::try_from(level).ok());
            }
            _ => {}
        }
    }

    /// A letter by its code.
    fn unicode(&mut self, code: i32) {
        self.passed = 0;
        let unit = code as u16;
        let text = match (self.half.take(), unit) {
            (_, 0xd800..=0xdbff) => {
                self.half = Some(unit);
                String::new()
            }
            (Some(half), _) => String::from_utf16_lossy(&[half, unit]),
            (None, _) => String::from_utf16_lossy(&[unit]),
        };
        self.text(&text);
        self.passed = self.state.substitutes;
    }

    /// Words that stand for letters.
    fn letter(&mut self, name: &str) -> bool {
        let text = match name {
            "tab" => "\t",
            "line" | "softline" => "\n",
            "emdash" => "—",
            "endash" => "–",
            "bullet" => "•",
            "lquote" => "‘",
            "rquote" => "’",
            "ldblquote" => "“",
            "rdblquote" => "”",
            "emspace" | "enspace" | "qmspace" => " ",
            _ => return false,
        };
        self.text(text);
        true
    }

    /// Words that end paragraphs, cells and rows, and those that say how they are set.
    fn shape(&mut self, name: &str, number: Option<i32>) -> bool {
        let reads = matches!(
            self.state.holds,
            GroupHolds::Text | GroupHolds::Note | GroupHolds::Frame
        );
        match name {
            _ if !reads => return false,
            "par" | "sect" | "page" | "nestcell" => self.paragraph(true),
            "cell" => self.end_cell(),
            "row" => self.end_row(),
            "pard" => self.state.paragraph = ParagraphState::default(),
            "intbl" => self.state.paragraph.in_table = true,
            "itap" => self.state.paragraph.in_table = number.unwrap_or(0) > 0,
            "s" => self.state.paragraph.style = number.unwrap_or(0),
            "outlinelevel" => {
                let level = number.and_then(|level| u8::try_from(level).ok());
                self.state.paragraph.outline = level;
            }
            "trowd" => self.definition = Definition::default(),
            "trhdr" => self.definition.header = true,
            "trleft" => self.definition.start = number.unwrap_or(0),
            "clvmrg" => self.definition.next = Merged::Down,
            "clmrg" => self.definition.next = Merged::Across,
            "cellx" if self.definition.cells.len() < 1000 => {
                let merged = std::mem::take(&mut self.definition.next);
                self.definition.cells.push((number.unwrap_or(0), merged));
            }
            _ => return false,
        }
        true
    }

    /// Ends a paragraph; its deleted end joins it with the next.
    fn paragraph(&mut self, told: bool) {
        if told && self.state.deleted && !self.open.text.is_empty() {
            return;
        }
        for field in &mut self.fields {
            field.start = 0;
        }
        let open = std::mem::take(&mut self.open);
        let said = self.state.paragraph;
        let style = self.styles.get(&said.style);
        let outline = said.outline.or(style.and_then(RtfStyle::level));
        let contents = style.is_some_and(|style| style.name.to_lowercase().starts_with("toc "));
        let empty = open.text.trim().is_empty();
        let label = label_of(&open.label);
        if !empty || label.is_some() {
            let paragraph = StoryElement::Paragraph(Paragraph {
                bold: !empty && !open.light,
                heading: outline.filter(|&level| level < 9).map(|level| level + 1),
                text: open.text,
                links: open.links,
                label,
                aside: match self.state.holds {
                    GroupHolds::Note => Some(Rule::Footnote),
                    _ => contents.then_some(Rule::Contents),
                },
            });
            self.put(paragraph);
        }
        if told && self.waiting.is_empty() {
            let frames = std::mem::take(&mut self.frames);
            for frame in frames {
                self.put(frame);
            }
        }
    }

    fn put(&mut self, element: StoryElement) {
        match self.state.holds {
            GroupHolds::Note => self.notes.push(element),
            GroupHolds::Frame => self.frames.push(element),
            _ if self.state.paragraph.in_table => self.cell.push(element),
            _ => {
                self.end_table();
                self.out.push(element);
            }
        }
    }

    fn end_cell(&mut self) {
        // Tables of notes and text boxes give up their paragraphs.
        if self.state.holds != GroupHolds::Text {
            self.paragraph(true);
            return;
        }
        self.state.paragraph.in_table = true;
        let deleted = std::mem::take(&mut self.state.deleted);
        self.paragraph(true);
        self.state.deleted = deleted;
        self.row.push(std::mem::take(&mut self.cell));
    }

    fn end_row(&mut self) {
        if self.state.holds != GroupHolds::Text {
            return;
        }
        let contents = std::mem::take(&mut self.row);
        self.cell.clear();
        if contents.is_empty() {
            return;
        }
        let definition = &self.definition;
        let mut end = definition.start;
        let cell = |(index, content): (usize, Vec<StoryElement>)| {
            let known = definition.cells.get(index).copied();
            // Cells that the definition does not know stand one behind the other.
            let (side, merged) = known.unwrap_or((end.saturating_add(1000), Merged::No));
            end = side;
            LaidCell {
                end,
                merged,
                content,
            }
        };
        let cells = contents.into_iter().enumerate().map(cell).collect();
        self.table.push(LaidRow {
            header: definition.header,
            start: definition.start,
            cells,
        });
    }

    fn end_table(&mut self) {
        if !self.row.is_empty() || !self.cell.is_empty() {
            self.row.push(std::mem::take(&mut self.cell));
            self.end_row();
        }
        let rows = std::mem::take(&mut self.table);
        if !rows.is_empty() {
            self.out
                .extend(laid::tables(rows).into_iter().map(StoryElement::Table));
        }
    }
}

/// The label of a paragraph of a list, from what stands for it.
fn label_of(text: &str) -> Option<ListLabel> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let last = text
        .split(|c: char| !c.is_ascii_digit())
        .rfind(|part| !part.is_empty());
    if digits.is_empty() && !text.ends_with([')', '.']) {
        return Some(ListLabel::bullet());
    }
    let parts = text.split('.').filter(|part| !part.is_empty()).count();
    let style = match () {
        () if text.starts_with(['#', '№']) => MarkStyle::Sign,
        () if parts > 1 => MarkStyle::Nested,
        () if text.starts_with('(') => MarkStyle::Brackets,
        () if text.ends_with(')') => MarkStyle::Bracket,
        () => MarkStyle::Stop,
    };
    let number = last.and_then(|last| last.parse().ok());
    Some(ListLabel {
        mark: Mark { style, number },
        text: text.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Vec<StoryElement> {
        let mut body = RtfBody::default();
        body.read(bytes, &Budget::default()).unwrap();
        body.finish()
    }

    fn text(element: &StoryElement) -> &str {
        match element {
            StoryElement::Paragraph(paragraph) => &paragraph.text,
            StoryElement::Table(_) => "table",
        }
    }

    #[test]
    fn letters_come_in_the_code_page_of_their_font_or_as_unicode() {
        let bytes = b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 A;}{\\f1\\fcharset204 B;}}\
            \\f1 \\'c4\\'e0, \\f0\\'e4 \\u1078\\'e6{\\uc0\\u1080}\\par}";
        assert_eq!(text(&read(bytes)[0]), "Да, ä жи");
    }

    #[test]
    fn what_is_hidden_deleted_or_for_machines_is_left_out_and_links_are_read() {
        let bytes = b"{\\rtf1 a{\\v b}{\\deleted c}{\\*\\unknown d}{\\info{\\title e}}\
            {\\field{\\*\\fldinst HYPERLINK \"https://x.example\"}{\\fldrslt f}}\\par}";
        let elements = read(bytes);
        let StoryElement::Paragraph(paragraph) = &elements[0] else {
            panic!()
        };
        assert_eq!(paragraph.text, "af");
        assert_eq!(paragraph.links, [(1..2, "https://x.example".to_owned())]);
    }

    #[test]
    fn rows_are_made_of_cells_and_the_sides_of_their_definition() {
        let bytes = b"{\\rtf1\\trowd\\cellx100\\cellx200\\intbl a\\cell b\\cell\\row\
            \\trowd\\cellx200\\intbl c\\par d\\cell\\row\\pard e\\par}";
        let elements = read(bytes);
        let StoryElement::Table(table) = &elements[0] else {
            panic!()
        };
        assert_eq!(table.rows.len(), 2);
        assert_eq!(text(&elements[1]), "e");
    }
}
