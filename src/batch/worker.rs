//! The worker process: tasks in from standard input, events out to standard
//! output, until the input ends.
//!
//! It bounds itself where the system can (data, core dumps), so that what the
//! supervisor sees only a moment later cannot grow without end meanwhile. It
//! ends when its input does: without its supervisor it is of no use.

use super::frame;
use super::task::{Event, Input, Settings, Task};
use super::work::{STACK, Work};
use anyhow::{Context, Result, bail};
use rustix::process::{Resource, Rlimit, setrlimit};
use std::ffi::OsString;
use std::io::{self, BufReader, Read, Stdin};
use std::os::unix::ffi::OsStringExt;
use std::sync::Mutex;

/// What a process needs beside what it works on: code, tables, patterns, and memory that is
/// given back late.
const OWN: u64 = 64 << 20;

/// Runs until the input ends.
pub fn run() -> Result<()> {
    let mut pipe = BufReader::new(io::stdin());
    let Some((settings, _)) = frame::read::<Settings>(&mut pipe).context("reading the settings")?
    else {
        bail!("this command is for the program's own use");
    };
    bound(&settings);
    let output = Mutex::new(io::stdout());
    let report = |event: Event| {
        // Without a supervisor there is nobody to work for.
        if tell(&output, event).is_err() {
            std::process::exit(0);
        }
    };
    let work = Work::new(&settings, &report)?;
    report(Event::Ready);
    work.all(std::iter::from_fn(|| next(&mut pipe)));
    Ok(())
}

/// Lays limits on this process. A system that has none of a kind goes without.
fn bound(settings: &Settings) {
    let data = settings.memory + OWN + settings.jobs as u64 * STACK as u64;
    for (resource, most) in [(Resource::Data, data), (Resource::Core, 0)] {
        let _unknown = setrlimit(
            resource,
            Rlimit {
                current: Some(most),
                maximum: Some(most),
            },
        );
    }
}

/// The next task. The end of the input ends the process at once, whatever its threads are at.
fn next(pipe: &mut BufReader<Stdin>) -> Option<Task> {
    match read(pipe) {
        Ok(Some(task)) => Some(task),
        _ => std::process::exit(0),
    }
}

/// A task and, behind it, its path or its bytes.
fn read(pipe: &mut impl Read) -> io::Result<Option<Task>> {
    let Some(((task, is_file), body)) = frame::read::<(Task, bool)>(pipe)? else {
        return Ok(None);
    };
    let input = if is_file {
        Input::File(OsString::from_vec(body).into())
    } else {
        Input::Bytes(body)
    };
    Ok(Some(Task { input, ..task }))
}

fn tell(output: &Mutex<io::Stdout>, mut event: Event) -> io::Result<()> {
    let (record, spilled) = match &mut event {
        Event::Outcome { outcome, .. } => (outcome.record.take(), outcome.spilled.take()),
        _ => (None, None),
    };
    let head = (event, record.is_some() || spilled.is_some());
    let mut pipe = output
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    match spilled {
        Some(spilled) => {
            let (file, length) = spilled.opened()?;
            frame::write_from(&mut *pipe, &head, file, length)
        }
        None => frame::write(&mut *pipe, &head, record.as_deref().unwrap_or_default()),
    }
}
