//! Text and attribute values as parts of the page, not as copies of them.
//!
//! The tokenizer hands over pieces of the text that it reads. Most of what a token is made of
//! stands there in one run, and a tendril can share it: no memory is asked for, nothing is copied,
//! and what is UTF-8 need not be checked again. Where a character reference or a line end was put
//! in, the bytes are gathered in a buffer.

use html5ever::tendril::StrTendril;
use std::borrow::Cow;
use std::ops::Range;

/// A page's text, which the nodes of its tree share.
pub struct SharedText<'s> {
    bytes: &'s [u8],
    whole: &'s StrTendril,
}

impl<'s> SharedText<'s> {
    pub fn new(whole: &'s StrTendril) -> SharedText<'s> {
        SharedText {
            bytes: whole.as_bytes(),
            whole,
        }
    }

    pub fn bytes(&self) -> &'s [u8] {
        self.bytes
    }

    /// Where these bytes lie in the source, if they are a piece of it.
    fn place(&self, bytes: &[u8]) -> Option<usize> {
        let at = (bytes.as_ptr() as usize).wrapping_sub(self.bytes.as_ptr() as usize);
        (at <= self.bytes.len() && bytes.len() <= self.bytes.len() - at).then_some(at)
    }

    /// The bytes as text, shared where they are a piece of the source.
    pub fn share(&self, bytes: &[u8]) -> StrTendril {
        let piece = |at| {
            self.whole
                .try_subtendril(at as u32, bytes.len() as u32)
                .ok()
        };
        self.place(bytes)
            .and_then(piece)
            .unwrap_or_else(|| StrTendril::from_slice(&utf8(bytes)))
    }
}

/// A token's bytes as text: the input is UTF-8, and tokens begin and end at ASCII.
pub fn utf8(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// Pieces gathered to one text.
#[derive(Default)]
pub struct Gathered {
    /// Where they lie in the source, as long as they are one run of it.
    run: Range<usize>,
    /// All of them, once they are not.
    copy: Vec<u8>,
}

impl Gathered {
    #[inline]
    pub fn push(&mut self, bytes: &[u8], source: &SharedText) {
        match source.place(bytes).filter(|_| self.copy.is_empty()) {
            Some(at) if self.run.is_empty() => self.run = at..at + bytes.len(),
            Some(at) if self.run.end == at => self.run.end += bytes.len(),
            _ => {
                let run = std::mem::take(&mut self.run);
                self.copy.extend_from_slice(&source.bytes[run]);
                self.copy.extend_from_slice(bytes);
            }
        }
    }

    pub fn bytes<'g>(&'g self, source: &SharedText<'g>) -> &'g [u8] {
        if self.copy.is_empty() {
            &source.bytes[self.run.clone()]
        } else {
            &self.copy
        }
    }

    pub fn clear(&mut self) {
        self.run = 0..0;
        self.copy.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_of_the_source_is_shared_and_what_is_put_in_is_gathered() {
        let whole = StrTendril::from_slice("one text of a page &amp; its rest");
        let source = SharedText::new(&whole);
        let mut gathered = Gathered::default();
        gathered.push(&source.bytes()[..8], &source);
        gathered.push(&source.bytes()[8..19], &source);
        let shared = source.share(gathered.bytes(&source));
        assert_eq!(
            (&*shared, shared.as_ptr()),
            ("one text of a page ", whole.as_ptr())
        );
        gathered.push(b"&", &source);
        gathered.push(&source.bytes()[24..], &source);
        assert_eq!(
            &*source.share(gathered.bytes(&source)),
            "one text of a page & its rest"
        );
        gathered.clear();
        assert!(gathered.bytes(&source).is_empty());
    }

    #[test]
    fn a_piece_that_is_no_text_is_mended() {
        let whole = StrTendril::from_slice("é");
        let source = SharedText::new(&whole);
        assert_eq!(&*source.share(&source.bytes()[..1]), "\u{fffd}");
    }
}
