//! `annalist correct DIR ID /POINTER VALUE`: a curator's correction, checked
//! and written down. The next `annalist extract` puts it on the record.

use crate::batch::disk::{Disk, shown};
use crate::correction::{Correction, Corrections, FILE, OFFERED, corrected};
use crate::record::Activity;
use crate::register::Register;
use crate::run::Trouble;
use anyhow::{Context, Error, Result, bail, ensure};
use serde_json::Value;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Write down what a record should say instead
///
/// The correction goes to corrections.jsonl in the folder; `annalist extract` applies it, now and
/// whenever the page is read again.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  annalist correct out 4f0c2a /title \"Poetry morning\"\n  \
    annalist correct out 4f0c2a /date 2021-05-18\n  annalist correct out 4f0c2a /people/0 drop\n  \
    annalist correct out 4f0c2a / drop"
)]
pub struct Arguments {
    /// Output folder of `annalist extract`
    dir: PathBuf,
    /// Id of the record (its beginning will do), or its key
    #[arg(required_unless_present = "accept")]
    id: Option<String>,
    /// Which value: a JSON Pointer below the record, such as /date; / is all of it
    #[arg(required_unless_present = "accept")]
    pointer: Option<String>,
    /// JSON, or else plain text; `null` for nothing, `drop` to take out an element or the record
    #[arg(required_unless_present = "accept", allow_hyphen_values = true)]
    value: Option<String>,
    /// Who says so
    #[arg(long)]
    who: Option<String>,
    /// When
    #[arg(long)]
    when: Option<String>,
    /// Why
    #[arg(long)]
    why: Option<String>,
    /// Accept the edits that were found in written records
    #[arg(long, conflicts_with_all = ["id", "pointer", "value", "who", "when", "why"])]
    accept: bool,
}

/// Writes a correction down.
///
/// # Errors
/// Where there is no such record, the value does not fit, or the folder cannot be written to.
pub fn run(arguments: &Arguments) -> Result<u8, Trouble> {
    let usage = |text: String| Trouble::Usage(Error::msg(text));
    if !arguments.dir.is_dir() {
        return Err(usage(format!(
            "there is no folder {}",
            shown(&arguments.dir)
        )));
    }
    let disk = Disk::open(&arguments.dir).map_err(Trouble::Broken)?;
    disk.make_room().map_err(Trouble::Broken)?;
    if arguments.accept {
        return accept(&disk).map_err(Trouble::Broken);
    }
    let correction = made(arguments).map_err(Trouble::Usage)?;
    // What is there must be whole before anything is put behind it.
    Corrections::load(&disk.root.join(FILE)).map_err(Trouble::Broken)?;
    let line = serde_json::to_string(&correction).map_err(|e| Trouble::Broken(e.into()))?;
    append(&disk, &format!("{line}\n")).map_err(Trouble::Broken)?;
    let told = correction.told();
    say(&format!(
        "the correction {told} is written down; `annalist extract` applies it"
    ));
    Ok(0)
}

/// The correction that is meant, tried on its record.
fn made(arguments: &Arguments) -> Result<Correction> {
    let id = arguments.id.as_deref().unwrap_or_default();
    let pointer = arguments.pointer.as_deref().unwrap_or_default();
    let text = arguments.value.as_deref().unwrap_or_default();
    let activity = find(&arguments.dir, id)?;
    let drop = text == "drop";
    let pointer = if pointer == "/" { "" } else { pointer };
    let value = serde_json::from_str(text).unwrap_or_else(|_| Value::from(text));
    let mut correction = Correction {
        pointer: pointer.to_owned(),
        value: (!drop).then_some(value),
        was: standing(&activity, pointer),
        drop,
        who: arguments.who.clone(),
        when: arguments.when.clone(),
        why: arguments.why.clone(),
        ..Correction::of(&activity, activity.title.clone())
    };
    if let Err(error) = corrected(&activity, &correction) {
        // A number or a word that JSON knows may be meant as text.
        correction.value = correction.value.map(|_| Value::from(text));
        let as_text = corrected(&activity, &correction);
        ensure!(as_text.is_ok(), "{error:#}");
    }
    Ok(correction)
}

/// What stands in an element of a list, by which it is found again when the list has changed.
fn standing(activity: &Activity, pointer: &str) -> Option<Value> {
    let is_in_list = pointer.split('/').any(|step| step.parse::<usize>().is_ok());
    let value = serde_json::to_value(activity).ok().filter(|_| is_in_list)?;
    value.pointer(pointer).cloned()
}

/// The record of that id or key.
fn find(dir: &Path, id: &str) -> Result<Activity> {
    ensure!(id.len() >= 6, "give at least six signs of the id");
    let is_it =
        |activity: &Activity| activity.id.starts_with(id) || activity.key.as_deref() == Some(id);
    let mut found: Vec<Activity> = Vec::new();
    let list = dir.join("activities.jsonl");
    if let Ok(file) = File::open(&list) {
        for line in BufReader::new(file).lines() {
            let line = line.with_context(|| format!("cannot read {}", shown(&list)))?;
            if memchr::memmem::find(line.as_bytes(), id.as_bytes()).is_some() {
                let activity = serde_json::from_str(&line);
                found.extend(activity.ok().filter(is_it));
            }
        }
    } else {
        for record in Register::open(dir)?.records()? {
            found.extend(record?.activities.into_iter().filter(is_it));
        }
    }
    // Copies of one source share their ids.
    found.dedup_by(|a, b| a.id == b.id);
    match found.len() {
        0 => bail!("{} holds no record {}", shown(dir), id.escape_debug()),
        1 => found.pop().context("there is one"),
        count => bail!(
            "{count} records begin with {}: give more of the id",
            id.escape_debug()
        ),
    }
}

/// Puts a text behind the corrections there are: the file is whole at any time.
fn append(disk: &Disk, text: &str) -> Result<()> {
    let held = match fs::read(disk.root.join(FILE)) {
        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
        read => read.with_context(|| format!("cannot read {FILE}"))?,
    };
    disk.own_file(FILE, |out| {
        out.write_all(&held)?;
        if !held.is_empty() && !held.ends_with(b"\n") {
            out.write_all(b"\n")?;
        }
        Ok(out.write_all(text.as_bytes())?)
    })?;
    Ok(())
}

/// Makes corrections of what was offered.
fn accept(disk: &Disk) -> Result<u8> {
    let offered = disk.root.join(OFFERED);
    let text = match fs::read_to_string(&offered) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            say("no edits were found in written records");
            return Ok(0);
        }
        read => read.with_context(|| format!("cannot read {}", shown(&offered)))?,
    };
    append(disk, &text)?;
    disk.remove_own(OFFERED)?;
    let count = text.lines().count();
    say(&format!(
        "{count} edits are corrections now; `annalist extract` applies them"
    ));
    Ok(0)
}

fn say(words: &str) {
    // Standard error may be closed.
    drop(writeln!(
        std::io::stderr(),
        "annalist: {}",
        crate::write::terminal::visible(words)
    ));
}
