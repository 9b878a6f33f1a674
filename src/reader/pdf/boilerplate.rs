//! Running headers, footers, page numbers and footnotes, told from the body.
//!
//! A line at the top or bottom of a page is boilerplate where the same line stands at
//! the same height on a page nearby, its numbers equal or counting with the pages,
//! and outside the part of the page that other lines use. Short documents give no
//! such comparison; there, a line that a tagged file marks as an artifact is, a line of nothing but
//! a page number in the margin is, and so is a line in smaller print that stands apart in it. What
//! stands inside the rules of a table is never boilerplate.

use super::geometry::Rect;
use super::lattice;
use super::lines::{TextLine, lines};
use super::page::PageLayout;
use super::typography::{LEVEL, SMALLER};
use super::words::PlacedWord;
use crate::document::Rule;

/// How many sizes of the text a ruled table is high at least; a letterhead is lower.
const TABLE: f32 = 4.0;
/// A gap this wide parts a line into pieces: chapter and page number.
const WIDE: f32 = 1.5;
/// How far the next line of text stands from a header without a twin, in sizes of the text.
const APART: f32 = 1.6;
/// The margins of a page, of its height; in small print the head may reach lower than the foot up.
const MARGIN: f32 = 0.09;
const TOP: f32 = 0.085;
const BOTTOM: f32 = 0.06;
/// Footnotes are smaller than the text by this at least; nine points beside nine and a half count.
const NOTE: f32 = 0.96;
/// The rule above notes is shorter than this share of the page.
const RULE: f32 = 0.45;
/// The mark of a note: its size, or how far it is raised.
const MARK: f32 = 0.85;
const RAISED: f32 = 0.15;

/// How many lines from the top and from the bottom of a page may be boilerplate.
const DEPTH: usize = 4;
/// How many pages away the same line is looked for (left and right pages differ).
const REACH: usize = 2;
/// How far, in points, the same line may move between pages.
const DRIFT: f32 = 3.0;

/// A line set aside, and the rule that did it.
pub struct Aside {
    pub line: TextLine,
    pub rule: Rule,
}

/// A line near the edge of a page, in a form that compares.
struct EdgeLine {
    /// Of the words of the page; lines are found again by their baseline.
    line: TextLine,
    /// Text with every number as `0`.
    masked: String,
    numbers: Vec<u64>,
    /// Distance of the baseline from the edge of the page.
    inset: f32,
    top: bool,
    repeated: bool,
}

/// Takes the boilerplate out of the words of the pages.
pub fn take(sheets: &mut [PageLayout], body: f32) -> Vec<Vec<Aside>> {
    let mut edges: Vec<Vec<EdgeLine>> = sheets.iter().map(edges).collect();
    mark_repeated(&mut edges);
    unmark_headers(sheets, &mut edges);
    let limits = [true, false].map(|top| body_limit(&edges, top));
    let single = sheets.len() == 1;
    let mut asides = Vec::with_capacity(sheets.len());
    for (sheet, edges) in sheets.iter_mut().zip(edges) {
        let mut found: Vec<Aside> = Vec::new();
        let tables = tables(sheet, body);
        for (number, edge) in edges.iter().enumerate() {
            let (across, down) = edge.line.area.middle();
            if tables.iter().any(|table| table.holds((across, down))) {
                continue;
            }
            let outside = edge.inset < limits[usize::from(!edge.top)];
            let outermost = number == 0 || edges[number - 1].top != edge.top;
            let marked = edge.line.words.iter().all(|word| word.artifact);
            let running = (edge.repeated || marked) && outside && segments(&edge.line) < 4;
            if running || ((single || outside) && outermost && is_marginal(sheet, edge, body)) {
                found.push(Aside {
                    line: edge.line.clone(),
                    rule: rule(edge),
                });
            }
        }
        for aside in &found {
            remove(&mut sheet.words, &aside.line);
        }
        found.extend(footnotes(sheet, body));
        asides.push(found);
    }
    asides
}

/// The areas of ruled tables: what stands inside their rules is theirs, however often a page
/// repeats it. A rule or frame around the whole page has no columns, a letterhead no rows.
fn tables(sheet: &PageLayout, body: f32) -> Vec<Rect> {
    let lattices = lattice::lattices(&sheet.strokes).into_iter();
    let tables = lattices.filter(|lattice| {
        let high = lattice.area.bottom - lattice.area.top > TABLE * body;
        lattice.columns.len() > 2 && lattice.rows.len() > 2 && high
    });
    tables.map(|lattice| lattice.area).collect()
}

fn rule(edge: &EdgeLine) -> Rule {
    match (edge.top, is_page_number(&edge.masked)) {
        (_, true) => Rule::PageNumber,
        (true, _) => Rule::RunningHeader,
        (false, _) => Rule::RunningFooter,
    }
}

fn remove(words: &mut Vec<PlacedWord>, line: &TextLine) {
    words.retain(|word| !line.words.contains(word));
}

