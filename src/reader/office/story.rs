//! A word processor's document: paragraphs and tables in order, as the readers of DOCX, ODT, RTF
//! and DOC make it, and how it becomes blocks.
//!
//! A table becomes a full grid: merged cells are counted out, tables within its cells give up their
//! paragraphs to the cell. A table that only frames others is passed through. What is set in a list
//! is an item; its number is a mark in running text and stands in the text of a cell, where a
//! number may be all there is.

use super::list::ListLabel;
use crate::budget::{Budget, Exhausted, Resource};
use crate::document::grid::{CellPiece, Grid, GridCell, GridRow, PagePart};
use crate::document::{Builder, Kind, Mark, MarkStyle, Origin, Rule, markup};
use std::ops::Range;

/// How deep tables are read within tables.
pub const NESTED: usize = 16;
/// The most columns that a cell may span; Word allows 63.
const SPAN: u32 = 1000;

#[derive(Debug)]
pub enum StoryElement {
    Paragraph(Paragraph),
    Table(StoryTable),
}

/// A paragraph as it is shown.
#[derive(Clone, Debug, Default)]
pub struct Paragraph {
    /// Lines apart where a break stands.
    pub text: String,
    pub links: Vec<(Range<usize>, String)>,
    /// Level 1 to 6.
    pub heading: Option<u8>,
    pub label: Option<ListLabel>,
    /// Whether all of it is bold.
    pub bold: bool,
    /// The rule that sets it aside as no part of the running text.
    pub aside: Option<Rule>,
}

#[derive(Debug, Default)]
pub struct StoryTable {
    pub rows: Vec<StoryRow>,
}

#[derive(Debug, Default)]
pub struct StoryRow {
    pub header: bool,
    pub cells: Vec<StoryCell>,
}

#[derive(Debug)]
pub enum StoryCell {
    Own {
        columns: u32,
        rows: u32,
        content: Vec<StoryElement>,
    },
    /// Goes on with the cell above it.
    Continues { columns: u32 },
    /// A place that no cell of the row takes: before the first, behind the last.
    Left { columns: u32 },
    /// Lies under the span of another cell.
    Covered,
}

/// Writes a document's elements as blocks.
pub fn write(
    mut elements: Vec<StoryElement>,
    builder: &mut Builder,
    budget: &Budget,
) -> Result<(), Exhausted> {
    elements = unframed(elements);
    bold_headings(&mut elements);
    for (number, element) in elements.into_iter().enumerate() {
        let origin = Origin::Node(number as u32);
        match element {
            StoryElement::Paragraph(paragraph) => block(paragraph, origin, builder, budget)?,
            StoryElement::Table(table) => {
                let grid = table.grid(budget)?;
                builder.table(grid, origin, budget)?;
            }
        }
    }
    Ok(())
}

/// Opens tables that only lay out what stands in them.
fn unframed(elements: Vec<StoryElement>) -> Vec<StoryElement> {
    let mut out = Vec::with_capacity(elements.len());
    for element in elements {
        match element {
            StoryElement::Table(table) if table.is_frame() => {
                let cells = table.rows.into_iter().flat_map(|row| row.cells);
                for cell in cells {
                    if let StoryCell::Own { content, .. } = cell {
                        out.extend(unframed(content));
                    }
                }
            }
            other => out.push(other),
        }
    }
    out
}

/// A paragraph as blocks: a heading whole, other text by its lines.
fn block(
    paragraph: Paragraph,
    origin: Origin,
    builder: &mut Builder,
    budget: &Budget,
) -> Result<(), Exhausted> {
    let lines = if paragraph.heading.is_some() {
        vec![(paragraph.text.clone(), paragraph.links.clone())]
    } else {
        lines(&paragraph)
    };
    for (number, (text, links)) in lines.into_iter().enumerate() {
        let (typed, text, links) = without_mark(text, links);
        let label = paragraph.label.as_ref().filter(|_| number == 0);
        let mark = label.map(|label| label.mark).or(typed);
        let kind = match (paragraph.heading, mark) {
            (Some(level), _) => Kind::Heading(level.clamp(1, 6)),
            (None, Some(_)) => Kind::Item,
            (None, None) => Kind::Paragraph,
        };
        if builder
            .block(kind, &text, &links, origin, budget)?
            .is_none()
        {
            continue;
        }
        if let Some(mark) = mark {
            builder.mark(mark);
        }
        if let Some(rule) = paragraph.aside {
            builder.set_aside(builder.len() - 1, rule);
        }
    }
    Ok(())
}

