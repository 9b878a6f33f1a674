//! Rows without rules between them: a ruled band that holds one entry a line.
//!
//! Lines of a band are entries, not wrapped text, where they stop short of their
//! column and stand beside a label in the first one. Prose cells fail both: their
//! lines run full, and the first column labels the row once.

use super::lines::Line;
use super::paragraphs::{paragraphs, stops_short};
use super::print::Print;
use super::table::{PageCell, PageRow, PageTable};

/// How near, in font sizes, baselines of one line are.
const BASELINE: f32 = 0.4;

/// Splits the bands of a table that hold one entry a line.
pub fn split(table: &mut PageTable, print: Print) {
    let rows = std::mem::take(&mut table.rows);
    for row in rows {
        match entries(&row) {
            Some(starts) => table.rows.extend(cut(row, &starts, print)),
            None => table.rows.push(row),
        }
    }
}

/// The baselines at which entries begin; none where the band is one row.
fn entries(row: &PageRow) -> Option<Vec<f32>> {
    let cells: Vec<&PageCell> = row.cells.iter().flatten().collect();
    if cells.len() < 2 || cells.len() != row.cells.len() || cells.iter().any(|cell| cell.rowspan > 1) {
        return None;
    }
    let baselines = baselines(&cells);
    let has = |cell: &PageCell, at: f32| cell.lines().any(|line| (line.baseline - at).abs() <= BASELINE * line.size);
    let wide = |at: &&f32| cells.iter().filter(|cell| has(cell, **at)).count() > 1;
    let labelled = baselines.iter().filter(|at| has(cells[0], **at)).count();
    let shared = baselines.iter().filter(wide).count();
    let (mut short, mut pairs) = (0, 0);
    for cell in &cells {
        let lines: Vec<&Line> = cell.lines().collect();
        pairs += lines.len().saturating_sub(1);
        short += lines.windows(2).filter(|pair| stops_short(pair[0], pair[1])).count();
    }
    let most = |part: usize, whole: usize| part * 10 >= whole * 7;
    (baselines.len() > 2 && most(labelled, baselines.len()) && most(shared, baselines.len()) && most(short, pairs))
        .then(|| {
            let starts = baselines.iter().filter(|at| has(cells[0], **at) || wide(at));
            starts.copied().collect()
        })
}

/// Distinct baselines of all cells, from the top.
fn baselines(cells: &[&PageCell]) -> Vec<f32> {
    let mut all: Vec<(f32, f32)> =
        cells.iter().flat_map(|cell| cell.lines()).map(|line| (line.baseline, line.size)).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out: Vec<f32> = Vec::new();
    for (baseline, size) in all {
        if out.last().is_none_or(|last| baseline - last > BASELINE * size) {
            out.push(baseline);
        }
    }
    out
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