/// The outer lines of a page: of its upper half from the top down, of its lower half from the
/// bottom up.
fn edges(sheet: &PageLayout) -> Vec<EdgeLine> {
    let half = sheet
        .words
        .partition_point(|word| word.baseline < sheet.height / 2.0);
    let (upper, lower) = sheet.words.split_at(half);
    let mut out: Vec<EdgeLine> = outer_lines(upper.iter())
        .into_iter()
        .map(|line| edge(line, sheet, true))
        .collect();
    out.extend(
        outer_lines(lower.iter().rev())
            .into_iter()
            .rev()
            .map(|line| edge(line, sheet, false)),
    );
    out
}

/// The first lines that words in rising or falling order make.
fn outer_lines<'w>(words: impl Iterator<Item = &'w PlacedWord>) -> Vec<TextLine> {
    let mut taken: Vec<PlacedWord> = Vec::new();
    let mut lines_seen = 0;
    let mut baseline = f32::NAN;
    for word in words {
        if (word.baseline - baseline).abs() > LEVEL * word.size || baseline.is_nan() {
            lines_seen += 1;
            baseline = word.baseline;
        }
        if lines_seen > DEPTH {
            break;
        }
        taken.push(word.clone());
    }
    lines(taken)
}

fn edge(line: TextLine, sheet: &PageLayout, top: bool) -> EdgeLine {
    let text = line.text();
    let inset = if top {
        line.baseline
    } else {
        sheet.height - line.baseline
    };
    let (masked, numbers) = mask(&text);
    EdgeLine {
        line,
        masked,
        numbers,
        inset,
        top,
        repeated: false,
    }
}

fn mask(text: &str) -> (String, Vec<u64>) {
    let (mut masked, mut numbers) = (String::new(), Vec::new());
    let mut digits = false;
    for c in text.chars() {
        match c.to_digit(10) {
            Some(digit) if digits => {
                if let Some(number) = numbers.last_mut() {
                    *number = u64::wrapping_add(u64::wrapping_mul(*number, 10), u64::from(digit));
                }
            }
            Some(digit) => {
                numbers.push(u64::from(digit));
                masked.push('0');
            }
            None => masked.push(c),
        }
        digits = c.is_ascii_digit();
    }
    (masked, numbers)
}

fn mark_repeated(edges: &mut [Vec<EdgeLine>]) {
    for page in 0..edges.len() {
        for number in 0..edges[page].len() {
            let near = page.saturating_sub(REACH)..(page + REACH + 1).min(edges.len());
            let repeated = near.filter(|other| *other != page).any(|other| {
                let this = &edges[page][number];
                edges[other]
                    .iter()
                    .any(|edge| is_same(this, edge, other.abs_diff(page) as u64, other > page))
            });
            edges[page][number].repeated = repeated;
        }
    }
}

/// A line in pieces that stands elsewhere on another page is the header of a table that goes on.
fn unmark_headers(sheets: &[PageLayout], edges: &mut [Vec<EdgeLine>]) {
    let in_pieces = |edge: &&mut EdgeLine| {
        edge.repeated && segments(&edge.line) > 1 && !is_page_number(&edge.masked)
    };
    for edge in edges.iter_mut().flatten().filter(in_pieces) {
        edge.repeated = !sheets.iter().any(|sheet| stands_elsewhere(sheet, edge));
    }
}

fn stands_elsewhere(sheet: &PageLayout, edge: &EdgeLine) -> bool {
    let Some(first) = edge.line.words.first() else {
        return false;
    };
    let inset = |word: &PlacedWord| {
        if edge.top {
            word.baseline
        } else {
            sheet.height - word.baseline
        }
    };
    let mut starts = sheet.words.iter().enumerate().filter(|(_, word)| {
        word.text == first.text
            && (word.area.left - first.area.left).abs() < DRIFT
            && (inset(word) - edge.inset).abs() > 2.0 * DRIFT
    });
    starts.any(|(at, _)| {
        sheet.words[at..]
            .iter()
            .zip(&edge.line.words)
            .filter(|(a, b)| a.text == b.text)
            .count()
            == edge.line.words.len()
    })
}

fn is_same(a: &EdgeLine, b: &EdgeLine, pages: u64, later: bool) -> bool {
    a.top == b.top
        && (a.inset - b.inset).abs() <= DRIFT
        && (a.line.size - b.line.size).abs() < 0.5
        && a.masked == b.masked
        && a.numbers.iter().zip(&b.numbers).all(|(&x, &y)| {
            x == y
                || (if later {
                    x.checked_add(pages) == Some(y)
                } else {
                    y.checked_add(pages) == Some(x)
                })
        })
}

