//! What a run tells people while it goes on: on standard error only.
//!
//! On a terminal a bar with rate, failures and time left; elsewhere a line
//! every so often; for programs JSON lines. Failed sources get a line each as
//! they come, in an archive one for all its members. At the end a summary.

use super::task::Outcome;
use crate::manifest::{Counts, Status};
use crate::write::terminal::visible;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::json;
use std::collections::BTreeMap;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// Keeps a rate and the time left finite at the very beginning.
const TINY: f64 = 0.001;

/// How often a line says how far the run is.
const LINE_EVERY: Duration = Duration::from_secs(15);
/// How often a program is told.
const JSON_EVERY: Duration = Duration::from_secs(1);

/// How much is told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Voice {
    /// A line for each failed source and nothing else.
    Quiet,
    #[default]
    Usual,
    /// Also what was partial or skipped.
    Verbose,
    /// JSON lines.
    Json,
}

/// The teller.
pub struct Progress {
    voice: Voice,
    color: bool,
    bar: Option<ProgressBar>,
    total: u64,
    done: u64,
    failed: u64,
    started: Instant,
    told: Instant,
    /// Done by an earlier run.
    before: u64,
    /// What went wrong in stored files that are not at their end.
    troubles: BTreeMap<u64, TroubleCount>,
    /// What was skipped, by why.
    skipped: BTreeMap<String, Skipped>,
}

/// Sources that were skipped for one reason: how many, and the first of them.
#[derive(Default)]
struct Skipped {
    count: usize,
    names: Vec<String>,
}

/// What went wrong in a stored file: how often, and the first of it.
struct TroubleCount {
    count: u64,
    words: String,
    path: String,
    code: String,
}

/// How many of the skipped are named where nobody asked for all.
const NAMED: usize = 5;

