//! What `annalist stream` is asked, one object a line.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

/// A line of input: a source, by its path or with its bytes.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Comes back with the answer; anything.
    #[serde(default)]
    pub id: Value,
    /// Where the page lived.
    pub url: Option<String>,
    /// Of the source, as a server gives it.
    pub media_type: Option<String>,
    /// Of a file; either this or the content is wanted.
    pub path: Option<String>,
    /// The bytes in base64.
    pub content: Option<String>,
}
