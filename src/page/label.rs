//! Labels: `Date: …`, `Место проведения: …` at the beginning of a line.

use super::role;
use super::unit::{Label, Unit};
use crate::span::Span;

/// Characters of the longest name of a label.
const NAME: usize = 40;

/// The label that a unit begins with.
pub fn of<'d>(unit: &Unit<'d>) -> Option<Label<'d>> {
    let text = &unit.text[unit.body..];
    let (name, rest) = text.split_once([':', '：'])?;
    let bare = name.trim_matches(|c: char| matches!(c, '*' | '_') || c.is_whitespace());
    let sign = |c: char| c.is_alphanumeric() || " ’ʼ'‘/.-".contains(c);
    let named = bare.starts_with(char::is_alphabetic) && bare.chars().all(sign);
    // `10:30` and `https://` are no labels, `Tomorrow at 17.00 on the square` is no name of one.
    let apart = !name.ends_with(|c: char| c.is_ascii_digit()) && !rest.starts_with('/');
    let timed = bare
        .split(' ')
        .any(|word| word.contains('.') && word.starts_with(|c: char| c.is_ascii_digit()));
    if !named || timed || !apart || bare.chars().nth(NAME).is_some() {
        return None;
    }
    let rest = rest.trim_start_matches(|c: char| c == '*' || c.is_whitespace());
    let start = unit.span.end - rest.len() as u32;
    Some(Label {
        name: bare,
        role: role::role(bare),
        rest: Span {
            start,
            end: unit.span.end,
        },
    })
}
