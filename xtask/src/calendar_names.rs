//! `calendar-names FOLDER`: names of months and weekdays from the npm package
//! `cldr-dates-full` (Unicode CLDR, licence Unicode-3.0), unpacked in FOLDER.
//!
//! Writes `schemas/tables/calendar-names.tsv`: locale, kind (`month`,
//! `month-short`, `weekday`), number (January and Monday are 1), form; and
//! `schemas/tables/month-names.tsv`: language, number, form, for the languages
//! in which datelines are read.

use crate::write_table;
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::Path;

/// Read beside those of the collections: Kazakh as it is written in China.
const BESIDE: &str = "kk-Arab";
/// Languages of datelines; variants where they have names of their own (`Jänner`, `setiembre`).
const DATELINES: [&str; 67] = [
    "af", "ar", "ar-DZ", "ar-SY", "az", "az-Cyrl", "be", "bg", "bn", "bs", "ca", "cs", "cy", "da",
    "de", "de-AT", "el", "en", "es", "es-UY", "et", "eu", "fa", "fi", "fo", "fr", "fr-CA", "fy",
    "ga", "gl", "he", "hi", "hr", "hu", "hy", "id", "is", "it", "ka", "kk", "ky", "lb", "lt", "lv",
    "mk", "ms", "mt", "nb", "nl", "nn", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sr-Latn",
    "sv", "tg", "tk", "tr", "uk", "ur", "uz", "uz-Cyrl",
];
const MONTHS: [&str; 12] = [
    "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12",
];
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

pub fn run(arguments: &[String]) -> Result<()> {
    let folder = arguments
        .first()
        .context("where is the unpacked package?")?;
    let mut rows = Vec::new();
    let mut locales = crate::locales()?;
    locales.push(BESIDE.to_owned());
    locales.sort();
    for locale in &locales {
        let calendar = calendar(Path::new(folder), locale)?;
        rows.extend(names(locale, "month", &calendar["months"], "wide", &MONTHS));
        rows.extend(names(
            locale,
            "month-short",
            &calendar["months"],
            "abbreviated",
            &MONTHS,
        ));
        rows.extend(names(
            locale,
            "weekday",
            &calendar["days"],
            "wide",
            &WEEKDAYS,
        ));
    }
    write_table(
        "calendar-names.tsv",
        "Names of months and weekdays: Unicode CLDR (npm cldr-dates-full), Unicode-3.0.\n# locale, kind, number, form. Written by `cargo run -p xtask -- calendar-names`.",
        &rows,
    )?;
    write_table(
        "month-names.tsv",
        "Names of months in datelines: Unicode CLDR (npm cldr-dates-full), Unicode-3.0.\n# language, number, form. Written by `cargo run -p xtask -- calendar-names`.",
        &months(Path::new(folder))?,
    )
}

/// The names of months that are one word, long and short; each once in a language.
fn months(folder: &Path) -> Result<Vec<String>> {
    let mut rows: Vec<String> = Vec::new();
    for locale in DATELINES {
        let calendar = calendar(folder, locale)?;
        let language = locale.split('-').next().unwrap_or(locale);
        for width in ["wide", "abbreviated"] {
            for row in names(language, "month", &calendar["months"], width, &MONTHS) {
                let row = row.replacen("\tmonth\t", "\t", 1);
                let form = row.rsplit('\t').next().unwrap_or("");
                let one_word = |c: char| {
                    c == '.' || !(c.is_whitespace() || c.is_ascii_punctuation() || c.is_numeric())
                };
                if form.chars().all(one_word) && !rows.contains(&row) {
                    rows.push(row);
                }
            }
        }
    }
    Ok(rows)
}

fn calendar(folder: &Path, locale: &str) -> Result<Value> {
    let file = folder.join("main").join(locale).join("ca-gregorian.json");
    let json: Value =
        serde_json::from_slice(&std::fs::read(&file).with_context(|| file.display().to_string())?)?;
    Ok(json["main"][locale]["dates"]["calendars"]["gregorian"].clone())
}

/// The inflected and the stand-alone form of every name, each once.
fn names(locale: &str, kind: &str, table: &Value, width: &str, keys: &[&str]) -> Vec<String> {
    let mut rows = Vec::new();
    for (index, key) in keys.iter().enumerate() {
        let forms = ["format", "stand-alone"].map(|context| {
            table[context][width][key]
                .as_str()
                .unwrap_or("")
                .to_lowercase()
        });
        for form in forms {
            let row = format!("{locale}\t{kind}\t{}\t{form}", index + 1);
            if !form.is_empty() && !rows.contains(&row) {
                rows.push(row);
            }
        }
    }
    rows
}
