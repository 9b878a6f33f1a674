//! Dates and periods, in seven languages.
//!
//! A passage passes through five steps, one file each:
//!
//! 1. [`token`] cuts it into numbers, numeric dates, marks and words that the
//!    [`lexicon`] knows, dates [`spread`] over several marks among them;
//!    [`mend`] puts back dashes and digits that a page lost.
//! 2. [`part`] reads one date, whole or partial, with the numbers in letters that [`ordinal`]
//!    knows.
//! 3. [`phrase`] joins parts to ranges and lists and lets them share month and year.
//! 4. [`calendar`] turns them into days, with the year from the [`Reference`]
//!    where the words give none; [`relative`] does the same for "yesterday".
//! 5. [`edtf`] writes the value.
//!
//! Ten days and half of a month, and spring, summer and autumn of a year, are
//! bounded: what happened lay within them. A decade is its ten years. Winter
//! lies in two years and its words do not say in which, so only its year is kept.
//!
//! A number becomes a date only where a month, a word for "year" or its own
//! numeric form says so; prices, telephone numbers, times and counts stay
//! numbers because nothing says that they are dates.
//!
//! [`dateline`] reads the day of a page's dateline, in many more languages.

mod calendar;
mod cell;
pub mod cue;
pub mod cues;
pub mod dateline;
mod edtf;
mod endings;
mod languages;
mod lexicon;
mod mend;
mod ordinal;
mod part;
mod phrase;
mod relative;
mod resolve;
mod spelling;
mod spread;
mod token;
mod when;

pub use cell::of_cell;
pub use when::{Reference, When};

use crate::span::{Found, Passage};
use dateline::DateOrder;
use lexicon::WordRole;
use part::DatePart;
use resolve::Resolver;
use token::{DateToken, TokenKind};

/// Whether a word is the name of a month and may stand behind the number of a day.
pub fn is_month(word: &str) -> bool {
    let tokens = token::tokenize(word, DateOrder::DayFirst);
    matches!(&tokens[..], [one] if one.word().and_then(lexicon::DateWord::month).is_some())
}

/// Every calendar date or period written in the passage, in its order.
///
/// `language` is a BCP 47 tag and settles words that mean a day in one
/// language only; without it the words of all languages count. A missing year
/// comes from `reference`, or from the one year stated earlier in the
/// passage, and is marked as inferred.
pub fn find(passage: Passage, language: Option<&str>, reference: &Reference) -> Vec<Found<When>> {
    if reference.is_empty() && !passage.text.contains(|c: char| c.is_numeric()) {
        return Vec::new();
    }
    let tokens = mend::mended(token::tokenize(passage.text, reference.order));
    let languages = languages::language_bits(language);
    let mut resolver = Resolver::new(passage, &tokens, reference);
    let mut at = 0;
    while at < tokens.len() {
        at = step(&tokens, at, languages, &mut resolver).max(at + 1);
    }
    without_repeats(passage, resolver.found)
}

/// `last Friday, 14 May`: a weekday and its day of the month are one day, as its figures give it.
fn without_repeats(passage: Passage, found: Vec<Found<When>>) -> Vec<Found<When>> {
    let local = |date: &Found<When>| {
        let at = |offset: u32| offset.saturating_sub(passage.start) as usize;
        at(date.span.start)..at(date.span.end)
    };
    let mut kept: Vec<Found<When>> = Vec::with_capacity(found.len());
    for date in found {
        let between = |last: &Found<When>| {
            let gap = last
                .span
                .end
                .checked_sub(passage.start)
                .zip(date.span.start.checked_sub(passage.start));
            gap.and_then(|(from, to)| passage.text.get(from as usize..to as usize))
        };
        let again = kept.last().is_some_and(|last| {
            last.rule == "relative"
                && passage
                    .text
                    .get(local(last))
                    .is_some_and(|words| words.contains(' '))
                && last.value.start.is_some()
                && last.value.start == date.value.start
                && last.value.end == date.value.end
                && between(last).is_some_and(|gap| !gap.contains(char::is_alphanumeric))
        });
        if again {
            kept.pop();
        }
        kept.push(date);
    }
    kept
}

/// Reads what begins at a token; gives the token to go on with.
fn step(
    tokens: &[DateToken],
    at: usize,
    languages: languages::Languages,
    resolver: &mut Resolver,
) -> usize {
    if let Some(published) = resolver.reference.published
        && let Some((named, end)) = relative::read(tokens, at, published, languages)
    {
        resolver.name(named, at..end);
        return end;
    }
    if let Some(day) = resolver.reference.yearless
        && let Some((named, end)) = relative::read_yearless(tokens, at, day, languages)
    {
        resolver.name_yearless(named, at..end);
        return end;
    }
    if !begins(&tokens[at]) {
        return at + 1;
    }
    let Some((periods, _)) = phrase::read(tokens, at) else {
        return at + 1;
    };
    let end = periods.last().map_or(at + 1, |period| period.tokens.end);
    // A month by itself may be another word of the text's own language: `в Казани`.
    let foreign = |part: &DatePart| {
        part.is_bare_month() && part.languages != 0 && part.languages & languages == 0
    };
    let own = periods.iter().filter(|period| !foreign(&period.first));
    own.for_each(|period| resolver.resolve(period));
    end
}

/// Whether a date can begin with a token.
fn begins(token: &DateToken) -> bool {
    const BEGINNINGS: [WordRole; 15] = [
        WordRole::Month,
        WordRole::MonthShort,
        WordRole::MonthOld,
        WordRole::YearOf,
        WordRole::YearsOf,
        WordRole::MonthOf,
        WordRole::Ordinal,
        WordRole::Quarter,
        WordRole::Half,
        WordRole::TenDays,
        WordRole::Season,
        WordRole::DayWord,
        WordRole::Tens,
        WordRole::Shift,
        WordRole::YearShift,
    ];
    match token.kind {
        TokenKind::Number(_)
        | TokenKind::Date(..)
        | TokenKind::DayMonth(..)
        | TokenKind::MonthYear(..) => true,
        TokenKind::Word(word) => word.any(&BEGINNINGS),
        TokenKind::Mark(_) | TokenKind::Other | TokenKind::Opaque => false,
    }
}
