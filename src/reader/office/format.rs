//! Number formats of spreadsheets: what a number is shown as.
//!
//! A format says whether a number is a date and how exact. Dates are written as ISO days whatever
//! their format, a month as `03.2021`, so that no reader has to guess which number is the day.
//! Numbers keep their decimals, percent signs and words; the separators of thousands are left out.

/// Minutes of a day, and the days between the epochs of 1900 and 1904.
const MINUTES: f64 = 1440.0;
const MAC_EPOCH: f64 = 1462.0;

/// What a format makes of a number.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum NumberFormat {
    #[default]
    General,
    Date {
        precision: TimePrecision,
        time: bool,
    },
    Time,
    Number {
        prefix: String,
        suffix: String,
        /// Digits before the decimal sign at least.
        digits: usize,
        decimals: usize,
        percent: bool,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TimePrecision {
    Day,
    Month,
    Year,
}

/// What the pieces of a format are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum FormatToken {
    Year,
    /// Month or minute: its neighbours tell.
    M,
    Day,
    Hour,
    Second,
    /// `0`, `#` or `?`
    Digit(char),
    Point,
    Percent,
    Literal(char),
    /// Fractions, exponents: shown as a plain number.
    Other,
}

/// The formats that files name by number alone (ECMA-376, 18.8.30), as far as they say anything.
pub fn builtin(id: u32) -> &'static str {
    match id {
        1 | 3 | 37 | 38 => "0",
        2 | 4 | 39 | 40 | 44 => "0.00",
        9 => "0%",
        10 => "0.00%",
        14 | 15 | 27..=31 | 36 | 50..=54 | 57 | 58 => "yyyy-mm-dd",
        16 => "d-mmm",
        17 => "mmm-yy",
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => "h:mm",
        22 => "yyyy-mm-dd h:mm",
        _ => "General",
    }
}

impl NumberFormat {
    /// Reads a format's code; only its first section, that of positive numbers.
    pub fn new(code: &str) -> NumberFormat {
        if code.trim().eq_ignore_ascii_case("general") || code.trim() == "@" {
            return NumberFormat::General;
        }
        let tokens = tokens(code);
        date(&tokens).unwrap_or_else(|| number(&tokens))
    }

    /// The number as it is shown; `early` where days are counted from 1904.
    pub fn show(&self, value: f64, early: bool) -> String {
        match self {
            NumberFormat::Date { precision, time } => {
                shown_date(value, early, *precision, *time).unwrap_or_else(|| general(value))
            }
            NumberFormat::Time => clock(value),
            NumberFormat::General => general(value),
            NumberFormat::Number {
                prefix,
                suffix,
                digits,
                decimals,
                percent,
            } => {
                let value = if *percent { value * 100.0 } else { value };
                let width = digits + decimals + usize::from(*decimals > 0);
                let sign = if value < 0.0 { "-" } else { "" };
                if value.abs() >= 1e21 {
                    return general(value);
                }
                let number = format!("{:0width$.decimals$}", value.abs());
                let percent = if *percent { "%" } else { "" };
                format!("{prefix}{sign}{number}{percent}{suffix}")
            }
        }
    }
}

/// The tokens of a format's first section.
fn tokens(code: &str) -> Vec<FormatToken> {
    let mut out = Vec::new();
    let mut rest = code.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            ';' => break,
            '"' => out.extend(
                rest.by_ref()
                    .take_while(|&c| c != '"')
                    .map(FormatToken::Literal),
            ),
            '\\' => out.extend(rest.next().map(FormatToken::Literal)),
            // A space as wide as a sign, a sign that fills the cell.
            '_' | '*' => {
                rest.next();
            }
            '[' => bracket(rest.by_ref().take_while(|&c| c != ']').collect(), &mut out),
            'y' | 'Y' => out.push(FormatToken::Year),
            'm' | 'M' => out.push(FormatToken::M),
            'd' | 'D' => out.push(FormatToken::Day),
            'h' | 'H' => out.push(FormatToken::Hour),
            's' | 'S' => out.push(FormatToken::Second),
            '0' | '#' | '?' => out.push(FormatToken::Digit(c)),
            '.' => out.push(FormatToken::Point),
            '%' => out.push(FormatToken::Percent),
            '/' | 'E' | 'e' => out.push(FormatToken::Other),
            'A' | 'a' | 'P' | 'p' | ',' => {}
            other => out.push(FormatToken::Literal(other)),
        }
    }
    out
}

