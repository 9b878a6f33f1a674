//! One date, whole or partial: the longest run of tokens that names at most
//! one day, month and year, in any order the seven languages use.
//!
//! `5 марта 2021 г.`, `March 5, 2021`, `2021-жылдын 5-мартында`,
//! `5-уми марти соли 2021`, `март текущего года`, `first quarter of 2021`, and
//! the pieces of ranges and lists that `phrase` completes: a bare `5`, `2021
//! жылғы 11`, `12 марта`.

use super::endings::Case;
use super::languages::Languages;
use super::lexicon::{DateWord, WordRole};
use super::ordinal::{self, Fraction, after_joint, after_suffix};
use super::token::{DateToken, Gap, Number, TokenKind};
use std::ops::Range;

/// A year as written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Year {
    Stated(i16),
    /// Years from that of the reference: "this year", "last year".
    Shifted(i8),
}

#[derive(Clone, Debug, Default)]
pub struct DatePart {
    pub year: Option<Year>,
    pub month: Option<u8>,
    pub day: Option<u8>,
    pub fraction: Option<Fraction>,
    /// A word says that the number is a year.
    pub year_marked: bool,
    /// `2020-го`: a year only beside a preposition.
    pub year_ordinal: bool,
    /// The word for "year" is a plural: `1990-жылдары` is a decade.
    pub years: bool,
    /// The ending of the year says that it is a decade: `1990-х`.
    pub decade: bool,
    /// A word says that the name is that of a month.
    pub month_marked: bool,
    /// The month is abbreviated without point and in a language where that may be another word.
    pub month_doubtful: bool,
    /// The day came after the month.
    pub month_first: bool,
    /// The month or day came after the year.
    pub year_first: bool,
    /// The year was taken from a neighbour.
    pub year_shared: bool,
    /// The token after the year, where the year came first.
    pub year_end: usize,
    /// The month is English (and perhaps of another language too) and begins with a capital.
    pub english: bool,
    /// The languages of the name of the month.
    pub languages: Languages,
    /// `03.05`, which may be a time.
    pub numeric: bool,
    /// All of it stood in one numeric token.
    pub whole: bool,
    pub case: Case,
    /// Indices of the tokens.
    pub tokens: Range<usize>,
}

impl DatePart {
    pub fn is_bare_day(&self) -> bool {
        self.day.is_some() && self.month.is_none()
    }

    pub fn is_bare_year(&self) -> bool {
        self.year.is_some() && self.month.is_none() && self.day.is_none() && self.fraction.is_none()
    }

    pub fn is_bare_month(&self) -> bool {
        self.month.is_some() && self.day.is_none() && self.year.is_none()
    }

    /// A day and month without year, as names of streets are.
    pub fn is_named_day(&self) -> bool {
        self.day.is_some() && self.month.is_some() && self.year.is_none()
    }

    fn is_empty(&self) -> bool {
        self.day.is_none() && self.month.is_none() && self.year.is_none() && self.fraction.is_none()
    }
}

/// Reads one part that begins at `start`. After a part in month-first order a
/// bare day may take a year: the `20, 2020` of `November 16 – 20, 2020`.
pub fn read(tokens: &[DateToken], start: usize, after_month_first: bool) -> Option<DatePart> {
    let mut reading = PartParser {
        tokens,
        at: start,
        part: DatePart::default(),
        after_month_first,
        month_lower: false,
    };
    while !reading.part.whole && reading.component() {}
    let mut part = reading.part;
    part.tokens = start..reading.at;
    (!part.is_empty()).then_some(part)
}

/// Whether a label such as "No.", "tel.:" or "street" stands before a place.
pub fn is_labelled(tokens: &[DateToken], at: usize) -> bool {
    let before = tokens[..head_of_number(tokens, at)].iter().rev().take(3);
    let mut before = before.skip_while(|token| matches!(token.mark(), Some('.' | ':')));
    before.next().is_some_and(|token| {
        token.is(WordRole::NumberLabel) || matches!(token.mark(), Some('№' | '#' | '+'))
    })
}

