//! What need not be done again: what an earlier run told of a source, held
//! against the source and its outputs as they are now.
//!
//! Nothing is believed for its date: a source is as it was if its size and
//! digest are, and so is an output. This is most of what a run does where
//! nothing has changed, so it goes through the journal in stretches and over
//! all processors.

use super::disk::{Disk, digest_of};
use super::interrupt::Interrupt;
use super::journal::{Finished, JournalLine, Told, Window};
use super::ledger::Ledger;
use super::select::{Item, PathKind};
use crate::correction::Corrections;
use crate::manifest::Status;
use rayon::prelude::*;

/// How far a stored file need not be worked on again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KnownState {
    /// Not at all.
    Nothing,
    /// These members of the archive stand.
    Members(Box<[u64]>),
    /// It is as it was, and so are its outputs.
    All { failed: bool },
}

/// What is known of every item, and whether the run's own files stand.
pub fn of_all(
    disk: &Disk,
    ledger: &Ledger,
    items: &[Item],
    corrections: &Corrections,
    interrupt: &Interrupt,
) -> (Vec<KnownState>, bool) {
    let one = |window: &mut Window, (at, item): (usize, &Item)| match item.kind {
        PathKind::Kept => KnownState::All { failed: false },
        PathKind::File | PathKind::Named if interrupt.code().is_none() => {
            of(disk, ledger, window, (at, item), corrections).unwrap_or(KnownState::Nothing)
        }
        _ => KnownState::Nothing,
    };
    let items = items.par_iter().enumerate().with_min_len(64);
    rayon::join(
        || items.map_init(|| ledger.journal.window(), one).collect(),
        || {
            ledger
                .finished
                .as_ref()
                .is_some_and(|finished| own_files_stand(disk, finished))
        },
    )
}

/// What is known of one stored file; none where nothing is or it cannot be held against the disk.
fn of(
    disk: &Disk,
    ledger: &Ledger,
    window: &mut Window,
    (at, item): (usize, &Item),
    corrections: &Corrections,
) -> Option<KnownState> {
    let places = ledger.places.get(at)?;
    let stored = match window.line(places.about?).ok()? {
        JournalLine::Stored { stored, .. }
        | JournalLine::Ended {
            stored: Some(stored),
            ..
        } => stored,
        JournalLine::Outcome(told) => told.stored()?,
        _ => return None,
    };
    if digest_of(item.path(), item.kind == PathKind::Named, stored.bytes).ok()? != stored {
        return None;
    }
    let told: Vec<Told> = places
        .told()
        .iter()
        .map(|(_, at)| window.outcome(*at).ok())
        .collect::<Option<_>>()?;
    // A correction that was taken back is gone from the record only when that is made anew.
    let stands = |told: &&Told| {
        let held = told
            .corrections
            .iter()
            .all(|digest| corrections.contains(*digest));
        held && told
            .output
            .as_ref()
            .is_none_or(|output| disk.stands(output))
    };
    let members: Box<[u64]> = told.iter().filter(stands).map(|told| told.member).collect();
    if members.len() < told.len() || !places.is_complete() {
        return Some(KnownState::Members(members));
    }
    Some(KnownState::All {
        failed: told.iter().any(|told| told.entry.status == Status::Failed),
    })
}

fn own_files_stand(disk: &Disk, finished: &Finished) -> bool {
    disk.own_digest("manifest.json")
        .is_some_and(|digest| digest == finished.manifest)
        && disk
            .own_digest("activities.jsonl")
            .is_some_and(|digest| digest == finished.activities)
}