/// What stands in brackets: elapsed time, or a currency; colours and conditions say nothing here.
fn bracket(inside: String, out: &mut Vec<FormatToken>) {
    match inside.chars().next().map(|c| c.to_ascii_lowercase()) {
        Some('$') => {
            let sign = inside[1..].split('-').next().unwrap_or_default();
            out.extend(sign.chars().map(FormatToken::Literal));
        }
        Some(c @ ('h' | 'm' | 's')) if inside.chars().all(|d| d.eq_ignore_ascii_case(&c)) => {
            out.push(FormatToken::Hour);
        }
        _ => {}
    }
}

/// The format as one of dates or times, if it is.
fn date(tokens: &[FormatToken]) -> Option<NumberFormat> {
    let parts: Vec<FormatToken> = tokens
        .iter()
        .copied()
        .filter(|t| {
            matches!(
                t,
                FormatToken::Year
                    | FormatToken::M
                    | FormatToken::Day
                    | FormatToken::Hour
                    | FormatToken::Second
            )
        })
        .collect();
    let has = |token| parts.contains(&token);
    // Minutes stand behind hours or before seconds.
    let is_month = |at: usize| {
        let first = (0..=at).rev().find(|&i| parts[i] != FormatToken::M);
        let next = parts[at..].iter().find(|&&t| t != FormatToken::M);
        first.is_none_or(|i| parts[i] != FormatToken::Hour) && next != Some(&FormatToken::Second)
    };
    let month = (0..parts.len()).any(|at| parts[at] == FormatToken::M && is_month(at));
    let time = has(FormatToken::Hour) || has(FormatToken::Second);
    let precision = match () {
        () if has(FormatToken::Day) => TimePrecision::Day,
        () if month => TimePrecision::Month,
        () if has(FormatToken::Year) => TimePrecision::Year,
        () if time => return Some(NumberFormat::Time),
        () => return None,
    };
    Some(NumberFormat::Date { precision, time })
}

/// The format as one of numbers.
fn number(tokens: &[FormatToken]) -> NumberFormat {
    let is_digit = |token: &FormatToken| matches!(token, FormatToken::Digit(_));
    let (Some(first), Some(last)) = (
        tokens.iter().position(is_digit),
        tokens.iter().rposition(is_digit),
    ) else {
        return NumberFormat::General;
    };
    if tokens.contains(&FormatToken::Other) {
        return NumberFormat::General;
    }
    let words = |tokens: &[FormatToken]| -> String {
        let letters = tokens.iter().filter_map(|token| match token {
            FormatToken::Literal(c) => Some(*c),
            _ => None,
        });
        letters.collect()
    };
    let point = tokens.iter().position(|token| *token == FormatToken::Point);
    let point = point.filter(|&at| at > first && at < last);
    let decimals = point.map_or(0, |at| tokens[at..].iter().filter(|t| is_digit(t)).count());
    let whole = &tokens[first..point.unwrap_or(last + 1)];
    NumberFormat::Number {
        prefix: words(&tokens[..first]).trim_start().to_owned(),
        suffix: words(&tokens[last + 1..]).trim_end().to_owned(),
        digits: whole
            .iter()
            .filter(|t| **t == FormatToken::Digit('0'))
            .count()
            .min(20),
        decimals: decimals.min(15),
        percent: tokens.contains(&FormatToken::Percent),
    }
}

/// A number as a cell without a format shows it: 15 significant digits.
pub fn general(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return "0".to_owned();
    }
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    if (1e-9..1e21).contains(&rounded.abs()) {
        format!("{rounded}")
    } else {
        format!("{rounded:e}")
    }
}

/// Days since 30 December 1899 that are dates of this era: to the end of the year 9999.
const LAST_DAY: f64 = 2_958_466.0;

