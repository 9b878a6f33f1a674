//! WARC files (ISO 28500), whole or from a decompressor.
//!
//! Members are the payloads of response and resource records, named by the
//! number of their record in the file, from 1. Where a record's head or length
//! is wrong the walk looks for the next line that begins a record.

use super::http::{self, HttpHead};
use super::walk::{At, MemberContent, Walk};
use crate::error::Error;
use std::io::{self, BufRead, Read};

/// Calls back with every page.
pub(super) fn walk(walk: &mut Walk, stored: &mut impl BufRead, at: &At) -> Result<(), Error> {
    let mut records = WarcRecords {
        stored,
        number: 0,
        damage: None,
    };
    while !walk.stopped {
        let Some(first) = records.next_record().map_err(|e| walk.explain(e))? else {
            break;
        };
        records.number += 1;
        if let Err(error) = record(walk, &mut records, first, at) {
            match error {
                // The bound of the file or the system: nothing behind can be read either.
                Error::TooLarge(_) | Error::Unreadable(_) => return Err(error),
                Error::Damaged(what) => drop(records.damage.get_or_insert(what)),
                error => drop(records.damage.get_or_insert(error.to_string())),
            }
        }
    }
    match records.damage {
        Some(damage) => Err(Error::Damaged(damage)),
        None if records.number == 0 => Err(Error::Damaged("no records".to_owned())),
        None => Ok(()),
    }
}

/// The records of a file, by their first lines.
struct WarcRecords<'a, R> {
    stored: &'a mut R,
    number: u64,
    /// The first damage met.
    damage: Option<String>,
}

impl<R: BufRead> WarcRecords<'_, R> {
    /// The first line of the next record; none at the end.
    fn next_record(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        loop {
            line.clear();
            match self
                .stored
                .by_ref()
                .take(http::HEAD)
                .read_until(b'\n', &mut line)
            {
                Ok(0) => return Ok(None),
                Ok(_) if line.starts_with(b"WARC/") => break,
                Ok(_) if line.trim_ascii().is_empty() => {}
                Ok(_) => self.damaged("bytes between records"),
                Err(error) if is_about_bytes(&error) => self.damaged(&error.to_string()),
                Err(error) => return Err(error),
            }
        }
        Ok(Some(String::from_utf8_lossy(&line).trim().to_owned()))
    }

    fn damaged(&mut self, what: &str) {
        if self.damage.is_none() {
            self.damage = Some(format!("{what} after record {}", self.number));
        }
    }
}

/// Whether a read failed for what the bytes are, so that reading may go on behind.
fn is_about_bytes(error: &io::Error) -> bool {
    error.raw_os_error().is_none() && error.kind() != io::ErrorKind::QuotaExceeded
}

/// One record, from behind its first line to its end.
fn record<R: BufRead>(
    walk: &mut Walk,
    records: &mut WarcRecords<R>,
    first: String,
    at: &At,
) -> Result<(), Error> {
    let head = http::head(records.stored, Some(first)).map_err(|e| walk.explain(e))?;
    let length = head
        .field("content-length")
        .and_then(|length| length.parse::<u64>().ok());
    let length = length
        .ok_or_else(|| Error::Damaged(format!("record {} without a length", records.number)))?;
    let at = at_record(&head, records.number, at);
    let mut stored = Watched {
        inner: records.stored.by_ref(),
        failed: false,
    };
    let mut body = (&mut stored).take(length);
    let result = match head.field("warc-type") {
        Some("response") => response(walk, &mut body, &at),
        Some("resource") => page(walk, &mut body, &at),
        _ => Ok(()),
    };
    if let Err(error) = result {
        walk.tell(&at, MemberContent::Failed(error));
    }
    if body.get_ref().failed {
        return Err(Error::Damaged(format!(
            "record {} breaks off",
            records.number
        )));
    }
    io::copy(&mut body, &mut io::sink()).map_err(|e| walk.explain(e))?;
    match body.limit() {
        0 => Ok(()),
        _ => Err(Error::Damaged(format!(
            "the file ends within record {}",
            records.number
        ))),
    }
}

