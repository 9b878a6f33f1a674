//! Opening a file: preflight, repair, decryption.

use crate::budget::{Budget, Resource};
use crate::diagnostic::Diagnostics;
use crate::error::Error;
use crate::source::Source;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

/// The file as the engine holds it.
pub fn open(source: &Source, budget: &Budget, _diagnostics: &mut Diagnostics) -> Result<Pdf, Error> {
    budget.draw(Resource::InputBytes, source.bytes.len() as u64)?;
    let password = source.password.unwrap_or("");
    Pdf::new_with_password(source.bytes.to_vec(), password).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => Error::Encrypted,
        LoadPdfError::Decryption(_) => {
            Error::Unsupported("the file is encrypted in a way that is not supported".into())
        }
        LoadPdfError::Invalid => Error::Damaged("no objects of a PDF file could be read".into()),
    })
}
