//! How readers make a document: text goes in from the top to the bottom,
//! spans come out.
//!
//! A reader calls [`Builder::block`] for running text and [`Builder::table`]
//! for a grid that [`super::grid`] has settled. Spaces are folded here, once:
//! runs of white space (no-break spaces included) become one space, soft
//! hyphens and other invisible characters go, and no block is empty.

use super::grid::{CellPiece, Grid};
use super::{
    Block, Cell, CellBlock, CellMark, Document, Kind, Link, Mark, Origin, PageMark, Row, Rule,
    SheetCell, Sibling, Table,
};
use crate::budget::{Budget, Exhausted, Resource};
use crate::span::Span;

/// A document in the making.
#[derive(Debug, Default)]
pub struct Builder {
    document: Document,
    page: Option<u32>,
    place: Option<SheetCell>,
}

/// Characters that show nothing: soft hyphen, zero-width spaces and joiners at
/// word level, byte order mark. (U+200C and U+200D are kept: scripts need them.)
pub fn is_invisible(c: char) -> bool {
    let control = matches!(c, '\u{0}'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}');
    control || matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// Bytes that are looked at together.
const ROW: usize = 16;

/// Whether a row of bytes is printable ASCII without a space after a space.
fn stays(row: &[u8; ROW], spaced: bool) -> bool {
    let plain = row
        .iter()
        .fold(true, |plain, byte| plain & (b' '..=b'~').contains(byte));
    let pairs = row.iter().zip(&row[1..]);
    let single = pairs.fold(!(spaced && row[0] == b' '), |single, (&one, &next)| {
        single & !(one == b' ' && next == b' ')
    });
    plain & single
}

/// Appends `text` to `out` with white space folded; none at the start of a block
/// (`from`) or after a space.
pub fn fold_into(out: &mut String, from: usize, text: &str) {
    let mut spaced = out.len() <= from || out.ends_with(' ');
    // What stays as it is goes over in pieces.
    let (mut piece, mut at) = (0, 0);
    // Where a row was looked at that does not stay whole.
    let mut looked = 0;
    while let Some(&byte) = text.as_bytes().get(at) {
        if at >= looked
            && let Some(row) = text.as_bytes()[at..].first_chunk()
        {
            if stays(row, spaced) {
                spaced = row.ends_with(b" ");
                at += ROW;
                continue;
            }
            looked = at + ROW;
        }
        if matches!(byte, b'!'..=b'~') || byte == b' ' && !spaced {
            spaced = byte == b' ';
            at += 1;
            continue;
        }
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        let (white, end) = (c.is_whitespace(), at + c.len_utf8());
        if white || is_invisible(c) {
            out.push_str(&text[piece..at]);
            piece = end;
            if white && !spaced {
                out.push(' ');
                spaced = true;
            }
        } else {
            spaced = false;
        }
        at = end;
    }
    out.push_str(&text[piece..]);
}

impl Builder {
    pub fn new() -> Builder {
        Builder::default()
    }

    /// The text that follows stands on this page.
    pub fn page(&mut self, page: u32) {
        self.page = Some(page);
    }

    /// A sheet of a workbook begins; gives its number.
    pub fn sheet(&mut self, name: &str) -> u32 {
        self.document.sheets.push(name.to_owned());
        self.place = None;
        self.document.sheets.len() as u32 - 1
    }

    /// The text that follows stands in this cell of a workbook, or in none.
    pub fn place(&mut self, cell: Option<SheetCell>) {
        self.place = cell;
    }

    /// Appends a block of running text; no span where there is nothing to show.
    /// `links` are byte ranges of `text` with their targets.
    pub fn block(
        &mut self,
        kind: Kind,
        text: &str,
        links: &[(std::ops::Range<usize>, String)],
        origin: Origin,
        budget: &Budget,
    ) -> Result<Option<Span>, Exhausted> {
        budget.draw(Resource::Blocks, 1)?;
        budget.draw(Resource::Text, text.len() as u64)?;
        let Some(span) = self.write("\n\n", text, links) else {
            return Ok(None);
        };
        self.document.blocks.push(Block {
            kind,
            span,
            origin,
            aside: None,
            mark: None,
        });
        Ok(Some(span))
    }

    /// Appends a table whose grid is settled; a row of it goes as soon as it is written.
    pub fn table(
        &mut self,
        grid: Grid,
        origin: Origin,
        budget: &Budget,
    ) -> Result<Option<Span>, Exhausted> {
        budget.draw(Resource::Blocks, 1)?;
        budget.draw(
            Resource::TableCells,
            grid.rows.iter().map(|row| row.cells.len() as u64).sum(),
        )?;
        budget.draw(Resource::Text, grid.text_bytes())?;
        let mut table = Table {
            header: grid.header,
            rows: Vec::with_capacity(grid.rows.len()),
        };
        let mut whole: Option<Span> = None;
        for row in grid.rows {
            let mut cells = Vec::with_capacity(row.cells.len());
            for cell in &row.cells {
                let Some(cell) = cell else {
                    cells.push(None);
                    continue;
                };
                let mut blocks = Vec::with_capacity(cell.pieces.len());
                self.place = cell.place;
                for piece in &cell.pieces {
                    let separator = if whole.is_none() { "\n\n" } else { "\n" };
                    if let Some(span) = self.piece(separator, piece) {
                        whole = Some(whole.map_or(span, |w| w.join(span)));
                        blocks.push(CellBlock {
                            item: piece.item,
                            span,
                        });
                    }
                }
                let here = Span::new(self.document.text.len()..self.document.text.len());
                let span = match (blocks.first(), blocks.last()) {
                    (Some(first), Some(last)) => first.span.join(last.span),
                    _ => here,
                };
                cells.push(Some(Cell {
                    span,
                    colspan: cell.colspan,
                    rowspan: cell.rowspan,
                    blocks,
                }));
            }
            table.rows.push(Row {
                page: row.page,
                cells,
            });
        }
        if let Some(span) = whole {
            self.document.blocks.push(Block {
                kind: Kind::Table(table),
                span,
                origin,
                aside: None,
                mark: None,
            });
        }
        Ok(whole)
    }

    /// A piece of a cell: its parts stand on their pages, joined as healing decided.
    fn piece(&mut self, separator: &str, piece: &CellPiece) -> Option<Span> {
        let page = self.page;
        let mut whole: Option<Span> = None;
        for part in &piece.parts {
            if part.page.is_some() {
                self.page = part.page;
            }
            let glue = match whole {
                None => separator,
                Some(_) if part.glued => "",
                Some(_) => " ",
            };
            if let Some(span) = self.write(glue, &part.text, &part.links) {
                whole = Some(whole.map_or(span, |w| w.join(span)));
            }
        }
        self.page = page;
        whole
    }

    /// Writes folded text behind a separator and moves its links along.
    fn write(
        &mut self,
        separator: &str,
        text: &str,
        links: &[(std::ops::Range<usize>, String)],
    ) -> Option<Span> {
        let out = &mut self.document.text;
        let before = out.len();
        if before > 0 {
            out.push_str(separator);
        }
        let start = out.len();
        // Offsets before and after folding, for the links only.
        let mut placed: Vec<(usize, usize)> = Vec::new();
        let mut cuts: Vec<usize> = links
            .iter()
            .flat_map(|(range, _)| [range.start, range.end])
            .collect();
        cuts.sort_unstable();
        cuts.dedup();
        let mut done = 0;
        for cut in cuts
            .into_iter()
            .filter(|&cut| cut <= text.len() && text.is_char_boundary(cut))
        {
            fold_into(out, start, &text[done..cut]);
            done = cut;
            placed.push((cut, out.len()));
        }
        fold_into(out, start, &text[done..]);
        while out.len() > start && out.ends_with(' ') {
            out.pop();
        }
        if out.len() == start {
            out.truncate(before);
            return None;
        }
        let end = out.len();
        for (range, target) in links {
            let at = |offset: usize| {
                let known = placed.binary_search_by_key(&offset, |(raw, _)| *raw).ok()?;
                Some(placed[known].1.min(end))
            };
            if let (Some(from), Some(to)) = (at(range.start), at(range.end)) {
                let words = self.document.text[from..to].trim();
                let from = from
                    + (self.document.text[from..to].len()
                        - self.document.text[from..to].trim_start().len());
                if !words.is_empty() {
                    self.document.links.push(Link {
                        span: Span::new(from..from + words.len()),
                        target: target.clone(),
                    });
                }
            }
        }
        if let Some(page) = self.page
            && self
                .document
                .pages
                .last()
                .is_none_or(|mark| mark.page != page)
        {
            self.document.pages.push(PageMark {
                start: start as u32,
                page,
            });
        }
        self.mark_cell(start);
        Some(Span::new(start..end))
    }

    /// Marks where the text of another cell begins.
    fn mark_cell(&mut self, start: usize) {
        let before = self.document.cells.last().and_then(|mark| mark.cell);
        if before != self.place {
            self.document.cells.push(CellMark {
                start: start as u32,
                cell: self.place,
            });
        }
    }

    /// How many blocks there are so far.
    pub fn len(&self) -> usize {
        self.document.blocks.len()
    }

    pub fn is_empty(&self) -> bool {
        self.document.blocks.is_empty()
    }

    /// Sets a block aside as boilerplate.
    pub fn set_aside(&mut self, block: usize, rule: Rule) {
        self.document.blocks[block].aside = Some(rule);
    }

    /// The list mark that the source shows before the last block.
    pub fn mark(&mut self, mark: Mark) {
        if let Some(block) = self.document.blocks.last_mut() {
            block.mark = Some(mark);
        }
    }

    /// A box that has others of its make beside it.
    pub fn sibling(&mut self, sibling: Sibling) {
        self.document.siblings.push(sibling);
    }

    /// What is said of the page as a whole.
    pub fn meta(&mut self) -> &mut super::Meta {
        &mut self.document.meta
    }

    /// The document so far, for readers that judge blocks after writing them.
    pub fn document(&self) -> &Document {
        &self.document
    }

    pub fn finish(mut self, media_type: &'static str, charset: Option<String>) -> Document {
        self.document.media_type = media_type;
        self.document.charset = charset;
        self.document.text.shrink_to_fit();
        self.document
            .links
            .sort_by_key(|link| (link.span.start, link.span.end));
        self.document
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_folded_and_links_stay_on_their_words() {
        let mut builder = Builder::new();
        let text = " See\u{a0}\n the  report , now";
        let start = text.find(" the").unwrap();
        let end = text.find(" ,").unwrap();
        let links = [(start..end + 1, "/r".to_owned())];
        let span = builder
            .block(
                Kind::Paragraph,
                text,
                &links,
                Origin::Line(1),
                &Budget::default(),
            )
            .unwrap()
            .unwrap();
        let document = builder.finish("text/plain", None);
        assert_eq!(span.of(&document.text), "See the report , now");
        assert_eq!(document.links[0].span.of(&document.text), "the report");
    }

    #[test]
    fn a_block_with_nothing_to_show_is_no_block() {
        let mut builder = Builder::new();
        let nothing = builder.block(
            Kind::Paragraph,
            " \u{ad}\u{a0} ",
            &[],
            Origin::Line(1),
            &Budget::default(),
        );
        assert_eq!(nothing, Ok(None));
        assert!(builder.is_empty());
    }
}
