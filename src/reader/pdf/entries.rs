//! Rows without rules between them: a ruled band, or a table without rules, that holds
//! several entries below each other.
//!
//! In each column a line is *joined* to the one above it where running text fills its
//! column and goes on, or *ended* where the text stopped short or a gap parts them; two
//! values below each other, which no line break parts, are *apart*: a row begins between
//! them. It begins where the fewest columns are joined and the gap is widest, so that it
//! does not matter whether cells stand at the top, in the middle or at the bottom of rows.
//! A label that ended, or stands in another face, begins a row too. Prose cells are left whole:
//! their lines run full, and the first column labels the row once.

use super::columns;
use super::lines::TextLine;
use super::paragraphs::{paragraphs, stops_short};
use super::print::Print;
use super::table::{PageCell, PageRow, PageTable};
use std::ops::RangeInclusive;

/// How near, in font sizes, baselines of one line are.
const BASELINE: f32 = 0.4;
/// So many rows in one band are no accident, however long their texts run.
const FEW: usize = 3;
/// Bands with more lines than this are no rows of a page.
const LINES: usize = 400;
/// Lines of a cell stand no farther apart, in font sizes, than the nearest and this much.
const LEADING: f32 = 0.06;

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
struct BandLine<'l> {
    baseline: f32,
    pieces: Vec<Option<&'l TextLine>>,
}

impl BandLine<'_> {
    fn filled(&self) -> usize {
        self.pieces.iter().flatten().count()
    }
}

/// How a line stands to the one above it in its column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Tie {
    Joined,
    Ended,
    Apart,
}

/// Two lines of a column with nothing between them; a row may begin at any of the places.
struct LinePair {
    column: usize,
    tie: Tie,
    places: RangeInclusive<usize>,
}

/// The baselines at which entries begin; none where the band is one row.
fn entries(row: &PageRow) -> Option<Vec<f32>> {
    let cells: Vec<&PageCell> = row.cells.iter().flatten().collect();
    if cells.len() < 2
        || cells.len() != row.cells.len()
        || cells.iter().any(|cell| cell.rowspan > 1)
    {
        return None;
    }
    let slices = slices(&cells);
    if slices.len() > LINES {
        return None;
    }
    let pairs = pairs(&slices);
    let starts = match between_values(&slices, &pairs) {
        Some(starts) if !starts.is_empty() => with_labels(&slices, &pairs, starts),
        Some(_) => labelled(&slices, &pairs, false),
        None => return None,
    };
    let joined = |place: &usize| {
        pairs
            .iter()
            .any(|pair| pair.column > 0 && opposes(pair, *place))
    };
    let rest = (1..slices.len())
        .filter(|place| !starts.contains(place) && joined(place))
        .count();
    let enough = if pairs.iter().any(|pair| pair.tie == Tie::Apart) {
        starts.len() >= rest || starts.len() >= FEW
    } else {
        let listed = starts.len() >= 2 * rest && are_short(&cells);
        starts.len() > 1 && (listed || is_labelled(&slices, &pairs, &starts))
    };
    (!starts.is_empty() && enough).then(|| {
        std::iter::once(0)
            .chain(starts)
            .map(|number| slices[number].baseline)
            .collect()
    })
}

/// Rows begin at labels too: at those alone on their line that follow one that ended, and,
/// where most lines are rows, at every label with something beside it.
fn with_labels(slices: &[BandLine], pairs: &[LinePair], mut starts: Vec<usize>) -> Vec<usize> {
    let single = starts.len() * 10 >= slices.len() * 7;
    starts.extend(labelled(slices, pairs, true));
    if single {
        let beside =
            |place: &usize| slices[*place].pieces[0].is_some() && slices[*place].filled() > 1;
        starts.extend((1..slices.len()).filter(beside));
    }
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// Whether the first column labels every row, and every row is filled for the most part.
fn is_labelled(slices: &[BandLine], pairs: &[LinePair], starts: &[usize]) -> bool {
    let filled = |slice: &BandLine| slice.filled() * 3 >= slice.pieces.len() * 2;
    let known = |pair: &LinePair| pair.tie == Tie::Joined || starts.contains(pair.places.end());
    slices[0].pieces[0].is_some()
        && starts.iter().all(|start| filled(&slices[*start]))
        && pairs.iter().filter(|pair| pair.column == 0).all(known)
}

/// Whether most lines stop short of their columns.
fn are_short(cells: &[&PageCell]) -> bool {
    let (mut short, mut pairs) = (0, 0);
    for cell in cells {
        let lines: Vec<&TextLine> = cell.lines().collect();
        pairs += lines.len().saturating_sub(1);
        short += lines
            .windows(2)
            .filter(|pair| stops_short(pair[0], pair[1]))
            .count();
    }
    short * 10 >= pairs * 7
}

/// The lines of all cells, from the top.
fn slices<'l>(cells: &[&'l PageCell]) -> Vec<BandLine<'l>> {
    let mut all: Vec<(usize, &TextLine)> = cells
        .iter()
        .enumerate()
        .flat_map(|(column, cell)| cell.lines().map(move |line| (column, line)))
        .collect();
    all.sort_by(|a, b| a.1.baseline.total_cmp(&b.1.baseline).then(a.0.cmp(&b.0)));
    let mut out: Vec<BandLine> = Vec::new();
    for (column, line) in all {
        if out
            .last()
            .is_none_or(|last| line.baseline - last.baseline > BASELINE * line.size)
        {
            out.push(BandLine {
                baseline: line.baseline,
                pieces: vec![None; cells.len()],
            });
        }
        if let Some(last) = out.last_mut() {
            last.pieces[column].get_or_insert(line);
        }
    }
    out
}

