//! What the activities of a document share.

use super::published::Published;
use crate::diagnostic::Code;
use crate::document::view::View;
use crate::document::{Document, Witness};
use crate::field::date::Reference;
use crate::field::place::City;
use crate::record::{DocumentKind, Note};
use crate::scheme::Scheme;
use crate::span::Span;

/// A document and everything its activities share.
pub(super) struct PageContext<'d> {
    pub(super) document: &'d Document,
    pub(super) view: View,
    pub(super) kind: DocumentKind,
    pub(super) published: Option<Published>,
    /// Words that give the day of publication.
    pub(super) datelines: Vec<Span>,
    pub(super) language: Option<String>,
    pub(super) url: Option<String>,
    /// The city of the house whose pages these are.
    pub(super) home: Option<(City, Witness)>,
    pub(super) reference: Reference,
    pub(super) scheme: &'d Scheme,
}

pub(super) fn plain_note(code: Code, message: impl Into<String>, field: &str) -> Note {
    Note {
        code,
        message: message.into(),
        field: Some(field.to_owned()),
        span: None,
    }
}
