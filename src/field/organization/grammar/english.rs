//! English names: modifiers, head, what it is of (`National Library of Tajikistan`).

use super::{FARTHEST, HeadContext, NameReach};
use crate::field::country;
use crate::field::vocabulary::institution::{NameOrder, Strength, is_head};
use crate::field::vocabulary::person;
use crate::field::words::{Word, WordKind};

impl HeadContext<'_, '_> {
    pub(super) fn english(&self, at: usize, strength: Strength) -> Option<NameReach> {
        if self.is_modifier_of_more(at) {
            return None;
        }
        let start = self.english_left(at);
        let quoted_before = self.is(start, WordKind::Open);
        if (start..at).any(|i| self.is_lower(i) && self.grammar.is_vague(self.fold(i)))
            || self.is_indefinite(start)
        {
            return None;
        }
        let (end, short) = self.english_right(at);
        let own = (start..at).any(|i| self.is_capital(i) && !self.is_generic(i));
        let beyond = self.is_numbered(&(at + 1..end))
            || (at + 1..end).any(|i| self.is_capital(i) || self.is(i, WordKind::Open));
        let of_domain = end > at + 2 && (at + 1..end).any(|i| self.grammar.is_domain(self.fold(i)));
        let capital = self.is_capital(at);
        let named = own || beyond || quoted_before || (of_domain && capital);
        let titled = capital && (start..at).any(|i| self.is_capital(i));
        // `the Japanese embassy`, `the embassy of Norway`: whose it is tells it.
        let owned = strength == Strength::Field && (own || beyond);
        let admissible = capital
            || owned
            || strength == Strength::Strong
            || quoted_before
            // A club in lower case is a circle of a library's readers.
            || self.quoted(at + 1).is_some() && self.fold(at) != "club"
            || self.is_body_behind(at);
        (admissible && (named || titled)).then(|| self.close(start..end, short, !named))
    }

    /// `National Library Week`: what follows makes the head a modifier.
    fn is_modifier_of_more(&self, at: usize) -> bool {
        let next = at + 1;
        if self.number(next).is_some() {
            return false;
        }
        let compound = self.is_proper(next) && self.word(next).is_some_and(|word| !word.capitals);
        let head = self.word(next).is_some_and(Word::is_word) && is_head(self.fold(next));
        let event = self.is_capital(next) && self.grammar.is_compound(self.fold(next));
        head || event
            || (compound
                && !person::is_personal(self.words, next)
                && !person::is_title(self.fold(next)))
    }

    /// `the Digital Library Consortium`: a capital within the sentence makes the word a part of the
    /// name.
    fn is_capital_kind(&self, at: usize) -> bool {
        let inner = self.word(at).is_some_and(|word| !word.opens);
        inner && self.grammar.is_modifier(self.fold(at)) && self.is_capital(at + 1)
    }

    /// `a library`, `two universities`.
    fn is_indefinite(&self, start: usize) -> bool {
        let counted = self
            .before(start)
            .is_some_and(|word| word.kind == WordKind::Number)
            && !start.checked_sub(2).is_some_and(|i| {
                self.word(i)
                    .is_some_and(|word| matches!(word.kind, WordKind::Sign(_)))
            });
        counted
            || start
                .checked_sub(1)
                .is_some_and(|i| matches!(self.fold(i), "a" | "an" | "any" | "another" | "every"))
    }

    /// `organization TURKSOY`.
    fn is_body_behind(&self, at: usize) -> bool {
        self.word(at + 1)
            .is_some_and(|word| word.is_word() && word.capitals && word.text.len() > 3)
    }

    /// `Scientific and Technical Library`, `Library and Information Consortium`: one name around
    /// `and`.
    fn is_pair(&self, and: usize) -> bool {
        let Some(left) = and
            .checked_sub(1)
            .filter(|left| self.is_capital(*left) && self.is_capital(and + 1))
        else {
            return false;
        };
        let right = self.fold(and + 1);
        let kind = self.is_generic(left) || self.grammar.is_domain(self.fold(left));
        let kinds = is_head(right) && is_head(self.fold(and + 2));
        let field = self.grammar.is_domain(right) && right != "national" && right != "public"
            || kinds
            || matches!(
                right,
                "technical" | "pedagogical" | "applied" | "local" | "historical"
            );
        let owned = left.checked_sub(1).is_some_and(|i| self.fold(i) == "of");
        kind && field && !owned
    }

    /// Behind `/PAK`, where the word before belongs to it.
    fn slashed(&self, at: usize) -> usize {
        if self.is_sign(at, '/') && self.is_capital(at + 1) {
            at + 2
        } else {
            at
        }
    }

