//! Tables of data to grids; tables that only lay out the page are none.

use super::names::Tag;
use super::page::{NodeContent, Page};
use crate::budget::{Budget, Exhausted, Resource};
use crate::document::grid::{CellPiece, Grid, GridCell, GridRow, PagePart};
use crate::document::markup;
use std::ops::Range;

/// A table of data.
#[derive(Debug)]
pub struct DataTable {
    pub node: u32,
    pub runs: Range<usize>,
}

/// The tables of data, in order; none lies within another.
pub fn find(page: &Page) -> Vec<DataTable> {
    let mut found: Vec<DataTable> = Vec::new();
    let mut next = 0;
    for index in 0..page.nodes.len() as u32 {
        if index >= next && page.nodes[index as usize].tag == Tag::Table && is_data(page, index) {
            found.push(DataTable {
                node: index,
                runs: page.runs_of(index),
            });
            next = page.nodes[index as usize].end;
        }
    }
    found
}

/// Rows of a table, not those of tables within it.
fn rows(page: &Page, table: u32) -> Vec<u32> {
    let mut rows = Vec::new();
    let end = page.nodes[table as usize].end;
    let mut index = table + 1;
    while index < end {
        match page.nodes[index as usize].tag {
            Tag::Row => rows.push(index),
            Tag::Table => {}
            _ => {
                index += 1;
                continue;
            }
        }
        index = page.nodes[index as usize].end;
    }
    rows
}

fn cells<'p>(page: &'p Page, row: u32) -> impl Iterator<Item = u32> + 'p {
    page.children(row)
        .filter(|&n| matches!(page.nodes[n as usize].tag, Tag::Cell | Tag::HeaderCell))
}

fn is_data(page: &Page, table: u32) -> bool {
    let NodeContent::Element(element) = page.nodes[table as usize].content else {
        return false;
    };
    if matches!(element.attr("role"), Some("presentation" | "none"))
        || page.runs_of(table).is_empty()
    {
        return false;
    }
    let subtree = table as usize + 1..page.nodes[table as usize].end as usize;
    if page.nodes[subtree]
        .iter()
        .any(|n| matches!(n.tag, Tag::Table | Tag::Form | Tag::Article | Tag::Nav))
    {
        return false;
    }
    let rows = rows(page, table);
    let full = rows
        .iter()
        .filter(|&&row| cells(page, row).take(2).count() >= 2)
        .count();
    if rows.len() < 2 || full * 2 < rows.len() {
        return false;
    }
    let headed = rows
        .iter()
        .any(|&row| cells(page, row).any(|c| page.nodes[c as usize].tag == Tag::HeaderCell));
    let ruled = element.attr("border").is_some_and(|b| b.trim() != "0");
    headed || ruled || is_regular(page, &rows)
}

/// Many rows of the same number of short cells; a row of one cell is the heading of a section.
fn is_regular(page: &Page, rows: &[u32]) -> bool {
    let widths = rows.iter().map(|&row| cells(page, row).count());
    let widths: Vec<usize> = widths.filter(|&width| width > 1).collect();
    if widths.len() < 3 {
        return false;
    }
    let same = widths
        .iter()
        .filter(|&&w| w == widths[widths.len() / 2])
        .count();
    let chars: u32 = rows
        .iter()
        .flat_map(|&row| page.runs_of(row))
        .map(|run| page.runs[run].chars)
        .sum();
    let count: usize = widths.iter().sum();
    same * 10 >= widths.len() * 8 && (chars as usize) < count * 200
}

/// The full grid of a table.
pub fn grid(page: &Page, table: &DataTable, budget: &Budget) -> Result<Grid, Exhausted> {
    let mut grid = Grid::default();
    // Rows that the cells above still reach down over, by column.
    let mut covered: Vec<u32> = Vec::new();
    let (mut heading, mut width) = (true, 0);
    for row in rows(page, table.node) {
        let mut out = GridRow::default();
        for cell in cells(page, row) {
            while covered.get(out.cells.len()).is_some_and(|&rows| rows > 0) {
                out.cells.push(None);
            }
            place(cell_of(page, cell), &mut out, &mut covered, budget)?;
        }
        while covered.get(out.cells.len()).is_some_and(|&rows| rows > 0) {
            out.cells.push(None);
        }
        covered
            .iter_mut()
            .for_each(|rows| *rows = rows.saturating_sub(1));
        heading &= is_header(page, row);
        grid.header += usize::from(heading);
        width = width.max(out.cells.len());
        grid.rows.push(out);
        budget.allow(Resource::TableCells, (width * grid.rows.len()) as u64)?;
    }
    for row in &mut grid.rows {
        row.cells.resize_with(width, || Some(GridCell::default()));
    }
    grid.settle();
    Ok(grid)
}

/// Puts a cell behind those of its row and notes what it covers.
fn place(
    cell: GridCell,
    row: &mut GridRow,
    covered: &mut Vec<u32>,
    budget: &Budget,
) -> Result<(), Exhausted> {
    let (at, colspan, rowspan) = (row.cells.len(), cell.colspan as usize, cell.rowspan);
    budget.allow(Resource::TableCells, (at + colspan) as u64)?;
    if covered.len() < at + colspan {
        covered.resize(at + colspan, 0);
    }
    covered[at..at + colspan].fill(rowspan);
    row.cells.push(Some(cell));
    row.cells.extend((1..colspan).map(|_| None));
    Ok(())
}

fn is_header(page: &Page, row: u32) -> bool {
    let in_head = page.nodes[page.nodes[row as usize].parent as usize].tag == Tag::Head;
    let mut cells = cells(page, row).peekable();
    cells.peek().is_some()
        && (in_head || cells.all(|c| page.nodes[c as usize].tag == Tag::HeaderCell))
}

fn cell_of(page: &Page, cell: u32) -> GridCell {
    let span = |name: &str, most: u32| {
        let value = page
            .element(cell)
            .and_then(|e| e.attr(name))
            .and_then(|v| v.trim().parse().ok());
        value.unwrap_or(1u32).clamp(1, most)
    };
    // The most that the HTML standard allows.
    let (colspan, rowspan) = (span("colspan", 1000), span("rowspan", 65534));
    let pieces = page
        .runs_of(cell)
        .flat_map(|run| pieces(page, run))
        .collect();
    GridCell {
        colspan,
        rowspan,
        pieces,
        ..GridCell::default()
    }
}

/// The paragraphs and items of a run.
fn pieces(page: &Page, run: usize) -> Vec<CellPiece> {
    let run = &page.runs[run];
    let (text, links) = page.words(run);
    if text.contains(['•', '·', '▪', '●', '\u{f0b7}'])
        || text.contains('\n')
        || markup::has_tags(&text)
    {
        let lines = text.split('\n').flat_map(markup::pieces);
        return lines
            .map(|piece| CellPiece {
                item: piece.item || run.item,
                ..piece
            })
            .collect();
    }
    vec![CellPiece {
        item: run.item,
        parts: vec![PagePart {
            text,
            links,
            ..PagePart::default()
        }],
    }]
}
