//! From complete parts to days: the first and the last day of what a part
//! names, and the year that a reference gives where the words give none.

use super::ordinal::Fraction;
use super::part::{DatePart, Year};
use super::when::Reference;
use jiff::civil::Date;

/// The unit in which an end of a period is given.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum DateUnit {
    Day,
    Month,
    Quarter,
    Year,
}

/// What a part covers, before its year is known: the ends as month and day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cover {
    pub first: (i8, i8),
    pub last: (i8, i8),
    pub unit: DateUnit,
    /// One unknown day within it, rather than all of it.
    pub within: bool,
}

/// The cover of a part; none where it names no period or no such day exists.
pub fn cover(part: &DatePart) -> Option<Cover> {
    let whole = |first: i8, last: i8, unit| Cover {
        first: (first, 1),
        last: (last, length(last)),
        unit,
        within: false,
    };
    match (part.month, part.day, part.fraction) {
        (Some(month), Some(day), None) => {
            let day = (month as i8, day as i8);
            (day.1 <= length(day.0)).then_some(Cover {
                first: day,
                last: day,
                unit: DateUnit::Day,
                within: false,
            })
        }
        (Some(month), None, None) => Some(whole(month as i8, month as i8, DateUnit::Month)),
        (Some(month), None, Some(fraction)) => of_month(month as i8, fraction),
        (None, None, Some(fraction)) => {
            let (first, last, unit) = match fraction {
                Fraction::Quarter(count) => {
                    let last = 3 * count.min(4) as i8;
                    (last - 2, last, DateUnit::Quarter)
                }
                Fraction::Half(1) => (1, 6, DateUnit::Month),
                Fraction::Half(_) => (7, 12, DateUnit::Month),
                Fraction::Season(season) => {
                    let last = 3 * season as i8 + 2;
                    return Some(Cover {
                        within: true,
                        ..whole(last - 2, last, DateUnit::Month)
                    });
                }
                Fraction::TenDays(_) => return None,
            };
            Some(whole(first, last, unit))
        }
        (None, None, None) if part.year.is_some() => Some(whole(1, 12, DateUnit::Year)),
        _ => None,
    }
}

fn of_month(month: i8, fraction: Fraction) -> Option<Cover> {
    let (first, last) = match fraction {
        Fraction::TenDays(1) => (1, 10),
        Fraction::TenDays(2) => (11, 20),
        Fraction::TenDays(_) => (21, length(month)),
        Fraction::Half(1) => (1, 15),
        Fraction::Half(_) => (16, length(month)),
        Fraction::Quarter(_) | Fraction::Season(_) => return None,
    };
    Some(Cover {
        first: (month, first),
        last: (month, last),
        unit: DateUnit::Day,
        within: true,
    })
}

/// Days of a month, 29 for February as long as the year is open.
fn length(month: i8) -> i8 {
    Date::new(2000, month, 1).map_or(31, |first| first.days_in_month())
}

/// A day of a year; the last of February where 29 stands for "the last".
pub fn day(year: i16, (month, day): (i8, i8), last: bool) -> Option<Date> {
    let first = Date::new(year, month, 1).ok()?;
    let day = if last {
        day.min(first.days_in_month())
    } else {
        day
    };
    Date::new(year, month, day).ok()
}

/// The stated year, or the one that "this year" means by the reference.
pub fn year(part: &DatePart, reference: &Reference) -> Option<i16> {
    match part.year? {
        Year::Stated(year) => Some(year),
        Year::Shifted(offset) => {
            let base = reference
                .published
                .map(|day| day.year())
                .or(reference.year)?;
            Some(base + i16::from(offset))
        }
    }
}

/// News looks back more often than ahead: a day is taken as coming only when
/// it lies at most this many days after publication.
const AHEAD: i32 = 150;

/// The year of a day without one: that of the whole text, or the one that
/// brings the day nearest to the day of publication.
pub fn nearest_year(month_day: (i8, i8), reference: &Reference) -> Option<i16> {
    if reference.year.is_some() {
        return reference.year;
    }
    let published = reference.published?;
    let ahead = |year: i16| {
        let day = day(year, month_day, true)?;
        Some((day - published).get_days())
    };
    let year = published.year();
    (year - 1..=year + 1)
        .rev()
        .find(|year| ahead(*year).is_some_and(|days| days <= AHEAD))
}
