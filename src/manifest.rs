//! The manifest of a run: what became of every source.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::record::DocumentKind;

/// Name and version of the manifest shape.
pub const MANIFEST_SCHEMA: &str = "annalist/manifest/1";

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// `annalist/manifest/1`.
    pub schema: String,
    /// Of the program.
    pub version: String,
    /// What the output depends on besides the sources.
    pub options: Options,
    pub counts: Counts,
    /// By path.
    pub sources: Vec<Entry>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// Goal scheme.
    pub scheme: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    pub sources: u64,
    pub ok: u64,
    pub partial: u64,
    pub failed: u64,
    pub skipped: u64,
    pub activities: u64,
}

impl Counts {
    /// Counts a source in.
    pub fn add(&mut self, entry: &Entry) {
        self.sources += 1;
        self.activities += entry.activities;
        *match entry.status {
            Status::Ok => &mut self.ok,
            Status::Partial => &mut self.partial,
            Status::Failed => &mut self.failed,
            Status::Skipped => &mut self.skipped,
        } += 1;
    }
}

/// What became of one source.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    pub path: String,
    /// Null where the bytes could not be read.
    pub sha256: Option<String>,
    pub status: Status,
    pub kind: Option<DocumentKind>,
    pub activities: u64,
    pub error: Option<Failure>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Ok,
    Partial,
    Failed,
    Skipped,
}

/// Why a source is not whole.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Failure {
    /// Stable, kebab-case.
    pub code: String,
    /// A sentence for people.
    pub message: String,
}
