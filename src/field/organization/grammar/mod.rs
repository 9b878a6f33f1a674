//! From a head to the whole name: how far it reaches to the left and to the
//! right, in each of the four word orders.

mod english;
mod russian;
mod tajik;
mod turkic;
mod western;

use crate::field::country;
use crate::field::vocabulary::institution::{Grammar, Head, NameOrder, Strength, grammar, is_head};
use crate::field::vocabulary::person;
use crate::field::words::{Word, WordKind, Words};
use std::ops::Range;

/// A name of an institution as it stands in the words.
#[derive(Clone, PartialEq, Debug)]
pub struct NameReach {
    pub words: Range<usize>,
    /// Without namesake and quoted part behind: as it is called for short.
    pub short: usize,
    /// An abbreviation in brackets right behind it.
    pub abbreviation: Option<usize>,
    /// Nothing in it tells it from others of its kind (`National Library`).
    pub plain: bool,
}

fn starts_upper(text: &str) -> bool {
    text.chars().next().is_some_and(char::is_uppercase)
}

/// How many words a name may reach to either side of its head.
const FARTHEST: usize = 16;

/// What may stand beside a head, asked word by word.
struct HeadContext<'w, 't> {
    words: &'w Words<'t>,
    grammar: &'static Grammar,
}

/// The name around the head at `at`; none where the words are no name.
pub fn reach(words: &Words, at: usize, head: Head) -> Option<NameReach> {
    let sight = HeadContext {
        words,
        grammar: grammar(head.order),
    };
    let reach = match head.order {
        NameOrder::English => sight.english(at, head.strength),
        NameOrder::Russian => sight.russian(at, head.strength),
        NameOrder::Turkic => sight.turkic(at, head.strength),
        NameOrder::Tajik => sight.tajik(at, head.strength),
        NameOrder::Western => sight.western(at),
    }?;
    let numbered = head.strength != Strength::Numbered || sight.is_numbered(&reach.words);
    numbered.then_some(reach)
}

