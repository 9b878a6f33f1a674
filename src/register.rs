//! An output folder read back: its records one after the other, by path.
//!
//! [`Register`] knows which files there are and reads each when it is asked
//! for, so that a large register never lies in memory as a whole. Where the
//! folder has no `documents`, the records come from `activities.jsonl`, one
//! document for each source, without its text.

use crate::link::Link;
use crate::manifest::Manifest;
use crate::record::{
    ACTIVITY_SCHEMA, Activity, DOCUMENT_SCHEMA, DocumentKind, DocumentRecord, DocumentSource,
};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Seek, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// The records of an output folder.
#[derive(Debug)]
pub struct Register {
    dir: PathBuf,
    held: HeldRecords,
}

#[derive(Debug)]
enum HeldRecords {
    /// Paths of the sources, in order; the record of `a/b.html` is `documents/a/b.html.json`.
    Documents(Vec<String>),
    /// The list of activities.
    Activities(PathBuf),
}

impl Register {
    /// Finds the records of a folder.
    ///
    /// # Errors
    /// Where there is no such folder, or it holds no records.
    pub fn open(dir: &Path) -> Result<Register> {
        let (documents, activities) = (dir.join("documents"), dir.join("activities.jsonl"));
        let held = if documents.is_dir() {
            let mut paths = Vec::new();
            list(&documents, "", &mut paths)?;
            paths.sort();
            HeldRecords::Documents(paths)
        } else if activities.is_file() {
            HeldRecords::Activities(activities)
        } else {
            bail!(
                "{} holds no records: neither documents nor activities.jsonl",
                dir.display()
            );
        };
        Ok(Register {
            dir: dir.to_path_buf(),
            held,
        })
    }

    /// The records, by the path of their source.
    ///
    /// # Errors
    /// Where the list of activities cannot be opened.
    pub fn records(&self) -> Result<Box<dyn Iterator<Item = Result<DocumentRecord>> + '_>> {
        Ok(match &self.held {
            HeldRecords::Documents(paths) => Box::new(paths.iter().map(|path| self.read(path))),
            HeldRecords::Activities(file) => Box::new(Grouped::open(file)?),
        })
    }

    /// The paths of the sources; none where there is only the list of activities.
    pub fn paths(&self) -> Option<&[String]> {
        match &self.held {
            HeldRecords::Documents(paths) => Some(paths),
            HeldRecords::Activities(_) => None,
        }
    }

    /// The record of a source.
    ///
    /// # Errors
    /// Where its file cannot be read or is no record.
    pub fn read(&self, path: &str) -> Result<DocumentRecord> {
        let file = self.dir.join("documents").join(format!("{path}.json"));
        let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        shaped(&bytes, DOCUMENT_SCHEMA, |record: &DocumentRecord| {
            &record.schema
        })
        .with_context(|| format!("{} is no document record", file.display()))
    }

    /// Its links one after the other; nothing where none were looked for.
    ///
    /// # Errors
    /// Where their file cannot be read.
    pub fn links(&self) -> Result<Option<impl Iterator<Item = Result<Link>> + use<>>> {
        crate::link::read(&self.dir)
    }

    /// The manifest of the run; none where there is none that can be read.
    pub fn manifest(&self) -> Option<Manifest> {
        serde_json::from_slice(&fs::read(self.dir.join("manifest.json")).ok()?).ok()
    }
}

/// An activity from its line.
///
/// # Errors
/// Where the line is none, or one of another version.
pub fn activity(line: &[u8]) -> Result<Activity> {
    shaped(line, ACTIVITY_SCHEMA, |activity: &Activity| {
        &activity.schema
    })
}

/// A record of a shape by name and version. One of another shape is called so, whatever else of
/// it cannot be read.
fn shaped<T: DeserializeOwned>(json: &[u8], shape: &str, told: fn(&T) -> &String) -> Result<T> {
    #[derive(Deserialize)]
    struct Shape {
        schema: String,
    }
    let read = serde_json::from_slice::<T>(json);
    let other = match &read {
        Ok(record) => Some(told(record).clone()),
        Err(_) => serde_json::from_slice::<Shape>(json)
            .ok()
            .map(|told| told.schema),
    };
    if let Some(other) = other.filter(|other| other != shape) {
        bail!(
            "it is of the shape {}, and annalist {} reads {shape}: extract again, or use the \
             version that wrote it",
            other.escape_debug(),
            env!("CARGO_PKG_VERSION")
        );
    }
    Ok(read?)
}

fn list(folder: &Path, prefix: &str, paths: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(folder)
        .with_context(|| format!("cannot read the folder {}", folder.display()))?
    {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        let path = if prefix.is_empty() {
            name
        } else {
            format!("{prefix}/{name}")
        };
        let kind = entry.file_type()?;
        if kind.is_dir() {
            list(&entry.path(), &path, paths)?;
        } else if let Some(source) = path.strip_suffix(".json").filter(|_| kind.is_file()) {
            paths.push(source.to_owned());
        }
    }
    Ok(())
}

/// The activities of a folder as lines that can be read again; none is kept.
#[derive(Debug)]
pub struct Lines(File);

