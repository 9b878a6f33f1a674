//! Kazakh, Kyrgyz, Uzbek and Turkmen names: all before a head with a possessive ending.

use super::{FARTHEST, HeadContext, NameReach};
use crate::field::activity_type;
use crate::field::vocabulary::city;
use crate::field::vocabulary::institution::{self, NameOrder, Strength, is_head};
use crate::field::vocabulary::person;
use crate::field::words::WordKind;
use crate::language::endings::{self, EndingUse};
use crate::span::Passage;

impl HeadContext<'_, '_> {
    pub(super) fn turkic(&self, at: usize, strength: Strength) -> Option<NameReach> {
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
        let quoted = (start..at).any(|i| self.is(i, WordKind::Open));
        let numbered = self.is_numbered(&(start..at));
        let own = numbered
            || (start..at)
                .any(|i| (self.is_capital(i) && !self.is_generic(i)) || self.is(i, WordKind::Open));
        let domain = self.is_domain_run(start, at);
        let strong = strength == Strength::Strong;
        let leveled = self.is_local(start, at, strength);
        if !(quoted || numbered || self.is_owned(at) || self.is_capital(at))
            && (start..at).all(|i| !self.is_known(i))
        {
            return None;
        }
        // `Сапардың үйі`: somebody's, and no name.
        if !strong && start < at && self.is_somebodys(at - 1) {
            return None;
        }
        let admissible =
            capital || quoted || numbered || leveled || (self.is_capital(at) && start < at);
        let named = own || domain;
        // `Döwlet simfoniki orkestri`: a capital within the sentence.
        let inner = |i: usize| self.word(i).is_some_and(|word| word.capital && !word.opens);
        let titled = strong
            || domain
            || quoted
            || own
            || leveled
            || (start..at).any(inner) && self.is_owned(at);
        // What it is called for short begins behind the one it is named after.
        let field = self.grammar.is_domain(self.fold(start));
        let general = self.is_general(start, at) && (strong || !field);
        let sufficient = own || (start < at && !general);
        (admissible && titled && sufficient).then(|| self.close(start..at + 1, at + 1, !named))
    }

    /// `облыстық кітапхана`, `ардагерлер кеңесі`: known by its level or its field, in lower case
    /// too.
    fn is_local(&self, start: usize, at: usize, strength: Strength) -> bool {
        let field = start < at && self.grammar.is_domain(self.fold(at - 1)) && self.is_owned(at);
        match strength {
            Strength::Strong => self.is_leveled(start..at),
            Strength::Field => self.is_leveled(start..at) || field,
            Strength::Titled | Strength::Numbered => false,
        }
    }

    /// A genitive right before a head, of a person or a thing but no place or institution.
    fn is_somebodys(&self, at: usize) -> bool {
        let genitive = endings::end(self.fold(at), EndingUse::Genitive);
        genitive && !self.is_place(at) && !is_head(self.fold(at)) && !self.is_known(at)
    }

    /// A word of the tables, or the one that leads in a namesake.
    fn is_known(&self, at: usize) -> bool {
        let fold = self.fold(at);
        self.grammar.is_modifier(fold)
            || self.grammar.is_domain(fold)
            || self.is_place(at)
            || self.grammar.namesakes.best(self.words, at).is_some()
    }

    /// Whether a head is somebody's: its dictionary form or its ending is possessive.
    fn is_owned(&self, head: usize) -> bool {
        let stem = institution::head(self.words, head, NameOrder::Turkic)
            .map_or("", |(_, stem)| &self.fold(head)[..stem]);
        endings::end(stem, EndingUse::PossessiveLetter)
            || stem.len() < self.fold(head).len() && self.is_possessive(head)
    }

    /// `Ауыл кітапханасында` at the head of a sentence: a kind of library and no library by name.
    fn is_general(&self, start: usize, at: usize) -> bool {
        let opens = self.word(start).is_some_and(|word| word.opens);
        let fold = self.fold(start);
        let modifier = self.grammar.is_modifier(fold) && !self.grammar.is_level(fold);
        opens && modifier && at == start + 1 && !self.grammar.is_nation(fold)
    }

    fn is_domain_run(&self, start: usize, at: usize) -> bool {
        (start..at).any(|i| self.is_capital(i))
            && (start..at).any(|i| self.grammar.is_domain(self.fold(i)) && !self.is_joint(i))
    }

    fn is_joint(&self, at: usize) -> bool {
        self.grammar.is_joint(self.fold(at))
    }

