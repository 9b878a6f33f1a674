//! Where it happened: cities with their country, and venues.
//!
//! [`city`] finds the names of cities, `venue` the places that something was
//! held at. [`find`] puts them together: what the words say of where the
//! activity took place, which is not where the reporter is.

mod adjective;
mod venue;

use super::country;
use super::organization::{self, Mention};
use super::vocabulary::city;
use super::vocabulary::person;
use super::words::{Word, WordKind, Words};
use crate::language::endings::{self, EndingUse};
use crate::record::OrganizationRole;
use crate::span::{Found, Passage, Span};
use std::ops::Range;
use venue::{Scene, Venue};

pub use super::vocabulary::city::City;

/// Every city named in the passage, in its order; not those inside longer names of institutions
/// (the caller masks these).
pub fn cities(passage: Passage, _language: Option<&str>) -> Vec<Found<City>> {
    let words = Words::new(passage);
    city::find(&words)
        .into_iter()
        .map(|(taken, city)| passage.found(words.range(taken), city, "city"))
        .collect()
}

/// A town that no table has, where a cell for places holds nothing else: one word or two with a
/// capital, and at most a mark of cities (`г.`, `қ.`).
pub fn unknown_city(cell: Passage) -> Option<Found<String>> {
    let mut name = cell.trim();
    for &mark in venue::city_marks() {
        if let Some(rest) = name.text.strip_prefix(mark).filter(|rest| !rest.is_empty()) {
            name = name
                .slice(name.text.len() - rest.len()..name.text.len())
                .trim();
        } else if let Some(rest) = name
            .text
            .strip_suffix(mark)
            .filter(|rest| rest.ends_with(' '))
        {
            name = name.slice(0..rest.len()).trim();
        }
    }
    let words: Vec<&str> = name.text.split_whitespace().collect();
    let proper = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && word
                .chars()
                .all(|c| c.is_alphabetic() || "-'’‘ʻ".contains(c))
    };
    let town = (1..=2).contains(&words.len()) && words.iter().all(proper);
    let hall = venue::names_hall(&Words::new(name));
    (town && !hall).then(|| name.found(0..name.text.len(), name.text.to_owned(), "place-column"))
}

/// Whether a piece has, beside the city at a span, nothing but a word for what kind of place it is.
pub fn is_marked_city(piece: Passage, city: Span) -> bool {
    let (from, to) = (
        (city.start - piece.start) as usize,
        (city.end - piece.start) as usize,
    );
    let mark = |text: &str| {
        let text = text.trim();
        text.is_empty() || venue::city_marks().contains(&text)
    };
    let around = piece.text.get(..from).zip(piece.text.get(to..));
    around.is_some_and(|(before, behind)| mark(before) && mark(behind))
}

/// The country of the city that the name of an institution holds, as a noun or an adjective.
pub fn country_of_name(name: Passage, language: Option<&str>) -> Option<&'static str> {
    let words = Words::new(name);
    let noun = cities(name, language)
        .into_iter()
        .next()
        .map(|city| city.value);
    let named = || (0..words.len()).find_map(|at| city::region(&words, at));
    let region = || (0..words.len()).find_map(|at| city::of_region(&words, at));
    let adjective = || (0..words.len()).find_map(|at| adjective::read(&words, at));
    let first = |city: City| city.countries.first().copied();
    noun.or_else(region)
        .and_then(first)
        .or_else(named)
        .or_else(|| adjective().and_then(first))
}

/// Where the passages say it was held.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct FoundPlace {
    pub country: Option<Found<&'static str>>,
    pub city: Option<Found<String>>,
    pub venue: Option<Found<String>>,
    /// Another city abroad that was nearly chosen.
    pub rival: Option<Found<String>>,
}

/// The place of the activity told in the passages, heading first. Whoever knows that it was held
/// online only drops it.
pub fn find(passages: &[Passage], language: Option<&str>) -> FoundPlace {
    let all: Vec<Words> = passages
        .iter()
        .map(|passage| Words::new(*passage))
        .collect();
    let mentions: Vec<_> = all
        .iter()
        .map(|words| organization::mentions(words, language))
        .collect();
    find_in(&all, &mentions, language)
}

/// A passage with what was read in it.
struct ReadPassage<'p, 't> {
    words: &'p Words<'t>,
    mentions: &'p [Mention],
    cities: Vec<(Range<usize>, City)>,
    /// Told by adjectives in names of institutions.
    adjectives: Vec<(Range<usize>, City)>,
    heading: bool,
    /// The first text below a heading; a line alone says too little.
    opens: bool,
    events: Vec<bool>,
}

