//! Tables that go on over page breaks, and the rows that breaks cut in two.
//!
//! A table goes on where the last part of a page and the first of the next are
//! tables with the same columns; such tables make a chain. Over the whole chain it
//! is noted how rows look ([`super::profile`]). Then rows are put behind one
//! another: header rows that come again are dropped, and the row behind a break is
//! the rest of the row before it where the profile and the text say so.

use super::geometry::Rect;
use super::layout::{LayoutPart, PartContent};
use super::paragraphs::{FlowedParagraph, Prose, continues, stops_short};
use super::profile::Profile;
use super::table::{PageCell, PageRow, PageTable};
use super::typography::ALIKE;

/// How far below the last line the next one of its paragraph begins at most, in sizes of the font.
const NEXT: f32 = 1.6;

/// How far edges of columns may differ between pages, in points.
const EDGES: f32 = 6.0;

/// Joins the tables of following pages.
pub fn tables(parts: &mut Vec<LayoutPart>) {
    let mut out: Vec<LayoutPart> = Vec::with_capacity(parts.len());
    let mut chains: Vec<(usize, Vec<PageTable>)> = Vec::new();
    for part in parts.drain(..) {
        let PartContent::Table(table) = part.content else {
            out.push(part);
            continue;
        };
        // Nothing but boilerplate may stand between.
        let behind = out.iter().rposition(|part| part.aside.is_none());
        let open = chains
            .last_mut()
            .filter(|(place, _)| behind == Some(*place));
        let open = open.and_then(|(_, chain)| Some((lacking(chain.last()?, &table)?, chain)));
        match open {
            Some((lacking, chain)) => {
                let columns = chain
                    .last()
                    .map(|last| last.columns.clone())
                    .unwrap_or_default();
                chain.push(widened(table, columns, lacking));
            }
            None => {
                chains.push((out.len(), vec![table]));
                out.push(LayoutPart {
                    content: PartContent::Text(FlowedParagraph::empty()),
                    ..part
                });
            }
        }
    }
    for (place, chain) in chains {
        if let Some(table) = joined(chain) {
            out[place].content = PartContent::Table(table);
        }
    }
    *parts = out;
}

/// Joins the text that goes on over a page, a column or beside a sidebar.
pub fn text(parts: &mut Vec<LayoutPart>) {
    let mut out: Vec<LayoutPart> = Vec::with_capacity(parts.len());
    let mut open: Option<usize> = None;
    let prose = Prose::of(parts.iter().filter_map(|part| match &part.content {
        PartContent::Text(paragraph) if part.aside.is_none() => Some(paragraph),
        _ => None,
    }));
    for part in parts.drain(..) {
        if part.aside.is_some() {
            out.push(part);
            continue;
        }
        let before = open.and_then(|place| out.get_mut(place));
        match (before.map(|part| &mut part.content), part.content) {
            (Some(PartContent::Text(last)), PartContent::Text(next))
                if part.opens && (goes_on_in(last, &next) || prose.runs_over(last, &next)) =>
            {
                last.stretches.extend(next.stretches);
            }
            (_, content) => {
                open = Some(out.len());
                out.push(LayoutPart { content, ..part });
            }
        }
    }
    *parts = out;
}

fn goes_on_in(last: &FlowedParagraph, next: &FlowedParagraph) -> bool {
    let (Some(end), Some(start)) = (last.last_line(), next.first_line()) else {
        return false;
    };
    let below = last.stretches.last().map(|s| s.page) == next.stretches.first().map(|s| s.page)
        && start.baseline > end.baseline
        && start.baseline - end.baseline < NEXT * start.size
        && (start.area.left - last.hanging_left().unwrap_or(end.area.left)).abs() < 2.0;
    let same_size = (end.size - start.size).abs() < ALIKE * start.size;
    let below = below && end.unit.is_same(start.unit) != Some(false);
    (below && same_size && !next.item && !stops_short(end, start)) || continues(last, next)
}

/// How many columns a table lacks at the left of those of the table that it goes on from, if it
/// does: a merged cell that fills a whole page may be drawn without text or rules.
fn lacking(above: &PageTable, below: &PageTable) -> Option<usize> {
    let lacking = above.columns.len().checked_sub(below.columns.len())?;
    let same = above.columns[lacking..]
        .iter()
        .zip(&below.columns)
        .all(|(a, b)| (a - b).abs() <= EDGES);
    let merged = lacking == 1 && below.columns.len() > 2;
    (above.page + 1 == below.page && same && (lacking == 0 || merged)).then_some(lacking)
}

