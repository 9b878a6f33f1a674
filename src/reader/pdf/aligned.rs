//! Tables without rules: columns by the white space that lines share, rows by
//! where all columns begin anew.
//!
//! A table opens with a line that wide gaps part into three or more pieces, and
//! goes on as long as the lines below leave the same gutters free. On the next
//! page it goes on from the top with the columns it had.

use super::gutters::gutters;
use super::lattice::{self, Lattice, Stroke};
use super::lines::{Line, lines};
use super::page::Sheet;
use super::words::Word;

/// The fewest lines that show columns.
const FEWEST: usize = 4;

/// A stretch of lines that keeps to columns.
struct Region {
    lines: std::ops::Range<usize>,
    edges: Vec<f32>,
    /// The lines above stand on the page before.
    carried: bool,
}

/// The tables of all pages, each with the index of its sheet.
pub fn tables(sheets: &[Sheet]) -> Vec<(usize, Lattice)> {
    let mut out = Vec::new();
    let mut open: Option<Vec<f32>> = None;
    for (index, sheet) in sheets.iter().enumerate() {
        let lines = lines(sheet.words.clone());
        let mut at = 0;
        let mut reached_end = None;
        while at < lines.len() {
            let carried = open.take().filter(|_| at == 0).and_then(|edges| carry(&lines, edges));
            let Some(region) = carried.or_else(|| find(&lines, at)) else { break };
            at = region.lines.end;
            if at == lines.len() {
                reached_end = Some(region.edges.clone());
            }
            out.extend(lattice(&lines, &region).map(|lattice| (index, lattice)));
        }
        open = reached_end;
    }
    out
}

/// A table that goes on at the top of the page.
fn carry(lines: &[Line], edges: Vec<f32>) -> Option<Region> {
    let end = lines.iter().position(|line| !keeps(line, &edges)).unwrap_or(lines.len());
    (end > 0).then_some(Region { lines: 0..end, edges, carried: true })
}

fn keeps(line: &Line, edges: &[f32]) -> bool {
    let inner = &edges[1..edges.len() - 1];
    line.area.left > edges[0] - 3.0
        && line.area.right < edges[edges.len() - 1] + 3.0
        && line
            .words
            .iter()
            .all(|word| inner.iter().all(|edge| word.area.right <= edge + 0.5 || word.area.left >= edge - 0.5))
}

/// Pieces of a line that wide gaps part.
fn pieces(line: &Line) -> usize {
    1 + line.words.windows(2).filter(|pair| pair[1].area.left - pair[0].area.right > line.size).count()
}

/// The first stretch of lines from `from` on that has at least two gutters.
fn find(lines: &[Line], from: usize) -> Option<Region> {
    (from..lines.len()).filter(|&start| pieces(&lines[start]) >= 3).find_map(|start| grow(lines, start))
}

fn grow(lines: &[Line], start: usize) -> Option<Region> {
    let mut words: Vec<&Word> = Vec::new();
    let mut end = start;
    let mut found = Vec::new();
    for line in &lines[start..] {
        let before = words.len();
        words.extend(&line.words);
        let now = gutters(words.iter().copied(), 0.4 * line.size);
        if now.len() < 2 {
            words.truncate(before);
            break;
        }
        found = now;
        end += 1;
    }
    let size = lines[start].size;
    let found: Vec<_> = found.into_iter().filter(|gutter| end - start >= 12 || gutter.width() >= 0.9 * size).collect();
    if end - start < FEWEST || found.len() < 2 {
        return None;
    }
    let left = words.iter().map(|word| word.area.left).fold(f32::MAX, f32::min);
    let right = words.iter().map(|word| word.area.right).fold(f32::MIN, f32::max);
    let mut edges = vec![left - 2.0];
    edges.extend(found.iter().map(|gutter| gutter.right - (0.3 * gutter.width()).min(2.5)));
    edges.push(right + 2.0);
    Some(Region { lines: start..end, edges, carried: false })
}

