//! `annalist join OUT...`: one register of several.
//!
//! The manifests say which sources there are; they are read twice and none is
//! held: once to see which register has what, and once to copy the documents
//! into the new folder as if its own run had made them. The run's own files
//! are made anew: the same bytes as one run over all sources. A source that
//! two registers tell of must be the same in both.

use crate::batch::disk::shown;
use crate::batch::folder::Folder;
use crate::batch::progress::{Progress, Voice};
use crate::batch::scope::{RunMode, Terms, holding_of};
use crate::batch::select::{Item, merge};
use crate::batch::task::Outcome;
use crate::correction::{Corrections, FILE};
use crate::manifest::{self, Entry, Options, Status};
use crate::run::{RunEnd, Trouble};
use crate::source::short_digest;
use crate::write::name;
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::BufReader;
use std::path::{Path, PathBuf};

/// Make one register of several
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  annalist join part1 part2 -o out")]
pub struct Arguments {
    /// Output folders of `annalist extract`
    #[arg(required = true, value_name = "OUT")]
    registers: Vec<PathBuf>,
    /// Folder of the register that is made
    #[arg(short, long, default_value = "out", value_name = "DIR")]
    output: PathBuf,
    /// Replace what the folder holds
    #[arg(long)]
    fresh: bool,
    /// Say nothing
    #[arg(short, long)]
    quiet: bool,
}

/// A stored file: the register it is taken from, a digest of what that tells of it, and its place
/// in the run.
struct StoredFile {
    register: usize,
    digest: u64,
    at: usize,
}

/// Joins registers.
///
/// # Errors
/// Where one cannot be read, two contradict each other, or the folder cannot be had.
pub fn run(arguments: &Arguments) -> Result<RunEnd, Trouble> {
    let is_own = |register: &PathBuf| {
        let whole = |path: &Path| fs::canonicalize(path).ok();
        whole(register).is_some_and(|path| Some(path) == whole(&arguments.output))
    };
    if arguments.registers.iter().any(is_own) {
        let output = shown(&arguments.output);
        let words = format!("{output} is among the registers: name another folder with -o");
        return Err(Trouble::Usage(anyhow::Error::msg(words)));
    }
    join(arguments).map_err(Trouble::Broken)
}

fn join(arguments: &Arguments) -> Result<RunEnd> {
    let (options, mut told) = read(&arguments.registers)?;
    let mut items = Vec::new();
    merge(
        &mut items,
        told.keys().map(|name| Item::kept(name)).collect(),
    );
    let mut holding = holding_of(&arguments.registers)?;
    holding.scheme.clone_from(&options.scheme);
    holding.replaces = arguments.fresh;
    let mode = match arguments.fresh {
        true => RunMode::Fresh,
        false => RunMode::Renew,
    };
    let settings = "joined".to_owned();
    let terms = Terms {
        settings,
        holding,
        mode,
    };
    let corrections = corrections(&arguments.registers)?;
    let mut folder = Folder::open(&arguments.output, terms, corrections, &mut items)?;
    for (at, item) in items.iter().enumerate() {
        if let Some(told) = told.get_mut(item.name().as_ref()) {
            told.at = at;
        }
    }
    for (register, path) in arguments.registers.iter().enumerate() {
        each_file(path, &mut |name, entries| match told.get(name) {
            Some(own) if own.register == register => {
                put(&folder, own.at, &items[own.at], entries, path)
            }
            _ => Ok(()),
        })?;
    }
    folder.keep_corrections()?;
    let (counts, said) = folder.finish(&options)?;
    let voice = match arguments.quiet {
        true => Voice::Quiet,
        false => Voice::Usual,
    };
    let progress = Progress::new(voice, false, 0);
    said.iter().for_each(|words| progress.doubt(words));
    progress.summary(&counts);
    Ok(RunEnd::Finished(counts))
}

/// The corrections of all registers, each once.
fn corrections(registers: &[PathBuf]) -> Result<Corrections> {
    let mut all = Corrections::default();
    for folder in registers {
        for (digest, correction) in Corrections::load(&folder.join(FILE))?.iter() {
            if !all.contains(*digest) {
                all.push(correction.clone());
            }
        }
    }
    Ok(all)
}

