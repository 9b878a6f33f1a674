//! How a document is cut into the activities it tells of, for every format.
//!
//! Readers hand over blocks with hints and decide nothing. Data passes
//! through these steps, one file each:
//!
//! 1. `table` reads tables as rows of activities; tables that are only frames
//!    give their cells as running text.
//! 2. [`unit`] looks at each piece of running text alone, by the [`cues`] of its
//!    words and its [`label`]; [`units`] at what its neighbours say of it.
//! 3. [`ways`] names how records could open on this page; [`growth`] says what
//!    a record is worth that opens there and ends here, by the [`points`].
//! 4. [`reading`] finds the best reading of the whole; [`region`] settles it.
//! 5. [`draft`] makes drafts of the records, [`article`] of a page that is one
//!    text (its title by [`headline`]), [`project`] of a history with stages.
//! 6. [`around`] names what stands around the records where no markup did.
//!
//! The kind of the document follows from what was cut; [`account`] tells a
//! person how it was read.

pub mod account;
mod around;
mod article;
mod cues;
mod draft;
mod growth;
mod headline;
mod label;
mod points;
mod project;
mod reading;
mod region;
mod report;
mod unit;
mod units;
mod ways;

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::draft::Draft;
use crate::record::{ActivityKind, DocumentKind};
use crate::scheme::Scheme;
pub use around::Around;
use reading::Reading;
use units::Units;

/// A document cut into its activities.
#[derive(Debug)]
pub struct Cut {
    pub kind: DocumentKind,
    pub drafts: Vec<Draft>,
    /// What a page without markup shows around them.
    pub around: Around,
}

/// Cuts a document; the scheme says which lines name goals.
pub fn cut(document: &Document, scheme: &Scheme, diagnostics: &mut Diagnostics) -> Cut {
    if let Some(drafts) = report::cut(document, scheme, diagnostics) {
        return Cut {
            kind: DocumentKind::Report,
            drafts,
            around: Around::default(),
        };
    }
    let units = Units::new(document, units::of(document, |_| false));
    let reading = read(&units);
    let drafts = draft::all(document, &units, &reading);
    let around = around::of(document, &units, &reading, &drafts);
    if let Some(drafts) = project::cut(document, &units, &drafts) {
        return Cut {
            kind: DocumentKind::Project,
            drafts,
            around,
        };
    }
    Cut {
        kind: kind(&drafts),
        drafts,
        around,
    }
}

/// The best reading of the units, settled.
fn read(units: &Units) -> Reading {
    let mut reading = reading::best(units, Vec::new());
    region::settle(units, &mut reading);
    reading
}

fn kind(drafts: &[Draft]) -> DocumentKind {
    match drafts {
        [] => DocumentKind::Other,
        [one] if one.kind == ActivityKind::Activity => DocumentKind::Article,
        _ => DocumentKind::Listing,
    }
}
