//! `annalist stream`: a filter for other engines.
//!
//! One JSON object a line on standard input, `{id, url?, media_type?, path}` or
//! `{id, url?, media_type?, content}` with `content` in base64; one line out
//! per line in, in order: `{id, document}` or `{id, error: {code, message}}`.
//! A line that cannot be understood is answered with an error too; nothing in
//! the input ends the run or its good exit code. Answers come as soon as their
//! turn has come, so that an engine may wait for one before it asks on.

use crate::batch::interrupt::Interrupt;
use crate::batch::order::OrderedQueue;
use crate::batch::task::{Event, Input, Next, Outcome, Settings, Task};
use crate::manifest::{Entry, Failure, Status};
use crate::request::Request;
use crate::run::{self, RunEnd, Trouble, gone_or};
use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::io::{self, BufRead, Write};
use std::iter;
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Lines that are read ahead.
const AHEAD: usize = 4;

/// Ids of lines that are not answered yet, by number.
type Ids = Arc<Mutex<HashMap<u64, Value>>>;

/// Answers every line of standard input.
///
/// # Errors
/// Where the run could not begin or not go on.
pub fn run(settings: &Settings, in_process: bool) -> Result<RunEnd, Trouble> {
    let interrupt = Interrupt::listen()
        .context("cannot listen for signals")
        .map_err(Trouble::Broken)?;
    let ids = Ids::default();
    let mut answers = Answers {
        ids: Arc::clone(&ids),
        order: OrderedQueue::default(),
        counts: HashMap::new(),
    };
    // A line holds a source in base64, which is a third larger, and little else.
    let longest = settings.limits.input_bytes / 3 * 4 + (1 << 20);
    let tasks = InputLines {
        lines: read_ahead(longest, ids).map_err(Trouble::Broken)?,
    };
    let done = run::work(settings, in_process, tasks, &interrupt, &mut |event| {
        answers.event(event)
    });
    match (done, interrupt.code()) {
        (Err(error), _) if error.is::<run::ReaderGone>() => Ok(RunEnd::Closed),
        (Err(error), _) => Err(Trouble::Broken(error)),
        (Ok(()), Some(code)) => Ok(RunEnd::Interrupted(code)),
        (Ok(()), None) => Ok(RunEnd::Finished(Default::default())),
    }
}

/// The answer to one question without an id, worked out in this process: without limits on memory
/// and time.
///
/// # Errors
/// Where the settings are wrong or there is no thread to be had.
pub fn one(settings: &Settings, task: Task) -> Result<Vec<u8>> {
    let mut first = None;
    let tasks = iter::once(Ok(Next::Task(task)));
    run::work(settings, true, tasks, &Interrupt::default(), &mut |event| {
        if let Event::Outcome { outcome, .. } = event {
            first.get_or_insert(*outcome);
        }
        Ok(())
    })?;
    Ok(answer(&Value::Null, first.unwrap_or_else(nothing)))
}

/// Lines as they come.
struct InputLines {
    lines: Receiver<Result<Next>>,
}

impl Iterator for InputLines {
    type Item = Result<Next>;

    fn next(&mut self) -> Option<Result<Next>> {
        match self.lines.try_recv() {
            Ok(next) => Some(next),
            Err(TryRecvError::Empty) => Some(Ok(Next::Later)),
            Err(TryRecvError::Disconnected) => None,
        }
    }
}

/// Reads lines on a thread of its own: answers must not wait for the next question.
fn read_ahead(longest: u64, ids: Ids) -> Result<Receiver<Result<Next>>> {
    let (sender, lines) = sync_channel(AHEAD);
    let reader = thread::Builder::new().name("lines".into());
    reader
        .spawn(move || read_lines(longest, &ids, &sender))
        .context("cannot start a thread")?;
    Ok(lines)
}

fn read_lines(longest: u64, ids: &Ids, sender: &SyncSender<Result<Next>>) {
    let mut input = io::stdin().lock();
    let mut number = 0;
    let mut line = Vec::new();
    loop {
        line.clear();
        let next = match io::Read::take(&mut input, longest).read_until(b'\n', &mut line) {
            Ok(0) => return,
            Ok(_) if line.trim_ascii().is_empty() => continue,
            Ok(_) if line.len() as u64 == longest && !line.ends_with(b"\n") => {
                drop(input.skip_until(b'\n'));
                Ok(refused(
                    number,
                    "too-large",
                    "the line is too long".to_owned(),
                ))
            }
            Ok(_) => Ok(asked(number, &line, ids)),
            Err(error) => Err(anyhow::Error::new(error).context("cannot read standard input")),
        };
        number += 1;
        if sender.send(next).is_err() {
            return;
        }
    }
}

