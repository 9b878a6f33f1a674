//! Tables without rules: columns by the white space that lines share, rows by
//! where all columns begin anew.
//!
//! A table opens with a line that wide gaps part into three or more pieces, and
//! goes on as long as the lines below leave the same gutters free. On the next
//! page it goes on from the top with the columns it had.

use super::columns::{self, Column};
use super::gutters::gutters;
use super::lattice::{self, Lattice, Stroke};
use super::lines::{TextLine, lines};
use super::page::PageLayout;
use super::typography::{LEADING, LEADINGS, SMALLER};
use super::words::PlacedWord;

/// Points that a line may begin left of its table.
const LEFT: f32 = 3.0;
/// The narrowest gutter, in sizes of the font, and one that few lines suffice for.
const GUTTER: f32 = 0.4;
const SURE: f32 = 0.9;
/// How far an edge lies within its gutter: of its width, and in points at most.
const INTO: f32 = 0.3;
const INTO_MOST: f32 = 2.5;
/// A step wider than the leading by this begins a paragraph or row; one of [`ROW`] leadings a row.
const WIDER: f32 = 1.12;
const ROW: f32 = 2.5;
/// What a row stands farther than a paragraph at least, in sizes of the font.
const SLACK: f32 = 0.1;

/// The fewest lines that show columns.
const FEWEST: usize = 4;

/// A stretch of lines that keeps to columns.
struct AlignedRegion {
    lines: std::ops::Range<usize>,
    edges: Vec<f32>,
    /// The table began on a page before.
    carried: bool,
    /// How many lines at the top are its header.
    header: usize,
}

/// A table that reached the end of its page.
struct OpenTable {
    edges: Vec<f32>,
    header: Vec<String>,
}

/// The tables of all pages, each with the index of its sheet.
pub fn tables(sheets: &[PageLayout]) -> Vec<(usize, Lattice)> {
    let mut out = Vec::new();
    let mut open: Option<OpenTable> = None;
    for (index, sheet) in sheets.iter().enumerate() {
        let lines = lines(sheet.words.clone());
        let mut at = 0;
        let mut reached_end = None;
        while at < lines.len() {
            let carried = open.take().filter(|_| at == 0);
            let header = carried.as_ref().map(|open| open.header.clone());
            let Some(mut region) = carried
                .and_then(|open| carry(&lines, open))
                .or_else(|| find(&lines, at))
            else {
                break;
            };
            at = region.lines.end;
            let starts = row_starts(&lines[region.lines.clone()], &region);
            if !region.carried {
                region.header = starts.first().copied().unwrap_or(0);
            }
            let texts = || {
                lines[region.lines.clone()]
                    .iter()
                    .take(region.header)
                    .map(TextLine::text)
                    .collect()
            };
            let header = header.unwrap_or_else(texts);
            let starts = with_headers(&lines[region.lines.clone()], starts, &header);
            // One row without another is no table, but text in columns.
            if region.carried || !starts.is_empty() {
                out.extend(
                    lattice(&lines[region.lines.clone()], &region, &starts)
                        .map(|lattice| (index, lattice)),
                );
            }
            if at == lines.len() {
                reached_end = Some(OpenTable {
                    edges: region.edges,
                    header,
                });
            }
        }
        open = reached_end;
    }
    out
}

/// A table that goes on at the top of the page.
fn carry(lines: &[TextLine], open: OpenTable) -> Option<AlignedRegion> {
    let end = lines
        .iter()
        .position(|line| !keeps(line, &open.edges))
        .unwrap_or(lines.len());
    let repeated = lines
        .iter()
        .zip(&open.header)
        .take_while(|(line, text)| line.text() == **text)
        .count();
    let header = if repeated == open.header.len() {
        repeated
    } else {
        0
    };
    (end > 0).then_some(AlignedRegion {
        lines: 0..end,
        edges: open.edges,
        carried: true,
        header,
    })
}

fn keeps(line: &TextLine, edges: &[f32]) -> bool {
    let inner = &edges[1..edges.len() - 1];
    line.area.left > edges[0] - LEFT
        && line.words.iter().all(|word| {
            inner
                .iter()
                .all(|edge| word.area.right <= edge + 0.5 || word.area.left >= edge - 0.5)
        })
}

/// Pieces of a line that wide gaps part.
fn pieces(line: &TextLine) -> usize {
    1 + line
        .words
        .windows(2)
        .filter(|pair| pair[1].area.left - pair[0].area.right > line.size)
        .count()
}

/// The first stretch of lines from `from` on that has at least two gutters.
fn find(lines: &[TextLine], from: usize) -> Option<AlignedRegion> {
    (from..lines.len())
        .filter(|&start| pieces(&lines[start]) >= 3)
        .filter_map(|start| grow(lines, start))
        .find(|region| {
            !is_prose(lines, region) && is_one_print(lines, region) && keeps_together(lines, region)
        })
}

