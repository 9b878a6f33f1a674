//! The lists of a document: what each level of each list shows.

use super::super::office::list::{Counters, Digits, LEVELS, Level, ListLabel, ListStyle};
use super::super::office::xml::{Element, Xml};
use crate::budget::{Budget, Exhausted};
use std::collections::{BTreeMap, BTreeSet};

/// A list as paragraphs name it: the lists it counts with, and levels of its own.
#[derive(Debug, Default)]
struct NumberedList {
    counted: u32,
    style: ListStyle,
    /// Levels that this list begins anew at a number.
    starts: Vec<(usize, u32)>,
}

/// All lists, by the number that paragraphs give.
#[derive(Debug, Default)]
pub struct Numbering {
    lists: BTreeMap<u32, NumberedList>,
}

impl Numbering {
    pub fn read(text: &str, budget: &Budget) -> Result<Numbering, Exhausted> {
        let mut shapes: BTreeMap<u32, ListStyle> = BTreeMap::new();
        let mut numbering = Numbering::default();
        let mut xml = Xml::new(text, budget);
        while let Some(element) = xml.child(0)? {
            match element.name() {
                "abstractNum" => {
                    let id = element.number("abstractNumId").unwrap_or_default();
                    shapes.insert(id, shape(&mut xml, &element)?);
                }
                "num" => {
                    let id = element.number("numId").unwrap_or_default();
                    let list = list(&mut xml, &element, &shapes)?;
                    numbering.lists.insert(id, list);
                }
                // Pictures as bullets.
                "numPicBullet" => xml.skip(&element)?,
                _ => {}
            }
        }
        Ok(numbering)
    }

    /// The label of the next paragraph of a list.
    pub fn next(
        &self,
        counters: &mut Counters,
        begun: &mut BTreeSet<u32>,
        list: u32,
        level: usize,
    ) -> Option<ListLabel> {
        let known = self.lists.get(&list)?;
        if begun.insert(list) {
            for &(level, start) in &known.starts {
                counters.restart(u64::from(known.counted), level, start);
            }
        }
        counters.next(u64::from(known.counted), &known.style, level)
    }
}

/// The levels of an abstract list.
fn shape(xml: &mut Xml, shape: &Element) -> Result<ListStyle, Exhausted> {
    let mut style = ListStyle::default();
    while let Some(element) = xml.child(shape.level)? {
        if element.name() == "lvl" {
            let (at, level) = level(xml, &element)?;
            put(&mut style, at, level);
        }
    }
    Ok(style)
}

fn put(style: &mut ListStyle, at: usize, level: Level) {
    if at < LEVELS {
        while style.levels.len() <= at {
            style.levels.push(Level::default());
        }
        style.levels[at] = level;
    }
}

fn level(xml: &mut Xml, level: &Element) -> Result<(usize, Level), Exhausted> {
    let at = level.number("ilvl").unwrap_or_default();
    let mut out = Level {
        start: 0,
        ..Level::default()
    };
    while let Some(element) = xml.child(level.level)? {
        match element.name() {
            "start" => out.start = element.number("val").unwrap_or(1),
            "numFmt" => out.digits = digits(&element.attr("val").unwrap_or_default()),
            "lvlText" => out.pattern = element.attr("val").unwrap_or_default(),
            _ => {}
        }
    }
    Ok((at, out))
}

fn digits(format: &str) -> Digits {
    match format {
        "bullet" => Digits::Bullet,
        "none" => Digits::None,
        "lowerLetter" => Digits::Letters { upper: false },
        "upperLetter" => Digits::Letters { upper: true },
        "russianLower" => Digits::Russian { upper: false },
        "russianUpper" => Digits::Russian { upper: true },
        "lowerRoman" => Digits::Roman { upper: false },
        "upperRoman" => Digits::Roman { upper: true },
        _ => Digits::Decimal,
    }
}

/// A list: an abstract one, with what it overrides.
fn list(
    xml: &mut Xml,
    num: &Element,
    shapes: &BTreeMap<u32, ListStyle>,
) -> Result<NumberedList, Exhausted> {
    let mut out = NumberedList::default();
    let mut overridden = 0;
    while let Some(element) = xml.child(num.level)? {
        match element.name() {
            "abstractNumId" => {
                out.counted = element.number("val").unwrap_or_default();
                out.style = shapes.get(&out.counted).cloned().unwrap_or_default();
            }
            "lvlOverride" => overridden = element.number("ilvl").unwrap_or_default(),
            "startOverride" => {
                let start = element.number("val").unwrap_or(1);
                out.starts.push((overridden, start));
            }
            "lvl" => {
                let (at, level) = level(xml, &element)?;
                put(&mut out.style, at, level);
            }
            _ => {}
        }
    }
    Ok(out)
}
