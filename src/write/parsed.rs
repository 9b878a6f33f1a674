//! Parsed documents as JSON: what `--stage document` prints.
//!
//! Offsets are code points of the whole source's text, end exclusive.

use crate::document::{Block, Cell, Document, Kind, Origin, Table};
use crate::span::Span;
use serde_json::{Map, Value, json};

/// `{source, text, blocks}`.
pub fn parsed(path: &str, document: &Document) -> Value {
    let places = Places::new(&document.text);
    let blocks: Vec<Value> = document.blocks.iter().map(|b| block(document, &places, b)).collect();
    json!({ "source": { "path": path, "media_type": document.media_type, "charset": document.charset }, "text": document.text, "blocks": blocks })
}

/// Code points before every 64th byte, so that an offset is found without counting from the start.
struct Places<'d> {
    text: &'d str,
    before: Vec<u32>,
}

const STEP: usize = 64;

impl Places<'_> {
    fn new(text: &str) -> Places<'_> {
        let mut before = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for (at, byte) in text.bytes().enumerate() {
            if at % STEP == 0 {
                before.push(count);
            }
            count += u32::from(byte & 0xc0 != 0x80);
        }
        Places { text, before }
    }

    fn of(&self, offset: u32) -> u32 {
        let at = offset as usize;
        let step = (at / STEP).min(self.before.len().saturating_sub(1));
        let known = self.before.get(step).copied().unwrap_or(0);
        let rest = self.text.as_bytes().get(step * STEP..at).unwrap_or_default();
        known + rest.iter().filter(|&&byte| byte & 0xc0 != 0x80).count() as u32
    }

    fn span(&self, span: Span) -> Value {
        json!({ "start": self.of(span.start), "end": self.of(span.end) })
    }
}

fn block(document: &Document, places: &Places, block: &Block) -> Value {
    let mut out = Map::new();
    let kind = match (&block.kind, block.aside) {
        (Kind::Table(_), _) => "table",
        (_, Some(_)) => "aside",
        (Kind::Heading(_), _) => "heading",
        (Kind::Paragraph, _) => "paragraph",
        (Kind::Item, _) => "item",
    };
    out.insert("kind".into(), kind.into());
    if let Kind::Heading(level) = block.kind {
        out.insert("level".into(), level.into());
    }
    if let Some(rule) = block.aside {
        out.insert("rule".into(), rule.into());
    }
    out.insert("text".into(), block.span.of(&document.text).into());
    out.insert("span".into(), places.span(block.span));
    if let Origin::Page { number, area } = block.origin {
        out.insert("page".into(), number.into());
        out.insert("area".into(), json!([area.left, area.top, area.right, area.bottom]));
    }
    if let Kind::Table(table) = &block.kind {
        out.insert("header".into(), table.header.into());
        out.insert("rows".into(), rows(document, table));
    }
    Value::Object(out)
}

fn rows(document: &Document, table: &Table) -> Value {
    let row = |row: &crate::document::Row| {
        let cells: Vec<Value> =
            row.cells.iter().map(|c| c.as_ref().map_or(Value::Null, |c| cell(document, c))).collect();
        match row.page {
            Some(page) => json!({ "page": page, "cells": cells }),
            None => json!({ "cells": cells }),
        }
    };
    table.rows.iter().map(row).collect()
}

fn cell(document: &Document, cell: &Cell) -> Value {
    let block = |block: &crate::document::CellBlock| json!({ "kind": if block.item { "item" } else { "paragraph" }, "text": block.span.of(&document.text) });
    let blocks: Vec<Value> = cell.blocks.iter().map(block).collect();
    json!({ "text": cell.span.of(&document.text), "colspan": cell.colspan, "rowspan": cell.rowspan, "blocks": blocks })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_code_points_from_any_byte() {
        let text = "Қазақ тілі — 𝄞 ".repeat(40);
        let places = Places::new(&text);
        for (count, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(places.of(at as u32), count as u32);
        }
    }
}
