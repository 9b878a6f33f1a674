//! What a walk over a stored file carries: what may still be decompressed, and whom it tells.

use crate::budget::{Exhausted, Limits, Resource};
use crate::error::Error;
use std::cell::Cell;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::rc::Rc;

/// How many times larger than the stored file its content may be in all. Crawls of pages made from
/// one template reach about 40; the format's own bound is 1032.
const RATIO: u64 = 200;

/// What any stored file may decompress to, however small it is.
const FLOOR: u64 = 1 << 30;

/// A source within a stored file, or the whole of it.
#[derive(Debug)]
pub struct Member {
    /// Below the stored file: empty for the file itself, `!/3` and `!/3!/a.html` for members.
    pub place: String,
    pub found: MemberContent,
    pub evidence: MemberEvidence,
}

/// What was there.
#[derive(Debug)]
pub enum MemberContent {
    Bytes(Vec<u8>),
    /// Nothing for an extractor: a stable code and why.
    Skipped(&'static str, String),
    Failed(Error),
}

/// What a container says of a member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MemberEvidence {
    pub url: Option<String>,
    pub media_type: Option<String>,
    /// RFC 3339.
    pub captured: Option<String>,
}

/// Where the walk stands.
#[derive(Clone, Debug, Default)]
pub(super) struct At {
    pub(super) place: String,
    pub(super) depth: u64,
    pub(super) evidence: MemberEvidence,
}

impl At {
    pub(super) fn member(&self, name: impl std::fmt::Display) -> At {
        At {
            place: format!("{}!/{name}", self.place),
            depth: self.depth + 1,
            evidence: self.evidence.clone(),
        }
    }

    /// The same place, one layer of packing further in.
    pub(super) fn unpacked(&self) -> At {
        At {
            depth: self.depth + 1,
            ..self.clone()
        }
    }
}

/// A walk over one stored file.
pub(super) struct Walk<'a> {
    pub(super) limits: &'a Limits,
    pub(super) password: Option<&'a str>,
    pub(super) decoded: Rc<DecodeQuota>,
    pub(super) visit: &'a mut dyn FnMut(Member) -> ControlFlow<()>,
    pub(super) stopped: bool,
    /// Members told so far.
    pub(super) told: u64,
}

/// What may still be decompressed.
#[derive(Debug)]
pub(super) struct DecodeQuota {
    pub(super) left: Cell<u64>,
    pub(super) limit: u64,
}

impl DecodeQuota {
    pub(super) fn of(stored: u64) -> DecodeQuota {
        let limit = stored.saturating_mul(RATIO).max(FLOOR);
        DecodeQuota {
            left: Cell::new(limit),
            limit,
        }
    }
}

/// A decompressing reader that draws on what is left.
pub(super) struct Drawn<R> {
    inner: R,
    decoded: Rc<DecodeQuota>,
}

impl<R: Read> Read for Drawn<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let left = self.decoded.left.get().checked_sub(read as u64);
        self.decoded.left.set(left.unwrap_or(0));
        left.map(|_| read)
            .ok_or_else(|| io::Error::new(io::ErrorKind::QuotaExceeded, "decompresses to too much"))
    }
}

impl Walk<'_> {
    /// A decompressing reader under the bound of the stored file.
    pub(super) fn drawn<R: Read>(&self, inner: R) -> Drawn<R> {
        Drawn {
            inner,
            decoded: Rc::clone(&self.decoded),
        }
    }

    /// All bytes of a member, if it is not too large.
    pub(super) fn bytes(&self, read: &mut dyn Read) -> Result<Vec<u8>, Error> {
        let limit = self.limits.input_bytes;
        let mut bytes = Vec::new();
        read.take(limit + 1)
            .read_to_end(&mut bytes)
            .map_err(|e| self.explain(e))?;
        if bytes.len() as u64 > limit {
            Err(self.too_large().into())
        } else {
            Ok(bytes)
        }
    }

    pub(super) fn too_large(&self) -> Exhausted {
        Exhausted {
            resource: Resource::InputBytes,
            limit: self.limits.input_bytes,
        }
    }

    /// What a failed read means: running out of the bound, the system, or else the bytes.
    pub(super) fn explain(&self, error: io::Error) -> Error {
        if error.kind() == io::ErrorKind::QuotaExceeded {
            return Exhausted {
                resource: Resource::DecodedBytes,
                limit: self.decoded.limit,
            }
            .into();
        }
        match error.raw_os_error() {
            Some(_) => Error::Unreadable(error.to_string()),
            None => Error::Damaged(error.to_string()),
        }
    }

    pub(super) fn tell(&mut self, at: &At, found: MemberContent) {
        if !self.stopped {
            self.told += 1;
            let member = Member {
                place: at.place.clone(),
                found,
                evidence: at.evidence.clone(),
            };
            self.stopped = (self.visit)(member).is_break();
        }
    }
}