/// How near to the edge lines come that are not repeated.
fn body_limit(edges: &[Vec<EdgeLine>], top: bool) -> f32 {
    let is_body =
        |edge: &&EdgeLine| !edge.repeated && edge.line.words.iter().any(|word| !word.artifact);
    let body = edges
        .iter()
        .flatten()
        .filter(|edge| edge.top == top)
        .filter(is_body);
    body.map(|edge| edge.inset - 0.5).fold(f32::MAX, f32::min)
}

/// Pieces of a line that wide gaps part.
fn segments(line: &TextLine) -> usize {
    1 + line
        .words
        .windows(2)
        .filter(|pair| pair[1].area.left - pair[0].area.right > WIDE * line.size)
        .count()
}

fn is_page_number(masked: &str) -> bool {
    let letters = masked.chars().filter(|c| c.is_alphabetic()).count();
    masked.contains('0')
        && (letters == 0 && masked.chars().count() <= 9 && !masked.contains(['.', ','])
            || letters <= 12
                && masked.matches('0').count() <= 2
                && masked.chars().count() <= 16
                && !masked.contains(['.', ','])
                && masked.starts_with(|c: char| c.is_alphabetic())
                && masked.split_whitespace().count() <= 4
                && ["page", "стр", "с.", "seite", "p", "bet", "sahypa"]
                    .iter()
                    .any(|w| masked.to_lowercase().starts_with(w)))
}

/// Whether a line in the margin of a page stands for itself.
fn is_marginal(sheet: &PageLayout, edge: &EdgeLine, body: f32) -> bool {
    let next = if edge.top {
        sheet
            .words
            .iter()
            .map(|w| w.baseline - edge.line.baseline)
            .filter(|gap| *gap > 2.0)
            .fold(f32::MAX, f32::min)
    } else {
        sheet
            .words
            .iter()
            .map(|w| edge.line.baseline - w.baseline)
            .filter(|gap| *gap > 2.0)
            .fold(f32::MAX, f32::min)
    };
    let apart = next > APART * body.max(edge.line.size);
    let margin = edge.inset < MARGIN * sheet.height;
    let small = edge.line.size < SMALLER * body;
    margin
        && apart
        && (is_page_number(&edge.masked)
            || (small && edge.inset < if edge.top { TOP } else { BOTTOM } * sheet.height))
}

/// Lines at the foot of the page that open with a mark: in smaller print, or under a short rule.
fn footnotes(sheet: &mut PageLayout, body: f32) -> Vec<Aside> {
    let mut last = outer_lines(sheet.words.iter().rev());
    last.reverse();
    let Some(first) = last
        .iter()
        .take_while(|line| line.baseline > 0.5 * sheet.height)
        .collect::<Vec<_>>()
        .iter()
        .rposition(|line| opens_note(line))
    else {
        return Vec::new();
    };
    last.truncate(first + 1);
    let small = last.iter().all(|line| line.size < NOTE * body);
    if !small && !under_short_rule(sheet, &last[first]) {
        return Vec::new();
    }
    for note in &last {
        remove(&mut sheet.words, note);
    }
    last.into_iter()
        .rev()
        .map(|line| Aside {
            line,
            rule: Rule::Footnote,
        })
        .collect()
}

/// Whether a rule much shorter than the page stands close above a line, with no text between.
fn under_short_rule(sheet: &PageLayout, line: &TextLine) -> bool {
    let above = |at: f32| at < line.area.top + 1.0 && line.area.top - at < 2.0 * line.size;
    let rule = sheet.strokes.level.iter().find(|s| {
        above(s.at)
            && s.to - s.from < RULE * sheet.width
            && (s.from - line.area.left).abs() < 2.0 * line.size
    });
    rule.is_some_and(|rule| {
        !sheet
            .words
            .iter()
            .any(|word| word.area.middle().1 > rule.at && word.baseline < line.baseline - 1.0)
    })
}

/// Whether a line opens with the mark of a footnote: raised, alone, or close before a letter.
fn opens_note(line: &TextLine) -> bool {
    let Some(first) = line.words.first() else {
        return false;
    };
    let raised = line.words.len() > 1
        && (first.size < MARK * line.size || first.baseline < line.baseline - RAISED * line.size);
    let rest = first
        .text
        .trim_start_matches(|c: char| c.is_ascii_digit() || "*†‡¹²³⁴⁵⁶⁷⁸⁹".contains(c));
    let length = first.text.len() - rest.len();
    length > 0
        && (raised
            || (length <= 3 && matches!(rest, "" | "." | ")"))
            || rest.starts_with(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_masked_one_by_one() {
        assert_eq!(
            mask("стр. 12 / 34"),
            ("стр. 0 / 0".to_owned(), vec![12, 34])
        );
    }

    #[test]
    fn page_numbers_are_short() {
        assert!(
            is_page_number("0")
                && is_page_number("0 / 0")
                && is_page_number("page 0 of 0")
                && is_page_number("- 0 -")
        );
        assert!(!is_page_number("0.0.0") && !is_page_number("Figure 0 shows"));
    }
}
