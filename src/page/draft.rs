//! From a reading to drafts: where title, text, labels and dates of each
//! record stand.

use super::article;
use super::features;
use super::item_title::{ListHabit, is_title, opening_name, own, titled, without_stamp};
use super::reading::{Reading, Step, opening};
use super::unit::{QUOTES, Section, Unit};
use super::units::Units;
use super::ways::{Opening, opens_with_day};
use crate::document::{Document, Kind, Sibling};
use crate::draft::{CountryCell, Draft, Part, Role};
use crate::field::{date, goal, link, objective, place};
use crate::lexicon::cues::{self, Cue};
use crate::record::{ActivityKind, Precision};
use crate::scheme::Scheme;
use crate::span::{Passage, Span};
use std::ops::Range;

/// The drafts of a reading, in the order of the document.
pub fn all(document: &Document, scheme: &Scheme, units: &Units, reading: &Reading) -> Vec<Draft> {
    let mut sections = Sections {
        year: year_above(units, reading),
        ..Sections::default()
    };
    let masthead = masthead(units, reading);
    let habit = ListHabit::of(document, units, reading);
    let mut drafts = Vec::new();
    for step in &reading.steps {
        match step.way.map(|way| way.opening) {
            None => sections.pass(units, step.start),
            Some(Opening::Article) => {
                drafts.extend(article::draft(
                    document,
                    units,
                    *step,
                    ActivityKind::Activity,
                ));
            }
            Some(_) => {
                let mut draft = item(document, scheme, units, *step, &habit);
                if let Some(draft) = &mut draft {
                    let blocks = units.all[step.start].block..units.all[step.end - 1].block + 1;
                    let print = || stamp(document, blocks).filter(|_| !habit.programme);
                    draft.published = draft.published.or_else(print).or(masthead);
                }
                let dated = (step.start..step.end).any(|at| units.all[at].is_dated());
                drafts.extend(draft.map(|draft| sections.carry(document, draft, dated)));
            }
        }
    }
    for draft in &mut drafts {
        part_objectives(document, draft);
    }
    drafts
}

/// The one whole date that stands alone above the first of several items none of which has a day
/// beside it: the day of the issue.
fn masthead(units: &Units, reading: &Reading) -> Option<Span> {
    let mut records = reading.steps.iter().filter(|step| step.way.is_some());
    let first = records.clone().next()?;
    let mut inside = records.clone().flat_map(|step| step.start..step.end);
    let beside = inside.any(|at| units.all[at].dates.only);
    let article = records.any(|step| step.way.is_some_and(|way| way.opening == Opening::Article));
    let whole =
        |unit: &&Unit| unit.dates.only && !unit.dates.spans && years_in(unit).next().is_some();
    let mut above = units.all[..first.start].iter().filter(whole);
    let day = above.next()?;
    let alone = above.next().is_none() && !beside && !article && !units.programme;
    alone.then_some(day.span)
}

/// Words of the longest line that says when an item was published.
const STAMP_WORDS: usize = 14;

/// Boxes that begin before an item among which its own is looked for, and blocks that its own
/// holds besides it: a box with more holds other items too.
const BOXES: usize = 32;
const PRINT: usize = 12;

/// The one day in the small print of the box that an item fills, which its reader set aside:
/// `Posted on 16 February in News`.
fn stamp(document: &Document, item: Range<usize>) -> Option<Span> {
    let holds = |at: &&Sibling| at.blocks.start <= item.start && item.end <= at.blocks.end;
    let starts = document
        .siblings
        .partition_point(|sibling| sibling.blocks.start <= item.start);
    let near = document.siblings[..starts].iter().rev().take(BOXES);
    let own = near
        .into_iter()
        .find(holds)
        .filter(|own| own.blocks.len() <= item.len() + PRINT)?;
    let print = document.blocks[own.blocks.clone()].iter();
    let mut days = print
        .filter(|block| block.aside.is_some())
        .map(|block| document.passage(block.span))
        .filter(|line| line.text.split_whitespace().nth(STAMP_WORDS).is_none())
        .flat_map(|line| date::find(line, None, &date::Reference::default()))
        .filter(|found| found.value.precision == Precision::Day);
    let day = days.next()?;
    days.all(|other| other.value == day.value)
        .then_some(day.span)
}

