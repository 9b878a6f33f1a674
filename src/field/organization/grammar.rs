//! From a head to the whole name: how far it reaches to the left and to the
//! right, in each of the four word orders.

use super::vocabulary::{Grammar, Order, grammar, is_head};
use crate::field::country;
use crate::field::person::vocabulary as person;
use crate::field::words::{Kind, Word, Words};
use std::ops::Range;

/// A name of an institution as it stands in the words.
#[derive(Clone, PartialEq, Debug)]
pub struct Reach {
    pub words: Range<usize>,
    /// Without namesake and quoted part behind: as it is called for short.
    pub short: usize,
    /// An abbreviation in brackets right behind it.
    pub abbreviation: Option<usize>,
    /// Nothing in it tells it from others of its kind (`National Library`).
    pub plain: bool,
}

/// How many words a name may reach to either side of its head.
const FARTHEST: usize = 16;

/// What may stand beside a head, asked word by word.
struct Sight<'w, 't> {
    words: &'w Words<'t>,
    grammar: &'static Grammar,
}

/// The name around the head at `at`; none where the words are no name.
pub fn reach(words: &Words, at: usize, order: Order, strong: bool) -> Option<Reach> {
    let sight = Sight { words, grammar: grammar(order) };
    match order {
        Order::English => sight.english(at, strong),
        Order::Russian => sight.russian(at, strong),
        Order::Turkic => sight.turkic(at, strong),
        Order::Tajik => sight.tajik(at, strong),
    }
}

impl<'w, 't> Sight<'w, 't> {
    fn word(&self, at: usize) -> Option<&'w Word<'t>> {
        self.words.get(at)
    }

    fn before(&self, at: usize) -> Option<&'w Word<'t>> {
        at.checked_sub(1).and_then(|i| self.words.get(i))
    }

