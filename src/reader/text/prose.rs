//! Lines outside tables: headings, paragraphs and list items.
//!
//! An empty line always ends a block. Within a run of lines it depends on how
//! the text was made: lines that were wrapped at a width are one paragraph,
//! lines of any length are a block each.

use super::inline;
use crate::budget::{Budget, Exhausted};
use crate::document::grid::PagePart;
use crate::document::{Builder, Kind, Origin, markup};

/// Writes the lines; `offset` is the number of the first one, from 0.
pub fn write(
    builder: &mut Builder,
    lines: &[&str],
    offset: usize,
    budget: &Budget,
) -> Result<(), Exhausted> {
    let width = width(lines);
    let mut at = 0;
    while at < lines.len() {
        if lines[at].trim().is_empty() {
            at += 1;
            continue;
        }
        let length = lines[at..]
            .iter()
            .position(|line| line.trim().is_empty())
            .unwrap_or(lines.len() - at);
        let run_lines = &lines[at..at + length];
        let breaks = width.map_or_else(|| Breaks::of(run_lines), Breaks::Filled);
        run(builder, run_lines, breaks, offset + at, budget)?;
        at += length;
    }
    Ok(())
}

/// A run of lines without an empty one.
fn run(
    builder: &mut Builder,
    lines: &[&str],
    breaks: Breaks,
    offset: usize,
    budget: &Budget,
) -> Result<(), Exhausted> {
    let mut text = String::new();
    let mut item = false;
    let mut from = 0;
    for (number, line) in lines.iter().enumerate() {
        let (marked, rest) = list_mark(line.trim());
        if number > 0 && (marked || !breaks.join(lines[number - 1], line)) {
            block(builder, &text, item, offset + from, budget)?;
            text.clear();
            from = number;
            item = false;
        }
        item |= marked;
        join(&mut text, if marked { rest } else { line.trim() });
    }
    block(builder, &text, item, offset + from, budget)
}

/// How the lines of a run were broken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Breaks {
    /// Where a block ends.
    AtBlocks,
    /// At a width: all lines of the run are one block.
    AtWidth,
    /// At this width throughout the text: a line that had room for the next word ends a block.
    Filled(usize),
    /// By hand, or by what a page had inside its paragraphs: anywhere in a sentence.
    Anywhere,
}

/// Characters of a line that a broken sentence fills; shorter ones stand for themselves.
const BROKEN: usize = 20;

impl Breaks {
    fn of(lines: &[&str]) -> Breaks {
        if is_wrapped(lines) {
            return Breaks::AtWidth;
        }
        let on = lines
            .windows(2)
            .filter(|pair| goes_on(pair[0], pair[1]))
            .count();
        let most = lines.len().saturating_sub(1);
        if on >= 2 && on * 4 >= most {
            Breaks::Anywhere
        } else {
            Breaks::AtBlocks
        }
    }

    /// Whether a line goes on with the next.
    fn join(self, line: &str, next: &str) -> bool {
        let full = line;
        let line = line.trim();
        let ends = |c: char| matches!(c, '.' | '!' | '?' | '…' | ':' | ';' | '»' | '”' | '"' | '|');
        match self {
            Breaks::AtBlocks => false,
            Breaks::AtWidth => true,
            Breaks::Filled(width) => {
                let ended = line.ends_with(ends) && is_numbered(next.trim());
                goes_on(line, next) || is_filled(full, next, width) && !ended
            }
            Breaks::Anywhere => {
                let full = line.chars().nth(BROKEN).is_some() && !line.ends_with(ends);
                let opens = next
                    .trim()
                    .starts_with(|c: char| c.is_ascii_digit() || "#№".contains(c));
                goes_on(line, next) || full && !opens || ends_with_initial(line)
            }
        }
    }
}

/// Fewest broken sentences that tell a width, and the widths at which texts are broken.
const SENTENCES: usize = 3;
const WIDTHS: std::ops::RangeInclusive<usize> = 50..=120;

/// The width at which a text was broken: that of the longest line whose sentence goes on, where
/// four in five such lines had no room for the word that begins the next one.
fn width(lines: &[&str]) -> Option<usize> {
    let pairs = lines.windows(2).map(|pair| (pair[0], pair[1]));
    let broken: Vec<(&str, &str)> = pairs.filter(|(line, next)| goes_on(line, next)).collect();
    let width = broken.iter().map(|(line, _)| length(line)).max()?;
    let filled = broken
        .iter()
        .filter(|(line, next)| is_filled(line, next, width));
    let nearly = filled.count() * 5 >= broken.len() * 4;
    (broken.len() >= SENTENCES && WIDTHS.contains(&width) && nearly).then_some(width)
}

fn length(line: &str) -> usize {
    line.trim_end().chars().count()
}

/// Characters short of the width at which people who break lines by hand go to the next.
const RAGGED: usize = 6;

/// Whether a line had hardly room for the word that begins the next one.
fn is_filled(line: &str, next: &str, width: usize) -> bool {
    let word = next.split_whitespace().next().unwrap_or_default();
    length(line) + 1 + word.chars().count() + RAGGED > width
}

