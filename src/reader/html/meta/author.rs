//! Names of authors in bylines and metadata values.

use super::credit::{CHROME, DAYS, ENDERS, NO_NAMES, OPENERS, OTHERS, ROLES};
use crate::lookup::{Beginning, Beginnings};
use crate::reader::html::spelling::fold;
use std::sync::LazyLock;

/// A part of a date.
fn is_calendar(word: &str) -> bool {
    super::address::month(word).is_some() || DAYS.contains(&word)
}

/// The names in a metadata value, where accounts in lower case are names too.
pub fn stated(text: &str) -> Vec<String> {
    let names = names(text);
    let text = fold(text);
    let account = (2..=40).contains(&text.chars().count())
        && !text.contains(['/', '@', '{', '<', ':'])
        && !NO_NAMES.contains(&text.to_lowercase().as_str());
    if names.is_empty() && account {
        vec![text]
    } else {
        names
    }
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
    !line.is_empty()
        && (without_opener(&format!("{line} ")).trim().is_empty()
            || without_opener(line).is_empty())
}

/// The names behind a ` by ` within a line.
pub fn behind_by(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let at = [" by ", " автор: ", " von ", " par ", " por ", " door "]
        .iter()
        .find_map(|by| lower.find(by).map(|at| at + by.len()));
    at.and_then(|at| text.get(at..))
        .map(names)
        .unwrap_or_default()
}

/// The names in a byline or a metadata value.
pub fn names(text: &str) -> Vec<String> {
    let text = fold(text);
    let text = without_opener(behind_day(&text));
    let text = &text[..end_of_names(text)];
    let mut names: Vec<String> = Vec::new();
    for part in split(text) {
        let part = without_opener(part.trim())
            .trim_matches([' ', ',', ':', '|', '-', '–', '—', '·', '•', ')']);
        let part = without_calendar(without_account(without_bracket(part)));
        let part = without_post(without_stop(part));
        if is_name(part) && !only_opens(part) && !names.iter().any(|n| n == part) {
            names.push(part.to_owned());
        }
    }
    // Beside a full name a single word is what somebody is.
    if names.iter().any(|name| name.contains(' ')) {
        names.retain(|name| name.contains(' '));
    }
    names
}

/// `Jane Roe @janeroe`, `Jane Roe jane@post.example`.
fn without_account(name: &str) -> &str {
    let account = name.find('@').and_then(|at| name[..at].rfind(' '));
    account.map_or(name, |end| name[..end].trim_end())
}

/// Without the point that ends a sentence; the one of an initial stays (`Иванова А. П.`).
fn without_stop(name: &str) -> &str {
    let initial = name
        .strip_suffix('.')
        .and_then(|name| name.chars().rev().nth(1))
        .is_some_and(|c| " .".contains(c));
    if initial {
        name
    } else {
        name.trim_matches([' ', '.'])
    }
}

/// `Jane Roe Staff Writer`, where a line break stood between them.
fn without_post(name: &str) -> &str {
    const POSTS: [&str; 4] = [
        " staff writer",
        " staff reporter",
        " staff correspondent",
        " of the staff",
    ];
    let lower = name.to_lowercase();
    let post = POSTS.iter().find_map(|post| lower.strip_suffix(post));
    post.filter(|name| name.contains(' '))
        .and_then(|rest| name.get(..rest.len()))
        .unwrap_or(name)
}

/// What stands behind the day that a line opens with: `May 4, 2020 · Jane Roe`.
fn behind_day(text: &str) -> &str {
    match text.split_once(['|', '•', '·']) {
        Some((day, rest)) if super::dateline::is_dated(day) => rest,
        _ => text,
    }
}

/// Whether a line says that somebody wrote something, in more than a `by`.
pub fn says_author(text: &str) -> bool {
    const BY: [&str; 5] = ["by", "von", "par", "por", "door"];
    let first = text.split_whitespace().next().unwrap_or("").to_lowercase();
    opens(text) && !BY.contains(&first.as_str())
}

/// Whether a line opens as a byline does.
pub fn opens(text: &str) -> bool {
    without_opener(text).len() < text.len()
}

/// How they begin.
static OPENERS_BEGIN: LazyLock<Beginnings> = LazyLock::new(|| OPENERS.iter().copied().collect());

