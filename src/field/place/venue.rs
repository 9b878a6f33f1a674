//! Where it was held: the words that lead in a place, in each word order.
//!
//! A venue is an institution or a hall, park or building, with a preposition
//! (`at`, `в`, `дар`) before it or a locative ending (`-да`, `-nda`) on it, in a
//! sentence that tells of something taking place or in a heading.

use crate::field::ending::Ending;
use crate::field::organization::{self, Mention};
use crate::field::stems::Stems;
use crate::field::vocabulary::institution::{self, NameOrder};
use crate::field::vocabulary::person;
use crate::field::words::{WordKind, Words, folded};
use crate::lookup::{Beginnings, WordSet};
use crate::record::OrganizationRole;
use std::ops::Range;
use std::sync::LazyLock;

#[derive(Debug, Default)]
struct VenueWords {
    events: WordSet,
    events_begin: Beginnings,
    leads: WordSet,
    halls: Stems<NameOrder>,
    marks: Vec<&'static str>,
}

static VOCABULARY: LazyLock<VenueWords> = LazyLock::new(|| {
    let mut vocabulary = VenueWords::default();
    let table = include_str!("../../../schemas/tables/place-words.tsv");
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        if let [language, sort, list] = line.split('\t').collect::<Vec<_>>()[..] {
            for word in list.split(',') {
                match sort {
                    "event" => {
                        vocabulary.events_begin.add(&folded(word), false);
                        vocabulary.events.insert(folded(word));
                    }
                    "mark" => vocabulary.marks.push(word),
                    "at" => _ = vocabulary.leads.insert(folded(word)),
                    _ => vocabulary
                        .halls
                        .add(word, Ending::of(language), NameOrder::of(language)),
                }
            }
        }
    }
    vocabulary
});

/// Abbreviations and words that stand beside the name of a town: `г.`, `қ.`.
pub fn city_marks() -> &'static [&'static str] {
    &VOCABULARY.marks
}

/// Whether a word for a hall or an institution stands among the words.
pub fn names_hall(words: &Words) -> bool {
    let hall = |at: usize| {
        VOCABULARY.halls.one_at(words, at).is_some() || institution::is_head(words.folded(at))
    };
    (0..words.len()).any(hall)
}

/// A venue: its words, and the institution it is or belongs to.
#[derive(Clone, PartialEq, Debug)]
pub struct Venue {
    pub words: Range<usize>,
    /// In the nominative, endings cut.
    pub name: String,
    /// Index into the passage's mentions.
    pub institution: Option<usize>,
    pub rule: &'static str,
}

/// One passage as the venue reader sees it.
pub struct Scene<'p, 't> {
    pub words: &'p Words<'t>,
    pub mentions: &'p [Mention],
    /// A heading: what stands in it needs no verb.
    pub heading: bool,
    /// For each word, whether its sentence tells of something taking place.
    pub events: &'p [bool],
}

/// For each word, whether its sentence tells of something taking place; the first sentence of
/// a text does whatever its verb.
pub fn events(words: &Words, opens_text: bool) -> Vec<bool> {
    let mut marks = vec![false; words.len()];
    let mut start = 0;
    for end in 1..=words.len() {
        if words.get(end).is_none_or(|word| word.opens) {
            let tells = start == 0 && opens_text || (start..end).any(|at| tells_event(words, at));
            marks[start..end].fill(tells);
            start = end;
        }
    }
    marks
}

fn tells_event(words: &Words, at: usize) -> bool {
    VOCABULARY.events_begin.hold(words.beginning(at))
        && VOCABULARY.events.contains(words.folded(at))
}

impl Scene<'_, '_> {
    /// The first venue named; an institution before a room of an unnamed one.
    pub fn venue(&self) -> Option<Venue> {
        let mut room = None;
        for at in 0..self.words.len() {
            match self.mention_around(at) {
                Some(index) if self.mentions[index].words.start == at => {
                    if let Some(venue) = self.institution(index) {
                        return Some(venue);
                    }
                }
                None if room.is_none() => room = self.hall(at),
                _ => {}
            }
        }
        room
    }