/// The country and the time that headings above the records give.
#[derive(Debug, Default)]
struct Sections {
    country: Option<Span>,
    city: Option<Span>,
    time: Option<Span>,
    /// The line above all records that names the one year they are of.
    year: Option<Span>,
}

/// The title nearest above the first record that names a year, where it names one only:
/// `Chronicle of 2017`, `April 2019`. Those above it name others: of the decree, of the founding.
fn year_above(units: &Units, reading: &Reading) -> Option<Span> {
    let first = reading.steps.iter().find(|step| step.way.is_some())?;
    // A title alone above the others may be that of the whole.
    let alone = usize::from(first.end - first.start == 1);
    let first = first.start + alone;
    // A line with a day tells when the whole was written, often in the year behind.
    let title = |at: &usize| {
        let unit = &units.all[*at];
        let titled = unit.headline || unit.is_heading() || units.titled[*at] || unit.dates.only;
        titled && unit.dates.day.is_none()
    };
    let mut titles = (0..first).rev().filter(title).map(|at| &units.all[at]);
    let years: Vec<(&str, Span)> = titles.find_map(|unit| {
        Some(years_in(unit).collect()).filter(|years: &Vec<_>| !years.is_empty())
    })?;
    let (year, span) = *years.first()?;
    years
        .iter()
        .all(|(other, _)| *other == year)
        .then_some(span)
}

