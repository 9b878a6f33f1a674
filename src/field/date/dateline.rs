//! The day that a dateline gives, in the languages of news pages.
//!
//! A dateline is a short line about when a page appeared: `12. März 2015`,
//! `le 1er août 2019`, `2015. március 12.`, `05/12/2015`, `2015年3月12日`. It
//! names one day, so that less grammar and more languages are needed than in
//! running text: the line is cut into numbers and words, and the first numbers
//! that stand about the name of a month, or beside each other in the form of a
//! date, are the day.

use crate::lexicon::months::MONTHS;
use jiff::civil::Date;
use unicode_normalization::char::is_combining_mark;

/// What stands first in `05/12/2015`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum DateOrder {
    #[default]
    DayFirst,
    MonthFirst,
}

/// The first day that a line gives.
pub fn day(line: &str, language: Option<&str>, order: DateOrder) -> Option<Date> {
    let pieces = pieces(line);
    // The minutes of a time begin no date: `9:15 PM, Jul 02, 2019`.
    let timed = |at: &usize| pieces[*at].gap == ":" && *at > 0 && pieces[at - 1].number().is_some();
    (0..pieces.len()).filter(|at| !timed(at)).find_map(|at| {
        let rest = &pieces[at..];
        numeric(rest, order, at == 0 || rest[0].gap.contains(','))
            .or_else(|| about_month(rest, language))
    })
}

/// A number or a word, and what stands between it and the one before.
#[derive(Clone, Copy, Debug)]
struct DatelineToken<'t> {
    text: &'t str,
    gap: &'t str,
}

impl DatelineToken<'_> {
    fn number(self) -> Option<u32> {
        (self.text.len() <= 4).then(|| self.text.parse().ok())?
    }

    /// A year in four digits.
    fn year(self) -> Option<i16> {
        self.number()
            .filter(|year| (1900..2100).contains(year))
            .map(|year| year as i16)
    }

    /// A day or month in at most two digits.
    fn part(self) -> Option<i8> {
        (self.text.len() <= 2)
            .then(|| self.number())?
            .map(|part| part as i8)
    }

    fn month(self, language: Option<&str>) -> Option<i8> {
        MONTHS.month(self.bare(), language)
    }

    fn names_month(self) -> bool {
        MONTHS.knows(self.bare())
    }

    /// Without what Hebrew writes together with a word: `במרץ` is *in March*.
    fn bare(&self) -> &str {
        self.text
            .strip_prefix('ב')
            .filter(|month| MONTHS.knows(month))
            .unwrap_or(self.text)
    }

    /// What joins it to the piece before, without spaces and the marks that set a direction.
    fn mark(self) -> &'static str {
        MARKS
            .iter()
            .copied()
            .find(|mark| self.gap.trim_matches(is_blank) == *mark)
            .unwrap_or("")
    }

    fn spaced(self) -> bool {
        self.gap.contains(char::is_whitespace)
    }
}

/// What stands between the numbers of a date.
const MARKS: [&str; 5] = [".", "/", "-", "–", "‑"];

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200e}' | '\u{200f}')
}

/// Numbers and words in their order; digits and letters part without a gap.
fn pieces(line: &str) -> Vec<DatelineToken<'_>> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut start = 0;
    while let Some(found) = line[start..]
        .find(char::is_alphanumeric)
        .map(|at| start + at)
    {
        let digit = line[found..].starts_with(|c: char| c.is_ascii_digit());
        let stays = |c: char| {
            if digit {
                c.is_ascii_digit()
            } else {
                is_letter(c)
            }
        };
        let length = line[found..]
            .find(|c| !stays(c))
            .unwrap_or(line.len() - found);
        let end = found + length.max(line[found..].chars().next().map_or(1, char::len_utf8));
        pieces.push(DatelineToken {
            text: &line[found..end],
            gap: &line[from..found],
        });
        (from, start) = (end, end);
    }
    pieces
}

fn is_letter(c: char) -> bool {
    (c.is_alphabetic() || is_combining_mark(c)) && !"年月日년월일".contains(c)
}

