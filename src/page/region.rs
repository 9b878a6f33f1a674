//! What is done to a reading once it is there: side lists go, titles left out
//! between records come back, what stands before and behind them is trimmed.

use super::reading::{Reading, Step, opening};
use super::units::Units;
use super::ways::{Opening, Way};
use crate::document::MarkStyle;
use crate::lexicon::cues::Cue;

/// All of it, in this order: what a region is judged by must be whole before its ends are trimmed.
pub fn settle(units: &Units, reading: &mut Reading) {
    drop_side_lists(units, &mut reading.steps);
    cut_last(units, &mut reading.steps);
    if units.unmarked {
        cut_tails(units, &mut reading.steps);
    }
    fill(units, &mut reading.steps);
    trim(units, &mut reading.steps);
}

/// Words of a line that only says how to reach somebody.
const NOTICE_WORDS: usize = 12;

/// Takes off the end of an article what no markup told apart from it: menus, counters, headlines
/// of other pages.
fn cut_tails(units: &Units, steps: &mut Vec<Step>) {
    let article = |step: &Step| step.way.is_some_and(|way| way.opening == Opening::Article);
    let Some(at) = steps.iter().position(article) else {
        return;
    };
    let Step { start, end, .. } = steps[at];
    let told = |unit: &usize| {
        let held = &units.all[*unit];
        let text =
            held.form.prose || held.form.ends || held.mark.is_some() || units.labelled[*unit];
        let notice = held.contacts > 0 && held.words <= NOTICE_WORDS;
        text && !notice && !units.junk[*unit] && !units.side[*unit]
    };
    let last = (start..end).rev().find(told).unwrap_or(start);
    steps[at].end = last + 1;
    let left = (last + 1..end).map(Step::left_out);
    steps.splice(at + 1..at + 1, left);
}

/// Takes off the end of the last record of a list what is the page's: behind its text, from the
/// first line on where one speaks of the site, says where the house stands or leads elsewhere.
fn cut_last(units: &Units, steps: &mut Vec<Step>) {
    let is_record = |step: &Step| step.way.is_some();
    let Some(at) = steps.iter().rposition(is_record) else {
        return;
    };
    let Step { way, start, end } = steps[at];
    if steps[..at]
        .iter()
        .rev()
        .find(|step| is_record(step))
        .is_none_or(|other| other.way != way)
    {
        return;
    }
    let of_page = |unit: &usize| {
        let form = units.all[*unit].form;
        form.contact || form.site || units.side[*unit] || units.counter[*unit]
    };
    let text = |unit: &usize| {
        let own = units.all[*unit].form.prose || units.labelled[*unit];
        own && units.all[*unit].linked < 80 && !of_page(unit)
    };
    let opens = opening(units, steps[at]).unwrap_or(start);
    // The last item of a list runs on to the end of the page, with all that the site has below it;
    // where its text ends is where its last telling unit ends.
    let last = (opens..end).rev().find(text).unwrap_or(opens);
    // The day, the links and the counters of the item itself follow its text; the page's lines are
    // behind the longest such end of the other items.
    let own = longest_end(units, &steps[..at], way);
    let from = last + 1 + own;
    if from >= end || !(last + 1..end).any(|unit| of_page(&unit)) {
        return;
    }
    steps[at].end = from;
    steps.splice(at + 1..at + 1, (from..end).map(Step::left_out));
}

/// How many lines follow the text of a record at most.
fn longest_end(units: &Units, steps: &[Step], way: Option<Way>) -> usize {
    let text = |unit: &usize| units.all[*unit].form.prose || units.labelled[*unit];
    let alike = steps.iter().filter(|step| step.way == way);
    let ends = alike.map(|step| {
        let opens = opening(units, *step).unwrap_or(step.start);
        let last = (opens..step.end).rev().find(text).unwrap_or(opens);
        step.end - last - 1
    });
    ends.max().unwrap_or(0)
}

/// Characters of an article beside which a list of links is a side list.
const ARTICLE: usize = 300;

/// Drops regions that lead elsewhere below an article, and regions of mere titles beside one with
/// texts.
fn drop_side_lists(units: &Units, steps: &mut [Step]) {
    let article = steps.iter().any(|step| {
        step.way.is_some_and(|way| way.opening == Opening::Article) && told(units, *step) > ARTICLE
    });
    let mut regions: Vec<Region> = Vec::new();
    for step in steps.iter() {
        let Some(way) = step.way else { continue };
        // Half is enough: a teaser beside its linked title is as often plain text.
        let linked = opening(units, *step).is_some_and(|at| units.all[at].linked > 50);
        let region = match regions.iter_mut().find(|region| region.way == way) {
            Some(region) => region,
            None => {
                regions.push(Region::new(way, step.start));
                regions.last_mut().expect("just pushed")
            }
        };
        region.records += 1;
        region.linked += usize::from(linked);
        region.told += usize::from(told(units, *step) > 0);
    }
    // Below an article that was told, what leads elsewhere is what else there is to read.
    let gone = |region: &Region| {
        let list = region.way.opening != Opening::Article;
        article && list && region.linked * 2 > region.records
    };
    let mut dropped: Vec<Way> = regions.iter().filter(|r| gone(r)).map(|r| r.way).collect();
    regions.retain(|region| !gone(region));
    let main = regions
        .iter()
        .filter(|region| region.told * 2 > region.records);
    if let Some(main) = main.map(|region| region.start).min() {
        let side = regions.iter().filter(|region| {
            // A region of titles may stand above the main one: calendars do. It goes only where all
            // of it leads elsewhere.
            let titles = region.told * 3 <= region.records;
            let links = region.told == 0 && region.linked == region.records;
            titles && (region.start > main || links)
        });
        dropped.extend(side.map(|region| region.way));
    }
    for step in steps.iter_mut() {
        step.way = step.way.filter(|way| !dropped.contains(way));
    }
}

