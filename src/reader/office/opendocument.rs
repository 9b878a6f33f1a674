//! What text documents and spreadsheets of OpenDocument share: the package, styles, and the words
//! of a paragraph.

use super::format::TimePrecision;
use super::list::{self, Digits, LEVELS, Level};
use super::package::Package;
use super::xml::{Element, Xml, XmlEvent};
use crate::budget::{Budget, Exhausted};
use crate::error::Error;
use std::collections::BTreeMap;
use std::ops::Range;

/// How long a chain of styles may be that rest on each other.
const CHAIN: usize = 32;

/// The content of a package; an error where it is encrypted or missing.
pub fn content(package: &mut Package) -> Result<String, Error> {
    let manifest = package.part("META-INF/manifest.xml")?.unwrap_or_default();
    if manifest.contains("encryption-data") {
        return Err(Error::Encrypted);
    }
    package
        .part("content.xml")?
        .ok_or_else(|| Error::Damaged("the package has no content".into()))
}

/// What a style says; none where it says nothing.
#[derive(Clone, Debug, Default)]
pub struct OdfProperties {
    pub bold: Option<bool>,
    pub hidden: Option<bool>,
    /// The format of numbers and dates.
    pub data: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct OdfStyle {
    said: OdfProperties,
    parent: Option<String>,
}

/// Styles by their family and name, lists by their name.
#[derive(Debug, Default)]
pub struct OdfStyles {
    all: BTreeMap<(String, String), OdfStyle>,
    pub lists: BTreeMap<String, list::ListStyle>,
    /// Numbers of headings.
    pub outline: list::ListStyle,
    dates: BTreeMap<String, TimePrecision>,
}

impl OdfStyles {
    /// Adds the styles of a part.
    pub fn add(&mut self, text: &str, budget: &Budget) -> Result<(), Exhausted> {
        let mut xml = Xml::new(text, budget);
        while let Some(element) = xml.child(0)? {
            let name = || element.attr("name").unwrap_or_default();
            match element.name() {
                "style" => {
                    let family = element.attr("family").unwrap_or_default();
                    let style = style(&mut xml, &element)?;
                    self.all.insert((family, name()), style);
                }
                "list-style" => {
                    let levels = levels(&mut xml, &element)?;
                    self.lists.insert(name(), levels);
                }
                "outline-style" => self.outline = levels(&mut xml, &element)?,
                "date-style" => {
                    if let Some(precision) = precision(&mut xml, &element)? {
                        self.dates.insert(name(), precision);
                    }
                }
                // The text itself, and that of headers and footers.
                "body" | "master-styles" => xml.skip(&element)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// What a style says with all it rests on.
    pub fn of(&self, family: &str, name: Option<&str>) -> OdfProperties {
        let mut said = OdfProperties::default();
        let mut next = name.map(str::to_owned);
        for _ in 0..CHAIN {
            let Some(name) = next else { break };
            let Some(style) = self.all.get(&(family.to_owned(), name)) else {
                break;
            };
            said.bold = said.bold.or(style.said.bold);
            said.hidden = said.hidden.or(style.said.hidden);
            said.data = said.data.or_else(|| style.said.data.clone());
            next = style.parent.clone();
        }
        said
    }

    /// How exact the dates of a format are.
    pub fn precision(&self, data: Option<&str>) -> TimePrecision {
        let known = data.and_then(|name| self.dates.get(name));
        known.copied().unwrap_or(TimePrecision::Day)
    }
}

fn style(xml: &mut Xml, element: &Element) -> Result<OdfStyle, Exhausted> {
    let mut style = OdfStyle {
        said: OdfProperties {
            data: element.attr("data-style-name"),
            ..OdfProperties::default()
        },
        parent: element.attr("parent-style-name"),
    };
    while let Some(child) = xml.child(element.level)? {
        match child.name() {
            "text-properties" => {
                let weight = child.attr("font-weight");
                style.said.bold = weight.map(|weight| weight != "normal");
                let display = child.attr("display");
                style.said.hidden = display.map(|display| display == "none");
            }
            "table-properties" => {
                let display = child.attr("display");
                style.said.hidden = display.map(|display| display == "false");
            }
            _ => {}
        }
    }
    Ok(style)
}

/// How exact a format of dates is: what it shows least of.
fn precision(xml: &mut Xml, element: &Element) -> Result<Option<TimePrecision>, Exhausted> {
    let (mut month, mut year, mut day) = (false, false, false);
    while let Some(child) = xml.child(element.level)? {
        match child.name() {
            "day" | "day-of-week" => day = true,
            "month" => month = true,
            "year" => year = true,
            _ => {}
        }
    }
    Ok(match (day, month, year) {
        (true, ..) => Some(TimePrecision::Day),
        (_, true, _) => Some(TimePrecision::Month),
        (.., true) => Some(TimePrecision::Year),
        _ => None,
    })
}

/// The levels of a list.
fn levels(xml: &mut Xml, element: &Element) -> Result<list::ListStyle, Exhausted> {
    let mut style = list::ListStyle::default();
    while let Some(child) = xml.child(element.level)? {
        let bullet = match child.name() {
            "list-level-style-number" | "outline-level-style" => false,
            "list-level-style-bullet" | "list-level-style-image" => true,
            _ => continue,
        };
        let at: usize = child.number("level").unwrap_or(1);
        let Some(at) = at.checked_sub(1).filter(|&at| at < LEVELS) else {
            continue;
        };
        while style.levels.len() <= at {
            style.levels.push(nothing());
        }
        style.levels[at] = level(&child, at, bullet);
    }
    Ok(style)
}

/// A level that shows nothing.
fn nothing() -> Level {
    Level {
        start: 1,
        digits: Digits::None,
        pattern: String::new(),
    }
}

fn level(element: &Element, at: usize, bullet: bool) -> Level {
    let digits = match element
        .attr("num-format")
        .unwrap_or_default()
        .chars()
        .next()
    {
        _ if bullet => Digits::Bullet,
        None => return nothing(),
        Some('a') => Digits::Letters { upper: false },
        Some('A') => Digits::Letters { upper: true },
        Some('i') => Digits::Roman { upper: false },
        Some('I') => Digits::Roman { upper: true },
        Some('а') => Digits::Russian { upper: false },
        Some('А') => Digits::Russian { upper: true },
        Some(_) => Digits::Decimal,
    };
    let shown: usize = element.number("display-levels").unwrap_or(1);
    let first = (at + 1).saturating_sub(shown.max(1));
    let numbers: Vec<String> = (first..=at)
        .map(|level| format!("%{}", level + 1))
        .collect();
    let around = |name| element.attr(name).unwrap_or_default();
    let (before, behind) = (around("num-prefix"), around("num-suffix"));
    Level {
        start: element.number("start-value").unwrap_or(1),
        digits,
        pattern: format!("{before}{}{behind}", numbers.join(".")),
    }
}

/// The words of a paragraph.
#[derive(Debug, Default)]
pub struct ParagraphWords {
    /// Lines apart where a break stands.
    pub text: String,
    pub links: Vec<(Range<usize>, String)>,
    /// Whether a word is not bold.
    pub light: bool,
    /// Pieces that are hidden and were left out.
    pub hidden: usize,
}

/// What holds where words stand.
#[derive(Clone, Copy, Debug)]
struct WordSetting {
    bold: bool,
    hidden: bool,
}

/// Reads the words of a paragraph. `apart` takes what stands in it without being of it: notes and
/// frames.
pub fn words(
    xml: &mut Xml,
    paragraph: &Element,
    styles: &OdfStyles,
    apart: &mut dyn FnMut(&mut Xml, &Element) -> Result<(), Exhausted>,
) -> Result<ParagraphWords, Exhausted> {
    let name = paragraph.attr("style-name");
    let said = styles.of("paragraph", name.as_deref());
    let around = WordSetting {
        bold: said.bold == Some(true),
        hidden: said.hidden == Some(true),
    };
    let mut words = ParagraphWords::default();
    inline(xml, paragraph, styles, around, &mut words, apart)?;
    Ok(words)
}

fn inline(
    xml: &mut Xml,
    element: &Element,
    styles: &OdfStyles,
    around: WordSetting,
    words: &mut ParagraphWords,
    apart: &mut dyn FnMut(&mut Xml, &Element) -> Result<(), Exhausted>,
) -> Result<(), Exhausted> {
    while let Some(node) = xml.within(element.level)? {
        let child = match node {
            XmlEvent::Text(text) => {
                // White space of the XML is no line break.
                words.push(&text.replace(['\n', '\r'], " "), around);
                continue;
            }
            XmlEvent::Open(child) => child,
        };
        match child.name() {
            "span" => {
                let said = styles.of("text", child.attr("style-name").as_deref());
                let around = WordSetting {
                    bold: said.bold.unwrap_or(around.bold),
                    hidden: said.hidden.unwrap_or(around.hidden),
                };
                inline(xml, &child, styles, around, words, apart)?;
            }
            "a" => {
                let start = words.text.len();
                inline(xml, &child, styles, around, words, apart)?;
                let target = child.attr("href").filter(|target| target.contains(':'));
                if let Some(target) = target.filter(|_| start < words.text.len()) {
                    words.links.push((start..words.text.len(), target));
                }
            }
            "s" => words.push(" ", around),
            "tab" => words.push("\t", around),
            "line-break" => words.push("\n", around),
            "note" | "frame" | "text-box" | "custom-shape" | "rect" | "ellipse" | "g" => {
                apart(xml, &child)?;
            }
            "annotation" | "ruby-text" | "hidden-text" | "hidden-paragraph" | "script"
            | "number" | "title" | "desc" | "tracked-changes" => xml.skip(&child)?,
            _ => {}
        }
    }
    Ok(())
}

impl ParagraphWords {
    fn push(&mut self, text: &str, around: WordSetting) {
        let shows = !text.trim().is_empty();
        if around.hidden {
            self.hidden += usize::from(shows);
            return;
        }
        self.light |= shows && !around.bold;
        self.text.push_str(text);
    }
}