fn grow(lines: &[TextLine], start: usize) -> Option<AlignedRegion> {
    let mut words: Vec<&PlacedWord> = Vec::new();
    let mut end = start;
    let mut found = Vec::new();
    for line in &lines[start..] {
        let before = words.len();
        words.extend(&line.words);
        let now = gutters(words.iter().copied(), GUTTER * line.size);
        if now.len() < 2 {
            words.truncate(before);
            break;
        }
        found = now;
        end += 1;
    }
    let size = lines[start].size;
    let found: Vec<_> = found
        .into_iter()
        .filter(|gutter| end - start >= 12 || gutter.width() >= SURE * size)
        .collect();
    if end - start < FEWEST || found.len() < 2 {
        return None;
    }
    let left = words
        .iter()
        .map(|word| word.area.left)
        .fold(f32::MAX, f32::min);
    let right = words
        .iter()
        .map(|word| word.area.right)
        .fold(f32::MIN, f32::max);
    let mut edges = vec![left - 2.0];
    edges.extend(
        found
            .iter()
            .map(|gutter| gutter.right - (INTO * gutter.width()).min(INTO_MOST)),
    );
    edges.push(right + 2.0);
    Some(AlignedRegion {
        lines: start..end,
        edges,
        carried: false,
        header: 0,
    })
}

/// Whether the texts of each column stand below each other as those of cells do.
fn keeps_together(lines: &[TextLine], region: &AlignedRegion) -> bool {
    let width = region.edges.len() - 1;
    let mut columns: Vec<Vec<Column>> = vec![Vec::new(); width];
    for line in &lines[region.lines.clone()] {
        let mut seen: Option<usize> = None;
        for word in &line.words {
            let column = region
                .edges
                .partition_point(|edge| *edge <= word.area.middle().0)
                .clamp(1, width)
                - 1;
            match columns[column].last_mut().filter(|_| seen == Some(column)) {
                Some(text) => text.right = word.area.right,
                None => columns[column].push(Column {
                    left: word.area.left,
                    right: word.area.right,
                }),
            }
            seen = Some(column);
        }
    }
    columns::stand_aligned(&columns)
}

/// Whether the stretch is but a part of columns of prose, where wide spaces of justified
/// lines happen to stand below each other: its widest gutter reaches much farther.
fn is_prose(lines: &[TextLine], region: &AlignedRegion) -> bool {
    let words = lines[region.lines.clone()]
        .iter()
        .flat_map(|line| &line.words);
    let Some(widest) = gutters(words, 0.0)
        .into_iter()
        .max_by(|a, b| a.width().total_cmp(&b.width()))
    else {
        return false;
    };
    let free = |line: &&TextLine| {
        line.words.iter().all(|word| {
            word.area.right <= widest.left + 1.0 || word.area.left >= widest.right - 1.0
        })
    };
    let both = |line: &&TextLine| line.area.left < widest.left && widest.right < line.area.right;
    let above = lines[..region.lines.start]
        .iter()
        .rev()
        .take_while(free)
        .filter(both)
        .count();
    let below = lines[region.lines.end..]
        .iter()
        .take_while(free)
        .filter(both)
        .count();
    above + below >= 3 && (above + below) * 2 > region.lines.len()
}

/// Whether the columns are set in one size of print: a sidebar beside the text is no column of a
/// table.
fn is_one_print(lines: &[TextLine], region: &AlignedRegion) -> bool {
    let mut sizes: Vec<f32> = vec![0.0; region.edges.len()];
    for word in lines[region.lines.clone()]
        .iter()
        .flat_map(|line| &line.words)
    {
        let column = region
            .edges
            .partition_point(|edge| *edge < word.area.middle().0)
            .saturating_sub(1);
        if let Some(size) = sizes.get_mut(column) {
            *size = size.max(word.size);
        }
    }
    let sizes = sizes.into_iter().filter(|size| *size > 0.0);
    let (smallest, largest) = sizes.fold((f32::MAX, 0.0_f32), |(low, high), size| {
        (low.min(size), high.max(size))
    });
    smallest > SMALLER * largest
}

fn lattice(lines: &[TextLine], region: &AlignedRegion, starts: &[usize]) -> Option<Lattice> {
    let (first, last) = (lines.first()?, lines.last()?);
    let (left, right) = (*region.edges.first()?, *region.edges.last()?);
    let stroke = |at| Stroke {
        at,
        from: left,
        to: right,
    };
    let mut level = vec![stroke(first.area.top - 1.0)];
    level.extend(
        starts
            .iter()
            .map(|start| stroke(lines[*start].area.top - 0.5)),
    );
    level.push(stroke(last.area.bottom + 1.0));
    let upright = region.edges.iter().map(|at| Stroke {
        at: *at,
        from: first.area.top - 1.0,
        to: last.area.bottom + 1.0,
    });
    lattice::build(&level, &upright.collect::<Vec<_>>())
}

