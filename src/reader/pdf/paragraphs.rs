//! Lines into paragraphs and list items, within one column or cell.

use super::geometry::Rect;
use super::lines::TextLine;
use super::structure::UnitRole;
use super::typography::{ALIKE, FLUSH, LEADINGS};
use super::vocabulary::{Halves, Vocabulary};
use super::words::PlacedWord;

/// The widest leading that a file may show of its own, double-spaced manuscripts included.
const WIDEST: f32 = 2.5;
/// By how much the first line of a paragraph is set in, in sizes of the font: less is no indent,
/// more is another column.
const INDENT: std::ops::Range<f32> = 0.8..6.0;
/// What lines of a paragraph may stand farther apart than the leading: raised marks push them.
const LOOSE: f32 = 0.16;
/// A line that leaves this much beyond the next word stops short; one that leaves less than
/// [`FULL`] had no room. Between the two nothing is told: justified lines end anywhere there.
const SHORT: f32 = 1.5;
const FULL: f32 = 0.35;
/// The room of one character, and the width of a column so narrow that words are cut in it.
const LETTER: f32 = 0.75;
const NARROW: f32 = 9.0;
/// Points that a line below an item may stand left of the item's text.
const HANG: f32 = 3.0;

/// A paragraph or item; over a page or column break it has several stretches.
#[derive(Clone, PartialEq, Debug)]
pub struct FlowedParagraph {
    pub item: bool,
    pub stretches: Vec<Stretch>,
    /// Where its first stretch stands.
    pub area: Rect,
}

/// Lines that stand together on one page.
#[derive(Clone, PartialEq, Debug)]
pub struct Stretch {
    pub page: u32,
    pub lines: Vec<TextLine>,
}

/// Stands for a glyph that no table maps to a character; alone before a line it is a list mark.
pub const NO_CHARACTER: &str = "\u{fffd}";
/// Marks that open a list item when they stand alone.
const MARKS: [&str; 17] = [
    NO_CHARACTER,
    "•",
    "·",
    "▪",
    "●",
    "◦",
    "‣",
    "■",
    "–",
    "-",
    "—",
    "*",
    "○",
    "➢",
    "❖",
    "\u{f0b7}",
    "\u{f0a7}",
];
/// Marks that open one even when the text stands close.
const CLOSE_MARKS: [char; 8] = ['•', '▪', '●', '■', '‣', '◦', '\u{f0b7}', '\u{f0a7}'];

/// The list mark a line opens with: how many bytes of its text it takes.
fn mark(line: &TextLine) -> Option<usize> {
    let first = line.words.first()?;
    if MARKS.contains(&first.text.as_str()) && line.words.len() > 1 {
        return Some(first.text.len());
    }
    let mark = first
        .text
        .chars()
        .next()
        .filter(|c| CLOSE_MARKS.contains(c))?;
    (first.text.len() > mark.len_utf8()).then_some(mark.len_utf8())
}

/// The text of a line behind its list mark; a mark without a character is not in the text.
fn unmarked<'t>(line: &TextLine, text: &'t str) -> &'t str {
    let shown = line
        .words
        .first()
        .is_some_and(|word| !word.text.starts_with(NO_CHARACTER));
    text.get(mark(line).filter(|_| shown).unwrap_or(0)..)
        .unwrap_or(text)
        .trim_start()
}

/// Where the text of a line begins, its list mark left out.
fn text_left(line: &TextLine) -> f32 {
    match (mark(line), line.words.get(1)) {
        (Some(length), Some(second)) if line.words[0].text.len() == length => second.area.left,
        _ => line.area.left,
    }
}

/// Cuts lines where a paragraph ends. `right` is how far lines may run, `leading` how far
/// they stand apart in most of the document.
pub fn paragraphs(
    page: u32,
    mut lines: Vec<TextLine>,
    right: f32,
    leading: f32,
) -> Vec<FlowedParagraph> {
    for line in &mut lines {
        line.limit = right;
    }
    let leading = own_leading(&lines).unwrap_or(leading);
    let mut out: Vec<FlowedParagraph> = Vec::new();
    for line in lines {
        let same = out
            .last()
            .and_then(|open| open.last_line()?.unit.is_same(line.unit));
        let opens = match same {
            Some(true) => false,
            Some(false) if line.unit.role == UnitRole::Item => true,
            _ => {
                mark(&line).is_some()
                    && !out
                        .last()
                        .is_some_and(|open| is_wrapped_dash(open, &line, leading))
            }
        };
        let item = opens || (out.is_empty() && line.unit.role == UnitRole::Item);
        match out.last_mut() {
            Some(open)
                if !item && !same.map_or_else(|| ends(open, &line, leading), |same| !same) =>
            {
                open.add(line)
            }
            _ => out.push(FlowedParagraph {
                item,
                area: line.area,
                stretches: vec![Stretch {
                    page,
                    lines: vec![line],
                }],
            }),
        }
    }
    out
}

