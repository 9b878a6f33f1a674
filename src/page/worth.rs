//! What a record is worth where it ends: the rows of [`super::points`] that hold of it, added up.

use super::growth::Growth;
use super::points::{self, tenths};
use super::unit::Unit;
use super::ways::Opening;
use crate::lexicon::cues::Cue;

/// Characters of a record that may hold an address without being one of contacts.
const LONG: usize = 400;

/// Characters of a record from which an undated one reads like a section; teasers are shorter.
const SECTION: usize = 450;

/// Characters of a text that is hardly an article.
const SHORT: usize = 120;

/// The points of the rows that hold.
fn sum<const ROWS: usize>(rows: [(bool, i32); ROWS]) -> i32 {
    let held = rows.into_iter().filter(|(holds, _)| *holds);
    held.map(|(_, points)| points).sum()
}

impl Growth<'_, '_> {
    pub(super) fn is_article(&self) -> bool {
        self.way.opening == Opening::Article
    }

    /// What the record is worth if it ends here.
    pub fn points(&self) -> i32 {
        let article = self.is_article();
        let telling = self.dated || self.dateline || self.deed || self.kind;
        let untold = !telling && !self.unit().dates.today;
        let short = self.chars < SHORT && !self.dated && !self.dateline;
        self.sum
            + self.when()
            + self.what()
            + self.against()
            + if article { 0 } else { self.as_item() }
            + sum([
                (untold, self.nothing()),
                (self.told_again, points::TOLD_AGAIN),
                (article && short, points::ARTICLE_SHORT),
            ])
    }

    /// What it costs to tell neither when nor what. A list of links says it behind them, so that
    /// there it costs less; of an article nothing else is to be had.
    fn nothing(&self) -> i32 {
        match (self.is_article(), self.units.list_page) {
            (true, _) => points::NOTHING,
            _ if self.linked && (self.more || self.unit().is_heading()) => {
                tenths(points::NOTHING, 3)
            }
            (_, true) => tenths(points::NOTHING, 5),
            _ => points::NOTHING,
        }
    }

    fn when(&self) -> i32 {
        // A month is less than a day: plans and reports of a quarter have months.
        let when = match (self.dated, self.day.is_some()) {
            (true, true) => points::DAY,
            (true, false) => points::MONTH,
            _ if self.unit().dates.today => points::TODAY,
            _ => 0,
        };
        let rows = [
            (self.date_first, points::DATE_FIRST),
            (self.dateline, points::DATELINE),
        ];
        when + sum(rows)
    }

    /// Deeds and kinds of activity, or none.
    fn what(&self) -> i32 {
        let rows = [(self.deed, points::DEED), (self.kind, points::KIND)];
        let lack = if self.deed || self.kind {
            0
        } else {
            self.lack()
        };
        sum(rows) + lack
    }

    /// What it costs to name no deed and no kind of activity. The tables do not have every verb: a
    /// weak cue, any past tense, or a bare title that leads to the text leave it open.
    fn lack(&self) -> i32 {
        let mut lack = match self.is_article() {
            true => points::ARTICLE_NO_DEED,
            false => points::NO_DEED,
        };
        let open = [
            (self.weak, 6),
            (self.past, 4),
            (self.linked && self.texts == 0, 4),
        ];
        for (_, left) in open.into_iter().filter(|(holds, _)| *holds) {
            lack = tenths(lack, left);
        }
        lack
    }

    fn against(&self) -> i32 {
        let own = usize::from(self.text == Some(self.opening));
        // Beside a text, dated titles that lead elsewhere are news of the site; on a page that is
        // only a list, they are what the page is about.
        let told = self.dateline || self.dated || self.kind;
        let listed = self.units.only_list && told && !self.leaves_its_text();
        let bare = self.alone && self.texts == own && !self.more && !listed;
        // A long text may name where to ask, and a dated one from when to when it went on; a short
        // one with numbers or hours is a notice of the house. Three addresses say no more than two.
        let contact = points::CONTACT * self.contacts.min(2) as i32;
        let contact = tenths(contact, if self.chars > LONG { 4 } else { 10 });
        let hours = points::HOURS * self.hours.min(2) as i32;
        let hours = tenths(hours, if self.dated { 5 } else { 10 });
        let rows = [
            (self.regular && !self.kind, points::REGULAR),
            (self.book, points::BOOK),
            (bare, points::LINK_ALONE),
            (self.units.legal, points::LEGAL),
            (self.rules, points::RULES),
            (is_of_the_calendar(self.unit()), points::CALENDAR),
            (self.describes && !self.deed, points::DESCRIBES),
        ];
        contact + hours + sum(rows)
    }

    /// What tells an item of a list from a piece of a text.
    fn as_item(&self) -> i32 {
        let opening = self.way.opening;
        let heading = self.unit().is_heading();
        let boxed = matches!(opening, Opening::Heading(_) | Opening::Family(_));
        // A numbered line is an entry of a plan; a line with a bullet is a title like any other.
        let numbered = self.unit().number().is_some() && matches!(opening, Opening::Mark(_));
        let own = self.linked || self.more || heading || self.texts > 0;
        let listed = self.units.list_page && own && (boxed || opening == Opening::Title);
        let untitled = matches!(opening, Opening::Lead | Opening::Paragraph);
        let left = self.leaves_its_text();
        // Something must say where an item begins and ends: a day, a link, a label, a cut text.
        let anchor = self.dated || self.dateline || self.told_again || self.linked;
        let loose = !(anchor || self.more || self.cut || self.labels);
        let dated = self.day.is_some() || self.dateline || self.labels;
        let section = !dated && self.chars > SECTION && !self.more;
        // Items of a list go from day to day; two of one day are as often one that was cut in two.
        let days = self.day.zip(self.before);
        sum([
            (!numbered && self.texts == 0, points::ONLY_TITLE),
            (self.greets, points::GREETS),
            (
                self.units.standing || self.units.minutes,
                points::STANDING_ITEM,
            ),
            (self.units.headlined && untitled, points::UNDER_HEADLINE),
            (listed, points::LIST_PAGE),
            (listed && self.units.only_list && !left, points::ONLY_LIST),
            (opening == Opening::Lead && left, points::LEFT_TEXT),
            (loose, points::UNDATED),
            (section, points::SECTION_LIKE),
            (self.dateline && boxed, points::DATED_HEADING),
            (self.cut, points::CUT),
            (self.more, points::MORE),
            (
                days.is_some_and(|(day, before)| day == before),
                points::SAME_DAY,
            ),
            (
                days.is_some_and(|(day, before)| day != before),
                points::OTHER_DAY,
            ),
        ])
    }

    /// A bare title right above the text of it, which is left to another record.
    pub(super) fn leaves_its_text(&self) -> bool {
        let below = self.units.all.get(self.last + 1);
        let bare = self.texts == 0 || self.last == self.opening && !self.unit().form.prose;
        bare && below.is_some_and(|below| below.form.prose && below.linked <= 70)
    }
}

/// A day of the year with what is said of it: `15 April is celebrated as …`.
fn is_of_the_calendar(unit: &Unit) -> bool {
    let behind = unit.dates.fine.map_or(0, |at| at + 90);
    unit.dates.leads && unit.cues.first(Cue::Calendar).is_some_and(|at| at < behind)
}
