//! The supervisor: starts the worker, hands it tasks, sees it die, finds the
//! culprit and goes on.
//!
//! When a worker dies, what its threads were at is suspect. Where the watch
//! ended it for one task's time, that task is the culprit; else every suspect
//! is tried alone in a worker of its own, and the one that kills it there is.
//! Tasks that were only waiting go to the next worker as if nothing had been.

use super::frame;
use super::interrupt::Interrupt;
use super::launch::Launch;
use super::task::{Event, Input, Next, Outcome, Settings, Task};
use super::watch::{Bounds, EndReason, Watch};
use crate::manifest::Status;
use crate::source::Stored;
use anyhow::{Context, Result, anyhow, bail};
use rustix::process::Pid;
use std::collections::{BTreeMap, VecDeque};
use std::io::{BufReader, Read};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// The argument that makes the program a worker.
pub const WORKER: &str = "worker";
/// Tasks on their way to a worker for each of its threads.
const AHEAD: usize = 4;
/// How far tasks may run ahead of the oldest that is not finished.
const SPREAD: u64 = 512;
/// How often interrupts are looked at.
const BEAT: Duration = Duration::from_millis(50);
/// How long to wait for a task where none is in flight and none has come yet.
const PAUSE: Duration = Duration::from_millis(2);

/// A task that was handed out, and what is known of it.
struct Flight {
    task: Task,
    /// Members that threads are at, and their places.
    begun: BTreeMap<u32, (u64, String)>,
    stored: Option<Stored>,
    /// Members whose outcome came back in this run.
    told: Vec<u64>,
}

/// What is to be done, and who does it.
pub struct Supervisor<'a, T> {
    settings: &'a Settings,
    tasks: T,
    interrupt: &'a Interrupt,
    sink: &'a mut dyn FnMut(Event) -> Result<()>,
    waiting: VecDeque<Task>,
    /// To be tried alone.
    suspects: VecDeque<Task>,
    flights: BTreeMap<u64, Flight>,
    drained: bool,
}

/// How a stretch with one worker ended.
enum WorkerStretch {
    Finished,
    /// The worker is to be ended and a fresh one started.
    Renew,
    Died(Death),
}

struct Death {
    verdict: Option<EndReason>,
    status: ExitStatus,
    words: String,
}

