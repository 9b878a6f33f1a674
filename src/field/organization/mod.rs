//! Organizations: libraries and institutions with their "named after" parts,
//! variants joined, roles from the words around them.

use crate::record::OrganizationRole;
use crate::span::{Passage, Span};

/// An organization named in the passages.
#[derive(Clone, PartialEq, Debug)]
pub struct Organization {
    pub name: String,
    pub variants: Vec<String>,
    pub role: OrganizationRole,
    /// Every mention, the one `name` was taken from first.
    pub spans: Vec<Span>,
}

/// The organizations named in the passages, in order of first mention.
pub fn find(_passages: &[Passage], _language: Option<&str>) -> Vec<Organization> {
    Vec::new()
}
