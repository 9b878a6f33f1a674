//! The output folder: whole files or none, one run at a time, resumable.
//!
//! Every file is written under `.annalist/tmp`, synced and moved to its place;
//! then the journal is told. Several threads do so, because a disk syncs many
//! files in the time of one. `activities.jsonl` and `manifest.json` are made at
//! the end, from the journal and the documents, in the order of the run; while
//! anything is being changed they are not there.

use crate::batch::closing;
use crate::batch::corrected;
use crate::batch::disk::{Disk, shown};
use crate::batch::interrupt::Interrupt;
use crate::batch::journal::{Finished, Journal, JournalLine, LinePlaces, Told, WrittenFile};
use crate::batch::known::{self, KnownState};
use crate::batch::ledger::{Ledger, with};
use crate::batch::scope::{Terms, admit, is_kept};
use crate::batch::select::Item;
use crate::batch::task::{Layout, Outcome};
use crate::correction::{self, Correction, Corrections};
use crate::manifest::{Counts, Options};
use crate::source::{Stored, short_digest};
use anyhow::{Context, Result, anyhow};
use rayon::ThreadPoolBuilder;
use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};

/// Threads that write; a disk takes about as many syncs at a time as one.
const WRITERS: usize = 8;
/// Outcomes that may wait for them.
const WAITING: usize = 16;

/// The folder of a run.
pub struct Folder {
    shared: Arc<SharedFolder>,
    queue: Option<SyncSender<WriteJob>>,
    writers: Vec<JoinHandle<()>>,
}

/// An outcome on its way, and the file for its record.
struct WriteJob {
    task: usize,
    archive: Option<String>,
    outcome: Outcome,
    file: String,
    whole: Option<u64>,
}

/// What the writers share.
struct SharedFolder {
    disk: Disk,
    ledger: Mutex<Ledger>,
    corrections: Corrections,
    /// What was edited by hand, by the file of its record.
    offers: Mutex<BTreeMap<String, Vec<Correction>>>,
    trouble: Mutex<Option<anyhow::Error>>,
}

impl Folder {
    /// Opens a folder for a run over `items` (in order), made if need be, and reads what an earlier
    /// run on the same terms left there. Where the run adds to what it finds, `items` grow by that.
    pub fn open(
        root: &Path,
        mut terms: Terms,
        corrections: Corrections,
        items: &mut Vec<Item>,
    ) -> Result<Folder> {
        let disk = Disk::open(root)?;
        let journal = disk.journal();
        admit(root, &journal, &mut terms, items)?;
        disk.make_room()?;
        let ledger = Ledger::open(&journal, &terms, items);
        let ledger = Mutex::new(ledger.with_context(|| format!("cannot use {}", shown(&journal)))?);
        let shared = Arc::new(SharedFolder {
            disk,
            ledger,
            corrections,
            offers: Mutex::default(),
            trouble: Mutex::default(),
        });
        let mut folder = Folder {
            shared,
            queue: None,
            writers: Vec::new(),
        };
        folder.shared.rename_clashes(items)?;
        folder.start_writers()?;
        Ok(folder)
    }

    fn start_writers(&mut self) -> Result<()> {
        let (sender, receiver) = sync_channel(WAITING);
        let receiver = Arc::new(Mutex::new(receiver));
        for _ in 0..WRITERS {
            let (shared, jobs) = (Arc::clone(&self.shared), Arc::clone(&receiver));
            let writer = thread::Builder::new()
                .name("writer".into())
                .stack_size(256 << 10);
            self.writers.push(
                writer
                    .spawn(move || shared.serve(&jobs))
                    .context("cannot start a thread")?,
            );
        }
        self.queue = Some(sender);
        Ok(())
    }

