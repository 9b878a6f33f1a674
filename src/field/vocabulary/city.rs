//! Cities by name, in any case form.
//!
//! The tables are `schemas/tables/cities.tsv` (GeoNames) and
//! `city-names.tsv` (names people use; names that are ordinary words as well).

use crate::field::country;
use crate::field::ending::Ending;
use crate::field::stems::Stems;
use crate::field::vocabulary::institution::is_head;
use crate::field::vocabulary::person;
use crate::field::words::{WordKind, Words, folded};
use crate::lookup::{WordMap, WordSet};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// A city named in a passage.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct City {
    /// As written, in its dictionary form where the words are inflected.
    pub name: String,
    /// Countries that have a city of this name, the likeliest first (ISO 3166-1 alpha-2).
    pub countries: Vec<&'static str>,
}

/// Thousands of people below which a name needs a word for "city" beside it.
const SMALL: u32 = 12;

#[derive(Debug)]
struct CityMeaning {
    name: &'static str,
    /// Where its countries begin among those of all cities, the one with most people first, and how
    /// many they are.
    countries: u32,
    count: u16,
    weak: bool,
    /// Thousands of people of the largest.
    people: u32,
}

#[derive(Default)]
struct Gazetteer {
    lexicon: Stems<u32>,
    meanings: Vec<CityMeaning>,
    /// Countries of all cities, as numbers of codes.
    countries: Vec<u16>,
    codes: Vec<&'static str>,
}

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    let mut places: HashMap<&'static str, Vec<(&'static str, u32)>> = HashMap::new();
    let mut order: Vec<&'static str> = Vec::new();
    let mut weak: WordSet = WordSet::default();
    let mut add = |name: &'static str, country: &'static str, people: u32| {
        let at = places.entry(name).or_insert_with(|| {
            order.push(name);
            Vec::with_capacity(1)
        });
        if at.iter().all(|(known, _)| *known != country) {
            at.push((country, people));
        }
    };
    for line in rows(include_str!("../../../schemas/tables/city-names.tsv")) {
        if let [country, sort, list] = line[..] {
            for name in list.split(',') {
                match sort {
                    "weak" => _ = weak.insert(folded(name)),
                    "region" => {}
                    // Names of their own entry have no figure: they stand before namesakes
                    // elsewhere.
                    _ => add(name, country, u32::MAX),
                }
            }
        }
    }
    for line in rows(include_str!("../../../schemas/tables/cities.tsv")) {
        if let [country, people, names @ ..] = &line[..] {
            let people = people.parse().unwrap_or(0);
            // `Бухар` beside `Бухара` is a cut form of it.
            let whole = |name: &str, other: &str| {
                other
                    .strip_prefix(name)
                    .is_some_and(|end| matches!(end, "а" | "я" | "ь"))
            };
            let cut = |name: &str| names.iter().any(|other| whole(name, other));
            names
                .iter()
                .filter(|name| !cut(name))
                .for_each(|name| add(name, country, people));
        }
    }
    let mut gazetteer = Gazetteer::default();
    let mut codes: WordMap<u16> = WordMap::default();
    for name in order {
        let mut at = places.remove(name).unwrap_or_default();
        at.sort_by_key(|(_, people)| std::cmp::Reverse(*people));
        let simple = folded(name);
        let people = at.first().map_or(0, |(_, people)| *people);
        let small = people < SMALL;
        let short = simple.chars().count() <= 3 && !matches!(simple.as_str(), "ош" | "osh");
        let adjective = country::is_known(&simple);
        let weak = small
            || adjective
            || short
            || weak.contains(&simple)
            || is_head(&simple)
            || person::given(&simple).is_some();
        let (countries, count) = (gazetteer.countries.len() as u32, at.len() as u16);
        for (country, _) in at {
            let number = *codes.entry(country.to_owned()).or_insert_with(|| {
                gazetteer.codes.push(country);
                gazetteer.codes.len() as u16 - 1
            });
            gazetteer.countries.push(number);
        }
        gazetteer.add(CityMeaning {
            name,
            countries,
            count,
            weak,
            people,
        });
    }
    gazetteer.countries.shrink_to_fit();
    gazetteer.meanings.shrink_to_fit();
    gazetteer.lexicon.shrink();
    gazetteer
});

impl Gazetteer {
    fn countries(&self, meaning: &CityMeaning) -> Vec<&'static str> {
        let own = self
            .countries
            .iter()
            .skip(meaning.countries as usize)
            .take(meaning.count.into());
        own.map(|&number| self.codes[usize::from(number)]).collect()
    }

    fn city(&self, meaning: &CityMeaning) -> City {
        City {
            name: meaning.name.to_owned(),
            countries: self.countries(meaning),
        }
    }

    fn add(&mut self, meaning: CityMeaning) {
        let cyrillic = meaning.name.chars().any(|c| ('а'..='я').contains(&c));
        let ending = if cyrillic {
            Ending::Cyrillic
        } else {
            Ending::Latin
        };
        let index = self.meanings.len() as u32;
        // As it stands: Turkic and Tajik endings, Russian ones behind a consonant.
        let vowel = meaning
            .name
            .ends_with(['а', 'я', 'ы', 'и', 'о', 'е', 'у', 'й', 'ь']);
        self.lexicon.add(
            meaning.name,
            if cyrillic && vowel {
                Ending::Turkic
            } else {
                ending
            },
            index,
        );
        if let Some(cut) = cyrillic.then(|| declined(meaning.name)).flatten() {
            self.lexicon.add(&cut, Ending::Singular(' '), index);
        }
        self.meanings.push(meaning);
    }
}

