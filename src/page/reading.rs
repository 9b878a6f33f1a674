//! The best reading of a document: which units open records, in which way,
//! and which are left out.
//!
//! Dynamic programming over the units. A state is a place between two units
//! and the way of the region at hand (none yet, or none any more). From it a
//! unit is left out, or a record is read that ends at any later place within
//! reach. The work is linear in the units: ways × units × the reach.

use super::growth::{Growth, opening_behind_dates, opening_within};
use super::points::{self, tenths};
use super::units::Units;
use super::ways::{self, Opening, Way};
use crate::document::Rule;
use crate::draft::Role;
use crate::lexicon::cues::Cue;

/// A record, or a unit that is left out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Step {
    /// None where the unit is left out.
    pub way: Option<Way>,
    pub start: usize,
    pub end: usize,
}

impl Step {
    /// A unit that no record takes.
    pub fn left_out(unit: usize) -> Step {
        Step {
            way: None,
            start: unit,
            end: unit + 1,
        }
    }
}

/// How a document is read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Every unit in order.
    pub steps: Vec<Step>,
    /// Hundredths of a point; nothing is read below one.
    pub points: i32,
}

impl Reading {
    /// Whether its first record is a running text and no item.
    pub fn is_text(&self) -> bool {
        let first = self.steps.iter().find_map(|step| step.way);
        first.is_some_and(|way| matches!(way.opening, Opening::Article | Opening::Paragraph))
    }
}

/// Units of the longest record of a list, and of an article.
const REACH: usize = 80;
const ARTICLE_REACH: usize = 240;

/// How often a way is barred and the document read again.
const ROUNDS: usize = 6;

/// Of ten records of a region so many must stand on something of their own.
const ANCHORED: usize = 5;

/// The best reading in which most records of every region are anchored; ways in `barred` are not
/// taken.
pub fn best(units: &Units, mut barred: Vec<Way>) -> Reading {
    let mut reading = Reading::default();
    for _ in 0..ROUNDS {
        // A way is judged by all the records it gave, which is known only when the page was read:
        // so the page is read again without the ways that failed. Each round bars one at least, and
        // six have been enough for every page seen.
        let ways: Vec<Way> = ways::of(units)
            .into_iter()
            .filter(|way| !barred.contains(way))
            .collect();
        reading = BestPoints::fill(units, &ways).path(&ways);
        let weak = weak(units, &reading);
        if weak.is_empty() {
            break;
        }
        barred.extend(weak);
    }
    reading
}

/// The ways of regions of one record, or most of whose records stand on nothing of their own.
fn weak(units: &Units, reading: &Reading) -> Vec<Way> {
    let mut regions: Vec<(Way, usize, usize)> = Vec::new();
    let first = reading.steps.iter().find(|step| step.way.is_some());
    // Behind an introduction of several paragraphs lists of things are as common as of deeds, but
    // for a project's.
    let introduced = first.is_some_and(|first| {
        let mut above = units.all[..first.start].iter();
        !units.list_page
            && units.texts_before[first.start] >= INTRODUCTION
            && !above.any(|unit| unit.cues.has(Cue::Project))
    });
    for step in &reading.steps {
        // An article stands alone and needs no others of its kind.
        let Some(way) = step.way.filter(|way| way.opening != Opening::Article) else {
            continue;
        };
        let firm = is_anchored(units, *step) && (!introduced || tells(units, *step));
        let firm = usize::from(firm);
        match regions.iter_mut().find(|(known, ..)| *known == way) {
            Some((_, all, anchored)) => (*all, *anchored) = (*all + 1, *anchored + firm),
            None => regions.push((way, 1, firm)),
        }
    }
    // One record is no list beside other records: it is a part of theirs.
    let records = reading
        .steps
        .iter()
        .filter(|step| step.way.is_some())
        .count();
    let weak = regions
        .into_iter()
        .filter(|(_, all, firm)| firm * 10 < ANCHORED * all || *all == 1 && records > 1);
    weak.map(|(way, ..)| way).collect()
}

/// Paragraphs of the shortest introduction, set on `wcxb-dev`.
const INTRODUCTION: usize = 2;

/// Whether a record tells of a day, or of something that was or will be held.
fn tells(units: &Units, step: Step) -> bool {
    let mut inside = units.all[step.start..step.end].iter().take(DATED_WITHIN);
    inside.any(|unit| {
        let early = unit.dates.day.is_some_and(|day| day < DAY_WITHIN);
        early || unit.cues.has(Cue::Deed) && unit.cues.has(Cue::Kind)
    })
}

