//! The text around tables, in reading order: columns one after the other, what
//! stands beside the text set aside.
//!
//! Lines are swept from the top. While some upright strip stays free of words the
//! lines may stand in columns; where one crosses every strip left, the stretch ends.
//! Strips with text on both sides part a stretch into columns, and each column is
//! read in the same way.

use super::gutters::Gutter;
use super::lines::{TextLine, lines};
use super::overprint;
use super::paragraphs::{FlowedParagraph, paragraphs, stops_short};
use super::print::Print;
use super::typography::SMALLER;
use super::words::PlacedWord;
use crate::document::Rule;

/// A gap wider than its neighbours by this is the gutter's, not the line's.
const WIDER: f32 = 1.3;
/// Print of this share of the text's and more is text.
const TEXT: f32 = 0.95;

/// A paragraph in reading order.
pub struct Flowing {
    pub paragraph: FlowedParagraph,
    /// The first of its column or stretch: what comes before may go on in it.
    pub opens: bool,
    pub aside: Option<Rule>,
}

/// The narrowest strip between columns, in font sizes.
const STRIP: f32 = 0.9;
/// The fewest lines of a column, and the fewest that stand beside another one.
const LINES: usize = 3;
/// The narrowest column in font sizes: list marks and numbers are none.
const NARROWEST: f32 = 5.0;
/// How deep columns may hold columns.
const DEPTH: u32 = 4;
/// Where a page has more lines than this, no columns are looked for: the sweep may begin anew on
/// each line.
const MOST: usize = 400;

/// The paragraphs of words that no table holds. `print` is how most of the document is set;
/// `edges` are where columns meet on the page before, and then on this one.
pub fn flow(page: u32, words: Vec<PlacedWord>, print: Print, edges: &mut Vec<f32>) -> Vec<Flowing> {
    let mut words = words;
    let over = overprint::take(&mut words);
    let mut flow = Flow {
        page,
        print,
        before: std::mem::take(edges),
        edges: Vec::new(),
        out: Vec::new(),
    };
    flow.region(words, None, 0);
    flow.region(over, Some(Rule::Overprint), DEPTH);
    *edges = flow.edges;
    flow.out
}

struct Flow {
    page: u32,
    print: Print,
    /// Where columns of the page before meet: a few lines that keep to them are columns too.
    before: Vec<f32>,
    edges: Vec<f32>,
    out: Vec<Flowing>,
}

impl Flow {
    fn region(&mut self, words: Vec<PlacedWord>, aside: Option<Rule>, depth: u32) {
        let lines = lines(words);
        let left = lines
            .iter()
            .map(|line| line.area.left)
            .fold(f32::MAX, f32::min);
        let right = lines
            .iter()
            .map(|line| line.area.right)
            .fold(f32::MIN, f32::max);
        let sought = depth < DEPTH && lines.len() <= MOST;
        let mut single: Vec<TextLine> = Vec::new();
        let mut rest = lines.as_slice();
        while let Some(first) = rest.first() {
            let known = if depth == 0 {
                self.before.as_slice()
            } else {
                &[]
            };
            match Some(rest)
                .filter(|_| sought)
                .and_then(|rest| columns(rest, Gutter { left, right }, known))
            {
                Some(found) => {
                    if depth == 0 {
                        self.edges.extend(&found.edges);
                    }
                    single.extend_from_slice(&rest[..found.lines.start]);
                    self.stretch(std::mem::take(&mut single), right, aside);
                    for (words, sidebar) in in_order(found.columns, self.print.size) {
                        self.region(words, aside.or(sidebar), depth + 1);
                    }
                    rest = &rest[found.lines.end..];
                }
                None => {
                    single.push(first.clone());
                    rest = &rest[1..];
                }
            }
        }
        self.stretch(single, right, aside);
    }

    fn stretch(&mut self, lines: Vec<TextLine>, right: f32, aside: Option<Rule>) {
        let flowing = paragraphs(self.page, lines, right, self.print.leading)
            .into_iter()
            .enumerate();
        self.out.extend(flowing.map(|(number, paragraph)| Flowing {
            paragraph,
            opens: number == 0,
            aside,
        }));
    }
}

/// Lines that stand in columns.
struct Columns {
    lines: std::ops::Range<usize>,
    edges: Vec<f32>,
    columns: Vec<Vec<PlacedWord>>,
}

