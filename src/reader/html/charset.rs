//! What the bytes say of themselves before they are decoded.

use crate::error::Error;
use crate::source::Source;
use memchr::{memchr_iter, memchr2};

/// How far into a page its declaration is looked for: browsers look at 1024 bytes,
/// saved pages have more before it.
const HEAD: usize = 16 << 10;

/// The charset that the transport or the page declares.
pub fn declared(source: &Source) -> Option<String> {
    let transport = source
        .hints
        .media_type
        .as_deref()
        .and_then(|m| value_of(&m.to_ascii_lowercase(), "charset"));
    transport.or_else(|| in_page(source.bytes))
}

/// `charset=` or `encoding=` in the first tags.
pub fn in_page(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(HEAD)];
    memchr_iter(b'<', head).find_map(|at| {
        let tag = &head[at + 1..];
        let name = tag.get(..4)?;
        let attribute = match () {
            () if name.eq_ignore_ascii_case(b"meta") => "charset",
            () if name.eq_ignore_ascii_case(b"?xml") => "encoding",
            () => return None,
        };
        let tag = &tag[..memchr2(b'<', b'>', tag).unwrap_or(tag.len())];
        value_of(
            &String::from_utf8_lossy(tag).to_ascii_lowercase(),
            attribute,
        )
    })
}

/// `charset=utf-8`, `charset = "utf-8"`.
fn value_of(text: &str, name: &str) -> Option<String> {
    let rest = text.split_once(name)?.1.trim_start().strip_prefix('=')?;
    let rest = rest.trim_start().trim_start_matches(['"', '\'']);
    let label: String = rest
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:.+".contains(*c))
        .collect();
    (!label.is_empty()).then_some(label)
}

/// How far into a file its first tags are looked for.
const FRAME: usize = 4096;

/// A tag of the outer frame of a page stands near the beginning.
pub fn looks_like_html(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(FRAME)];
    if head.contains(&0) {
        // As UTF-16 has it.
        let narrow: Vec<u8> = head.iter().copied().filter(|byte| *byte != 0).collect();
        return frames(&narrow);
    }
    frames(head)
}

fn frames(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let begins = |text: &[u8], tag: &[u8]| {
        text.get(..tag.len())
            .is_some_and(|own| own.eq_ignore_ascii_case(tag))
    };
    if begins(head, b"%pdf") || begins(head, b"pk\x03\x04") {
        return false;
    }
    let opens = head
        .iter()
        .find(|byte| !byte.is_ascii_whitespace() && byte.is_ascii())
        == Some(&b'<');
    let has = |tags: &[&[u8]]| {
        memchr_iter(b'<', head).any(|at| tags.iter().any(|tag| begins(&head[at..], tag)))
    };
    has(&[b"<!doctype html", b"<html"]) || (opens && has(&[b"<head", b"<body", b"<title"]))
}

/// A picture or an archive under a page's name is no page.
pub fn refuse_binary(bytes: &[u8], text: &str) -> Result<(), Error> {
    let magic: [(&[u8], &str); 8] = [
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"GIF8", "a GIF picture"),
        (b"%PDF", "a PDF file"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x1f\x8b", "gzip data"),
        (b"\xd0\xcf\x11\xe0", "an old Office file"),
        (b"RIFF", "a media file"),
    ];
    if let Some((_, what)) = magic.iter().find(|(mark, _)| bytes.starts_with(mark)) {
        return Err(Error::Damaged(format!(
            "it is named as a page and is {what}"
        )));
    }
    let head = &text[..text.floor_char_boundary(16 << 10)];
    // Printable ASCII, most of most pages, is told at a glance.
    let plain = |byte: &u8| matches!(byte, b' '..=b'~');
    if (head.len() - head.as_bytes().iter().filter(|byte| plain(byte)).count()) * 10 <= head.len() {
        return Ok(());
    }
    let is_binary = |c: &char| c.is_control() && !c.is_whitespace() || *c == '\u{fffd}';
    if head.chars().filter(is_binary).count() * 10 > head.chars().count() {
        return Err(Error::Damaged(
            "it is named as a page and holds binary data".into(),
        ));
    }
    Ok(())
}
