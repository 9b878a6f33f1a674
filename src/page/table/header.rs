//! Which rows of a table are its header, and what that names.
//!
//! A header is one or two rows high and stands among the first rows, below titles of the table at
//! most. It is known by its words, or by short words above values of another kind: so headers in
//! unknown words are found too.

use super::content::{self, CellContent, ContentKind};
use super::sheet::{FlatTable, ShownCell, Slot};
use crate::document::Document;
use crate::draft::Role;
use crate::page::role::role;
use crate::scheme::Scheme;

/// Rows among which a header is looked for.
const FIRST: usize = 12;

/// Characters of the longest cell of a header.
const LONGEST: usize = 90;

/// Share of a column's cells that makes its kind plain.
const PLAIN: f32 = 0.6;

/// The header of a table.
#[derive(Clone, Debug)]
pub struct Header {
    /// Its first row, and the row behind it.
    pub from: usize,
    pub to: usize,
    /// What it names, column by column.
    pub named: Vec<Option<Role>>,
}

/// The best header among the first rows: `marked` of them are header rows by their markup.
pub fn find(
    document: &Document,
    scheme: &Scheme,
    sheet: &FlatTable,
    marked: usize,
) -> Option<Header> {
    let mut best: Option<(f32, Header)> = None;
    for from in 0..FIRST.min(sheet.rows.len().saturating_sub(1)) {
        for to in [from + 1, from + 2] {
            let Some((points, header)) = by_words(sheet, from, to) else {
                continue;
            };
            if best.as_ref().is_none_or(|(most, _)| points > *most) {
                best = Some((points, header));
            }
        }
    }
    best.map(|(_, header)| header)
        .or_else(|| by_contrast(document, scheme, sheet, marked))
}

/// The words of the header, column by column: those of the lower row, or of the cell that reaches
/// down to it.
fn texts<'d>(sheet: &FlatTable<'d>, from: usize, to: usize) -> Vec<&'d str> {
    (0..sheet.width)
        .map(|column| {
            let rows = sheet.rows[from..to].iter().rev();
            rows.map(|row| row[column].text)
                .find(|text| !text.is_empty())
                .unwrap_or("")
        })
        .collect()
}

/// A header by known words, and how good a one it is.
fn by_words(sheet: &FlatTable, from: usize, to: usize) -> Option<(f32, Header)> {
    // A row must be left behind it.
    let rows = sheet.rows.get(from..to).filter(|_| to < sheet.rows.len())?;
    let long = |slot: &Slot| slot.text.chars().count() > LONGEST;
    if rows.iter().flatten().any(long) || own(&rows[0]) < 2 {
        return None;
    }
    let named: Vec<Option<Role>> = texts(sheet, from, to).into_iter().map(role).collect();
    if to - from == 2 {
        let above = sheet.rows[from].iter().map(|slot| role(slot.text));
        let new = sheet.rows[to - 1]
            .iter()
            .any(|slot| slot.is_own() && role(slot.text).is_some());
        if !new || above.eq(named.iter().copied()) {
            return None;
        }
    }
    let filled = texts(sheet, from, to)
        .iter()
        .filter(|text| !text.is_empty())
        .count();
    let known = named.iter().flatten().count();
    let distinct = distinct(&named);
    // Several columns of staff or counts have one role.
    let data = |role: &&Role| matches!(role, Role::Contact | Role::Statistic);
    let data = named.iter().flatten().filter(data).count();
    if distinct < 2 && data < 2 || known * 10 < 6 * filled {
        return None;
    }
    let title = if named.contains(&Some(Role::Title)) {
        1.0
    } else {
        0.0
    };
    let height = if to - from == 2 { 0.4 } else { 0.0 };
    let points = distinct as f32 + title - 0.5 * from as f32 - height;
    Some((points, Header { from, to, named }))
}

/// How many roles a row names.
pub fn distinct(named: &[Option<Role>]) -> usize {
    let mut roles: Vec<Role> = named.iter().flatten().copied().collect();
    roles.sort_unstable();
    roles.dedup();
    roles.len()
}

fn own(row: &[Slot]) -> usize {
    row.iter().filter(|slot| slot.is_own()).count()
}

