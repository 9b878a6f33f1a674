//! Pages with their lines, and which of these are of the text.

use annalist::Hints;
use annalist::budget::{Budget, Limits};
use annalist::container::{self, Member, MemberContent};
use annalist::reader::html::{self, Weighed};
use annalist::source::Source;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::ops::ControlFlow;
use std::path::Path;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    Text,
    Boilerplate,
}

pub struct Line {
    /// Words, in small letters.
    words: Vec<String>,
    pub chars: i32,
    pub free: i32,
    pub kept: bool,
    pub least: i32,
    pub signs: Vec<u8>,
    /// None where it cannot be known.
    pub truth: Option<Truth>,
}

pub struct Page {
    pub kind: String,
    pub weight: f64,
    /// What the pages of one site, or one template, share.
    site: String,
    pub lines: Vec<Line>,
    /// The words of its text; none for made pages.
    text: Option<Vec<String>>,
}

impl Page {
    /// Which part of so many its site falls into.
    pub fn part(&self, parts: usize) -> usize {
        let add = |sum: usize, byte: u8| (sum * 31 + usize::from(byte)) % 1_000_003;
        self.site.bytes().fold(7, add) % parts
    }

    /// How well those lines are its text.
    pub fn score(&self, left: &[bool]) -> f64 {
        let left = self.lines.iter().zip(left).filter(|(_, left)| **left);
        let Some(text) = &self.text else {
            let clean = left
                .map(|(line, _)| line)
                .all(|line| line.truth != Some(Truth::Boilerplate));
            return f64::from(u8::from(clean));
        };
        let mut counts: BTreeMap<&str, i32> = BTreeMap::new();
        for word in text {
            *counts.entry(word).or_default() += 1;
        }
        let (mut said, mut right) = (0, 0);
        for word in left.flat_map(|(line, _)| &line.words) {
            said += 1;
            if let Some(count) = counts.get_mut(word.as_str()).filter(|count| **count > 0) {
                *count -= 1;
                right += 1;
            }
        }
        match said + text.len() {
            0 => 1.0,
            all => 2.0 * f64::from(right) / all as f64,
        }
    }
}

/// The pages of a folder.
pub fn pages(folder: &Path, weight: f64) -> Result<Vec<Page>> {
    let made = folder.join("gold").is_dir();
    let (sources, truths) = if made {
        ("pages", "gold")
    } else {
        ("html", "ground-truth")
    };
    let mut pages = Vec::new();
    let path = folder.join(truths);
    let mut files: Vec<_> = fs::read_dir(&path)
        .with_context(|| path.display().to_string())?
        .collect::<std::io::Result<_>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    for file in files {
        let truth: Value = serde_json::from_slice(&fs::read(file.path())?)?;
        let stem = file.path().with_extension("");
        let stem = stem
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let named = |ending: &&&str| {
            folder
                .join(sources)
                .join(format!("{stem}.{ending}"))
                .is_file()
        };
        let Some(ending) = ["html", "html.gz"].iter().find(named) else {
            continue;
        };
        let source = folder.join(sources).join(format!("{stem}.{ending}"));
        let runs = runs(&source).with_context(|| source.display().to_string())?;
        let mut page = if made {
            made_page(&truth, runs)
        } else {
            real_page(&truth, stem, runs)
        };
        page.weight = weight;
        pages.push(page);
    }
    Ok(pages)
}

fn runs(path: &Path) -> Result<Vec<Weighed>> {
    let file = File::open(path)?;
    let (length, limits) = (file.metadata()?.len(), Limits::default());
    let mut runs = Vec::new();
    let mut visit = |member: Member| {
        if let MemberContent::Bytes(bytes) = member.found {
            let source = Source {
                bytes: &bytes,
                hints: &Hints::default(),
                password: None,
                sites: None,
            };
            runs = html::evidence(&source, &Budget::new(limits.clone())).unwrap_or_default();
        }
        ControlFlow::Break(())
    };
    container::walk(file, length, &limits, None, &mut visit);
    Ok(runs)
}

fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric() && c != '_');
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn lines(runs: Vec<Weighed>, truth: impl Fn(&[String]) -> Option<Truth>) -> Vec<Line> {
    let line = |run: Weighed| {
        let words = words(&run.text);
        let step = |(_, at, steps): (String, usize, &'static [i32])| {
            steps.partition_point(|step| *step <= run.signs[at]) as u8
        };
        let signs: BTreeMap<String, i32> = html::signs()
            .map(|(name, at, _)| (name, run.signs[at]))
            .collect();
        Line {
            chars: run.text.chars().filter(|c| !c.is_whitespace()).count() as i32,
            free: signs["Free"],
            kept: run.kept,
            least: run.least,
            signs: html::signs().map(step).collect(),
            truth: truth(&words),
            words,
        }
    };
    runs.into_iter().map(line).collect()
}

/// Shares of a line's runs of three words that the text has, above which it is of it and below
/// which it is not.
const IN: f64 = 0.6;
const OUT: f64 = 0.3;

fn real_page(truth: &Value, name: String, runs: Vec<Weighed>) -> Page {
    let text = truth["ground_truth"]["main_content"]
        .as_str()
        .unwrap_or_default();
    let all = words(text);
    let triples: BTreeSet<&[String]> = all.windows(3).collect();
    let whole: BTreeSet<Vec<String>> = text.lines().map(words).collect();
    let holds = |line: &[String]| all.windows(line.len()).any(|here| here == line);
    let truth_of = |line: &[String]| match line.len() {
        0 => None,
        1..=3 if whole.contains(line) => Some(Truth::Text),
        1..=3 if !holds(line) => Some(Truth::Boilerplate),
        3 => Some(Truth::Text),
        1 | 2 => None,
        count => {
            let held = line
                .windows(3)
                .filter(|three| triples.contains(three))
                .count();
            match held as f64 / (count - 2) as f64 {
                share if share > IN => Some(Truth::Text),
                share if share < OUT => Some(Truth::Boilerplate),
                _ => None,
            }
        }
    };
    let kind = truth["_internal"]["page_type"]["primary"].as_str();
    Page {
        kind: kind.unwrap_or("news").to_owned(),
        weight: 1.0,
        site: name,
        lines: lines(runs, truth_of),
        text: Some(all.clone()),
    }
}

fn made_page(truth: &Value, runs: Vec<Weighed>) -> Page {
    let spaced = |value: &Value| words(value.as_str().unwrap_or_default()).join(" ");
    let mut own: Vec<String> = Vec::new();
    for record in truth["records"].as_array().into_iter().flatten() {
        let stages = record["sub_events"].as_array().into_iter().flatten();
        for told in std::iter::once(record).chain(stages) {
            own.extend([&told["title"], &told["text"], &told["body"]["text"]].map(spaced));
        }
    }
    own.retain(|text| !text.is_empty());
    let mut noise: Vec<String> = Vec::new();
    for phrase in truth["noise"].as_array().into_iter().flatten() {
        match &phrase["text"] {
            Value::Array(several) => noise.extend(several.iter().map(spaced)),
            one => noise.push(spaced(one)),
        }
    }
    let truth_of = |line: &[String]| {
        let line = line.join(" ");
        let opens = |text: &String| {
            let head: String = text.chars().take(30).collect();
            head.len() < text.len() && line.contains(&head)
        };
        match line.chars().count() {
            0 => None,
            4.. if own.iter().any(|text| text.contains(&line)) => Some(Truth::Text),
            _ if own.iter().any(opens) => None,
            _ => {
                let leaks = |text: &String| text.chars().count() > 3 && line.contains(text);
                noise.iter().any(leaks).then_some(Truth::Boilerplate)
            }
        }
    };
    Page {
        kind: format!("made: {}", truth["page_kind"].as_str().unwrap_or_default()),
        weight: 1.0,
        site: truth["family"].as_str().unwrap_or_default().to_owned(),
        lines: lines(runs, truth_of),
        text: None,
    }
}
