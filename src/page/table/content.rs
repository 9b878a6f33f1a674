//! What kinds of values stand in a column: dates, countries, numbers, names of activities …
//!
//! A sample of the cells is read by the field readers; a column's [`CellContent`] tells which share
//! of its filled cells is of each kind.

use std::collections::HashMap;

use super::sheet::{FlatTable, Slot};
use crate::document::Document;
use crate::field::date::{self, Reference};
use crate::field::words::Words;
use crate::field::{activity_type, country, goal, link, mode, organization, person, place};
use crate::record::Precision;
use crate::scheme::Scheme;
use crate::span::{Passage, Span};

/// Cells of a column that are looked at: a table of thousands of rows shows its columns in these.
const SAMPLE: usize = 40;

/// Longer cells are texts and no value of their own.
const VALUE: usize = 60;

/// Characters from which a cell is running text.
const TEXT: usize = 60;

/// A kind of value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(usize)]
pub enum ContentKind {
    /// A number that counts rows.
    Ordinal,
    Number,
    /// A day or days, with or without a year.
    Day,
    /// A month, quarter or year.
    Period,
    /// A day and more words.
    DayAndMore,
    Country,
    City,
    Link,
    Goal,
    Mode,
    /// A word for a kind of activity and little else.
    Type,
    Organization,
    Person,
    /// It names a kind of activity among other words, or gives a name in quotation marks.
    Told,
    Long,
    /// Two words or more.
    Wordy,
    /// It holds letters.
    Letters,
}

const FEATURES: usize = ContentKind::Letters as usize + 1;

/// A cell's kinds, or the shares of a column's.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct CellContent {
    shares: [f32; FEATURES],
    /// How many cells of the sample say something.
    pub filled: usize,
}

impl CellContent {
    pub fn share(&self, feature: ContentKind) -> f32 {
        self.shares[feature as usize]
    }

    fn note(&mut self, feature: ContentKind, holds: bool) {
        self.shares[feature as usize] = f32::from(u8::from(holds));
    }
}

/// What stands in the columns of the rows from `from` on.
pub fn of_columns(
    document: &Document,
    scheme: &Scheme,
    sheet: &FlatTable,
    from: usize,
) -> Vec<CellContent> {
    let rows = &sheet.rows[from.min(sheet.rows.len())..];
    let step = rows.len().div_ceil(SAMPLE).max(1);
    let mut known = HashMap::new();
    (0..sheet.width)
        .map(|column| {
            let slots = rows.iter().step_by(step).map(|row| row[column]);
            let cells = slots.filter(Slot::is_own).map(|slot| {
                let passage = document.passage(slot.span()).trim();
                // Columns repeat their values, and broken files one value without end.
                *known
                    .entry(passage.text)
                    .or_insert_with(|| read(passage, scheme))
            });
            of_column(cells)
        })
        .collect()
}

fn of_column(cells: impl Iterator<Item = CellContent>) -> CellContent {
    let mut content = CellContent::default();
    for cell in cells {
        let shares = content.shares.iter_mut().zip(cell.shares);
        shares.for_each(|(share, holds)| *share += holds);
        content.filled += 1;
    }
    if content.filled > 0 {
        let filled = content.filled as f32;
        content.shares.iter_mut().for_each(|share| *share /= filled);
    }
    content
}

/// The kinds of one cell.
fn read(passage: Passage, scheme: &Scheme) -> CellContent {
    let mut content = CellContent {
        filled: 1,
        ..CellContent::default()
    };
    let length = passage.text.chars().count();
    let words = passage.text.split_whitespace().count();
    let letters = passage.text.contains(char::is_alphabetic);
    content.note(ContentKind::Letters, letters);
    content.note(ContentKind::Long, length >= TEXT);
    content.note(ContentKind::Wordy, words >= 2 && letters);
    content.note(ContentKind::Told, words >= 2 && tells(passage));
    let value = length <= VALUE;
    content.note(ContentKind::Ordinal, value && is_ordinal(passage.text));
    content.note(ContentKind::Number, value && is_number(passage.text));
    let (day, period, more) = dates(passage);
    content.note(ContentKind::Day, value && day);
    content.note(ContentKind::Period, value && period);
    content.note(ContentKind::DayAndMore, value && more);
    content.note(ContentKind::Country, value && is_country(passage));
    content.note(ContentKind::City, value && is_city(passage));
    content.note(ContentKind::Link, link::is_lone(passage));
    let goals = letters && !goal::stated(passage, scheme).is_empty();
    content.note(ContentKind::Goal, goals);
    if !letters {
        return content;
    }
    content.note(ContentKind::Mode, value && words <= 5 && is_mode(passage));
    content.note(
        ContentKind::Type,
        value && words <= 3 && activity_type::find(&[passage]).is_some(),
    );
    let names = organization::find(&[passage], None);
    let spans = names.iter().flat_map(|name| name.spans.iter().copied());
    content.note(ContentKind::Organization, covers(passage, spans));
    let people = person::find(&[passage], &names, None);
    let spans = people.iter().flat_map(|name| name.spans.iter().copied());
    content.note(ContentKind::Person, covers(passage, spans));
    content
}

