//! Days and moments as machines write them: ISO 8601 in its looser spellings,
//! RFC 2822, English month names, Unix seconds.

/// The moment in ISO 8601 (a day, or a day and a time as written); none for anything else.
pub fn parse(text: &str) -> Option<String> {
    let text = text.trim();
    iso(text)
        .or_else(|| compact(text))
        .or_else(|| worded(text))
        .or_else(|| seconds(text))
}

pub fn day(year: u32, month: u32, day: u32) -> Option<String> {
    let date = jiff::civil::Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    );
    ((1990..2100).contains(&year) && date.is_ok()).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// `2020-05-24`, `2020-5-4T09:14:05+06:00`, `2020/05/24 09:14`.
fn iso(text: &str) -> Option<String> {
    let (year, rest) = number(text)?;
    let separator = rest.chars().next().filter(|c| "-/.".contains(*c))?;
    let (month, rest) = number(rest.strip_prefix(separator)?)?;
    let (date, rest) = number(rest.strip_prefix(separator)?)?;
    let day = day(year, month, date)?;
    Some(format!("{day}{}", time(rest).unwrap_or_default()))
}

/// `T09:14:05+06:00` of what follows a day, as far as it is a time.
fn time(rest: &str) -> Option<String> {
    let rest = rest.strip_prefix(['T', 't', ' '])?.trim();
    let (hour, tail) = number(rest)?;
    let (minute, tail) = number(tail.strip_prefix(':')?)?;
    let (second, tail) = match tail.strip_prefix(':').and_then(number) {
        Some((second, tail)) => (
            second,
            tail.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit()),
        ),
        None => (0, tail),
    };
    let zone = zone(tail.trim()).unwrap_or_default();
    (hour < 24 && minute < 60 && second < 61)
        .then(|| format!("T{hour:02}:{minute:02}:{second:02}{zone}"))
}

/// `Z`, `+06:00`, `+0600`.
fn zone(text: &str) -> Option<String> {
    if text.eq_ignore_ascii_case("z") {
        return Some("Z".into());
    }
    let sign = text.chars().next().filter(|c| "+-".contains(*c))?;
    let digits: String = text.chars().skip(1).filter(char::is_ascii_digit).collect();
    let (hours, minutes) = (digits.get(..2)?, digits.get(2..4).unwrap_or("00"));
    (hours < "15" && minutes < "60").then(|| format!("{sign}{hours}:{minutes}"))
}

/// `20200524`, `20200524T091405`.
fn compact(text: &str) -> Option<String> {
    let digits = text
        .get(..8)
        .filter(|d| d.bytes().all(|b| b.is_ascii_digit()))?;
    if text.as_bytes().get(8).is_some_and(u8::is_ascii_digit) && text.len() != 14 {
        return None;
    }
    day(
        digits[..4].parse().ok()?,
        digits[4..6].parse().ok()?,
        digits[6..].parse().ok()?,
    )
}

/// `Sun, 24 May 2020 09:14:05 GMT`, `May 24, 2020`.
fn worded(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    if text.len() > 64 {
        return None;
    }
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|w| !w.is_empty())
        .collect();
    let month_of = |word: &str| {
        let head = word.get(..3)?.to_ascii_lowercase();
        MONTHS.iter().position(|m| *m == head)
    };
    let (at, month) = words
        .iter()
        .enumerate()
        .find_map(|(i, w)| month_of(w).map(|m| (i, m as u32 + 1)))?;
    let number = |at: Option<usize>| words.get(at?).and_then(|w| w.parse::<u32>().ok());
    let ordinal = |at: Option<usize>| {
        let word = words.get(at?)?;
        word.trim_end_matches(|c: char| c.is_ascii_alphabetic())
            .parse::<u32>()
            .ok()
            .filter(|d| *d < 32)
    };
    let year = |at: usize| number(Some(at)).filter(|y| *y > 999);
    match (ordinal(at.checked_sub(1)), year(at + 1)) {
        (Some(date), Some(year)) => day(year, month, date),
        _ => day(year(at + 2)?, month, ordinal(Some(at + 1))?),
    }
}

/// Seconds or milliseconds since 1970.
fn seconds(text: &str) -> Option<String> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = text.parse().ok()?;
    let seconds = match text.len() {
        10 => number,
        13 => number / 1000,
        _ => return None,
    };
    let date = jiff::civil::Date::new(1970, 1, 1).ok()?;
    let date = date
        .checked_add(jiff::Span::new().try_days(seconds / 86_400).ok()?)
        .ok()?;
    day(date.year() as u32, date.month() as u32, date.day() as u32)
}

fn number(text: &str) -> Option<(u32, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    Some((text[..end.min(9)].parse().ok()?, &text[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machine_spellings_become_iso() {
        let cases = [
            ("2020-05-24", "2020-05-24"),
            ("2020-5-4 9:14", "2020-05-04T09:14:00"),
            ("2020-05-24T09:14:05.123+0600", "2020-05-24T09:14:05+06:00"),
            ("2020-05-24T09:14:05Z", "2020-05-24T09:14:05Z"),
            ("20200524", "2020-05-24"),
            ("Sun, 24 May 2020 09:14:05 GMT", "2020-05-24"),
            ("May 24th, 2020", "2020-05-24"),
            ("1590279245", "2020-05-24"),
        ];
        for (text, iso) in cases {
            assert_eq!(parse(text).as_deref(), Some(iso), "{text}");
        }
    }

    #[test]
    fn what_is_no_day_stays_out() {
        for text in [
            "",
            "yesterday",
            "2020",
            "2020-13-40",
            "+7 727 2020",
            "0000-00-00",
            "12345678901",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