/// Words with the ranges of their links.
type LinkedWords = (String, Vec<(Range<usize>, String)>);

/// The lines of a paragraph.
fn lines(paragraph: &Paragraph) -> Vec<LinkedWords> {
    let mut out = Vec::new();
    let mut from = 0;
    for line in paragraph.text.split('\n') {
        let to = from + line.len();
        let links = paragraph.links.iter().filter_map(|(range, target)| {
            let (start, end) = (range.start.max(from), range.end.min(to));
            (start < end).then(|| (start - from..end - from, target.clone()))
        });
        if !line.trim().is_empty() {
            out.push((line.to_owned(), links.collect()));
        }
        from = to + 1;
    }
    out
}

/// Bytes of a text that are a link, and where it leads.
type LinkRange = (Range<usize>, String);

/// A bullet typed before the words, and the words without it.
fn without_mark(text: String, links: Vec<LinkRange>) -> (Option<Mark>, String, Vec<LinkRange>) {
    let trimmed = text.trim_start();
    let (dashed, rest) = markup::strip_dash(trimmed);
    let rest = if dashed {
        rest
    } else {
        trimmed.trim_start_matches(markup::BULLETS)
    };
    if rest.len() == trimmed.len() {
        return (None, text, links);
    }
    let rest = rest.trim_start();
    let cut = text.len() - rest.len();
    let moved = links.into_iter().filter_map(|(range, target)| {
        let range = range.start.saturating_sub(cut)..range.end.saturating_sub(cut);
        (!range.is_empty()).then_some((range, target))
    });
    let moved = moved.collect();
    (Some(ListLabel::bullet().mark), rest.to_owned(), moved)
}

/// Makes headings of bold lines where the document has no other and the rest of it is not bold.
fn bold_headings(elements: &mut [StoryElement]) {
    let paragraphs = || {
        elements.iter().filter_map(|element| match element {
            StoryElement::Paragraph(p) if !p.text.trim().is_empty() && p.heading.is_none() => {
                Some(p)
            }
            _ => None,
        })
    };
    let bold = paragraphs().filter(|p| p.bold).count();
    let tables = elements
        .iter()
        .filter(|element| matches!(element, StoryElement::Table(_)))
        .count();
    // Where most is bold, bold print says nothing.
    if bold == 0 || bold > paragraphs().count() - bold + tables {
        return;
    }
    let styled = elements
        .iter()
        .any(|element| matches!(element, StoryElement::Paragraph(p) if p.heading.is_some()));
    let mut first = !styled;
    for element in elements {
        let StoryElement::Paragraph(paragraph) = element else {
            first = false;
            continue;
        };
        if paragraph.text.trim().is_empty() {
            continue;
        }
        if looks_like_heading(paragraph) {
            paragraph.heading = Some(if first { 1 } else { 2 });
        }
        first = false;
    }
}

/// A bold line of few words that is no sentence, no label and no item.
fn looks_like_heading(paragraph: &Paragraph) -> bool {
    let text = paragraph.text.trim();
    paragraph.bold
        && paragraph.heading.is_none()
        && paragraph.aside.is_none()
        && paragraph.label.is_none()
        && !text.ends_with(['.', ';', ':', ',', '!', '?'])
        && text.chars().any(char::is_alphabetic)
        && text.split_whitespace().count() <= 20
        && text.len() <= 300
}

