//! Russian names: adjectives, head, genitives (`Тульская областная библиотека имени …`).

use super::{FARTHEST, HeadContext, NameReach};
use crate::field::country;
use crate::field::vocabulary::city;
use crate::field::vocabulary::institution::{NameOrder, Strength, is_head};
use crate::field::vocabulary::person;
use crate::field::words::WordKind;

impl HeadContext<'_, '_> {
    pub(super) fn russian(&self, at: usize, strength: Strength) -> Option<NameReach> {
        let strong = matches!(strength, Strength::Strong | Strength::Field);
        let mut start = at;
        while start > 0 && at - start < FARTHEST && self.is_adjective(start - 1) {
            start -= 1;
        }
        if (start..at).any(|i| self.grammar.is_vague(self.fold(i))) {
            return None;
        }
        // What stands before the first capital is not part of the name (`известная Национальная
        // …`).
        let first_capital = (start..at).find(|i| self.is_capital(*i));
        start = first_capital.unwrap_or(if self.is_capital(at) { at } else { start });
        let (end, short) = self.russian_right(at);
        let capital = self.is_capital(at) || first_capital.is_some();
        let tied = end > at + 1;
        let own = first_capital.is_some_and(|i| !is_general(self.fold(i)));
        let beyond = (at + 1..end).any(|i| {
            self.is_capital(i) || self.is(i, WordKind::Open) || self.is(i, WordKind::Number)
        });
        let domain = tied && self.is_capital(at);
        let quoted = self.is(at + 1, WordKind::Open) && tied;
        // `библиотеки` is a genitive or a plural: only a name tied to it makes it one library.
        let plural = self.fold(at).ends_with(['и', 'ы'])
            && start == at
            && short == end
            && !quoted
            && !self.is_numbered(&(at..end));
        let named = own || beyond || domain;
        let single = !plural || domain_head(self.fold(at));
        // `Книжный дом на Ишиме`: a capital that only opens the sentence makes no name of a weak
        // head.
        let opening = first_capital.is_some_and(|i| self.word(i).is_some_and(|word| word.opens));
        let stands = strength == Strength::Strong || tied || self.is_capital(at) || !opening;
        // `областная библиотека`, `совет ветеранов`: known by its level or its field.
        let leveled = strong && self.is_leveled(start..at);
        let field = strength == Strength::Field
            && tied
            && (self.is_field(at + 1) || self.is_place_ahead(at + 1));
        let numbered = strength == Strength::Numbered && self.is_numbered(&(at..end));
        let admissible =
            (capital || (strong && beyond)) && single && stands || leveled || field || numbered;
        ((admissible || quoted) && (named || leveled || field || (start < at && capital)))
            .then(|| self.close(start..end, short, !named))
    }

    fn is_adjective(&self, at: usize) -> bool {
        const ENDINGS: [&str; 20] = [
            "ая", "яя", "ой", "ей", "ую", "юю", "ый", "ий", "ое", "ее", "ого", "его", "ому", "ему",
            "ым", "им", "ом", "ем", "ою", "ых",
        ];
        let Some(word) = self.word(at).filter(|word| word.is_word()) else {
            return false;
        };
        let fold = self.fold(at);
        word.text.chars().count() > 4
            && !self.grammar.is_foreign(fold)
            && !is_head(fold)
            && ENDINGS.iter().any(|ending| fold.ends_with(ending))
    }

    fn russian_right(&self, head: usize) -> (usize, usize) {
        let (mut end, mut short) = (head + 1, None);
        while end < head + 2 * FARTHEST {
            let next = if self.is(end, WordKind::Open) {
                self.quoted(end)
            } else if let Some(numbered) = self.number(end) {
                Some(numbered)
            } else if let Some(named) = self.named_after(end, NameOrder::Russian) {
                short.get_or_insert(end);
                Some(named)
            } else if short.is_some() && !self.grammar.is_settlement(self.fold(end)) {
                // Behind the one it is named after only its town may stand.
                None
            } else {
                self.russian_genitive(end, head)
            };
            match next {
                Some(next) => end = next,
                None => break,
            }
        }
        (end, short.unwrap_or(end))
    }

    /// One step of the genitives behind a head: a place, a field, `и` or a comma and another field.
    fn russian_genitive(&self, at: usize, head: usize) -> Option<usize> {
        let word = self.word(at)?;
        let fold = self.fold(at);
        let country = country::read(self.words, at, Some("ru"));
        if let Some((end, _, _)) = country.filter(|(_, country, _)| !country.adjective) {
            return Some(end);
        }
        match word.kind {
            // `г. Алматы`, `города Алматы`
            WordKind::Word if self.grammar.is_settlement(fold) => {
                let city = at + 1 + usize::from(self.is_sign(at + 1, '.'));
                self.is_capital(city).then_some(city + 1)
            }
            WordKind::Word if matches!(fold, "по" | "для") => self.russian_object(at + 1),
            // `посольство Франции в Таджикистане`
            WordKind::Word if fold == "в" && self.fold(head).starts_with("посольств") => {
                let (end, country, _) = country::read(self.words, at + 1, Some("ru"))?;
                (!country.adjective).then_some(end)
            }
            WordKind::Word if fold == "и" => {
                self.russian_conjunct(at + 1).filter(|_| at > head + 1)
            }
            WordKind::Sign(',') => {
                let end = self.russian_conjunct(at + 1)?;
                (at > head + 1 && (self.fold(end) == "и" || self.is_sign(end, ','))).then_some(end)
            }
            _ if at == head + 1 && self.is_genitive(at) => Some(at + 1),
            // `Фонд Гафура Гуляма`
            _ if at == head + 1 && self.is_capital(head) && self.is_persons(at) => Some(at + 2),
            // `дом культуры железнодорожников`
            _ if self.grammar.is_domain(self.fold(at - 1)) && self.is_plural_genitive(at) => {
                Some(at + 1)
            }
            _ => self.russian_field(at),
        }
    }

