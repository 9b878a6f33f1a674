//! A record that grows: it opens at a unit and takes in one after another, and
//! at every end it says what it would be worth there.
//!
//! What speaks for a record and against it is weighed by [`super::points`];
//! what it holds is counted from the units it takes, with no way back, so that
//! all ends of one opening cost a single pass.

use super::cues::Cue;
use super::points::{self, tenths};
use super::unit::Unit;
use super::units::{Sequence, Units};
use super::ways::{Opening, Way};
use crate::document::Rule;
use crate::draft::Role;

/// Lone dates and rubrics that may stand above an opening.
const ABOVE: usize = 3;

/// A record in the making.
#[derive(Debug)]
pub struct Growth<'u, 'd> {
    units: &'u Units<'d>,
    way: Way,
    /// The unit that opens it; lone dates may stand above.
    pub opening: usize,
    /// The last unit it holds.
    last: usize,
    /// Where it must end, where its box does.
    stop: Option<usize>,
    /// What its opening and what stands within are worth.
    sum: i32,
    day: Option<i32>,
    dated: bool,
    date_first: bool,
    dateline: bool,
    deed: bool,
    kind: bool,
    weak: bool,
    past: bool,
    regular: bool,
    rules: bool,
    describes: bool,
    contacts: u32,
    hours: u32,
    chars: usize,
    labels: bool,
    told_again: bool,
    more: bool,
    cut: bool,
    /// Its words lead elsewhere; nothing of it is told here but a link.
    linked: bool,
    alone: bool,
    /// The first running text, and how many there are.
    text: Option<usize>,
    texts: usize,
    date_label: bool,
    seen_lead: bool,
    before: Option<i32>,
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
        let running = match way.opening {
            Opening::Lead | Opening::Paragraph | Opening::Article => true,
            Opening::Mark(_) | Opening::Family(_) => prose,
            _ => false,
        };
        let titles = matches!(
            way.opening,
            Opening::Heading(_) | Opening::Family(_) | Opening::Title
        );
        let dated = unit.is_dated() && !unit.dates.only;
        Growth {
            units,
            way,
            opening,
            last: opening,
            stop,
            sum: 0,
            day: unit.dates.first,
            dated,
            date_first: dated && (running || is_early(unit)),
            dateline: false,
            deed: unit.cues.has(Cue::Deed),
            kind: unit.cues.has(Cue::Kind),
            weak: unit.cues.has(Cue::Weak),
            past: unit.past > 0,
            regular: unit.cues.has(Cue::Regular),
            rules: unit.cues.has(Cue::Rule),
            describes: unit.cues.has(Cue::Describes),
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

    fn unit(&self) -> &'u Unit<'d> {
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
        let byline = |unit: &&Unit| unit.aside == Some(Rule::Byline) && unit.is_dated();
        let dateline = above().any(Unit::is_dateline) || units.all.iter().any(|unit| byline(&unit));
        let headline = units.all.iter().find(|unit| unit.headline);
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
        if self.unit().cues.opens(Cue::GoesOn) {
            self.sum += tenths(points::GOES_ON, 2);
        }
        if standing {
            self.sum += points::STANDING;
        }
        self.sum += points::ARTICLE_LATE * units.texts_before[self.opening].min(LATE) as i32;
    }

    fn is_article(&self) -> bool {
        self.way.opening == Opening::Article
    }

    /// What the record is worth if it ends here.
    pub fn points(&self) -> i32 {
        let telling =
            self.dated || self.dateline || self.deed || self.kind || self.unit().dates.today;
        let mut sum = self.sum + self.when() + self.against();
        if !telling {
            sum += match (self.is_article(), self.units.list_page) {
                (true, _) => points::NOTHING,
                _ if self.linked && (self.more || self.unit().is_heading()) => {
                    tenths(points::NOTHING, 3)
                }
                (_, true) => tenths(points::NOTHING, 5),
                _ => points::NOTHING,
            };
        }
        sum += self.what();
        if self.told_again {
            sum += points::TOLD_AGAIN;
        }
        if !self.is_article() {
            sum += self.as_item();
        } else if self.chars < SHORT && !self.dated && !self.dateline {
            sum += points::ARTICLE_SHORT;
        }
        sum
    }

    fn when(&self) -> i32 {
        let today = self.unit().dates.today;
        let when = match (self.dated, self.day.is_some()) {
            (true, true) => points::DAY,
            (true, false) => points::MONTH,
            _ if today => points::TODAY,
            _ => 0,
        };
        when + if self.date_first {
            points::DATE_FIRST
        } else {
            0
        } + if self.dateline { points::DATELINE } else { 0 }
    }

    /// Deeds and kinds of activity, or none.
    fn what(&self) -> i32 {
        let mut sum = 0;
        if self.deed {
            sum += points::DEED;
        }
        if self.kind {
            sum += points::KIND;
        }
        if !self.deed && !self.kind {
            let mut lack = if self.is_article() {
                points::ARTICLE_NO_DEED
            } else {
                points::NO_DEED
            };
            if self.weak {
                lack = tenths(lack, 6);
            }
            if self.past {
                lack = tenths(lack, 4);
            }
            if self.linked && self.texts == 0 {
                lack = tenths(lack, 4);
            }
            sum += lack;
        }
        sum
    }

    fn against(&self) -> i32 {
        let mut sum = 0;
        let own = usize::from(self.text == Some(self.opening));
        if self.regular && !self.kind {
            sum += points::REGULAR;
        }
        // Beside a text, dated titles that lead elsewhere are news of the site.
        let told = self.dateline || self.dated || self.kind;
        let listed = self.units.only_list && told && !self.leaves_its_text();
        let bare = !(self.more || listed);
        if self.alone && self.texts == own && bare {
            sum += points::LINK_ALONE;
        }
        if self.units.legal {
            sum += points::LEGAL;
        }
        if self.rules {
            sum += points::RULES;
        }
        let contact = points::CONTACT * self.contacts.min(2) as i32;
        sum += if self.chars > LONG {
            tenths(contact, 4)
        } else {
            contact
        };
        let hours = points::HOURS * self.hours.min(2) as i32;
        sum += if self.dated { tenths(hours, 5) } else { hours };
        if is_of_the_calendar(self.unit()) {
            sum += points::CALENDAR;
        }
        if self.describes && !self.deed {
            sum += points::DESCRIBES;
        }
        sum
    }

    /// What tells an item of a list from a piece of a text.
    fn as_item(&self) -> i32 {
        let mut sum = 0;
        // A numbered line is an entry of a plan; a line with a bullet is a title like any other.
        let numbered =
            self.unit().number().is_some() && matches!(self.way.opening, Opening::Mark(_));
        if !numbered && self.texts == 0 {
            sum += points::ONLY_TITLE;
        }
        let own = self.linked || self.more || self.unit().is_heading() || self.texts > 0;
        let listed = matches!(
            self.way.opening,
            Opening::Heading(_) | Opening::Family(_) | Opening::Title
        );
        if self.units.list_page && listed && own {
            sum += points::LIST_PAGE;
            if self.units.only_list && !self.leaves_its_text() {
                sum += points::ONLY_LIST;
            }
        }
        if self.way.opening == Opening::Lead && self.leaves_its_text() {
            sum += points::LEFT_TEXT;
        }
        let anchor = self.dated || self.dateline || self.told_again || self.linked;
        if !(anchor || self.more || self.cut || self.labels) {
            sum += points::UNDATED;
        }
        let dated = self.day.is_some() || self.dateline || self.labels;
        if !dated && self.chars > SECTION && !self.more {
            sum += points::SECTION_LIKE;
        }
        let boxed = matches!(self.way.opening, Opening::Heading(_) | Opening::Family(_));
        if self.dateline && boxed {
            sum += points::DATED_HEADING;
        }
        if self.cut {
            sum += points::CUT;
        }
        if self.more {
            sum += points::MORE;
        }
        if let (Some(day), Some(before)) = (self.day, self.before) {
            sum += if day == before {
                points::SAME_DAY
            } else {
                points::OTHER_DAY
            };
        }
        sum
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
        if let Opening::Heading(level) = self.way.opening
            && unit.is_heading()
            && unit.level <= level
        {
            return false;
        }
        let heads = matches!(self.way.opening, Opening::Heading(_)) || member;
        if !heads && unit.is_heading() && !self.unit().is_heading() {
            self.sum += points::SAME_WITHIN;
        }
        let label = unit
            .label
            .filter(|_| units.labelled[at])
            .and_then(|label| label.role);
        if label.is_some_and(tells_when) && unit.is_dated() {
            self.dated = true;
            self.day = self.day.or(unit.dates.first);
            self.twice_labelled(label);
        } else if unit.is_dateline() && !unit.form.prose {
            self.take_dateline();
        } else if units.listed[at] {
        } else if units.junk[at] || self.is_tail_of_title(unit) {
            self.more |= unit.form.more || !units.junk[at] || self.is_counted(at);
        } else {
            self.sum += self.opens_within(at);
            self.twice_labelled(label);
        }
        true
    }

    /// A bare title right above the text of it, which is left to another record.
    fn leaves_its_text(&self) -> bool {
        let below = self.units.all.get(self.last + 1);
        let bare = self.texts == 0 || self.last == self.opening && !self.unit().form.prose;
        bare && below.is_some_and(|below| below.form.prose && below.linked <= 70)
    }

    /// `Views: 297 | Comments (3)` below a title: each item of a list of news is counted.
    fn is_counted(&self, at: usize) -> bool {
        let counts = self.units.counter[at] || self.units.all[at].form.site;
        counts && self.units.only_list && at == self.opening + 1
    }

    fn take_dateline(&mut self) {
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
            Opening::Lead if at == self.opening + 1 && !own.form.prose => 0,
            Opening::Lead if self.tells_another_day(unit) => points::LEAD_WITHIN,
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
        if units.junk[at] || unit.dates.only {
            return;
        }
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

/// Characters of a record that may hold an address without being one of contacts.
const LONG: usize = 400;

/// Characters of a record from which an undated one reads like a section; teasers are shorter.
const SECTION: usize = 450;

/// Characters of a text that is hardly an article.
const SHORT: usize = 120;

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

/// A headline of rules, hours, contacts, vacancies: a page that stands for years.
fn is_standing(unit: &Unit) -> bool {
    unit.words <= 8 && unit.cues.opens(Cue::Standing)
}

/// A day of the year with what is said of it: `15 April is celebrated as …`.
fn is_of_the_calendar(unit: &Unit) -> bool {
    let behind = unit.dates.fine.map_or(0, |at| at + 90);
    unit.dates.leads && unit.cues.first(Cue::Calendar).is_some_and(|at| at < behind)
}
