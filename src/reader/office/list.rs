//! Numbers that a word processor computes and its file leaves out.
//!
//! A [`ListStyle`] is a list's levels; [`Counters`] count every list through a document and give
//! each paragraph its label as shown and its [`Mark`].

use crate::document::{Mark, MarkStyle};
use std::collections::BTreeMap;

/// What Word allows.
pub const LEVELS: usize = 9;

/// How a number is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Digits {
    #[default]
    Decimal,
    Letters {
        upper: bool,
    },
    Russian {
        upper: bool,
    },
    Roman {
        upper: bool,
    },
    Bullet,
    None,
}

/// One level of a list.
#[derive(Clone, Debug)]
pub struct Level {
    pub start: u32,
    pub digits: Digits,
    /// As shown, with `%1` to `%9` for the numbers of the levels.
    pub pattern: String,
}

impl Default for Level {
    fn default() -> Level {
        Level {
            start: 1,
            digits: Digits::Decimal,
            pattern: "%1.".to_owned(),
        }
    }
}

/// The levels of a list, the outermost first.
#[derive(Clone, Debug, Default)]
pub struct ListStyle {
    pub levels: Vec<Level>,
}

/// The label of a paragraph.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListLabel {
    pub mark: Mark,
    /// As shown; empty for bullets.
    pub text: String,
}

impl ListLabel {
    pub fn bullet() -> ListLabel {
        ListLabel {
            mark: Mark {
                style: MarkStyle::Bullet,
                number: None,
            },
            text: String::new(),
        }
    }
}

/// Where each list stands.
#[derive(Debug, Default)]
pub struct Counters {
    at: BTreeMap<u64, [Option<u32>; LEVELS]>,
}

impl Counters {
    /// Counts a paragraph in; none where its level shows nothing.
    pub fn next(&mut self, list: u64, style: &ListStyle, level: usize) -> Option<ListLabel> {
        let level = level.min(LEVELS - 1);
        let own = style.levels.get(level)?;
        let counters = self.at.entry(list).or_default();
        counters[level] = Some(counters[level].map_or(own.start, |n| n.saturating_add(1)));
        counters[level + 1..].fill(None);
        match own.digits {
            Digits::Bullet => Some(ListLabel::bullet()),
            Digits::None if !own.pattern.contains('%') => None,
            _ => label(style, level, counters),
        }
    }

    /// Begins a list anew at a number.
    pub fn restart(&mut self, list: u64, level: usize, at: u32) {
        let counters = self.at.entry(list).or_default();
        let level = level.min(LEVELS - 1);
        counters[level] = at.checked_sub(1);
    }

    /// Forgets where a list stood.
    pub fn forget(&mut self, list: u64) {
        self.at.remove(&list);
    }
}

fn label(style: &ListStyle, level: usize, counters: &[Option<u32>; LEVELS]) -> Option<ListLabel> {
    let pattern = &style.levels.get(level)?.pattern;
    let (mut text, mut numbers) = (String::new(), 0);
    let mut rest = pattern.chars().peekable();
    while let Some(c) = rest.next() {
        let place = rest.peek().and_then(|digit| digit.to_digit(10));
        let (Some(place @ 1..=9), '%') = (place, c) else {
            text.push(c);
            continue;
        };
        rest.next();
        numbers += 1;
        let place = place as usize - 1;
        let Some(shown) = style.levels.get(place) else {
            continue;
        };
        let number = counters[place].unwrap_or(shown.start);
        text.push_str(&written(number, shown.digits));
    }
    let text = text.trim().to_owned();
    if text.is_empty() {
        return None;
    }
    let mark = Mark {
        style: style_of(&text, numbers),
        number: counters[level],
    };
    Some(ListLabel { mark, text })
}

/// The style that a label shows.
fn style_of(text: &str, numbers: usize) -> MarkStyle {
    match () {
        () if text.starts_with(['#', '№']) => MarkStyle::Sign,
        () if numbers > 1 => MarkStyle::Nested,
        () if text.starts_with('(') => MarkStyle::Brackets,
        () if text.ends_with(')') => MarkStyle::Bracket,
        () => MarkStyle::Stop,
    }
}

/// A number in its digits.
fn written(number: u32, digits: Digits) -> String {
    match digits {
        Digits::Letters { upper } => letters(number, "abcdefghijklmnopqrstuvwxyz", upper),
        // Without ё, й, ъ, ы, ь, as Word counts.
        Digits::Russian { upper } => letters(number, "абвгдежзиклмнопрстуфхцчшщэюя", upper),
        Digits::Roman { upper } => roman(number, upper),
        Digits::Bullet | Digits::None => String::new(),
        Digits::Decimal => number.to_string(),
    }
}

/// a … z, aa, bb …
fn letters(number: u32, alphabet: &str, upper: bool) -> String {
    let count = alphabet.chars().count() as u32;
    let Some(index) = number.checked_sub(1) else {
        return String::new();
    };
    let letter = alphabet.chars().nth((index % count) as usize);
    let times = (index / count + 1).min(4) as usize;
    let text: String = letter.into_iter().cycle().take(times).collect();
    if upper { text.to_uppercase() } else { text }
}

fn roman(number: u32, upper: bool) -> String {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    // Beyond this the numerals only grow.
    let mut left = number.min(4999);
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    if upper { text.to_uppercase() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(patterns: &[(&str, Digits)]) -> ListStyle {
        let level = |(pattern, digits): &(&str, Digits)| Level {
            start: 1,
            digits: *digits,
            pattern: (*pattern).to_owned(),
        };
        ListStyle {
            levels: patterns.iter().map(level).collect(),
        }
    }

    #[test]
    fn levels_count_and_begin_anew_below_the_next_of_a_higher_one() {
        let style = style(&[("%1.", Digits::Decimal), ("%1.%2", Digits::Decimal)]);
        let mut counters = Counters::default();
        let labels: Vec<String> = [0, 1, 1, 0, 1]
            .map(|level| counters.next(7, &style, level).unwrap().text)
            .to_vec();
        assert_eq!(labels, ["1.", "1.1", "1.2", "2.", "2.1"]);
    }

    #[test]
    fn digits_and_marks_are_as_shown() {
        let style = style(&[
            ("(%1)", Digits::Roman { upper: false }),
            ("%2)", Digits::Russian { upper: false }),
            ("№ %3", Digits::Decimal),
        ]);
        let mut counters = Counters::default();
        for _ in 0..3 {
            counters.next(1, &style, 0);
        }
        let label = counters.next(1, &style, 0).unwrap();
        assert_eq!(
            (label.text.as_str(), label.mark.style),
            ("(iv)", MarkStyle::Brackets)
        );
        let label = counters.next(1, &style, 1).unwrap();
        assert_eq!(
            (label.text.as_str(), label.mark.style),
            ("а)", MarkStyle::Bracket)
        );
        let label = counters.next(1, &style, 2).unwrap();
        assert_eq!(
            (label.text.as_str(), label.mark.style),
            ("№ 1", MarkStyle::Sign)
        );
    }
}
