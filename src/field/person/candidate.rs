//! Runs of capitalised words and initials, and what speaks for and against
//! their being a person's name.

use super::form;
use crate::field::country;
use crate::field::vocabulary::city;
use crate::field::vocabulary::institution::is_head;
use crate::field::vocabulary::person as known;
use crate::field::words::{WordKind, Words};
use crate::span::Span;
use std::ops::Range;

/// The words of a passage with those marked that belong to something else.
pub struct Candidates<'w, 't> {
    words: &'w Words<'t>,
    /// Inside the name of an institution.
    institution: Vec<bool>,
    /// Inside quotation marks: titles of books and events.
    quoted: Vec<bool>,
    /// An English heading in which every word is capitalised: that a title stands before a name
    /// proves nothing.
    headline: bool,
    /// Not English, where headings and names of events are capitalised word by word.
    foreign: bool,
    /// A language that capitalises every noun: capitals prove nothing.
    nouns: bool,
}

/// Longer quotations are speech, not titles.
const LONGEST_TITLE: usize = 30;
/// Words of a name.
const LONGEST_NAME: usize = 5;
/// How far a title may stand before the name (`директор библиотеки … Марина Гусева`).
const TITLE_REACH: usize = 14;

impl<'w, 't> Candidates<'w, 't> {
    pub fn new(words: &'w Words<'t>, taken: &[Span], language: Option<&str>) -> Candidates<'w, 't> {
        let institution = (0..words.len())
            .map(|at| {
                if taken.is_empty() {
                    return false;
                }
                let word = words.passage.locate(words.range(at..at + 1));
                let after = taken.partition_point(|span| span.start <= word.start);
                taken[..after]
                    .iter()
                    .rev()
                    .take(8)
                    .any(|span| span.overlaps(word))
            })
            .collect();
        let foreign = language.is_some_and(|tag| !tag.starts_with("en"));
        let nouns = language.is_some_and(|tag| tag.starts_with("de"));
        let headline = !foreign && is_headline(words);
        Candidates {
            words,
            institution,
            quoted: quoted(words),
            headline,
            foreign,
            nouns,
        }
    }

    /// The name that begins at `at`, or else where to look on; `last` is where the name before it
    /// ended.
    pub fn read(&self, at: usize, last: Option<usize>) -> Result<Range<usize>, usize> {
        let run = self.run(at);
        // A title may lead a run that is none as a whole; names do not begin in the middle of a
        // run.
        let behind = run.end.max(at + 1);
        self.name(run, last).ok_or(behind)
    }

    /// The name in a run.
    fn name(&self, run: Range<usize>, last: Option<usize>) -> Option<Range<usize>> {
        let at = run.start;
        if run.is_empty() || at > 0 && self.continues(at - 1) && self.joins(at - 1, at) {
            return None;
        }
        let untitled = self.untitled(&run);
        let mut name = self.initialled(untitled.clone());
        name.start += self.stray_opening(&name);
        let titled =
            untitled != run || self.has_title_before(name.start) || self.has_title_behind(name.end);
        ((self.is_well_formed(&name) || self.is_called(&name))
            && !self.is_namesake(&name)
            && !self.is_street(&name)
            && self.speaks_for(&name, titled, last))
        .then_some(name)
    }

