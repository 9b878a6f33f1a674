//! Links: two activities of a register that tell of the same thing.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

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

/// One side of a link.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct End {
    pub id: String,
    pub path: String,
    pub url: Option<String>,
    pub title: Option<String>,
}
