//! Days that a curator gives, in short or as a record has them.

use crate::record::{Activity, Precision};
use anyhow::{Context, Result, ensure};
use jiff::civil::Date;
use serde_json::{Value, json};

/// Days are days of the calendar.
pub fn check_days(activity: &Activity) -> Result<()> {
    let date = activity.date.as_ref();
    let days = date.into_iter().flat_map(|date| [&date.start, &date.end]);
    for day in days.flatten().chain(&activity.published) {
        let day = day.get(..10).unwrap_or(day);
        day.parse::<Date>()
            .with_context(|| format!("{day} is no day"))?;
    }
    let country = [&activity.reporting_country, &activity.place.country];
    for code in country.into_iter().flatten() {
        let is_code = code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
        ensure!(is_code, "{code} is no code of a country, such as KZ");
    }
    Ok(())
}

/// A date as a record has it: a day, a month, a year, or two of them with a slash between.
pub fn date(text: &str) -> Result<Value> {
    let (from, to) = text.split_once('/').unwrap_or((text, text));
    let ((start, precision), (_, same)) = (first(from)?, first(to)?);
    ensure!(precision == same, "{text}: both ends must be as exact");
    let end = last(to, precision)?;
    ensure!(start <= end, "{text}: the end is before the beginning");
    Ok(json!({
        "start": start.to_string(),
        "end": end.to_string(),
        "precision": precision,
        "edtf": text,
        "basis": "corrected",
        "text": null,
    }))
}

fn first(text: &str) -> Result<(Date, Precision)> {
    let (whole, precision) = match text.len() {
        4 => (format!("{text}-01-01"), Precision::Year),
        7 => (format!("{text}-01"), Precision::Month),
        _ => (text.to_owned(), Precision::Day),
    };
    let day = whole.parse();
    Ok((
        day.with_context(|| format!("{text} is no date, such as 2021-05-18"))?,
        precision,
    ))
}

fn last(text: &str, precision: Precision) -> Result<Date> {
    let (day, _) = first(text)?;
    Ok(match precision {
        Precision::Year => day.last_of_year(),
        Precision::Month => day.last_of_month(),
        _ => day,
    })
}
