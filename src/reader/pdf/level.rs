//! Tables ruled with level lines or shaded bands only: rows by the rules, columns by the white
//! space that all rows share.
//!
//! Level rules of the same extent, on one page or on following ones, belong to one
//! table. The text between them is looked at over all its pages together, so that
//! a page with little text has the columns of the others; where rules are drawn
//! cell by cell, their joints say where columns meet. Upright strokes are then put
//! where the columns meet, and the rest is the work of [`super::lattice`].

use super::columns::{self, Column, LinePiece};
use super::geometry::Rect;
use super::gutters::{Gutter, gutters};
use super::heading;
use super::lattice::{self, Lattice, Stroke};
use super::lines::{TextLine, lines};
use super::page::PageLayout;
use super::values;
use super::words::PlacedWord;

/// The narrowest gutter between columns under level rules, and one that needs no joint of rules.
const GUTTER: f32 = 0.3;
const SURE: f32 = 1.5;
/// Points within which two strokes are one.
const LEVEL: f32 = 0.1;

/// How far rules of one table may differ at their ends.
const ENDS: f32 = 5.0;
/// The shortest rule of a table, as a share of the width of the page.
const SHORTEST: f32 = 0.25;

/// Text between tables is wider than this share of their width.
const WIDE: f32 = 0.6;

/// Shaded rows and those between them are at most so many times as high as others.
const ALIKE: f32 = 5.0;

/// Level rules of one extent on following pages.
struct RuleRun {
    left: f32,
    right: f32,
    /// Some of them are the edges of shaded rows.
    shaded: bool,
    /// Page by page: the index of the sheet and the heights of the rules.
    pages: Vec<(usize, Vec<f32>)>,
}

/// Where a table lies on a page.
struct RuledRegion {
    sheet: usize,
    top: f32,
    level: Vec<Stroke>,
}

/// The tables of all pages, each with the index of its sheet.
pub fn tables(sheets: &[PageLayout]) -> Vec<(usize, Lattice)> {
    let mut out = Vec::new();
    for run in runs(sheets) {
        out.extend(table(sheets, &run));
    }
    out
}

/// The runs of rules, and those of shades where they tell more rows than rules do.
fn runs(sheets: &[PageLayout]) -> Vec<RuleRun> {
    let mut runs = gathered(sheets, |sheet| &sheet.strokes.level);
    runs.retain(|run| run.rules() >= 3);
    let mut shaded = gathered(sheets, |sheet| &sheet.strokes.shades);
    shaded.retain(RuleRun::alternates);
    for mut run in shaded {
        run.shaded = true;
        let (over, rest): (Vec<RuleRun>, Vec<RuleRun>) =
            runs.into_iter().partition(|other| other.meets(&run));
        runs = rest;
        if over.iter().all(|other| other.rules() < run.rules()) {
            runs.push(run);
        } else {
            runs.extend(over);
        }
    }
    runs
}

/// Strokes of the same extent, gathered over pages that follow each other.
fn gathered(sheets: &[PageLayout], strokes: fn(&PageLayout) -> &Vec<Stroke>) -> Vec<RuleRun> {
    let mut runs: Vec<RuleRun> = Vec::new();
    for (index, sheet) in sheets.iter().enumerate() {
        let long = |stroke: &&Stroke| stroke.to - stroke.from >= SHORTEST * sheet.width;
        let mut level: Vec<&Stroke> = strokes(sheet).iter().filter(long).collect();
        level.sort_by(|a, b| a.at.total_cmp(&b.at));
        for stroke in level {
            match runs
                .iter_mut()
                .rev()
                .find(|run| run.takes(index, sheet, stroke))
            {
                Some(run) => run.add(index, stroke.at),
                None => runs.push(RuleRun {
                    left: stroke.from,
                    right: stroke.to,
                    shaded: false,
                    pages: vec![(index, vec![stroke.at])],
                }),
            }
        }
    }
    runs
}

