//! What the styles of a document say of its paragraphs and words, each with what it inherits.

use super::super::office::xml::{Element, Xml};
use crate::budget::{Budget, Exhausted};
use std::collections::BTreeMap;

/// How long a chain of styles may be that rest on each other.
const CHAIN: usize = 32;

/// What a style, or the properties of a paragraph or of words, say; none where they say nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct StyleProperties {
    /// 0 for the highest; 9 and above is running text.
    pub outline: Option<u8>,
    /// The list, and its level.
    pub list: Option<u32>,
    pub level: Option<usize>,
    pub bold: Option<bool>,
    pub hidden: Option<bool>,
}

impl StyleProperties {
    /// This, and below it what `other` says.
    pub fn or(self, other: StyleProperties) -> StyleProperties {
        StyleProperties {
            outline: self.outline.or(other.outline),
            list: self.list.or(other.list),
            level: self.level.or(other.level),
            bold: self.bold.or(other.bold),
            hidden: self.hidden.or(other.hidden),
        }
    }

    /// Takes in one element of a list of properties.
    pub fn take(&mut self, element: &Element) {
        match element.name() {
            "outlineLvl" => self.outline = element.number("val"),
            "numId" => self.list = element.number("val"),
            "ilvl" => self.level = element.number("val"),
            "b" => self.bold = Some(element.is_on()),
            "vanish" => self.hidden = Some(element.is_on()),
            _ => {}
        }
    }
}

#[derive(Debug, Default)]
struct StyleDefinition {
    said: StyleProperties,
    based_on: Option<String>,
    /// Whether its lines are a table of contents.
    contents: bool,
}

/// All styles, by their id.
#[derive(Debug, Default)]
pub struct DocxStyles {
    all: BTreeMap<String, StyleDefinition>,
    /// The style of paragraphs that name none.
    usual: Option<String>,
}

impl DocxStyles {
    pub fn read(text: &str, budget: &Budget) -> Result<DocxStyles, Exhausted> {
        let mut styles = DocxStyles::default();
        let mut xml = Xml::new(text, budget);
        while let Some(element) = xml.child(0)? {
            if element.name() != "style" {
                continue;
            }
            let Some(id) = element.attr("styleId") else {
                continue;
            };
            let paragraph = element.attr("type").is_some_and(|kind| kind == "paragraph");
            if paragraph && element.flag("default") {
                styles.usual = Some(id.clone());
            }
            let style = style(&mut xml, &element)?;
            styles.all.insert(id, style);
        }
        Ok(styles)
    }

    /// What a style says with all it rests on; that of usual paragraphs where `id` is none.
    pub fn of(&self, id: Option<&str>) -> StyleProperties {
        let mut said = StyleProperties::default();
        let mut next = id.or(self.usual.as_deref());
        for _ in 0..CHAIN {
            let Some(style) = next.and_then(|id| self.all.get(id)) else {
                break;
            };
            said = said.or(style.said);
            next = style.based_on.as_deref();
        }
        said
    }

    pub fn is_contents(&self, id: &str) -> bool {
        self.all.get(id).is_some_and(|style| style.contents)
    }
}

fn style(xml: &mut Xml, style: &Element) -> Result<StyleDefinition, Exhausted> {
    let mut out = StyleDefinition::default();
    let mut named = None;
    while let Some(element) = xml.child(style.level)? {
        match element.name() {
            "name" => {
                let name = element.attr("val").unwrap_or_default().to_lowercase();
                out.contents = name.starts_with("toc ") || name == "contents heading";
                named = outline(&name);
            }
            "basedOn" => out.based_on = element.attr("val"),
            // What holds for parts of a table only.
            "tblStylePr" => xml.skip(&element)?,
            _ => out.said.take(&element),
        }
    }
    out.said.outline = out.said.outline.or(named);
    Ok(out)
}

/// The level that a built-in style has by its name, which is the same in every language.
fn outline(name: &str) -> Option<u8> {
    match name {
        "title" => Some(0),
        "subtitle" => Some(1),
        _ => {
            let level: u8 = name.strip_prefix("heading ")?.parse().ok()?;
            level.checked_sub(1)
        }
    }
}
