//! Numeric dates that are no single run of digits and points: the month in
//! Roman numerals (`12.IV.2021`, `24/V-2021`), or spaces about the points
//! (`24. 05. 2021`, as scanners and typists leave them).
//!
//! All three parts must be there, the year in four digits: only then is
//! nothing else meant.

/// The year, month and day at the beginning of a text, and where they end.
pub fn read(text: &str) -> Option<(u16, u8, u8, usize)> {
    let (day, at) = digits(text, 0, 1..=2)?;
    let (first, at) = separator(text, at)?;
    let (month, roman, at) = month(text, at)?;
    let (second, at) = separator(text, at)?;
    let (year, end) = digits(text, at, 4..=4)?;
    let alike = first.mark == second.mark && matches!(first.mark, '.' | '/');
    let spaced = first.spaced || second.spaced;
    let sound = if roman {
        alike || !spaced
    } else {
        alike && spaced
    };
    sound.then_some((
        year,
        u8::try_from(month).ok()?,
        u8::try_from(day).ok()?,
        end,
    ))
}

struct Separator {
    mark: char,
    spaced: bool,
}

/// A point, slash or dash with spaces about it, and the place after it.
fn separator(text: &str, at: usize) -> Option<(Separator, usize)> {
    let rest = text.get(at..)?;
    let inner = rest.trim_start_matches([' ', '\u{a0}']);
    let mark = inner
        .chars()
        .next()
        .filter(|mark| matches!(mark, '.' | '/' | '-' | '–'))?;
    let after = inner[mark.len_utf8()..].trim_start_matches([' ', '\u{a0}']);
    let end = text.len() - after.len();
    Some((
        Separator {
            mark,
            spaced: end - at > mark.len_utf8(),
        },
        end,
    ))
}

/// A month in two digits or in Roman numerals, whether it is the latter, and where it ends.
fn month(text: &str, at: usize) -> Option<(u16, bool, usize)> {
    if let Some((month, end)) = digits(text, at, 2..=2) {
        return Some((month, false, end));
    }
    let rest = text.get(at..)?;
    let length = rest
        .find(|c: char| !c.is_alphabetic())
        .unwrap_or(rest.len());
    let month = roman(&rest[..length])?;
    Some((month, true, at + length))
}

/// I to XII, in Latin capitals or the Cyrillic ones that look like them.
fn roman(word: &str) -> Option<u16> {
    const MONTHS: [&str; 12] = [
        "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII",
    ];
    let latin: String = word
        .chars()
        .take(5)
        .map(|c| {
            if c == 'І' {
                'I'
            } else if c == 'Х' {
                'X'
            } else {
                c
            }
        })
        .collect();
    MONTHS
        .iter()
        .position(|month| *month == latin)
        .map(|at| at as u16 + 1)
}

/// A number of so many digits that no further digit follows.
fn digits(text: &str, at: usize, count: std::ops::RangeInclusive<usize>) -> Option<(u16, usize)> {
    let rest = text.get(at..)?;
    let length = rest
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(rest.len());
    count
        .contains(&length)
        .then(|| rest[..length].parse().ok())
        .flatten()
        .map(|value| (value, at + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_months_and_spaced_points_are_read() {
        for (text, expected) in [
            ("12.IV.2021 г.", (2021, 4, 12, 10)),
            ("24/V-2021", (2021, 5, 24, 9)),
            ("5. ХІІ. 1999", (1999, 12, 5, 15)),
            ("24.05. 2021", (2021, 5, 24, 11)),
            ("24 . 05 . 2021", (2021, 5, 24, 14)),
            ("05 / 03 / 2021", (2021, 3, 5, 14)),
        ] {
            assert_eq!(read(text), Some(expected), "{text}");
        }
        for text in [
            "24.05.2021",
            "12.AB.2021",
            "12 IV 2021",
            "5 - 7 - 2021",
            "24-05 - 2021",
            "24.05. 20215",
            "3. 5",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
