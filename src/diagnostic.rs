//! Doubts, repairs and losses: the whole catalogue on one screen.
//!
//! Parsing does not fail, it reports. Every stage is handed the same
//! [`Diagnostics`] and adds to it; an [`Error`](crate::Error) is returned only
//! where there is nothing to give back. Codes are stable: other tools match
//! on them.

use crate::span::Span;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a diagnostic is about. Written as kebab-case words.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Code {
    /// The source has something to show but no text (a scan, an empty shell).
    NoText,
    /// A limit was reached; what came before it was kept.
    LimitReached,
    /// The file was damaged and could be read in part or after repair.
    Repaired,
    /// A part of the file could not be read and is missing.
    PartLost,
    /// Sheets, rows, columns or words that the source hides; they are no part of the document.
    HiddenContent,
    /// Bytes that are no characters in the charset of the source.
    UndecodableBytes,
    /// The declared charset is not the one the bytes are in.
    CharsetMismatch,
    /// Glyphs of a PDF that no table maps to characters.
    UnmappedGlyphs,
    /// The page is drawn by a script; the saved file holds no content.
    EmptyShell,
    /// The page shows little of its article; the text is the one its data for machines hold.
    ArticleBody,
    /// The page tells only of its last change; that day stands for its publication.
    PublishedUnstated,
    /// The declared language is not the one the text is in.
    LanguageMismatch,
    /// A goal's number and its caption name different goals.
    GoalConflict,
    /// A goal code that the scheme does not have.
    UnknownGoal,
    /// Goals or other lines that belong to a row on a page that is not here.
    StrayLines,
    /// The year of a date was taken from elsewhere.
    InferredYear,
    /// Several dates could be the activity's; one was chosen.
    AmbiguousDate,
    /// A place name that several countries have.
    AmbiguousPlace,
    /// A list mark with nothing behind it.
    EmptyItem,
    /// The same objectives stand on several activities.
    CopiedObjectives,
    /// The source itself is cut.
    Truncated,
    /// A row of a table that could not be made out as an activity.
    UnreadRow,
    /// A value that is not in the words of the text.
    UnsupportedValue,
    /// There is running text, and nothing in it tells of an activity in words that are known.
    NoActivity,
    /// Several activities may stand in one record.
    SeveralInOne,
}

impl Code {
    /// The code as it is written in records.
    pub fn as_str(self) -> &'static str {
        match self {
            Code::NoText => "no-text",
            Code::LimitReached => "limit-reached",
            Code::Repaired => "repaired",
            Code::PartLost => "part-lost",
            Code::HiddenContent => "hidden-content",
            Code::UndecodableBytes => "undecodable-bytes",
            Code::CharsetMismatch => "charset-mismatch",
            Code::UnmappedGlyphs => "unmapped-glyphs",
            Code::EmptyShell => "empty-shell",
            Code::ArticleBody => "article-body",
            Code::PublishedUnstated => "published-unstated",
            Code::LanguageMismatch => "language-mismatch",
            Code::GoalConflict => "goal-conflict",
            Code::UnknownGoal => "unknown-goal",
            Code::StrayLines => "stray-lines",
            Code::InferredYear => "inferred-year",
            Code::AmbiguousDate => "ambiguous-date",
            Code::AmbiguousPlace => "ambiguous-place",
            Code::EmptyItem => "empty-item",
            Code::CopiedObjectives => "copied-objectives",
            Code::Truncated => "truncated",
            Code::UnreadRow => "unread-row",
            Code::UnsupportedValue => "unsupported-value",
            Code::NoActivity => "no-activity",
            Code::SeveralInOne => "several-in-one",
        }
    }

    /// Whether the outcome of the source is `partial` because of it.
    pub fn is_loss(self) -> bool {
        matches!(self, Code::NoText | Code::LimitReached | Code::PartLost)
    }
}

/// One doubt, repair or loss.
#[derive(Clone, PartialEq, Debug)]
pub struct Diagnostic {
    pub code: Code,
    /// One sentence for people.
    pub message: String,
    /// The record field concerned, as a JSON Pointer.
    pub field: Option<String>,
    /// The words concerned.
    pub span: Option<Span>,
}

/// What the stages have to say of one source, in the order it was said.
#[derive(Clone, Default, Debug)]
pub struct Diagnostics(pub Vec<Diagnostic>);

impl Diagnostics {
    pub fn add(&mut self, code: Code, message: impl Into<String>) {
        self.0.push(Diagnostic {
            code,
            message: message.into(),
            field: None,
            span: None,
        });
    }

    /// A diagnostic on some words of the text.
    pub fn add_at(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.0.push(Diagnostic {
            code,
            message: message.into(),
            field: None,
            span: Some(span),
        });
    }

    /// A diagnostic on a field of the record, named by its JSON Pointer.
    pub fn add_on(&mut self, code: Code, field: &str, message: impl Into<String>) {
        self.0.push(Diagnostic {
            code,
            message: message.into(),
            field: Some(field.to_owned()),
            span: None,
        });
    }

    pub fn has(&self, code: Code) -> bool {
        self.0.iter().any(|d| d.code == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_written_the_same_in_messages_and_in_json() {
        for code in [
            Code::NoText,
            Code::UnmappedGlyphs,
            Code::CopiedObjectives,
            Code::UnsupportedValue,
            Code::NoActivity,
        ] {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }
}
