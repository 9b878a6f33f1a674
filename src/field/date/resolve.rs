//! From periods to [`When`]s: years are filled, days are checked against the
//! calendar, and each value is put beside its words.

use super::calendar::{self, Cover, DateUnit};
use super::edtf::{self, PeriodExtent};
use super::lexicon::WordRole;
use super::part::{DatePart, Year};
use super::phrase::{OpenEnd, Period};
use super::relative::RelativeDay;
use super::token::{DateToken, Gap};
use super::when::{Reference, When};
use crate::record::Precision;
use crate::span::{Found, Passage};
use jiff::civil::Date;
use std::ops::Range;

pub struct Resolver<'a> {
    passage: Passage<'a>,
    tokens: &'a [DateToken],
    pub reference: &'a Reference,
    /// The years stated so far, as first and last.
    stated: Option<(i16, i16)>,
    pub found: Vec<Found<When>>,
}

/// The two ends of a period and their years, as far as they are known.
struct Ends {
    first: Cover,
    last: Cover,
    years: (Option<i16>, Option<i16>),
}

impl<'a> Resolver<'a> {
    pub fn new(
        passage: Passage<'a>,
        tokens: &'a [DateToken],
        reference: &'a Reference,
    ) -> Resolver<'a> {
        Resolver {
            passage,
            tokens,
            reference,
            stated: None,
            found: Vec::new(),
        }
    }

    /// Keeps what relative words name.
    pub fn name(&mut self, named: RelativeDay, tokens: Range<usize>) {
        let (start, end, unit) = match named {
            RelativeDay::Day(day) => (day, day, DateUnit::Day),
            RelativeDay::Weekday(day) => {
                let when = dated(
                    day,
                    day,
                    (DateUnit::Day, DateUnit::Day),
                    PeriodExtent::Whole,
                    true,
                );
                return self.keep(when, tokens, "weekday");
            }
            RelativeDay::Week(monday, sunday) => (monday, sunday, DateUnit::Day),
            RelativeDay::Month(first) => (first, first.last_of_month(), DateUnit::Month),
        };
        let when = dated(start, end, (unit, unit), PeriodExtent::Whole, true);
        self.keep(when, tokens, "relative");
    }

    /// Keeps a day that is told from a day of publication without a year.
    pub fn name_yearless(&mut self, day: (i8, i8), tokens: Range<usize>) {
        let when = When {
            start: None,
            end: None,
            precision: Precision::Day,
            inferred: true,
            yearless: Some((day, day)),
            edtf: edtf::yearless(day, day, PeriodExtent::Whole),
        };
        self.keep(when, tokens, "relative");
    }

    /// Keeps a period, if the calendar has it.
    pub fn resolve(&mut self, period: &Period) {
        let Some(mut ends) = self.ends(period) else {
            return;
        };
        let shifted = matches!(period.first.year, Some(Year::Shifted(_)));
        let missing = ends.years.0.is_none() || ends.years.1.is_none();
        if missing {
            self.fill(&mut ends, period);
        } else if !shifted {
            self.note_years(&ends);
        }
        let extent = extent(period, ends.first.within);
        let units = (ends.first.unit, ends.last.unit);
        let rule = rule(period, missing);
        if let (Some(one), Some(two)) = ends.years {
            let start = calendar::day(
                one,
                ends.first.first,
                ends.first.unit != DateUnit::Day || ends.first.within,
            );
            let end = calendar::day(
                two,
                ends.last.last,
                ends.last.unit != DateUnit::Day || ends.last.within,
            );
            if let (Some(start), Some(end)) = (start, end)
                && start <= end
            {
                self.keep(
                    dated(start, end, units, extent, missing || shifted),
                    period.tokens.clone(),
                    rule,
                );
            }
        } else if units == (DateUnit::Day, DateUnit::Day) {
            self.keep(yearless(&ends, extent), period.tokens.clone(), rule);
        }
    }

    fn ends(&self, period: &Period) -> Option<Ends> {
        let (one, two) = (&period.first, period.last.as_ref().unwrap_or(&period.first));
        let (first, last) = (calendar::cover(one)?, calendar::cover(two)?);
        let mut years = (
            calendar::year(one, self.reference),
            calendar::year(two, self.reference),
        );
        if years.0.is_some() && years.0 == years.1 && first.first > last.last {
            // Over the turn of the year: `30 декабря – 5 января 2021`.
            match (one.year_shared, two.year_shared) {
                (true, _) => years.0 = years.0.map(|year| year - 1),
                (_, true) => years.1 = years.1.map(|year| year + 1),
                _ => return None,
            }
        }
        Some(Ends { first, last, years })
    }

    /// Gives a period without year the one that its reference or the passage allows.
    fn fill(&self, ends: &mut Ends, period: &Period) {
        if self.recurs(period.tokens.clone()) {
            return;
        }
        let wraps = ends.first.first > ends.last.last;
        let anchor = if wraps {
            ends.last.first
        } else {
            ends.first.first
        };
        // A day without a year keeps none where its role must be known first.
        let days = (ends.first.unit, ends.last.unit) == (DateUnit::Day, DateUnit::Day);
        let alone = self.reference.alone && days;
        let of_passage = || {
            self.stated
                .filter(|(one, two)| one == two && !alone)
                .map(|(year, _)| year)
        };
        let year = calendar::nearest_year(anchor, self.reference).or_else(of_passage);
        ends.years = (year.map(|year| year - i16::from(wraps)), year);
    }

    fn note_years(&mut self, ends: &Ends) {
        if let (Some(one), Some(two)) = ends.years {
            let (low, high) = self.stated.unwrap_or((one, two));
            self.stated = Some((low.min(one), high.max(two)));
        }
    }

    /// Whether the sentence says that it happens every year.
    fn recurs(&self, tokens: Range<usize>) -> bool {
        let words = self.sentence(tokens);
        let year = |token: &DateToken| token.is(WordRole::Year) || token.is(WordRole::YearOf);
        words.iter().any(|token| token.is(WordRole::Yearly))
            || words.windows(2).any(|pair| {
                (pair[0].is(WordRole::Every) && year(&pair[1]))
                    || (year(&pair[0]) && pair[1].is(WordRole::EveryAfter))
            })
    }

    /// The tokens of the sentence about a period, as far as [`SENTENCE`] on either side.
    fn sentence(&self, tokens: Range<usize>) -> &'a [DateToken] {
        let all = self.tokens;
        let first = tokens.start.saturating_sub(SENTENCE);
        let opens =
            |at: &usize| all[*at].gap == Gap::Break || (*at > 0 && ends_sentence(&all[*at - 1]));
        let start = (first..=tokens.start).rev().find(opens).unwrap_or(first);
        let last = (tokens.end + SENTENCE).min(all.len());
        let closes = |at: &usize| all[*at].gap == Gap::Break || ends_sentence(&all[*at]);
        let end = (tokens.end..last).find(closes).unwrap_or(last);
        &all[start..end]
    }

    fn keep(&mut self, when: When, tokens: Range<usize>, rule: &'static str) {
        let Some(pieces) = self.tokens.get(tokens).filter(|pieces| !pieces.is_empty()) else {
            return;
        };
        let range = pieces[0].range.start..pieces[pieces.len() - 1].range.end;
        let taken = self
            .found
            .last()
            .is_some_and(|last| self.passage.locate(range.clone()).overlaps(last.span));
        if !taken {
            self.found.push(self.passage.found(range, when, rule));
        }
    }
}

