//! Names of authors in bylines and metadata values.

/// Words that open a byline, longest first.
const OPENERS: &[&str] = &[
    "article written by",
    "originally published by",
    "medically reviewed by",
    "story by",
    "written by",
    "posted by",
    "published by",
    "reviewed by",
    "authored by",
    "article by",
    "articles by",
    "words by",
    "text by",
    "created by",
    "author:",
    "authors:",
    "by:",
    "by",
    "автор:",
    "авторы:",
    "автор",
    "текст:",
    "фото:",
    "von",
    "par",
    "por",
    "author",
];

/// Words after which a byline speaks of something else.
const ENDERS: &[&str] = &[
    " | ",
    " • ",
    " · ",
    " — ",
    " – ",
    " on ",
    "published",
    "updated",
    "posted",
    " in ",
    "last ",
    "date:",
    " for ",
    " - ",
    "опубликовано",
    "фото:",
];

/// Words that are no name by themselves.
const NO_NAMES: &[&str] = &[
    "admin",
    "administrator",
    "editor",
    "staff",
    "guest",
    "user",
    "author",
    "webmaster",
    "unknown",
    "anonymous",
    "editorial",
    "редакция",
    "редактор",
    "null",
    "none",
    "undefined",
    "n/a",
    "root",
    "team",
    "contributor",
    "about",
    "read more",
];

/// Parts of dates that stand beside names.
const CALENDAR: &[&str] = &[
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
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "sept",
    "oct",
    "nov",
    "dec",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "today",
    "yesterday",
];

/// The names in a metadata value, where accounts in lower case are names too.
pub fn stated(text: &str) -> Vec<String> {
    let names = names(text);
    let text = super::fold(text);
    let account = (2..=40).contains(&text.chars().count())
        && !text.contains(['/', '@', '{', '<', ':'])
        && !NO_NAMES.contains(&text.to_lowercase().as_str());
    if names.is_empty() && account { vec![text] } else { names }
}

/// `Roe, Jane`, as catalogues write one name.
pub fn in_order(text: &str) -> String {
    match text.split_once(", ") {
        Some((last, first)) if !first.contains(',') => format!("{} {}", first.trim(), last.trim()),
        _ => text.trim().to_owned(),
    }
}

/// Whether a line is nothing but the opening of a byline.
pub fn only_opens(text: &str) -> bool {
    let line = text.trim();
    !line.is_empty() && (without_opener(&format!("{line} ")).trim().is_empty() || without_opener(line).is_empty())
}

/// The names behind a ` by ` within a line.
pub fn behind_by(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let at = [" by ", " автор: ", " von ", " par "].iter().find_map(|by| lower.find(by).map(|at| at + by.len()));
    at.and_then(|at| text.get(at..)).map(names).unwrap_or_default()
}

/// The names in a byline or a metadata value.
pub fn names(text: &str) -> Vec<String> {
    let text = super::fold(text);
    let text = without_opener(&text);
    let text = &text[..end_of_names(text)];
    let mut names: Vec<String> = Vec::new();
    for part in split(text) {
        let part = without_opener(part.trim()).trim_matches([' ', ',', '.', ':', '|', '-', '–', '—', '·', '•']);
        let part = part.split(" (").next().unwrap_or(part).trim();
        if is_name(part) && !names.iter().any(|n| n == part) {
            names.push(part.to_owned());
        }
    }
    names
}

/// Whether a line opens as a byline does.
pub fn opens(text: &str) -> bool {
    without_opener(text).len() < text.len()
}

fn without_opener(text: &str) -> &str {
    let text = text.trim_start();
    let lower = text.to_lowercase();
    for opener in OPENERS {
        let Some(rest) = lower.strip_prefix(opener) else { continue };
        let whole_word = opener.ends_with(':') || rest.starts_with([' ', ':']);
        // Lower case may change lengths; then the boundary does not fit and the opener stays.
        if whole_word && let Some(cut) = text.get(opener.len()..) {
            return cut.trim_start_matches([':', ' ']);
        }
    }
    text
}

fn end_of_names(text: &str) -> usize {
    let lower = text.to_lowercase();
    let cut = ENDERS.iter().filter_map(|e| lower.find(e)).filter(|&at| at > 2).min().unwrap_or(lower.len());
    let digit = text.find(|c: char| c.is_ascii_digit()).unwrap_or(text.len());
    let end = cut.min(digit).min(text.len());
    (0..=end).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// At commas, semicolons and `and` in several languages.
fn split(text: &str) -> Vec<&str> {
    let mut parts = vec![text];
    for separator in [", ", ",", ";", " and ", " & ", " и ", " und ", " et ", " with ", "/"] {
        parts = parts.into_iter().flat_map(|part| part.split(separator)).collect();
    }
    parts
}

fn is_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let first = text.chars().next();
    let cased = first.is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()));
    let plain =
        !text.contains(['@', '{', '<', '=', '?', '!', '[', '#']) && !text.contains("://") && !text.contains("www.");
    let lower = text.to_lowercase();
    let known = NO_NAMES.contains(&lower.as_str()) || lower.split_whitespace().all(|word| CALENDAR.contains(&word));
    // `MD`, `FAND`: what somebody is, behind the name.
    let degree = words == 1 && text.chars().count() < 6 && text.chars().all(char::is_uppercase);
    (1..=6).contains(&words) && (3..=60).contains(&text.chars().count()) && cased && plain && !known && !degree
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_out_of_bylines() {
        assert_eq!(names("By Jane Roe and John Doe | May 4, 2020"), ["Jane Roe", "John Doe"]);
        assert_eq!(names("Автор: Анна Иванова"), ["Анна Иванова"]);
        assert_eq!(names("Written by Jane Roe Published 4 May"), ["Jane Roe"]);
        assert_eq!(names("Byron Bay"), ["Byron Bay"]);
    }

    #[test]
    fn accounts_and_addresses_are_no_names() {
        for text in ["admin", "https://a.example/jane", "jane@a.example", "12 May 2020", ""] {
            assert!(names(text).is_empty(), "{text}");
        }
    }
}
