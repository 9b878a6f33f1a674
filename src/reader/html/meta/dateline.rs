//! The form of lines about a day: what words say of it, the parts of such a line, and
//! whether a line is nothing else.

use crate::lexicon::months::MONTHS;
use crate::lexicon::{LEXICON, begins_with, opens_label};

/// Characters of a line that says little more than a day.
pub const SHORT: usize = 60;

/// What a line says of its day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DayLabel {
    Published,
    Modified,
    /// The day of an event, or of another thing than the page.
    Event,
    None,
}

impl DayLabel {
    /// By the words that a part of a line opens with.
    pub fn of(words: &str) -> DayLabel {
        let lower = words.to_lowercase();
        let opens = |list| {
            begins_with(
                lower.trim_start_matches(|c: char| !c.is_alphanumeric()),
                list,
            )
            .is_some()
        };
        match () {
            () if opens(&LEXICON.modified_word) => DayLabel::Modified,
            () if opens(&LEXICON.published_word) => DayLabel::Published,
            () if opens(&LEXICON.event_label) => DayLabel::Event,
            () => DayLabel::None,
        }
    }
}

/// Whether a part of a line opens with the word for a day: `Date: 5 May`.
pub fn opens_with_day(part: &str) -> bool {
    begins_with(&part.to_lowercase(), &LEXICON.day_label).is_some()
}

/// The parts of a line, at marks and before the words for publishing and changing.
pub fn parts(line: &str) -> impl Iterator<Item = &str> {
    let lower = line.to_lowercase();
    let mut cuts: Vec<usize> = Vec::new();
    if lower.len() == line.len() {
        let mut inside = true;
        let starts = lower.char_indices().filter(|&(_, c)| {
            let goes_on = std::mem::replace(&mut inside, c.is_alphanumeric());
            !goes_on && c.is_alphabetic()
        });
        cuts.extend(
            starts
                .map(|(at, _)| at)
                .filter(|&at| line.is_char_boundary(at) && opens_label(&lower[at..])),
        );
    }
    cuts.push(line.len());
    let mut from = 0;
    cuts.into_iter().flat_map(move |cut| {
        let part = &line[from..cut];
        from = cut;
        part.split(['|', '•', '·']).map(str::trim)
    })
}

/// Whether words have the form of a day: a year since the web began beside another number,
/// or three numbers with one mark between them.
pub fn is_dated(text: &str) -> bool {
    if text.len() > 400 {
        return false;
    }
    let numbers: Vec<&str> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|number| !number.is_empty())
        .collect();
    let year = |number: &&str| {
        number.len() == 4 && (number.starts_with("199") || number.starts_with("20"))
    };
    let with_year = numbers.iter().any(year) && numbers.iter().any(|number| number.len() <= 2);
    let in_short = numbers
        .windows(3)
        .any(|w| w.iter().all(|number| number.len() <= 2) && joined(text, w));
    with_year || in_short
}

/// `03.05.21`, `3/5/21`; `03-05-21` where nothing but a time stands beside it: it is the form of
/// telephones.
fn joined(text: &str, numbers: &[&str]) -> bool {
    let bare = !text.contains(char::is_alphabetic);
    let marks = ['.', '/', '-']
        .into_iter()
        .filter(|mark| bare || *mark != '-');
    let forms = marks.map(|mark| format!("{}{mark}{}{mark}{}", numbers[0], numbers[1], numbers[2]));
    forms.into_iter().any(|form| text.contains(&form))
}

/// Place and day before the first sentence of a text, up to the dash between them; a sentence
/// that opens with a day has no comma before it.
pub fn opening(words: &str) -> Option<&str> {
    let (part, _) = words
        .split_once(['–', '—'])
        .or_else(|| words.split_once("--"))
        .or_else(|| words.split_once(" - "))?;
    let part = part.trim();
    if part.chars().count() > SHORT || !is_dated(part) {
        return None;
    }
    let words: Vec<&str> = part.split_whitespace().collect();
    let begins = |word: &str| {
        let word = word.trim_start_matches('(');
        word.starts_with(|c: char| c.is_ascii_digit()) || MONTHS.knows(word)
    };
    let day = words.iter().position(|word| begins(word))?;
    (day == 0 || words[day].starts_with('(') || words[day - 1].ends_with([',', '،']))
        .then_some(part)
}

/// Characters of a word that may stand beside the parts of a day: `at`, `klo`, `Uhr`, `EDT`.
const LITTLE: usize = 4;

/// Characters of a line about a day, and words of what may stand beside the day in it.
const LINE: usize = 100;
const BESIDE: usize = 4;

/// Words of the time of a change beside a day.
const CHANGED: usize = 6;

