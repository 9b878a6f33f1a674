//! The output folder: whole files or none, one run at a time, resumable.
//!
//! Every file is written under `.annalist/tmp`, synced and moved to its place;
//! then the journal is told. Several threads do so, because a disk syncs many
//! files in the time of one. `activities.jsonl` and `manifest.json` are made at
//! the end, from the journal and the documents, in the order of the run; while
//! anything is being changed they are not there.

use crate::batch::journal::{Journal, Line, Output, Places, Told};
use crate::batch::select::Item;
use crate::batch::task::Outcome;
use crate::batch::work;
use crate::manifest::{Counts, Entry, MANIFEST_SCHEMA, Manifest, Options, Status};
use crate::source::{Stored, hex, short_digest};
use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};
use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

/// Threads that write; a disk takes about as many syncs at a time as one.
const WRITERS: usize = 8;
/// Outcomes that may wait for them.
const WAITING: usize = 16;

/// The folder of a run.
pub struct Folder {
    disk: Arc<Disk>,
    queue: Option<SyncSender<Job>>,
    writers: Vec<JoinHandle<()>>,
    /// Held as long as the run lasts.
    _lock: File,
}

/// An outcome on its way, and the file for its record.
struct Job {
    task: usize,
    path: String,
    outcome: Outcome,
    file: String,
}

/// What the writers share.
struct Disk {
    root: PathBuf,
    ledger: Mutex<Ledger>,
    trouble: Mutex<Option<anyhow::Error>>,
    number: AtomicU64,
}

/// The journal and where its lines are.
struct Ledger {
    journal: Journal,
    places: Vec<Places>,
    /// Outcomes that writers have in hand, and the end that waits for them.
    open: HashMap<usize, (u64, Option<Line>)>,
    /// Lines there are, those that no longer hold included.
    lines: u64,
    /// What the outputs depend on besides the sources.
    settings: String,
    /// The digests of the run's own files.
    finished: Option<(String, String)>,
    /// Something was changed since.
    changed: bool,
}

/// How far a stored file need not be worked on again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// Not at all.
    Nothing,
    /// These members of the archive stand.
    Members(Vec<u64>),
    /// It is as it was, and so are its outputs.
    All { failed: bool },
}

impl Folder {
    /// Opens a folder for a run over `names` (in order), made if need be, and reads what an earlier
    /// run with the same `settings` left there.
    pub fn open(root: &Path, settings: &str, fresh: bool, names: &[Item]) -> Result<Folder> {
        let state = root.join(".annalist");
        fs::create_dir_all(&state).with_context(|| format!("cannot write to the folder {}", shown(root)))?;
        let lock = lock(&state.join("lock"), root)?;
        let scratch = state.join("tmp");
        drop(fs::remove_dir_all(&scratch));
        for folder in [&scratch, &root.join("documents")] {
            fs::create_dir_all(folder).with_context(|| format!("cannot write to the folder {}", shown(root)))?;
        }
        let ledger = Ledger::open(&state.join("journal.jsonl"), settings, fresh, names);
        let ledger = ledger.with_context(|| format!("cannot use the journal in {}", shown(&state)))?;
        let disk = Arc::new(Disk {
            root: root.to_owned(),
            ledger: Mutex::new(ledger),
            trouble: Mutex::default(),
            number: AtomicU64::new(0),
        });
        let mut folder = Folder { disk, queue: None, writers: Vec::new(), _lock: lock };
        folder.start_writers()?;
        Ok(folder)
    }

    fn start_writers(&mut self) -> Result<()> {
        let (sender, receiver) = sync_channel(WAITING);
        let receiver = Arc::new(Mutex::new(receiver));
        for _ in 0..WRITERS {
            let (disk, jobs) = (Arc::clone(&self.disk), Arc::clone(&receiver));
            let writer = thread::Builder::new().name("writer".into()).stack_size(256 << 10);
            self.writers.push(writer.spawn(move || disk.serve(&jobs)).context("cannot start a thread")?);
        }
        self.queue = Some(sender);
        Ok(())
    }

    /// What is known of a stored file from an earlier run, held against source and outputs.
    pub fn known(&self, task: usize, path: &Path, named: bool) -> Known {
        self.disk.known(task, path, named).unwrap_or(Known::Nothing)
    }

    /// Every outcome that stands for a stored file.
    pub fn told(&self, task: usize) -> Result<Vec<Told>> {
        let ledger = lock_of(&self.disk.ledger);
        let places = ledger.places.get(task).map(Places::told).unwrap_or_default();
        places.iter().map(|(_, at)| ledger.outcome(*at)).collect()
    }

