//! A sheet of cells, as the readers of workbooks and of CSV make it, and how it becomes blocks.
//!
//! Rows come in order, only those cells that show something; a lone cell in a far corner costs no
//! more than itself. A sheet is cut into text and tables: rows of one cell above a table, between
//! tables and below them are headings and paragraphs; rows that stand together, the first of them
//! with several cells, are a table. A row of one cell inside a table stays a row of it. Columns and
//! rows in which nothing stands are left out of the grid; merged cells span what is left.

use crate::budget::{Budget, Exhausted, Resource};
use crate::document::grid::{CellPiece, Grid, GridCell, GridRow, PagePart};
use crate::document::{Builder, Kind, Origin, SheetCell, markup};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// What a sheet shows.
#[derive(Debug, Default)]
pub struct Sheet {
    /// By rising number.
    pub rows: Vec<SheetRow>,
    pub merges: Vec<Merge>,
    /// Numbers of rows that are left out because they are hidden, rising: no gap in a table.
    pub unseen: Vec<u32>,
}

#[derive(Debug, Default)]
pub struct SheetRow {
    /// From 0.
    pub number: u32,
    /// By rising column.
    pub cells: Vec<StoredCell>,
}

#[derive(Clone, Debug, Default)]
pub struct StoredCell {
    /// From 0.
    pub column: u32,
    pub text: String,
    pub link: Option<String>,
    pub bold: bool,
}

/// Cells that are one; only the first of them shows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Merge {
    pub rows: Range<u32>,
    pub columns: Range<u32>,
}

impl Merge {
    /// Whether a place lies under the merge and is not its first.
    fn hides(&self, row: u32, column: u32) -> bool {
        self.rows.contains(&row)
            && self.columns.contains(&column)
            && (self.rows.start, self.columns.start) != (row, column)
    }
}

/// The longest line above a table that is its heading, in characters; reports of the benchmark's
/// generator have titles to 110.
const HEADING: usize = 160;

/// Writes a sheet of a workbook under its name, where that says something.
pub fn write_named(
    sheet: Sheet,
    number: u32,
    name: &str,
    builder: &mut Builder,
    budget: &Budget,
) -> Result<(), Exhausted> {
    let headed = !sheet.rows.is_empty() && is_telling(name);
    if headed {
        builder.place(None);
        builder.block(Kind::Heading(1), name, &[], Origin::Line(0), budget)?;
    }
    write(sheet, Some(number), 1 + u8::from(headed), builder, budget)
}

/// Whether the name of a sheet is more than the one a program gave it: `Sheet1`, `Лист1`.
fn is_telling(name: &str) -> bool {
    let word = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let given = word.len() < name.len()
        && word.chars().count() > 2
        && word.chars().all(char::is_alphabetic);
    !given && name != "Sheet"
}

/// Writes what a sheet shows. `number` is that of a sheet of a workbook, `level` that of the first
/// heading.
pub fn write(
    mut sheet: Sheet,
    number: Option<u32>,
    level: u8,
    builder: &mut Builder,
    budget: &Budget,
) -> Result<(), Exhausted> {
    for row in &mut sheet.rows {
        row.cells.retain(|cell| !cell.text.trim().is_empty());
    }
    sheet.rows.retain(|row| !row.cells.is_empty());
    sheet.drop_covered();
    let follows = sheet.follows();
    let parts = sheet.parts(&follows);
    let mut writer = SheetWriter {
        bold: sheet.is_mostly_bold(),
        last: parts
            .iter()
            .rposition(|part| matches!(part, Band::Table(_))),
        parts,
        follows,
        sheet,
        number,
        builder,
        budget,
    };
    writer.all(level)
}

/// A part of a sheet, by indices of its rows.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Band {
    Text(usize),
    Table(Range<usize>),
}

impl Sheet {
    /// Drops what merged cells hide.
    fn drop_covered(&mut self) {
        self.merges
            .sort_by_key(|merge| (merge.rows.start, merge.columns.start));
        // The merges seen last, by their first column.
        let mut open: BTreeMap<u32, &Merge> = BTreeMap::new();
        let mut next = self.merges.iter().peekable();
        for row in &mut self.rows {
            while let Some(merge) = next.next_if(|merge| merge.rows.start <= row.number) {
                let ended: Vec<u32> = open
                    .range(merge.columns.clone())
                    .map(|(column, _)| *column)
                    .collect();
                for column in ended {
                    open.remove(&column);
                }
                open.insert(merge.columns.start, merge);
            }
            row.cells.retain(|cell| {
                let merge = open
                    .range(..=cell.column)
                    .next_back()
                    .map(|(_, merge)| merge);
                !merge.is_some_and(|merge| merge.hides(row.number, cell.column))
            });
        }
        self.rows.retain(|row| !row.cells.is_empty());
    }