/// Whether words give a span, of days or of hours: `5–8 May 2021`, `4 May 2021, 10:00 – 12:00`.
/// That is the time of an event.
pub fn is_span(text: &str) -> bool {
    let ends: Vec<&str> = text.split(['-', '–', '—']).collect();
    ends.windows(2).any(|pair| {
        let (mut before, mut after) =
            (pair[0].split_whitespace().rev(), pair[1].split_whitespace());
        let (Some(from), Some(to)) = (before.next(), after.next()) else {
            return false;
        };
        let number = |word: &str| {
            word.len() <= 3
                && word
                    .trim_end_matches([',', '.'])
                    .bytes()
                    .all(|b| b.is_ascii_digit())
        };
        let month = |word: Option<&str>| word.is_some_and(|word| MONTHS.knows(word));
        let days = number(from) && number(to) && (month(before.next()) || month(after.next()));
        days || ['.', '/', ':']
            .iter()
            .any(|mark| is_whole(from, *mark) && is_whole(to, *mark))
    })
}

/// Whether a word is a date or a time, with a mark between its numbers.
fn is_whole(word: &str, mark: char) -> bool {
    let numbers: Vec<&str> = word.trim_end_matches([',', '.']).split(mark).collect();
    let least = if mark == ':' { 2 } else { 3 };
    numbers.len() >= least
        && numbers
            .iter()
            .all(|number| number.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether a line says nothing but a day, with what pages write about it: a word for publishing, a
/// time, one word for the weekday or the town; beside it names or a section.
pub fn is_dateline(line: &str) -> bool {
    if line.chars().count() > LINE || line.contains('©') || !is_dated(line) {
        return false;
    }
    let lower = line.to_lowercase();
    let mut days = 0;
    let fits = parts(&lower).all(|part| {
        let day = is_day(part);
        days += usize::from(day);
        // `mis à jour à 11h15`
        let changed = DayLabel::of(part) == DayLabel::Modified;
        day || (part.split_whitespace().count() <= if changed { CHANGED } else { BESIDE }
            && !is_dated(part))
    });
    fits && days > 0
}

/// Whether a part of a line, in lower case, is a day and hardly more.
pub fn is_day(part: &str) -> bool {
    let bare = part.get(label_length(part)..).unwrap_or("");
    let words = || {
        bare.split(|c: char| !c.is_alphabetic())
            .filter(|word| !word.is_empty())
    };
    let others = words()
        .filter(|word| word.chars().count() > LITTLE && !MONTHS.knows(word))
        .count();
    is_dated(part) && others <= 1 && (words().any(|word| MONTHS.knows(word)) || is_numeric(part))
}

/// Whether three numbers stand side by side: `04.05.2021`, `4. 5. 2021`, `2021年5月4日`.
fn is_numeric(text: &str) -> bool {
    let joins = |gap: &&str| gap.chars().all(|c| " ./-–年月년월".contains(c));
    let numbers = text.trim_matches(|c: char| !c.is_ascii_digit());
    let gaps: Vec<&str> = numbers
        .split(|c: char| c.is_ascii_digit())
        .filter(|gap| !gap.is_empty())
        .collect();
    gaps.windows(2).any(|pair| pair.iter().all(joins))
}

/// The length of the word for publishing or changing that a part in lower case opens with.
fn label_length(part: &str) -> usize {
    [&LEXICON.modified_word, &LEXICON.published_word]
        .iter()
        .filter_map(|list| begins_with(part, list))
        .map(str::len)
        .max()
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_opens_with_place_and_day() {
        let lines = [
            (
                "LONDON, Aug. 1, 2019 – The library opened",
                Some("LONDON, Aug. 1, 2019"),
            ),
            (
                "Sydney, Australia (3 May 2021) -- Readers",
                Some("Sydney, Australia (3 May 2021)"),
            ),
            ("3 May 2021 — The library opened", Some("3 May 2021")),
            ("On 4 May 2021 – a Tuesday – the library", None),
            ("The library – opened on 4 May 2021 – is", None),
        ];
        lines
            .iter()
            .for_each(|(line, day)| assert_eq!(opening(line), *day, "{line}"));
    }

    #[test]
    fn a_span_of_days_or_hours_is_an_events() {
        let spans = [
            "5–8 May 2021",
            "May 5 - 8, 2021",
            "05.05.2021 – 08.05.2021",
            "4 May 2021, 10:00-12:00",
        ];
        spans
            .iter()
            .for_each(|line| assert!(is_span(line), "{line}"));
        let days = [
            "2021-05-04",
            "Mon, 06/18/2012 - 14:22",
            "04-05-2021 10:12",
            "4-May-2021",
            "May 5, 2021 – 9 min read",
        ];
        days.iter()
            .for_each(|line| assert!(!is_span(line), "{line}"));
    }

    #[test]
    fn a_dateline_says_a_day_and_hardly_more() {
        let lines = [
            "4 May 2021",
            "Publié le mardi 4 mai 2021 à 9h00",
            "Veröffentlicht am 04.05.2021, 09:00 Uhr | Kultur",
            "2021. május 4., kedd",
            "Posted: May 4, 2021 / 09:00 AM EDT / Updated: Jun 9, 2021 / 10:00 AM EDT",
        ];
        lines
            .iter()
            .for_each(|line| assert!(is_dateline(line), "{line}"));
        let others = [
            "On 4 May 2021 the library opened its new reading room",
            "Note: the list of branches is based on an update from 2 May 2021",
            "© 2021 City Post, 4 May",
            "Top 5 programs of 2021",
        ];
        others
            .iter()
            .for_each(|line| assert!(!is_dateline(line), "{line}"));
    }
}
