//! HTTP responses as web archives store them: head and payload, with transfer
//! and content encodings undone.
//!
//! Crawlers often store a payload that is decoded already and keep the headers
//! that say it is not; what does not look encoded is taken as it is.

use super::gzip::Members;
use super::kind::{StreamKind, kind};
use super::walk::Walk;
use super::zstd::Frames;
use crate::budget::{Exhausted, Resource};
use crate::error::Error;
use std::io::{self, BufRead, Read};

/// How large the head of a record or response may be.
pub(super) const HEAD: u64 = 1 << 20;
/// How many content encodings may be laid over one another.
const LAYERS: usize = 4;

/// The lines of a head up to the empty one: names in lower case, values trimmed.
#[derive(Clone, Debug, Default)]
pub(super) struct HttpHead {
    pub first: String,
    fields: Vec<(String, String)>,
}

impl HttpHead {
    /// The first field of a name (given in lower case).
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, value)| value.as_str())
    }

    /// All values of a field that is a list, in order.
    fn list(&self, name: &str) -> Vec<String> {
        let values = self.fields.iter().filter(|(n, _)| n == name);
        let items = values.flat_map(|(_, value)| value.split(','));
        items
            .map(|item| item.trim().to_ascii_lowercase())
            .filter(|item| !item.is_empty())
            .collect()
    }

    /// The status of a response whose first line this is.
    pub fn status(&self) -> Option<u16> {
        self.first
            .strip_prefix("HTTP/")?
            .split_ascii_whitespace()
            .nth(1)?
            .parse()
            .ok()
    }
}