/// Whether the dash that a line opens with stands within the running text: the line
/// before is full, and the dash stands where its lines begin.
fn is_wrapped_dash(open: &FlowedParagraph, line: &TextLine, leading: f32) -> bool {
    let dash = line
        .words
        .first()
        .is_some_and(|word| matches!(word.text.as_str(), "–" | "-" | "—" | "*" | "·"));
    let Some(last) = open.last_line().filter(|_| dash) else {
        return false;
    };
    let left = open.hanging_left().unwrap_or(open.area.left);
    let as_text = open.stretches.iter().map(|s| s.lines.len()).sum::<usize>() == 1 && !open.item;
    let stands_in_text = (line.area.left - left).abs() < FLUSH
        || (as_text && (line.area.left - open.area.left).abs() < FLUSH);
    stands_in_text && !too_far(last, line, leading) && !stops_short(last, line)
}

/// The distance of lines within paragraphs, in font sizes, where there are enough to tell:
/// lines below a full line mostly are.
fn own_leading(lines: &[TextLine]) -> Option<f32> {
    let full = |pair: &&[TextLine]| {
        pair[0].limit - pair[0].area.right < pair[1].words.first().map_or(0.0, |w| w.area.width())
    };
    let step = |pair: &[TextLine]| (pair[1].baseline - pair[0].baseline) / pair[1].size.max(1.0);
    let mut steps: Vec<f32> = lines
        .windows(2)
        .filter(full)
        .map(step)
        .filter(|step| *step > 0.5)
        .collect();
    steps.sort_by(f32::total_cmp);
    (steps.len() >= 8).then(|| steps[steps.len() / 4].clamp(LEADINGS.start, WIDEST))
}

/// Whether the open paragraph ends above this line.
fn ends(open: &FlowedParagraph, line: &TextLine, leading: f32) -> bool {
    let Some(last) = open.last_line() else {
        return true;
    };
    let other_style = (line.size - last.size).abs() > ALIKE * line.size;
    let hangs = open.item && line.area.left > open.area.left + 2.0;
    too_far(last, line, leading)
        || other_style
        || (!hangs && stops_short(last, line))
        || leaves_item(open, line)
        || opens_indented(open, line)
}

/// Whether a line is set in as the first of a paragraph, below lines that all begin farther left.
/// Centred lines are set in on both sides.
fn opens_indented(open: &FlowedParagraph, line: &TextLine) -> bool {
    let lines = open.lines().skip(1);
    let Some(last) = open.last_line().filter(|_| !open.item) else {
        return false;
    };
    let indent = line.area.left - last.area.left;
    let centred = (last.area.right - line.area.right - indent).abs() < 0.5 * line.size;
    let flush = |body: &TextLine| (body.area.left - last.area.left).abs() < FLUSH;
    open.lines().nth(1).is_some()
        && lines.into_iter().all(flush)
        && is_indent(indent, line)
        && !centred
}

fn is_indent(by: f32, line: &TextLine) -> bool {
    (INDENT.start * line.size..INDENT.end * line.size).contains(&by)
}

/// Whether two lines stand farther apart than lines of a paragraph do.
fn too_far(last: &TextLine, line: &TextLine, leading: f32) -> bool {
    (line.baseline - last.baseline) / line.size.max(1.0) > leading + LOOSE
}

/// Whether the first word of `next` had room on the line before by far. A line that ends in a
/// hyphen never stops short: a hyphenated end may be longer than its line.
pub fn stops_short(last: &TextLine, next: &TextLine) -> bool {
    let broken = last
        .words
        .last()
        .is_some_and(|word| word.text.ends_with(['\u{2010}', '\u{ad}']));
    !broken && room(last, next) > SHORT * last.size
}

/// Whether the first word of `next` had no room at all on the line before.
fn is_full(last: &TextLine, next: &TextLine) -> bool {
    room(last, next) < FULL * last.size
}

/// What a line leaves free beyond the first word of the next, with what no line may end behind:
/// a quotation mark before a bracket (UAX 14, LB15).
fn room(last: &TextLine, next: &TextLine) -> f32 {
    let holds = |pair: &&[PlacedWord]| {
        pair[0].text.ends_with(['”', '»', '"', '’']) && pair[1].text.starts_with('(')
    };
    let held = next.words.windows(2).take_while(holds).count();
    let width = next
        .words
        .first()
        .zip(next.words.get(held))
        .map_or(0.0, |(a, b)| b.area.right - a.area.left);
    last.limit - last.area.right - width
}