    fn fold(&self, at: usize) -> &'w str {
        self.words.folded(at)
    }

    fn is_capital(&self, at: usize) -> bool {
        self.word(at).is_some_and(|word| word.is_word() && word.capital)
    }

    fn is_sign(&self, at: usize, sign: char) -> bool {
        self.word(at).is_some_and(|word| word.is(sign))
    }

    fn is(&self, at: usize, kind: Kind) -> bool {
        self.word(at).is_some_and(|word| word.kind == kind)
    }

    fn is_lower(&self, at: usize) -> bool {
        self.word(at).is_some_and(|word| word.is_word() && !word.capital)
    }

    /// A capitalised word that may be part of a name.
    fn is_proper(&self, at: usize) -> bool {
        self.is_capital(at) && !self.grammar.is_foreign(self.fold(at))
    }

    fn is_generic(&self, at: usize) -> bool {
        self.grammar.is_modifier(self.fold(at)) || is_head(self.fold(at))
    }

    /// The closing mark that belongs to the opening one at `at`, not far off.
    fn quote_end(&self, at: usize) -> Option<usize> {
        (at + 2..(at + 12).min(self.words.len())).find(|i| self.is(*i, Kind::Close))
    }

    /// The opening mark that belongs to the closing one at `at`, not far off.
    fn quote_start(&self, at: usize) -> Option<usize> {
        (at.saturating_sub(10)..at.saturating_sub(1)).rev().find(|i| self.is(*i, Kind::Open))
    }

    /// Behind a quoted name that begins at `at`, further quoted names joined with dashes included.
    fn quoted(&self, at: usize) -> Option<usize> {
        let opens = self.is(at, Kind::Open)
            && (self.is_capital(at + 1) || self.is(at + 1, Kind::Initial) || self.is(at + 1, Kind::Open));
        let mut end = opens.then(|| self.quote_end(at)).flatten()? + 1;
        let dash = |i: usize| ['-', '–', '—'].iter().any(|dash| self.is_sign(i, *dash));
        while dash(end) && self.is(end + 1, Kind::Open) {
            end = self.quote_end(end + 1)? + 1;
        }
        Some(end)
    }

    /// Behind the person's name that begins at `at`: initials and capitalised words.
    fn namesake(&self, at: usize) -> Option<usize> {
        let mut end = at;
        // `имени академика Б. Гафурова`: one title in lower case may lead in.
        if self.is_lower(end) && person::is_title(self.fold(end)) {
            end += 1;
        }
        let first = end;
        while end < first + 5 && (self.is(end, Kind::Initial) || self.is_proper(end)) {
            let initial = self.is(end, Kind::Initial);
            if end > first && !initial && (is_head(self.fold(end)) || self.is_place_ahead(end)) {
                break;
            }
            end += 1;
            // A surname behind initials is the last of it, unless more initials follow.
            if !initial && end > first + 1 && self.is(end - 2, Kind::Initial) && !self.is(end, Kind::Initial) {
                break;
            }
        }
        (end > first).then_some(end)
    }

    fn is_place_ahead(&self, at: usize) -> bool {
        country::read(self.words, at, None).is_some_and(|(_, country, _)| !country.adjective)
    }

    /// Behind `named after X`, `имени X`, `. M.I. Rudomino`.
    fn named_after(&self, at: usize, order: Order) -> Option<usize> {
        if let Some(hit) = self.grammar.namesakes.best(self.words, at) {
            let mut next = at + hit.words;
            if self.is_sign(next, '.') {
                next += 1;
            }
            let after = order == Order::English && hit.words == 1;
            if after && !self.is(next, Kind::Initial) && !person::is_personal(self.words, next) {
                return None;
            }
            return self.namesake(next);
        }
        let apposed = order == Order::English && self.is_sign(at, '.') && self.is(at + 1, Kind::Initial);
        let end = apposed.then(|| self.namesake(at + 1)).flatten()?;
        let closed = [',', '.', ';', ')'].iter().any(|sign| self.is_sign(end, *sign)) || end == self.words.len();
        (closed && self.is_capital(end - 1)).then_some(end)
    }

    /// The abbreviation in brackets that begin at `at`: `(RSL)`, `(the LAE)`.
    fn abbreviation(&self, at: usize) -> Option<usize> {
        if !self.is_sign(at, '(') {
            return None;
        }
        let word = at + 1 + usize::from(self.fold(at + 1) == "the");
        let short = self.word(word).is_some_and(|w| w.capitals && w.text.chars().count() <= 9);
        let country = country::read(self.words, word, None).is_some();
        (short && !country && !is_head(self.fold(word)) && self.is_sign(word + 1, ')')).then_some(word)
    }

    fn close(&self, words: Range<usize>, short: usize, plain: bool) -> Reach {
        Reach { abbreviation: self.abbreviation(words.end), words, short, plain }
    }
}

impl Sight<'_, '_> {
    fn english(&self, at: usize, strong: bool) -> Option<Reach> {
        if self.is_modifier_of_more(at) {
            return None;
        }
        let start = self.english_left(at);
        let quoted_before = self.is(start, Kind::Open);
        if (start..at).any(|i| self.is_lower(i) && self.grammar.is_vague(self.fold(i))) || self.is_indefinite(start) {
            return None;
        }
        let (end, short) = self.english_right(at);
        let own = (start..at).any(|i| self.is_capital(i) && !self.is_generic(i));
        let beyond = (at + 1..end).any(|i| self.is_capital(i) || self.is(i, Kind::Open));
        let of_domain = end > at + 2 && (at + 1..end).any(|i| self.grammar.is_domain(self.fold(i)));
        let capital = self.is_capital(at);
        let named = own || beyond || quoted_before || (of_domain && capital);
        let titled = capital && (start..at).any(|i| self.is_capital(i));
        let admissible = capital || strong || quoted_before || self.quoted(at + 1).is_some() || self.is_body_behind(at);
        (admissible && (named || titled)).then(|| self.close(start..end, short, !named))
    }

    /// `National Library Week`: what follows makes the head a modifier.
    fn is_modifier_of_more(&self, at: usize) -> bool {
        let next = at + 1;
        let compound = self.is_proper(next) && self.word(next).is_some_and(|word| !word.capitals);
        let head = self.word(next).is_some_and(Word::is_word) && is_head(self.fold(next));
        head || (compound && !person::is_personal(self.words, next) && !person::is_title(self.fold(next)))
    }

