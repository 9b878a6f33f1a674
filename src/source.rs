//! A source: bytes, and what is known of them before they are read.

/// What a caller knows of a source. Everything may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    /// Path of the source, `/`-separated; its ending suggests the format.
    pub path: String,
    /// Where the page lived, if the caller knows.
    pub url: Option<String>,
    /// The media type, if the caller knows (`text/html; charset=…` is understood).
    pub media_type: Option<String>,
    /// When the page was captured (archives), RFC 3339.
    pub captured: Option<String>,
}

impl Hints {
    /// Hints that are only a path.
    pub fn path(path: impl Into<String>) -> Hints {
        Hints { path: path.into(), ..Hints::default() }
    }
}

/// Bytes and hints together, as readers take them.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    pub bytes: &'a [u8],
    pub hints: &'a Hints,
    /// The password of an encrypted file.
    pub password: Option<&'a str>,
}

impl Source<'_> {
    /// The file name ending in lower case, without the dot and without `.gz` or `.zst`; empty if there is none.
    pub fn ending(&self) -> String {
        let name = self.hints.path.rsplit('/').next().unwrap_or("").to_ascii_lowercase();
        let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(&name);
        name.rsplit_once('.').map(|(_, ending)| ending.to_owned()).unwrap_or_default()
    }

    /// The media type of the hints in lower case, without parameters.
    pub fn media_type(&self) -> Option<String> {
        let stated = self.hints.media_type.as_deref()?;
        Some(stated.split(';').next().unwrap_or("").trim().to_ascii_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_looks_through_compression_and_case() {
        let ending = |path: &str| Source { bytes: b"", hints: &Hints::path(path), password: None }.ending();
        assert_eq!(ending("a/b.HTML"), "html");
        assert_eq!(ending("b.html.gz"), "html");
        assert_eq!(ending("a.b/README"), "");
    }
}
