//! Words that name a day, week or month by the day of publication:
//! "yesterday", "сегодня", "өткен аптада", "last month".

use super::languages::Languages;
use super::lexicon::{Role, Word};
use super::token::{Gap, Kind, Token};
use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// The days that the words at `at` mean, and the token after them.
pub fn read(
    tokens: &[Token],
    at: usize,
    published: Date,
    languages: Languages,
) -> Option<(Named, usize)> {
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
    if let Some(named) = weekday(tokens, at, word, published, languages) {
        return Some((named, at + 1));
    }
    let next = tokens
        .get(at + 1)
        .filter(|next| next.gap < Gap::Break)?
        .word()?;
    let (offset, unit) = match (word.offset(Role::Shift), next.offset(Role::Shift)) {
        (Some(offset), _) => (offset, next),
        (None, Some(offset)) if word.any(&[Role::Week, Role::MonthOf, Role::Weekday]) => {
            (offset, word)
        }
        _ => return None,
    };
    let named = if unit.is(Role::TodayAfter) && offset == 0 && word.in_language(languages) {
        Named::Day(published)
    } else if unit.is(Role::Week) {
        return of_week(tokens, at + 2, week(published, offset)?);
    } else if let Some(weekday) = unit.weekday() {
        Named::Day(shifted(published, weekday, offset)?)
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

/// Any year that is no leap year: only months and days are read from it.
const SOME_YEAR: i16 = 2001;

/// The day that "today" or "yesterday" means beside a day without a year.
pub fn read_yearless(
    tokens: &[Token],
    at: usize,
    (month, day): (i8, i8),
    languages: Languages,
) -> Option<((i8, i8), usize)> {
    let published = Date::new(SOME_YEAR, month, day).ok()?;
    match read(tokens, at, published, languages)? {
        (Named::Day(day), end) if day.year() == SOME_YEAR => Some(((day.month(), day.day()), end)),
        _ => None,
    }
}

/// What relative words name: a day, the days of a week from Monday, a month by its first day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Named {
    Day(Date),
    Week(Date, Date),
    Month(Date),
    /// The last such day of the week, which may be the coming one.
    Weekday(Date),
}

/// `last week, on Friday`: the day of the week that stands right behind it.
fn of_week(tokens: &[Token], at: usize, week: Named) -> Option<(Named, usize)> {
    let Named::Week(monday, _) = week else {
        return Some((week, at));
    };
    let comma = tokens
        .get(at)
        .is_some_and(|token| token.mark() == Some(','));
    let place = at + usize::from(comma);
    let near = tokens.get(place).filter(|token| token.gap < Gap::Break);
    let Some(weekday) = near.and_then(Token::word).and_then(|word| word.weekday()) else {
        return Some((week, at));
    };
    let unit = tokens
        .get(place + 1)
        .is_some_and(|token| token.is(Role::DayUnit));
    let day = monday.checked_add((i64::from(weekday) - 1).days()).ok()?;
    Some((Named::Day(day), place + 1 + usize::from(unit)))
}

/// `last Friday` lies before the day of publication, `next Friday` behind it.
fn shifted(published: Date, weekday: i8, offset: i8) -> Option<Date> {
    let back = i64::from((published.weekday().to_monday_one_offset() - weekday).rem_euclid(7));
    let days = match offset {
        ..0 => -(if back == 0 { 7 } else { back }),
        0 => -back,
        1.. => 7 - back,
    };
    published.checked_add(days.days()).ok()
}

/// A day of the week by itself: no part of a date, no hours of a house (`Monday to Friday`,
/// `every Friday`), and in a language that is known.
fn weekday(
    tokens: &[Token],
    at: usize,
    word: Word,
    published: Date,
    languages: Languages,
) -> Option<Named> {
    let weekday = word
        .weekday()
        .filter(|_| languages.count_ones() == 1 && !word.is(Role::Week))?;
    // English writes it with a capital, others a name: `Dushanbe`, `Anna`.
    let unit = tokens
        .get(at + 1)
        .is_some_and(|next| next.is(Role::DayUnit));
    if word.english() != word.capital && !unit {
        return None;
    }
    let dated = |token: &Token| match token.kind {
        Kind::Number(_) | Kind::Date(..) | Kind::DayMonth(..) | Kind::MonthYear(..) => true,
        Kind::Word(word) => word.any(&[
            Role::Month,
            Role::Weekday,
            Role::Every,
            Role::EveryAfter,
            Role::Shift,
        ]),
        _ => false,
    };
    let before = &tokens[at.saturating_sub(BESIDE)..at];
    let behind = &tokens[at + 1..(at + 1 + BESIDE).min(tokens.len())];
    let alone = !before.iter().chain(behind).any(dated);
    alone
        .then(|| shifted(published, weekday, 0))?
        .map(Named::Weekday)
}

/// Tokens on either side of a day of the week among which the rest of a date may stand.
const BESIDE: usize = 3;

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
