//! Front matter: what a Markdown file says of itself before its text.
//!
//! Site builders (Jekyll, Hugo) put `name: value` lines between two lines of
//! three dashes, or `name = "value"` between two of three plus signs. Each
//! known name is a claim about the page; the lines are set aside.

use crate::budget::{Budget, Exhausted};
use crate::document::{Builder, Kind, Origin, Property, Rule, Witness};

/// Lines of the longest front matter.
const LONGEST: usize = 60;

/// How far it is believed: its author wrote it, as the head of a page.
const STATED: f32 = 0.8;

/// The names of what is read, in the spelling of the site builders.
const NAMES: [(&str, Property); 10] = [
    ("title", Property::Title),
    ("date", Property::Published),
    ("published", Property::Published),
    ("pubdate", Property::Published),
    ("lastmod", Property::Modified),
    ("updated", Property::Modified),
    ("author", Property::Author),
    ("lang", Property::Language),
    ("language", Property::Language),
    ("canonical_url", Property::Url),
];

/// Reads the front matter and tells how many lines it has; none where the text begins at once.
pub fn read(builder: &mut Builder, lines: &[&str], budget: &Budget) -> Result<usize, Exhausted> {
    let Some((length, sign)) = extent(lines) else {
        return Ok(0);
    };
    for line in &lines[1..length - 1] {
        if let Some((property, value)) = claim(line, sign) {
            let from = Witness::Outside(format!("front-matter:{property:?}").to_lowercase());
            builder.meta().add(property, value.to_owned(), from, STATED);
        }
    }
    let at = builder.document().blocks.len();
    let text = lines[..length].join("\n");
    builder.block(Kind::Paragraph, &text, &[], Origin::Line(1), budget)?;
    for block in at..builder.document().blocks.len() {
        builder.set_aside(block, Rule::About);
    }
    Ok(length)
}

/// How many lines it has, and the sign between names and values.
fn extent(lines: &[&str]) -> Option<(usize, char)> {
    let fence = lines.first()?.trim_end();
    let sign = match fence {
        "---" => ':',
        "+++" => '=',
        _ => return None,
    };
    let inside = lines.iter().skip(1).take(LONGEST);
    let length = inside.clone().position(|line| line.trim_end() == fence)?;
    let named = |line: &&str| {
        line.split_once(sign)
            .is_some_and(|(name, _)| is_name(name.trim()))
    };
    // Values may go on over several lines; the first names one.
    let first = lines.get(1).filter(|_| length > 0)?;
    named(first).then_some((length + 2, sign))
}

fn is_name(name: &str) -> bool {
    let sign = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ');
    !name.is_empty() && name.len() <= 40 && name.chars().all(sign)
}

fn claim(line: &str, sign: char) -> Option<(Property, &str)> {
    let (name, value) = line.split_once(sign)?;
    let name = name.trim();
    let value = value.trim().trim_matches(|c| matches!(c, '"' | '\''));
    let known = NAMES
        .iter()
        .find(|(known, _)| name.eq_ignore_ascii_case(known));
    known
        .filter(|_| !value.is_empty())
        .map(|(_, property)| (*property, value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_values_stand_between_two_fences() {
        let yaml = ["---", "title: \"A fair\"", "tags: [books]", "---", "Text"];
        assert_eq!(extent(&yaml), Some((4, ':')));
        assert_eq!(claim(yaml[1], ':'), Some((Property::Title, "A fair")));
        assert_eq!(claim(yaml[2], ':'), None);
        let toml = ["+++", "date = 2024-05-01", "+++"];
        assert_eq!(extent(&toml), Some((3, '=')));
        assert_eq!(
            claim(toml[1], '='),
            Some((Property::Published, "2024-05-01"))
        );
        for text in [
            vec!["---", "A text below a rule.", "---"],
            vec!["---", "title: open"],
            vec!["A text"],
        ] {
            assert_eq!(extent(&text), None, "{text:?}");
        }
    }
}
