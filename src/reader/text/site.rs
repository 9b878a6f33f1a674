//! Lines of a printed page that its site has on many others, where the site is known.
//!
//! A text has no elements and no links: what is known wherever it stands is found, what stands on a
//! third of the pages, and rows of lines that are likely the site's.

use crate::document::{Document, Kind, Rule};
use crate::site::{Line, PageKind, Sites, digest, exact, hexed, in_rows};
use std::collections::BTreeMap;

/// Characters of the shortest and longest line that is looked for wherever it stands.
const SHORT: std::ops::RangeInclusive<usize> = 4..=100;

/// Sets aside what is known of the site that the page shows most of.
pub fn set_aside(document: &mut Document, sites: &Sites) {
    let text = &document.text;
    let words: Vec<&str> = document
        .blocks
        .iter()
        .map(|block| &text[block.span.range()])
        .collect();
    let lines: Vec<Line> = words.iter().map(|words| line(words)).collect();
    let Some(site) = sites.of(None, &lines) else {
        return;
    };
    let digests = site.digests();
    let stands = |words: &str| {
        let either = [digest(words), exact(words)];
        either
            .iter()
            .any(|hash| digests.contains(hexed(*hash).as_str()))
    };
    let told = words.iter().zip(&lines);
    let told: Vec<bool> = told
        .map(|(words, line)| site.repeats(line, PageKind::List) || stands(words))
        .collect();
    let likely = told.iter().zip(&lines);
    let likely: Vec<bool> = likely
        .map(|(told, line)| *told || site.is_likely(line, PageKind::Article))
        .collect();
    let mut times: BTreeMap<u64, u32> = BTreeMap::new();
    for line in &lines {
        *times.entry(line.hash).or_default() += 1;
    }
    let (rows, foot) = (in_rows(&likely), foot(&words, &likely));
    for (at, block) in document.blocks.iter_mut().enumerate() {
        let rule = match () {
            () if matches!(block.kind, Kind::Table(_)) => None,
            () if rows[at] || at >= foot && !is_long(words[at]) => Some(Rule::Site),
            // What is said again stands with the items of a list, and tells that they are items.
            () if told[at] && times[&lines[at].hash] > 1 => Some(Rule::SiteLine),
            () if told[at] => Some(Rule::Site),
            () => None,
        };
        block.aside = block.aside.or(rule);
    }
}

/// Where the foot of the page begins: behind its last long text, the lines from the first that is
/// known on, where most of them are.
fn foot(words: &[&str], known: &[bool]) -> usize {
    let text = (0..words.len()).rposition(|at| is_long(words[at]) && !known[at]);
    let behind = text.map_or(words.len(), |last| last + 1);
    let first = (behind..words.len()).find(|&at| known[at]);
    let first = first.unwrap_or(words.len());
    let met = known[first..].iter().filter(|known| **known).count();
    match met * 2 > words.len() - first {
        true => first,
        false => words.len(),
    }
}

fn is_long(words: &str) -> bool {
    words.chars().nth(*SHORT.end()).is_some()
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
