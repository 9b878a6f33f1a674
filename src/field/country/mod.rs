//! Countries by name, adjective and usage, in the languages of the pages.
//!
//! Two tables are read: `schemas/tables/countries.tsv` (names of Unicode CLDR)
//! and `countries-usage.tsv` (names people use, adjectives, peoples,
//! abbreviations). A word of a passage is looked up by its stems.

mod home;

use super::ending::Ending;
use super::stems::Stems;
use super::words::{WordKind, Words};
use crate::span::{Found, Passage};
use std::collections::HashMap;
use std::sync::LazyLock;

/// A country named in a passage.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Country {
    /// ISO 3166-1 alpha-2.
    pub code: &'static str,
    /// English name (CLDR).
    pub name: &'static str,
    /// By its adjective or people (`Kazakh`, `узбекский`) and not by its name.
    pub adjective: bool,
    /// Named as the home of others: guests, a speaker, an embassy.
    pub of_others: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum CountryWord {
    Name,
    Adjective,
    Abbreviation,
}

#[derive(Debug)]
struct Meaning {
    code: &'static str,
    sort: CountryWord,
    language: &'static str,
}

#[derive(Default)]
struct Atlas {
    lexicon: Stems<Meaning>,
    names: HashMap<&'static str, &'static str>,
}

static ATLAS: LazyLock<Atlas> = LazyLock::new(|| {
    let mut atlas = Atlas::default();
    for line in rows(include_str!("../../../schemas/tables/countries.tsv")) {
        if let [code, language, name] = line[..] {
            atlas.add(code, language, CountryWord::Name, name);
            if language == "en" {
                atlas
                    .names
                    .entry(code)
                    .and_modify(|old| *old = shorter_standard(old, name))
                    .or_insert(name);
            }
        }
    }
    for line in rows(include_str!("../../../schemas/tables/countries-usage.tsv")) {
        if let [code, language, sort, list] = line[..] {
            let sort = match sort {
                "adjective" => CountryWord::Adjective,
                "abbreviation" => CountryWord::Abbreviation,
                _ => CountryWord::Name,
            };
            list.split(',')
                .for_each(|words| atlas.add(code, language, sort, words));
        }
    }
    atlas.lexicon.shrink();
    atlas
});

impl Atlas {
    fn add(&mut self, code: &'static str, language: &'static str, sort: CountryWord, words: &str) {
        let ending = if sort == CountryWord::Abbreviation {
            Ending::None
        } else {
            Ending::of(language)
        };
        self.lexicon.add(
            words,
            ending,
            Meaning {
                code,
                sort,
                language,
            },
        );
    }
}

/// The fields of a table's lines, comments left out.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

/// Of two English names of CLDR the one that is no abbreviation, then the longer (`Czechia` before
/// `US`).
fn shorter_standard(old: &'static str, new: &'static str) -> &'static str {
    let rank = |name: &str| (!name.chars().all(|c| c.is_uppercase()), name.len());
    if rank(new) > rank(old) { new } else { old }
}

/// The English name (CLDR) of a country code.
pub fn name(code: &str) -> Option<&'static str> {
    ATLAS.names.get(code).copied()
}

/// Whether a folded word is a form of a country's name or adjective.
pub fn is_known(word: &str) -> bool {
    ATLAS.lexicon.one(word).is_some()
}

/// Every country named in the passage, in its order.
pub fn find(passage: Passage, language: Option<&str>) -> Vec<Found<Country>> {
    find_in(&Words::new(passage), language)
        .into_iter()
        .map(|(_, found)| found)
        .collect()
}

/// Every country named in the words, with the words it takes.
pub fn find_in(
    words: &Words,
    language: Option<&str>,
) -> Vec<(std::ops::Range<usize>, Found<Country>)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match read(words, at, language) {
            Some((end, mut country, rule)) => {
                country.of_others = home::of_others(words, &(at..end), language);
                found.push((
                    at..end,
                    words.passage.found(words.range(at..end), country, rule),
                ));
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// The country named by the words from `at` on, and the word behind it.
pub fn read(
    words: &Words,
    at: usize,
    language: Option<&str>,
) -> Option<(usize, Country, &'static str)> {
    let first = words
        .get(at)
        .filter(|word| matches!(word.kind, WordKind::Word))?;
    let mut best: Option<(usize, bool, &Meaning)> = None;
    for hit in ATLAS.lexicon.hits(words, at) {
        let own = language
            .is_some_and(|tag| tag.split('-').next() == hit.meaning.language.split('-').next());
        let whole = hit.words == 1 && hit.stem == words.folded(at).len();
        // `Сарканде` is the locative of a Russian town, and would be one of the Kazakh name of
        // Sark.
        let borrowed = language.is_some() && !own && !whole;
        if borrowed && hit.words == 1 && words.folded(at)[..hit.stem].chars().count() <= SHORT
            || !admissible(words, at, hit.words, hit.meaning, whole)
        {
            continue;
        }
        if best.is_none_or(|(count, owned, _)| (hit.words, own) > (count, owned)) {
            best = Some((hit.words, own, hit.meaning));
        }
    }
    let (count, _, meaning) = best?;
    let adjective = meaning.sort == CountryWord::Adjective;
    let rule = match meaning.sort {
        CountryWord::Name => "country-name",
        CountryWord::Adjective => "country-adjective",
        CountryWord::Abbreviation => "country-abbreviation",
    };
    debug_assert!(first.is_word());
    Some((
        at + count,
        Country {
            code: meaning.code,
            name: name(meaning.code)?,
            adjective,
            of_others: false,
        },
        rule,
    ))
}

/// Letters of a short name.
const SHORT: usize = 4;

/// Names are capitalised, abbreviations all capitals; short names that open a sentence
/// may be ordinary words (`Того` is "of that", `Чад`).
fn admissible(words: &Words, at: usize, count: usize, meaning: &Meaning, whole: bool) -> bool {
    let Some(word) = words.get(at) else {
        return false;
    };
    match meaning.sort {
        CountryWord::Abbreviation => {
            word.capitals || word.text.contains(['‘', 'ʻ', '\'']) && word.capital
        }
        CountryWord::Adjective => word.capital || meaning.language != "en",
        CountryWord::Name if meaning.language == "en" && count == 1 => {
            // `New Jersey`, `New Mexico`
            let new = at
                .checked_sub(1)
                .is_some_and(|before| words.folded(before) == "new" && words.list[before].capital);
            word.capital && !new && !is_surname(words, at)
        }
        CountryWord::Name => {
            let short = word.text.chars().count() <= SHORT && count == 1;
            word.capital && !(short && (word.opens || !whole)) && !is_surname(words, at)
        }
    }
}

/// `B. Jordan`, `Chad K.`: a name beside an initial is a person's.
fn is_surname(words: &Words, at: usize) -> bool {
    let initial = |i: Option<usize>| {
        i.and_then(|i| words.get(i))
            .is_some_and(|word| word.kind == WordKind::Initial)
    };
    initial(at.checked_sub(1)) || initial(Some(at + 1))
}
