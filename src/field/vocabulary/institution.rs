//! What names of institutions are made of: the table
//! `schemas/tables/organizations.tsv`, by word order.

use crate::field::ending::Ending;
use crate::field::stems::Stems;
use crate::field::words::{Words, folded};
use crate::language::endings::{self, EndingUse};
use crate::language::{self, Family};
use crate::lookup::WordSet;
use std::sync::LazyLock;

/// How a language puts a name of an institution together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NameOrder {
    /// Modifiers, head, what it is of: `National Library of Tajikistan`.
    English,
    /// Adjectives, head, genitives: `Тульская областная библиотека`.
    Russian,
    /// All before a head with a possessive ending: `Қазақстан Ұлттық кітапханасы`.
    Turkic,
    /// Head with izafat, all behind it: `Китобхонаи миллии Тоҷикистон`.
    Tajik,
    /// Western European names, all capitalised but for their connectors: `Bibliothèque de Lyon`.
    Western,
}

impl NameOrder {
    /// By language tag; English where it is not known.
    pub fn of(language: &str) -> NameOrder {
        match language::family(language) {
            Some(Family::Russian) => NameOrder::Russian,
            Some(Family::Turkic) => NameOrder::Turkic,
            Some(Family::Tajik) => NameOrder::Tajik,
            Some(Family::Western) => NameOrder::Western,
            Some(Family::English) | None => NameOrder::English,
        }
    }
}

/// The noun that says what kind of institution it is.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    pub order: NameOrder,
    pub strength: Strength,
}

/// What a head needs to name an institution.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Strength {
    /// Nothing: it does even where it is not capitalised.
    Strong,
    /// Its field or level, capitalised or not (`совет ветеранов`).
    Field,
    /// A capital or a quoted name.
    Titled,
    /// A number (`17-maktab`).
    Numbered,
}

impl Strength {
    fn named(sort: &str) -> Option<Strength> {
        Some(match sort {
            "head" => Strength::Strong,
            "field-head" => Strength::Field,
            "title-head" | "legal-head" => Strength::Titled,
            "number-head" => Strength::Numbered,
            _ => return None,
        })
    }
}

/// The words of one order.
#[derive(Debug, Default)]
pub struct Grammar {
    modifiers: Stems<()>,
    domains: Stems<()>,
    vague: Stems<()>,
    levels: Stems<()>,
    settlements: WordSet,
    pub links: Stems<()>,
    pub namesakes: Stems<()>,
    not: WordSet,
    compounds: WordSet,
    joints: WordSet,
    counters: WordSet,
    nations: WordSet,
    systems: WordSet,
}

impl Grammar {
    /// A noun that makes the head before it a modifier (`Library Week`).
    pub fn is_compound(&self, word: &str) -> bool {
        self.compounds.contains(word)
    }

    /// A compound of two is one as well (`тарыхый-маданий`).
    pub fn is_modifier(&self, word: &str) -> bool {
        let known = |word: &str| self.modifiers.one(word).is_some();
        let either = |part: &str| known(part) || self.is_domain(part);
        known(word)
            || word
                .split_once('-')
                .is_some_and(|(first, second)| either(first) && either(second))
    }

    pub fn is_domain(&self, word: &str) -> bool {
        self.domains.one(word).is_some()
    }

    /// Whose institution it is: a region's, a city's, a district's.
    pub fn is_level(&self, word: &str) -> bool {
        self.levels.one(word).is_some()
    }

    /// Leads in the name of a place (`города`, `села`).
    pub fn is_settlement(&self, word: &str) -> bool {
        self.settlements.contains(word)
    }

    pub fn is_vague(&self, word: &str) -> bool {
        self.vague.one(word).is_some()
    }

    /// Joins two fields or two namesakes.
    pub fn is_joint(&self, word: &str) -> bool {
        self.joints.contains(word)
    }

    /// Behind a number and a hyphen: `3-sonli`.
    pub fn is_counter(&self, word: &str) -> bool {
        self.counters.contains(word)
    }

    /// Makes a kind of institution the one of a country.
    pub fn is_nation(&self, word: &str) -> bool {
        self.nations.contains(word)
    }

    /// An institution in the dictionary form before its system or network.
    pub fn is_system(&self, word: &str) -> bool {
        self.systems.contains(word)
    }

    /// Never part of a name of an institution.
    pub fn is_foreign(&self, word: &str) -> bool {
        self.not.contains(word)
    }
}

#[derive(Debug, Default)]
struct InstitutionWords {
    heads: Stems<Head>,
    english: Grammar,
    russian: Grammar,
    turkic: Grammar,
    tajik: Grammar,
    western: Grammar,
    /// Beginnings of words that tell one body from another.
    others: WordSet,
    /// Single words of what leads in a namesake (`named`, `after`, `имени`).
    naming: WordSet,
}

static VOCABULARY: LazyLock<InstitutionWords> = LazyLock::new(|| {
    let mut vocabulary = InstitutionWords::default();
    let table = include_str!("../../../schemas/tables/organizations.tsv");
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        if let [language, sort, list] = line.split('\t').collect::<Vec<_>>()[..] {
            list.split(',')
                .for_each(|words| vocabulary.add(language, sort, words));
        }
    }
    vocabulary
});

