//! Text documents of OpenDocument (`.odt`).
//!
//! Styles are read from both parts that hold them, then the text goes by once and becomes a story.
//! What was deleted stands apart in the file and is left out, as are annotations, hidden words and
//! sections, headers and footers. Notes stand behind the text, set aside.

use super::claim::Claim;
use super::office::list::{Counters, ListLabel};
use super::office::opendocument::{self, OdfStyles};
use super::office::package::{Package, PackageKind};
use super::office::story::{
    self, NESTED, Paragraph, StoryCell, StoryElement as Part, StoryRow, StoryTable,
};
use super::office::xml::{Element, Xml};
use super::office::{self, Stop};
use crate::budget::{Budget, Exhausted};
use crate::diagnostic::{Code, Diagnostics};
use crate::document::{Builder, Document, Rule};
use crate::error::Error;
use crate::source::Source;
use std::collections::BTreeMap;

const MEDIA_TYPE: &str = "application/vnd.oasis.opendocument.text";
/// The most cells that one stands for; Writer allows 16 384 columns, people use few.
const REPEATED: u32 = 256;

pub fn claims(source: &Source) -> Claim {
    office::claims_package(source, PackageKind::Odt)
}

pub fn read(
    source: &Source,
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Error> {
    let mut builder = Builder::new();
    let mut package = Package::open(source.bytes, budget)?;
    let mut elements = Vec::new();
    let result = fill(&mut package, &mut elements, budget, diagnostics);
    let written = story::write(elements, &mut builder, budget);
    office::keep(
        result.and(written.map_err(Stop::from)),
        &builder,
        diagnostics,
    )?;
    Ok(builder.finish(MEDIA_TYPE, None))
}

fn fill(
    package: &mut Package,
    elements: &mut Vec<Part>,
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) -> Result<(), Stop> {
    let text = opendocument::content(package)?;
    let mut styles = OdfStyles::default();
    if let Some(text) = package.part("styles.xml")? {
        styles.add(&text, budget)?;
    }
    styles.add(&text, budget)?;
    let mut body = OdtBody {
        styles: &styles,
        counters: Counters::default(),
        lists: SeenLists::default(),
        notes: Vec::new(),
        contents: false,
        nested: 0,
        hidden: 0,
        too_deep: false,
    };
    let mut xml = Xml::new(&text, budget);
    let result = body.read(&mut xml, elements);
    elements.append(&mut body.notes);
    office::tell_hidden(diagnostics, &[(body.hidden, "pieces of text or sections")]);
    if body.too_deep {
        let message = "tables that stand too deep within tables are missing";
        diagnostics.add(Code::LimitReached, message);
    }
    if xml.is_torn() {
        let message = "the document stops short; what came before it was kept";
        diagnostics.add(Code::PartLost, message);
    }
    Ok(result?)
}

/// Which lists were seen, for those that go on.
#[derive(Debug, Default)]
struct SeenLists {
    count: u64,
    by_style: BTreeMap<String, u64>,
    by_id: BTreeMap<String, u64>,
}

/// A list, and the level in it.
#[derive(Clone, Debug)]
struct ListPlace {
    list: u64,
    style: Option<String>,
    level: usize,
}

struct OdtBody<'s> {
    styles: &'s OdfStyles,
    counters: Counters,
    lists: SeenLists,
    notes: Vec<Part>,
    /// Within a table of contents.
    contents: bool,
    nested: usize,
    hidden: usize,
    too_deep: bool,
}

