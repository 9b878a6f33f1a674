//! A run of `annalist extract`: from a [`Job`] to outputs and counts.
//!
//! Sources are selected, those an earlier run has done are passed over, the
//! rest goes through a worker process (or this one), and what comes back goes
//! to a folder or, in order, to standard output.

use crate::batch::folder::Folder;
use crate::batch::holding::{Holding, Scope};
use crate::batch::interrupt::Interrupt;
use crate::batch::known::KnownState;
use crate::batch::launch::Launch;
use crate::batch::order::OrderedQueue;
use crate::batch::progress::{Progress, Voice};
use crate::batch::scope::{RunMode, Terms};
use crate::batch::select::{Item, PathKind, Wanted, select};
use crate::batch::supervisor::Supervisor;
use crate::batch::task::{Event, Input, Layout, Next, Outcome, Settings, Task};
use crate::batch::work::Work;
use crate::batch::{closing, corrected, disk};
use crate::correction::{self, Corrections};
use crate::manifest::{Counts, Options, Status};
use crate::scheme::Scheme;
use crate::source::{Stored, hex, short_digest};
use crate::write::name;
use crate::write::whole::whole;
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::sync_channel;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;
use tempfile::NamedTempFile;

/// Where records go.
#[derive(Clone, Debug)]
pub enum Output {
    Folder(PathBuf),
    /// Lines, to a file or to standard output.
    Lines(Option<PathBuf>),
}

/// Everything a run needs to know.
#[derive(Clone, Debug)]
pub struct Job {
    pub wanted: Wanted,
    pub output: Output,
    pub settings: Settings,
    /// What becomes of what an earlier run has done.
    pub mode: RunMode,
    /// Lines of activities, not of documents.
    pub activities: bool,
    /// The file of corrections, where it is not the folder's.
    pub corrections: Option<PathBuf>,
    /// Without a worker process.
    pub in_process: bool,
    pub voice: Voice,
    pub color: bool,
}

/// How a run ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RunEnd {
    /// All was done; the counts are of the outcomes.
    Finished(Counts),
    /// A signal asked to stop; this is the exit code it asks for.
    Interrupted(u8),
    /// There was no source, and nothing was touched.
    Nothing,
    /// Nobody reads standard output any more.
    Closed,
}

/// Why a run did not come to its end.
#[derive(Debug)]
pub enum Trouble {
    /// What was asked for cannot be done.
    Usage(anyhow::Error),
    /// The run could not go on.
    Broken(anyhow::Error),
}

/// Runs a job.
///
/// # Errors
/// Where it could not begin or not go on; failed sources are no errors.
pub fn extract(job: &Job) -> Result<RunEnd, Trouble> {
    let interrupt = Interrupt::listen()
        .context("cannot listen for signals")
        .map_err(Trouble::Broken)?;
    let items = select(&job.wanted).map_err(Trouble::Usage)?;
    if items.is_empty() {
        let kept = match &job.output {
            Output::Folder(root) => format!("; {} is left as it is", disk::shown(root)),
            Output::Lines(_) => String::new(),
        };
        Progress::new(job.voice, job.color, 0)
            .loss("no-sources", &format!("no sources were found{kept}"));
        return Ok(RunEnd::Nothing);
    }
    let ending = match &job.output {
        Output::Folder(root) => to_folder(job, root, items, &interrupt),
        Output::Lines(None) => to_lines(job, &items, Box::new(io::stdout()), &interrupt),
        Output::Lines(Some(path)) => to_file(job, path, &items, &interrupt),
    };
    // Who said stop is told so even where the last file had just been written.
    match (ending, interrupt.code()) {
        (Ok(RunEnd::Finished(_)), Some(code)) => Ok(RunEnd::Interrupted(code)),
        (ending, _) => ending.map_err(Trouble::Broken),
    }
}

/// Records as files.
fn to_folder(
    job: &Job,
    root: &Path,
    mut items: Vec<Item>,
    interrupt: &Interrupt,
) -> Result<RunEnd> {
    let own = root.join(correction::FILE);
    let corrections = Corrections::load(job.corrections.as_deref().unwrap_or(&own))?;
    let mut folder = Folder::open(root, terms(job)?, corrections, &mut items)?;
    let items = items.as_slice();
    let mut progress = Progress::new(job.voice, job.color, items.len() as u64);
    let known = folder.known(items, job.settings.jobs, interrupt)?;
    let mut desk = Desk {
        folder: &folder,
        items,
        known: &known,
        progress: &mut progress,
        stored: HashMap::new(),
    };
    desk.settled()?;
    let tasks = tasks(items, |at| {
        known.get(at).cloned().unwrap_or(KnownState::Nothing)
    });
    work(
        &job.settings,
        job.in_process,
        tasks,
        interrupt,
        &mut |event| desk.event(event),
    )?;
    if let Some(code) = interrupt.code() {
        folder.close()?;
        progress.note("stopped; run again to go on");
        return Ok(RunEnd::Interrupted(code));
    }
    let (counts, said) = folder.finish(&Options {
        scheme: job.settings.scheme.clone(),
    })?;
    said.iter().for_each(|words| progress.doubt(words));
    progress.closing(&counts, &format!("annalist report {}", disk::shown(root)));
    Ok(RunEnd::Finished(counts))
}

