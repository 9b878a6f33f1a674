//! What stands about a date in its sentence: the words that tell what it is the date of.
//!
//! Words are data (`schemas/tables/date-cues.tsv`). For every date its
//! sentence is walked outwards, to the next date on either side, and every cue
//! is kept with how near it stands: a few words away, in the same clause, or
//! behind a comma. What a cue is worth is weighed elsewhere.

use super::When;
use super::cues::{CUES, CueLexicon, DateCue, lexicon};
use crate::field::deed;
use crate::field::words::{Word, WordKind, Words};
use crate::span::{Found, Span};
use std::ops::Range;

/// How near a cue stands to a date.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Nearness {
    /// A few words away.
    Near,
    /// In the same clause.
    Clause,
    /// In the same sentence, behind a comma or on the side where its verb cannot stand.
    Sentence,
}

/// The tense of a verb at the end of a sentence: news is told in the one, what was before it in
/// the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tense {
    Past,
    Perfect,
}

/// How a date stands in its sentence.
#[derive(Clone, Default, Debug)]
pub struct Setting {
    /// Each cue once, as near as it stands.
    pub cues: Vec<(DateCue, Nearness)>,
    /// It is the first of its sentence.
    pub opens: bool,
    /// Its sentence, counted from the beginning of the passage.
    pub sentence: usize,
    pub quoted: bool,
    pub bracketed: bool,
    /// A preposition or an ending ties it to a noun.
    pub of_noun: bool,
    /// Another date of its sentence is a last day.
    pub beside_until: bool,
    /// The tense of the verb that ends its sentence, where endings show one.
    pub tense: Option<Tense>,
    /// It opens its sentence, and a dash stands right behind it: `24 October – Day of …`.
    pub defined: bool,
}

/// Words that a near cue may be away, and that are walked on either side.
const NEAR: usize = 3;
const REACH: usize = 25;

/// How each date found in a passage stands there, in their order.
pub fn settings(words: &Words, dates: &[Found<When>], language: Option<&str>) -> Vec<Setting> {
    if dates.is_empty() {
        return Vec::new();
    }
    let places: Vec<Range<usize>> = dates.iter().map(|date| place(words, date.span)).collect();
    let lexicon = lexicon(language);
    let sight = DatedPassage {
        words,
        dates,
        places: &places,
        sentences: sentences(words, &places),
        lexicon,
    };
    let mut settings: Vec<Setting> = (0..dates.len()).map(|at| sight.setting(at)).collect();
    sight.take_up(&mut settings);
    settings
}

/// The words of a date.
fn place(words: &Words, span: Span) -> Range<usize> {
    let base = words.passage.start;
    let (start, end) = (
        (span.start.saturating_sub(base)) as usize,
        (span.end.saturating_sub(base)) as usize,
    );
    let first = words.list.partition_point(|word| word.end <= start);
    let last = words.list.partition_point(|word| word.start < end);
    first..last.max(first)
}

/// For every word the number of its sentence. A number, a small letter and the parts of a date
/// begin none.
fn sentences(words: &Words, places: &[Range<usize>]) -> Vec<usize> {
    let mut sentences = Vec::with_capacity(words.len());
    let mut count = 0;
    let mut next = 0;
    for (at, word) in words.list.iter().enumerate() {
        while places.get(next).is_some_and(|place| place.end <= at) {
            next += 1;
        }
        let inside = places.get(next).is_some_and(|place| place.start < at);
        let begins = word.opens && !inside && at > 0;
        let fits = match word.kind {
            WordKind::Number => word.spaced,
            _ => word.capital,
        };
        count += usize::from(begins && fits);
        sentences.push(count);
    }
    sentences
}

/// A passage with its dates.
struct DatedPassage<'w, 't> {
    words: &'w Words<'t>,
    dates: &'w [Found<When>],
    places: &'w [Range<usize>],
    sentences: Vec<usize>,
    lexicon: Option<&'static CueLexicon>,
}