fn shown_date(value: f64, early: bool, precision: TimePrecision, time: bool) -> Option<String> {
    let value = if early { value + MAC_EPOCH } else { value };
    if !(0.0..LAST_DAY).contains(&value) {
        return None;
    }
    let mut days = value.floor() as i64;
    let minutes = ((value - value.floor()) * MINUTES).round() as i64;
    days += minutes / 1440;
    if days == 0 && time {
        return Some(clock(value));
    }
    // Before the 29 February 1900 that never was, days are counted from a day later.
    let (year, month, day) = civil(days + i64::from(days < 60) - 25_569);
    let date = match precision {
        TimePrecision::Day => format!("{year:04}-{month:02}-{day:02}"),
        TimePrecision::Month => format!("{month:02}.{year:04}"),
        TimePrecision::Year => format!("{year:04}"),
    };
    let minutes = minutes % 1440;
    if time && minutes > 0 && precision == TimePrecision::Day {
        return Some(format!("{date} {:02}:{:02}", minutes / 60, minutes % 60));
    }
    Some(date)
}

/// Hours and minutes of a number of days.
fn clock(value: f64) -> String {
    let minutes = (value.clamp(0.0, 1e9) * MINUTES).round() as u64;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Year, month and day of a day counted from 1 January 1970 (Hinnant's algorithm).
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

/// A date as OpenDocument stores it (`2021-03-05`, `2021-03-05T14:00:00`), as it is shown.
pub fn iso(stored: &str, precision: TimePrecision) -> Option<String> {
    let (date, time) = stored.split_once('T').unwrap_or((stored, ""));
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if ![year, month, day].into_iter().all(digits) {
        return None;
    }
    Some(match precision {
        TimePrecision::Month => format!("{month}.{year}"),
        TimePrecision::Year => year.to_owned(),
        TimePrecision::Day => match time.get(..5).filter(|time| *time != "00:00") {
            Some(time) => format!("{date} {time}"),
            None => date.to_owned(),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn show(code: &str, value: f64) -> String {
        NumberFormat::new(code).show(value, false)
    }

    #[test]
    fn a_format_says_what_is_a_date_and_how_exact() {
        assert_eq!(show("dd.mm.yyyy", 44_260.0), "2021-03-05");
        assert_eq!(show("[$-409]d-mmm-yy;@", 44_260.0), "2021-03-05");
        assert_eq!(show("mmmm yyyy", 44_260.0), "03.2021");
        assert_eq!(show("yyyy\"г.\"", 44_260.0), "2021");
        assert_eq!(show("dd.mm.yyyy hh:mm", 44_260.583_333), "2021-03-05 14:00");
        assert_eq!(show("h:mm", 0.75), "18:00");
        assert_eq!(show("[h]:mm:ss", 1.5), "36:00");
        assert_eq!(show("#,##0\" дней\"", 44_260.0), "44260 дней");
    }

    #[test]
    fn days_are_counted_from_1900_or_1904() {
        let day = NumberFormat::new("yyyy-mm-dd");
        assert_eq!(day.show(1.0, false), "1900-01-01");
        assert_eq!(day.show(59.0, false), "1900-02-28");
        assert_eq!(day.show(61.0, false), "1900-03-01");
        assert_eq!(day.show(42_798.0, true), "2021-03-05");
        assert_eq!(day.show(-5.0, false), "-5");
        assert_eq!(day.show(1e300, false), "1e300");
    }

    #[test]
    fn numbers_keep_decimals_percent_and_words() {
        assert_eq!(show("0.00", 1234.5), "1234.50");
        assert_eq!(show("0%", 0.455), "46%");
        assert_eq!(show("000", 7.0), "007");
        assert_eq!(show("\"№\"0", 7.0), "№7");
        assert_eq!(show("General", 0.1 + 0.2), "0.3");
        assert_eq!(show("# ##0 _₽", 1500.0), "1500");
        assert_eq!(show("# ?/?", 0.5), "0.5");
    }

    #[test]
    fn stored_dates_are_shown_as_exactly_as_their_style() {
        assert_eq!(
            iso("2021-03-05T14:30:00", TimePrecision::Day).unwrap(),
            "2021-03-05 14:30"
        );
        assert_eq!(iso("2021-03-05", TimePrecision::Month).unwrap(), "03.2021");
        assert_eq!(iso("nonsense", TimePrecision::Day), None);
    }
}
