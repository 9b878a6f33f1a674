//! Text on its way into a spreadsheet, which would run some of it.

use std::borrow::Cow;

/// Text that no spreadsheet takes for a formula: an apostrophe before what would begin one.
pub fn unformula(text: &str) -> Cow<'_, str> {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']);
    match is_formula {
        true => Cow::Owned(format!("'{text}")),
        false => Cow::Borrowed(text),
    }
}
