//! Lines into paragraphs and list items, within one column or cell.

use super::geometry::Rect;
use super::lines::Line;

/// A paragraph or item of one column or cell on one page.
#[derive(Clone, PartialEq, Debug)]
pub struct Paragraph {
    pub item: bool,
    pub lines: Vec<Line>,
    pub area: Rect,
}

/// Marks that open a list item.
const BULLETS: [&str; 14] = ["•", "·", "▪", "●", "◦", "‣", "■", "–", "-", "—", "*", "\u{f0b7}", "\u{f0a7}", "○"];

/// The list mark a line opens with: the number of bytes of its first word that it takes.
fn mark(line: &Line) -> Option<usize> {
    let first = line.words.first()?;
    if BULLETS.contains(&first.text.as_str()) && line.words.len() > 1 {
        return Some(first.text.len());
    }
    let glued = ["•", "▪", "●", "■", "\u{f0b7}", "\u{f0a7}"].iter().find(|mark| first.text.starts_with(**mark))?;
    (first.text.len() > glued.len()).then_some(glued.len())
}

/// Cuts lines where a paragraph ends.
pub fn paragraphs(lines: Vec<Line>) -> Vec<Paragraph> {
    let leading = leading(&lines);
    let right = lines.iter().map(|line| line.area.right).fold(f32::MIN, f32::max);
    let mut out: Vec<Paragraph> = Vec::new();
    for line in lines {
        let item = mark(&line);
        match out.last_mut() {
            Some(open) if item.is_none() && !ends(open, &line, leading, right) => {
                open.area = open.area.join(line.area);
                open.lines.push(line);
            }
            _ => out.push(Paragraph { item: item.is_some(), area: line.area, lines: vec![line] }),
        }
    }
    out
}

/// The distance between lines of one paragraph: the lower quartile of what is there.
fn leading(lines: &[Line]) -> f32 {
    let mut steps: Vec<f32> = lines
        .windows(2)
        .map(|pair| (pair[1].baseline - pair[0].baseline) / pair[1].size.max(1.0))
        .filter(|step| *step > 0.5)
        .collect();
    steps.sort_by(f32::total_cmp);
    steps.get(steps.len() / 4).copied().unwrap_or(1.2).clamp(0.9, 2.2)
}

/// Whether the paragraph before ends above this line.
fn ends(open: &Paragraph, line: &Line, leading: f32, right: f32) -> bool {
    let Some(last) = open.lines.last() else { return true };
    let step = (line.baseline - last.baseline) / line.size.max(1.0);
    let other_style = (line.size - last.size).abs() > 0.1 * line.size;
    let room = right - last.area.right;
    let next = line.words.first().map_or(0.0, |word| word.area.width());
    let stopped_short = room > next + 2.0 * line.size;
    step > leading * 1.14 + 0.03 || other_style || stopped_short
}

impl Paragraph {
    /// The words as running text: hyphenation undone, cut addresses joined, the list mark dropped.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (number, line) in self.lines.iter().enumerate() {
            let words = line.text();
            let words = match (number, self.item) {
                (0, true) => words[mark(line).unwrap_or(0)..].trim_start(),
                _ => words.as_str(),
            };
            append(&mut text, words);
        }
        text
    }
}

/// Appends a line: a hyphen before a small letter goes, a cut address is joined.
pub fn append(text: &mut String, line: &str) {
    if text.ends_with('\u{2010}') || text.ends_with('\u{ad}') {
        text.pop();
    } else if !text.is_empty() && !address_goes_on(text, line) {
        text.push(' ');
    }
    text.push_str(line);
}

/// Whether the last word is an address that this line carries on.
pub fn address_goes_on(text: &str, line: &str) -> bool {
    let last = text.rsplit(char::is_whitespace).next().unwrap_or("");
    let first = line.split(char::is_whitespace).next().unwrap_or("");
    let address = last.contains("://") || last.starts_with("www.");
    address && !first.is_empty() && first.chars().all(|c| c.is_ascii_graphic())
}
