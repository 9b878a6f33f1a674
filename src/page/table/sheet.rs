//! A table as a person sees it: every place of the grid with the cell that shows there.

use crate::document::{Cell, Document, Table};
use crate::span::Span;

/// What shows at a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ShownCell {
    /// A cell of its own, empty ones included.
    Own,
    /// A cell that reaches down from a row above.
    Above,
    /// A cell that reaches over from the left.
    Left,
}

#[derive(Clone, Copy, Debug)]
pub struct Slot<'d> {
    pub cell: Option<&'d Cell>,
    /// Trimmed; nothing for what reaches over from the left.
    pub text: &'d str,
    pub shown: ShownCell,
}

impl<'d> Slot<'d> {
    const EMPTY: Slot<'static> = Slot {
        cell: None,
        text: "",
        shown: ShownCell::Own,
    };

    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Whether the cell itself stands here and says something.
    pub fn is_own(&self) -> bool {
        self.shown == ShownCell::Own && !self.is_empty()
    }

    pub fn span(&self) -> Span {
        self.cell.map_or(Span::default(), |cell| cell.span)
    }
}

/// Rows of places; every row has as many as the table has columns.
#[derive(Clone, Debug, Default)]
pub struct FlatTable<'d> {
    pub rows: Vec<Vec<Slot<'d>>>,
    pub width: usize,
}

impl<'d> FlatTable<'d> {
    pub fn new(document: &'d Document, table: &'d Table) -> FlatTable<'d> {
        let width = table.width();
        // For each column the cell that reaches down, and how many rows it still covers.
        let mut down: Vec<Option<(&Cell, u32)>> = vec![None; width];
        let mut rows = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            let mut slots = Vec::with_capacity(width);
            let mut over = 0;
            for (column, reach) in down.iter_mut().enumerate() {
                let own = row.cells.get(column).and_then(Option::as_ref);
                slots.push(slot(document, own, *reach, &mut over));
                *reach = match (own, *reach) {
                    (Some(cell), _) if cell.rowspan > 1 => Some((cell, cell.rowspan - 1)),
                    (None, Some((cell, left))) if left > 1 => Some((cell, left - 1)),
                    _ => None,
                };
            }
            rows.push(slots);
        }
        FlatTable { rows, width }
    }

    /// The same with rows for columns.
    pub fn turned(&self) -> FlatTable<'d> {
        let column = |at: usize| self.rows.iter().map(|row| row[at]).collect();
        FlatTable {
            rows: (0..self.width).map(column).collect(),
            width: self.rows.len(),
        }
    }

    /// The columns from `from` to `to` alone.
    pub fn part(&self, from: usize, to: usize) -> FlatTable<'d> {
        FlatTable {
            rows: self.rows.iter().map(|row| row[from..to].to_vec()).collect(),
            width: to - from,
        }
    }
}

fn slot<'d>(
    document: &'d Document,
    own: Option<&'d Cell>,
    reach: Option<(&'d Cell, u32)>,
    over: &mut u32,
) -> Slot<'d> {
    if let Some(cell) = own {
        *over = cell.colspan.saturating_sub(1);
        return Slot {
            cell: Some(cell),
            text: cell.span.of(&document.text).trim(),
            shown: ShownCell::Own,
        };
    }
    if *over > 0 {
        *over -= 1;
        return Slot {
            shown: ShownCell::Left,
            ..Slot::EMPTY
        };
    }
    match reach {
        Some((cell, _)) => Slot {
            cell: Some(cell),
            text: cell.span.of(&document.text).trim(),
            shown: ShownCell::Above,
        },
        None => Slot::EMPTY,
    }
}