impl Progress {
    pub fn new(voice: Voice, color: bool, total: u64) -> Progress {
        let show = matches!(voice, Voice::Usual | Voice::Verbose)
            && io::stderr().is_terminal()
            && total > 1;
        let bar = show.then(|| {
            let bar = ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr());
            let layout = "{bar:30} {pos}/{len}  {per_sec}  {msg}{eta} left";
            bar.with_style(
                ProgressStyle::with_template(layout)
                    .unwrap_or_else(|_| ProgressStyle::default_bar()),
            )
        });
        let now = Instant::now();
        Progress {
            voice,
            color,
            bar,
            total,
            done: 0,
            failed: 0,
            started: now,
            told: now,
            before: 0,
            troubles: BTreeMap::new(),
            skipped: BTreeMap::new(),
        }
    }

    /// An outcome of a stored file.
    pub fn outcome(&mut self, task: u64, outcome: &Outcome) {
        let Some(error) = &outcome.entry.error else {
            return;
        };
        let words = format!(
            "{}: {}",
            visible(&outcome.entry.path),
            visible(&error.message)
        );
        let skipped = outcome.entry.status == Status::Skipped;
        if outcome.entry.status == Status::Failed {
            self.failed += 1;
            let trouble = TroubleCount {
                count: 0,
                words,
                path: outcome.entry.path.clone(),
                code: error.code.clone(),
            };
            self.troubles.entry(task).or_insert(trouble).count += 1;
        } else if self.voice == Voice::Verbose {
            self.line(&format!("{words} ({})", error.code));
        } else if skipped && self.voice == Voice::Json {
            self.event("skipped", &outcome.entry.path, &error.code, &words);
        } else if skipped {
            let skipped = self.skipped.entry(error.message.clone()).or_default();
            skipped.count += 1;
            if skipped.count <= NAMED {
                let name = visible(&outcome.entry.path).into_owned();
                skipped.names.push(name);
            }
        }
    }

    /// A line for programs.
    fn event(&self, event: &str, path: &str, code: &str, words: &str) {
        let event = json!({ "event": event, "path": path, "code": code, "message": words });
        self.line(&event.to_string());
    }

    /// What was skipped and why, where nobody asked for each of it.
    fn passed_over(&self) {
        for (why, Skipped { count, names }) in &self.skipped {
            let more = match count.saturating_sub(names.len()) {
                0 => String::new(),
                more => format!(" and {more} more (-v names them)"),
            };
            let names = names.join(", ");
            self.line(&format!(
                "annalist: skipped: {names}{more}: {}",
                visible(why)
            ));
        }
    }

    /// What an earlier run had done is told; what is left begins now.
    pub fn settled(&mut self) {
        self.started = Instant::now();
        self.before = self.done;
        if let Some(bar) = &self.bar {
            bar.reset_eta();
        }
    }

    pub fn is_verbose(&self) -> bool {
        self.voice == Voice::Verbose
    }

    /// A stored file is at its end.
    pub fn ended(&mut self, task: u64) {
        self.done += 1;
        if let Some(mut trouble) = self.troubles.remove(&task) {
            if trouble.count > 1 {
                let more = trouble.count - 1;
                trouble
                    .words
                    .push_str(&format!(" (and {more} more in the same file)"));
            }
            self.trouble(&trouble);
        }
        if let Some(bar) = &self.bar {
            if self.failed > 0 {
                bar.set_message(format!("{} failed, ", self.failed));
            }
            bar.set_position(self.done);
        }
        self.tell_now_and_then();
    }

    fn trouble(&self, trouble: &TroubleCount) {
        let TroubleCount {
            words, path, code, ..
        } = trouble;
        let mark = if self.color {
            "\x1b[31mannalist\x1b[0m"
        } else {
            "annalist"
        };
        if self.voice == Voice::Json {
            self.event("failed", path, code, words);
        } else {
            self.line(&format!("{mark}: {words}"));
        }
    }

    fn tell_now_and_then(&mut self) {
        let every = match self.voice {
            Voice::Quiet => return,
            Voice::Json => JSON_EVERY,
            _ if self.bar.is_some() => return,
            _ => LINE_EVERY,
        };
        if self.told.elapsed() < every || self.done >= self.total {
            return;
        }
        self.told = Instant::now();
        let (rate, left) = self.estimate(self.started.elapsed());
        let (done, total, failed) = (self.done, self.total, self.failed);
        match self.voice {
            Voice::Json => self.line(
                &json!({
                    "event": "progress",
                    "done": done,
                    "total": total,
                    "failed": failed,
                    "per_second": rate,
                    "seconds_left": left,
                })
                .to_string(),
            ),
            _ => self.line(&format!(
                "annalist: {done} of {total}, {failed} failed, {rate:.0} a second, {left:.0} s left"
            )),
        }
    }

    /// Sources a second and seconds left: what an earlier run had done took no time of this one.
    fn estimate(&self, spent: Duration) -> (f64, f64) {
        let rate = (self.done - self.before) as f64 / spent.as_secs_f64().max(TINY);
        (rate, (self.total - self.done) as f64 / rate.max(TINY))
    }

    /// A line that may be of use to somebody who did not ask to be left alone.
    pub fn note(&self, words: &str) {
        if matches!(self.voice, Voice::Usual | Voice::Verbose) {
            self.line(&format!("annalist: {words}"));
        }
    }

    /// Something that a person should look at.
    pub fn doubt(&self, words: &str) {
        match self.voice {
            Voice::Quiet => {}
            Voice::Json => self.line(&json!({ "event": "doubt", "message": words }).to_string()),
            _ => self.line(&format!("annalist: {}", visible(words))),
        }
    }

    /// What must be said even to somebody who asked to be left alone.
    pub fn loss(&self, code: &str, words: &str) {
        match self.voice {
            Voice::Json => {
                self.line(&json!({ "event": code, "message": words }).to_string());
            }
            _ => self.line(&format!("annalist: {words}")),
        }
    }

    /// The closing summary.
    pub fn summary(&self, counts: &Counts) {
        self.closing(counts, "");
    }

    /// The closing summary, and on a terminal what to try next.
    pub fn closing(&self, counts: &Counts, next: &str) {
        let Counts {
            sources,
            ok,
            partial,
            failed,
            skipped,
            activities,
        } = counts;
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        if self.voice == Voice::Usual {
            self.passed_over();
        }
        let next = match io::stderr().is_terminal() && *activities > 0 && !next.is_empty() {
            true => format!("; next: {next}"),
            false => String::new(),
        };
        match self.voice {
            Voice::Quiet => {}
            Voice::Json => self.line(&json!({ "event": "finished", "counts": counts }).to_string()),
            _ => self.line(&format!(
                "annalist: {sources} sources: {ok} ok, {partial} partial, {failed} failed, \
                 {skipped} skipped; {activities} activities{next}"
            )),
        }
    }

    /// Standard error may be closed, which is no reason to stop.
    fn line(&self, words: &str) {
        let say = || drop(writeln!(io::stderr(), "{words}"));
        match &self.bar {
            Some(bar) => bar.suspend(say),
            None => say(),
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_earlier_run_had_done_is_no_part_of_the_estimate() {
        let mut progress = Progress::new(Voice::Quiet, false, 1000);
        (0..900).for_each(|task| progress.ended(task));
        progress.settled();
        (900..910).for_each(|task| progress.ended(task));
        // Ten of the hundred that were left took five seconds.
        let (rate, left) = progress.estimate(Duration::from_secs(5));
        assert_eq!((rate, left), (2.0, 45.0));
    }
}
