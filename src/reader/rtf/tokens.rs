//! The bytes of a document as tokens.

/// What comes next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RtfToken<'b> {
    Open,
    Close,
    /// A control word and its number.
    Word(&'b str, Option<i32>),
    /// A control symbol: `\~`, `\*` …
    Symbol(u8),
    /// A byte written as two digits.
    Byte(u8),
    Text(&'b [u8]),
}

pub struct RtfTokens<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> RtfTokens<'b> {
    pub fn new(bytes: &'b [u8]) -> RtfTokens<'b> {
        RtfTokens { bytes, at: 0 }
    }

    /// Passes over bytes that are no text.
    pub fn pass(&mut self, count: usize) {
        self.at = self.at.saturating_add(count).min(self.bytes.len());
    }

    fn control(&mut self) -> Option<RtfToken<'b>> {
        let start = self.at + 1;
        let rest = self.bytes.get(start..)?;
        let letters = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        if letters == 0 {
            return self.symbol(start);
        }
        let name = std::str::from_utf8(&rest[..letters]).ok()?;
        let rest = &rest[letters..];
        let sign = usize::from(rest.first() == Some(&b'-'));
        let digits = rest[sign..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let length = if digits > 0 { sign + digits } else { 0 };
        let number = std::str::from_utf8(&rest[..length]).ok()?.parse().ok();
        // One space belongs to the word.
        let space = usize::from(rest.get(length) == Some(&b' '));
        self.at = start + letters + length + space;
        Some(RtfToken::Word(name, number))
    }

    fn symbol(&mut self, start: usize) -> Option<RtfToken<'b>> {
        let symbol = *self.bytes.get(start)?;
        self.at = start + 1;
        if symbol != b'\'' {
            return Some(RtfToken::Symbol(symbol));
        }
        let digits = self.bytes.get(self.at..self.at + 2);
        let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                self.at += 2;
                Some(RtfToken::Byte(byte))
            }
            None => Some(RtfToken::Symbol(symbol)),
        }
    }
}

impl<'b> Iterator for RtfTokens<'b> {
    type Item = RtfToken<'b>;

    fn next(&mut self) -> Option<RtfToken<'b>> {
        let byte = *self.bytes.get(self.at)?;
        match byte {
            b'{' | b'}' => {
                self.at += 1;
                Some(if byte == b'{' {
                    RtfToken::Open
                } else {
                    RtfToken::Close
                })
            }
            b'\\' => self.control(),
            // Line ends of the file are none of the text.
            b'\r' | b'\n' => {
                self.at += 1;
                self.next_behind_line_ends()
            }
            _ => {
                let rest = &self.bytes[self.at..];
                let is_end = |byte: &u8| matches!(byte, b'{' | b'}' | b'\\' | b'\r' | b'\n');
                let length = rest.iter().position(is_end).unwrap_or(rest.len());
                self.at += length;
                Some(RtfToken::Text(&rest[..length]))
            }
        }
    }
}

impl<'b> RtfTokens<'b> {
    fn next_behind_line_ends(&mut self) -> Option<RtfToken<'b>> {
        let rest = &self.bytes[self.at..];
        let ends = rest
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
            .count();
        self.at += ends;
        if self.at < self.bytes.len() {
            self.next()
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_take_a_number_and_one_space() {
        let all: Vec<RtfToken> = RtfTokens::new(b"{\\b0  x\\'e4\\u-10?\\*\r\n\\par}").collect();
        let expected = [
            RtfToken::Open,
            RtfToken::Word("b", Some(0)),
            RtfToken::Text(b" x"),
            RtfToken::Byte(0xe4),
            RtfToken::Word("u", Some(-10)),
            RtfToken::Text(b"?"),
            RtfToken::Symbol(b'*'),
            RtfToken::Word("par", None),
            RtfToken::Close,
        ];
        assert_eq!(all, expected);
    }
}