    fn fold(&self, at: usize) -> &'w str {
        self.words.folded(at)
    }

    /// Words from `at` on that may make up a name with the titles before it.
    fn run(&self, at: usize) -> Range<usize> {
        let mut end = at;
        while end < at + LONGEST_NAME + 3
            && self.continues(end)
            && (end == at || self.joins(end - 1, end))
        {
            end += 1;
            // `Abu Ali ibn Sino`, `Helen van der Berg`
            let particles = (end..end + 2)
                .take_while(|i| known::is_particle(self.fold(*i)))
                .count();
            if particles > 0 && self.continues(end + particles) {
                end += particles;
            }
        }
        while end > at + 1
            && known::is_particle(self.fold(end))
            && self.words.get(end).is_some_and(|word| !word.capital)
        {
            end += 1;
        }
        at..end
    }

    /// One where the first of three words opens the sentence and two names follow (`Аны Гүлмира
    /// Сейитова`).
    fn stray_opening(&self, name: &Range<usize>) -> usize {
        let opens = self
            .words
            .get(name.start)
            .is_some_and(|word| word.opens && word.kind == WordKind::Word);
        let stray = known::given(self.fold(name.start)).is_none()
            && !known::is_surname(self.fold(name.start));
        let names = name.len() == 3 && (name.start + 1..name.end).all(|i| !self.is_initial(i));
        let told = names
            && (name.start + 1..name.end)
                .any(|i| known::given(self.stem(i)).is_some() || known::is_surname(self.stem(i)));
        let patronymic = known::is_surname(self.fold(name.start + 1))
            && known::is_surname(self.fold(name.start + 2));
        usize::from(opens && stray && told && !patronymic)
    }

    /// A word without the ending of its case.
    fn stem(&self, at: usize) -> &'w str {
        let fold = self.fold(at);
        &fold[..fold.len().saturating_sub(form::folded_ending(fold))]
    }

    fn joins(&self, left: usize, right: usize) -> bool {
        let (Some(left), Some(right)) = (self.words.get(left), self.words.get(right)) else {
            return false;
        };
        let initial = left.kind == WordKind::Initial || right.kind == WordKind::Initial;
        // `B.K. The readers`: a sentence may end with an initial.
        (right.spaced || initial)
            && !(right.opens && right.kind == WordKind::Word && left.kind != WordKind::Initial)
    }

    /// Whether the word may be part of a name or a title before it.
    fn continues(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at) else {
            return false;
        };
        if self.institution[at] || self.quoted[at] {
            return false;
        }
        match word.kind {
            WordKind::Initial => true,
            WordKind::Word => word.capital && (known::is_title(self.fold(at)) || self.is_part(at)),
            _ => false,
        }
    }

    /// A capitalised word that is no place, no institution, no word of its own.
    fn is_part(&self, at: usize) -> bool {
        let fold = self.fold(at);
        let Some(word) = self.words.get(at) else {
            return false;
        };
        if known::is_blocked(fold)
            || word.text.chars().nth(1).is_none()
            || word.text.contains(char::is_numeric)
        {
            return false;
        }
        // Abbreviations, numerals (`XXIV-th`).
        let second = word.text.chars().nth(1).is_some_and(char::is_uppercase);
        if second && (!word.capitals || word.text.chars().nth(4).is_none()) {
            return false;
        }
        // Most words are nothing else, and need nothing that speaks for them.
        !(is_head(fold)
            || city::is_city(self.words, at)
            || country::read(self.words, at, None).is_some())
            || self.speaks_for_itself(at)
    }

    /// Whether a word that is a place or an institution as well is part of a name.
    fn speaks_for_itself(&self, at: usize) -> bool {
        let fold = self.fold(at);
        let personal = || known::given(fold).is_some() || known::is_surname(fold);
        let beside_given = || {
            at.checked_sub(1)
                .and_then(|before| self.words.get(before))
                .is_some_and(|before| {
                    before.kind == WordKind::Initial
                        || (before.capital && known::given(self.fold(at - 1)).is_some())
                })
        };
        // `Аягоз Сарсенбаева`: a name that is a city's as well.
        let before_surname = || {
            self.words
                .get(at + 1)
                .is_some_and(|next| next.is_word() && next.capital && next.spaced)
                && known::is_surname(self.fold(at + 1))
                && city::is_city(self.words, at)
        };
        personal() || beside_given() || before_surname()
    }

    fn is_title(&self, at: usize) -> bool {
        self.words
            .get(at)
            .is_some_and(|word| word.kind == WordKind::Word)
            && known::is_title(self.fold(at))
            && known::given(self.fold(at)).is_none()
    }

    fn is_initial(&self, at: usize) -> bool {
        self.words
            .get(at)
            .is_some_and(|word| word.kind == WordKind::Initial)
    }

    /// A run without titles: what stands behind the last of them, titles at the end cut off.
    fn untitled(&self, run: &Range<usize>) -> Range<usize> {
        let trailing = run.clone().rev().take_while(|i| self.is_title(*i)).count();
        let end = run.end - trailing;
        let last = (run.start..end).rev().find(|i| self.is_title(*i));
        last.map_or(run.start, |at| at + 1)..end
    }

    /// The part of a run with initials that is one name: `B.K. Ospanova`, `Ospanova B.K.`,
    /// `John F. Smith`; what trails behind belongs to the next words.
    fn initialled(&self, name: Range<usize>) -> Range<usize> {
        let initials = |from: usize| (from..name.end).take_while(|i| self.is_initial(*i)).count();
        let leading = initials(name.start);
        if leading > 0 {
            return name.start..(name.start + leading + 1).min(name.end);
        }
        let first = name.start + 1;
        let count = initials(first);
        let behind = first + count;
        if count == 0 || behind >= name.end {
            return name.start..if count == 0 { name.end } else { behind };
        }
        let word = self.fold(name.start);
        let (given, surname) = (known::is_given(word), known::is_surname(word));
        let middle = count == 1 && (given || !self.foreign && !surname);
        // `Судья М. К. Алиева`: a word of no table before initials and a surname.
        let stray = !given && !surname && known::is_surname(self.stem(behind));
        match (middle, stray) {
            (true, _) => name.start..behind + 1,
            (false, true) => first..behind + 1,
            (false, false) => name.start..behind,
        }
    }

    /// A given name alone, right behind a title: `Dr. Kofi`, `ақын Фариза`.
    fn is_called(&self, name: &Range<usize>) -> bool {
        let titled = name
            .start
            .checked_sub(1)
            .is_some_and(|at| self.is_title(at));
        titled && name.len() == 1 && known::given(self.stem(name.start)).is_some()
    }

    /// One surname with initials, or two to four words.
    fn is_well_formed(&self, name: &Range<usize>) -> bool {
        let initials = name.clone().filter(|i| self.is_initial(*i)).count();
        let words = name.len() - initials;
        match initials {
            0 => (2..=LONGEST_NAME - 1).contains(&words),
            _ => {
                words == 1
                    && name
                        .clone()
                        .all(|i| self.is_initial(i) || self.fold(i).chars().count() >= 3)
                    || words == 2
            }
        }
    }

    /// Named after, or the name of: not somebody who was there.
    fn is_namesake(&self, name: &Range<usize>) -> bool {
        let back = |steps: usize| name.start.checked_sub(steps).map_or("", |i| self.fold(i));
        let dotted = name.start >= 2
            && self
                .words
                .get(name.start - 1)
                .is_some_and(|word| word.is('.'));
        let lead = if dotted || known::is_title(back(1)) {
            back(2)
        } else {
            back(1)
        };
        let leads = match lead {
            "after" => self.is_initial(name.start) || [back(2), back(3)].contains(&"named"),
            lead => known::is_namesake(lead),
        };
        leads
            || known::is_namesake(self.fold(name.end))
                && !matches!(self.fold(name.end), "named" | "after" | "name")
    }

    fn is_street(&self, name: &Range<usize>) -> bool {
        let before = (1..=2).any(|back| {
            name.start.checked_sub(back).is_some_and(|i| {
                known::is_street(self.fold(i)) && !self.sentence_between(i, name.start)
            })
        });
        before || known::is_street(self.fold(name.end))
    }

    fn sentence_between(&self, from: usize, to: usize) -> bool {
        (from + 1..=to).any(|i| self.words.get(i).is_some_and(|word| word.opens))
    }

    /// Whether something tells that the words are a person.
    fn speaks_for(&self, name: &Range<usize>, titled: bool, last: Option<usize>) -> bool {
        if name.clone().any(|i| self.is_initial(i)) {
            return true;
        }
        let end = self.fold(name.end - 1);
        let end = &end[..end.len().saturating_sub(form::folded_ending(end))];
        let stem = |i: usize| if i + 1 == name.end { end } else { self.fold(i) };
        // A listed name leads; in a heading of capitals it proves nothing more than a pair.
        let listed = known::is_given(stem(name.start)) && (!self.headline || name.len() == 2);
        let given = listed || name.clone().any(|i| known::given(stem(i)).is_some());
        if self.nouns && !given {
            return titled;
        }
        // In English the surname stands last.
        let first = if self.foreign {
            name.start
        } else {
            name.end - 1
        };
        let surname = (first..name.end).any(|i| known::is_surname(stem(i)))
            || name
                .clone()
                .any(|i| known::is_particle(stem(i)) || known::is_patronymic(stem(i)));
        // `Botanist Ilyasova Shown`: a heading in capitals goes on behind the surname.
        let known = |i: usize| {
            known::is_given(stem(i)) || known::is_surname(stem(i)) || known::is_given_like(stem(i))
        };
        let bare = known::is_surname(stem(name.start)) && known::given(stem(name.start)).is_none();
        if !self.foreign && bare && (name.start + 1..name.end).all(|i| !known(i)) {
            return false;
        }
        let like = || name.clone().any(|i| known::is_given_like(stem(i)));
        let soft = || {
            name.clone()
                .skip(1)
                .any(|i| known::is_soft_surname(stem(i)))
        };
        let coordinated = || last.is_some_and(|end| self.is_listed(end, name.start));
        let speaks = || known::is_verb(self.fold(name.end));
        let led = || {
            known::is_lead(self.before(name.start, 1))
                || known::is_lead(&self.before_two(name.start))
        };
        let named = given || surname || like() || (self.foreign && soft());
        named
            || titled && !self.headline
            || coordinated()
            || speaks()
            || led()
            || self.is_honoured(name)
            || self.stands_out(name)
    }

    fn before(&self, at: usize, back: usize) -> &'w str {
        at.checked_sub(back).map_or("", |i| self.fold(i))
    }

    fn before_two(&self, at: usize) -> String {
        format!("{} {}", self.before(at, 2), self.before(at, 1))
    }

    /// Two capitalised words within a sentence: enough where ordinary words are not capitalised.
    fn stands_out(&self, name: &Range<usize>) -> bool {
        let opens = self.words.get(name.start).is_none_or(|word| word.opens);
        let plain = name.clone().all(|i| {
            self.words
                .get(i)
                .is_some_and(|word| !word.capitals && is_capitalised(word.text))
        });
        let next = self
            .words
            .get(name.end)
            .is_some_and(|word| word.is_word() && !word.capital);
        self.foreign
            && !opens
            && plain
            && name.len() == 2
            && !(next && (is_head(self.fold(name.end)) || known::is_ground(self.fold(name.end))))
    }

    /// Whether a name follows another in a list: `A and B`, `A (1st place), B`.
    pub fn is_listed(&self, end: usize, start: usize) -> bool {
        const REACH: usize = 8;
        let bracketed = self.words.get(end).is_some_and(|word| word.is('('));
        let close = bracketed
            .then(|| {
                (end..end + REACH).find(|at| self.words.get(*at).is_some_and(|word| word.is(')')))
            })
            .flatten();
        let gap = close.map_or(end, |close| close + 1)..start;
        (1..=2).contains(&gap.len()) && gap.into_iter().all(|at| self.is_joint(at))
    }

    fn is_joint(&self, at: usize) -> bool {
        matches!(
            self.fold(at),
            "and"
                | "и"
                | "және"
                | "мен"
                | "жана"
                | "менен"
                | "va"
                | "ва"
                | "we"
                | "bilan"
                | "билан"
        ) || self.words.get(at).is_some_and(|word| word.is(','))
    }

    /// A title in the words before: right before, or with what it is of in between.
    fn has_title_before(&self, start: usize) -> bool {
        for at in (start.saturating_sub(TITLE_REACH)..start).rev() {
            let Some(word) = self.words.get(at) else {
                return false;
            };
            // `Mr. Hiroshi Tanaka`
            let dotted = word.is('.') && at > 0 && self.is_title(at - 1);
            if dotted || self.is_title(at) && !self.institution[at] {
                return true;
            }
            let passes = self.institution[at]
                || word.is_word()
                    && !known::is_verb(self.fold(at))
                    && (start - at <= 3 || !word.capital || self.is_owner(at));
            if !passes || (word.is_word() && self.words.get(at + 1).is_some_and(|next| next.opens))
            {
                return false;
            }
        }
        false
    }

    /// A country, a city or an institution that a title is of.
    fn is_owner(&self, at: usize) -> bool {
        country::read(self.words, at, None).is_some()
            || city::is_city(self.words, at)
            || known::is_blocked(self.fold(at))
            || is_head(self.fold(at))
    }

    /// `X, Director of …`, `X (poet)`, `X – жазушы`.
    fn has_title_behind(&self, end: usize) -> bool {
        let sign = self
            .words
            .get(end)
            .is_some_and(|word| matches!(word.kind, WordKind::Sign(',' | '(' | '–' | '—' | '-')));
        sign && (end + 1..end + 4).any(|i| {
            self.is_title(i)
                && (end + 1..i).all(|k| self.words.get(k).is_some_and(|word| word.is_word()))
        })
    }

    /// An anniversary or a dedication in the words around.
    fn is_honoured(&self, name: &Range<usize>) -> bool {
        let before =
            (name.start.saturating_sub(5)..name.start).any(|i| known::is_honour(self.fold(i)));
        before || (name.end..name.end + 4).any(|i| known::is_honour(self.fold(i)))
    }
}

/// Whether all words but the short ones are capitalised.
fn is_headline(words: &Words) -> bool {
    const LEAST: usize = 3;
    let mut long = words
        .list
        .iter()
        .filter(|word| word.is_word() && word.text.chars().nth(4).is_some());
    long.clone().all(|word| word.capital) && long.nth(LEAST - 1).is_some()
}

/// Which words stand inside quotation marks.
fn quoted(words: &Words) -> Vec<bool> {
    let mut marks = vec![false; words.len()];
    let mut open = None;
    for (at, word) in words.list.iter().enumerate() {
        match (word.kind, open) {
            (WordKind::Open, None) => open = Some(at),
            (WordKind::Close, Some(from)) => {
                if at - from <= LONGEST_TITLE {
                    marks[from..=at].fill(true);
                }
                open = None;
            }
            (_, Some(from)) if at - from > LONGEST_TITLE => open = None,
            _ => {}
        }
    }
    marks
}

/// Every part of a word with hyphens begins with a capital.
fn is_capitalised(text: &str) -> bool {
    text.split('-')
        .all(|part| part.chars().next().is_some_and(char::is_uppercase))
}