    /// `a library`, `two universities`.
    fn is_indefinite(&self, start: usize) -> bool {
        let counted = self.before(start).is_some_and(|word| word.kind == Kind::Number)
            && !start
                .checked_sub(2)
                .is_some_and(|i| self.word(i).is_some_and(|word| matches!(word.kind, Kind::Sign(_))));
        counted
            || start.checked_sub(1).is_some_and(|i| matches!(self.fold(i), "a" | "an" | "any" | "another" | "every"))
    }

    /// `organization TURKSOY`.
    fn is_body_behind(&self, at: usize) -> bool {
        self.word(at + 1).is_some_and(|word| word.is_word() && word.capitals && word.text.len() > 3)
    }

    /// Behind `/PAK`, where the word before belongs to it.
    fn slashed(&self, at: usize) -> usize {
        if self.is_sign(at, '/') && self.is_capital(at + 1) { at + 2 } else { at }
    }

    fn english_left(&self, head: usize) -> usize {
        let mut start = head;
        while let Some(before) = start.checked_sub(1).filter(|i| head - i <= FARTHEST) {
            let word = &self.words.list[before];
            let joins = match word.kind {
                Kind::Word if word.capital => !self.grammar.is_foreign(self.fold(before)),
                Kind::Word => self.grammar.is_modifier(self.fold(before)) || self.grammar.is_vague(self.fold(before)),
                Kind::Initial => self.is_capital(start) && !is_head(self.fold(start)),
                Kind::Sign('/' | '&') => self.is_capital(start) && before > 0 && self.is_capital(before - 1),
                Kind::Close if start == head => match self.quote_start(before) {
                    Some(open) if self.is_capital(open + 1) => return open,
                    _ => false,
                },
                _ => false,
            };
            if !joins {
                break;
            }
            start = before;
        }
        // A surname with initials before `National Library` is another's name.
        while start < head && self.is(start, Kind::Initial) && start + 1 == head {
            start += 1;
        }
        start
    }

    /// The end of the name and of its short form.
    fn english_right(&self, head: usize) -> (usize, usize) {
        let (mut end, mut short) = (head + 1, None);
        while end < head + 2 * FARTHEST {
            let next = match self.fold(end) {
                _ if self.is(end, Kind::Open) => self.quoted(end),
                "of" | "for" => self.english_object(end + 1),
                "in" if self.is_capital(end + 1) && self.fold(end + 2) == "city" => Some(end + 3),
                _ if end == head + 1 && self.is_body_behind(head) => Some(self.slashed(end + 1)),
                _ => self.named_after(end, Order::English).inspect(|_| _ = short.get_or_insert(end)),
            };
            match next {
                Some(next) => end = next,
                None => break,
            }
        }
        (end, short.unwrap_or(end))
    }

    /// What an institution is of: behind `of` or `for` at `at`.
    fn english_object(&self, at: usize) -> Option<usize> {
        let first = at + usize::from(self.fold(at) == "the");
        let mut end = self.english_run(first)?;
        loop {
            if self.fold(end) == "and" && !self.is_place_run(first, end) {
                match self.english_run(end + 1).filter(|next| self.is_conjunct(end + 1, *next)) {
                    Some(next) => end = next,
                    None => break,
                }
            } else if self.is_sign(end, ',') && self.is_list(end) {
                match self.english_run(end + 1) {
                    Some(next) => end = next,
                    None => break,
                }
            } else {
                break;
            }
        }
        Some(end)
    }

    /// A run of words that may name a field or a place: capitalised, or nouns of the domain.
    fn english_run(&self, first: usize) -> Option<usize> {
        let mut end = first;
        while let Some(word) = self.word(end) {
            let fold = self.fold(end);
            let office =
                end > 0 && self.fold(end - 1) == "the" && matches!(fold, "president" | "government" | "cabinet");
            let takes = match word.kind {
                Kind::Word if word.capital => {
                    office || end == first || !self.grammar.is_foreign(fold) && !self.is_other_person(end)
                }
                Kind::Word => self.grammar.is_domain(fold) || (self.grammar.is_modifier(fold) && self.leads_on(end)),
                Kind::Initial => end == first || self.is(end - 1, Kind::Initial),
                _ => false,
            };
            if !takes || (end == first && self.grammar.is_foreign(fold) && !office) {
                break;
            }
            if let Some((behind, country, _)) = country::read(self.words, end, Some("en")) {
                end = behind;
                if !country.adjective {
                    break;
                }
            } else {
                end += 1;
            }
        }
        (end > first).then_some(end)
    }