/// Four digits in a row that are a year of our times, each with the unit they stand in.
fn years_in<'d>(unit: &Unit<'d>) -> impl Iterator<Item = (&'d str, Span)> + use<'d> {
    let span = unit.span;
    let runs = unit.text.split(|c: char| !c.is_ascii_digit());
    let years =
        runs.filter(|run| run.len() == 4 && (run.starts_with("19") || run.starts_with("20")));
    years.map(move |year| (year, span))
}

/// Whether a section names its year.
fn names_year(document: &Document, span: Span) -> bool {
    let mut runs = span.of(&document.text).split(|c: char| !c.is_ascii_digit());
    runs.any(|run| run.len() == 4)
}

impl Sections {
    fn pass(&mut self, units: &Units, at: usize) {
        let unit = &units.all[at];
        match unit.section {
            Some(Section::Country) => self.country = Some(unit.span),
            Some(Section::City) => self.city = Some(unit.span),
            Some(Section::Time) => self.time = Some(unit.span),
            None => {}
        }
    }

    /// The country, the year, and for a record without a date the month or quarter.
    fn carry(&self, document: &Document, mut draft: Draft, dated: bool) -> Draft {
        let carried = self.country.map(|span| CountryCell {
            span,
            carried: true,
        });
        draft.country = draft.country.or(carried);
        let placed = draft.parts.iter().any(|part| part.role == Role::Place);
        draft
            .parts
            .extend(self.city.filter(|_| !placed).map(|span| Part {
                role: Role::Place,
                span,
            }));
        let own = self.time.filter(|&time| names_year(document, time));
        draft.year = own.or(self.year);
        let day = |time: &Span| {
            let dates = date::find(document.passage(*time), None, &date::Reference::default());
            dates
                .iter()
                .any(|date| date.value.precision == Precision::Day)
        };
        if !dated || self.time.as_ref().is_some_and(day) {
            draft.when = draft.when.or(self.time);
        }
        draft
    }
}

/// Characters of the longest line that is read as a label and its value.
const LABELLED: usize = 400;

/// One record of a list.
fn item(
    document: &Document,
    scheme: &Scheme,
    units: &Units,
    step: Step,
    habit: &ListHabit,
) -> Option<Draft> {
    let at = opening(units, step)?;
    let way = step.way?.opening;
    // `3. 8 November, 15.00`, and on the next line what it is.
    let opening = at;
    let day = opens_with_day(&units.all[at], way).then(|| own(&units.all[at]));
    let at = if day.is_some() && at + 1 < step.end {
        at + 1
    } else {
        at
    };
    let unit = &units.all[at];
    let inside = &units.all[step.start..step.end];
    let extent = inside.iter().map(|unit| unit.span).reduce(Span::join)?;
    let mut draft = Draft::new(ActivityKind::Activity, extent);
    let report = matches!(way, Opening::Mark(_) | Opening::Label);
    draft.ordinal = report.then(|| ordinal(&units.all[opening])).flatten();
    draft.when = day;
    let named = unit
        .label
        .filter(|label| units.labelled[at] && label.role == Some(Role::Title));
    if let Some(label) = named {
        draft.heading = Some(label.rest);
        draft.title = Some(titled(document, label.rest, true));
    } else if units.labelled[at] {
        // The first label of a form; it is gathered with the others.
    } else if let Some((title, behind)) = opening_name(document, own(unit)) {
        draft.heading = Some(Span {
            start: own(unit).start,
            end: behind.start,
        });
        draft.title = Some(title);
        draft
            .body
            .extend(Some(behind).filter(|rest| !rest.is_empty()));
    } else if is_title(units, step, at, way) && features::names_city(document.passage(own(unit))) {
        let (role, span) = (Role::Place, own(unit));
        draft.parts.push(Part { role, span });
    } else if is_title(units, step, at, way) {
        let heading = habit.without_more(document, own(unit));
        let (heading, stamp) = without_stamp(document, heading, habit.stamped);
        draft.published = stamp;
        draft.heading = Some(heading);
        draft.title = Some(titled(document, heading, report));
    } else {
        draft.body.push(unit.own_span());
    }
    let gathered = |other: &usize| match *other == at {
        true => units.labelled[at] && named.is_none(),
        false => *other != opening,
    };
    let mut gather = Gather {
        document,
        scheme,
        units,
        programme: habit.programme,
        listing: None,
        title: draft.heading,
    };
    for at in (step.start..step.end).filter(gathered) {
        gather.take(at, &mut draft);
    }
    draft.body.sort_unstable();
    if draft.title.is_none() {
        draft.title = article::supplied(document, &draft.body);
    }
    Some(draft)
}

fn ordinal(unit: &Unit) -> Option<crate::span::Found<u32>> {
    let number = unit.number()?;
    let passage = Passage {
        text: unit.text,
        start: unit.span.start,
    };
    Some(passage.found(0..unit.body, number, "ordinal"))
}

/// Words of the longest line that is but a place.
const PLACE_WORDS: usize = 9;

/// A line that ends in a city behind a comma and tells nothing: `Reading hall, Naryn (map)`.
fn place_line(unit: &Unit) -> Option<Span> {
    let text = unit.own();
    let (line, bracket) = match text
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once('('))
    {
        Some((line, within)) => (line.trim_end(), within.split_whitespace().count()),
        None => (text, 0),
    };
    let (_, last) = line.rsplit_once(',')?;
    let calm = unit.past == 0 && !unit.cues.has(Cue::Deed) && !unit.is_heading();
    let short = unit.words <= PLACE_WORDS && bracket <= 1 && !unit.is_dated();
    if !calm || !short || unit.form.ends {
        return None;
    }
    let last = Passage::new(last.trim());
    let city = place::cities(last, None).into_iter().next()?;
    let start = unit.span.end - text.len() as u32;
    (city.span.len() == last.text.len()).then_some(Span {
        start,
        end: start + line.len() as u32,
    })
}

