//! Tables in plain text: tab-separated lines and Markdown pipe tables; those that are
//! [`drawn`] with signs or [`aligned`] with spaces.
//!
//! A tab-separated row is one line, unless a cell holds line breaks: a line
//! with too few tabs takes in the lines after it until the row is full, and
//! lines without tabs behind a full row belong to its last cell. An empty
//! line inside the table is a page break.

use super::{aligned, drawn, inline};
use crate::diagnostic::{Code, Diagnostics};
use crate::document::grid::{Grid, GridCell, GridRow};
use crate::document::markup;

/// A table that begins at the first line: how many lines it takes, and its grid.
pub fn at(lines: &[&str], diagnostics: &mut Diagnostics) -> Option<(usize, Grid)> {
    let first = lines[0];
    let (length, rows, markdown) = if first.contains('\t') {
        tabbed(lines).map(|(length, rows)| (length, rows, false))?
    } else if let Some((length, rows)) = piped(lines) {
        (length, rows, true)
    } else {
        let drawn = drawn::in_box(lines).or_else(|| drawn::barred(lines));
        let (length, rows) = drawn.or_else(|| aligned::read(lines))?;
        (length, rows, false)
    };
    let mut grid = Grid {
        header: usize::from(rows.len() > 1),
        rows: Vec::new(),
    };
    for row in rows {
        let cells = row.cells.iter().map(|text| {
            let mut cell = cell(text, diagnostics);
            if markdown {
                inline::read_cell(&mut cell);
            }
            Some(cell)
        });
        let cells = cells.collect();
        grid.rows.push(GridRow {
            page: None,
            after_break: row.after_break,
            cells,
        });
    }
    Some((length, grid))
}

/// A row as text: its cells, and whether a page break stands before it.
#[derive(Debug, Default)]
pub struct RawRow {
    pub cells: Vec<String>,
    pub after_break: bool,
}

fn tabs(line: &str) -> usize {
    line.bytes().filter(|&byte| byte == b'\t').count()
}

/// Reads tab-separated rows; the first line gives the number of columns.
fn tabbed(lines: &[&str]) -> Option<(usize, Vec<RawRow>)> {
    let width = tabs(lines[0]) + 1;
    // Lines that are merely indented are no table.
    if lines[0].trim_start().len() < lines[0].len() && !lines[0].trim().contains('\t') {
        return None;
    }
    let mut rows: Vec<RawRow> = Vec::new();
    let mut taken = 0;
    let mut gap = false;
    while taken < lines.len() {
        let line = lines[taken];
        if line.trim().is_empty() && tabs(line) == 0 {
            // A break; the table goes on only if a full row follows.
            let next = lines[taken..]
                .iter()
                .take(3)
                .position(|line| tabs(line) + 1 == width);
            let Some(skip) = next else { break };
            gap = true;
            taken += skip;
            continue;
        }
        let Some((length, cells)) = row(&lines[taken..], width) else {
            match rows.last_mut().and_then(|row| row.cells.last_mut()) {
                Some(last) if tabs(line) == 0 && !gap && !is_rule(line) => {
                    last.push_str("<br>");
                    last.push_str(line);
                    taken += 1;
                    continue;
                }
                _ => break,
            }
        };
        taken += length;
        if !cells.iter().all(|cell| is_rule(cell)) {
            rows.push(RawRow {
                cells,
                after_break: std::mem::take(&mut gap),
            });
        }
    }
    (rows.len() > 1).then_some((taken, rows))
}

/// One row of `width` cells: a line, or several where cells hold line breaks.
fn row(lines: &[&str], width: usize) -> Option<(usize, Vec<String>)> {
    let mut cells: Vec<String> = Vec::with_capacity(width);
    for (number, line) in lines.iter().enumerate() {
        if number > 0 && line.trim().is_empty() || number > 200 {
            return None;
        }
        for (index, part) in line.split('\t').enumerate() {
            match cells.last_mut() {
                Some(last) if index == 0 => {
                    last.push_str("<br>");
                    last.push_str(part);
                }
                _ => cells.push(part.to_owned()),
            }
        }
        match cells.len() {
            n if n == width => return Some((number + 1, cells)),
            n if n > width => return None,
            1 => return None,
            _ => {}
        }
    }
    None
}

/// A line or cell that only draws a rule or an end mark.
fn is_rule(text: &str) -> bool {
    text.trim()
        .chars()
        .all(|c| matches!(c, '-' | '–' | '—' | '=' | '_' | '*' | '+' | '|' | ':'))
}

/// Reads a Markdown table: a header row, a row of dashes, body rows.
fn piped(lines: &[&str]) -> Option<(usize, Vec<RawRow>)> {
    let rule = lines.get(1)?.trim();
    if !lines[0].contains('|')
        || !rule.contains('-')
        || !rule.contains('|')
        || !is_rule(&rule.replace(' ', ""))
    {
        return None;
    }
    let width = split_pipes(lines[0]).len();
    let mut rows = vec![RawRow {
        cells: split_pipes(lines[0]),
        after_break: false,
    }];
    let mut taken = 2;
    while let Some(line) = lines.get(taken).filter(|line| line.contains('|')) {
        let mut cells = split_pipes(line);
        cells.resize(width, String::new());
        rows.push(RawRow {
            cells,
            after_break: false,
        });
        taken += 1;
    }
    Some((taken, rows))
}

/// The cells of a line, by bars that no backslash escapes.
pub fn split_pipes(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let line = line
        .strip_suffix('|')
        .filter(|rest| !rest.ends_with('\\'))
        .unwrap_or(line);
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in line.chars() {
        match (c, escaped) {
            ('|', false) => cells.push(String::new()),
            ('\\', false) => {
                escaped = true;
                continue;
            }
            (c, true) if c != '|' => cells
                .last_mut()
                .into_iter()
                .for_each(|cell| cell.extend(['\\', c])),
            (c, _) => cells.last_mut().into_iter().for_each(|cell| cell.push(c)),
        }
        escaped = false;
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

fn cell(text: &str, diagnostics: &mut Diagnostics) -> GridCell {
    let mut pieces = markup::pieces(text);
    let all = pieces.len();
    pieces.retain(|piece| piece.parts.iter().any(|part| !part.text.is_empty()));
    if pieces.len() < all {
        diagnostics.add(
            Code::EmptyItem,
            "a list mark in a table cell has nothing behind it",
        );
    }
    GridCell {
        pieces,
        ..GridCell::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> Vec<Vec<String>> {
        let lines: Vec<&str> = text.lines().collect();
        let (_, rows) = if text.contains('\t') {
            tabbed(&lines)
        } else {
            piped(&lines)
        }
        .unwrap();
        rows.into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn line_breaks_inside_cells_do_not_end_the_row() {
        let rows = cells("a\tb\tc\n1\tone\ntwo\tthree\nfour\n2\tx\ty\n");
        assert_eq!(rows[1], ["1", "one<br>two", "three<br>four"]);
        assert_eq!(rows[2], ["2", "x", "y"]);
    }

    #[test]
    fn an_empty_line_between_rows_is_a_page_break_and_a_rule_ends_nothing() {
        let lines: Vec<&str> = "a\tb\n1\tx\n\n\ty\n--\t--\nafter".lines().collect();
        let (taken, rows) = tabbed(&lines).unwrap();
        assert_eq!((taken, rows.len()), (6, 3));
        assert!(rows[2].after_break);
    }

    #[test]
    fn escaped_bars_stay_in_their_markdown_cell() {
        assert_eq!(
            cells("| a | b |\n|---|:-:|\n| x \\| y | z |\n")[1],
            ["x | y", "z"]
        );
    }
}
