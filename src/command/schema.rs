//! `annalist schema [NAME]`: the JSON Schemas of everything annalist writes.

use crate::manifest::Manifest;
use crate::record::{Activity, DocumentRecord};
use schemars::Schema;

/// Every schema by its name.
pub const NAMES: [&str; 3] = ["document", "activity", "manifest"];

/// The schema of that name, generated from the types (JSON Schema 2020-12).
pub fn schema(name: &str) -> Option<Schema> {
    Some(match name {
        "document" => schemars::schema_for!(DocumentRecord),
        "activity" => schemars::schema_for!(Activity),
        "manifest" => schemars::schema_for!(Manifest),
        _ => return None,
    })
}

/// The schema as its file under `schemas/` holds it.
pub fn text(name: &str) -> Option<String> {
    let mut text = serde_json::to_string_pretty(&schema(name)?).ok()?;
    text.push('\n');
    Some(text)
}
