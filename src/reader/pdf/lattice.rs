//! Ruled tables: from rules to a grid of cells.
//!
//! Level and upright rules are snapped into lines; rules that touch each other
//! belong to one table. Its lines cut the plane into small rectangles, and those
//! that no rule parts are one cell.

use super::geometry::Rect;
use super::glyph::{DrawnRule, RuleKind};
use super::words::PlacedWord;

/// Rules closer than this are one, and ends this near touch.
const SNAP: f32 = 2.5;

/// Shaded areas taller than this, in points, are no rows but boxes.
const ROW: f32 = 120.0;
/// How far words of one line may stand out of it.
const NEAR: f32 = 3.0;

/// A stretch of rule: where it lies across, and from where to where it runs.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Stroke {
    pub at: f32,
    pub from: f32,
    pub to: f32,
}

/// The level and upright rules of a page.
#[derive(Clone, Default, Debug)]
pub struct Strokes {
    pub level: Vec<Stroke>,
    pub upright: Vec<Stroke>,
    /// The upper and lower edges of shaded areas as low as rows.
    pub shades: Vec<Stroke>,
    /// Level rules as they were drawn, before those that touch were joined.
    pub pieces: Vec<Stroke>,
}

/// A cell: the grid rows and columns it takes, and its place.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Frame {
    pub row: usize,
    pub column: usize,
    pub rows: usize,
    pub columns: usize,
    pub area: Rect,
}

/// A ruled table on one page.
#[derive(Clone, PartialEq, Debug)]
pub struct Lattice {
    pub area: Rect,
    pub rows: Vec<f32>,
    pub columns: Vec<f32>,
    pub frames: Vec<Frame>,
}

impl Lattice {
    /// Whether it is but the ruled heading of a table that goes on below with level rules of
    /// its width, which no other lattice has.
    pub fn is_heading(&self, level: &[Stroke], lattices: &[Lattice]) -> bool {
        let free = |at: f32| {
            !lattices
                .iter()
                .any(|other| other.area.top - SNAP <= at && at <= other.area.bottom + SNAP)
        };
        let same = |stroke: &&Stroke| {
            (stroke.from - self.area.left).abs() <= 2.0 * SNAP
                && (stroke.to - self.area.right).abs() <= 2.0 * SNAP
        };
        self.rows.len() == 2
            && level
                .iter()
                .filter(same)
                .any(|stroke| stroke.at > self.area.bottom && free(stroke.at))
    }
}

impl Frame {
    /// Those of a page's words that stand in it.
    pub fn words<'w>(&self, words: &'w [PlacedWord]) -> impl Iterator<Item = &'w PlacedWord> {
        words_in(self.area, words)
    }
}

/// Those of a page's words, which are in lines from the top, that stand in an area.
pub fn words_in(area: Rect, words: &[PlacedWord]) -> impl Iterator<Item = &PlacedWord> {
    let from = words.partition_point(|word| word.baseline < area.top - NEAR);
    let to = words
        .partition_point(|word| word.area.top < area.bottom + NEAR)
        .max(from);
    words[from..to]
        .iter()
        .filter(move |word| area.holds(word.area.middle()))
}

/// Rules as strokes, near ones merged.
pub fn strokes(rules: &[DrawnRule]) -> Strokes {
    let mut strokes = Strokes::default();
    for rule in rules
        .iter()
        .filter(|rule| rule.kind == RuleKind::Line && rule.area.is_finite())
    {
        let area = rule.area;
        if area.width() >= area.height() {
            strokes.level.push(Stroke {
                at: (area.top + area.bottom) / 2.0,
                from: area.left,
                to: area.right,
            });
        } else {
            strokes.upright.push(Stroke {
                at: (area.left + area.right) / 2.0,
                from: area.top,
                to: area.bottom,
            });
        }
    }
    let shaded = rules
        .iter()
        .filter(|rule| rule.kind == RuleKind::Fill && rule.area.is_finite());
    for area in shaded
        .map(|rule| rule.area)
        .filter(|area| area.height() < ROW && area.width() > area.height())
    {
        strokes
            .shades
            .extend([area.top, area.bottom].map(|at| Stroke {
                at,
                from: area.left,
                to: area.right,
            }));
    }
    strokes.shades = merged(strokes.shades);
    strokes.pieces = strokes.level.clone();
    strokes.level = merged(strokes.level);
    strokes.upright = merged(strokes.upright);
    strokes
}

