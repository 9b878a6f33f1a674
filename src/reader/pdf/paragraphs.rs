//! Lines into paragraphs and list items, within one column or cell.

use super::geometry::Rect;
use super::lines::Line;
use super::vocabulary::{Halves, Vocabulary};

/// A paragraph or item; over a page or column break it has several stretches.
#[derive(Clone, PartialEq, Debug)]
pub struct Paragraph {
    pub item: bool,
    pub stretches: Vec<Stretch>,
    /// Where its first stretch stands.
    pub area: Rect,
    /// How far the column or cell lets lines run to the right.
    pub right: f32,
}

/// Lines that stand together on one page.
#[derive(Clone, PartialEq, Debug)]
pub struct Stretch {
    pub page: u32,
    pub lines: Vec<Line>,
}

/// Marks that open a list item when they stand alone.
const MARKS: [&str; 16] =
    ["•", "·", "▪", "●", "◦", "‣", "■", "–", "-", "—", "*", "○", "➢", "❖", "\u{f0b7}", "\u{f0a7}"];
/// Marks that open one even when the text stands close.
const CLOSE_MARKS: [char; 8] = ['•', '▪', '●', '■', '‣', '◦', '\u{f0b7}', '\u{f0a7}'];

/// The list mark a line opens with: how many bytes of its text it takes.
fn mark(line: &Line) -> Option<usize> {
    let first = line.words.first()?;
    if MARKS.contains(&first.text.as_str()) && line.words.len() > 1 {
        return Some(first.text.len());
    }
    let mark = first.text.chars().next().filter(|c| CLOSE_MARKS.contains(c))?;
    (first.text.len() > mark.len_utf8()).then_some(mark.len_utf8())
}

/// Where the text of a line begins, its list mark left out.
fn text_left(line: &Line) -> f32 {
    match (mark(line), line.words.get(1)) {
        (Some(length), Some(second)) if line.words[0].text.len() == length => second.area.left,
        _ => line.area.left,
    }
}

/// Cuts lines where a paragraph ends. `right` is how far lines may run.
pub fn paragraphs(page: u32, lines: Vec<Line>, right: f32) -> Vec<Paragraph> {
    let leading = leading(&lines);
    let mut out: Vec<Paragraph> = Vec::new();
    for line in lines {
        let item = mark(&line).is_some() && !out.last().is_some_and(|open| is_wrapped_dash(open, &line, leading));
        match out.last_mut() {
            Some(open) if !item && !ends(open, &line, leading) => open.add(line),
            _ => out.push(Paragraph {
                item,
                area: line.area,
                right,
                stretches: vec![Stretch { page, lines: vec![line] }],
            }),
        }
    }
    out
}

/// Whether the dash that a line opens with stands within the running text: the line
/// before is full, and the dash stands where its lines begin.
fn is_wrapped_dash(open: &Paragraph, line: &Line, leading: f32) -> bool {
    let dash = line.words.first().is_some_and(|word| matches!(word.text.as_str(), "–" | "-" | "—" | "*" | "·"));
    let Some(last) = open.last_line().filter(|_| dash) else { return false };
    let left = open.hanging_left().unwrap_or(open.area.left);
    let as_text = open.stretches.iter().map(|s| s.lines.len()).sum::<usize>() == 1 && !open.item;
    let stands_in_text =
        (line.area.left - left).abs() < 1.5 || (as_text && (line.area.left - open.area.left).abs() < 1.5);
    stands_in_text && !too_far(last, line, leading) && !stops_short(last, line, open.right)
}

/// The distance between lines of one paragraph, in font sizes: the lower quartile of what is there.
fn leading(lines: &[Line]) -> f32 {
    let step = |pair: &[Line]| (pair[1].baseline - pair[0].baseline) / pair[1].size.max(1.0);
    let mut steps: Vec<f32> = lines.windows(2).map(step).filter(|step| *step > 0.5).collect();
    steps.sort_by(f32::total_cmp);
    steps.get(steps.len() / 4).copied().unwrap_or(1.2).clamp(0.9, 2.2)
}

