//! What a run is about, and whether it may have a folder that another run has filled.
//!
//! The journal remembers the [`Scope`] of every run whose records a folder
//! holds: where it looked and what it passed over. A run that looks there too
//! renews the folder; one that does not would drop what it never saw, and is
//! refused before anything is touched, unless it was told what to do
//! ([`RunMode`]).

use super::holding::{Holding, Scope};
use super::journal::{Journal, JournalLine};
use super::select::{Item, PathKind};
use super::task::Stage;
use crate::manifest::{Counts, Manifest};
use crate::write::name;
use anyhow::{Context, Result, bail, ensure};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::{Path, PathBuf};

/// What becomes of a register that is there already.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum RunMode {
    /// It is brought up to date, if it is of the same sources.
    #[default]
    Renew,
    /// It is kept; the run's sources are added or renewed.
    Add,
    /// It is replaced.
    Fresh,
}

/// What a run wants of a folder.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    /// What the outputs depend on besides the sources.
    pub settings: String,
    pub holding: Holding,
    pub mode: RunMode,
}

/// What a folder holds before the run.
#[derive(Debug, Default)]
struct FolderState {
    holding: Option<Holding>,
    names: BTreeSet<String>,
    counts: Option<Counts>,
}

/// Lets a run into a folder or says why not. Where it adds to what is there, that joins `items`,
/// and the holding is of both.
pub fn admit(root: &Path, journal: &Path, terms: &mut Terms, items: &mut Vec<Item>) -> Result<()> {
    let held = held(journal)?;
    let told = held.holding.is_some() || !held.names.is_empty();
    match terms.mode {
        RunMode::Fresh if !told => forget(root)?,
        RunMode::Fresh => {}
        RunMode::Renew if !told => ensure!(!is_filled(root), foreign(root)),
        RunMode::Renew => ensure!(is_renewal(&held, terms, items), refusal(root, &held)),
        RunMode::Add if !told => ensure!(!is_filled(root), untold(root)),
        RunMode::Add => join(root, held, terms, items)?,
    }
    Ok(())
}

/// Where the records of an output folder were read from; nowhere where it does not tell.
pub fn roots(root: &Path) -> Vec<PathBuf> {
    let Ok(journal) = File::open(root.join(".annalist/journal.jsonl")) else {
        return Vec::new();
    };
    let told = BufReader::new(journal).lines().map_while(Result::ok);
    let holdings = told.filter(|line| line.starts_with("{\"Holding\""));
    let last = holdings
        .filter_map(|line| serde_json::from_str(&line).ok())
        .last();
    let Some(JournalLine::Holding(holding)) = last else {
        return Vec::new();
    };
    let roots = holding.scopes.into_iter().flat_map(|scope| scope.roots);
    roots.map(PathBuf::from).collect()
}

/// What the journal tells of.
fn held(journal: &Path) -> Result<FolderState> {
    let mut held = FolderState::default();
    if !journal.exists() {
        return Ok(held);
    }
    let read = Journal::open(journal, |_, line| {
        held.counts = None;
        match line {
            JournalLine::Holding(holding) => {
                if holding.replaces {
                    held.names.clear();
                }
                held.holding = Some(holding);
            }
            JournalLine::Outcome(told) => drop(held.names.insert(told.file().to_owned())),
            JournalLine::Ended { path, .. } | JournalLine::Stored { path, .. } => {
                held.names.insert(path);
            }
            JournalLine::Finished(finished) => held.counts = Some(finished.counts),
            JournalLine::Run(_) => {}
        }
    });
    read.with_context(|| format!("cannot use {}", journal.display()))?;
    Ok(held)
}

fn is_renewal(held: &FolderState, terms: &Terms, items: &[Item]) -> bool {
    if held.names.is_empty() {
        return true;
    }
    let scopes = held.holding.iter().flat_map(|holding| &holding.scopes);
    let covered = |held: &Scope| terms.holding.scopes.iter().any(|scope| scope.covers(held));
    // Of a list that is gone only the names are known, and so of a register without scopes.
    let unknown = scopes.clone().count() == 0
        || scopes
            .clone()
            .all(|scope| scope.list.as_deref() == Some("-"));
    let found = |name: &String| {
        items
            .binary_search_by(|item| item.compare_name(name))
            .is_ok()
    };
    match unknown {
        true => held.names.iter().all(found),
        false => scopes.clone().all(covered),
    }
}

/// Adds what is held to the sources of a run.
fn join(root: &Path, held: FolderState, terms: &mut Terms, items: &mut Vec<Item>) -> Result<()> {
    if let Some(holding) = held.holding {
        let same = (&holding.scheme, holding.stage) == (&terms.holding.scheme, terms.holding.stage);
        ensure!(
            same || held.names.is_empty(),
            "{} was made with --scheme {}: what is added must be too",
            shown(root),
            holding.scheme
        );
        terms.holding.scopes.extend(holding.scopes);
    }
    terms.holding.scopes.sort();
    terms.holding.scopes.dedup();
    let found = |name: &String| {
        items
            .binary_search_by(|item| item.compare_name(name))
            .is_ok()
    };
    let kept: Vec<Item> = held
        .names
        .iter()
        .filter(|name| !found(name))
        .map(|name| Item::kept(name))
        .collect();
    super::select::merge(items, kept);
    Ok(())
}

