//! Links: two activities of a register that tell of the same thing.

use anyhow::{Context, Result};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind};
use std::path::Path;

/// The file of a register's links.
pub const FILE: &str = "links.jsonl";

/// Two activities that tell of the same thing.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    pub kind: LinkKind,
    /// 0 to 1.
    pub score: f64,
    /// The report's row, or the first by place in the register.
    pub a: End,
    pub b: End,
    /// What speaks for it.
    pub reasons: Vec<String>,
    /// What both sides say of it.
    pub evidence: Vec<Said>,
    /// JSON Pointers of what the two do not agree in.
    pub conflicts: Vec<String>,
}

#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    /// A report's row carries the address of the page.
    Reports,
    /// Two captures or prints of one page.
    SamePage,
    /// Two pages tell of one thing.
    SameEvent,
}

/// What the two sides of a link say of one thing.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// JSON Pointer below the records.
    pub field: String,
    pub a: Vec<String>,
    pub b: Vec<String>,
}

/// The links of a folder one after the other; nothing where it has no file of them.
///
/// # Errors
/// Where there is a file that cannot be read.
pub fn read(dir: &Path) -> Result<Option<impl Iterator<Item = Result<Link>> + use<>>> {
    let path = dir.join(FILE);
    let file = match File::open(&path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        opened => opened.with_context(|| format!("cannot read {}", path.display()))?,
    };
    let link = |(at, line): (usize, std::io::Result<String>)| {
        let link = serde_json::from_str(&line?);
        link.with_context(|| format!("{FILE}, line {}: no link", at + 1))
    };
    Ok(Some(BufReader::new(file).lines().enumerate().map(link)))
}

/// One side of a link.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct End {
    pub id: String,
    pub path: String,
    pub url: Option<String>,
    pub title: Option<String>,
}