/// One line of a table, column by column.
struct Slice {
    /// Distance from the line above in the same column; none where the column is empty here.
    gaps: Vec<Option<f32>>,
    numbered: bool,
}

/// The lines that begin rows, the first one left out.
fn row_starts(lines: &[TextLine], region: &AlignedRegion) -> Vec<usize> {
    let width = region.edges.len() - 1;
    let mut seen: Vec<f32> = vec![f32::NEG_INFINITY; width];
    let slices: Vec<Slice> = lines
        .iter()
        .map(|line| slice(line, region, &mut seen))
        .collect();
    let leading = leading(&slices);
    let begins =
        |slice: &Slice, column: usize| slice.gaps[column].is_some_and(|gap| gap > WIDER * leading);
    let candidates: Vec<usize> = (1..lines.len())
        .filter(|&number| (1..width).all(|column| begins(&slices[number], column)))
        .collect();
    let numbered: Vec<usize> = (1..lines.len())
        .filter(|&number| slices[number].numbered)
        .collect();
    let mut starts =
        if !numbered.is_empty() && numbered.iter().all(|number| candidates.contains(number)) {
            numbered
        } else if !numbered.is_empty() {
            between(lines, &numbered, region.header)
        } else {
            let paragraph = paragraph_gap(&slices, &candidates, leading);
            let smallest = |number: usize| {
                slices[number].gaps[1..]
                    .iter()
                    .flatten()
                    .copied()
                    .fold(f32::MAX, f32::min)
            };
            let first = if region.carried {
                0
            } else {
                candidates.first().copied().unwrap_or(0)
            };
            candidates
                .into_iter()
                .filter(|&number| number == first || smallest(number) > paragraph + SLACK)
                .collect()
        };
    if region.header > 0 && region.header < lines.len() && !starts.contains(&region.header) {
        starts.push(region.header);
        starts.sort_unstable();
    }
    starts
}

/// A header that comes again within the page is a row of its own.
fn with_headers(lines: &[TextLine], mut starts: Vec<usize>, header: &[String]) -> Vec<usize> {
    let Some(first) = header.first() else {
        return starts;
    };
    for at in (1..lines.len()).filter(|&at| lines[at].text() == *first) {
        starts.extend(
            [at, at + header.len()]
                .iter()
                .filter(|&&start| start < lines.len()),
        );
    }
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// Row starts where cells stand in the middle of their rows: numbered lines are no starts,
/// but between two of them lies one, where the page is empty from side to side farthest.
fn between(lines: &[TextLine], numbered: &[usize], header: usize) -> Vec<usize> {
    let mut reach = f32::MIN;
    let mut gaps = Vec::with_capacity(lines.len());
    for line in lines {
        gaps.push(line.area.top - reach);
        reach = reach.max(line.area.bottom);
    }
    let mut starts = Vec::new();
    let mut from = header.max(1);
    for &number in numbered {
        let widest = (from..=number).max_by(|a, b| gaps[*a].total_cmp(&gaps[*b]).then(b.cmp(a)));
        starts.extend(widest.filter(|at| gaps[*at] > 0.0));
        from = number + 1;
    }
    starts
}

fn slice(line: &TextLine, region: &AlignedRegion, seen: &mut [f32]) -> Slice {
    let width = seen.len();
    let mut gaps = vec![None; width];
    let mut numbered = false;
    for word in &line.words {
        let column = region
            .edges
            .partition_point(|edge| *edge <= word.area.middle().0)
            .clamp(1, width)
            - 1;
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
    word.strip_prefix(['#', '№'])
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
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
    gaps.get(gaps.len() / 4)
        .copied()
        .unwrap_or(LEADING)
        .clamp(LEADINGS.start, LEADINGS.end)
}

/// The distance of paragraphs within cells, in font sizes.
fn paragraph_gap(slices: &[Slice], candidates: &[usize], leading: f32) -> f32 {
    let others = slices
        .iter()
        .enumerate()
        .filter(|(number, _)| !candidates.contains(number));
    let mut gaps: Vec<f32> = others
        .flat_map(|(_, slice)| slice.gaps[1..].iter().flatten().copied())
        .filter(|gap| *gap > WIDER * leading && *gap < ROW * leading)
        .collect();
    gaps.sort_by(f32::total_cmp);
    gaps.get(gaps.len() / 2).copied().unwrap_or(WIDER * leading)
}
