//! The units of a document in order, with what their neighbours say of them.
//!
//! A line is a rubric because it stands there three times, a label because
//! other lines begin with the same words, a title because the text below tells
//! its words again. All of it is found in passes over the whole, each of them
//! linear; a reading then only looks it up.

use super::features;
use super::lead;
use super::naming;
use super::site;
use super::unit::Unit;
use crate::document::{Block, Document, Kind, MarkStyle, Rule};
use crate::lexicon::cues::{Cue, is_all};
use std::collections::HashMap;

/// The units of a document.
#[derive(Debug, Default)]
pub struct Units<'d> {
    pub all: Vec<Unit<'d>>,
    /// Nothing of an activity: menus, counters, captions, links to the rest.
    pub junk: Vec<bool>,
    /// A number of the site, as of views and comments.
    pub counter: Vec<bool>,
    /// A short line that stands there three times and more.
    pub rubric: Vec<bool>,
    /// Begins with a label that is known, or that other units begin with.
    pub labelled: Vec<bool>,
    /// One of the lines that a label without a value lists.
    pub listed: Vec<bool>,
    /// Looks like a title, or is told again by the text below it.
    pub titled: Vec<bool>,
    /// Stands behind the heading of a list that leads elsewhere.
    pub side: Vec<bool>,
    /// How sections are numbered: the items in them count on their own.
    sections: Vec<NumberMake>,
    /// How its number follows the one before of its style.
    pub sequence: Vec<Sequence>,
    /// The event day of the nearest unit before it.
    pub before: Vec<Option<i32>>,
    /// Running texts above it.
    pub texts_before: Vec<usize>,
    /// Levels of headings, rising.
    pub levels: Vec<u8>,
    /// Families of alike boxes in the markup: where each member begins and ends.
    pub families: Vec<BoxFamily>,
    /// The name of the label that begins most runs of labels.
    pub first_label: Option<String>,
    /// A heading near the top announces a list of activities.
    pub list_page: bool,
    /// The page's title says that it is nothing else.
    pub only_list: bool,
    /// It lists what is held: the days beside its titles are those of the events.
    pub programme: bool,
    /// No markup told what is boilerplate.
    pub unmarked: bool,
    /// Numbered like a law or the rules of a house.
    pub legal: bool,
    /// The page's title is that of rules, prices or vacancies.
    pub standing: bool,
    /// Its headline tells of one thing that was done.
    pub headlined: bool,
    /// What was said and decided at one meeting, point by point.
    pub minutes: bool,
    /// Its headings ask, and the texts below answer.
    pub questions: bool,
    headings: [usize; 7],
    marks: HashMap<MarkStyle, usize>,
}

/// How a number follows the one before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sequence {
    /// The next one, or the first.
    Next,
    Unknown,
    /// Neither.
    Out,
}

/// Boxes of one make: first unit and the one behind the last, by rising first unit.
#[derive(Clone, Debug, Default)]
pub struct BoxFamily(Vec<(usize, usize)>);

impl BoxFamily {
    /// Where the member that begins at a unit ends.
    pub fn end(&self, start: usize) -> Option<usize> {
        let at = self
            .0
            .binary_search_by_key(&start, |member| member.0)
            .ok()?;
        Some(self.0[at].1)
    }
}

/// Words of the longest line in a menu, and of a rubric.
const MENU_WORDS: usize = 3;
const RUBRIC_WORDS: usize = 4;

/// How often a rubric stands there.
const RUBRIC: usize = 3;