/// The columns that the lines from the first on make; they may meet where those of the page before
/// do.
fn columns(lines: &[TextLine], within: Gutter, known: &[f32]) -> Option<Columns> {
    let mut strips = vec![within];
    let mut end = 0;
    for line in lines {
        let left = free(&strips, line);
        if left.is_empty() {
            break;
        }
        strips = left;
        end += 1;
    }
    let again = |strip: &Gutter| {
        known
            .iter()
            .copied()
            .find(|edge| strip.left < *edge && *edge < strip.right)
    };
    let mut edges: Vec<f32> = strips
        .iter()
        .map(|strip| again(strip).unwrap_or(strip.middle()))
        .collect();
    let start = first_beside(&lines[..end], &edges)?;
    let lines = &lines[..end];
    edges.retain(|edge| {
        let again = known.contains(edge) && is_between(&lines[start..], *edge);
        again || (parts_text(&lines[start..], *edge) && !is_river(&lines[start..], *edge))
    });
    if edges.is_empty() {
        return None;
    }
    let mut columns: Vec<Vec<PlacedWord>> = vec![Vec::new(); edges.len() + 1];
    for word in lines[start..].iter().flat_map(|line| &line.words) {
        columns[edges.partition_point(|edge| *edge < word.area.left)].push(word.clone());
    }
    Some(Columns {
        lines: start..end,
        edges,
        columns,
    })
}

/// What the words of a line leave of the strips.
fn free(strips: &[Gutter], line: &TextLine) -> Vec<Gutter> {
    let mut out = Vec::new();
    for strip in strips {
        let mut left = strip.left;
        for word in line
            .words
            .iter()
            .filter(|word| word.area.right > strip.left && word.area.left < strip.right)
        {
            out.push(Gutter {
                left,
                right: word.area.left,
            });
            left = left.max(word.area.right);
        }
        out.push(Gutter {
            left,
            right: strip.right,
        });
    }
    out.retain(|strip| strip.width() >= STRIP * line.size);
    out
}

/// The first line with another one beside it, over an edge: lines above stand alone.
fn first_beside(lines: &[TextLine], edges: &[f32]) -> Option<usize> {
    let column = |word: &PlacedWord| edges.partition_point(|edge| *edge < word.area.left);
    let own = column(lines.first()?.words.first()?);
    let other = lines
        .iter()
        .position(|line| line.words.iter().any(|word| column(word) != own))?;
    let top = lines[other].area.top;
    (0..=other).find(|above| lines[*above].area.bottom > top)
}

/// Whether text stands on both sides of an edge.
fn is_between(rows: &[TextLine], edge: f32) -> bool {
    let mut words = rows.iter().flat_map(|row| &row.words);
    words.clone().any(|word| word.area.left < edge) && words.any(|word| word.area.left > edge)
}

/// Whether text stands side by side left and right of an edge, and runs on from line to line on one
/// side.
fn parts_text(rows: &[TextLine], edge: f32) -> bool {
    let (left, right): (Vec<&PlacedWord>, Vec<&PlacedWord>) = rows
        .iter()
        .flat_map(|row| &row.words)
        .partition(|word| word.area.left < edge);
    if [&left, &right]
        .into_iter()
        .any(|words| width(words) < NARROWEST)
    {
        return false;
    }
    let sides = [left, right].map(|words| lines(words.into_iter().cloned().collect()));
    let [left, right] = &sides;
    let beside = |these: &[TextLine], those: &[TextLine]| match (those.first(), those.last()) {
        (Some(first), Some(last)) => these
            .iter()
            .filter(|line| line.area.bottom > first.area.top && line.area.top < last.area.bottom)
            .count(),
        _ => 0,
    };
    let enough = beside(left, right).min(beside(right, left)) >= LINES;
    enough && sides.iter().any(|side| runs_on(side))
}

/// Whether an edge runs through the word spaces of justified lines that happen to stand below
/// each other: they are no wider than the spaces next to them.
fn is_river(rows: &[TextLine], edge: f32) -> bool {
    let mut wider = 0;
    let mut like_others = 0;
    for row in rows {
        let gaps: Vec<f32> = row
            .words
            .windows(2)
            .map(|pair| pair[1].area.left - pair[0].area.right)
            .collect();
        let over = row
            .words
            .partition_point(|word| word.area.left < edge)
            .wrapping_sub(1);
        let beside = [over.wrapping_sub(1), over.wrapping_add(1)]
            .into_iter()
            .filter_map(|place| gaps.get(place));
        if let (Some(gap), Some(other)) = (gaps.get(over), beside.copied().reduce(f32::min)) {
            *(if *gap > WIDER * other {
                &mut wider
            } else {
                &mut like_others
            }) += 1;
        }
    }
    like_others > wider
}

/// The width of a column in font sizes.
fn width(words: &[&PlacedWord]) -> f32 {
    let left = words
        .iter()
        .map(|word| word.area.left)
        .fold(f32::MAX, f32::min);
    let right = words
        .iter()
        .map(|word| word.area.right)
        .fold(f32::MIN, f32::max);
    let size = words.iter().map(|word| word.size).fold(1.0, f32::max);
    (right - left) / size
}