impl<'w, 't> HeadContext<'w, 't> {
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
        self.word(at)
            .is_some_and(|word| word.is_word() && word.capital)
    }

    fn is_sign(&self, at: usize, sign: char) -> bool {
        self.word(at).is_some_and(|word| word.is(sign))
    }

    fn is(&self, at: usize, kind: WordKind) -> bool {
        self.word(at).is_some_and(|word| word.kind == kind)
    }

    fn is_lower(&self, at: usize) -> bool {
        self.word(at)
            .is_some_and(|word| word.is_word() && !word.capital)
    }

    /// A capitalised word that may be part of a name.
    fn is_proper(&self, at: usize) -> bool {
        self.is_capital(at) && !self.grammar.is_foreign(self.fold(at))
    }

    /// Behind `№ 3` or `No. 3` that begins at `at`.
    fn number(&self, at: usize) -> Option<usize> {
        let marked = if self.is_sign(at, '№') {
            Some(at + 1)
        } else {
            let number = self.fold(at) == "no" && self.is_sign(at + 1, '.');
            number.then_some(at + 2)
        };
        marked
            .filter(|number| self.is(*number, WordKind::Number))
            .map(|number| number + 1)
    }

    fn is_numbered(&self, words: &Range<usize>) -> bool {
        words.clone().any(|at| self.is(at, WordKind::Number))
    }

    fn is_leveled(&self, mut words: Range<usize>) -> bool {
        words.any(|at| self.grammar.is_level(self.fold(at)))
    }

    fn is_generic(&self, at: usize) -> bool {
        self.grammar.is_modifier(self.fold(at)) || is_head(self.fold(at))
    }

    /// The closing mark that belongs to the opening one at `at`, not far off.
    fn quote_end(&self, at: usize) -> Option<usize> {
        (at + 2..(at + 12).min(self.words.len())).find(|i| self.is(*i, WordKind::Close))
    }

    /// The opening mark that belongs to the closing one at `at`, not far off.
    fn quote_start(&self, at: usize) -> Option<usize> {
        (at.saturating_sub(10)..at.saturating_sub(1))
            .rev()
            .find(|i| self.is(*i, WordKind::Open))
    }

    /// Behind a quoted name that begins at `at`, further quoted names joined with dashes included.
    fn quoted(&self, at: usize) -> Option<usize> {
        let opens = self.is(at, WordKind::Open)
            && (self.is_capital(at + 1)
                || self.is(at + 1, WordKind::Initial)
                || self.is(at + 1, WordKind::Open));
        let mut end = opens.then(|| self.quote_end(at)).flatten()? + 1;
        let dash = |i: usize| ['-', '–', '—'].iter().any(|dash| self.is_sign(i, *dash));
        while dash(end) && self.is(end + 1, WordKind::Open) {
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
        while end < first + 5
            && (self.is(end, WordKind::Initial)
                || self.is_proper(end)
                || self.is_linked(end, first))
        {
            let initial = self.is(end, WordKind::Initial);
            if end > first && !initial && (is_head(self.fold(end)) || self.is_place_ahead(end)) {
                break;
            }
            end += 1;
            // A surname behind initials is the last of it: more initials are another's.
            if !initial && end > first + 1 && self.is(end - 2, WordKind::Initial) {
                break;
            }
        }
        // Four words and more are the one it is named after and somebody else.
        let plain = (first..end).all(|i| self.is_proper(i));
        if plain && end > first + 3 {
            end = first + 2;
        }
        (end > first).then_some(end)
    }

    /// `ibn`, `аль-Хорезми`: lower case within a person's name.
    fn is_linked(&self, at: usize, first: usize) -> bool {
        let prefixed = self
            .word(at)
            .is_some_and(|word| word.text.split('-').nth(1).is_some_and(starts_upper));
        prefixed || at > first && person::is_particle(self.fold(at))
    }

    fn is_place_ahead(&self, at: usize) -> bool {
        country::read(self.words, at, None).is_some_and(|(_, country, _)| !country.adjective)
    }

    /// Behind `named after X`, `имени X`, `. A.B. Ivanova`.
    fn named_after(&self, at: usize, order: NameOrder) -> Option<usize> {
        if let Some(hit) = self.grammar.namesakes.best(self.words, at) {
            let mut next = at + hit.words;
            if self.is_sign(next, '.') {
                next += 1;
            }
            let after = order == NameOrder::English && hit.words == 1;
            // `Youth Library after Zhambyl`: right behind the head any name will do.
            let close = at
                .checked_sub(1)
                .is_some_and(|head| is_head(self.fold(head)))
                && self.is_proper(next);
            if after
                && !close
                && !self.is(next, WordKind::Initial)
                && !person::is_personal(self.words, next)
            {
                return None;
            }
            return self.namesake(next);
        }
        let apposed = order == NameOrder::English
            && self.is_sign(at, '.')
            && self.is(at + 1, WordKind::Initial);
        let end = apposed.then(|| self.namesake(at + 1)).flatten()?;
        let closed = [',', '.', ';', ')']
            .iter()
            .any(|sign| self.is_sign(end, *sign))
            || end == self.words.len();
        (closed && self.is_capital(end - 1)).then_some(end)
    }

    /// The abbreviation in brackets that begin at `at`: `(RSL)`, `(the LAE)`.
    fn abbreviation(&self, at: usize) -> Option<usize> {
        if !self.is_sign(at, '(') {
            return None;
        }
        let word = at + 1 + usize::from(self.fold(at + 1) == "the");
        let short = self
            .word(word)
            .is_some_and(|w| w.capitals && w.text.chars().count() <= 9);
        let country = country::read(self.words, word, None).is_some();
        (short && !country && !is_head(self.fold(word)) && self.is_sign(word + 1, ')'))
            .then_some(word)
    }

    fn close(&self, words: Range<usize>, short: usize, plain: bool) -> NameReach {
        NameReach {
            abbreviation: self.abbreviation(words.end),
            words,
            short,
            plain,
        }
    }
}
