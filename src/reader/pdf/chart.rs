//! Charts told from tables: grid lines, axes and legends of a drawing look like rules and
//! columns, and hold no rows.

use super::geometry::Rect;
use super::lattice::Lattice;
use super::words::PlacedWord;
use std::collections::BTreeSet;

/// A drawing is at least this wide and tall, in points; list marks and ticks are smaller.
const WIDTH: f32 = 20.0;
const HEIGHT: f32 = 6.0;
/// How far a drawing may reach out of a cell that holds it.
const OUT: f32 = 2.0;

/// The drawings of a page.
pub fn drawings(mut sketches: Vec<Rect>) -> Vec<Rect> {
    sketches.retain(|area| area.width() >= WIDTH && area.height() >= HEIGHT);
    sketches
}

/// Whether something is drawn across the cells of a table.
pub fn is_sketched(lattice: &Lattice, sketches: &[Rect]) -> bool {
    let within = |sketch: &Rect| {
        lattice.frames.iter().any(|frame| {
            let frame = frame.area.grown(OUT);
            frame.holds((sketch.left, sketch.top)) && frame.holds((sketch.right, sketch.bottom))
        })
    };
    sketches
        .iter()
        .any(|sketch| lattice.area.holds(sketch.middle()) && !within(sketch))
}

/// Whether the lines of a lattice are those of a box or behind a chart: there is one column,
/// most columns are empty, or many rows above others, or one frame takes most of it.
pub fn is_grid(lattice: &Lattice, words: &[PlacedWord]) -> bool {
    let (height, width) = (lattice.rows.len() - 1, lattice.columns.len() - 1);
    let largest = lattice
        .frames
        .iter()
        .map(|frame| frame.rows * frame.columns)
        .max()
        .unwrap_or(0);
    if width == 1 {
        return true;
    }
    if height * width >= 6 && largest * 10 >= height * width * 7 {
        return true;
    }
    let (mut rows, mut columns) = (BTreeSet::new(), BTreeSet::new());
    for frame in lattice
        .frames
        .iter()
        .filter(|frame| frame.words(words).next().is_some())
    {
        rows.extend(frame.row..frame.row + frame.rows);
        columns.extend(frame.column..frame.column + frame.columns);
    }
    let tall = |row: usize| lattice.rows[row + 1] - lattice.rows[row] > HEIGHT;
    let last = rows.last().copied().unwrap_or(0);
    let empty = (0..last)
        .filter(|row| !rows.contains(row) && tall(*row))
        .count();
    (width >= 6 && columns.len() * 2 < width) || (last >= 3 && empty * 5 >= 2 * (last + 1))
}

/// Whether numbers below each other are the marks of an axis: at least four, evenly stepped.
pub fn is_axis(values: &[f64]) -> bool {
    let steps: Vec<f64> = values.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let Some(&first) = steps
        .first()
        .filter(|first| steps.len() >= 3 && **first != 0.0)
    else {
        return false;
    };
    steps
        .iter()
        .all(|step| (step - first).abs() <= 1e-6 * first.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn axes_step_evenly() {
        assert!(is_axis(&[300.0, 200.0, 100.0, 0.0, -100.0]));
        assert!(!is_axis(&[300.0, 200.0, 100.0]) && !is_axis(&[3.0, 2.0, 7.0, 4.0]));
    }
}
