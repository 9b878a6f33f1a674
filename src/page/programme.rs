//! Programmes: pages that list what is to be held, or was, and say when beside each title.
//!
//! Days beside the titles of news are those of publication; here they are the events'. In a
//! programme by the hour the lines with a day alone head what follows.

use super::unit::{Section, Unit};
use super::units::{HEAD, Units};
use crate::document::{Document, Property};
use crate::lexicon::cues::{Cue, is_all};

/// Lines with a time of day that make a programme by the hour.
const HOURS: usize = 3;

/// A heading, or a line in a programme, that is a day of the event and little else.
fn is_day_line(unit: &Unit) -> bool {
    unit.dates.day.is_some() && (unit.dates.only || unit.dates.line) && !unit.form.prose
}

impl Units<'_> {
    /// Whether a title or a heading near the top says so, or lone days without a year go on to
    /// others or stand under a headline that names it.
    pub(super) fn is_programme(&self, document: &Document) -> bool {
        let heads = self.all.iter().enumerate().any(|(at, unit)| {
            let near = at < HEAD || unit.is_heading() || unit.headline;
            near && !self.rubric[at] && is_all(unit.text, Cue::Programme)
        });
        let title = document.meta.best(Property::Title);
        let titled = title.is_some_and(|title| is_all(&title.value, Cue::Programme));
        let lone = || self.all.iter().filter(|unit| unit.is_dateline());
        // Who stamps a text names the year.
        let dated = |unit: &Unit| {
            unit.text
                .split(|c: char| !c.is_ascii_digit())
                .any(|n| n.len() == 4)
        };
        let of_year = |unit: &Unit| (unit.headline || unit.level == 1) && dated(unit);
        let told = || lone().any(|unit| unit.dates.spans) || self.all.iter().any(of_year);
        let planned = lone().count() > 1 && !lone().any(dated) && told();
        heads || titled || planned
    }

    /// In a programme by the hour, the lines with a day alone are headings of what follows.
    pub(super) fn find_agenda(&mut self) {
        let clocks = self.all.iter().filter(|unit| unit.dates.clock).count();
        let days = self.all.iter().filter(|unit| is_day_line(unit)).count();
        if clocks < HOURS || clocks < days {
            return;
        }
        self.programme |= days > 0;
        for unit in self.all.iter_mut().filter(|unit| is_day_line(unit)) {
            unit.section = Some(Section::Time);
            (unit.dates.only, unit.dates.line) = (false, false);
        }
    }
}
