//! Lines of a printed page that its site has on many others, where the site is known.
//!
//! A text has no elements and no links, so that only what is known wherever it stands can be found.

use crate::document::{Document, Kind, Rule};
use crate::site::{Line, PageKind, Sites, digest};
use std::collections::BTreeMap;

/// Characters of the shortest and longest line that is looked for.
const SHORT: std::ops::RangeInclusive<usize> = 4..=100;

/// Sets aside what is known of the site that the page shows most of.
pub fn set_aside(document: &mut Document, sites: &Sites) {
    let text = &document.text;
    let words = document
        .blocks
        .iter()
        .map(|block| &text[block.span.range()]);
    let lines: Vec<Line> = words.map(line).collect();
    let Some(site) = sites.of(None, &lines) else {
        return;
    };
    let mut times: BTreeMap<u64, u32> = BTreeMap::new();
    for line in &lines {
        *times.entry(line.hash).or_default() += 1;
    }
    for (block, line) in document.blocks.iter_mut().zip(&lines) {
        // What is said again stands with the items of a list, and tells that they are items.
        let told = !matches!(block.kind, Kind::Table(_))
            && block.aside.is_none()
            && times[&line.hash] == 1;
        if told && site.repeats(line, PageKind::List) {
            block.aside = Some(Rule::Site);
        }
    }
}

fn line(text: &str) -> Line {
    let (chars, digits) = text.chars().fold((0, 0), |(chars, digits), c| {
        (chars + 1, digits + usize::from(c.is_numeric()))
    });
    Line {
        hash: digest(text),
        prose: chars > *SHORT.end(),
        short: SHORT.contains(&chars) && digits * 2 < chars,
        ..Line::default()
    }
}
