//! Kazakh, Kyrgyz, Uzbek and Turkmen names: all before a head with a possessive ending.

use super::{FARTHEST, Reach, Sight};
use crate::field::organization::vocabulary::{self, Order, is_head};
use crate::field::person::vocabulary as person;
use crate::field::place::city;
use crate::field::sort;
use crate::field::words::Kind;
use crate::span::Passage;

impl Sight<'_, '_> {
    pub(super) fn turkic(&self, at: usize, strong: bool) -> Option<Reach> {
        let mut start = at;
        while let Some(next) = self
            .turkic_left(start, at)
            .filter(|next| at - next <= FARTHEST)
        {
            start = next;
        }
        while start < at && (self.is_joint(start) || self.is_sign(start, ',')) {
            start += 1;
        }
        if (start..at).any(|i| self.grammar.is_vague(self.fold(i))) {
            return None;
        }
        let capital = (start..at).any(|i| self.is_capital(i));
        let quoted = (start..at).any(|i| self.is(i, Kind::Open));
        let own = (start..at)
            .any(|i| (self.is_capital(i) && !self.is_generic(i)) || self.is(i, Kind::Open));
        let domain = self.is_domain_run(start, at);
        let admissible = capital || quoted || (self.is_capital(at) && start < at);
        let named = own || domain;
        let titled = strong || domain || quoted || own;
        // What it is called for short begins behind the one it is named after.
        let sufficient = own || (start < at && !self.is_general(start, at));
        (admissible && titled && sufficient).then(|| self.close(start..at + 1, at + 1, !named))
    }

    /// `Ауыл кітапханасында` at the head of a sentence: a kind of library and no library by name.
    fn is_general(&self, start: usize, at: usize) -> bool {
        const NATIONAL: [&str; 9] = [
            "ұлттық",
            "улуттук",
            "milliy",
            "миллий",
            "milli",
            "döwlet",
            "davlat",
            "мемлекеттік",
            "мамлекеттик",
        ];
        let opens = self.word(start).is_some_and(|word| word.opens);
        let modifier = self.grammar.is_modifier(self.fold(start));
        opens && modifier && at == start + 1 && !NATIONAL.contains(&self.fold(start))
    }

    fn is_domain_run(&self, start: usize, at: usize) -> bool {
        (start..at).any(|i| self.is_capital(i))
            && (start..at).any(|i| self.grammar.is_domain(self.fold(i)) && !self.is_joint(i))
    }

    fn is_joint(&self, at: usize) -> bool {
        matches!(
            self.fold(at),
            "және" | "мен" | "жана" | "менен" | "va" | "ва" | "we"
        )
    }

    /// One step to the left of a Turkic name; none where it ends.
    fn turkic_left(&self, start: usize, head: usize) -> Option<usize> {
        let before = start.checked_sub(1)?;
        let word = self.word(before)?;
        let fold = self.fold(before);
        match word.kind {
            Kind::Close => self.quote_start(before),
            Kind::Initial => {
                (self.is_capital(start) || self.is(start, Kind::Initial)).then_some(before)
            }
            Kind::Sign(',') => {
                let listed = before > 0
                    && self.grammar.is_domain(self.fold(before - 1))
                    && self.grammar.is_domain(self.fold(start));
                listed.then_some(before)
            }
            Kind::Sign('.') => (self
                .grammar
                .namesakes
                .best(self.words, before.checked_sub(1)?)
                .is_some())
            .then(|| before - 1),
            Kind::Word if self.grammar.namesakes.best(self.words, before).is_some() => Some(before),
            Kind::Word if word.capital => {
                let title = person::is_title(fold) && start != head;
                let bystander =
                    person::is_personal(self.words, before) && self.is_bystander(before, head);
                let other = is_head(fold) && start == head && !self.is_owner(before);
                let oblique = word.opens
                    && (is_oblique(fold) && !self.is_place(before) || is_object(fold, word.text));
                let passed = oblique
                    || self.grammar.is_foreign(fold)
                    || title
                    || is_locative(fold)
                    || bystander
                    || other;
                (!passed).then_some(before)
            }
            Kind::Word if self.is_joint(before) => {
                let left = before.checked_sub(1)?;
                let known = |i: usize| {
                    self.grammar.is_domain(self.fold(i)) || self.grammar.is_modifier(self.fold(i))
                };
                let field = |i: usize| known(i) && !self.is_joint(i);
                (field(left) && field(start)).then_some(before)
            }
            Kind::Word => {
                let known = self.grammar.is_modifier(fold)
                    || self.grammar.is_domain(fold)
                    || self.grammar.is_vague(fold);
                (known || self.is_owner(before) || self.is_epithet(before, start, head))
                    .then_some(before)
            }
            _ => None,
        }
    }

