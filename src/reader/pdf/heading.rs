//! The heading rows of tables that no rules part: which lines above the first row belong
//! to the table, and where headings over several columns stand above those of each.

use super::columns::{Column, LinePiece, pieces, reach};
use super::lattice::Stroke;
use super::lines::TextLine;

/// How many lines a heading may have.
pub const LINES: usize = 6;
/// How far, in font sizes, its lines may stand apart.
const APART: f32 = 2.4;

/// The first line of the heading above line `body`; lines before `from` are taken.
pub fn above(lines: &[TextLine], pieces: &[Vec<LinePiece>], body: usize, from: usize) -> usize {
    let Some(values) = pieces[body].get(1).map(|piece| piece.left) else {
        return body;
    };
    let label = pieces[body][0];
    let mut first = body;
    for number in (from..body).rev().take(LINES) {
        let below = &lines[number + 1];
        if below.baseline - lines[number].baseline > APART * below.size.max(lines[number].size) {
            break;
        }
        let apart = pieces[number].len() > 1;
        let beside = pieces[number]
            .iter()
            .all(|piece| piece.left > label.right && piece.right > values);
        if apart || beside {
            first = number;
        } else if pieces[number][0].right > values {
            break;
        }
    }
    first
}

/// Level strokes that part heading rows: below each piece over several columns that has
/// pieces of its own below it, and in the columns that have all their text below.
pub fn level(lines: &[TextLine], columns: &[Column], edges: &[f32]) -> Vec<Stroke> {
    let spans: Vec<Vec<(usize, usize)>> = lines
        .iter()
        .map(|line| {
            pieces(line)
                .iter()
                .map(|piece| reach(piece, columns))
                .collect()
        })
        .collect();
    let mut out = Vec::new();
    for number in 0..lines.len().saturating_sub(1) {
        let wide = spans[number].iter().filter(|(from, to)| from < to);
        let parted = wide.filter(|span| stands_over(span, &spans[number + 1..]));
        let over: Vec<(usize, usize)> = parted.copied().collect();
        if over.is_empty() {
            continue;
        }
        let at = (lines[number].area.bottom + lines[number + 1].area.top) / 2.0;
        let covered = |column: usize, spans: &[Vec<(usize, usize)>]| {
            spans
                .iter()
                .flatten()
                .any(|(from, to)| *from <= column && column <= *to)
        };
        for column in 0..edges.len() - 1 {
            let below = !covered(column, &spans[..=number]);
            let under = over
                .iter()
                .any(|(from, to)| *from <= column && column <= *to);
            if below || under {
                out.push(Stroke {
                    at,
                    from: edges[column],
                    to: edges[column + 1],
                });
            }
        }
    }
    out
}

/// Whether at least two pieces stand below one that reaches over their columns.
fn stands_over((from, to): &(usize, usize), below: &[Vec<(usize, usize)>]) -> bool {
    let under = |span: &&(usize, usize)| *from <= span.0 && span.1 <= *to && span.0 == span.1;
    below
        .iter()
        .any(|spans| spans.iter().filter(under).count() > 1)
}
