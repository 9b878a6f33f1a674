//! Text too wide for its cell, which runs on into the next column.
//!
//! Where it touches what stands there, the two read as one word: they are parted where the
//! second was given its place anew ([`Seam`]) at the left edge of a column. And it stands in
//! the white space by which columns are told, so it is cut back to leave that free. A column
//! begins at a left edge that lines of the page share and that hardly a word between them
//! runs across.

use super::words::PlacedWord;
use std::collections::BTreeSet;

/// Words whose baselines differ by more stand on two lines, in sizes of the font.
const OFF: f32 = 0.1;

/// So many lines begin at an edge that a column has, one of them at a seam or none.
const LINES: usize = 3;
/// They begin within so many points of it.
const NEAR: f32 = 0.4;
/// One word in so many of an edge's lines may run across it; the texts behind list marks have an
/// edge as well, but the other text of their column runs across.
const ACROSS: usize = 4;
/// Edges of a page that are looked at; no table has more columns.
const MOST: usize = 64;
/// How far text runs into the next column, in font sizes: what is wider is broken.
const FAR: f32 = 0.35;
/// White space left before the edge, in font sizes.
const SPACE: f32 = 0.6;

/// A place where two pieces of a word meet that were not set as one.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Seam {
    /// Index of the word.
    pub word: usize,
    /// Bytes of the word before it.
    pub at: usize,
    /// Where the piece before it ends and the one behind it starts.
    pub end: f32,
    pub start: f32,
}

/// A place at which several lines begin.
struct Edge {
    at: f32,
    lines: usize,
    /// The baselines of the first and the last of them.
    top: f32,
    bottom: f32,
}

impl Edge {
    fn add(&mut self, line: f32) {
        self.lines += 1;
        (self.top, self.bottom) = (self.top.min(line), self.bottom.max(line));
    }
}

/// Ends the words of a page, which are in lines from the top, where the next column begins.
pub fn end(words: Vec<PlacedWord>, seams: &[Seam]) -> Vec<PlacedWord> {
    let columns = columns(&words, seams);
    if columns.is_empty() {
        return words;
    }
    let mut words = parted(words, seams, &columns);
    for number in 0..words.len() {
        let word = &words[number];
        let goes_on = words
            .get(number + 1)
            .is_some_and(|next| !breaks(word, next));
        if let Some(edge) = overrun(&columns, word).filter(|_| !goes_on) {
            words[number].area.right = back(word, columns[edge].at);
        }
    }
    words
}

fn back(word: &PlacedWord, edge: f32) -> f32 {
    word.area
        .right
        .min(edge - SPACE * word.size)
        .max(word.area.left)
}

/// The edges that something runs across a little and at which columns begin.
fn columns(words: &[PlacedWord], seams: &[Seam]) -> Vec<Edge> {
    let edges = edges(words, seams);
    let over = words.iter().filter_map(|word| overrun(&edges, word));
    let touched: BTreeSet<usize> = seams
        .iter()
        .filter_map(|seam| near(&edges, seam.start))
        .chain(over)
        .collect();
    let column = |(number, edge): &(usize, Edge)| {
        let crosses = |word: &&PlacedWord| {
            (edge.top..=edge.bottom).contains(&word.baseline)
                && word.area.left < edge.at - NEAR
                && word.area.right > edge.at + FAR * word.size
        };
        let parted = seams
            .iter()
            .filter(|seam| (seam.start - edge.at).abs() <= NEAR)
            .count();
        let across = words.iter().filter(crosses).count().saturating_sub(parted);
        touched.contains(number) && across * ACROSS <= edge.lines
    };
    let touched = edges
        .into_iter()
        .enumerate()
        .filter(|(number, _)| touched.contains(number))
        .take(MOST);
    touched.filter(column).map(|(_, edge)| edge).collect()
}

/// The left edges that lines share, from the left.
fn edges(words: &[PlacedWord], seams: &[Seam]) -> Vec<Edge> {
    let others = words
        .windows(2)
        .filter(|pair| breaks(&pair[0], &pair[1]))
        .map(|pair| &pair[1]);
    let begun = words
        .first()
        .into_iter()
        .chain(others)
        .map(|word| (word.area.left, word.baseline));
    let mut lefts: Vec<(f32, f32)> = begun.collect();
    lefts.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut edges: Vec<Edge> = Vec::new();
    for (at, line) in lefts {
        match edges.last_mut().filter(|edge| at - edge.at <= NEAR) {
            Some(edge) => edge.add(line),
            None => edges.push(Edge {
                at,
                lines: 1,
                top: line,
                bottom: line,
            }),
        }
    }
    edges.retain(|edge| edge.lines + 1 >= LINES);
    let mut seamed = vec![false; edges.len()];
    for seam in seams {
        // A word that stands in several rows makes no column by its own seams.
        if let Some(number) =
            near(&edges, seam.start).filter(|&number| !std::mem::replace(&mut seamed[number], true))
        {
            edges[number].add(words[seam.word].baseline);
        }
    }
    edges.retain(|edge| edge.lines >= LINES);
    edges
}

