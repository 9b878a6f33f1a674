//! Lines in which a site speaks of itself: counters, rights, greetings to whoever visits it, ways
//! back, where the house stands and when it is open.
//!
//! A form decides where there is one (`Views: 477`, `Comments (6)`, several of them between bars),
//! words of `cues.tsv` elsewhere. Whether such a line is boilerplate or told in a text depends on
//! its place, which [`super::units`] and [`super::around`] know.

use super::unit::Unit;
use crate::lexicon::cues::Cue;

/// Words of the longest line of a site, and of the longest name of a counter.
const LINE_WORDS: usize = 24;
const COUNTER_WORDS: usize = 4;

/// Digits of the longest counter; a longer number is that of a telephone.
const COUNTER_DIGITS: usize = 7;

/// Whether the site speaks of itself.
pub fn is_of_site(unit: &Unit, lowered: &str) -> bool {
    let calm = unit.past == 0 && !unit.cues.has(Cue::Deed) && unit.words <= LINE_WORDS;
    calm && (unit.cues.opens(Cue::Site) || is_row_of_counters(unit, lowered))
        || unit.words <= LINE_WORDS / 2
            && unit.cues.has(Cue::Site)
            && (unit.cues.count(Cue::Site) > 1 || !unit.text.ends_with(['.', '!', '?']))
            && !unit.is_dated()
            && !unit.cues.has(Cue::Kind)
}

/// `Views: 489 | reader17 | Comments (6)`: short parts between bars, of which one counts.
fn is_row_of_counters(unit: &Unit, lowered: &str) -> bool {
    let parts = || lowered.split(['|', '·', '•']).map(str::trim);
    parts().nth(1).is_some()
        && parts().any(is_counter)
        && parts().all(|part| part.split_whitespace().nth(2 * COUNTER_WORDS).is_none())
        && unit.mark.is_none()
}

/// `Views: 477`, `Comments (6)`: a name of few words and a number that counts something.
pub fn is_counter(line: &str) -> bool {
    let line = line.trim();
    let inner = line
        .strip_suffix(')')
        .and_then(|line| line.rsplit_once('('))
        .or_else(|| line.rsplit_once(':'));
    let Some((name, number)) = inner else {
        return false;
    };
    let number = number.trim();
    let digits = (1..=COUNTER_DIGITS).contains(&number.len());
    let words = name.split_whitespace().count();
    digits
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && (1..=COUNTER_WORDS).contains(&words)
        && !name.contains(|c: char| c.is_ascii_digit())
}

/// Words of addresses that make a line one; fewer where a number to call or hours stand beside
/// them.
const WORDS: usize = 3;

/// Whether a line says where a house stands, how it is reached and when it is open.
pub fn is_contact(unit: &Unit, lowered: &str) -> bool {
    if unit.words > LINE_WORDS || unit.past > 0 || unit.cues.has(Cue::Kind) {
        return false;
    }
    let words = usize::from(unit.cues.count(Cue::Contact));
    let numbered = lowered.contains(|c: char| c.is_ascii_digit());
    let local = has_local_number(lowered) && !unit.is_dated();
    let reached = unit.contacts > 0 || unit.hours > 0 || local;
    numbered && (words >= WORDS || words > 0 && reached)
}

/// `31-24-81`: a telephone number within a town.
fn has_local_number(text: &str) -> bool {
    let word = |c: char| !c.is_ascii_digit() && c != '-';
    text.split(word).any(|number| {
        let parts: Vec<&str> = number.split('-').collect();
        matches!(parts[..], [first, second, third]
            if (1..=3).contains(&first.len()) && second.len() == 2 && third.len() == 2)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counter_is_a_name_and_a_number() {
        assert!(is_counter("Views: 477"));
        assert!(is_counter("Комментарии (6)"));
        assert!(!is_counter("Libraries (2021–2023)"));
        assert!(!is_counter("Begins at 10:30"));
        assert!(!is_counter("Telephone: 312124481"));
        assert!(!is_counter("What the readers said about the year: 12"));
    }

    #[test]
    fn a_number_of_a_town_has_three_parts() {
        assert!(has_local_number("fax 32-83-94"));
        assert!(has_local_number("факс 5-11-04"));
        assert!(!has_local_number("2021-05-04"));
        assert!(!has_local_number("11-15 April"));
    }
}
