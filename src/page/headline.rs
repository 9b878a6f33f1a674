//! The headline of a page whose lines have no markup: which of the short lines
//! above the text it is.
//!
//! Lines are weighed, not taken by position alone: mastheads, greetings,
//! telephone numbers and rubrics stand above texts as well.

use super::naming;
use super::unit::Unit;
use super::units::{self, Units};
use crate::document::{Candidate, Document, Property, Witness};
use crate::draft::Title;
use crate::lexicon::cues::{Cue, Cues};
use crate::record::TitleBasis;

// What makes a line the headline, in points; set on the text prints of `bench/pages`, seeds 1 to 3,
// and on six pages of `gold/pages`.
const TOLD_AGAIN: i32 = 6;
const KIND: i32 = 4;
const DEED: i32 = 2;
const SENTENCE_LONG: i32 = 3;
const TOLD_TWICE: i32 = 3;
const HEADING: i32 = 5;
/// For each line between it and the text, up to four.
const DISTANCE: i32 = -1;
const SHORT: i32 = -3;
const GREETING: i32 = -8;
const LIST: i32 = -3;

/// Lines above the text that are looked at.
const ABOVE: usize = 12;

/// Words of a line that says something, and of one that says little.
const WORDS: usize = 4;

/// The title of a page that is one text: the headline that its reader saw; where that only names
/// the house or its lists, what else titles the text and tells of what was held.
pub fn of_page(document: &Document, units: &Units, start: usize) -> Option<Title> {
    let best = document.meta.best(Property::Title)?;
    let text = units
        .all
        .get(start)
        .map_or("", |unit| unit.text)
        .to_lowercase();
    let tells = |title: &str| !naming::names_the_page(document, title) && tells(title, &text);
    if !naming::names_the_page(document, &best.value) {
        let part = naming::first_part_shown(document, &best.value).filter(|(part, _)| tells(part));
        let part = part.map(|(part, span)| stated(part, Witness::Text(span)));
        return part.or_else(|| Some(stated(&best.value, best.witness.clone())));
    }
    let mut others: Vec<&Candidate> = document.meta.candidates.iter().collect();
    others.retain(|candidate| candidate.property == Property::Title && candidate.weight > 0.0);
    others.sort_by(|one, other| other.weight.total_cmp(&one.weight));
    let shown = |candidate: &&Candidate| {
        let (first, span) = naming::first_part_shown(document, &candidate.value)?;
        tells(first).then(|| stated(first, Witness::Text(span)))
    };
    let whole = |candidate: &&&Candidate| tells(&candidate.value);
    let above = || {
        let line = &units.all[above(units, start)?];
        let span = line.own_span();
        let title = span.of(&document.text);
        tells(title).then(|| stated(title, Witness::Text(span)))
    };
    others
        .iter()
        .find_map(shown)
        .or_else(above)
        .or_else(|| {
            let other = others.iter().find(whole)?;
            Some(stated(&other.value, other.witness.clone()))
        })
        .or_else(|| Some(stated(&best.value, best.witness.clone())))
}

fn stated(title: &str, witness: Witness) -> Title {
    Title {
        text: title.split_whitespace().collect::<Vec<_>>().join(" "),
        basis: TitleBasis::Stated,
        witness: Some(witness),
    }
}

/// Letters of the shortest word that a text tells again.
const TOLD: usize = 4;

/// Whether a title names a deed or a kind of activity, or its words stand in the text.
fn tells(title: &str, text: &str) -> bool {
    let lowered = title.to_lowercase();
    let cues = Cues::of(&lowered);
    let words = lowered.split(|c: char| !c.is_alphanumeric());
    let long: Vec<&str> = words.filter(|word| word.chars().count() >= TOLD).collect();
    let told = long.iter().filter(|word| text.contains(**word)).count();
    cues.has(Cue::Deed) || cues.has(Cue::Kind) || told >= 2 && told * 5 >= long.len() * 3
}

/// Words of the shortest headline that tells of a deed.
const HEADLINE: usize = 3;

/// The units of a document, but for the blocks that tables hold, with what its headline says of
/// them.
pub fn units(document: &Document, holds: impl Fn(usize) -> bool) -> Units<'_> {
    let mut units = Units::new(document, units::of(document, holds));
    units.headlined = tells_one_deed(document, &units);
    units
}

/// Whether the headline of the first text tells of a deed, and the text tells it again: a list of
/// paragraphs stands below the name of a list.
fn tells_one_deed(document: &Document, units: &Units) -> bool {
    let text = |at: &usize| units.all[*at].form.prose && !units.junk[*at];
    let Some(first) = (0..units.len()).find(text) else {
        return false;
    };
    let headline = above(units, first).map(|at| &units.all[at]);
    // What the markup makes the headline may tell of it with a verb that no table has.
    let stated = |unit: &Unit| unit.headline && unit.words >= HEADLINE && !unit.is_dateline();
    !units.list_page
        && !units.programme
        && headline.is_some_and(|unit| {
            let done = unit.cues.has(Cue::Deed) || unit.past > 0;
            let telling = (done || unit.cues.has(Cue::Kind)) && !unit.is_dateline();
            let told = unit.is_told_again_in(&units.all[first]);
            let sentence = telling && unit.words >= HEADLINE;
            (sentence && told || stated(unit)) && !naming::names_the_page(document, unit.text)
        })
}

/// The unit that titles the text that begins at `start`; none where no line above could.
pub fn above(units: &Units, start: usize) -> Option<usize> {
    if let Some(at) = (0..start).rev().find(|&at| units.all[at].headline) {
        return Some(at);
    }
    let from = start.saturating_sub(ABOVE);
    let candidates = (from..start).filter(|&at| may_title(units, at));
    candidates.max_by_key(|&at| (weight(units, at, start), at))
}

fn may_title(units: &Units, at: usize) -> bool {
    let unit = &units.all[at];
    let marked = unit.mark.is_some_and(|mark| mark.number.is_none());
    let plain = !units.junk[at] && !units.labelled[at] && unit.section.is_none() && !marked;
    plain && units.titled[at] && unit.words >= 2 && !unit.is_dateline() && unit.contacts == 0
}

fn weight(units: &Units, at: usize, start: usize) -> i32 {
    let unit = &units.all[at];
    let text = &units.all[start];
    let between = (at + 1..start)
        .filter(|&other| may_title(units, other))
        .count();
    let twice = (0..start)
        .filter(|&other| units.all[other].folded == unit.folded)
        .count()
        > 1;
    let mut weight = DISTANCE * between.min(4) as i32;
    let mut add = |holds: bool, points: i32| weight += if holds { points } else { 0 };
    add(unit.is_told_again_in(text), TOLD_AGAIN);
    add(unit.cues.has(Cue::Kind), KIND);
    add(unit.cues.has(Cue::Deed), DEED);
    add(unit.words >= WORDS, SENTENCE_LONG);
    add(twice, TOLD_TWICE);
    add(unit.is_heading(), HEADING);
    add(unit.words < WORDS - 1, SHORT);
    add(unit.cues.opens(Cue::Greeting), GREETING);
    add(unit.words <= 3 && unit.cues.has(Cue::List), LIST);
    weight
}
