//! Western European names: capitalised words around a head, joined by connectors
//! (`Bibliothèque nationale de France`, `Österreichische Nationalbibliothek`).

use super::{FARTHEST, HeadContext, NameReach};

impl HeadContext<'_, '_> {
    pub(super) fn western(&self, at: usize) -> Option<NameReach> {
        if !self.is_capital(at) {
            return None;
        }
        let mut start = at;
        while start > 0 && at - start < FARTHEST && self.is_epithet_before(start - 1) {
            start -= 1;
        }
        let mut end = at + 1;
        while let Some(next) = self.western_step(end).filter(|next| next - at < FARTHEST) {
            end = next;
        }
        (end - start > 1).then(|| self.close(start..end, end, false))
    }

    /// `Österreichische`: an adjective, capitalised within the sentence or at its head.
    fn is_epithet_before(&self, at: usize) -> bool {
        const ENDINGS: [&str; 4] = ["ische", "ischen", "liche", "er"];
        self.is_capital(at) && ENDINGS.iter().any(|ending| self.fold(at).ends_with(ending))
    }

    /// Behind a capitalised word, or behind connectors and the word they lead in.
    fn western_step(&self, at: usize) -> Option<usize> {
        const CONNECTORS: [&str; 14] = [
            "de", "du", "des", "del", "della", "di", "da", "do", "der", "für", "la", "le", "van",
            "zu",
        ];
        let connectors = (at..at + 2)
            .take_while(|i| CONNECTORS.contains(&self.fold(*i)))
            .count();
        let named = at + connectors;
        let adjective = connectors == 0 && matches!(self.fold(at), "nationale" | "nacional");
        let opens = self.word(named).is_none_or(|word| word.opens);
        ((self.is_capital(named) || adjective) && !opens).then_some(named + 1)
    }
}
