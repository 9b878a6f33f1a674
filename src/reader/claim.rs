//! What a reader says of a source before it reads it.

/// How sure a reader is that a source is its own; the highest claim reads it,
/// the first in the table among equals.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Claim {
    No,
    /// Nothing speaks against it.
    Possible,
    /// The name or the media type says so.
    Named,
    /// The bytes say so.
    Certain,
}
