//! Tables that go on over page breaks, and the rows that breaks cut in two.
//!
//! A table goes on where the last part of a page and the first of the next are
//! tables with the same columns. Header rows that the next page repeats are
//! dropped. The first row of the next page is the rest of the last row before it,
//! or a row of its own: evidence for either is weighed in [`is_rest`].

use super::layout::{Content, Part};
use super::paragraphs::{Paragraph, stops_short};
use super::table::{PageCell, PageRow, PageTable};

/// How far edges of columns may differ between pages, in points.
const EDGES: f32 = 6.0;

/// Joins the tables of following pages.
pub fn tables(parts: &mut Vec<Part>) {
    let mut out: Vec<Part> = Vec::with_capacity(parts.len());
    for part in parts.drain(..) {
        let Content::Table(next) = part.content else {
            out.push(part);
            continue;
        };
        let open = open_table(&mut out, part.page).filter(|table| same_columns(table, &next));
        match open {
            Some(table) => join(table, next),
            None => out.push(Part { content: Content::Table(next), ..part }),
        }
    }
    *parts = out;
}

/// The table that the page before ends with; only furniture may stand behind it.
fn open_table(parts: &mut [Part], page: u32) -> Option<&mut PageTable> {
    let last = parts.iter_mut().rev().find(|part| part.aside.is_none())?;
    match &mut last.content {
        Content::Table(table) if table.rows.last().is_some_and(|row| row.page + 1 == page) => Some(table),
        _ => None,
    }
}

fn same_columns(above: &PageTable, below: &PageTable) -> bool {
    above.columns.len() == below.columns.len()
        && above.columns.iter().zip(&below.columns).all(|(a, b)| (a - b).abs() <= EDGES)
}

fn join(table: &mut PageTable, mut next: PageTable) {
    next.rows.retain(|row| !row.is_empty());
    let repeated = repeated_header(table, &next);
    let mut rows = next.rows.into_iter().skip(repeated);
    if let Some(first) = rows.next() {
        match table.rows.last() {
            Some(last) if is_rest(table, last, &first) => {
                if let Some(last) = table.rows.last_mut() {
                    append(last, first);
                }
            }
            _ => table.rows.push(first),
        }
    }
    table.rows.extend(rows);
}

fn words(row: &PageRow) -> String {
    row.cells.iter().flatten().flat_map(|cell| &cell.paragraphs).map(Paragraph::text).collect::<Vec<_>>().join("|")
}

/// How many rows at the top of `next` repeat the top of the table.
fn repeated_header(table: &PageTable, next: &PageTable) -> usize {
    let same = |(a, b): &(&PageRow, &PageRow)| words(a) == words(b);
    table.rows.iter().zip(&next.rows).take(3).take_while(same).count()
}

/// Whether `row`, the first of its page, is the rest of `last`.
fn is_rest(table: &PageTable, last: &PageRow, row: &PageRow) -> bool {
    let body = &table.rows[table.header.max(1).min(table.rows.len() - 1)..];
    let width = row.cells.len();
    let mut weight = 0.0;
    for column in 0..width {
        let rows = body.iter().filter(|row| row.cells[column].is_some()).count().max(1) as f32;
        let share = body.iter().filter(|row| row.filled(column).is_some()).count() as f32 / rows;
        match (last.filled(column), row.filled(column)) {
            // A column that every row fills is empty here.
            (_, None) if share > 0.99 => weight += 3.0,
            (_, None) => weight += 0.0,
            (None, Some(_)) => weight -= 1.0,
            (Some(above), Some(below)) => weight += carries_on(body, column, above, below),
        }
    }
    weight > 0.0
}

/// How far the text of a cell reads as the rest of the cell above it: positive where it does.
fn carries_on(body: &[PageRow], column: usize, above: &PageCell, below: &PageCell) -> f32 {
    let (Some(last), Some(first)) = (above.paragraphs.last(), below.paragraphs.first()) else { return 0.0 };
    let opener = opener(first);
    let others: Vec<Opener> = body
        .iter()
        .filter_map(|row| row.filled(column))
        .filter_map(|cell| cell.paragraphs.first())
        .map(self::opener)
        .collect();
    let mut weight = 0.0;
    if let Some(common) = others.first().filter(|first| others.iter().all(|o| o == *first)) {
        match (common, opener == *common) {
            (Opener::Number, true) => weight -= 4.0,
            (Opener::Number, false) => weight += 4.0,
            (_, false) => weight += 1.5,
            _ => weight -= 0.5,
        }
    }
    if opener == Opener::Small {
        weight += 3.0;
    }
    if first.item && !others.contains(&Opener::Mark) {
        weight += 3.0;
    }
    if continues(last, first) {
        weight += 1.0;
    }
    weight
}

/// How a cell's text opens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Opener {
    /// `#1`, `№ 2`, `3.`, `12.05.2021`
    Number,
    Mark,
    Small,
    Other,
}

fn opener(paragraph: &Paragraph) -> Opener {
    if paragraph.item {
        return Opener::Mark;
    }
    let text = paragraph.first_line().and_then(|line| line.words.first()).map_or("", |word| word.text.as_str());
    match text.chars().next() {
        Some('#' | '№' | '0'..='9') => Opener::Number,
        Some(c) if c.is_lowercase() => Opener::Small,
        _ => Opener::Other,
    }
}

/// Whether a paragraph that a break cut goes on in the next one.
pub fn continues(last: &Paragraph, next: &Paragraph) -> bool {
    let (Some(end), Some(start)) = (last.last_line(), next.first_line()) else { return false };
    if next.item || (end.size - start.size).abs() > 0.1 * start.size || stops_short(end, start, last.right) {
        return false;
    }
    if opener(next) == Opener::Small {
        return true;
    }
    let set_in = last.hanging_left().is_some_and(|left| last.item && left - start.area.left > 3.0);
    let word = end.words.last().map_or("", |word| word.text.as_str());
    let ended = word.trim_end_matches(['"', '”', '»', ')']).ends_with(['.', '!', '?', '…', ':', ';']);
    !set_in && !ended
}

/// Moves the cells of `row` to the end of the cells above them.
fn append(last: &mut PageRow, row: PageRow) {
    for (above, below) in last.cells.iter_mut().zip(row.cells) {
        let Some(below) = below else { continue };
        match above {
            Some(above) => {
                let mut paragraphs = below.paragraphs.into_iter();
                if let Some(first) = paragraphs.next() {
                    match above.paragraphs.last_mut() {
                        Some(last) if continues(last, &first) => last.stretches.extend(first.stretches),
                        _ => above.paragraphs.push(first),
                    }
                }
                above.paragraphs.extend(paragraphs);
            }
            None => *above = Some(below),
        }
    }
}