/// The same for passages already cut into words, with the organizations mentioned in each.
pub fn find_in(
    passages: &[Words],
    mentions: &[Vec<Mention>],
    language: Option<&str>,
) -> FoundPlace {
    let all: Vec<ReadPassage> = passages
        .iter()
        .zip(mentions)
        .enumerate()
        .map(|(at, (words, mentions))| ReadPassage {
            words,
            mentions,
            cities: city::find(words),
            adjectives: adjective::within(words, mentions),
            heading: at == 0 && passages.len() > 1,
            opens: at == 1,
            events: venue::events(words, at == usize::from(passages.len() > 1)),
        })
        .collect();
    let venue = venue(&all);
    let city = city(&all, venue.as_ref());
    let country = country(&all, venue.as_ref(), city.as_ref(), language);
    let rival = city.as_ref().and_then(|chosen| rival(&all, chosen));
    FoundPlace {
        rival,
        country,
        city: city.map(|(found, _)| found.map(|city| city.name)),
        venue: venue.map(|(told, venue)| {
            told.words
                .passage
                .found(told.words.range(venue.words), venue.name, venue.rule)
        }),
    }
}

/// The first place something was held at; else the house of the institution that held it.
fn venue<'a, 'p, 't>(all: &'a [ReadPassage<'p, 't>]) -> Option<(&'a ReadPassage<'p, 't>, Venue)> {
    let first = |read: fn(&Scene) -> Option<Venue>| {
        all.iter()
            .find_map(|told| Some((told, read(&told.scene())?)))
    };
    first(|scene| scene.venue()).or_else(|| first(|scene| scene.owner()))
}

type FoundCity = (Found<City>, &'static str);

/// Whether a city is where it happened, by what stands around it.
type CityWitness = fn(&ReadPassage, &Range<usize>) -> bool;

/// What tells the city, and its points: a city has those of its surest witness. Set by hand on the
/// documents of `gold/pages` and on 240 modelled pages of libraries and museums.
const WITNESSES: [(&str, i32, CityWitness); 12] = [
    ("bracketed", 100, |told, taken| told.is_bracketed(taken)),
    ("heads", 90, |told, taken| {
        told.heading && told.is_head(taken)
    }),
    ("located", 85, |told, taken| {
        told.heading && told.is_located(taken)
    }),
    ("located", 80, |told, taken| {
        told.tells_event(taken) && told.is_located(taken)
    }),
    ("heading", 70, |told, taken| {
        told.heading && told.is_apposed(taken)
    }),
    ("apposed", 60, |told, taken| {
        told.tells_event(taken) && told.is_apposed(taken)
    }),
    ("of-people", 50, |told, taken| {
        told.tells_event(taken) && told.is_of_people(taken)
    }),
    ("of-organizer", 40, |told, taken| {
        told.is_of_organizer(taken)
    }),
    ("address", 35, |told, taken| told.is_address(taken)),
    ("located-first", 30, |told, taken| {
        told.opens && told.is_in_first_sentence(taken) && told.is_located(taken)
    }),
    ("of-first", 20, |told, taken| {
        told.opens && told.is_of_first_institution(taken)
    }),
    ("first-named", 15, |told, taken| {
        told.opens && told.is_in_first_sentence(taken) && told.is_named(taken)
    }),
];

/// The city in the name of the venue.
const OF_VENUE: i32 = 95;

/// What a city loses whose sentence tells of a year and of no day: an earlier time.
const ONCE: i32 = -70;

/// The city with the most points; among equals the one named first.
fn city(all: &[ReadPassage], venue: Option<&(&ReadPassage, Venue)>) -> Option<FoundCity> {
    let named = venue.and_then(|(told, venue)| told.city_of_venue(venue));
    let mut best = named.map(|found| (OF_VENUE, found));
    for told in all {
        for (taken, city) in told.cities.iter().chain(&told.adjectives) {
            let witness = WITNESSES.iter().find(|(.., fits)| fits(told, taken));
            let Some((rule, points, _)) = witness else {
                continue;
            };
            let once = if told.is_told_of_a_year(taken) {
                ONCE
            } else {
                0
            };
            let points = points + once;
            if best.as_ref().is_none_or(|(most, _)| points > *most) {
                let range = told.words.range(taken.clone());
                let found = told.words.passage.found(range, city.clone(), rule);
                best = Some((points, (found, *rule)));
            }
        }
    }
    best.map(|(_, found)| found)
}

/// Another city that something is told to take place in: the choice was near.
fn rival(all: &[ReadPassage], chosen: &FoundCity) -> Option<Found<String>> {
    all.iter().find_map(|told| {
        let mut cities = told.cities.iter();
        let (taken, city) = cities.find(|(taken, city)| {
            city.countries != chosen.0.value.countries
                && city.name != chosen.0.value.name
                && told.tells_event(taken)
                && told.is_located(taken)
        })?;
        let range = told.words.range(taken.clone());
        Some(told.words.passage.found(range, city.name.clone(), "rival"))
    })
}

/// The country: of the city, of the venue's name, or led in by a preposition.
fn country(
    all: &[ReadPassage],
    venue: Option<&(&ReadPassage, Venue)>,
    city: Option<&FoundCity>,
    language: Option<&str>,
) -> Option<Found<&'static str>> {
    if let Some((found, _)) = city {
        let named =
            |code: &&&'static str| all.iter().any(|told| told.names_country(code, language));
        let code = found
            .value
            .countries
            .iter()
            .find(named)
            .or_else(|| found.value.countries.first())?;
        return Some(Found {
            value: code,
            span: found.span,
            rule: "country-of-city",
        });
    }
    let (told, venue) = venue?;
    let within = country::find_in(told.words, language)
        .into_iter()
        .find(|(taken, _)| venue.words.start <= taken.start && taken.end <= venue.words.end)?;
    Some(Found {
        value: within.1.value.code,
        span: within.1.span,
        rule: "country-of-venue",
    })
}