/// A line as a task, or why it is none.
fn asked(number: u64, line: &[u8], ids: &Ids) -> Next {
    let asked: Request = match serde_json::from_slice(line) {
        Ok(asked) => asked,
        Err(error) => {
            // Who asked wrongly is still told which question it was.
            let id = serde_json::from_slice(line).ok();
            let id = id.and_then(|value: Value| value.get("id").cloned());
            ids.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .insert(number, id.unwrap_or_default());
            return refused(
                number,
                "bad-request",
                format!("not a line of the kind wanted: {error}"),
            );
        }
    };
    let name = match (&asked.path, &asked.url, &asked.id) {
        (Some(path), ..) => path.clone(),
        (_, _, Value::String(id)) => id.clone(),
        (_, Some(url), _) => url.clone(),
        (.., id) => id.to_string(),
    };
    ids.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(number, asked.id);
    let input = match (asked.path, asked.content) {
        (Some(path), None) => Input::File(path.into()),
        (None, Some(content)) => match STANDARD.decode(content) {
            Ok(bytes) => Input::Bytes(bytes),
            Err(error) => {
                return refused(
                    number,
                    "bad-request",
                    format!("the content is not base64: {error}"),
                );
            }
        },
        _ => {
            return refused(
                number,
                "bad-request",
                "either a path or a content is wanted".to_owned(),
            );
        }
    };
    let (url, media_type) = (asked.url, asked.media_type);
    Next::Task(Task {
        number,
        path: name,
        named: true,
        url,
        media_type,
        done: Vec::new(),
        input,
    })
}

fn refused(number: u64, code: &str, message: String) -> Next {
    Next::Told(
        number,
        Box::new(Outcome::without(
            1,
            String::new(),
            Status::Failed,
            code,
            message,
        )),
    )
}

/// What goes out.
struct Answers {
    ids: Ids,
    order: OrderedQueue,
    /// Outcomes of lines that are not at their end.
    counts: HashMap<u64, u64>,
}

impl Answers {
    fn event(&mut self, event: Event) -> Result<()> {
        match event {
            Event::Outcome { task, outcome } => {
                let count = self.counts.entry(task).or_default();
                *count += 1;
                // Of an archive the first is kept, to be told that it is one.
                if *count == 1 {
                    let first = Outcome {
                        member: 1,
                        ..*outcome
                    };
                    self.order
                        .put(task, first)
                        .context("cannot keep a record in a temporary file")?;
                }
                Ok(())
            }
            Event::Ended { task, .. } => {
                if self.counts.remove(&task).is_none() {
                    self.order.put(task, nothing())?;
                }
                self.order.end(task, 1);
                self.release()
            }
            _ => Ok(()),
        }
    }

    fn release(&mut self) -> Result<()> {
        let mut out = io::stdout().lock();
        while let Some((task, outcome)) = self
            .order
            .release()
            .context("cannot read a temporary file")?
        {
            let id = self
                .ids
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .remove(&task)
                .unwrap_or_default();
            out.write_all(&answer(&id, outcome)).map_err(gone_or)?;
        }
        out.flush().map_err(gone_or)
    }
}

fn nothing() -> Outcome {
    let words = "an archive of nothing";
    Outcome::without(1, String::new(), Status::Failed, "unsupported", words)
}

/// A line of output.
fn answer(id: &Value, outcome: Outcome) -> Vec<u8> {
    let Outcome { entry, record, .. } = outcome;
    let mut line = match record {
        Some(record) if !entry.path.contains("!/") => {
            let mut line = format!("{{\"id\":{id},\"document\":").into_bytes();
            line.extend_from_slice(record.trim_ascii_end());
            line.push(b'}');
            line
        }
        _ => json!({ "id": id, "error": error(entry) })
            .to_string()
            .into_bytes(),
    };
    line.push(b'\n');
    line
}

fn error(entry: Entry) -> Failure {
    let archive = entry.path.contains("!/").then(|| Failure {
        code: "unsupported".to_owned(),
        message: "it is an archive of several sources; `annalist extract` opens those".to_owned(),
    });
    let unknown = || Failure {
        code: "unsupported".to_owned(),
        message: "nothing was extracted".to_owned(),
    };
    archive.or(entry.error).unwrap_or_else(unknown)
}