fn without_opener(text: &str) -> &str {
    let text = text.trim_start();
    if !OPENERS_BEGIN.hold(Beginning::of_letters(
        text.chars().flat_map(char::to_lowercase),
    )) {
        return text;
    }
    let lower = text.to_lowercase();
    for opener in OPENERS {
        let Some(rest) = lower.strip_prefix(opener) else {
            continue;
        };
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
    let ends = ENDERS
        .iter()
        .filter_map(|e| lower.find(e))
        .filter(|&at| at > 2);
    let cut = ends
        .chain(OTHERS.iter().filter_map(|e| lower.find(e)))
        .min()
        .unwrap_or(lower.len());
    let digit = text
        .find(|c: char| c.is_ascii_digit())
        .unwrap_or(text.len());
    let end = cut.min(digit).min(text.len());
    (0..=end)
        .rev()
        .find(|&at| text.is_char_boundary(at))
        .unwrap_or(0)
}

/// At commas and semicolons, and what is no post at `and` in several languages: `Security & Safety
/// Expert`.
fn split(text: &str) -> Vec<&str> {
    const ALSO: [&str; 10] = [
        " (with ", " and ", " & ", " и ", " und ", " et ", " y ", " og ", " och ", " with ",
    ];
    let mut parts: Vec<&str> = text
        .split([',', ';', '/'])
        .filter(|part| !is_role(&without_post(part.trim()).to_lowercase()))
        .collect();
    for separator in ALSO.iter().filter(|_| text.trim().contains(' ')) {
        parts = parts
            .into_iter()
            .flat_map(|part| part.split(if is_firm(part) { "\n" } else { *separator }))
            .collect();
    }
    parts
}

/// `Maps & Books`: two words that are no names.
fn is_firm(part: &str) -> bool {
    part.trim()
        .split_once(" & ")
        .is_some_and(|(one, other)| !one.contains(' ') && !other.contains(' '))
}

/// Without what stands in brackets behind a name; brackets within belong to it: `Jane (Mary) Roe`.
fn without_bracket(part: &str) -> &str {
    match part.split_once(" (") {
        Some((_, rest)) if rest.contains(") ") => part,
        Some((name, _)) => name.trim_end(),
        None => part,
    }
}

/// `Jane Roe July`, where the day behind it was cut.
fn without_calendar(name: &str) -> &str {
    match name.rsplit_once(' ') {
        // `Tom May` is a name.
        Some((rest, last))
            if rest.contains(' ') && is_calendar(last.to_lowercase().trim_end_matches('.')) =>
        {
            without_calendar(rest)
        }
        _ => name,
    }
}

/// What somebody is rather than who: `Senior Editor`, `Head of Marketing`.
fn is_role(lower: &str) -> bool {
    let words: Vec<&str> = lower.split_whitespace().collect();
    let of = |pair: &[&str]| {
        (ROLES.contains(&pair[0]) || pair[0] == "head")
            && matches!(pair[1], "of" | "at" | "for" | "and" | "&")
    };
    lower.starts_with("special to ")
        || words.last().is_some_and(|last| ROLES.contains(last))
        || words.iter().any(|word| CHROME.contains(word))
        || words.windows(2).any(of)
}

fn is_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let first = text.chars().next();
    let cased = first.is_some_and(|c| c.is_uppercase() || (c.is_alphabetic() && !c.is_lowercase()));
    let plain = !text.contains(['@', '{', '<', '=', '?', '!', '[', '#'])
        && !text.contains("://")
        && !text.contains("www.");
    let lower = text.to_lowercase();
    let known = NO_NAMES.contains(&lower.as_str()) || lower.split_whitespace().all(is_calendar);
    let known = known || is_role(&lower);
    // `MD`, `FAND`: what somebody is, behind the name.
    let degree = words == 1 && text.chars().count() < 6 && text.chars().all(char::is_uppercase);
    (1..=6).contains(&words)
        && (3..=60).contains(&text.chars().count())
        && cased
        && plain
        && !known
        && !degree
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_out_of_bylines() {
        assert_eq!(
            names("By Jane Roe and John Doe | May 4, 2020"),
            ["Jane Roe", "John Doe"]
        );
        assert_eq!(names("Автор: Анна Иванова"), ["Анна Иванова"]);
        assert_eq!(names("Written by Jane Roe Published 4 May"), ["Jane Roe"]);
        assert_eq!(names("Byron Bay"), ["Byron Bay"]);
        assert_eq!(names("Автор: Иванова А. П."), ["Иванова А. П."]);
        assert_eq!(names("By Jane Roe @janeroe"), ["Jane Roe"]);
        assert_eq!(names("By Jane Roe Staff Writer"), ["Jane Roe"]);
        assert!(names("Par").is_empty());
    }

    #[test]
    fn what_somebody_is_or_did_otherwise_is_no_author() {
        assert_eq!(names("Jane Roe, Senior Editor"), ["Jane Roe"]);
        assert_eq!(names("Jane Roe, Home & Garden Expert"), ["Jane Roe"]);
        assert_eq!(
            names("Jane Roe, Sr. Director of Research and Development"),
            ["Jane Roe"]
        );
        assert_eq!(names("By Jane Roe, Special to the City Post"), ["Jane Roe"]);
        assert_eq!(
            names("Текст: Анна Иванова. Фото: Пётр Сидоров"),
            ["Анна Иванова"]
        );
        assert_eq!(names("Text: Jane Roe, Fotos: John Doe"), ["Jane Roe"]);
        assert_eq!(names("By Jane Roe July 4, 2023"), ["Jane Roe"]);
        assert_eq!(
            names("July 4, 2023 · Jane Roe on behalf of all"),
            ["Jane Roe"]
        );
        assert_eq!(
            names("Posted by Jane Roe at July 4, 2023 11:15"),
            ["Jane Roe"]
        );
        assert_eq!(names("Jane Roe, MD. Reviewed by John Doe"), ["Jane Roe"]);
        for text in [
            "Written By",
            "Updated August 14",
            "Fact-checked by John Doe",
            "Meet Our Staff",
            "Co-Founder",
            "Фото: Пётр Сидоров",
        ] {
            assert!(names(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn accounts_and_addresses_are_no_names() {
        for text in [
            "admin",
            "https://a.example/jane",
            "jane@a.example",
            "12 May 2020",
            "",
        ] {
            assert!(names(text).is_empty(), "{text}");
        }
    }
}
