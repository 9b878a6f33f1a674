//! Tables ruled with level lines only: rows by the rules, columns by the white
//! space that all rows share.
//!
//! Level rules of the same extent, on one page or on following ones, belong to one
//! table. The text between them is looked at over all its pages together, so that
//! a page with little text has the columns of the others; where rules are drawn
//! cell by cell, their joints say where columns meet. Upright strokes are then put
//! where the columns meet, and the rest is the work of [`super::lattice`].

use super::gutters::gutters;
use super::lattice::{self, Lattice, Stroke};
use super::page::Sheet;
use super::words::Word;

/// How far rules of one table may differ at their ends.
const ENDS: f32 = 5.0;
/// The shortest rule of a table, as a share of the width of the page.
const SHORTEST: f32 = 0.25;

/// Level rules of one extent on following pages.
struct Run {
    left: f32,
    right: f32,
    /// Page by page: the index of the sheet and the heights of the rules.
    pages: Vec<(usize, Vec<f32>)>,
}

/// Where a table lies on a page.
struct Region {
    sheet: usize,
    top: f32,
    bottom: f32,
    level: Vec<Stroke>,
}

/// The tables of all pages, each with the index of its sheet.
pub fn tables(sheets: &[Sheet]) -> Vec<(usize, Lattice)> {
    let mut out = Vec::new();
    for run in runs(sheets) {
        out.extend(table(sheets, &run));
    }
    out
}

/// Rules of the same extent, gathered over pages that follow each other.
fn runs(sheets: &[Sheet]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (index, sheet) in sheets.iter().enumerate() {
        let mut level: Vec<&Stroke> =
            sheet.strokes.level.iter().filter(|s| s.to - s.from >= SHORTEST * sheet.width).collect();
        level.sort_by(|a, b| a.at.total_cmp(&b.at));
        for stroke in level {
            let fits = |run: &&mut Run| {
                (run.left - stroke.from).abs() <= ENDS
                    && (run.right - stroke.to).abs() <= ENDS
                    && run.pages.last().is_some_and(|(last, _)| index - last <= 2)
            };
            match runs.iter_mut().find(fits) {
                Some(run) => match run.pages.last_mut() {
                    Some((last, heights)) if *last == index => heights.push(stroke.at),
                    _ => run.pages.push((index, vec![stroke.at])),
                },
                None => runs.push(Run { left: stroke.from, right: stroke.to, pages: vec![(index, vec![stroke.at])] }),
            }
        }
    }
    runs.retain(|run| run.pages.iter().map(|(_, heights)| heights.len()).sum::<usize>() >= 3);
    runs
}

/// Whether a word lies between the ends of the rules.
fn between(run: &Run, word: &Word) -> bool {
    let middle = word.area.middle().0;
    run.left - ENDS <= middle && middle <= run.right + ENDS
}

fn inside<'w>(sheet: &'w Sheet, run: &'w Run, top: f32, bottom: f32) -> impl Iterator<Item = &'w Word> {
    sheet.words.iter().filter(move |word| {
        let middle = word.area.middle().1;
        top <= middle && middle <= bottom && between(run, word)
    })
}

fn table(sheets: &[Sheet], run: &Run) -> Vec<(usize, Lattice)> {
    let Some(edges) = columns(sheets, run) else { return Vec::new() };
    let regions = regions(sheets, run, &edges);
    regions.into_iter().filter_map(|region| Some((region.sheet, lattice(run, &edges, region)?))).collect()
}

/// Where columns meet: at joints of the rules, else in the middle of the white space
/// that the text between all rules leaves.
fn columns(sheets: &[Sheet], run: &Run) -> Option<Vec<f32>> {
    let mut words: Vec<&Word> = Vec::new();
    for (index, heights) in &run.pages {
        if let (Some(top), Some(bottom)) = (heights.first(), heights.last()) {
            words.extend(inside(&sheets[*index], run, *top, *bottom));
        }
    }
    let size = words.iter().map(|word| word.size).fold(0.0, f32::max);
    let gutters = gutters(words.iter().copied(), 0.3 * size);
    if gutters.is_empty() {
        return None;
    }
    let joints = joints(sheets, run);
    let mut edges = vec![run.left];
    for gutter in gutters {
        let joint = joints.iter().copied().find(|joint| gutter.left - 1.0 <= *joint && *joint <= gutter.right + 1.0);
        if !joints.is_empty() && joint.is_none() && gutter.width() < 1.5 * size {
            continue;
        }
        edges.push(joint.unwrap_or(gutter.middle()));
    }
    edges.push(run.right);
    Some(edges)
}

