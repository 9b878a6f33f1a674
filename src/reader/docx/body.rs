//! Paragraphs of a document and what stands in them.
//!
//! What wraps text without being text (content controls, smart tags, insertions) is passed through
//! at every level. A field shows its result, never its instruction; one that is a link puts its
//! address on the result. A paragraph whose end was deleted goes on in the next.

use super::super::office::list::Counters;
use super::super::office::story::{Paragraph, StoryElement as Part};
use super::super::office::xml::{Element, Xml};
use super::DocxParts;
use super::styles::StyleProperties;
use super::table;
use crate::budget::Exhausted;
use crate::document::Rule;
use std::collections::BTreeSet;
use std::ops::Range;

pub struct DocxBody<'p> {
    parts: &'p DocxParts,
    counters: Counters,
    /// Lists that have begun.
    begun: BTreeSet<u32>,
    fields: Vec<DocxField>,
    /// Levels of alternatives of which the first was read.
    chosen: BTreeSet<u32>,
    /// Whether the next content of a control is only its prompt.
    prompt: bool,
    /// A paragraph whose end was deleted.
    open: Option<OpenParagraph>,
    pub nested: usize,
    /// Pieces that are hidden and were left out.
    pub hidden: usize,
    pub too_deep: bool,
}

/// A field that has begun and not ended.
#[derive(Debug, Default)]
struct DocxField {
    instruction: String,
    /// Whether its result has begun.
    result: bool,
    /// Where in the paragraph its result begins.
    start: usize,
}

/// A paragraph in the making.
#[derive(Debug, Default)]
struct OpenParagraph {
    text: String,
    links: Vec<(Range<usize>, String)>,
    /// What its style says, and what it says itself.
    said: StyleProperties,
    /// Whether a word is not bold.
    light: bool,
    contents: bool,
    /// Whether the paragraph's end was deleted.
    endless: bool,
    /// Whether its end is hidden.
    veiled: bool,
    /// Text boxes that hang on it.
    boxes: Vec<Part>,
}

