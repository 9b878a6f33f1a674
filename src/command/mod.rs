//! One file or folder per command; a command knows no other.

pub mod check;
pub mod explain;
pub mod normalize;
pub mod schema;
pub mod stream;