    /// The institution that held something, where no other place is named.
    pub fn owner(&self) -> Option<Venue> {
        let index = self.mentions.iter().position(|mention| {
            let mut verbs = organization::behind(self.words, mention.words.end);
            let acts = verbs.any(|at| tells_event(self.words, at));
            mention.role == OrganizationRole::Organizer && acts && is_house(&mention.kind)
        })?;
        let mention = &self.mentions[index];
        Some(Venue {
            words: mention.words.clone(),
            name: dictionary(mention),
            institution: Some(index),
            rule: "venue-of-organizer",
        })
    }

    fn institution(&self, index: usize) -> Option<Venue> {
        let mention = &self.mentions[index];
        let start = mention.words.start;
        if !self.tells_event(start) {
            return None;
        }
        let found = |words: Range<usize>, name: String| Venue {
            words,
            name,
            institution: Some(index),
            rule: "venue",
        };
        // `reading room of the National Library`, `в читальном зале Национальной библиотеки`
        if let Some(room) = self.room_of(start) {
            let name = self.words.text(room..mention.words.end);
            return Some(found(room..mention.words.end, name.to_owned()));
        }
        if self.is_led(start) || self.heading && self.is_apposed(&mention.words) {
            return Some(found(mention.words.clone(), dictionary(mention)));
        }
        let last = mention.words.end - 1;
        if !self.is_turkic(last) {
            return None;
        }
        // `кітапханасының оқу залында`, `кітапханасында`
        if let Some((hall, stem)) = self.turkic_hall(mention.words.end) {
            let range = self.words.range(start..hall + 1);
            let text = self
                .words
                .passage
                .text
                .get(range.start..self.words.list[hall].start + stem)?;
            return Some(found(start..hall + 1, text.to_owned()));
        }
        is_locative(self.words.folded(last))
            .then(|| found(mention.words.clone(), mention.name.clone()))
    }

    /// Where the words tell of something taking place: in this sentence, or in a heading.
    pub fn tells_event(&self, at: usize) -> bool {
        self.heading || self.events.get(at).is_some_and(|tells| *tells)
    }

    /// `Workshop, National Library of Mongolia, Ulaanbaatar`: between commas in a heading.
    fn is_apposed(&self, name: &Range<usize>) -> bool {
        let comma = |at: usize| self.words.get(at).is_some_and(|word| word.is(','));
        name.start.checked_sub(1).is_some_and(comma) && comma(name.end)
    }

    /// `at the`, `в`, `дар`, `в здании`, `at the new creative space` right before the words.
    fn is_led(&self, start: usize) -> bool {
        let Some(lead) = self.lead(start) else {
            return false;
        };
        // `lecturer at the University`: at work, not at the event.
        lead.checked_sub(1)
            .is_none_or(|i| !person::is_title(self.words.folded(i)))
    }

    /// The preposition that leads in the words from `start` on.
    fn lead(&self, start: usize) -> Option<usize> {
        let mut at = start.checked_sub(1)?;
        let open = self
            .words
            .get(at)
            .is_some_and(|word| word.kind == WordKind::Open);
        at = if open { at.checked_sub(1)? } else { at };
        // A word for the place itself may stand between: `at the new creative space "X"`.
        let mut passed = 0;
        while passed < 4 && !VOCABULARY.leads.contains(self.words.folded(at)) {
            let word = self.words.get(at)?;
            let article = self.words.folded(at) == "the";
            let hall = VOCABULARY.halls.one(self.words.folded(at)).is_some();
            let adjective = word.is_word() && !word.capital && passed > 0;
            if !(article || hall || adjective) {
                return None;
            }
            passed += 1;
            at = at.checked_sub(1)?;
        }
        VOCABULARY
            .leads
            .contains(self.words.folded(at))
            .then_some(at)
    }

    /// Where the name of a room begins that is of the institution at `start`.
    fn room_of(&self, start: usize) -> Option<usize> {
        let mut hall = start.checked_sub(1)?;
        while matches!(self.words.folded(hall), "of" | "the") {
            hall = hall.checked_sub(1)?;
        }
        // `толори хониши Китобхонаи …`: what the hall is for stands behind it.
        if self.is_hall(hall).is_none() && self.words.folded(hall).ends_with('и') {
            hall = hall.checked_sub(1)?;
        }
        self.is_hall(hall)?;
        let begin = self.room_start(hall)?;
        (begin <= hall && self.is_room(hall)).then_some(begin)
    }