    /// For every row, the end of the merged cells that begin in it or above.
    fn reaches(&self) -> Vec<u32> {
        let mut next = self.merges.iter().peekable();
        let mut reach = 0;
        let mut reaches = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            while let Some(merge) = next.next_if(|merge| merge.rows.start <= row.number) {
                reach = reach.max(merge.rows.end);
            }
            reaches.push(reach);
        }
        reaches
    }

    fn is_mostly_bold(&self) -> bool {
        let cells = || self.rows.iter().flat_map(|row| &row.cells);
        cells().filter(|cell| cell.bold).count() * 2 > cells().count()
    }

    /// Whether each row stands right below the one before it, or a merged cell reaches down to it.
    fn follows(&self) -> Vec<bool> {
        let reaches = self.reaches();
        let follows = |at: usize| {
            let (Some(above), here) = (at.checked_sub(1), self.rows[at].number) else {
                return false;
            };
            let last = self.rows[above].number;
            let from = self.unseen.partition_point(|&row| row <= last);
            let to = self.unseen.partition_point(|&row| row < here);
            last + 1 + (to - from) as u32 >= here || reaches[above] > here
        };
        (0..self.rows.len()).map(follows).collect()
    }

    /// Cuts the rows into text and tables.
    fn parts(&self, follows: &[bool]) -> Vec<Band> {
        let mut parts = Vec::new();
        let mut at = 0;
        while at < self.rows.len() {
            if self.rows[at].cells.len() < 2 {
                parts.push(Band::Text(at));
                at += 1;
                continue;
            }
            let mut end = at + 1;
            while end < self.rows.len() && follows[end] {
                end += 1;
            }
            let table = at..end - self.tail(at..end);
            at = table.end;
            parts.push(Band::Table(table));
        }
        parts
    }

    /// How many rows at the end of a table are lines below it: one cell each, in its first column.
    fn tail(&self, table: Range<usize>) -> usize {
        let first = self.rows[table.clone()]
            .iter()
            .filter_map(|row| row.cells.first())
            .map(|cell| cell.column)
            .min();
        let is_line = |row: &&SheetRow| row.cells.len() == 1 && Some(row.cells[0].column) == first;
        self.rows[table].iter().rev().take_while(is_line).count()
    }
}

struct SheetWriter<'w> {
    sheet: Sheet,
    parts: Vec<Band>,
    /// The last part that is a table.
    last: Option<usize>,
    /// Whether each row stands right below the one before it.
    follows: Vec<bool>,
    number: Option<u32>,
    /// Whether most is bold, which then says nothing.
    bold: bool,
    builder: &'w mut Builder,
    budget: &'w Budget,
}

/// A cell of a workbook's sheet; none where there is no workbook.
fn place(sheet: Option<u32>, row: u32, column: u32) -> Option<SheetCell> {
    let sheet = sheet?;
    Some(SheetCell { sheet, row, column })
}

