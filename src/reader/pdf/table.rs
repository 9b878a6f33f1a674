//! Tables on one page: a full grid of cells, each with its paragraphs.

use super::entries;
use super::geometry::Rect;
use super::lattice::Lattice;
use super::lines::{TextLine, lines};
use super::paragraphs::{FlowedParagraph, paragraphs};
use super::print::Print;
use super::words::PlacedWord;

/// How a table's rows and columns were told apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TableStyle {
    /// By rules both ways.
    Ruled,
    /// Rows by level rules, columns by white space.
    Level,
    /// By white space alone.
    Open,
}

/// A table on one page, or healed over several.
#[derive(Clone, PartialEq, Debug)]
pub struct PageTable {
    pub style: TableStyle,
    pub page: u32,
    pub area: Rect,
    /// Edges of the columns, from the left; one more than there are columns.
    pub columns: Vec<f32>,
    pub rows: Vec<PageRow>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct PageRow {
    pub page: u32,
    /// One for each column; none where another cell's span covers the place.
    pub cells: Vec<Option<PageCell>>,
}

#[derive(Clone, PartialEq, Debug)]
pub struct PageCell {
    pub rowspan: usize,
    pub colspan: usize,
    pub area: Rect,
    pub paragraphs: Vec<FlowedParagraph>,
}

impl PageTable {
    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(PageRow::is_empty)
    }
}

impl PageCell {
    pub fn is_empty(&self) -> bool {
        self.paragraphs.is_empty()
    }

    pub fn lines(&self) -> impl Iterator<Item = &TextLine> {
        self.paragraphs.iter().flat_map(FlowedParagraph::lines)
    }

    /// Takes lines off the top.
    pub fn drop_lines(&mut self, mut count: usize) {
        for stretch in self
            .paragraphs
            .iter_mut()
            .flat_map(|paragraph| &mut paragraph.stretches)
        {
            let here = count.min(stretch.lines.len());
            stretch.lines.drain(..here);
            count -= here;
        }
        self.paragraphs
            .retain(|paragraph| paragraph.first_line().is_some());
    }
}

impl PageRow {
    /// The cell of a column, where it holds text.
    pub fn filled(&self, column: usize) -> Option<&PageCell> {
        self.cells
            .get(column)?
            .as_ref()
            .filter(|cell| !cell.is_empty())
    }

    /// Whether it says the same as a header row, cell by cell.
    pub fn repeats(&self, header: &PageRow) -> bool {
        let same = |(a, b): (&Option<PageCell>, &Option<PageCell>)| {
            a.iter()
                .flat_map(PageCell::lines)
                .map(TextLine::text)
                .eq(b.iter().flat_map(PageCell::lines).map(TextLine::text))
        };
        !self.is_empty()
            && self.cells.len() == header.cells.len()
            && self.cells.iter().zip(&header.cells).all(same)
    }

    /// Whether it has the words of a header row above its own, cell by cell.
    pub fn opens_with(&self, header: &PageRow) -> bool {
        let filled = (0..header.cells.len())
            .filter(|column| header.filled(*column).is_some())
            .count();
        let opens = |(above, cell): (&Option<PageCell>, &Option<PageCell>)| match (above, cell) {
            (Some(above), Some(cell)) => above
                .lines()
                .map(TextLine::text)
                .eq(cell.lines().take(above.lines().count()).map(TextLine::text)),
            _ => true,
        };
        filled > 1
            && self.cells.len() == header.cells.len()
            && header.cells.iter().zip(&self.cells).all(opens)
    }

    pub fn is_empty(&self) -> bool {
        (0..self.cells.len()).all(|column| self.filled(column).is_none())
    }
}

/// Takes the words of a ruled table out of the page and puts them into its cells.
pub fn fill(
    style: TableStyle,
    page: u32,
    lattice: &Lattice,
    words: &mut Vec<PlacedWord>,
    print: Print,
) -> PageTable {
    let (height, width) = (lattice.rows.len() - 1, lattice.columns.len() - 1);
    let inside: Vec<PlacedWord>;
    (inside, *words) = std::mem::take(words)
        .into_iter()
        .partition(|word| lattice.area.holds(word.area.middle()));
    let mut owner = vec![0; height * width];
    for (number, frame) in lattice.frames.iter().enumerate() {
        for row in frame.row..frame.row + frame.rows {
            owner[row * width + frame.column..row * width + frame.column + frame.columns]
                .fill(number);
        }
    }
    let mut contents: Vec<Vec<PlacedWord>> = vec![Vec::new(); lattice.frames.len()];
    for word in inside {
        let (x, y) = word.area.middle();
        let row = lattice
            .rows
            .partition_point(|edge| *edge <= y)
            .clamp(1, height)
            - 1;
        let column = lattice
            .columns
            .partition_point(|edge| *edge <= x)
            .clamp(1, width)
            - 1;
        contents[owner[row * width + column]].push(word);
    }
    let right = right_edges(lattice, &contents);
    let mut rows: Vec<PageRow> = (0..height)
        .map(|_| PageRow {
            page,
            cells: vec![None; width],
        })
        .collect();
    for (frame, words) in lattice.frames.iter().zip(contents) {
        let edge = right[frame.column + frame.columns - 1];
        rows[frame.row].cells[frame.column] = Some(PageCell {
            rowspan: frame.rows,
            colspan: frame.columns,
            area: frame.area,
            paragraphs: paragraphs(page, lines(words), edge, print.leading),
        });
    }
    let mut table = PageTable {
        style,
        page,
        area: lattice.area,
        columns: lattice.columns.clone(),
        rows,
    };
    entries::split(&mut table, print);
    table
}

/// How far the text of each column reaches to the right.
fn right_edges(lattice: &Lattice, contents: &[Vec<PlacedWord>]) -> Vec<f32> {
    let mut edges = vec![f32::MIN; lattice.columns.len() - 1];
    for (frame, words) in lattice.frames.iter().zip(contents) {
        let edge = &mut edges[frame.column + frame.columns - 1];
        *edge = words
            .iter()
            .map(|word| word.area.right)
            .fold(*edge, f32::max);
    }
    edges
}