/// What stands before a time of day, where a short line is no more than both: `Zoom, 11:00`,
/// `Reading hall, 15.00`.
fn place_before_hour(unit: &Unit) -> Option<Span> {
    let text = unit.own();
    let (line, hours) = text.rsplit_once(',')?;
    let clock = |c: char| c.is_ascii_digit() || c.is_whitespace() || ".:–-—".contains(c);
    let digits = hours.chars().filter(char::is_ascii_digit).count();
    let hour = hours.chars().all(clock) && (3..=8).contains(&digits) && hours.contains(['.', ':']);
    let calm = unit.past == 0 && !unit.cues.has(Cue::Deed) && !unit.is_heading();
    let named = line.chars().any(char::is_alphabetic) && !unit.is_dated();
    let start = unit.span.end - text.len() as u32;
    (hour && calm && named && unit.words <= PLACE_WORDS).then(|| Span {
        start,
        end: start + line.len() as u32,
    })
}

/// Gathers the units of a record into its draft.
struct Gather<'u, 'd> {
    document: &'d Document,
    scheme: &'u Scheme,
    units: &'u Units<'d>,
    /// A day on a line of its own is that of the event.
    programme: bool,
    /// The label whose values stand on the lines below it.
    listing: Option<Role>,
    title: Option<Span>,
}

impl Gather<'_, '_> {
    /// Whether a line with a date is a labelled part of the record. A label that names none, or but
    /// its text, is that of a stamp: `Posted: admin, 3 May 2019`, `Text: editor | 16-05-2022`.
    fn is_part(&self, at: usize) -> bool {
        let unit = &self.units.all[at];
        let role = unit.label.and_then(|label| label.role);
        let named = role.is_some_and(|role| !matches!(role, Role::Description | Role::Type));
        let stamp = unit.text.contains('|') || unit.dates.day.is_some();
        self.units.labelled[at] && (named || !stamp)
    }

    /// Whether the date of a line is the event's: in a programme, and where it is no single day, on
    /// which a page appears.
    fn is_held_then(&self, unit: &Unit) -> bool {
        let yearless = years_in(unit).next().is_none();
        let lasting = unit.dates.only && (unit.dates.spans || unit.dates.day.is_none());
        lasting || self.programme && (unit.dates.only || yearless)
    }

    fn take(&mut self, at: usize, draft: &mut Draft) {
        let unit = &self.units.all[at];
        let value = self.listing == Some(Role::Date) && !self.units.labelled[at];
        if unit.dates.clock {
            return;
        }
        if value && unit.is_dateline() {
            draft.when = draft.when.or(Some(unit.span));
            return;
        }
        if unit.is_dateline() && !unit.form.prose && !self.is_part(at) {
            let day = match self.is_held_then(unit) {
                true => &mut draft.when,
                false => &mut draft.published,
            };
            *day = day.or(Some(unit.span));
            return;
        }
        let again = self
            .title
            .is_some_and(|title| self.is_told_again(title, unit));
        if link::is_lone(Passage::new(unit.text)) {
            let (role, span) = (Role::Link, unit.span);
            draft.parts.push(Part { role, span });
            return;
        }
        if self.units.junk[at] || again {
            return;
        }
        if let Some(label) = unit.label.filter(|_| self.units.labelled[at])
            && unit.chars < LABELLED
        {
            self.label(label.role, label.rest, unit, draft);
            return;
        }
        if let Some(role) = self
            .listing
            .filter(|_| self.units.listed[at] || unit.mark.is_some())
        {
            draft.parts.push(Part {
                role,
                span: unit.own_span(),
            });
            return;
        }
        self.listing = None;
        if let Some(span) = place_line(unit).or_else(|| place_before_hour(unit)) {
            let role = Role::Place;
            draft.parts.push(Part { role, span });
            return;
        }
        let bullet = unit.mark.is_some_and(|mark| mark.number.is_none());
        let span = if bullet { unit.own_span() } else { unit.span };
        draft.body.push(self.without_more(span));
    }

