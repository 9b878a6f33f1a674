//! Rows without rules between them: a ruled band, or a table without rules, that holds
//! several entries below each other.
//!
//! The lines of a band are looked at one by one, from the top. A line begins an entry where
//! a value stands below a value ([`is_value`]), or where all that stands above it stopped
//! short of its column. It carries the one before it on where running text fills its column
//! and goes on. A band is split where most of its lines begin entries; prose cells fail
//! that: their lines run full, and the first column labels the row once.

use super::lines::Line;
use super::paragraphs::{paragraphs, stops_short};
use super::print::Print;
use super::table::{PageCell, PageRow, PageTable};

/// How near, in font sizes, baselines of one line are.
const BASELINE: f32 = 0.4;

/// Splits the bands of a table that hold several entries.
pub fn split(table: &mut PageTable, print: Print) {
    let rows = std::mem::take(&mut table.rows);
    for row in rows {
        match entries(&row) {
            Some(starts) => table.rows.extend(cut(row, &starts, print)),
            None => table.rows.push(row),
        }
    }
}

/// A line of the band: its baseline, and column by column what stands on it.
struct Slice<'l> {
    baseline: f32,
    pieces: Vec<Option<&'l Line>>,
}

/// How a line stands to the one above it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    /// It begins an entry.
    Entry,
    /// Nothing but a label stands on it.
    Label,
    /// It carries the entry on.
    Rest,
}

/// The baselines at which entries begin; none where the band is one row.
fn entries(row: &PageRow) -> Option<Vec<f32>> {
    let cells: Vec<&PageCell> = row.cells.iter().flatten().collect();
    if cells.len() < 2 || cells.len() != row.cells.len() || cells.iter().any(|cell| cell.rowspan > 1) {
        return None;
    }
    let slices = slices(&cells);
    let steps: Vec<Step> = (1..slices.len()).map(|number| step(&slices, number)).collect();
    let count = |step: Step| steps.iter().filter(|other| **other == step).count();
    let (entries, rest) = (count(Step::Entry), count(Step::Rest));
    if entries == 0 || entries < 2 * rest {
        return None;
    }
    let mut starts = vec![slices[0].baseline];
    for (number, step) in (1..).zip(&steps) {
        let begins = match step {
            Step::Entry => !label_goes_on(&slices, &steps, number),
            Step::Label => !carries_label(&slices, number),
            Step::Rest => false,
        };
        if begins {
            starts.push(slices[number].baseline);
        }
    }
    (starts.len() > 1).then_some(starts)
}

/// The lines of all cells, from the top.
fn slices<'l>(cells: &[&'l PageCell]) -> Vec<Slice<'l>> {
    let mut all: Vec<(usize, &Line)> =
        cells.iter().enumerate().flat_map(|(column, cell)| cell.lines().map(move |line| (column, line))).collect();
    all.sort_by(|a, b| a.1.baseline.total_cmp(&b.1.baseline).then(a.0.cmp(&b.0)));
    let mut out: Vec<Slice> = Vec::new();
    for (column, line) in all {
        if out.last().is_none_or(|last| line.baseline - last.baseline > BASELINE * line.size) {
            out.push(Slice { baseline: line.baseline, pieces: vec![None; cells.len()] });
        }
        if let Some(last) = out.last_mut() {
            last.pieces[column].get_or_insert(line);
        }
    }
    out
}

fn step(slices: &[Slice], number: usize) -> Step {
    let here = &slices[number];
    let filled = here.pieces.iter().flatten().count();
    if filled == 1 && here.pieces[0].is_some() {
        return Step::Label;
    }
    let (mut values, mut texts, mut short) = (0, 0, 0);
    for (column, piece) in here.pieces.iter().enumerate() {
        let Some(piece) = piece else { continue };
        let Some(above) = slices[..number].iter().rev().find_map(|slice| slice.pieces[column]) else { continue };
        let beside = column > 0;
        match (is_value(above), is_value(piece)) {
            (_, true) if beside => values += 1,
            _ if stops_short(above, piece) => short += 1,
            _ if beside => texts += 1,
            _ => (),
        }
    }
    let entry = filled > 1 && here.pieces[0].is_some() && values + short > 0 && texts <= values.max(short / 2);
    if entry { Step::Entry } else { Step::Rest }
}

/// Whether a line of nothing but a label is the rest of the label above it.
fn carries_label(slices: &[Slice], number: usize) -> bool {
    let (Some(above), Some(label)) = (slices[number - 1].pieces[0], slices[number].pieces[0]) else { return false };
    !stops_short(above, label)
}

/// Whether the label of an entry began on the line above, where nothing else stands.
fn label_goes_on(slices: &[Slice], steps: &[Step], number: usize) -> bool {
    number > 1
        && steps[number - 2] == Step::Label
        && !carries_label(slices, number - 1)
        && carries_label(slices, number)
}

/// A number, amount, mark or the like: nothing that a line break would part.
fn is_value(line: &Line) -> bool {
    let (mut letters, mut digits) = (0, 0);
    for c in line.words.iter().flat_map(|word| word.text.chars()) {
        letters += usize::from(c.is_alphabetic());
        digits += usize::from(c.is_numeric());
    }
    line.words.len() <= 4 && (letters <= 2 || letters < digits)
}

/// A band as the rows that begin at these baselines.
fn cut(row: PageRow, starts: &[f32], print: Print) -> Vec<PageRow> {
    let width = row.cells.len();
    let mut rows: Vec<PageRow> = starts.iter().map(|_| PageRow { page: row.page, cells: vec![None; width] }).collect();
    for (column, cell) in row.cells.into_iter().enumerate() {
        let Some(cell) = cell else { continue };
        let mut parts: Vec<Vec<Line>> = starts.iter().map(|_| Vec::new()).collect();
        for line in cell.lines() {
            let place =
                starts.partition_point(|start| *start <= line.baseline + BASELINE * line.size).saturating_sub(1);
            if let Some(part) = parts.get_mut(place) {
                part.push(line.clone());
            }
        }
        for (row, lines) in rows.iter_mut().zip(parts) {
            let right = lines.first().map_or(cell.area.right, |line| line.limit);
            let paragraphs = paragraphs(row.page, lines, right, print.leading);
            row.cells[column] = Some(PageCell { rowspan: 1, colspan: cell.colspan, area: cell.area, paragraphs });
        }
    }
    rows
}
