//! Tables of values without rules to tell their rows and columns: labels at the left,
//! numbers and the like in columns beside them.
//!
//! A table is a run of lines that gaps part into pieces, most of which behind the first are
//! values. Labels without values stand between them; headings stand above. Columns come
//! from [`super::columns`], rows from the lines themselves ([`super::entries`]).

use super::chart;
use super::columns::{self, Column, LinePiece, pieces};
use super::heading;
use super::lattice::{self, Lattice, Stroke};
use super::lines::{TextLine, lines};
use super::page::PageLayout;
use std::ops::Range;

/// How far rows may stand apart, in font sizes.
const APART: f32 = 3.2;
/// How many lines without values may stand between lines with some.
const BETWEEN: usize = 4;

/// The tables of a page.
pub fn tables(sheet: &PageLayout) -> Vec<Lattice> {
    let lines = lines(sheet.words.clone());
    let pieces: Vec<Vec<LinePiece>> = lines.iter().map(pieces).collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let Some(body) = body(&lines, &pieces, at) else {
            at += 1;
            continue;
        };
        let (body, rows) = body;
        at = body.end;
        if !is_table(&pieces[body.clone()], rows) {
            continue;
        }
        let above = heading::above(&lines, &pieces, body.start, at_least(&out, &lines));
        let table = lattice(
            &lines[above..body.end],
            &pieces[above..body.end],
            body.start - above,
        );
        out.extend(table.filter(|table| !chart::is_sketched(table, &sheet.sketches)));
    }
    out
}

/// The first line that no table holds yet.
fn at_least(tables: &[Lattice], lines: &[TextLine]) -> usize {
    tables.last().map_or(0, |table| {
        lines.partition_point(|line| line.area.middle().1 < table.area.bottom)
    })
}

/// Whether most of what stands behind the first piece of a line is values.
pub fn has_values(pieces: &[LinePiece]) -> bool {
    let values = pieces.iter().skip(1).filter(|piece| piece.value).count();
    values > 0 && values * 2 >= pieces.len() - 1
}

/// Whether a line is a label with several values.
fn is_row(pieces: &[LinePiece]) -> bool {
    pieces.len() >= 3 && pieces.iter().skip(1).all(|piece| piece.value)
}

/// The lines from `start` on that may be a table's, and how many of them have values.
fn body(
    lines: &[TextLine],
    pieces: &[Vec<LinePiece>],
    start: usize,
) -> Option<(Range<usize>, usize)> {
    if !has_values(&pieces[start]) {
        return None;
    }
    let mut first_value = first_value(&pieces[start])?;
    let (mut end, mut rows) = (start + 1, 1);
    let mut between = 0;
    for number in start + 1..lines.len() {
        let gap = lines[number].baseline - lines[number - 1].baseline;
        if gap > APART * lines[number].size || between > BETWEEN {
            break;
        }
        if has_values(&pieces[number]) {
            first_value =
                first_value.min(self::first_value(&pieces[number]).unwrap_or(first_value));
            (end, rows, between) = (number + 1, rows + 1, 0);
        } else if pieces[number].len() > 1 || pieces[number][0].right < first_value {
            between += 1;
        } else {
            break;
        }
    }
    (end > start + 1).then_some((start..end, rows))
}

/// Whether lines hold a table: enough rows, and columns that are no accident.
fn is_table(lines: &[Vec<LinePiece>], rows: usize) -> bool {
    let columns = columns::columns(lines, 0).unwrap_or_default();
    let enough =
        rows >= 3 || (rows == 2 && lines.iter().filter(|pieces| is_row(pieces)).count() == 2);
    columns.len() > 1
        && enough
        && rows * 2 >= lines.iter().filter(|pieces| pieces.len() > 1).count()
        && columns::stand_aligned(&columns::by_column(lines, &columns))
        && !is_axis(lines, &columns)
}

/// Whether all columns are the marks of axes.
fn is_axis(lines: &[Vec<LinePiece>], known: &[Column]) -> bool {
    let mut columns: Vec<Vec<f64>> = vec![Vec::new(); known.len()];
    for piece in lines.iter().flatten() {
        columns[columns::reach(piece, known).0].push(piece.number.unwrap_or(f64::NAN));
    }
    columns.iter().all(|numbers| chart::is_axis(numbers))
}

fn first_value(pieces: &[LinePiece]) -> Option<f32> {
    pieces
        .iter()
        .skip(1)
        .find(|piece| piece.value)
        .map(|piece| piece.left)
}

fn lattice(lines: &[TextLine], pieces: &[Vec<LinePiece>], heading: usize) -> Option<Lattice> {
    let columns = columns::columns(pieces, heading)?;
    let edges = columns::edges(&columns);
    let (first, last) = (lines.first()?, lines.last()?);
    let (left, right) = (*edges.first()?, *edges.last()?);
    let stroke = |at| Stroke {
        at,
        from: left,
        to: right,
    };
    let mut level = vec![stroke(first.area.top - 1.0)];
    level.extend(heading::level(&lines[..heading], &columns, &edges));
    let across = |number: &usize| {
        pieces[*number].iter().any(|piece| {
            let (from, to) = columns::reach(piece, &columns);
            from < to
        })
    };
    let mut bands: Vec<usize> = if heading > 0 {
        vec![heading]
    } else {
        Vec::new()
    };
    bands.extend(
        (heading..lines.len())
            .filter(across)
            .flat_map(|number| [number, number + 1]),
    );
    bands.retain(|band| (1..lines.len()).contains(band));
    bands.sort_unstable();
    bands.dedup();
    level.extend(bands.iter().map(|band| stroke(lines[*band].area.top - 0.5)));
    level.push(stroke(last.area.bottom + 1.0));
    let mut rows: Vec<f32> = level.iter().map(|stroke| stroke.at).collect();
    rows.sort_by(f32::total_cmp);
    lattice::build(&level, &columns::uprights(lines, &columns, &edges, &rows))
}
