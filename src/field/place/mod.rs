//! Where it happened: cities with their country, and venues.

use crate::span::{Found, Passage};

/// A city named in a passage.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct City {
    /// As written, in its dictionary form where the words are inflected.
    pub name: String,
    /// Countries that have a city of this name, the likeliest first (ISO 3166-1 alpha-2).
    pub countries: Vec<&'static str>,
}

/// Every city named in the passage, in its order; not those inside longer names of institutions
/// (the caller masks these).
pub fn cities(_passage: Passage, _language: Option<&str>) -> Vec<Found<City>> {
    Vec::new()
}

/// Where the passages say it was held.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Place {
    pub country: Option<Found<&'static str>>,
    pub city: Option<Found<String>>,
    pub venue: Option<Found<String>>,
}

/// The place of the activity told in the passages, heading first.
pub fn find(_passages: &[Passage], _language: Option<&str>) -> Place {
    Place::default()
}