impl<'a, T: Iterator<Item = Result<Next>>> Supervisor<'a, T> {
    pub fn new(
        settings: &'a Settings,
        tasks: T,
        interrupt: &'a Interrupt,
        sink: &'a mut dyn FnMut(Event) -> Result<()>,
    ) -> Supervisor<'a, T> {
        Supervisor {
            settings,
            tasks,
            interrupt,
            sink,
            waiting: VecDeque::new(),
            suspects: VecDeque::new(),
            flights: BTreeMap::new(),
            drained: false,
        }
    }

    /// Works on all tasks; returns early where the run is interrupted.
    pub fn run(mut self) -> Result<()> {
        while self.interrupt.code().is_none() {
            // Suspects first, each with a worker of its own: whoever is alone when the worker dies
            // is the culprit, and all others go on together.
            let alone = !self.suspects.is_empty();
            if !alone && !self.refill()? {
                if self.drained {
                    return Ok(());
                }
                thread::sleep(PAUSE);
                continue;
            }
            let jobs = if alone { 1 } else { self.settings.jobs };
            let mut worker = Worker::start(&Settings {
                jobs,
                ..self.settings.clone()
            })?;
            let stretch = match alone {
                true => self.alone(&mut worker)?,
                false => self.together(&mut worker)?,
            };
            match stretch {
                WorkerStretch::Finished => return Ok(()),
                WorkerStretch::Renew => {}
                WorkerStretch::Died(death) => self.bury(&death, alone)?,
            }
        }
        Ok(())
    }

    /// Sees that a task waits, if there is one.
    fn refill(&mut self) -> Result<bool> {
        while self.waiting.is_empty() && !self.drained {
            match self.tasks.next().transpose()? {
                Some(Next::Task(task)) => self.waiting.push_back(task),
                Some(Next::Told(task, outcome)) => {
                    (self.sink)(Event::Outcome { task, outcome })?;
                    (self.sink)(Event::Ended { task, members: 1 })?;
                }
                Some(Next::Later) => return Ok(false),
                None => self.drained = true,
            }
        }
        Ok(!self.waiting.is_empty())
    }

    /// One suspect, with a worker for itself.
    fn alone(&mut self, worker: &mut Worker) -> Result<WorkerStretch> {
        let Some(task) = self.suspects.pop_front() else {
            return Ok(WorkerStretch::Renew);
        };
        if !self.hand_out(worker, task) {
            return Ok(WorkerStretch::Died(worker.bury()?));
        }
        while !self.flights.is_empty() {
            if self.interrupt.code().is_some() {
                return Ok(WorkerStretch::Finished);
            }
            if !self.hear(worker, BEAT)? {
                return Ok(WorkerStretch::Died(worker.bury()?));
            }
        }
        Ok(WorkerStretch::Renew)
    }

    /// As many tasks as there are.
    fn together(&mut self, worker: &mut Worker) -> Result<WorkerStretch> {
        // A few tasks more than threads, so that none waits for the pipe; not many, for all of them
        // come under suspicion when the worker dies.
        let ahead = self.settings.jobs * AHEAD;
        loop {
            if self.interrupt.code().is_some() {
                return Ok(WorkerStretch::Finished);
            }
            while self.flights.len() < ahead && self.refill()? && self.is_near() {
                let Some(task) = self.waiting.pop_front() else {
                    break;
                };
                if !self.hand_out(worker, task) {
                    return Ok(WorkerStretch::Died(worker.bury()?));
                }
            }
            if self.flights.is_empty() && self.drained {
                return Ok(WorkerStretch::Finished);
            }
            // With nothing in flight the only news to wait for is the next task.
            let patience = if self.flights.is_empty() { PAUSE } else { BEAT };
            if !self.hear(worker, patience)? {
                return Ok(WorkerStretch::Died(worker.bury()?));
            }
        }
    }

    /// Whether the next task is not too far ahead of the oldest in flight.
    fn is_near(&self) -> bool {
        let oldest = self.flights.keys().next();
        let next = self.waiting.front().map(|task| task.number);
        oldest
            .zip(next)
            .is_none_or(|(oldest, next)| next < oldest + SPREAD)
    }

    /// Sends a task; false where the worker is gone.
    fn hand_out(&mut self, worker: &mut Worker, task: Task) -> bool {
        let sent = worker.send(&task);
        let flight = Flight {
            task,
            begun: BTreeMap::new(),
            stored: None,
            told: Vec::new(),
        };
        self.flights.insert(flight.task.number, flight);
        sent
    }

    /// Waits for the next event; false where the worker is gone.
    fn hear(&mut self, worker: &mut Worker, patience: Duration) -> Result<bool> {
        match worker.events.recv_timeout(patience) {
            Ok(event) => {
                self.note(worker, &event);
                (self.sink)(event)?;
                Ok(true)
            }
            Err(RecvTimeoutError::Timeout) => Ok(true),
            Err(RecvTimeoutError::Disconnected) => Ok(false),
        }
    }

    /// Keeps what is known of a flight.
    fn note(&mut self, worker: &mut Worker, event: &Event) {
        match event {
            Event::Ready => worker.ready = true,
            Event::Begun {
                task,
                member,
                place,
                thread,
                used,
            } => {
                worker.watch.begun(*thread, *task, *member, *used);
                // A thread works on one member at a time: that it began another tells that it is
                // done with the last.
                for flight in self.flights.values_mut() {
                    flight.begun.remove(thread);
                }
                if let Some(flight) = self.flights.get_mut(task) {
                    flight.begun.insert(*thread, (*member, place.clone()));
                }
            }
            Event::Stored { task, stored, .. } => {
                if let Some(flight) = self.flights.get_mut(task) {
                    flight.stored = Some(stored.clone());
                }
            }
            Event::Outcome { task, outcome } => self.told(*task, outcome.member),
            Event::Unchanged { task, member } => self.told(*task, *member),
            Event::Ended { task, .. } => {
                worker.watch.ended(*task);
                self.flights.remove(task);
            }
        }
    }

    fn told(&mut self, task: u64, member: u64) {
        if let Some(flight) = self.flights.get_mut(&task) {
            flight.told.push(member);
            flight.begun.retain(|_, (at, _)| *at != member);
        }
    }

    /// A worker died: the culprit is recorded if it is known, the others are tried again.
    fn bury(&mut self, death: &Death, alone: bool) -> Result<()> {
        let flights = std::mem::take(&mut self.flights);
        if flights.is_empty() {
            bail!("the worker process ended by itself: {}", death.explain());
        }
        // From the last on, as each is put in front: the queue is in order again afterwards.
        for (number, flight) in flights.into_iter().rev() {
            let late =
                matches!(death.verdict, Some(EndReason::TimedOut { task, .. }) if task == number);
            let culprit = alone || late;
            // A time that is up names its task. Memory and crashes do not say whose fault they
            // were: all that was begun is suspect, and what had not been begun is not.
            let unclear = death
                .verdict
                .is_none_or(|verdict| verdict == EndReason::OverMemory);
            let suspect = unclear && !flight.begun.is_empty();
            match (culprit, suspect) {
                (true, _) => self.convict(flight, death)?,
                (false, true) => self.suspects.push_front(flight.again()),
                (false, false) => self.waiting.push_front(flight.again()),
            }
        }
        Ok(())
    }

    /// Records the culprit. In an archive that is the member it was at; the rest is gone on with.
    fn convict(&mut self, mut flight: Flight, death: &Death) -> Result<()> {
        let task = flight.task.number;
        let (code, message) = death.sentence(self.settings);
        let (member, place) = flight.culprit(death);
        let path = format!("{}{place}", flight.task.path);
        let mut outcome = Box::new(Outcome::without(
            member,
            path,
            Status::Failed,
            code,
            message,
        ));
        if !place.is_empty() {
            (self.sink)(Event::Outcome { task, outcome })?;
            flight.told.push(member);
            self.suspects.push_front(flight.again());
            return Ok(());
        }
        outcome.entry.sha256 = flight.stored.map(|stored| stored.sha256);
        outcome.member = flight.told.iter().copied().max().unwrap_or(0) + 1;
        let members = outcome.member;
        (self.sink)(Event::Outcome { task, outcome })?;
        (self.sink)(Event::Ended { task, members })
    }
}

