//! Tables as spreadsheets save them as text: separated by commas, semicolons, tabs or bars.
//!
//! The separator is the one that an opening `sep=` line names, or else the one that parts most
//! lines into the same number of cells. The file is one sheet: lines of one cell above the header
//! are no rows of the table. Lines of a cell are its paragraphs and items; the apostrophe that
//! keeps a spreadsheet from reading a cell as a formula is dropped.

use super::claim::Claim;
use super::office::sheet::{self, Sheet, SheetRow, StoredCell};
use crate::budget::{Budget, Exhausted, Resource};
use crate::decode;
use crate::diagnostic::{Code, Diagnostics};
use crate::document::{Builder, Document};
use crate::error::Error;
use crate::source::Source;

/// Separators, the likeliest first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];
/// How much of a file is looked at for its separator, in bytes and in rows.
const SAMPLE: usize = 1 << 16;
const SAMPLE_ROWS: usize = 200;

pub fn claims(source: &Source) -> Claim {
    let typed = source.media_type().is_some_and(|media_type| {
        matches!(
            media_type.as_str(),
            "text/csv" | "text/tab-separated-values"
        )
    });
    // What old spreadsheets call a workbook is often text.
    let workbook = source.ending() == "xls" && is_text(source.bytes);
    let named = matches!(source.ending().as_str(), "csv" | "tsv" | "tab");
    if named || typed || workbook {
        Claim::Named
    } else {
        Claim::No
    }
}

/// Whether the bytes can be a text that is no markup.
fn is_text(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    let utf16 = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    let markup = head.trim_ascii_start().starts_with(b"<");
    utf16 || !markup && !head.contains(&0)
}

pub fn read(
    source: &Source,
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Error> {
    let decoded = decode::decode(source.bytes, None);
    if decoded.text.contains('\0') {
        return Err(Error::Unsupported(
            "the file is named like a table in text but holds binary data".into(),
        ));
    }
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
    let media_type = "text/csv";
    Ok(builder.finish(media_type, Some(decoded.charset.to_ascii_lowercase())))
}

fn fill(builder: &mut Builder, text: &str, budget: &Budget) -> Result<(), Exhausted> {
    let (separator, text) = declared(text).unwrap_or_else(|| (separator(text), text));
    let mut sheet = Sheet::default();
    let mut cells = 0;
    let mut result = Ok(());
    for (number, record) in records(text, separator).enumerate() {
        cells += record.len() as u64;
        result = budget.allow(Resource::TableCells, cells);
        if result.is_err() {
            break;
        }
        sheet.rows.push(row(number, &record));
    }
    sheet::write(sheet, None, 1, builder, budget)?;
    result
}

/// The separator that a first line `sep=;` names, and the text behind it.
fn declared(text: &str) -> Option<(u8, &str)> {
    let rest = text.trim_start_matches('"');
    let rest = rest
        .get(..4)
        .filter(|key| key.eq_ignore_ascii_case("sep="))
        .map(|_| &rest[4..])?;
    let separator = *rest.as_bytes().first().filter(|byte| byte.is_ascii())?;
    let (_, below) = rest.split_once('\n')?;
    Some((separator, below))
}

/// The records of a text, blank lines among them.
fn records(text: &str, separator: u8) -> impl Iterator<Item = Vec<String>> + '_ {
    CsvRecords {
        rest: text,
        separator: char::from(separator),
        unclosed: false,
    }
}

/// The separator whose rows agree best: the share of rows that have the most common number of
/// cells, weighed by that number; the earlier in the list among equals.
fn separator(text: &str) -> u8 {
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let mut best = (0.0, SEPARATORS[0]);
    for separator in SEPARATORS {
        let score = agreement(sample, separator);
        if score > best.0 {
            best = (score, separator);
        }
    }
    best.1
}

fn agreement(sample: &str, separator: u8) -> f64 {
    let mut widths: Vec<usize> = records(sample, separator)
        .take(SAMPLE_ROWS)
        .map(|record| record.len())
        .collect();
    let all = widths.len() as f64;
    widths.retain(|&width| width > 1);
    widths.sort_unstable();
    let runs = widths.chunk_by(|a, b| a == b);
    let scores = runs.map(|run| run.len() as f64 / all * (run[0].min(12) as f64).sqrt());
    scores.fold(0.0, f64::max)
}

fn row(number: usize, record: &[String]) -> SheetRow {
    let cell = |(column, text): (usize, &String)| StoredCell {
        column: column as u32,
        text: plain(text).to_owned(),
        ..StoredCell::default()
    };
    SheetRow {
        number: number as u32,
        cells: record.iter().enumerate().map(cell).collect(),
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

/// Cuts a text into records (RFC 4180). A blank line is a record without cells. A quotation mark
/// opens a quoted cell only at its start; one that is never closed is a character like any other.
struct CsvRecords<'t> {
    rest: &'t str,
    separator: char,
    /// Whether no quoted cell is closed from here on.
    unclosed: bool,
}

impl Iterator for CsvRecords<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        if self.rest.is_empty() {
            return None;
        }
        let mut record = Vec::new();
        loop {
            let (cell, end) = self.cell();
            record.push(cell);
            self.rest = &self.rest[end..];
            if let Some(rest) = self.rest.strip_prefix(self.separator) {
                self.rest = rest;
                continue;
            }
            let rest = self.rest.strip_prefix('\r').unwrap_or(self.rest);
            self.rest = rest.strip_prefix('\n').unwrap_or(rest);
            return Some(record);
        }
    }
}

