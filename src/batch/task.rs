//! What the parts of a batch tell one another.

use crate::budget::Limits;
use crate::manifest::{Entry, Failure, Status};
use crate::source::Stored;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempPath;

/// One stored file to be worked on.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Task {
    /// Its place in the order of the run, from 0.
    pub number: u64,
    /// As records give it.
    pub path: String,
    /// The user named this very file: whatever it is, it is to be read or to fail.
    pub named: bool,
    pub url: Option<String>,
    pub media_type: Option<String>,
    /// Members whose outcome is known, by rising number.
    pub done: Vec<u64>,
    #[serde(skip)]
    pub input: Input,
}

/// Where the bytes are.
#[derive(Clone, Debug)]
pub enum Input {
    File(PathBuf),
    /// A file that goes when the task does.
    Kept(Arc<TempPath>),
    Bytes(Vec<u8>),
}

impl Default for Input {
    fn default() -> Input {
        Input::Bytes(Vec::new())
    }
}

/// What a run is handed next.
#[derive(Debug)]
pub enum Next {
    Task(Task),
    /// The outcome of what needs no work, in the place of a task of this number.
    Told(u64, Box<Outcome>),
    /// There is nothing at the moment.
    Later,
}

impl Input {
    /// The file, where it is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Input::File(path) => Some(path),
            Input::Kept(path) => Some(path),
            Input::Bytes(_) => None,
        }
    }
}

/// What comes back while a task is worked on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// The worker can take tasks.
    Ready,
    /// A thread of the worker begins with a member (0: with the stored file itself), or goes on
    /// with it; what was used before does not count any more.
    Begun {
        task: u64,
        member: u64,
        place: String,
        thread: u32,
        used: Used,
    },
    /// Size and digest of the stored file, and whether it is an archive.
    Stored {
        task: u64,
        stored: Stored,
        archive: bool,
    },
    /// What became of a member.
    Outcome { task: u64, outcome: Box<Outcome> },
    /// A member that was done before.
    Unchanged { task: u64, member: u64 },
    /// All members were told.
    Ended { task: u64, members: u64 },
}

/// Processor time of a thread, in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Used(pub u64);

/// What became of a source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The number of the member in its stored file, from 1 in the order they are found.
    pub member: u64,
    /// Another member has the same name up to case and composition.
    pub clash: bool,
    pub entry: Entry,
    /// What is to be written: a JSON text with a final line break. Travels behind the frame's head.
    #[serde(skip)]
    pub record: Option<Vec<u8>>,
    /// The same in a file while it is on its way out of the worker, where it is long.
    #[serde(skip)]
    pub spilled: Option<Spilled>,
}

/// A long record in a temporary file.
#[derive(Clone, Debug)]
pub struct Spilled(pub Arc<File>);

impl PartialEq for Spilled {
    fn eq(&self, other: &Spilled) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Spilled {
    /// The file from its beginning, and its length.
    pub fn opened(&self) -> io::Result<(&File, u64)> {
        let mut file = &*self.0;
        let length = file.seek(SeekFrom::End(0))?;
        file.seek(SeekFrom::Start(0))?;
        Ok((file, length))
    }
}

impl Outcome {
    /// Takes a record that lies in a file back into memory.
    pub fn take_back(&mut self) -> io::Result<()> {
        if let Some(spilled) = self.spilled.take() {
            let (mut file, length) = spilled.opened()?;
            let mut record = Vec::with_capacity(usize::try_from(length).unwrap_or(0));
            file.read_to_end(&mut record)?;
            self.record = Some(record);
        }
        Ok(())
    }

    /// A source that gave nothing.
    pub fn without(
        member: u64,
        path: String,
        status: Status,
        code: &str,
        message: impl Into<String>,
    ) -> Outcome {
        let error = Some(Failure {
            code: code.to_owned(),
            message: message.into(),
        });
        let entry = Entry {
            path,
            sha256: None,
            status,
            kind: None,
            activities: 0,
            error,
        };
        Outcome {
            member,
            clash: false,
            entry,
            record: None,
            spilled: None,
        }
    }
}

/// How far a source is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, clap::ValueEnum)]
pub enum Stage {
    Document,
    Draft,
    #[default]
    Record,
}

/// How a record is laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Layout {
    /// Indented, for folders.
    #[default]
    Pretty,
    /// On one line, for streams.
    Line,
}

/// What all tasks of a run share.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Settings {
    pub limits: Limits,
    pub password: Option<String>,
    /// Goal scheme: a built-in name or a file.
    pub scheme: String,
    /// The file of what was learnt of sites.
    pub sites: Option<PathBuf>,
    pub stage: Stage,
    pub layout: Layout,
    /// Threads.
    pub jobs: usize,
    /// Resident memory of a worker process, in bytes.
    pub memory: u64,
    /// Processor time a source may take, in seconds.
    pub seconds: f64,
}
