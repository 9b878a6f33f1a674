//! How the rows of a table look: which columns are always filled, and what their
//! texts open with. Over a page break this tells a new row from the rest of one.

use super::paragraphs::{FlowedParagraph, continues};
use super::table::{PageCell, PageRow, PageTable};

/// Shares of the rows that fill a column: all of them, so many that an empty cell tells something,
/// so few that a filled one does not; and what few rows with a label are taken for.
const ALWAYS: f32 = 0.99;
const OFTEN: f32 = 0.6;
const SELDOM: f32 = 0.7;
const MOSTLY: f32 = 0.9;
/// Points for and against a row being the rest of the one before the break: an ordinal outweighs
/// all else, a number or the usual first word what two other columns say.
const ORDINAL: f32 = 8.0;
const USUAL: f32 = 4.0;
const EMPTY: f32 = 3.0;
const SMALL: f32 = 3.0;
const UNUSUAL: f32 = 1.5;

/// What is usual in each column.
pub struct Profile {
    columns: Vec<ColumnProfile>,
}

struct ColumnProfile {
    /// The share of rows that have text here.
    filled: f32,
    /// What at least three quarters of the filled cells open with.
    opener: Option<Opener>,
    /// The word that at least three quarters of them open with.
    word: Option<String>,
    /// Whether any cell opens with a list mark.
    marks: bool,
}

/// How a cell's text opens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Opener {
    /// `#1`, `№ 2`
    Ordinal,
    /// `3.`, `12.05.2021`
    Number,
    Mark,
    Small,
    Other,
}

pub fn opener(paragraph: &FlowedParagraph) -> Opener {
    if paragraph.item {
        return Opener::Mark;
    }
    let text = paragraph
        .first_line()
        .and_then(|line| line.words.first())
        .map_or("", |word| word.text.as_str());
    match text.chars().next() {
        Some('#' | '№') => Opener::Ordinal,
        Some('0'..='9') => Opener::Number,
        Some(c) if c.is_lowercase() => Opener::Small,
        _ => Opener::Other,
    }
}

fn first_word(paragraph: &FlowedParagraph) -> Option<&str> {
    Some(paragraph.first_line()?.words.first()?.text.as_str())
}

/// The word that at least three quarters of the cells of a column open with, of three or more.
fn common_word(rows: &[&PageRow], column: usize) -> Option<String> {
    let words: Vec<&str> = rows
        .iter()
        .filter_map(|row| first_word(row.filled(column)?.paragraphs.first()?))
        .collect();
    let count = |word: &str| words.iter().filter(|other| **other == word).count();
    let common = words
        .iter()
        .find(|word| words.len() > 2 && count(word) * 4 >= words.len() * 3)?;
    Some((*common).to_owned())
}

impl Profile {
    /// Openers are looked at where rows surely begin: not behind a break, or with a label in
    /// the first column. Whether columns are filled, where rows surely end as well.
    pub fn of(chain: &[PageTable]) -> Profile {
        let width = chain
            .first()
            .map_or(0, |table| table.columns.len().saturating_sub(1));
        let begun = starts(chain);
        let whole: Vec<&PageRow> = begun
            .iter()
            .filter(|(_, last)| !last)
            .map(|(row, _)| *row)
            .collect();
        let begun: Vec<&PageRow> = begun.into_iter().map(|(row, _)| row).collect();
        let whole = if whole.len() < 2 { &begun } else { &whole };
        let mut columns: Vec<ColumnProfile> = (0..width)
            .map(|column| ColumnProfile::of(&begun, whole, column))
            .collect();
        // Labels helped to choose the rows, so few of them do not show that all rows have one.
        if let Some(first) = columns
            .first_mut()
            .filter(|first| begun.len() < 6 || first.filled < 1.0)
        {
            first.filled = first.filled.min(MOSTLY);
        }
        Profile { columns }
    }

