//! Ways to open: what all records of a region begin with.
//!
//! A way is tried on a document where what it needs stands there twice. It
//! says of a unit how well a record could open with it, or that none can.

use super::points::{self, tenths};
use super::unit::Unit;
use super::units::{Sequence, Units};
use crate::document::MarkStyle;
use crate::draft::Role;
use crate::lexicon::cues::Cue;

/// How the records of a region open.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Way {
    pub opening: Opening,
    /// Lone dates and rubrics stand above the opening and not below it.
    pub dated_above: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Opening {
    /// A heading of this level.
    Heading(u8),
    /// The first unit of a member of this family of alike boxes.
    Family(usize),
    Mark(MarkStyle),
    /// A date at the front of a running text.
    Lead,
    /// The line above a run of `Label: value`.
    Label,
    /// A short line that is no sentence, or that the text below tells again.
    Title,
    /// Any running paragraph.
    Paragraph,
    /// The first running paragraph; once on a page.
    Article,
}

impl Opening {
    /// The name `explain` shows.
    pub fn name(self) -> &'static str {
        match self {
            Opening::Heading(_) => "heading",
            Opening::Family(_) => "alike boxes",
            Opening::Mark(_) => "list mark",
            Opening::Lead => "leading date",
            Opening::Label => "labels",
            Opening::Title => "title",
            Opening::Paragraph => "paragraph",
            Opening::Article => "article",
        }
    }
}

/// Whether a number marks a line with no more than the day of an item.
pub fn opens_with_day(unit: &Unit, way: Opening) -> bool {
    matches!(way, Opening::Mark(_)) && unit.dates.only && unit.number().is_some()
}

/// The ways that a document could have, in a fixed order: the first wins among equals.
pub fn of(units: &Units) -> Vec<Way> {
    let dated = units.all.iter().any(|unit| unit.is_dateline());
    let count = |holds: &dyn Fn(usize) -> bool| (0..units.len()).filter(|&at| holds(at)).count();
    let mut openings: Vec<(Opening, bool)> = Vec::new();
    let levels = units.levels.iter().copied();
    let often = levels.filter(|&level| units.headings(level) >= 2);
    openings.extend(often.map(|level| (Opening::Heading(level), dated)));
    openings.extend((0..units.families.len()).map(|family| (Opening::Family(family), false)));
    openings.extend(
        units
            .mark_styles()
            .into_iter()
            .map(|style| (Opening::Mark(style), false)),
    );
    if count(&|at| units.all[at].dates.leads) >= 2 {
        openings.push((Opening::Lead, false));
    }
    if count(&|at| units.labelled[at] && tells_when_or_where(units, at)) >= 2 {
        openings.push((Opening::Label, false));
    }
    if count(&|at| units.titled[at]) >= 2 {
        openings.push((Opening::Title, dated));
    }
    if count(&|at| units.all[at].form.prose) >= 2 {
        openings.push((Opening::Paragraph, dated));
    }
    openings.push((Opening::Article, false));
    let both = openings.into_iter().flat_map(|(opening, dated)| {
        let above = Way {
            opening,
            dated_above: true,
        };
        [
            Some(Way {
                opening,
                dated_above: false,
            }),
            dated.then_some(above),
        ]
    });
    both.flatten().collect()
}

/// `News and events`: the heading of a list opens none of its records.
fn is_list_heading(unit: &Unit) -> bool {
    unit.words <= 3 && unit.cues.opens(Cue::List) && !unit.is_dated() && !unit.cues.has(Cue::Kind)
}

fn tells_when_or_where(units: &Units, at: usize) -> bool {
    let role = units.all[at].label.and_then(|label| label.role);
    role.is_some_and(|role| matches!(role, Role::Date | Role::DateAndPlace | Role::Place))
}

impl Way {
    /// How well a record opens at a unit, in hundredths of a point; none where it cannot.
    pub fn opens(self, units: &Units, at: usize) -> Option<i32> {
        let side = if units.side[at] { points::SIDE } else { 0 };
        if let Opening::Family(family) = self.opening {
            return units.families[family]
                .end(at)
                .map(|_| points::FAMILY + side);
        }
        let unit = &units.all[at];
        let labelled = units.labelled[at] && self.opening == Opening::Label;
        let section = unit.section.is_some() && self.opening != Opening::Article && !labelled;
        if units.junk[at] || units.listed[at] || section || is_list_heading(unit) {
            return None;
        }
        let own = match self.opening {
            Opening::Heading(level) => heading(units, at, level),
            Opening::Mark(style) => mark(units, at, style),
            Opening::Lead => unit.dates.leads.then_some(points::LEAD),
            Opening::Label => label(units, at),
            Opening::Title => title(units, at),
            Opening::Paragraph => paragraph(units, at),
            Opening::Article | Opening::Family(_) => Some(0),
        }?;
        Some(own + side + self.goes_on(units, at))
    }

