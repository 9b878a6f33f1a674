//! What the style of a paragraph says.

#[derive(Debug, Default)]
pub struct RtfStyle {
    pub outline: Option<u8>,
    pub bold: bool,
    pub name: String,
}

impl RtfStyle {
    /// The level of a heading, by what the style says or its built-in name.
    pub fn level(&self) -> Option<u8> {
        let name = self.name.trim().trim_end_matches(';').to_lowercase();
        self.outline.or_else(|| match name.as_str() {
            "title" => Some(0),
            "subtitle" => Some(1),
            _ => name
                .strip_prefix("heading ")?
                .parse::<u8>()
                .ok()?
                .checked_sub(1),
        })
    }
}
