//! Russian adjectives made of cities (`Тульская`, `Гродненский`), told by the
//! names of the cities: a library that is called so stands there.

use crate::field::country;
use crate::field::organization::Mention;
use crate::field::vocabulary::city::{self, City};
use crate::field::words::{Words, folded};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// Thousands of people from which a city lends its name.
const LARGE: u32 = 60;

/// The adjective without its ending (`тульск`), and its city with the number of its people.
static STEMS: LazyLock<BTreeMap<String, (u32, City)>> = LazyLock::new(|| {
    let mut stems: BTreeMap<String, (u32, City)> = BTreeMap::new();
    for (name, people, countries) in city::strong().filter(|(_, people, _)| *people >= LARGE) {
        let city = City {
            name: name.to_owned(),
            countries,
        };
        for stem in stems_of(&folded(name)) {
            let known = stems.get(&stem).is_some_and(|(other, _)| *other >= people);
            if !known && !country::is_known(&format!("{stem}ий")) {
                stems.insert(stem, (people, city.clone()));
            }
        }
    }
    stems
});

/// How an adjective may be made of a name in Cyrillic letters.
fn stems_of(name: &str) -> Vec<String> {
    let (Some(last), true) = (
        name.chars().next_back(),
        name.chars().all(|c| ('а'..='я').contains(&c) || c == '-'),
    ) else {
        return Vec::new();
    };
    let stem = &name[..name.len() - last.len_utf8()];
    match last {
        _ if name.ends_with("ск") || name.ends_with("цк") => vec![name.to_owned()],
        'а' | 'я' if stem.ends_with('л') => vec![format!("{stem}ьск"), format!("{stem}инск")],
        'а' if stem.ends_with('г') => vec![format!("{}жск", stem.trim_end_matches('г'))],
        'а' if name.ends_with("ква") => vec![format!("{}ковск", name.trim_end_matches("ква"))],
        'а' | 'я' | 'е' | 'о' | 'и' | 'ы' | 'у' => ["ск", "инск", "енск"]
            .iter()
            .map(|ending| format!("{stem}{ending}"))
            .collect(),
        'ь' if stem.ends_with('л') => vec![format!("{name}ск")],
        'ь' => vec![format!("{stem}ск")],
        _ => vec![format!("{name}ск")],
    }
}

/// The cities that adjectives within names of institutions are made of, with the words they take.
pub fn within(words: &Words, mentions: &[Mention]) -> Vec<(Range<usize>, City)> {
    let places = mentions.iter().flat_map(|mention| mention.words.clone());
    places
        .filter_map(|at| Some((at..at + 1, read(words, at)?)))
        .collect()
}

/// The city that the adjective at `at` is made of.
pub fn read(words: &Words, at: usize) -> Option<City> {
    const ENDINGS: [&str; 14] = [
        "ий", "ая", "ое", "ие", "ого", "ой", "ому", "ую", "им", "ом", "их", "ими", "ою", "ими",
    ];
    words
        .get(at)
        .filter(|word| word.is_word() && word.capital)?;
    let fold = words.folded(at);
    let stem = ENDINGS
        .iter()
        .find_map(|ending| fold.strip_suffix(ending).filter(|stem| stem.ends_with('к')))?;
    STEMS.get(stem).map(|(_, city)| city.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Passage;

    #[test]
    fn adjectives_lead_to_their_city() {
        for (adjective, expected) in [
            ("Тульская", "Тула"),
            ("Гродненской", "Гродно"),
            ("Казанским", "Казань"),
            ("Московского", "Москва"),
            ("Витебский", "Витебск"),
            ("Карагандинская", "Караганда"),
            ("Гомельскую", "Гомель"),
        ] {
            let words = Words::new(Passage::new(adjective));
            assert_eq!(
                read(&words, 0).map(|city| city.name).as_deref(),
                Some(expected),
                "{adjective}"
            );
        }
        for other in [
            "Национальная",
            "Детская",
            "Армянская",
            "тульская",
            "Российская",
        ] {
            assert_eq!(read(&Words::new(Passage::new(other)), 0), None, "{other}");
        }
    }
}