/// Reads a head whose first line may have been read already. Lines end in CRLF or LF; a line that
/// begins with a space goes on from the one before.
pub(super) fn head(read: &mut impl BufRead, first: Option<String>) -> io::Result<HttpHead> {
    let mut bounded = read.take(HEAD);
    let mut head = HttpHead {
        first: first.unwrap_or_default(),
        fields: Vec::new(),
    };
    let mut line = Vec::new();
    if head.first.is_empty() {
        bounded.read_until(b'\n', &mut line)?;
        head.first = text(&line);
    }
    loop {
        line.clear();
        if bounded.read_until(b'\n', &mut line)? == 0 || !line.ends_with(b"\n") {
            let why = if bounded.limit() == 0 {
                "a head of more than 1 MB"
            } else {
                "a head without an end"
            };
            return Err(io::Error::new(io::ErrorKind::InvalidData, why));
        }
        let folded = line.starts_with(b" ") || line.starts_with(b"\t");
        let words = text(&line);
        if words.is_empty() {
            return Ok(head);
        }
        match (folded, words.split_once(':')) {
            (true, _) => {
                if let Some((_, value)) = head.fields.last_mut() {
                    value.push(' ');
                    value.push_str(&words);
                }
            }
            (false, Some((name, value))) => {
                head.fields
                    .push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
            (false, None) => {}
        }
    }
}

fn text(line: &[u8]) -> String {
    String::from_utf8_lossy(line).trim().to_owned()
}

/// The payload behind a head, with its encodings undone.
pub(super) fn payload(walk: &Walk, head: &HttpHead, read: &mut dyn Read) -> Result<Vec<u8>, Error> {
    let mut bytes = walk.bytes(read)?;
    if head
        .list("transfer-encoding")
        .iter()
        .any(|coding| coding == "chunked")
    {
        bytes = dechunked(bytes);
    }
    let layers = head.list("content-encoding");
    if layers.len() > LAYERS {
        return Err(Exhausted {
            resource: Resource::Depth,
            limit: LAYERS as u64,
        }
        .into());
    }
    for layer in layers.iter().rev() {
        bytes = decoded(walk, layer, bytes)?;
    }
    Ok(bytes)
}

/// Chunks joined (RFC 9112, section 7.1); what does not begin with a chunk is no chunks at all, and
/// what breaks off later is kept up to there.
fn dechunked(bytes: Vec<u8>) -> Vec<u8> {
    let mut joined = Vec::new();
    let mut rest = bytes.as_slice();
    while let Some((size, after)) = chunk_size(rest) {
        let chunk = &after[..size.min(after.len())];
        joined.extend_from_slice(chunk);
        if size == 0 || chunk.len() < size {
            return joined;
        }
        let next = &after[size..];
        rest = next
            .strip_prefix(b"\r\n")
            .or_else(|| next.strip_prefix(b"\n"))
            .unwrap_or(next);
    }
    if joined.is_empty() { bytes } else { joined }
}

/// The size that a chunk's first line gives, and what stands behind the line.
fn chunk_size(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let end = bytes.iter().take(256).position(|&b| b == b'\n')?;
    let line = std::str::from_utf8(&bytes[..end]).ok()?;
    let digits = line.split(';').next()?.trim();
    let size = usize::from_str_radix(digits, 16)
        .ok()
        .filter(|_| !digits.starts_with('+'))?;
    Some((size, &bytes[end + 1..]))
}

/// One content encoding undone.
fn decoded(walk: &Walk, layer: &str, bytes: Vec<u8>) -> Result<Vec<u8>, Error> {
    let stored = bytes.as_slice();
    match layer {
        "gzip" | "x-gzip" if kind(stored) == StreamKind::Gzip => {
            walk.bytes(&mut walk.drawn(Members::new(stored)))
        }
        "zstd" if kind(stored) == StreamKind::Zstd => {
            walk.bytes(&mut walk.drawn(Frames::new(stored)))
        }
        "deflate" => {
            // The header says zlib (RFC 9110, section 8.4.1.2); some servers send the bare stream.
            let zlib = walk.bytes(&mut walk.drawn(flate2::bufread::ZlibDecoder::new(stored)));
            let bare = || walk.bytes(&mut walk.drawn(flate2::bufread::DeflateDecoder::new(stored)));
            unless_stored_decoded(
                zlib.or_else(|error| if is_bound(&error) { Err(error) } else { bare() }),
                bytes,
            )
        }
        "br" => {
            let brotli = brotli_decompressor::Decompressor::new(stored, 1 << 14);
            unless_stored_decoded(walk.bytes(&mut walk.drawn(brotli)), bytes)
        }
        "identity" | "gzip" | "x-gzip" | "zstd" => Ok(bytes),
        other => Err(Error::Unsupported(format!(
            "content encoding {other:?} is not known"
        ))),
    }
}

fn is_bound(error: &Error) -> bool {
    matches!(error, Error::TooLarge(_))
}

/// Encodings without a mark of their own: where they cannot be undone, the payload was stored
/// undone.
fn unless_stored_decoded(result: Result<Vec<u8>, Error>, bytes: Vec<u8>) -> Result<Vec<u8>, Error> {
    match result {
        Err(error) if !is_bound(&error) => Ok(bytes),
        done => done,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_over_folded_lines_and_bare_line_feeds() {
        let mut stored =
            &b"HTTP/1.1 200 OK\nContent-Type: text/html;\n charset=utf-8\r\nbroken\n\nbody"[..];
        let head = head(&mut stored, None).unwrap();
        assert_eq!(head.status(), Some(200));
        assert_eq!(head.field("content-type"), Some("text/html; charset=utf-8"));
        assert_eq!(stored, b"body");
    }

    #[test]
    fn chunks_are_joined_and_what_is_none_stays() {
        let chunks = |bytes: &[u8]| String::from_utf8(dechunked(bytes.to_vec())).unwrap();
        assert_eq!(chunks(b"3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n"), "abcde");
        assert_eq!(
            chunks(b"<html>not chunked</html>"),
            "<html>not chunked</html>"
        );
        assert_eq!(chunks(b"FFFFFFFFFFFFFFFF\r\nabc"), "abc");
        assert_eq!(chunks(b"3\r\nabc\r\nzz\r\nde"), "abc");
    }
}
