//! Tables before their text is written: grids of cells, healed over page breaks.
//!
//! A reader hands over rows as the source has them ([`Grid`]); [`Grid::settle`]
//! drops header rows that a page repeats and joins rows that a page break cut
//! in two. A cell is a list of [`CellPiece`]s (paragraphs and items); a piece that
//! was cut has two [`PagePart`]s, each with its page.

use super::SheetCell;
use std::ops::Range;

/// A table as a reader found it, row by row.
#[derive(Clone, Debug, Default)]
pub struct Grid {
    pub header: usize,
    pub rows: Vec<GridRow>,
}

#[derive(Clone, Debug, Default)]
pub struct GridRow {
    pub page: Option<u32>,
    /// The row is the first on its page, or stands behind a visible break.
    pub after_break: bool,
    pub cells: Vec<Option<GridCell>>,
}

#[derive(Clone, Debug)]
pub struct GridCell {
    pub colspan: u32,
    pub rowspan: u32,
    pub pieces: Vec<CellPiece>,
    /// The cell of a workbook.
    pub place: Option<SheetCell>,
}

impl Default for GridCell {
    fn default() -> GridCell {
        GridCell {
            colspan: 1,
            rowspan: 1,
            pieces: Vec::new(),
            place: None,
        }
    }
}

/// A paragraph or an item of a cell.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CellPiece {
    pub item: bool,
    pub parts: Vec<PagePart>,
}

/// Text that stands together on one page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PagePart {
    pub text: String,
    /// Byte ranges of `text` with link targets.
    pub links: Vec<(Range<usize>, String)>,
    pub page: Option<u32>,
    /// Follows the part before it without a space: the break fell inside a word or an address.
    pub glued: bool,
}

impl CellPiece {
    pub fn new(item: bool, text: impl Into<String>) -> CellPiece {
        CellPiece {
            item,
            parts: vec![PagePart {
                text: text.into(),
                ..PagePart::default()
            }],
        }
    }