/// Positions at which rules drawn cell by cell meet, seen on at least two rules.
fn joints(sheets: &[Sheet], run: &Run) -> Vec<f32> {
    let mut meeting: Vec<f32> = Vec::new();
    for (index, _) in &run.pages {
        let within = |s: &&Stroke| s.from >= run.left - ENDS && s.to <= run.right + ENDS;
        let mut pieces: Vec<&Stroke> = sheets[*index].strokes.pieces.iter().filter(within).collect();
        pieces.sort_by(|a, b| a.at.total_cmp(&b.at).then(a.from.total_cmp(&b.from)));
        let meet = |pair: &[&Stroke]| (pair[0].at - pair[1].at).abs() < 0.1 && (pair[0].to - pair[1].from).abs() < 1.0;
        meeting.extend(pieces.windows(2).filter(|pair| meet(pair)).map(|pair| pair[1].from));
    }
    meeting.sort_by(f32::total_cmp);
    let mut joints: Vec<(f32, usize)> = Vec::new();
    for at in meeting {
        match joints.last_mut().filter(|(last, _)| at - *last <= 2.0) {
            Some((_, count)) => *count += 1,
            None => joints.push((at, 1)),
        }
    }
    joints.into_iter().filter(|(_, count)| *count >= 2).map(|(at, _)| at).collect()
}

/// Whether the words of a stretch keep to the columns.
fn keeps_columns<'w>(words: impl Iterator<Item = &'w Word>, edges: &[f32]) -> bool {
    let mut words = words.peekable();
    let inner = &edges[1..edges.len() - 1];
    words.peek().is_some()
        && words.all(|word| inner.iter().all(|edge| word.area.right <= edge + 1.0 || word.area.left >= edge - 1.0))
}

/// The table on each page, reaching past its rules where a break left it open.
fn regions(sheets: &[Sheet], run: &Run, edges: &[f32]) -> Vec<Region> {
    let mut out = Vec::new();
    let (first, last) = (run.pages[0].0, run.pages[run.pages.len() - 1].0);
    for (index, sheet) in sheets.iter().enumerate().take(last + 1).skip(first) {
        let heights = run.pages.iter().find(|(page, _)| *page == index).map_or(&[][..], |(_, heights)| heights);
        let text_top = sheet.words.iter().map(|word| word.area.top).fold(f32::MAX, f32::min);
        let text_bottom = sheet.words.iter().map(|word| word.area.bottom).fold(f32::MIN, f32::max);
        let mut top = heights.first().copied().unwrap_or(text_top);
        let mut bottom = heights.last().copied().unwrap_or(text_bottom);
        if index > first && keeps_columns(inside(sheet, run, text_top, top), edges) {
            top = text_top - 1.0;
        }
        if index < last && keeps_columns(inside(sheet, run, bottom, text_bottom), edges) {
            bottom = text_bottom + 1.0;
        }
        let partial = sheet.strokes.level.iter().filter(|s| {
            s.from >= run.left - ENDS && s.to <= run.right + ENDS && top - 1.0 <= s.at && s.at <= bottom + 1.0
        });
        let mut level: Vec<Stroke> = partial.copied().collect();
        for at in [top, bottom] {
            if !heights.contains(&at) {
                level.push(Stroke { at, from: run.left, to: run.right });
            }
        }
        out.push(Region { sheet: index, top, bottom, level });
    }
    out
}

fn lattice(run: &Run, edges: &[f32], region: Region) -> Option<Lattice> {
    let _ = run;
    let upright: Vec<Stroke> = edges.iter().map(|at| Stroke { at: *at, from: region.top, to: region.bottom }).collect();
    lattice::build(&region.level, &upright)
}
