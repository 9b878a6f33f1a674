//! The journal: what a run has done, so that the next one need not do it again.
//!
//! One JSON object a line is appended to `.annalist/journal.jsonl` after an
//! output stands in its place. A line that a kill cut is dropped; a line is
//! believed only as far as the digests of source and output bear it out. In
//! memory there is only where the lines of a task begin.
//!
//! ```text
//! {"Run": …}          what the outputs depend on besides the sources
//! {"Holding": …}      which sources the folder is of
//! {"Stored": …}       an archive whose members follow
//! {"Outcome": …}      a source, and its output if it has one
//! {"Ended": …}        a stored file whose members are all told
//! {"Finished": …}     the digests of the run's own files, and the counts
//! ```

use super::holding::Holding;
use crate::manifest::{Counts, Entry};
use crate::source::Stored;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

/// A line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum JournalLine {
    Run(String),
    Holding(Holding),
    /// An archive is begun anew.
    Stored {
        path: String,
        stored: Stored,
    },
    Outcome(Told),
    Ended {
        path: String,
        stored: Option<Stored>,
        members: u64,
    },
    Finished(Finished),
}

/// The run's own files, and what they say in short.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finished {
    pub manifest: String,
    pub activities: String,
    pub counts: Counts,
    /// What tells the list of corrections from others.
    #[serde(default)]
    pub corrections: u64,
    /// What is to be said of those that fit no record.
    #[serde(default)]
    pub unfit: Vec<String>,
}

/// What became of a source, and what was written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// Of the archive, where the source is a member of one.
    pub archive: Option<String>,
    pub member: u64,
    pub entry: Entry,
    pub output: Option<WrittenFile>,
    /// The size of the stored file, where this source is all of it: then nothing more is told of
    /// it.
    pub whole: Option<u64>,
    /// Digests of the corrections that its records have.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<u64>,
}

impl Told {
    /// The path of the stored file.
    pub fn file(&self) -> &str {
        self.archive.as_deref().unwrap_or(&self.entry.path)
    }

    /// Size and digest of the stored file, where this source is all of it.
    pub fn stored(&self) -> Option<Stored> {
        Some(Stored {
            bytes: self.whole?,
            sha256: self.entry.sha256.clone()?,
        })
    }
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenFile {
    /// Below `documents/`.
    pub file: String,
    pub bytes: u64,
    pub sha256: String,
}

/// Where the lines of one stored file begin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinePlaces {
    /// The line that gives size and digest of the stored file.
    pub about: Option<u64>,
    /// How many members there are; none before all are told.
    members: Option<u32>,
    told: SeenMembers,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum SeenMembers {
    #[default]
    None,
    /// The first and only one.
    One(u64),
    Many(Vec<(u64, u64)>),
}

impl LinePlaces {
    /// Members follow from the beginning.
    pub fn begin(&mut self, about: Option<u64>) {
        *self = LinePlaces {
            about,
            ..LinePlaces::default()
        };
    }

    /// Remembers where the line of an outcome begins.
    pub fn note(&mut self, told: &Told, at: u64) {
        match told.whole {
            Some(_) => self.whole(at),
            None => self.tell(told.member, at),
        }
    }

    /// Remembers a new line of a member among members that are all told.
    pub fn renew(&mut self, told: &Told, at: u64) {
        let members = self.members;
        self.note(told, at);
        self.members = members;
    }

    /// Remembers where a member's line begins; the last one holds.
    pub fn tell(&mut self, member: u64, at: u64) {
        self.members = None;
        match &mut self.told {
            SeenMembers::None if member == 1 => self.told = SeenMembers::One(at),
            SeenMembers::One(only) if member == 1 => *only = at,
            SeenMembers::Many(all) => match all.binary_search_by_key(&member, |(m, _)| *m) {
                Ok(known) => all[known].1 = at,
                Err(free) => all.insert(free, (member, at)),
            },
            told => {
                let mut all = told.list();
                all.push((member, at));
                *told = SeenMembers::Many(all);
            }
        }
    }

