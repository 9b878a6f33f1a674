//! What a worker process uses, and its end where that is too much.
//!
//! A thread looks every few milliseconds at the resident memory of the
//! process, and less often at the processor time of the threads that work on
//! a source. Figures come from `/proc`; on systems without it only the clock
//! on the wall bounds a source.

use super::task::Used;
use rustix::process::{Pid, Signal, kill_process};
use std::collections::HashMap;
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// How many times its processor time a source may take by the clock: other programs share the
/// machine, and a disk may be slow.
const WAITING: f64 = 10.0;

/// How often memory is looked at: a thread can fill some 2 MB a millisecond.
const MEMORY_EVERY: Duration = Duration::from_millis(8);
/// How often clocks are looked at, in looks at memory.
const CLOCKS_EVERY: u32 = 6;
/// Time on the wall that a source may take, beside ten times its processor time: it may wait for a
/// disk or a busy machine.
const WALL: Duration = Duration::from_secs(60);

/// Why a worker was ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EndReason {
    OverMemory,
    /// A thread used up its time with this member of this task.
    TimedOut {
        task: u64,
        member: u64,
    },
}

/// What is allowed.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Resident memory in bytes.
    pub memory: u64,
    /// Processor time of a source in seconds.
    pub seconds: f64,
}

/// A watch over one process.
pub struct Watch {
    shared: Arc<WatchState>,
    thread: Option<JoinHandle<()>>,
}

struct WatchState {
    pid: Pid,
    bounds: Bounds,
    over: AtomicBool,
    verdict: Mutex<Option<EndReason>>,
    clocks: Mutex<HashMap<u32, Clock>>,
}

/// When a thread began with what it works on.
#[derive(Clone, Copy)]
struct Clock {
    task: u64,
    member: u64,
    used: Used,
    since: Instant,
}

impl Watch {
    pub fn over(pid: Pid, bounds: Bounds) -> std::io::Result<Watch> {
        let shared = Arc::new(WatchState {
            pid,
            bounds,
            over: AtomicBool::new(false),
            verdict: Mutex::default(),
            clocks: Mutex::default(),
        });
        let watched = Arc::clone(&shared);
        let thread = thread::Builder::new()
            .name("watch".into())
            .spawn(move || watched.look_on())?;
        Ok(Watch {
            shared,
            thread: Some(thread),
        })
    }

    /// A thread of the process begins with a source.
    pub fn begun(&self, thread: u32, task: u64, member: u64, used: Used) {
        lock(&self.shared.clocks).insert(
            thread,
            Clock {
                task,
                member,
                used,
                since: Instant::now(),
            },
        );
    }

    /// A task came to its end: no thread works on it any more.
    pub fn ended(&self, task: u64) {
        lock(&self.shared.clocks).retain(|_, clock| clock.task != task);
    }

    /// Ends the watch; why it ended the process, if it did. The process must not be reaped before.
    pub fn verdict(&mut self) -> Option<EndReason> {
        self.stop();
        *lock(&self.shared.verdict)
    }

    fn stop(&mut self) {
        self.shared.over.store(true, Ordering::SeqCst);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            drop(thread.join());
        }
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.stop();
    }
}

impl WatchState {
    fn look_on(&self) {
        let mut looks = 0u32;
        while !self.over.load(Ordering::SeqCst) {
            thread::park_timeout(MEMORY_EVERY);
            looks = looks.wrapping_add(1);
            let verdict = match self.is_over_memory() {
                true => Some(EndReason::OverMemory),
                false if looks.is_multiple_of(CLOCKS_EVERY) => self.late(),
                false => None,
            };
            if verdict.is_some() && !self.over.load(Ordering::SeqCst) {
                *lock(&self.verdict) = verdict;
                let _gone = kill_process(self.pid, Signal::KILL);
                return;
            }
        }
    }

    fn is_over_memory(&self) -> bool {
        resident(self.pid).is_some_and(|bytes| bytes > self.bounds.memory)
    }

    /// What a thread has used up its time with.
    fn late(&self) -> Option<EndReason> {
        let clocks: Vec<(u32, Clock)> = lock(&self.clocks)
            .iter()
            .map(|(thread, clock)| (*thread, *clock))
            .collect();
        let wall = WALL + Duration::from_secs_f64(self.bounds.seconds * WAITING);
        clocks.into_iter().find_map(|(thread, clock)| {
            let used = used(self.pid, thread).map_or(0, |now| now.0.saturating_sub(clock.used.0));
            let late = used as f64 > self.bounds.seconds * 1e9 || clock.since.elapsed() > wall;
            late.then_some(EndReason::TimedOut {
                task: clock.task,
                member: clock.member,
            })
        })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Resident memory of a process in bytes (proc(5), `statm`).
pub fn resident(pid: Pid) -> Option<u64> {
    let figures = fs::read_to_string(format!("/proc/{}/statm", pid.as_raw_nonzero())).ok()?;
    let pages: u64 = figures.split(' ').nth(1)?.parse().ok()?;
    Some(pages * rustix::param::page_size() as u64)
}

/// Processor time of a thread (proc(5), `stat`: fields 14 and 15, counted behind the name in
/// parentheses, which may hold anything).
fn used(pid: Pid, thread: u32) -> Option<Used> {
    let figures =
        fs::read_to_string(format!("/proc/{}/task/{thread}/stat", pid.as_raw_nonzero())).ok()?;
    let mut fields = figures
        .rsplit_once(')')?
        .1
        .split_ascii_whitespace()
        .skip(11);
    let user: u64 = fields.next()?.parse().ok()?;
    let system: u64 = fields.next()?.parse().ok()?;
    Some(Used(
        (user + system) * (1_000_000_000 / rustix::param::clock_ticks_per_second().max(1)),
    ))
}
