//! Columns without upright rules: pieces of lines that stand below each other.
//!
//! Wide gaps part a line into pieces. Pieces that overlap, seen from above, are one column;
//! the lines with most pieces speak first, so that a heading over several columns or a line
//! that runs across them is known for what it is, and makes and parts nothing.

use super::lattice::Stroke;
use super::lines::TextLine;
use super::typography::FLUSH;
use super::words::PlacedWord;

/// Gaps wider than this, in font sizes, part pieces; spaces between words stay below it.
const GAP: f32 = 0.5;
/// The share of a column's pieces that stand aligned; of numbers aligned at their decimal
/// points and of lists with hanging text it is small.
const ALIGNED: f32 = 0.3;
/// How far a heading may stand off the middle of the columns it stands over, of their width.
const CENTRED: f32 = 0.2;
/// How far, in points, pieces may run into the column beside theirs.
const SLIP: f32 = 1.0;
/// Text stands within this many font sizes of its list mark.
const MARK: f32 = 2.5;
/// One line in so many may run across a gutter.
const ACROSS: usize = 8;

/// A stretch of a line without wide gaps.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct LinePiece {
    pub left: f32,
    pub right: f32,
    /// A number, amount, mark or the like ([`is_value`]).
    pub value: bool,
    /// What it says, where it is one number.
    pub number: Option<f64>,
}

/// The pieces of a line, from the left.
pub fn pieces(line: &TextLine) -> Vec<LinePiece> {
    let mut out: Vec<LinePiece> = Vec::new();
    let mut start = 0;
    for end in 1..=line.words.len() {
        if parts(&line.words[start..end], line.words.get(end), line.size) {
            out.push(piece(&line.words[start..end]));
            start = end;
        }
    }
    out
}

/// Whether a piece ends before the next word. A list mark belongs to the text behind it;
/// dots that lead from a label to a value do not.
fn parts(piece: &[PlacedWord], next: Option<&PlacedWord>, size: f32) -> bool {
    let (Some(last), Some(next)) = (piece.last(), next) else {
        return true;
    };
    let gap = next.area.left - last.area.right;
    let marked = piece.len() == 1
        && is_mark(&last.text)
        && gap < MARK * size
        && !is_value([next.text.as_str()].into_iter());
    let led = last.text.ends_with("...") && !next.text.starts_with('.');
    led || (gap > GAP * size && !marked)
}

fn piece(words: &[PlacedWord]) -> LinePiece {
    let value = is_value(words.iter().map(|word| word.text.as_str()));
    let number = if words.len() == 1 {
        words[0].text.replace([',', '%', '$'], "").parse().ok()
    } else {
        None
    };
    LinePiece {
        left: words[0].area.left,
        right: words[words.len() - 1].area.right,
        value,
        number,
    }
}

/// Whether a word alone may open a list item.
fn is_mark(word: &str) -> bool {
    word.chars().count() == 1 && !word.contains(char::is_alphanumeric)
}

/// Whether words say a number, amount, mark or the like: nothing that a line break would part.
pub fn is_value<'t>(words: impl Iterator<Item = &'t str>) -> bool {
    let (mut count, mut letters, mut digits, mut points) = (0, 0, 0, 0);
    for c in words.inspect(|_| count += 1).flat_map(str::chars) {
        letters += usize::from(c.is_alphabetic() && !matches!(c, 'x' | 'X' | 'х' | 'Х'));
        digits += usize::from(c.is_numeric());
        points += usize::from(matches!(c, '.' | '/'));
    }
    count <= 4 && (letters < digits || letters == 0 || (letters <= 2 && points > 0))
}

/// A column: how far its pieces reach.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Column {
    pub left: f32,
    pub right: f32,
}

impl Column {
    fn widen(&mut self, piece: &LinePiece) {
        (self.left, self.right) = (self.left.min(piece.left), self.right.max(piece.right));
    }
}

/// The columns that the pieces of lines make, from the left; none where they disagree. The
/// first `heading` lines stand above the rows: they make no columns.
pub fn columns(lines: &[Vec<LinePiece>], heading: usize) -> Option<Vec<Column>> {
    let (heading, rows) = lines.split_at(heading.min(lines.len()));
    let mut order: Vec<&Vec<LinePiece>> = rows.iter().collect();
    order.sort_by_key(|pieces| std::cmp::Reverse(pieces.len()));
    let mut columns: Vec<Column> = Vec::new();
    let mut across = 0;
    for pieces in order {
        let mut crosses = false;
        for piece in pieces {
            match met(&columns, piece) {
                (from, to) if from == to => {
                    columns.insert(
                        from,
                        Column {
                            left: piece.left,
                            right: piece.right,
                        },
                    );
                }
                (from, to) if from + 1 == to => columns[from].widen(piece),
                _ => crosses = true,
            }
        }
        across += usize::from(crosses);
    }
    for piece in heading.iter().flatten() {
        let (from, to) = met(&columns, piece);
        let outside = from == to && (from == 0 || from == columns.len());
        if from + 1 == to {
            columns[from].widen(piece);
        } else if outside {
            columns.insert(
                from,
                Column {
                    left: piece.left,
                    right: piece.right,
                },
            );
        } else if from == to && !is_centred(piece, &columns[from - 1], &columns[from]) {
            let nearest = if piece.left - columns[from - 1].right < columns[from].left - piece.right
            {
                from - 1
            } else {
                from
            };
            columns[nearest].widen(piece);
        }
    }
    (across <= 1 + rows.len() / ACROSS).then_some(columns)
}

