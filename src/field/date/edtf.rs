//! Extended Date/Time Format (ISO 8601-2:2019; Library of Congress, EDTF levels 0 to 2).

use super::calendar::Unit;
use jiff::civil::Date;

/// How a period is bounded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    /// It lasted from the first day to the last: `a/b`, or one value where they are one unit.
    Whole,
    /// One unknown day between: `[a..b]`.
    Within,
    /// It goes on: `a/..`.
    Since,
    /// Its beginning is not said: `../b`.
    Until,
}

/// The value for a period whose ends are known.
pub fn period(start: Date, end: Date, units: (Unit, Unit), extent: Extent) -> String {
    join(value(start, units.0), value(end, units.1), extent)
}

/// The value for days of which the year is not known.
pub fn yearless(start: (i8, i8), end: (i8, i8), extent: Extent) -> String {
    let value = |(month, day): (i8, i8)| format!("XXXX-{month:02}-{day:02}");
    join(value(start), value(end), extent)
}

fn join(start: String, end: String, extent: Extent) -> String {
    match extent {
        Extent::Since => format!("{start}/.."),
        Extent::Until => format!("../{end}"),
        Extent::Whole if start == end => start,
        Extent::Whole => format!("{start}/{end}"),
        Extent::Within => format!("[{start}..{end}]"),
    }
}

/// One day, month, quarter (33 to 36 in the place of the month, level 2) or year.
fn value(day: Date, unit: Unit) -> String {
    let year = day.year();
    match unit {
        Unit::Day => format!("{year:04}-{:02}-{:02}", day.month(), day.day()),
        Unit::Month => format!("{year:04}-{:02}", day.month()),
        Unit::Quarter => format!("{year:04}-{:02}", 33 + (day.month() - 1) / 3),
        Unit::Year => format!("{year:04}"),
    }
}
