//! Corrections on their way into the folder: put on records before these are
//! written, put on records that stand already, and found in records that a
//! person has edited.
//!
//! The journal says which corrections each record has. What no record has yet
//! is looked for in all of them at the end of a run; what fits none is told
//! with the records that come nearest, and stays in its file.

use super::disk::Disk;
use super::journal::{Told, WrittenFile};
use super::ledger::Ledger;
use super::outcome::laid_out;
use super::task::{Layout, Outcome};
use crate::correction::{Correction, Corrections, OFFERED, edits};
use crate::key::{folded, page};
use crate::record::{Activity, DocumentRecord};
use crate::source::hex;
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;

/// Puts corrections on a record that is to be written; the digests of those that hold.
pub fn correct(corrections: &Corrections, outcome: &mut Outcome, layout: Layout) -> Vec<u64> {
    if corrections.is_empty() || outcome.entry.activities == 0 {
        return Vec::new();
    }
    let Some(read) = outcome
        .record
        .as_deref()
        .map(serde_json::from_slice::<DocumentRecord>)
    else {
        return Vec::new();
    };
    // What is no record (another stage of the way) has nothing to correct.
    let Ok(mut record) = read else {
        return Vec::new();
    };
    let applied = corrections.apply(&mut record);
    if !applied.held.is_empty() {
        outcome.entry.activities = record.activities.len() as u64;
        outcome.record = Some(laid_out(&record, layout));
    }
    applied.held
}

/// The edits of a person in the file of a record that would be written over now; none where the
/// file is as it was written (its digest begins so), or says the same, or is no record.
pub fn edited(disk: &Disk, file: &str, written: u64, record: &[u8]) -> Option<Vec<Correction>> {
    let bytes = fs::read(disk.root.join("documents").join(file)).ok()?;
    if crate::source::short_digest(&bytes) == written || bytes == record {
        return None;
    }
    let on_disk = serde_json::from_slice(&bytes).ok()?;
    let now = serde_json::from_slice(record).ok()?;
    Some(edits(&on_disk, &now)).filter(|edits| !edits.is_empty())
}

/// What would have been written in the place of an edited record.
pub fn unwritten(file: &str, record: &[u8]) -> WrittenFile {
    WrittenFile {
        file: file.to_owned(),
        bytes: record.len() as u64,
        sha256: hex(&Sha256::digest(record)),
    }
}

/// Writes down what edits offer, or that there are none; a sentence for each edited record.
pub fn offer(disk: &Disk, offers: &BTreeMap<String, Vec<Correction>>) -> Result<Vec<String>> {
    if offers.is_empty() {
        disk.remove_own(OFFERED)?;
        return Ok(Vec::new());
    }
    disk.own_file(OFFERED, |out| {
        for correction in offers.values().flatten() {
            serde_json::to_writer(&mut *out, correction)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    })?;
    let root = super::disk::shown(&disk.root);
    let words = |(file, edits): (&String, &Vec<Correction>)| {
        format!(
            "{root}/documents/{} was edited by hand and is left as it is; what was edited ({}) is \
             offered in {OFFERED}: `annalist correct {root} --accept` keeps it, --fresh drops it",
            file.escape_debug(),
            edits.len()
        )
    };
    Ok(offers.iter().map(words).collect())
}

/// Records that corrections were put on after they had been written.
pub struct Late {
    /// What the journal is to be told, and of which stored file.
    pub told: Vec<(usize, Told)>,
    /// A sentence for each correction that fits no record.
    pub unfit: Vec<String>,
}

/// Puts the corrections that no record has yet on records that stand.
pub fn settle(disk: &Disk, corrections: &Corrections, ledger: &Ledger) -> Result<Late> {
    let mut late = Late {
        told: Vec::new(),
        unfit: Vec::new(),
    };
    let mut held: HashSet<u64> = HashSet::new();
    for told in ledger.outcomes() {
        held.extend(told?.corrections);
    }
    let mut missing = Corrections::default();
    let new = corrections
        .iter()
        .filter(|(digest, _)| !held.contains(digest));
    new.for_each(|(_, correction)| missing.push(correction.clone()));
    if missing.is_empty() {
        return Ok(late);
    }
    let mut search = Search::new(&missing);
    let mut window = ledger.journal.window();
    for (at, places) in ledger.places.iter().enumerate() {
        for (_, line) in places.told() {
            let mut told = window.outcome(line).context("cannot read the journal")?;
            let Some(output) = told.output.as_ref().filter(|_| told.entry.activities > 0) else {
                continue;
            };
            let bytes = fs::read(disk.root.join("documents").join(&output.file))
                .with_context(|| format!("cannot read {} again", output.file))?;
            let Ok(mut record) = serde_json::from_slice::<DocumentRecord>(&bytes) else {
                continue;
            };
            search.look(&record);
            let applied = missing.apply(&mut record);
            search.reasons.extend(applied.unfit);
            if applied.held.is_empty() || !disk.stands(output) {
                continue;
            }
            held.extend(&applied.held);
            told.output = Some(disk.write(&output.file, &laid_out(&record, Layout::Pretty))?);
            told.entry.activities = record.activities.len() as u64;
            told.corrections.extend(applied.held);
            told.corrections.sort_unstable();
            late.told.push((at, told));
        }
    }
    late.unfit = search.unfit(&held);
    Ok(late)
}

/// The records that come nearest to each correction.
struct Search<'c> {
    wanted: Vec<WantedCorrection<'c>>,
    reasons: BTreeMap<u64, String>,
}

