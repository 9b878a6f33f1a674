//! Extended Date/Time Format (ISO 8601-2:2019; Library of Congress, EDTF levels 0 to 2).

use super::calendar::DateUnit;
use jiff::civil::Date;

/// How a period is bounded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PeriodExtent {
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
pub fn period(start: Date, end: Date, units: (DateUnit, DateUnit), extent: PeriodExtent) -> String {
    join(value(start, units.0), value(end, units.1), extent)
}

/// The value for days of which the year is not known.
pub fn yearless(start: (i8, i8), end: (i8, i8), extent: PeriodExtent) -> String {
    let value = |(month, day): (i8, i8)| format!("XXXX-{month:02}-{day:02}");
    join(value(start), value(end), extent)
}

fn join(start: String, end: String, extent: PeriodExtent) -> String {
    match extent {
        PeriodExtent::Since => format!("{start}/.."),
        PeriodExtent::Until => format!("../{end}"),
        PeriodExtent::Whole if start == end => start,
        PeriodExtent::Whole => format!("{start}/{end}"),
        PeriodExtent::Within => format!("[{start}..{end}]"),
    }
}

/// One day, month, quarter (33 to 36 in the place of the month, level 2) or year.
fn value(day: Date, unit: DateUnit) -> String {
    let year = day.year();
    match unit {
        DateUnit::Day => format!("{year:04}-{:02}-{:02}", day.month(), day.day()),
        DateUnit::Month => format!("{year:04}-{:02}", day.month()),
        DateUnit::Quarter => format!("{year:04}-{:02}", 33 + (day.month() - 1) / 3),
        DateUnit::Year => format!("{year:04}"),
    }
}