/// Whether a line after an item stands left of its mark, or below it though the item hangs.
fn leaves_item(open: &FlowedParagraph, line: &TextLine) -> bool {
    let mut lines = open.lines();
    let Some(first) = lines.next().filter(|_| open.item) else {
        return false;
    };
    let hangs = lines
        .next()
        .is_some_and(|second| second.area.left > first.area.left + 2.0);
    line.area.left < first.area.left + if hangs { FLUSH } else { -FLUSH }
}

impl FlowedParagraph {
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = &TextLine> {
        self.stretches.iter().flat_map(|stretch| &stretch.lines)
    }

    pub fn last_line(&self) -> Option<&TextLine> {
        self.lines().next_back()
    }

    pub fn first_line(&self) -> Option<&TextLine> {
        self.lines().next()
    }

    fn add(&mut self, line: TextLine) {
        if let Some(stretch) = self.stretches.last_mut() {
            self.area = self.area.join(line.area);
            stretch.lines.push(line);
        }
    }

    /// Whether its lines end flush with each other, as those of justified text do but for the last
    /// one.
    fn is_justified(&self) -> bool {
        let mut lines = self.lines();
        lines.by_ref().nth(1).is_some()
            && self
                .lines()
                .all(|line| line.limit - line.area.right < JUSTIFIED)
    }

    /// Whether its first line is set in; none where there is no second one.
    fn is_indented(&self) -> Option<bool> {
        let mut lines = self.lines();
        let (first, second) = (lines.next()?, lines.next()?);
        Some(is_indent(first.area.left - second.area.left, first))
    }

    /// Where a line that carries this paragraph on would begin.
    pub fn hanging_left(&self) -> Option<f32> {
        let mut lines = self.lines();
        let first = lines.next()?;
        Some(
            lines
                .next()
                .map_or_else(|| text_left(first), |second| second.area.left),
        )
    }

