//! Ranges and lists: parts joined by dashes, "to", "and" and commas, each
//! taking from its neighbours what it shares with them.
//!
//! In `24-30 августа 2019 г.` the first part takes month and year from the
//! right, in `November 16–20, 2020` the second takes the month from the left,
//! in `2020 жылғы 30 қараша мен 4 желтоқсан аралығында` the second takes the
//! year from the left and the word at the end makes it a range.

use super::endings::Case;
use super::lexicon::WordRole;
use super::part::{self, DatePart, Year};
use super::token::{DateToken, Gap, TokenKind};
use std::ops::Range;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum PartJoint {
    Range,
    List,
    /// A comma: a list, if an "and" comes later.
    Comma,
}

/// Longest list; what is longer is read in pieces.
const PARTS: usize = 12;

/// One date or one range that stands complete, but perhaps without year.
#[derive(Clone, Debug)]
pub struct Period {
    pub first: DatePart,
    /// The other end of a range.
    pub last: Option<DatePart>,
    pub open: OpenEnd,
    /// Indices of the tokens, with the words that make it a range or open.
    pub tokens: Range<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OpenEnd {
    No,
    Since,
    Until,
}

/// Reads the periods that begin with the part at `start`, and the token after them.
pub fn read(tokens: &[DateToken], start: usize) -> Option<(Vec<Period>, usize)> {
    let mut phrase = PhraseParser {
        tokens,
        parts: Vec::new(),
        links: Vec::new(),
    };
    let first = part::read(tokens, start, false)?;
    // `No. 12-14`, `5/2020`: a number tied to what stands before it is no day.
    if (first.is_bare_day() || first.is_bare_year()) && is_tied(tokens, start) {
        return None;
    }
    phrase.parts.push(first);
    while phrase.parts.len() < PARTS && phrase.extend() {}
    // First what the joints mean, then what the parts share: a month goes over a dash and not over
    // a comma that ends a sentence's part.
    phrase.settle_links();
    phrase.share();
    let end = phrase.end();
    Some((phrase.periods(), end))
}

struct PhraseParser<'t> {
    tokens: &'t [DateToken],
    parts: Vec<DatePart>,
    /// One fewer than parts.
    links: Vec<PartJoint>,
}

