//! A record that grows: it opens at a unit and takes in one after another, and
//! at every end it says what it would be worth there.
//!
//! What speaks for a record and against it is weighed by [`super::points`];
//! what it holds is counted from the units it takes, with no way back, so that
//! all ends of one opening cost a single pass.

use super::naming;
use super::points::{self, tenths};
use super::unit::Unit;
use super::units::{Sequence, Units};
use super::ways::{Opening, Way, opens_with_day};
use crate::document::Rule;
use crate::draft::Role;
use crate::lexicon::cues::Cue;

/// Lone dates and rubrics that may stand above an opening.
const ABOVE: usize = 3;

/// A record in the making.
#[derive(Debug)]
pub struct Growth<'u, 'd> {
    pub(super) units: &'u Units<'d>,
    pub(super) way: Way,
    /// The unit that opens it; lone dates may stand above.
    pub opening: usize,
    /// The last unit it holds.
    pub(super) last: usize,
    /// Where it must end, where its box does.
    pub(super) stop: Option<usize>,
    /// What its opening and what stands within are worth.
    pub(super) sum: i32,
    pub(super) day: Option<i32>,
    pub(super) dated: bool,
    pub(super) date_first: bool,
    pub(super) dateline: bool,
    pub(super) deed: bool,
    pub(super) kind: bool,
    pub(super) weak: bool,
    pub(super) past: bool,
    pub(super) regular: bool,
    pub(super) rules: bool,
    pub(super) describes: bool,
    pub(super) greets: bool,
    pub(super) book: bool,
    pub(super) contacts: u32,
    pub(super) hours: u32,
    pub(super) chars: usize,
    pub(super) labels: bool,
    pub(super) told_again: bool,
    pub(super) more: bool,
    pub(super) cut: bool,
    /// Its words lead elsewhere; nothing of it is told here but a link.
    pub(super) linked: bool,
    pub(super) alone: bool,
    /// The first running text, and how many there are.
    pub(super) text: Option<usize>,
    pub(super) texts: usize,
    pub(super) date_label: bool,
    pub(super) seen_lead: bool,
    pub(super) before: Option<i32>,
}

/// The unit of a member that opens its record: a heading, else what leads elsewhere, else the
/// first.
pub fn opening_within(units: &Units, start: usize, end: usize) -> Option<usize> {
    let telling = |&at: &usize| {
        let unit = &units.all[at];
        let date = unit.dates.only || unit.dates.line && !unit.form.prose;
        !units.junk[at] && unit.section.is_none() && !date
    };
    let inside = || (start..end).filter(telling);
    let heading = inside().find(|&at| units.all[at].is_heading());
    // A line of one or two linked words is a button or a rubric.
    let leads = |at: &usize| units.all[*at].linked > 70 && units.all[*at].words > 2;
    heading
        .or_else(|| inside().find(leads))
        .or_else(|| inside().next())
}

/// The unit that opens a record which begins at `start`, behind the dates and rubrics above it.
pub fn opening_behind_dates(units: &Units, way: Way, start: usize, end: usize) -> Option<usize> {
    if !way.dated_above {
        return (start < end).then_some(start);
    }
    let above = |at: &usize| units.all[*at].is_dateline() || units.rubric[*at];
    let opening = (start..end).take(ABOVE + 1).find(|at| !above(at))?;
    let dated = (start..opening).any(|at| units.all[at].is_dateline());
    dated.then_some(opening)
}