/// Removes the records that a manifest tells of, where there is no journal that would.
fn forget(root: &Path) -> Result<()> {
    let manifest = fs::read(root.join("manifest.json")).ok();
    let manifest = manifest.and_then(|text| serde_json::from_slice::<Manifest>(&text).ok());
    for entry in manifest.into_iter().flat_map(|manifest| manifest.sources) {
        for clash in [false, true] {
            let file = root
                .join("documents")
                .join(name::document(&entry.path, clash));
            match fs::remove_file(&file) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(error).with_context(|| format!("cannot remove {}", shown(&file)));
                }
                _ => {}
            }
        }
    }
    Ok(())
}

/// Whether there are records that no journal tells of.
fn is_filled(root: &Path) -> bool {
    let documents = fs::read_dir(root.join("documents"));
    documents.is_ok_and(|mut entries| entries.next().is_some())
        || ["activities.jsonl", "manifest.json"]
            .iter()
            .any(|name| root.join(name).exists())
}

fn shown(path: &Path) -> String {
    super::disk::shown(path)
}

const WAYS: &str = "say --add to keep it and add these sources, --fresh to replace it, \
                    or name another folder with -o";

fn refusal(root: &Path, held: &FolderState) -> String {
    let sources = held.names.len();
    let activities = held
        .counts
        .map(|counts| format!("{} activities from ", counts.activities))
        .unwrap_or_default();
    let mut roots: Vec<&str> = held
        .holding
        .iter()
        .flat_map(|holding| &holding.scopes)
        .flat_map(|scope| scope.roots.iter().chain(&scope.list))
        .map(String::as_str)
        .collect();
    roots.dedup();
    let place = match roots.as_slice() {
        [] => String::new(),
        [first] => format!(" of {}", first.escape_debug()),
        [first, rest @ ..] => format!(" of {} and {} more", first.escape_debug(), rest.len()),
    };
    format!(
        "{} holds a register of other sources, {activities}{sources} files{place}; \
         nothing was changed: {WAYS}",
        shown(root)
    )
}

fn foreign(root: &Path) -> String {
    let root = shown(root);
    format!("{root} holds records that no journal tells of; nothing was changed: {WAYS}")
}

fn untold(root: &Path) -> String {
    format!(
        "{0} holds records that no journal tells of; nothing was changed: extract into another \
         folder and put the two together with `annalist join {0} OTHER -o NEW`",
        shown(root)
    )
}

/// A holding of registers that are put together, as far as their journals tell.
pub fn holding_of(folders: &[impl AsRef<Path>]) -> Result<Holding> {
    let mut all = Holding::default();
    for folder in folders {
        let journal = folder.as_ref().join(".annalist/journal.jsonl");
        let Some(holding) = held(&journal)?.holding else {
            // Where one is not known, the names decide.
            all.scopes.clear();
            return Ok(all);
        };
        if holding.stage != Stage::Record {
            bail!("{} holds no records", shown(folder.as_ref()));
        }
        all.scopes.extend(holding.scopes);
    }
    all.scopes.sort();
    all.scopes.dedup();
    Ok(all)
}

/// Whether an item is held from an earlier run and no source of this one.
pub fn is_kept(item: &Item) -> bool {
    item.kind == PathKind::Kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(roots: &[&str]) -> Scope {
        Scope {
            roots: roots.iter().map(|root| (*root).to_owned()).collect(),
            ..Scope::default()
        }
    }

    #[test]
    fn a_run_covers_what_it_sees_again() {
        let both = scope(&["/a", "/b"]);
        assert!(both.covers(&scope(&["/a"])) && both.covers(&both));
        assert!(!scope(&["/a"]).covers(&both));
        let shard = |part| Scope {
            shard: Some((part, 2)),
            ..scope(&["/a"])
        };
        assert!(scope(&["/a"]).covers(&shard(1)) && shard(1).covers(&shard(1)));
        assert!(!shard(2).covers(&shard(1)) && !shard(1).covers(&scope(&["/a"])));
        let globbed = Scope {
            globs: vec!["*.html".to_owned()],
            ..scope(&["/a"])
        };
        assert!(scope(&["/a"]).covers(&globbed) && !globbed.covers(&scope(&["/a"])));
        let listed = |list: &str| Scope {
            list: Some(list.to_owned()),
            ..Scope::default()
        };
        assert!(listed("/list").covers(&listed("/list")));
        assert!(!listed("-").covers(&listed("-")), "another list each time");
    }
}
