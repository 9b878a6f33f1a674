//! `annalist check [DIR]`: the regression test of extraction.
//!
//! Beside a source `page.html` stands its expectation `page.html.expected.json`.
//! The source is extracted in process and its document record held against it:
//!
//! - an object names the fields that are compared and leaves the others alone;
//! - a list has as many elements as the record's, in its order, each of them a
//!   value or again an object that names what matters (`{}`: whatever it is);
//! - `null` expects that a value is absent, `[]` that a list is empty;
//! - `{"error": {"code": "encrypted"}}` expects that the source fails in this way.
//!
//! An expectation that holds the whole `text` is compared by the words behind
//! its offsets, not by the offsets. `--bless` ([`bless`]) brings expectations
//! up to what is extracted now; [`ci`] writes for other programs.

mod bless;
mod ci;

use crate::batch::select::{PathKind, Wanted, select};
use crate::compare::{Difference, FieldScope, differences, evidence, quoted};
use crate::write::difference::show;
use crate::write::terminal::{Color, Ink, Paint, visible};
use crate::{Error, Extractor, Hints};
use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Hold extraction against the expectations beside the sources
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  annalist check fixtures\n  \
    annalist check fixtures/report --bless")]
pub struct Arguments {
    /// Folder of sources, each with its NAME.expected.json beside it; or one source
    #[arg(default_value = "fixtures")]
    dir: PathBuf,
    /// Show what differs, then write it into the expectations
    #[arg(long)]
    bless: bool,
    /// For people, or for CI systems
    #[arg(long, default_value = "text")]
    format: CheckFormat,
    /// When to colour
    #[arg(long, default_value = "auto")]
    color: Color,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum CheckFormat {
    Text,
    /// JUnit XML, as most CI systems read it
    Junit,
    /// Workflow commands that GitHub shows beside the files
    Github,
}

/// One source and how it stands to its expectation.
#[derive(Debug)]
struct CheckCase {
    /// Path of the source below the folder.
    path: String,
    /// Where its expectation stands or would stand.
    file: PathBuf,
    verdict: Verdict,
}

#[derive(Debug)]
enum Verdict {
    AsExpected,
    Differs {
        expected: Value,
        got: Value,
        told: Vec<ShownDifference>,
    },
    /// What was extracted; there is nothing to hold it against.
    NoExpectation(Value),
    /// The expectation cannot be used, and why.
    Unusable(String),
}

/// A difference and the words behind the new value.
#[derive(Debug)]
struct ShownDifference {
    difference: Difference,
    evidence: Vec<String>,
}

/// Checks all sources; true where every expectation holds (or was blessed).
///
/// # Errors
/// Where the folder cannot be read, or an expectation cannot be written.
pub fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<bool> {
    let cases = cases(&arguments.dir)?;
    let failed = cases.iter().filter(|case| case.fails()).count();
    match arguments.format {
        CheckFormat::Text => {
            out.write_all(text(&cases, Paint::of_stdout(arguments.color)).as_bytes())?
        }
        CheckFormat::Junit => out.write_all(ci::junit(&cases).as_bytes())?,
        CheckFormat::Github => out.write_all(ci::github(&cases).as_bytes())?,
    }
    out.flush()?;
    if arguments.bless {
        let left = bless::write(&cases)?;
        return Ok(left == 0);
    }
    Ok(failed == 0)
}

fn cases(dir: &Path) -> Result<Vec<CheckCase>> {
    if dir.as_os_str() == "-" {
        bail!("check takes a folder or a file");
    }
    let sources = sources(dir)?;
    let extractor = Extractor::default();
    let pool = rayon::ThreadPoolBuilder::new()
        .stack_size(8 << 20)
        .build()?;
    let mut cases: Vec<CheckCase> = pool.install(|| {
        sources
            .par_iter()
            .map(|source| case(&extractor, source))
            .collect()
    });
    cases.extend(orphans(dir, &sources)?);
    Ok(cases)
}

/// A file that is checked, and the path its record gives.
struct CheckedFile {
    path: String,
    file: PathBuf,
}

fn sources(dir: &Path) -> Result<Vec<CheckedFile>> {
    let items = select(&Wanted {
        paths: vec![dir.to_path_buf()],
        ..Wanted::default()
    })?;
    let files = items
        .iter()
        .filter(|item| matches!(item.kind, PathKind::File | PathKind::Named));
    Ok(files
        .map(|item| CheckedFile {
            path: item.name().into_owned(),
            file: item.path().to_path_buf(),
        })
        .collect())
}

fn case(extractor: &Extractor, source: &CheckedFile) -> CheckCase {
    let file = beside(&source.file);
    let got = || extracted(extractor, source);
    let verdict = match fs::read(&file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Verdict::NoExpectation(got()),
        Err(error) => Verdict::Unusable(format!("the expectation could not be read: {error}")),
        Ok(bytes) => match serde_json::from_slice::<Value>(&bytes) {
            Ok(expected) => held_against(expected, got()),
            Err(error) => Verdict::Unusable(format!("the expectation is not JSON: {error}")),
        },
    };
    CheckCase {
        path: source.path.clone(),
        file,
        verdict,
    }
}

/// `page.html` → `page.html.expected.json`.
fn beside(source: &Path) -> PathBuf {
    let mut name = source.as_os_str().to_owned();
    name.push(".expected.json");
    PathBuf::from(name)
}

/// The document record of a source, or `{error: {code, message}}`.
fn extracted(extractor: &Extractor, source: &CheckedFile) -> Value {
    let one = || {
        let bytes = fs::read(&source.file).map_err(|error| Error::Unreadable(error.to_string()))?;
        extractor.extract(&bytes, &Hints::path(source.path.clone()))
    };
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(one)) {
        Ok(Ok(record)) => serde_json::to_value(record).unwrap_or(Value::Null),
        Ok(Err(error)) => {
            json!({ "error": { "code": error.code(), "message": error.to_string() } })
        }
        Err(_) => {
            json!({
                "error": { "code": "crashed", "message": "the extraction of this source crashed" },
            })
        }
    }
}

