//! The dateline of a text, in any format: `OSH, 12 May 2021 /Agency/.` at its
//! head, `Published 12 May 2021.` and `Nov. 10, 2025, 10:43 p.m.` on a line by
//! themselves at its head or foot.
//!
//! Readers find what their format marks as one; here the main text itself is
//! looked at, and only where it opens and where it ends.

use crate::document::{Block, Document, Kind};
use crate::field::date::{Reference, When, find};
use crate::lexicon::{LEXICON, begins_with};
use crate::record::Precision;
use crate::span::{Found, Passage, Span};
use jiff::civil::Date;

/// A dateline: the words up to its day, and the day as far as it is told.
#[derive(Clone, Debug)]
pub struct Dateline {
    /// From the beginning of the line to the end of the day.
    pub zone: Span,
    /// The words of the day.
    pub span: Span,
    pub day: Option<Date>,
    /// Month and day where no year is told.
    pub yearless: Option<(i8, i8)>,
}

/// Bytes of a block in which a dateline stands.
const OPENING: usize = 240;
/// Words before the day of a dateline: a place, a region, an agency.
const BEFORE: usize = 6;
/// Words of the name of an agency.
const AGENCY: usize = 3;
/// Words of a line that is but a stamp.
const STAMP: usize = 10;
/// Words of a stamp that are neither short, nor of its label.
const OTHERS: usize = 2;
/// Characters of a short word: `at`, `p.m.`, `soat`, `г.`.
const SHORT: usize = 4;
/// Blocks at either end that are looked at.
const ENDS: usize = 3;

/// The dateline that the main text opens with, or the stamp at its head or foot.
pub fn find_in(document: &Document, language: Option<&str>) -> Option<Dateline> {
    let lines = lines(document);
    let passage = |block: &&Block| document.passage(block.span);
    let head = || lines.iter().take(ENDS).map(passage);
    let foot = || lines.iter().rev().take(ENDS).map(passage);
    head()
        .find_map(|line| opening(line, language))
        .or_else(|| head().find_map(|line| stamp(line, language, true)))
        .or_else(|| foot().find_map(|line| stamp(line, language, false)))
}

/// The lines of the main text. In a text without markup a dateline may have been taken for a
/// headline or for boilerplate, so that the lines about the main text are looked at too.
fn lines(document: &Document) -> Vec<&Block> {
    let plain = document.media_type == "text/plain";
    let blocks = &document.blocks;
    let first = blocks.iter().position(|block| block.aside.is_none());
    let last = blocks.iter().rposition(|block| block.aside.is_none());
    let (Some(first), Some(last)) = (first, last) else {
        return Vec::new();
    };
    let about = if plain { ENDS } else { 0 };
    let near = first.saturating_sub(about)..(last + 1 + about).min(blocks.len());
    let is_line = |block: &&Block| !matches!(block.kind, Kind::Table(_));
    let shown = |block: &&Block| plain || block.aside.is_none();
    blocks[near].iter().filter(is_line).filter(shown).collect()
}

/// The first date of a passage, where it is a single day.
fn first_day(passage: Passage, language: Option<&str>) -> Option<Found<When>> {
    let found = find(passage, language, &Reference::default());
    found.into_iter().next().filter(|found| {
        let when = &found.value;
        let single = match when.yearless {
            Some((first, last)) => first == last,
            None => when.start.is_some() && when.start == when.end,
        };
        single && when.precision == Precision::Day && found.rule != "range"
    })
}

fn dateline(passage: Passage, found: &Found<When>) -> Dateline {
    Dateline {
        zone: Span {
            start: passage.start,
            end: found.span.end,
        },
        span: found.span,
        day: found.value.start,
        yearless: found.value.yearless.map(|(first, _)| first),
    }
}

/// `OSH, 12 May 2021 – …`, `Osh, 12 May. The …`, `12 May 2021. The …`: a day behind names alone,
/// with a mark behind it that closes it.
fn opening(passage: Passage, language: Option<&str>) -> Option<Dateline> {
    let end = passage.text.floor_char_boundary(OPENING);
    let passage = passage.slice(0..end);
    let found = first_day(passage, language)?;
    let (start, end) = (
        (found.span.start - passage.start) as usize,
        (found.span.end - passage.start) as usize,
    );
    let before = passage.text[..start].trim();
    let named = !before.is_empty();
    let leads =
        !named || (is_names(before) && before.ends_with([',', '.', '/', '(', '–', '—', '|']));
    let closed = closes(&passage.text[end..], named)
        || (named && passage.text[..end].ends_with('.') && opens(&passage.text[end..]));
    let year = found.value.start.is_some() || (named && before.ends_with(','));
    (leads && closed && year).then(|| dateline(passage, &found))
}

/// Whether words are names of places and agencies alone: all with capitals, but for short ones.
fn is_names(before: &str) -> bool {
    let words = before.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '‘' && c != '’');
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    let capital =
        |word: &&str| word.starts_with(|c: char| c.is_uppercase()) || word.chars().count() <= 2;
    words.len() <= BEFORE
        && words.iter().all(capital)
        && words
            .first()
            .is_some_and(|word| word.starts_with(char::is_uppercase))
}