impl InstitutionWords {
    fn add(&mut self, language: &str, sort: &str, words: &str) {
        let order = NameOrder::of(language);
        let ending = if order == NameOrder::Russian {
            Ending::Singular(' ')
        } else {
            Ending::of(language)
        };
        let grammar = self.grammar_mut(order);
        match sort.split(':').next() {
            Some("modifier") => grammar.modifiers.add(words, Ending::None, ()),
            Some("domain") => grammar.domains.add(words, Ending::None, ()),
            Some("vague") => grammar.vague.add(words, Ending::None, ()),
            Some("level") => grammar.levels.add(words, Ending::None, ()),
            Some("settlement") => _ = grammar.settlements.insert(folded(words)),
            Some("link") => grammar.links.add(words, Ending::None, ()),
            Some("another") => _ = self.others.insert(root(&folded(words)).to_owned()),
            Some("namesake") => {
                let single = words.trim_end_matches('.').split(' ').map(folded);
                single.for_each(|word| _ = self.naming.insert(word));
                self.grammar_mut(order)
                    .namesakes
                    .add(words.trim_end_matches('.'), Ending::None, ())
            }
            Some("compound") => _ = grammar.compounds.insert(folded(words)),
            Some("joint") => _ = grammar.joints.insert(folded(words)),
            Some("counter") => _ = grammar.counters.insert(folded(words)),
            Some("nation") => _ = grammar.nations.insert(folded(words)),
            Some("system") => _ = grammar.systems.insert(folded(words)),
            Some("not") => _ = grammar.not.insert(folded(words)),
            Some(sort) => {
                if let Some(strength) = Strength::named(sort) {
                    self.heads.add(words, ending, Head { order, strength });
                }
            }
            None => {}
        }
    }

    fn grammar_mut(&mut self, order: NameOrder) -> &mut Grammar {
        match order {
            NameOrder::English => &mut self.english,
            NameOrder::Russian => &mut self.russian,
            NameOrder::Turkic => &mut self.turkic,
            NameOrder::Tajik => &mut self.tajik,
            NameOrder::Western => &mut self.western,
        }
    }
}

pub fn grammar(order: NameOrder) -> &'static Grammar {
    match order {
        NameOrder::English => &VOCABULARY.english,
        NameOrder::Russian => &VOCABULARY.russian,
        NameOrder::Turkic => &VOCABULARY.turkic,
        NameOrder::Tajik => &VOCABULARY.tajik,
        NameOrder::Western => &VOCABULARY.western,
    }
}

/// The first letters of a folded word, by which words of two names are held against each other.
pub fn root(word: &str) -> &str {
    const LETTERS: usize = 5;
    crate::lookup::prefix(word, LETTERS)
}

/// Whether a root tells one body from another of the same name (`children`, `youth`).
pub fn is_another(root: &str) -> bool {
    VOCABULARY.others.contains(root)
}

/// The head at a word, in the order of the text's language where the word is one in several;
/// with it the bytes of the folded word that are its dictionary form.
pub fn head(words: &Words, at: usize, own: NameOrder) -> Option<(Head, usize)> {
    let mut best = None;
    for hit in VOCABULARY.heads.hits(words, at) {
        // A head is one word; the stem of several is that of the last of them.
        let ending = words.folded(at).get(hit.stem..).filter(|_| hit.words == 1);
        if ending.is_none_or(|ending| is_plural(hit.meaning.order, ending)) {
            continue;
        }
        if hit.meaning.order == own {
            return Some((*hit.meaning, hit.stem));
        }
        best = best.or(Some((*hit.meaning, hit.stem)));
    }
    best.or_else(|| compound(words.folded(at)))
}

/// A head in a compound: the first part of a Russian one is declined too (`библиотеке-филиале`),
/// a Turkic one ends in it (`мектеп-лицейі`).
fn compound(word: &str) -> Option<(Head, usize)> {
    let (first, _) = word.split_once('-')?;
    let (before, last) = word.rsplit_once('-')?;
    let begins = VOCABULARY.heads.form(first);
    let ends = || VOCABULARY.heads.form(last);
    match begins.filter(|(head, _)| head.order == NameOrder::Russian) {
        Some((head, _)) => Some((*head, word.len())),
        None => ends()
            .filter(|(head, _)| head.order == NameOrder::Turkic)
            .map(|(head, stem)| (*head, before.len() + 1 + stem)),
    }
}

/// Whether a word is a head of whatever order.
pub fn is_head(word: &str) -> bool {
    VOCABULARY.heads.one(word).is_some() || compound(word).is_some()
}

/// Whether a word says what kind of institution it is, in whatever language: it tells none from
/// another.
pub fn is_generic(word: &str) -> bool {
    const ORDERS: [NameOrder; 5] = [
        NameOrder::English,
        NameOrder::Russian,
        NameOrder::Turkic,
        NameOrder::Tajik,
        NameOrder::Western,
    ];
    let by_grammar = |order: &NameOrder| {
        let grammar = grammar(*order);
        let kind = grammar.is_modifier(word) || grammar.is_level(word) || grammar.is_domain(word);
        kind || grammar.is_foreign(word)
    };
    is_head(word) || VOCABULARY.naming.contains(word) || ORDERS.iter().any(by_grammar)
}

fn is_plural(order: NameOrder, ending: &str) -> bool {
    match order {
        NameOrder::Turkic => endings::all(EndingUse::Plural)
            .iter()
            .any(|plural| ending.starts_with(plural)),
        NameOrder::Tajik => ending.starts_with("ҳо"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn heads_are_single_words() {
        let table = include_str!("../../../schemas/tables/organizations.tsv");
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let heads = columns[1]
                .split(':')
                .next()
                .is_some_and(|sort| sort.ends_with("head"));
            assert!(!heads || !columns[2].contains(' '), "{line}");
        }
    }
}
