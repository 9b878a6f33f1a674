//! A sheet as a workbook stores it, with what it hides, and what of it is shown.
//!
//! Filters stand behind the cells in some files, so rows are kept with their marks until the sheet
//! is read. A hidden row below a filter that is set is one that the filter hides; it is part of the
//! document.

use super::sheet::{Merge, Sheet, SheetRow};
use std::collections::BTreeSet;
use std::ops::Range;

/// What was left out of a workbook because it is hidden.
#[derive(Debug, Default)]
pub struct Hidden {
    pub sheets: usize,
    pub rows: usize,
    pub columns: usize,
}

impl Hidden {
    pub fn told(&self) -> [(usize, &'static str); 3] {
        [
            (self.sheets, "sheets"),
            (self.rows, "rows"),
            (self.columns, "columns"),
        ]
    }
}

#[derive(Debug, Default)]
pub struct StoredSheet {
    /// Each with whether it is hidden.
    pub rows: Vec<(bool, SheetRow)>,
    pub hidden_columns: Vec<Range<u32>>,
    pub merges: Vec<Merge>,
    /// Rows below the heads of filters that are set.
    pub filters: Vec<Range<u32>>,
    /// Cells and where they lead.
    pub links: Vec<(Merge, String)>,
}

impl StoredSheet {
    /// Brings rows and cells in order; of two in one place the first stays.
    pub fn sort(&mut self) {
        self.rows.sort_by_key(|(_, row)| row.number);
        self.rows.dedup_by(|(_, later), (_, first)| {
            let same = later.number == first.number;
            if same {
                first.cells.append(&mut later.cells);
            }
            same
        });
        for (_, row) in &mut self.rows {
            row.cells.sort_by_key(|cell| cell.column);
            row.cells.dedup_by_key(|cell| cell.column);
        }
    }

    /// What is left without what is hidden, which is counted.
    pub fn shown(self, hidden: &mut Hidden) -> Sheet {
        let (columns, filters) = (joined(self.hidden_columns), joined(self.filters));
        let mut rows: Vec<SheetRow> = Vec::with_capacity(self.rows.len());
        let mut hidden_rows = Vec::new();
        let mut unseen = BTreeSet::new();
        for (is_hidden, mut row) in self.rows {
            if is_hidden && !holds(&filters, row.number) {
                hidden.rows += usize::from(!row.cells.is_empty());
                hidden_rows.push(row.number);
                continue;
            }
            row.cells.retain(|cell| {
                let seen = !holds(&columns, cell.column);
                if !seen {
                    unseen.insert(cell.column);
                }
                seen
            });
            rows.push(row);
        }
        hidden.columns += unseen.len();
        let mut sheet = Sheet {
            rows,
            merges: self.merges,
            unseen: hidden_rows,
        };
        for (place, target) in self.links {
            link(&mut sheet, &place, target);
        }
        sheet
    }
}

/// Puts a link on the first cell of its range.
fn link(sheet: &mut Sheet, place: &Merge, target: String) {
    let at = sheet
        .rows
        .partition_point(|row| row.number < place.rows.start);
    let row = sheet.rows.get_mut(at);
    let Some(row) = row.filter(|row| place.rows.contains(&row.number)) else {
        return;
    };
    let at = row
        .cells
        .partition_point(|cell| cell.column < place.columns.start);
    let cell = row.cells.get_mut(at);
    if let Some(cell) = cell.filter(|cell| place.columns.contains(&cell.column)) {
        cell.link = Some(target);
    }
}

/// Ranges in order, those that touch joined.
fn joined(mut ranges: Vec<Range<u32>>) -> Vec<Range<u32>> {
    ranges.sort_by_key(|range| range.start);
    let mut out: Vec<Range<u32>> = Vec::new();
    for range in ranges {
        match out.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => out.push(range),
        }
    }
    out
}

fn holds(ranges: &[Range<u32>], number: u32) -> bool {
    let after = ranges.partition_point(|range| range.start <= number);
    after > 0 && ranges[after - 1].contains(&number)
}

#[cfg(test)]
mod tests {
    use super::super::sheet::StoredCell;
    use super::*;

    #[test]
    fn rows_that_a_filter_hides_stay_and_those_hidden_by_hand_go() {
        let row = |number| SheetRow {
            number,
            cells: [0, 3]
                .map(|column| StoredCell {
                    column,
                    text: number.to_string(),
                    ..StoredCell::default()
                })
                .to_vec(),
        };
        let stored = StoredSheet {
            rows: vec![
                (true, row(0)),
                (false, row(1)),
                (true, row(2)),
                (true, row(9)),
            ],
            hidden_columns: vec![2..5, 3..4],
            filters: std::iter::once(2..8).collect(),
            ..StoredSheet::default()
        };
        let mut hidden = Hidden::default();
        let sheet = stored.shown(&mut hidden);
        let left: Vec<u32> = sheet.rows.iter().map(|row| row.number).collect();
        assert_eq!((left, hidden.rows, hidden.columns), (vec![1, 2], 2, 1));
        assert!(sheet.rows.iter().all(|row| row.cells.len() == 1));
    }
}