    /// Rooms and departments are named with the house; a building or a park is the house itself.
    fn is_room(&self, hall: usize) -> bool {
        const HOUSES: [&str; 6] = ["building", "здани", "бино", "ғимарат", "имарат", "bino"];
        !HOUSES
            .iter()
            .any(|house| self.words.folded(hall).starts_with(house))
    }

    fn is_hall(&self, at: usize) -> Option<NameOrder> {
        self.words.get(at).filter(|word| word.is_word())?;
        VOCABULARY.halls.one_at(self.words, at).copied()
    }

    /// The first word behind the preposition and article that lead in the hall at `hall`.
    fn room_start(&self, hall: usize) -> Option<usize> {
        const FARTHEST: usize = 6;
        let mut at = hall;
        let mut told = false;
        while at > 0 && hall - at <= FARTHEST {
            let before = self.words.folded(at - 1);
            if VOCABULARY.leads.contains(before) {
                // `in Navoi opened a hall`: the hall is what was opened.
                return (!told).then_some(at);
            }
            // `in order to make room`: a verb stands between, and no place is led in.
            told |= before == "to" || VOCABULARY.events.contains(before);
            if matches!(before, "the" | "a" | "an") {
                return (at > 1 && VOCABULARY.leads.contains(self.words.folded(at - 2)))
                    .then_some(at);
            }
            if !self.words.get(at - 1)?.is_word() {
                return None;
            }
            at -= 1;
        }
        None
    }

    /// A hall, park or building that is no institution's: `in the reading room "Kashfiyot"`.
    fn hall(&self, at: usize) -> Option<Venue> {
        if !self.tells_event(at) {
            return None;
        }
        let order = self.is_hall(at)?;
        if order == NameOrder::Turkic {
            return self.turkic_room(at);
        }
        let start = self.room_start(at)?;
        let end = self.tail(self.owner_end(at, order));
        let named = end > at + 1
            || (start..=at).any(|i| self.words.get(i).is_some_and(|word| word.capital));
        let specific = named || start < at;
        let name = self.words.text(start..end).to_owned();
        specific.then_some(Venue {
            words: start..end,
            name,
            institution: None,
            rule: "hall",
        })
    }

    /// Behind the Russian genitives that say whose a hall is: `дворе музея`, `доме мельника`.
    fn owner_end(&self, hall: usize, order: NameOrder) -> usize {
        const FARTHEST: usize = 3;
        let owner = |at: usize| {
            let word = self
                .words
                .get(at)
                .filter(|word| word.is_word() && !word.opens);
            let fold = self.words.folded(at);
            let head = institution::is_head(fold) && fold.ends_with(['и', 'ы', 'а', 'я']);
            let genitive = GENITIVES.iter().any(|ending| fold.ends_with(ending));
            word.is_some_and(|word| !word.capital) && (head || genitive)
        };
        let mut end = hall + 1;
        while order == NameOrder::Russian && end <= hall + FARTHEST && owner(end) {
            end += 1;
        }
        end
    }

    /// Behind a quoted name or a number, from `at` on.
    fn tail(&self, at: usize) -> usize {
        if self
            .words
            .get(at)
            .is_some_and(|word| word.kind == WordKind::Open)
        {
            let close = (at + 1..at + 10).find(|i| {
                self.words
                    .get(*i)
                    .is_some_and(|word| word.kind == WordKind::Close)
            });
            return close.map_or(at, |close| close + 1);
        }
        // `в филиале № 4`
        let numbered = self.words.get(at).is_some_and(|word| word.is('№'))
            && self
                .words
                .get(at + 1)
                .is_some_and(|word| word.kind == WordKind::Number);
        at + 2 * usize::from(numbered)
    }

    fn is_turkic(&self, at: usize) -> bool {
        institution::head(self.words, at, NameOrder::Turkic)
            .is_some_and(|(head, _)| head.order == NameOrder::Turkic)
    }