    /// An archive is begun: its members are told from the first on.
    pub fn begin(&self, task: usize, path: &str, stored: Stored) -> Result<()> {
        let mut ledger = lock_of(&self.disk.ledger);
        self.disk.change(&mut ledger)?;
        let about = self.disk.append(&mut ledger, &Line::Stored { path: path.to_owned(), stored })?;
        with(&mut ledger.places, Some(task), |places| places.begin(Some(about)));
        Ok(())
    }

    /// Writes an outcome; it stands when the writers are done with it.
    pub fn put(&self, task: usize, path: &str, outcome: Outcome, file: String) -> Result<()> {
        self.disk.check()?;
        lock_of(&self.disk.ledger).open.entry(task).or_default().0 += 1;
        let job = Job { task, path: path.to_owned(), outcome, file };
        let queue = self.queue.as_ref().context("the folder is closed")?;
        queue.send(job).map_err(|_| anyhow!("the threads that write are gone"))
    }

    /// All members of a stored file were put.
    pub fn end(&self, task: usize, path: &str, stored: Option<Stored>, members: u64) -> Result<()> {
        let line = Line::Ended { path: path.to_owned(), stored, members };
        let mut ledger = lock_of(&self.disk.ledger);
        ledger.open.entry(task).or_default().1 = Some(line);
        self.disk.settle(&mut ledger, task)
    }

    /// Waits for the writers; what was put stands now.
    pub fn close(&mut self) -> Result<()> {
        self.queue = None;
        for writer in self.writers.drain(..) {
            drop(writer.join());
        }
        self.disk.check()?;
        let ledger = lock_of(&self.disk.ledger);
        ledger.journal.sync().with_context(|| format!("cannot write the journal in {}", shown(&self.disk.root)))
    }

    /// Writes the run's own files, drops what belongs to no source any more, and gives the counts.
    pub fn finish(&mut self, options: &Options) -> Result<Counts> {
        self.close()?;
        let mut ledger = lock_of(&self.disk.ledger);
        let disk = &self.disk;
        let counts = ledger.counts()?;
        if disk.is_finished(&ledger) {
            return Ok(counts);
        }
        disk.change(&mut ledger)?;
        disk.drop_stale(&ledger)?;
        let activities = disk.own_file("activities.jsonl", |out| disk.activities(&ledger, out))?;
        let manifest = disk.own_file("manifest.json", |out| manifest(&ledger, options, counts, out))?;
        disk.compact(&mut ledger, activities, manifest)?;
        Ok(counts)
    }
}

/// The lock of a run: a second one is told to wait.
fn lock(path: &Path, root: &Path) -> Result<File> {
    let file = File::options().create(true).append(true).open(path);
    let file = file.with_context(|| format!("cannot write to the folder {}", shown(root)))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => bail!("another run is writing to {}", shown(root)),
        Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("cannot lock {}", shown(root))),
    }
}

fn lock_of<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn shown(path: &Path) -> String {
    path.display().to_string().escape_debug().to_string()
}

impl Ledger {
    fn open(path: &Path, settings: &str, fresh: bool, items: &[Item]) -> io::Result<Ledger> {
        let mut places = vec![Places::default(); items.len()];
        let (mut lines, mut ours, mut finished) = (0, false, None);
        let find = |name: &str| items.binary_search_by(|item| item.name().as_ref().cmp(name)).ok();
        let journal = Journal::open(path, |at, line| {
            lines += 1;
            finished = None;
            match line {
                Line::Run(said) => ours = said == settings && !fresh,
                _ if !ours => {}
                Line::Stored { path, .. } => with(&mut places, find(&path), |places| places.begin(Some(at))),
                Line::Outcome(told) => with(&mut places, find(&told.path), |places| places.tell(told.member, at)),
                Line::Ended { path, members, .. } => {
                    with(&mut places, find(&path), |places| places.end(at, members));
                }
                Line::Finished { manifest, activities } => finished = Some((manifest, activities)),
            }
        })?;
        let settings = settings.to_owned();
        let mut ledger = Ledger { journal, places, open: HashMap::new(), lines, settings, finished, changed: false };
        if !ours {
            ledger.finished = None;
            ledger.journal.append(&Line::Run(ledger.settings.clone()))?;
            ledger.lines += 1;
        }
        Ok(ledger)
    }

