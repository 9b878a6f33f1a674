//! All corrections of a register, and which of them a record has.

use super::line::{Correction, digest, parse};
use super::put::corrected;
use crate::key::page;
use crate::record::{Activity, DocumentRecord};
use crate::source::short_digest;
use anyhow::{Context, Result};
use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// All corrections of a register, and whom each may be for.
#[derive(Debug, Default)]
pub struct Corrections {
    list: Vec<(u64, Correction)>,
    /// Places in the list by id, by key and by page.
    by: HashMap<String, Vec<usize>>,
}

/// What became of the corrections of a document.
#[derive(Debug, Default, PartialEq)]
pub struct Applied {
    /// Digests of those that hold.
    pub held: Vec<u64>,
    /// Those that do not fit, and why.
    pub unfit: Vec<(u64, String)>,
}

impl Corrections {
    /// Reads a file; there need not be one.
    ///
    /// # Errors
    /// Where it cannot be read or a line is no correction.
    pub fn load(path: &Path) -> Result<Corrections> {
        let shown = path.display().to_string().escape_debug().to_string();
        let text = match fs::read_to_string(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Corrections::default()),
            read => read.with_context(|| format!("cannot read {shown}"))?,
        };
        Corrections::read(&text).context(shown)
    }

    /// Reads the lines of a file.
    ///
    /// # Errors
    /// Where a line is no correction.
    pub fn read(text: &str) -> Result<Corrections> {
        let mut all = Corrections::default();
        let lines = text.lines().enumerate();
        for (at, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            let read = parse(line);
            all.push(read.with_context(|| format!("line {}: no correction", at + 1))?);
        }
        Ok(all)
    }

    pub fn push(&mut self, correction: Correction) {
        let at = self.list.len();
        let page = correction
            .source
            .as_deref()
            .map(|source| page(Some(source), source));
        for name in [&correction.id, &correction.key, &page]
            .into_iter()
            .flatten()
        {
            self.by.entry(name.clone()).or_default().push(at);
        }
        self.list.push((digest(&correction), correction));
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// What tells this list from others.
    pub fn digest(&self) -> u64 {
        let digests: Vec<u8> = self
            .list
            .iter()
            .flat_map(|(digest, _)| digest.to_be_bytes())
            .collect();
        if digests.is_empty() {
            0
        } else {
            short_digest(&digests)
        }
    }

    pub fn contains(&self, digest: u64) -> bool {
        self.list.iter().any(|(own, _)| *own == digest)
    }

    pub fn iter(&self) -> impl Iterator<Item = &(u64, Correction)> {
        self.list.iter()
    }

    /// Puts corrections on the records they are for.
    pub fn apply(&self, record: &mut DocumentRecord) -> Applied {
        let mut applied = Applied::default();
        let activities = std::mem::take(&mut record.activities);
        for mut activity in activities {
            let mut dropped = false;
            for at in self.meant_for(&activity) {
                let Some((digest, correction)) = self.list.get(at) else {
                    continue;
                };
                match corrected(&activity, correction) {
                    Ok(now) => {
                        applied.held.push(*digest);
                        dropped |= now.is_none();
                        activity = now.unwrap_or(activity);
                    }
                    Err(error) => applied.unfit.push((*digest, format!("{error:#}"))),
                }
            }
            if !dropped {
                record.activities.push(activity);
            }
        }
        applied.held.sort_unstable();
        applied.held.dedup();
        applied
    }

    /// Places of the corrections of a record, in the order of the list.
    fn meant_for(&self, activity: &Activity) -> Vec<usize> {
        let own = page(activity.source.url.as_deref(), &activity.source.path);
        let names = [
            Some(&activity.id),
            activity.key.as_ref(),
            Some(&own),
            Some(&activity.source.path),
        ];
        let mut found: Vec<usize> = names
            .into_iter()
            .flatten()
            .filter_map(|name| self.by.get(name))
            .flatten()
            .copied()
            .collect();
        found.sort_unstable();
        found.dedup();
        let fits = |at: &usize| self.list.get(*at).is_some_and(|(_, c)| c.is_for(activity));
        found.retain(fits);
        found
    }
}
