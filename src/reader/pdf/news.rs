//! Headings, and the page of news printed to PDF: its headline, date and byline told
//! from the text, its navigation set aside.

use super::layout::{LayoutPart, PartContent};
use super::lines::TextLine;
use super::paragraphs::FlowedParagraph;
use super::print::Print;
use super::structure::UnitRole;
use crate::document::Rule;

/// How large a heading is set against the text, by level; bold print of the text's size is the
/// last.
const TITLE: f32 = 1.4;
const HEADING: f32 = 1.2;
const SUBHEADING: f32 = 1.08;
const TEXT: f32 = 0.95;
/// What a line of a title leaves free, and the gap between items of a menu, in sizes of the font.
const STOPS: f32 = 4.0;
const ITEM: f32 = 0.8;

/// Sets aside the headline and byline of a printed page, and navigation above them.
/// Reports keep their heading: a document with a table is none of these.
pub fn tell(parts: &mut [LayoutPart], print: Print) {
    set_navigation_aside(parts, print);
    if parts
        .iter()
        .any(|part| matches!(part.content, PartContent::Table(_)))
    {
        return;
    }
    let Some(headline) = first_text(parts, 0).filter(|place| is_headline(parts, *place, print))
    else {
        return;
    };
    parts[headline].aside = Some(Rule::Headline);
    let mut after = headline + 1;
    for _ in 0..2 {
        let Some(place) = first_text(parts, after) else {
            return;
        };
        let PartContent::Text(paragraph) = &parts[place].content else {
            return;
        };
        if !is_byline(paragraph) || heading_level(paragraph, print).is_some() {
            return;
        }
        parts[place].aside = Some(Rule::Byline);
        after = place + 1;
    }
}

fn first_text(parts: &[LayoutPart], from: usize) -> Option<usize> {
    (from..parts.len()).find(|place| parts[*place].aside.is_none())
}

/// The level of a heading: what the structure of the file says, or how large the paragraph is
/// set against the text of the document, or bold print; none for text.
pub fn heading_level(paragraph: &FlowedParagraph, print: Print) -> Option<u8> {
    let line = paragraph.first_line()?;
    let lines = paragraph.lines().count();
    if let UnitRole::Heading(level) = line.unit.role {
        return Some(level);
    }
    let scale = line.size / print.size.max(1.0);
    match scale {
        _ if paragraph.item || lines > 4 => None,
        TITLE.. => Some(1),
        HEADING.. => Some(2),
        SUBHEADING.. => Some(3),
        TEXT.. if !print.bold && lines <= 2 && is_bold_title(paragraph) => Some(4),
        _ => None,
    }
}

/// Whether a paragraph is bold throughout and no sentence.
fn is_bold_title(paragraph: &FlowedParagraph) -> bool {
    let bold = paragraph
        .lines()
        .all(|line| line.words.iter().all(|word| word.bold));
    let end = paragraph.last_line().and_then(|line| line.words.last());
    bold && end.is_some_and(|word| !word.text.ends_with(['.', ',', ';', ':']))
}

/// The largest print of the first page, with text in smaller print below.
fn is_headline(parts: &[LayoutPart], place: usize, print: Print) -> bool {
    let PartContent::Text(paragraph) = &parts[place].content else {
        return false;
    };
    let below = parts[place + 1..]
        .iter()
        .filter(|part| part.aside.is_none())
        .count();
    parts[place].page == 1
        && below > 2
        && heading_level(paragraph, print).is_some_and(|level| level <= 2)
}

/// A short line below the headline that is no sentence: a date, a name.
fn is_byline(paragraph: &FlowedParagraph) -> bool {
    let Some(line) = paragraph.first_line() else {
        return false;
    };
    let text = line.text();
    let short =
        paragraph.lines().count() == 1 && text.chars().count() <= 48 && line.words.len() <= 6;
    let stops = line.limit - line.area.right > STOPS * line.size;
    let sentence =
        text.ends_with(['.', '!', '?', ':']) && !text.chars().any(|c| c.is_ascii_digit());
    !paragraph.item && short && stops && !sentence
}

/// Lines of short pieces that wide gaps part, above the first heading, are navigation.
fn set_navigation_aside(parts: &mut [LayoutPart], print: Print) {
    let texts: Vec<usize> = (0..parts.len())
        .filter(|place| parts[*place].aside.is_none())
        .take(4)
        .collect();
    let heading = texts.iter().position(|place| match &parts[*place].content {
        PartContent::Text(paragraph) => {
            heading_level(paragraph, print).is_some_and(|level| level <= 2)
        }
        PartContent::Table(_) => false,
    });
    for place in texts.into_iter().take(heading.unwrap_or(0)) {
        if let PartContent::Text(paragraph) = &parts[place].content
            && paragraph.lines().all(is_menu)
        {
            parts[place].aside = Some(Rule::Navigation);
        }
    }
}

fn is_menu(line: &TextLine) -> bool {
    let mut pieces = vec![0_usize; 1];
    for (number, word) in line.words.iter().enumerate() {
        let gap = number
            .checked_sub(1)
            .map_or(0.0, |before| word.area.left - line.words[before].area.right);
        if gap > ITEM * line.size {
            pieces.push(0);
        }
        if let Some(last) = pieces.last_mut() {
            *last += 1;
        }
    }
    pieces.len() >= 3 && pieces.iter().all(|words| *words <= 4)
}
