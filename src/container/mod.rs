//! Archives: one stored file in, many sources out.
//!
//! [`walk`] looks at the bytes of a stored file, never at its name, and calls
//! back with every [`Member`]: the file itself where it is no container, else
//! the pages of a WARC ([`warc`], with payloads undone by [`http`]), the
//! entries of a ZIP or WACZ ([`zip`]), the content of a single gzip ([`gzip`])
//! or Zstandard ([`zstd`]) file, nested to a depth.
//!
//! What was decompressed is counted over the whole stored file and bounded by
//! a ratio; names from inside are told, never used as paths. A damaged place
//! costs the members it touches: the walk goes on behind it where it can, and
//! reports the damage as a member that failed at the container's own place.

mod arc;
pub mod gzip;
pub mod http;
mod kind;
mod walk;
pub mod warc;
pub mod zip;
pub mod zstd;

use crate::budget::{Exhausted, Limits, Resource};
use crate::error::Error;
use kind::{StreamKind, kind};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use std::rc::Rc;
use walk::{At, DecodeQuota, Walk};
pub use walk::{Member, MemberContent, MemberEvidence};

/// How deep containers may nest; a WARC in a gzip in a WACZ is three.
const DEPTH: u64 = 5;

/// Whether a stored file holds other files, or itself packed.
pub fn is_container(file: &mut (impl Read + Seek)) -> io::Result<bool> {
    let head = head_of(file)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(kind(&head) != StreamKind::Plain)
}

/// Calls `visit` with everything a stored file of `stored` bytes holds, until it breaks.
pub fn walk<R: Read + Seek>(
    mut file: R,
    stored: u64,
    limits: &Limits,
    password: Option<&str>,
    visit: &mut dyn FnMut(Member) -> ControlFlow<()>,
) {
    let mut walk = Walk {
        limits,
        password,
        decoded: Rc::new(DecodeQuota::of(stored)),
        visit,
        stopped: false,
        told: 0,
    };
    let at = At::default();
    if let Err(error) = walk.file(&mut file, stored, &at) {
        walk.tell(&at, MemberContent::Failed(error));
    }
}

impl Walk<'_> {
    /// The outermost layer, where a ZIP can be read in place.
    fn file<R: Read + Seek>(&mut self, file: &mut R, stored: u64, at: &At) -> Result<(), Error> {
        let head = head_of(file).map_err(|e| self.explain(e))?;
        let kind = kind(&head);
        if kind == StreamKind::Plain && stored > self.limits.input_bytes {
            return Err(self.too_large().into());
        }
        file.seek(SeekFrom::Start(0)).map_err(|e| self.explain(e))?;
        match kind {
            StreamKind::Zip => zip::walk(self, BufReader::new(file), at),
            _ => self.stream(file, at),
        }
    }

    /// Whatever a stream holds.
    fn stream(&mut self, read: &mut dyn Read, at: &At) -> Result<(), Error> {
        if at.depth > DEPTH {
            return Err(Exhausted {
                resource: Resource::Depth,
                limit: DEPTH,
            }
            .into());
        }
        let head = head_of(read).map_err(|e| self.explain(e))?;
        let mut whole = BufReader::with_capacity(1 << 16, head.as_slice().chain(read));
        match kind(&head) {
            StreamKind::Warc => warc::walk(self, &mut whole, at),
            StreamKind::Arc => arc::walk(self, &mut whole, at),
            StreamKind::Gzip => self.unpacked(gzip::Members::new(whole), at),
            StreamKind::Zstd => self.unpacked(zstd::Frames::new(whole), at),
            StreamKind::Zip => {
                let bytes = self.bytes(&mut whole)?;
                zip::walk(self, io::Cursor::new(bytes), at)
            }
            StreamKind::Plain => {
                let bytes = self.bytes(&mut whole)?;
                self.tell(at, MemberContent::Bytes(bytes));
                Ok(())
            }
        }
    }

    /// The content of a compressed stream.
    fn unpacked(&mut self, read: impl Read, at: &At) -> Result<(), Error> {
        let mut drawn = self.drawn(read);
        self.stream(&mut drawn, &at.unpacked())
    }
}

/// The first bytes of a stream.
fn head_of(read: &mut (impl Read + ?Sized)) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    read.take(64).read_to_end(&mut head)?;
    Ok(head)
}

#[cfg(test)]
mod tests {
    use super::gzip::tests::gz;
    use super::warc::tests::response;
    use super::zip::tests::zip;
    use super::zstd::tests::zst;
    use super::*;

    /// What a stored file holds, one line a member: place, then text or trouble.
    fn members(stored: &[u8]) -> Vec<String> {
        let limits = Limits {
            input_bytes: 1 << 20,
            ..Limits::default()
        };
        let mut lines = Vec::new();
        walk(
            io::Cursor::new(stored),
            stored.len() as u64,
            &limits,
            None,
            &mut |member| {
                lines.push(match member.found {
                    MemberContent::Bytes(bytes) => {
                        format!("{}={}", member.place, String::from_utf8_lossy(&bytes))
                    }
                    MemberContent::Skipped(code, _) => format!("{}-{code}", member.place),
                    MemberContent::Failed(error) => format!("{}!{}", member.place, error.code()),
                });
                ControlFlow::Continue(())
            },
        );
        lines
    }