/// Whether the open paragraph ends above this line.
fn ends(open: &Paragraph, line: &Line, leading: f32) -> bool {
    let Some(last) = open.last_line() else { return true };
    let other_style = (line.size - last.size).abs() > 0.1 * line.size;
    too_far(last, line, leading) || other_style || stops_short(last, line, open.right) || leaves_item(open, line)
}

/// Whether two lines stand farther apart than lines of a paragraph do.
fn too_far(last: &Line, line: &Line, leading: f32) -> bool {
    (line.baseline - last.baseline) / line.size.max(1.0) > leading * 1.1 + 0.08
}

/// Whether the first word of `next` had room on the line before by far.
pub fn stops_short(last: &Line, next: &Line, right: f32) -> bool {
    let room = right - last.area.right;
    let word = next.words.first().map_or(0.0, |word| word.area.width());
    room > word + 1.5 * last.size
}

/// Whether a line after an item stands left of the item's text.
fn leaves_item(open: &Paragraph, line: &Line) -> bool {
    let Some(first) = open.stretches.first().and_then(|s| s.lines.first()) else { return false };
    open.item && open.stretches.iter().map(|s| s.lines.len()).sum::<usize>() >= 1 && {
        let text = text_left(first);
        // Only where the item hangs: its text is set in from its mark.
        text - first.area.left > 2.0
            && line.area.left < text - 0.5 * line.size.min(text - first.area.left)
            && open.hangs()
    }
}

impl Paragraph {
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = &Line> {
        self.stretches.iter().flat_map(|stretch| &stretch.lines)
    }

    pub fn last_line(&self) -> Option<&Line> {
        self.lines().next_back()
    }

    pub fn first_line(&self) -> Option<&Line> {
        self.lines().next()
    }

    fn add(&mut self, line: Line) {
        if let Some(stretch) = self.stretches.last_mut() {
            self.area = self.area.join(line.area);
            stretch.lines.push(line);
        }
    }

    /// Whether lines after the first are set in as far as the text behind the mark.
    fn hangs(&self) -> bool {
        let mut lines = self.lines();
        let Some(first) = lines.next() else { return false };
        let text = text_left(first);
        lines.next().is_none_or(|second| (second.area.left - text).abs() < 3.0)
    }

    /// Where a line that carries this paragraph on would begin.
    pub fn hanging_left(&self) -> Option<f32> {
        let mut lines = self.lines();
        let first = lines.next()?;
        Some(lines.next().map_or_else(|| text_left(first), |second| second.area.left))
    }

    /// The words of each stretch as running text: hyphenation undone, cut words and addresses
    /// joined, the list mark dropped. The flag says that a stretch follows the one before it
    /// without a space.
    pub fn texts(&self, vocabulary: &Vocabulary) -> Vec<(u32, String, bool)> {
        let mut out: Vec<(u32, String, bool)> = Vec::new();
        let mut before: Option<&Line> = None;
        for (page, line) in self.stretches.iter().flat_map(|s| s.lines.iter().map(move |line| (s.page, line))) {
            let words = line.text();
            let words = match (before, self.item) {
                (None, true) => words[mark(line).unwrap_or(0)..].trim_start(),
                _ => words.as_str(),
            };
            let joint = before.map_or(Joint::Space, |before| joint(before, line, self.right, vocabulary));
            if let (Joint::Hyphen, Some((_, text, _))) = (joint, out.last_mut()) {
                text.pop();
            }
            match out.last_mut() {
                Some((last, text, _)) if *last == page => {
                    if joint == Joint::Space && !text.is_empty() {
                        text.push(' ');
                    }
                    text.push_str(words);
                }
                _ => out.push((page, words.to_owned(), joint != Joint::Space)),
            }
            before = Some(line);
        }
        out
    }

