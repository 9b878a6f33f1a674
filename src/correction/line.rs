//! One correction as a line of the file, and what it says of the record it is for.

use crate::key::{folded, page};
use crate::record::{Activity, Evidence};
use crate::source::short_digest;
use anyhow::{Result, ensure};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

/// One value of one record.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Of the record; or else its key, or its source and title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Address of the page, or path of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// As the program gives it without corrections.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// JSON Pointer below the record; empty where all of it is dropped.
    pub pointer: String,
    /// What is to stand there; null says that there is nothing.
    #[serde(
        default,
        deserialize_with = "some",
        skip_serializing_if = "Option::is_none"
    )]
    pub value: Option<Value>,
    /// What stood there when this was written: finds an element of a list wherever it is now.
    #[serde(
        default,
        deserialize_with = "some",
        skip_serializing_if = "Option::is_none"
    )]
    pub was: Option<Value>,
    /// In the place of a value: the element of a list, or the record, is to go.
    #[serde(default, skip_serializing_if = "is_false")]
    pub drop: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// A value that is null is one.
fn some<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(input).map(Some)
}

fn is_false(value: &bool) -> bool {
    !value
}

/// Fields that say what a record is and where it is from.
pub const FIXED: [&str; 11] = [
    "schema",
    "id",
    "key",
    "kind",
    "parent",
    "source",
    "evidence",
    "diagnostics",
    "title_basis",
    "country_basis",
    "basis",
];

/// One line.
pub fn parse(line: &str) -> Result<Correction> {
    let correction: Correction = serde_json::from_str(line)?;
    ensure!(
        correction.value.is_some() != correction.drop,
        "either \"value\" or \"drop\": true is wanted"
    );
    let named = correction.id.is_some()
        || correction.key.is_some()
        || (correction.source.is_some() && correction.title.is_some());
    ensure!(named, "an id, a key, or source and title are wanted");
    Ok(correction)
}

pub fn digest(correction: &Correction) -> u64 {
    // The shape holds nothing that could fail.
    short_digest(&serde_json::to_vec(correction).unwrap_or_default())
}

impl Correction {
    /// A correction of an activity that says nothing yet: how it is found again.
    pub fn of(activity: &Activity, title: Option<String>) -> Correction {
        let address = activity.source.url.clone();
        Correction {
            id: Some(activity.id.clone()),
            key: activity.key.clone(),
            source: address.or(Some(activity.source.path.clone())),
            title,
            ..Correction::default()
        }
    }

    /// Whether it is about this record.
    pub fn is_for(&self, activity: &Activity) -> bool {
        if self.id.as_ref() == Some(&activity.id) {
            return true;
        }
        let title = machine_title(activity);
        let same_title = self.title.as_deref().map(folded) == title.as_deref().map(folded);
        let path = &activity.source.path;
        let same_source = self.source.as_deref().is_some_and(|source| {
            source == path
                || page(Some(source), source) == page(activity.source.url.as_deref(), path)
        });
        let same_key = self.key.is_some() && self.key == activity.key;
        match self.title {
            Some(_) => (same_key && (same_title || same_source)) || (same_source && same_title),
            None => same_key,
        }
    }

    /// What it would do, in words.
    pub fn told(&self) -> String {
        let name = self
            .title
            .as_ref()
            .or(self.id.as_ref())
            .or(self.key.as_ref());
        let name = name.map_or("", String::as_str);
        let place = self
            .source
            .as_ref()
            .map(|source| format!(" ({source})"))
            .unwrap_or_default();
        match self.pointer.as_str() {
            "" => format!("of “{name}”{place}"),
            pointer => format!("of {pointer} of “{name}”{place}"),
        }
    }
}

/// The title before it was corrected.
pub fn machine_title(activity: &Activity) -> Option<String> {
    let machine = activity
        .evidence
        .get("/title")
        .into_iter()
        .flatten()
        .find_map(machine);
    match machine {
        Some(value) => value.as_str().map(str::to_owned),
        None => activity.title.clone(),
    }
}

pub fn machine(evidence: &Evidence) -> Option<&Value> {
    match evidence {
        Evidence::Corrected(value) => Some(&value.machine),
        _ => None,
    }
}