impl<'p> DocxBody<'p> {
    pub fn new(parts: &'p DocxParts) -> DocxBody<'p> {
        DocxBody {
            parts,
            counters: Counters::default(),
            begun: BTreeSet::new(),
            fields: Vec::new(),
            chosen: BTreeSet::new(),
            prompt: false,
            open: None,
            nested: 0,
            hidden: 0,
            too_deep: false,
        }
    }

    /// Reads all blocks to the end.
    pub fn read(&mut self, xml: &mut Xml, out: &mut Vec<Part>) -> Result<(), Exhausted> {
        while let Some(element) = xml.child(0)? {
            self.block(xml, &element, out)?;
        }
        self.flush(out);
        Ok(())
    }

    /// Reads notes, which are set aside.
    pub fn notes(&mut self, xml: &mut Xml, out: &mut Vec<Part>) -> Result<(), Exhausted> {
        while let Some(element) = xml.child(0)? {
            if !matches!(element.name(), "footnote" | "endnote") {
                continue;
            }
            // Those with a type are the lines between text and notes.
            if element.attr("type").is_some_and(|kind| kind != "normal") {
                xml.skip(&element)?;
                continue;
            }
            let mut note = Vec::new();
            while let Some(child) = xml.child(element.level)? {
                self.block(xml, &child, &mut note)?;
            }
            self.flush(&mut note);
            for part in &mut note {
                if let Part::Paragraph(paragraph) = part {
                    paragraph.aside = Some(Rule::Footnote);
                }
            }
            out.append(&mut note);
        }
        Ok(())
    }

    /// An element where blocks stand.
    pub fn block(
        &mut self,
        xml: &mut Xml,
        element: &Element,
        out: &mut Vec<Part>,
    ) -> Result<(), Exhausted> {
        match element.name() {
            "p" => self.paragraph(xml, element, out),
            "tbl" => {
                self.flush(out);
                let table = table::read(self, xml, element)?;
                out.extend(table.map(Part::Table));
                Ok(())
            }
            _ => self.pass(xml, element),
        }
    }

    /// What is no text: passed through, or over where nothing in it counts.
    pub fn pass(&mut self, xml: &mut Xml, element: &Element) -> Result<(), Exhausted> {
        match element.name() {
            "del" | "moveFrom" | "sectPr" | "pPrChange" | "rPrChange" | "sectPrChange"
            | "binData" | "altChunk" | "background" => xml.skip(element)?,
            "sdtPr" => {
                while let Some(child) = xml.child(element.level)? {
                    self.prompt |= child.name() == "showingPlcHdr";
                }
            }
            "sdtContent" if std::mem::take(&mut self.prompt) => xml.skip(element)?,
            "AlternateContent" => {
                self.chosen.remove(&(element.level + 1));
            }
            // Of several choices the first counts.
            "Choice" if self.chosen.insert(element.level) => {}
            "Choice" => xml.skip(element)?,
            "Fallback" if self.chosen.contains(&element.level) => xml.skip(element)?,
            _ => {}
        }
        Ok(())
    }

    fn paragraph(
        &mut self,
        xml: &mut Xml,
        element: &Element,
        out: &mut Vec<Part>,
    ) -> Result<(), Exhausted> {
        let before = self.open.take();
        let mut open = OpenParagraph {
            said: self.parts.styles.of(None),
            ..OpenParagraph::default()
        };
        if let Some(before) = before {
            open.text = before.text;
            open.links = before.links;
            open.light = before.light;
            open.boxes = before.boxes;
        }
        for field in &mut self.fields {
            field.start = open.text.len();
        }
        while let Some(child) = xml.child(element.level)? {
            self.inline(xml, &child, &mut open)?;
        }
        for field in self.fields.iter().filter(|field| field.result) {
            open.link(field.start, field.address());
            open.contents |= field.is_contents();
        }
        if open.endless {
            self.open = Some(open);
        } else {
            self.finish(open, out);
        }
        Ok(())
    }

    /// Ends a paragraph that nothing followed.
    pub fn flush(&mut self, out: &mut Vec<Part>) {
        if let Some(open) = self.open.take()
            && !open.text.trim().is_empty()
        {
            self.finish(open, out);
        }
    }

    fn finish(&mut self, mut open: OpenParagraph, out: &mut Vec<Part>) {
        open.text.shrink_to_fit();
        let empty = open.text.trim().is_empty();
        let said = open.said;
        let list = said
            .list
            .filter(|&list| list > 0 && !(empty && open.veiled));
        let label = list.and_then(|list| {
            let level = said.level.unwrap_or(0);
            let numbering = &self.parts.numbering;
            numbering.next(&mut self.counters, &mut self.begun, list, level)
        });
        let paragraph = Paragraph {
            bold: !empty && !open.light,
            heading: said
                .outline
                .filter(|&level| level < 9)
                .map(|level| level + 1),
            label,
            text: open.text,
            links: open.links,
            aside: open.contents.then_some(Rule::Contents),
        };
        if !empty || paragraph.label.is_some() {
            out.push(Part::Paragraph(paragraph));
        }
        out.extend(open.boxes);
    }

    /// An element within a paragraph.
    fn inline(
        &mut self,
        xml: &mut Xml,
        element: &Element,
        open: &mut OpenParagraph,
    ) -> Result<(), Exhausted> {
        match element.name() {
            "pPr" => self.properties(xml, element, open),
            "r" => self.run(xml, element, open),
            "hyperlink" => {
                let id = element.attr("id");
                let relation = id.and_then(|id| self.parts.relations.get(&id));
                let address = relation.filter(|relation| relation.external);
                let address = address.map(|relation| relation.target.clone());
                self.linked(xml, element, open, address)
            }
            "fldSimple" => {
                let instruction = element.attr("instr").unwrap_or_default();
                self.linked(xml, element, open, address(&instruction))
            }
            // What tells how to pronounce.
            "rt" => xml.skip(element),
            _ => self.pass(xml, element),
        }
    }

    fn linked(
        &mut self,
        xml: &mut Xml,
        element: &Element,
        open: &mut OpenParagraph,
        address: Option<String>,
    ) -> Result<(), Exhausted> {
        let start = open.text.len();
        while let Some(child) = xml.child(element.level)? {
            self.inline(xml, &child, open)?;
        }
        open.link(start, address);
        Ok(())
    }

    fn properties(
        &mut self,
        xml: &mut Xml,
        element: &Element,
        open: &mut OpenParagraph,
    ) -> Result<(), Exhausted> {
        let mut own = StyleProperties::default();
        let mut style = None;
        while let Some(child) = xml.child(element.level)? {
            match child.name() {
                "pStyle" => style = child.attr("val"),
                // How the end of the paragraph is set, not its words.
                "rPr" => self.end(xml, &child, open)?,
                "pPrChange" | "sectPr" => xml.skip(&child)?,
                _ => own.take(&child),
            }
        }
        let styles = &self.parts.styles;
        open.contents |= style.as_deref().is_some_and(|id| styles.is_contents(id));
        open.said = own.or(styles.of(style.as_deref()));
        Ok(())
    }

    fn end(
        &mut self,
        xml: &mut Xml,
        element: &Element,
        open: &mut OpenParagraph,
    ) -> Result<(), Exhausted> {
        while let Some(child) = xml.child(element.level)? {
            match child.name() {
                "del" | "moveFrom" => open.endless = true,
                "vanish" => open.veiled = child.is_on(),
                "rPrChange" => xml.skip(&child)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn run(
        &mut self,
        xml: &mut Xml,
        element: &Element,
        open: &mut OpenParagraph,
    ) -> Result<(), Exhausted> {
        let mut said = open.said;
        while let Some(child) = xml.child(element.level)? {
            match child.name() {
                "rPr" => said = self.run_properties(xml, &child)?.or(open.said),
                "t" => {
                    let text = xml.text(&child)?;
                    // White space of the XML is no line break.
                    self.words(&text.replace(['\n', '\r'], " "), said, open);
                }
                "br" | "cr" => self.words("\n", said, open),
                "tab" | "ptab" => self.words("\t", said, open),
                "noBreakHyphen" => self.words("-", said, open),
                "sym" => {
                    let code = child.attr("char").unwrap_or_default();
                    let code = u32::from_str_radix(&code, 16).ok();
                    if let Some(c) = code.and_then(char::from_u32) {
                        self.words(c.encode_utf8(&mut [0; 4]), said, open);
                    }
                }
                "instrText" => {
                    let text = xml.text(&child)?;
                    if let Some(field) = self.fields.last_mut().filter(|field| !field.result) {
                        field.instruction.push_str(&text);
                    }
                }
                "fldChar" => self.field(&child, open),
                "txbxContent" => self.text_box(xml, &child, open)?,
                _ => self.pass(xml, &child)?,
            }
        }
        Ok(())
    }

    fn run_properties(
        &mut self,
        xml: &mut Xml,
        element: &Element,
    ) -> Result<StyleProperties, Exhausted> {
        let mut own = StyleProperties::default();
        let mut style = None;
        while let Some(child) = xml.child(element.level)? {
            match child.name() {
                "rStyle" => style = child.attr("val"),
                "rPrChange" => xml.skip(&child)?,
                _ => own.take(&child),
            }
        }
        let inherited = style.map(|id| self.parts.styles.of(Some(&id)));
        Ok(own.or(inherited.unwrap_or_default()))
    }

    fn words(&mut self, text: &str, said: StyleProperties, open: &mut OpenParagraph) {
        if self.fields.iter().any(|field| !field.result) {
            return;
        }
        if said.hidden == Some(true) {
            self.hidden += usize::from(!text.trim().is_empty());
            return;
        }
        open.light |= said.bold != Some(true) && !text.trim().is_empty();
        open.text.push_str(text);
    }

    fn field(&mut self, element: &Element, open: &mut OpenParagraph) {
        match element.attr("fldCharType").as_deref() {
            // Fields nest a few deep; more than that is no document.
            Some("begin") if self.fields.len() < 64 => self.fields.push(DocxField::default()),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.result = true;
                    field.start = open.text.len();
                }
            }
            Some("end") => {
                if let Some(field) = self.fields.pop().filter(|field| field.result) {
                    open.link(field.start, field.address());
                    open.contents |= field.is_contents();
                }
            }
            _ => {}
        }
    }

    /// A text box: its blocks stand behind the paragraph it hangs on.
    fn text_box(
        &mut self,
        xml: &mut Xml,
        element: &Element,
        open: &mut OpenParagraph,
    ) -> Result<(), Exhausted> {
        let fields = std::mem::take(&mut self.fields);
        let outer = self.open.take();
        while let Some(child) = xml.child(element.level)? {
            if self.nested >= super::super::office::story::NESTED {
                self.too_deep = true;
                xml.skip(&child)?;
                continue;
            }
            self.nested += 1;
            self.block(xml, &child, &mut open.boxes)?;
            self.nested -= 1;
        }
        self.flush(&mut open.boxes);
        self.fields = fields;
        self.open = outer;
        Ok(())
    }
}

impl OpenParagraph {
    fn link(&mut self, start: usize, address: Option<String>) {
        let end = self.text.len();
        if let Some(address) = address.filter(|_| start < end) {
            self.links.push((start..end, address));
        }
    }
}

impl DocxField {
    fn address(&self) -> Option<String> {
        address(&self.instruction)
    }

    fn is_contents(&self) -> bool {
        self.instruction.split_whitespace().next() == Some("TOC")
    }
}

/// The address of a field that is a link: `HYPERLINK "https://…" \o "…"`.
fn address(instruction: &str) -> Option<String> {
    let rest = instruction.trim().strip_prefix("HYPERLINK")?.trim_start();
    let quoted = rest.strip_prefix('"')?;
    let address = quoted.split('"').next().unwrap_or_default().trim();
    (!address.is_empty()).then(|| address.to_owned())
}
