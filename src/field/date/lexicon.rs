//! The words of dates: from a word as written to what it can mean.
//!
//! Two tables are read once: names of months and weekdays from CLDR, and
//! everything else people write around dates. Words are compared *folded*:
//! lower case, without diacritics and apostrophes, with the letters by which
//! pages replace those their keyboards lack. A word is a stem, or a stem and
//! an ending of a language that the stem belongs to.

use super::endings::{Case, DateEndings, EndingSense};
use super::languages::{ENGLISH, Languages, bits};
use super::spelling::fold;
use crate::lookup::{Beginning, Beginnings, Filter, Rolling, WordMap};
use std::sync::LazyLock;

const NAMES: &str = include_str!("../../../schemas/tables/calendar-names.tsv");
const WORDS: &str = include_str!("../../../schemas/tables/date-words.tsv");

/// What a word does in a date; the names are those of `date-words.tsv`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WordRole {
    Month,
    MonthShort,
    MonthOld,
    Weekday,
    Year,
    Years,
    YearOf,
    YearsOf,
    YearShort,
    MonthUnit,
    MonthOf,
    DayUnit,
    DayOf,
    Week,
    Quarter,
    Half,
    TenDays,
    Ten,
    Days,
    And,
    To,
    /// The second night of two: "с 22 на 23".
    Onto,
    From,
    Between,
    BetweenAfter,
    Until,
    UntilAfter,
    Since,
    SinceAfter,
    SinceFiller,
    In,
    Of,
    MonthIn,
    Filler,
    OrdinalSuffix,
    Ordinal,
    Every,
    EveryAfter,
    Yearly,
    Shift,
    YearShift,
    Day,
    DayInitial,
    TodayAfter,
    NumberLabel,
    CountNoun,
    Ago,
    Function,
    /// A day in letters, `fifth`.
    DayWord,
    /// `twenty` and `thirty`, before the day in letters.
    Tens,
    Season,
    /// `1990s`, `1990-х`.
    DecadeSuffix,
    /// A noun that makes a day before it a name: `8 March Street`.
    NamedAfter,
    /// `before` yesterday: twice as far.
    Beyond,
}

const ROLES: [(&str, WordRole); 54] = [
    ("month", WordRole::Month),
    ("month-short", WordRole::MonthShort),
    ("month-old", WordRole::MonthOld),
    ("weekday", WordRole::Weekday),
    ("year", WordRole::Year),
    ("years", WordRole::Years),
    ("year-of", WordRole::YearOf),
    ("years-of", WordRole::YearsOf),
    ("year-short", WordRole::YearShort),
    ("month-unit", WordRole::MonthUnit),
    ("month-of", WordRole::MonthOf),
    ("day-unit", WordRole::DayUnit),
    ("day-of", WordRole::DayOf),
    ("week", WordRole::Week),
    ("quarter", WordRole::Quarter),
    ("half", WordRole::Half),
    ("ten-days", WordRole::TenDays),
    ("ten", WordRole::Ten),
    ("days", WordRole::Days),
    ("and", WordRole::And),
    ("to", WordRole::To),
    ("onto", WordRole::Onto),
    ("from", WordRole::From),
    ("between", WordRole::Between),
    ("between-after", WordRole::BetweenAfter),
    ("until", WordRole::Until),
    ("until-after", WordRole::UntilAfter),
    ("since", WordRole::Since),
    ("since-after", WordRole::SinceAfter),
    ("since-filler", WordRole::SinceFiller),
    ("in", WordRole::In),
    ("of", WordRole::Of),
    ("month-in", WordRole::MonthIn),
    ("filler", WordRole::Filler),
    ("ordinal-suffix", WordRole::OrdinalSuffix),
    ("ordinal", WordRole::Ordinal),
    ("every", WordRole::Every),
    ("every-after", WordRole::EveryAfter),
    ("yearly", WordRole::Yearly),
    ("shift", WordRole::Shift),
    ("year-shift", WordRole::YearShift),
    ("day", WordRole::Day),
    ("day-initial", WordRole::DayInitial),
    ("today-after", WordRole::TodayAfter),
    ("number-label", WordRole::NumberLabel),
    ("count-noun", WordRole::CountNoun),
    ("ago", WordRole::Ago),
    ("function", WordRole::Function),
    ("day-word", WordRole::DayWord),
    ("tens", WordRole::Tens),
    ("season", WordRole::Season),
    ("decade-suffix", WordRole::DecadeSuffix),
    ("named-after", WordRole::NamedAfter),
    ("beyond", WordRole::Beyond),
];

