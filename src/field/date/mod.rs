//! Dates and periods, in seven languages.

use crate::record::Precision;
use crate::span::{Found, Passage};
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

/// What may fill in missing parts of a date; never the clock.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Reference {
    /// The publication date.
    pub published: Option<Date>,
    /// A year named for the whole text.
    pub year: Option<i16>,
}

/// Every calendar date or period written in the passage, in its order.
pub fn find(_passage: Passage, _language: Option<&str>, _reference: &Reference) -> Vec<Found<When>> {
    Vec::new()
}