    /// The words of each stretch as running text: hyphenation undone, cut words and addresses
    /// joined, the list mark dropped. The flag says that a stretch follows the one before it
    /// without a space.
    pub fn texts(&self, vocabulary: &Vocabulary) -> Vec<(u32, String, bool)> {
        let mut out: Vec<(u32, String, bool)> = Vec::new();
        let mut before: Option<&TextLine> = None;
        for (page, line) in self
            .stretches
            .iter()
            .flat_map(|s| s.lines.iter().map(move |line| (s.page, line)))
        {
            let words = line.text();
            let words = match (before, self.item) {
                (None, true) => unmarked(line, &words),
                _ => words.as_str(),
            };
            let last = out
                .last()
                .map_or("", |(_, text, _)| text.rsplit(' ').next().unwrap_or(""));
            let joint = before.map_or(Joint::Space, |before| {
                self.joint(before, last, line, vocabulary)
            });
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
    pub fn empty() -> FlowedParagraph {
        FlowedParagraph {
            item: false,
            stretches: Vec::new(),
            area: Rect::between((0.0, 0.0), (0.0, 0.0)),
        }
    }
}

impl FlowedParagraph {
    /// How `line` follows the line before it, whose last word with what it was joined to is `a`.
    fn joint(&self, before: &TextLine, a: &str, line: &TextLine, vocabulary: &Vocabulary) -> Joint {
        let Some(first) = line.words.first() else {
            return Joint::Space;
        };
        let b = first.text.as_str();
        if a.ends_with(['\u{2010}', '\u{ad}']) && b.starts_with(char::is_alphanumeric) {
            return Joint::Hyphen;
        }
        if is_address(a) {
            return if address_goes_on(a, b, line.words.len() == 1) {
                Joint::Close
            } else {
                Joint::Space
            };
        }
        if let Some(stem) = a
            .strip_suffix('-')
            .filter(|stem| stem.ends_with(char::is_alphanumeric))
        {
            let letters = b.starts_with(char::is_lowercase) && stem.ends_with(char::is_alphabetic);
            return match b.starts_with(char::is_alphanumeric) {
                true if letters && vocabulary.halves(a, b) == Halves::Broken => Joint::Hyphen,
                true => Joint::Close,
                false => Joint::Space,
            };
        }
        if self.is_cut(before, a, line, vocabulary) {
            Joint::Close
        } else {
            Joint::Space
        }
    }

    /// Whether a narrow column cut a word or number: nothing else stands on its line, and not
    /// one more character had room.
    fn is_cut(&self, before: &TextLine, a: &str, line: &TextLine, vocabulary: &Vocabulary) -> bool {
        let b = line.words.first().map_or("", |word| word.text.as_str());
        let full =
            before.words.len() <= 2 && before.limit - before.area.right < LETTER * before.size;
        let narrow = before.limit - self.area.left < NARROW * before.size && line.words.len() == 1;
        let digits = a.ends_with(|c: char| c.is_ascii_digit())
            && b.trim_start_matches('-')
                .starts_with(|c: char| c.is_ascii_digit())
            && a.contains(['-', '.', '/'])
            && !is_whole_date(a);
        let letters =
            narrow && a.ends_with(char::is_alphabetic) && b.starts_with(char::is_lowercase);
        full && (digits || letters && vocabulary.is_cut(a, b))
    }
}

/// `04.02.2021`: a day with its whole year, which no digit can go on.
fn is_whole_date(word: &str) -> bool {
    let mut parts = word.split(['.', '/', '-']).map(|part| {
        let digits = part.bytes().all(|byte| byte.is_ascii_digit());
        if digits { part.len() } else { 0 }
    });
    let parts = [parts.next(), parts.next(), parts.next(), parts.next()];
    matches!(parts, [Some(1..=2), Some(1..=2), Some(4), None])
}

/// Whether a paragraph that a page or column break cut goes on in the next one.
pub fn continues(last: &FlowedParagraph, next: &FlowedParagraph) -> bool {
    let (Some(end), Some(start)) = (last.last_line(), next.first_line()) else {
        return false;
    };
    if let Some(same) = end.unit.is_same(start.unit) {
        return same;
    }
    if next.item || (end.size - start.size).abs() > ALIKE * start.size || stops_short(end, start) {
        return false;
    }
    let set_in = last.item && !hangs_below(last, start);
    let word = end.words.last().map_or("", |word| word.text.as_str());
    let first = start.words.first().map_or("", |word| word.text.as_str());
    if set_in || (is_address(first) && !is_address(word)) {
        return false;
    }
    if first.starts_with(char::is_lowercase) || is_address(word) {
        return true;
    }
    let ended = word
        .trim_end_matches(['"', '”', '»', ')'])
        .ends_with(['.', '!', '?', '…', ':', ';']);
    !ended || (last.is_justified() && end.limit - end.area.right < JUSTIFIED)
}

/// How far, in points, the ends of justified lines may lie apart.
const JUSTIFIED: f32 = 0.7;

/// Whether a line stands where the text of an item goes on. Justified lines move the text away from
/// its mark, so that of an item of one line only the mark tells.
fn hangs_below(item: &FlowedParagraph, line: &TextLine) -> bool {
    let one_line = item.lines().nth(1).is_none();
    let behind_mark = line.area.left > item.area.left + 2.0;
    item.hanging_left()
        .is_none_or(|left| left - line.area.left <= HANG)
        || (one_line && behind_mark)
}

/// How the running text of a document is set.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Prose {
    /// Paragraphs have several lines, so that most breaks fall within one.
    long: bool,
    /// The first lines of paragraphs are set in.
    indented: bool,
}

impl Prose {
    pub fn of<'p>(paragraphs: impl Iterator<Item = &'p FlowedParagraph>) -> Prose {
        let (mut count, mut lines, mut several, mut indented) = (0, 0, 0, 0);
        for paragraph in paragraphs.filter(|paragraph| !paragraph.item) {
            count += 1;
            lines += paragraph.lines().count();
            if let Some(indents) = paragraph.is_indented() {
                several += 1;
                indented += usize::from(indents);
            }
        }
        Prose {
            long: lines >= LONG * count,
            indented: 2 * indented > several,
        }
    }

    /// Whether text that ends in a full sentence goes on behind a break: its last line is full,
    /// and nothing says that a paragraph begins.
    pub fn runs_over(self, last: &FlowedParagraph, next: &FlowedParagraph) -> bool {
        let (Some(end), Some(start)) = (last.last_line(), next.first_line()) else {
            return false;
        };
        if end.unit.is_same(start.unit).is_some() {
            return false;
        }
        let same_print = (end.size - start.size).abs() < ALIKE * start.size;
        let opens = self.indented && next.is_indented() != Some(false);
        self.long && same_print && !last.item && !next.item && !opens && is_full(end, start)
    }
}

/// Paragraphs of so many lines on average are long. A break within one is then far likelier than
/// a paragraph whose last line happens to be full.
const LONG: usize = 3;

/// How a line follows the text before it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Joint {
    Space,
    /// Without a space.
    Close,
    /// Without a space and without the hyphen before it.
    Hyphen,
}

fn is_address(word: &str) -> bool {
    word.contains("://") || word.starts_with("www.")
}

/// Whether an address at the end of a line goes on with the first word of the next.
fn address_goes_on(address: &str, next: &str, alone: bool) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=%".contains(c);
    let next = next.trim_end_matches(['\u{2010}', '\u{ad}']);
    let open = address.ends_with(['/', '-', '?', '=', '&', '_', '.', '%', '#', '+']);
    let speaks = next.contains(['/', '?', '=', '&', '_', '%', '#'])
        || next.contains(|c: char| c.is_ascii_digit())
        || next.trim_end_matches('.').contains(['.', '-']);
    !next.is_empty() && next.chars().all(part) && (open || speaks || alone)
}