    fn outcome(&self, at: u64) -> Result<Told> {
        match self.journal.line(at).context("cannot read the journal")? {
            Line::Outcome(told) => Ok(told),
            _ => bail!("the journal was changed by another program"),
        }
    }

    /// Every outcome of the run, in order.
    fn outcomes(&self) -> impl Iterator<Item = Result<Told>> {
        self.places.iter().flat_map(|places| places.told()).map(|(_, at)| self.outcome(at))
    }

    fn counts(&self) -> Result<Counts> {
        let mut counts = Counts::default();
        for told in self.outcomes() {
            counts.add(&told?.entry);
        }
        Ok(counts)
    }

    /// Lines that hold: those of the run's sources, the first and the last.
    fn live(&self) -> u64 {
        self.places.iter().map(Places::lines).sum::<u64>() + 2
    }
}

fn with(places: &mut [Places], at: Option<usize>, change: impl FnOnce(&mut Places)) {
    if let Some(places) = at.and_then(|at| places.get_mut(at)) {
        change(places);
    }
}

impl Disk {
    /// A writer's life.
    fn serve(&self, jobs: &Mutex<Receiver<Job>>) {
        loop {
            let Ok(job) = lock_of(jobs).recv() else { return };
            if lock_of(&self.trouble).is_none()
                && let Err(error) = self.settle_job(job)
            {
                lock_of(&self.trouble).get_or_insert(error);
            }
        }
    }

    fn check(&self) -> Result<()> {
        match lock_of(&self.trouble).take() {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }

    fn settle_job(&self, job: Job) -> Result<()> {
        let output = match &job.outcome.record {
            Some(record) => Some(self.write(&job.file, record)?),
            None => self.remove(&job.file).map(|()| None)?,
        };
        let member = job.outcome.member;
        let told = Told { path: job.path, member, entry: job.outcome.entry, output };
        let mut ledger = lock_of(&self.ledger);
        self.change(&mut ledger)?;
        let at = self.append(&mut ledger, &Line::Outcome(told))?;
        with(&mut ledger.places, Some(job.task), |places| places.tell(member, at));
        if let Some((open, _)) = ledger.open.get_mut(&job.task) {
            *open = open.saturating_sub(1);
        }
        self.settle(&mut ledger, job.task)
    }

    /// Writes the end of a stored file when no writer has anything of it in hand.
    fn settle(&self, ledger: &mut Ledger, task: usize) -> Result<()> {
        let Some((0, Some(_))) = ledger.open.get(&task) else { return Ok(()) };
        let Some((_, Some(line))) = ledger.open.remove(&task) else { return Ok(()) };
        self.change(ledger)?;
        let at = self.append(ledger, &line)?;
        if let Line::Ended { members, .. } = line {
            with(&mut ledger.places, Some(task), |places| places.end(at, members));
        }
        Ok(())
    }

    fn append(&self, ledger: &mut Ledger, line: &Line) -> Result<u64> {
        ledger.lines += 1;
        let at = ledger.journal.append(line);
        at.with_context(|| format!("cannot write {}", shown(&self.root.join(".annalist/journal.jsonl"))))
    }

    /// Before the first change: the run's own files no longer tell the truth.
    fn change(&self, ledger: &mut Ledger) -> Result<()> {
        if !std::mem::replace(&mut ledger.changed, true) {
            for name in ["manifest.json", "activities.jsonl"] {
                gone(fs::remove_file(self.root.join(name))).with_context(|| format!("cannot replace {name}"))?;
            }
        }
        Ok(())
    }

    /// Puts a file whole into its place.
    fn write(&self, file: &str, bytes: &[u8]) -> Result<Output> {
        let place = self.root.join("documents").join(file);
        let write = || -> io::Result<()> {
            let scratch = self.scratch();
            let mut out = File::create(&scratch)?;
            let written = out.write_all(bytes).and_then(|()| out.sync_all());
            let moved = written.and_then(|()| self.place(&scratch, file, &place));
            moved.inspect_err(|_| drop(fs::remove_file(&scratch)))
        };
        write().with_context(|| format!("cannot write {}", shown(&place)))?;
        Ok(Output { file: file.to_owned(), bytes: bytes.len() as u64, sha256: hex(&Sha256::digest(bytes)) })
    }

    fn scratch(&self) -> PathBuf {
        self.root.join(".annalist/tmp").join(self.number.fetch_add(1, Ordering::Relaxed).to_string())
    }

    /// Moves a file into its place, whose folders are made one by one below `documents`: if that is
    /// gone, the run is over.
    fn place(&self, scratch: &Path, file: &str, place: &Path) -> io::Result<()> {
        match fs::rename(scratch, place) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            done => return done,
        }
        let mut folder = self.root.join("documents");
        for part in Path::new(file).parent().into_iter().flat_map(Path::components) {
            folder.push(part);
            match fs::create_dir(&folder) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
        }
        fs::rename(scratch, place)
    }