impl<'u, 'd> Growth<'u, 'd> {
    /// A record that begins at a unit; `limit` is the end of the document or of a window.
    /// `opens` are the points of each unit as an opening of this way.
    pub fn open(
        units: &'u Units<'d>,
        way: Way,
        opens: &[Option<i32>],
        start: usize,
        limit: usize,
    ) -> Option<Growth<'u, 'd>> {
        let mut stop = None;
        let opening = match way.opening {
            // A box is one record or none: it ends where the box does.
            Opening::Family(family) => {
                let end = units.families[family]
                    .end(start)
                    .filter(|&end| end <= limit)?;
                stop = Some(end);
                opening_within(units, start, end)?
            }
            _ => opening_behind_dates(units, way, start, limit)?,
        };
        let member = matches!(way.opening, Opening::Family(_));
        let worth = opens[if member { start } else { opening }]?;
        let unit = &units.all[opening];
        let article = way.opening == Opening::Article;
        // An article opens with its text; headline and dateline are looked for above it.
        if article && (units.junk[opening] || !unit.form.prose) {
            return None;
        }
        let mut growth = Growth::at(units, way, opening, stop);
        growth.before = units.before[start];
        growth.dateline = (start..opening).any(|at| units.all[at].is_dateline());
        growth.sum = if article {
            points::ARTICLE
        } else {
            points::BASE + worth
        };
        if member {
            growth.sum += growth.opens_as_text();
        }
        if article {
            growth.look_above();
        }
        Some(growth)
    }

    /// What the opening unit itself holds.
    fn at(units: &'u Units<'d>, way: Way, opening: usize, stop: Option<usize>) -> Self {
        let unit = &units.all[opening];
        let prose = unit.form.prose;
        // Whether the unit that opens the record is itself a text of it, and not only its title.
        let running = match way.opening {
            Opening::Lead | Opening::Paragraph | Opening::Article => true,
            Opening::Mark(_) | Opening::Family(_) => prose,
            _ => false,
        };
        let titles = matches!(
            way.opening,
            Opening::Heading(_) | Opening::Family(_) | Opening::Title
        );
        let day = opens_with_day(unit, way.opening);
        let dated = unit.is_dated() && (!unit.dates.only || day);
        Growth {
            units,
            way,
            opening,
            last: opening,
            stop,
            sum: 0,
            day: unit.dates.first,
            dated,
            date_first: dated && (running || day || is_early(unit)),
            dateline: false,
            deed: unit.cues.has(Cue::Deed),
            kind: unit.cues.has(Cue::Kind),
            weak: unit.cues.has(Cue::Weak),
            past: unit.past > 0,
            regular: unit.cues.has(Cue::Regular),
            rules: unit.cues.has(Cue::Rule),
            describes: unit.cues.has(Cue::Describes),
            greets: false,
            book: false,
            contacts: u32::from(unit.contacts),
            hours: u32::from(unit.hours),
            chars: unit.chars,
            labels: false,
            told_again: false,
            more: false,
            cut: unit.form.cut,
            linked: unit.linked > 70 && !prose && titles,
            alone: unit.linked > 50 && !unit.is_heading(),
            text: running.then_some(opening),
            texts: usize::from(running),
            date_label: false,
            seen_lead: unit.dates.leads,
            before: None,
        }
    }

    pub(super) fn unit(&self) -> &'u Unit<'d> {
        &self.units.all[self.opening]
    }

    /// A box that opens with a running text opens as a paragraph does.
    fn opens_as_text(&self) -> i32 {
        let unit = self.unit();
        if unit.is_heading() || self.units.titled[self.opening] || unit.linked > 70 {
            return 0;
        }
        let on = if unit.cues.opens(Cue::GoesOn) {
            points::GOES_ON
        } else {
            0
        };
        let lower = if unit.form.lower { points::LOWER } else { 0 };
        points::PARAGRAPH - points::FAMILY + on + lower
    }

