//! Writing: records and parsed documents as JSON, and what a person reads in a terminal.

pub mod drafts;
pub mod difference;
pub mod parsed;
pub mod terminal;
