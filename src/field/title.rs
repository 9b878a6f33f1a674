//! Titles: the part of a heading that names the activity.
//!
//! A row of a report opens with a heading such as `#2 Town Library. A fair of
//! books (Tver) online 3 May 2021`. Its title is what is left without the
//! ordinal, leading organization sentences, the trailing date, mode words and a
//! bracketed place.

use super::vocabulary::person;
use super::words::folded;
use super::{date, link, place};
use crate::lexicon::{self, LEXICON};
use crate::span::{Found, Passage, Span};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// `#2`, `# 2.`, `№3`: the number a report gives.
static ORDINAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?:#|№|N°|No\.?)\s*(?<number>\d{1,4})[.):]?\s*").expect("a constant pattern")
});

/// `1. Round table`, `2) «Night of books»`: a number without a sign, before a name.
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"^\s*(\d{1,3})[.)]\s+[\p{Lu}"«“„]"#).expect("a constant pattern")
});

/// `Activity 3. A fair`, `Мероприятие № 2: ярмарка`.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\s*(?<word>[\p{L}-]+)\s+(?:#|№|No\.?)?\s*(?<number>\d{1,3})\s*[.):–—]\s+")
        .expect("a constant pattern")
});

fn names_activity(found: &Captures) -> bool {
    lexicon::is_one_of(&found["word"], &LEXICON.activity_word)
}

/// The number at the start of a heading, and the heading behind it.
pub fn ordinal<'d>(heading: Passage<'d>) -> (Option<Found<u32>>, Passage<'d>) {
    let found = ORDINAL
        .captures(heading.text)
        .or_else(|| NAMED.captures(heading.text).filter(names_activity));
    let Some(found) = found else {
        return bare_ordinal(heading).unwrap_or((None, heading));
    };
    let (whole, digits) = (found.get(0).map_or(0, |m| m.end()), &found["number"]);
    let number = digits
        .parse()
        .ok()
        .map(|number| heading.found(0..whole, number, "ordinal"));
    (number, heading.slice(whole..heading.text.len()))
}

/// A number without a sign, where it is not the day of a date (`3. May 2021`).
fn bare_ordinal(heading: Passage<'_>) -> Option<(Option<Found<u32>>, Passage<'_>)> {
    let found = BARE.captures(heading.text)?;
    let dates = date::find(heading, None, &date::Reference::default());
    if dates
        .first()
        .is_some_and(|date| date.span.start <= heading.start + found[1].len() as u32)
    {
        return None;
    }
    let letter = found[0].chars().next_back().map_or(0, char::len_utf8);
    let whole = found[0].len() - letter;
    let number = found[1].parse().ok();
    let number = number.map(|number| heading.found(0..whole, number, "ordinal"));
    Some((number, heading.slice(whole..heading.text.len())))
}

/// The title within a heading whose ordinal is off; `date` is the span of the date read from it.
pub fn of_heading<'d>(heading: Passage<'d>, date: Option<Span>) -> Passage<'d> {
    let mut title = heading.trim();
    loop {
        let before = title;
        title = without_date(title, date);
        if title != before {
            title = without_place(title);
        }
        title = without_mode(title);
        title = without_bracket(title);
        title = without_open_bracket(title);
        title = trim_end(title);
        if title == before {
            break;
        }
    }
    let title = without_organizations(title);
    if title.text.is_empty() {
        heading.trim()
    } else {
        title
    }
}

/// Punctuation and dashes left behind by what was cut off; a full stop behind a sentence goes too.
fn trim_end(title: Passage) -> Passage {
    let kept = title.text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, ',' | ';' | ':' | '–' | '—' | '-' | '.' | '|')
    });
    title.slice(0..kept.len())
}

fn without_date(title: Passage, date: Option<Span>) -> Passage {
    let Some(date) = date else { return title };
    let end = title.span().end;
    if date.start <= title.start || date.end > end || date.start >= end {
        return title;
    }
    let from = (date.start - title.start) as usize;
    let behind = &title.text[(date.end - title.start) as usize..];
    if behind.chars().any(char::is_alphanumeric) && !is_mode(behind) && !is_city(behind) {
        return title;
    }
    let before = title.text[..from].trim_end();
    let before = ["from", "on", "in", "с", "от"]
        .iter()
        .find_map(|word| before.strip_suffix(word).filter(|rest| rest.ends_with(' ')))
        .unwrap_or(before);
    title.slice(0..before.len())
}

/// `, Osh.`: nothing but a city.
fn is_city(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    let found = place::cities(Passage::new(bare), None);
    found
        .first()
        .is_some_and(|city| city.span.len() == bare.len())
}

/// `Osh`, `online`, `Osh, online`: where, and nothing else.
pub fn is_whereabouts(text: &str) -> bool {
    text.split(',')
        .all(|part| is_mode(part.trim()) || is_city(part))
}