impl<'p, 't> ReadPassage<'p, 't> {
    fn scene(&self) -> Scene<'_, 't> {
        Scene {
            words: self.words,
            mentions: self.mentions,
            heading: self.heading,
            events: &self.events,
        }
    }

    fn sign(&self, at: usize, sign: char) -> bool {
        self.words.get(at).is_some_and(|word| word.is(sign))
    }

    fn before(&self, at: usize, back: usize) -> &'p str {
        at.checked_sub(back).map_or("", |i| self.words.folded(i))
    }

    /// `(Nur-Sultan, Kazakhstan)`, `(Uralsk city)`, `(г. Омск)`.
    fn is_bracketed(&self, taken: &Range<usize>) -> bool {
        let near = |i: usize| {
            taken
                .start
                .checked_sub(i)
                .is_some_and(|at| self.sign(at, '('))
        };
        let opens = near(1) || (near(2) && self.words.folded(taken.start - 1) == "г") || near(3);
        opens
            && (taken.end..taken.end + 10).any(|at| self.sign(at, ')'))
            && !self.is_in_mention(taken)
            && !self.is_of_guest(taken)
    }

    /// `of the Orenburg Library (Orenburg, Russia)`: where somebody came from.
    fn is_of_guest(&self, taken: &Range<usize>) -> bool {
        let open = (taken.start.saturating_sub(3)..taken.start)
            .rev()
            .find(|at| self.sign(*at, '('));
        // `Leyla Kerimi (Baku)`, but no `University named after L. N. Gumilyov (Astana)`.
        let person = open
            .and_then(|open| open.checked_sub(1))
            .is_some_and(|last| {
                self.is_of_person(last) && self.scene().mention_around(last).is_none()
            });
        let holds = [OrganizationRole::Organizer, OrganizationRole::Host];
        let mut before = self
            .mentions
            .iter()
            .filter(|one| Some(one.words.end) == open);
        person || !self.heading && before.any(|one| !holds.contains(&one.role))
    }

    /// Whether a word ends the name of a person.
    fn is_of_person(&self, last: usize) -> bool {
        let capital = |at: usize| {
            self.words
                .get(at)
                .is_some_and(|word| word.is_word() && word.capital)
        };
        let given = |at: usize| person::is_given(self.words.folded(at));
        let initial = |at: usize| {
            self.words
                .get(at)
                .is_some_and(|word| word.kind == WordKind::Initial)
        };
        let before = last.checked_sub(1);
        capital(last)
            && before.is_some_and(|first| {
                initial(first)
                    || capital(first) && (given(first) || person::is_personal(self.words, last))
            })
    }

    /// By itself, as it stands in the dictionary: `Osh became the meeting place of …`.
    fn is_named(&self, taken: &Range<usize>) -> bool {
        let last = self.words.get(taken.end - 1);
        let before = self.words.get(taken.start.wrapping_sub(1));
        let free = before.is_none_or(|word| !word.is_word() || word.capital);
        // Capitals are those of a dateline: where it was written.
        let own = |word: &Word| is_name(word.text) && !word.capitals;
        free && last.is_some_and(own) && !self.is_in_mention(taken)
    }

    /// Whether its sentence names a year and no day: `the first was held in Osh in 2014`.
    fn is_told_of_a_year(&self, taken: &Range<usize>) -> bool {
        let opens = |at: &usize| self.words.get(*at).is_some_and(|word| word.opens);
        let from = (0..=taken.start).rev().find(opens).unwrap_or(0);
        let end = (taken.end..self.words.len())
            .find(opens)
            .unwrap_or(self.words.len());
        let number = |at: usize| -> Option<u32> {
            let word = self.words.get(at)?;
            (word.kind == WordKind::Number).then(|| word.text.parse().ok())?
        };
        let year = |at: usize| number(at).is_some_and(|number| (1900..2100).contains(&number));
        let day = |at: usize| number(at).is_some_and(|number| (1..=31).contains(&number));
        !self.heading && (from..end).any(year) && !(from..end).any(day)
    }

    /// `Address: 12 Central Street, Osh`, `г. Бишкек, ул. Токтогула`: a street beside it.
    fn is_address(&self, taken: &Range<usize>) -> bool {
        const NEAR: usize = 6;
        let street = |at: usize| person::is_street(self.words.folded(at));
        let opens = |at: &usize| self.words.get(*at).is_some_and(|word| word.opens);
        let behind = (taken.end..taken.end + NEAR).take_while(|at| !opens(at));
        let from = taken.start.saturating_sub(NEAR);
        let mut near = behind.chain(from..taken.start);
        !self.is_in_mention(taken) && near.any(street)
    }

    fn is_in_mention(&self, taken: &Range<usize>) -> bool {
        self.scene().mention_around(taken.start).is_some()
    }

    /// In the name of the venue, or right behind it (`… Library in Almaty`).
    fn city_of_venue(&self, venue: &Venue) -> Option<FoundCity> {
        const NEAR: usize = 4;
        let around = |taken: &&(Range<usize>, City)| {
            let inside = venue.words.start <= taken.0.start && taken.0.end <= venue.words.end;
            let behind = taken.0.start >= venue.words.end
                && taken.0.start <= venue.words.end + NEAR
                && self.is_near(venue.words.end..taken.0.start);
            inside && !self.is_named_after(&taken.0, venue.words.start) || behind
        };
        let (taken, city) = self.cities.iter().chain(&self.adjectives).find(around)?;
        Some((
            self.words.passage.found(
                self.words.range(taken.clone()),
                city.clone(),
                "city-of-venue",
            ),
            "city-of-venue",
        ))
    }

    /// Only prepositions, commas and words for "city" lie between.
    fn is_near(&self, gap: Range<usize>) -> bool {
        gap.clone().all(|i| {
            matches!(
                self.words.folded(i),
                "in" | "the" | "city" | "of" | "в" | "г" | "городе" | "города" | "дар" | "шаҳри"
            ) || self
                .words
                .get(i)
                .is_some_and(|word| matches!(word.kind, WordKind::Sign(',' | '(' | '.')))
        }) && !gap
            .skip(1)
            .any(|i| self.words.get(i).is_some_and(|word| word.opens))
    }

    /// A person's name in an institution's that is also a city's.
    fn is_named_after(&self, taken: &Range<usize>, from: usize) -> bool {
        (from.max(taken.start.saturating_sub(3))..taken.start).any(|i| {
            matches!(
                self.words.folded(i),
                "named" | "after" | "имени" | "им" | "номи"
            )
        })
    }

    /// Whether the sentence tells of something taking place.
    fn tells_event(&self, taken: &Range<usize>) -> bool {
        self.scene().tells_event(taken.start)
    }

    /// `Бишкектеги китепкана`, `Toshkentdagi muzey`: an adjective of the locative.
    fn is_of_place(&self, taken: &Range<usize>) -> bool {
        endings::end(self.words.folded(taken.end - 1), EndingUse::WordWithin)
    }

    /// Led in by a preposition, or in the locative.
    fn is_located(&self, taken: &Range<usize>) -> bool {
        if self.is_of_place(taken) {
            return true;
        }
        if self.is_in_mention(taken) {
            return false;
        }
        let lead = |word: &str| matches!(word, "in" | "at" | "в" | "дар" | "во");
        let city = |word: &str| {
            matches!(
                word,
                "г" | "город"
                    | "городе"
                    | "city"
                    | "the"
                    | "шаҳри"
                    | "of"
                    | "capital"
                    | "столице"
                    | "пойтахти"
            )
        };
        let led = lead(self.before(taken.start, 1))
            || (city(self.before(taken.start, 1)) || self.sign(taken.start.wrapping_sub(1), '.'))
                && (2..=5).any(|back| lead(self.before(taken.start, back)));
        let last = self.words.folded(taken.end - 1);
        let next = self.words.folded(taken.end);
        let cities = [
            "қаласында",
            "шаарында",
            "shahrida",
            "шаҳрида",
            "şäherinde",
            "қаласындағы",
            "шаарындагы",
            "shahridagi",
            "шаҳридаги",
            "şäherindäki",
        ];
        let locative = |word: &str| {
            ["да", "де", "та", "те", "до", "дө", "da", "de", "nda", "nde"]
                .iter()
                .any(|e| word.ends_with(e))
        };
        led || cities.contains(&next)
            || self
                .words
                .get(taken.end - 1)
                .is_some_and(|word| !is_name(word.text))
                && locative(last)
    }

    /// Between commas, at the end of a heading: `…, Kokshetau, 6 May 2022`.
    fn is_apposed(&self, taken: &Range<usize>) -> bool {
        let sign = |at: usize| {
            self.words
                .get(at)
                .is_none_or(|word| matches!(word.kind, WordKind::Sign(',' | '.' | ';' | ')')))
        };
        let number = self
            .words
            .get(taken.end)
            .is_some_and(|word| word.kind == WordKind::Number);
        let city = matches!(
            self.words.folded(taken.end),
            "city" | "қаласы" | "шаары" | "shahri" | "шаҳри"
        );
        let behind = sign(taken.end) || number || city;
        let before = taken.start.checked_sub(1).is_some_and(|at| {
            self.sign(at, ',') || self.sign(at, '.') || self.words.folded(at) == "г"
        });
        !self.is_in_mention(taken) && before && behind
    }

    /// `children of Fergana`: those who took part are at home there.
    fn is_of_people(&self, taken: &Range<usize>) -> bool {
        const PEOPLE: [&str; 10] = [
            "children",
            "readers",
            "pupils",
            "schoolchildren",
            "students",
            "residents",
            "citizens",
            "teachers",
            "librarians",
            "families",
        ];
        self.before(taken.start, 1) == "of"
            && PEOPLE.contains(&self.before(taken.start, 2))
            && !self.is_in_mention(taken)
    }

    /// In the name of an institution that had a hand in it, or of the local authority.
    fn is_of_organizer(&self, taken: &Range<usize>) -> bool {
        let Some(mention) = self
            .scene()
            .mention_around(taken.start)
            .and_then(|at| self.mentions.get(at))
        else {
            return false;
        };
        let part = matches!(
            mention.role,
            OrganizationRole::Organizer | OrganizationRole::Host | OrganizationRole::Funder
        );
        (part || venue::is_authority(&mention.kind))
            && !self.is_named_after(taken, mention.words.start)
    }

    /// `Kostanay: how to read old maps`: what a heading opens with before a colon.
    fn is_head(&self, taken: &Range<usize>) -> bool {
        taken.start == 0 && self.sign(taken.end, ':')
    }

    fn is_in_first_sentence(&self, taken: &Range<usize>) -> bool {
        let opens = |at: usize| self.words.get(at).is_some_and(|word| word.opens);
        !(1..=taken.start).any(opens)
    }

    /// In the name of the first institution of the text, or right behind it: who does not say
    /// where something was is at home.
    fn is_of_first_institution(&self, taken: &Range<usize>) -> bool {
        let Some(first) = self.mentions.first() else {
            return false;
        };
        let near = first.words.start <= taken.start && taken.start <= first.words.end;
        // Participants and partners come from elsewhere.
        let own = [
            OrganizationRole::Organizer,
            OrganizationRole::Host,
            OrganizationRole::Mentioned,
        ];
        near && own.contains(&first.role)
            && self.is_in_first_sentence(taken)
            && !self.is_named_after(taken, first.words.start)
    }

    fn names_country(&self, code: &str, language: Option<&str>) -> bool {
        country::find_in(self.words, language)
            .iter()
            .any(|(_, found)| found.value.code == code)
    }
}

/// Whether the word as written is itself a name of a city and no form of one.
fn is_name(text: &str) -> bool {
    city::is_dictionary_form(text)
}