impl Flight {
    /// The member that was being worked on: the one whose time was up, or the only one.
    fn culprit(&self, death: &Death) -> (u64, String) {
        let late = |member: u64| match death.verdict {
            Some(EndReason::TimedOut { member: late, .. }) => late == member,
            _ => member > 0,
        };
        self.begun
            .values()
            .find(|(member, _)| late(*member))
            .cloned()
            .unwrap_or_default()
    }

    /// The task again, without the members that are known now.
    fn again(mut self) -> Task {
        self.task.done.extend(&self.told);
        self.task.done.sort_unstable();
        self.task.done.dedup();
        self.task
    }
}

impl Death {
    /// Code and message of the culprit's entry.
    fn sentence(&self, settings: &Settings) -> (&'static str, String) {
        let memory = || {
            (
                "over-memory",
                format!("it took more than {} MB of memory", settings.memory >> 20),
            )
        };
        match self.verdict {
            Some(EndReason::TimedOut { .. }) => (
                "timed-out",
                format!(
                    "it took more than {} seconds of processor time",
                    settings.seconds
                ),
            ),
            Some(EndReason::OverMemory) => memory(),
            None if self.words.contains("memory allocation of") => memory(),
            None => ("crashed", self.explain()),
        }
    }

    fn explain(&self) -> String {
        if self.words.contains("overflowed its stack") {
            return "reading it overflowed the stack".to_owned();
        }
        match (self.status.signal(), self.status.code()) {
            (Some(signal), _) => format!("reading it was ended by signal {signal}"),
            (None, Some(code)) if self.words.trim().is_empty() => {
                format!("reading it ended with status {code}")
            }
            _ => self.words.trim().to_owned(),
        }
    }
}

