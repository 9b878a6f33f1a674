//! The text around tables, in reading order: columns one after the other, what
//! stands beside the text set aside.

use super::gutters::gutters;
use super::lines::{Line, lines};
use super::paragraphs::{Paragraph, paragraphs};
use super::print::Print;
use super::words::Word;

/// A paragraph in reading order.
pub struct Flowing {
    pub paragraph: Paragraph,
    /// The first of its column or stretch: what comes before may go on in it.
    pub opens: bool,
    pub aside: Option<&'static str>,
}

/// The fewest lines that show columns, and the fewest with text on both sides.
const LINES: usize = 5;
const BOTH: usize = 3;

/// The paragraphs of words that no table holds. `print` is how most of the document is set.
pub fn flow(page: u32, words: Vec<Word>, print: Print) -> Vec<Flowing> {
    let lines = lines(words);
    let right = lines.iter().map(|line| line.area.right).fold(f32::MIN, f32::max);
    let mut out = Vec::new();
    let mut single: Vec<Line> = Vec::new();
    let mut rest = lines.as_slice();
    while let Some(first) = rest.first() {
        match columns(rest) {
            Some((count, words)) => {
                stretch(page, std::mem::take(&mut single), (right, print.leading), None, &mut out);
                for (lines, aside) in in_order(words, print.size) {
                    let right = lines.iter().map(|line| line.area.right).fold(f32::MIN, f32::max);
                    stretch(page, lines, (right, print.leading), aside, &mut out);
                }
                rest = &rest[count..];
            }
            None => {
                single.push(first.clone());
                rest = &rest[1..];
            }
        }
    }
    stretch(page, single, (right, print.leading), None, &mut out);
    out
}

fn stretch(
    page: u32,
    lines: Vec<Line>,
    (right, leading): (f32, f32),
    aside: Option<&'static str>,
    out: &mut Vec<Flowing>,
) {
    let flowing = paragraphs(page, lines, right, leading).into_iter().enumerate();
    out.extend(flowing.map(|(number, paragraph)| Flowing { paragraph, opens: number == 0, aside }));
}

/// The lines from the first on that share a gutter, as columns of words.
fn columns(lines: &[Line]) -> Option<(usize, Vec<Vec<Word>>)> {
    let wide = |line: &Line| line.words.windows(2).any(|pair| gap(pair) > line.size);
    if !wide(&lines[0]) {
        return None;
    }
    let mut words: Vec<&Word> = Vec::new();
    let mut count = 0;
    let mut found = Vec::new();
    for line in lines {
        let before = words.len();
        words.extend(&line.words);
        let now = gutters(words.iter().copied(), 0.9 * line.size);
        if now.is_empty() {
            words.truncate(before);
            break;
        }
        found = now;
        count += 1;
    }
    let edges: Vec<f32> = found.iter().map(|gutter| gutter.middle()).collect();
    let both =
        lines[..count].iter().filter(|line| edges.iter().any(|edge| line.area.left < *edge && *edge < line.area.right));
    if count < LINES || both.count() < BOTH {
        return None;
    }
    let mut columns: Vec<Vec<Word>> = vec![Vec::new(); edges.len() + 1];
    for word in words {
        columns[edges.partition_point(|edge| *edge < word.area.left)].push(word.clone());
    }
    Some((count, columns))
}

fn gap(pair: &[Word]) -> f32 {
    pair[1].area.left - pair[0].area.right
}

/// Columns as lines; a column in smaller print beside the text is a sidebar and comes last.
fn in_order(columns: Vec<Vec<Word>>, body: f32) -> Vec<(Vec<Line>, Option<&'static str>)> {
    let mut columns: Vec<Vec<Line>> = columns.into_iter().map(lines).collect();
    let size = |lines: &[Line]| lines.iter().map(|line| line.size).fold(0.0, f32::max);
    let has_text = columns.iter().any(|lines| size(lines) > 0.95 * body);
    let is_sidebar = |lines: &Vec<Line>| has_text && size(lines) < 0.93 * body;
    let asides: Vec<Vec<Line>> = columns.extract_if(.., |lines| is_sidebar(lines)).collect();
    let text = columns.into_iter().map(|lines| (lines, None));
    text.chain(asides.into_iter().map(|lines| (lines, Some("sidebar")))).collect()
}