impl DatedPassage<'_, '_> {
    fn setting(&self, at: usize) -> Setting {
        let place = &self.places[at];
        let sentence = self.sentence(place.start);
        let before = place.start.checked_sub(1);
        let opens = before.is_none_or(|before| {
            self.sentence(before) != sentence
                || (self.is_lead(before)
                    && before
                        .checked_sub(1)
                        .is_none_or(|lead| self.sentence(lead) != sentence))
        });
        let mut setting = Setting {
            opens,
            sentence,
            quoted: self.is_within(place, WordKind::Open, WordKind::Close),
            bracketed: self.is_within(place, WordKind::Sign('('), WordKind::Sign(')')),
            of_noun: self.is_of_noun(place),
            beside_until: self.is_beside_until(at),
            tense: self.tense(at),
            defined: opens
                && self
                    .word(place.end)
                    .is_some_and(|word| matches!(word.kind, WordKind::Sign('–' | '—' | '-'))),
            cues: Vec::new(),
        };
        if let Some(lexicon) = self.lexicon {
            self.look(at, opens, lexicon, &mut setting.cues);
        }
        setting
    }

    fn sentence(&self, word: usize) -> usize {
        self.sentences.get(word).copied().unwrap_or(0)
    }

    fn word(&self, at: usize) -> Option<&Word<'_>> {
        self.words.get(at)
    }

    /// Whether a short word may lead in a date that opens its sentence: `On 5 May`, `рӯзи 5 май`.
    fn is_lead(&self, at: usize) -> bool {
        self.word(at)
            .is_some_and(|word| word.is_word() && word.text.chars().count() <= 4)
    }

    /// The cues on both sides, each once.
    fn look(
        &self,
        at: usize,
        opens: bool,
        lexicon: &CueLexicon,
        cues: &mut Vec<(DateCue, Nearness)>,
    ) {
        let place = &self.places[at];
        let sentence = self.sentence(place.start);
        let mut walk = ClauseWalk::new(false);
        let mut word = place.start;
        while let Some(before) = word.checked_sub(1).filter(|_| walk.steps < REACH) {
            if self.sentence(before) != sentence {
                break;
            }
            word = before;
            if let Some(other) = self.date_at(word) {
                if other == at || !self.beside(other, other + 1) || other + 1 != walk.group(at) {
                    break;
                }
                walk.last = Some(other);
                walk.steps += 1;
                word = self.places[other].start;
                continue;
            }
            if walk.passes(&self.words.list[word], CueSide::Before, false) {
                self.note(word, place.start, &walk, lexicon, cues);
            }
        }
        let mut walk = ClauseWalk::new(opens);
        let mut word = place.end;
        while word < self.words.len() && walk.steps < REACH && self.sentence(word) == sentence {
            if let Some(other) = self.date_at(word) {
                if !self.beside(other.saturating_sub(1), other) || other != walk.group(at) + 1 {
                    break;
                }
                walk.last = Some(other);
                walk.steps += 1;
                word = self.places[other].end;
                continue;
            }
            let beside = word == place.end;
            if walk.passes(&self.words.list[word], CueSide::Behind, beside) {
                self.note(word, self.words.len(), &walk, lexicon, cues);
            }
            word += 1;
        }
    }

    /// Keeps the cues that begin at a word and end before `end`.
    fn note(
        &self,
        word: usize,
        end: usize,
        walk: &ClauseWalk,
        lexicon: &CueLexicon,
        cues: &mut Vec<(DateCue, Nearness)>,
    ) {
        let Some((count, bits)) = self.cue(word, lexicon) else {
            return;
        };
        if word + count > end {
            return;
        }
        let away = walk.steps.saturating_sub(1);
        let away = if walk.side == CueSide::Before {
            away.saturating_sub(count - 1)
        } else {
            away
        };
        for (_, cue) in CUES
            .iter()
            .filter(|(_, cue)| bits & (1 << *cue as u32) != 0)
        {
            // What stands right beside a date for "day" names no day of the calendar.
            let unit = bits & (1 << DateCue::Unit as u32) != 0 && away == 0;
            let before = walk.side == CueSide::Before;
            let loose = *cue == DateCue::DueBy && !(before && away == 0 && !walk.parted);
            if matches!(cue, DateCue::Unit | DateCue::Of | DateCue::ThatDay)
                || (*cue == DateCue::Holiday && unit)
                || loose
            {
                continue;
            }
            let turned = match (*cue, before) {
                (DateCue::AsOf, before) => before == lexicon.postpositions,
                (DateCue::DueBy, _) => false,
                (cue, true) => lexicon.verb_last && !cue.is_noun(),
                (cue, false) => !lexicon.verb_last && cue == DateCue::Law,
            };
            let nearness = match () {
                () if walk.parted || turned => Nearness::Sentence,
                () if away <= NEAR => Nearness::Near,
                () => Nearness::Clause,
            };
            match cues.iter_mut().find(|(known, _)| known == cue) {
                Some((_, known)) => *known = nearness.min(*known),
                None => cues.push((*cue, nearness)),
            }
        }
    }

    /// The cues that begin at a word, as bits, and how many words they take.
    fn cue(&self, at: usize, lexicon: &CueLexicon) -> Option<(usize, u32)> {
        let deed = deed::verb_at(self.words, at).map(|count| (count, 1 << DateCue::Deed as u32));
        let cue = lexicon.phrases.read(self.words, at);
        match (cue, deed) {
            (Some((count, bits)), Some((other, deed))) if other >= count => {
                Some((other, bits | deed))
            }
            (Some(cue), _) => Some(cue),
            (None, deed) => deed,
        }
    }

    /// The tense of the last word of a date's sentence, if no other date stands before it.
    fn tense(&self, at: usize) -> Option<Tense> {
        let lexicon = self.lexicon?;
        let place = &self.places[at];
        let sentence = self.sentence(place.start);
        let next = self
            .places
            .get(at + 1)
            .map(|next| self.sentence(next.start));
        if next == Some(sentence) {
            return None;
        }
        let rest = self.sentences.get(place.end..)?;
        let length = rest.partition_point(|other| *other == sentence);
        let words = (place.end..place.end + length).rev();
        let last = words
            .take(REACH)
            .find(|at| self.word(*at).is_some_and(Word::is_word))?;
        let verb = self.words.folded(last);
        let ends = |endings: &[&str]| endings.iter().any(|ending| verb.ends_with(ending));
        match () {
            () if ends(&lexicon.perfect_endings) => Some(Tense::Perfect),
            () if ends(&lexicon.past_endings) => Some(Tense::Past),
            () => None,
        }
    }

    /// The date that has a word.
    fn date_at(&self, word: usize) -> Option<usize> {
        let at = self.places.partition_point(|place| place.end <= word);
        self.places
            .get(at)
            .filter(|place| place.contains(&word))
            .map(|_| at)
    }

    /// Whether two dates stand side by side, with but an "and" or a comma between.
    fn beside(&self, one: usize, two: usize) -> bool {
        match (self.places.get(one), self.places.get(two)) {
            (Some(one), Some(two)) => two.start.saturating_sub(one.end) <= 1,
            _ => false,
        }
    }

    /// Whether a bracket or quotation mark is open at a date, within its sentence.
    fn is_within(&self, place: &Range<usize>, open: WordKind, close: WordKind) -> bool {
        let sentence = self.sentence(place.start);
        let from = place.start.saturating_sub(REACH);
        (from..place.start)
            .rev()
            .take_while(|at| self.sentence(*at) == sentence)
            .filter_map(|at| self.word(at).map(|word| word.kind))
            .find(|kind| *kind == open || *kind == close)
            == Some(open)
    }

    fn is_of_noun(&self, place: &Range<usize>) -> bool {
        let Some(lexicon) = self.lexicon else {
            return false;
        };
        let last = self.words.folded(place.end.saturating_sub(1));
        let ending = lexicon
            .noun_endings
            .iter()
            .any(|ending| last.ends_with(ending));
        let before = place.start.checked_sub(1);
        let tied = before.and_then(|at| lexicon.phrases.read(self.words, at));
        ending || tied.is_some_and(|(_, bits)| bits & (1 << DateCue::Of as u32) != 0)
    }

    fn is_beside_until(&self, at: usize) -> bool {
        let sentence = self.sentence(self.places[at].start);
        let until = |other: &usize| {
            *other != at
                && self.sentence(self.places[*other].start) == sentence
                && self.dates[*other].value.is_until()
        };
        [at.checked_sub(1), Some(at + 1)]
            .into_iter()
            .flatten()
            .filter(|other| *other < self.dates.len())
            .any(|other| until(&other))
    }

    /// `On this day …`: a sentence without a date that takes up the last one before it.
    fn take_up(&self, settings: &mut [Setting]) {
        let Some(lexicon) = self.lexicon else { return };
        for (at, setting) in settings.iter_mut().enumerate().take(self.dates.len()) {
            let sentence = self.sentence(self.places[at].start);
            let dated = self
                .places
                .get(at + 1)
                .map(|next| self.sentence(next.start));
            if dated.is_some_and(|next| next <= sentence + 1) {
                continue;
            }
            let end = self.places[at].end;
            let next = self.sentences[end.min(self.sentences.len())..]
                .iter()
                .position(|other| *other == sentence + 1);
            let takes_up = next.is_some_and(|next| {
                (end + next..end + next + 2).any(|at| {
                    let read = lexicon.phrases.read(self.words, at);
                    read.is_some_and(|(_, bits)| bits & (1 << DateCue::ThatDay as u32) != 0)
                })
            });
            if takes_up {
                setting.cues.push((DateCue::ThatDay, Nearness::Near));
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum CueSide {
    Before,
    Behind,
}

/// A walk away from a date: the words so far, and whether a comma was passed.
struct ClauseWalk {
    steps: usize,
    parted: bool,
    quotes: usize,
    side: CueSide,
    /// The comma or dash right behind the date parts nothing.
    spares_first: bool,
    /// The last date of a row that was passed.
    last: Option<usize>,
}

impl ClauseWalk {
    fn new(spares_first: bool) -> ClauseWalk {
        ClauseWalk {
            steps: 0,
            parted: false,
            quotes: 0,
            side: CueSide::Before,
            spares_first,
            last: None,
        }
    }

    fn group(&self, at: usize) -> usize {
        self.last.unwrap_or(at)
    }

    /// Takes a word in; whether a cue may begin at it. What is quoted counts as one word.
    fn passes(&mut self, word: &Word, side: CueSide, beside: bool) -> bool {
        self.side = side;
        let (enters, leaves) = match side {
            CueSide::Before => (WordKind::Close, WordKind::Open),
            CueSide::Behind => (WordKind::Open, WordKind::Close),
        };
        match word.kind {
            kind if kind == enters => {
                self.steps += usize::from(self.quotes == 0);
                self.quotes += 1;
                false
            }
            kind if kind == leaves => {
                self.quotes = self.quotes.saturating_sub(1);
                false
            }
            WordKind::Sign(sign) => {
                let parts = matches!(sign, ',' | ';' | ':' | '–' | '—' | '(' | ')' | '/')
                    || (sign == '-' && word.spaced);
                let label =
                    side == CueSide::Before && self.steps == 0 && !matches!(sign, ',' | ')');
                let spared = beside && self.spares_first && matches!(sign, ',' | '–' | '—' | '-');
                self.parted |= parts && !spared && !label;
                false
            }
            _ if self.quotes > 0 => false,
            _ => {
                self.steps += 1;
                true
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::date::{Reference, find};
    use crate::span::Passage;

    fn read(text: &str, language: &str) -> Vec<Setting> {
        let passage = Passage::new(text);
        let dates = find(passage, Some(language), &Reference::default());
        settings(&Words::new(passage), &dates, Some(language))
    }

    fn cue(setting: &Setting, cue: DateCue) -> Option<Nearness> {
        let found = setting.cues.iter().find(|(known, _)| *known == cue);
        found.map(|(_, nearness)| *nearness)
    }

    #[test]
    fn the_table_names_cues_and_every_language_has_each() {
        let table = include_str!("../../../schemas/tables/date-cues.tsv");
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            assert_eq!(columns.len(), 3, "{line}");
            let known = CUES.iter().any(|(name, _)| *name == columns[1]);
            assert!(known || columns[1].ends_with("-ending"), "{line}");
        }
        for language in ["en", "ru", "kk", "ky", "tg", "tk", "uz", "uz-Cyrl"] {
            let has = |name: &str| {
                table
                    .lines()
                    .any(|line| line.starts_with(&format!("{language}\t{name}\t")))
            };
            let needed = [
                "held", "ahead", "law", "founded", "born", "apply", "holiday", "posted",
            ];
            for name in needed {
                assert!(has(name), "{language} {name}");
            }
        }
    }

    #[test]
    fn a_clause_keeps_its_cue() {
        let text = "The library, which was founded on 3 March 1950, held a fair on 10 May 2021.";
        let found = read(text, "en");
        assert_eq!(cue(&found[0], DateCue::Founded), Some(Nearness::Near));
        assert_eq!(cue(&found[0], DateCue::Held), Some(Nearness::Sentence));
        assert_eq!(cue(&found[1], DateCue::Held), Some(Nearness::Near));
        assert_eq!(cue(&found[1], DateCue::Founded), None);
    }

    #[test]
    fn a_day_taken_up_by_the_next_sentence_is_told() {
        let found = read(
            "27 мая – праздник книги. В этот день мы собрали друзей.",
            "ru",
        );
        assert_eq!(cue(&found[0], DateCue::ThatDay), Some(Nearness::Near));
    }
}