    /// What stands above an article is of it: its headline, its dateline.
    fn look_above(&mut self) {
        let units = self.units;
        let above = || (self.opening.saturating_sub(HEAD)..self.opening).map(|at| &units.all[at]);
        // A reader that knows the byline has set it aside, and it may stand below the text.
        let byline = |unit: &&Unit| unit.aside == Some(Rule::Byline) && unit.is_dated();
        let dateline = above().any(Unit::is_dateline) || units.all.iter().any(|unit| byline(&unit));
        let headline = units.all.iter().find(|unit| unit.headline);
        // Without markup the nearest line that reads like a title is the headline.
        let headline = headline.or_else(|| above().rev().find(|unit| unit.form.title));
        let standing = above().any(is_standing)
            || headline.is_some_and(is_standing)
            || is_standing(self.unit());
        self.dateline = dateline;
        if let Some(unit) = headline {
            self.deed |= unit.cues.has(Cue::Deed);
            self.kind |= unit.cues.has(Cue::Kind);
            self.weak |= unit.cues.has(Cue::Weak);
            self.dated |= unit.is_dated();
            self.day = self.day.or(unit.dates.first);
            self.told_again = unit.is_told_again_in(self.unit());
        }
        // A text that opens with "there" or "they" has its beginning above: less of an article, but
        // one.
        if self.unit().cues.opens(Cue::GoesOn) {
            self.sum += tenths(points::GOES_ON, 2);
        }
        if standing || units.questions {
            self.sum += points::STANDING;
        }
        self.sum += points::ARTICLE_LATE * units.texts_before[self.opening].min(LATE) as i32;
    }

    /// Whether the record may end before a unit.
    pub fn may_end(&self, at: usize) -> bool {
        self.stop.is_none_or(|stop| stop == at)
    }

    /// Takes in the next unit; false where the record cannot go on.
    pub fn take(&mut self, at: usize) -> bool {
        if self.stop == Some(at) {
            return false;
        }
        let goes_on = if self.is_article() {
            self.within_article(at)
        } else {
            self.within_item(at)
        };
        if goes_on {
            self.last = at;
            self.hold(at);
        }
        goes_on
    }

    fn within_article(&mut self, at: usize) -> bool {
        let (units, unit) = (self.units, &self.units.all[at]);
        let on = unit.cues.opens(Cue::GoesOn);
        let below = units.all.get(at + 1);
        // What may stand within an article but speaks for its end costs points, and nothing forbids
        // it: the article goes on where its own end is worth less.
        if units.side[at] {
            self.sum += points::ARTICLE_SIDE;
        }
        if units.junk[at] {
            self.sum += if unit.form.more {
                points::ARTICLE_MORE
            } else {
                -2
            };
        } else if unit.is_dateline() {
            self.sum += points::ARTICLE_DATE;
        } else if unit.section.is_some() {
            self.sum += points::ARTICLE_SECTION;
        } else if unit.dates.leads && !on && unit.dates.first != self.day {
            // The second text that opens with a day is most of what makes a chronicle of an
            // article.
            let first = if self.seen_lead { 10 } else { 3 };
            self.sum += tenths(points::ARTICLE_LEAD, first);
            self.seen_lead = true;
        } else if units.titled[at] && !on && below.is_some_and(|below| unit.is_told_again_in(below))
        {
            self.sum += points::ARTICLE_TOLD;
        }
        if unit.form.title && below.is_some_and(Unit::is_dateline) {
            self.sum += points::ARTICLE_TITLE_DATE;
        }
        true
    }

    fn within_item(&mut self, at: usize) -> bool {
        let (units, unit) = (self.units, &self.units.all[at]);
        let member = matches!(self.way.opening, Opening::Family(_));
        if unit.section.is_some() && !member {
            self.sum += points::SECTION_WITHIN;
        }
        if units.side[at] {
            self.sum += tenths(points::SIDE, 5);
        }
        // A heading of its own rank or above ends what a heading opened, whatever it says.
        if let Opening::Heading(level) = self.way.opening
            && unit.is_heading()
            && unit.level <= level
        {
            return false;
        }
        // Within a box or under a heading lesser headings are sections; elsewhere one heads the
        // next record.
        let heads = matches!(self.way.opening, Opening::Heading(_)) || member;
        if !heads && unit.is_heading() && !self.unit().is_heading() {
            self.sum += points::SAME_WITHIN;
        }
        let label = unit
            .label
            .filter(|_| units.labelled[at])
            .and_then(|label| label.role);
        // The order is that of certainty: a label says what it is, a line of a date nearly so.
        if label.is_some_and(tells_when) && unit.is_dated() {
            self.dated = true;
            self.day = self.day.or(unit.dates.first);
            self.twice_labelled(label);
        } else if unit.is_dateline() && !unit.form.prose {
            self.take_dateline();
        } else if units.listed[at] {
            // An item of a list within the text: an agenda, names of guests. It opens nothing.
        } else if units.junk[at] || self.is_tail_of_title(unit) {
            self.more |= unit.form.more || !units.junk[at] || self.is_counted(at);
        } else {
            self.sum += self.opens_within(at);
            self.twice_labelled(label);
        }
        true
    }

