//! `annalist schema [NAME]`: the JSON Schemas of everything annalist reads and writes.

use crate::correction::Correction;
use crate::link::Link;
use crate::manifest::Manifest;
use crate::record::{Activity, DocumentRecord};
use crate::request::Request;
use crate::site::Sites;
use schemars::Schema;
use schemars::generate::SchemaSettings;

/// Every schema by its name.
pub const NAMES: [&str; 7] = [
    "document",
    "activity",
    "manifest",
    "correction",
    "link",
    "request",
    "sites",
];

/// The schema of that name, generated from the types (JSON Schema 2020-12).
pub fn schema(name: &str) -> Option<Schema> {
    // As written, not as read: fields that may be null are always there.
    let written = || {
        SchemaSettings::draft2020_12()
            .for_serialize()
            .into_generator()
    };
    let read = || SchemaSettings::draft2020_12().into_generator();
    let mut schema = match name {
        "document" => written().into_root_schema_for::<DocumentRecord>(),
        "activity" => written().into_root_schema_for::<Activity>(),
        "manifest" => written().into_root_schema_for::<Manifest>(),
        "correction" => read().into_root_schema_for::<Correction>(),
        "link" => written().into_root_schema_for::<Link>(),
        "request" => read().into_root_schema_for::<Request>(),
        "sites" => read().into_root_schema_for::<Sites>(),
        _ => return None,
    };
    schema.insert(
        "$id".to_owned(),
        format!("urn:annalist:schema:{name}:1").into(),
    );
    Some(schema)
}

/// The schema as its file under `schemas/` holds it.
pub fn text(name: &str) -> Option<String> {
    let mut text = serde_json::to_string_pretty(&schema(name)?).ok()?;
    text.push('\n');
    Some(text)
}
