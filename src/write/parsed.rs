//! Parsed documents as JSON: what `--stage document` prints.
//!
//! Offsets are code points of the whole source's text, end exclusive. Blocks are
//! written one by one: a long table never stands in memory as a tree of values.

use crate::document::{Block, Cell, CellBlock, CodePoints, Document, Kind, Origin, Row};
use crate::span::Span;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::json;

/// `{source, text, blocks}`.
pub fn parsed<'d>(path: &'d str, document: &'d Document) -> impl Serialize + 'd {
    Parsed {
        path,
        document,
        places: CodePoints::new(&document.text),
    }
}

struct Parsed<'d> {
    path: &'d str,
    document: &'d Document,
    places: CodePoints,
}

/// One part of a document on its way out.
struct ParsedPart<'d, T>(&'d Parsed<'d>, &'d T);

fn parts<'d, T>(whole: &'d Parsed<'d>, all: &'d [T]) -> Vec<ParsedPart<'d, T>> {
    all.iter().map(|one| ParsedPart(whole, one)).collect()
}

impl Parsed<'_> {
    fn text(&self, span: Span) -> &str {
        span.of(&self.document.text)
    }

    fn span(&self, span: Span) -> serde_json::Value {
        let place = |offset| self.places.of(&self.document.text, offset);
        json!({ "start": place(span.start), "end": place(span.end) })
    }
}

impl Serialize for Parsed<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let document = self.document;
        let source = json!({
            "path": self.path,
            "media_type": document.media_type,
            "charset": document.charset,
        });
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("source", &source)?;
        map.serialize_entry("text", &document.text)?;
        map.serialize_entry("blocks", &parts(self, &document.blocks))?;
        map.end()
    }
}

impl Serialize for ParsedPart<'_, Block> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ParsedPart(whole, block) = *self;
        let kind = match (&block.kind, block.aside) {
            (Kind::Table(_), _) => "table",
            (_, Some(_)) => "aside",
            (Kind::Heading(_), _) => "heading",
            (Kind::Paragraph, _) => "paragraph",
            (Kind::Item, _) => "item",
        };
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", kind)?;
        if let Kind::Heading(level) = block.kind {
            map.serialize_entry("level", &level)?;
        }
        if let Some(rule) = block.aside {
            map.serialize_entry("rule", rule.as_str())?;
        }
        map.serialize_entry("text", whole.text(block.span))?;
        map.serialize_entry("span", &whole.span(block.span))?;
        if let Origin::Page { number, area } = block.origin {
            map.serialize_entry("page", &number)?;
            map.serialize_entry("area", &[area.left, area.top, area.right, area.bottom])?;
        }
        if let Kind::Table(table) = &block.kind {
            map.serialize_entry("header", &table.header)?;
            map.serialize_entry("rows", &parts(whole, &table.rows))?;
        }
        map.end()
    }
}

impl Serialize for ParsedPart<'_, Row> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ParsedPart(whole, row) = *self;
        let mut map = serializer.serialize_map(None)?;
        if let Some(page) = row.page {
            map.serialize_entry("page", &page)?;
        }
        let cells: Vec<Option<ParsedPart<Cell>>> = row
            .cells
            .iter()
            .map(|cell| cell.as_ref().map(|cell| ParsedPart(whole, cell)))
            .collect();
        map.serialize_entry("cells", &cells)?;
        map.end()
    }
}

impl Serialize for ParsedPart<'_, Cell> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ParsedPart(whole, cell) = *self;
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("text", whole.text(cell.span))?;
        map.serialize_entry("colspan", &cell.colspan)?;
        map.serialize_entry("rowspan", &cell.rowspan)?;
        map.serialize_entry("blocks", &parts(whole, &cell.blocks))?;
        map.end()
    }
}

impl Serialize for ParsedPart<'_, CellBlock> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ParsedPart(whole, block) = *self;
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("kind", if block.item { "item" } else { "paragraph" })?;
        map.serialize_entry("text", whole.text(block.span))?;
        map.end()
    }
}
