//! The text: pieces of the file, each in letters of one byte or two.

use super::super::office::compound::{u16_at, u32_at};
use super::head::{DocHead, part};
use crate::decode;
use std::ops::Range;

/// A piece of the text.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Which letters of the text.
    pub letters: Range<usize>,
    /// Where they lie in the file.
    start: usize,
    wide: bool,
}

impl Piece {
    /// Where a letter lies in the file.
    pub fn place(&self, letter: usize) -> usize {
        let index = letter.saturating_sub(self.letters.start);
        self.start.saturating_add(index << usize::from(self.wide))
    }

    /// A letter; none beyond the end of the file.
    pub fn letter(&self, stream: &[u8], letter: usize) -> Option<u16> {
        let at = self.place(letter);
        if self.wide {
            stream.get(at + 1)?;
            return Some(u16_at(stream, at));
        }
        let byte = *stream.get(at)?;
        if byte < 0x80 {
            return Some(byte.into());
        }
        let text = decode::exactly(&[byte], "windows-1252");
        text.chars().next().map(|c| c as u32 as u16)
    }
}

/// The pieces in order, without gaps.
pub fn read(head: &DocHead, table: &[u8]) -> Vec<Piece> {
    let mut bytes = part(table, head.pieces.clone());
    // What is said of pieces stands before their list.
    while let [1, rest @ ..] = bytes {
        let length = usize::from(u16_at(rest, 0)) + 2;
        bytes = rest.get(length..).unwrap_or_default();
    }
    let [2, rest @ ..] = bytes else {
        return Vec::new();
    };
    let list = rest.get(4..).unwrap_or_default();
    let length = (u32_at(rest, 0) as usize).min(list.len());
    let count = length.saturating_sub(4) / 12;
    let mut pieces: Vec<Piece> = Vec::with_capacity(count);
    for index in 0..count {
        let from = u32_at(list, 4 * index) as usize;
        let to = u32_at(list, 4 * index + 4) as usize;
        let place = u32_at(list, 4 * (count + 1) + 8 * index + 2);
        let wide = place & 0x4000_0000 == 0;
        let place = (place & 0x3fff_ffff) as usize;
        let expected = pieces.last().map_or(0, |piece| piece.letters.end);
        if from != expected || to <= from {
            break;
        }
        pieces.push(Piece {
            letters: from..to,
            start: if wide { place } else { place / 2 },
            wide,
        });
    }
    pieces
}
