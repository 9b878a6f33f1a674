//! The table of page shapes: how a document is cut into activities.
//!
//! Shapes are asked in the order of the table; the first that recognises the
//! document cuts it into drafts. What no shape recognises is `other` and holds
//! no activity.

mod article;
mod listing;
mod project;
pub mod role;
mod table;

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::draft::Draft;
use crate::record::DocumentKind;
use crate::scheme::Scheme;

/// A page shape: its kind, and the drafts of a document that has it.
#[derive(Debug)]
pub struct Shape {
    pub kind: DocumentKind,
    pub cut: fn(&Document, &Scheme, &mut Diagnostics) -> Option<Vec<Draft>>,
}

/// Every shape there is, the most telling first.
pub const SHAPES: [Shape; 4] = [
    Shape {
        kind: DocumentKind::Report,
        cut: table::cut,
    },
    Shape {
        kind: DocumentKind::Project,
        cut: project::cut,
    },
    Shape {
        kind: DocumentKind::Listing,
        cut: listing::cut,
    },
    Shape {
        kind: DocumentKind::Article,
        cut: article::cut,
    },
];

/// The kind of the document and its drafts; the scheme says which lines name goals.
pub fn cut(
    document: &Document,
    scheme: &Scheme,
    diagnostics: &mut Diagnostics,
) -> (DocumentKind, Vec<Draft>) {
    for shape in &SHAPES {
        if let Some(drafts) = (shape.cut)(document, scheme, diagnostics) {
            return (shape.kind, drafts);
        }
    }
    (DocumentKind::Other, Vec::new())
}