/// What the run wants of its folder.
fn terms(job: &Job) -> Result<Terms> {
    Ok(Terms {
        settings: fingerprint(&job.settings)?,
        holding: Holding {
            scopes: vec![Scope::of(&job.wanted)],
            scheme: job.settings.scheme.clone(),
            stage: job.settings.stage,
            replaces: job.mode == RunMode::Fresh,
        },
        mode: job.mode,
    })
}

/// Records as lines of a file, which is there when the run is at its end.
fn to_file(job: &Job, path: &Path, items: &[Item], interrupt: &Interrupt) -> Result<RunEnd> {
    let mut ending = RunEnd::Nothing;
    let written = whole(path, |out| {
        ending = to_lines(job, items, Box::new(out), interrupt)?;
        match ending {
            RunEnd::Finished(_) => Ok(()),
            _ => Err(anyhow::Error::new(ReaderGone)),
        }
    });
    match written {
        Err(error) if !error.is::<ReaderGone>() => Err(error),
        _ => Ok(ending),
    }
}

/// Records as lines.
fn to_lines<'o>(
    job: &Job,
    items: &[Item],
    out: Box<dyn Write + Send + 'o>,
    interrupt: &Interrupt,
) -> Result<RunEnd> {
    let mut progress = Progress::new(job.voice, job.color, items.len() as u64);
    let corrections = match &job.corrections {
        Some(file) => Corrections::load(file)?,
        None => Corrections::default(),
    };
    let mut line = OrderedOutput {
        corrections: &corrections,
        activities: job.activities,
        out: BufWriter::new(out),
        order: OrderedQueue::default(),
        progress: &mut progress,
        counts: Counts::default(),
    };
    let tasks = tasks(items, |_| KnownState::Nothing);
    let ended = work(
        &job.settings,
        job.in_process,
        tasks,
        interrupt,
        &mut |event| line.event(event),
    );
    let ended = ended.and_then(|()| line.out.flush().map_err(gone_or));
    let counts = line.counts;
    drop(line);
    if let Err(error) = ended {
        return if error.is::<ReaderGone>() {
            Ok(RunEnd::Closed)
        } else {
            Err(error)
        };
    }
    if let Some(code) = interrupt.code() {
        return Ok(RunEnd::Interrupted(code));
    }
    progress.summary(&counts);
    Ok(RunEnd::Finished(counts))
}

/// The tasks that are left, in order, among them the outcomes of what needs no work.
fn tasks(
    items: &[Item],
    known: impl Fn(usize) -> KnownState,
) -> impl Iterator<Item = Result<Next>> {
    items.iter().enumerate().filter_map(move |(at, item)| {
        if let Some(outcome) = without_work(item) {
            return Some(Ok(Next::Told(at as u64, Box::new(outcome))));
        }
        let done = match known(at) {
            KnownState::All { .. } => return None,
            KnownState::Members(members) => members.into_vec(),
            KnownState::Nothing => Vec::new(),
        };
        let input = match item.kind {
            PathKind::File | PathKind::Named => Ok(Input::File(item.path().to_owned())),
            PathKind::StandardInput => standard_input(),
            PathKind::Link | PathKind::NoFile | PathKind::Unreadable | PathKind::Kept => {
                return None;
            }
        };
        let named = item.kind != PathKind::File;
        let (number, path) = (at as u64, item.name().into_owned());
        Some(input.map(|input| {
            Next::Task(Task {
                number,
                path,
                named,
                done,
                input,
                ..Task::default()
            })
        }))
    })
}

/// Standard input as a file: it may be an archive, which is read from both ends.
fn standard_input() -> Result<Input> {
    let mut file = NamedTempFile::new().context("cannot make a temporary file")?;
    io::copy(&mut io::stdin().lock(), &mut file)
        .context("cannot keep standard input in a temporary file")?;
    Ok(Input::Kept(Arc::new(file.into_temp_path())))
}