impl PhraseParser<'_> {
    fn end(&self) -> usize {
        self.parts.last().map_or(0, |part| part.tokens.end)
    }

    /// Takes a connective and the part after it.
    fn extend(&mut self) -> bool {
        let Some(last) = self.parts.last() else {
            return false;
        };
        let Some((link, mut at)) = self.link(last) else {
            return false;
        };
        // "to Friday, 22 October"
        let comma = |at: usize| {
            self.tokens
                .get(at)
                .is_some_and(|token| token.mark() == Some(','))
        };
        while self.is(at, WordRole::Filler) || self.is(at, WordRole::Weekday) {
            at += 1 + usize::from(self.is(at, WordRole::Weekday) && comma(at + 1));
        }
        let month_first = last.month_first
            || (last.is_bare_day() && self.parts.iter().any(|part| part.month_first));
        let Some(next) = part::read(self.tokens, at, month_first) else {
            return false;
        };
        // A comma stands between anything; only parts of one form make a list by it.
        if link == PartJoint::Comma && !alike(last, &next) {
            return false;
        }
        self.parts.push(next);
        self.links.push(link);
        true
    }

    fn link(&self, last: &DatePart) -> Option<(PartJoint, usize)> {
        let mut at = last.tokens.end;
        let from = last.case == Case::From;
        if from && self.is(at, WordRole::SinceAfter) {
            at += 1;
        }
        // The dash of "2018- and 2019-" hangs on the number.
        let hanging = self
            .tokens
            .get(at)
            .is_some_and(|token| token.is_dash() && token.gap == Gap::None)
            && self
                .tokens
                .get(at + 1)
                .is_some_and(|next| next.is(WordRole::And) || next.mark() == Some(','));
        at += usize::from(hanging);
        let token = self.tokens.get(at).filter(|token| token.gap < Gap::Break)?;
        if token.is_dash() {
            let double = self.tokens.get(at + 1).is_some_and(DateToken::is_dash);
            return Some((PartJoint::Range, at + 1 + usize::from(double)));
        }
        match token.mark() {
            Some('/') => Some((PartJoint::Range, at + 1)),
            Some('…') => Some((PartJoint::Range, at + 1)),
            Some('&') => Some((PartJoint::List, at + 1)),
            Some(',') if self.is(at + 1, WordRole::And) => Some((PartJoint::List, at + 2)),
            // `from 5 May, to 7 May`
            Some(',') if self.is(at + 1, WordRole::To) && last.is_named_day() => {
                Some((PartJoint::Range, at + 2))
            }
            Some(',') => Some((PartJoint::Comma, at + 1)),
            _ if token.is(WordRole::To) => Some((PartJoint::Range, at + 1)),
            _ if token.is(WordRole::And) => Some((PartJoint::List, at + 1)),
            // "в ночь с 22 на 23 апреля"
            _ if token.is(WordRole::Onto)
                && self
                    .before()
                    .is_some_and(|before| before.is(WordRole::From)) =>
            {
                Some((PartJoint::Range, at + 1))
            }
            _ => from.then_some((PartJoint::Range, at)),
        }
    }

    fn is(&self, at: usize, role: WordRole) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(role))
    }

    /// The token before the first part.
    fn before(&self) -> Option<&DateToken> {
        self.parts
            .first()?
            .tokens
            .start
            .checked_sub(1)
            .and_then(|at| self.tokens.get(at))
    }

    /// "between … and …" is a range; commas hold only where an "and" comes after, or in a row of
    /// days.
    fn settle_links(&mut self) {
        if self.is_row_of_days() {
            self.links.fill(PartJoint::List);
        }
        for at in 0..self.links.len() {
            if self.links[at] == PartJoint::Comma
                && is_pair_of_days(&self.parts[at], &self.parts[at + 1])
            {
                self.links[at] = PartJoint::List;
            }
        }
        let between = self
            .before()
            .is_some_and(|token| token.is(WordRole::Between));
        if self.links == [PartJoint::List]
            && (between || self.is(self.end(), WordRole::BetweenAfter))
        {
            self.links[0] = PartJoint::Range;
        }
        let listed = self
            .links
            .iter()
            .rposition(|link| *link == PartJoint::List)
            .unwrap_or(0);
        if let Some(comma) = self
            .links
            .iter()
            .rposition(|link| *link == PartJoint::Comma)
            && comma >= listed
        {
            // A comma that no "and" follows ends the list. A bare day before it has no month to
            // take and is dropped, with all before it; else what stands behind it is read as a
            // phrase of its own.
            if self.parts[comma].is_bare_day() {
                self.parts.drain(..=comma);
                self.links.drain(..=comma);
            } else {
                self.parts.truncate(comma + 1);
                self.links.truncate(comma);
            }
            self.settle_links();
        }
    }

    /// `4, 11, 18 October`: two days and more before the one with its month, each later than the
    /// last.
    fn is_row_of_days(&self) -> bool {
        let Some((last, days)) = self.parts.split_last() else {
            return false;
        };
        days.len() >= 2
            && self.links.iter().all(|link| *link == PartJoint::Comma)
            && days
                .iter()
                .all(|part| part.is_bare_day() && part.year.is_none())
            && last.month.is_some()
            && !last.month_first
            && self.parts.windows(2).all(|pair| pair[0].day < pair[1].day)
    }

    /// Completes the parts from their neighbours; those that stay bare days are left bare.
    fn share(&mut self) {
        // From the left first: `November 16–20, 2020` has its month there, and a day that has one
        // takes none from the right.
        for at in 1..self.parts.len() {
            self.take_month_from_left(at);
        }
        for at in (1..self.parts.len()).rev() {
            self.take_from_right(at - 1);
        }
        for at in 1..self.parts.len() {
            if self.parts[at].year.is_none() && self.parts[at].month.is_some() {
                self.parts[at].year = self.parts[at - 1].year;
                self.parts[at].year_shared = true;
            }
        }
    }

    fn take_month_from_left(&mut self, at: usize) {
        let left = self.parts[at - 1].clone();
        let part = &mut self.parts[at];
        // A lesser day is that of a month which is still to come.
        if part.is_bare_day() && left.month_first && left.day < part.day && part.fraction.is_none()
        {
            (part.month, part.month_first) = (left.month, true);
            part.month_doubtful = left.month_doubtful;
        }
    }

    fn take_from_right(&mut self, at: usize) {
        let right = self.parts[at + 1].clone();
        let part = &mut self.parts[at];
        if part.is_bare_day() && right.day.is_some() && part.day < right.day && !right.month_first {
            (part.month, part.month_doubtful) = (right.month, right.month_doubtful);
            part.numeric = right.numeric;
        }
        if part.year.is_none() && part.month.is_some() {
            part.year = right.year;
            part.year_shared = true;
        }
        if part.numeric && right.whole {
            part.numeric = right.numeric;
        }
    }

    fn periods(&self) -> Vec<Period> {
        let marked = self.years_marked();
        let mut periods = Vec::new();
        let mut at = 0;
        while at < self.parts.len() {
            let ranged = self.links.get(at) == Some(&PartJoint::Range) && self.is_range(at, marked);
            if ranged {
                periods.push(self.range(at));
            } else {
                periods.extend(self.single(at, marked));
            }
            at += 1 + usize::from(ranged);
        }
        periods
    }

    /// Whether a part names a period of its own.
    fn stands(&self, part: &DatePart, marked: bool) -> bool {
        if part.is_bare_day() || part.numeric || (part.is_named_day() && self.is_name(part)) {
            return false;
        }
        if part.is_bare_year() {
            return marked;
        }
        if part.fraction.is_some() {
            return part.year.is_some() || part.month.is_some();
        }
        if part.is_bare_month() {
            return self.is_month(part);
        }
        // `mar` and `may` are words of some language; beside a day and a year they are months.
        let backed = part.day.is_some() && part.year.is_some();
        !(part.month_doubtful && part.year.is_none() && !backed)
    }

    /// Whether a day is the name of a street: `улица 9 Мая`, `8 March Square`.
    fn is_name(&self, part: &DatePart) -> bool {
        self.is(part.tokens.end, WordRole::NamedAfter)
            || part::is_labelled(self.tokens, part.tokens.start)
    }

    /// Whether a month without day and year is one beyond doubt: "in May", "мамыр айында".
    fn is_month(&self, part: &DatePart) -> bool {
        let Some(first) = self.parts.first() else {
            return false;
        };
        let before = self.before().and_then(DateToken::word).unwrap_or_default();
        let capital = !part.english
            || self.tokens[first.tokens.start]
                .word()
                .is_some_and(|word| word.capital);
        part.month_marked
            || (before.any(&[WordRole::MonthIn, WordRole::From, WordRole::Between]) && capital)
    }

    fn is_range(&self, at: usize, marked: bool) -> bool {
        let (first, last) = (&self.parts[at], &self.parts[at + 1]);
        if first.is_bare_year() && last.is_bare_year() {
            // `2019–2020` alone is as often a number of a law or a season of a game.
            return is_span_of_years(first, last) && (marked || self.is_free());
        }
        // Of the one end may be a year only where a word says so.
        let years = first.is_bare_year() != last.is_bare_year();
        let units = !years || (first.year_marked && last.year_marked);
        units && self.stands(first, true) && self.stands(last, true) && in_order(first, last)
    }

    fn range(&self, at: usize) -> Period {
        let (first, last) = (self.parts[at].clone(), self.parts[at + 1].clone());
        let mut tokens = first.tokens.start..last.tokens.end;
        let opened = tokens
            .start
            .checked_sub(1)
            .and_then(|at| self.tokens.get(at));
        if opened.is_some_and(|token| {
            token
                .word()
                .is_some_and(|word| word.any(&[WordRole::From, WordRole::Between]))
        }) {
            tokens.start -= 1;
        }
        if self.is(tokens.end, WordRole::UntilAfter) || self.is(tokens.end, WordRole::BetweenAfter)
        {
            tokens.end += 1;
        }
        Period {
            first,
            last: Some(last),
            open: OpenEnd::No,
            tokens,
        }
    }

    fn single(&self, at: usize, marked: bool) -> Option<Period> {
        let mut part = self.parts[at].clone();
        if part.is_bare_day() && part.year_marked {
            // `2020 жылы 5 …`: the number turned out to be no day.
            part.day = None;
            part.tokens.end = part.year_end;
        }
        if !self.stands(&part, marked) {
            return None;
        }
        let last = self.decade(&part);
        let (open, tokens) = self.open(&part);
        Some(Period {
            first: part,
            last,
            open,
            tokens,
        })
    }

    /// The last year of a decade: `1990-жылдары` are the years 1990 to 1999.
    fn decade(&self, part: &DatePart) -> Option<DatePart> {
        let said = part.decade || (part.years && self.parts.len() == 1);
        match part.year {
            Some(Year::Stated(year)) if part.is_bare_year() && year % 10 == 0 && said => {
                Some(DatePart {
                    year: Some(Year::Stated(year + 9)),
                    ..part.clone()
                })
            }
            _ => None,
        }
    }

    /// "since 2009", "до 5 мая", "2009 жылдан бері", "5-maygacha".
    fn open(&self, part: &DatePart) -> (OpenEnd, Range<usize>) {
        let Range { start, end } = part.tokens;
        let before = start
            .checked_sub(1)
            .filter(|at| self.tokens[*at].gap <= Gap::Break);
        let prefixed = |role| before.is_some_and(|at| self.is(at, role));
        let from = prefixed(WordRole::From) || part.case == Case::From;
        // Tajik "аз соли 2015": a year that a word marks begins what goes on.
        let from_year = prefixed(WordRole::From) && part.is_bare_year() && part.year_marked;
        if (prefixed(WordRole::Since) || from_year) && self.parts.len() == 1 {
            (OpenEnd::Since, start - 1..end)
        } else if from && self.is(end, WordRole::SinceAfter) {
            (
                OpenEnd::Since,
                start - usize::from(prefixed(WordRole::From))..end + 1,
            )
        } else if prefixed(WordRole::Until) && self.parts.len() == 1 {
            (OpenEnd::Until, start - 1..end)
        } else if self.is(end, WordRole::UntilAfter) {
            (OpenEnd::Until, start..end + 1)
        } else if part.case == Case::Until {
            (OpenEnd::Until, start..end)
        } else {
            (OpenEnd::No, start..end)
        }
    }

    /// Whether the bare numbers of the phrase are said to be years.
    fn years_marked(&self) -> bool {
        if self
            .parts
            .iter()
            .any(|part| part.is_bare_year() && part.year_marked)
        {
            return true;
        }
        let start = self.parts.first().map_or(0, |part| part.tokens.start);
        // "mid-2021"
        let dash = self
            .before()
            .is_some_and(|token| token.is_dash() && token.gap == Gap::None);
        let before = start
            .checked_sub(1 + usize::from(dash))
            .and_then(|at| self.tokens.get(at));
        let Some(before) = before.and_then(DateToken::word) else {
            return self.is_heading();
        };
        let after = self.tokens.get(self.end());
        let closed = after.is_none_or(|token| {
            token.gap >= Gap::Line
                || token.is(WordRole::Function)
                || token
                    .mark()
                    .is_some_and(|mark| ",.;:!?)»”\"".contains(mark))
        });
        // "from 1800 to …": what does not go on to a year was no year.
        let halved = before.any(&[WordRole::From, WordRole::Between]) && self.parts.len() == 1;
        let ordinal = self.parts.iter().any(|part| part.year_ordinal)
            && before.any(&[
                WordRole::Of,
                WordRole::From,
                WordRole::Until,
                WordRole::Since,
            ]);
        (before.is(WordRole::In) && !halved)
            || (before.is(WordRole::Of) && closed)
            || ordinal
            || self.is_heading()
    }

    /// A year alone in brackets, alone in the passage, or before a dash at the start of a line.
    fn is_heading(&self) -> bool {
        let Some(first) = self.parts.first() else {
            return false;
        };
        let start = first.tokens.start;
        let modern = matches!(first.year, Some(Year::Stated(1800..2100)));
        let before = start.checked_sub(1).and_then(|at| self.tokens.get(at));
        let after = self.tokens.get(self.end());
        if before.and_then(DateToken::mark) == Some('(') {
            return modern && after.and_then(DateToken::mark) == Some(')');
        }
        let bullet = |token: &DateToken| {
            matches!(
                token.mark(),
                Some('^' | '*' | '•' | '–' | '—' | '-' | '·' | '▪')
            )
        };
        let starts = self.tokens[start].gap >= Gap::Line
            || before.is_some_and(|token| bullet(token) && token.gap >= Gap::Line);
        let spaced = self
            .tokens
            .get(self.end() + 1)
            .is_some_and(|token| token.gap > Gap::None);
        let ends = after.is_none_or(|token| {
            (token.is_dash() && token.gap > Gap::None && spaced)
                || (token.mark() == Some(':') && spaced)
        });
        modern && starts && ends
    }

    /// Whether nothing about two bare years says that they are a number of something else.
    fn is_free(&self) -> bool {
        let labelled = self.before().is_some_and(|token| {
            token.is(WordRole::NumberLabel) || matches!(token.mark(), Some('№' | '#' | '+'))
        });
        !labelled && !self.is(self.end(), WordRole::CountNoun)
    }
}