/// A worker process.
struct Worker {
    child: Child,
    input: Option<ChildStdin>,
    events: Receiver<Event>,
    watch: Watch,
    words: Option<JoinHandle<String>>,
    ready: bool,
}

impl Worker {
    fn start(settings: &Settings) -> Result<Worker> {
        let launch = Launch::this().context("where is this program?")?;
        let mut child = Command::new(launch.command)
            .args(launch.arguments)
            .arg(WORKER)
            // Interrupts from the terminal are for the supervisor.
            .process_group(0)
            // Large pieces go back to the system at once, and threads share their memory.
            .env("MALLOC_ARENA_MAX", "4")
            .env("MALLOC_MMAP_THRESHOLD_", "1048576")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .context("cannot start a worker process")?;
        let pid = Pid::from_raw(child.id() as i32).context("a worker process without a number")?;
        let watch = Watch::over(
            pid,
            Bounds {
                memory: settings.memory,
                seconds: settings.seconds,
            },
        );
        let watch = watch.context("cannot start a thread")?;
        let pipes = child
            .stdin
            .take()
            .zip(child.stdout.take())
            .zip(child.stderr.take());
        let ((mut input, output), errors) = pipes.context("a worker process without pipes")?;
        let (sender, events) = sync_channel(64);
        spawn("events", move || forward(output, &sender))?;
        let words = spawn("words", move || last_words(errors))?;
        // Where this fails the worker is gone, which its events tell.
        drop(frame::write(&mut input, settings, &[]));
        Ok(Worker {
            child,
            input: Some(input),
            events,
            watch,
            words: Some(words),
            ready: false,
        })
    }

    fn send(&mut self, task: &Task) -> bool {
        let Some(input) = &mut self.input else {
            return false;
        };
        let path = task.input.path();
        let body = match &task.input {
            Input::Bytes(bytes) => bytes.as_slice(),
            input => input
                .path()
                .map_or(&[][..], |path| path.as_os_str().as_bytes()),
        };
        frame::write(input, &(task, path.is_some()), body).is_ok()
    }

    /// Why it died.
    fn bury(&mut self) -> Result<Death> {
        self.input = None;
        let verdict = self.watch.verdict();
        drop(self.child.kill());
        let status = self
            .child
            .wait()
            .context("waiting for the worker process")?;
        let words = self
            .words
            .take()
            .and_then(|words| words.join().ok())
            .unwrap_or_default();
        let death = Death {
            verdict,
            status,
            words,
        };
        if self.ready {
            Ok(death)
        } else {
            Err(anyhow!(
                "the worker process did not start: {}",
                death.explain()
            ))
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.watch.verdict();
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn spawn<R: Send + 'static>(
    name: &str,
    work: impl FnOnce() -> R + Send + 'static,
) -> Result<JoinHandle<R>> {
    thread::Builder::new()
        .name(name.to_owned())
        .stack_size(256 << 10)
        .spawn(work)
        .context("cannot start a thread")
}

/// Events from the pipe to the channel, until either is gone.
fn forward(output: impl Read, sender: &SyncSender<Event>) {
    let mut pipe = BufReader::with_capacity(1 << 16, output);
    while let Ok(Some(((mut event, has_body), body))) = frame::read::<(Event, bool)>(&mut pipe) {
        if let Event::Outcome { outcome, .. } = &mut event {
            outcome.record = has_body.then_some(body);
        }
        if sender.send(event).is_err() {
            return;
        }
    }
}

/// The end of what the worker said on standard error.
fn last_words(mut errors: impl Read) -> String {
    let mut words = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(read @ 1..) = errors.read(&mut buffer) {
        words.extend_from_slice(buffer.get(..read).unwrap_or_default());
        let surplus = words.len().saturating_sub(4096);
        words.drain(..surplus);
    }
    String::from_utf8_lossy(&words).into_owned()
}
