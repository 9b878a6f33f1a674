//! Days of a cell for dates: `26.01`, `24–28.04`, `28.04 – 02.05`, day and month in numbers.
//!
//! Anywhere else such numbers are prices, times or sections; under a header for dates they are
//! days, whose year the report gives.

use super::when::{Reference, When};
use crate::record::Precision;
use crate::span::{Found, Passage};
use jiff::civil::Date;
use regex::Regex;
use std::sync::LazyLock;

static DAYS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(\d{1,2})(?:[./](\d{1,2})\.?)?(?:\s*[-–—]\s*(\d{1,2})[./](\d{1,2})\.?)?$")
        .unwrap()
});

/// What parts days from a place in one cell: `Osh, 16.01`.
const PARTING: [char; 3] = [',', ';', '\n'];

/// The days of a cell that holds nothing else, or nothing else between two signs that part.
pub fn of_cell(cell: Passage, reference: &Reference) -> Option<Found<When>> {
    let mut from = 0;
    let parts = cell.text.split(PARTING).map(|part| {
        let start = from;
        from += part.len() + 1;
        cell.slice(start..start + part.len())
    });
    let mut all = std::iter::once(cell).chain(parts);
    all.find_map(|part| alone(part, reference))
}

fn alone(cell: Passage, reference: &Reference) -> Option<Found<When>> {
    let cell = cell.trim();
    let found = DAYS.captures(cell.text)?;
    let number = |group: usize| {
        found
            .get(group)
            .and_then(|digits| digits.as_str().parse::<i8>().ok())
    };
    let (first, last) = match (number(1), number(2), number(3), number(4)) {
        (Some(day), Some(month), None, None) => ((month, day), (month, day)),
        (Some(day), None, Some(end), Some(month)) => ((month, day), (month, end)),
        (Some(day), Some(month), Some(end), Some(last)) => ((month, day), (last, end)),
        _ => return None,
    };
    let valid = |(month, day): (i8, i8)| Date::new(2000, month, day).is_ok();
    if !valid(first) || !valid(last) || first > last {
        return None;
    }
    let year = reference.year.or(reference.published.map(|day| day.year()));
    let day = |(month, day): (i8, i8)| Date::new(year?, month, day).ok();
    let (start, end) = (day(first), day(last));
    let written = |date: Option<Date>, (month, day): (i8, i8)| match date {
        Some(date) => date.to_string(),
        None => format!("XXXX-{month:02}-{day:02}"),
    };
    let edtf = if first == last {
        written(start, first)
    } else {
        format!("{}/{}", written(start, first), written(end, last))
    };
    let when = When {
        start,
        end,
        precision: Precision::Day,
        inferred: true,
        yearless: start.is_none().then_some((first, last)),
        edtf,
    };
    Some(cell.found(0..cell.text.len(), when, "day-and-month"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_in_numbers_take_the_year_of_the_report() {
        let reference = Reference {
            year: Some(2021),
            ..Reference::default()
        };
        let read = |text| of_cell(Passage::new(text), &reference).map(|found| found.value.edtf);
        assert_eq!(read("26.01").as_deref(), Some("2021-01-26"));
        assert_eq!(read("24–28.04.").as_deref(), Some("2021-04-24/2021-04-28"));
        assert_eq!(
            read("28.04 – 02.05").as_deref(),
            Some("2021-04-28/2021-05-02")
        );
        assert_eq!(read("Osh, 16.01").as_deref(), Some("2021-01-16"));
        assert_eq!(
            read("20–22.03\nOsh").as_deref(),
            Some("2021-03-20/2021-03-22")
        );
        assert_eq!(read("31.02"), None);
        assert_eq!(read("7"), None);
        let yearless = of_cell(Passage::new("26.01"), &Reference::default()).unwrap();
        assert_eq!(yearless.value.edtf, "XXXX-01-26");
    }
}