/// Tokens of a sentence that are looked at on either side.
const SENTENCE: usize = 30;

fn ends_sentence(token: &DateToken) -> bool {
    matches!(token.mark(), Some('.' | '!' | '?' | ';'))
}

fn extent(period: &Period, within: bool) -> PeriodExtent {
    match period.open {
        OpenEnd::Since => PeriodExtent::Since,
        OpenEnd::Until => PeriodExtent::Until,
        OpenEnd::No if within && period.last.is_none() => PeriodExtent::Within,
        OpenEnd::No => PeriodExtent::Whole,
    }
}

fn dated(
    start: Date,
    end: Date,
    units: (DateUnit, DateUnit),
    extent: PeriodExtent,
    inferred: bool,
) -> When {
    let precision = match (extent, units.0.max(units.1)) {
        (PeriodExtent::Within, _) => Precision::Bounded,
        (_, DateUnit::Day) => Precision::Day,
        (_, DateUnit::Month) => Precision::Month,
        (_, DateUnit::Quarter) => Precision::Quarter,
        (_, DateUnit::Year) => Precision::Year,
    };
    let (start_open, end_open) = (extent == PeriodExtent::Until, extent == PeriodExtent::Since);
    When {
        start: (!start_open).then_some(start),
        end: (!end_open).then_some(end),
        precision,
        inferred,
        yearless: None,
        edtf: edtf::period(start, end, units, extent),
    }
}

fn yearless(ends: &Ends, extent: PeriodExtent) -> When {
    let (start, end) = (ends.first.first, ends.last.last);
    When {
        start: None,
        end: None,
        precision: if extent == PeriodExtent::Within {
            Precision::Bounded
        } else {
            Precision::Day
        },
        inferred: false,
        yearless: Some((start, end)),
        edtf: edtf::yearless(start, end, extent),
    }
}

/// The name of what was read, for `annalist explain`.
fn rule(period: &Period, missing: bool) -> &'static str {
    let part: &DatePart = &period.first;
    match (&period.last, period.open) {
        (Some(_), _) => "range",
        (None, OpenEnd::Since | OpenEnd::Until) => "open-period",
        _ if missing => "day-without-year",
        _ if part.day.is_some() => "day",
        _ if part.fraction.is_some() => "part-of-period",
        _ if part.month.is_some() => "month",
        _ => "year",
    }
}
