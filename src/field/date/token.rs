//! From a passage to tokens: numbers, numeric dates, known words and marks.
//!
//! Digits joined by points, slashes, colons and dashes are looked at
//! together, so that a telephone number, a time, a version or a decimal is
//! one opaque token and never lends its parts to a date. Addresses of the web
//! and names of files are opaque as a whole.

use super::dateline::DateOrder;
use super::lexicon::{DateWord, LEXICON, WordRole};
use super::spread;
use std::ops::Range;

#[derive(Clone, Debug)]
pub struct DateToken {
    /// Bytes in the passage.
    pub range: Range<usize>,
    pub kind: TokenKind,
    pub gap: Gap,
}

/// What stands between a token and the one before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Gap {
    None,
    Space,
    Line,
    /// An empty line, or the start of the passage.
    Break,
}

#[derive(Clone, Copy, Debug)]
pub enum TokenKind {
    Number(Number),
    /// A full numeric date, its parts in the order year, month, day.
    Date(i16, u8, u8),
    /// `03.05` within a range such as `03.05-07.05.2021`; alone it may be a time.
    DayMonth(u8, u8),
    /// `05.2021`.
    MonthYear(u8, i16),
    Word(DateWord),
    Mark(char),
    /// Words the lexicon does not know.
    Other,
    /// Numbers that are no date: times, telephone numbers, decimals; addresses.
    Opaque,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Number {
    pub value: u32,
    pub digits: u8,
}

impl DateToken {
    pub fn word(&self) -> Option<DateWord> {
        match self.kind {
            TokenKind::Word(word) => Some(word),
            _ => None,
        }
    }

    pub fn is(&self, role: WordRole) -> bool {
        self.word().is_some_and(|word| word.is(role))
    }

    pub fn number(&self) -> Option<Number> {
        match self.kind {
            TokenKind::Number(number) => Some(number),
            _ => None,
        }
    }

    pub fn mark(&self) -> Option<char> {
        match self.kind {
            TokenKind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    pub fn is_dash(&self) -> bool {
        self.mark().is_some_and(is_dash)
    }
}

impl Number {
    /// A day of a month, if it can be one.
    pub fn day(self) -> Option<u8> {
        ((1..=31).contains(&self.value) && self.digits <= 2).then_some(self.value as u8)
    }

    /// A year in four digits, from the Middle Ages on.
    pub fn year(self) -> Option<i16> {
        (self.digits == 4 && (1000..2200).contains(&self.value)).then_some(self.value as i16)
    }
}

pub fn is_dash(mark: char) -> bool {
    matches!(
        mark,
        '-' | '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '~' | '－'
    )
}

/// Bytes of a token on average, with the space before it.
const WORD: usize = 6;

/// Cuts a text into tokens; `order` is that of `05/12/2021`.
pub fn tokenize(text: &str, order: DateOrder) -> Vec<DateToken> {
    let mut scanner = Scanner {
        text,
        at: 0,
        tokens: Vec::with_capacity(text.len() / WORD),
        gap: Gap::Break,
        chunk: 0..0,
        address: false,
        buffer: String::new(),
        order,
    };
    while let Some(next) = scanner.rest().chars().next() {
        scanner.step(next);
    }
    scanner.tokens
}

struct Scanner<'t> {
    text: &'t str,
    at: usize,
    tokens: Vec<DateToken>,
    gap: Gap,
    /// The run without white space that was last looked at, and whether it is an address.
    chunk: Range<usize>,
    address: bool,
    buffer: String,
    order: DateOrder,
}

impl<'t> Scanner<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn step(&mut self, next: char) {
        if next == ' ' {
            self.gap = self.gap.max(Gap::Space);
            self.at += 1;
        } else if next.is_ascii_lowercase() && !self.in_address() {
            self.word();
        } else if next.is_whitespace() || is_invisible(next) {
            self.space(next);
        } else if next.is_alphanumeric() && self.in_address() {
            self.push(self.chunk.end, TokenKind::Opaque);
        } else if digit(next).is_some() {
            self.cluster();
        } else if next.is_alphabetic() && !is_apostrophe(next) {
            self.word();
        } else {
            self.push(self.at + next.len_utf8(), TokenKind::Mark(next));
        }
    }

    fn space(&mut self, next: char) {
        let gap = match (next, self.gap) {
            ('\n', Gap::Line | Gap::Break) => Gap::Break,
            ('\n', _) => Gap::Line,
            (_, before) if is_invisible(next) => before,
            (_, before) => before.max(Gap::Space),
        };
        self.gap = gap;
        self.at += next.len_utf8();
    }

    fn push(&mut self, end: usize, kind: TokenKind) {
        self.tokens.push(DateToken {
            range: self.at..end,
            kind,
            gap: self.gap,
        });
        self.gap = Gap::None;
        self.at = end;
    }