    fn text(&self) -> String {
        self.parts
            .iter()
            .map(|part| part.text.trim())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

impl GridCell {
    fn is_empty(&self) -> bool {
        self.pieces
            .iter()
            .all(|piece| piece.parts.iter().all(|part| part.text.trim().is_empty()))
    }
}

impl GridRow {
    fn filled(&self, column: usize) -> Option<&GridCell> {
        self.cells
            .get(column)?
            .as_ref()
            .filter(|cell| !cell.is_empty())
    }

    fn is_empty(&self) -> bool {
        (0..self.cells.len()).all(|column| self.filled(column).is_none())
    }
}

impl Grid {
    /// Bytes of text in all cells.
    pub fn text_bytes(&self) -> u64 {
        let cells = self.rows.iter().flat_map(|row| &row.cells).flatten();
        cells
            .flat_map(|cell| &cell.pieces)
            .flat_map(|piece| &piece.parts)
            .map(|part| part.text.len() as u64)
            .sum()
    }

    /// Drops rows in which nothing stands; cells that reach down over one shrink, and a cell that
    /// begins in one is empty and goes with it.
    pub fn drop_empty_rows(&mut self) {
        let keep: Vec<bool> = self.rows.iter().map(|row| !row.is_empty()).collect();
        // How many rows before each are kept.
        let mut kept = vec![0; keep.len() + 1];
        for (number, keep) in keep.iter().enumerate() {
            kept[number + 1] = kept[number] + u32::from(*keep);
        }
        for (number, row) in self.rows.iter_mut().enumerate() {
            for cell in row.cells.iter_mut().flatten() {
                let end = (number + cell.rowspan as usize).min(keep.len());
                cell.rowspan = (kept[end] - kept[number]).max(1);
            }
        }
        self.header = kept[self.header.min(keep.len())] as usize;
        let mut keep = keep.into_iter();
        self.rows.retain(|_| keep.next() == Some(true));
    }

    /// Drops repeated header rows and empty rows, and heals rows that were cut.
    pub fn settle(&mut self) {
        let header: Vec<String> = self.rows.iter().take(self.header).map(key).collect();
        let mut settled: Vec<GridRow> = Vec::with_capacity(self.rows.len());
        for (number, row) in std::mem::take(&mut self.rows).into_iter().enumerate() {
            let repeats =
                number >= self.header && !header.is_empty() && header.contains(&key(&row));
            if repeats || row.is_empty() {
                continue;
            }
            let body = settled.len() > self.header;
            match settled.last_mut() {
                Some(before) if body && continues_row(before, &row) => append(before, row),
                _ => settled.push(row),
            }
        }
        self.header = self.header.min(settled.len());
        self.rows = settled;
    }
}

/// What a row says, for comparing header rows.
fn key(row: &GridRow) -> String {
    let words = row
        .cells
        .iter()
        .flatten()
        .flat_map(|cell| &cell.pieces)
        .map(CellPiece::text);
    words.collect::<Vec<_>>().join("|").to_lowercase()
}

/// Whether `row` is the rest of the row `before`: its first column and at least one
/// more are empty, and every filled cell goes on where the cell above stopped.
fn continues_row(before: &GridRow, row: &GridRow) -> bool {
    let width = row.cells.len();
    // A first column that a cell above reaches down over is no sign of a cut.
    let covered = matches!(row.cells.first(), Some(None));
    if width < 2 || covered || row.filled(0).is_some() {
        return false;
    }
    let filled: Vec<usize> = (1..width)
        .filter(|&column| row.filled(column).is_some())
        .collect();
    if filled.len() + 1 == width && !row.after_break {
        return false;
    }
    filled.iter().all(|&column| {
        let (Some(Some(above)), Some(cell)) = (before.cells.get(column), row.filled(column)) else {
            return false;
        };
        match (
            above.pieces.iter().rfind(|p| !p.text().is_empty()),
            cell.pieces.iter().find(|p| !p.text().is_empty()),
        ) {
            (Some(last), Some(first)) => continues_piece(last, first) || (last.item && first.item),
            _ => false,
        }
    })
}

/// Whether the words of `next` are the rest of a sentence or item begun in `last`.
fn continues_piece(last: &CellPiece, next: &CellPiece) -> bool {
    let (above, below) = (last.text(), next.text());
    let prose = above.split_whitespace().count() >= 2 || last.item;
    let open = !above.ends_with(['.', '!', '?', '…', '»', '”', '"', ';']) && !is_address(&above);
    let opens = below.chars().next().is_some_and(|c| c == '#' || c == '№');
    prose && !next.item && !opens && (open || below.chars().next().is_some_and(char::is_lowercase))
}

fn is_address(text: &str) -> bool {
    text.split_whitespace()
        .next_back()
        .is_some_and(|word| word.contains("://"))
}

/// Moves the pieces of `row` to the end of the cells above them.
fn append(before: &mut GridRow, row: GridRow) {
    for (above, cell) in before.cells.iter_mut().zip(row.cells) {
        let (Some(above), Some(cell)) = (above, cell) else {
            continue;
        };
        let mut pieces = cell.pieces.into_iter();
        if let Some(first) = pieces.next() {
            match above.pieces.last_mut() {
                Some(last) if continues_piece(last, &first) => last.parts.extend(first.parts),
                _ => above.pieces.push(first),
            }
        }
        above.pieces.extend(pieces);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&[&str]]) -> GridRow {
        let cell = |pieces: &&[&str]| {
            let pieces = pieces.iter().map(|text| match text.strip_prefix("• ") {
                Some(item) => CellPiece::new(true, item),
                None => CellPiece::new(false, *text),
            });
            Some(GridCell {
                pieces: pieces.collect(),
                ..GridCell::default()
            })
        };
        GridRow {
            cells: cells.iter().map(cell).collect(),
            ..GridRow::default()
        }
    }

    fn settled(rows: Vec<GridRow>) -> Vec<Vec<Vec<String>>> {
        let mut grid = Grid { header: 1, rows };
        grid.settle();
        let cell = |cell: &Option<GridCell>| {
            cell.iter()
                .flat_map(|c| &c.pieces)
                .map(CellPiece::text)
                .collect()
        };
        grid.rows
            .iter()
            .map(|row| row.cells.iter().map(cell).collect())
            .collect()
    }

    #[test]
    fn an_objective_cut_by_a_page_break_is_one_objective() {
        let rows = vec![
            row(&[&["Country"], &["Activities"], &["Impact"]]),
            row(&[&["Georgia"], &["#1 A fair"], &["Objectives", "• Share the"]]),
            row(&[&[], &[], &["catalogue", "• Meet readers"]]),
        ];
        assert_eq!(
            settled(rows)[1][2],
            ["Objectives", "Share the catalogue", "Meet readers"]
        );
    }

    #[test]
    fn a_new_activity_under_a_carried_country_stays_a_row() {
        let rows = vec![
            row(&[&["Country"], &["Activities"], &["Impact"]]),
            row(&[&["Georgia"], &["#1 A fair"], &["SD 2"]]),
            row(&[&[], &["#2 A lecture"], &["SD 1"]]),
        ];
        assert_eq!(settled(rows).len(), 3);
    }

    #[test]
    fn a_header_repeated_on_the_next_page_is_dropped() {
        let header = || row(&[&["Country"], &["Activities"], &["Impact"]]);
        let rows = vec![
            header(),
            row(&[&["Georgia"], &["#1 A fair."], &["SD 2"]]),
            header(),
        ];
        assert_eq!(settled(rows).len(), 2);
    }
}
