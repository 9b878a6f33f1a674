//! The XML of office packages, read once from the front to the end.
//!
//! A caller opens an element, asks for what is [`within`](Xml::within) its level, and goes on when
//! that gives none. Elements that nobody asks about are passed through: their children come as if
//! they stood in their place. Namespace prefixes are left off, since producers choose their own.
//!
//! No entity is expanded but the five of XML; depth is bounded by the budget; a document that stops
//! short or is torn gives what came before, and says so ([`Xml::is_torn`]).

use crate::budget::{Budget, Exhausted, Resource};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// A document being read.
pub struct Xml<'x> {
    reader: Reader<&'x [u8]>,
    budget: &'x Budget,
    depth: u32,
    ended: bool,
    torn: bool,
}

/// What comes next.
#[derive(Debug)]
pub enum XmlEvent<'x> {
    Open(Element<'x>),
    Text(Cow<'x, str>),
}

/// An element that was opened.
#[derive(Debug)]
pub struct Element<'x> {
    start: BytesStart<'x>,
    /// What [`Xml::within`] takes to read its children.
    pub level: u32,
}

impl Element<'_> {
    /// The name without its prefix.
    pub fn name(&self) -> &str {
        local(self.start.name().0)
    }

    /// The value of the first attribute of this name, whatever its prefix.
    pub fn attr(&self, name: &str) -> Option<String> {
        let mut all = self.start.attributes();
        let found = all
            .with_checks(false)
            .flatten()
            .find(|attribute| local(attribute.key.0) == name)?;
        Some(unescape(&found.value))
    }

    /// An attribute that is a number.
    pub fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.attr(name)?.trim().parse().ok()
    }

    /// Whether a switch is on: there without a value, or with one that does not deny it.
    pub fn is_on(&self) -> bool {
        self.attr("val").is_none_or(|value| is_true(&value))
    }

    /// Whether an attribute is there and true.
    pub fn flag(&self, name: &str) -> bool {
        self.attr(name).is_some_and(|value| is_true(&value))
    }
}

fn is_true(value: &str) -> bool {
    !matches!(value, "0" | "false" | "off" | "none")
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// Character references and the five entities of XML; anything else stays as written.
fn unescape(text: &str) -> String {
    match quick_xml::escape::unescape(text) {
        Ok(text) => text.into_owned(),
        Err(_) => text.to_owned(),
    }
}

impl<'x> Xml<'x> {
    pub fn new(text: &'x str, budget: &'x Budget) -> Xml<'x> {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.expand_empty_elements = true;
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        Xml {
            reader,
            budget,
            depth: 0,
            ended: false,
            torn: false,
        }
    }

    /// Whether the document stopped before its elements were closed.
    pub fn is_torn(&self) -> bool {
        self.torn
    }

    /// The next child or text of the element at `level`, or of whatever is passed through inside
    /// it; none where it is closed.
    pub fn within(&mut self, level: u32) -> Result<Option<XmlEvent<'x>>, Exhausted> {
        while !self.ended && self.depth >= level {
            match self.reader.read_event() {
                Ok(Event::Start(start)) => {
                    self.depth += 1;
                    self.budget.allow(Resource::Depth, self.depth.into())?;
                    let level = self.depth;
                    return Ok(Some(XmlEvent::Open(Element { start, level })));
                }
                Ok(Event::End(_)) => self.depth = self.depth.saturating_sub(1),
                Ok(Event::Text(text)) => return Ok(Some(XmlEvent::Text(text.into_inner()))),
                Ok(Event::CData(text)) => return Ok(Some(XmlEvent::Text(text.into_inner()))),
                Ok(Event::GeneralRef(name)) => {
                    let text = unescape(&format!("&{};", &*name));
                    return Ok(Some(XmlEvent::Text(Cow::Owned(text))));
                }
                Ok(Event::Eof) | Err(_) => {
                    self.ended = true;
                    self.torn = self.depth > 0;
                }
                Ok(_) => {}
            }
        }
        Ok(None)
    }

    /// The next child element of the element at `level`, text passed over.
    pub fn child(&mut self, level: u32) -> Result<Option<Element<'x>>, Exhausted> {
        loop {
            match self.within(level)? {
                Some(XmlEvent::Open(element)) => return Ok(Some(element)),
                Some(XmlEvent::Text(_)) => {}
                None => return Ok(None),
            }
        }
    }

    /// Passes over the rest of an element.
    pub fn skip(&mut self, element: &Element) -> Result<(), Exhausted> {
        while self.within(element.level)?.is_some() {}
        Ok(())
    }

    /// All text within an element.
    pub fn text(&mut self, element: &Element) -> Result<String, Exhausted> {
        let mut all = String::new();
        while let Some(node) = self.within(element.level)? {
            if let XmlEvent::Text(text) = node {
                all.push_str(&text);
            }
        }
        Ok(all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> (Vec<String>, bool) {
        let budget = Budget::default();
        let mut xml = Xml::new(text, &budget);
        let mut seen = Vec::new();
        while let Ok(Some(node)) = xml.within(0) {
            seen.push(match node {
                XmlEvent::Open(element) => element.name().to_owned(),
                XmlEvent::Text(text) => format!("'{text}'"),
            });
        }
        (seen, xml.is_torn())
    }

    #[test]
    fn only_the_entities_of_xml_are_expanded() {
        let bomb = "<!DOCTYPE a [<!ENTITY x \"xxxxxxxx\">]><w:a>&x;&amp;&#1080;</w:a>";
        let expected = ["a", "'&x;'", "'&'", "'и'"];
        assert_eq!(names(bomb), (expected.map(str::to_owned).to_vec(), false));
    }

    #[test]
    fn what_stops_short_is_told() {
        assert!(names("<a><b>words").1);
        assert!(names("<a><b>words</b><c").1);
    }
}
