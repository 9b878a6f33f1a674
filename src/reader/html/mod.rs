//! HTML pages.

use super::Claim;
use crate::budget::Budget;
use crate::diagnostic::Diagnostics;
use crate::document::{Builder, Document};
use crate::error::Error;
use crate::source::Source;

pub fn claims(source: &Source) -> Claim {
    if matches!(source.ending().as_str(), "html" | "htm" | "xhtml" | "mhtml") { Claim::Named } else { Claim::No }
}

pub fn read(_source: &Source, _budget: &Budget, _diagnostics: &mut Diagnostics) -> Result<Document, Error> {
    Ok(Builder::new().finish("text/html", None))
}