    /// What is known of every item from an earlier run, held against sources and outputs.
    pub fn known(
        &self,
        items: &[Item],
        jobs: usize,
        interrupt: &Interrupt,
    ) -> Result<Vec<KnownState>> {
        let pool = ThreadPoolBuilder::new()
            .num_threads(jobs)
            .build()
            .context("cannot start threads")?;
        let mut ledger = self.shared.ledger();
        let (disk, corrections) = (&self.shared.disk, &self.shared.corrections);
        let (known, stand) =
            pool.install(|| known::of_all(disk, &ledger, items, corrections, interrupt));
        ledger.finished.take_if(|_| !stand);
        Ok(known)
    }

    /// Every outcome that stands for a stored file.
    pub fn told(&self, task: usize) -> Result<Vec<Told>> {
        let ledger = self.shared.ledger();
        let places = ledger
            .places
            .get(task)
            .map(LinePlaces::told)
            .unwrap_or_default();
        let mut window = ledger.journal.window();
        places
            .iter()
            .map(|(_, at)| window.outcome(*at).context("cannot read the journal"))
            .collect()
    }

    /// An archive is begun: its members are told from the first on.
    pub fn begin(&self, task: usize, path: &str, stored: Stored) -> Result<()> {
        let mut ledger = self.shared.ledger();
        self.shared.change(&mut ledger)?;
        let about = self.shared.append(
            &mut ledger,
            &JournalLine::Stored {
                path: path.to_owned(),
                stored,
            },
        )?;
        with(&mut ledger.places, Some(task), |places| {
            places.begin(Some(about))
        });
        Ok(())
    }

    /// Writes the outcome of the one source that a stored file of this size is; it stands when the
    /// writers are done with it.
    pub fn put_whole(&self, task: usize, outcome: Outcome, file: String, bytes: u64) -> Result<()> {
        self.queue(WriteJob {
            task,
            archive: None,
            outcome,
            file,
            whole: Some(bytes),
        })
    }

    /// Writes the outcome of a source of a stored file, whose [`end`](Folder::end) is still to be
    /// told.
    pub fn put(&self, task: usize, path: &str, outcome: Outcome, file: String) -> Result<()> {
        // Counted before it is queued, so that a writer who is quick cannot close the file too
        // early.
        self.shared.ledger().open.entry(task).or_default().0 += 1;
        let archive = (path != outcome.entry.path).then(|| path.to_owned());
        self.queue(WriteJob {
            task,
            archive,
            outcome,
            file,
            whole: None,
        })
    }

    fn queue(&self, job: WriteJob) -> Result<()> {
        self.shared.check()?;
        let queue = self.queue.as_ref().context("the folder is closed")?;
        queue
            .send(job)
            .map_err(|_| anyhow!("the threads that write are gone"))
    }

    /// All members of a stored file were put.
    pub fn end(&self, task: usize, path: &str, stored: Option<Stored>, members: u64) -> Result<()> {
        let line = JournalLine::Ended {
            path: path.to_owned(),
            stored,
            members,
        };
        let mut ledger = self.shared.ledger();
        ledger.open.entry(task).or_default().1 = Some(line);
        self.shared.settle(&mut ledger, task)
    }

    /// Waits for the writers; what was put stands now.
    pub fn close(&mut self) -> Result<()> {
        self.queue = None;
        for writer in self.writers.drain(..) {
            drop(writer.join());
        }
        self.shared.check()?;
        let ledger = self.shared.ledger();
        ledger.journal.sync().with_context(|| {
            format!(
                "cannot write the journal in {}",
                shown(&self.shared.disk.root)
            )
        })
    }

    /// Writes the corrections of this run as those of the folder.
    pub fn keep_corrections(&self) -> Result<()> {
        let corrections = &self.shared.corrections;
        if corrections.is_empty() {
            return Ok(());
        }
        let written = self.shared.disk.own_file(correction::FILE, |out| {
            for (_, correction) in corrections.iter() {
                serde_json::to_writer(&mut *out, correction)?;
                out.write_all(b"\n")?;
            }
            Ok(())
        });
        written.map(drop)
    }

