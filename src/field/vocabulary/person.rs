//! What tells a person in a text: given names, endings of surnames, titles,
//! verbs of speaking. The table is `schemas/tables/people.tsv`.

use crate::field::ending::Ending;
use crate::field::stems::Stems;
use crate::field::words::{Word, Words, folded};
use crate::lookup::{Endings, SortedLines, WordSet};
use std::sync::LazyLock;

#[derive(Debug, Default)]
struct PersonWords {
    given: Stems<String>,
    titles: Stems<()>,
    blocked: Stems<()>,
    surnames: Endings,
    soft: Endings,
    given_like: Endings,
    verbs: WordSet,
    particles: WordSet,
    streets: WordSet,
    namesakes: WordSet,
    honours: WordSet,
    leads: WordSet,
    grounds: WordSet,
}

static VOCABULARY: LazyLock<PersonWords> = LazyLock::new(|| {
    let mut vocabulary = PersonWords::default();
    let table = include_str!("../../../schemas/tables/people.tsv");
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        if let [language, sort, list] = line.split('\t').collect::<Vec<_>>()[..] {
            list.split(',')
                .for_each(|word| vocabulary.add(language, sort, word));
        }
    }
    vocabulary
});

impl PersonWords {
    fn add(&mut self, language: &str, sort: &str, word: &str) {
        let simple = folded(word);
        match sort {
            "given" => {
                let ending = if language == "Cyrl" {
                    Ending::Cyrillic
                } else {
                    Ending::Latin
                };
                self.given.add(word, ending, word.replace('|', ""));
            }
            // Titles in apposition stand in their dictionary form but for Russian ones.
            "title" if language == "ru" => self.titles.add(word, Ending::Russian, ()),
            "title" => self.titles.add(word, Ending::None, ()),
            "blocked-stem" => self.blocked.add(word, Ending::Turkic, ()),
            "blocked" => self.blocked.add(word, Ending::None, ()),
            "surname" => self.surnames.add(simple),
            "soft-surname" => self.soft.add(simple),
            "given-like" => self.given_like.add(simple),
            "verb" => _ = self.verbs.insert(simple),
            "particle" => _ = self.particles.insert(simple),
            "street" => _ = self.streets.insert(simple),
            "namesake" => _ = self.namesakes.insert(simple),
            "lead" => _ = self.leads.insert(simple),
            "ground" => _ = self.grounds.insert(simple),
            "honour" => _ = self.honours.insert(simple),
            _ => {}
        }
    }
}

/// The dictionary form of a given name, in whatever case it stands.
pub fn given(word: &str) -> Option<&'static str> {
    VOCABULARY.given.one(word).map(String::as_str)
}

/// Given names of many countries, as they stand in the dictionary.
static LISTED: SortedLines = SortedLines(include_str!("../../../schemas/tables/given-names.txt"));

/// Whether a word is a given name, of the own table in whatever case or of the long list.
pub fn is_given(word: &str) -> bool {
    given(word).is_some() || LISTED.contains(word)
}

/// Whether a word ends as surnames and patronymics do (`-ova`, `-zoda`, `-uly`).
pub fn is_surname(word: &str) -> bool {
    VOCABULARY.surnames.end(word, 2)
}

/// Surnames that only people's names have, wherever they stand in one (`-zoda`, `-uly`).
pub fn is_patronymic(word: &str) -> bool {
    const ENDINGS: [&str; 12] = [
        "zoda", "zade", "uly", "kyzy", "qyzy", "ogly", "gyzy", "ovich", "evich", "ovna", "evna",
        "uulu",
    ];
    ENDINGS
        .iter()
        .any(|ending| word.ends_with(ending) && word.len() > ending.len() + 2)
}

/// `-in`, `-ina`: surnames, but many other words as well.
pub fn is_soft_surname(word: &str) -> bool {
    VOCABULARY.soft.end(word, 3)
}

/// Ends as compound given names do (`-bek`, `-gul`).
pub fn is_given_like(word: &str) -> bool {
    VOCABULARY.given_like.end(word, 2)
}

pub fn is_title(word: &str) -> bool {
    VOCABULARY.titles.one(word).is_some()
}

pub fn is_blocked(word: &str) -> bool {
    VOCABULARY.blocked.one(word).is_some()
}

pub fn is_verb(word: &str) -> bool {
    VOCABULARY.verbs.contains(word)
}

pub fn is_particle(word: &str) -> bool {
    VOCABULARY.particles.contains(word)
}

pub fn is_street(word: &str) -> bool {
    VOCABULARY.streets.contains(word)
}

/// Leads in, or follows, the one something is named after.
pub fn is_namesake(word: &str) -> bool {
    VOCABULARY.namesakes.contains(word)
}

/// Tells that somebody is honoured: an anniversary, a dedication.
pub fn is_honour(word: &str) -> bool {
    VOCABULARY.honours.contains(word)
}

/// One or two words that lead in a person (`by`, `meeting with`).
pub fn is_lead(words: &str) -> bool {
    VOCABULARY.leads.contains(words)
}

/// A word behind the name of a place (`river`, `көлү`).
pub fn is_ground(word: &str) -> bool {
    VOCABULARY.grounds.contains(word)
}

/// Whether a capitalised word looks like part of a person's name by itself.
pub fn is_personal(words: &Words, at: usize) -> bool {
    let word = words.folded(at);
    words
        .get(at)
        .is_some_and(|w: &Word| w.capital && !w.capitals)
        && !is_blocked(word)
        && (given(word).is_some() || is_surname(word))
}
