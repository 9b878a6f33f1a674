//! What a row of a table of activities is, by its shape.

use super::content;
use super::sheet::{ShownCell, Slot};
use crate::document::Document;
use crate::draft::Role;
use crate::field::date::{self, Reference};
use crate::field::goal;
use crate::field::phrases::Phrases;
use crate::field::words::Words;
use crate::record::Precision;
use crate::scheme::Scheme;
use crate::span::{Passage, Span};
use std::sync::LazyLock;

/// What a row is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum RowShape {
    Activity,
    /// It goes on with the activity above.
    Continuation,
    Section(SectionRow),
    /// The sum of the rows above, the numbers of the columns, nothing held.
    Nothing,
    /// Words without an activity.
    Unread,
}

/// What a row that names a part of the table says.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum SectionRow {
    Country(Span),
    /// A town.
    Place(Span),
    /// A month or quarter.
    Period(Span),
    /// A year alone.
    Year(Span),
    /// A goal or direction.
    Goal(Span),
    Other,
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum RowWord {
    Total,
    None,
}

static WORDS: LazyLock<Phrases<RowWord>> = LazyLock::new(|| {
    parse(include_str!("../../../schemas/tables/rows.tsv"))
        .expect("the built-in table is valid; a test reads it")
});

fn parse(text: &str) -> Result<Phrases<RowWord>, String> {
    let mut phrases = Phrases::default();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [_, sort, words] = fields[..] else {
            return Err(format!("three columns: {line}"));
        };
        let sort = match sort {
            "total" => RowWord::Total,
            "none" => RowWord::None,
            _ => return Err(format!("a sort: {line}")),
        };
        words.split(',').for_each(|word| phrases.add(word, sort));
    }
    Ok(phrases)
}

/// A row opens with one of the words, and little stands behind them.
fn opens(text: &str, sort: RowWord) -> bool {
    if text.chars().count() > 60 {
        return false;
    }
    let words = Words::new(Passage::new(text));
    let first = (0..words.len()).find(|&at| words.get(at).is_some_and(|word| word.is_word()));
    let read = first.and_then(|at| WORDS.read(&words, at));
    let count = words.list.iter().filter(|word| word.is_word()).count();
    read.is_some_and(|(taken, found)| found == sort && taken + 4 >= count)
}

/// The columns of a table of activities, and how they are filled.
#[derive(Clone, Debug)]
pub struct ActivityColumns {
    pub roles: Vec<Option<Role>>,
    /// Most rows have a number, a date or a place: one that has none goes on with the one above.
    pub anchored: bool,
}

impl ActivityColumns {
    pub fn of(&self, role: Role) -> impl Iterator<Item = usize> {
        let fits =
            move |(column, own): (usize, &Option<Role>)| (*own == Some(role)).then_some(column);
        self.roles.iter().enumerate().filter_map(fits)
    }

    pub fn first(&self, role: Role) -> Option<usize> {
        self.of(role).next()
    }
}

/// Roles that anchor a row: a row with none of them tells of no activity of its own.
const ANCHORS: [Role; 6] = [
    Role::Number,
    Role::Date,
    Role::DateAndPlace,
    Role::Place,
    Role::Organizer,
    Role::Participants,
];

/// Whether a row has a cell of its own in one of the columns that anchor rows.
pub fn is_anchored(columns: &[Option<Role>], row: &[Slot]) -> bool {
    let anchor = |(slot, role): (&Slot, &Option<Role>)| {
        slot.is_own() && role.is_some_and(|role| ANCHORS.contains(&role))
    };
    row.iter().zip(columns).any(anchor)
}

/// What a row is; `before` is the row above it, where an activity stands above.
pub fn shape(
    document: &Document,
    scheme: &Scheme,
    columns: &ActivityColumns,
    row: &[Slot],
    before: Option<&[Slot]>,
) -> RowShape {
    let own: Vec<usize> = (0..row.len())
        .filter(|&column| row[column].is_own())
        .collect();
    let Some(&first) = own.first() else {
        return RowShape::Nothing;
    };
    let numbering = own
        .iter()
        .enumerate()
        .all(|(index, &column)| content::ordinal(row[column].text) == Some(index as u32 + 1));
    let total = own
        .iter()
        .take(2)
        .any(|&column| opens(row[column].text, RowWord::Total));
    let none = own
        .iter()
        .any(|&column| opens(row[column].text, RowWord::None));
    // Dashes fill what is left.
    let says = |column: &&usize| row[**column].text.contains(char::is_alphanumeric);
    let told = own.iter().filter(says).count();
    if own.len() >= 3 && numbering || total || none && told <= 4 {
        return RowShape::Nothing;
    }
    if own.len() == 1
        && let Some(section) = section(document, scheme, columns, row, first)
    {
        return RowShape::Section(section);
    }
    tells(columns, row, before)
}

