//! Writing: records and parsed documents as JSON.

pub mod drafts;
pub mod parsed;
