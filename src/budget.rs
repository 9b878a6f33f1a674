//! One budget per document.
//!
//! [`Limits`] say how much of each resource a document may use; a [`Budget`]
//! counts what was used. Every stage that can grow with hostile input draws
//! on it and stops, with a named reason, when it is used up.

use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::fmt;

/// What can run out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resource {
    /// Bytes of the source as stored.
    InputBytes,
    /// Bytes after decompression and decoding.
    DecodedBytes,
    /// Nesting of elements, objects or archives.
    Depth,
    /// Cells of tables, spans counted out.
    TableCells,
    /// Content operators of PDF pages.
    Operators,
    /// Pages of a PDF.
    Pages,
    /// Blocks of a document.
    Blocks,
    /// Bytes of a document's text.
    Text,
    /// Activities of a document.
    Activities,
    /// Attributes of a tag.
    Attributes,
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Resource::InputBytes => "bytes",
            Resource::DecodedBytes => "decoded bytes",
            Resource::Depth => "levels of nesting",
            Resource::TableCells => "table cells",
            Resource::Operators => "content operators",
            Resource::Pages => "pages",
            Resource::Blocks => "blocks",
            Resource::Text => "bytes of text",
            Resource::Activities => "activities",
            Resource::Attributes => "attributes of a tag",
        })
    }
}

/// How much of each resource one document may use.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Limits {
    pub input_bytes: u64,
    pub decoded_bytes: u64,
    /// 512 is what browsers allow in HTML; the parser is quadratic in it.
    pub depth: u64,
    pub table_cells: u64,
    pub operators: u64,
    pub pages: u64,
    pub blocks: u64,
    /// A record takes some ten times its text while it is made.
    pub text: u64,
    /// A row of a report takes some two kilobytes as a record.
    pub activities: u64,
    /// The most on a page of WCXB's development set are 185. The tokenizer calls itself anew for
    /// each, so more than some thousands would need a larger stack.
    pub attributes: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            input_bytes: 100 << 20,
            decoded_bytes: 256 << 20,
            depth: 512,
            table_cells: 1_000_000,
            operators: 20_000_000,
            pages: 10_000,
            blocks: 1_000_000,
            text: 16 << 20,
            activities: 100_000,
            attributes: 250,
        }
    }
}

impl Limits {
    fn of(&self, resource: Resource) -> u64 {
        match resource {
            Resource::InputBytes => self.input_bytes,
            Resource::DecodedBytes => self.decoded_bytes,
            Resource::Depth => self.depth,
            Resource::TableCells => self.table_cells,
            Resource::Operators => self.operators,
            Resource::Pages => self.pages,
            Resource::Blocks => self.blocks,
            Resource::Text => self.text,
            Resource::Activities => self.activities,
            Resource::Attributes => self.attributes,
        }
    }
}

/// A limit that was reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("more than {limit} {resource}")]
pub struct Exhausted {
    pub resource: Resource,
    pub limit: u64,
}

/// What one document has used of its limits.
#[derive(Debug, Default)]
pub struct Budget {
    limits: Limits,
    used: [Cell<u64>; 10],
}

impl Budget {
    pub fn new(limits: Limits) -> Budget {
        Budget {
            limits,
            used: Default::default(),
        }
    }

    /// Uses up `amount` of a resource.
    pub fn draw(&self, resource: Resource, amount: u64) -> Result<(), Exhausted> {
        let used = &self.used[resource as usize];
        used.set(used.get().saturating_add(amount));
        self.allow(resource, used.get())
    }

    /// Checks a figure that does not add up, such as a depth.
    pub fn allow(&self, resource: Resource, figure: u64) -> Result<(), Exhausted> {
        let limit = self.limits.of(resource);
        if figure > limit {
            Err(Exhausted { resource, limit })
        } else {
            Ok(())
        }
    }

    /// What is left of a resource.
    pub fn left(&self, resource: Resource) -> u64 {
        self.limits
            .of(resource)
            .saturating_sub(self.used[resource as usize].get())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_unit_is_allowed_and_the_next_is_not() {
        let budget = Budget::new(Limits {
            pages: 2,
            ..Limits::default()
        });
        assert_eq!(budget.draw(Resource::Pages, 2), Ok(()));
        let error = budget.draw(Resource::Pages, 1).unwrap_err();
        assert_eq!(error.to_string(), "more than 2 pages");
        assert_eq!(budget.left(Resource::Pages), 0);
    }
}