    /// Removes what an earlier run wrote for a source that has no record now.
    fn remove(&self, file: &str) -> Result<()> {
        let place = self.root.join("documents").join(file);
        gone(fs::remove_file(&place)).with_context(|| format!("cannot remove {}", shown(&place)))
    }

    /// See [`Folder::known`]; errors mean that nothing is known.
    fn known(&self, task: usize, path: &Path, named: bool) -> Option<Known> {
        let (places, stored, told) = {
            let ledger = lock_of(&self.ledger);
            let places = ledger.places.get(task)?.clone();
            let stored = match ledger.journal.line(places.about?).ok()? {
                Line::Stored { stored, .. } | Line::Ended { stored: Some(stored), .. } => stored,
                _ => return None,
            };
            let told: Option<Vec<Told>> = places.told().iter().map(|(_, at)| ledger.outcome(*at).ok()).collect();
            (places, stored, told?)
        };
        if digest_of(path, named, stored.bytes).ok()? != stored {
            return None;
        }
        let stands = |told: &&Told| told.output.as_ref().is_none_or(|output| self.stands(output));
        let members: Vec<u64> = told.iter().filter(stands).map(|told| told.member).collect();
        if members.len() < told.len() || !places.is_complete() {
            return Some(Known::Members(members));
        }
        let failed = told.iter().any(|told| told.entry.status == Status::Failed);
        Some(Known::All { failed })
    }

    fn stands(&self, output: &Output) -> bool {
        let path = self.root.join("documents").join(&output.file);
        let as_stored = Stored { bytes: output.bytes, sha256: output.sha256.clone() };
        digest_of(&path, false, output.bytes).is_ok_and(|found| found == as_stored)
    }

    /// Whether the run's own files stand and nothing is left over.
    fn is_finished(&self, ledger: &Ledger) -> bool {
        let Some((manifest, activities)) = ledger.finished.as_ref().filter(|_| !ledger.changed) else { return false };
        let same = |name: &str, digest: &str| {
            let path = self.root.join(name);
            fs::metadata(&path)
                .and_then(|about| digest_of(&path, false, about.len()))
                .is_ok_and(|f| f.sha256 == *digest)
        };
        ledger.lines == ledger.live() && same("manifest.json", manifest) && same("activities.jsonl", activities)
    }

    /// Removes outputs that the journal tells of and no source of this run has.
    fn drop_stale(&self, ledger: &Ledger) -> Result<()> {
        if ledger.lines < ledger.live() {
            return Ok(());
        }
        let mut current = HashSet::new();
        for told in ledger.outcomes() {
            current.extend(told?.output.map(|output| short_digest(output.file.as_bytes())));
        }
        let mut stale = Vec::new();
        let journal = self.root.join(".annalist/journal.jsonl");
        let seen = Journal::open(&journal, |_, line| {
            if let Line::Outcome(Told { output: Some(output), .. }) = line
                && !current.contains(&short_digest(output.file.as_bytes()))
            {
                stale.push(output.file);
            }
        });
        seen.context("cannot read the journal")?;
        stale.iter().try_for_each(|file| {
            self.remove(file)?;
            self.remove_empty(file);
            Ok(())
        })
    }

    /// Removes the folders above an output, as far as they are empty now.
    fn remove_empty(&self, file: &str) {
        let documents = self.root.join("documents");
        let folders = Path::new(file).ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        for folder in folders {
            if fs::remove_dir(documents.join(folder)).is_err() {
                return;
            }
        }
    }

    /// One of the run's own files; its digest.
    fn own_file(&self, name: &str, fill: impl FnOnce(&mut dyn Write) -> Result<()>) -> Result<String> {
        let scratch = self.scratch();
        let context = || format!("cannot write {}", shown(&self.root.join(name)));
        let file = File::create(&scratch).with_context(context)?;
        let mut out = Digested { inner: BufWriter::with_capacity(1 << 16, file), hash: Sha256::new() };
        fill(&mut out).with_context(context)?;
        out.inner.flush().with_context(context)?;
        out.inner.get_ref().sync_all().with_context(context)?;
        fs::rename(&scratch, self.root.join(name)).with_context(context)?;
        Ok(hex(&out.hash.finalize()))
    }