impl<'d> Units<'d> {
    /// The units of the blocks that are not boilerplate for sure and stand in no table of rows.
    pub fn new(document: &'d Document, all: Vec<Unit<'d>>) -> Units<'d> {
        let mut units = Units {
            all: with_leads_to_rest(all),
            unmarked: document.unmarked,
            ..Units::default()
        };
        // Each pass rests on those above it: junk on rubrics, titles on junk and labels, lists on
        // titles.
        units.find_rubrics();
        units.find_junk();
        units.find_labels();
        units.find_listed();
        units.number();
        units.find_sections();
        units.find_titles();
        units.only_list = naming::is_titled_as_list(document);
        units.list_page = units.only_list || units.is_list_page();
        // Where labels tell a day they tell what it is.
        units.programme = !units.labelled.contains(&true) && units.is_programme(document);
        units.find_agenda();
        units.find_side(document);
        units.remember_days();
        units.find_families(document);
        units.legal = units.is_legal();
        units.standing = naming::names_what_stands(document);
        units.minutes = units.are_minutes();
        units.questions = units.are_questions();
        units.standing |= units.questions;
        units
    }

    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// How many headings of a level there are, the page's headline aside.
    pub fn headings(&self, level: u8) -> usize {
        self.headings[usize::from(level)]
    }

    pub fn marks(&self, style: MarkStyle) -> usize {
        self.marks.get(&style).copied().unwrap_or(0)
    }

    /// The styles of marks that stand there twice and more, in a fixed order.
    pub fn mark_styles(&self) -> Vec<MarkStyle> {
        let often = self.marks.iter().filter(|(_, count)| **count >= 2);
        let mut styles: Vec<MarkStyle> = often.map(|(style, _)| *style).collect();
        styles.sort_unstable();
        styles
    }

    /// Whether the name of its label is the one that begins runs of them.
    pub fn opens_labels(&self, at: usize) -> bool {
        let name = self.all[at].label.map(|label| label.name.to_lowercase());
        name.is_some() && name == self.first_label
    }

    /// Whether it is an item of a list beside the text.
    pub fn leads_elsewhere(&self, at: usize) -> bool {
        let unit = &self.all[at];
        self.side[at] && (!unit.form.prose || unit.linked >= MOSTLY)
    }

    fn find_rubrics(&mut self) {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for unit in self.all.iter().filter(|unit| !unit.folded.is_empty()) {
            *counts.entry(&unit.folded).or_default() += 1;
        }
        let often = |unit: &Unit| {
            counts
                .get(unit.folded.as_str())
                .is_some_and(|&n| n >= RUBRIC)
        };
        // A label of every item tells what stands behind or below it.
        let label = |unit: &Unit| unit.label.is_some_and(|label| label.role.is_some());
        let rubric = |unit: &Unit| {
            unit.words <= RUBRIC_WORDS && !unit.dates.only && often(unit) && !label(unit)
        };
        self.rubric = self.all.iter().map(rubric).collect();
    }

    fn find_junk(&mut self) {
        let counting: Vec<bool> = self.all.iter().map(counts).collect();
        // One line that counts may be told in a text; two of them are a site's.
        let beside = |at: usize| at > 0 && counting[at - 1] || counting.get(at + 1) == Some(&true);
        let names = counting
            .iter()
            .zip(&self.all)
            .filter(|(counting, _)| **counting);
        let mut often: HashMap<String, usize> = HashMap::new();
        for (_, unit) in names {
            *often.entry(letters(&unit.folded)).or_default() += 1;
        }
        let counter = |at: usize| {
            counting[at] && (beside(at) || often[&letters(&self.all[at].folded)] >= COUNTERS)
        };
        self.counter = (0..self.len()).map(counter).collect();
        let menu = self.menus();
        let over_text = |at: usize| {
            let below = self.all.get(at + 1);
            below.is_some_and(|below| below.form.prose && below.linked < MOSTLY)
        };
        let junk = |at: usize| {
            let unit = &self.all[at];
            self.rubric[at]
                || self.counter[at]
                || menu[at]
                || is_junk(unit)
                || is_in_menu(unit) && !over_text(at)
        };
        self.junk = (0..self.len()).map(junk).collect();
    }

    /// The lists of short labels in a page that was saved without its markup.
    fn menus(&self) -> Vec<bool> {
        let mut menu = vec![false; self.len()];
        let mut from = 0;
        while self.unmarked && from < self.len() {
            let item = |at: &usize| is_label(&self.all[*at]);
            let end = (from..self.len())
                .find(|at| !item(at))
                .unwrap_or(self.len());
            let chars: usize = self.all[from..end].iter().map(|unit| unit.chars).sum();
            let led = from > 0 && self.all[from - 1].form.colon;
            if end - from >= MENU && chars <= MENU_CHARS * (end - from) && !led {
                menu[from..end].fill(true);
            }
            from = end.max(from + 1);
        }
        menu
    }

    /// Labels that are known, and those that several lines begin with.
    fn find_labels(&mut self) {
        let mut counts: HashMap<String, usize> = HashMap::new();
        for label in self.all.iter().filter_map(|unit| unit.label) {
            *counts.entry(label.name.to_lowercase()).or_default() += 1;
        }
        let labelled = |unit: &Unit| {
            let Some(label) = unit.label else {
                return false;
            };
            // A name that the tables do not have is a label where lines open with it again and
            // again; in a paragraph it is a speaker or a quotation.
            let often = counts.get(&label.name.to_lowercase()).copied().unwrap_or(0);
            match label.role {
                Some(_) => unit.words <= LABELLED_WORDS,
                None => often >= REPEATED && unit.words <= REPEATED_WORDS,
            }
        };
        self.labelled = self.all.iter().map(labelled).collect();
        for (unit, labelled) in self.all.iter_mut().zip(&self.labelled) {
            unit.form.title &= !labelled;
        }
        self.first_label = self.opening_label().or_else(|| self.returning_label());
    }

    /// The name that begins most runs of labels.
    fn opening_label(&self) -> Option<String> {
        let mut heads: Vec<(String, usize)> = Vec::new();
        for at in 1..self.len() {
            let above = &self.all[at - 1];
            let begins = self.labelled[at] && !self.labelled[at - 1];
            // A label behind a bullet or a paragraph goes on with them; one behind a title opens a
            // form.
            let listed = above.mark.is_some_and(|mark| mark.number.is_none());
            if !begins || listed || above.form.prose {
                continue;
            }
            let Some(label) = self.all[at].label else {
                continue;
            };
            let name = label.name.to_lowercase();
            match heads.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += 1,
                None => heads.push((name, 1)),
            }
        }
        let most = heads.iter().map(|(_, count)| *count).max()?;
        let first = heads.into_iter().find(|(_, count)| *count == most)?;
        Some(first.0)
    }

    /// The first label of all, where it comes again: forms that follow each other with nothing
    /// between them.
    fn returning_label(&self) -> Option<String> {
        let name = |at: usize| Some(self.all[at].label?.name.to_lowercase());
        let mut labels = (0..self.len()).filter(|&at| self.labelled[at]);
        let first = labels.next().and_then(name)?;
        labels
            .any(|at| name(at).as_ref() == Some(&first))
            .then_some(first)
    }

    /// Lines below a label without a value, down to the next label or running text.
    fn find_listed(&mut self) {
        self.listed = vec![false; self.len()];
        for at in 1..self.len() {
            let unit = &self.all[at];
            let bullet = unit.mark.is_some_and(|mark| mark.number.is_none());
            let opens_next = !bullet
                && at + 1 < self.len()
                && self.labelled[at + 1]
                && self.opens_labels(at + 1);
            let sentence = unit.form.ends && unit.words >= 8 && unit.mark.is_none();
            let line = !self.labelled[at] && !unit.is_heading() && unit.chars < LISTED && !sentence;
            self.listed[at] = line && !opens_next && (self.lists(at - 1) || self.listed[at - 1]);
        }
    }

    /// Whether a label has nothing behind its colon.
    fn lists(&self, at: usize) -> bool {
        let label = self.all[at].label.filter(|_| self.labelled[at]);
        label.is_some_and(|label| label.rest.is_empty())
    }

    fn number(&mut self) {
        let mut last: HashMap<MarkStyle, u32> = HashMap::new();
        for unit in &self.all {
            let mut sequence = Sequence::Unknown;
            if let Some(mark) = unit.mark {
                *self.marks.entry(mark.style).or_default() += 1;
                if let Some(number) = mark.number {
                    sequence = match last.insert(mark.style, number) {
                        // A second 1 begins a list of its own and says nothing of the first.
                        Some(before) if number == before + 1 => Sequence::Next,
                        None if number == 1 => Sequence::Next,
                        Some(_) if number != 1 => Sequence::Out,
                        _ => Sequence::Unknown,
                    };
                }
            }
            self.sequence.push(sequence);
            if unit.is_heading() && !unit.headline {
                self.headings[usize::from(unit.level.min(6))] += 1;
            }
        }
        self.levels = (1..=6)
            .filter(|&level| self.headings[usize::from(level)] > 0)
            .collect();
    }

    /// A numbered line right above the first number of another make heads a section.
    fn find_sections(&mut self) {
        for pair in self.all.windows(2) {
            let (Some(above), Some(below)) = (numbering(&pair[0]), numbering(&pair[1])) else {
                continue;
            };
            let first = pair[1].number() == Some(1);
            let short = pair[0].words <= SECTION_WORDS && !pair[0].form.prose;
            if first && short && above != below && !self.sections.contains(&above) {
                self.sections.push(above);
            }
        }
    }

    /// Whether the number of a unit is that of a section.
    pub fn is_numbered_section(&self, at: usize) -> bool {
        numbering(&self.all[at]).is_some_and(|own| self.sections.contains(&own))
    }

    fn find_titles(&mut self) {
        self.titled = (0..self.len()).map(|at| self.is_titled(at)).collect();
    }

    /// Whether a short line looks like a title, or titles the longer text below it by its words.
    fn is_titled(&self, at: usize) -> bool {
        let unit = &self.all[at];
        // A sentence as long as a paragraph is no title, whatever follows.
        // Headlines in sentences are short; those of institutions, without a full stop, run to some
        // twenty words.
        let words = if unit.form.ends { 12 } else { 25 };
        let on = unit.form.ends && unit.cues.opens(Cue::GoesOn);
        let short = (12..=190).contains(&unit.chars) && unit.words <= words && !on;
        let plain = !self.junk[at] && unit.mark.is_none() && !self.labelled[at];
        unit.form.title
            || short
                && plain
                && self.all.get(at + 1).is_some_and(|below| {
                    below.chars * 5 > unit.chars * 6 && unit.is_told_again_in(below)
                })
    }

    /// What stands behind the heading of a side list, up to the next running text.
    fn find_side(&mut self, document: &Document) {
        let mut seen = SeenAbove::default();
        // Characters of the text that ends the list; none while there is no list.
        let mut ends: Option<usize> = None;
        for (at, unit) in self.all.iter().enumerate() {
            let text = unit.form.prose && unit.linked < MOSTLY;
            match self.heads_side(document, at, &seen) {
                Some(longest) => ends = Some(longest),
                None if text && ends.is_some_and(|longest| unit.chars > longest) => ends = None,
                None => {}
            }
            self.side
                .push(ends.is_some() || unit.aside == Some(Rule::MoreNews));
            let linked = unit.linked > 70 && unit.words > 2 && self.titled[at];
            seen.content += usize::from(unit.form.prose || linked);
            seen.told += if text { unit.chars } else { 0 };
            seen.block = unit.block;
        }
    }

    /// Whether a unit, or a heading above it that its reader set aside, heads a list that leads
    /// elsewhere: how long a text is that ends the list.
    fn heads_side(&self, document: &Document, at: usize, seen: &SeenAbove) -> Option<usize> {
        let unit = &self.all[at];
        // "More news", "See also": the words alone are enough where the page has told something
        // above.
        let own = unit.words <= 4 && !unit.form.more && is_all(unit.text, Cue::Side);
        // News beside a text: what a list page is headed by is a side list on another.
        let leads = |below: &Unit| below.linked >= MOSTLY && !below.form.more;
        let news = unit.words <= 2 && !unit.headline && is_all(unit.text, Cue::List);
        let news = news
            && !self.list_page
            && seen.told >= TOLD
            && self.all[at + 1..].iter().take(2).any(leads);
        // A reader that knew the heading for boilerplate was not sure of what stands below it.
        let text = unit.form.prose && unit.linked < MOSTLY;
        let above = &document.blocks[seen.block..unit.block.max(seen.block)];
        let headed = || !text && above.iter().any(|block| is_side_heading(document, block));
        let page = seen.content >= 2 || seen.told >= TOLD;
        match () {
            // A heading that says so holds over teasers; what only stands below boilerplate ends
            // with any text.
            () if own && page => Some(SIDE_ENDS),
            () if news || page && headed() => Some(0),
            () => None,
        }
    }

    fn remember_days(&mut self) {
        let (mut seen, mut texts) = (None, 0);
        for unit in &self.all {
            self.before.push(seen);
            self.texts_before.push(texts);
            texts += usize::from(unit.form.prose && unit.aside.is_none());
            // A lone date is that of the record below it, not of the one before.
            if !unit.dates.only {
                seen = unit.dates.first.or(seen);
            }
        }
    }

    fn find_families(&mut self, document: &Document) {
        let at = |block: usize| self.all.partition_point(|unit| unit.block < block);
        let most = document
            .siblings
            .iter()
            .map(|sibling| sibling.family + 1)
            .max();
        let mut families = vec![BoxFamily::default(); most.unwrap_or(0) as usize];
        for sibling in &document.siblings {
            let (start, end) = (at(sibling.blocks.start), at(sibling.blocks.end));
            let members = &mut families[sibling.family as usize].0;
            // Boxes within each other are of one make now and then; the outer one came first.
            if start < end && members.last().is_none_or(|last| last.1 <= start) {
                members.push((start, end));
            }
        }
        let content = |family: &BoxFamily| {
            let members = family.0.iter();
            members
                .filter(|(start, end)| (*start..*end).any(|at| self.is_content(at)))
                .count()
        };
        families.retain(|family| content(family) >= 2);
        let size = |family: &BoxFamily| -> usize {
            let units = family
                .0
                .iter()
                .flat_map(|(start, end)| &self.all[*start..*end]);
            units.map(|unit| unit.chars).sum()
        };
        // The sort is stable: of equal families the first in the document is tried first.
        families.sort_by_key(|family| std::cmp::Reverse(size(family)));
        // Each family is a way to read the page by, and each way costs a pass: a page of hundreds
        // of makes has no more lists than this that matter.
        families.truncate(FAMILIES);
        self.families = families;
    }

    /// Whether a unit could be a title or a text of an activity.
    fn is_content(&self, at: usize) -> bool {
        let unit = &self.all[at];
        !self.junk[at] && (self.titled[at] || unit.form.prose || unit.is_heading())
    }

    fn is_list_page(&self) -> bool {
        self.all.iter().enumerate().any(|(at, unit)| {
            let near = at < 6 || unit.headline || unit.level == 1;
            near && unit.words <= 7 && unit.cues.has(Cue::List)
        })
    }

    fn is_legal(&self) -> bool {
        let clauses = || self.all.iter().filter(|unit| unit.form.clause);
        let told = clauses()
            .filter(|unit| unit.cues.has(Cue::Kind) || unit.is_dated())
            .count();
        let numbered = clauses().count();
        let ruled = self
            .all
            .iter()
            .take(3)
            .filter(|unit| unit.cues.has(Cue::Rule))
            .count();
        // Numbered clauses are those of rules and contracts unless half of them name what was held:
        // plans of events are numbered too.
        numbered >= 2 && told * 2 < numbered || ruled >= 2
    }
}

