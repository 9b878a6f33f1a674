//! Work on tasks, on a pool of threads: stored files are opened, what they
//! hold is extracted, and every step is told.
//!
//! The members of an archive are found by one thread and extracted by all of
//! them, as long as what waits is small; else the thread that finds them
//! extracts them too, which bounds memory. A panic costs the member it
//! happened in.

use super::outcome::{failure, staged, succeeded};
use super::stored::{open, plainly, read};
use super::task::{Event, Input, Layout, Outcome, Settings, Stage, Task};
use super::thread::{hush, panic_words, this_thread};
use crate::Extractor;
use crate::container::{self, Member, MemberContent};
use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::draft::{Draft, Findings};
use crate::error::Error;
use crate::field::date::Reference;
use crate::field::language;
use crate::manifest::Status;
use crate::reader::{self, Claim};
use crate::scheme::Scheme;
use crate::site::Sites;
use crate::source::{self, Hints, Source, Stored, hex};
use crate::write::drafts;
use crate::write::{name, parsed::parsed};
use anyhow::{Context, Result};
use rayon::{Scope, ThreadPool, ThreadPoolBuilder};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Stack of a working thread. Readers cap how deep they nest; this is their room for it.
pub const STACK: usize = 8 << 20;
/// Bytes of members that may wait for a thread.
const WAITING: u64 = 16 << 20;
/// How much of a large file is digested between two signs of life.
const STRIDE: u64 = 256 << 20;

/// A pool and what its work needs.
pub struct Work<'r> {
    extractor: Extractor,
    stage: Stage,
    layout: Layout,
    pool: ThreadPool,
    jobs: usize,
    report: &'r (dyn Fn(Event) + Sync),
}

/// What was learnt of sites, from its file.
pub fn learnt(file: &Path) -> Result<Sites> {
    let shown = file.display();
    let json = std::fs::read(file).with_context(|| format!("cannot read {shown}"))?;
    Sites::parse(&json).map_err(|error| anyhow::anyhow!("{shown} is no file of sites: {error}"))
}

/// A task that is being worked on.
struct WorkInHand {
    task: Task,
    stored: Option<Stored>,
    /// Members found so far.
    found: AtomicU64,
    /// Bytes of members that wait for a thread or are with one.
    waiting: AtomicU64,
    /// Members that are not finished, and one for the search.
    open: AtomicU64,
}

/// Why a file is skipped of which no reader is.
const UNSUPPORTED: &str = "no reader is for this type of file: read are HTML, PDF, text, Markdown, \
    CSV, Word, OpenDocument, RTF and spreadsheets, alone or inside WARC and ZIP";

impl<'r> Work<'r> {
    pub fn new(settings: &Settings, report: &'r (dyn Fn(Event) + Sync)) -> Result<Work<'r>> {
        let scheme = Scheme::load(&settings.scheme)?;
        hush();
        let pool = ThreadPoolBuilder::new()
            .num_threads(settings.jobs)
            .stack_size(STACK)
            .build();
        Ok(Work {
            extractor: Extractor {
                limits: settings.limits.clone(),
                password: settings.password.clone(),
                scheme,
                sites: settings.sites.as_deref().map(learnt).transpose()?,
            },
            stage: settings.stage,
            layout: settings.layout,
            pool: pool.context("cannot start threads")?,
            jobs: settings.jobs,
            report,
        })
    }

    /// Works on all tasks; returns when the last is done.
    pub fn all(&self, tasks: impl Iterator<Item = Task>) {
        // In place: tasks come from a pipe, and a thread of the pool that waits for the next one
        // would be missing from the work.
        self.pool.in_place_scope(|scope| {
            for task in tasks {
                scope.spawn(move |scope| self.task(task, scope));
            }
        });
    }

    fn task<'s>(&'s self, task: Task, scope: &Scope<'s>) {
        self.begin(&task, 0, "");
        let (number, path) = (task.number, task.path.clone());
        let outcome = catch_unwind(AssertUnwindSafe(|| self.open(task, scope)));
        let failed = match outcome {
            Ok(Ok(())) => return,
            Ok(Err((stored, error))) => failure(stored, path, &error),
            Err(_) => Outcome::without(1, path, Status::Failed, "crashed", panic_words()),
        };
        (self.report)(Event::Outcome {
            task: number,
            outcome: Box::new(failed),
        });
        (self.report)(Event::Ended {
            task: number,
            members: 1,
        });
    }

