//! The document: pages joined and written.

use super::geometry::Rect;
use super::layout::{Page, PageTable, Part};
use crate::budget::{Budget, Exhausted};
use crate::diagnostic::{Code, Diagnostics};
use crate::document::grid::{Grid, GridCell, GridRow, Part as GridPart, Piece};
use crate::document::{Builder, Document, Kind, Origin};

pub fn document(pages: Vec<Page>, budget: &Budget, diagnostics: &mut Diagnostics) -> Document {
    let mut builder = Builder::new();
    for page in pages {
        if let Err(exhausted) = write(&mut builder, page, budget) {
            diagnostics.add(Code::LimitReached, exhausted.to_string());
            break;
        }
    }
    builder.finish("application/pdf", None)
}

fn write(builder: &mut Builder, page: Page, budget: &Budget) -> Result<(), Exhausted> {
    builder.page(page.number);
    for part in page.parts {
        let origin = origin(page.number, part.area());
        match part {
            Part::Text(paragraph) => {
                let kind = if paragraph.item { Kind::Item } else { Kind::Paragraph };
                builder.block(kind, &paragraph.text(), &[], origin, budget)?;
            }
            Part::Table(table) => {
                let mut grid = grid(page.number, table);
                grid.settle();
                builder.table(&grid, origin, budget)?;
            }
        }
    }
    Ok(())
}

fn origin(number: u32, area: Rect) -> Origin {
    Origin::Page { number, area: area.into() }
}

fn grid(page: u32, table: PageTable) -> Grid {
    let rows = table.rows.into_iter().map(|row| GridRow {
        page: Some(page),
        after_break: false,
        cells: row
            .into_iter()
            .map(|cell| {
                cell.map(|cell| GridCell {
                    colspan: cell.colspan as u32,
                    rowspan: cell.rowspan as u32,
                    pieces: cell
                        .paragraphs
                        .iter()
                        .map(|p| Piece {
                            item: p.item,
                            parts: vec![GridPart { text: p.text(), page: Some(page), ..GridPart::default() }],
                        })
                        .collect(),
                })
            })
            .collect(),
    });
    Grid { header: 1, rows: rows.collect() }
}