/// Where a number begins that is written with dashes and slashes: the `05` of `05-12/2021`.
fn head_of_number(tokens: &[DateToken], at: usize) -> usize {
    let mut head = at;
    while head >= 2
        && tokens[head].gap == Gap::None
        && tokens[head - 1].gap == Gap::None
        && (tokens[head - 1].is_dash() || tokens[head - 1].mark() == Some('/'))
        && tokens[head - 2].number().is_some()
    {
        head -= 2;
    }
    head
}

struct PartParser<'t> {
    tokens: &'t [DateToken],
    at: usize,
    part: DatePart,
    after_month_first: bool,
    /// The month is written `march` or `may`.
    month_lower: bool,
}

impl PartParser<'_> {
    /// Takes the next component, with what may stand before it; false where there is none.
    fn component(&mut self) -> bool {
        // Five tokens: a weekday with its comma, an article, a word for "of" may stand between the
        // parts.
        for at in self.at..self.at + 5 {
            let Some(token) = self.tokens.get(at) else {
                return false;
            };
            if token.gap == Gap::Break && at > 0 && !self.part.is_empty() {
                return false;
            }
            if self.take(at, token) {
                return true;
            }
            if self.part.is_empty() || !self.is_filler(at, token) {
                return false;
            }
        }
        false
    }

    fn take(&mut self, at: usize, token: &DateToken) -> bool {
        let open = self.part.fraction.is_none() && self.part.day.is_none();
        // A season is no part of a month: `iýun aýynda tomusky …`.
        let fits = |(fraction, _): &(Fraction, usize)| {
            open && !(matches!(fraction, Fraction::Season(_)) && self.part.month.is_some())
        };
        if let Some((fraction, end)) = ordinal::fraction(self.tokens, at).filter(fits) {
            self.part.fraction = Some(fraction);
            self.part.case = self.case_before(end);
            self.at = end;
            return true;
        }
        match token.kind {
            TokenKind::Date(year, month, day) => {
                self.take_numeric(at, Some(year), month, Some(day))
            }
            TokenKind::MonthYear(month, year) => self.take_numeric(at, Some(year), month, None),
            TokenKind::DayMonth(day, month) => self.take_numeric(at, None, month, Some(day)),
            // Four digits that may be a year are no day, so that the order does not matter but for
            // speed.
            TokenKind::Number(number) => self.take_year(at, number) || self.take_day(at, number),
            TokenKind::Word(word) => self.take_day_word(at) || self.take_word(at, word),
            _ => false,
        }
    }

    fn take_numeric(&mut self, at: usize, year: Option<i16>, month: u8, day: Option<u8>) -> bool {
        if !self.part.is_empty() || is_labelled(self.tokens, at) {
            return false;
        }
        self.part.year = year.map(Year::Stated);
        (self.part.month, self.part.day) = (Some(month), day);
        self.part.numeric = year.is_none();
        self.part.whole = true;
        self.at = at + 1;
        self.take_year_word();
        true
    }

    fn take_year(&mut self, at: usize, number: Number) -> bool {
        let Some(year) = number.year() else {
            return false;
        };
        if self.take_decade(at, year) {
            return true;
        }
        let part = &self.part;
        // `2020th`, `2020-модель`: letters that go on without a space make another thing of the
        // number, unless they are an ending or a word for the year.
        let part_of_word = self.is_glued(at + 1)
            && !self.is_any(
                at + 1,
                &[WordRole::Year, WordRole::Years, WordRole::YearShort],
            );
        if part_of_word && after_suffix(self.tokens, at + 1) == at + 1 {
            return false;
        }
        let after_day = part.is_bare_day() && !self.after_month_first;
        if part.year.is_some()
            || after_day
            || (part.month.is_none() && self.is_counted(at))
            || (part.is_empty() && is_labelled(self.tokens, at))
        {
            return false;
        }
        // `12 мая. 2020 год стал …`: a point and a word for the year behind it open a sentence.
        let after_point = at > 0 && at > self.at && self.tokens[at - 1].mark() == Some('.');
        if after_point && self.is_word(at + 1, WordRole::Year) {
            return false;
        }
        let empty = part.is_empty();
        self.part.year = Some(Year::Stated(year));
        self.at = at + 1;
        self.take_suffix(|part| part.year_ordinal = true);
        self.take_year_word();
        self.part.year_end = self.at;
        // `2000 years ago`
        if empty && self.is_word(self.at, WordRole::Ago) {
            self.part.year = None;
        }
        true
    }

    /// `1990s`, `1990-х`: the years of a decade.
    fn take_decade(&mut self, at: usize, year: i16) -> bool {
        let place = after_joint(self.tokens, at + 1);
        let suffix = self
            .tokens
            .get(place)
            .filter(|token| token.gap == Gap::None && token.is(WordRole::DecadeSuffix));
        if suffix.is_none()
            || year % 10 != 0
            || !self.part.is_empty()
            || is_labelled(self.tokens, at)
        {
            return false;
        }
        self.part.year = Some(Year::Stated(year));
        self.at = place + 1;
        self.take_year_word();
        (self.part.decade, self.part.year_marked, self.part.year_end) = (true, true, self.at);
        true
    }

    /// "жылғы", "года", "г.", "-жылдын" after a year.
    fn take_year_word(&mut self) {
        let at = after_joint(self.tokens, self.at);
        let Some(token) = self.tokens.get(at).filter(|token| token.gap <= Gap::Line) else {
            return;
        };
        let Some(word) = token.word() else { return };
        let point = self
            .tokens
            .get(at + 1)
            .is_some_and(|next| next.mark() == Some('.') && next.gap == Gap::None);
        if word.any(&[WordRole::Year, WordRole::Years]) {
            self.part.case = word.case;
            self.part.years = word.plural || word.is(WordRole::Years);
            self.at = at + 1;
        } else if word.is(WordRole::YearShort)
            && (point || !word.any(&[WordRole::From, WordRole::OrdinalSuffix]))
        {
            self.at = at + 1 + usize::from(point);
        } else {
            return;
        }
        self.part.year_marked = true;
    }

    fn take_day(&mut self, at: usize, number: Number) -> bool {
        let Some(day) = number.day() else {
            return false;
        };
        let part = &self.part;
        let allowed = match (part.year.is_some(), part.month.is_some()) {
            // A day comes first, or behind its month; behind a year only where that is known for
            // one and leads to a month: `2020 жылғы 5 мамыр`.
            _ if part.day.is_some() || part.fraction.is_some() => false,
            (false, false) => true,
            (true, true) if !part.year_first => false,
            (_, true) => self.follows_month(at),
            (true, false) => (part.year_marked || part.year_ordinal) && self.leads_to_month(at),
        };
        if !allowed {
            return false;
        }
        let (dated, named) = (part.year.is_some(), part.month.is_some());
        self.part.month_first = named;
        self.part.year_first |= dated;
        self.part.day = Some(day);
        self.at = at + 1;
        self.take_suffix(|_| ());
        true
    }

    /// Whether a number after a month can be its day: not the day of the next month, not a count.
    fn follows_month(&self, at: usize) -> bool {
        let next = after_suffix(self.tokens, at + 1);
        let named =
            next > at + 1 || self.is_word(after_joint(self.tokens, next), WordRole::DayUnit);
        let english = self.part.english && !self.month_lower;
        // `айының 5-і`, `сәуірдің 12-сі`
        // In English the day follows its month as often as not; elsewhere an ending must say so, or
        // the number counts what stands behind it.
        let expected = english || (named && (self.part.month_marked || self.part.case == Case::Of));
        let glued = next == at + 1 && self.is_glued(next);
        let month = self
            .tokens
            .get(next)
            .and_then(DateToken::word)
            .is_some_and(|word| word.is(WordRole::Month));
        expected && !glued && !month && !self.is_counted(at)
    }

    /// Whether letters follow at a place without space.
    fn is_glued(&self, at: usize) -> bool {
        let letters =
            |token: &DateToken| matches!(token.kind, TokenKind::Word(_) | TokenKind::Other);
        self.tokens
            .get(at)
            .is_some_and(|token| token.gap == Gap::None && letters(token))
    }

    fn is_any(&self, at: usize, roles: &[WordRole]) -> bool {
        self.tokens
            .get(at)
            .and_then(DateToken::word)
            .is_some_and(|word| word.any(roles))
    }

    /// Whether a number after a year is followed by a month, or by another day that may be.
    fn leads_to_month(&self, at: usize) -> bool {
        let suffixed = after_suffix(self.tokens, at + 1);
        let from = suffixed > at + 1 && self.case_before(suffixed) == Case::From;
        let next = after_joint(self.tokens, suffixed);
        self.tokens.get(next).is_some_and(|token| match token.kind {
            TokenKind::Number(_) => from,
            TokenKind::Word(word) => {
                word.month().is_some() || word.old_month().is_some() || word.is(WordRole::And)
            }
            TokenKind::Mark(',') => true,
            _ => token.is_dash(),
        })
    }

    /// Whether the number at a place counts things.
    fn is_counted(&self, at: usize) -> bool {
        self.is_word(at + 1, WordRole::CountNoun)
            || self
                .tokens
                .get(at + 1)
                .is_some_and(|token| matches!(token.mark(), Some('%' | '$' | '€' | '₸' | '₽')))
    }

    /// `twenty-fourth of December`, `пятого мая`: a day in letters right before its month.
    fn take_day_word(&mut self, at: usize) -> bool {
        let part = &self.part;
        if part.day.is_some() || part.month.is_some() || part.fraction.is_some() {
            return false;
        }
        let Some((day, end)) = ordinal::day(self.tokens, at) else {
            return false;
        };
        let of = usize::from(self.is_word(end, WordRole::Filler));
        let month = self
            .tokens
            .get(end + of)
            .and_then(DateToken::word)
            .filter(|word| word.is(WordRole::Month));
        // "the first March meeting"
        let close = month.is_some_and(|month| of == 1 || !month.english());
        if close {
            self.part.year_first |= self.part.year.is_some();
            self.part.day = Some(day);
            self.at = end;
        }
        close
    }

    fn take_word(&mut self, at: usize, word: DateWord) -> bool {
        if self.take_relative_year(at, word) {
            return true;
        }
        let next = self.tokens.get(at + 1);
        if word.any(&[WordRole::YearOf, WordRole::YearsOf]) && self.part.year.is_none() {
            let number = next.and_then(DateToken::number);
            return number.is_some_and(|number| self.take_year(at + 1, number)) && {
                self.part.year_marked = true;
                self.part.years = word.is(WordRole::YearsOf);
                true
            };
        }
        if word.is(WordRole::MonthOf) && self.part.month.is_none() {
            let month = next.and_then(DateToken::word);
            return month.is_some_and(|month| self.take_month(at + 1, month)) && {
                self.part.month_marked = true;
                true
            };
        }
        self.take_month(at, word)
    }

    /// "this year", "текущего года", "соли равон", "биыл".
    fn take_relative_year(&mut self, at: usize, word: DateWord) -> bool {
        if self.part.year.is_some() || self.part.is_bare_day() {
            return false;
        }
        let next = self
            .tokens
            .get(at + 1)
            .and_then(DateToken::word)
            .unwrap_or_default();
        let of_year = |word: DateWord| word.any(&[WordRole::Year, WordRole::YearOf]);
        let (offset, length) = if let Some(offset) = word.offset(WordRole::YearShift) {
            (offset, 1)
        } else if let Some(offset) = word.offset(WordRole::Shift).filter(|_| of_year(next)) {
            (offset, 2)
        } else if let Some(offset) = next
            .offset(WordRole::Shift)
            .filter(|_| word.is(WordRole::YearOf))
        {
            (offset, 2)
        } else {
            return false;
        };
        self.part.year = Some(Year::Shifted(offset));
        self.part.year_marked = true;
        self.at = at + length;
        self.part.case = self.case_before(self.at);
        true
    }

    fn take_month(&mut self, at: usize, word: DateWord) -> bool {
        let unit = self
            .tokens
            .get(at + 1)
            .and_then(DateToken::word)
            .filter(|next| next.is(WordRole::MonthUnit));
        let dated = self.part.day.is_some() && self.part.year.is_some();
        let month = word
            .month()
            .or_else(|| word.old_month().filter(|_| unit.is_some() || dated));
        let plain_year =
            self.part.year.is_some() && !self.part.year_marked && self.is_followed_by_year(at);
        let fits = !plain_year
            && self.part.month.is_none()
            && !(self.part.is_bare_day() && self.is_away(at));
        let Some(month) = month.filter(|_| fits) else {
            return false;
        };
        self.part.month = Some(month);
        self.part.year_first |= self.part.year.is_some();
        self.part.english = word.english();
        self.part.languages = word.languages();
        self.month_lower = word.english() && !word.capital;
        self.part.case = word.case;
        self.at = at + 1;
        let point = self
            .tokens
            .get(self.at)
            .is_some_and(|token| token.mark() == Some('.') && token.gap == Gap::None);
        let short = word.is(WordRole::MonthShort) && !word.is(WordRole::Month);
        self.at += usize::from(short && point);
        self.part.month_doubtful = short && !point && !(word.english() && word.capital);
        if let Some(unit) = unit {
            self.at = at + 2;
            self.part.month_marked = true;
            self.part.case = unit.case;
        }
        true
    }

    /// Whether the month at a place has a year of its own after it, so that the number before is
    /// none.
    fn is_followed_by_year(&self, at: usize) -> bool {
        let numbers = self
            .tokens
            .iter()
            .skip(at + 1)
            .take(3)
            .map_while(|token| match token.kind {
                TokenKind::Number(number) => Some(number.year()),
                TokenKind::Mark(',') => Some(None),
                _ => None,
            });
        numbers.flatten().next().is_some()
    }

    /// Whether a comma or point separates this place from the day before it.
    fn is_away(&self, at: usize) -> bool {
        self.tokens[self.at.min(at)..at]
            .iter()
            .any(|token| matches!(token.mark(), Some(',' | '.')))
    }

    /// An ordinal ending after a number, glued or behind a dash.
    fn take_suffix(&mut self, mark: impl Fn(&mut DatePart)) {
        let after = after_suffix(self.tokens, self.at);
        if after > self.at {
            self.part.case = self.case_before(after);
            self.at = after;
            mark(&mut self.part);
        }
    }

    /// What may stand between components: commas, "of", a weekday, quotes about a day.
    fn is_filler(&self, at: usize, token: &DateToken) -> bool {
        let part = &self.part;
        match token.kind {
            TokenKind::Word(word) => {
                word.any(&[WordRole::Filler, WordRole::Weekday, WordRole::DayOf])
                    || (word.is(WordRole::DayUnit)
                        && at > 0
                        && self.tokens[at - 1].is(WordRole::Weekday))
            }
            TokenKind::Mark(',') => {
                part.month.is_some() || part.year_marked || self.after_month_first
            }
            TokenKind::Mark('.') => part.month.is_some() && part.day.is_some(),
            // `Q2/2021`
            TokenKind::Mark('/') => part.fraction.is_some() && token.gap == Gap::None,
            TokenKind::Mark('«' | '»' | '"' | '“' | '”' | '„') => part.is_bare_day(),
            TokenKind::Mark('(') => self.is_word(at + 1, WordRole::Weekday),
            TokenKind::Mark(')') => at > 0 && self.tokens[at - 1].is(WordRole::Weekday),
            _ => after_joint(self.tokens, at) > at,
        }
    }

    fn is_word(&self, at: usize, role: WordRole) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(role))
    }

    fn case_before(&self, end: usize) -> Case {
        let word = end
            .checked_sub(1)
            .and_then(|at| self.tokens.get(at))
            .and_then(DateToken::word);
        word.unwrap_or_default().case
    }
}
