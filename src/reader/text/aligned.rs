//! Tables whose columns are aligned with spaces, as text exports of printed pages have them.
//!
//! The first line gives the places where columns begin: words behind two spaces or more. The lines
//! below must leave these places free to their left; a line with a first cell begins a row, and so
//! does one that numbers an activity.

use super::drawn::append;
use super::table::RawRow;

/// Fewest columns: two are a list of labels, or an indented text.
const COLUMNS: usize = 3;

/// Fewest lines below the header.
const LINES: usize = 2;

/// A table from the first line on: how many lines, and its rows.
pub fn read(lines: &[&str]) -> Option<(usize, Vec<RawRow>)> {
    let starts = starts(lines[0]);
    if starts.len() < COLUMNS || lines[0].contains('\t') {
        return None;
    }
    let mut rows = vec![RawRow {
        cells: cells(lines[0], &starts)?,
        after_break: false,
    }];
    let mut taken = 1;
    // Lines that fill two columns or more: the others could be anything.
    let mut full = 0;
    for line in &lines[1..] {
        let Some(cells) = cells(line, &starts).filter(|cells| cells.iter().any(|c| !c.is_empty()))
        else {
            break;
        };
        full += usize::from(cells.iter().filter(|cell| !cell.is_empty()).count() >= 2);
        taken += 1;
        match rows.last_mut().filter(|_| !begins(&cells)) {
            Some(row) => append(row, &cells),
            None => rows.push(RawRow {
                cells,
                after_break: false,
            }),
        }
    }
    let enough = taken > LINES && 2 * full >= taken - 1 && rows.len() > 1;
    enough.then_some((taken, rows))
}

/// Where the columns of a line begin, in characters: at its first word and behind gaps.
fn starts(line: &str) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut spaces = 2;
    for (at, c) in line.trim_end().chars().enumerate() {
        if c == ' ' {
            spaces += 1;
            continue;
        }
        if spaces >= 2 {
            starts.push(at);
        }
        spaces = 0;
    }
    // What stands indented below a first column that has no header begins there.
    if let Some(first) = starts.first_mut() {
        *first = 0;
    }
    starts
}

/// The cells of a line, cut where the columns begin; none where a word crosses such a place.
fn cells(line: &str, starts: &[usize]) -> Option<Vec<String>> {
    let letters: Vec<char> = line.trim_end().chars().collect();
    let free = |&start: &usize| {
        start == 0
            || letters.get(start - 1).is_none_or(|c| *c == ' ')
                && (start < 2
                    || letters.get(start - 2).is_none_or(|c| *c == ' ')
                    || letters.get(start) == Some(&' '))
    };
    if line.contains('\t') || !starts.iter().all(free) {
        return None;
    }
    let ends = starts.iter().skip(1).copied().chain([letters.len()]);
    let cell = |(&from, to): (&usize, usize)| {
        let (from, to) = (from.min(letters.len()), to.min(letters.len()));
        letters[from..to.max(from)]
            .iter()
            .collect::<String>()
            .trim()
            .to_owned()
    };
    Some(starts.iter().zip(ends).map(cell).collect())
}

/// Whether a line begins a row: it has a first cell, or its first words are numbered.
fn begins(cells: &[String]) -> bool {
    let numbered = |cell: &String| {
        let rest = cell.trim_start_matches(['#', '№']);
        let digits = rest.chars().take_while(char::is_ascii_digit).count();
        digits > 0 && (rest.len() < cell.len() || rest[digits..].starts_with([')', '.']))
    };
    !cells[0].is_empty()
        || cells
            .iter()
            .find(|cell| !cell.is_empty())
            .is_some_and(numbered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_aligned_with_spaces_are_a_table() {
        let text = "\
Country      Event                     Date
Uzbekistan   Night of books            3 May 2021
             in the park
Georgia      Fair                      4 May 2021";
        let lines: Vec<&str> = text.lines().collect();
        let (taken, rows) = read(&lines).unwrap();
        assert_eq!(taken, 4);
        assert_eq!(
            rows[1].cells,
            ["Uzbekistan", "Night of books in the park", "3 May 2021"]
        );
        assert_eq!(rows.len(), 3);
    }

    #[test]
    fn running_text_with_wide_gaps_is_none() {
        let lines = [
            "One  two  three words of a text",
            "that goes on without any column at all",
        ];
        assert!(read(&lines).is_none());
    }
}