    /// What it costs that a unit goes on about something told before.
    fn goes_on(self, units: &Units, at: usize) -> i32 {
        let unit = &units.all[at];
        let on = if unit.cues.opens(Cue::GoesOn) {
            points::GOES_ON
        } else {
            0
        };
        let lower = if unit.form.lower { points::LOWER } else { 0 };
        match self.opening {
            Opening::Paragraph => on + lower,
            Opening::Title => tenths(on, 5) + lower,
            Opening::Lead => tenths(on, 5) + lower,
            Opening::Mark(_) => tenths(lower, 5),
            _ => 0,
        }
    }
}

fn linked(units: &Units, at: usize) -> i32 {
    if units.all[at].linked > 70 {
        points::LINKED
    } else {
        0
    }
}

fn heading(units: &Units, at: usize, level: u8) -> Option<i32> {
    let unit = &units.all[at];
    let fits = unit.level == level && !unit.headline;
    fits.then(|| points::HEADING + linked(units, at))
}

fn mark(units: &Units, at: usize, style: MarkStyle) -> Option<i32> {
    let mark = units.all[at].mark.filter(|mark| mark.style == style)?;
    // The points of minutes are parts of one meeting.
    let point = units.minutes && mark.number.is_some();
    if point || units.is_numbered_section(at) {
        return None;
    }
    if mark.number.is_none() {
        return Some(points::BULLET);
    }
    let sequence = match units.sequence[at] {
        Sequence::Next => points::IN_SEQUENCE,
        Sequence::Unknown => 0,
        Sequence::Out => points::OUT_OF_SEQUENCE,
    };
    Some(points::NUMBER + sequence)
}

/// Characters of a text that is no title above labels.
const TEXT: usize = 250;

fn label(units: &Units, at: usize) -> Option<i32> {
    let unit = &units.all[at];
    let bullet = is_bullet(unit);
    let text = unit.form.prose && unit.chars > TEXT;
    let over = at + 1 < units.len() && units.labelled[at + 1] && units.opens_labels(at + 1);
    // A sentence below a heading is the text of what that names.
    let told = at > 0 && unit.form.prose && units.all[at - 1].is_heading();
    let plain = !units.labelled[at] && !bullet && !text && !told && !unit.dates.only;
    // A form without a title line begins with its first label; an item above is no title.
    let item = |at: usize| units.listed[at] || is_bullet(&units.all[at]);
    let untitled = at == 0 || units.labelled[at - 1] || !units.titled[at - 1] || item(at - 1);
    let form = units.labelled[at] && units.opens_labels(at) && untitled;
    (over && plain || form).then_some(points::LABEL)
}

fn is_bullet(unit: &Unit) -> bool {
    unit.mark.is_some_and(|mark| mark.number.is_none())
}

fn title(units: &Units, at: usize) -> Option<i32> {
    let unit = &units.all[at];
    // A heading or mark that stands there twice opens in its own way or not at all.
    let heading = unit.is_heading() && units.headings(unit.level) >= 2;
    let marked = unit.mark.is_some_and(|mark| units.marks(mark.style) >= 2);
    if !units.titled[at] || heading || marked {
        return None;
    }
    let over = if stands_over_text(units, at) {
        points::TITLE_OVER_TEXT
    } else {
        0
    };
    let dated = units.all.get(at + 1).is_some_and(|below| below.dates.leads);
    let over = over + if dated { points::TITLE_OVER_DATE } else { 0 };
    let colon = at > 0 && units.all[at - 1].form.colon;
    let colon = if colon { points::AFTER_COLON } else { 0 };
    Some(points::TITLE + linked(units, at) + over + colon)
}

/// Whether a date, labels, the title again or a longer running text follow.
fn stands_over_text(units: &Units, at: usize) -> bool {
    let unit = &units.all[at];
    units.all.get(at + 1).is_some_and(|below| {
        let again = !below.folded.is_empty() && below.folded == unit.folded;
        let longer = below.form.prose && below.chars * 5 > unit.chars * 4;
        let title = units.titled[at + 1] && below.chars < 90;
        below.is_dateline() || units.labelled[at + 1] || again || longer && !title
    })
}

fn paragraph(units: &Units, at: usize) -> Option<i32> {
    let unit = &units.all[at];
    let plain = !unit.dates.only && !units.labelled[at] && unit.mark.is_none();
    (unit.form.prose && plain).then_some(points::PARAGRAPH)
}
