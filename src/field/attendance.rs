//! How many people came: `83 young poets took part`, `охвачено 240 читателей`.
//!
//! A number counts people where a word for people stands behind it, at most a few words on, and
//! something tells that they came: the word itself (participants, guests), a verb of taking part
//! in the sentence, or that the sentence opens with them. The words are data
//! (`schemas/tables/attendance.tsv`); books and days are counted too, and are no people.

use super::date;
use super::phrases::Phrases;
use super::words::{WordKind, Words};
use crate::span::{Found, Passage};
use std::sync::LazyLock;

/// How many, and the words that say it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FoundAttendance {
    /// None where only those who came are named.
    pub count: Option<u32>,
    pub text: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum AttendanceWord {
    Attendees,
    People,
    Attend,
    About,
    Thing,
    Apart,
    /// A number in letters.
    Number(u32),
}

static WORDS: LazyLock<Phrases<AttendanceWord>> = LazyLock::new(|| {
    parse(include_str!("../../schemas/tables/attendance.tsv"))
        .expect("the built-in table is valid; a test reads it")
});

fn parse(text: &str) -> Result<Phrases<AttendanceWord>, String> {
    let mut phrases = Phrases::default();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, sort, words] = fields[..] else {
            return Err(format!("three columns: {line}"));
        };
        let sort = match sort {
            "attendees" => AttendanceWord::Attendees,
            "people" => AttendanceWord::People,
            "attend" => AttendanceWord::Attend,
            "about" => AttendanceWord::About,
            "thing" => AttendanceWord::Thing,
            "apart" => AttendanceWord::Apart,
            "number" => {
                for word in words.split(',') {
                    let named = word.split_once('=');
                    let (word, value) = named.ok_or_else(|| format!("a number: {word}"))?;
                    let value = value.parse().map_err(|_| format!("a number: {word}"))?;
                    phrases.add(word, AttendanceWord::Number(value));
                }
                continue;
            }
            _ => return Err(format!("a sort: {line}")),
        };
        words.split(',').for_each(|word| phrases.add(word, sort));
    }
    Ok(phrases)
}

/// Words between the number and the people it counts.
const BETWEEN: usize = 3;

/// What tells that those who are counted came; two points are needed. Set by hand on texts of the
/// project's own.
const ATTENDEES: u32 = 3;
const PEOPLE: u32 = 1;
const ATTENDED: u32 = 2;
const OPENS: u32 = 1;
const NEEDED: u32 = 2;

/// The best told number of people in the passages, the first among equals.
pub fn find_in(passages: &[Words]) -> Option<Found<FoundAttendance>> {
    let mut best: Option<(u32, Found<FoundAttendance>)> = None;
    for words in passages {
        for at in 0..words.len() {
            let Some((points, found)) = read(words, at) else {
                continue;
            };
            if best.as_ref().is_none_or(|(most, _)| points > *most) {
                best = Some((points, found));
            }
        }
    }
    best.map(|(_, found)| found)
}

/// What a cell or label for participants says: a number, or who they are.
pub fn of_cell(cell: Passage) -> Option<Found<FoundAttendance>> {
    let cell = cell.trim();
    if !cell.text.contains(char::is_alphanumeric) {
        return None;
    }
    let words = Words::new(cell);
    let first = words
        .list
        .iter()
        .position(|word| word.kind == WordKind::Number);
    let count = first
        .and_then(|at| number(&words, at))
        .map(|(count, _)| count);
    let value = FoundAttendance {
        count,
        text: cell.text.to_owned(),
    };
    Some(cell.found(0..cell.text.len(), value, "participants-column"))
}

/// The people counted by the number at a word, and how sure it is that they came.
fn read(words: &Words, at: usize) -> Option<(u32, Found<FoundAttendance>)> {
    let (count, behind) = number(words, at)?;
    // `1 қарашада балалар`: a day, and who came on it.
    if words
        .get(behind)
        .is_some_and(|word| date::is_month(word.text))
    {
        return None;
    }
    let (end, sort) = people(words, behind)?;
    let from = opening(words, at);
    let attended = sentence(words, at).any(|at| sort_at(words, at) == Some(AttendanceWord::Attend));
    let own = if sort == AttendanceWord::Attendees {
        ATTENDEES
    } else {
        PEOPLE
    };
    let opens = words.get(from).is_some_and(|word| word.opens);
    let points = own + if attended { ATTENDED } else { 0 } + if opens { OPENS } else { 0 };
    if points < NEEDED {
        return None;
    }
    let range = words.range(from..end);
    let text = words.passage.text.get(range.clone())?.to_owned();
    let value = FoundAttendance {
        count: Some(count),
        text,
    };
    Some((points, words.passage.found(range, value, "counted-people")))
}

/// A whole number, thousands set apart by a space included, and the word behind it.
fn number(words: &Words, at: usize) -> Option<(u32, usize)> {
    if words.get(at)?.is_word() {
        return in_letters(words, at);
    }
    let whole = |at: usize| {
        let word = words.get(at).filter(|word| word.kind == WordKind::Number)?;
        let digit = |c: char| c.is_ascii_digit() || c == ' ' || c == '\u{a0}';
        let figures = word.text.chars().all(digit);
        figures.then(|| {
            word.text
                .chars()
                .filter(char::is_ascii_digit)
                .collect::<String>()
        })
    };
    let first = whole(at)?;
    let thousand = whole(at + 1).filter(|next| next.len() == 3 && first.len() <= 3);
    let (count, end): (u32, usize) = match thousand {
        Some(next) => (format!("{first}{next}").parse().ok()?, at + 2),
        None => (first.parse().ok()?, at + 1),
    };
    // Four figures in a row are a year as a rule: `in 2021 readers came`.
    let year = words.get(at).is_some_and(|word| word.text.len() == 4) && YEARS.contains(&count);
    (count > 0 && !year).then_some((count, end))
}

