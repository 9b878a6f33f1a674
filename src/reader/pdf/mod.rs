//! PDF files.

use super::Claim;
use crate::budget::Budget;
use crate::diagnostic::Diagnostics;
use crate::document::{Builder, Document};
use crate::error::Error;
use crate::source::Source;

pub fn claims(source: &Source) -> Claim {
    if source.bytes.starts_with(b"%PDF-") { Claim::Certain } else { Claim::No }
}

pub fn read(_source: &Source, _budget: &Budget, _diagnostics: &mut Diagnostics) -> Result<Document, Error> {
    Ok(Builder::new().finish("application/pdf", None))
}