/// The outcome of what need not be opened.
fn without_work(item: &Item) -> Option<Outcome> {
    let (status, code, message) = match item.kind {
        PathKind::File | PathKind::Named | PathKind::StandardInput | PathKind::Kept => return None,
        PathKind::Link => (
            Status::Skipped,
            "symbolic-link",
            "links are not followed; name the file itself",
        ),
        PathKind::NoFile => (Status::Skipped, "not-a-file", "it is not a regular file"),
        PathKind::Unreadable => (Status::Failed, "unreadable", "the folder could not be read"),
    };
    Some(Outcome::without(
        1,
        item.name().into_owned(),
        status,
        code,
        message,
    ))
}

/// Works on tasks until they are done or the run is interrupted.
pub(crate) fn work(
    settings: &Settings,
    in_process: bool,
    tasks: impl Iterator<Item = Result<Next>> + Send,
    interrupt: &Interrupt,
    sink: &mut dyn FnMut(Event) -> Result<()>,
) -> Result<()> {
    match in_process {
        true => within(settings, tasks, interrupt, sink),
        false => Supervisor::new(settings, tasks, interrupt, sink).run(),
    }
}

/// The same without a process around it.
fn within(
    settings: &Settings,
    tasks: impl Iterator<Item = Result<Next>> + Send,
    interrupt: &Interrupt,
    sink: &mut dyn FnMut(Event) -> Result<()>,
) -> Result<()> {
    let (sender, events) = sync_channel(64);
    // A place in flight is taken before a task is begun and given back when it has ended.
    let (take, give) = sync_channel(settings.jobs * 4);
    let broken = Mutex::new(None);
    thread::scope(|scope| {
        let broken = &broken;
        scope.spawn(move || {
            let report = |event: Event| drop(sender.send(event));
            let begin = |next: Result<Next>| match next {
                Ok(_) if interrupt.code().is_some() || take.send(()).is_err() => None,
                Ok(Next::Task(task)) => Some(Some(task)),
                Ok(Next::Told(task, outcome)) => {
                    report(Event::Outcome { task, outcome });
                    report(Event::Ended { task, members: 1 });
                    Some(None)
                }
                Ok(Next::Later) => {
                    thread::sleep(Duration::from_millis(2));
                    report(Event::Ready);
                    Some(None)
                }
                Err(error) => {
                    *lock(broken) = Some(error);
                    None
                }
            };
            match Work::new(settings, &report) {
                Ok(work) => work.all(tasks.map_while(begin).flatten()),
                Err(error) => *lock(broken) = Some(error),
            }
        });
        for mut event in events {
            if let Event::Outcome { outcome, .. } = &mut event {
                let back = outcome.take_back();
                back.context("cannot read a temporary file")?;
            }
            let gives = matches!(event, Event::Ended { .. } | Event::Ready);
            sink(event)?;
            if gives {
                let _empty = give.recv();
            }
        }
        lock(broken).take().map_or(Ok(()), Err)
    })
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What the records of a run depend on besides the sources: program, settings, and what a scheme
/// of the user's own says. Of the password only a trace is kept.
fn fingerprint(settings: &Settings) -> Result<String> {
    let scheme = match Scheme::is_built_in(&settings.scheme) {
        true => None,
        false => Some(
            fs::read(&settings.scheme)
                .with_context(|| format!("cannot read {}", settings.scheme))?,
        ),
    };
    let sites = settings.sites.as_ref().map(fs::read).transpose();
    let sites = sites.context("cannot read the file of --sites")?;
    let trace = settings
        .password
        .as_ref()
        .map(|password| short_digest(password.as_bytes()) & 0xffff);
    let program = Launch::this().and_then(|launch| fs::metadata(launch.code));
    let program = program
        .map(|about| (about.len(), about.mtime(), about.mtime_nsec()))
        .ok();
    let settings = Settings {
        password: None,
        jobs: 0,
        sites: None,
        ..settings.clone()
    };
    let digest = |json| hex(&Sha256::digest(json));
    let (scheme, sites) = (scheme.map(digest), sites.map(digest));
    let all = serde_json::to_vec(&(
        env!("CARGO_PKG_VERSION"),
        program,
        trace,
        settings,
        scheme,
        sites,
    ))?;
    Ok(hex(&Sha256::digest(all)))
}

/// Where outcomes of a run into a folder go through.
struct Desk<'a> {
    folder: &'a Folder,
    items: &'a [Item],
    known: &'a [KnownState],
    progress: &'a mut Progress,
    /// Of stored files that are being worked on, and whether they are archives.
    stored: HashMap<u64, (Stored, bool)>,
}