/// Strokes on one line that touch or overlap become one.
fn merged(mut strokes: Vec<Stroke>) -> Vec<Stroke> {
    strokes.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut out: Vec<Stroke> = Vec::with_capacity(strokes.len());
    let mut start = 0;
    while start < strokes.len() {
        let mut end = start + 1;
        while end < strokes.len()
            && strokes[end].at - strokes[end - 1].at <= SNAP
            && strokes[end].at - strokes[start].at <= 2.0 * SNAP
        {
            end += 1;
        }
        let at = strokes[start..end].iter().map(|s| s.at).sum::<f32>() / (end - start) as f32;
        let mut group: Vec<Stroke> = strokes[start..end].to_vec();
        group.sort_by(|a, b| a.from.total_cmp(&b.from));
        for stroke in group {
            match out
                .last_mut()
                .filter(|last| last.at == at && stroke.from - last.to <= SNAP)
            {
                Some(last) => last.to = last.to.max(stroke.to),
                None => out.push(Stroke { at, ..stroke }),
            }
        }
        start = end;
    }
    out
}

fn crosses(level: &Stroke, upright: &Stroke) -> bool {
    level.from - SNAP <= upright.at
        && upright.at <= level.to + SNAP
        && upright.from - SNAP <= level.at
        && level.at <= upright.to + SNAP
}

/// How many strokes of a page may take part in tables; pages with more are drawings.
const STROKES: usize = 4_000;

/// The tables whose cells are parted by rules both ways.
pub fn lattices(strokes: &Strokes) -> Vec<Lattice> {
    let (level, upright) = (&strokes.level, &strokes.upright);
    if level.len() + upright.len() > STROKES {
        return Vec::new();
    }
    let mut group: Vec<usize> = (0..level.len() + upright.len()).collect();
    for (l, a) in level.iter().enumerate() {
        for (u, b) in upright.iter().enumerate() {
            if crosses(a, b) {
                union(&mut group, l, level.len() + u);
            }
        }
    }
    let roots: Vec<usize> = (0..group.len()).map(|n| root(&mut group, n)).collect();
    let mut seen: Vec<usize> = roots.clone();
    seen.sort_unstable();
    seen.dedup();
    let mut tables: Vec<Lattice> = seen
        .into_iter()
        .filter_map(|root| {
            let part = |all: &[Stroke], shift: usize| -> Vec<Stroke> {
                all.iter()
                    .enumerate()
                    .filter(|(n, _)| roots[n + shift] == root)
                    .map(|(_, s)| *s)
                    .collect()
            };
            build(&part(level, 0), &part(upright, level.len()))
        })
        .collect();
    tables.sort_by(|a, b| {
        a.area
            .top
            .total_cmp(&b.area.top)
            .then(a.area.left.total_cmp(&b.area.left))
    });
    tables
}

fn root(group: &mut [usize], mut n: usize) -> usize {
    while group[n] != n {
        group[n] = group[group[n]];
        n = group[n];
    }
    n
}

fn union(group: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(group, a), root(group, b));
    group[a.max(b)] = a.min(b);
}

/// Distinct positions, near ones as one.
fn positions(mut values: Vec<f32>) -> Vec<f32> {
    values.sort_by(f32::total_cmp);
    let mut out: Vec<f32> = Vec::new();
    for value in values {
        if out.last().is_none_or(|last| value - last > SNAP) {
            out.push(value);
        }
    }
    out
}

