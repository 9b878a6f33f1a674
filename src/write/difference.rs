//! Differences for a person's eye: field, old value, new value, and the words
//! behind the new one. Long texts are shown by the words that changed.

use super::terminal::{Ink, Paint, visible};
use crate::compare::{Change, Difference};
use serde_json::Value;
use similar::{Algorithm, DiffTag, capture_diff_slices};

/// Texts longer than this (in bytes) are compared word by word.
const LONG: usize = 60;
/// Words kept on each side of a change.
const AROUND: usize = 6;
/// Longest value or quotation shown whole, in characters.
const SHOWN: usize = 600;
/// Beyond so many words a text is not compared word by word.
const WORDS: usize = 40_000;

/// Appends one difference, indented by two columns, with the evidence of the new value.
pub fn show(out: &mut String, paint: Paint, difference: &Difference, evidence: &[String]) {
    let pointer = if difference.pointer.is_empty() {
        "(whole record)"
    } else {
        &difference.pointer
    };
    line(out, 2, &paint.ink(Ink::Name, pointer));
    match &difference.change {
        Change::Changed {
            old: Value::String(old),
            new: Value::String(new),
        } if old.len().max(new.len()) > LONG => words(out, paint, old, new),
        Change::Changed { old, new } => {
            value(out, paint, Ink::Old, "-", old);
            value(out, paint, Ink::New, "+", new);
        }
        Change::Added(new) => value(out, paint, Ink::New, "+", new),
        Change::Gone(old) => value(out, paint, Ink::Old, "-", old),
        Change::Unknown(old) => {
            value(out, paint, Ink::Old, "-", old);
            line(
                out,
                4,
                &paint.ink(Ink::Warn, "the record has no such field"),
            );
        }
    }
    for words in evidence {
        let text = format!("seen in {}", shortened(words));
        for (index, part) in paint.wrap(&text, 8).iter().enumerate() {
            line(
                out,
                if index == 0 { 6 } else { 8 },
                &paint.ink(Ink::Quiet, part),
            );
        }
    }
}

fn line(out: &mut String, indent: usize, text: &str) {
    out.extend(std::iter::repeat_n(' ', indent));
    out.push_str(text);
    out.push('\n');
}

/// A value as JSON behind its sign, wrapped.
fn value(out: &mut String, paint: Paint, ink: Ink, sign: &str, value: &Value) {
    let text = shortened(&brief(value).to_string());
    for (index, part) in paint.wrap(&text, 6).iter().enumerate() {
        let sign = if index == 0 { sign } else { " " };
        line(out, 4, &paint.ink(ink, &format!("{sign} {part}")));
    }
}

/// A whole activity by what tells it from others.
fn brief(value: &Value) -> Value {
    match value {
        Value::Object(map) if map.contains_key("evidence") => {
            let telling = ["kind", "ordinal", "title", "date", "description"];
            let kept = telling
                .iter()
                .filter_map(|key| Some(((*key).to_owned(), map.get(*key)?.clone())));
            Value::Object(kept.filter(|(_, value)| !value.is_null()).collect())
        }
        other => other.clone(),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// The changed words of a text between their neighbours. Without colour, `[-old-]` and `{+new+}`.
fn words(out: &mut String, paint: Paint, old: &str, new: &str) {
    let (a, b) = (tokens(old), tokens(new));
    if a.len().max(b.len()) > WORDS {
        value(out, paint, Ink::Old, "-", &Value::from(old));
        value(out, paint, Ink::New, "+", &Value::from(new));
        return;
    }
    let mut pieces: Vec<(Option<Ink>, String)> = Vec::new();
    let operations = capture_diff_slices(Algorithm::Patience, &a, &b);
    let last = operations.len().saturating_sub(1);
    for (index, operation) in operations.iter().enumerate() {
        let (tag, old, new) = operation.as_tag_tuple();
        if tag == DiffTag::Equal {
            pieces.push((None, kept(&a[old], index > 0, index < last)));
            continue;
        }
        for (ink, words) in [(Ink::Old, &a[old]), (Ink::New, &b[new])] {
            if !words.is_empty() {
                pieces.push((Some(ink), words.concat()));
            }
        }
    }
    flow(out, paint, &pieces);
}

/// Words and the white space between them, each a token.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let space = first.is_whitespace();
        let end = rest
            .find(|c: char| c.is_whitespace() != space)
            .unwrap_or(rest.len());
        tokens.push(&rest[..end]);
        rest = &rest[end..];
    }
    tokens
}