    /// All members are told.
    pub fn end(&mut self, about: u64, members: u64) {
        self.about = Some(about);
        self.members = Some(u32::try_from(members).unwrap_or(u32::MAX));
        if let SeenMembers::Many(all) = &mut self.told {
            all.retain(|(member, _)| *member <= members);
        }
    }

    /// One line tells all there is.
    pub fn whole(&mut self, at: u64) {
        *self = LinePlaces {
            about: Some(at),
            members: Some(1),
            told: SeenMembers::One(at),
        };
    }

    /// Members and where their lines begin, by member.
    pub fn told(&self) -> Vec<(u64, u64)> {
        self.told.list()
    }

    /// Where the lines that hold begin, those of members first.
    pub fn lines(&self) -> impl Iterator<Item = u64> {
        let about = self.about.filter(|_| !self.is_whole());
        self.told().into_iter().map(|(_, at)| at).chain(about)
    }

    /// How many these are.
    pub fn count_lines(&self) -> u64 {
        self.count() as u64 + u64::from(self.about.is_some() && !self.is_whole())
    }

    fn is_whole(&self) -> bool {
        matches!((self.about, &self.told), (Some(about), SeenMembers::One(only)) if about == *only)
    }

    fn count(&self) -> usize {
        match &self.told {
            SeenMembers::None => 0,
            SeenMembers::One(_) => 1,
            SeenMembers::Many(all) => all.len(),
        }
    }

    /// Whether every member is told.
    pub fn is_complete(&self) -> bool {
        self.members
            .is_some_and(|members| members as usize == self.count())
    }
}

impl SeenMembers {
    fn list(&self) -> Vec<(u64, u64)> {
        match self {
            SeenMembers::None => Vec::new(),
            SeenMembers::One(at) => vec![(1, *at)],
            SeenMembers::Many(all) => all.clone(),
        }
    }
}

/// The file, open for appending.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
    end: u64,
}

impl Journal {
    /// Opens or makes the journal and calls back with every whole line and where it begins. What
    /// comes after a broken line is dropped.
    pub fn open(path: &Path, mut each: impl FnMut(u64, JournalLine)) -> io::Result<Journal> {
        let file = OpenOptions::new()
            .read(true)
            .append(true)
            .create(true)
            .open(path)?;
        let mut reader = BufReader::with_capacity(1 << 16, &file);
        let (mut at, mut line) = (0, Vec::new());
        while reader.read_until(b'\n', &mut line)? > 0 {
            let Some(whole) = line.strip_suffix(b"\n") else {
                break;
            };
            let Ok(read) = serde_json::from_slice(whole) else {
                break;
            };
            each(at, read);
            at += line.len() as u64;
            line.clear();
        }
        drop(reader);
        file.set_len(at)?;
        Ok(Journal {
            path: path.to_owned(),
            file,
            end: at,
        })
    }

    /// Starts over.
    pub fn clear(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.end = 0;
        Ok(())
    }

    /// Appends a line; where it begins.
    pub fn append(&mut self, line: &JournalLine) -> io::Result<u64> {
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        if let Err(error) = self.file.write_all(&text) {
            // A line that did not fit whole must not be built upon.
            drop(self.file.set_len(self.end));
            return Err(error);
        }
        let at = self.end;
        self.end += text.len() as u64;
        Ok(at)
    }

    /// The lines, to be looked up.
    pub fn window(&self) -> Window<'_> {
        Window {
            file: &self.file,
            start: 0,
            bytes: Vec::new(),
        }
    }

    pub fn sync(&self) -> io::Result<()> {
        self.file.sync_all()
    }

    /// Puts a new journal in the place of this one.
    pub fn replace(&mut self, with: &Path) -> io::Result<()> {
        fs::rename(with, &self.path)?;
        self.file = OpenOptions::new()
            .read(true)
            .append(true)
            .open(&self.path)?;
        self.end = self.file.metadata()?.len();
        Ok(())
    }
}

