//! Writing: records and parsed documents as JSON.

pub mod drafts;
pub mod folder;
pub mod name;
pub mod parsed;
