//! Tables drawn with signs: boxes of `+---+` or line-drawing characters, and bars between or behind
//! cells without any rule.
//!
//! A rule between two rows tells where a row ends; where there are fewer, every line is a row,
//! unless its first cell is empty.

use super::table::RawRow;

/// Fewest lines of a table that only its bars show.
const BARRED: usize = 3;

/// A line that is part of a drawing: made of signs alone.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    let sign = |c: char| matches!(c, '+' | '-' | '=' | '|' | ' ' | '─'..='╿');
    line.chars().count() >= 3 && line.chars().all(sign) && line.contains(['-', '=', '─', '━', '═'])
}

fn is_bar(c: char) -> bool {
    matches!(c, '|' | '│' | '┃' | '║')
}

/// The cells of a line between its bars; none where it has no bars at both ends.
fn boxed(line: &str) -> Option<Vec<&str>> {
    let line = line.trim();
    let inner = line.strip_prefix(is_bar)?.strip_suffix(is_bar)?;
    Some(inner.split(is_bar).map(str::trim).collect())
}

/// A drawn box from the first line on: how many lines, and its rows.
pub fn in_box(lines: &[&str]) -> Option<(usize, Vec<RawRow>)> {
    let opens = lines[0].trim_start().starts_with(['+', '┌', '╔', '┏', '╭']);
    if !opens || !is_rule(lines[0]) {
        return None;
    }
    let width = boxed(lines.get(1)?)?.len();
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut rules = 0;
    let mut begun = false;
    let mut ruled: Vec<bool> = Vec::new();
    let mut taken = 0;
    for line in lines {
        if is_rule(line) {
            rules += 1;
            begun = false;
        } else if let Some(cells) = boxed(line).filter(|cells| cells.len() == width) {
            ruled.push(!begun);
            begun = true;
            rows.push(cells.into_iter().map(str::to_owned).collect());
        } else {
            break;
        }
        taken += 1;
    }
    // A head, a rule below it and a foot part no rows.
    let apart = rules > 3;
    Some((taken, joined(rows, &ruled, apart))).filter(|(_, rows)| rows.len() > 1)
}

/// Lines of cells as rows; where rules part them, all lines between two rules are one row.
fn joined(lines: Vec<Vec<String>>, ruled: &[bool], apart: bool) -> Vec<RawRow> {
    let mut rows: Vec<RawRow> = Vec::new();
    for (line, &ruled) in lines.into_iter().zip(ruled) {
        let goes_on = if apart { !ruled } else { line[0].is_empty() };
        match rows.last_mut().filter(|_| goes_on) {
            Some(row) => append(row, &line),
            None => rows.push(RawRow {
                cells: line,
                after_break: false,
            }),
        }
    }
    rows
}

/// Adds the lines of cells to those of the row above.
pub fn append(row: &mut RawRow, line: &[String]) {
    for (cell, more) in row.cells.iter_mut().zip(line) {
        if more.is_empty() {
            continue;
        }
        cell.push_str(if cell.is_empty() {
            ""
        } else if runs_on(cell, more) {
            " "
        } else {
            "<br>"
        });
        cell.push_str(more);
    }
}

/// Whether a line of a cell is the rest of the one above: it was broken at the edge of the column.
fn runs_on(above: &str, line: &str) -> bool {
    let open = !above.ends_with(['.', '!', '?', ':', ';', '…']);
    let first = line.chars().next();
    let small = first.is_some_and(|c| c.is_lowercase() || c.is_ascii_digit());
    open && small
}

/// Lines with as many bars each and no rule: how many lines, and their cells.
pub fn barred(lines: &[&str]) -> Option<(usize, Vec<RawRow>)> {
    let cells = |line: &str| -> Option<Vec<String>> {
        let line = line.trim();
        line.contains('|').then(|| super::table::split_pipes(line))
    };
    let width = cells(lines[0])?.len();
    if width < 2 {
        return stacked(lines);
    }
    let alike = |line: &&&str| cells(line).is_some_and(|cells| cells.len() == width);
    let length = lines.iter().take_while(alike).count();
    if length < BARRED {
        return None;
    }
    let rows = lines[..length]
        .iter()
        .filter_map(|line| cells(line))
        .map(|cells| RawRow {
            cells,
            after_break: false,
        });
    Some((length, rows.collect()))
}

/// A cell on every line with a bar behind it, rows between empty lines: each row as many cells.
fn stacked(lines: &[&str]) -> Option<(usize, Vec<RawRow>)> {
    let cell = |line: &str| {
        let inner = line.trim().strip_suffix('|')?;
        Some(inner.trim_start_matches('|').trim().to_owned())
    };
    let mut rows: Vec<Vec<String>> = vec![Vec::new()];
    let mut taken = 0;
    for line in lines {
        match (cell(line), line.trim().is_empty() || is_rule(line)) {
            (Some(text), false) => {
                if let Some(row) = rows.last_mut() {
                    row.push(text);
                }
            }
            (_, true) => {
                if rows.last().is_some_and(|row| !row.is_empty()) {
                    rows.push(Vec::new());
                }
            }
            (None, false) => break,
        }
        taken += 1;
    }
    rows.retain(|row| !row.is_empty());
    let width = rows.first()?.len();
    let even = width >= 2 && rows.len() >= 2 && rows.iter().all(|row| row.len() == width);
    even.then(|| {
        let row = |cells| RawRow {
            cells,
            after_break: false,
        };
        (taken, rows.into_iter().map(row).collect())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(read: Option<(usize, Vec<RawRow>)>) -> Vec<Vec<String>> {
        let (_, rows) = read.unwrap();
        rows.into_iter().map(|row| row.cells).collect()
    }

    #[test]
    fn a_box_with_rules_between_rows_joins_the_lines_of_a_row() {
        let text = "+----+-------+\n| No | Event |\n+====+=======+\n| 1  | Night of |\n|    | books |\n+----+-------+\n| 2  | Fair |\n+----+-------+";
        let lines: Vec<&str> = text.lines().collect();
        let rows = cells(in_box(&lines));
        assert_eq!(
            rows,
            [["No", "Event"], ["1", "Night of books"], ["2", "Fair"]]
        );
    }

    #[test]
    fn a_box_of_lines_has_a_row_a_line() {
        let text = "┌────┬──────┐\n│ No │ Event │\n├────┼──────┤\n│ 1 │ Fair │\n│ 2 │ Night │\n└────┴──────┘";
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(cells(in_box(&lines)).len(), 3);
    }

    #[test]
    fn bars_behind_cells_make_rows_without_a_rule() {
        let lines = [
            "No | Event | City |",
            "1 | Fair | Osh |",
            "2 | Night | Osh |",
        ];
        assert_eq!(cells(barred(&lines))[1], ["1", "Fair", "Osh"]);
        let lines = ["No |", "Event |", "", "1 |", "Fair |"];
        assert_eq!(cells(barred(&lines)), [["No", "Event"], ["1", "Fair"]]);
    }
}
