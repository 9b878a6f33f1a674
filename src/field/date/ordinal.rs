//! Numbers in letters or with endings: parts of a year or month ("first
//! quarter", "Q1", "бірінші онкүндік"), days ("twenty-fourth", "пятого"), and
//! where an ending or the dash before one stops ("5-нші", "2021-жыл").

use super::lexicon::WordRole;
use super::token::{DateToken, Gap, TokenKind};

/// A part of a year or month, counted from 1; 9 is the last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fraction {
    Quarter(u8),
    Half(u8),
    TenDays(u8),
    /// Spring, summer or autumn; winter lies in two years, and its words do not say in which.
    Season(u8),
}

/// The fraction that begins at a token, and the token after it.
pub fn fraction(tokens: &[DateToken], at: usize) -> Option<(Fraction, usize)> {
    let (number, next) = count(tokens, at)?;
    unit(tokens, after_joint(tokens, next), number).or_else(|| {
        // "семоҳаи якум": the unit first.
        let (_, next) = unit(tokens, at, 1)?;
        let (number, end) = count(tokens, next)?;
        unit(tokens, at, number).map(|(fraction, _)| (fraction, end))
    })
}

/// An ordinal from 1 to 4, or the place itself where a unit stands first.
fn count(tokens: &[DateToken], at: usize) -> Option<(u8, usize)> {
    match tokens.get(at)?.kind {
        TokenKind::Number(number) if (1..=4).contains(&number.value) && number.digits == 1 => {
            Some((number.value as u8, after_suffix(tokens, at + 1)))
        }
        TokenKind::Word(word) if word.ordinal().is_some() => Some((word.ordinal()?, at + 1)),
        TokenKind::Word(word)
            if word.any(&[
                WordRole::Quarter,
                WordRole::Half,
                WordRole::TenDays,
                WordRole::Season,
            ]) =>
        {
            Some((0, at))
        }
        _ => None,
    }
}

fn unit(tokens: &[DateToken], at: usize, count: u8) -> Option<(Fraction, usize)> {
    let word = tokens.get(at)?.word()?;
    let ten = word.is(WordRole::Ten)
        && tokens
            .get(at + 1)
            .is_some_and(|next| next.is(WordRole::Days));
    let fraction = match count {
        0 if word.is(WordRole::Season) => Fraction::Season(word.season()?),
        1..=4 | 9 if word.is(WordRole::Quarter) => Fraction::Quarter(count),
        1 | 2 | 9 if word.is(WordRole::Half) => Fraction::Half(count),
        1..=3 | 9 if word.is(WordRole::TenDays) || ten => Fraction::TenDays(count),
        _ => return None,
    };
    Some((fraction, at + 1 + usize::from(ten)))
}

/// The day that a word, or a word after `twenty`, names, and the token after it.
pub fn day(tokens: &[DateToken], at: usize) -> Option<(u8, usize)> {
    let word = tokens.get(at)?.word()?;
    let Some(tens) = word.day(WordRole::Tens) else {
        return Some((word.day(WordRole::DayWord)?, at + 1));
    };
    let next = after_joint(tokens, at + 1);
    let unit = tokens.get(next)?.word()?.day(WordRole::DayWord)?;
    (unit < 10 && tens + unit <= 31).then_some((tens + unit, next + 1))
}

/// Past an ordinal ending after a number, glued or behind a dash.
pub fn after_suffix(tokens: &[DateToken], at: usize) -> usize {
    let dash = tokens
        .get(at)
        .is_some_and(|token| token.is_dash() && token.gap == Gap::None);
    let place = at + usize::from(dash);
    let suffix = tokens
        .get(place)
        .is_some_and(|token| token.gap == Gap::None && token.is(WordRole::OrdinalSuffix));
    if suffix { place + 1 } else { at }
}

/// Past a dash that ties a number to a word: `2021-жыл`.
pub fn after_joint(tokens: &[DateToken], at: usize) -> usize {
    let tied = tokens
        .get(at)
        .is_some_and(|token| token.is_dash() && token.gap == Gap::None)
        && tokens
            .get(at + 1)
            .is_some_and(|token| token.gap == Gap::None && token.word().is_some());
    if tied { at + 1 } else { at }
}