/// Puts a merged cell without text into the columns that a table lacks.
fn widened(mut table: PageTable, columns: Vec<f32>, lacking: usize) -> PageTable {
    if lacking == 0 {
        return table;
    }
    let rowspan = table.rows.len();
    table.area.left = columns[0];
    for (number, row) in table.rows.iter_mut().enumerate() {
        let cells = columns.windows(2).take(lacking).map(|edges| {
            let area = Rect {
                left: edges[0],
                right: edges[1],
                ..table.area
            };
            (number == 0).then(|| PageCell {
                rowspan,
                colspan: 1,
                area,
                paragraphs: Vec::new(),
            })
        });
        row.cells.splice(0..0, cells);
    }
    PageTable { columns, ..table }
}

/// The tables of a chain as one.
fn joined(chain: Vec<PageTable>) -> Option<PageTable> {
    let profile = Profile::of(&chain);
    let mut chain = chain.into_iter();
    let mut first = chain.next()?;
    let rows = std::mem::take(&mut first.rows);
    absorb(&mut first.rows, rows, &profile);
    for next in chain {
        absorb(&mut first.rows, next.rows, &profile);
    }
    Some(first)
}

/// Puts the rows of a page behind those before it.
fn absorb(table: &mut Vec<PageRow>, rows: Vec<PageRow>, profile: &Profile) {
    let mut broken = !table.is_empty();
    for mut row in rows {
        let covered = row.cells.iter().any(Option::is_none);
        if row.is_empty() && !covered && table.len() > 1 {
            continue;
        }
        if let Some(header) = table.first().filter(|_| table.len() > 1 || broken) {
            if row.repeats(header) {
                broken = true;
                continue;
            }
            if row.opens_with(header) {
                broken = true;
                strip_header(header, &mut row);
            }
        }
        let carried = if broken {
            carry_labels(table, &mut row)
        } else {
            Vec::new()
        };
        if broken && table.last().is_some_and(|last| profile.is_rest(last, &row)) {
            end_with(table, row, &carried);
        } else {
            table.push(row);
        }
        broken = false;
    }
}

/// Takes the lines of the header out of a row that has them above its own, where no
/// rule parts them.
fn strip_header(header: &PageRow, row: &mut PageRow) {
    for (above, cell) in header.cells.iter().zip(&mut row.cells) {
        if let (Some(above), Some(cell)) = (above, cell) {
            cell.drop_lines(above.lines().count());
        }
    }
}

/// A merged cell that the break cut: its part on the new page belongs to the cell above.
/// The label may stand in either part, as it does where cells are centred. Gives the columns.
fn carry_labels(table: &mut [PageRow], row: &mut PageRow) -> Vec<usize> {
    let mut carried = Vec::new();
    for column in 0..row.cells.len() {
        let Some(owner) = owner(table, column) else {
            continue;
        };
        let merged = table
            .iter()
            .flat_map(|row| &row.cells[column])
            .any(|cell| cell.rowspan > 1);
        let Some(above) = &mut table[owner].cells[column] else {
            continue;
        };
        let Some(below) = row.cells[column]
            .as_mut()
            .filter(|cell| merged || above.rowspan > 1 || cell.rowspan > 1)
        else {
            continue;
        };
        if below.is_empty() || (above.is_empty() && above.rowspan > 1) {
            above.paragraphs.append(&mut below.paragraphs);
            above.rowspan += below.rowspan;
            row.cells[column] = None;
            carried.push(column);
        }
    }
    carried
}

/// The row whose cell covers the last row in this column.
fn owner(table: &[PageRow], column: usize) -> Option<usize> {
    let row = table
        .iter()
        .rposition(|row| row.cells.get(column).is_some_and(Option::is_some))?;
    let span = table[row].cells[column].as_ref()?.rowspan;
    (row + span >= table.len()).then_some(row)
}

/// Makes `row` the end of the last row; merged cells carried over to it then cover one row less.
fn end_with(table: &mut [PageRow], row: PageRow, carried: &[usize]) {
    for &column in carried {
        if let Some(cell) =
            owner(table, column).and_then(|owner| table[owner].cells[column].as_mut())
        {
            cell.rowspan = cell.rowspan.saturating_sub(1).max(1);
        }
    }
    if let Some(last) = table.last_mut() {
        append(last, row);
    }
}

