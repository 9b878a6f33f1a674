//! Tables that go on over page breaks, and the rows that breaks cut in two.
//!
//! A table goes on where the last part of a page and the first of the next are
//! tables with the same columns; such tables make a chain. Over the whole chain it
//! is noted how rows look ([`super::profile`]). Then rows are put behind one
//! another: header rows that come again are dropped, and the row behind a break is
//! the rest of the row before it where the profile and the text say so.

use super::layout::{Content, Part};
use super::paragraphs::{Paragraph, Prose, continues, stops_short};
use super::profile::Profile;
use super::table::{PageRow, PageTable};

/// How far edges of columns may differ between pages, in points.
const EDGES: f32 = 6.0;

/// Joins the tables of following pages.
pub fn tables(parts: &mut Vec<Part>) {
    let mut out: Vec<Part> = Vec::with_capacity(parts.len());
    let mut chains: Vec<(usize, Vec<PageTable>)> = Vec::new();
    for part in parts.drain(..) {
        let Content::Table(table) = part.content else {
            out.push(part);
            continue;
        };
        // Nothing but furniture may stand between.
        let behind = out.iter().rposition(|part| part.aside.is_none());
        let open = chains
            .last_mut()
            .filter(|(place, chain)| behind == Some(*place) && chain.last().is_some_and(|last| goes_on(last, &table)));
        match open {
            Some((_, chain)) => chain.push(table),
            None => {
                chains.push((out.len(), vec![table]));
                out.push(Part { content: Content::Text(Paragraph::empty()), ..part });
            }
        }
    }
    for (place, chain) in chains {
        if let Some(table) = joined(chain) {
            out[place].content = Content::Table(table);
        }
    }
    *parts = out;
}

/// Joins the text that goes on over a page, a column or beside a sidebar.
pub fn text(parts: &mut Vec<Part>) {
    let mut out: Vec<Part> = Vec::with_capacity(parts.len());
    let mut open: Option<usize> = None;
    let prose = Prose::of(parts.iter().filter_map(|part| match &part.content {
        Content::Text(paragraph) if part.aside.is_none() => Some(paragraph),
        _ => None,
    }));
    for part in parts.drain(..) {
        if part.aside.is_some() {
            out.push(part);
            continue;
        }
        let before = open.and_then(|place| out.get_mut(place));
        match (before.map(|part| &mut part.content), part.content) {
            (Some(Content::Text(last)), Content::Text(next))
                if part.opens && (goes_on_in(last, &next) || prose.runs_over(last, &next)) =>
            {
                last.stretches.extend(next.stretches);
            }
            (_, content) => {
                open = Some(out.len());
                out.push(Part { content, ..part });
            }
        }
    }
    *parts = out;
}

fn goes_on_in(last: &Paragraph, next: &Paragraph) -> bool {
    let (Some(end), Some(start)) = (last.last_line(), next.first_line()) else { return false };
    let below = last.stretches.last().map(|s| s.page) == next.stretches.first().map(|s| s.page)
        && start.baseline > end.baseline
        && start.baseline - end.baseline < 1.6 * start.size
        && (start.area.left - last.hanging_left().unwrap_or(end.area.left)).abs() < 2.0;
    let same_size = (end.size - start.size).abs() < 0.1 * start.size;
    let below = below && end.unit.is_same(start.unit) != Some(false);
    (below && same_size && !next.item && !stops_short(end, start)) || continues(last, next)
}

fn goes_on(above: &PageTable, below: &PageTable) -> bool {
    above.page + 1 == below.page
        && above.columns.len() == below.columns.len()
        && above.columns.iter().zip(&below.columns).all(|(a, b)| (a - b).abs() <= EDGES)
}

