//! List marks: the bullet or number that a text begins with, or that its reader hands over.

use crate::document::{Mark, MarkStyle};

/// The list mark: as the reader hands it over, or as it stands in the text; and where the text
/// behind it begins.
pub fn of(text: &str, item: bool, given: Option<Mark>) -> (Option<Mark>, usize) {
    if let Some((mark, body)) = written(text) {
        return (Some(mark), body);
    }
    let bullet = Mark {
        style: MarkStyle::Bullet,
        number: None,
    };
    (given.or(item.then_some(bullet)), 0)
}

/// Signs that mark an item of a list, before a space.
const BULLETS: &[char] = &[
    '•', '·', '▪', '●', '◦', '‣', '■', '*', '▶', '►', '➤', '✓', '✔', '✅', '➢', '–', '—', '-',
];

/// Digits of the largest number that marks an item.
const DIGITS: usize = 3;

/// A mark that the text itself begins with.
fn written(text: &str) -> Option<(Mark, usize)> {
    let first = text.chars().next()?;
    if BULLETS.contains(&first) {
        let rest = &text[first.len_utf8()..];
        let body = text.len() - rest.trim_start().len();
        let mark = Mark {
            style: MarkStyle::Bullet,
            number: None,
        };
        return (rest.starts_with(char::is_whitespace)).then_some((mark, body));
    }
    let sign = ["№", "#", "No.", "N°"]
        .iter()
        .find_map(|sign| text.strip_prefix(sign));
    let rest = sign.map(str::trim_start);
    let bracket = text.strip_prefix('(');
    let numbered = rest.or(bracket).unwrap_or(text);
    let digits = numbered.len()
        - numbered
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .len();
    if digits == 0 || digits > DIGITS {
        return sign.map_or_else(|| roman(text), |_| None);
    }
    let number = numbered[..digits].parse().ok();
    let behind = &numbered[digits..];
    let style = match (sign, bracket, behind.chars().next()) {
        (Some(_), ..) => MarkStyle::Sign,
        (_, Some(_), Some(')')) => MarkStyle::Brackets,
        (_, None, Some(')')) => MarkStyle::Bracket,
        (_, None, Some('.')) => return stopped(text, numbered, digits),
        _ => return None,
    };
    let rest = behind.trim_start_matches([')', '.', ':']).trim_start();
    Some((Mark { style, number }, text.len() - rest.len()))
}

/// `1. …` and `1.2. …`, but no `12.05.2021`.
fn stopped(text: &str, numbered: &str, digits: usize) -> Option<(Mark, usize)> {
    let behind = &numbered[digits + 1..];
    let second = behind.len()
        - behind
            .trim_start_matches(|c: char| c.is_ascii_digit())
            .len();
    if second == 0 {
        let rest = behind.trim_start_matches(')').trim_start();
        let number = numbered[..digits].parse().ok();
        let mark = Mark {
            style: MarkStyle::Stop,
            number,
        };
        return Some((mark, text.len() - rest.len()));
    }
    let rest = behind[second..]
        .strip_prefix('.')
        .unwrap_or(&behind[second..]);
    let nested = second <= 2 && digits <= 2 && rest.starts_with(char::is_whitespace);
    let rest = rest.trim_start();
    if !nested || rest.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let number = behind[..second].parse().ok();
    let mark = Mark {
        style: MarkStyle::Nested,
        number,
    };
    Some((mark, text.len() - rest.len()))
}

/// `IV. …`, `II) …`.
fn roman(text: &str) -> Option<(Mark, usize)> {
    let letters = text.len() - text.trim_start_matches(['I', 'V', 'X', 'L', 'C']).len();
    let rest = text[letters..].strip_prefix(['.', ')'])?;
    if !(1..=6).contains(&letters) || !rest.starts_with(' ') {
        return None;
    }
    let value = |letter: u8| match letter {
        b'I' => 1,
        b'V' => 5,
        b'X' => 10,
        b'L' => 50,
        _ => 100,
    };
    let values: Vec<i32> = text.bytes().take(letters).map(value).collect();
    let signed = values.iter().enumerate().map(|(at, value)| {
        if values.get(at + 1).is_some_and(|next| next > value) {
            -value
        } else {
            *value
        }
    });
    let number = u32::try_from(signed.sum::<i32>()).ok();
    let mark = Mark {
        style: MarkStyle::Stop,
        number,
    };
    Some((mark, text.len() - rest.trim_start().len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Option<(MarkStyle, Option<u32>, &str)> {
        let (mark, body) = of(text, false, None);
        mark.map(|mark| (mark.style, mark.number, &text[body..]))
    }

    #[test]
    fn marks_are_told_from_dates_and_years() {
        assert_eq!(
            number("1. A fair"),
            Some((MarkStyle::Stop, Some(1), "A fair"))
        );
        assert_eq!(
            number("(2) A fair"),
            Some((MarkStyle::Brackets, Some(2), "A fair"))
        );
        assert_eq!(
            number("№ 3 A fair"),
            Some((MarkStyle::Sign, Some(3), "A fair"))
        );
        assert_eq!(
            number("IV. A fair"),
            Some((MarkStyle::Stop, Some(4), "A fair"))
        );
        assert_eq!(
            number("1.2. A fair"),
            Some((MarkStyle::Nested, Some(2), "A fair"))
        );
        assert_eq!(
            number("– A fair"),
            Some((MarkStyle::Bullet, None, "A fair"))
        );
        assert_eq!(number("12.05.2021 A fair"), None);
        assert_eq!(number("2021. A fair"), None);
    }
}
