//! The day in an address: `/2020/05/24/`, `/2020/may/24/`, `news-2020-05-24`, `20200524`,
//! `24-05-2020`.

use super::moment::day;

/// English months as addresses have them, whole or cut to three letters.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The first day in the path of an address; ISO 8601.
pub fn day_in(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next().unwrap_or("");
    let parts: Vec<&str> = path.split(['/', '-', '_', '.', '+']).collect();
    let joined = parts.windows(3).find_map(|w| in_parts(w[0], w[1], w[2]));
    let halves = || {
        parts
            .windows(2)
            .find_map(|w| (w[0].len() == 4 && w[1].len() == 4).then(|| compact(w[0], w[1]))?)
    };
    joined.or_else(halves).or_else(|| {
        parts
            .iter()
            .find_map(|part| compact(part.get(..4)?, part.get(4..)?))
    })
}

/// Year, month and day in three parts; the day first only where no month could be meant.
fn in_parts(one: &str, two: &str, three: &str) -> Option<String> {
    let number = |part: &str| {
        (1..=2)
            .contains(&part.len())
            .then(|| part.parse::<u32>().ok())?
    };
    let year = |part: &str| (part.len() == 4).then(|| part.parse::<u32>().ok())?;
    if let Some(year) = year(one) {
        return day(year, number(two).or_else(|| month(two))?, number(three)?);
    }
    let first = number(one).filter(|first| *first > 12 || two == one)?;
    day(year(three)?, number(two)?, first)
}

/// The number of an English month, whole or cut to three letters, in lower case.
pub fn month(name: &str) -> Option<u32> {
    let at = MONTHS.iter().position(|month| {
        name.len() >= 3 && month.starts_with(name) && (name.len() == 3 || *month == name)
    })?;
    Some(at as u32 + 1)
}

/// `2020` and `0524`.
fn compact(year: &str, rest: &str) -> Option<String> {
    let digits = rest.len() == 4 && rest.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| {
        day(
            year.parse().ok()?,
            rest[..2].parse().ok()?,
            rest[2..].parse().ok()?,
        )
    })?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_an_address_needs_all_three_parts() {
        let cases = [
            ("https://a.example/2020/05/24/fair", Some("2020-05-24")),
            ("https://a.example/2020/may/24/fair", Some("2020-05-24")),
            ("https://a.example/2020/0524/fair", Some("2020-05-24")),
            ("https://a.example/news/20200524.html", Some("2020-05-24")),
            ("https://a.example/n-24-05-2020", Some("2020-05-24")),
            ("https://a.example/n-04-05-2020", None),
            ("https://a.example/2020/05/fair", None),
            ("https://a.example/n/120200524", None),
            ("https://a.example/n/20209999", None),
        ];
        for (url, expected) in cases {
            assert_eq!(day_in(url).as_deref(), expected, "{url}");
        }
    }
}
