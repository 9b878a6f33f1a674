//! What stands: the journal, and where each stored file's lines in it are.

use crate::batch::holding::Holding;
use crate::batch::journal::{Finished, Journal, JournalLine, LinePlaces, Told, WrittenFile};
use crate::batch::scope::{RunMode, Terms, is_kept};
use crate::batch::select::Item;
use crate::manifest::Counts;
use crate::source::short_digest;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use std::path::Path;

/// The journal and where its lines are.
pub struct Ledger {
    pub journal: Journal,
    pub places: Vec<LinePlaces>,
    /// Outcomes that writers have in hand, and the end that waits for them.
    pub open: HashMap<usize, (u64, Option<JournalLine>)>,
    /// Lines there are, those that no longer hold included.
    pub lines: u64,
    /// What the outputs depend on besides the sources.
    pub settings: String,
    /// Which sources the folder is of.
    pub holding: Holding,
    /// Kept sources whose records were made with other settings, by these.
    foreign: BTreeMap<String, Vec<usize>>,
    /// What each output was when it was written: digests of its name and of its bytes, in short.
    pub written: HashMap<u64, u64>,
    /// The run's own files, if they are made.
    pub finished: Option<Finished>,
    /// Something was changed since.
    pub changed: bool,
}

impl Ledger {
    /// Reads what an earlier run on the same terms left, as far as `items` have it.
    pub fn open(path: &Path, terms: &Terms, items: &[Item]) -> io::Result<Ledger> {
        let mut places = vec![LinePlaces::default(); items.len()];
        let (mut lines, mut finished, mut holding) = (0, None, None);
        let (mut run, mut made) = (None, BTreeMap::new());
        let mut written = HashMap::new();
        let find = |name: &str| items.binary_search_by(|item| item.compare_name(name)).ok();
        let ours = |run: &Option<String>| {
            run.as_ref() == Some(&terms.settings) && terms.mode != RunMode::Fresh
        };
        let journal = Journal::open(path, |at, line| {
            // Only as the last line does it hold: what came behind it changed the folder again.
            lines += 1;
            finished = None;
            let mut place = |path: &str| {
                let found = find(path)?;
                // What is kept was made by other runs, perhaps with other settings; the rest is
                // known only if the run that wrote it is of this one's settings.
                let kept = items.get(found).is_some_and(is_kept);
                if kept {
                    made.insert(found, run.clone().unwrap_or_default());
                }
                (kept || ours(&run)).then_some(found)
            };
            match line {
                JournalLine::Run(said) => run = Some(said),
                JournalLine::Holding(said) => {
                    // What stood before a holding that replaces it is no record of this folder any
                    // more.
                    if said.replaces {
                        written.clear();
                    }
                    holding = Some(said);
                }
                JournalLine::Stored { path, .. } => {
                    with(&mut places, place(&path), |places| places.begin(Some(at)))
                }
                JournalLine::Outcome(told) => {
                    written.extend(told.output.as_ref().and_then(in_short));
                    with(&mut places, place(told.file()), |places| {
                        places.note(&told, at)
                    });
                }
                JournalLine::Ended { path, members, .. } => {
                    with(&mut places, place(&path), |places| places.end(at, members));
                }
                JournalLine::Finished(said) => finished = Some(said),
            }
        })?;
        let mut foreign: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, settings) in made {
            if settings != terms.settings {
                foreign.entry(settings).or_default().push(at);
            }
        }
        let mut ledger = Ledger {
            journal,
            places,
            open: HashMap::new(),
            lines,
            settings: terms.settings.clone(),
            holding: terms.holding.clone(),
            foreign,
            written,
            finished,
            changed: false,
        };
        if terms.mode == RunMode::Fresh {
            ledger.written.clear();
        }
        if !ours(&run) {
            ledger.say(JournalLine::Run(ledger.settings.clone()))?;
        }
        if holding.as_ref() != Some(&ledger.holding) {
            ledger.say(JournalLine::Holding(ledger.holding.clone()))?;
        }
        Ok(ledger)
    }

    /// Begins on other terms than the journal ends with.
    fn say(&mut self, line: JournalLine) -> io::Result<()> {
        self.finished = None;
        self.journal.append(&line)?;
        self.lines += 1;
        Ok(())
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

    /// What the run's own files say, where they stand, nothing was changed and nothing is left
    /// over.
    pub fn is_finished(&self) -> Option<&Finished> {
        self.finished
            .as_ref()
            .filter(|_| !self.changed && self.lines == self.live())
    }

    /// Lines that hold: those of the run's sources, the two first, the last, and those that part
    /// off what was made with other settings.
    pub fn live(&self) -> u64 {
        let lines = self.places.iter().map(LinePlaces::count_lines).sum::<u64>();
        lines + 3 + self.foreign.len() as u64
    }

    /// The first line and all lines of sources. Where they stand changes; nothing is looked up
    /// after.
    pub fn rewrite(&mut self, out: &mut dyn Write) -> Result<()> {
        let holding = Holding {
            replaces: false,
            ..self.holding.clone()
        };
        let mut window = self.journal.window();
        let mut apart = vec![false; self.places.len()];
        let mut lines = 2 + self.foreign.len() as u64;
        let mut copy = |at: usize, out: &mut dyn Write| -> Result<()> {
            for line in self.places.get(at).into_iter().flat_map(LinePlaces::lines) {
                write_json(&window.line(line)?, out)?;
                lines += 1;
            }
            Ok(())
        };
        // Sources made with other settings come first, each behind the settings they were made
        // with: the last ones in the file are those of the next run.
        for (settings, sources) in &self.foreign {
            write_json(&JournalLine::Run(settings.clone()), out)?;
            for &at in sources {
                apart[at] = true;
                copy(at, out)?;
            }
        }
        write_json(&JournalLine::Run(self.settings.clone()), out)?;
        write_json(&JournalLine::Holding(holding), out)?;
        for at in (0..self.places.len()).filter(|at| !apart[*at]) {
            copy(at, out)?;
        }
        self.lines = lines;
        Ok(())
    }
}

/// Digests of an output's name and of its bytes.
fn in_short(output: &WrittenFile) -> Option<(u64, u64)> {
    let bytes = u64::from_str_radix(output.sha256.get(..16)?, 16).ok()?;
    Some((short_digest(output.file.as_bytes()), bytes))
}

/// Changes what is known of one stored file, if there is such.
pub fn with(places: &mut [LinePlaces], at: Option<usize>, change: impl FnOnce(&mut LinePlaces)) {
    if let Some(places) = at.and_then(|at| places.get_mut(at)) {
        change(places);
    }
}

fn write_json(line: &JournalLine, out: &mut dyn Write) -> Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    Ok(out.write_all(b"\n")?)
}