struct WantedCorrection<'c> {
    digest: u64,
    correction: &'c Correction,
    page: Option<String>,
    words: BTreeSet<String>,
    /// Likeness in hundredths, and words for the record.
    nearest: Vec<(usize, String)>,
}

/// How many records are named.
const NEAREST: usize = 3;
/// The least likeness of titles, in hundredths.
const LIKE: usize = 40;

impl<'c> Search<'c> {
    fn new(missing: &'c Corrections) -> Search<'c> {
        let wanted = missing.iter().map(|(digest, correction)| WantedCorrection {
            digest: *digest,
            correction,
            page: correction
                .source
                .as_deref()
                .map(|source| page(Some(source), source)),
            words: words(correction.title.as_deref()),
            nearest: Vec::new(),
        });
        Search {
            wanted: wanted.collect(),
            reasons: BTreeMap::new(),
        }
    }

    fn look(&mut self, record: &DocumentRecord) {
        for activity in &record.activities {
            let own = page(activity.source.url.as_deref(), &activity.source.path);
            let title = words(activity.title.as_deref());
            self.wanted
                .iter_mut()
                .for_each(|wanted| wanted.look(activity, &own, &title));
        }
    }

    fn unfit(&self, held: &HashSet<u64>) -> Vec<String> {
        let unfit = self
            .wanted
            .iter()
            .filter(|wanted| !held.contains(&wanted.digest));
        let words = |wanted: &WantedCorrection| {
            let what = wanted.correction.told();
            if let Some(reason) = self.reasons.get(&wanted.digest) {
                return format!("the correction {what} cannot be made: {reason}");
            }
            let near: Vec<&str> = wanted
                .nearest
                .iter()
                .map(|(_, words)| words.as_str())
                .collect();
            match near.is_empty() {
                true => format!("the correction {what} fits no record any more"),
                false => format!(
                    "the correction {what} fits no record any more; nearest: {}",
                    near.join(", ")
                ),
            }
        };
        unfit.map(words).collect()
    }
}

impl WantedCorrection<'_> {
    fn look(&mut self, activity: &Activity, page: &str, title: &BTreeSet<String>) {
        let common = self.words.intersection(title).count();
        let most = self.words.len().max(title.len()).max(1);
        let same_page = self.page.as_deref() == Some(page);
        let likeness = common * 100 / most + if same_page { 100 } else { 0 };
        if likeness < LIKE {
            return;
        }
        let title = activity.title.as_deref().unwrap_or("");
        let at = self
            .nearest
            .partition_point(|(other, _)| *other >= likeness);
        if at < NEAREST {
            let words = format!("{} “{title}” ({})", activity.id, activity.source.path);
            self.nearest.insert(at, (likeness, words));
            self.nearest.truncate(NEAREST);
        }
    }
}

fn words(title: Option<&str>) -> BTreeSet<String> {
    folded(title.unwrap_or(""))
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
