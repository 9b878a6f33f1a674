//! Tables whose rows give the sides of their cells and no columns, as RTF and DOC have them.
//!
//! The sides of all rows make the columns; sides nearer than a hair are one. Tables that stand one
//! below the other run together in these formats: they are parted where no inner side goes on.

use super::story::{StoryCell, StoryElement, StoryRow, StoryTable};

/// How near two sides are one, in twips (a twentieth of a point). Word draws cells of rows that
/// were resized apart up to some fifteen twips off.
const NEAR: i32 = 30;

/// How a cell hangs together with others.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Merged {
    #[default]
    No,
    /// Goes on with the cell above.
    Down,
    /// Goes on with the cell to its left.
    Across,
}

#[derive(Debug, Default)]
pub struct LaidCell {
    /// Its right side.
    pub end: i32,
    pub merged: Merged,
    pub content: Vec<StoryElement>,
}

#[derive(Debug, Default)]
pub struct LaidRow {
    pub header: bool,
    /// The left side of the first cell.
    pub start: i32,
    pub cells: Vec<LaidCell>,
}

impl LaidRow {
    /// The sides between its cells.
    fn inner(&self) -> impl Iterator<Item = i32> {
        let between = self.cells.len().saturating_sub(1);
        self.cells.iter().take(between).map(|cell| cell.end)
    }

    fn goes_on(&self) -> bool {
        self.cells.iter().any(|cell| cell.merged == Merged::Down)
    }
}

/// The rows as tables of columns.
pub fn tables(rows: Vec<LaidRow>) -> Vec<StoryTable> {
    let starts = starts(&rows);
    let mut tables: Vec<Vec<LaidRow>> = Vec::new();
    for (index, row) in rows.into_iter().enumerate() {
        match tables.last_mut() {
            Some(last) if starts.binary_search(&index).is_err() => last.push(row),
            _ => tables.push(vec![row]),
        }
    }
    tables.into_iter().map(table).collect()
}

/// The rows at which another table begins: two rows or more on both sides, none of whose inner
/// sides are the same.
fn starts(rows: &[LaidRow]) -> Vec<usize> {
    let mut starts = Vec::new();
    let mut known: Vec<i32> = Vec::new();
    let mut count = 0;
    for (index, row) in rows.iter().enumerate() {
        let is_new = |row: &LaidRow| {
            row.inner().next().is_some()
                && row.inner().all(|side| !is_known(&known, side))
                && !row.goes_on()
        };
        let pair = rows.get(index + 1).is_some_and(is_new) && is_new(row);
        if count >= 2 && !known.is_empty() && pair {
            starts.push(index);
            known.clear();
            count = 0;
        }
        for side in row.inner() {
            if let Err(at) = known.binary_search(&side) {
                known.insert(at, side);
            }
        }
        count += 1;
    }
    starts
}

fn is_known(known: &[i32], side: i32) -> bool {
    let at = known.partition_point(|&other| other < side.saturating_sub(NEAR));
    known
        .get(at)
        .is_some_and(|&other| other <= side.saturating_add(NEAR))
}

/// The rows as a table of columns.
fn table(rows: Vec<LaidRow>) -> StoryTable {
    let mut sides: Vec<i32> = Vec::new();
    for row in &rows {
        sides.push(row.start);
        sides.extend(row.cells.iter().map(|cell| cell.end));
    }
    sides.sort_unstable();
    sides.dedup_by(|side, before| side.saturating_sub(*before) <= NEAR);
    let column = |side: i32| {
        let near = side.saturating_sub(NEAR);
        sides.partition_point(|&known| known < near) as u32
    };
    StoryTable {
        rows: rows.into_iter().map(|row| laid(row, &column)).collect(),
    }
}

fn laid(row: LaidRow, column: &dyn Fn(i32) -> u32) -> StoryRow {
    let mut cells: Vec<StoryCell> = Vec::with_capacity(row.cells.len());
    let mut at = column(row.start);
    if at > 0 {
        cells.push(StoryCell::Left { columns: at });
    }
    for cell in row.cells {
        let end = column(cell.end).max(at + 1);
        let columns = end - at;
        at = end;
        if cell.merged == Merged::Across
            && let Some(before) = cells.last_mut()
            && let StoryCell::Own { columns: own, .. } | StoryCell::Continues { columns: own } =
                before
        {
            *own += columns;
            continue;
        }
        cells.push(match cell.merged {
            Merged::Down => StoryCell::Continues { columns },
            _ => StoryCell::Own {
                columns,
                rows: 1,
                content: cell.content,
            },
        });
    }
    StoryRow {
        header: row.header,
        cells,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(start: i32, ends: &[i32]) -> LaidRow {
        let cell = |&end| LaidCell {
            end,
            ..LaidCell::default()
        };
        LaidRow {
            start,
            cells: ends.iter().map(cell).collect(),
            ..LaidRow::default()
        }
    }

    #[test]
    fn sides_of_all_rows_make_the_columns() {
        let rows = vec![
            row(-70, &[1000, 2000, 3000]),
            row(-60, &[1010, 3000]),
            row(1000, &[2000]),
        ];
        let columns: Vec<Vec<u32>> = table(rows)
            .rows
            .iter()
            .map(|row| {
                let columns = row.cells.iter().map(|cell| match cell {
                    StoryCell::Own { columns, .. } | StoryCell::Left { columns } => *columns,
                    _ => 0,
                });
                columns.collect()
            })
            .collect();
        assert_eq!(columns, [vec![1, 1, 1], vec![1, 2], vec![1, 1]]);
    }
}
