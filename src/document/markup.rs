//! Markup that stands as text: tags and character references inside cells and
//! paragraphs of a plain text.
//!
//! Exports of web tables leave `<p>`, `<ul style="…">`, `<br>` and `&amp;` as
//! visible characters, often never closed. [`pieces`] turns such a text into
//! paragraphs and items; what looks like no known tag stays as written.

use super::grid::{CellPiece, PagePart};
use regex::Regex;
use std::sync::LazyLock;

/// Known HTML tags only, so that `a < b` and `<name>` stay.
static TAG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        "(?i)</?(p|br|ul|ol|li|div|span|b|i|u|em|strong|a|font|h[1-6]|table|tbody|tr|td|th|hr",
        r"|sup|sub|small|center|blockquote|pre)(?:\s[^<>]*)?/?>"
    ))
    .expect("a constant pattern")
});

/// Marks that open a list item, at the start of a line or glued into it.
pub const BULLETS: [char; 9] = ['•', '·', '▪', '●', '◦', '‣', '■', '\u{f0b7}', '\u{f0a7}'];

/// Whether the text holds tags as characters.
pub fn has_tags(text: &str) -> bool {
    TAG.is_match(text)
}

/// The paragraphs and items of a text that may hold markup.
pub fn pieces(text: &str) -> Vec<CellPiece> {
    let mut out = Vec::new();
    let mut item = false;
    let mut line = String::new();
    let mut done = 0;
    for tag in TAG.captures_iter(text) {
        let whole = tag.get(0).map_or(0..0, |m| m.range());
        line.push_str(&text[done..whole.start]);
        done = whole.end;
        let closes = text[whole.clone()].starts_with("</");
        match tag[1].to_ascii_lowercase().as_str() {
            "span" | "b" | "i" | "u" | "em" | "strong" | "a" | "font" | "sup" | "sub" | "small" => {
            }
            "li" => {
                flush(&mut line, item, &mut out);
                item = !closes;
            }
            _ => {
                flush(&mut line, item, &mut out);
                item = false;
            }
        }
    }
    line.push_str(&text[done..]);
    flush(&mut line, item, &mut out);
    out
}

/// One line of text as pieces: bullets split it, wherever they stand.
fn flush(line: &mut String, item: bool, out: &mut Vec<CellPiece>) {
    let text = unescape(line);
    line.clear();
    let dashes = dash_items(&text);
    if !text.contains(BULLETS) && dashes.len() > 1 {
        out.extend(
            dashes
                .into_iter()
                .filter(|(_, t)| !t.is_empty())
                .map(|(item, text)| CellPiece::new(item, text)),
        );
        return;
    }
    for (number, piece) in text.split(BULLETS).enumerate() {
        let marked = number > 0;
        let piece = piece.trim();
        let (dashed, piece) = if number == 0 {
            strip_dash(piece)
        } else {
            (false, piece)
        };
        // An empty piece behind a mark is kept: an empty item is a finding.
        if !piece.is_empty() || marked {
            out.push(CellPiece {
                item: marked || item || dashed,
                parts: vec![PagePart {
                    text: piece.to_owned(),
                    ..PagePart::default()
                }],
            });
        }
    }
}

/// A list mark at the very start of a line.
pub fn strip_dash(line: &str) -> (bool, &str) {
    for mark in ["- ", "– ", "— ", "* "] {
        if let Some(rest) = line.strip_prefix(mark) {
            return (true, rest.trim_start());
        }
    }
    (false, line)
}

/// `- one;- two;` : items whose line breaks were lost. A dash opens an item at the
/// start or right behind a semicolon.
fn dash_items(text: &str) -> Vec<(bool, String)> {
    let trimmed = text.trim();
    if !strip_dash(trimmed).0 {
        return Vec::new();
    }
    trimmed
        .split_inclusive(';')
        .fold(Vec::new(), |mut items: Vec<(bool, String)>, part| {
            let (dashed, rest) = strip_dash(part.trim());
            match items.last_mut() {
                Some((_, last)) if !dashed => last.push_str(part),
                _ => items.push((true, rest.to_owned())),
            }
            items
        })
}

/// The character references that exports leave behind.
pub fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest
            .char_indices()
            .take(12)
            .find(|(_, c)| *c == ';')
            .map(|(i, _)| i);
        match end.and_then(|end| reference(&rest[1..end]).map(|c| (c, end))) {
            Some((c, end)) => {
                out.push(c);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn reference(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control());
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "laquo" => '«',
        "raquo" => '»',
        "ldquo" => '“',
        "rdquo" => '”',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "bull" => '•',
        "middot" => '·',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(bool, String)> {
        pieces(text)
            .into_iter()
            .map(|p| (p.item, p.parts[0].text.trim().to_owned()))
            .collect()
    }

    #[test]
    fn glued_bullets_are_items_and_an_empty_mark_is_kept() {
        let found = read("<p>SD 1</p> <ul style=\"x\">• Read more• Write •");
        let expected = [
            (false, "SD 1"),
            (true, "Read more"),
            (true, "Write"),
            (true, ""),
        ];
        assert_eq!(found, expected.map(|(item, text)| (item, text.to_owned())));
    }

    #[test]
    fn dashes_that_lost_their_line_breaks_are_items() {
        let found = read("<ul>- lend books;- mend books, even old - ones;</ul>");
        let expected = [
            (true, "lend books;"),
            (true, "mend books, even old - ones;"),
        ];
        assert_eq!(found, expected.map(|(item, text)| (item, text.to_owned())));
    }

    #[test]
    fn what_is_no_tag_and_no_reference_stays() {
        assert_eq!(
            read("1 < 2 & <name> &c; a&amp;b")[0].1,
            "1 < 2 & <name> &c; a&b"
        );
    }
}