impl Desk<'_> {
    /// What there is to say of what an earlier run has done.
    fn settled(&mut self) -> Result<()> {
        for (at, known) in self.known.iter().enumerate() {
            let KnownState::All { failed } = known else {
                continue;
            };
            if *failed || self.progress.is_verbose() {
                for told in self.folder.told(at)? {
                    let outcome = Outcome {
                        member: told.member,
                        clash: false,
                        entry: told.entry,
                        record: None,
                        spilled: None,
                    };
                    self.progress.outcome(at as u64, &outcome);
                }
            }
            self.progress.ended(at as u64);
        }
        self.progress.settled();
        Ok(())
    }

    fn event(&mut self, event: Event) -> Result<()> {
        match event {
            Event::Ready | Event::Begun { .. } | Event::Unchanged { .. } => Ok(()),
            Event::Stored {
                task,
                stored,
                archive,
            } => {
                let resumed = matches!(self.known.get(task as usize), Some(KnownState::Members(_)));
                let is_new = self
                    .stored
                    .insert(task, (stored.clone(), archive))
                    .is_none();
                if archive && is_new && !resumed {
                    self.folder.begin(task as usize, &self.name(task), stored)?;
                }
                Ok(())
            }
            Event::Outcome { task, outcome } => {
                self.progress.outcome(task, &outcome);
                let clash =
                    outcome.clash || self.items.get(task as usize).is_some_and(|item| item.clash);
                let file = name::document(&outcome.entry.path, clash);
                match self.stored.get(&task) {
                    Some((stored, false)) => {
                        self.folder
                            .put_whole(task as usize, *outcome, file, stored.bytes)
                    }
                    _ => self
                        .folder
                        .put(task as usize, &self.name(task), *outcome, file),
                }
            }
            Event::Ended { task, members } => {
                self.progress.ended(task);
                match self.stored.remove(&task) {
                    Some((_, false)) => Ok(()),
                    archive => {
                        let stored = archive.map(|(stored, _)| stored);
                        self.folder
                            .end(task as usize, &self.name(task), stored, members)
                    }
                }
            }
        }
    }

    fn name(&self, task: u64) -> String {
        self.items
            .get(task as usize)
            .map(|item| item.name().into_owned())
            .unwrap_or_default()
    }
}

/// Where outcomes of a run to standard output go through.
struct OrderedOutput<'a> {
    corrections: &'a Corrections,
    /// Only these of every document.
    activities: bool,
    out: BufWriter<Box<dyn Write + Send + 'a>>,
    order: OrderedQueue,
    progress: &'a mut Progress,
    counts: Counts,
}

/// Nobody reads standard output any more.
#[derive(Debug, thiserror::Error)]
#[error("standard output was closed")]
pub(crate) struct ReaderGone;

pub(crate) fn gone_or(error: io::Error) -> anyhow::Error {
    if error.kind() == io::ErrorKind::BrokenPipe {
        return anyhow::Error::new(ReaderGone);
    }
    anyhow::Error::new(error).context("cannot write to standard output")
}

impl OrderedOutput<'_> {
    fn event(&mut self, event: Event) -> Result<()> {
        match event {
            Event::Outcome { task, mut outcome } => {
                corrected::correct(self.corrections, &mut outcome, Layout::Line);
                self.progress.outcome(task, &outcome);
                self.counts.add(&outcome.entry);
                self.order
                    .put(task, *outcome)
                    .context("cannot keep a record in a temporary file")?;
            }
            Event::Ended { task, members } => {
                self.order.end(task, members);
                self.progress.ended(task);
            }
            _ => return Ok(()),
        }
        while let Some((_, outcome)) = self
            .order
            .release()
            .context("cannot read a temporary file")?
        {
            let record = outcome.record.unwrap_or_default();
            match self.activities && !record.is_empty() {
                true => closing::lines(&record, &mut self.out),
                false => self.out.write_all(&record).map_err(gone_or),
            }?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_scheme_under_the_same_name_is_another_run() {
        let folder = tempfile::tempdir().unwrap();
        let own = folder.path().join("own.json");
        let print = |scheme: &str| {
            let settings = Settings {
                scheme: scheme.to_owned(),
                ..Settings::default()
            };
            fingerprint(&settings).unwrap()
        };
        fs::write(&own, "one").unwrap();
        let one = print(own.to_str().unwrap());
        assert_eq!(print(own.to_str().unwrap()), one);
        fs::write(&own, "two").unwrap();
        assert_ne!(print(own.to_str().unwrap()), one);
        assert_ne!(print("ifla-2019"), print("ifla-2024"));
    }
}