/// Whether the spans take half of the words.
fn covers(passage: Passage, spans: impl Iterator<Item = Span>) -> bool {
    2 * spans.map(Span::len).sum::<usize>() >= passage.text.len().max(1)
}

/// A name in quotation marks, or a word for a kind of activity.
pub fn tells(passage: Passage) -> bool {
    passage.text.contains(['«', '“', '"', '„']) || activity_type::find(&[passage]).is_some()
}

/// `3`, `3.`, `№ 3`, `#3`.
pub fn is_ordinal(text: &str) -> bool {
    ordinal(text).is_some()
}

/// The number of a cell that holds nothing else.
pub fn ordinal(text: &str) -> Option<u32> {
    let digits = text
        .trim_start_matches(['#', '№', '('])
        .trim_start()
        .trim_end_matches(['.', ')', ':']);
    let short = (1..=4).contains(&digits.len());
    (short && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| digits.parse().ok())
        .flatten()
}

/// Digits, and a short word for what is counted.
fn is_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let words = text
        .split_whitespace()
        .filter(|word| word.contains(char::is_alphabetic));
    digits > 0 && letters <= 12 && words.count() <= 1 && !text.contains(['/', ':'])
}

/// Whether the passage is a day, whether a month or longer, whether a day and more.
fn dates(passage: Passage) -> (bool, bool, bool) {
    // A day without a year is a day; the year is none of the words.
    let reference = Reference {
        year: Some(2000),
        ..Reference::default()
    };
    let found = date::find(passage, None, &reference);
    let Some(first) = found.first() else {
        return (is_day_of_month(passage.text), false, false);
    };
    let taken: usize = found.iter().map(|date| letters(date.span, passage)).sum();
    let all = passage.text.chars().filter(|c| c.is_alphabetic()).count();
    let alone = all.saturating_sub(taken) <= 4;
    let day = first.value.precision == Precision::Day;
    (day && alone, !day && alone, day && !alone)
}

/// Whether the passage is a day or days and nothing else.
pub fn is_day(passage: Passage) -> bool {
    passage.text.chars().count() <= VALUE && dates(passage).0
}

fn letters(span: Span, passage: Passage) -> usize {
    let from = (span.start - passage.start) as usize;
    let words = passage.text.get(from..from + span.len()).unwrap_or("");
    words.chars().filter(|c| c.is_alphabetic()).count()
}

/// `05.03`, `5.3–7.3`, `5–7.03`: day and month in numbers.
pub fn is_day_of_month(text: &str) -> bool {
    let parts = text.split(['-', '–', '—']).map(str::trim);
    let one = |part: &str| {
        let mut numbers = part.trim_end_matches('.').split('.');
        let (Some(day), Some(month), None) = (numbers.next(), numbers.next(), numbers.next())
        else {
            return false;
        };
        let in_range = |number: &str, most: u8| {
            number.len() <= 2 && number.parse().is_ok_and(|n: u8| (1..=most).contains(&n))
        };
        in_range(day, 31) && in_range(month, 12) && month.len() == 2
    };
    // `06–08.03`: the month stands behind the last day.
    let day = |part: &str| part.len() <= 2 && part.parse().is_ok_and(|n: u8| (1..=31).contains(&n));
    let parts: Vec<&str> = parts.collect();
    parts
        .split_last()
        .is_some_and(|(last, first)| one(last) && first.iter().all(|part| one(part) || day(part)))
}

/// Whether the passage is the name of a country and nothing else.
pub fn is_country(passage: Passage) -> bool {
    let words = Words::new(passage);
    if words.len() > 8 {
        return false;
    }
    let found = country::find_in(&words, None);
    let named: usize = found.iter().map(|(range, _)| range.len()).sum();
    let all = words.list.iter().filter(|word| word.is_word()).count();
    found.iter().any(|(_, found)| !found.value.adjective) && named + 1 >= all && named > 0
}

/// A city and nothing else.
pub fn is_city(passage: Passage) -> bool {
    let found = place::cities(passage, None);
    let named: usize = found.iter().map(|city| letters(city.span, passage)).sum();
    let all = passage.text.chars().filter(|c| c.is_alphabetic()).count();
    !found.is_empty() && all.saturating_sub(named) <= 3
}

fn is_mode(passage: Passage) -> bool {
    mode::find(&[passage], None).is_some_and(|mode| mode.rule == "stated")
}
