//! One file per command.

pub mod normalize;
pub mod schema;