    /// A person who stands before the name and is not the one it is named after: what is named after
    /// somebody has a possessive ending (`Жылдыз Абдиева китепкананын тарыхын …`).
    fn is_bystander(&self, at: usize, head: usize) -> bool {
        let named = |i: usize| {
            self.is_capital(i) && !self.grammar.is_modifier(self.fold(i))
                || self.is(i, Kind::Initial)
        };
        let behind = (at..head).find(|i| !named(*i)).unwrap_or(head);
        let name = behind > at + 1 || person::is_surname(self.fold(at));
        let apart = behind < head && self.grammar.namesakes.best(self.words, behind).is_none();
        name && (apart || behind == head && !self.is_possessive(head))
    }

    /// Whether a head has a possessive ending, or none that would tell.
    fn is_possessive(&self, head: usize) -> bool {
        const POSSESSIVES: [&str; 11] =
            ["сы", "сі", "си", "су", "сү", "si", "sy", "ы", "і", "и", "у"];
        vocabulary::head(self.words, head, Order::Turkic).is_none_or(|(_, stem)| {
            let ending = &self.fold(head)[stem..];
            ending.is_empty()
                || POSSESSIVES
                    .iter()
                    .any(|possessive| ending.starts_with(possessive))
        })
    }

    fn is_place(&self, at: usize) -> bool {
        self.word(at)
            .is_some_and(|word| city::is_dictionary_form(word.text))
            || self.is_place_ahead(at)
    }

    /// A word not in the tables right before a possessive head, with the name going on before it
    /// (`Қарағанды медицина университеті`).
    fn is_epithet(&self, at: usize, start: usize, head: usize) -> bool {
        let possessive = self
            .fold(head)
            .ends_with(['ы', 'і', 'и', 'у', 'ү', 'y', 'i']);
        let Some(left) = at.checked_sub(1) else {
            return false;
        };
        let plain = !is_oblique(self.fold(at))
            && !person::is_title(self.fold(at))
            && !person::is_verb(self.fold(at));
        let named = self.is_proper(left) && !is_oblique(self.fold(left))
            || self.grammar.is_modifier(self.fold(left)) && left > 0 && self.is_proper(left - 1);
        start == head && possessive && plain && named && !self.is_bystander(left, head)
    }

    /// An institution that the next one belongs to (`университетінің кітапханасы`), or the kind of a
    /// system or network (`кітапхана жүйесі`).
    fn is_owner(&self, at: usize) -> bool {
        const GENITIVES: [&str; 10] = [
            "ның", "нің", "нын", "нин", "нун", "нүн", "нинг", "ning", "nyň", "niň",
        ];
        const BARE: [&str; 7] = [
            "кітапхана",
            "китепкана",
            "kutubxona",
            "кутубхона",
            "kitaphana",
            "кітапханалар",
            "китепканалар",
        ];
        let fold = self.fold(at);
        let possessive = fold.ends_with(['ы', 'і', 'и', 'у', 'ү', 'y', 'i']);
        let tied = possessive && is_head(self.fold(at + 1))
            || GENITIVES.iter().any(|ending| fold.ends_with(ending));
        let bare = BARE.contains(&fold) && !self.is(at + 1, Kind::Open) && !self.is_capital(at + 1);
        bare || tied && is_head(fold)
    }
}

/// A place where, from or to which something is: not an owner.
fn is_locative(fold: &str) -> bool {
    const ENDINGS: [&str; 13] = [
        "нда",
        "нде",
        "станда",
        "стонда",
        "дан",
        "ден",
        "тан",
        "тен",
        "нан",
        "нен",
        "istonda",
        "stanyňda",
        "istanda",
    ];
    fold.chars().count() > 6
        && ENDINGS.iter().any(|ending| fold.ends_with(ending))
        && !fold.ends_with("стан")
}

/// A word for an event in the accusative (`Семинарды`, `Maslahaty`): what is held, by the one named behind it.
fn is_object(fold: &str, text: &str) -> bool {
    const ENDINGS: [&str; 18] = [
        "ны", "ні", "ды", "ді", "ты", "ті", "ни", "ну", "нү", "ди", "ду", "дү", "ти", "ту", "тү",
        "ni", "y", "i",
    ];
    ENDINGS.iter().any(|ending| fold.ends_with(ending))
        && sort::find(&[Passage::new(text)]).is_some()
}

/// A word in the dative, locative or ablative.
fn is_oblique(fold: &str) -> bool {
    const ENDINGS: [&str; 28] = [
        "ға", "ге", "қа", "ке", "га", "ка", "на", "не", "да", "де", "та", "те", "до", "дө", "дан",
        "ден", "тан", "тен", "нан", "нен", "дон", "дөн", "ga", "da", "de", "dan", "den", "ata",
    ];
    ENDINGS.iter().any(|ending| fold.ends_with(ending))
}