/// The records of one way.
struct Region {
    way: Way,
    start: usize,
    records: usize,
    /// How many of them lead elsewhere, and how many have a text.
    linked: usize,
    told: usize,
}

impl Region {
    fn new(way: Way, start: usize) -> Region {
        Region {
            way,
            start,
            records: 0,
            linked: 0,
            told: 0,
        }
    }
}

/// Characters of running text in a record that do not lead elsewhere.
fn told(units: &Units, step: Step) -> usize {
    let inside = &units.all[step.start..step.end];
    let prose = inside
        .iter()
        .filter(|unit| unit.form.prose && unit.linked < 80);
    prose.map(|unit| unit.chars).sum()
}

/// Titles, headings and numbers left out between records of their make become records without text.
fn fill(units: &Units, steps: &mut [Step]) {
    let numbers = numbers(units, steps);
    for at in 0..steps.len() {
        if steps[at].way.is_some() {
            continue;
        }
        let back = steps[..at].iter().rev().find_map(|step| step.way);
        let on = steps[at + 1..].iter().find_map(|step| step.way);
        let unit = steps[at].start;
        steps[at].way = match (back, on) {
            // A reading leaves a unit out where it is worth less than nothing alone. Between others
            // of its make it is an item all the same, of which only the title is told.
            _ if units.junk[unit] || units.all[unit].section.is_some() => None,
            (Some(way), _) | (_, Some(way)) if is_numbered_on(units, unit, way, &numbers) => {
                Some(way)
            }
            (Some(back), Some(on)) if back.opening == on.opening => {
                Some(back).filter(|way| titles(units, unit, *way))
            }
            _ => None,
        };
    }
}

/// The numbers of all records that open with one.
fn numbers(units: &Units, steps: &[Step]) -> Vec<(MarkStyle, u32)> {
    let records = steps.iter().filter(|step| step.way.is_some());
    let marks = records.filter_map(|step| units.all[step.start].mark);
    marks
        .filter_map(|mark| Some((mark.style, mark.number?)))
        .collect()
}

/// A number between or beside the numbers of records.
fn is_numbered_on(units: &Units, at: usize, way: Way, numbers: &[(MarkStyle, u32)]) -> bool {
    let Opening::Mark(style) = way.opening else {
        return false;
    };
    let unit = &units.all[at];
    let Some(number) = unit
        .mark
        .filter(|mark| mark.style == style)
        .and_then(|mark| mark.number)
    else {
        return false;
    };
    let known = |other: u32| numbers.contains(&(style, other));
    let several = numbers.iter().filter(|(known, _)| *known == style).count() >= 2;
    several && !unit.cues.has(Cue::Rule) && (known(number + 1) || number > 0 && known(number - 1))
}

fn titles(units: &Units, at: usize, way: Way) -> bool {
    let unit = &units.all[at];
    match way.opening {
        Opening::Title => units.titled[at] && unit.words >= 3,
        Opening::Heading(level) => unit.level == level,
        _ => false,
    }
}

/// Records of the shortest list that is trimmed, and mere titles that make a side list.
const TRIMMED: usize = 4;
const TITLES: usize = 3;

/// What stands before or behind the records and is unlike them: a preamble without a date, a run
/// of mere titles.
fn trim(units: &Units, steps: &mut [Step]) {
    let records: Vec<usize> = (0..steps.len())
        .filter(|&at| steps[at].way.is_some())
        .collect();
    if records.len() < TRIMMED {
        return;
    }
    let inside = |at: usize| &units.all[steps[at].start..steps[at].end];
    let dated = |at: usize| inside(at).iter().any(|unit| unit.is_dated());
    let has_text = |at: usize| {
        (steps[at].start..steps[at].end)
            .any(|unit| units.all[unit].form.prose || units.labelled[unit])
    };
    let kind = |at: usize| {
        opening(units, steps[at]).is_some_and(|unit| units.all[unit].cues.has(Cue::Kind))
    };
    let opens = |at: usize| steps[at].way.map(|way| way.opening);
    let mut dropped = Vec::new();
    let first = records[0];
    let others = records[1..].iter().filter(|&&at| dated(at)).count();
    let marked = matches!(opens(first), Some(Opening::Mark(_)));
    // Where eight of ten others have a day, the first without one is what introduces them; a mark
    // of the list speaks for itself.
    if !marked && !dated(first) && !kind(first) && others * 10 >= 8 * (records.len() - 1) {
        dropped.push(first);
    }
    let texts: Vec<usize> = records.iter().copied().filter(|&at| has_text(at)).collect();
    if let (Some(&from), Some(&to), Some(Opening::Title)) =
        (texts.first(), texts.last(), opens(first))
    {
        let within = records.iter().filter(|&&at| from <= at && at <= to).count();
        let front: Vec<usize> = records.iter().copied().filter(|&at| at < from).collect();
        let back: Vec<usize> = records.iter().copied().filter(|&at| at > to).collect();
        // Runs of titles at either end are tables of contents and lists of links, but only where
        // most records between have a text: on a page of mere titles all are alike.
        if texts.len() * 10 >= 6 * within {
            dropped.extend(
                [front, back]
                    .into_iter()
                    .filter(|run| run.len() >= TITLES)
                    .flatten(),
            );
        }
    }
    dropped.into_iter().for_each(|at| steps[at].way = None);
}