    /// One step to the left of a Turkic name; none where it ends.
    fn turkic_left(&self, start: usize, head: usize) -> Option<usize> {
        let before = start.checked_sub(1)?;
        let word = self.word(before)?;
        match word.kind {
            WordKind::Number => self.turkic_number(before, head),
            WordKind::Sign('-') => {
                let left = before.checked_sub(1).filter(|_| !word.spaced)?;
                self.is(left, WordKind::Number).then_some(left)
            }
            WordKind::Word if self.is_counter(before) => Some(before - 2),
            WordKind::Close => self.quote_start(before),
            WordKind::Initial => {
                (self.is_capital(start) || self.is(start, WordKind::Initial)).then_some(before)
            }
            WordKind::Sign(',') => {
                let listed = before > 0
                    && self.grammar.is_domain(self.fold(before - 1))
                    && self.grammar.is_domain(self.fold(start));
                listed.then_some(before)
            }
            WordKind::Sign('.') => (self
                .grammar
                .namesakes
                .best(self.words, before.checked_sub(1)?)
                .is_some())
            .then(|| before - 1),
            WordKind::Word if self.grammar.namesakes.best(self.words, before).is_some() => {
                Some(before)
            }
            WordKind::Word if word.capital => self.turkic_capital(before, start, head),
            // `Abu Ali ibn Sino nomidagi`, `Ahmad al-Farg‘oniy nomidagi`
            WordKind::Word
                if self.is_linked(before, 0) && self.is_capital(before.checked_sub(1)?) =>
            {
                Some(before)
            }
            // `Karim Olim va Zuhra nomidagi`
            WordKind::Word if self.is_joint(before) && self.is_second_namesake(start) => {
                Some(before)
            }
            WordKind::Word if self.is_joint(before) => {
                let left = before.checked_sub(1)?;
                let known = |i: usize| {
                    self.grammar.is_domain(self.fold(i)) || self.grammar.is_modifier(self.fold(i))
                };
                let field = |i: usize| known(i) && !self.is_joint(i);
                (field(left) && field(start)).then_some(before)
            }
            WordKind::Word => self.turkic_lower(before, start, head),
            _ => None,
        }
    }

    /// A capitalised word before a name, where it belongs to it.
    fn turkic_capital(&self, before: usize, start: usize, head: usize) -> Option<usize> {
        let word = self.word(before)?;
        let fold = self.fold(before);
        let title = person::is_title(fold) && start != head;
        let bystander = person::is_personal(self.words, before) && self.is_bystander(before, head);
        let other = is_head(fold) && start == head && !self.is_owner(before);
        let oblique = word.opens
            && (is_oblique(fold) && !self.is_place(before) || is_object(fold, word.text));
        let object = !self.is_place(before)
            && (is_accusative(fold) || word.opens && is_opening_object(fold));
        let named = self.is_capital(start) || self.is(start, WordKind::Open);
        let body = named || self.grammar.is_level(self.fold(start));
        let opening = word.opens && (named && object || body && self.is_event(before));
        if self.is_first_namesake(before) && !opening && !self.grammar.is_foreign(fold) {
            return Some(before);
        }
        let passed = oblique
            || opening
            || self.grammar.is_foreign(fold)
            || title
            || is_locative(fold)
            || is_within(fold) && !self.is_countrys(before)
            || is_in_a_city(word.text)
            || bystander
            || other;
        (!passed).then_some(before)
    }

    /// `Кыргыз Республикасынын Ташкенттеги элчилиги`: in a city, and a country's.
    fn is_countrys(&self, at: usize) -> bool {
        let owner = at.checked_sub(1).filter(|owner| self.is_capital(*owner));
        owner.is_some_and(|owner| endings::end(self.fold(owner), EndingUse::Genitive))
    }

    /// A word in lower case before a name, where it belongs to it.
    fn turkic_lower(&self, before: usize, start: usize, head: usize) -> Option<usize> {
        let fold = self.fold(before);
        // `shahridagi Olim nomidagi maktab`: where it is, no part of a name after somebody.
        let own = self.is_capital(start)
            || matches!(
                self.word(start)?.kind,
                WordKind::Open | WordKind::Number | WordKind::Initial
            )
            || self.is_sign(start, '№');
        if own && is_within(fold) {
            return None;
        }
        let known = self.grammar.is_modifier(fold)
            || self.grammar.is_level(fold)
            || self.grammar.is_domain(fold)
            || self.grammar.is_vague(fold);
        let belongs = known
            || self.is_owner(before)
            || self.is_thing(before)
            || self.is_double(before, start)
            || self.is_epithet(before, start, head);
        belongs.then_some(before)
    }

    /// `Türkmen halysynyň milli muzeýi`: a genitive that itself belongs to a name.
    fn is_thing(&self, at: usize) -> bool {
        let genitive = endings::end(self.fold(at), EndingUse::Genitive);
        genitive && at > 0 && self.is_proper(at - 1) && !is_oblique(self.fold(at - 1))
    }

    /// `kutubxona-axborot markazi`: a compound of kinds before a head that is somebody's.
    fn is_double(&self, at: usize, start: usize) -> bool {
        let fold = self.fold(at);
        fold.contains('-') && is_head(fold) && is_head(self.fold(start)) && self.is_owned(start)
    }

    /// `№ 3`, with the sign before the number.
    fn turkic_number(&self, at: usize, head: usize) -> Option<usize> {
        let sign = at.checked_sub(1)?;
        (self.is_sign(sign, '№') && at < head).then_some(sign)
    }

    /// `3-sonli`, `3-nji`: the ending of an ordinal behind a number and a hyphen.
    fn is_counter(&self, at: usize) -> bool {
        self.grammar.is_counter(self.fold(at))
            && at >= 2
            && self.is_sign(at - 1, '-')
            && self.is(at - 2, WordKind::Number)
    }