    /// Every activity, from the documents.
    fn activities(&self, ledger: &Ledger, out: &mut dyn Write) -> Result<()> {
        for told in ledger.outcomes() {
            let told = told?;
            let Some(output) = told.output.filter(|_| told.entry.activities > 0) else { continue };
            let text = fs::read(self.root.join("documents").join(&output.file))
                .with_context(|| format!("cannot read {} again", output.file))?;
            let document: Activities = serde_json::from_slice(&text).context("an output was changed")?;
            for activity in document.activities {
                write_line(activity.get(), out)?;
            }
        }
        Ok(())
    }

    /// A journal of the lines that hold, in order.
    fn compact(&self, ledger: &mut Ledger, activities: String, manifest: String) -> Result<()> {
        let finished = Line::Finished { manifest: manifest.clone(), activities: activities.clone() };
        if ledger.lines + 1 > ledger.live() {
            let scratch = self.scratch();
            let context = || format!("cannot write {}", shown(&scratch));
            let mut out = BufWriter::new(File::create(&scratch).with_context(context)?);
            ledger.rewrite(&mut out).with_context(context)?;
            let file = out.into_inner().map_err(io::IntoInnerError::into_error).with_context(context)?;
            file.sync_all().with_context(context)?;
            ledger.journal.replace(&scratch).with_context(context)?;
        }
        ledger.finished = Some((manifest, activities));
        self.append(ledger, &finished)?;
        ledger.journal.sync().context("cannot write the journal")
    }
}

impl Ledger {
    /// The first line and all lines of sources. Where they stand changes; nothing is looked up after.
    fn rewrite(&mut self, out: &mut dyn Write) -> Result<()> {
        self.lines = 1;
        write_json(&Line::Run(self.settings.clone()), out)?;
        for places in &self.places {
            let about = places.about;
            for at in places.told().into_iter().map(|(_, at)| at).chain(about) {
                write_json(&self.journal.line(at)?, out)?;
                self.lines += 1;
            }
        }
        Ok(())
    }
}

fn write_json(line: &Line, out: &mut dyn Write) -> Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    Ok(out.write_all(b"\n")?)
}

/// The manifest, entry by entry; the same bytes as if it were laid out at once.
fn manifest(ledger: &Ledger, options: &Options, counts: Counts, out: &mut dyn Write) -> Result<()> {
    let head = Manifest {
        schema: MANIFEST_SCHEMA.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        options: options.clone(),
        counts,
        sources: Vec::new(),
    };
    let text = serde_json::to_string_pretty(&head)?;
    let Some(head) = text.strip_suffix("]\n}") else { bail!("a manifest without sources") };
    out.write_all(head.as_bytes())?;
    let mut separator = "\n";
    for told in ledger.outcomes() {
        write!(out, "{separator}    {}", indented(&told?.entry)?)?;
        separator = ",\n";
    }
    let end = if separator == "\n" { "]\n}\n" } else { "\n  ]\n}\n" };
    Ok(out.write_all(end.as_bytes())?)
}

fn indented(entry: &Entry) -> Result<String> {
    Ok(serde_json::to_string_pretty(entry)?.replace('\n', "\n    "))
}

/// What is read of a document again.
#[derive(Deserialize)]
struct Activities<'a> {
    #[serde(borrow)]
    activities: Vec<&'a RawValue>,
}

/// JSON on one line: white space outside strings is dropped.
fn write_line(json: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut line = Vec::with_capacity(json.len());
    let (mut within, mut escaped) = (false, false);
    for &byte in json.as_bytes() {
        if within || !byte.is_ascii_whitespace() {
            line.push(byte);
        }
        within ^= byte == b'"' && !escaped;
        escaped = within && byte == b'\\' && !escaped;
    }
    line.push(b'\n');
    out.write_all(&line)
}

/// A file that is digested while it is written.
struct Digested<W> {
    inner: W,
    hash: Sha256,
}

impl<W: Write> Write for Digested<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Size and digest of a regular file; an error where it is not `bytes` long.
fn digest_of(path: &Path, named: bool, bytes: u64) -> io::Result<Stored> {
    let (file, length) = work::open(path, named)?;
    if length != bytes {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut hash = HashWriter(Sha256::new());
    let bytes = io::copy(&mut &file, &mut hash)?;
    Ok(Stored { bytes, sha256: hex(&hash.0.finalize()) })
}

struct HashWriter(Sha256);

impl Write for HashWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is gone already need not be removed.
fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}
