//! The head of the file (MS-DOC 2.5): which version, and where its parts lie.

use super::super::office::compound::{u16_at, u32_at};
use crate::error::Error;
use std::ops::Range;

/// Where the pairs of place and length begin.
const PAIRS: usize = 0x9a;

#[derive(Debug)]
pub struct DocHead {
    /// The stream that holds the parts.
    pub table: &'static str,
    /// Letters of the main text, and of the notes behind it.
    pub letters: usize,
    pub notes: usize,
    pub styles: Range<usize>,
    pub words: Range<usize>,
    pub paragraphs: Range<usize>,
    pub pieces: Range<usize>,
    pub lists: Range<usize>,
    pub overrides: Range<usize>,
}

impl DocHead {
    pub fn read(bytes: &[u8]) -> Result<DocHead, Error> {
        if u16_at(bytes, 0) != 0xa5ec {
            return Err(Error::Unsupported(
                "the document is of a version before Word 97, which is not read".into(),
            ));
        }
        let flags = u16_at(bytes, 0x0a);
        if flags & 0x0100 != 0 {
            return Err(Error::Encrypted);
        }
        if u16_at(bytes, 2) < 0x00c1 {
            return Err(Error::Unsupported(
                "the document is of a version before Word 97, which is not read".into(),
            ));
        }
        let pair = |index: usize| {
            let at = PAIRS + 8 * index;
            let start = u32_at(bytes, at) as usize;
            start..start.saturating_add(u32_at(bytes, at + 4) as usize)
        };
        Ok(DocHead {
            table: if flags & 0x0200 != 0 {
                "1Table"
            } else {
                "0Table"
            },
            letters: u32_at(bytes, 0x4c) as usize,
            notes: u32_at(bytes, 0x50) as usize,
            styles: pair(1),
            words: pair(12),
            paragraphs: pair(13),
            pieces: pair(33),
            lists: pair(73),
            overrides: pair(74),
        })
    }
}

/// A part of a stream, as much of it as there is.
pub fn part(stream: &[u8], range: Range<usize>) -> &[u8] {
    let end = range.end.min(stream.len());
    stream.get(range.start.min(end)..end).unwrap_or_default()
}