    /// A sign of life: the clock of this thread starts anew.
    fn begin(&self, task: &Task, member: u64, place: &str) {
        let (thread, used) = this_thread();
        (self.report)(Event::Begun {
            task: task.number,
            member,
            place: place.to_owned(),
            thread,
            used,
        });
    }

    fn open<'s>(
        &'s self,
        mut task: Task,
        scope: &Scope<'s>,
    ) -> Result<(), (Option<Stored>, Error)> {
        let path = match std::mem::take(&mut task.input) {
            Input::Bytes(bytes) => return self.bytes(task, bytes, scope),
            input => input.path().map(Path::to_owned).unwrap_or_default(),
        };
        let unreadable = |error: io::Error| (None, Error::Unreadable(plainly(&error)));
        let (mut file, length) = open(&path, task.named).map_err(unreadable)?;
        // An archive may be larger than memory: it is digested in strides and then walked from its
        // beginning, where any other file is read once and whole.
        if container::is_container(&mut file).map_err(unreadable)? {
            let stored = self.digest(&task, &mut file).map_err(unreadable)?;
            file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
            self.walk(task, stored, file, scope);
            return Ok(());
        }
        let bytes = read(&mut file, length, self.extractor.limits.input_bytes)
            .map_err(|error| (None, error))?;
        self.bytes(task, bytes, scope)
    }

    /// The digest of a large file, read in strides.
    fn digest(&self, task: &Task, file: &mut File) -> io::Result<Stored> {
        let mut hash = Sha256::new();
        let mut buffer = vec![0; 1 << 16];
        let (mut bytes, mut told) = (0, 0);
        loop {
            let read = file.read(&mut buffer)?;
            hash.update(buffer.get(..read).unwrap_or_default());
            bytes += read as u64;
            if read == 0 {
                return Ok(Stored {
                    bytes,
                    sha256: hex(&hash.finalize()),
                });
            }
            // Who watches the workers ends one that gives no sign of life; a large file takes
            // minutes.
            if bytes - told > STRIDE {
                self.begin(task, 0, "");
                told = bytes;
            }
        }
    }

    fn bytes<'s>(
        &'s self,
        task: Task,
        bytes: Vec<u8>,
        scope: &Scope<'s>,
    ) -> Result<(), (Option<Stored>, Error)> {
        let stored = Stored::of(&bytes);
        if container::is_container(&mut Cursor::new(&bytes)).unwrap_or(false) {
            self.walk(task, stored, Cursor::new(bytes), scope);
            return Ok(());
        }
        let flight = WorkInHand::new(task, stored.clone());
        (self.report)(Event::Stored {
            task: flight.task.number,
            stored,
            archive: false,
        });
        let member = Member {
            place: String::new(),
            found: MemberContent::Bytes(bytes),
            evidence: Default::default(),
        };
        self.member(&flight, 1, false, member);
        (self.report)(Event::Ended {
            task: flight.task.number,
            members: 1,
        });
        Ok(())
    }

    /// Finds the members of an archive and has them extracted.
    fn walk<'s>(&'s self, task: Task, stored: Stored, file: impl Read + Seek, scope: &Scope<'s>) {
        (self.report)(Event::Stored {
            task: task.number,
            stored: stored.clone(),
            archive: true,
        });
        let length = stored.bytes;
        let flight = Arc::new(WorkInHand::new(task, stored));
        let mut names = HashSet::new();
        let extractor = &self.extractor;
        let mut visit = |member: Member| {
            let number = flight.found.fetch_add(1, Ordering::Relaxed) + 1;
            // Names that differ by case alone are one on some file systems, where the second record
            // would take the place of the first.
            let clash = !names.insert(name::folded(&member.place));
            self.dispatch(&flight, number, clash, member, scope);
            self.begin(&flight.task, 0, "");
            ControlFlow::Continue(())
        };
        let walked = catch_unwind(AssertUnwindSafe(|| {
            container::walk(
                file,
                length,
                &extractor.limits,
                extractor.password.as_deref(),
                &mut visit,
            );
        }));
        // A panic of the walk itself costs what lies behind the place; members found before it
        // stand.
        if walked.is_err() {
            let member = flight.found.fetch_add(1, Ordering::Relaxed) + 1;
            let crashed = Outcome::without(
                member,
                flight.task.path.clone(),
                Status::Failed,
                "crashed",
                panic_words(),
            );
            (self.report)(Event::Outcome {
                task: flight.task.number,
                outcome: Box::new(crashed),
            });
        }
        self.close(&flight);
    }

    /// Has a member extracted by whatever thread is free, or here where too much waits.
    fn dispatch<'s>(
        &'s self,
        flight: &Arc<WorkInHand>,
        number: u64,
        clash: bool,
        member: Member,
        scope: &Scope<'s>,
    ) {
        let size = match &member.found {
            MemberContent::Bytes(bytes) => bytes.len() as u64,
            _ => 0,
        };
        let waiting = flight.waiting.fetch_add(size + 1, Ordering::Relaxed);
        flight.open.fetch_add(1, Ordering::Relaxed);
        let flight = Arc::clone(flight);
        let work = move || {
            self.member(&flight, number, clash, member);
            flight.waiting.fetch_sub(size + 1, Ordering::Relaxed);
            self.close(&flight);
        };
        // What is only told costs nothing; and where much waits, the thread that finds members
        // works on them too, so that it cannot run ahead of the others.
        if size == 0 || waiting + size > WAITING || self.jobs == 1 {
            work()
        } else {
            scope.spawn(move |_| work())
        }
    }

    /// One member less is open; the last one ends the task.
    fn close(&self, flight: &WorkInHand) {
        // The search counts as one member, so that the task cannot end while more may be found.
        if flight.open.fetch_sub(1, Ordering::AcqRel) == 1 {
            let members = flight.found.load(Ordering::Relaxed);
            (self.report)(Event::Ended {
                task: flight.task.number,
                members,
            });
        }
    }

    fn member(&self, flight: &WorkInHand, number: u64, clash: bool, member: Member) {
        self.begin(&flight.task, number, &member.place);
        let task = flight.task.number;
        let path = format!("{}{}", flight.task.path, member.place);
        if flight.is_done(number) {
            return (self.report)(Event::Unchanged {
                task,
                member: number,
            });
        }
        let event = match member.found {
            MemberContent::Skipped(code, message) => {
                let skipped = Outcome::without(number, path, Status::Skipped, code, message);
                Event::Outcome {
                    task,
                    outcome: Box::new(skipped),
                }
            }
            MemberContent::Failed(error) => {
                let stored = member
                    .place
                    .is_empty()
                    .then(|| flight.stored.clone())
                    .flatten();
                Event::Outcome {
                    task,
                    outcome: Box::new(Outcome {
                        member: number,
                        ..failure(stored, path, &error)
                    }),
                }
            }
            MemberContent::Bytes(bytes) => {
                let itself = member.place.is_empty();
                let stored = flight
                    .stored
                    .clone()
                    .filter(|_| itself)
                    .unwrap_or_else(|| Stored::of(&bytes));
                let evidence = member.evidence;
                let hints = Hints {
                    path,
                    url: evidence
                        .url
                        .or_else(|| flight.task.url.clone().filter(|_| itself)),
                    media_type: evidence
                        .media_type
                        .or_else(|| flight.task.media_type.clone().filter(|_| itself)),
                    captured: evidence.captured,
                    stored: Some(stored),
                };
                let outcome = self.source(&bytes, hints, flight.task.named && itself);
                Event::Outcome {
                    task,
                    outcome: Box::new(Outcome {
                        member: number,
                        clash,
                        ..outcome
                    }),
                }
            }
        };
        (self.report)(event);
    }

    /// One source, from its bytes to its outcome, whatever happens.
    fn source(&self, bytes: &[u8], hints: Hints, named: bool) -> Outcome {
        let (path, stored) = (hints.path.clone(), hints.stored.clone());
        let outcome = catch_unwind(AssertUnwindSafe(|| match is_wanted(bytes, &hints, named) {
            true => self.extract(bytes, &hints),
            false => Ok(Outcome::without(
                0,
                hints.path.clone(),
                Status::Skipped,
                "unsupported",
                UNSUPPORTED,
            )),
        }));
        let mut outcome = match outcome {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(error)) => failure(None, path, &error),
            Err(_) => Outcome::without(0, path, Status::Failed, "crashed", panic_words()),
        };
        outcome.entry.sha256 = stored.map(|stored| stored.sha256);
        outcome
    }

    fn extract(&self, bytes: &[u8], hints: &Hints) -> Result<Outcome, Error> {
        let mut diagnostics = Diagnostics::default();
        match self.stage {
            Stage::Record => Ok(succeeded(
                &self.extractor.extract(bytes, hints)?,
                self.layout,
            )),
            Stage::Document => {
                let document = self.extractor.parse(bytes, hints, &mut diagnostics)?;
                let value = parsed(&hints.path, &document);
                Ok(staged(hints, &diagnostics, &value, self.layout))
            }
            Stage::Draft => {
                let document = self.extractor.parse(bytes, hints, &mut diagnostics)?;
                let value = self.findings(&hints.path, document, &mut diagnostics);
                Ok(staged(hints, &diagnostics, &value, self.layout))
            }
        }
    }
}

