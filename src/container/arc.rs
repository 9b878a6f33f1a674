//! ARC files, as archives stored crawls before WARC (version 1 and 2): one line before each page
//! (`address IP time type … length`), then the answer of the server.

use super::walk::{At, MemberContent, Walk};
use super::{http, warc};
use crate::error::Error;
use std::io::{self, BufRead, Read};

/// Calls back with every page.
pub(super) fn walk(walk: &mut Walk, stored: &mut impl BufRead, at: &At) -> Result<(), Error> {
    let mut number = 0;
    while !walk.stopped {
        let Some(line) = next_line(stored).map_err(|e| walk.explain(e))? else {
            break;
        };
        number += 1;
        let record = ArcHead::of(&line)
            .ok_or_else(|| Error::Damaged(format!("record {number} without a length")))?;
        let mut body = stored.by_ref().take(record.length);
        if record.address.starts_with("http") {
            let at = record.at(number, at);
            if let Err(error) = warc::response(walk, &mut body, &at) {
                walk.tell(&at, MemberContent::Failed(error));
            }
        }
        io::copy(&mut body, &mut io::sink()).map_err(|e| walk.explain(e))?;
        if body.limit() > 0 {
            return Err(Error::Damaged(format!(
                "the file ends within record {number}"
            )));
        }
    }
    Ok(())
}

/// The line of the next record; empty ones part records.
fn next_line(stored: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = stored
            .by_ref()
            .take(http::HEAD)
            .read_until(b'\n', &mut line)?;
        if read == 0 {
            return Ok(None);
        }
        if !line.trim_ascii().is_empty() {
            return Ok(Some(String::from_utf8_lossy(&line).trim().to_owned()));
        }
    }
}

/// What stands in the line before a page.
struct ArcHead<'l> {
    address: &'l str,
    time: &'l str,
    length: u64,
}

impl<'l> ArcHead<'l> {
    fn of(line: &'l str) -> Option<ArcHead<'l>> {
        let mut fields = line.split(' ');
        let (address, _, time) = (fields.next()?, fields.next()?, fields.next()?);
        let length = fields.next_back()?.parse().ok()?;
        Some(ArcHead {
            address,
            time,
            length,
        })
    }

    fn at(&self, number: u64, at: &At) -> At {
        let mut at = at.member(number);
        at.evidence.url = Some(self.address.to_owned());
        at.evidence.captured = moment(self.time);
        at.evidence.media_type = Some("application/http".to_owned());
        at
    }
}

/// `20210516050221` as ISO 8601.
fn moment(digits: &str) -> Option<String> {
    let part = |from: usize, to: usize| digits.get(from..to);
    let all = digits.len() == 14 && digits.bytes().all(|byte| byte.is_ascii_digit());
    all.then(|| {
        Some(format!(
            "{}-{}-{}T{}:{}:{}Z",
            part(0, 4)?,
            part(4, 6)?,
            part(6, 8)?,
            part(8, 10)?,
            part(10, 12)?,
            part(12, 14)?
        ))
    })?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_before_a_page_tells_its_address_time_and_length() {
        let line = "http://library.example/a 127.0.0.1 20210516050221 text/html 337";
        let record = ArcHead::of(line).unwrap();
        assert_eq!(record.address, "http://library.example/a");
        assert_eq!(moment(record.time).as_deref(), Some("2021-05-16T05:02:21Z"));
        assert_eq!(record.length, 337);
        assert!(ArcHead::of("a b c").is_none());
    }
}
