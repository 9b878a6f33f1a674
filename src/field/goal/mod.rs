//! Goals of a scheme: stated codes, captions, and what free text supports.

use crate::record::GoalBasis;
use crate::scheme::Scheme;
use crate::span::{Found, Passage, Span};

/// A goal read from a passage.
#[derive(Clone, PartialEq, Debug)]
pub struct Named {
    /// Index into the scheme's goals.
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

/// Codes and captions written in the passage (`basis` stated or caption).
/// The span of each is the whole statement: code and caption.
pub fn stated(_passage: Passage, _scheme: &Scheme) -> Vec<Found<Named>> {
    Vec::new()
}

/// Goals that the words of free text support (`basis` inferred); one entry per code,
/// nothing where nothing fits.
pub fn supported(_passages: &[Passage], _language: Option<&str>, _scheme: &Scheme) -> Vec<Named> {
    Vec::new()
}