    /// `Views: 297 | Comments (3)` below a title: each item of a list of news is counted.
    fn is_counted(&self, at: usize) -> bool {
        let counts = self.units.counter[at] || self.units.all[at].form.site;
        counts && self.units.only_list && at == self.opening + 1
    }

    fn take_dateline(&mut self) {
        // Where dates stand above their records, the one within is that of the next record.
        if !self.way.dated_above {
            self.dateline = true;
        } else if self.dateline {
            self.sum += points::SAME_WITHIN;
        }
    }

    /// A second label for a date begins another record.
    fn twice_labelled(&mut self, label: Option<Role>) {
        if self.way.opening == Opening::Label && label == Some(Role::Date) {
            if self.date_label {
                self.sum += 2 * points::SAME_WITHIN;
            }
            self.date_label = true;
        }
    }

    /// `Read more about: TITLE`: a line that only says the title again.
    fn is_tail_of_title(&self, unit: &Unit) -> bool {
        let own = self.unit();
        own.folded.len() > 8
            && unit.folded != own.folded
            && unit.folded.ends_with(&own.folded)
            && unit.chars < own.chars + 30
    }

    /// What it costs that a unit within could open a record of its own.
    fn opens_within(&self, at: usize) -> i32 {
        let (units, unit, own) = (self.units, &self.units.all[at], self.unit());
        let below = units.all.get(at + 1);
        match self.way.opening {
            Opening::Mark(style) if unit.mark.is_some_and(|mark| mark.style == style) => {
                let loose = unit.number().is_none() || units.sequence[at] == Sequence::Out;
                points::SAME_WITHIN + if loose { LOOSE } else { 0 }
            }
            Opening::Mark(style) => {
                let heads =
                    below.is_some_and(|below| below.mark.is_some_and(|mark| mark.style == style));
                let title = units.titled[at] && unit.mark.is_none() && heads;
                if title {
                    tenths(points::TITLE_WITHIN, 6)
                } else {
                    0
                }
            }
            // The first text below a title opens with the day of this record.
            Opening::Lead if at == self.opening + 1 && !own.form.prose => 0,
            Opening::Lead if self.tells_another_day(unit) => points::LEAD_WITHIN,
            // A title over the next text that opens with a day.
            Opening::Lead if units.titled[at] && below.is_some_and(|below| below.dates.leads) => {
                points::TITLE_WITHIN
            }
            Opening::Label => {
                let over = !units.labelled[at] && at + 1 < units.len() && units.labelled[at + 1];
                let first = at == self.opening + 1;
                if over && !first {
                    points::SAME_WITHIN
                } else {
                    0
                }
            }
            Opening::Title => self.title_within(at, unit, own),
            Opening::Paragraph => {
                let over = unit.form.title && below.is_some_and(|below| below.form.prose);
                if over { points::TITLE_WITHIN } else { 0 }
            }
            _ => 0,
        }
    }

    /// A text that opens with another day, or tells early of what was done on one.
    fn tells_another_day(&self, unit: &Unit) -> bool {
        let early = unit.dates.fine.is_some_and(|at| at < EARLY) && unit.form.prose;
        let deed = unit.cues.has(Cue::Deed) || unit.past > 0;
        let told = early && deed && !unit.cues.opens(Cue::GoesOn);
        (unit.dates.leads || told) && unit.dates.first != self.day
    }

