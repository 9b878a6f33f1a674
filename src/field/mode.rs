//! How people took part: in person, online or both.

use crate::record::Mode;
use crate::span::{Found, Passage};

/// What the words say or show (a hall, a platform); none where they tell nothing.
/// The rule is `stated` where a word says so and `shown` where it follows.
pub fn find(_passages: &[Passage], _language: Option<&str>) -> Option<Found<Mode>> {
    None
}