/// Units at the top among which a heading of the whole stands.
pub const HEAD: usize = 6;

/// Words of the longest labelled line; lines with an unknown label must be shorter, and several.
const LABELLED_WORDS: usize = 60;
const REPEATED: usize = 3;
const REPEATED_WORDS: usize = 25;

/// Characters of the longest line that a label lists.
const LISTED: usize = 160;

/// Characters of a running text that ends a side list.
const SIDE_ENDS: usize = 200;

/// Of a hundred characters so many links lead elsewhere.
const MOSTLY: u8 = 50;

/// Characters of running text that make a page of it, beside which a list leads elsewhere.
const TOLD: usize = 160;

/// What stands above a unit: units with content, characters of running text, the last block.
#[derive(Default)]
struct SeenAbove {
    content: usize,
    told: usize,
    block: usize,
}

/// The make of a number: its signs, and whether letters stand for digits (`II.`).
type NumberMake = (MarkStyle, bool);

fn numbering(unit: &Unit) -> Option<NumberMake> {
    let mark = unit.mark.filter(|mark| mark.number.is_some())?;
    let letters = unit.body > 0 && unit.text.starts_with(char::is_alphabetic);
    Some((mark.style, letters))
}

/// Words of the longest line that heads a numbered section.
const SECTION_WORDS: usize = 12;