impl RuleRun {
    /// Whether a rule on a page is one of its own: it has the same ends, and no running text
    /// lies between them.
    fn takes(&self, index: usize, sheet: &PageLayout, stroke: &Stroke) -> bool {
        let same =
            (self.left - stroke.from).abs() <= ENDS && (self.right - stroke.to).abs() <= ENDS;
        same && self
            .pages
            .last()
            .is_some_and(|(last, heights)| match heights.last() {
                Some(above) if *last == index => !runs_on(sheet, self, *above, stroke.at),
                _ => index - last <= 2,
            })
    }

    fn rules(&self) -> usize {
        self.pages.iter().map(|(_, heights)| heights.len()).sum()
    }

    /// Whether shades alternate with bands of like height; those behind headings alone do not.
    fn alternates(&self) -> bool {
        self.pages.iter().any(|(_, heights)| {
            let bands = || heights.windows(2).map(|pair| pair[1] - pair[0]);
            heights.len() >= 3
                && bands().fold(0.0, f32::max) <= ALIKE * bands().fold(f32::MAX, f32::min)
        })
    }

    /// Whether the two lie over each other on a page.
    fn meets(&self, other: &RuleRun) -> bool {
        let reach = |heights: &[f32]| Some((*heights.first()?, *heights.last()?));
        let over = |(page, heights): &(usize, Vec<f32>)| {
            other
                .pages
                .iter()
                .filter(|(index, _)| index == page)
                .any(|(_, others)| {
                    reach(heights)
                        .zip(reach(others))
                        .is_some_and(|(a, b)| a.0 < b.1 && b.0 < a.1)
                })
        };
        self.left < other.right && other.left < self.right && self.pages.iter().any(over)
    }

    fn add(&mut self, index: usize, at: f32) {
        match self.pages.last_mut() {
            Some((last, heights)) if *last == index => heights.push(at),
            _ => self.pages.push((index, vec![at])),
        }
    }
}

/// Whether the text between two rules is no row: lines without gaps, some of them wide.
fn runs_on(sheet: &PageLayout, run: &RuleRun, top: f32, bottom: f32) -> bool {
    let lines = lines(inside(sheet, run, top, bottom).cloned().collect());
    let wide = |line: &TextLine| line.area.width() > WIDE * (run.right - run.left);
    lines.iter().all(|line| columns::pieces(line).len() == 1) && lines.iter().any(wide)
}

/// Whether a word lies between the ends of the rules.
fn between(run: &RuleRun, word: &PlacedWord) -> bool {
    let middle = word.area.middle().0;
    run.left - ENDS <= middle && middle <= run.right + ENDS
}

fn inside<'w>(
    sheet: &'w PageLayout,
    run: &'w RuleRun,
    top: f32,
    bottom: f32,
) -> impl Iterator<Item = &'w PlacedWord> {
    let area = Rect {
        left: run.left - ENDS,
        right: run.right + ENDS,
        top,
        bottom,
    };
    lattice::words_in(area, &sheet.words).filter(|word| between(run, word))
}

fn table(sheets: &[PageLayout], run: &RuleRun) -> Vec<(usize, Lattice)> {
    let Some((columns, edges)) = columns(sheets, run) else {
        return Vec::new();
    };
    let regions = regions(sheets, run, &edges);
    let lattice = |(number, region): (usize, RuledRegion)| {
        let head = if number == 0 {
            head(&sheets[region.sheet], run, &region)
        } else {
            Vec::new()
        };
        Some((region.sheet, lattice(region, &head, &columns, &edges)?))
    };
    regions
        .into_iter()
        .enumerate()
        .filter_map(lattice)
        .collect()
}