    /// Whether this place is within an address or the name of a file.
    fn in_address(&mut self) -> bool {
        if self.at >= self.chunk.end {
            let rest = self.rest();
            let plain = rest
                .bytes()
                .position(|byte| !byte.is_ascii_alphanumeric())
                .unwrap_or(rest.len());
            let length = rest[plain..]
                .find(char::is_whitespace)
                .map_or(rest.len(), |more| plain + more);
            self.chunk = self.at..self.at + length;
            self.address = length > plain && is_address(&rest[..length]);
        }
        self.address
    }

    fn word(&mut self) {
        let rest = self.rest();
        let ascii = rest
            .bytes()
            .position(|byte| !byte.is_ascii_alphabetic())
            .unwrap_or(rest.len());
        // Most words end where their ASCII letters do.
        let ends = |byte: &u8| byte.is_ascii() && !matches!(byte, b'\'' | b'`');
        let written = if rest.as_bytes().get(ascii).is_none_or(ends) {
            &rest[..ascii]
        } else {
            let end = rest[ascii..]
                .find(|c| !is_letter(c))
                .map_or(rest.len(), |more| ascii + more);
            rest[..end].trim_end_matches(is_apostrophe)
        };
        let kind = LEXICON
            .word(written, &mut self.buffer)
            .map_or(TokenKind::Other, TokenKind::Word);
        self.push(self.at + written.len(), kind);
    }

    /// Digits and the single separators between them.
    fn cluster(&mut self) {
        if let Some((year, month, day, end)) = spread::read(self.rest())
            && let Some(kind) = date(year as i16, month.into(), day.into())
        {
            return self.push(self.at + end, kind);
        }
        let mut numbers = Vec::new();
        let mut separators = Vec::new();
        let mut at = self.at;
        loop {
            let (number, end) = number(self.text, at);
            numbers.push((number, at..end));
            let mut ahead = self.text[end..].chars();
            match (ahead.next(), ahead.next()) {
                (Some(mark), Some(next)) if is_separator(mark) && digit(next).is_some() => {
                    separators.push(mark);
                    at = end + mark.len_utf8();
                }
                _ => break,
            }
        }
        Cluster {
            numbers: &numbers,
            separators: &separators,
        }
        .emit(self);
    }
}

/// Numbers and the marks between them, one fewer.
#[derive(Clone, Copy)]
struct Cluster<'a> {
    numbers: &'a [(Number, Range<usize>)],
    separators: &'a [char],
}

impl Cluster<'_> {
    fn emit(self, scanner: &mut Scanner) {
        if let [slash] = self.places(|mark| mark == '/')[..]
            && self.separators.len() == 5
            && slash == 2
        {
            return self.divide(&[slash], scanner);
        }
        if self.separators.iter().all(|mark| is_dash(*mark)) && self.numbers.len() > 2 {
            return self.whole(scanner);
        }
        let dashes = self.places(is_dash);
        if dashes == [2] && self.numbers.len() == 4 {
            // `2.4.2021-10` is the number of a rule.
            return self.whole(scanner);
        }
        if !dashes.is_empty() {
            return self.divide(&dashes, scanner);
        }
        let commas = self.places(|mark| mark == ',');
        let thousands = commas
            .iter()
            .any(|comma| self.numbers[comma + 1].0.digits == 3);
        if commas.is_empty() || thousands {
            self.whole(scanner)
        } else {
            self.divide(&commas, scanner)
        }
    }

    fn places(self, wanted: impl Fn(char) -> bool) -> Vec<usize> {
        let marks = self.separators.iter().enumerate();
        marks
            .filter(|(_, mark)| wanted(**mark))
            .map(|(place, _)| place)
            .collect()
    }

    /// Emits the parts between the separators at `places`, and those separators as marks.
    fn divide(self, places: &[usize], scanner: &mut Scanner) {
        let mut from = 0;
        for place in places.iter().copied() {
            Cluster {
                numbers: &self.numbers[from..=place],
                separators: &self.separators[from..place],
            }
            .emit(scanner);
            let mark = self.separators[place];
            scanner.push(scanner.at + mark.len_utf8(), TokenKind::Mark(mark));
            from = place + 1;
        }
        Cluster {
            numbers: &self.numbers[from..],
            separators: &self.separators[from..],
        }
        .emit(scanner);
    }

    /// Emits one token for the whole, or a pair of numbers about a slash.
    fn whole(self, scanner: &mut Scanner) {
        match (self.numbers, self.separators) {
            ([(number, range)], []) => scanner.push(range.end, TokenKind::Number(*number)),
            ([(one, left), (two, right)], [mark]) => match pair(*one, *two, *mark) {
                Some(kind) => scanner.push(right.end, kind),
                None if *mark == '/' => {
                    scanner.push(left.end, TokenKind::Number(*one));
                    scanner.push(right.start, TokenKind::Mark('/'));
                    scanner.push(right.end, TokenKind::Number(*two));
                }
                None => scanner.push(right.end, TokenKind::Opaque),
            },
            ([(one, _), (two, _), (three, range)], [mark, same]) if mark == same => scanner.push(
                range.end,
                triple([*one, *two, *three], *mark, scanner.order).unwrap_or(TokenKind::Opaque),
            ),
            _ => scanner.push(
                self.numbers
                    .last()
                    .map_or(scanner.at, |(_, range)| range.end),
                TokenKind::Opaque,
            ),
        }
    }
}