    fn label(&mut self, role: Option<Role>, rest: Span, unit: &Unit, draft: &mut Draft) {
        self.listing = role.filter(|_| rest.is_empty());
        let purpose = matches!(role, Some(Role::Goals | Role::Results));
        if purpose && !goal::stated(self.document.passage(rest), self.scheme).is_empty() {
            draft.goal_lines.push(rest);
            return;
        }
        match role {
            Some(Role::Country) if !rest.is_empty() => {
                draft.country = Some(CountryCell {
                    span: rest,
                    carried: false,
                });
            }
            // `Topic: …` below a title tells more of it.
            Some(Role::Title) if self.title.is_some() => draft.body.push(unit.own_span()),
            Some(Role::Title) if !rest.is_empty() => {
                draft.heading = Some(rest);
                draft.title = Some(titled(self.document, rest, false));
            }
            Some(Role::Description) if !rest.is_empty() => draft.body.push(rest),
            Some(role) if !rest.is_empty() => draft.parts.push(Part { role, span: rest }),
            Some(_) => {}
            None => draft.body.push(unit.span),
        }
        if matches!(role, Some(Role::Date | Role::DateAndPlace)) && !rest.is_empty() {
            draft.when = draft.when.or(Some(rest));
        }
    }

    fn is_told_again(&self, title: Span, unit: &Unit) -> bool {
        let fold = |text: &str| -> String {
            let letters = text.chars().filter(|c| c.is_alphanumeric());
            letters.flat_map(char::to_lowercase).collect()
        };
        !unit.folded.is_empty() && fold(title.of(&self.document.text)) == unit.folded
    }

    /// The span without a link at its end that leads to the rest: `Read more →` is no part of it.
    fn without_more(&self, span: Span) -> Span {
        let text = &self.document.text;
        let links = self.document.links_in(span);
        let Some(link) = links.last().filter(|link| link.span.start > span.start) else {
            return span;
        };
        let behind = Span {
            start: link.span.end,
            end: span.end,
        }
        .of(text);
        let words = link.span.of(text).to_lowercase();
        let words = words.trim_matches(|c: char| !c.is_alphanumeric());
        if behind.contains(char::is_alphanumeric) || !cues::Cues::of(words).opens(Cue::More) {
            return span;
        }
        let kept = Span {
            start: span.start,
            end: link.span.start,
        }
        .of(text)
        .trim_end();
        let kept = kept
            .trim_end_matches(|c: char| QUOTES.contains(&c) || c == '|')
            .trim_end();
        match kept {
            "" => span,
            kept => Span {
                start: span.start,
                end: span.start + kept.len() as u32,
            },
        }
    }
}

/// Items under the word "Objectives" are objectives; all else is text.
fn part_objectives(document: &Document, draft: &mut Draft) {
    let labelled = draft
        .parts
        .iter()
        .filter(|part| part.role == Role::Objectives);
    let parts = labelled.flat_map(|part| objective::parts(document.passage(part.span)));
    draft.objectives = parts.map(|part| part.span()).collect();
    let is_item = |span: Span| {
        let block = document
            .blocks
            .partition_point(|block| block.span.end <= span.start);
        document
            .blocks
            .get(block)
            .is_some_and(|block| block.kind == Kind::Item)
    };
    let heads = |&span: &Span| objective::is_heading(document.passage(span));
    let Some(heading) = draft.body.iter().position(heads) else {
        return;
    };
    let items = draft.body[heading + 1..]
        .iter()
        .take_while(|&&span| is_item(span))
        .count();
    if items > 0 {
        let spans = draft.body.drain(heading..heading + 1 + items).skip(1);
        let trimmed = spans.map(|span| objective::trim(document.passage(span)).span());
        draft.objectives.extend(trimmed);
    }
}