/// Every stored file by its name.
fn read(registers: &[PathBuf]) -> Result<(Options, BTreeMap<String, StoredFile>)> {
    let mut all: BTreeMap<String, StoredFile> = BTreeMap::new();
    let mut options: Option<Options> = None;
    for (register, folder) in registers.iter().enumerate() {
        let own = each_file(folder, &mut |name, entries| {
            let digest = short_digest(&serde_json::to_vec(entries)?);
            let told = StoredFile {
                register,
                digest,
                at: 0,
            };
            let Some(known) = all.get(name) else {
                all.insert(name.to_owned(), told);
                return Ok(());
            };
            ensure!(
                known.digest == digest,
                "{} and {} both tell of {} and not the same: extract it anew into one of them",
                shown(&registers[known.register]),
                shown(folder),
                name.escape_debug()
            );
            Ok(())
        })?;
        let held = options.get_or_insert_with(|| own.clone());
        ensure!(
            *held == own,
            "{} was made with --scheme {}, the others with {}",
            shown(folder),
            own.scheme,
            held.scheme
        );
    }
    Ok((options.context("no register was named")?, all))
}

/// Hands over what a register tells, a stored file at a time: its members stand one after another.
fn each_file(folder: &Path, take: &mut dyn FnMut(&str, &[Entry]) -> Result<()>) -> Result<Options> {
    let file = folder.join("manifest.json");
    let opened = File::open(&file).with_context(|| {
        format!(
            "{} holds no finished register: there is no manifest",
            shown(folder)
        )
    })?;
    let (mut group, mut taken): (Vec<Entry>, _) = (Vec::new(), Ok(()));
    let options = manifest::each(BufReader::new(opened), &mut |entry| {
        let is_other = group
            .first()
            .is_some_and(|first| stored(first) != stored(&entry));
        if is_other && taken.is_ok() {
            taken = take(stored(&group[0]), &group);
        }
        if is_other {
            group.clear();
        }
        group.push(entry);
    });
    let options = options.with_context(|| format!("{} is no manifest", shown(&file)))?;
    taken?;
    if let Some(first) = group.first() {
        take(stored(first), &group)?;
    }
    Ok(options)
}

/// The name of the stored file that a source is, or is a member of.
fn stored(entry: &Entry) -> &str {
    entry.path.split("!/").next().unwrap_or_default()
}

/// Puts the outcomes of one stored file into the folder.
fn put(folder: &Folder, at: usize, item: &Item, entries: &[Entry], register: &Path) -> Result<()> {
    let name = item.name();
    for (number, entry) in entries.iter().enumerate() {
        let (marked, record) = document(register, entry)?;
        let file = name::document(&entry.path, marked || item.clash);
        let bytes = record.as_deref().and_then(stored_bytes);
        let outcome = Outcome {
            member: number as u64 + 1,
            clash: marked,
            entry: entry.clone(),
            record,
            spilled: None,
        };
        match bytes.filter(|_| entry.path == name) {
            Some(bytes) => return folder.put_whole(at, outcome, file, bytes),
            None => folder.put(at, &name, outcome, file)?,
        }
    }
    folder.end(at, &name, None, entries.len() as u64)
}

/// The record of a source as it was written, and whether its name is marked.
fn document(register: &Path, entry: &Entry) -> Result<(bool, Option<Vec<u8>>)> {
    if !matches!(entry.status, Status::Ok | Status::Partial) {
        return Ok((false, None));
    }
    let read = |clash| {
        let file = name::document(&entry.path, clash);
        fs::read(register.join("documents").join(file))
    };
    match read(false)
        .map(|bytes| (false, bytes))
        .or_else(|_| Ok((true, read(true)?)))
    {
        Ok((marked, bytes)) => Ok((marked, Some(bytes))),
        Err::<_, std::io::Error>(error) => Err(error).with_context(|| {
            let path = entry.path.escape_debug();
            format!("{} lacks the record of {path}", shown(register))
        }),
    }
}

/// The size of the source that a record gives.
fn stored_bytes(record: &[u8]) -> Option<u64> {
    #[derive(Deserialize)]
    struct StoredRecord {
        source: RecordSource,
    }
    #[derive(Deserialize)]
    struct RecordSource {
        bytes: u64,
    }
    Some(
        serde_json::from_slice::<StoredRecord>(record)
            .ok()?
            .source
            .bytes,
    )
}