/// A date in numbers alone at the head of the pieces, which may be that of the line.
fn numeric(pieces: &[DatelineToken], order: DateOrder, opens: bool) -> Option<Date> {
    if let Some(day) = eastern(pieces) {
        return Some(day);
    }
    let [one, two, three, ..] = pieces else {
        return None;
    };
    let mark = two.mark();
    if mark.is_empty() || mark != three.mark() || (two.spaced() && mark != ".") {
        return None;
    }
    if let Some(year) = one.year() {
        return date(year, two.part()?, three.part()?);
    }
    let year = three
        .year()
        .or_else(|| short_year([one, two, three], mark, opens))?;
    let (first, second) = (one.part()?, two.part()?);
    let (day_first, month_first) = (date(year, second, first), date(year, first, second));
    match (mark, order) {
        (".", _) => day_first,
        ("-" | "–" | "‑", _) | (_, DateOrder::DayFirst) => day_first.or(month_first),
        (_, DateOrder::MonthFirst) => month_first.or(day_first),
    }
}

/// The year of `03.05.21` and `3/5/21`; `3.5.21` and `03-05-21` may be anything but where they open
/// a line.
fn short_year(parts: [&DatelineToken; 3], mark: &str, opens: bool) -> Option<i16> {
    let [one, two, three] = parts.map(|part| part.text.len());
    let full = [one, two].iter().all(|length| *length == 2);
    let fits = match mark {
        "/" => true,
        "." => full || opens,
        _ => full && opens,
    };
    (three == 2 && fits)
        .then(|| parts[2].part())?
        .and_then(century)
}

/// The year of two digits, for days since the web began.
fn century(two: i8) -> Option<i16> {
    match i16::from(two) {
        0..=60 => Some(2000 + i16::from(two)),
        90..=99 => Some(1900 + i16::from(two)),
        _ => None,
    }
}

/// `2015年3月12日`, `2015년 3월 12일`.
fn eastern(pieces: &[DatelineToken]) -> Option<Date> {
    let [year, of_year, month, of_month, day, ..] = pieces else {
        return None;
    };
    let marks = matches!((of_year.text, of_month.text), ("年", "月") | ("년", "월"));
    marks.then(|| date(year.year()?, month.part()?, day.part()?))?
}

/// A day about the name of a month, whichever of its parts stands first.
fn about_month(pieces: &[DatelineToken], language: Option<&str>) -> Option<Date> {
    let first = pieces.first()?;
    if let Some(month) = first.month(language) {
        return after_month(month, pieces);
    }
    let next = behind(pieces, 0)?;
    let month = pieces[next].month(language);
    // Arabic names a month twice: `28 آب/أغسطس 2013`.
    let twice = |at: &usize| month.is_some() && pieces[*at].month(language) == month;
    let last = behind(pieces, next).and_then(|at| {
        if twice(&at) {
            behind(pieces, at)
        } else {
            Some(at)
        }
    });
    match (first.year(), month) {
        // `2015. március 12.`, `2015. gada 12. marts`
        (Some(year), Some(month)) => date(year, month, pieces.get(last?)?.part()?),
        (Some(year), None) => date(
            year,
            pieces.get(last?)?.month(language)?,
            pieces[next].part()?,
        ),
        // `12. März 2015`, `12-Mar-15`
        (None, Some(month)) => {
            let year = pieces.get(last?)?;
            date(
                year.year().or_else(|| year_in_short(year, pieces, next))?,
                month,
                first.part()?,
            )
        }
        (None, None) => None,
    }
}

/// `March 12th, 2015`, and `March 12` before a year.
fn after_month(month: i8, pieces: &[DatelineToken]) -> Option<Date> {
    let at = behind(pieces, 0)?;
    let day = pieces.get(at)?.part()?;
    date(pieces.get(behind(pieces, at)?)?.year()?, month, day)
}

/// A year in two digits right behind a month, where it is no hour (`8 ноября, 15.00`) and no day of
/// another month (`14 January – 30 April`).
fn year_in_short(year: &DatelineToken, pieces: &[DatelineToken], month: usize) -> Option<i16> {
    let next = pieces.get(month + 2);
    let timed = next.is_some_and(|next| {
        let clock = next.gap == "." && next.text.len() == 2;
        next.gap.starts_with(':') || clock && next.number().is_some() || next.names_month()
    });
    let beside = pieces
        .get(month + 1)
        .is_some_and(|next| next.text == year.text);
    (year.text.len() == 2 && beside && !timed)
        .then(|| year.part())?
        .and_then(century)
}

/// How many short words may stand between two parts of a date: `12 de marzo de 2015`, `2015 m. kovo
/// 12 d.`
const FILLERS: usize = 2;