fn pairs(slices: &[BandLine]) -> Vec<LinePair> {
    let width = slices.first().map_or(0, |slice| slice.pieces.len());
    let column = |column: usize| {
        let filled: Vec<(usize, &TextLine)> = slices
            .iter()
            .enumerate()
            .filter_map(|(number, slice)| Some((number, slice.pieces[column]?)))
            .collect();
        filled
            .windows(2)
            .map(|pair| (column, pair[0], pair[1]))
            .collect::<Vec<_>>()
    };
    let all: Vec<_> = (0..width).flat_map(column).collect();
    let leading = all
        .iter()
        .map(|(_, above, line)| step(above.1, line.1))
        .fold(f32::MAX, f32::min);
    let pair = |(column, above, line): (usize, (usize, &TextLine), (usize, &TextLine))| LinePair {
        column,
        tie: if column == 0 && above.1.face != line.1.face {
            Tie::Ended
        } else {
            tie(above.1, line.1, leading)
        },
        places: above.0 + 1..=line.0,
    };
    all.into_iter().map(pair).collect()
}

/// The distance of two lines, in font sizes.
fn step(above: &TextLine, line: &TextLine) -> f32 {
    (line.baseline - above.baseline) / line.size.max(1.0)
}

fn tie(above: &TextLine, line: &TextLine, leading: f32) -> Tie {
    match (is_value(above), is_value(line)) {
        (true, true) => Tie::Apart,
        _ if step(above, line) > leading + LEADING
            || stops_short(above, line)
            || has_leader(above) =>
        {
            Tie::Ended
        }
        _ => Tie::Joined,
    }
}

/// Whether dots at its end lead from a label to what stands beside it.
fn has_leader(line: &TextLine) -> bool {
    line.words
        .last()
        .is_some_and(|word| word.text.ends_with("...") || word.text == ".")
}

fn is_value(line: &TextLine) -> bool {
    columns::is_value(line.words.iter().map(|word| word.text.as_str()))
}

fn opposes(pair: &LinePair, place: usize) -> bool {
    pair.tie == Tie::Joined && pair.places.contains(&place)
}

/// Where rows begin so that no two values of a column share one; none where running text
/// stands against it.
fn between_values(slices: &[BandLine], pairs: &[LinePair]) -> Option<Vec<usize>> {
    let mut apart: Vec<&LinePair> = pairs.iter().filter(|pair| pair.tie == Tie::Apart).collect();
    apart.sort_by_key(|pair| *pair.places.end());
    let mut starts: Vec<usize> = Vec::new();
    for pair in apart {
        if starts.last().is_some_and(|last| pair.places.contains(last)) {
            continue;
        }
        let against = |place: usize| pairs.iter().filter(|pair| opposes(pair, place)).count();
        let gap = |place: usize| slices[place].baseline - slices[place - 1].baseline;
        let best = pair.places.clone().min_by(|a, b| {
            let wider = if (gap(*b) - gap(*a)).abs() > 0.5 {
                gap(*b).total_cmp(&gap(*a))
            } else {
                b.cmp(a)
            };
            against(*a).cmp(&against(*b)).then(wider)
        });
        let Some(place) = best else { continue };
        let on = |tie: Tie| {
            pairs
                .iter()
                .filter(|pair| pair.column > 0 && pair.tie == tie && pair.places.contains(&place))
                .count()
        };
        if on(Tie::Joined) > 0 && on(Tie::Joined) >= on(Tie::Apart) {
            return None;
        }
        starts.push(place);
    }
    Some(starts)
}

/// Where a label ended and another begins, and no text runs on beside it: alone on its line
/// in a band of values, with text beside it else.
fn labelled(slices: &[BandLine], pairs: &[LinePair], values: bool) -> Vec<usize> {
    let ended = pairs
        .iter()
        .filter(|pair| pair.column == 0 && pair.tie == Tie::Ended)
        .map(|pair| *pair.places.end());
    ended
        .filter(|place| {
            let beside = slices[*place].pieces[1..].iter().flatten().count();
            (beside > 0) != values && !pairs.iter().any(|pair| opposes(pair, *place))
        })
        .collect()
}

/// A band as the rows that begin at these baselines.
fn cut(row: PageRow, starts: &[f32], print: Print) -> Vec<PageRow> {
    let width = row.cells.len();
    let mut rows: Vec<PageRow> = starts
        .iter()
        .map(|_| PageRow {
            page: row.page,
            cells: vec![None; width],
        })
        .collect();
    for (column, cell) in row.cells.into_iter().enumerate() {
        let Some(cell) = cell else { continue };
        let mut parts: Vec<Vec<TextLine>> = starts.iter().map(|_| Vec::new()).collect();
        for line in cell.lines() {
            let place = starts
                .partition_point(|start| *start <= line.baseline + BASELINE * line.size)
                .saturating_sub(1);
            if let Some(part) = parts.get_mut(place) {
                part.push(line.clone());
            }
        }
        for (row, lines) in rows.iter_mut().zip(parts) {
            let right = lines.first().map_or(cell.area.right, |line| line.limit);
            let paragraphs = paragraphs(row.page, lines, right, print.leading);
            row.cells[column] = Some(PageCell {
                rowspan: 1,
                colspan: cell.colspan,
                area: cell.area,
                paragraphs,
            });
        }
    }
    rows
}
