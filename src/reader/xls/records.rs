//! The stream of records, and the strings in them.

use super::super::office::compound::u16_at;
use crate::decode;

/// A record: its type and its bytes.
#[derive(Clone, Copy, Debug)]
pub struct BiffRecord<'s> {
    pub kind: u16,
    pub bytes: &'s [u8],
}

/// The records from a place on.
#[derive(Clone, Debug)]
pub struct BiffRecords<'s> {
    stream: &'s [u8],
    at: usize,
}

pub const CONTINUE: u16 = 0x3c;

impl<'s> BiffRecords<'s> {
    pub fn new(stream: &'s [u8], at: usize) -> BiffRecords<'s> {
        BiffRecords { stream, at }
    }

    /// The records that continue the one before them.
    pub fn continued(&mut self) -> Vec<&'s [u8]> {
        let mut parts = Vec::new();
        loop {
            let at = self.at;
            match self.next() {
                Some(record) if record.kind == CONTINUE => parts.push(record.bytes),
                _ => {
                    self.at = at;
                    return parts;
                }
            }
        }
    }
}

impl<'s> Iterator for BiffRecords<'s> {
    type Item = BiffRecord<'s>;

    fn next(&mut self) -> Option<BiffRecord<'s>> {
        let head = self.stream.get(self.at..self.at + 4)?;
        let (kind, length) = (u16_at(head, 0), usize::from(u16_at(head, 2)));
        let start = self.at + 4;
        let end = (start + length).min(self.stream.len());
        self.at = start + length;
        Some(BiffRecord {
            kind,
            bytes: &self.stream[start..end],
        })
    }
}

/// Strings over a record and those that continue it.
pub struct Parts<'s> {
    parts: Vec<&'s [u8]>,
    part: usize,
    at: usize,
}

impl<'s> Parts<'s> {
    pub fn new(parts: Vec<&'s [u8]>) -> Parts<'s> {
        Parts {
            parts,
            part: 0,
            at: 0,
        }
    }

    /// Moves to the next part where this one is used up; false behind the last.
    fn fill(&mut self) -> bool {
        while self
            .parts
            .get(self.part)
            .is_some_and(|part| self.at >= part.len())
        {
            self.part += 1;
            self.at = 0;
        }
        self.part < self.parts.len()
    }

    fn byte(&mut self) -> Option<u8> {
        self.fill().then(|| {
            self.at += 1;
            self.parts[self.part][self.at - 1]
        })
    }

    fn number(&mut self, bytes: u32) -> Option<u32> {
        let mut value = 0;
        for place in 0..bytes {
            value |= u32::from(self.byte()?) << (8 * place);
        }
        Some(value)
    }

    fn skip(&mut self, mut count: usize) {
        while count > 0 && self.fill() {
            let step = count.min(self.parts[self.part].len() - self.at);
            self.at += step;
            count -= step;
        }
    }

    /// The next string with its length in two bytes (BIFF8); its runs of formats are left out.
    pub fn string(&mut self) -> Option<String> {
        let length = self.number(2)? as usize;
        let flags = self.byte()?;
        let runs = if flags & 8 != 0 { self.number(2)? } else { 0 };
        let more = if flags & 4 != 0 { self.number(4)? } else { 0 };
        let text = self.letters(length, flags & 1 != 0);
        self.skip(4 * runs as usize + more as usize);
        Some(text)
    }

    /// Letters of one or two bytes; where they go on in another part, that part says which anew.
    fn letters(&mut self, length: usize, mut wide: bool) -> String {
        let mut letters: Vec<u16> = Vec::new();
        while letters.len() < length {
            let part = self.part;
            if !self.fill() {
                break;
            }
            if self.part != part {
                wide = self.byte().is_some_and(|flags| flags & 1 != 0);
                continue;
            }
            let letter = self.number(if wide { 2 } else { 1 });
            letters.extend(letter.map(|letter| letter as u16));
        }
        String::from_utf16_lossy(&letters)
    }
}

/// A string of a workbook older than BIFF8, in its code page.
pub fn narrow(bytes: &[u8], code_page: u16) -> String {
    let label = match code_page {
        10_000 => "macintosh".to_owned(),
        10_007 => "x-mac-cyrillic".to_owned(),
        866 => "ibm866".to_owned(),
        1250..=1258 => format!("windows-{code_page}"),
        _ => "windows-1252".to_owned(),
    };
    decode::exactly(bytes, &label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_goes_on_in_the_next_record_in_other_letters() {
        let first = [4, 0, 0, b'a', b'b'];
        let second = [1, 0x34, 0x04, 0x30, 0x04, 2, 0, 0, b'x', b'y'];
        let mut parts = Parts::new(vec![&first, &second]);
        assert_eq!(parts.string().unwrap(), "abда");
        assert_eq!(parts.string().unwrap(), "xy");
        assert_eq!(parts.string(), None);
    }

    #[test]
    fn a_string_that_claims_more_than_there_is_ends() {
        assert_eq!(
            Parts::new(vec![&[0xff, 0xff, 1, b'a', 0]])
                .string()
                .unwrap(),
            "a"
        );
    }
}