/// Whether letters stand before a number without space, or with but a dash between: `COVID-19`.
fn is_tied(tokens: &[DateToken], at: usize) -> bool {
    let glued = |at: usize| {
        tokens
            .get(at)
            .filter(|token| token.gap == Gap::None)
            .and(at.checked_sub(1))
    };
    let letters = |at: usize| {
        tokens
            .get(at)
            .is_some_and(|token| matches!(token.kind, TokenKind::Word(_) | TokenKind::Other))
    };
    let Some(before) = glued(at) else {
        return false;
    };
    let prefix = |at: usize| tokens[at].is(WordRole::In);
    letters(before)
        || (tokens[before].is_dash() && glued(before).is_some_and(|at| letters(at) && !prefix(at)))
}

/// Whether a comma between two parts can be one of a list.
fn alike(left: &DatePart, right: &DatePart) -> bool {
    (left.is_bare_year() && right.is_bare_year())
        || (left.is_bare_day() && right.day.is_some() && !right.whole)
        || (left.month_first && right.is_bare_day())
        || is_pair_of_days(left, right)
        || (left.is_bare_month() && right.month.is_some() && right.day.is_none())
}

/// `5 March, 7 April 2021`: the year is that of both.
fn is_pair_of_days(left: &DatePart, right: &DatePart) -> bool {
    left.is_named_day()
        && right.day.is_some()
        && right.month.is_some()
        && right.year.is_some()
        && !right.whole
}

/// Longest span of years that two bare numbers are taken for.
const YEARS: i16 = 120;

fn is_span_of_years(first: &DatePart, last: &DatePart) -> bool {
    match (first.year, last.year) {
        (Some(Year::Stated(first)), Some(Year::Stated(last))) => {
            (1500..2100).contains(&first) && first < last && last - first <= YEARS
        }
        (Some(_), Some(_)) => true,
        _ => false,
    }
}

/// Whether the ends of a range follow on each other, as far as that is known before years are
/// filled.
fn in_order(first: &DatePart, last: &DatePart) -> bool {
    let key = |part: &DatePart| (part.month, part.day.unwrap_or(0));
    match (first.year, last.year) {
        (Some(Year::Stated(one)), Some(Year::Stated(two))) if one != two => one < two,
        _ if first.month == last.month => key(first) < key(last) || first.is_bare_year(),
        _ => true,
    }
}
