//! Corrections: what a curator says in the place of the program.
//!
//! They are lines of `corrections.jsonl`, which the program reads and never
//! drops. [`Corrections::apply`] puts them on the records of a document just
//! before these are written: the value becomes the curator's, its basis
//! `corrected`, and the evidence keeps what the program had read. A correction
//! names its record by id, by key, or by source and title, so that it holds
//! when the bytes of the page change.

mod day;
mod edit;
mod line;
mod list;
mod put;
#[cfg(test)]
mod tests;

pub use edit::edits;
pub use line::Correction;
pub use list::{Applied, Corrections};
pub use put::corrected;

/// The file of a register's corrections.
pub const FILE: &str = "corrections.jsonl";
/// Where edits that were made in written records wait to be accepted.
pub const OFFERED: &str = "corrections.offered.jsonl";
