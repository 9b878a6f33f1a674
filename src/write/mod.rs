//! Writing: records and parsed documents as JSON.

pub mod parsed;