    /// A hall in the locative a few words behind an institution: its place, and the bytes of its
    /// name without the ending.
    fn turkic_hall(&self, from: usize) -> Option<(usize, usize)> {
        let hall = (from..from + 4)
            .take_while(|i| self.words.get(*i).is_some_and(|word| word.is_word()))
            .find(|i| {
                self.is_hall(*i) == Some(NameOrder::Turkic) && is_locative(self.words.folded(*i))
            })?;
        Some((hall, self.dictionary_bytes(hall)))
    }

    fn turkic_room(&self, at: usize) -> Option<Venue> {
        is_locative(self.words.folded(at)).then_some(())?;
        let mut start = at;
        while start > 0
            && at - start < 4
            && self.words.get(start - 1).is_some_and(|word| {
                word.capital || word.kind == WordKind::Close || word.kind == WordKind::Open
            })
        {
            start -= 1;
        }
        let text = self.words.passage.text;
        let end = self.words.list[at].start + self.dictionary_bytes(at);
        let name = text
            .get(self.words.range(start..at + 1).start..end)?
            .to_owned();
        (start < at).then_some(Venue {
            words: start..at + 1,
            name,
            institution: None,
            rule: "hall",
        })
    }

    /// Bytes of a hall's word without its case ending.
    fn dictionary_bytes(&self, at: usize) -> usize {
        let fold = self.words.folded(at);
        let ending = LOCATIVES
            .iter()
            .filter(|ending| fold.ends_with(**ending))
            .map(|ending| ending.chars().count())
            .max();
        let text = self.words.list[at].text;
        text.len()
            - text
                .chars()
                .rev()
                .take(ending.unwrap_or(0))
                .map(char::len_utf8)
                .sum::<usize>()
    }

    /// The mention that a word belongs to.
    pub fn mention_around(&self, at: usize) -> Option<usize> {
        let last = self
            .mentions
            .partition_point(|mention| mention.words.start <= at)
            .checked_sub(1)?;
        self.mentions[last].words.contains(&at).then_some(last)
    }
}

/// Endings that only genitives of nouns and adjectives have; verbs end in other ways.
const GENITIVES: [&str; 16] = [
    "ов", "ев", "ого", "его", "ых", "их", "ника", "теля", "ания", "ения", "ства", "ции", "ций",
    "аний", "ений", "туры",
];

const LOCATIVES: [&str; 14] = [
    "нда", "нде", "ндо", "ндө", "да", "де", "та", "те", "до", "дө", "nda", "nde", "da", "de",
];

/// Whether a Turkic word stands in the locative.
fn is_locative(fold: &str) -> bool {
    LOCATIVES.iter().any(|ending| fold.ends_with(ending))
}

/// The nominative of a name, where it is known.
fn dictionary(mention: &Mention) -> String {
    mention
        .nominative
        .clone()
        .unwrap_or_else(|| mention.name.clone())
}

/// Institutions that have a house in which they hold things.
fn is_house(kind: &str) -> bool {
    const HOUSES: [&str; 26] = [
        "librar",
        "museum",
        "universit",
        "theat",
        "gallery",
        "rusl",
        "библиотек",
        "музе",
        "университет",
        "театр",
        "кітапхана",
        "университет",
        "мұражай",
        "китепкана",
        "китобхона",
        "осорхона",
        "донишгоҳ",
        "kitaphana",
        "muze",
        "uniwersitet",
        "kutubxona",
        "кутубхона",
        "музей",
        "institut",
        "институт",
        "академи",
    ];
    HOUSES.iter().any(|house| kind.starts_with(house))
}

/// Authorities of a city: what they hold is held there.
pub fn is_authority(kind: &str) -> bool {
    const AUTHORITIES: [&str; 14] = [
        "government",
        "department",
        "akimat",
        "administration",
        "municipality",
        "управлени",
        "администраци",
        "акимат",
        "мэри",
        "департамент",
        "басқармасы",
        "әкімдігі",
        "мэриясы",
        "hokimligi",
    ];
    AUTHORITIES
        .iter()
        .any(|authority| kind.starts_with(authority))
}