fn lattice(lines: &[Line], region: &Region) -> Option<Lattice> {
    let lines = &lines[region.lines.clone()];
    let (first, last) = (lines.first()?, lines.last()?);
    let (left, right) = (*region.edges.first()?, *region.edges.last()?);
    let stroke = |at| Stroke { at, from: left, to: right };
    let mut level = vec![stroke(first.area.top - 1.0)];
    for start in row_starts(lines, region) {
        level.push(stroke(lines[start].area.top - 0.5));
    }
    level.push(stroke(last.area.bottom + 1.0));
    let upright =
        region.edges.iter().map(|at| Stroke { at: *at, from: first.area.top - 1.0, to: last.area.bottom + 1.0 });
    lattice::build(&level, &upright.collect::<Vec<_>>())
}

/// One line of a table, column by column.
struct Slice {
    /// Distance from the line above in the same column; none where the column is empty here.
    gaps: Vec<Option<f32>>,
    numbered: bool,
}

/// The lines that begin rows, the first one left out.
fn row_starts(lines: &[Line], region: &Region) -> Vec<usize> {
    let width = region.edges.len() - 1;
    let mut seen: Vec<f32> = vec![f32::NEG_INFINITY; width];
    let slices: Vec<Slice> = lines.iter().map(|line| slice(line, region, &mut seen)).collect();
    let leading = leading(&slices);
    let begins = |slice: &Slice, column: usize| slice.gaps[column].is_some_and(|gap| gap > 1.12 * leading);
    let candidates: Vec<usize> =
        (1..lines.len()).filter(|&number| (1..width).all(|column| begins(&slices[number], column))).collect();
    let header = usize::from(!region.carried);
    let numbered: Vec<usize> = candidates.iter().copied().filter(|&number| slices[number].numbered).collect();
    let all_numbered = slices.iter().filter(|slice| slice.numbered).count();
    if !numbered.is_empty() && numbered.len() == all_numbered {
        return numbered;
    }
    let paragraph = paragraph_gap(&slices, &candidates, leading);
    let smallest = |number: usize| slices[number].gaps[1..].iter().flatten().copied().fold(f32::MAX, f32::min);
    candidates.into_iter().filter(|&number| number == header || smallest(number) > paragraph + 0.1).collect()
}

fn slice(line: &Line, region: &Region, seen: &mut [f32]) -> Slice {
    let width = seen.len();
    let mut gaps = vec![None; width];
    let mut numbered = false;
    for word in &line.words {
        let column = region.edges.partition_point(|edge| *edge <= word.area.middle().0).clamp(1, width) - 1;
        if gaps[column].is_none() {
            gaps[column] = Some((line.baseline - seen[column]) / line.size.max(1.0));
            numbered |= is_numbered(&word.text);
        }
    }
    for (column, gap) in gaps.iter().enumerate() {
        if gap.is_some() {
            seen[column] = line.baseline;
        }
    }
    Slice { gaps, numbered }
}

/// `#1`, `№2`: the number that a report gives to an activity.
fn is_numbered(word: &str) -> bool {
    word.strip_prefix(['#', '№']).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// The distance of lines within paragraphs, in font sizes.
fn leading(slices: &[Slice]) -> f32 {
    let mut gaps: Vec<f32> = slices
        .iter()
        .flat_map(|slice| slice.gaps.iter().flatten())
        .copied()
        .filter(|gap| (0.5..4.0).contains(gap))
        .collect();
    gaps.sort_by(f32::total_cmp);
    gaps.get(gaps.len() / 4).copied().unwrap_or(1.2).clamp(0.9, 2.2)
}

/// The distance of paragraphs within cells, in font sizes.
fn paragraph_gap(slices: &[Slice], candidates: &[usize], leading: f32) -> f32 {
    let others = slices.iter().enumerate().filter(|(number, _)| !candidates.contains(number));
    let mut gaps: Vec<f32> = others
        .flat_map(|(_, slice)| slice.gaps[1..].iter().flatten().copied())
        .filter(|gap| *gap > 1.12 * leading && *gap < 2.5 * leading)
        .collect();
    gaps.sort_by(f32::total_cmp);
    gaps.get(gaps.len() / 2).copied().unwrap_or(1.12 * leading)
}