    /// A modifier in lower case is kept where the name goes on behind it.
    fn leads_on(&self, at: usize) -> bool {
        let next = self.fold(at + 1);
        self.is_capital(at + 1) || self.grammar.is_domain(next) || self.grammar.is_modifier(next) || is_head(next)
    }

    /// A given name or surname that follows the name of a place or a head.
    fn is_other_person(&self, at: usize) -> bool {
        person::is_personal(self.words, at) && self.is_capital(at + 1)
    }

    fn is_place_run(&self, first: usize, end: usize) -> bool {
        country::read(self.words, first, Some("en"))
            .is_some_and(|(behind, country, _)| behind == end && !country.adjective)
    }

    /// Behind `and`: a field, not another institution or person.
    fn is_conjunct(&self, first: usize, end: usize) -> bool {
        (first..end).all(|i| !is_head(self.fold(i)))
            && !self
                .named_after(end, Order::English)
                .is_some_and(|_| (first..end).any(|i| person::is_personal(self.words, i)))
            && !(end - first >= 2 && person::is_personal(self.words, first))
            && !self.is_place_run(first, end)
    }

    /// Whether the comma at `at` stands in a list that ends with `and`.
    fn is_list(&self, at: usize) -> bool {
        let Some(end) = self.english_run(at + 1).filter(|end| self.is_conjunct(at + 1, *end)) else { return false };
        let last = if self.is_sign(end, ',') { end + 1 } else { end };
        self.fold(last) == "and" || (self.is_sign(end, ',') && end < at + 5 && self.is_list(end))
    }
}

impl Sight<'_, '_> {
    fn russian(&self, at: usize, strong: bool) -> Option<Reach> {
        let mut start = at;
        while start > 0 && at - start < FARTHEST && self.is_adjective(start - 1) {
            start -= 1;
        }
        if (start..at).any(|i| self.grammar.is_vague(self.fold(i))) {
            return None;
        }
        // What stands before the first capital is not part of the name (`известная Национальная …`).
        let first_capital = (start..at).find(|i| self.is_capital(*i));
        start = first_capital.unwrap_or(start);
        let (end, short) = self.russian_right(at);
        let capital = self.is_capital(at) || first_capital.is_some();
        let tied = end > at + 1;
        let own = first_capital.is_some_and(|i| !is_general(self.fold(i)));
        let beyond = (at + 1..end).any(|i| self.is_capital(i) || self.is(i, Kind::Open) || self.is(i, Kind::Number));
        let domain = tied && self.is_capital(at);
        let quoted = self.is(at + 1, Kind::Open) && tied;
        // `библиотеки` is a genitive or a plural: only a name tied to it makes it one library.
        let plural = self.fold(at).ends_with(['и', 'ы']) && start == at && short == end && !quoted;
        let named = own || beyond || domain;
        let admissible = (capital || (strong && beyond)) && !(plural && !domain_head(self.fold(at)));
        ((admissible || quoted) && (named || (start < at && capital))).then(|| self.close(start..end, short, !named))
    }

    fn is_adjective(&self, at: usize) -> bool {
        const ENDINGS: [&str; 20] = [
            "ая", "яя", "ой", "ей", "ую", "юю", "ый", "ий", "ое", "ее", "ого", "его", "ому", "ему", "ым", "им", "ом",
            "ем", "ою", "ых",
        ];
        let Some(word) = self.word(at).filter(|word| word.is_word()) else { return false };
        let fold = self.fold(at);
        word.text.chars().count() > 4
            && !self.grammar.is_foreign(fold)
            && !is_head(fold)
            && ENDINGS.iter().any(|ending| fold.ends_with(ending))
    }

