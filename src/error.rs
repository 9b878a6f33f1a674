//! Why a source gave no document.
//!
//! The kinds are few and stable: each has a code that stands in the manifest.
//! What could be read in part is no error but a document with diagnostics.

use crate::budget::Exhausted;

/// Why there is no document.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A limit was passed before anything could be kept.
    #[error("the source is too large: {0}; raise the limit or split the file")]
    TooLarge(#[from] Exhausted),
    /// The bytes claim a format and do not hold to it.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// A password is needed.
    #[error("the file is encrypted; give its password with --password")]
    Encrypted,
    /// The password given does not fit.
    #[error("the password is wrong; the file is encrypted with another")]
    WrongPassword,
    /// No reader knows the format.
    #[error("{0}")]
    Unsupported(String),
    /// The bytes could not be had.
    #[error("the file could not be read: {0}")]
    Unreadable(String),
}

impl Error {
    /// The stable code of the manifest.
    pub fn code(&self) -> &'static str {
        match self {
            Error::TooLarge(_) => "too-large",
            Error::Damaged(_) => "damaged",
            Error::Encrypted | Error::WrongPassword => "encrypted",
            Error::Unsupported(_) => "unsupported",
            Error::Unreadable(_) => "unreadable",
        }
    }
}
