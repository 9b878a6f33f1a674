//! A run: sources are found, read, mapped over threads and written in order.

use crate::cli::Stage;
use crate::diagnostic::{Code, Diagnostics};
use crate::manifest::{Counts, Entry, Failure, MANIFEST_SCHEMA, Manifest, Options, Status};
use crate::record::DocumentRecord;
use crate::source::Hints;
use crate::write::parsed::parsed;
use crate::{Error, Extractor};
use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// A file to be read, and the path its record gives.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Found {
    pub path: String,
    pub file: PathBuf,
}

/// The regular files under the given paths, by path.
pub fn discover(paths: &[PathBuf]) -> Result<Vec<Found>> {
    let mut all = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            all.push(Found { path: "-".into(), file: path.clone() });
            continue;
        }
        let meta = fs::symlink_metadata(path).with_context(|| format!("no such file or folder: {}", path.display()))?;
        if meta.is_dir() {
            walk(path, "", &mut all)?;
        } else {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            all.push(Found { path: name, file: path.clone() });
        }
    }
    all.sort();
    all.dedup();
    Ok(all)
}

fn walk(folder: &Path, prefix: &str, all: &mut Vec<Found>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read the folder {}", folder.display()))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("cannot read the folder {}", folder.display()))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || name.starts_with("README") || name.ends_with(".expected.json") {
            continue;
        }
        let path = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() {
            walk(&entry.path(), &path, all)?;
        } else if kind.is_file() {
            all.push(Found { path, file: entry.path() });
        }
    }
    Ok(())
}

/// What became of one source: its line of output and its manifest entry.
pub struct Outcome {
    pub record: Option<DocumentRecord>,
    pub line: Option<String>,
    pub entry: Entry,
}

/// One source, from its bytes to its outcome.
pub fn one(extractor: &Extractor, found: &Found, stage: Stage) -> Outcome {
    let bytes = match read(found) {
        Ok(bytes) => bytes,
        Err(error) => return failed(found, &Error::Unreadable(error.to_string())),
    };
    let hints = Hints::path(found.path.clone());
    if stage == Stage::Document {
        let mut diagnostics = Diagnostics::default();
        return match extractor.parse(&bytes, &hints, &mut diagnostics) {
            Ok(document) => Outcome {
                record: None,
                line: Some(parsed(&found.path, &document).to_string()),
                entry: entry(found, Status::Ok),
            },
            Err(error) => failed(found, &error),
        };
    }
    match extractor.extract(&bytes, &hints) {
        Ok(record) => succeeded(found, record),
        Err(error) => failed(found, &error),
    }
}

fn read(found: &Found) -> std::io::Result<Vec<u8>> {
    if found.path == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    fs::read(&found.file)
}

fn entry(found: &Found, status: Status) -> Entry {
    Entry { path: found.path.clone(), sha256: None, status, kind: None, activities: 0, error: None }
}

fn failed(found: &Found, error: &Error) -> Outcome {
    let error = Failure { code: error.code().to_owned(), message: error.to_string() };
    Outcome { record: None, line: None, entry: Entry { error: Some(error), ..entry(found, Status::Failed) } }
}

fn succeeded(found: &Found, record: DocumentRecord) -> Outcome {
    let loss = record.diagnostics.iter().find(|note| note.code.is_loss());
    let entry = Entry {
        sha256: Some(record.source.sha256.clone()),
        kind: Some(record.kind),
        activities: record.activities.len() as u64,
        error: loss.map(|note| Failure {
            code: if note.code == Code::NoText { "no-text" } else { note.code.as_str() }.to_owned(),
            message: note.message.clone(),
        }),
        ..entry(found, if loss.is_some() { Status::Partial } else { Status::Ok })
    };
    let line = serde_json::to_string(&record).ok();
    Outcome { record: Some(record), line, entry }
}

/// Extracts everything and writes it; true where nothing failed.
pub fn extract(paths: &[PathBuf], output: &Path, jobs: Option<usize>, stage: Stage, quiet: bool) -> Result<bool> {
    let sources = discover(paths)?;
    let extractor = Extractor::default();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(jobs.unwrap_or(0)).stack_size(8 << 20).build()?;
    let outcomes: Vec<Outcome> =
        pool.install(|| sources.par_iter().map(|source| one(&extractor, source, stage)).collect());
    for outcome in outcomes.iter().filter(|o| o.entry.status == Status::Failed) {
        if let Some(error) = &outcome.entry.error {
            eprintln!("annalist: {}: {}", outcome.entry.path.escape_debug(), error.message);
        }
    }
    let all_well = outcomes.iter().all(|outcome| outcome.entry.status != Status::Failed);
    if output.as_os_str() == "-" {
        let mut out = std::io::stdout().lock();
        for line in outcomes.iter().filter_map(|outcome| outcome.line.as_ref()) {
            writeln!(out, "{line}")?;
        }
        return Ok(all_well);
    }
    if stage != Stage::Record {
        bail!("--stage prints to standard output: add -o -");
    }
    write(output, &outcomes)?;
    if !quiet {
        eprintln!(
            "annalist: {} sources, {} activities",
            outcomes.len(),
            outcomes.iter().map(|o| o.entry.activities).sum::<u64>()
        );
    }
    Ok(all_well)
}

fn write(output: &Path, outcomes: &[Outcome]) -> Result<()> {
    let documents = output.join("documents");
    let mut activities = String::new();
    let mut counts = Counts::default();
    for outcome in outcomes {
        counts.sources += 1;
        counts.activities += outcome.entry.activities;
        match outcome.entry.status {
            Status::Ok => counts.ok += 1,
            Status::Partial => counts.partial += 1,
            Status::Failed => counts.failed += 1,
            Status::Skipped => counts.skipped += 1,
        }
        let Some(record) = &outcome.record else { continue };
        let path = documents.join(format!("{}.json", outcome.entry.path));
        fs::create_dir_all(path.parent().unwrap_or(&documents))?;
        fs::write(&path, serde_json::to_string_pretty(record)? + "\n")
            .with_context(|| format!("cannot write {}", path.display()))?;
        for activity in &record.activities {
            activities.push_str(&serde_json::to_string(activity)?);
            activities.push('\n');
        }
    }
    fs::create_dir_all(output)?;
    fs::write(output.join("activities.jsonl"), activities)?;
    let manifest = Manifest {
        schema: MANIFEST_SCHEMA.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        options: Options { scheme: "ifla-2019".to_owned() },
        counts,
        sources: outcomes.iter().map(|outcome| outcome.entry.clone()).collect(),
    };
    fs::write(output.join("manifest.json"), serde_json::to_string_pretty(&manifest)? + "\n")?;
    Ok(())
}
