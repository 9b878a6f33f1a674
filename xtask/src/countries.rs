//! `countries FOLDER`: names of countries from the npm package
//! `cldr-localenames-full` (Unicode CLDR, licence Unicode-3.0), unpacked in FOLDER.
//!
//! Writes `schemas/tables/countries.tsv`: code, language, words. Inflected words
//! of Russian are cut before their ending with `|`.

use crate::write_table;
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::Path;

pub fn run(arguments: &[String]) -> Result<()> {
    let folder = arguments
        .first()
        .context("where is the unpacked package?")?;
    let mut rows = Vec::new();
    for locale in crate::locales()? {
        rows.extend(names(Path::new(folder), &locale)?);
    }
    rows.sort();
    rows.dedup();
    write_table(
        "countries.tsv",
        "Names of countries: Unicode CLDR (npm cldr-localenames-full), Unicode-3.0.\n# code, language, words; `|` ends the stem of an inflected word. Written by `cargo run -p xtask -- countries`.",
        &rows,
    )
}

fn names(folder: &Path, locale: &str) -> Result<Vec<String>> {
    let file = folder.join("main").join(locale).join("territories.json");
    let json: Value =
        serde_json::from_slice(&std::fs::read(&file).with_context(|| file.display().to_string())?)?;
    let territories = json["main"][locale]["localeDisplayNames"]["territories"]
        .as_object()
        .context("no territories")?;
    Ok(territories
        .iter()
        .filter_map(|(key, name)| Some((code(key)?, name.as_str()?)))
        .filter(|(_, name)| !name.contains(['(', ',', '.']))
        .map(|(code, name)| format!("{code}\t{locale}\t{}", stems(name, locale)))
        .collect())
}

/// The code of a country; none for regions (`143`), outlying groups and variants other than
/// short and long forms.
fn code(key: &str) -> Option<&str> {
    let code = key.split("-alt-").next()?;
    let letters = code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
    (letters
        && ![
            "EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "DG", "EA", "IC", "TA",
        ]
        .contains(&code))
    .then_some(code)
}

fn stems(name: &str, locale: &str) -> String {
    let words = name.split(' ').map(|word| {
        if locale == "ru" {
            cut(word)
        } else {
            word.to_owned()
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// Russian words lose their ending: `Киргизи|я`, `Республик|а`; what is not declined is left,
/// as are names such as `Самоа`, whose forms would be other words (`самое`).
fn cut(word: &str) -> String {
    const ENDINGS: [&str; 13] = [
        "ая", "ое", "ые", "ие", "ий", "ый", "а", "я", "ь", "й", "ы", "и", "е",
    ];
    let inflected = word.chars().count() > 4 && word.chars().next().is_some_and(char::is_uppercase);
    match ENDINGS
        .iter()
        .find_map(|ending| Some((word.strip_suffix(ending)?, ending)))
    {
        Some((stem, ending)) if inflected && !(*ending == "а" && stem.ends_with(['о', 'у'])) => {
            format!("{stem}|{ending}")
        }
        _ => word.to_owned(),
    }
}