/// The tables of a chain as one.
fn joined(chain: Vec<PageTable>) -> Option<PageTable> {
    let profile = Profile::of(&chain);
    let mut chain = chain.into_iter();
    let mut first = chain.next()?;
    let rows = std::mem::take(&mut first.rows);
    absorb(&mut first.rows, rows, &profile);
    for next in chain {
        absorb(&mut first.rows, next.rows, &profile);
    }
    Some(first)
}

/// Puts the rows of a page behind those before it.
fn absorb(table: &mut Vec<PageRow>, rows: Vec<PageRow>, profile: &Profile) {
    let mut broken = !table.is_empty();
    for mut row in rows {
        let covered = row.cells.iter().any(Option::is_none);
        if row.is_empty() && !covered && table.len() > 1 {
            continue;
        }
        if let Some(header) = table.first().filter(|_| table.len() > 1 || broken) {
            if row.repeats(header) {
                broken = true;
                continue;
            }
            if row.opens_with(header) {
                broken = true;
                strip_header(header, &mut row);
            }
        }
        if broken {
            carry_labels(table, &mut row);
        }
        match table.last_mut() {
            Some(last) if broken && profile.is_rest(last, &row) => append(last, row),
            _ => table.push(row),
        }
        broken = false;
    }
}

/// Takes the lines of the header out of a row that has them above its own, where no
/// rule parts them.
fn strip_header(header: &PageRow, row: &mut PageRow) {
    for (above, cell) in header.cells.iter().zip(&mut row.cells) {
        if let (Some(above), Some(cell)) = (above, cell) {
            cell.drop_lines(above.lines().count());
        }
    }
}

/// A merged cell that the break cut: its part on the new page belongs to the cell above.
/// The label may stand in either part, as it does where cells are centred.
fn carry_labels(table: &mut [PageRow], row: &mut PageRow) {
    for column in 0..row.cells.len() {
        let Some(owner) = owner(table, column) else { continue };
        let merged = table.iter().flat_map(|row| &row.cells[column]).any(|cell| cell.rowspan > 1);
        let Some(above) = &mut table[owner].cells[column] else { continue };
        let Some(below) = row.cells[column].as_mut().filter(|_| merged || above.rowspan > 1) else { continue };
        if below.is_empty() || (above.is_empty() && above.rowspan > 1) {
            above.paragraphs.append(&mut below.paragraphs);
            above.rowspan += below.rowspan;
            row.cells[column] = None;
        }
    }
}

/// The row whose cell covers the last row in this column.
fn owner(table: &[PageRow], column: usize) -> Option<usize> {
    let row = table.iter().rposition(|row| row.cells.get(column).is_some_and(Option::is_some))?;
    let span = table[row].cells[column].as_ref()?.rowspan;
    (row + span >= table.len()).then_some(row)
}

/// Moves the cells of `row` to the end of the cells above them.
fn append(last: &mut PageRow, row: PageRow) {
    for (above, below) in last.cells.iter_mut().zip(row.cells) {
        let (Some(above), Some(below)) = (above, below) else { continue };
        above.rowspan = above.rowspan.max(below.rowspan);
        let mut paragraphs = below.paragraphs.into_iter();
        if let Some(first) = paragraphs.next() {
            let announces = paragraphs.as_slice().first().is_some_and(|next| next.item && announces(&first));
            match above.paragraphs.last_mut() {
                Some(last) if !announces && continues(last, &first) => last.stretches.extend(first.stretches),
                _ => above.paragraphs.push(first),
            }
        }
        above.paragraphs.extend(paragraphs);
    }
}

/// Whether a paragraph before an item is a word or two that announce the list, not the rest of
/// what a break cut.
fn announces(paragraph: &Paragraph) -> bool {
    let Some(line) = paragraph.first_line() else { return false };
    let capital = line.words.first().is_some_and(|word| word.text.starts_with(char::is_uppercase));
    let short = 2.0 * (line.area.right - line.area.left) < line.limit - line.area.left;
    paragraph.lines().nth(1).is_none() && line.words.len() <= 2 && capital && short
}
