//! One file or folder per command; a command knows no other.

pub mod check;
pub mod diff;
pub mod explain;
pub mod join;
pub mod normalize;
pub mod report;
pub mod schema;
pub mod stream;
