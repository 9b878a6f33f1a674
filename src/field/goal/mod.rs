//! Goals of a scheme: stated codes, captions, and what free text supports.
//!
//! [`stated`] reads what a reporter wrote: codes in any form ([`code`]) and
//! captions ([`caption`]), and holds them against each other ([`statement`]).
//! [`supported`] works out what the words of a text are evidence of
//! ([`support`]). Both take all they know from the [`Scheme`].

mod caption;
mod code;
mod statement;
mod support;

pub use statement::{coded, stated};
pub use support::{Firing, firings};

use crate::record::GoalBasis;
use crate::scheme::Scheme;
use crate::span::{Passage, Span};

/// A goal read from a passage.
#[derive(Clone, PartialEq, Debug)]
pub struct Named {
    /// The scheme the code belongs to: another edition's where the caption says so.
    pub scheme: String,
    /// `SD2`.
    pub code: String,
    /// `2.3`.
    pub initiative: Option<String>,
    pub basis: GoalBasis,
    /// 0 to 1; 1 for stated.
    pub confidence: f64,
    /// The words it rests on, all of them.
    pub words: Vec<Span>,
    /// What disagrees, as a sentence.
    pub conflict: Option<String>,
}

/// Goals that the words of free text support (`basis` inferred); one entry per code,
/// nothing where nothing fits.
///
/// Words of all languages are looked for: lines are too short, and too often mixed, for
/// `language` to rule any out.
pub fn supported(passages: &[Passage], _language: Option<&str>, scheme: &Scheme) -> Vec<Named> {
    support::weigh(&firings(passages, scheme), scheme)
}
