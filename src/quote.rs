//! Words behind offsets: records point into their text by code points, and
//! whoever shows a record to a person needs the words themselves.

use std::cell::OnceCell;
use std::ops::Range;

/// A text that is quoted from by code points.
#[derive(Debug)]
pub struct Quotes<'t> {
    text: &'t str,
    /// Byte offset of every code point, and of the end; made at the first question.
    offsets: OnceCell<Vec<usize>>,
}

impl<'t> Quotes<'t> {
    pub fn new(text: &'t str) -> Quotes<'t> {
        Quotes {
            text,
            offsets: OnceCell::new(),
        }
    }

    /// The code points from `start` up to `end`; none where the text does not have them.
    pub fn words(&self, start: u64, end: u64) -> Option<&'t str> {
        self.text.get(self.range(start, end)?)
    }

    /// The line of the text that holds these code points; none where a break lies in them.
    pub fn line(&self, start: u64, end: u64) -> Option<&'t str> {
        let range = self.range(start, end)?;
        let from = self
            .text
            .get(..range.start)?
            .rfind('\n')
            .map_or(0, |at| at + 1);
        let length = self.text.get(range.start..)?.find('\n');
        let to = length.map_or(self.text.len(), |length| range.start + length);
        if range.end <= to {
            self.text.get(from..to)
        } else {
            None
        }
    }

    /// Bytes of the text.
    fn range(&self, start: u64, end: u64) -> Option<Range<usize>> {
        let offsets = self.offsets.get_or_init(|| {
            self.text
                .char_indices()
                .map(|(at, _)| at)
                .chain([self.text.len()])
                .collect()
        });
        let at = |place: u64| offsets.get(usize::try_from(place).ok()?).copied();
        Some(at(start)?..at(end)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_are_counted_not_bytes() {
        let quotes = Quotes::new("№1 — 𝄞 ноты");
        assert_eq!(quotes.words(5, 6), Some("𝄞"));
        assert_eq!(quotes.words(7, 11), Some("ноты"));
        assert_eq!(quotes.words(7, 12), None);
        assert_eq!(quotes.words(6, 5), None);
        let lines = Quotes::new("№1\nодин два\nтри");
        assert_eq!(lines.line(8, 11), Some("один два"));
        assert_eq!(lines.line(8, 13), None);
    }
}
