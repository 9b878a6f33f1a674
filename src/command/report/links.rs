//! Links between the activities of the page: what tells of the same thing, and where the two do
//! not agree, which is a doubt of both.

use super::figures::Figures;
use crate::link::{End, LinkKind};
use crate::register::Register;
use crate::source::short_digest;
use anyhow::Result;
use serde::Serialize;
use std::collections::HashMap;
use std::io::Write;

/// A link between two lines of the list. Names are short, as those of the lines.
#[derive(Debug, Serialize)]
pub struct LinkedPair {
    a: usize,
    b: usize,
    /// Kind and score.
    k: LinkKind,
    s: f64,
    /// Why, and where the two do not agree.
    r: Vec<String>,
    x: Vec<String>,
}

/// The links of a register as pairs of lines.
pub fn pairs(register: &Register, figures: &mut Figures) -> Result<Vec<LinkedPair>> {
    let (mut pairs, mut lost) = (Vec::new(), 0_usize);
    let Some(links) = register.links()? else {
        return Ok(pairs);
    };
    let lines = figures.lines.iter().enumerate();
    let places: HashMap<u64, usize> = lines.map(|(at, line)| (line.mark, at)).collect();
    let place = |end: &End| places.get(&mark(&end.path, &end.id)).copied();
    for link in links {
        let link = link?;
        let Some((a, b)) = place(&link.a).zip(place(&link.b)) else {
            lost += 1;
            continue;
        };
        if !link.conflicts.is_empty() {
            [a, b].iter().for_each(|at| figures.disagree(*at));
        }
        let (k, s, r, x) = (link.kind, link.score, link.reasons, link.conflicts);
        pairs.push(LinkedPair { a, b, k, s, r, x });
    }
    if lost > 0 {
        // Standard error may be closed.
        let words = format!("annalist: {lost} links fit no record any more: run `annalist link`");
        drop(writeln!(std::io::stderr(), "{words}"));
    }
    figures.totals.links = pairs.len();
    Ok(pairs)
}

/// What an activity is found by; copies of a source share ids.
pub fn mark(path: &str, id: &str) -> u64 {
    short_digest(format!("{path}\n{id}").as_bytes())
}
