//! Records as published: the shapes of the contract, and nothing else.
//!
//! The JSON Schemas under `schemas/` are generated from these types. Renaming,
//! dropping or re-meaning a field needs a new schema version; adding an
//! optional one does not.
//!
//! Offsets here are Unicode code points into [`DocumentRecord::text`], end
//! exclusive.

use crate::diagnostic::Code;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Name and version of the document shape.
pub const DOCUMENT_SCHEMA: &str = "annalist/document/1";
/// Name and version of the activity shape.
pub const ACTIVITY_SCHEMA: &str = "annalist/activity/1";

/// One source, read.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentRecord {
    /// `annalist/document/1`.
    pub schema: String,
    pub source: DocumentSource,
    pub kind: DocumentKind,
    pub title: Option<String>,
    pub site: Option<String>,
    pub authors: Vec<String>,
    /// ISO 8601; where the page beside its headline only says when it was changed, that day.
    pub published: Option<String>,
    /// ISO 8601.
    pub modified: Option<String>,
    /// BCP 47, with script where it matters (`uz-Cyrl`).
    pub language: Option<String>,
    /// Main content, paragraphs separated by an empty line; spans point here.
    pub text: String,
    pub activities: Vec<Activity>,
    pub diagnostics: Vec<Note>,
}

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DocumentSource {
    /// Relative to the path given, `/`-separated; `archive.zip!/name` for members of archives.
    pub path: String,
    /// Where the page says it lives, or the archive says it came from.
    pub url: Option<String>,
    pub media_type: String,
    /// Lower case; null for binary formats.
    pub charset: Option<String>,
    pub bytes: u64,
    /// Of the bytes, lower-case hexadecimal.
    pub sha256: String,
    /// When an archive captured it, RFC 3339.
    pub captured: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DocumentKind {
    /// One piece of news.
    Article,
    /// Several on one page.
    Listing,
    /// A table of activities.
    Report,
    /// A history with stages.
    Project,
    Other,
}

/// One thing a library did.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    /// `annalist/activity/1`.
    pub schema: String,
    /// A hash of the source's bytes, the place in it and the kind.
    pub id: String,
    /// Stays when the page is captured again or only what surrounds its text changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    pub kind: ActivityKind,
    #[serde(rename = "type")]
    pub kind_of: Option<ActivityType>,
    /// Id of the project a stage belongs to.
    pub parent: Option<String>,
    /// The number a report gives (`#2`).
    pub ordinal: Option<u32>,
    pub title: Option<String>,
    pub title_basis: Option<TitleBasis>,
    /// The activity's own text, list marks dropped.
    pub description: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub reporting_country: Option<String>,
    pub country_basis: Option<CountryBasis>,
    pub place: Place,
    pub mode: Option<Mode>,
    pub date: Option<EventDate>,
    /// ISO 8601: of the page, or of the list item where it shows its own.
    pub published: Option<String>,
    pub organizations: Vec<Organization>,
    pub people: Vec<Person>,
    pub objectives: Vec<Objective>,
    pub goals: Vec<Goal>,
    /// What came of it, where a report has a column or label for that; never mixed with objectives.
    #[serde(default)]
    pub results: Vec<String>,
    /// How many came.
    #[serde(default)]
    pub attendance: Option<Attendance>,
    /// Addresses in the activity's text, as written.
    pub urls: Vec<String>,
    /// The source itself is cut.
    pub truncated: bool,
    pub source: ActivitySource,
    /// JSON Pointer below the record → where its value stands.
    pub evidence: BTreeMap<String, Vec<Evidence>>,
    pub diagnostics: Vec<Note>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ActivityKind {
    Activity,
    Project,
    /// A dated stage of a project.
    Stage,
}

#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ActivityType {
    Conference,
    Meeting,
    RoundTable,
    Seminar,
    Training,
    Exhibition,
    Presentation,
    Competition,
    Publication,
    Opening,
    Agreement,
    Celebration,
    Project,
    Other,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TitleBasis {
    Stated,
    /// Made from the text where the source has none.
    Supplied,
    /// By a curator.
    Corrected,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CountryBasis {
    /// Its name or adjective stands in the row or item.
    Stated,
    /// From an earlier row.
    Carried,
    /// From a city, the site, other items.
    Inferred,
    /// By a curator.
    Corrected,
}

/// Whether a value was said or worked out.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    Stated,
    Inferred,
    /// By a curator.
    Corrected,
}

/// Where it happened.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    pub city: Option<String>,
    pub venue: Option<String>,
    pub basis: Option<Basis>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    InPerson,
    Online,
    Hybrid,
}

