//! Words that name a day, week or month by the day of publication:
//! "yesterday", "сегодня", "өткен аптада", "last month".

use super::languages::Languages;
use super::lexicon::{DateWord, WordRole};
use super::token::{DateToken, Gap, TokenKind};
use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// The days that the words at `at` mean, and the token after them.
pub fn read(
    tokens: &[DateToken],
    at: usize,
    published: Date,
    languages: Languages,
) -> Option<(RelativeDay, usize)> {
    let word = tokens
        .get(at)?
        .word()
        .filter(|word| word.in_language(languages))?;
    if let Some(offset) = day(tokens, at, word) {
        let beyond = at
            .checked_sub(1)
            .is_some_and(|before| tokens[before].is(WordRole::Beyond));
        let offset = if beyond { 2 * offset } else { offset };
        let day = published.checked_add(Span::new().days(offset)).ok()?;
        return Some((RelativeDay::Day(day), at + 1));
    }
    if let Some(named) = weekday(tokens, at, word, published, languages) {
        return Some((named, at + 1));
    }
    let next = tokens
        .get(at + 1)
        .filter(|next| next.gap < Gap::Break)?
        .word()?;
    let (offset, unit) = match (word.offset(WordRole::Shift), next.offset(WordRole::Shift)) {
        (Some(offset), _) => (offset, next),
        (None, Some(offset))
            if word.any(&[WordRole::Week, WordRole::MonthOf, WordRole::Weekday]) =>
        {
            (offset, word)
        }
        _ => return None,
    };
    let named = if unit.is(WordRole::TodayAfter) && offset == 0 && word.in_language(languages) {
        RelativeDay::Day(published)
    } else if unit.is(WordRole::Week) {
        return of_week(tokens, at + 2, week(published, offset)?);
    } else if let Some(weekday) = unit.weekday() {
        RelativeDay::Day(shifted(published, weekday, offset)?)
    } else if unit.any(&[WordRole::MonthUnit, WordRole::MonthOf]) {
        RelativeDay::Month(
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
    tokens: &[DateToken],
    at: usize,
    (month, day): (i8, i8),
    languages: Languages,
) -> Option<((i8, i8), usize)> {
    let published = Date::new(SOME_YEAR, month, day).ok()?;
    match read(tokens, at, published, languages)? {
        (RelativeDay::Day(day), end) if day.year() == SOME_YEAR => {
            Some(((day.month(), day.day()), end))
        }
        _ => None,
    }
}

/// What relative words name: a day, the days of a week from Monday, a month by its first day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RelativeDay {
    Day(Date),
    Week(Date, Date),
    Month(Date),
    /// The last such day of the week, which may be the coming one.
    Weekday(Date),
}

/// `last week, on Friday`: the day of the week that stands right behind it.
fn of_week(tokens: &[DateToken], at: usize, week: RelativeDay) -> Option<(RelativeDay, usize)> {
    let RelativeDay::Week(monday, _) = week else {
        return Some((week, at));
    };
    let comma = tokens
        .get(at)
        .is_some_and(|token| token.mark() == Some(','));
    let place = at + usize::from(comma);
    let near = tokens.get(place).filter(|token| token.gap < Gap::Break);
    let Some(weekday) = near
        .and_then(DateToken::word)
        .and_then(|word| word.weekday())
    else {
        return Some((week, at));
    };
    let unit = tokens
        .get(place + 1)
        .is_some_and(|token| token.is(WordRole::DayUnit));
    let day = monday.checked_add((i64::from(weekday) - 1).days()).ok()?;
    Some((RelativeDay::Day(day), place + 1 + usize::from(unit)))
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
    tokens: &[DateToken],
    at: usize,
    word: DateWord,
    published: Date,
    languages: Languages,
) -> Option<RelativeDay> {
    let weekday = word
        .weekday()
        .filter(|_| languages.count_ones() == 1 && !word.is(WordRole::Week))?;
    // English writes it with a capital, others a name: `Dushanbe`, `Anna`.
    let unit = tokens
        .get(at + 1)
        .is_some_and(|next| next.is(WordRole::DayUnit));
    if word.english() != word.capital && !unit {
        return None;
    }
    let dated = |token: &DateToken| match token.kind {
        TokenKind::Number(_)
        | TokenKind::Date(..)
        | TokenKind::DayMonth(..)
        | TokenKind::MonthYear(..) => true,
        TokenKind::Word(word) => word.any(&[
            WordRole::Month,
            WordRole::Weekday,
            WordRole::Every,
            WordRole::EveryAfter,
            WordRole::Shift,
        ]),
        _ => false,
    };
    let before = &tokens[at.saturating_sub(BESIDE)..at];
    let behind = &tokens[at + 1..(at + 1 + BESIDE).min(tokens.len())];
    let alone = !before.iter().chain(behind).any(dated);
    alone
        .then(|| shifted(published, weekday, 0))?
        .map(RelativeDay::Weekday)
}

/// Tokens on either side of a day of the week among which the rest of a date may stand.
const BESIDE: usize = 3;

fn week(published: Date, offset: i8) -> Option<RelativeDay> {
    let back = i64::from(published.weekday().to_monday_zero_offset());
    let monday = published
        .checked_add((7 * i64::from(offset) - back).days())
        .ok()?;
    Some(RelativeDay::Week(
        monday,
        monday.checked_add(6.days()).ok()?,
    ))
}

fn day(tokens: &[DateToken], at: usize, word: DateWord) -> Option<i8> {
    // "эртең менен" is "in the morning".
    let morning = tokens
        .get(at + 1)
        .is_some_and(|next| next.is(WordRole::And) && next.gap == Gap::Space);
    if let Some(offset) = word
        .offset(WordRole::Day)
        .filter(|offset| *offset != 1 || !morning)
    {
        return Some(offset);
    }
    // "кече", "kecha" are also an evening party; as adverbs they open the sentence.
    word.offset(WordRole::DayInitial)
        .filter(|_| opens_clause(tokens, at))
}

fn opens_clause(tokens: &[DateToken], at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| tokens.get(at));
    tokens[at].gap >= Gap::Line
        || before.is_none_or(|token| token.mark().is_some_and(|mark| !"«\"“".contains(mark)))
}