    fn english_left(&self, head: usize) -> usize {
        let mut start = head;
        while let Some(before) = start.checked_sub(1).filter(|i| head - i <= FARTHEST) {
            let word = &self.words.list[before];
            let joins = match word.kind {
                WordKind::Word if word.capital => {
                    !self.grammar.is_foreign(self.fold(before)) || self.is_capital_kind(before)
                }
                WordKind::Word if person::is_particle(self.fold(before)) => {
                    start < head && before > 0 && self.is_capital(before - 1)
                }
                WordKind::Word if self.fold(before) == "and" => {
                    start < head && self.is_pair(before)
                }
                WordKind::Word => {
                    self.grammar.is_modifier(self.fold(before))
                        || self.grammar.is_vague(self.fold(before))
                }
                WordKind::Initial => self.is_capital(start) && !is_head(self.fold(start)),
                WordKind::Sign('/' | '&') => {
                    self.is_capital(start) && before > 0 && self.is_capital(before - 1)
                }
                WordKind::Close if start == head => match self.quote_start(before) {
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
        while start < head && self.is(start, WordKind::Initial) && start + 1 == head {
            start += 1;
        }
        start
    }

    /// The end of the name and of its short form.
    fn english_right(&self, head: usize) -> (usize, usize) {
        let (mut end, mut short) = (head + 1, None);
        while end < head + 2 * FARTHEST {
            let next = match self.fold(end) {
                _ if self.is(end, WordKind::Open) => self.quoted(end),
                "of" | "for" => self.english_object(end + 1),
                "on" if self.is_panel(head) => self.english_object(end + 1),
                // `Embassy of Georgia in Armenia`
                "in" if self.is_within_country(head, end) => {
                    short.get_or_insert(end);
                    self.country_at(end + 1)
                }
                _ if self.number(end).is_some() => self.number(end),
                "in" if self.is_capital(end + 1) && self.fold(end + 2) == "city" => Some(end + 3),
                _ if end == head + 1 && self.is_body_behind(head) => Some(self.slashed(end + 1)),
                _ => self
                    .named_after(end, NameOrder::English)
                    .inspect(|_| _ = short.get_or_insert(end)),
            };
            match next {
                Some(next) => end = next,
                None => break,
            }
        }
        (end, short.unwrap_or(end))
    }

    /// A body of people who work on something (`Committee on Standards`).
    fn is_panel(&self, head: usize) -> bool {
        const PANELS: [&str; 5] = ["committee", "section", "commission", "council", "board"];
        PANELS.contains(&self.fold(head))
    }

    fn is_mission(&self, head: usize) -> bool {
        matches!(
            self.fold(head),
            "embassy" | "consulate" | "mission" | "office"
        )
    }

    /// `Embassy of Georgia in Armenia`, `Center of Culture in Uzbekistan`: the country at `end`
    /// belongs to the name.
    fn is_within_country(&self, head: usize, end: usize) -> bool {
        let centre = end > head + 1 && matches!(self.fold(head), "center" | "centre");
        (centre || self.is_mission(head)) && self.country_at(end + 1).is_some()
    }

    /// Behind the country that begins at `at`, an article before it left out.
    fn country_at(&self, at: usize) -> Option<usize> {
        let first = at + usize::from(self.fold(at) == "the");
        let (end, country, _) = country::read(self.words, first, Some("en"))?;
        (!country.adjective).then_some(end)
    }

    /// What an institution is of: behind `of` or `for` at `at`.
    fn english_object(&self, at: usize) -> Option<usize> {
        let first = at + usize::from(self.fold(at) == "the");
        let mut end = self.english_run(first)?;
        loop {
            if self.fold(end) == "and" && !self.is_place_run(first, end) {
                match self
                    .english_run(end + 1)
                    .filter(|next| self.is_conjunct(end + 1, *next))
                {
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
        while let Some(word) = self.word(end).filter(|_| end < first + FARTHEST) {
            let fold = self.fold(end);
            let office = end > 0
                && matches!(self.fold(end - 1), "the" | "first")
                && matches!(fold, "president" | "government" | "cabinet");
            // `Association of School Librarians`: those a body is of are no people it meets.
            let foreign = self.grammar.is_foreign(fold) && !self.grammar.is_domain(fold);
            let takes = match word.kind {
                WordKind::Word if word.capital => {
                    office || end == first || !foreign && !self.is_other_person(end)
                }
                WordKind::Word => {
                    self.grammar.is_domain(fold)
                        || (self.grammar.is_modifier(fold) && self.leads_on(end))
                }
                WordKind::Initial => end == first || self.is(end - 1, WordKind::Initial),
                _ => false,
            };
            if !takes || (end == first && foreign && !office) {
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
        self.is_capital(at + 1)
            || self.grammar.is_domain(next)
            || self.grammar.is_modifier(next)
            || is_head(next)
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
        let institution = (first..end).any(|i| is_head(self.fold(i)));
        let personal = (first..end).any(|i| person::is_personal(self.words, i));
        let somebody = person::is_personal(self.words, first) && end > first + 1;
        let named = personal && self.named_after(end, NameOrder::English).is_some();
        !(institution || somebody || named || self.is_place_run(first, end))
    }

    /// Whether the comma at `at` stands in a list that ends with `and`.
    fn is_list(&self, at: usize) -> bool {
        const ITEMS: usize = 5;
        let mut comma = at;
        for _ in 0..ITEMS {
            let Some(end) = self
                .english_run(comma + 1)
                .filter(|end| self.is_conjunct(comma + 1, *end))
            else {
                return false;
            };
            let last = if self.is_sign(end, ',') { end + 1 } else { end };
            if self.fold(last) == "and" {
                return true;
            }
            if !self.is_sign(end, ',') {
                return false;
            }
            comma = end;
        }
        false
    }
}
