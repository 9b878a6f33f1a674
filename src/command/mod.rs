//! One file or folder per command; a command knows no other.

pub mod check;
pub mod correct;
pub mod diff;
pub mod explain;
pub mod export;
pub mod join;
pub mod learn;
pub mod link;
pub mod normalize;
pub mod report;
pub mod schema;
pub mod stream;