/// `… "Old maps", Osh,` before the date that was cut off: a city set off by punctuation.
fn without_place(title: Passage) -> Passage {
    let bare = trim_end(title);
    let Some(at) = bare.text.rfind(['.', ',', ';']) else {
        return title;
    };
    // `г. Каракол`: the stop belongs to the word for the city.
    let before = &bare.text[..at];
    let mark = before
        .strip_suffix("г")
        .filter(|rest| rest.ends_with(' ') && bare.text[at..].starts_with('.'));
    let kept = mark.map_or(before, str::trim_end);
    let set_off = mark.is_none() || kept.ends_with(['.', ',', ';']);
    let city = bare.slice(at + 1..bare.text.len()).trim();
    let whole = place::cities(city, None)
        .first()
        .is_some_and(|found| found.span == city.span());
    if set_off && whole && kept.contains(' ') {
        title.slice(0..kept.len())
    } else {
        title
    }
}

fn is_mode(text: &str) -> bool {
    lexicon::is_one_of(text, &LEXICON.mode_word)
}

/// `… online`, `… (online format)`: only behind other words.
fn without_mode(title: Passage) -> Passage {
    let lowered = title.text.to_lowercase();
    if lowered.len() != title.text.len() {
        return title;
    }
    let ends = |entry: &&String| {
        lowered.strip_suffix(entry.as_str()).is_some_and(|rest| {
            rest.trim_end().chars().count() > 3 && rest.ends_with([' ', '.', ',', '('])
        })
    };
    match LEXICON
        .mode_word
        .iter()
        .filter(ends)
        .max_by_key(|entry| entry.len())
    {
        Some(entry) => title.slice(0..title.text.len() - entry.len()).trim(),
        None => title,
    }
}

/// A short bracket at the end, such as a place or a mode.
fn without_bracket(title: Passage) -> Passage {
    let Some(open) = title
        .text
        .strip_suffix(')')
        .and_then(|rest| rest.rfind('('))
    else {
        return title;
    };
    let inner = &title.text[open + 1..title.text.len() - 1];
    let place = inner.split(',').all(|part| {
        part.trim().chars().next().is_some_and(char::is_uppercase)
            && part.split_whitespace().count() <= 3
    });
    let abbreviation = inner
        .chars()
        .filter(|c| c.is_alphabetic())
        .all(char::is_uppercase)
        || inner.starts_with("the ");
    if (place && !abbreviation || is_mode(inner)) && open > 0 {
        title.slice(0..open).trim()
    } else {
        title
    }
}

/// A bracket that lost its end with the date in it: `A fair (Osh, 3 May`.
fn without_open_bracket(title: Passage) -> Passage {
    match title.text.rfind('(') {
        Some(open) if open > 0 && !title.text[open..].contains(')') => title.slice(0..open).trim(),
        _ => title,
    }
}

/// Drops leading and trailing sentences that are only the name of an organization.
fn without_organizations(title: Passage) -> Passage {
    let sentences = sentences(title);
    let names: Vec<bool> = sentences
        .iter()
        .map(|sentence| is_organization(sentence.text))
        .collect();
    let (Some(first), Some(last)) = (
        names.iter().position(|name| !name),
        names.iter().rposition(|name| !name),
    ) else {
        return title;
    };
    let (start, end) = (sentences[first].start, sentences[last].span().end);
    trim_end(title.slice((start - title.start) as usize..(end - title.start) as usize))
}

/// Sentences of a heading: a full stop, a space and a capital letter, not behind an initial and not
/// in quotes.
fn sentences(title: Passage) -> Vec<Passage> {
    split(title, |c| c.is_uppercase() || "“«„\"".contains(c))
}

/// The same for sentences that open with a letter or sign of one's own choice.
fn split(title: Passage<'_>, begins: impl Fn(char) -> bool) -> Vec<Passage<'_>> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut quoted = 0i32;
    let mut open = false;
    for (at, c) in title.text.char_indices() {
        match c {
            '“' | '«' | '„' => quoted += 1,
            '”' | '»' => quoted = (quoted - 1).max(0),
            '"' => open = !open,
            '.' if quoted == 0 && !open => {
                let before = title.text[from..at].rsplit([' ', '.']).next().unwrap_or("");
                let behind = &title.text[at + 1..];
                let opens = behind.trim_start().chars().next().is_some_and(&begins);
                let ends = before.chars().count() > 2 && !is_office(before);
                if ends && behind.starts_with(char::is_whitespace) && opens {
                    parts.push(title.slice(from..at).trim());
                    from = at + 1;
                }
            }
            _ => {}
        }
    }
    parts.push(title.slice(from..title.text.len()).trim());
    parts.retain(|part| !part.text.is_empty());
    parts
}

