//! What stands: the journal, and where each stored file's lines in it are.

use crate::batch::journal::{Finished, Journal, Line, Places, Told};
use crate::batch::select::Item;
use crate::manifest::Counts;
use anyhow::{Context, Result};
use std::collections::HashMap;
use std::io::{self, Write};
use std::path::Path;

/// The journal and where its lines are.
pub struct Ledger {
    pub journal: Journal,
    pub places: Vec<Places>,
    /// Outcomes that writers have in hand, and the end that waits for them.
    pub open: HashMap<usize, (u64, Option<Line>)>,
    /// Lines there are, those that no longer hold included.
    pub lines: u64,
    /// What the outputs depend on besides the sources.
    pub settings: String,
    /// The run's own files, if they are made.
    pub finished: Option<Finished>,
    /// Something was changed since.
    pub changed: bool,
}

impl Ledger {
    /// Reads what an earlier run with the same `settings` left, as far as `items` have it.
    pub fn open(path: &Path, settings: &str, fresh: bool, items: &[Item]) -> io::Result<Ledger> {
        let mut places = vec![Places::default(); items.len()];
        let (mut lines, mut ours, mut finished) = (0, false, None);
        let find = |name: &str| items.binary_search_by(|item| item.compare_name(name)).ok();
        let journal = Journal::open(path, |at, line| {
            lines += 1;
            finished = None;
            match line {
                Line::Run(said) => ours = said == settings && !fresh,
                _ if !ours => {}
                Line::Stored { path, .. } => {
                    with(&mut places, find(&path), |places| places.begin(Some(at)))
                }
                Line::Outcome(told) => with(&mut places, find(told.file()), |places| {
                    places.note(&told, at)
                }),
                Line::Ended { path, members, .. } => {
                    with(&mut places, find(&path), |places| places.end(at, members));
                }
                Line::Finished(said) => finished = Some(said),
            }
        })?;
        let settings = settings.to_owned();
        let mut ledger = Ledger {
            journal,
            places,
            open: HashMap::new(),
            lines,
            settings,
            finished,
            changed: false,
        };
        if !ours {
            ledger.finished = None;
            ledger.journal.append(&Line::Run(ledger.settings.clone()))?;
            ledger.lines += 1;
        }
        Ok(ledger)
    }

    /// Every outcome of the run, in order.
    pub fn outcomes(&self) -> impl Iterator<Item = Result<Told>> {
        let mut window = self.journal.window();
        let places = self.places.iter().flat_map(|places| places.told());
        places.map(move |(_, at)| window.outcome(at).context("cannot read the journal"))
    }

    pub fn counts(&self) -> Result<Counts> {
        let mut counts = Counts::default();
        for told in self.outcomes() {
            counts.add(&told?.entry);
        }
        Ok(counts)
    }

    /// What the run's own files say, where they stand, nothing was changed and nothing is left over.
    pub fn is_finished(&self) -> Option<&Finished> {
        self.finished
            .as_ref()
            .filter(|_| !self.changed && self.lines == self.live())
    }

    /// Lines that hold: those of the run's sources, the first and the last.
    pub fn live(&self) -> u64 {
        self.places.iter().map(Places::count_lines).sum::<u64>() + 2
    }

    /// The first line and all lines of sources. Where they stand changes; nothing is looked up after.
    pub fn rewrite(&mut self, out: &mut dyn Write) -> Result<()> {
        self.lines = 1;
        write_json(&Line::Run(self.settings.clone()), out)?;
        let mut window = self.journal.window();
        for at in self.places.iter().flat_map(Places::lines) {
            write_json(&window.line(at)?, out)?;
            self.lines += 1;
        }
        Ok(())
    }
}

/// Changes what is known of one stored file, if there is such.
pub fn with(places: &mut [Places], at: Option<usize>, change: impl FnOnce(&mut Places)) {
    if let Some(places) = at.and_then(|at| places.get_mut(at)) {
        change(places);
    }
}

fn write_json(line: &Line, out: &mut dyn Write) -> Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    Ok(out.write_all(b"\n")?)
}