/// The table that these rules make, if they make one.
pub fn build(level: &[Stroke], upright: &[Stroke]) -> Option<Lattice> {
    let rows = positions(
        level
            .iter()
            .map(|s| s.at)
            .chain(open_ends(level, upright))
            .collect(),
    );
    let columns = positions(
        upright
            .iter()
            .map(|s| s.at)
            .chain(open_sides(level, upright))
            .collect(),
    );
    if rows.len() < 2 || columns.len() < 2 || (rows.len() - 1) * (columns.len() - 1) < 2 {
        return None;
    }
    let area = Rect {
        left: columns[0],
        right: columns[columns.len() - 1],
        top: rows[0],
        bottom: rows[rows.len() - 1],
    };
    let frames = frames(&rows, &columns, level, upright);
    (frames.len() > 1).then_some(Lattice {
        area,
        rows,
        columns,
        frames,
    })
}

/// Where a table goes on over a page break its upright rules run past the last level one:
/// the farthest ends that at least two of them share close it.
fn open_ends(level: &[Stroke], upright: &[Stroke]) -> Vec<f32> {
    beyond(upright, level)
}

/// A table drawn without its outer sides has level rules that run past its upright ones.
fn open_sides(level: &[Stroke], upright: &[Stroke]) -> Vec<f32> {
    if upright.len() < 2 {
        Vec::new()
    } else {
        beyond(level, upright)
    }
}

/// The farthest ends of `strokes` past the outermost of `crossed`, where at least two share them or
/// there is but one.
fn beyond(strokes: &[Stroke], crossed: &[Stroke]) -> Vec<f32> {
    let low = crossed.iter().map(|s| s.at).fold(f32::MAX, f32::min);
    let high = crossed.iter().map(|s| s.at).fold(f32::MIN, f32::max);
    let first = strokes.iter().map(|s| s.from).fold(f32::MAX, f32::min);
    let last = strokes.iter().map(|s| s.to).fold(f32::MIN, f32::max);
    let alone = strokes.len() == 1 && crossed.len() > 1;
    let shared = |end: f32, of: fn(&Stroke) -> f32| {
        alone
            || strokes
                .iter()
                .filter(|s| (of(s) - end).abs() <= SNAP)
                .count()
                > 1
    };
    let before = (first < low - 2.0 * SNAP && shared(first, |s| s.from)).then_some(first);
    let after = (last > high + 2.0 * SNAP && shared(last, |s| s.to)).then_some(last);
    before.into_iter().chain(after).collect()
}

/// Whether a stroke near `at` covers the stretch.
fn covered(strokes: &[Stroke], at: f32, from: f32, to: f32) -> bool {
    let middle = (from + to) / 2.0;
    strokes
        .iter()
        .any(|s| (s.at - at).abs() <= SNAP && s.from - SNAP <= middle && middle <= s.to + SNAP)
}

/// Rectangles of the grid joined where no rule stands between them.
fn frames(rows: &[f32], columns: &[f32], level: &[Stroke], upright: &[Stroke]) -> Vec<Frame> {
    let (height, width) = (rows.len() - 1, columns.len() - 1);
    let mut group: Vec<usize> = (0..height * width).collect();
    for row in 0..height {
        for column in 0..width {
            let here = row * width + column;
            if column + 1 < width
                && !covered(upright, columns[column + 1], rows[row], rows[row + 1])
            {
                union(&mut group, here, here + 1);
            }
            if row + 1 < height
                && !covered(level, rows[row + 1], columns[column], columns[column + 1])
            {
                union(&mut group, here, here + width);
            }
        }
    }
    let mut boxes: Vec<Option<(usize, usize, usize, usize)>> = vec![None; height * width];
    for cell in 0..height * width {
        let (row, column) = (cell / width, cell % width);
        let place = &mut boxes[root(&mut group, cell)];
        *place = Some(match *place {
            None => (row, column, row, column),
            Some((r0, c0, r1, c1)) => (r0.min(row), c0.min(column), r1.max(row), c1.max(column)),
        });
    }
    let frame = |(r0, c0, r1, c1): (usize, usize, usize, usize)| Frame {
        row: r0,
        column: c0,
        rows: r1 - r0 + 1,
        columns: c1 - c0 + 1,
        area: Rect {
            left: columns[c0],
            right: columns[c1 + 1],
            top: rows[r0],
            bottom: rows[r1 + 1],
        },
    };
    boxes.into_iter().flatten().map(frame).collect()
}