/// Whether a word begins anew behind the one before it.
fn breaks(before: &PlacedWord, word: &PlacedWord) -> bool {
    let gap = word.area.left - before.area.right;
    (word.baseline - before.baseline).abs() > OFF * word.size
        || gap > SPACE * word.size
        || gap < -word.size
}

/// The edge that a word begins before and ends a little behind.
fn overrun(edges: &[Edge], word: &PlacedWord) -> Option<usize> {
    let last = edges
        .partition_point(|edge| edge.at < word.area.right - NEAR)
        .checked_sub(1)?;
    let at = edges[last].at;
    (at >= word.area.right - FAR * word.size && word.area.left < at - word.size).then_some(last)
}

fn near(edges: &[Edge], at: f32) -> Option<usize> {
    let first = edges.partition_point(|edge| edge.at < at - NEAR);
    edges
        .get(first)
        .filter(|edge| edge.at <= at + NEAR)
        .map(|_| first)
}

/// Parts words at the seams that lie on an edge.
fn parted(words: Vec<PlacedWord>, seams: &[Seam], columns: &[Edge]) -> Vec<PlacedWord> {
    let mut seams = seams
        .iter()
        .filter(|seam| near(columns, seam.start).is_some())
        .peekable();
    let mut out = Vec::with_capacity(words.len());
    for (number, mut word) in words.into_iter().enumerate() {
        let mut from = 0;
        while let Some(seam) = seams.next_if(|seam| seam.word == number) {
            let mut rest = word.clone();
            rest.text = word.text[seam.at - from..].into();
            rest.area.left = seam.start;
            word.text.truncate(seam.at - from);
            word.area.right = seam.end;
            word.area.right = back(&word, seam.start);
            from = seam.at;
            out.push(std::mem::replace(&mut word, rest));
        }
        out.push(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::glyph::Glyph;
    use super::super::words::words;

    fn set(text: &str, left: f32, baseline: f32) -> Vec<Glyph> {
        let glyph = |(number, c)| {
            let left = left + number as f32 * 5.0;
            Glyph {
                c,
                left,
                right: left + 5.0,
                baseline,
                size: 10.0,
                placed: number == 0,
                ..Glyph::default()
            }
        };
        text.chars().enumerate().map(glyph).collect()
    }

    #[test]
    fn a_word_on_a_line_of_its_own_is_cut_back_to_its_column() {
        let mut glyphs = page(4);
        glyphs.extend(set("2017-11-30", 2.0, 6.0));
        let words = words(&glyphs);
        let date = words.iter().find(|word| word.text == "2017-11-30").unwrap();
        assert!(date.area.right < 45.0, "{:?}", date.area);
        let mut running = page(4);
        running.extend(
            [
                set("to the towns", 2.0, 6.0),
                set("2017-11-30", 2.0, 18.0),
                set("and", 57.0, 18.0),
            ]
            .concat(),
        );
        let words = super::super::words::words(&running);
        let date = words.iter().find(|word| word.text == "2017-11-30").unwrap();
        assert_eq!(date.area.right, 52.0, "the line goes on behind it");
    }

    /// A date that runs two points into a column with lines at 50.
    fn page(lines: usize) -> Vec<Glyph> {
        let mut glyphs = [set("2016-12-15", 2.0, 0.0), set("Fair", 50.0, 0.0)].concat();
        (1..=lines).for_each(|line| glyphs.extend(set("of books", 50.0, 12.0 * line as f32)));
        glyphs
    }

    #[test]
    fn a_word_is_parted_where_a_column_begins() {
        let words = words(&page(4));
        assert_eq!(
            (words[0].text.as_str(), words[1].text.as_str()),
            ("2016-12-15", "Fair")
        );
        assert!(
            words[1].area.left - words[0].area.right > 5.0,
            "the columns keep their distance"
        );
    }

    #[test]
    fn pieces_of_a_word_stay_together_where_no_column_begins() {
        assert_eq!(words(&page(1))[0].text, "2016-12-15Fair");
        let mut across = page(4);
        (5..9).for_each(|line| across.extend(set("2 bigger books", 2.0, 12.0 * line as f32)));
        across.extend(set("end", 50.0, 120.0));
        assert_eq!(words(&across)[0].text, "2016-12-15Fair");
    }
}