/// Columns, and where they meet: at joints of the rules, else in the middle of the white
/// space that the text between all rules leaves.
fn columns(sheets: &[PageLayout], run: &RuleRun) -> Option<(Vec<Column>, Vec<f32>)> {
    let mut words: Vec<&PlacedWord> = Vec::new();
    for (index, heights) in &run.pages {
        if let (Some(top), Some(bottom)) = (heights.first(), heights.last()) {
            words.extend(inside(&sheets[*index], run, *top, *bottom));
        }
    }
    let size = words.iter().map(|word| word.size).fold(0.0, f32::max);
    let gutters = shared(&words).unwrap_or_else(|| gutters(words.iter().copied(), GUTTER * size));
    if gutters.is_empty() {
        return None;
    }
    let joints = joints(sheets, run);
    let (mut columns, mut edges) = (Vec::new(), vec![run.left]);
    let mut left = run.left;
    for gutter in gutters {
        let joint = joints
            .iter()
            .copied()
            .find(|joint| gutter.left - 1.0 <= *joint && *joint <= gutter.right + 1.0);
        if !joints.is_empty() && joint.is_none() && gutter.width() < SURE * size {
            continue;
        }
        edges.push(joint.unwrap_or(gutter.middle()));
        columns.push(Column {
            left,
            right: gutter.left,
        });
        left = gutter.right;
    }
    edges.push(run.right);
    columns.push(Column {
        left,
        right: run.right,
    });
    Some((columns, edges))
}

/// The gutters of a table of values, which headings over several columns run across.
fn shared(words: &[&PlacedWord]) -> Option<Vec<Gutter>> {
    let lines = lines(words.iter().copied().cloned().collect());
    let pieces: Vec<Vec<LinePiece>> = lines.iter().map(columns::pieces).collect();
    let values = pieces
        .iter()
        .filter(|pieces| values::has_values(pieces))
        .count();
    let heading = pieces
        .iter()
        .position(|pieces| values::has_values(pieces) && !pieces[0].value)?;
    let columns = columns::columns(&pieces, heading).filter(|_| values * 3 >= lines.len())?;
    Some(
        columns
            .windows(2)
            .map(|pair| Gutter {
                left: pair[0].right,
                right: pair[1].left,
            })
            .collect(),
    )
}

/// Positions at which rules drawn cell by cell meet, seen on at least two rules.
fn joints(sheets: &[PageLayout], run: &RuleRun) -> Vec<f32> {
    let mut meeting: Vec<f32> = Vec::new();
    for (index, _) in &run.pages {
        let within = |s: &&Stroke| s.from >= run.left - ENDS && s.to <= run.right + ENDS;
        let mut pieces: Vec<&Stroke> = sheets[*index]
            .strokes
            .pieces
            .iter()
            .filter(within)
            .collect();
        pieces.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
        let meet = |pair: &[&Stroke]| {
            (pair[0].at - pair[1].at).abs() < LEVEL && (pair[0].to - pair[1].from).abs() < 1.0
        };
        meeting.extend(
            pieces
                .windows(2)
                .filter(|pair| meet(pair))
                .map(|pair| pair[1].from),
        );
    }
    meeting.sort_by(f32::total_cmp);
    let mut joints: Vec<(f32, usize)> = Vec::new();
    for at in meeting {
        match joints.last_mut().filter(|(last, _)| at - *last <= 2.0) {
            Some((_, count)) => *count += 1,
            None => joints.push((at, 1)),
        }
    }
    joints
        .into_iter()
        .filter(|(_, count)| *count >= 2)
        .map(|(at, _)| at)
        .collect()
}

/// Whether the words of a stretch keep to the columns.
fn keeps_columns<'w>(words: impl Iterator<Item = &'w PlacedWord>, edges: &[f32]) -> bool {
    let mut words = words.peekable();
    let inner = &edges[1..edges.len() - 1];
    words.peek().is_some()
        && words.all(|word| {
            inner
                .iter()
                .all(|edge| word.area.right <= edge + 1.0 || word.area.left >= edge - 1.0)
        })
}