impl StoryTable {
    /// Whether the table lays out others: it holds a table of several columns and rows, and is
    /// itself of one row or one column.
    fn is_frame(&self) -> bool {
        let narrow = self.rows.len() == 1 || self.rows.iter().all(|row| row.cells.len() <= 1);
        let holds = |cell: &StoryCell| match cell {
            StoryCell::Own { content, .. } => content.iter().any(|element| match element {
                StoryElement::Table(table) => table.is_frame() || table.is_grid(),
                StoryElement::Paragraph(_) => false,
            }),
            _ => false,
        };
        // A table of one cell is a box around text.
        let lone = self.rows.len() == 1 && self.rows[0].cells.len() == 1;
        lone || narrow && self.rows.iter().flat_map(|row| &row.cells).any(holds)
    }

    fn is_grid(&self) -> bool {
        self.rows.len() > 1 && self.rows.iter().any(|row| row.cells.len() > 1)
    }

    /// The full grid; rows in which nothing stands are left out.
    fn grid(self, budget: &Budget) -> Result<Grid, Exhausted> {
        let header = self.rows.iter().take_while(|row| row.header).count();
        let mut grid = Grid {
            header,
            rows: Vec::with_capacity(self.rows.len()),
        };
        // The row in which the cell that shows in a column begins.
        let mut above: Vec<Option<usize>> = Vec::new();
        let mut width = 0;
        for row in self.rows {
            let mut out = GridRow::default();
            for cell in row.cells {
                place(cell, &mut grid, &mut out, &mut above);
                budget.allow(Resource::TableCells, out.cells.len() as u64)?;
            }
            width = width.max(out.cells.len());
            grid.rows.push(out);
            budget.allow(Resource::TableCells, (width * grid.rows.len()) as u64)?;
        }
        for row in &mut grid.rows {
            row.cells.resize_with(width, || Some(GridCell::default()));
        }
        grid.drop_empty_rows();
        Ok(grid)
    }
}

/// Puts a cell at the end of a row.
fn place(cell: StoryCell, grid: &mut Grid, row: &mut GridRow, above: &mut Vec<Option<usize>>) {
    let (at, here) = (row.cells.len(), grid.rows.len());
    let (columns, shown) = match cell {
        StoryCell::Covered => {
            row.cells.push(None);
            return;
        }
        StoryCell::Left { columns } => {
            let columns = columns.min(SPAN);
            let empty = std::iter::repeat_with(|| Some(GridCell::default()));
            row.cells.extend(empty.take(columns as usize));
            (columns, None)
        }
        StoryCell::Continues { columns } => {
            let columns = columns.clamp(1, SPAN);
            let begun = above.get(at).copied().flatten();
            let opened = begun.and_then(|row| grid.rows[row].cells[at].as_mut());
            if let Some(cell) = opened {
                cell.rowspan += 1;
                row.cells
                    .extend(std::iter::repeat_n(None, columns as usize));
            } else {
                push(row, GridCell::default(), columns);
            }
            (columns, begun)
        }
        StoryCell::Own {
            columns,
            rows,
            content,
        } => {
            let columns = columns.clamp(1, SPAN);
            let cell = GridCell {
                rowspan: rows.max(1),
                pieces: pieces(content),
                ..GridCell::default()
            };
            push(row, cell, columns);
            (columns, Some(here))
        }
    };
    let end = at + columns as usize;
    if above.len() < end {
        above.resize(end, None);
    }
    above[at..end].fill(None);
    above[at] = shown;
}

fn push(row: &mut GridRow, cell: GridCell, columns: u32) {
    row.cells.push(Some(GridCell {
        colspan: columns,
        ..cell
    }));
    let rest = columns as usize - 1;
    row.cells.extend(std::iter::repeat_n(None, rest));
}

/// What stands in a cell, tables in it read row by row.
fn pieces(content: Vec<StoryElement>) -> Vec<CellPiece> {
    let mut out = Vec::new();
    for element in content {
        match element {
            StoryElement::Paragraph(paragraph) => paragraph_pieces(paragraph, &mut out),
            StoryElement::Table(table) => {
                for cell in table.rows.into_iter().flat_map(|row| row.cells) {
                    if let StoryCell::Own { content, .. } = cell {
                        out.extend(pieces(content));
                    }
                }
            }
        }
    }
    out.shrink_to_fit();
    out
}