/// The next piece that can be a part of the date begun at `at`.
fn behind(pieces: &[DatelineToken], at: usize) -> Option<usize> {
    for (index, piece) in pieces.iter().enumerate().skip(at + 1).take(FILLERS + 1) {
        if piece
            .gap
            .contains([':', ';', '|', '(', ')', '\n', '•', '·'])
        {
            return None;
        }
        let filler = piece.number().is_none() && piece.text.chars().count() <= 4;
        if !filler || piece.names_month() {
            return Some(index);
        }
    }
    None
}

fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str, language: &str) -> Option<String> {
        day(line, Some(language), DateOrder::DayFirst).map(|day| day.to_string())
    }

    #[test]
    fn datelines_of_many_languages_give_their_day() {
        let cases = [
            (
                "Veröffentlicht am 12. März 2015 von Anna",
                "de",
                "2015-03-12",
            ),
            ("Wien, 3. Jänner 2018", "de", "2018-01-03"),
            ("Publié le 1er août 2019 à 10h20", "fr", "2019-08-01"),
            ("12 de marzo de 2015", "es", "2015-03-12"),
            ("5 września 2016", "pl", "2016-09-05"),
            ("2015. március 12., 14:05", "hu", "2015-03-12"),
            ("2015 m. kovo 12 d.", "lt", "2015-03-12"),
            ("2015. gada 12. marts", "lv", "2015-03-12"),
            ("12. 3. 2015", "cs", "2015-03-12"),
            ("12 Μαρτίου 2015", "el", "2015-03-12"),
            ("12 Mart 2015 Perşembe", "tr", "2015-03-12"),
            ("Torsdag den 12. marts 2015", "da", "2015-03-12"),
            ("March 12th, 2015", "en", "2015-03-12"),
            ("12-Mar-15", "en", "2015-03-12"),
            ("Sept. 5, 2019", "en", "2019-09-05"),
            ("12.03.15 | 14:30", "de", "2015-03-12"),
            ("3.5.21", "bg", "2021-05-03"),
            ("03-05-21, 10:12", "nl", "2021-05-03"),
            ("12\u{200f}/3\u{200f}/2015", "ar", "2015-03-12"),
            ("12 במרץ 2015", "he", "2015-03-12"),
            ("الأربعاء، 28 آب/اغسطس 2013", "ar", "2013-08-28"),
            ("12 Мамыр, 2015", "kk", "2015-05-12"),
            ("12 oktýabr 2015", "tk", "2015-10-12"),
            ("2015年3月12日", "ja", "2015-03-12"),
            ("2015년 3월 12일", "ko", "2015-03-12"),
        ];
        for (line, language, expected) in cases {
            assert_eq!(read(line, language).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn what_gives_no_day_stays_out() {
        for line in [
            "März 2015",
            "Tel. 03.05.2",
            "12 reasons to May 2015",
            "8 ноября, 15.00",
            "14 January – 30 April",
            "10:12 März",
            "31.02.2015",
            "v. 2.5.15",
            "Tel. 22-11-15",
            "",
        ] {
            assert_eq!(read(line, "de"), None, "{line}");
        }
    }

    #[test]
    fn a_month_that_languages_disagree_on_needs_its_language() {
        assert_eq!(
            read("5. listopada 2016", "hr").as_deref(),
            Some("2016-10-05")
        );
        assert_eq!(
            read("5 listopada 2016", "pl").as_deref(),
            Some("2016-11-05")
        );
        assert_eq!(day("5 listopada 2016", None, DateOrder::DayFirst), None);
    }

    #[test]
    fn slashes_follow_the_order_unless_the_day_tells() {
        let read = |line, order| day(line, Some("en"), order).map(|day| day.to_string());
        assert_eq!(
            read("05/12/2015", DateOrder::MonthFirst).as_deref(),
            Some("2015-05-12")
        );
        assert_eq!(
            read("05/12/2015", DateOrder::DayFirst).as_deref(),
            Some("2015-12-05")
        );
        assert_eq!(
            read("25/12/2015", DateOrder::MonthFirst).as_deref(),
            Some("2015-12-25")
        );
        assert_eq!(
            read("05-12-2015", DateOrder::MonthFirst).as_deref(),
            Some("2015-12-05")
        );
        assert_eq!(
            read("05.12.2015", DateOrder::MonthFirst).as_deref(),
            Some("2015-12-05")
        );
    }
}