/// Whether lines mostly end because they are full, as those of running text do.
fn runs_on(lines: &[TextLine]) -> bool {
    let right = lines
        .iter()
        .map(|line| line.area.right)
        .fold(f32::MIN, f32::max);
    let full = |pair: &&[TextLine]| {
        !stops_short(
            &TextLine {
                limit: right,
                ..pair[0].clone()
            },
            &pair[1],
        )
    };
    lines.windows(2).filter(full).count() * 2 >= lines.len()
}

/// Columns from the left; one in smaller print beside the text is a sidebar and comes last.
fn in_order(mut columns: Vec<Vec<PlacedWord>>, body: f32) -> Vec<(Vec<PlacedWord>, Option<Rule>)> {
    let size = |words: &[PlacedWord]| words.iter().map(|word| word.size).fold(0.0, f32::max);
    let has_text = columns.iter().any(|words| size(words) > TEXT * body);
    let is_sidebar = |words: &Vec<PlacedWord>| has_text && size(words) < SMALLER * body;
    let asides: Vec<Vec<PlacedWord>> = columns.extract_if(.., |words| is_sidebar(words)).collect();
    let text = columns.into_iter().map(|words| (words, None));
    text.chain(asides.into_iter().map(|words| (words, Some(Rule::Sidebar))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::glyph::Glyph;
    use super::super::words::words;
    use super::*;

    const PRINT: Print = Print {
        size: 10.0,
        leading: 1.2,
        bold: false,
    };

    /// Lines of a column: where they begin, the first baseline, the size, the texts.
    fn column(left: f32, top: f32, size: f32, lines: &[&str]) -> Vec<Glyph> {
        let mut out = Vec::new();
        for (number, text) in lines.iter().enumerate() {
            let baseline = top + number as f32 * 1.2 * size;
            for (at, c) in text.chars().enumerate() {
                let left = left + at as f32 * 0.5 * size;
                out.push(Glyph {
                    c,
                    left,
                    right: left + 0.5 * size,
                    baseline,
                    size,
                    ..Glyph::default()
                });
            }
        }
        out
    }

    fn texts(glyphs: &[Glyph], edges: &mut Vec<f32>) -> Vec<(Option<Rule>, String)> {
        let flowing = flow(1, words(glyphs), PRINT, edges);
        let text = |f: &Flowing| {
            f.paragraph
                .lines()
                .map(TextLine::text)
                .collect::<Vec<_>>()
                .join(" ")
        };
        flowing.iter().map(|f| (f.aside, text(f))).collect()
    }

    const BODY: [&str; 4] = [
        "the library opened its",
        "doors to all readers of",
        "the town and lent books",
        "to them",
    ];

    #[test]
    fn a_sidebar_on_other_baselines_comes_after_the_text() {
        let mut glyphs = column(0.0, 100.0, 10.0, &BODY);
        glyphs.extend(column(
            140.0,
            104.0,
            8.0,
            &["news of the week", "a fair of books", "in the old hall"],
        ));
        let found = texts(&glyphs, &mut Vec::new());
        assert_eq!(found[0], (None, BODY.join(" ")));
        assert!(
            found[1..]
                .iter()
                .all(|(aside, _)| *aside == Some(Rule::Sidebar)),
            "{found:?}"
        );
    }

    #[test]
    fn spaces_that_stand_below_each_other_part_no_columns() {
        let rows = ["one   two   six   ten   old   new"; 3];
        let found = texts(&column(0.0, 100.0, 10.0, &rows), &mut Vec::new());
        assert_eq!(found.len(), 1, "{found:?}");
    }

    #[test]
    fn one_line_a_column_is_enough_where_the_page_before_had_columns() {
        let mut glyphs = column(0.0, 100.0, 10.0, &["and so they went"]);
        glyphs.extend(column(140.0, 100.0, 10.0, &["home in the end."]));
        assert_eq!(texts(&glyphs, &mut vec![120.0]).len(), 2);
        assert_eq!(texts(&glyphs, &mut Vec::new()).len(), 1);
    }

    #[test]
    fn text_drawn_over_other_text_is_read_by_itself() {
        let mut glyphs = column(0.0, 100.0, 10.0, &BODY);
        glyphs.extend(column(
            60.0,
            101.0,
            8.0,
            &["most read", "this week", "in town"],
        ));
        let found = texts(&glyphs, &mut Vec::new());
        assert_eq!(found[0], (None, BODY.join(" ")));
        assert_eq!(found[1].0, Some(Rule::Overprint));
    }
}