/// A stretch of the journal: what is looked up in order is mostly there already.
pub struct Window<'j> {
    file: &'j File,
    start: u64,
    bytes: Vec<u8>,
}

/// How much is read at a time.
const STRETCH: usize = 1 << 16;

impl Window<'_> {
    /// The line that begins at an offset.
    pub fn line(&mut self, at: u64) -> io::Result<JournalLine> {
        let mut stretch = STRETCH;
        loop {
            if let Some(line) = self.within(at) {
                return Ok(serde_json::from_slice(line)?);
            }
            self.bytes.resize(stretch, 0);
            self.start = at;
            let filled = read_at(self.file, &mut self.bytes, at)?;
            if filled < stretch && !self.bytes[..filled].contains(&b'\n') {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    "the journal was changed by another program",
                ));
            }
            self.bytes.truncate(filled);
            stretch *= 4;
        }
    }

    /// The outcome whose line begins at an offset.
    pub fn outcome(&mut self, at: u64) -> io::Result<Told> {
        match self.line(at)? {
            JournalLine::Outcome(told) => Ok(told),
            _ => Err(io::Error::new(
                io::ErrorKind::InvalidData,
                "the journal was changed by another program",
            )),
        }
    }

    fn within(&self, at: u64) -> Option<&[u8]> {
        let from = usize::try_from(at.checked_sub(self.start)?).ok()?;
        let rest = self.bytes.get(from..)?;
        Some(&rest[..memchr::memchr(b'\n', rest)?])
    }
}

/// Fills the buffer as far as the file reaches.
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    let mut filled = 0;
    while filled < buffer.len() {
        match file.read_at(&mut buffer[filled..], at + filled as u64)? {
            0 => break,
            read => filled += read,
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(path: &str) -> JournalLine {
        JournalLine::Ended {
            path: path.to_owned(),
            stored: None,
            members: 1,
        }
    }

    #[test]
    fn a_cut_line_is_dropped_and_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal");
        let mut journal = Journal::open(&path, |_, _| {}).unwrap();
        journal.append(&ended("a")).unwrap();
        let second = journal.append(&ended("b")).unwrap();
        drop(journal);
        let length = fs::metadata(&path).unwrap().len();
        OpenOptions::new()
            .write(true)
            .open(&path)
            .unwrap()
            .set_len(length - 3)
            .unwrap();
        let mut seen = Vec::new();
        let mut journal = Journal::open(&path, |at, line| seen.push((at, line))).unwrap();
        assert_eq!(seen, [(0, ended("a"))]);
        assert_eq!(journal.append(&ended("c")).unwrap(), second);
        drop(journal);
        seen.clear();
        Journal::open(&path, |at, line| seen.push((at, line))).unwrap();
        assert_eq!(seen, [(0, ended("a")), (second, ended("c"))]);
    }

    #[test]
    fn lines_are_looked_up_in_any_order_and_length() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = Journal::open(&folder.path().join("journal"), |_, _| {}).unwrap();
        let paths = ["a", "b", &"c".repeat(3 * STRETCH), "d"];
        let lines = paths.map(|path| (journal.append(&ended(path)).unwrap(), path));
        let mut window = journal.window();
        for (at, path) in lines.into_iter().chain(lines.into_iter().rev()) {
            assert_eq!(window.line(at).unwrap(), ended(path));
        }
        assert!(window.line(lines[3].0 + 1).is_err() && window.line(1 << 40).is_err());
    }

    #[test]
    fn members_come_in_any_order_and_the_last_word_holds() {
        let mut places = LinePlaces::default();
        for (member, at) in [(2, 20), (1, 10), (3, 30), (1, 11), (4, 40)] {
            places.tell(member, at);
        }
        assert!(!places.is_complete());
        places.end(50, 3);
        assert!(places.is_complete());
        assert_eq!(places.told(), [(1, 11), (2, 20), (3, 30)]);
    }
}
