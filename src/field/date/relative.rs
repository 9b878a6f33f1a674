//! Words that name a day, week or month by the day of publication:
//! "yesterday", "сегодня", "өткен аптада", "last month".

use super::lexicon::{Role, Word};
use super::token::{Gap, Token};
use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// The days that the words at `at` mean, and the token after them.
pub fn read(tokens: &[Token], at: usize, published: Date, languages: u8) -> Option<(Named, usize)> {
    let word = tokens
        .get(at)?
        .word()
        .filter(|word| word.in_language(languages))?;
    if let Some(offset) = day(tokens, at, word) {
        let beyond = at
            .checked_sub(1)
            .is_some_and(|before| tokens[before].is(Role::Beyond));
        let offset = if beyond { 2 * offset } else { offset };
        let day = published.checked_add(Span::new().days(offset)).ok()?;
        return Some((Named::Day(day), at + 1));
    }
    let next = tokens
        .get(at + 1)
        .filter(|next| next.gap < Gap::Break)?
        .word()?;
    let (offset, unit) = match (word.offset(Role::Shift), next.offset(Role::Shift)) {
        (Some(offset), _) => (offset, next),
        (None, Some(offset)) if word.any(&[Role::Week, Role::MonthOf]) => (offset, word),
        _ => return None,
    };
    let named = if unit.is(Role::TodayAfter) && offset == 0 && word.in_language(languages) {
        Named::Day(published)
    } else if unit.is(Role::Week) {
        week(published, offset)?
    } else if unit.any(&[Role::MonthUnit, Role::MonthOf]) {
        Named::Month(
            published
                .first_of_month()
                .checked_add(i64::from(offset).months())
                .ok()?,
        )
    } else {
        return None;
    };
    Some((named, at + 2))
}

/// What relative words name: a day, the days of a week from Monday, a month by its first day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Named {
    Day(Date),
    Week(Date, Date),
    Month(Date),
}

fn week(published: Date, offset: i8) -> Option<Named> {
    let back = i64::from(published.weekday().to_monday_zero_offset());
    let monday = published
        .checked_add((7 * i64::from(offset) - back).days())
        .ok()?;
    Some(Named::Week(monday, monday.checked_add(6.days()).ok()?))
}

fn day(tokens: &[Token], at: usize, word: Word) -> Option<i8> {
    // "эртең менен" is "in the morning".
    let morning = tokens
        .get(at + 1)
        .is_some_and(|next| next.is(Role::And) && next.gap == Gap::Space);
    if let Some(offset) = word
        .offset(Role::Day)
        .filter(|offset| *offset != 1 || !morning)
    {
        return Some(offset);
    }
    // "кече", "kecha" are also an evening party; as adverbs they open the sentence.
    word.offset(Role::DayInitial)
        .filter(|_| opens_clause(tokens, at))
}

fn opens_clause(tokens: &[Token], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    tokens[at].gap >= Gap::Line
        || before.is_none_or(|token| token.mark().is_some_and(|mark| !"«\"“".contains(mark)))
}
