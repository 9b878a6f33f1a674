//! Goals of a scheme: stated codes, captions, and what free text supports.
//!
//! [`stated`] reads what a reporter wrote: codes in any form ([`code`]) and
//! captions ([`caption`]), and holds them against each other ([`statement`]).
//! [`supported`] works out what the words of a text are evidence of
//! ([`support`]); [`read`] does both for running text. All take all they know from the [`Scheme`].

mod caption;
mod code;
mod office;
mod statement;
mod support;

pub(crate) use caption::distance;
pub use statement::stated;
pub use support::Firing;

use crate::record::GoalBasis;
use crate::scheme::Scheme;
use crate::scheme::words::SchemeWords;
use crate::span::{Found, Passage, Span};

/// A goal read from a passage.
#[derive(Clone, PartialEq, Debug)]
pub struct NamedGoal {
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
pub struct GoalMentions {
    /// Codes that stand in it (`basis` stated).
    pub coded: Vec<Found<NamedGoal>>,
    /// Goals that its words support (`basis` inferred); one entry per code, nothing where nothing
    /// fits.
    pub supported: Vec<NamedGoal>,
}

/// Reads free text. Words of all languages are looked for: lines are too short, and too often
/// mixed, for a language to rule any out.
pub fn read(passages: &[Passage], institutions: &[Span], scheme: &Scheme) -> GoalMentions {
    let texts = words(passages);
    let coded = passages
        .iter()
        .zip(&texts)
        .flat_map(|(&passage, words)| statement::coded(passage, words, scheme));
    let supported = support::weigh(
        &support::firings(passages, &texts, institutions, scheme),
        scheme,
    );
    GoalMentions {
        coded: coded.collect(),
        supported,
    }
}

/// Bare numbers of a column for goals: `2, 3` is SD2 and SD3, `2.3` an initiative of SD2.
pub fn numbered(cell: Passage, scheme: &Scheme) -> Vec<Found<NamedGoal>> {
    let mut found = Vec::new();
    let mut from = 0;
    for piece in cell.text.split_inclusive([',', ';', ' ', '\n']) {
        let digits = piece.trim_end_matches([',', ';', ' ', '\n', '.']);
        let (goal, initiative) = match digits.split_once('.') {
            Some((goal, _)) => (goal, Some(digits.to_owned())),
            None => (digits, None),
        };
        let range = from..from + digits.len();
        from += piece.len();
        let ends = |code: &&str| code.trim_start_matches(char::is_alphabetic) == goal;
        let number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        let code = scheme.codes().find(ends).filter(|_| number);
        match code {
            Some(code) => {
                let named = NamedGoal {
                    scheme: scheme.name.clone(),
                    code: code.to_owned(),
                    initiative,
                    basis: GoalBasis::Stated,
                    confidence: 1.0,
                    words: vec![cell.locate(range.clone())],
                    conflict: None,
                };
                found.push(cell.found(range, named, "goal-number"));
            }
            None if digits.is_empty() => {}
            // Words beside the numbers: they count something else.
            None => return Vec::new(),
        }
    }
    found
}

/// Goals that the words of one passage support.
pub fn supported(passage: Passage, scheme: &Scheme) -> Vec<NamedGoal> {
    support::weigh(&firings(&[passage], scheme), scheme)
}

/// Every rule that applies somewhere in the passages, before they are weighed.
pub fn firings(passages: &[Passage], scheme: &Scheme) -> Vec<Firing> {
    support::firings(passages, &words(passages), &[], scheme)
}

fn words<'t>(passages: &[Passage<'t>]) -> Vec<SchemeWords<'t>> {
    passages
        .iter()
        .map(|passage| SchemeWords::of(passage.text))
        .collect()
}