fn paragraph_pieces(paragraph: Paragraph, out: &mut Vec<CellPiece>) {
    let numbered = paragraph
        .label
        .as_ref()
        .filter(|label| label.mark.style != MarkStyle::Bullet);
    let mut all = lines(&paragraph);
    if let Some(label) = numbered {
        let shift = label.text.len() + 1;
        let first = all.first_mut();
        match first {
            Some((text, links)) => {
                *text = format!("{} {text}", label.text);
                for (range, _) in links {
                    *range = range.start + shift..range.end + shift;
                }
            }
            None => all.push((label.text.clone(), Vec::new())),
        }
    }
    for (number, (text, links)) in all.into_iter().enumerate() {
        let (typed, text, links) = without_mark(text, links);
        let item = typed.is_some() || number == 0 && paragraph.label.is_some();
        out.push(CellPiece {
            item: item && !text.is_empty(),
            parts: vec![PagePart {
                text,
                links,
                ..PagePart::default()
            }],
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Vec<StoryElement> {
        vec![StoryElement::Paragraph(Paragraph {
            text: words.to_owned(),
            ..Paragraph::default()
        })]
    }

    fn own(columns: u32, words: &str) -> StoryCell {
        StoryCell::Own {
            columns,
            rows: 1,
            content: text(words),
        }
    }

    fn table(rows: Vec<Vec<StoryCell>>) -> StoryTable {
        let row = |cells| StoryRow {
            header: false,
            cells,
        };
        StoryTable {
            rows: rows.into_iter().map(row).collect(),
        }
    }

    fn shown(table: StoryTable) -> Vec<String> {
        let grid = table.grid(&Budget::default()).unwrap();
        let cell = |cell: &Option<GridCell>| match cell {
            Some(cell) => {
                let words: Vec<&str> = cell
                    .pieces
                    .iter()
                    .map(|p| p.parts[0].text.as_str())
                    .collect();
                format!("{}/{}x{}", words.join("+"), cell.colspan, cell.rowspan)
            }
            None => "-".to_owned(),
        };
        let row = |row: &GridRow| row.cells.iter().map(cell).collect::<Vec<_>>().join(" ");
        grid.rows.iter().map(row).collect()
    }

    #[test]
    fn cells_that_go_on_and_places_left_free_make_a_full_grid() {
        let rows = vec![
            vec![own(1, "a"), own(2, "b")],
            vec![
                StoryCell::Continues { columns: 1 },
                own(1, "c"),
                own(1, "d"),
            ],
            vec![StoryCell::Left { columns: 1 }, own(1, "e")],
        ];
        let expected = ["a/1x2 b/2x1 -", "- c/1x1 d/1x1", "/1x1 e/1x1 /1x1"];
        assert_eq!(shown(table(rows)), expected);
    }

    #[test]
    fn a_row_with_nothing_in_it_is_left_out_and_spans_over_it_shrink() {
        let rows = vec![
            vec![own(1, "a"), own(1, "b")],
            vec![StoryCell::Continues { columns: 1 }, own(1, " ")],
            vec![StoryCell::Continues { columns: 1 }, own(1, "c")],
        ];
        assert_eq!(shown(table(rows)), ["a/1x2 b/1x1", "- c/1x1"]);
    }

    #[test]
    fn a_frame_around_a_table_is_passed_through() {
        let inner = table(vec![
            vec![own(1, "a"), own(1, "b")],
            vec![own(1, "c"), own(1, "d")],
        ]);
        let mut content = text("Title");
        content.push(StoryElement::Table(inner));
        let outer = table(vec![vec![StoryCell::Own {
            columns: 1,
            rows: 1,
            content,
        }]]);
        let elements = unframed(vec![StoryElement::Table(outer)]);
        assert!(matches!(
            elements.as_slice(),
            [StoryElement::Paragraph(_), StoryElement::Table(_)]
        ));
    }

    #[test]
    fn a_typed_bullet_goes_and_links_stay_on_their_words() {
        let links = vec![("• see ".len().."• see here".len(), "u".to_owned())];
        let (mark, text, links) = without_mark("• see here".to_owned(), links);
        assert!(mark.is_some());
        assert_eq!(&text[links[0].0.clone()], "here");
    }
}
