//! People: full names and surnames with initials; namesakes inside the names
//! of institutions are none.

use super::organization::Organization;
use crate::record::PersonRole;
use crate::span::{Passage, Span};

/// A person named in the passages.
#[derive(Clone, PartialEq, Debug)]
pub struct Person {
    pub name: String,
    pub variants: Vec<String>,
    pub role: PersonRole,
    /// Every mention, the one `name` was taken from first.
    pub spans: Vec<Span>,
}

/// The people named in the passages, in order of first mention. `organizations` are those
/// found in the same passages: a name inside one of their spans is no person.
pub fn find(_passages: &[Passage], _organizations: &[Organization], _language: Option<&str>) -> Vec<Person> {
    Vec::new()
}
