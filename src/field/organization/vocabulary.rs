//! What names of institutions are made of: the table
//! `schemas/tables/organizations.tsv`, by word order.

use crate::field::ending::Ending;
use crate::field::stems::Stems;
use crate::field::words::{Words, folded};
use crate::lookup::WordSet;
use std::sync::LazyLock;

/// How a language puts a name of an institution together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Order {
    /// Modifiers, head, what it is of: `National Library of Tajikistan`.
    English,
    /// Adjectives, head, genitives: `Тульская областная библиотека`.
    Russian,
    /// All before a head with a possessive ending: `Қазақстан Ұлттық кітапханасы`.
    Turkic,
    /// Head with izafat, all behind it: `Китобхонаи миллии Тоҷикистон`.
    Tajik,
}

impl Order {
    /// By language tag; English where it is not known.
    pub fn of(language: &str) -> Order {
        match language.split('-').next() {
            Some("ru" | "uk" | "be") => Order::Russian,
            Some("kk" | "ky" | "uz" | "tk" | "tr" | "az" | "tt") => Order::Turkic,
            Some("tg") => Order::Tajik,
            _ => Order::English,
        }
    }
}

/// The noun that says what kind of institution it is.
#[derive(Clone, Copy, Debug)]
pub struct Head {
    pub order: Order,
    /// Names an institution even where it is not capitalised.
    pub strong: bool,
}

/// The words of one order.
#[derive(Debug, Default)]
pub struct Grammar {
    modifiers: Stems<()>,
    domains: Stems<()>,
    vague: Stems<()>,
    pub namesakes: Stems<()>,
    not: WordSet,
    compounds: WordSet,
}

impl Grammar {
    /// A noun that makes the head before it a modifier (`Library Week`).
    pub fn is_compound(&self, word: &str) -> bool {
        self.compounds.contains(word)
    }

    pub fn is_modifier(&self, word: &str) -> bool {
        self.modifiers.one(word).is_some()
    }

    pub fn is_domain(&self, word: &str) -> bool {
        self.domains.one(word).is_some()
    }

    pub fn is_vague(&self, word: &str) -> bool {
        self.vague.one(word).is_some()
    }

    /// Never part of a name of an institution.
    pub fn is_foreign(&self, word: &str) -> bool {
        self.not.contains(word)
    }
}

#[derive(Debug, Default)]
struct Vocabulary {
    heads: Stems<Head>,
    english: Grammar,
    russian: Grammar,
    turkic: Grammar,
    tajik: Grammar,
}

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut vocabulary = Vocabulary::default();
    let table = include_str!("../../../schemas/tables/organizations.tsv");
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        if let [language, sort, list] = line.split('\t').collect::<Vec<_>>()[..] {
            list.split(',')
                .for_each(|words| vocabulary.add(language, sort, words));
        }
    }
    vocabulary
});

impl Vocabulary {
    fn add(&mut self, language: &str, sort: &str, words: &str) {
        let order = Order::of(language);
        let head = Head {
            order,
            strong: sort.starts_with("head"),
        };
        let ending = if order == Order::Russian {
            Ending::Singular(' ')
        } else {
            Ending::of(language)
        };
        let grammar = self.grammar_mut(order);
        match sort.split(':').next() {
            Some("modifier") => grammar.modifiers.add(words, Ending::None, ()),
            Some("domain") => grammar.domains.add(words, Ending::None, ()),
            Some("vague") => grammar.vague.add(words, Ending::None, ()),
            Some("namesake") => {
                grammar
                    .namesakes
                    .add(words.trim_end_matches('.'), Ending::None, ())
            }
            Some("compound") => _ = grammar.compounds.insert(folded(words)),
            Some("not") => _ = grammar.not.insert(folded(words)),
            _ => self.heads.add(words, ending, head),
        }
    }

    fn grammar_mut(&mut self, order: Order) -> &mut Grammar {
        match order {
            Order::English => &mut self.english,
            Order::Russian => &mut self.russian,
            Order::Turkic => &mut self.turkic,
            Order::Tajik => &mut self.tajik,
        }
    }
}

pub fn grammar(order: Order) -> &'static Grammar {
    match order {
        Order::English => &VOCABULARY.english,
        Order::Russian => &VOCABULARY.russian,
        Order::Turkic => &VOCABULARY.turkic,
        Order::Tajik => &VOCABULARY.tajik,
    }
}

/// The head at a word, in the order of the text's language where the word is one in several;
/// with it the bytes of the folded word that are its dictionary form.
pub fn head(words: &Words, at: usize, own: Order) -> Option<(Head, usize)> {
    let mut best = None;
    for hit in VOCABULARY.heads.hits(words, at) {
        if is_plural(hit.meaning.order, &words.folded(at)[hit.stem..]) {
            continue;
        }
        if hit.meaning.order == own {
            return Some((*hit.meaning, hit.stem));
        }
        best = best.or(Some((*hit.meaning, hit.stem)));
    }
    best
}

/// Whether a word is a head of whatever order.
pub fn is_head(word: &str) -> bool {
    VOCABULARY.heads.one(word).is_some()
}

fn is_plural(order: Order, ending: &str) -> bool {
    match order {
        Order::Turkic => {
            const PLURALS: [&str; 14] = [
                "лар", "лер", "дар", "дер", "тар", "тер", "лор", "лөр", "дор", "дөр", "тор", "төр",
                "lar", "ler",
            ];
            PLURALS.iter().any(|plural| ending.starts_with(plural))
        }
        Order::Tajik => ending.starts_with("ҳо"),
        _ => false,
    }
}