    /// Writes the run's own files and drops what belongs to no source any more; the counts, and
    /// what is to be said of corrections and edits.
    pub fn finish(&mut self, options: &Options) -> Result<(Counts, Vec<String>)> {
        self.close()?;
        let mut ledger = self.shared.ledger();
        let (shared, disk) = (&self.shared, &self.shared.disk);
        let corrections = shared.corrections.digest();
        let is_same = |finished: &&Finished| finished.corrections == corrections;
        // A second run over the same sources changes nothing, not even the times of the files.
        if let Some(finished) = ledger.is_finished().filter(is_same) {
            return Ok((finished.counts, finished.unfit.clone()));
        }
        shared.change(&mut ledger)?;
        // Late corrections before the counts: they may change a record that was known and not
        // written in this run.
        let unfit = shared.correct_late(&mut ledger)?;
        let edited = corrected::offer(disk, &lock_of(&shared.offers))?;
        let counts = ledger.counts()?;
        shared.drop_stale(&ledger)?;
        let activities = disk.own_file("activities.jsonl", |out| {
            closing::activities(&disk.root.join("documents"), &ledger, out)
        })?;
        let manifest = disk.own_file("manifest.json", |out| {
            closing::manifest(&ledger, options, counts, out)
        })?;
        shared.compact(
            &mut ledger,
            Finished {
                manifest,
                activities,
                counts,
                corrections,
                unfit: unfit.clone(),
            },
        )?;
        Ok((counts, edited.into_iter().chain(unfit).collect()))
    }
}