fn pair(one: Number, two: Number, mark: char) -> Option<TokenKind> {
    if mark == ':' || mark == ',' {
        return None;
    }
    let month = |number: Number| (number.digits <= 2).then(|| month(number.value)).flatten();
    match (two.year(), month(two)) {
        (Some(year), _) if one.digits == 2 => Some(TokenKind::MonthYear(month(one)?, year)),
        (None, Some(month)) if mark == '.' && two.digits == 2 => {
            Some(TokenKind::DayMonth(one.day()?, month))
        }
        _ => None,
    }
}

/// `2021-05-03`, `03.05.2021`, `03.05.21`, `2021/05/03`, `05/13/2021`.
fn triple([one, two, three]: [Number; 3], mark: char, order: DateOrder) -> Option<TokenKind> {
    if mark == ':' || mark == ',' || two.digits > 2 {
        return None;
    }
    if let Some(year) = one.year() {
        return (three.digits <= 2)
            .then(|| date(year, two.value, three.value))
            .flatten();
    }
    if one.digits > 2 {
        return None;
    }
    let year = match three.year() {
        Some(year) => year,
        None if [one, two, three].iter().all(|part| part.digits == 2) && !is_dash(mark) => {
            century(three.value)
        }
        None => return None,
    };
    let day_first = || date(year, two.value, one.value);
    let month_first = || date(year, one.value, two.value);
    match (mark, order) {
        ('/', DateOrder::MonthFirst) => month_first().or_else(day_first),
        ('/', DateOrder::DayFirst) => day_first().or_else(month_first),
        _ => day_first(),
    }
}

fn date(year: i16, month: u32, day: u32) -> Option<TokenKind> {
    let (month, day) = (self::month(month)?, u8::try_from(day).ok()?);
    jiff::civil::Date::new(year, month as i8, day as i8).ok()?;
    Some(TokenKind::Date(year, month, day))
}

/// The year of two digits, as POSIX `strptime` reads `%y`.
fn century(two: u32) -> i16 {
    if two < 69 {
        2000 + two as i16
    } else {
        1900 + two as i16
    }
}

fn month(value: u32) -> Option<u8> {
    (1..=12).contains(&value).then_some(value as u8)
}

/// The number at a place, and its end; very long ones saturate.
fn number(text: &str, start: usize) -> (Number, usize) {
    let mut number = Number {
        value: 0,
        digits: 0,
    };
    for (at, letter) in text[start..].char_indices() {
        let Some(digit) = digit(letter) else {
            return (number, start + at);
        };
        number.value = number.value.saturating_mul(10).saturating_add(digit);
        number.digits = number.digits.saturating_add(1);
    }
    (number, text.len())
}

/// ASCII digits and those of the Arabic script.
fn digit(letter: char) -> Option<u32> {
    match letter {
        '0'..='9' => Some(letter as u32 - '0' as u32),
        '\u{660}'..='\u{669}' => Some(letter as u32 - 0x660),
        '\u{6F0}'..='\u{6F9}' => Some(letter as u32 - 0x6F0),
        _ => None,
    }
}

fn is_separator(mark: char) -> bool {
    matches!(mark, '.' | ',' | '/' | ':') || is_dash(mark)
}

fn is_letter(c: char) -> bool {
    (c.is_alphabetic() && digit(c).is_none())
        || is_apostrophe(c)
        || matches!(c, '\u{300}'..='\u{36F}' | '\u{AD}')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`' | '´')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}')
}

/// `https://…`, `www.…`, `name@host`, `host.kz/…`, `photo_2021.jpg`.
fn is_address(chunk: &str) -> bool {
    if !chunk
        .bytes()
        .any(|byte| matches!(byte, b'/' | b'@' | b'_' | b'.'))
    {
        return false;
    }
    let chunk = chunk.trim_matches(|c: char| !c.is_alphanumeric());
    chunk.contains("://")
        || chunk.starts_with("www.")
        || chunk.contains('@')
        || chunk.contains('_')
        || has_host(chunk)
        || is_file(chunk)
}

fn has_host(chunk: &str) -> bool {
    let Some((host, _)) = chunk.split_once('/') else {
        return false;
    };
    let Some((name, domain)) = host.rsplit_once('.') else {
        return false;
    };
    name.ends_with(|c: char| c.is_ascii_alphanumeric())
        && domain.len() > 1
        && domain.bytes().all(|b| b.is_ascii_alphabetic())
}

fn is_file(chunk: &str) -> bool {
    const KINDS: [&str; 12] = [
        "jpg", "jpeg", "png", "gif", "pdf", "doc", "docx", "xls", "xlsx", "html", "htm", "php",
    ];
    chunk
        .rsplit_once('.')
        .is_some_and(|(_, kind)| KINDS.contains(&kind))
}
