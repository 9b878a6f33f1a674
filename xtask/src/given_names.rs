//! `given-names FOLDER TEXTS...`: given names from the PyPI package `Faker` (MIT), unpacked in
//! FOLDER.
//!
//! Writes `schemas/tables/given-names.txt`: one name a line in lower case, in Latin and Cyrillic
//! letters, sorted by bytes for `lookup::SortedLines`. Names that the files TEXTS (main contents of
//! the Web Content Extraction Benchmark, WikiGold and KazNERD were used) or the package's sample texts write
//! in lower case too, once in ten times or more, are ordinary words (`grace`, `rose`) and left out.

use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// How often a word begins with a small letter, and with a capital.
type Words = BTreeMap<String, (usize, usize)>;

/// Once in so many times a word is written small, and it is no name alone.
const ORDINARY: usize = 10;

pub fn run(arguments: &[String]) -> Result<()> {
    let (folder, texts) = arguments
        .split_first()
        .context("where is the unpacked package?")?;
    let providers = Path::new(folder).join("faker/providers");
    let mut names = BTreeSet::new();
    for file in sources(&providers.join("person"))? {
        names.extend(first_names(&std::fs::read_to_string(file)?));
    }
    let mut words = Words::new();
    for file in sources(&providers.join("lorem"))? {
        note_words(&std::fs::read_to_string(file)?, &mut words);
    }
    for path in texts {
        note_words(&String::from_utf8_lossy(&std::fs::read(path)?), &mut words);
    }
    let is_word = |name: &String| {
        words
            .get(name)
            .is_some_and(|(lower, capital)| *lower > 0 && lower * ORDINARY >= *capital)
    };
    let kept: Vec<String> = names.into_iter().filter(|name| !is_word(name)).collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schemas/tables/given-names.txt");
    std::fs::write(&path, kept.join("\n") + "\n").with_context(|| path.display().to_string())
}

/// The Python files of one kind of provider, one for each locale.
fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let file = entry?.path().join("__init__.py");
        if file.is_file() {
            files.push(file);
        }
    }
    files.sort();
    Ok(files)
}

/// Names of the lists `first_names…` of a provider, folded, where they are one word of three
/// letters or more.
fn first_names(source: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut inside = false;
    for line in source.lines() {
        if line.starts_with("    ") && !line.starts_with("     ") {
            inside = line.trim_start().starts_with("first_name") && line.contains(['(', '{']);
        }
        if inside {
            let quoted = line.split('"').skip(1).step_by(2);
            names.extend(quoted.filter(|name| is_name(name)).map(str::to_lowercase));
        }
    }
    names
}

fn is_name(name: &str) -> bool {
    let latin = |c: char| matches!(c, 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}' | 'ə');
    let cyrillic = |c: char| matches!(c, '\u{400}'..='\u{4ff}');
    let capital = name.chars().next().is_some_and(char::is_uppercase);
    let second = name.chars().nth(1).is_some_and(char::is_lowercase);
    let alike = name.chars().all(latin) || name.chars().all(cyrillic);
    capital && second && alike && name.chars().count() >= 3
}

/// Counts words by how they begin; addresses and names of accounts are none.
fn note_words(text: &str, words: &mut Words) {
    let prose = text
        .split_whitespace()
        .filter(|piece| !piece.contains(['/', '@', '_', '#']));
    for word in prose.flat_map(|piece| piece.split(|c: char| !c.is_alphabetic())) {
        let Some(first) = word.chars().next() else {
            continue;
        };
        let counts = words.entry(word.to_lowercase()).or_default();
        if first.is_lowercase() {
            counts.0 += 1;
        } else {
            counts.1 += 1;
        }
    }
}