/// `Prof. Ann Weber`: the full stop of an office before a name ends no sentence.
fn is_office(word: &str) -> bool {
    let folded = folded(word);
    folded.chars().count() <= OFFICE && person::is_title(&folded)
}

/// Letters of the longest office that is cut short.
const OFFICE: usize = 5;

/// The first sentence of a title that has several, and where the next one begins. What follows may
/// open with a number, or be an address.
pub fn first_sentence(title: Passage<'_>) -> Option<(Passage<'_>, u32)> {
    let mut parts = split(title, |c| {
        c.is_uppercase() || c.is_ascii_digit() || "“«„\"".contains(c)
    });
    let address = link::find(title).into_iter().next();
    if let Some(address) = address.filter(|address| address.span.start > title.start) {
        let at = (address.span.start - title.start) as usize;
        if parts.len() < 2 || parts[1].start > address.span.start {
            parts = vec![title.slice(0..at).trim(), title.slice(at..title.text.len())];
        }
    }
    let (first, second) = (parts.first()?, parts.get(1)?);
    let whole = first.text.chars().count() >= SHORTEST;
    whole.then(|| (trim_end(*first), second.start))
}

/// Fewest characters of a sentence that is a title.
const SHORTEST: usize = 4;

/// Whether the words are the name of an organization and nothing else: a head noun, no quotes, and
/// no small word that is not part of such names.
fn is_organization(text: &str) -> bool {
    const SMALL: [&str; 22] = [
        "of",
        "the",
        "and",
        "for",
        "named",
        "after",
        "in",
        "at",
        "to",
        "im",
        "и",
        "имени",
        "им",
        "при",
        "по",
        "для",
        "ва",
        "va",
        "we",
        "және",
        "жана",
        "на",
    ];
    let lowered = text.to_lowercase();
    let capital = |word: &str| {
        word.chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
    };
    let name = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.is_empty()
            || capital(word)
            || SMALL.contains(&word.to_lowercase().as_str())
            || lexicon::is_one_of(word, &LEXICON.organization_head)
    };
    !text.contains(['"', '“', '«', ':'])
        && lexicon::holds_one_of(&lowered, &LEXICON.organization_head)
        && text.split_whitespace().all(name)
}

/// Longest supplied title in characters.
const SUPPLIED: usize = 140;

/// A title made from the text: its first sentence, cut at a word where it is long.
pub fn supplied(body: Passage) -> Option<String> {
    let first = sentences(body)
        .into_iter()
        .next()?
        .text
        .trim_end_matches('.');
    if first.chars().count() <= SUPPLIED {
        return Some(first.to_owned()).filter(|title| !title.is_empty());
    }
    let cut = first
        .char_indices()
        .nth(SUPPLIED)
        .map_or(first.len(), |(at, _)| at);
    let cut = first[..cut].rfind(' ').unwrap_or(cut);
    Some(format!(
        "{}…",
        first[..cut].trim_end_matches([',', ' ', ';', ':'])
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(heading: &str, date: &str) -> String {
        let passage = Passage::new(heading);
        let date = heading
            .find(date)
            .filter(|_| !date.is_empty())
            .map(|at| Span::new(at..at + date.len()));
        let (_, rest) = ordinal(passage);
        of_heading(rest, date).text.to_owned()
    }

    #[test]
    fn ordinal_organization_place_mode_and_date_are_no_part_of_a_title() {
        assert_eq!(
            title("#1 Town Library. Spring fair. 1 June 2021", "1 June 2021"),
            "Spring fair"
        );
        assert_eq!(
            title(
                "#2 Lecture \"Old maps\" online 9 April 2021",
                "9 April 2021"
            ),
            "Lecture \"Old maps\""
        );
        assert_eq!(
            title("A hall was opened(Osh,Kyrgyzstan) 2 May 2020", "2 May 2020"),
            "A hall was opened"
        );
        assert_eq!(
            title(
                "Meeting of the Book Union (the BU) online May 2, 2020",
                "May 2, 2020"
            ),
            "Meeting of the Book Union (the BU)"
        );
        assert_eq!(
            title("Library. Reading Consortium. Book night", ""),
            "Book night"
        );
        assert_eq!(
            title("Summer fair (Osh, 3 May 2020)", "3 May 2020"),
            "Summer fair"
        );
        assert_eq!(
            title(
                "Club of readers. National Library. May 2, 2020",
                "May 2, 2020"
            ),
            "Club of readers"
        );
    }

    #[test]
    fn a_date_in_the_middle_stays() {
        assert_eq!(
            title("Results of 2020 in pictures", "2020"),
            "Results of 2020 in pictures"
        );
    }

    #[test]
    fn a_supplied_title_is_the_first_sentence() {
        assert_eq!(
            supplied(Passage::new("On 3 May a fair was held. Many came.")).unwrap(),
            "On 3 May a fair was held"
        );
    }
}
