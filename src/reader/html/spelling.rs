//! Texts made alike before they are compared.

use crate::document::{builder, markup};

/// Spaces folded and character references that were escaped twice resolved.
pub fn fold(text: &str) -> String {
    let mut out = String::new();
    builder::fold_into(&mut out, 0, &markup::unescape(text));
    out.truncate(out.trim_end().len());
    out
}

/// Letters and digits in lower case: what two spellings of one text share.
pub fn key(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
