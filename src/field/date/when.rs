//! A date as the words give it, and what may fill in what they leave out.

use super::dateline::DateOrder;
use crate::record::Precision;
use jiff::civil::Date;

/// A calendar date or period as the words give it.
#[derive(Clone, PartialEq, Debug)]
pub struct When {
    /// First day; none when open, or when the year is not known.
    pub start: Option<Date>,
    /// Last day; none when open, or when the year is not known.
    pub end: Option<Date>,
    pub precision: Precision,
    /// Whether a part (the year, a relative day) came from the reference and not from the words.
    pub inferred: bool,
    /// Month and day of both ends, where the words give no year and no reference fills it.
    pub yearless: Option<((i8, i8), (i8, i8))>,
    /// Extended Date/Time Format (ISO 8601-2).
    pub edtf: String,
}

impl When {
    /// Whether only its end is named.
    pub fn is_until(&self) -> bool {
        self.start.is_none() && self.end.is_some()
    }

    /// Whether only its beginning is named.
    pub fn is_since(&self) -> bool {
        self.start.is_some() && self.end.is_none()
    }
}

/// What may fill in missing parts of a date; never the clock.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Reference {
    /// The publication date.
    pub published: Option<Date>,
    /// Month and day of a publication whose year is not told.
    pub yearless: Option<(i8, i8)>,
    /// A year named for the whole text.
    pub year: Option<i16>,
    /// A day without a year takes none from other dates of the passage.
    pub alone: bool,
    /// What stands first in `05/12/2015`.
    pub order: DateOrder,
}

impl Reference {
    pub(super) fn is_empty(&self) -> bool {
        self.published.is_none() && self.yearless.is_none() && self.year.is_none()
    }
}
