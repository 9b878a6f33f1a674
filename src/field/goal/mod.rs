//! Goals of a scheme: stated codes, captions, and what free text supports.
//!
//! [`stated`] reads what a reporter wrote: codes in any form ([`code`]) and
//! captions ([`caption`]), and holds them against each other ([`statement`]).
//! [`supported`] works out what the words of a text are evidence of
//! ([`support`]); [`read`] does both for running text. All take all they know from the [`Scheme`].

mod caption;
mod code;
mod statement;
mod support;

pub use statement::stated;
pub use support::Firing;

use crate::record::GoalBasis;
use crate::scheme::Scheme;
use crate::scheme::words::Words;
use crate::span::{Found, Passage, Span};

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

/// What running text says of goals.
#[derive(Clone, Default, Debug)]
pub struct Reading {
    /// Codes that stand in it (`basis` stated).
    pub coded: Vec<Found<Named>>,
    /// Goals that its words support (`basis` inferred); one entry per code, nothing where nothing fits.
    pub supported: Vec<Named>,
}

/// Reads free text. Words of all languages are looked for: lines are too short, and too often
/// mixed, for a language to rule any out.
pub fn read(passages: &[Passage], scheme: &Scheme) -> Reading {
    let texts = words(passages);
    let coded = passages
        .iter()
        .zip(&texts)
        .flat_map(|(&passage, words)| statement::coded(passage, words, scheme));
    let supported = support::weigh(&support::firings(passages, &texts, scheme), scheme);
    Reading {
        coded: coded.collect(),
        supported,
    }
}

/// Goals that the words of one passage support.
pub fn supported(passage: Passage, scheme: &Scheme) -> Vec<Named> {
    support::weigh(&firings(&[passage], scheme), scheme)
}

/// Every rule that applies somewhere in the passages, before they are weighed.
pub fn firings(passages: &[Passage], scheme: &Scheme) -> Vec<Firing> {
    support::firings(passages, &words(passages), scheme)
}

fn words<'t>(passages: &[Passage<'t>]) -> Vec<Words<'t>> {
    passages
        .iter()
        .map(|passage| Words::of(passage.text))
        .collect()
}