/// Short words without numbers above columns of other kinds.
fn by_contrast(
    document: &Document,
    scheme: &Scheme,
    sheet: &FlatTable,
    marked: usize,
) -> Option<Header> {
    // Titles of the table take one cell.
    let first = sheet
        .rows
        .iter()
        .take(FIRST)
        .position(|row| own(row) >= 2)?;
    if first + 1 >= sheet.rows.len() {
        return None;
    }
    let row = &sheet.rows[first];
    let to = if row.iter().any(|slot| slot.shown == ShownCell::Left)
        && sheet
            .rows
            .get(first + 1)
            .is_some_and(|below| is_short(below))
        && sheet.rows[first + 1]
            .iter()
            .any(|slot| slot.shown == ShownCell::Above)
    {
        first + 2
    } else {
        first + 1
    };
    if !is_short(row) || to >= sheet.rows.len() {
        return None;
    }
    let named: Vec<Option<Role>> = texts(sheet, first, to).into_iter().map(role).collect();
    let below = content::of_columns(document, scheme, sheet, to);
    let typed = below.iter().filter(|content| is_typed(content)).count();
    let marked = marked > first;
    let enough = typed + distinct(&named) >= 2 && typed >= 1;
    (marked || enough).then_some(Header {
        from: first,
        to,
        named,
    })
}

/// Whether the cells of a row are short words, and most places are taken.
fn is_short(row: &[Slot]) -> bool {
    let taken = row
        .iter()
        .filter(|slot| !slot.is_empty() || slot.shown == ShownCell::Left)
        .count();
    let word = |slot: &Slot| {
        let text = slot.text;
        let number = text.chars().filter(char::is_ascii_digit).count() > 0;
        text.is_empty()
            || text.chars().count() <= 60
                && !number
                && (text.chars().count() <= 20 || !text.ends_with('.'))
            || text.chars().count() <= 6 && !number
    };
    2 * taken > row.len() && row.iter().all(word)
}

/// Whether the cells of a column are all of a kind that no header is.
fn is_typed(content: &CellContent) -> bool {
    let kinds = [
        ContentKind::Ordinal,
        ContentKind::Number,
        ContentKind::Day,
        ContentKind::DayAndMore,
        ContentKind::Link,
        ContentKind::Country,
    ];
    kinds.iter().any(|&kind| content.share(kind) >= PLAIN)
}

/// Whether a row tells the header again, or a row of it.
pub fn is_repeated(row: &[Slot], named: &[Option<Role>], header: &[Vec<&str>]) -> bool {
    let filled = row.iter().filter(|slot| slot.is_own()).count();
    let same = |(slot, told): (&Slot, &&str)| slot.is_own() && slot.text.eq_ignore_ascii_case(told);
    let again = |words: &Vec<&str>| row.iter().zip(words).filter(|&pair| same(pair)).count();
    let again = header.iter().map(again).max().unwrap_or(0);
    let alike = |(slot, named): (&Slot, &Option<Role>)| {
        slot.is_own() && named.is_some() && role(slot.text) == *named
    };
    let roles = row.iter().zip(named).filter(|&pair| alike(pair)).count();
    filled >= 1 && again == filled || roles.max(again) >= 2 && roles.max(again) * 10 >= 7 * filled
}

/// The words of a header and of its rows, for comparing rows with it.
pub fn words<'d>(sheet: &FlatTable<'d>, header: &Header) -> Vec<Vec<&'d str>> {
    let row = |row: &Vec<Slot<'d>>| row.iter().map(|slot| slot.text).collect();
    let rows = sheet.rows[header.from..header.to].iter().map(row);
    std::iter::once(texts(sheet, header.from, header.to))
        .chain(rows)
        .collect()
}

/// Whether the header stands again below rows that lack it: they are those of the table before.
pub fn is_behind_rows(
    sheet: &FlatTable,
    header: &Header,
    named: &[Option<Role>],
    words: &[Vec<&str>],
) -> bool {
    header.from > 0
        && sheet.rows[..header.from].iter().all(|row| own(row) >= 2)
        && is_repeated(&sheet.rows[header.from], named, words)
}
