//! Output names: whatever a source is called, a file name that is safe and its own.
//!
//! `documents/<path of the source>.json` holds for every plain name. A part
//! of a path that could escape, hide, collide or be refused by a file system
//! is made plain and gets `~` and 16 hexadecimal digits of the digest of the
//! name as it was: control characters, bytes that are no UTF-8, marks that
//! turn the direction of text, `.` and `..`, backslashes, very long parts,
//! folders that look like an output (`.json`), and names that look as if they
//! had been treated so. Names that differ only by case or composition get it
//! too: some file systems hold them for one.

use crate::source::short_digest;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Bytes of one part of a path; file systems allow 255, and `.json` and the mark need room.
const PART: usize = 200;
/// Bytes of a whole path; Linux allows 4096 with the output folder, others 1024.
const PATH: usize = 900;

/// The file of a source below `documents/`: `path` as records give it, `clash` where another source
/// has the same name up to case and composition.
pub fn document(path: &str, clash: bool) -> String {
    let mut parts: Vec<Cow<str>> = Vec::new();
    let mut rest = path.split('/').filter(|part| !part.is_empty()).peekable();
    while let Some(part) = rest.next() {
        parts.push(plain(part, rest.peek().is_some()));
    }
    let last = parts
        .pop()
        .unwrap_or_else(|| Cow::Owned(marked("", path.as_bytes())));
    let last = if clash {
        Cow::Owned(marked(&last, path.as_bytes()))
    } else {
        last
    };
    let folder: String = parts.iter().flat_map(|part| [part, "/"]).collect();
    if folder.len() + last.len() > PATH {
        return format!("~/{}.json", marked(&last, path.as_bytes()));
    }
    format!("{folder}{last}.json")
}

/// The key under which names that some file system holds for one are equal.
pub fn folded(path: &str) -> u64 {
    if path.is_ascii() {
        return short_digest(path.to_ascii_lowercase().as_bytes());
    }
    let folded: String = path.nfd().flat_map(char::to_lowercase).nfd().collect();
    short_digest(folded.as_bytes())
}

/// The path of a source as records give it: characters as they are; where some bytes are none,
/// these are written `\xff`, and backslashes are doubled.
pub fn shown(path: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(path) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(escaped(path)),
    }
}

fn escaped(path: &[u8]) -> String {
    let mut text = String::new();
    for chunk in path.utf8_chunks() {
        text.push_str(&chunk.valid().replace('\\', r"\\"));
        for byte in chunk.invalid() {
            text.push_str(&format!("\\x{byte:02x}"));
        }
    }
    text
}

/// One part of a path, itself where it is plain.
fn plain(part: &str, folder: bool) -> Cow<'_, str> {
    let mistakable = folder && part.to_ascii_lowercase().ends_with(".json");
    let odd =
        part.chars().any(is_odd) || part.trim_matches('.').is_empty() || part.ends_with([' ', '.']);
    if part.len() <= PART && !mistakable && !odd && !is_marked(part) {
        return Cow::Borrowed(part);
    }
    let tame: String = part
        .chars()
        .map(|c| if is_odd(c) { '_' } else { c })
        .collect();
    Cow::Owned(marked(tame.trim_end_matches([' ', '.']), part.as_bytes()))
}

/// Characters that no output name has.
fn is_odd(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\\' | '\u{2028}' | '\u{2029}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{feff}'
        )
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(c, '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a name already ends in a mark.
fn is_marked(part: &str) -> bool {
    part.rsplit_once('~')
        .is_some_and(|(_, mark)| mark.len() == 16 && mark.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// A tame name, cut to length, with the mark of the name it stands for.
fn marked(tame: &str, name: &[u8]) -> String {
    let mut end = tame.len().min(PART);
    while !tame.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}~{:016x}", &tame[..end], short_digest(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn plain_names_stay_and_the_others_are_marked() {
        for path in [
            "a/b.html",
            "index.php?id=3&x=1",
            "Отчёт 2021.pdf",
            "crawl.warc.gz!/3",
            "%2e%2e%2fx",
            "con.pdf",
            "..a",
        ] {
            assert_eq!(document(path, false), format!("{path}.json"));
        }
        for (path, begins) in [
            ("../../evil", "~"),
            ("/etc/passwd", "etc/passwd.json"),
            ("a\nb.html", "a_b.html~"),
            ("a\\..\\b.html", "a_.._b.html~"),
            ("x.json/y", "x.json~"),
            ("\u{202e}fdp.exe", "_fdp.exe~"),
            ("a~0123456789abcdef", "a~0123456789abcdef~"),
            ("", "~"),
        ] {
            let name = document(path, false);
            assert!(name.starts_with(begins), "{path:?} gives {name:?}");
        }
        assert_ne!(document("CASE.pdf", true), document("case.pdf", true));
        assert_eq!(folded("CASE.pdf"), folded("case.pdf"));
        assert_eq!(folded("caf\u{e9}"), folded("cafe\u{301}"));
    }

    #[test]
    fn bytes_that_are_no_text_are_shown_apart() {
        assert_eq!(shown(b"bad-\xff\xfe\\.pdf"), r"bad-\xff\xfe\\.pdf");
        assert_eq!(shown(br"a\b"), r"a\b");
    }

    proptest! {
        #[test]
        fn any_name_is_safe(path in any::<Vec<u8>>(), clash in any::<bool>()) {
            let name = document(&shown(&path), clash);
            prop_assert!(name.len() <= PATH + PART + 40);
            for part in name.split('/') {
                prop_assert!(!part.is_empty() && part != "." && part != ".." && part.len() <= 255);
                prop_assert!(!part.chars().any(is_odd), "{part:?}");
            }
        }

        #[test]
        fn different_names_stay_different(a in "[a.~!/\\\\\n ]{0,6}(json)?", b in "[a.~!/\\\\\n ]{0,6}(json)?") {
            let clean = |path: &str| path.split('/').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
            prop_assume!(clean(&a) != clean(&b));
            prop_assert_ne!(document(&a, false), document(&b, false));
        }
    }
}