impl Work<'_> {
    /// What the field readers find, before anything is chosen.
    fn findings(&self, path: &str, mut document: Document, diagnostics: &mut Diagnostics) -> Value {
        let (kind, drafts) = self.extractor.cut(&mut document, diagnostics);
        let document = &document;
        let language = language::detect(&document.text).map(|(tag, _)| tag);
        let read = |draft: Draft| {
            let found = Findings::read(
                document,
                &draft,
                language,
                &Reference::default(),
                &self.extractor.scheme,
            );
            (draft, found)
        };
        let found: Vec<(Draft, Findings)> = drafts.into_iter().map(read).collect();
        drafts::drafts(path, &json!(kind), document, &found)
    }
}

impl WorkInHand {
    fn new(task: Task, stored: Stored) -> WorkInHand {
        WorkInHand {
            task,
            stored: Some(stored),
            found: AtomicU64::new(0),
            waiting: AtomicU64::new(0),
            open: AtomicU64::new(1),
        }
    }

    /// Whether the outcome of a member is known from before.
    fn is_done(&self, number: u64) -> bool {
        self.task.done.binary_search(&number).is_ok()
    }
}

/// What a walk over folders or an archive takes along is read only if its name or its bytes speak
/// for a reader: a saved page's scripts would pass for text.
fn is_wanted(bytes: &[u8], hints: &Hints, named: bool) -> bool {
    if named {
        return true;
    }
    if source::is_foreign(&hints.path) {
        return false;
    }
    let source = Source {
        bytes,
        hints,
        password: None,
        sites: None,
    };
    let ending = source.ending();
    let claim = reader::FORMATS
        .iter()
        .map(|format| (format.claims)(&source))
        .max()
        .unwrap_or(Claim::No);
    bytes.is_empty() || claim >= Claim::Named || (claim == Claim::Possible && ending.is_empty())
}
