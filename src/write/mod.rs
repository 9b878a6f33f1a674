//! Writing: records and parsed documents as JSON, and what a person reads in a terminal.

pub mod annotation;
pub mod difference;
pub mod drafts;
pub mod name;
pub mod parsed;
pub mod spreadsheet;
pub mod terminal;
pub mod whole;