impl CsvRecords<'_> {
    /// The next cell and where it ends.
    fn cell(&mut self) -> (String, usize) {
        let head = self.rest.len() - self.rest.trim_start_matches(' ').len();
        if self.rest[head..].starts_with('"') && !self.unclosed {
            match self.quoted(&self.rest[head + 1..]) {
                Quoted::Closed(cell, length) => return (cell, head + 1 + length),
                Quoted::Literal => {}
                Quoted::Unclosed => self.unclosed = true,
            }
        }
        let end = self.rest.find([self.separator, '\n', '\r']);
        let end = end.unwrap_or(self.rest.len());
        (self.rest[..end].to_owned(), end)
    }

    /// A cell behind its opening quotation mark. A mark inside the words that was not doubled is a
    /// mark, unless the cell would then take in the next one: such a cell only begins with words in
    /// quotation marks.
    fn quoted(&self, text: &str) -> Quoted {
        let ends = [self.separator, '\n', '\r'];
        let mut cell = String::new();
        let (mut at, mut strayed) = (0, false);
        loop {
            let Some(length) = memchr::memchr(b'"', &text.as_bytes()[at..]) else {
                return Quoted::Unclosed;
            };
            let words = &text[at..at + length];
            if strayed && words.contains(ends) {
                return Quoted::Literal;
            }
            cell.push_str(words);
            at += length + 1;
            if text[at..].starts_with('"') {
                cell.push('"');
                at += 1;
                continue;
            }
            let behind = text[at..].trim_start_matches(' ');
            if behind.is_empty() || behind.starts_with(ends) {
                return Quoted::Closed(cell, text.len() - behind.len());
            }
            strayed = true;
            cell.push('"');
        }
    }
}

/// What a quotation mark at the start of a cell turns out to be.
enum Quoted {
    /// The words, and how many bytes they take with the mark that closes them.
    Closed(String, usize),
    /// A mark like any other.
    Literal,
    /// It is never closed.
    Unclosed,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Kind;
    use crate::source::Hints;

    fn parsed(bytes: &[u8]) -> Document {
        let source = Source {
            bytes,
            hints: &Hints::path("a.csv"),
            password: None,
            sites: None,
        };
        read(&source, &Budget::default(), &mut Diagnostics::default()).unwrap()
    }

    fn all(text: &str, separator: u8) -> Vec<Vec<String>> {
        records(text, separator).collect()
    }

    #[test]
    fn a_file_is_one_table_and_lines_of_a_cell_stand_apart() {
        let bytes = b"Country,Activities\r\nKG,\"#1 A fair\nIt was, they said, \"\"good\"\".\n\xe2\x80\xa2 books\"\r\n,'=1+1\r\n";
        assert_eq!(
            parsed(bytes).text,
            "Country\nActivities\nKG\n#1 A fair\nIt was, they said, \"good\".\nbooks\n=1+1"
        );
    }

    #[test]
    fn quotation_marks_are_read_as_spreadsheets_do() {
        assert_eq!(
            all("a,\"b\nc\",\n\nd", b','),
            [vec!["a", "b\nc", ""], vec![""], vec!["d"]]
        );
        assert_eq!(
            all("a;\"b \"x\" c\";d\r\n", b';'),
            [["a", "b \"x\" c", "d"]]
        );
        assert_eq!(
            all("\"Old maps\" online\t\"x\"\n", b'\t'),
            [["\"Old maps\" online", "x"]]
        );
        assert_eq!(
            all("\"never closed,b\nc,d", b','),
            [["\"never closed", "b"], ["c", "d"]]
        );
    }

    #[test]
    fn the_separator_is_the_one_that_rows_agree_on() {
        assert_eq!(separator("a;b;c\n\"1, 2\";x, y;z\n"), b';');
        assert_eq!(separator("a\tb\n1\tx, y, z\n"), b'\t');
        assert_eq!(separator("a|b|c\nd|e|f\n"), b'|');
        assert_eq!(separator("Report, 2021\n\na,b,c\nd,e,f\n"), b',');
        assert_eq!(declared("sep=;\r\na;b"), Some((b';', "a;b")));
    }

    #[test]
    fn a_title_above_the_header_is_no_row_and_short_rows_are_filled() {
        let document =
            parsed("Report for 2021\n\nCountry;Activities;Impact\nKG;#1 A fair\n".as_bytes());
        let Kind::Table(table) = &document.blocks[1].kind else {
            panic!("{:?}", document.blocks)
        };
        assert_eq!((table.rows.len(), table.width()), (2, 3));
        assert_eq!(document.blocks[0].kind, Kind::Heading(1));
    }
}