/// `Москв|а`, `Нижн|ий Новгород`: where Russian changes the end of a word.
fn declined(name: &str) -> Option<String> {
    const NOUNS: [&str; 4] = ["а", "я", "ь", "й"];
    const ADJECTIVES: [&str; 5] = ["ий", "ый", "ая", "ое", "ые"];
    let words: Vec<&str> = name.split(' ').collect();
    let cut = |endings: &[&str], word: &str| {
        endings.iter().find_map(|ending| {
            let stem = word
                .strip_suffix(ending)
                .filter(|stem| stem.chars().count() >= 3)?;
            Some(format!("{stem}|{ending}"))
        })
    };
    let (last, first) = words.split_last()?;
    let mut out: Vec<String> = first
        .iter()
        .map(|word| cut(&ADJECTIVES, word).unwrap_or_else(|| (*word).to_owned()))
        .collect();
    out.push(cut(&NOUNS, last).unwrap_or_else(|| (*last).to_owned()));
    let out = out.join(" ");
    out.contains('|').then_some(out)
}

fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

/// Names that mean a city wherever they stand, with thousands of people and countries.
pub fn strong() -> impl Iterator<Item = (&'static str, u32, Vec<&'static str>)> {
    let strong = GAZETTEER.meanings.iter().filter(|meaning| !meaning.weak);
    strong.map(|meaning| (meaning.name, meaning.people, GAZETTEER.countries(meaning)))
}

/// The first name in the table of a city that has this one among its names: cities are called
/// differently in every language. Of namesakes the largest.
pub fn known_as(name: &str) -> Option<&'static str> {
    static FIRST: LazyLock<HashMap<String, (u32, &'static str)>> = LazyLock::new(|| {
        let mut all: HashMap<String, (u32, &'static str)> = HashMap::new();
        for line in rows(include_str!("../../../schemas/tables/cities.tsv")) {
            let [_, people, names @ ..] = &line[..] else {
                continue;
            };
            let people = people.parse().unwrap_or(0);
            for name in names {
                let known = all.entry(folded(name)).or_insert((people, names[0]));
                if known.0 < people {
                    *known = (people, names[0]);
                }
            }
        }
        all
    });
    FIRST.get(&folded(name)).map(|(_, first)| *first)
}

/// Whether the word at `at` is the name of a city, in whatever form.
pub fn is_city(words: &Words, at: usize) -> bool {
    words
        .get(at)
        .is_some_and(|word| word.is_word() && word.capital)
        && GAZETTEER.lexicon.best(words, at).is_some()
}

/// Every city named in the words, with the words it takes.
pub fn find(words: &Words) -> Vec<(Range<usize>, City)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match read(words, at) {
            Some((end, city)) => {
                found.push((at..end, city));
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// The city named by the words from `at` on, and the word behind it.
pub fn read(words: &Words, at: usize) -> Option<(usize, City)> {
    words
        .get(at)
        .filter(|word| word.kind == WordKind::Word && word.capital)?;
    let hit = GAZETTEER.lexicon.best(words, at)?;
    let meaning = &GAZETTEER.meanings[*hit.meaning as usize];
    let end = at + hit.words;
    let named = is_called_city(words, at, end);
    if is_of_something_else(words, at, end) || (meaning.weak && !named) {
        return None;
    }
    // A name that takes its form from an ending must not be the start of a sentence by chance.
    Some((end, GAZETTEER.city(meaning)))
}

/// Regions by name, with their country; Russian ones are adjectives (`Ошская`).
static REGIONS: LazyLock<Stems<&'static str>> = LazyLock::new(|| {
    let mut regions = Stems::default();
    for line in rows(include_str!("../../../schemas/tables/city-names.tsv")) {
        let [country, "region", list] = line[..] else {
            continue;
        };
        for name in list.split(',') {
            match name.strip_suffix("ая").or_else(|| name.strip_suffix("ий")) {
                Some(stem) if !name.contains(' ') => {
                    regions.add(&format!("{stem}|ая"), Ending::Russian, country)
                }
                _ => regions.add(name, Ending::Cyrillic, country),
            }
        }
    }
    regions
});

/// The country of the region that the words from `at` on name.
pub fn region(words: &Words, at: usize) -> Option<&'static str> {
    words
        .get(at)
        .filter(|word| word.kind == WordKind::Word && word.capital)?;
    REGIONS.best(words, at).map(|hit| *hit.meaning)
}

