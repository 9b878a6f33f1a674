//! Cells that rules leave wide: parted at the table's own columns where their text does.
//!
//! Many tables rule their columns in the header alone. Below it a frame spans several
//! columns, and its words keep to them: they leave the column lines free and stand on both
//! sides with a gap wider than a space. A heading over several columns does not.

use super::lattice::{Frame, Lattice};
use super::typography::LEVEL;
use super::words::PlacedWord;

/// The narrowest gap that parts cells, in font sizes; spaces of justified lines stay below.
const GAP: f32 = 0.9;

/// Parts the frames of a lattice that span columns their text keeps to.
pub fn part(lattice: &mut Lattice, words: &[PlacedWord]) {
    if lattice.frames.iter().all(|frame| frame.columns == 1) {
        return;
    }
    let frames = std::mem::take(&mut lattice.frames);
    for frame in frames {
        let inner = &lattice.columns[frame.column + 1..frame.column + frame.columns];
        let free = if inner.is_empty() {
            Vec::new()
        } else {
            free_lines(&frame, inner, words)
        };
        let mut from = frame.column;
        for (number, _) in free.into_iter().enumerate().filter(|(_, free)| *free) {
            let to = frame.column + number + 1;
            lattice
                .frames
                .push(narrowed(&frame, from, to, &lattice.columns));
            from = to;
        }
        lattice.frames.push(narrowed(
            &frame,
            from,
            frame.column + frame.columns,
            &lattice.columns,
        ));
    }
    lattice
        .frames
        .sort_by_key(|frame| (frame.row, frame.column));
}

fn narrowed(frame: &Frame, from: usize, to: usize, columns: &[f32]) -> Frame {
    let mut area = frame.area;
    (area.left, area.right) = (columns[from], columns[to]);
    Frame {
        column: from,
        columns: to - from,
        area,
        ..*frame
    }
}

/// Which of a frame's inner column lines its words leave free; none unless one of them lies
/// in a wide gap between words of one line.
fn free_lines(frame: &Frame, inner: &[f32], words: &[PlacedWord]) -> Vec<bool> {
    let inside: Vec<&PlacedWord> = frame.words(words).collect();
    let crossed = |at: f32| {
        inside
            .iter()
            .any(|word| word.area.left < at - 1.0 && at + 1.0 < word.area.right)
    };
    let mut free: Vec<bool> = inner.iter().map(|at| !crossed(*at)).collect();
    let mut parted = false;
    for pair in inside
        .windows(2)
        .filter(|pair| (pair[0].baseline - pair[1].baseline).abs() < LEVEL * pair[0].size)
    {
        let gap = pair[0].area.right - 1.0..=pair[1].area.left + 1.0;
        let wide = pair[1].area.left - pair[0].area.right > GAP * pair[0].size;
        for (_, free) in inner
            .iter()
            .zip(&mut free)
            .filter(|(at, _)| gap.contains(at))
        {
            *free &= wide;
            parted |= wide;
        }
    }
    if !parted {
        free.fill(false);
    }
    free
}