impl SheetWriter<'_> {
    fn all(&mut self, level: u8) -> Result<(), Exhausted> {
        for at in 0..self.parts.len() {
            match self.parts[at].clone() {
                Band::Table(rows) => self.table(rows)?,
                Band::Text(row) => self.text(at, row, level)?,
            }
        }
        self.builder.place(None);
        Ok(())
    }

    /// A row of one cell outside a table.
    fn text(&mut self, part: usize, row: usize, level: u8) -> Result<(), Exhausted> {
        let number = self.sheet.rows[row].number;
        let cell = self.sheet.rows[row].cells[0].clone();
        let heading = self.heading(part, row, &cell, level);
        self.builder.place(place(self.number, number, cell.column));
        for piece in pieces(&cell) {
            let kind = match (heading, piece.item) {
                (Some(level), _) => Kind::Heading(level),
                (None, true) => Kind::Item,
                (None, false) => Kind::Paragraph,
            };
            for part in piece.parts {
                let origin = Origin::Line(number + 1);
                self.builder
                    .block(kind.clone(), &part.text, &part.links, origin, self.budget)?;
            }
        }
        Ok(())
    }

    /// The level of a line that is a heading: the first above a table, one in bold, one that stands
    /// apart right above a table.
    fn heading(&self, part: usize, row: usize, cell: &StoredCell, level: u8) -> Option<u8> {
        let text = cell.text.trim();
        let short = text.chars().count() <= HEADING
            && !text.contains('\n')
            && !text.ends_with(['.', ';', ','])
            && !text.contains("://");
        if !short || Some(part) > self.last {
            return None;
        }
        let apart = row > 0 && !self.follows[row];
        let above = matches!(self.parts.get(part + 1), Some(Band::Table(_)));
        match () {
            () if part == 0 => Some(level),
            () if cell.bold && !self.bold || apart && above => Some((level + 1).min(6)),
            () => None,
        }
    }

    fn table(&mut self, rows: Range<usize>) -> Result<(), Exhausted> {
        let grid = self.grid(rows.clone())?;
        let origin = Origin::Line(self.sheet.rows[rows.start].number + 1);
        self.builder.table(grid, origin, self.budget)?;
        Ok(())
    }

    /// The full grid of some rows, which give their words up: the columns in which some stand.
    fn grid(&mut self, range: Range<usize>) -> Result<Grid, Exhausted> {
        let rows = &mut self.sheet.rows[range.clone()];
        let columns: BTreeSet<u32> = rows
            .iter()
            .flat_map(|row| &row.cells)
            .map(|cell| cell.column)
            .collect();
        let columns: Vec<u32> = columns.into_iter().collect();
        let area = columns.len() as u64 * rows.len() as u64;
        self.budget.allow(Resource::TableCells, area)?;
        let mut grid = Grid::default();
        for row in rows.iter_mut() {
            let mut cells: Vec<Option<GridCell>> = Vec::with_capacity(columns.len());
            cells.resize_with(columns.len(), || Some(GridCell::default()));
            for cell in std::mem::take(&mut row.cells) {
                if let Ok(at) = columns.binary_search(&cell.column) {
                    cells[at] = Some(GridCell {
                        pieces: pieces(&cell),
                        place: place(self.number, row.number, cell.column),
                        ..GridCell::default()
                    });
                }
            }
            grid.rows.push(GridRow {
                cells,
                ..GridRow::default()
            });
        }
        self.merge(&mut grid, range, &columns)?;
        Ok(grid)
    }

    /// Lays merged cells over a grid.
    fn merge(&self, grid: &mut Grid, rows: Range<usize>, columns: &[u32]) -> Result<(), Exhausted> {
        let spans = self.spans(&self.sheet.rows[rows], columns);
        let mut covered = 0;
        for ((row, column), (row_end, column_end)) in spans {
            let Some(own) = grid.rows[row].cells[column].take() else {
                continue;
            };
            covered += ((row_end - row) * (column_end - column)) as u64;
            self.budget.allow(Resource::TableCells, covered)?;
            for covered in &mut grid.rows[row..row_end] {
                covered.cells[column..column_end].fill(None);
            }
            grid.rows[row].cells[column] = Some(GridCell {
                colspan: (column_end - column) as u32,
                rowspan: (row_end - row) as u32,
                ..own
            });
        }
        Ok(())
    }

    /// Merges that begin in these rows, in places of the grid: where they begin and end.
    fn spans(
        &self,
        rows: &[SheetRow],
        columns: &[u32],
    ) -> BTreeMap<(usize, usize), (usize, usize)> {
        let mut spans = BTreeMap::new();
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
            return spans;
        };
        let (first, last) = (first.number, last.number);
        let merges = &self.sheet.merges;
        let from = merges.partition_point(|merge| merge.rows.start < first);
        let here = merges[from..]
            .iter()
            .take_while(|merge| merge.rows.start <= last);
        for merge in here {
            let row = rows.partition_point(|row| row.number < merge.rows.start);
            let row_end = rows.partition_point(|row| row.number < merge.rows.end);
            let column = columns.partition_point(|&column| column < merge.columns.start);
            let column_end = columns.partition_point(|&column| column < merge.columns.end);
            let begins = columns.get(column) == Some(&merge.columns.start)
                && rows
                    .get(row)
                    .is_some_and(|first| first.number == merge.rows.start);
            let several = row_end > row + 1 || column_end > column + 1;
            if begins && several && row_end > row && column_end > column {
                spans.entry((row, column)).or_insert((row_end, column_end));
            }
        }
        spans
    }
}

/// The lines of a cell as paragraphs and items.
fn pieces(cell: &StoredCell) -> Vec<CellPiece> {
    let mut out: Vec<CellPiece> = Vec::new();
    for line in cell.text.lines().filter(|line| !line.trim().is_empty()) {
        out.extend(line_pieces(line.trim()));
    }
    out.shrink_to_fit();
    if let (Some(link), [piece]) = (&cell.link, out.as_mut_slice())
        && let [part] = piece.parts.as_mut_slice()
    {
        part.links = vec![(0..part.text.len(), link.clone())];
    }
    out
}