fn lock_of<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl SharedFolder {
    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A writer's life.
    fn serve(&self, jobs: &Mutex<Receiver<WriteJob>>) {
        loop {
            let Ok(job) = lock_of(jobs).recv() else {
                return;
            };
            // After the first trouble the queue is only emptied, so that who puts into it is not
            // left waiting; the trouble is told by the next call.
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

    fn settle_job(&self, mut job: WriteJob) -> Result<()> {
        let corrections = corrected::correct(&self.corrections, &mut job.outcome, Layout::Pretty);
        // The record before its line in the journal: a line without a record would be believed
        // after a crash, a record without a line is written again.
        let output = match &job.outcome.record {
            Some(record) => Some(self.put_record(&job.file, record)?),
            None => self.disk.remove(&job.file).map(|()| None)?,
        };
        let Outcome { member, entry, .. } = job.outcome;
        let line = JournalLine::Outcome(Told {
            archive: job.archive,
            member,
            entry,
            output,
            whole: job.whole,
            corrections,
        });
        let mut ledger = self.ledger();
        self.change(&mut ledger)?;
        let at = self.append(&mut ledger, &line)?;
        if let JournalLine::Outcome(told) = line {
            with(&mut ledger.places, Some(job.task), |places| {
                places.note(&told, at)
            });
        }
        if let Some((open, _)) = ledger.open.get_mut(&job.task) {
            *open = open.saturating_sub(1);
        }
        self.settle(&mut ledger, job.task)
    }

    /// Writes a record, unless a person has edited what it would replace.
    fn put_record(&self, file: &str, record: &[u8]) -> Result<WrittenFile> {
        let written = self
            .ledger()
            .written
            .get(&short_digest(file.as_bytes()))
            .copied();
        let edits =
            written.and_then(|written| corrected::edited(&self.disk, file, written, record));
        match edits {
            None => self.disk.write(file, record),
            Some(edits) => {
                lock_of(&self.offers).insert(file.to_owned(), edits);
                Ok(corrected::unwritten(file, record))
            }
        }
    }

    /// Corrections that no record has yet; what is to be said of those that fit none.
    fn correct_late(&self, ledger: &mut Ledger) -> Result<Vec<String>> {
        let late = corrected::settle(&self.disk, &self.corrections, ledger)?;
        for (task, told) in late.told {
            let line = JournalLine::Outcome(told);
            let at = self.append(ledger, &line)?;
            if let JournalLine::Outcome(told) = &line {
                with(&mut ledger.places, Some(task), |places| {
                    places.renew(told, at)
                });
            }
        }
        Ok(late.unfit)
    }

    /// Writes the end of a stored file when no writer has anything of it in hand.
    fn settle(&self, ledger: &mut Ledger, task: usize) -> Result<()> {
        let Some((0, Some(_))) = ledger.open.get(&task) else {
            return Ok(());
        };
        let Some((_, Some(line))) = ledger.open.remove(&task) else {
            return Ok(());
        };
        self.change(ledger)?;
        let at = self.append(ledger, &line)?;
        if let JournalLine::Ended { members, .. } = line {
            with(&mut ledger.places, Some(task), |places| {
                places.end(at, members)
            });
        }
        Ok(())
    }

    /// A kept source whose name some file system confuses with that of a new one gets the name it
    /// would have had beside it.
    fn rename_clashes(&self, items: &[Item]) -> Result<()> {
        let clash = |(_, item): &(usize, &Item)| item.clash && is_kept(item);
        for (at, item) in items.iter().enumerate().filter(clash) {
            let mut ledger = self.ledger();
            let line = ledger.places.get(at).and_then(|places| places.about);
            let Some(JournalLine::Outcome(mut told)) =
                line.and_then(|line| ledger.journal.window().line(line).ok())
            else {
                continue;
            };
            let file = item.file();
            let Some(output) = told.output.take().filter(|output| output.file != file) else {
                continue;
            };
            self.change(&mut ledger)?;
            told.output = Some(self.disk.rename(output, file)?);
            let line = JournalLine::Outcome(told);
            let at_line = self.append(&mut ledger, &line)?;
            if let JournalLine::Outcome(told) = line {
                with(&mut ledger.places, Some(at), |places| {
                    places.note(&told, at_line)
                });
            }
        }
        Ok(())
    }

    fn append(&self, ledger: &mut Ledger, line: &JournalLine) -> Result<u64> {
        ledger.lines += 1;
        let at = ledger.journal.append(line);
        at.with_context(|| format!("cannot write {}", shown(&self.disk.journal())))
    }

    /// Before the first change: the run's own files no longer tell the truth.
    fn change(&self, ledger: &mut Ledger) -> Result<()> {
        if !std::mem::replace(&mut ledger.changed, true) {
            self.disk.remove_own_files()?;
        }
        Ok(())
    }

    /// Removes outputs that the journal tells of and no source of this run has.
    fn drop_stale(&self, ledger: &Ledger) -> Result<()> {
        if ledger.lines < ledger.live() {
            return Ok(());
        }
        let mut current = HashSet::new();
        for told in ledger.outcomes() {
            current.extend(
                told?
                    .output
                    .map(|output| short_digest(output.file.as_bytes())),
            );
        }
        let mut stale = Vec::new();
        let seen = Journal::open(&self.disk.journal(), |_, line| {
            if let JournalLine::Outcome(Told {
                output: Some(output),
                ..
            }) = line
                && !current.contains(&short_digest(output.file.as_bytes()))
            {
                stale.push(output.file);
            }
        });
        seen.context("cannot read the journal")?;
        stale.iter().try_for_each(|file| {
            self.disk.remove(file)?;
            self.disk.remove_empty(file);
            Ok(())
        })
    }

    /// A journal of the lines that hold, in order.
    fn compact(&self, ledger: &mut Ledger, finished: Finished) -> Result<()> {
        if ledger.lines + 1 > ledger.live() {
            let scratch = self.disk.scratch();
            let context = || format!("cannot write {}", shown(&scratch));
            let mut out = BufWriter::new(File::create(&scratch).with_context(context)?);
            ledger.rewrite(&mut out).with_context(context)?;
            let file = out
                .into_inner()
                .map_err(io::IntoInnerError::into_error)
                .with_context(context)?;
            file.sync_all().with_context(context)?;
            ledger.journal.replace(&scratch).with_context(context)?;
        }
        self.append(ledger, &JournalLine::Finished(finished))?;
        ledger.journal.sync().context("cannot write the journal")
    }
}