/// A row of one cell that names a part of the table.
fn section(
    document: &Document,
    scheme: &Scheme,
    columns: &ActivityColumns,
    row: &[Slot],
    at: usize,
) -> Option<SectionRow> {
    let slot = &row[at];
    let passage = document.passage(slot.span()).trim();
    let merged = row.iter().any(|slot| slot.shown == ShownCell::Left);
    let short = passage.text.chars().count() <= 100;
    if !short {
        return None;
    }
    if content::is_country(passage) {
        return Some(SectionRow::Country(passage.span()));
    }
    if let Some(period) = period(passage) {
        return Some(period);
    }
    let role = columns.roles[at];
    let placed = matches!(role, Some(Role::Place | Role::DateAndPlace));
    if (merged || !placed) && content::is_city(passage) {
        return Some(SectionRow::Place(passage.span()));
    }
    let own = matches!(
        role,
        Some(Role::Objectives | Role::Results | Role::Goals | Role::Description)
    );
    if own && !merged {
        return None;
    }
    if names_goal(passage, scheme) {
        return Some(SectionRow::Goal(passage.span()));
    }
    let title = role == Some(Role::Title) && !merged;
    let ends = passage.text.ends_with(['.', '!', '?', '…']);
    (merged || !title && at == 0 && !ends).then_some(SectionRow::Other)
}

/// Whether a line states goals: of the scheme that is asked for, or of the one that reports are
/// written to.
pub fn names_goal(line: Passage, scheme: &Scheme) -> bool {
    let names = |scheme: &Scheme| !goal::stated(line, scheme).is_empty();
    let usual = Scheme::default();
    names(scheme) || scheme.name != usual.name && names(&usual)
}

/// The section that words name which are a month, quarter or year and little else.
pub fn period(passage: Passage) -> Option<SectionRow> {
    let reference = Reference {
        year: Some(2000),
        ..Reference::default()
    };
    let found = date::find(passage, None, &reference);
    let [period] = &found[..] else { return None };
    let words = passage.text.split_whitespace().count();
    let taken = passage.text.len().saturating_sub(period.span.len());
    if words > 6 || taken > 24 {
        return None;
    }
    match period.value.precision {
        Precision::Day => None,
        Precision::Year => Some(SectionRow::Year(passage.span())),
        _ => Some(SectionRow::Period(passage.span())),
    }
}

/// Whether a row of several cells, or of one that names no part, is an activity of its own.
fn tells(columns: &ActivityColumns, row: &[Slot], before: Option<&[Slot]>) -> RowShape {
    let begun = before.is_some();
    let title = columns.first(Role::Title).map(|column| &row[column]);
    let told = title.filter(|slot| slot.is_own());
    let Some(told) = told else {
        // Numbers alone are sums.
        let words = |slot: &Slot| slot.is_own() && slot.text.contains(char::is_alphabetic);
        let more = row.iter().any(words);
        return match (more, begun) {
            (false, _) => RowShape::Nothing,
            (true, true) => RowShape::Continuation,
            (true, false) => RowShape::Unread,
        };
    };
    let lower = told.text.chars().next().is_some_and(char::is_lowercase);
    let anchored = is_anchored(&columns.roles, row);
    // What the row above says too is filled in from it.
    let again = |at: usize| before.is_some_and(|before| before[at].text == row[at].text);
    let leads = |at: usize| {
        let named = matches!(columns.roles[at], Some(Role::Country | Role::Period));
        named && row[at].is_own() && !again(at)
    };
    let leading = (0..row.len().min(columns.roles.len())).any(leads);
    let goes_on = lower && !anchored || columns.anchored && !anchored && !leading;
    if begun && goes_on {
        RowShape::Continuation
    } else {
        RowShape::Activity
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_words_are_strictly_of_their_shape() {
        assert!(parse(include_str!("../../../schemas/tables/rows.tsv")).is_ok());
        assert!(parse("en\ttotals\ttotal").is_err());
    }

    #[test]
    fn totals_and_rows_of_nothing_open_with_their_words() {
        assert!(opens("Total for the year:", RowWord::Total));
        assert!(opens("Итого", RowWord::Total));
        assert!(opens("Мероприятия не проводились", RowWord::None));
        assert!(!opens(
            "Total recall: an evening of films for the readers",
            RowWord::Total
        ));
    }
}