/// When it happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EventDate {
    /// ISO 8601 day; null when open or when the year is not known.
    pub start: Option<String>,
    pub end: Option<String>,
    pub precision: Precision,
    pub edtf: String,
    pub basis: Basis,
    /// As written; pieces joined by ` … `.
    pub text: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    Day,
    Month,
    Quarter,
    Year,
    Bounded,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Organization {
    pub name: String,
    pub variants: Vec<String>,
    pub role: OrganizationRole,
}

#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum OrganizationRole {
    Organizer,
    Host,
    Participant,
    Partner,
    Funder,
    Parent,
    Mentioned,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub name: String,
    pub variants: Vec<String>,
    pub role: PersonRole,
}

#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum PersonRole {
    Speaker,
    Organizer,
    Guest,
    Participant,
    Author,
    Subject,
    Mentioned,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Objective {
    pub text: String,
    /// Codes that its own words support.
    pub goals: Vec<String>,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attendance {
    /// Null where only those who came are named.
    pub count: Option<u32>,
    /// As written.
    pub text: String,
}

#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// `ifla-2019`.
    pub scheme: String,
    /// `SD2`.
    pub code: String,
    pub label: String,
    /// `2.3`.
    pub initiative: Option<String>,
    pub basis: GoalBasis,
    /// 0 to 1; 1 for stated; below 0.5 it is a hint.
    pub confidence: f64,
    pub evidence: Vec<Quote>,
    /// What disagrees: number and caption, edition.
    pub conflict: Option<String>,
}

#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum GoalBasis {
    /// A code stands in the source.
    Stated,
    /// Only a goal's caption.
    Caption,
    Inferred,
    /// By a curator.
    Corrected,
}

/// Words of the text and where they stand.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quote {
    pub text: String,
    /// Null where the words stand outside the record's text.
    pub span: Option<Extent>,
}

/// Code points of the record's text, end exclusive.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Extent {
    pub start: u32,
    pub end: u32,
}

#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivitySource {
    pub path: String,
    pub sha256: String,
    pub url: Option<String>,
    pub captured: Option<String>,
    /// First page (PDF).
    pub page: Option<u32>,
}

/// Where a value stands.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Evidence {
    /// In the record's text.
    Text {
        start: u32,
        end: u32,
        #[serde(skip_serializing_if = "Option::is_none")]
        page: Option<u32>,
        /// The sheet of a workbook.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sheet: Option<Box<str>>,
        /// The cell of that sheet: `B12`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        cell: Option<Box<str>>,
    },
    /// A curator's word, `correction`, in the place of what the program read.
    // Apart, since a long report has tens of thousands of places and hardly a correction.
    Corrected(Box<CorrectedValue>),
    /// Outside it: `meta:og:title`, `json-ld:datePublished`, `visible:headline` …
    Outside { from: String },
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct CorrectedValue {
    pub from: String,
    pub machine: serde_json::Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// A doubt, a repair or a loss.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Note {
    pub code: Code,
    pub message: String,
    /// JSON Pointer below the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(default)]
    pub field: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(default)]
    pub span: Option<Extent>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evidence_reads_back_as_what_it_was() {
        for json in [
            r#"{"start":3,"end":5}"#,
            r#"{"start":3,"end":5,"page":2}"#,
            r#"{"start":3,"end":5,"sheet":"2021","cell":"B12"}"#,
            r#"{"from":"meta:og:title"}"#,
            r#"{"from":"correction","machine":null,"who":"A"}"#,
        ] {
            let evidence: Evidence = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&evidence).unwrap(), json);
        }
    }
}