impl Lines {
    /// Opens an output folder, or a file with one activity a line.
    ///
    /// # Errors
    /// Where there are no activities.
    pub fn open(path: &Path) -> Result<Lines> {
        let list = path.join("activities.jsonl");
        let file = if path.is_file() {
            File::open(path)
        } else if list.is_file() {
            File::open(&list)
        } else {
            return Ok(Lines(gathered(&Register::open(path)?)?));
        };
        Ok(Lines(file.with_context(|| {
            format!("cannot read {}", path.display())
        })?))
    }

    /// Every activity with where its line begins and how long it is.
    ///
    /// # Errors
    /// Where a line is no activity, or `take` says so.
    pub fn each(&self, take: &mut dyn FnMut(Activity, u64, usize) -> Result<()>) -> Result<()> {
        let mut reader = BufReader::with_capacity(1 << 16, &self.0);
        let (mut at, mut number, mut line) = (0, 0, Vec::new());
        while reader.read_until(b'\n', &mut line)? > 0 {
            number += 1;
            let activity = serde_json::from_slice(&line)
                .with_context(|| format!("line {number} is no activity record"))?;
            take(activity, at, line.len())?;
            at += line.len() as u64;
            line.clear();
        }
        Ok(())
    }

    /// An activity as it stands in its line.
    ///
    /// # Errors
    /// Where the file is not what it was.
    pub fn read(&self, start: u64, length: usize) -> Result<Activity> {
        let mut line = vec![0; length];
        self.0
            .read_exact_at(&mut line, start)
            .context("cannot read a record again")?;
        Ok(serde_json::from_slice(&line)?)
    }
}

/// The records of a folder without a list of activities as one.
fn gathered(register: &Register) -> Result<File> {
    let mut out = BufWriter::new(tempfile::tempfile().context("cannot make a temporary file")?);
    for record in register.records()? {
        for activity in record?.activities {
            serde_json::to_writer(&mut out, &activity)?;
            out.write_all(b"\n")?;
        }
    }
    let mut file = out
        .into_inner()
        .map_err(std::io::IntoInnerError::into_error)?;
    file.rewind()?;
    Ok(file)
}

/// Lines of `activities.jsonl`, those of one source together.
struct Grouped {
    lines: std::io::Lines<BufReader<File>>,
    /// The first activity of the next source.
    next: Option<Activity>,
    number: usize,
}

impl Grouped {
    fn open(file: &Path) -> Result<Grouped> {
        let opened = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
        Ok(Grouped {
            lines: BufReader::new(opened).lines(),
            next: None,
            number: 0,
        })
    }

    fn activity(&mut self) -> Option<Result<Activity>> {
        let line = self.lines.next()?;
        self.number += 1;
        let number = self.number;
        let read = line
            .map_err(anyhow::Error::from)
            .and_then(|line| activity(line.as_bytes()));
        Some(
            read.with_context(|| {
                format!("line {number} of activities.jsonl is no activity record")
            }),
        )
    }
}

impl Iterator for Grouped {
    type Item = Result<DocumentRecord>;

    fn next(&mut self) -> Option<Result<DocumentRecord>> {
        let first = match self.next.take() {
            Some(activity) => activity,
            None => match self.activity()? {
                Ok(activity) => activity,
                Err(error) => return Some(Err(error)),
            },
        };
        let path = first.source.path.clone();
        let mut activities = vec![first];
        loop {
            match self.activity() {
                None => break,
                Some(Err(error)) => return Some(Err(error)),
                Some(Ok(activity)) if activity.source.path == path => activities.push(activity),
                Some(Ok(activity)) => {
                    self.next = Some(activity);
                    break;
                }
            }
        }
        Some(Ok(without_text(path, activities)))
    }
}

fn without_text(path: String, activities: Vec<Activity>) -> DocumentRecord {
    let source = activities
        .first()
        .map(|activity| activity.source.clone())
        .unwrap_or_default();
    DocumentRecord {
        schema: DOCUMENT_SCHEMA.to_owned(),
        source: DocumentSource {
            path,
            url: source.url,
            sha256: source.sha256,
            captured: source.captured,
            ..DocumentSource::default()
        },
        kind: DocumentKind::Other,
        title: None,
        site: None,
        authors: Vec::new(),
        published: None,
        modified: None,
        language: None,
        text: String::new(),
        activities,
        diagnostics: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_read_by_path_and_its_list_gives_the_same_sources() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("documents/b")).unwrap();
        let page = "Poetry morning\n\nOn 18 May 2021 the library of the town held a poetry morning for its readers.\n";
        let mut lines = String::new();
        for path in ["a.txt", "b/c.txt"] {
            let record = crate::extract(page.as_bytes(), &crate::Hints::path(path)).unwrap();
            let file = dir.path().join("documents").join(format!("{path}.json"));
            fs::write(file, serde_json::to_string(&record).unwrap()).unwrap();
            lines += &format!(
                "{}\n",
                serde_json::to_string(&record.activities[0]).unwrap()
            );
        }
        let paths = |register: &Register| -> Vec<String> {
            register
                .records()
                .unwrap()
                .map(|record| record.unwrap().source.path)
                .collect()
        };
        assert_eq!(
            paths(&Register::open(dir.path()).unwrap()),
            ["a.txt", "b/c.txt"]
        );
        fs::remove_dir_all(dir.path().join("documents")).unwrap();
        assert!(Register::open(dir.path()).is_err());
        fs::write(dir.path().join("activities.jsonl"), lines).unwrap();
        assert_eq!(
            paths(&Register::open(dir.path()).unwrap()),
            ["a.txt", "b/c.txt"]
        );
    }
}
