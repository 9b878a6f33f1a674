//! Single-file saves of browsers (MHTML, RFC 2557): the page within the message.
//!
//! A message of several parts; the first that is HTML is the page. Pictures and
//! frames are passed over.

use memchr::memmem;

/// The page of a single-file save.
#[derive(Debug, PartialEq)]
pub struct Saved {
    pub html: Vec<u8>,
    pub charset: Option<String>,
    /// Where the page lived.
    pub url: Option<String>,
}

/// How far the headers of a message reach at most.
const HEADERS: usize = 16 << 10;

/// The page, if the bytes are a single-file save.
pub fn open(bytes: &[u8]) -> Option<Saved> {
    if bytes.trim_ascii_start().starts_with(b"<") {
        return None;
    }
    let (headers, _) = split(bytes)?;
    let kind = field(&headers, "content-type")
        .filter(|kind| kind.to_ascii_lowercase().starts_with("multipart/related"))?;
    let boundary = parameter(&kind, "boundary")?;
    let location = field(&headers, "snapshot-content-location");
    parts(bytes, &boundary).find_map(|part| {
        let (headers, body) = split(part)?;
        let kind = field(&headers, "content-type").unwrap_or_default();
        if !kind.to_ascii_lowercase().starts_with("text/html") {
            return None;
        }
        let coding = field(&headers, "content-transfer-encoding")
            .unwrap_or_default()
            .to_ascii_lowercase();
        let html = match coding.trim() {
            "quoted-printable" => quoted_printable(body),
            "base64" => base64(body),
            _ => body.to_vec(),
        };
        let url = location
            .clone()
            .or_else(|| field(&headers, "content-location"));
        Some(Saved {
            html,
            charset: parameter(&kind, "charset"),
            url,
        })
    })
}

/// Header lines (folded lines joined) and what follows the empty line.
fn split(bytes: &[u8]) -> Option<(Vec<String>, &[u8])> {
    let head = &bytes[..bytes.len().min(HEADERS)];
    let end = |mark: &[u8]| memmem::find(head, mark).map(|at| (at, at + mark.len()));
    let (end, body) = match (end(b"\r\n\r\n"), end(b"\n\n")) {
        (Some(a), Some(b)) => a.min(b),
        (a, b) => a.or(b)?,
    };
    let mut lines: Vec<String> = Vec::new();
    for line in String::from_utf8_lossy(&head[..end]).lines() {
        match lines.last_mut() {
            Some(last) if line.starts_with([' ', '\t']) => last.push_str(line.trim_start()),
            _ => lines.push(line.to_owned()),
        }
    }
    Some((lines, &bytes[body..]))
}

fn field(headers: &[String], name: &str) -> Option<String> {
    headers.iter().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.trim()
            .eq_ignore_ascii_case(name)
            .then(|| value.trim().to_owned())
    })
}

/// `boundary="x"` of a header's value.
fn parameter(value: &str, name: &str) -> Option<String> {
    value.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim()
            .eq_ignore_ascii_case(name)
            .then(|| value.trim().trim_matches('"').to_owned())
    })
}

/// What stands between the boundary lines.
fn parts<'a>(bytes: &'a [u8], boundary: &str) -> impl Iterator<Item = &'a [u8]> {
    let mark = format!("--{boundary}").into_bytes();
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        if !mark.is_empty() && line.starts_with(&mark) {
            starts.push((at, at + line.len()));
        }
        at += line.len();
    }
    let ends: Vec<usize> = starts
        .iter()
        .skip(1)
        .map(|(start, _)| *start)
        .chain([bytes.len()])
        .collect();
    starts
        .into_iter()
        .zip(ends)
        .map(move |((_, from), to)| &bytes[from..to.max(from)])
}

/// RFC 2045, section 6.7.
fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| {
        byte.and_then(|b| char::from(*b).to_digit(16))
            .map(|d| d as u8)
    };
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at + 1..];
        at += 1;
        match byte {
            b'=' if rest.starts_with(b"\r\n") => at += 2,
            b'=' if rest.starts_with(b"\n") => at += 1,
            b'=' => match (digit(rest.first()), digit(rest.get(1))) {
                (Some(high), Some(low)) => {
                    out.push(high << 4 | low);
                    at += 2;
                }
                _ => out.push(byte),
            },
            _ => out.push(byte),
        }
    }
    out
}

/// RFC 4648, section 4; bytes outside the alphabet are passed over.
fn base64(bytes: &[u8]) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let mut out = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut held, mut bits) = (0u32, 0u32);
    for six in bytes
        .iter()
        .take_while(|&&b| b != b'=')
        .filter_map(|&b| value(b))
    {
        held = (held << 6 | u32::from(six)) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((held >> bits & 0xff) as u8);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(coding: &str, body: &str) -> String {
        format!(
            "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://lib.example/a\r\n\
             Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--b--\"\r\n\r\n\
             ----b--\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: {coding}\r\n\r\n{body}\r\n\
             ----b--\r\nContent-Type: image/png\r\n\r\nx\r\n----b----\r\n"
        )
    }

    #[test]
    fn the_page_is_found_in_either_coding() {
        for (coding, body) in [
            ("quoted-printable", "<p>=D0=B4=\r\na</p>"),
            ("base64", "PHA+0LRh\r\nPC9wPg=="),
        ] {
            let saved = open(message(coding, body).as_bytes()).unwrap();
            assert_eq!(String::from_utf8(saved.html).unwrap().trim(), "<p>дa</p>");
            assert_eq!(saved.url.as_deref(), Some("https://lib.example/a"));
            assert_eq!(saved.charset.as_deref(), Some("utf-8"));
        }
    }

    #[test]
    fn a_page_is_no_message() {
        assert_eq!(
            open(b"<!DOCTYPE html>\n\n<p>Content-Type: multipart/related</p>"),
            None
        );
    }
}
