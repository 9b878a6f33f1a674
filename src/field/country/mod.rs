//! Countries by name, adjective and usage, in the languages of the pages.

use crate::span::{Found, Passage};

/// A country named in a passage.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: &'static str,
    /// English name (CLDR).
    pub name: &'static str,
    /// By its adjective or people (`Kazakh`, `узбекский`) and not by its name.
    pub adjective: bool,
}

/// Every country named in the passage, in its order.
pub fn find(_passage: Passage, _language: Option<&str>) -> Vec<Found<Country>> {
    Vec::new()
}