    #[test]
    fn what_is_no_container_is_itself_and_a_single_compressed_file_too() {
        assert_eq!(members(b"<p>page"), ["=<p>page"]);
        assert_eq!(members(&gz(b"<p>page")), ["=<p>page"]);
        assert_eq!(members(&zst(b"<p>page")), ["=<p>page"]);
        assert_eq!(members(b""), ["="]);
    }

    #[test]
    fn records_of_a_crawl_come_with_their_number_encodings_undone() {
        let gzipped = response(
            "http://a/2",
            "200 OK\r\nContent-Encoding: gzip",
            &gz(b"two"),
        );
        let chunked = response(
            "http://a/3",
            "200 OK\r\nTransfer-Encoding: chunked",
            b"5\r\nthree\r\n0\r\n\r\n",
        );
        let records = [
            response("http://a/1", "200 OK\r\nContent-Type: text/html", b"one"),
            gzipped,
            chunked,
            response("http://a/4", "404 Not Found", b"nothing"),
            response(
                "http://a/5",
                "200 OK\r\nContent-Type: image/png",
                b"\x89PNG",
            ),
        ];
        let expected = [
            "!/1=one",
            "!/2=two",
            "!/3=three",
            "!/4-http-status",
            "!/5-unsupported",
        ];
        assert_eq!(members(&records.concat()), expected);
        let memberwise: Vec<u8> = records.iter().flat_map(|record| gz(record)).collect();
        assert_eq!(members(&memberwise), expected);
        assert_eq!(members(&zst(&records.concat())), expected);
    }

    #[test]
    fn address_and_date_are_evidence() {
        let stored = response(
            "http://a/1",
            "200 OK\r\nContent-Type: text/html; charset=koi8-r",
            b"one",
        );
        let mut seen = Vec::new();
        walk(
            io::Cursor::new(&stored),
            0,
            &Limits::default(),
            None,
            &mut |member| {
                seen.push(member.evidence);
                ControlFlow::Continue(())
            },
        );
        let evidence = MemberEvidence {
            url: Some("http://a/1".to_owned()),
            media_type: Some("text/html; charset=koi8-r".to_owned()),
            captured: Some("2021-03-12T08:00:00Z".to_owned()),
        };
        assert_eq!(seen, [evidence]);
    }

    #[test]
    fn a_damaged_record_costs_itself_and_is_told_at_the_archive() {
        let page = |n: u32| {
            response(
                &format!("http://a/{n}"),
                "200 OK",
                format!("page {n}").as_bytes(),
            )
        };
        let mut broken = gz(&page(2));
        let sum = broken.len() - 8;
        broken[sum] ^= 0xff;
        let found = members(&[gz(&page(1)), broken, gz(&page(3))].concat());
        assert!(
            found.contains(&"!/1=page 1".to_owned()) && found.contains(&"!/3=page 3".to_owned()),
            "{found:?}"
        );
        assert_eq!(found.last().unwrap(), "!damaged");
        let cut = page(1);
        let found = members(&[&cut[..], &page(2)[..40]].concat());
        assert_eq!(found, ["!/1=page 1", "!damaged"]);
    }

    #[test]
    fn entries_of_an_archive_come_by_name_and_nest() {
        let inner = zip(&[("c.html", b"deep")]);
        let stored = zip(&[
            ("a/b.html", b"<p>b"),
            ("../../evil.html", b"<p>evil"),
            ("inner.zip", &inner),
            ("page.html.gz", &gz(b"<p>gz")),
            ("logo.png", b"\x89PNG"),
            ("README.md", b"not a source"),
            (".hidden.html", b"nor this"),
        ]);
        let expected = [
            "!/a/b.html=<p>b",
            "!/../../evil.html=<p>evil",
            "!/inner.zip!/c.html=deep",
            "!/page.html.gz=<p>gz",
            "!/logo.png-unsupported",
        ];
        assert_eq!(members(&stored), expected);
    }

    #[test]
    fn a_packed_crawl_gives_its_pages_and_an_office_file_itself() {
        let crawl = gz(&response("http://a/1", "200 OK", b"one"));
        let wacz = zip(&[
            ("archive/data.warc.gz", &crawl),
            ("pages/pages.jsonl", b"{}"),
            ("datapackage.json", b"{}"),
        ]);
        assert_eq!(members(&wacz), ["!/archive/data.warc.gz!/1=one"]);
        let document = zip(&[
            ("[Content_Types].xml", b"<x/>"),
            ("word/document.xml", b"<x/>"),
        ]);
        let found = members(&document);
        assert!(found.len() == 1 && found[0].starts_with("=PK"), "{found:?}");
    }

    #[test]
    fn bombs_are_refused() {
        assert_eq!(members(&gz(&vec![0; 2 << 20])), ["!too-large"]);
        let mut nested = b"page".to_vec();
        for _ in 0..10 {
            nested = gz(&nested);
        }
        assert_eq!(members(&nested), ["!too-large"]);
        let encoded = response(
            "http://a/1",
            "200 OK\r\nContent-Encoding: gzip",
            &gz(&vec![0; 2 << 20]),
        );
        assert_eq!(members(&encoded), ["!/1!too-large"]);
    }

    #[test]
    fn an_encrypted_entry_says_so() {
        let mut stored = zip(&[("a.html", b"<p>secret")]);
        let directory = stored
            .windows(4)
            .rposition(|four| four == b"PK\x01\x02")
            .unwrap();
        stored[6] |= 1;
        stored[directory + 8] |= 1;
        assert_eq!(members(&stored), ["!/a.html!encrypted"]);
    }
}