/// Units of a record in which its date stands.
const DATED_WITHIN: usize = 6;

/// Bytes of a unit within which a day is the record's.
const DAY_WITHIN: usize = 200;

/// Whether a record has a date, a page of its own, a cut text, labels, or a title told again.
pub fn is_anchored(units: &Units, step: Step) -> bool {
    let Some(opening) = opening(units, step) else {
        return false;
    };
    let unit = &units.all[opening];
    let inside = || step.start..step.end;
    let dated = inside().take(DATED_WITHIN).any(|at| {
        let unit = &units.all[at];
        let early = unit.dates.day.is_some_and(|day| day < DAY_WITHIN);
        early || unit.is_dateline() || units.labelled[at] && unit.is_dated()
    });
    let leads = matches!(
        step.way.map(|way| way.opening),
        Some(Opening::Heading(_) | Opening::Family(_) | Opening::Title)
    );
    let labelled = |at: usize| {
        let label = units.all[at].label.filter(|_| units.labelled[at]);
        label.and_then(|label| label.role).is_some_and(|role| {
            matches!(
                role,
                Role::Date | Role::DateAndPlace | Role::Time | Role::Place | Role::Period
            )
        })
    };
    let cut = |at: usize| units.all[at].form.cut && !units.all[at].form.lower;
    let told = step.way.is_some_and(|way| way.opening == Opening::Title)
        && units
            .all
            .get(opening + 1)
            .is_some_and(|below| unit.is_told_again_in(below));
    unit.is_dated()
        || dated
        || unit.dates.today
        || leads && unit.linked > 70
        || inside().any(|at| labelled(at) || cut(at) || units.all[at].form.more)
        || told
}

/// The unit that opens a record.
pub fn opening(units: &Units, step: Step) -> Option<usize> {
    let way = step.way?;
    match way.opening {
        Opening::Family(_) => opening_within(units, step.start, step.end),
        _ => opening_behind_dates(units, way, step.start, step.end),
    }
}

/// A value that no reading has.
const NEVER: i32 = i32::MIN / 2;

/// Where a state came from: the place before, its state, and the way of the record between; none
/// where a unit was left out.
#[derive(Clone, Copy, Debug)]
struct From {
    place: u32,
    state: u16,
    record: bool,
}

/// For every place between units and every state the points of the best reading up to it.
struct BestPoints {
    states: usize,
    best: Vec<i32>,
    from: Vec<From>,
}

impl BestPoints {
    fn fill(units: &Units, ways: &[Way]) -> BestPoints {
        let states = ways.len() + 2;
        let places = units.len() + 1;
        let nowhere = From {
            place: 0,
            state: 0,
            record: false,
        };
        let mut table = BestPoints {
            states,
            best: vec![NEVER; places * states],
            from: vec![nowhere; places * states],
        };
        // Every reading begins before the first region.
        table.best[ways.len()] = 0;
        let all = 0..units.len();
        let opens: Vec<Vec<Option<i32>>> = ways
            .iter()
            .map(|way| all.clone().map(|at| way.opens(units, at)).collect())
            .collect();
        for at in all {
            table.leave_out(units, ways, at);
            for (state, way) in ways.iter().enumerate() {
                table.open(units, ways, at, state, *way, &opens[state]);
            }
        }
        table
    }

    /// Before the first region, and behind the last.
    fn none_yet(&self) -> usize {
        self.states - 2
    }

    fn none_any_more(&self) -> usize {
        self.states - 1
    }

    fn at(&self, place: usize, state: usize) -> i32 {
        self.best[place * self.states + state]
    }

    fn offer(&mut self, place: usize, state: usize, points: i32, from: From) {
        let index = place * self.states + state;
        // The first of equal readings stays: which one it is must not depend on anything but the
        // order of the ways.
        if points > self.best[index] {
            self.best[index] = points;
            self.from[index] = from;
        }
    }

    fn leave_out(&mut self, units: &Units, ways: &[Way], at: usize) {
        let cost = cost(units, at);
        for state in 0..self.states {
            let before = self.at(at, state);
            if before <= NEVER {
                continue;
            }
            let from = From {
                place: at as u32,
                state: state as u16,
                record: false,
            };
            let within = ways
                .get(state)
                .filter(|way| way.opening != Opening::Article);
            // Between records of a list little is left out for good reason; above the first one
            // stands the head of the page, of which anything may be left out.
            let weight = match within {
                Some(_) => points::GAP,
                None if state == self.none_yet() => points::BEFORE,
                None => 10,
            };
            self.offer(at + 1, state, before + tenths(cost, weight), from);
            if state < ways.len() {
                self.offer(at + 1, self.none_any_more(), before + cost, from);
            }
        }
    }