/// The table on each page, reaching past its rules where a break left it open.
fn regions(sheets: &[PageLayout], run: &RuleRun, edges: &[f32]) -> Vec<RuledRegion> {
    let mut out = Vec::new();
    let (first, last) = (run.pages[0].0, run.pages[run.pages.len() - 1].0);
    for (index, sheet) in sheets.iter().enumerate().take(last + 1).skip(first) {
        let heights = run
            .pages
            .iter()
            .find(|(page, _)| *page == index)
            .map_or(&[][..], |(_, heights)| heights);
        let text_top = sheet
            .words
            .iter()
            .map(|word| word.area.top)
            .fold(f32::MAX, f32::min);
        let text_bottom = sheet
            .words
            .iter()
            .map(|word| word.area.bottom)
            .fold(f32::MIN, f32::max);
        let mut top = heights.first().copied().unwrap_or(text_top);
        let mut bottom = heights.last().copied().unwrap_or(text_bottom);
        if index > first && keeps_columns(inside(sheet, run, text_top, top), edges) {
            top = text_top - 1.0;
        }
        if index < last && keeps_columns(inside(sheet, run, bottom, text_bottom), edges) {
            bottom = text_bottom + 1.0;
        }
        if run.shaded && index == last {
            bottom = unshaded(sheet, run, edges, heights).unwrap_or(bottom);
        }
        let shades = if run.shaded {
            sheet.strokes.shades.as_slice()
        } else {
            &[]
        };
        let partial = sheet.strokes.level.iter().chain(shades).filter(|s| {
            s.from >= run.left - ENDS
                && s.to <= run.right + ENDS
                && top - 1.0 <= s.at
                && s.at <= bottom + 1.0
        });
        let mut level: Vec<Stroke> = partial.copied().collect();
        for at in [top, bottom] {
            if !heights.contains(&at) {
                level.push(Stroke {
                    at,
                    from: run.left,
                    to: run.right,
                });
            }
        }
        out.push(RuledRegion {
            sheet: index,
            top,
            level,
        });
    }
    out
}

/// Where a row ends that stands below the last shaded one.
fn unshaded(sheet: &PageLayout, run: &RuleRun, edges: &[f32], heights: &[f32]) -> Option<f32> {
    let bottom = *heights.last()?;
    let tallest = heights
        .windows(2)
        .map(|pair| pair[1] - pair[0])
        .fold(0.0, f32::max);
    let next = lines(
        inside(sheet, run, bottom, bottom + tallest)
            .cloned()
            .collect(),
    );
    let row = next
        .iter()
        .take_while(|line| keeps_columns(line.words.iter(), edges));
    let ends: Vec<&TextLine> = row.collect();
    let filled = ends.iter().any(|line| columns::pieces(line).len() > 1);
    ends.last()
        .filter(|_| filled)
        .map(|line| line.area.bottom + 1.0)
}

/// The lines above the second rule of a table, where they may be a heading of several rows.
fn head(sheet: &PageLayout, run: &RuleRun, region: &RuledRegion) -> Vec<TextLine> {
    let heights = region
        .level
        .iter()
        .map(|stroke| stroke.at)
        .filter(|at| *at > region.top + 2.0);
    let lines = lines(
        inside(sheet, run, region.top, heights.fold(f32::MAX, f32::min))
            .cloned()
            .collect(),
    );
    if lines.len() <= heading::LINES {
        lines
    } else {
        Vec::new()
    }
}

fn lattice(
    mut region: RuledRegion,
    head: &[TextLine],
    columns: &[Column],
    edges: &[f32],
) -> Option<Lattice> {
    region.level.extend(heading::level(head, columns, edges));
    let mut rows: Vec<f32> = region.level.iter().map(|stroke| stroke.at).collect();
    rows.sort_by(f32::total_cmp);
    lattice::build(
        &region.level,
        &columns::uprights(head, columns, edges, &rows),
    )
}
