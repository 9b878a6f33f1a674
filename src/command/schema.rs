//! `annalist schema [NAME]`: the JSON Schemas of everything annalist writes.

use crate::manifest::Manifest;
use crate::record::{Activity, DocumentRecord};
use schemars::Schema;
use schemars::generate::SchemaSettings;

/// Every schema by its name.
pub const NAMES: [&str; 3] = ["document", "activity", "manifest"];

/// The schema of that name, generated from the types (JSON Schema 2020-12).
pub fn schema(name: &str) -> Option<Schema> {
    // As written, not as read: fields that may be null are always there.
    let generator = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator();
    Some(match name {
        "document" => generator.into_root_schema_for::<DocumentRecord>(),
        "activity" => generator.into_root_schema_for::<Activity>(),
        "manifest" => generator.into_root_schema_for::<Manifest>(),
        _ => return None,
    })
}

/// The schema as its file under `schemas/` holds it.
pub fn text(name: &str) -> Option<String> {
    let mut text = serde_json::to_string_pretty(&schema(name)?).ok()?;
    text.push('\n');
    Some(text)
}