    /// Whether the name from `start` on goes on with a word for a namesake before anything else.
    fn is_second_namesake(&self, start: usize) -> bool {
        let named = |i: &usize| self.is_capital(*i) || self.is(*i, WordKind::Initial);
        let behind = (start..start + 5).find(|i| !named(i)).unwrap_or(start);
        behind > start && self.grammar.namesakes.best(self.words, behind).is_some()
    }

    /// `Karim Olim va Zuhra nomidagi`: the first of two whom something is named after.
    fn is_first_namesake(&self, at: usize) -> bool {
        let behind = (at..at + 4).find(|i| !self.is_capital(*i)).unwrap_or(at);
        behind > at && self.is_joint(behind) && self.is_second_namesake(behind + 1)
    }

    /// A word for an event as it stands in the dictionary (`Tanlov`, `Келишим`).
    fn is_event(&self, at: usize) -> bool {
        self.word(at)
            .is_some_and(|word| activity_type::find(&[Passage::new(word.text)]).is_some())
    }

    /// A person who stands before the name and is not the one it is named after: what is named
    /// after somebody has a possessive ending (`Жылдыз Абдиева китепкананын тарыхын …`).
    fn is_bystander(&self, at: usize, head: usize) -> bool {
        let named = |i: usize| {
            self.is_capital(i) && !self.grammar.is_modifier(self.fold(i))
                || self.is(i, WordKind::Initial)
        };
        let behind = (at..head).find(|i| !named(*i)).unwrap_or(head);
        let name = behind > at + 1 || person::is_surname(self.fold(at));
        // `Назарбаев Университет`: capitals make one name of both.
        if behind == head && self.is_capital(head) {
            return false;
        }
        let apart = behind < head && self.grammar.namesakes.best(self.words, behind).is_none();
        name && (apart || behind == head && !self.is_possessive(head))
    }

    /// Whether a head has a possessive ending, or none that would tell.
    fn is_possessive(&self, head: usize) -> bool {
        institution::head(self.words, head, NameOrder::Turkic).is_none_or(|(_, stem)| {
            let ending = &self.fold(head)[stem..];
            ending.is_empty()
                || endings::all(EndingUse::Possessive)
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
        let Some(left) = at.checked_sub(1) else {
            return false;
        };
        let named_after = self.grammar.namesakes.best(self.words, left).is_some();
        let possessive = self.is_owned(head) || named_after;
        let plain = !is_oblique(self.fold(at))
            && !person::is_title(self.fold(at))
            && !person::is_verb(self.fold(at));
        let named = self.is_proper(left) && !is_oblique(self.fold(left))
            || named_after
            || self.grammar.is_modifier(self.fold(left)) && left > 0 && self.is_proper(left - 1);
        start == head && possessive && plain && named && !self.is_bystander(left, head)
    }

    /// An institution that the next one belongs to (`университетінің кітапханасы`), or the kind of
    /// a system or network (`кітапхана жүйесі`).
    fn is_owner(&self, at: usize) -> bool {
        let fold = self.fold(at);
        let possessive = endings::end(fold, EndingUse::PossessiveLetter);
        let tied = possessive && is_head(self.fold(at + 1)) && self.is_owned(at + 1)
            || endings::end(fold, EndingUse::Genitive);
        let bare = self.grammar.is_system(fold)
            && !self.is(at + 1, WordKind::Open)
            && !self.is_capital(at + 1);
        bare || tied && is_head(fold)
    }
}

/// A place that something is in (`shahridagi`, `қаласындағы`).
fn is_within(fold: &str) -> bool {
    endings::end(fold, EndingUse::WordWithin)
}

/// A place where, from or to which something is: not an owner.
fn is_locative(fold: &str) -> bool {
    fold.chars().count() > 6
        && endings::end(fold, EndingUse::WordLocative)
        && !fold.ends_with("стан")
}

/// A city in the locative, however short its name (`Ошто`, `Астанада`).
fn is_in_a_city(text: &str) -> bool {
    let stems = endings::all(EndingUse::CityLocative)
        .iter()
        .filter_map(|ending| text.strip_suffix(ending));
    !city::is_dictionary_form(text) && stems.into_iter().any(city::is_dictionary_form)
}

/// A word for an event in the accusative (`Семинарды`, `Maslahaty`): what is held, by the one named
/// behind it.
fn is_object(fold: &str, text: &str) -> bool {
    endings::end(fold, EndingUse::EventObject)
        && activity_type::find(&[Passage::new(text)]).is_some()
}

/// An accusative that opens a sentence: what somebody named behind it made or gave.
fn is_opening_object(fold: &str) -> bool {
    fold.chars().count() > 4 && endings::end(fold, EndingUse::WordObject)
}

/// An accusative that is no other form as well.
fn is_accusative(fold: &str) -> bool {
    endings::end(fold, EndingUse::WordAccusative)
}

/// A word in the dative, locative or ablative.
fn is_oblique(fold: &str) -> bool {
    fold.chars().count() > 3 && endings::end(fold, EndingUse::WordOblique)
}