    /// Whether `row`, which stands behind a break, is the rest of `last`.
    pub fn is_rest(&self, last: &PageRow, row: &PageRow) -> bool {
        let weigh = |(number, column): (usize, &ColumnProfile)| match (
            last.filled(number),
            row.filled(number),
        ) {
            // A column that every row fills is empty in one of the two.
            (Some(_), None) if column.filled > ALWAYS => EMPTY,
            (None, Some(_)) if column.filled > OFTEN && number > 0 => EMPTY,
            (None, Some(_)) if column.filled < SELDOM => -UNUSUAL,
            (Some(above), Some(below)) => column.carries_on(above, below),
            _ => 0.0,
        };
        self.columns.iter().enumerate().map(weigh).sum::<f32>() > 0.0
    }
}

/// The rows that surely begin where they stand, and whether a break follows them.
fn starts(chain: &[PageTable]) -> Vec<(&PageRow, bool)> {
    let Some(header) = chain.first().and_then(|table| table.rows.first()) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for (number, table) in chain.iter().enumerate() {
        let mut broken = number > 0;
        for (place, row) in table.rows.iter().enumerate() {
            if row.opens_with(header) {
                // Where no rule parts the two, the words below the header are those behind the
                // break.
                broken = row.repeats(header) && (broken || place > 0);
                continue;
            }
            let last = table
                .rows
                .get(place + 1)
                .is_none_or(|next| next.opens_with(header));
            if !broken || row.filled(0).is_some() {
                out.push((row, last));
            }
            broken = false;
        }
    }
    out
}

impl ColumnProfile {
    fn of(begun: &[&PageRow], whole: &[&PageRow], column: usize) -> ColumnProfile {
        let places = whole
            .iter()
            .filter(|row| row.cells.get(column).is_some_and(Option::is_some))
            .count();
        let filled = whole
            .iter()
            .filter(|row| row.filled(column).is_some())
            .count();
        let openers: Vec<Opener> = begun
            .iter()
            .filter_map(|row| row.filled(column))
            .filter_map(|cell| cell.paragraphs.first())
            .map(opener)
            .collect();
        let count = |opener: &Opener| openers.iter().filter(|other| *other == opener).count();
        ColumnProfile {
            filled: filled as f32 / places.max(1) as f32,
            opener: openers
                .iter()
                .copied()
                .find(|opener| count(opener) * 4 >= openers.len() * 3),
            word: common_word(begun, column),
            marks: openers.contains(&Opener::Mark),
        }
    }

    /// Whether a paragraph opens with the word that cells of this column open with.
    fn opens_as_usual(&self, first: &FlowedParagraph) -> f32 {
        match (&self.word, first_word(first)) {
            (Some(usual), Some(word)) if usual == word => -USUAL,
            (Some(_), _) => UNUSUAL,
            (None, _) => 0.0,
        }
    }

    /// How far the text of a cell reads as the rest of the cell above it: positive where it does.
    fn carries_on(&self, above: &PageCell, below: &PageCell) -> f32 {
        let (Some(last), Some(first)) = (above.paragraphs.last(), below.paragraphs.first()) else {
            return 0.0;
        };
        let opener = opener(first);
        let usual = match (self.opener, self.opener == Some(opener)) {
            (Some(Opener::Ordinal), true) => -ORDINAL,
            (Some(Opener::Number), true) => -USUAL,
            (Some(Opener::Ordinal), false) => ORDINAL,
            (Some(Opener::Number), false) => USUAL,
            (Some(_), false) => UNUSUAL,
            (Some(_), true) => -0.5,
            (None, _) => 0.0,
        };
        let small = if opener == Opener::Small { SMALL } else { 0.0 };
        let mark = if first.item && !self.marks {
            SMALL
        } else {
            0.0
        };
        let text = if continues(last, first) { 1.0 } else { 0.0 };
        usual + small + mark + text + self.opens_as_usual(first)
    }
}