/// A reader that remembers that it failed: what follows is no longer the same record.
struct Watched<R> {
    inner: R,
    failed: bool,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer).inspect_err(|_| self.failed = true)
    }
}

impl<R: BufRead> BufRead for Watched<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf().inspect_err(|_| self.failed = true)
    }

    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
    }
}

/// A record's place, and what the archive says of it.
fn at_record(head: &HttpHead, number: u64, at: &At) -> At {
    let mut at = at.member(number);
    let address = head
        .field("warc-target-uri")
        .map(|uri| uri.trim_matches(['<', '>']).to_owned());
    at.evidence.url = address.filter(|uri| !uri.is_empty());
    at.evidence.captured = head.field("warc-date").map(str::to_owned);
    at.evidence.media_type = head.field("content-type").map(str::to_owned);
    at
}

/// The payload of an HTTP response; anything else that was answered is taken as it is.
pub(super) fn response<R: BufRead>(
    walk: &mut Walk,
    body: &mut io::Take<R>,
    at: &At,
) -> Result<(), Error> {
    let mut at = at.clone();
    if !at
        .evidence
        .media_type
        .as_deref()
        .is_some_and(|t| t.trim_start().starts_with("application/http"))
    {
        return page(walk, body, &at);
    }
    let head = http::head(body, None).map_err(|e| walk.explain(e))?;
    at.evidence.media_type = head.field("content-type").map(str::to_owned);
    match head.status() {
        None => Err(Error::Damaged("no HTTP response".to_owned())),
        Some(200..=299) if is_foreign(&at) => skip(walk, &at),
        Some(200..=299) => {
            let bytes = http::payload(walk, &head, body)?;
            walk.stream(&mut bytes.as_slice(), &at)
        }
        Some(status) => {
            walk.tell(
                &at,
                MemberContent::Skipped("http-status", format!("the server answered {status}")),
            );
            Ok(())
        }
    }
}

/// A payload that is stored as it is.
fn page<R: BufRead>(walk: &mut Walk, body: &mut io::Take<R>, at: &At) -> Result<(), Error> {
    if is_foreign(at) {
        skip(walk, at)
    } else {
        walk.stream(body, at)
    }
}

fn skip(walk: &mut Walk, at: &At) -> Result<(), Error> {
    let media_type = at.evidence.media_type.clone().unwrap_or_default();
    walk.tell(
        at,
        MemberContent::Skipped(
            "unsupported",
            format!("{media_type} holds no text of its own"),
        ),
    );
    Ok(())
}

/// Whether the media type is one that no reader is for.
fn is_foreign(at: &At) -> bool {
    let Some(stated) = at.evidence.media_type.as_deref() else {
        return false;
    };
    let media_type = stated
        .split(';')
        .next()
        .unwrap_or("")
        .trim()
        .to_ascii_lowercase();
    let (class, kind) = media_type.split_once('/').unwrap_or(("", &media_type));
    matches!(class, "image" | "audio" | "video" | "font")
        || matches!(
            kind,
            "css"
                | "javascript"
                | "x-javascript"
                | "ecmascript"
                | "json"
                | "ld+json"
                | "manifest+json"
                | "xml"
                | "rss+xml"
                | "atom+xml"
                | "dns"
                | "font-woff"
                | "x-font-ttf"
                | "vnd.ms-fontobject"
                | "warc-fields"
        )
}

#[cfg(test)]
pub(crate) mod tests {
    /// A response record with a page in it.
    pub(crate) fn response(address: &str, head: &str, payload: &[u8]) -> Vec<u8> {
        let body = [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), payload].concat();
        let head = format!(
            "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2021-03-12T08:00:00Z\r\n\
             Content-Type: application/http; msgtype=response\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        [head.as_bytes(), &body, b"\r\n\r\n"].concat()
    }
}