/// Words that both texts have: those next to a change, the others as an ellipsis.
fn kept(words: &[&str], after_change: bool, before_change: bool) -> String {
    let (head, tail) = (
        if after_change { AROUND * 2 } else { 0 },
        if before_change { AROUND * 2 } else { 0 },
    );
    if words.len() <= head + tail {
        return words.concat();
    }
    format!(
        "{} … {}",
        words[..head].concat().trim_end(),
        words[words.len() - tail..].concat().trim_start()
    )
}

/// Pieces in their inks as wrapped lines.
fn flow(out: &mut String, paint: Paint, pieces: &[(Option<Ink>, String)]) {
    let room = paint.width.saturating_sub(6).max(10);
    let mut used = 0;
    let mut current = String::new();
    for (ink, text) in pieces {
        let marked = match ink {
            Some(Ink::Old) if !paint.color => format!("[-{text}-]"),
            Some(_) if !paint.color => format!("{{+{text}+}}"),
            _ => text.clone(),
        };
        for word in marked.split_inclusive(char::is_whitespace) {
            // A break between paragraphs is seen as a mark; it does not break the line.
            let word = visible(word).replace("\\n", "¶ ");
            let wide = super::terminal::columns(&word);
            if used > 0 && used + wide > room {
                line(out, 4, current.trim_end());
                current.clear();
                used = 0;
            }
            match ink {
                Some(ink) => current.push_str(&paint.ink(*ink, &word)),
                None => current.push_str(&word),
            }
            used += wide;
        }
    }
    if !current.trim().is_empty() {
        line(out, 4, current.trim_end());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const PLAIN: Paint = Paint {
        color: false,
        width: 80,
    };

    fn shown(old: Value, new: Value, evidence: &[String]) -> String {
        let mut out = String::new();
        let difference = Difference {
            pointer: "/date/start".into(),
            change: Change::Changed { old, new },
        };
        show(&mut out, PLAIN, &difference, evidence);
        out
    }

    #[test]
    fn field_values_and_evidence_are_named() {
        let out = shown(
            json!("2021-05-03"),
            json!("2021-03-05"),
            &["“3/5/2021”".to_owned()],
        );
        assert_eq!(
            out,
            "  /date/start\n    - \"2021-05-03\"\n    + \"2021-03-05\"\n      seen in “3/5/2021”\n"
        );
    }

    #[test]
    fn of_long_texts_the_changed_words_are_shown() {
        let old = "The library opened a hall for readers, and many people came to see the new shelves on that day.";
        let new = old.replace("shelves", "tables");
        let out = shown(json!(old), json!(new), &[]);
        assert!(out.contains("[-shelves-]{+tables+}"), "{out}");
        assert!(out.contains("…") && !out.contains("opened"), "{out}");
    }

    #[test]
    fn escape_sequences_of_the_input_are_not_sent() {
        let text = "\u{1b}]0;gone\u{7} ".repeat(20);
        let painted = Paint {
            color: true,
            width: 40,
        };
        let mut out = String::new();
        let change = Change::Changed {
            old: json!(text),
            new: json!(text.replace("gone", "here")),
        };
        show(
            &mut out,
            painted,
            &Difference {
                pointer: "/a\u{1b}".into(),
                change,
            },
            &["\u{202e}x".to_owned()],
        );
        assert!(!out.contains("\u{1b}]") && !out.contains('\u{7}') && !out.contains('\u{202e}'));
    }
}
