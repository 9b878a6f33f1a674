//! Chores of the repository: `cargo run -p xtask -- NAME [SOURCE...]`.
//!
//! Most turn named sources into a table under `schemas/` that is
//! checked in; the head of its file says where the sources come from and
//! under which licence.

mod audit;
mod calendar_names;
mod cities;
mod countries;
#[cfg(feature = "evidence")]
mod evidence;
mod given_names;
mod language;
mod measure;

use anyhow::{Context, Result, bail};
use std::path::Path;

/// A chore: its name and what it does with the rest of the arguments.
type Chore = (&'static str, fn(&[String]) -> Result<()>);

const CHORES: &[Chore] = &[
    ("audit", audit::run),
    ("calendar-names", calendar_names::run),
    ("cities", cities::run),
    ("countries", countries::run),
    #[cfg(feature = "evidence")]
    ("evidence", evidence::run),
    ("given-names", given_names::run),
    ("language", language::run),
    ("measure", measure::run),
];

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let name = arguments.first().map_or("", String::as_str);
    match CHORES.iter().find(|(chore, _)| *chore == name) {
        Some((_, run)) => run(&arguments[1..]),
        None => bail!(
            "no chore {name:?}; there are: {}",
            CHORES
                .iter()
                .map(|(chore, _)| *chore)
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}

/// Writes a table of lines under `schemas/tables/`, its source in a comment on top.
fn write_table(name: &str, source: &str, rows: &[String]) -> Result<()> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../schemas/tables")
        .join(name);
    std::fs::write(&path, format!("# {source}\n{}\n", rows.join("\n")))
        .with_context(|| path.display().to_string())
}

/// The languages of the collections (`schemas/tables/languages.tsv`) as CLDR names them: of two
/// scripts the Latin one goes without.
fn locales() -> Result<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas/tables/languages.tsv");
    let table = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
    let rows = table
        .lines()
        .map(|line| line.split('\t').collect::<Vec<_>>());
    let own = rows.filter(|row| row.get(2) == Some(&"collection"));
    Ok(own
        .map(|row| row[0].trim_end_matches("-Latn").to_owned())
        .collect())
}