/// Everything a stem can mean, over all languages that have it.
#[derive(Clone, Copy, Default, Debug)]
pub struct Sense {
    roles: u64,
    languages: Languages,
    /// Languages whose endings the stem takes.
    inflects: Languages,
    /// 1 to 12, for the month roles.
    pub month: u8,
    /// 1 to 4, or 9 for the last, for [`Role::Ordinal`].
    pub ordinal: u8,
    /// 1 to 31, for [`Role::DayWord`]; 20 or 30, for [`Role::Tens`].
    pub day: u8,
    /// 1 is spring, for [`Role::Season`].
    pub season: u8,
    /// 1 is Monday, for [`Role::Weekday`].
    pub weekday: u8,
    /// Units from the reference, for the relative roles.
    pub offset: i8,
}

/// A word that the lexicon knows, as it stands in a text.
#[derive(Clone, Copy, Default, Debug)]
pub struct DateWord {
    sense: Sense,
    pub case: Case,
    /// The ending is that of a plural.
    pub plural: bool,
    pub capital: bool,
}

impl DateWord {
    pub fn is(self, role: WordRole) -> bool {
        self.sense.roles & (1 << role as u64) != 0
    }

    pub fn any(self, roles: &[WordRole]) -> bool {
        roles.iter().any(|role| self.is(*role))
    }

    pub fn month(self) -> Option<u8> {
        self.any(&[WordRole::Month, WordRole::MonthShort])
            .then_some(self.sense.month)
    }

    pub fn old_month(self) -> Option<u8> {
        self.is(WordRole::MonthOld).then_some(self.sense.month)
    }

    pub fn ordinal(self) -> Option<u8> {
        self.is(WordRole::Ordinal).then_some(self.sense.ordinal)
    }

    pub fn day(self, role: WordRole) -> Option<u8> {
        self.is(role).then_some(self.sense.day)
    }

    pub fn season(self) -> Option<u8> {
        self.is(WordRole::Season).then_some(self.sense.season)
    }

    pub fn weekday(self) -> Option<i8> {
        self.is(WordRole::Weekday)
            .then_some(self.sense.weekday as i8)
    }

    pub fn offset(self, role: WordRole) -> Option<i8> {
        self.is(role).then_some(self.sense.offset)
    }

    pub fn english(self) -> bool {
        self.sense.languages & ENGLISH != 0
    }

    pub fn languages(self) -> Languages {
        self.sense.languages
    }

    pub fn in_language(self, bits: Languages) -> bool {
        self.sense.languages & bits != 0
    }
}

pub struct DateLexicon {
    stems: WordMap<Sense>,
    /// Hashes of the stems that take endings.
    inflecting: Filter,
    endings: DateEndings,
    begins: Beginnings,
}

pub static LEXICON: LazyLock<DateLexicon> = LazyLock::new(DateLexicon::load);

impl DateLexicon {
    fn load() -> DateLexicon {
        let mut lexicon = DateLexicon {
            stems: WordMap::default(),
            inflecting: Filter::default(),
            endings: DateEndings::default(),
            begins: Beginnings::default(),
        };
        for [locale, kind, number, form] in rows(NAMES) {
            lexicon.add_name(bits(locale), &format!("{kind}:{number}"), form);
        }
        for [languages, role, forms] in rows(WORDS) {
            let bits = bits(languages);
            if !lexicon.endings.add(bits, role, forms) {
                forms
                    .split(' ')
                    .for_each(|form| lexicon.add(bits, role, form));
            }
        }
        lexicon.endings.complete();
        // An ending by itself is one after a number: `16-дан 20-ға`.
        for (stem, sense) in &mut lexicon.stems {
            sense.roles |=
                u64::from(lexicon.endings.read(stem).is_some()) << WordRole::OrdinalSuffix as u64;
        }
        lexicon.inflecting = Filter::for_stems(lexicon.stems.len());
        for (stem, sense) in &lexicon.stems {
            lexicon.begins.add(stem, sense.inflects != 0);
            if sense.inflects != 0 {
                lexicon.inflecting.add(Rolling::of(stem));
            }
        }
        lexicon
    }

    /// A CLDR name: as it is, and where its language inflects, without the letters that endings
    /// replace.
    fn add_name(&mut self, bits: Languages, role: &str, form: &str) {
        let form = form.trim_end_matches('.');
        self.add(bits, role, form);
        if bits != ENGLISH && !role.starts_with("month-short") {
            let replaced: &[char] = if role.starts_with("weekday") {
                &['ь', 'а', 'е']
            } else {
                &['ь']
            };
            self.add(
                bits,
                role,
                &format!("{}~", form.strip_suffix(replaced).unwrap_or(form)),
            );
        }
    }