/// `thirty`, `twenty-six`, `жиырма бес`.
fn in_letters(words: &Words, at: usize) -> Option<(u32, usize)> {
    let read = |at: usize| match WORDS.read(words, at) {
        Some((count, AttendanceWord::Number(value))) => Some((value, at + count)),
        _ => None,
    };
    if let Some((tens, unit)) = words.folded(at).split_once('-') {
        let parts = format!("{tens} {unit}");
        let parts = Words::new(Passage::new(&parts));
        return in_letters(&parts, 0)
            .filter(|(_, end)| *end == 2)
            .map(|(n, _)| (n, at + 1));
    }
    let (tens, end) = read(at)?;
    let joint = usize::from(words.get(end).is_some_and(|word| word.is('-')));
    match read(end + joint) {
        Some((unit, end)) if tens >= 20 && tens % 10 == 0 && unit < 10 => Some((tens + unit, end)),
        _ => Some((tens, end)),
    }
}

/// Numbers that are years in the documents of the collection.
const YEARS: std::ops::RangeInclusive<u32> = 1950..=2049;

/// The end of the words for people that a number counts.
fn people(words: &Words, from: usize) -> Option<(usize, AttendanceWord)> {
    let mut found = None;
    let mut at = from;
    while at <= from + BETWEEN {
        let Some(word) = words.get(at).filter(|word| word.is_word()) else {
            break;
        };
        match WORDS.read(words, at) {
            Some((count, sort @ (AttendanceWord::Attendees | AttendanceWord::People))) => {
                found = Some((at + count, sort));
                // `20 нафар китобдор`: the measure word and what it measures.
                at += count;
                continue;
            }
            Some((_, AttendanceWord::Thing | AttendanceWord::Apart | AttendanceWord::Attend)) => {
                break;
            }
            _ if found.is_some() || word.text.is_empty() => break,
            _ => at += 1,
        }
        if words.get(at).is_none() {
            break;
        }
    }
    found
}

fn sort_at(words: &Words, at: usize) -> Option<AttendanceWord> {
    WORDS.read(words, at).map(|(_, sort)| sort)
}

/// The first word of `about 50`, `участвовало около 50`.
fn opening(words: &Words, at: usize) -> usize {
    let mut from = at;
    while let Some(before) = from.checked_sub(1) {
        let two = before.checked_sub(1).filter(|&two| {
            WORDS
                .read(words, two)
                .is_some_and(|(count, sort)| sort == AttendanceWord::About && count == 2)
        });
        match (two, sort_at(words, before)) {
            (Some(two), _) => from = two,
            (None, Some(AttendanceWord::About)) => from = before,
            (None, Some(AttendanceWord::Attend)) => return before,
            _ => break,
        }
    }
    from
}

/// Words before and behind a number among which a verb is looked for.
const SENTENCE: usize = 40;

/// The words of the sentence around a word, the nearest of them.
fn sentence(words: &Words, at: usize) -> std::ops::Range<usize> {
    let opens = |at: &usize| words.get(*at).is_some_and(|word| word.opens);
    let (first, last) = (at.saturating_sub(SENTENCE), words.len().min(at + SENTENCE));
    let from = (first..=at).rev().find(opens).unwrap_or(first);
    let to = (at + 1..last).find(opens).unwrap_or(last);
    from..to
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Option<(u32, String)> {
        let found = find_in(&[Words::new(Passage::new(text))])?;
        Some((found.value.count?, found.value.text))
    }

    #[test]
    fn the_built_in_words_are_strictly_of_their_shape() {
        assert!(parse(include_str!("../../schemas/tables/attendance.tsv")).is_ok());
        assert!(parse("en\tpersons\tpeople").is_err());
    }

    #[test]
    fn people_who_came_are_counted() {
        for (text, count, words) in [
            ("83 young poets read their verses.", 83, "83 young poets"),
            (
                "The fair was attended by more than 1 200 visitors.",
                1200,
                "more than 1 200 visitors",
            ),
            (
                "Мероприятием было охвачено 240 читателей.",
                240,
                "охвачено 240 читателей",
            ),
            (
                "В акции участвовало около 50 человек.",
                50,
                "участвовало около 50 человек",
            ),
            ("Семинарға 42 кітапханашы қатысты.", 42, "42 кітапханашы"),
            (
                "Tadbirda 30 nafar o‘quvchi ishtirok etdi.",
                30,
                "30 nafar o‘quvchi",
            ),
        ] {
            assert_eq!(told(text), Some((count, words.to_owned())), "{text}");
        }
    }

    #[test]
    fn books_and_those_who_did_not_come_are_not() {
        for text in [
            "120 books were shown to the readers.",
            "The library has a staff of 12 librarians.",
            "Передано 300 книг для читателей.",
            "In 2021 readers came often.",
        ] {
            assert_eq!(told(text), None, "{text}");
        }
    }
}