impl OdtBody<'_> {
    fn read(&mut self, xml: &mut Xml, out: &mut Vec<Part>) -> Result<(), Exhausted> {
        while let Some(element) = xml.child(0)? {
            match element.name() {
                "automatic-styles" | "font-face-decls" | "scripts" => xml.skip(&element)?,
                _ => self.block(xml, &element, None, out)?,
            }
        }
        Ok(())
    }

    /// An element where blocks stand; `label` is that of the list item it opens.
    fn block(
        &mut self,
        xml: &mut Xml,
        element: &Element,
        label: Option<ListLabel>,
        out: &mut Vec<Part>,
    ) -> Result<(), Exhausted> {
        match element.name() {
            "p" | "h" => self.paragraph(xml, element, label, out),
            "list" => self.list(xml, element, None, out),
            "table" => self.table(xml, element, out),
            "section" if element.attr("display").is_some_and(|show| show != "true") => {
                self.hidden += 1;
                xml.skip(element)
            }
            "table-of-content" | "alphabetical-index" | "illustration-index" | "table-index" => {
                self.contents = true;
                let result = self.blocks(xml, element, out);
                self.contents = false;
                result
            }
            "tracked-changes"
            | "forms"
            | "sequence-decls"
            | "variable-decls"
            | "annotation"
            | "user-field-decls"
            | "table-of-content-source"
            | "title"
            | "desc"
            | "image"
            | "object"
            | "note-citation"
            | "event-listeners" => xml.skip(element),
            _ => Ok(()),
        }
    }

    /// All blocks within an element.
    fn blocks(
        &mut self,
        xml: &mut Xml,
        element: &Element,
        out: &mut Vec<Part>,
    ) -> Result<(), Exhausted> {
        if self.nested >= NESTED {
            self.too_deep = true;
            return xml.skip(element);
        }
        self.nested += 1;
        while let Some(child) = xml.child(element.level)? {
            self.block(xml, &child, None, out)?;
        }
        self.nested -= 1;
        Ok(())
    }

    fn paragraph(
        &mut self,
        xml: &mut Xml,
        element: &Element,
        label: Option<ListLabel>,
        out: &mut Vec<Part>,
    ) -> Result<(), Exhausted> {
        let styles = self.styles;
        let mut boxes = Vec::new();
        let words = opendocument::words(xml, element, styles, &mut |xml, child| {
            self.apart(xml, child, &mut boxes)
        })?;
        self.hidden += words.hidden;
        let heading = (element.name() == "h").then(|| {
            let level: u8 = element.number("outline-level").unwrap_or(1);
            level.clamp(1, 6)
        });
        let numbered = heading.filter(|_| label.is_none()).and_then(|level| {
            self.counters
                .next(0, &styles.outline, usize::from(level) - 1)
        });
        let empty = words.text.trim().is_empty();
        let paragraph = Paragraph {
            bold: !empty && !words.light,
            text: words.text,
            links: words.links,
            heading: heading.filter(|_| !empty),
            label: label.or(numbered),
            aside: self.contents.then_some(Rule::Contents),
        };
        if !empty || paragraph.label.is_some() {
            out.push(Part::Paragraph(paragraph));
        }
        out.append(&mut boxes);
        Ok(())
    }

    /// A note or a frame within a paragraph.
    fn apart(
        &mut self,
        xml: &mut Xml,
        element: &Element,
        boxes: &mut Vec<Part>,
    ) -> Result<(), Exhausted> {
        if element.name() != "note" {
            return self.blocks(xml, element, boxes);
        }
        let mut note = Vec::new();
        self.blocks(xml, element, &mut note)?;
        for part in &mut note {
            if let Part::Paragraph(paragraph) = part {
                paragraph.aside = Some(Rule::Footnote);
            }
        }
        self.notes.append(&mut note);
        Ok(())
    }

    fn list(
        &mut self,
        xml: &mut Xml,
        element: &Element,
        outer: Option<&ListPlace>,
        out: &mut Vec<Part>,
    ) -> Result<(), Exhausted> {
        if self.nested >= NESTED {
            self.too_deep = true;
            return xml.skip(element);
        }
        self.nested += 1;
        let at = self.begin(element, outer);
        while let Some(child) = xml.child(element.level)? {
            match child.name() {
                "list-item" => {
                    if let Some(start) = child.number("start-value") {
                        self.counters.restart(at.list, at.level, start);
                    }
                    self.items(xml, &child, &at, out)?;
                }
                "list-header" => {
                    while let Some(inner) = xml.child(child.level)? {
                        self.block(xml, &inner, None, out)?;
                    }
                }
                _ => self.block(xml, &child, None, out)?,
            }
        }
        self.nested -= 1;
        Ok(())
    }

    /// The blocks of an item: the first paragraph bears its label.
    fn items(
        &mut self,
        xml: &mut Xml,
        element: &Element,
        at: &ListPlace,
        out: &mut Vec<Part>,
    ) -> Result<(), Exhausted> {
        let mut first = true;
        while let Some(child) = xml.child(element.level)? {
            match child.name() {
                "list" => self.list(xml, &child, Some(at), out)?,
                "p" | "h" if std::mem::take(&mut first) => {
                    let label = self.label(at);
                    self.block(xml, &child, label, out)?;
                }
                _ => self.block(xml, &child, None, out)?,
            }
        }
        Ok(())
    }

    fn label(&mut self, at: &ListPlace) -> Option<ListLabel> {
        let style = at
            .style
            .as_ref()
            .and_then(|name| self.styles.lists.get(name));
        match style {
            Some(style) => self.counters.next(at.list, style, at.level),
            None => Some(ListLabel::bullet()),
        }
    }

    /// The list that an element is: one that goes on, one within another, or a new one.
    fn begin(&mut self, element: &Element, outer: Option<&ListPlace>) -> ListPlace {
        let style = element.attr("style-name");
        if let Some(outer) = outer {
            return ListPlace {
                list: outer.list,
                style: style.or_else(|| outer.style.clone()),
                level: outer.level + 1,
            };
        }
        let named = style.clone().unwrap_or_default();
        let followed = element.attr("continue-list");
        let before = match &followed {
            Some(id) => self.lists.by_id.get(id),
            None if element.flag("continue-numbering") => self.lists.by_style.get(&named),
            None => None,
        };
        let list = before.copied().unwrap_or_else(|| {
            self.lists.count += 1;
            self.lists.count
        });
        self.lists.by_style.insert(named, list);
        if let Some(id) = element.attr("id") {
            self.lists.by_id.insert(id, list);
        }
        ListPlace {
            list,
            style,
            level: 0,
        }
    }

    fn table(
        &mut self,
        xml: &mut Xml,
        element: &Element,
        out: &mut Vec<Part>,
    ) -> Result<(), Exhausted> {
        if self.nested >= NESTED {
            self.too_deep = true;
            return xml.skip(element);
        }
        self.nested += 1;
        let mut table = StoryTable::default();
        while let Some(child) = xml.child(element.level)? {
            match child.name() {
                "table-header-rows" => {
                    while let Some(row) = xml.child(child.level)? {
                        if row.name() == "table-row" {
                            self.row(xml, &row, true, &mut table)?;
                        }
                    }
                }
                "table-row" => self.row(xml, &child, false, &mut table)?,
                _ => {}
            }
        }
        self.nested -= 1;
        out.push(Part::Table(table));
        Ok(())
    }

    fn row(
        &mut self,
        xml: &mut Xml,
        element: &Element,
        header: bool,
        table: &mut StoryTable,
    ) -> Result<(), Exhausted> {
        if element
            .attr("visibility")
            .is_some_and(|seen| seen == "collapse")
        {
            self.hidden += 1;
            return xml.skip(element);
        }
        let mut row = StoryRow {
            header,
            cells: Vec::new(),
        };
        // Covered cells that the span of the cell before them counts already.
        let mut counted = 0;
        while let Some(child) = xml.child(element.level)? {
            let repeated: u32 = child.number("number-columns-repeated").unwrap_or(1);
            let repeated = repeated.clamp(1, REPEATED);
            match child.name() {
                "table-cell" => {
                    let cell = self.cell(xml, &child)?;
                    row.cells.push(cell);
                    counted = child
                        .number("number-columns-spanned")
                        .unwrap_or(1u32)
                        .saturating_sub(1);
                    if repeated > 1 {
                        let columns = repeated - 1;
                        row.cells.push(StoryCell::Left { columns });
                    }
                }
                "covered-table-cell" => {
                    xml.skip(&child)?;
                    let own = repeated.saturating_sub(counted);
                    counted = counted.saturating_sub(repeated);
                    row.cells.extend((0..own).map(|_| StoryCell::Covered));
                }
                _ => {}
            }
        }
        table.rows.push(row);
        Ok(())
    }

    fn cell(&mut self, xml: &mut Xml, element: &Element) -> Result<StoryCell, Exhausted> {
        let mut content = Vec::new();
        while let Some(child) = xml.child(element.level)? {
            self.block(xml, &child, None, &mut content)?;
        }
        // A long table is held whole; most of its cells have one paragraph.
        content.shrink_to_fit();
        Ok(StoryCell::Own {
            columns: element.number("number-columns-spanned").unwrap_or(1),
            rows: element.number("number-rows-spanned").unwrap_or(1),
            content,
        })
    }
}