fn line_pieces(line: &str) -> Vec<CellPiece> {
    if markup::has_tags(line) || line.contains(markup::BULLETS) {
        return markup::pieces(line);
    }
    let (dashed, rest) = markup::strip_dash(line);
    vec![CellPiece {
        item: dashed,
        parts: vec![PagePart {
            text: rest.to_owned(),
            ..PagePart::default()
        }],
    }]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &[(u32, &[(u32, &str)])]) -> Sheet {
        let row = |(number, cells): &(u32, &[(u32, &str)])| SheetRow {
            number: *number,
            cells: cells
                .iter()
                .map(|(column, text)| StoredCell {
                    column: *column,
                    text: (*text).to_owned(),
                    ..StoredCell::default()
                })
                .collect(),
        };
        Sheet {
            rows: rows.iter().map(row).collect(),
            ..Sheet::default()
        }
    }

    fn blocks(sheet: Sheet) -> Vec<String> {
        let mut builder = Builder::new();
        builder.sheet("A");
        write(sheet, Some(0), 1, &mut builder, &Budget::default()).unwrap();
        let document = builder.finish("", None);
        let block = |block: &crate::document::Block| {
            let text = block.span.of(&document.text);
            match &block.kind {
                Kind::Heading(level) => format!("h{level} {text}"),
                Kind::Table(table) => {
                    format!("table {}x{} {text}", table.rows.len(), table.width())
                }
                _ => text.to_owned(),
            }
        };
        document.blocks.iter().map(block).collect()
    }

    #[test]
    fn a_title_above_a_table_is_no_row_of_it_and_a_far_cell_makes_no_columns() {
        let rows: &[(u32, &[(u32, &str)])] = &[
            (0, &[(0, "Report for 2021")]),
            (1, &[(0, "all events of the year.")]),
            (3, &[(0, "Date"), (1, "Activity")]),
            (4, &[(0, "Georgia")]),
            (5, &[(0, "2021-03-05"), (1, "A fair")]),
            (6, &[(1, "Books were sold")]),
            (7, &[(0, "Signed")]),
            (1_048_575, &[(16_383, "far")]),
        ];
        let expected = [
            "h1 Report for 2021",
            "all events of the year.",
            "table 4x2 Date\nActivity\nGeorgia\n2021-03-05\nA fair\nBooks were sold",
            "Signed",
            "far",
        ];
        assert_eq!(blocks(sheet(rows)), expected);
    }

    #[test]
    fn a_row_that_is_hidden_is_no_gap_in_a_table() {
        let rows: &[(u32, &[(u32, &str)])] = &[
            (0, &[(0, "Date"), (1, "Activity")]),
            (1, &[(0, "Georgia")]),
            (3, &[(0, "2021-03-05"), (1, "A fair")]),
        ];
        assert_eq!(blocks(sheet(rows)).len(), 3);
        let mut whole = sheet(rows);
        whole.unseen = vec![2];
        let expected = ["table 3x2 Date\nActivity\nGeorgia\n2021-03-05\nA fair"];
        assert_eq!(blocks(whole), expected);
    }

    #[test]
    fn merged_cells_span_what_is_left_of_their_rows_and_columns() {
        let mut sheet = sheet(&[
            (0, &[(0, "Country"), (1, "Activity"), (3, "Impact")]),
            (1, &[(0, "Georgia"), (1, "A fair"), (3, "x")]),
            (2, &[(0, "hidden"), (1, "A lecture")]),
            (9, &[(1, "A talk")]),
        ]);
        sheet.merges = vec![
            Merge {
                rows: 1..1_048_576,
                columns: 0..1,
            },
            Merge {
                rows: 2..3,
                columns: 1..16_384,
            },
        ];
        let mut builder = Builder::new();
        write(sheet, None, 1, &mut builder, &Budget::default()).unwrap();
        let document = builder.finish("", None);
        let Kind::Table(table) = &document.blocks[0].kind else {
            panic!()
        };
        let spans = |row: usize, column: usize| {
            table.rows[row].cells[column]
                .as_ref()
                .map(|cell| (cell.rowspan, cell.colspan))
        };
        assert_eq!((table.rows.len(), table.width()), (4, 3));
        assert_eq!(spans(1, 0), Some((3, 1)));
        assert_eq!(spans(2, 0), None);
        assert_eq!(spans(2, 1), Some((1, 2)));
        assert!(!document.text.contains("hidden"));
    }
}