/// The city that a region is named by: `Талас облустук китепканасы`. It tells the country only: the
/// region's first city may be another one.
pub fn of_region(words: &Words, at: usize) -> Option<City> {
    const REGION: [&str; 12] = [
        "облыстық",
        "облустук",
        "viloyat",
        "вилоят",
        "welaýat",
        "облысының",
        "облысы",
        "облусунун",
        "viloyati",
        "вилояти",
        "welaýatynyň",
        "welaýaty",
    ];
    words
        .get(at)
        .filter(|word| word.kind == WordKind::Word && word.capital)?;
    let hit = GAZETTEER
        .lexicon
        .best(words, at)
        .filter(|hit| REGION.contains(&words.folded(at + hit.words)))?;
    Some(GAZETTEER.city(&GAZETTEER.meanings[*hit.meaning as usize]))
}

/// Whether a word for "city" stands beside it.
fn is_called_city(words: &Words, at: usize, end: usize) -> bool {
    const BEFORE: [&str; 12] = [
        "г",
        "город",
        "города",
        "городе",
        "городу",
        "гор",
        "шаҳри",
        "шаҳр",
        "city",
        "town",
        "қала",
        "ш",
    ];
    const AFTER: [&str; 29] = [
        "city",
        "town",
        "қаласы",
        "қаласында",
        "қаласының",
        "қаласына",
        "шаары",
        "шаарында",
        "шаарынын",
        "ш",
        "shahri",
        "shahrida",
        "шаҳри",
        "шаҳрида",
        "şäheri",
        "şäherinde",
        "shahridagi",
        "шаҳридаги",
        "қаласындағы",
        "шаарындагы",
        "şäherindäki",
        "şäheriniň",
        "shahrining",
        "шаҳрининг",
        "shahar",
        "шаҳар",
        "қалалық",
        "шаардык",
        "şäher",
    ];
    let sign = |i: usize| {
        words
            .get(i)
            .is_some_and(|word| matches!(word.kind, WordKind::Sign(_)))
    };
    let before = (1..=2).any(|back| {
        at.checked_sub(back)
            .is_some_and(|i| BEFORE.contains(&words.folded(i)) && (back == 1 || sign(i + 1)))
    });
    let of = at >= 2 && words.folded(at - 1) == "of" && words.folded(at - 2) == "city";
    before || of || is_led(words, at, end) || AFTER.contains(&words.folded(end))
}

/// `in Navoi`, with no more to the name, or `. Navoi, 3 May`: a place, though the word is a
/// person's or another word as well.
fn is_led(words: &Words, at: usize, end: usize) -> bool {
    let led = at.checked_sub(1).is_some_and(|i| words.folded(i) == "in");
    let dated = words.get(end).is_some_and(|word| word.is(','))
        && words
            .get(end + 1)
            .is_some_and(|word| word.kind == WordKind::Number && word.text.len() <= 2)
        && at
            .checked_sub(1)
            .and_then(|i| words.get(i))
            .is_some_and(|word| word.is('.') || word.is(','));
    dated
        || led
            && !words
                .get(end)
                .is_some_and(|word| word.capital && !word.opens)
}

/// A region, a street or a person that has the name of a city.
fn is_of_something_else(words: &Words, at: usize, end: usize) -> bool {
    const REGIONS: [&str; 26] = [
        "region",
        "oblast",
        "province",
        "district",
        "областной",
        "область",
        "области",
        "район",
        "района",
        "районе",
        "облысы",
        "облысының",
        "облысында",
        "ауданы",
        "ауданының",
        "облусу",
        "облусунун",
        "району",
        "viloyati",
        "viloyatining",
        "tumani",
        "вилояти",
        "вилоятининг",
        "тумани",
        "welaýaty",
        "welaýatynyň",
    ];
    const BEFORE: [&str; 8] = [
        "вилояти",
        "ноҳияи",
        "области",
        "district",
        "named",
        "имени",
        "им",
        "welaýaty",
    ];
    let initial = |i: Option<usize>| {
        i.and_then(|i| words.get(i))
            .is_some_and(|word| word.kind == WordKind::Initial)
    };
    let before = at.checked_sub(1);
    REGIONS.contains(&words.folded(end))
        || before.is_some_and(|i| {
            BEFORE.contains(&words.folded(i)) || person::is_street(words.folded(i))
        })
        || person::is_street(words.folded(end))
        || initial(before)
        || initial(Some(end)) && !words.get(end).is_some_and(|word| word.opens)
        || before.is_some_and(|i| {
            person::given(words.folded(i)).is_some() && words.get(i).is_some_and(|w| w.capital)
        })
        || (person::is_surname(words.folded(end))
            && words.get(end).is_some_and(|word| word.capital))
}

/// Whether a text is the name of a city as the table has it.
pub fn is_dictionary_form(text: &str) -> bool {
    let text = folded(text);
    let meanings = GAZETTEER.lexicon.exactly(&text);
    meanings
        .into_iter()
        .any(|index| folded(GAZETTEER.meanings[*index as usize].name) == text)
}