/// Whether what follows a day ends the dateline: a full stop, a dash behind a place, an agency in
/// strokes or brackets, the end of the line; an hour may stand between.
fn closes(rest: &str, named: bool) -> bool {
    let rest = rest.trim_start_matches([' ', ',', '\u{a0}']);
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ':');
    let rest = rest.trim_start();
    let mut letters = rest.chars();
    match letters.next() {
        None => named,
        Some('.') => letters.next().is_none_or(char::is_whitespace),
        Some('/' | '|') => true,
        Some('(' | '–' | '—' | '-' | '\n') => named,
        _ => named && is_agency(rest),
    }
}

/// Whether a sentence begins.
fn opens(rest: &str) -> bool {
    let mut letters = rest.chars().filter(|c| c.is_alphanumeric());
    rest.starts_with(char::is_whitespace)
        && letters
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_numeric())
}

/// `Kabar –`: the name of an agency before a dash.
fn is_agency(rest: &str) -> bool {
    let end = rest.find(['–', '—']).unwrap_or(rest.len());
    let name = &rest[..end];
    let words = name.split_whitespace();
    end < rest.len()
        && words.clone().count() <= AGENCY
        && words
            .clone()
            .all(|word| word.starts_with(|c: char| !c.is_lowercase()))
}

/// A line that is a day with its label, its hour or the name of who wrote it. At the head a label
/// or the form of a dateline is needed: a day alone below a headline may be the event's.
fn stamp(passage: Passage, language: Option<&str>, head: bool) -> Option<Dateline> {
    let words = passage.text.split_whitespace();
    if words.clone().count() > STAMP {
        return None;
    }
    let found = first_day(passage, language).filter(|found| found.value.start.is_some())?;
    let lowered = passage.text.to_lowercase();
    let label = begins_with(&lowered, &LEXICON.published_word)
        .or_else(|| begins_with(&lowered, &LEXICON.published_label))
        .or_else(|| begins_with(&lowered, &LEXICON.counter));
    if begins_with(&lowered, &LEXICON.event_label).is_some() || (head && label.is_none()) {
        return None;
    }
    let start = (found.span.start - passage.start) as usize;
    let end = (found.span.end - passage.start) as usize;
    let from = if lowered.len() == passage.text.len() {
        label.map_or(0, str::len)
    } else {
        0
    };
    let before = passage.text.get(from.min(start)..start)?;
    let behind = &passage.text[end..];
    let others = [before, behind].into_iter().flat_map(others).count();
    // `Press office of the library, 12 May 2021.`
    let signed =
        !head && before.trim_end().ends_with(',') && !before.contains(':') && is_end(behind);
    let allowed = match (label.is_some() && !head, signed) {
        (false, false) => OTHERS,
        _ => 2 * OTHERS,
    };
    (others <= allowed && !behind.trim_start().starts_with('–')).then(|| dateline(passage, &found))
}

/// Whether nothing but a full stop or a short form of a word follows.
fn is_end(behind: &str) -> bool {
    behind.chars().filter(|c| c.is_alphanumeric()).count() < SHORT
}

/// The words that are longer than what stands about an hour.
fn others(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic())
        .filter(|word| word.chars().count() > SHORT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str, language: &str) -> Option<String> {
        let found = opening(Passage::new(text), Some(language))?;
        Some(
            found
                .day
                .map_or_else(|| format!("{:?}", found.yearless), |day| day.to_string()),
        )
    }

    #[test]
    fn agencies_open_with_place_and_day() {
        for (text, language, expected) in [
            (
                "Osh, 12 May 2021. The library held a seminar.",
                "en",
                "2021-05-12",
            ),
            (
                "Ош, 12 мая 2021 г. — Кабар. В библиотеке прошёл семинар.",
                "ru",
                "2021-05-12",
            ),
            (
                "ДУШАНБЕ, 15.04.2024. /Хабар/. Дар китобхона.",
                "tg",
                "2024-04-15",
            ),
            (
                "NUKUS, 7-aprel 2022-yil. /Xabar/. Kecha",
                "uz",
                "2022-04-07",
            ),
            (
                "Нарын, 20 апреля. Сегодня открылся съезд.",
                "ru",
                "Some((4, 20))",
            ),
            (
                "12 мая 2021 года. Библиотека провела час чтения.",
                "ru",
                "2021-05-12",
            ),
        ] {
            assert_eq!(day(text, language).as_deref(), Some(expected), "{text}");
        }
        for (text, language) in [
            ("On 10 May 2021 the library held a fair.", "en"),
            ("When: 23 March 2022, 14:00. Where: room 5.", "en"),
            ("24 октября – День библиотекаря.", "ru"),
            ("Библиотека открылась 5 мая 2021 года. Читатели рады.", "ru"),
            ("В Оше, 5 мая 2021 года, прошёл семинар.", "ru"),
        ] {
            assert_eq!(day(text, language), None, "{text}");
        }
    }
}
