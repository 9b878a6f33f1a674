//! The manifest of a run: what became of every source.

use crate::record::DocumentKind;
use schemars::JsonSchema;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::Read;

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

/// Reads a manifest without holding it: every source is handed to `take`. Gives its options.
///
/// # Errors
/// Where it is no manifest.
pub fn each(manifest: impl Read, take: &mut dyn FnMut(Entry)) -> serde_json::Result<Options> {
    let mut json = serde_json::Deserializer::from_reader(manifest);
    let options = json.deserialize_map(Fields(take))?;
    options.ok_or_else(|| serde::de::Error::missing_field("options"))
}

/// The fields of a manifest.
struct Fields<'t>(&'t mut dyn FnMut(Entry));

impl<'de> Visitor<'de> for Fields<'_> {
    type Value = Option<Options>;

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a manifest")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut options = None;
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "options" => options = Some(map.next_value()?),
                "sources" => map.next_value_seed(Entries(&mut *self.0))?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(options)
    }
}

/// The sources of a manifest.
struct Entries<'t>(&'t mut dyn FnMut(Entry));

impl<'de> DeserializeSeed<'de> for Entries<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, list: D) -> Result<(), D::Error> {
        list.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Entries<'_> {
    type Value = ();

    fn expecting(&self, out: &mut fmt::Formatter) -> fmt::Result {
        out.write_str("a list of sources")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(entry) = list.next_element()? {
            (self.0)(entry);
        }
        Ok(())
    }
}