fn held_against(expected: Value, got: Value) -> Verdict {
    let found = match expected.get("text") {
        Some(Value::String(_)) => differences(&quoted(&expected), &quoted(&got), FieldScope::Named),
        _ => differences(&expected, &got, FieldScope::Named),
    };
    if found.is_empty() {
        return Verdict::AsExpected;
    }
    let tell = |difference: Difference| ShownDifference {
        evidence: evidence(&got, &difference.pointer),
        difference,
    };
    let told = found.into_iter().map(tell).collect();
    Verdict::Differs {
        expected,
        got,
        told,
    }
}

/// Expectations whose source is gone.
fn orphans(dir: &Path, sources: &[CheckedFile]) -> Result<Vec<CheckCase>> {
    let known: BTreeSet<PathBuf> = sources.iter().map(|source| beside(&source.file)).collect();
    let mut found = Vec::new();
    if dir.is_dir() {
        expectations(dir, &mut found)?;
    }
    found.sort();
    let lost = found
        .into_iter()
        .filter(|file| !known.contains(file))
        .map(|file| CheckCase {
            path: file
                .strip_prefix(dir)
                .unwrap_or(&file)
                .to_string_lossy()
                .replace('\\', "/"),
            file,
            verdict: Verdict::Unusable("the source of this expectation is not there".to_owned()),
        });
    Ok(lost.collect())
}

fn expectations(dir: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in
        fs::read_dir(dir).with_context(|| format!("cannot read the folder {}", dir.display()))?
    {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type()?;
        if kind.is_dir() && !name.starts_with('.') {
            expectations(&entry.path(), found)?;
        } else if kind.is_file() && name.ends_with(".expected.json") && !name.starts_with('.') {
            found.push(entry.path());
        }
    }
    Ok(())
}

impl CheckCase {
    fn fails(&self) -> bool {
        matches!(self.verdict, Verdict::Differs { .. } | Verdict::Unusable(_))
    }

    /// One sentence where it fails.
    fn complaint(&self) -> Option<String> {
        match &self.verdict {
            Verdict::Differs { told, .. } if told.len() == 1 => Some("1 field differs".to_owned()),
            Verdict::Differs { told, .. } => Some(format!("{} fields differ", told.len())),
            Verdict::Unusable(why) => Some(why.clone()),
            _ => None,
        }
    }

    /// What differs, as text without its heading.
    fn details(&self, paint: Paint) -> String {
        let mut out = String::new();
        if let Verdict::Differs { told, .. } = &self.verdict {
            told.iter()
                .for_each(|told| show(&mut out, paint, &told.difference, &told.evidence));
        }
        out
    }
}

/// Everything for a person: what differs, what has no expectation, and the sum.
fn text(cases: &[CheckCase], paint: Paint) -> String {
    let mut out = String::new();
    for case in cases {
        if let Some(complaint) = case.complaint() {
            out.push_str(&format!(
                "{}: {}\n",
                paint.ink(Ink::Strong, &case.path),
                visible(&complaint)
            ));
            out.push_str(&case.details(paint));
            out.push('\n');
        }
    }
    let bare: Vec<&CheckCase> = cases
        .iter()
        .filter(|case| matches!(case.verdict, Verdict::NoExpectation(_)))
        .collect();
    if !bare.is_empty() {
        out.push_str("without expectation:\n");
        bare.iter()
            .for_each(|case| out.push_str(&format!("  {}\n", paint.ink(Ink::Quiet, &case.path))));
        out.push('\n');
    }
    let differ = cases.iter().filter(|case| case.fails()).count();
    let well = cases.len() - differ - bare.len();
    let ink = if differ == 0 { Ink::New } else { Ink::Old };
    let sum = format!(
        "{well} as expected, {differ} not, {} without expectation",
        bare.len()
    );
    out.push_str(&paint.ink(ink, &sum));
    out.push('\n');
    out
}