    /// A given name that can only be a genitive, and a surname in it: what stands before is his.
    fn is_persons(&self, at: usize) -> bool {
        let fold = self.fold(at);
        let declined = person::given(fold).is_some_and(|name| name.len() < fold.len());
        let genitive = |at: usize| self.is_proper(at) && self.fold(at).ends_with(['а', 'я']);
        declined && genitive(at) && genitive(at + 1)
    }

    /// The field behind a head, in the tables or by its ending.
    fn is_field(&self, at: usize) -> bool {
        let field =
            (at..at + 3).find(|i| !self.is_adjective(*i) || self.grammar.is_domain(self.fold(*i)));
        field.is_some_and(|i| self.grammar.is_domain(self.fold(i)))
    }

    /// A noun of no table that can only be a genitive: `союз фотографов`, `музей оружия`.
    fn is_genitive(&self, at: usize) -> bool {
        let fold = self.fold(at);
        let neuter = fold.ends_with("ия") && !fold.ends_with("ция") && !fold.ends_with("сия");
        self.is_lower(at)
            && fold.chars().count() > 4
            && (self.is_plural_genitive(at) || neuter)
            && !self.grammar.is_foreign(fold)
    }

    fn is_plural_genitive(&self, at: usize) -> bool {
        let fold = self.fold(at);
        let plural = ["ов", "ев"].iter().any(|ending| fold.ends_with(ending));
        self.is_lower(at) && plural && fold.chars().count() > 4 && !self.grammar.is_foreign(fold)
    }

    /// Behind `и` or a comma: one more field, not another institution.
    fn russian_conjunct(&self, at: usize) -> Option<usize> {
        self.russian_field(at)
            .filter(|end| (at..*end).all(|i| !is_head(self.fold(i))))
    }

    /// A field or an owner in the genitive, adjectives before it included.
    fn russian_field(&self, at: usize) -> Option<usize> {
        let mut end = at;
        while end < at + 4 && self.is_adjective(end) && !self.grammar.is_domain(self.fold(end)) {
            end += 1;
        }
        let fold = self.fold(end);
        let capital = self.is_capital(end)
            && !self.grammar.is_foreign(fold)
            && !person::is_personal(self.words, end);
        let abbreviation = self
            .word(end)
            .is_some_and(|word| word.is_word() && word.capitals && word.text.chars().count() <= 5);
        let noun = self.word(end)?.is_word() && self.grammar.is_domain(fold);
        // `Республики Карелия Марина Никишина`: a given name that is a town's as well.
        let person = person::given(fold).is_some() && self.is_capital(end + 1);
        let place = city::is_city(self.words, end) && !person;
        // `библиотека Казахского национального университета`
        let nested = is_head(fold) && (capital || end > at && self.is_capital(at));
        let region = end > at
            && matches!(
                fold,
                "области" | "края" | "района" | "округа" | "республики" | "города"
            );
        let republic = capital
            && matches!(
                fold,
                "республики" | "президента" | "федерации" | "евразии" | "азии"
            );
        // `Республики Татарстан`
        if capital
            && fold == "республики"
            && self.is_proper(end + 1)
            && !person::is_personal(self.words, end + 1)
        {
            return Some(end + 2);
        }
        (noun
            || nested
            || republic
            || region && self.is_capital(at)
            || place
            || (abbreviation && end == at))
            .then_some(end + 1)
    }

    /// Behind `по`, `для`: at most five words in lower case that look declined.
    fn russian_object(&self, at: usize) -> Option<usize> {
        let mut end = at;
        while end < at + 6 && self.is_lower(end) {
            let fold = self.fold(end);
            let joint = fold == "и" && self.is_lower(end + 1);
            let declined = fold.chars().count() > 3
                && fold.ends_with(['е', 'у', 'ю', 'и', 'м', 'а', 'я', 'х', 'й', 'о', 'в']);
            if !joint && (!declined || self.grammar.is_foreign(fold) || person::is_verb(fold)) {
                break;
            }
            end += 1;
        }
        (end > at).then_some(end)
    }
}

/// Words for the kind of owner, which many institutions share.
fn is_general(fold: &str) -> bool {
    const STEMS: [&str; 13] = [
        "национальн",
        "государственн",
        "областн",
        "городск",
        "районн",
        "центральн",
        "научн",
        "детск",
        "республиканск",
        "краев",
        "сельск",
        "школьн",
        "публичн",
    ];
    STEMS.iter().any(|stem| fold.starts_with(stem))
}

/// Heads whose nominative ends like a plural genitive of others.
fn domain_head(fold: &str) -> bool {
    fold.starts_with("академи") || fold.starts_with("ассамбле") || fold.starts_with("ассоциаци")
}
