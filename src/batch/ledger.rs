//! What stands: the journal, and where each stored file's lines in it are.

use crate::batch::journal::{Journal, Line, Places, Told};
use crate::batch::select::Item;
use crate::manifest::Counts;
use anyhow::{Context, Result, bail};
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
    /// The digests of the run's own files.
    pub finished: Option<(String, String)>,
    /// Something was changed since.
    pub changed: bool,
}

impl Ledger {
    /// Reads what an earlier run with the same `settings` left, as far as `items` have it.
    pub fn open(path: &Path, settings: &str, fresh: bool, items: &[Item]) -> io::Result<Ledger> {
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

    /// The outcome whose line begins at an offset.
    pub fn outcome(&self, at: u64) -> Result<Told> {
        match self.journal.line(at).context("cannot read the journal")? {
            Line::Outcome(told) => Ok(told),
            _ => bail!("the journal was changed by another program"),
        }
    }

    /// Every outcome of the run, in order.
    pub fn outcomes(&self) -> impl Iterator<Item = Result<Told>> {
        self.places.iter().flat_map(|places| places.told()).map(|(_, at)| self.outcome(at))
    }

    pub fn counts(&self) -> Result<Counts> {
        let mut counts = Counts::default();
        for told in self.outcomes() {
            counts.add(&told?.entry);
        }
        Ok(counts)
    }

    /// Lines that hold: those of the run's sources, the first and the last.
    pub fn live(&self) -> u64 {
        self.places.iter().map(Places::lines).sum::<u64>() + 2
    }

    /// The first line and all lines of sources. Where they stand changes; nothing is looked up after.
    pub fn rewrite(&mut self, out: &mut dyn Write) -> Result<()> {
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