/// The range of columns that a piece meets; empty at the place where it would be one.
fn met(columns: &[Column], piece: &LinePiece) -> (usize, usize) {
    let from = columns.partition_point(|column| column.right <= piece.left);
    let to = columns.partition_point(|column| column.left < piece.right);
    (from, to.max(from))
}

/// Whether a piece stands over the middle of two columns.
fn is_centred(piece: &LinePiece, left: &Column, right: &Column) -> bool {
    let off = (piece.left + piece.right) / 2.0 - (left.left + right.right) / 2.0;
    off.abs() < CENTRED * (right.right - left.left)
}

/// Whether what lines hold of each column behind the first stands below each other by its
/// left or right ends or middles, as cells do. Columns that the spaces of justified lines
/// seem to make do not.
pub fn stand_aligned(columns: &[Vec<Column>]) -> bool {
    columns
        .iter()
        .skip(1)
        .filter(|pieces| pieces.len() >= 4)
        .all(|pieces| {
            let places: [fn(&Column) -> f32; 3] =
                [|p| p.left, |p| p.right, |p| (p.left + p.right) / 2.0];
            let most = places
                .iter()
                .map(|place| together(pieces.iter().map(place).collect()))
                .max()
                .unwrap_or(0);
            most as f32 >= ALIGNED * pieces.len() as f32
        })
}

/// The pieces of each column, those that reach over several left out.
pub fn by_column(lines: &[Vec<LinePiece>], known: &[Column]) -> Vec<Vec<Column>> {
    let mut columns: Vec<Vec<Column>> = vec![Vec::new(); known.len()];
    for piece in lines.iter().flatten() {
        let (from, to) = reach(piece, known);
        if from == to {
            columns[from].push(Column {
                left: piece.left,
                right: piece.right,
            });
        }
    }
    columns
}

/// How many values at most lie within a point and a half.
fn together(mut values: Vec<f32>) -> usize {
    values.sort_by(f32::total_cmp);
    let mut from = 0;
    let mut most = 0;
    for to in 0..values.len() {
        while values[to] - values[from] > FLUSH {
            from += 1;
        }
        most = most.max(to + 1 - from);
    }
    most
}

/// Where columns meet: the outer ends and the middle of each gutter.
pub fn edges(columns: &[Column]) -> Vec<f32> {
    let (Some(first), Some(last)) = (columns.first(), columns.last()) else {
        return Vec::new();
    };
    let between = columns
        .windows(2)
        .map(|pair| (pair[0].right + pair[1].left) / 2.0);
    std::iter::once(first.left - 2.0)
        .chain(between)
        .chain(std::iter::once(last.right + 2.0))
        .collect()
}

/// The first and the last column that a piece meets; one that stands between two columns
/// stands over both.
pub fn reach(piece: &LinePiece, columns: &[Column]) -> (usize, usize) {
    let from = columns.partition_point(|column| column.right <= piece.left + SLIP);
    let to = columns
        .partition_point(|column| column.left < piece.right - SLIP)
        .saturating_sub(1);
    let last = columns.len().saturating_sub(1);
    (from.min(to).min(last), from.max(to).min(last))
}

/// Upright strokes at the edges, broken where a line runs across them. `rows` are the
/// heights at which rows meet.
pub fn uprights(
    lines: &[TextLine],
    columns: &[Column],
    edges: &[f32],
    rows: &[f32],
) -> Vec<Stroke> {
    let spans: Vec<(f32, Vec<(usize, usize)>)> = lines
        .iter()
        .map(|line| {
            (
                line.area.middle().1,
                pieces(line)
                    .iter()
                    .map(|piece| reach(piece, columns))
                    .collect(),
            )
        })
        .collect();
    let mut out = Vec::new();
    for (number, &at) in edges.iter().enumerate() {
        for row in rows.windows(2) {
            let crossed = spans.iter().any(|(middle, spans)| {
                row[0] <= *middle
                    && *middle < row[1]
                    && spans
                        .iter()
                        .any(|(from, to)| *from < number && number <= *to)
            });
            if !crossed || number == 0 || number + 1 == edges.len() {
                out.push(Stroke {
                    at,
                    from: row[0],
                    to: row[1],
                });
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(left: f32, right: f32) -> LinePiece {
        LinePiece {
            left,
            right,
            value: true,
            number: None,
        }
    }

    #[test]
    fn values_are_numbers_and_marks() {
        let value = |text: &str| is_value(text.split(' '));
        assert!(value("12.4 %") && value("n.a.") && value("–") && value("25g") && value("x"));
        assert!(!value("no") && !value("March 2021 in the town") && !value("Aksay"));
    }

    #[test]
    fn a_heading_between_two_columns_stands_over_both() {
        let lines = [
            vec![piece(42.0, 58.0)],
            vec![piece(0.0, 20.0), piece(30.0, 40.0), piece(60.0, 70.0)],
        ];
        let columns = columns(&lines, 1).unwrap();
        assert_eq!(columns.len(), 3);
        assert_eq!(reach(&lines[0][0], &columns), (1, 2));
    }

    #[test]
    fn gaps_of_justified_lines_make_no_columns() {
        let spread = |step: f32| {
            (0..8)
                .map(|n| Column {
                    left: n as f32 * step,
                    right: n as f32 * step + 3.0,
                })
                .collect()
        };
        assert!(stand_aligned(&[Vec::new(), spread(0.1)]));
        assert!(!stand_aligned(&[Vec::new(), spread(9.0)]));
    }
}
