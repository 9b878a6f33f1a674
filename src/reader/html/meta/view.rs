//! What the parts of this room see.

use crate::reader::html::blocks::Placed;
use crate::reader::html::choice::Choice;
use crate::reader::html::page::Page;

/// What the parts of this room see.
pub struct PageView<'a, 't> {
    /// The page as it was written.
    pub source: &'a str,
    pub page: &'a Page<'t>,
    pub choice: &'a Choice,
    pub placed: &'a Placed,
    /// What its JSON-LD says.
    pub stated: &'a [serde_json::Value],
}