/// `2. Matters arising`: a line that a number begins.
fn is_numbered(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < line.len() && (rest.starts_with(". ") || rest.starts_with(") "))
}

/// Whether the next line begins with a small letter behind one that ends no sentence.
fn goes_on(line: &str, next: &str) -> bool {
    let stops = |c: char| matches!(c, '.' | '!' | '?' | '…' | ':' | ';' | '|');
    next.trim().starts_with(char::is_lowercase) && !line.trim().ends_with(stops)
}

/// `… led by A.`: the name follows on the next line.
fn ends_with_initial(line: &str) -> bool {
    let Some(rest) = line.strip_suffix('.') else {
        return false;
    };
    let mut letters = rest.chars().rev();
    letters.next().is_some_and(char::is_uppercase)
        && letters.next().is_none_or(|c| matches!(c, ' ' | '.'))
}

/// Whether the lines were broken at a width: all but the last are about equally long
/// (60 to 120 characters), most do not end a sentence, and at least a third of the lines below go
/// on with a small letter.
fn is_wrapped(lines: &[&str]) -> bool {
    let Some((_, full)) = lines.split_last() else {
        return false;
    };
    let lengths: Vec<usize> = full
        .iter()
        .map(|line| line.trim().chars().count())
        .collect();
    let (Some(&longest), false) = (lengths.iter().max(), full.is_empty()) else {
        return false;
    };
    let even = lengths
        .iter()
        .filter(|&&length| length * 10 >= longest * 7)
        .count()
        * 10
        >= lengths.len() * 8;
    let open = full
        .iter()
        .filter(|line| !line.trim_end().ends_with(['.', '!', '?', ':', ';']))
        .count();
    let runs_on = lines[1..]
        .iter()
        .filter(|line| line.trim_start().starts_with(char::is_lowercase))
        .count();
    (60..=120).contains(&longest) && even && open * 2 >= full.len() && runs_on * 3 >= full.len()
}

/// Appends a wrapped line; a word divided at the line end by a hyphen between small letters is
/// joined.
fn join(text: &mut String, line: &str) {
    let divided = text.ends_with('-')
        && text.chars().rev().nth(1).is_some_and(char::is_lowercase)
        && line.chars().next().is_some_and(char::is_lowercase);
    if divided {
        text.pop();
    } else if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(line);
}

/// A list mark at the start of a line, and the rest behind it. A caret is what
/// some sites leave of a bullet.
fn list_mark(line: &str) -> (bool, &str) {
    if let Some(rest) = line.strip_prefix(['•', '·', '▪', '●', '◦', '‣', '■', '^', '\u{f0b7}'])
    {
        return (true, rest.trim_start());
    }
    markup::strip_dash(line)
}

fn block(
    builder: &mut Builder,
    text: &str,
    item: bool,
    line: usize,
    budget: &Budget,
) -> Result<(), Exhausted> {
    let origin = Origin::Line(line as u32 + 1);
    if !item && let Some((level, heading)) = markdown_heading(text) {
        builder.block(Kind::Heading(level), heading, &[], origin, budget)?;
        return Ok(());
    }
    if markup::has_tags(text) {
        for piece in markup::pieces(text) {
            let kind = if piece.item || item {
                Kind::Item
            } else {
                Kind::Paragraph
            };
            for part in &piece.parts {
                builder.block(kind.clone(), &part.text, &[], origin, budget)?;
            }
        }
        return Ok(());
    }
    let kind = if item { Kind::Item } else { Kind::Paragraph };
    let mut part = PagePart {
        text: markup::unescape(text),
        ..PagePart::default()
    };
    inline::read(&mut part);
    builder.block(kind, &part.text, &part.links, origin, budget)?;
    Ok(())
}

/// `## Heading` of Markdown.
fn markdown_heading(text: &str) -> Option<(u8, &str)> {
    let level = text.bytes().take_while(|&byte| byte == b'#').count();
    let rest = text[level..].strip_prefix(' ')?;
    (1..=6)
        .contains(&level)
        .then(|| (level as u8, rest.trim_end_matches(['#', ' '])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let mut builder = Builder::new();
        write(
            &mut builder,
            &text.lines().collect::<Vec<_>>(),
            0,
            &Budget::default(),
        )
        .unwrap();
        let document = builder.finish("text/plain", None);
        document
            .blocks
            .iter()
            .map(|b| b.span.of(&document.text).to_owned())
            .collect()
    }

    #[test]
    fn lines_wrapped_at_a_width_are_one_paragraph() {
        let text = "The library of the town opened its doors to readers from the whole re-\n\
                    gion yesterday, and many came to see the new reading hall with its six\nwindows.";
        assert_eq!(read(text).len(), 1);
        assert!(read(text)[0].contains("whole region yesterday"));
    }

    #[test]
    fn a_title_above_its_text_is_a_block_of_its_own() {
        let text = "A day of books\nOn 3 May the library held a day of books, with a fair, three lectures, a play for children and a concert in the evening.";
        assert_eq!(read(text).len(), 2);
    }
}
