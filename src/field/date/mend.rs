//! What a page or a habit left out of numbers: `810 октября` is 8–10 October,
//! `20232024 гг.` are the years 2023–2024, `2017/18` are 2017 and 2018.

use super::lexicon::WordRole;
use super::token::{DateToken, Gap, Number, TokenKind};

/// Puts back lost dashes, as tokens of no width, and the centuries of shortened years.
pub fn mended(mut tokens: Vec<DateToken>) -> Vec<DateToken> {
    for at in 2..tokens.len() {
        if let Some(year) = shortened(&tokens[at - 2..=at]) {
            tokens[at].kind = TokenKind::Number(Number {
                value: year,
                digits: 4,
            });
        }
    }
    dashes(tokens)
}

/// The year after that before the slash or dash, of which only two digits are written. After a
/// dash they must be no month: `2011-12` may be December.
fn shortened(tokens: &[DateToken]) -> Option<u32> {
    let [first, link, second] = tokens else {
        return None;
    };
    let (year, short) = (first.number()?.year()? as u32, second.number()?);
    let tight = link.gap == Gap::None && second.gap == Gap::None;
    let linked = link.mark() == Some('/') || (link.is_dash() && short.value > 12);
    let next = year + 1;
    (tight && linked && short.digits == 2 && short.value == next % 100).then_some(next)
}

fn dashes(tokens: Vec<DateToken>) -> Vec<DateToken> {
    if !(0..tokens.len()).any(|at| split(&tokens, at).is_some()) {
        return tokens;
    }
    let mut mended = Vec::with_capacity(tokens.len() + 2);
    for at in 0..tokens.len() {
        match split(&tokens, at) {
            Some(digits) => mended.extend(halves(&tokens[at], digits)),
            None => mended.push(tokens[at].clone()),
        }
    }
    mended
}

/// The digits of the first of two numbers that stand as one.
fn split(tokens: &[DateToken], at: usize) -> Option<u8> {
    let number = tokens[at]
        .number()
        .filter(|number| (3..=4).contains(&number.digits) || number.digits == 8)?;
    if tokens[at].range.len() != usize::from(number.digits) {
        return None;
    }
    let next = tokens
        .get(at + 1)
        .filter(|next| next.gap <= Gap::Line)?
        .word()?;
    if number.digits == 8 {
        return next
            .any(&[WordRole::Year, WordRole::Years, WordRole::YearShort])
            .then(|| years(number))
            .flatten();
    }
    let dated = tokens
        .get(at + 2)
        .and_then(DateToken::number)
        .and_then(Number::year)
        .is_some();
    let month = next.is(WordRole::Month) && (next.capital || !next.english());
    (month && (dated || !(1600..2100).contains(&number.value)))
        .then(|| days(number))
        .flatten()
}

fn years(number: Number) -> Option<u8> {
    let (first, last) = (number.value / 10_000, number.value % 10_000);
    ((1800..2100).contains(&first) && first < last && last - first <= 60).then_some(4)
}

fn days(number: Number) -> Option<u8> {
    let (first, last) = (number.value / 100, number.value % 100);
    let (last_starts, written) = (
        last / 10,
        if number.digits == 3 {
            first < 10
        } else {
            first >= 10
        },
    );
    (written && last_starts > 0 && first < last && last <= 31).then_some(number.digits - 2)
}

fn halves(token: &DateToken, digits: u8) -> [DateToken; 3] {
    let (start, end) = (token.range.start, token.range.end);
    let middle = start + usize::from(digits);
    let number = token.number().unwrap_or(Number { value: 0, digits });
    let rest = number.digits - digits;
    let unit = 10u32.pow(u32::from(rest));
    let part = |value, digits| TokenKind::Number(Number { value, digits });
    [
        DateToken {
            range: start..middle,
            kind: part(number.value / unit, digits),
            gap: token.gap,
        },
        DateToken {
            range: middle..middle,
            kind: TokenKind::Mark('–'),
            gap: Gap::None,
        },
        DateToken {
            range: middle..end,
            kind: part(number.value % unit, rest),
            gap: Gap::None,
        },
    ]
}