    /// All records of a way that begin at a unit.
    fn open(
        &mut self,
        units: &Units,
        ways: &[Way],
        at: usize,
        state: usize,
        way: Way,
        opens: &[Option<i32>],
    ) {
        let article = way.opening == Opening::Article;
        let second = if units.only_list {
            points::SECOND_LIST
        } else {
            0
        };
        let Some((before, from)) = self.enter(ways, at, state, (article, second)) else {
            return;
        };
        let reach = if article { ARTICLE_REACH } else { REACH };
        let limit = units.len().min(at + reach);
        let Some(mut growth) = Growth::open(units, way, opens, at, limit) else {
            return;
        };
        let mut end = growth.opening + 1;
        loop {
            // Each end is offered while the record grows, so that all ends of an opening cost one
            // pass.
            if growth.may_end(end) {
                self.offer(end, state, before + growth.points(), from);
            }
            if end >= limit || !growth.take(end) {
                return;
            }
            end += 1;
        }
    }

    /// The best reading up to a place from which a region of this way goes on or begins.
    fn enter(
        &self,
        ways: &[Way],
        at: usize,
        state: usize,
        (article, second): (bool, i32),
    ) -> Option<(i32, From)> {
        let begins = if article { 0 } else { points::REGION };
        let beside = if article {
            points::BESIDE
        } else {
            points::REGION
        };
        let mut best = (NEVER, self.none_yet());
        let mut offer = |points: i32, state: usize| {
            if points > best.0 {
                best = (points, state);
            }
        };
        if !article {
            offer(self.at(at, state), state);
        }
        offer(self.at(at, self.none_yet()) + begins, self.none_yet());
        for other in (0..ways.len()).filter(|&other| other != state) {
            let below = ways[other].opening == Opening::Article;
            let below = if below { points::BELOW } else { 0 };
            let switch = points::SWITCH + beside + below + second;
            offer(self.at(at, other) + switch, other);
        }
        let from = From {
            place: at as u32,
            state: best.1 as u16,
            record: true,
        };
        (best.0 > NEVER / 2).then_some((best.0, from))
    }

    /// The best reading of the whole; nothing where it is worth nothing.
    fn path(&self, ways: &[Way]) -> Reading {
        let places = self.best.len() / self.states;
        let mut place = places - 1;
        let last = (0..self.states).filter(|&state| state != self.none_yet());
        let Some(mut state) = last.rev().max_by_key(|&state| self.at(place, state)) else {
            return Reading::default();
        };
        let points = self.at(place, state);
        if points <= 0 {
            return Reading::default();
        }
        let mut steps = Vec::new();
        while place > 0 {
            let from = self.from[place * self.states + state];
            steps.push(Step {
                way: from.record.then(|| ways[state]),
                start: from.place as usize,
                end: place,
            });
            (place, state) = (from.place as usize, usize::from(from.state));
        }
        steps.reverse();
        Reading { steps, points }
    }
}

/// What it costs to leave a unit out.
fn cost(units: &Units, at: usize) -> i32 {
    use crate::lexicon::cues::Cue;
    let unit = &units.all[at];
    let free = units.junk[at]
        || units.side[at]
        || unit.section.is_some()
        || unit.is_fragment()
        || unit.dates.only
        || unit.aside.is_some_and(stands_around);
    let notice = unit.cues.has(Cue::Rule)
        || unit.hours > 0
        || unit.contacts > 0
        || unit.words <= 7 && unit.cues.has(Cue::List);
    let told = unit.cues.has(Cue::Deed) && (unit.cues.has(Cue::Kind) || unit.is_dated());
    match () {
        () if free => 0,
        () if units.titled[at] => points::OUT_TITLE,
        () if notice => points::OUT_NOTICE,
        () if unit.form.prose && told => points::OUT_PROSE + points::OUT_TOLD,
        () if unit.form.prose => points::OUT_PROSE,
        () if unit.is_heading() => points::OUT_TITLE,
        () => points::OUT_OTHER,
    }
}

/// Whether what a rule sets aside stands around texts and in none.
fn stands_around(rule: Rule) -> bool {
    let names = [
        Rule::MoreNews,
        Rule::Byline,
        Rule::Masthead,
        Rule::Menu,
        Rule::Headline,
        Rule::SiteLine,
    ];
    names.contains(&rule)
}