    pub fn text(&self, vocabulary: &Vocabulary) -> String {
        let mut whole = String::new();
        for (_, text, glued) in self.texts(vocabulary) {
            if !glued && !whole.is_empty() {
                whole.push(' ');
            }
            whole.push_str(&text);
        }
        whole
    }

    /// A paragraph without lines, to hold a place.
    pub fn empty() -> Paragraph {
        Paragraph { item: false, stretches: Vec::new(), area: Rect::between((0.0, 0.0), (0.0, 0.0)), right: 0.0 }
    }
}

/// Whether a paragraph that a page or column break cut goes on in the next one.
pub fn continues(last: &Paragraph, next: &Paragraph) -> bool {
    let (Some(end), Some(start)) = (last.last_line(), next.first_line()) else { return false };
    if next.item || (end.size - start.size).abs() > 0.1 * start.size || stops_short(end, start, last.right) {
        return false;
    }
    let word = end.words.last().map_or("", |word| word.text.as_str());
    if start.words.first().is_some_and(|word| word.text.starts_with(char::is_lowercase)) || is_address(word) {
        return true;
    }
    let set_in = last.hanging_left().is_some_and(|left| last.item && left - start.area.left > 3.0);
    let ended = word.trim_end_matches(['"', '”', '»', ')']).ends_with(['.', '!', '?', '…', ':', ';']);
    !set_in && !ended
}

/// How a line follows the text before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Joint {
    Space,
    /// Without a space.
    Close,
    /// Without a space and without the hyphen before it.
    Hyphen,
}

fn joint(before: &Line, line: &Line, right: f32, vocabulary: &Vocabulary) -> Joint {
    let (Some(last), Some(first)) = (before.words.last(), line.words.first()) else { return Joint::Space };
    let (a, b) = (last.text.as_str(), first.text.as_str());
    let opens_small = b.starts_with(char::is_lowercase);
    let alone = line.words.len() == 1;
    if is_address(a) {
        return if address_goes_on(a, b, alone) { Joint::Close } else { Joint::Space };
    }
    if a.ends_with(['\u{2010}', '\u{ad}']) && b.starts_with(char::is_alphabetic) {
        return Joint::Hyphen;
    }
    if let Some(stem) = a.strip_suffix('-').filter(|stem| stem.ends_with(char::is_alphanumeric)) {
        let broken = opens_small && stem.ends_with(char::is_alphabetic) && vocabulary.halves(a, b) == Halves::Broken;
        return match (broken, b.starts_with(char::is_alphanumeric)) {
            (true, _) => Joint::Hyphen,
            (false, true) => Joint::Close,
            (false, false) => Joint::Space,
        };
    }
    let room = right - last.area.right;
    if is_cut(before, a, b, room, vocabulary) { Joint::Close } else { Joint::Space }
}

/// Whether a narrow column cut a word or number: nothing else stands on its line, and not
/// one more character had room.
fn is_cut(before: &Line, a: &str, b: &str, room: f32, vocabulary: &Vocabulary) -> bool {
    let narrow = before.words.len() <= 2 && room < 0.75 * before.size && before.area.width() < 14.0 * before.size;
    let digits = a.ends_with(|c: char| c.is_ascii_digit())
        && b.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit())
        && a.contains(['-', '.', '/']);
    let letters = a.ends_with(char::is_alphabetic) && b.starts_with(char::is_lowercase) && vocabulary.is_cut(a, b);
    narrow && (digits || letters)
}

fn is_address(word: &str) -> bool {
    word.contains("://") || word.starts_with("www.")
}

/// Whether an address at the end of a line goes on with the first word of the next.
fn address_goes_on(address: &str, next: &str, alone: bool) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    let open = address.ends_with(['/', '-', '?', '=', '&', '_', '.', '%', '#', '+']);
    let speaks = next.contains(['/', '?', '=', '&', '_', '%', '#'])
        || next.contains(|c: char| c.is_ascii_digit())
        || next.trim_end_matches('.').contains(['.', '-']);
    !next.is_empty() && next.chars().all(part) && (open || speaks || alone)
}