/// Moves the cells of `row` to the end of the cells above them.
fn append(last: &mut PageRow, row: PageRow) {
    for (above, below) in last.cells.iter_mut().zip(row.cells) {
        let (Some(above), Some(below)) = (above, below) else {
            continue;
        };
        above.rowspan = above.rowspan.max(below.rowspan);
        let mut paragraphs = below.paragraphs.into_iter();
        if let Some(first) = paragraphs.next() {
            let announces = paragraphs
                .as_slice()
                .first()
                .is_some_and(|next| next.item && announces(&first));
            match above.paragraphs.last_mut() {
                Some(last) if !announces && continues(last, &first) => {
                    last.stretches.extend(first.stretches)
                }
                _ => above.paragraphs.push(first),
            }
        }
        above.paragraphs.extend(paragraphs);
    }
}

/// Whether a paragraph before an item is a word or two that announce the list, not the rest of
/// what a break cut.
fn announces(paragraph: &FlowedParagraph) -> bool {
    let Some(line) = paragraph.first_line() else {
        return false;
    };
    let capital = line
        .words
        .first()
        .is_some_and(|word| word.text.starts_with(char::is_uppercase));
    let short = 2.0 * (line.area.right - line.area.left) < line.limit - line.area.left;
    paragraph.lines().nth(1).is_none() && line.words.len() <= 2 && capital && short
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::super::paragraphs::paragraphs;
    use super::super::table::TableStyle;
    use super::super::words::words;
    use super::*;
    use crate::reader::pdf::glyph::Glyph;

    const NOWHERE: Rect = Rect {
        left: 0.0,
        right: 300.0,
        top: 0.0,
        bottom: 100.0,
    };

    fn cell(text: &str, rowspan: usize) -> Option<PageCell> {
        let glyph = |(number, c)| {
            let left = number as f32 * 5.0;
            Glyph {
                c,
                left,
                right: left + 5.0,
                baseline: 20.0,
                size: 10.0,
                ..Glyph::default()
            }
        };
        let glyphs: Vec<Glyph> = text.chars().enumerate().map(glyph).collect();
        let paragraphs = paragraphs(1, lines(words(&glyphs)), 200.0, 12.0);
        Some(PageCell {
            rowspan,
            colspan: 1,
            area: NOWHERE,
            paragraphs,
        })
    }

    fn table(page: u32, columns: &[f32], rows: Vec<Vec<Option<PageCell>>>) -> PageTable {
        let rows = rows
            .into_iter()
            .map(|cells| PageRow { page, cells })
            .collect();
        PageTable {
            style: TableStyle::Ruled,
            page,
            area: NOWHERE,
            columns: columns.to_vec(),
            rows,
        }
    }

    fn joined(columns: &[f32]) -> Vec<PageTable> {
        let head = |texts: [&str; 3]| texts.map(|text| cell(text, 1)).to_vec();
        let first = vec![
            head(["Country", "Activities", "Impact"]),
            head(["Kenya", "#1 A fair of", "SD 1"]),
        ];
        let second = vec![
            vec![cell("books", 1), cell("", 1)],
            vec![cell("#2 A course", 1), cell("SD 2", 1)],
        ];
        let tables = [
            table(1, &[0.0, 50.0, 200.0, 300.0], first),
            table(2, columns, second),
        ];
        let part = |table: PageTable| LayoutPart {
            page: table.page,
            area: NOWHERE,
            content: PartContent::Table(table),
            aside: None,
            opens: true,
        };
        let mut parts: Vec<LayoutPart> = tables.into_iter().map(part).collect();
        super::tables(&mut parts);
        let content = |part: LayoutPart| match part.content {
            PartContent::Table(table) => Some(table),
            PartContent::Text(_) => None,
        };
        parts.into_iter().filter_map(content).collect()
    }

    #[test]
    fn a_page_without_the_column_of_a_merged_cell_goes_on() {
        let joined = joined(&[50.0, 200.0, 300.0]);
        assert_eq!(joined.len(), 1);
        let text = |row: usize, column: usize| -> Option<String> {
            Some(
                joined[0].rows[row]
                    .filled(column)?
                    .lines()
                    .map(|line| line.text())
                    .collect::<Vec<_>>()
                    .join(" "),
            )
        };
        assert_eq!(joined[0].rows.len(), 3);
        assert_eq!(text(1, 1).as_deref(), Some("#1 A fair of books"));
        assert_eq!((text(1, 0).as_deref(), text(2, 0)), (Some("Kenya"), None));
        assert_eq!(
            joined[0].rows[1].cells[0].as_ref().map(|cell| cell.rowspan),
            Some(2)
        );
    }

    #[test]
    fn a_table_of_other_columns_is_another() {
        assert_eq!(joined(&[80.0, 200.0, 300.0]).len(), 2);
    }
}
