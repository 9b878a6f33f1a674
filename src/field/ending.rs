//! Endings: which letters may follow the stem of a name in a text.
//!
//! Names in the tables are stems. Russian stems are cut before their ending,
//! Turkic and Tajik ones stand in their dictionary form; [`Ending::fits`] says
//! whether what follows the stem is an ending of the language.

use crate::language::endings::{self, EndingUse};
use crate::language::{self, Family};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A family of endings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// Nothing may follow.
    None,
    /// A possessive `'s` or `s'`.
    English,
    /// Endings of nouns and adjectives, singular and plural.
    Russian,
    /// Endings of a Russian noun in the singular, by the letter its nominative ends in (a space
    /// for a consonant): for heads of institutions, where a plural is no name.
    Singular(char),
    /// Chains of Kazakh, Kyrgyz, Uzbek or Turkmen suffixes.
    Turkic,
    /// Izafat, object mark, plural.
    Tajik,
    /// A name of unknown language in Cyrillic letters.
    Cyrillic,
    /// A name of unknown language in Latin letters.
    Latin,
}

const RUSSIAN: &str = "а я у ю е и ы о й ь ой ей ею ою ом ем ам ям ами ями ах ях ов ев ий ый ая \
                       яя ое ее ые ие \
    ого его ому ему им ым их ых ую юю ими ыми ией иям иях иями ью";
const TAJIK: &str = "и йи ро ҳо ҳои ҳоро ҳоям ӣ ву он они яш аш ям ам ат е";

impl Ending {
    /// Whether `rest`, in folded letters, may stand behind a stem.
    pub fn fits(self, rest: &str) -> bool {
        if rest.is_empty() {
            return !matches!(self, Ending::Singular(nominative) if nominative != ' ');
        }
        match self {
            Ending::None => false,
            Ending::English => matches!(rest, "'s" | "'" | "s'"),
            Ending::Russian => holds(RUSSIAN, rest),
            Ending::Singular(nominative) => holds(singular(nominative), rest),
            Ending::Turkic => chain(rest),
            Ending::Tajik => holds(TAJIK, rest),
            Ending::Cyrillic => holds(RUSSIAN, rest) || holds(TAJIK, rest) || chain(rest),
            // One letter is too little where the language is not known (`Turk`, `Turke`).
            Ending::Latin => matches!(rest, "'s" | "'") || rest.len() > 1 && chain(rest),
        }
    }

    /// The family for words of a language tag.
    pub fn of(language: &str) -> Ending {
        match language::family(language) {
            Some(Family::English) => Ending::English,
            Some(Family::Russian) => Ending::Russian,
            Some(Family::Turkic) => Ending::Turkic,
            Some(Family::Tajik) => Ending::Tajik,
            Some(Family::Western) | None => Ending::None,
        }
    }
}

/// Endings of the singular; those of a feminine plural look like its genitive and are kept.
fn singular(nominative: char) -> &'static str {
    match nominative {
        'а' => "а ы и е у ой ою",
        'я' => "я и ю ей ею е",
        'о' => "о а у ом е",
        'е' => "е я ю ем и",
        'й' => "й я ю ем е",
        'ь' => "ь и ью я ю ем е",
        _ => "а у ом е",
    }
}

fn holds(list: &str, rest: &str) -> bool {
    list.split_whitespace().any(|ending| ending == rest)
}

/// Suffixes by their first letter.
static CHAIN: LazyLock<FxHashMap<char, Vec<&str>>> = LazyLock::new(|| {
    let mut chain: FxHashMap<char, Vec<&str>> = FxHashMap::default();
    for suffix in endings::all(EndingUse::Suffix) {
        chain.entry(first(suffix)).or_default().push(suffix);
    }
    chain
});

fn first(letters: &str) -> char {
    letters.chars().next().unwrap_or_default()
}

/// Whether `rest` is a chain of at most four suffixes, an apostrophe or a hyphen allowed before it.
fn chain(rest: &str) -> bool {
    let rest = rest.trim_start_matches(['\'', '-']);
    let single = rest.chars().nth(1).is_none();
    rest.len() <= 24 && links(rest, 4) && (single || !rest.chars().all(is_vowel))
}

fn is_vowel(letter: char) -> bool {
    let vowels = endings::all(EndingUse::Vowel);
    vowels.iter().any(|vowel| vowel.starts_with(letter))
}

fn links(rest: &str, left: u8) -> bool {
    let mut alike = CHAIN.get(&first(rest)).into_iter().flatten();
    rest.is_empty()
        || left > 0
            && alike.any(|suffix| {
                rest.strip_prefix(*suffix)
                    .is_some_and(|rest| links(rest, left - 1))
            })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_of_each_family_fit_and_others_do_not() {
        for rest in ["а", "ом", "ой", "ских"] {
            assert_eq!(Ending::Russian.fits(rest), rest != "ских", "{rest}");
        }
        for rest in ["нда", "ның", "ларының", "da", "ning", "yň", "да"] {
            assert!(Ending::Turkic.fits(rest), "{rest}");
        }
        for rest in ["ский", "xyz", "ография"] {
            assert!(!Ending::Turkic.fits(rest), "{rest}");
        }
        assert!(
            Ending::Tajik.fits("ро") && Ending::English.fits("'s") && !Ending::English.fits("s")
        );
    }
}
