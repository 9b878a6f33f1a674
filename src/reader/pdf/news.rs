//! Headings, and the page of news printed to PDF: its headline, date and byline told
//! from the text, its navigation set aside.

use super::layout::{Content, Part};
use super::lines::Line;
use super::paragraphs::Paragraph;

/// Sets aside the headline and byline of a printed page, and navigation above them.
/// Reports keep their heading: a document with a table is none of these.
pub fn tell(parts: &mut [Part], body: f32) {
    set_navigation_aside(parts, body);
    if parts.iter().any(|part| matches!(part.content, Content::Table(_))) {
        return;
    }
    let Some(headline) = first_text(parts, 0).filter(|place| is_headline(parts, *place, body)) else { return };
    parts[headline].aside = Some("headline");
    let mut after = headline + 1;
    for _ in 0..2 {
        let Some(place) = first_text(parts, after) else { return };
        let Content::Text(paragraph) = &parts[place].content else { return };
        if !is_byline(paragraph) {
            return;
        }
        parts[place].aside = Some("byline");
        after = place + 1;
    }
}

fn first_text(parts: &[Part], from: usize) -> Option<usize> {
    (from..parts.len()).find(|place| parts[*place].aside.is_none())
}

/// How large a paragraph is set against the text of the document: 1 for the largest headings, none for text.
pub fn heading_level(paragraph: &Paragraph, body: f32) -> Option<u8> {
    let line = paragraph.first_line()?;
    let lines = paragraph.lines().count();
    let scale = line.size / body.max(1.0);
    match scale {
        _ if paragraph.item || lines > 4 => None,
        1.4.. => Some(1),
        1.2.. => Some(2),
        1.08.. => Some(3),
        _ => None,
    }
}

/// The largest print of the first page, with text in smaller print below.
fn is_headline(parts: &[Part], place: usize, body: f32) -> bool {
    let Content::Text(paragraph) = &parts[place].content else { return false };
    let below = parts[place + 1..].iter().filter(|part| part.aside.is_none()).count();
    parts[place].page == 1 && below > 2 && heading_level(paragraph, body).is_some_and(|level| level <= 2)
}

/// A short line below the headline that is no sentence: a date, a name.
fn is_byline(paragraph: &Paragraph) -> bool {
    let Some(line) = paragraph.first_line() else { return false };
    let text = line.text();
    let short = paragraph.lines().count() == 1 && text.chars().count() <= 48 && line.words.len() <= 6;
    let stops = line.limit - line.area.right > 4.0 * line.size;
    let sentence = text.ends_with(['.', '!', '?', ':']) && !text.chars().any(|c| c.is_ascii_digit());
    !paragraph.item && short && stops && !sentence
}

/// Lines of short pieces that wide gaps part, above the first heading, are navigation.
fn set_navigation_aside(parts: &mut [Part], body: f32) {
    let texts: Vec<usize> = (0..parts.len()).filter(|place| parts[*place].aside.is_none()).take(4).collect();
    let heading = texts.iter().position(|place| match &parts[*place].content {
        Content::Text(paragraph) => heading_level(paragraph, body).is_some_and(|level| level <= 2),
        Content::Table(_) => false,
    });
    for place in texts.into_iter().take(heading.unwrap_or(0)) {
        if let Content::Text(paragraph) = &parts[place].content
            && paragraph.lines().all(is_menu)
        {
            parts[place].aside = Some("navigation");
        }
    }
}

fn is_menu(line: &Line) -> bool {
    let mut pieces = vec![0_usize; 1];
    for (number, word) in line.words.iter().enumerate() {
        let gap = number.checked_sub(1).map_or(0.0, |before| word.area.left - line.words[before].area.right);
        if gap > 0.8 * line.size {
            pieces.push(0);
        }
        if let Some(last) = pieces.last_mut() {
            *last += 1;
        }
    }
    pieces.len() >= 3 && pieces.iter().all(|words| *words <= 4)
}