/// How many families are tried as ways to open.
const FAMILIES: usize = 10;

/// Units above a link to the rest among which the title stands that it names again.
const NEAR: usize = 8;

/// Bytes of the shortest title that such a link names.
const NAMED: usize = 8;

/// Marks links to the rest that name its title: `Read more about the fair`, often out of sight.
fn with_leads_to_rest(mut all: Vec<Unit<'_>>) -> Vec<Unit<'_>> {
    for at in 0..all.len() {
        let unit = &all[at];
        let link = unit.linked > 90 && !unit.is_heading() && unit.cues.opens(Cue::More);
        let names = |above: &Unit| {
            let longer = above.folded.len() >= NAMED && above.folded.len() < unit.folded.len();
            longer && unit.folded.ends_with(&above.folded)
        };
        all[at].form.more |= link && all[at.saturating_sub(NEAR)..at].iter().any(names);
    }
    all
}

/// Lines of one name that count make it a counter of the site.
const COUNTERS: usize = 2;

/// Whether a line has the form of a counter, whose name says nothing of an activity.
fn counts(unit: &Unit) -> bool {
    let known = unit.label.is_some_and(|label| label.role.is_some());
    !known && !unit.is_heading() && !unit.folded.is_empty() && site::is_counter(unit.text)
}

/// The letters of a folded line.
fn letters(folded: &str) -> String {
    folded.chars().filter(|c| c.is_alphabetic()).collect()
}

/// Whether what a rule sets aside tells nothing of an activity.
fn tells_nothing(rule: Rule) -> bool {
    let names = [
        Rule::Counter,
        Rule::Caption,
        Rule::Contact,
        Rule::Tools,
        Rule::Sharing,
        Rule::SiteLine,
    ];
    names.contains(&rule)
}

/// Items of the shortest menu, and characters of its mean label.
const MENU: usize = 5;
const MENU_CHARS: usize = 20;

/// An item of a list that could be a label in a menu.
fn is_label(unit: &Unit) -> bool {
    unit.mark.is_some_and(|mark| mark.number.is_none())
        && unit.words <= 2 * MENU_WORDS
        && !unit.is_dated()
        && !unit.form.ends
        && !unit.form.lower
        && unit.label.is_none()
        && unit.past == 0
}

/// A link of few words that names no activity.
fn is_in_menu(unit: &Unit) -> bool {
    let named = unit.cues.has(Cue::Kind) || unit.is_dated() || unit.is_heading();
    unit.linked > 90 && unit.words <= MENU_WORDS && !named
}

fn is_junk(unit: &Unit) -> bool {
    unit.form.more
        || unit.form.about && !unit.dates.only && !unit.form.prose
        || unit.form.caption
        || unit.form.site
        || unit.aside.is_some_and(tells_nothing)
        || !unit.text.contains(char::is_alphanumeric)
}

/// Bytes of the longest heading of a side list.
const SIDE_HEADING: usize = 80;

/// Whether a block that its reader set aside heads a list that leads elsewhere.
fn is_side_heading(document: &Document, block: &Block) -> bool {
    let text = block.span.of(&document.text);
    block.aside.is_some_and(Rule::is_sure) && text.len() <= SIDE_HEADING && is_all(text, Cue::Side)
}

/// The units of a document outside its tables of rows: `frames` are the tables whose cells are
/// running text, `taken` those that were read as rows.
pub fn of<'d>(document: &'d Document, is_taken: impl Fn(usize) -> bool) -> Vec<Unit<'d>> {
    let mut units = Vec::new();
    let mut runs = lead::of(document).into_iter().peekable();
    for (number, block) in document.blocks.iter().enumerate() {
        let run = runs.next_if(|(of, _)| *of == number);
        if block.aside.is_some_and(Rule::is_sure) || is_taken(number) {
            continue;
        }
        if let Some((block, parts)) = run {
            let origin = |span| features::UnitOrigin {
                block,
                span,
                item: false,
            };
            units.extend(
                parts
                    .into_iter()
                    .filter_map(|span| features::of(document, origin(span))),
            );
            continue;
        }
        let Kind::Table(table) = &block.kind else {
            features::of_block(document, number, &mut units);
            continue;
        };
        let cells = table.rows.iter().flat_map(|row| row.cells.iter().flatten());
        for part in cells.flat_map(|cell| &cell.blocks) {
            let origin = features::UnitOrigin {
                block: number,
                span: part.span,
                item: part.item,
            };
            units.extend(features::of(document, origin));
        }
    }
    units
}
