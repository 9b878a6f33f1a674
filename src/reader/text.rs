//! Plain text.

use super::Claim;
use crate::budget::Budget;
use crate::diagnostic::Diagnostics;
use crate::document::{Builder, Document};
use crate::error::Error;
use crate::source::Source;

pub fn claims(_source: &Source) -> Claim {
    Claim::Possible
}

pub fn read(_source: &Source, _budget: &Budget, _diagnostics: &mut Diagnostics) -> Result<Document, Error> {
    Ok(Builder::new().finish("text/plain", None))
}
