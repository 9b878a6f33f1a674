//! A source: bytes, and what is known of them before they are read.

use crate::site::Sites;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

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
    /// The file as stored, where the bytes were unpacked from it or its digest is known already.
    pub stored: Option<Stored>,
}

/// Size and digest of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    pub bytes: u64,
    /// Lower-case hexadecimal.
    pub sha256: String,
}

impl Stored {
    pub fn of(bytes: &[u8]) -> Stored {
        Stored {
            bytes: bytes.len() as u64,
            sha256: hex(&Sha256::digest(bytes)),
        }
    }
}

/// The first eight bytes of a digest.
pub fn short_digest(bytes: &[u8]) -> u64 {
    Sha256::digest(bytes)
        .iter()
        .take(8)
        .fold(0, |value, &byte| value << 8 | u64::from(byte))
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble & 15)]);
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(*byte));
    }
    text
}

impl Hints {
    /// Hints that are only a path.
    pub fn path(path: impl Into<String>) -> Hints {
        Hints {
            path: path.into(),
            ..Hints::default()
        }
    }
}

/// Bytes and hints together, as readers take them.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    pub bytes: &'a [u8],
    pub hints: &'a Hints,
    /// The password of an encrypted file.
    pub password: Option<&'a str>,
    /// What is known of the sites that pages are of.
    pub sites: Option<&'a Sites>,
}

impl Source<'_> {
    /// The file name ending in lower case, without the dot and without `.gz` or `.zst`; empty if
    /// there is none.
    pub fn ending(&self) -> String {
        let name = self
            .hints
            .path
            .rsplit('/')
            .next()
            .unwrap_or("")
            .to_ascii_lowercase();
        let name = name
            .strip_suffix(".gz")
            .or_else(|| name.strip_suffix(".zst"))
            .unwrap_or(&name);
        name.rsplit_once('.')
            .map(|(_, ending)| ending.to_owned())
            .unwrap_or_default()
    }

    /// The media type of the hints in lower case, without parameters.
    pub fn media_type(&self) -> Option<String> {
        let stated = self.hints.media_type.as_deref()?;
        Some(
            stated
                .split(';')
                .next()
                .unwrap_or("")
                .trim()
                .to_ascii_lowercase(),
        )
    }
}

/// Whether a path is passed over without a word when folders and archives are walked: expectations,
/// notes to readers, hidden files.
pub fn is_passed_over(path: &str) -> bool {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or("");
    let hidden = |part: &str| part.starts_with('.') && !part.trim_matches('.').is_empty();
    name.ends_with(".expected.json")
        || name.starts_with("README")
        || hidden(name)
        || parts.any(|part| hidden(part) || part == "__MACOSX")
}

/// Whether the ending of a path belongs to a type of file that is no document: what a saved page
/// brings along.
pub fn is_foreign(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or("");
    let Some((_, ending)) = name.rsplit_once('.') else {
        return false;
    };
    FOREIGN
        .binary_search(&ending.to_ascii_lowercase().as_str())
        .is_ok()
}

/// Endings of images, styles, scripts, fonts, sound, video and programs, sorted.
const FOREIGN: [&str; 47] = [
    "avi", "avif", "bmp", "bz2", "class", "css", "dll", "eot", "exe", "flac", "flv", "gif", "heic",
    "ico", "iso", "jar", "jp2", "jpeg", "jpg", "js", "m4a", "m4v", "map", "mjs", "mkv", "mov",
    "mp3", "mp4", "mpeg", "mpg", "o", "ogg", "otf", "png", "psd", "pyc", "so", "svg", "tif",
    "tiff", "ttf", "wasm", "wav", "webm", "webp", "woff", "woff2",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_source_is_known_by_its_name() {
        assert!(FOREIGN.is_sorted());
        for path in ["a/logo.PNG", "x.js"] {
            assert!(is_foreign(path), "{path}");
        }
        assert!(!is_foreign("png") && !is_foreign("a.png/page.html"));
        for path in [
            "a/page.html.expected.json",
            "README.md",
            "a/.git/x.html",
            "../.hidden.html",
        ] {
            assert!(is_passed_over(path), "{path}");
        }
        for path in ["../x.html", "a/readme.html", "expected.json"] {
            assert!(!is_passed_over(path), "{path}");
        }
    }

    #[test]
    fn the_ending_looks_through_compression_and_case() {
        let ending = |path: &str| {
            Source {
                bytes: b"",
                hints: &Hints::path(path),
                password: None,
                sites: None,
            }
            .ending()
        };
        assert_eq!(ending("a/b.HTML"), "html");
        assert_eq!(ending("b.html.gz"), "html");
        assert_eq!(ending("a.b/README"), "");
    }
}
