//! Tajik names: a head with izafat, all behind it (`Китобхонаи миллии Тоҷикистон`).

use super::{FARTHEST, HeadContext, NameReach};
use crate::field::country;
use crate::field::vocabulary::institution::{NameOrder, Strength, is_head};
use crate::field::vocabulary::person;
use crate::field::words::WordKind;

impl HeadContext<'_, '_> {
    pub(super) fn tajik(&self, at: usize, strength: Strength) -> Option<NameReach> {
        let (mut end, mut short) = (at + 1, None);
        while end < at + 2 * FARTHEST {
            let next = if self.is(end, WordKind::Open) {
                self.quoted(end)
            } else if let Some(named) = self.named_after(end, NameOrder::Tajik) {
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
        let quoted = (at + 1..end).any(|i| self.is(i, WordKind::Open));
        let numbered = self.is_numbered(&(at + 1..end));
        let named = quoted || numbered || (at + 1..end).any(|i| self.is_capital(i));
        let told = matches!(strength, Strength::Strong | Strength::Field)
            || quoted
            || numbered
            || self.is_capital(at);
        let titled = self.is_capital(at) && end > at + 1;
        ((named && told) || titled).then(|| self.close(at..end, short.unwrap_or(end), !named))
    }

    /// One more word that the izafat of the one before leads to.
    fn tajik_step(&self, at: usize) -> Option<usize> {
        let word = self.word(at)?;
        let fold = self.fold(at);
        let tied = at > 0
            && (self.fold(at - 1).ends_with(['и', 'ю'])
                || self.is_tajik_joint(at - 1)
                || self.is(at - 1, WordKind::Number)
                || self.is_sign(at - 1, ','));
        let field = self.grammar.is_domain(fold)
            || self.grammar.is_modifier(fold)
            || self.grammar.is_vague(fold)
            || is_head(fold);
        if let Some(numbered) = self.number(at) {
            return Some(numbered);
        }
        // `Кумитаи кор бо ҷавонон`, `Кумитаи оид ба корҳои занон`
        if let Some(link) = self.grammar.links.best(self.words, at) {
            let field = at + link.words;
            return self
                .grammar
                .is_domain(self.fold(field))
                .then_some(field + 1);
        }
        match word.kind {
            WordKind::Word if self.is_tajik_joint(at) => {
                self.is_tajik_field(at + 1).then_some(at + 2)
            }
            WordKind::Sign(',') if self.is_tajik_field(at + 1) => {
                self.is_tajik_joint(at + 2).then_some(at + 2)
            }
            WordKind::Word if tied && word.capital => {
                let end =
                    country::read(self.words, at, Some("tg")).map_or(at + 1, |(end, _, _)| end);
                (!self.grammar.is_foreign(fold) && !person::is_title(fold)).then_some(end)
            }
            WordKind::Word if tied && field => Some(at + 1),
            WordKind::Word if tied && (self.is_izafat_adjective(at) || self.leads_to_name(at)) => {
                Some(at + 1)
            }
            _ => None,
        }
    }

    /// `таърихию`, `кишваршиносии`, `тадқиқотӣ`: an adjective of no table, by its ending.
    fn is_izafat_adjective(&self, at: usize) -> bool {
        let fold = self.fold(at);
        let ending = ["ии", "ию", "ӣ"]
            .iter()
            .any(|ending| fold.ends_with(ending));
        ending && self.may_belong(at)
    }

    /// `Театри мусиқӣ-мазҳакавии Хуҷанд`: a chain of words with izafat that ends in a name.
    fn leads_to_name(&self, at: usize) -> bool {
        const CHAIN: usize = 3;
        let tied = |i: usize| self.fold(i).ends_with('и') && self.may_belong(i);
        let behind = (at..at + CHAIN).find(|i| !tied(*i)).unwrap_or(at + CHAIN);
        behind > at && self.is_proper(behind)
    }

    /// A word in lower case that is not the one of somebody.
    fn may_belong(&self, at: usize) -> bool {
        self.is_lower(at)
            && !person::is_title(self.fold(at))
            && !self.grammar.is_foreign(self.fold(at))
    }

    fn is_tajik_joint(&self, at: usize) -> bool {
        matches!(self.fold(at), "ва")
    }

    fn is_tajik_field(&self, at: usize) -> bool {
        self.grammar.is_domain(self.fold(at)) && !self.is_tajik_joint(at) && !is_head(self.fold(at))
    }
}
