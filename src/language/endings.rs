//! Endings of words in the languages that put them one behind the other:
//! `schemas/tables/endings.tsv`.
//!
//! A row has the endings of one sort in one language, or in a whole family. The readers of names
//! ask by sort: a text mixes languages of one family more often than it takes an ending of the
//! other.

use std::sync::LazyLock;

/// What endings are asked for; the names are those of the table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EndingUse {
    Suffix,
    Vowel,
    Plural,
    Genitive,
    Possessive,
    PossessiveLetter,
    Locative,
    Dative,
    Oblique,
    WordOblique,
    WordLocative,
    WordWithin,
    WordAccusative,
    WordObject,
    EventObject,
    CityLocative,
    NameCertain,
    NamePossible,
}

const SORTS: [(&str, EndingUse); 18] = [
    ("suffix", EndingUse::Suffix),
    ("vowel", EndingUse::Vowel),
    ("plural", EndingUse::Plural),
    ("genitive", EndingUse::Genitive),
    ("possessive", EndingUse::Possessive),
    ("possessive-letter", EndingUse::PossessiveLetter),
    ("locative", EndingUse::Locative),
    ("dative", EndingUse::Dative),
    ("oblique", EndingUse::Oblique),
    ("word-oblique", EndingUse::WordOblique),
    ("word-locative", EndingUse::WordLocative),
    ("word-within", EndingUse::WordWithin),
    ("word-accusative", EndingUse::WordAccusative),
    ("word-object", EndingUse::WordObject),
    ("event-object", EndingUse::EventObject),
    ("city-locative", EndingUse::CityLocative),
    ("name-certain", EndingUse::NameCertain),
    ("name-possible", EndingUse::NamePossible),
];

type EndingLists = [Vec<&'static str>; SORTS.len()];

static LISTS: LazyLock<EndingLists> = LazyLock::new(|| {
    parse(include_str!("../../schemas/tables/endings.tsv"))
        .expect("the built-in table is valid; a test reads it")
});

/// The endings of a sort, in folded letters.
pub fn all(sort: EndingUse) -> &'static [&'static str] {
    &LISTS[sort as usize]
}

/// Whether a folded word has an ending of the sort.
pub fn end(word: &str, sort: EndingUse) -> bool {
    all(sort).iter().any(|ending| word.ends_with(ending))
}

/// Whether a word has an ending that makes it somebody's, and no other word by chance: of two
/// letters, or behind that of the plural (`эрежеси`, `қоидалари`).
pub fn is_owned(word: &str) -> bool {
    let whole = all(EndingUse::Possessive).iter();
    let mut whole = whole.filter(|ending| ending.chars().count() > 1);
    let plural = || {
        let letter = all(EndingUse::PossessiveLetter).iter();
        let mut stems = letter.filter_map(|letter| word.strip_suffix(letter));
        stems.any(|stem| end(stem, EndingUse::Plural))
    };
    whole.any(|ending| word.ends_with(ending)) || plural()
}

fn parse(table: &'static str) -> Result<EndingLists, String> {
    let mut lists = EndingLists::default();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let wrong = || format!("a row of endings.tsv: {line}");
        let [whose, sort, forms] = cells[..] else {
            return Err(wrong());
        };
        let known = SORTS.iter().find(|(name, _)| *name == sort);
        let (_, sort) = known.filter(|_| is_whose(whose)).ok_or_else(wrong)?;
        lists[*sort as usize].extend(forms.split(' '));
    }
    Ok(lists)
}

/// A row is a language's, or of all Turkic ones.
fn is_whose(cell: &str) -> bool {
    cell == "turkic" || super::of(cell).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sort_stands_in_its_own_place_and_has_endings() {
        for (at, (name, sort)) in SORTS.iter().enumerate() {
            assert_eq!(*sort as usize, at, "{name}");
            assert!(!all(*sort).is_empty(), "{name}");
        }
        assert!(end("кітапханада", EndingUse::Locative) && !end("кітапхана", EndingUse::Locative));
    }

    #[test]
    fn a_row_with_an_unknown_sort_or_language_is_refused() {
        for row in ["turkic\tcase\tда", "xx\tplural\tlar", "kk\tplural"] {
            assert!(parse(row).is_err(), "{row}");
        }
    }
}