    fn title_within(&self, at: usize, unit: &Unit, own: &Unit) -> i32 {
        let again = !unit.folded.is_empty() && unit.folded == own.folded;
        let alike = unit.form.title && unit.shared(own) * 5 > own.vocabulary().max(1) * 4;
        if again || alike {
            return 0;
        }
        // Titles of one list have one rank; a title of the same rank is the next record.
        if own.is_heading() && unit.level == own.level {
            return tenths(points::TITLE_WITHIN, 15);
        }
        match self.way.opens(self.units, at) {
            Some(worth) if worth > 50 => tenths(points::TITLE_WITHIN, 16),
            Some(worth) if worth > 0 => points::TITLE_WITHIN,
            Some(_) => tenths(points::TITLE_WITHIN, 5),
            None => 0,
        }
    }

    /// What the unit tells of the record.
    fn hold(&mut self, at: usize) {
        let (units, unit) = (self.units, &self.units.all[at]);
        // A line of a date says when; that was taken up, and it has no words of its own.
        if units.junk[at] || unit.dates.only {
            return;
        }
        // In a numbered list a line of some length tells what was done without being a paragraph.
        let marked = matches!(self.way.opening, Opening::Mark(_)) && unit.chars > 40;
        if unit.form.prose || units.labelled[at] || marked {
            self.read(at, unit);
        }
        if unit.is_dated() && !unit.dates.line {
            self.dated = true;
            self.day = self.day.or(unit.dates.first);
        }
        // What a text is about stands at its head: an address or a rule at the end of an article
        // makes no notice of it.
        if self.texts <= 3 || !self.is_article() {
            self.regular |= self.texts <= 3 && unit.cues.has(Cue::Regular);
            self.rules |= unit.cues.count(Cue::Rule) > 1;
            self.describes |= unit.cues.has(Cue::Describes);
            self.greets |= self.texts <= 1 && unit.cues.opens(Cue::Greeting);
            self.book |= unit.form.book;
            self.contacts += u32::from(unit.contacts);
            self.hours += u32::from(unit.hours);
        }
        self.chars += unit.chars;
        self.cut = unit.form.cut;
        self.labels |= units.labelled[at];
    }

    /// The first running texts say what the record is about.
    fn read(&mut self, at: usize, unit: &Unit) {
        self.texts += 1;
        // Behind the lead, deeds are those of others: speakers tell of what they did elsewhere.
        if self.texts <= if self.is_article() { 3 } else { 2 } {
            self.past |= unit.past > 0;
            self.deed |= unit.cues.has(Cue::Deed);
            self.kind |= unit.cues.has(Cue::Kind);
            self.weak |= unit.cues.has(Cue::Weak);
        }
        if self.text.is_none() {
            self.text = Some(at);
            self.date_first |= unit.dates.fine.is_some_and(|at| at < EARLY);
            if unit.cues.opens(Cue::GoesOn) && self.way.opening == Opening::Title {
                self.sum += tenths(points::GOES_ON, 2);
            }
            self.told_again = self.unit().is_told_again_in(unit);
        }
    }
}

/// Running texts above an article that count.
const LATE: usize = 4;

/// Units above an article in which its headline and dateline stand.
const HEAD: usize = 4;

/// Bytes at the start of a text in which a date is early.
const EARLY: usize = 120;

/// What an item within an item of the same list costs less where nothing numbers it on.
const LOOSE: i32 = 60;

/// Whether the date of a line stands in its first half: at its end it is as often a stamp.
fn is_early(unit: &Unit) -> bool {
    unit.dates.fine.is_some_and(|at| at * 2 < unit.text.len())
}

fn tells_when(role: Role) -> bool {
    matches!(role, Role::Date | Role::DateAndPlace | Role::Time)
}

/// Words of the longest headline of what stands for years.
const STANDING_WORDS: usize = 12;

/// A headline of rules, hours, contacts, vacancies: a page that stands for years.
fn is_standing(unit: &Unit) -> bool {
    unit.words <= STANDING_WORDS && naming::is_standing(&unit.text.to_lowercase(), &unit.cues)
}