    fn add(&mut self, bits: Languages, role: &str, form: &str) {
        let (name, number) = role.split_once(':').unwrap_or((role, "0"));
        let Some((_, role)) = ROLES.iter().find(|(known, _)| *known == name) else {
            return;
        };
        let number: i8 = number.parse().unwrap_or(0);
        let mut folded = String::new();
        fold(form.trim_end_matches('~'), &mut folded);
        let sense = self.stems.entry(folded).or_default();
        sense.roles |= 1 << *role as u64;
        sense.languages |= bits;
        sense.inflects |= if form.ends_with('~') { bits } else { 0 };
        match role {
            WordRole::Month | WordRole::MonthShort | WordRole::MonthOld => {
                sense.month = number as u8
            }
            WordRole::Ordinal => sense.ordinal = number as u8,
            WordRole::DayWord | WordRole::Tens => sense.day = number as u8,
            WordRole::Season => sense.season = number as u8,
            WordRole::Weekday => sense.weekday = number as u8,
            WordRole::Shift | WordRole::YearShift | WordRole::Day | WordRole::DayInitial => {
                sense.offset = number
            }
            _ => {}
        }
    }

    /// What a word can mean; `buffer` is scratch space.
    pub fn word(&self, written: &str, buffer: &mut String) -> Option<DateWord> {
        let first = written.chars().next()?;
        if written
            .bytes()
            .take(Beginning::LETTERS)
            .all(|byte| byte.is_ascii_alphabetic())
        {
            // Most words are turned away before they are folded.
            let beginning =
                Beginning::of_letters(written.bytes().map(|byte| byte.to_ascii_lowercase().into()));
            if !self.begins.hold(beginning) && !self.endings.begins.hold(beginning) {
                return None;
            }
        }
        let mut folded = written;
        if !written.bytes().all(|byte| byte.is_ascii_lowercase()) {
            buffer.clear();
            fold(written, buffer);
            folded = buffer;
        }
        let (sense, ending) = self.split(folded)?;
        Some(DateWord {
            sense,
            case: ending.case,
            plural: ending.plural,
            capital: first.is_uppercase(),
        })
    }

    /// The longest stem whose rest is an ending.
    fn split(&self, folded: &str) -> Option<(Sense, EndingSense)> {
        let beginning = Beginning::of(folded);
        let begins = self.begins.hold(beginning);
        if let Some(sense) = self.stems.get(folded).filter(|_| begins) {
            return Some((*sense, EndingSense::default()));
        }
        if self.endings.begins.hold(beginning)
            && self.endings.whole.may_hold(Rolling::of(folded))
            && let Some(ending) = self.endings.read(folded)
        {
            let roles = 1 << WordRole::OrdinalSuffix as u64;
            return Some((
                Sense {
                    roles,
                    languages: ending.languages,
                    ..Sense::default()
                },
                ending,
            ));
        }
        if !begins {
            return None;
        }
        let mut found = None;
        let mut hash = Rolling::default();
        for (end, next) in folded.char_indices() {
            if self.inflecting.may_hold(hash) {
                let (stem, ending) = folded.split_at(end);
                if let Some(sense) = self.stems.get(stem)
                    && let Some(ending) = self.endings.read(ending)
                    && sense.inflects & ending.languages != 0
                {
                    found = Some((*sense, ending));
                }
            }
            hash.take(next);
        }
        found
    }
}

pub(super) fn rows<const COLUMNS: usize>(
    table: &'static str,
) -> impl Iterator<Item = [&'static str; COLUMNS]> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split('\t').collect::<Vec<_>>().try_into().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(written: &str) -> Option<DateWord> {
        LEXICON.word(written, &mut String::new())
    }

    #[test]
    fn months_are_known_in_their_inflected_forms() {
        for (written, month) in [
            ("September", 9),
            ("сентября", 9),
            ("мае", 5),
            ("қыркүйекте", 9),
            ("наурыздағы", 3),
            ("мартындагы", 3),
            ("июлунда", 7),
            ("феврали", 2),
            ("noýabryndan", 11),
            ("iyunynda", 6),
            ("январида", 1),
            ("dekabrgacha", 12),
            ("jeltoqsanda", 12),
        ] {
            assert_eq!(
                word(written).and_then(DateWord::month),
                Some(month),
                "{written}"
            );
        }
    }

    #[test]
    fn words_that_only_begin_like_a_month_are_not_months() {
        for written in [
            "Мартынова",
            "Майская",
            "маёвка",
            "Augustine",
            "decent",
            "октябрятский",
            "мартовский",
        ] {
            assert_eq!(word(written).and_then(DateWord::month), None, "{written}");
        }
    }

    #[test]
    fn endings_say_from_and_until() {
        assert_eq!(word("қарашадан").map(|word| word.case), Some(Case::From));
        assert_eq!(word("ноябргача").map(|word| word.case), Some(Case::Until));
        assert_eq!(word("январда").map(|word| word.case), Some(Case::Plain));
    }

    #[test]
    fn every_role_of_the_table_is_known() {
        let grammar = [
            "plural",
            "possessive",
            "ending",
            "ending-of",
            "ending-from",
            "ending-until",
        ];
        for [_, role, _] in rows::<3>(WORDS) {
            let name = role.split(':').next().unwrap_or_default();
            assert!(
                grammar.contains(&name) || ROLES.iter().any(|(known, _)| *known == name),
                "{role}"
            );
        }
    }
}