    fn russian_right(&self, head: usize) -> (usize, usize) {
        let (mut end, mut short) = (head + 1, None);
        while end < head + 2 * FARTHEST {
            let next = if self.is(end, Kind::Open) {
                self.quoted(end)
            } else if self.is_sign(end, '№') && self.is(end + 1, Kind::Number) {
                Some(end + 2)
            } else if let Some(named) = self.named_after(end, Order::Russian) {
                short.get_or_insert(end);
                Some(named)
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
        if let Some((end, country, _)) = country::read(self.words, at, Some("ru")) {
            if !country.adjective {
                return Some(end);
            }
        }
        match word.kind {
            // `г. Алматы`, `города Алматы`
            Kind::Word if matches!(fold, "г" | "города") => {
                let city = at + 1 + usize::from(self.is_sign(at + 1, '.'));
                self.is_capital(city).then_some(city + 1)
            }
            Kind::Word if matches!(fold, "по" | "для") => self.russian_object(at + 1),
            Kind::Word if fold == "и" => self.russian_field(at + 1).filter(|_| at > head + 1),
            Kind::Sign(',') => {
                let end = self.russian_field(at + 1)?;
                (at > head + 1 && (self.fold(end) == "и" || self.is_sign(end, ','))).then_some(end)
            }
            _ => self.russian_field(at),
        }
    }

    /// A field or an owner in the genitive, adjectives before it included.
    fn russian_field(&self, at: usize) -> Option<usize> {
        let mut end = at;
        while end < at + 4 && self.is_adjective(end) && !self.grammar.is_domain(self.fold(end)) {
            end += 1;
        }
        let fold = self.fold(end);
        let capital = self.is_capital(end) && !self.grammar.is_foreign(fold) && !person::is_personal(self.words, end);
        let abbreviation =
            self.word(end).is_some_and(|word| word.is_word() && word.capitals && word.text.chars().count() <= 5);
        let noun = self.word(end)?.is_word() && self.grammar.is_domain(fold);
        let place = crate::field::place::city::is_city(self.words, end);
        let nested = capital && is_head(fold);
        let region = end > at && matches!(fold, "области" | "края" | "района" | "округа" | "республики" | "города");
        let republic = capital && matches!(fold, "республики" | "президента" | "федерации" | "евразии" | "азии");
        (noun || nested || republic || region && self.is_capital(at) || place || (abbreviation && end == at))
            .then_some(end + 1)
    }

    /// Behind `по`, `для`: at most five words in lower case that look declined.
    fn russian_object(&self, at: usize) -> Option<usize> {
        let mut end = at;
        while end < at + 6 && self.is_lower(end) {
            let fold = self.fold(end);
            let joint = fold == "и" && self.is_lower(end + 1);
            let declined =
                fold.chars().count() > 3 && fold.ends_with(['е', 'у', 'ю', 'и', 'м', 'а', 'я', 'х', 'й', 'о', 'в']);
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

impl Sight<'_, '_> {
    fn turkic(&self, at: usize, strong: bool) -> Option<Reach> {
        let mut start = at;
        while let Some(next) = self.turkic_left(start, at).filter(|next| at - next <= FARTHEST) {
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
        let own = (start..at).any(|i| (self.is_capital(i) && !self.is_generic(i)) || self.is(i, Kind::Open));
        let domain = self.is_domain_run(start, at);
        let admissible = capital || quoted || (self.is_capital(at) && start < at);
        let named = own || domain;
        let titled = strong || domain || quoted || own;
        // What it is called for short begins behind the one it is named after.
        (admissible && titled && (named || start < at)).then(|| self.close(start..at + 1, at + 1, !named))
    }

    fn is_domain_run(&self, start: usize, at: usize) -> bool {
        (start..at).any(|i| self.is_capital(i))
            && (start..at).any(|i| self.grammar.is_domain(self.fold(i)) && !self.is_joint(i))
    }

    fn is_joint(&self, at: usize) -> bool {
        matches!(self.fold(at), "және" | "мен" | "жана" | "менен" | "va" | "ва" | "we")
    }

    /// One step to the left of a Turkic name; none where it ends.
    fn turkic_left(&self, start: usize, head: usize) -> Option<usize> {
        let before = start.checked_sub(1)?;
        let word = self.word(before)?;
        let fold = self.fold(before);
        match word.kind {
            Kind::Close => self.quote_start(before),
            Kind::Initial => self.is_capital(start).then_some(before),
            Kind::Sign(',') => {
                let listed = before > 0
                    && self.grammar.is_domain(self.fold(before - 1))
                    && self.grammar.is_domain(self.fold(start));
                listed.then_some(before)
            }
            Kind::Sign('.') => {
                (self.grammar.namesakes.best(self.words, before.checked_sub(1)?).is_some()).then(|| before - 1)
            }
            Kind::Word if self.grammar.namesakes.best(self.words, before).is_some() => Some(before),
            Kind::Word if word.capital => {
                let title = person::is_title(fold) && start != head;
                (!self.grammar.is_foreign(fold)
                    && !title
                    && !is_locative(fold)
                    && !(is_head(fold) && start == head && !self.is_genitive(fold)))
                .then_some(before)
            }
            Kind::Word if self.is_joint(before) => {
                let left = before.checked_sub(1)?;
                let field = |i: usize| self.grammar.is_domain(self.fold(i)) && !self.is_joint(i);
                (field(left) && field(start)).then_some(before)
            }
            Kind::Word => {
                (self.grammar.is_modifier(fold) || self.grammar.is_domain(fold) || self.grammar.is_vague(fold))
                    .then_some(before)
            }
            _ => None,
        }
    }

    fn is_genitive(&self, fold: &str) -> bool {
        ["ның", "нің", "нын", "нин", "нун", "нүн", "нинг", "ning", "nyň", "niň"]
            .iter()
            .any(|ending| fold.ends_with(ending))
    }
}

/// A place where, from or to which something is: not an owner.
fn is_locative(fold: &str) -> bool {
    const ENDINGS: [&str; 13] =
        ["нда", "нде", "станда", "стонда", "дан", "ден", "тан", "тен", "нан", "нен", "istonda", "stanyňda", "istanda"];
    fold.chars().count() > 6 && ENDINGS.iter().any(|ending| fold.ends_with(ending)) && !fold.ends_with("стан")
}

impl Sight<'_, '_> {
    fn tajik(&self, at: usize, strong: bool) -> Option<Reach> {
        let (mut end, mut short) = (at + 1, None);
        while end < at + 2 * FARTHEST {
            let next = if self.is(end, Kind::Open) {
                self.quoted(end)
            } else if let Some(named) = self.named_after(end, Order::Tajik) {
                short.get_or_insert(end);
                Some(named)
            } else {
                self.tajik_step(end)
            };
            match next {
                Some(next) => end = next,
                None => break,
            }
        }
        if (at + 1..end).any(|i| self.grammar.is_vague(self.fold(i))) {
            return None;
        }
        let named = (at + 1..end).any(|i| self.is_capital(i) || self.is(i, Kind::Open));
        let titled = self.is_capital(at) && end > at + 1;
        ((named && (strong || self.is_capital(at))) || titled)
            .then(|| self.close(at..end, short.unwrap_or(end), !named))
    }

    /// One more word that the izafat of the one before leads to.
    fn tajik_step(&self, at: usize) -> Option<usize> {
        let word = self.word(at)?;
        let fold = self.fold(at);
        let tied =
            at > 0 && (self.fold(at - 1).ends_with('и') || self.is_tajik_joint(at - 1) || self.is_sign(at - 1, ','));
        let field = self.grammar.is_domain(fold)
            || self.grammar.is_modifier(fold)
            || self.grammar.is_vague(fold)
            || is_head(fold);
        match word.kind {
            Kind::Word if self.is_tajik_joint(at) => self.is_tajik_field(at + 1).then_some(at + 2),
            Kind::Sign(',') if self.is_tajik_field(at + 1) => self.is_tajik_joint(at + 2).then_some(at + 2),
            Kind::Word if tied && word.capital => {
                let end = country::read(self.words, at, Some("tg")).map_or(at + 1, |(end, _, _)| end);
                (!self.grammar.is_foreign(fold) && !person::is_title(fold)).then_some(end)
            }
            Kind::Word if tied && field => Some(at + 1),
            _ => None,
        }
    }

    fn is_tajik_joint(&self, at: usize) -> bool {
        matches!(self.fold(at), "ва")
    }

    fn is_tajik_field(&self, at: usize) -> bool {
        self.grammar.is_domain(self.fold(at)) && !self.is_tajik_joint(at) && !is_head(self.fold(at))
    }
}
