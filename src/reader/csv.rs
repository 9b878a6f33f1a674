//! Comma-separated tables (RFC 4180), as spreadsheets save them.
//!
//! The whole file is one table. Lines of a cell are its paragraphs and items;
//! the apostrophe that keeps a spreadsheet from reading a cell as a formula
//! is dropped.

use super::Claim;
use crate::budget::{Budget, Exhausted, Resource};
use crate::decode;
use crate::diagnostic::{Code, Diagnostics};
use crate::document::grid::{Grid, GridCell, GridRow, Piece};
use crate::document::{Builder, Document, Origin};
use crate::error::Error;
use crate::source::Source;

pub fn claims(source: &Source) -> Claim {
    let named = source.ending() == "csv"
        || source
            .media_type()
            .is_some_and(|media_type| media_type == "text/csv");
    if named { Claim::Named } else { Claim::No }
}

pub fn read(
    source: &Source,
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Error> {
    let decoded = decode::decode(source.bytes, None);
    budget.draw(Resource::DecodedBytes, decoded.text.len() as u64)?;
    if decoded.twice {
        diagnostics.add(Code::Repaired, decode::TWICE);
    }
    if decoded.text.contains('\u{fffd}') {
        diagnostics.add(
            Code::UndecodableBytes,
            "some bytes are no characters in the charset of the file",
        );
    }
    let mut builder = Builder::new();
    if let Err(limit) = fill(&mut builder, &decoded.text, budget) {
        diagnostics.add(
            Code::LimitReached,
            format!("stopped after {limit}; the rest of the table is missing"),
        );
    }
    Ok(builder.finish("text/csv", Some(decoded.charset.to_ascii_lowercase())))
}

fn fill(builder: &mut Builder, text: &str, budget: &Budget) -> Result<(), Exhausted> {
    let mut grid = Grid::default();
    let mut cells = 0;
    let rows = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
        .into_records();
    for record in rows.flatten() {
        cells += record.len() as u64;
        budget.allow(Resource::TableCells, cells)?;
        let cells = record.iter().map(|text| Some(cell(text))).collect();
        grid.rows.push(GridRow {
            page: None,
            after_break: false,
            cells,
        });
    }
    grid.header = usize::from(grid.rows.len() > 1);
    grid.settle();
    builder.table(&grid, Origin::Line(1), budget).map(|_| ())
}

fn cell(text: &str) -> GridCell {
    let pieces = plain(text)
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(piece)
        .collect();
    GridCell {
        pieces,
        ..GridCell::default()
    }
}

/// The text without the apostrophe before what a spreadsheet would take for a formula.
fn plain(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest)
            if rest.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) =>
        {
            rest
        }
        _ => text,
    }
}

fn piece(line: &str) -> Piece {
    match line.trim().strip_prefix('•') {
        Some(item) => Piece::new(true, item.trim()),
        None => Piece::new(false, line.trim()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Hints;

    #[test]
    fn a_file_is_one_table_and_lines_of_a_cell_stand_apart() {
        let bytes = b"Country,Activities\r\nKG,\"#1 A fair\nIt was, they said, \"\"good\"\".\n\xe2\x80\xa2 books\"\r\n,'=1+1\r\n";
        let source = Source {
            bytes,
            hints: &Hints::path("a.csv"),
            password: None,
        };
        let document = read(&source, &Budget::default(), &mut Diagnostics::default()).unwrap();
        assert_eq!(
            document.text,
            "Country\nActivities\nKG\n#1 A fair\nIt was, they said, \"good\".\nbooks\n=1+1"
        );
    }
}
