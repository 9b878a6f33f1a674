//! Codes of goals as people write them.
//!
//! A mark (`SD`, `S.D.`, `Strategic Directions`, `СН`, `Key initiative`) and numbers after it: one
//! (`SD № 3`, `SD-2`), several (`SD 1, 3 & 4`, `SD1/SD4`), ranges (`SD1-SD3`, `SD 2 to SD 4`),
//! initiatives (`KI 3.2, 3.4`); or numbers before it (`2-стратегиялық бағыт`). Codes that
//! follow each other without other words make one [`CodeGroup`], for a caption may be meant for all
//! of them. A number that the scheme does not have is no code, and a number that runs on in letters
//! or belongs to other words (`SD 2, 5 May`) is none either.

use crate::scheme::file::File;
use crate::scheme::lexicon::ConceptHit;
use crate::scheme::words::SchemeWords;
use crate::scheme::{Compiled, GoalMark};

/// Codes in a row.
#[derive(Debug)]
pub struct CodeGroup {
    /// Numbers of the first and the last word.
    pub first: usize,
    pub last: usize,
    pub items: Vec<Item>,
}

/// One code, by place in the scheme's file.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Item {
    pub goal: usize,
    pub initiative: Option<usize>,
    pub first: usize,
    pub last: usize,
}

/// All groups of codes, in order.
pub fn groups(words: &SchemeWords, compiled: &Compiled) -> Vec<CodeGroup> {
    let marks = compiled.marks.hits(words, 0, words.all.len());
    let reader = CodeReader {
        words,
        file: &compiled.file,
        marks: &marks,
    };
    let mut groups: Vec<CodeGroup> = Vec::new();
    for mark in &marks {
        if groups.last().is_some_and(|group| mark.first <= group.last) {
            continue;
        }
        let group = match GoalMark::of(mark.concept) {
            GoalMark::All => reader.all(mark),
            GoalMark::Goal | GoalMark::Initiative => {
                reader.after(mark).or_else(|| reader.before(mark))
            }
            GoalMark::After => None,
        };
        groups.extend(group);
    }
    groups
}

struct CodeReader<'r> {
    words: &'r SchemeWords<'r>,
    file: &'r File,
    marks: &'r [ConceptHit],
}

/// What stands between two codes.
#[derive(Clone, Copy, PartialEq)]
enum CodeJoint {
    And,
    To,
}

impl CodeReader<'_> {
    fn mark_at(&self, at: usize) -> Option<&ConceptHit> {
        let is_code = |hit: &&ConceptHit| {
            matches!(
                GoalMark::of(hit.concept),
                GoalMark::Goal | GoalMark::Initiative
            )
        };
        let from = self.marks.partition_point(|hit| hit.first < at);
        self.marks[from..]
            .iter()
            .take_while(|hit| hit.first == at)
            .find(is_code)
    }

    /// `All four Strategic Directions`.
    fn all(&self, mark: &ConceptHit) -> Option<CodeGroup> {
        let noun = self
            .mark_at(mark.last + 1)
            .filter(|noun| GoalMark::of(noun.concept) == GoalMark::Goal)?;
        let item = |goal| Item {
            goal,
            initiative: None,
            first: mark.first,
            last: noun.last,
        };
        let items = (0..self.file.goals.len()).map(item).collect();
        Some(CodeGroup {
            first: mark.first,
            last: noun.last,
            items,
        })
    }

    /// The codes whose numbers follow a mark.
    fn after(&self, mark: &ConceptHit) -> Option<CodeGroup> {
        let mut items = self.marked(mark)?;
        while let Some(last) = items.last().copied() {
            let Some(next) = self.next(mark, last) else {
                break;
            };
            items.extend(next);
        }
        Some(CodeGroup {
            first: mark.first,
            last: items.last()?.last,
            items,
        })
    }

    /// The number right after a mark.
    fn marked(&self, mark: &ConceptHit) -> Option<Vec<Item>> {
        let mut at = mark.last + 1;
        if matches!(
            self.words.folded(at),
            "no" | "nr" | "n" | "number" | "номер"
        ) {
            at += 1;
        }
        let short = self.words.folded(mark.last).chars().count() <= 3;
        let clean = |at: usize| {
            let gap = self.words.before(at);
            // "S.D. 2", "direction No. 2"
            let full_stop = (short || at > mark.last + 1) && gap.trim() == ".";
            !gap.contains("\n\n")
                && (full_stop
                    || gap
                        .chars()
                        .all(|c| c.is_whitespace() || "-–—‑_:№#([=º°".contains(c)))
        };
        if !(mark.last + 1..=at).all(clean) {
            return None;
        }
        let item = self.number(at, short)?;
        Some(vec![Item {
            first: mark.first,
            ..item
        }])
    }

    /// What follows a code in the same breath: one more, or the rest of a range.
    fn next(&self, mark: &ConceptHit, last: Item) -> Option<Vec<Item>> {
        let (link, at) = self.link(last.last + 1)?;
        let item = match self.mark_at(at) {
            Some(again) => *self.marked(again)?.first()?,
            None => self.bare(at, link, GoalMark::of(mark.concept))?,
        };
        if link == CodeJoint::And || item.initiative.is_some() != last.initiative.is_some() {
            return Some(vec![item]);
        }
        Some(self.range(last, item))
    }

    /// The codes after `last` up to `end`, all of which stand where `end` stands.
    fn range(&self, last: Item, end: Item) -> Vec<Item> {
        let between = |goal, initiative| Item {
            goal,
            initiative,
            ..end
        };
        match (last.initiative, end.initiative) {
            (Some(from), Some(to)) if last.goal == end.goal && from < to => (from + 1..=to)
                .map(|initiative| between(end.goal, Some(initiative)))
                .collect(),
            (None, None) if last.goal < end.goal => (last.goal + 1..=end.goal)
                .map(|goal| between(goal, None))
                .collect(),
            _ => vec![end],
        }
    }

    /// The link before the word `at`, and the word after the link.
    fn link(&self, at: usize) -> Option<(CodeJoint, usize)> {
        let gap = self.words.before(at);
        if at >= self.words.all.len() || gap.contains('\n') {
            return None;
        }
        let word = match self.words.folded(at) {
            "and" | "и" | "және" | "жана" | "ва" | "va" | "we" | "or" | "или" | "und" | "et"
            | "hem" | "hamda" | "мен" => Some(CodeJoint::And),
            "to" | "through" | "до" | "по" | "bis" | "till" => Some(CodeJoint::To),
            _ => None,
        };
        let signs = gap.trim_matches([' ', '\u{a0}', '(', ')', '[', ']', '.', '№', '#']);
        match (word, signs) {
            (Some(link), "" | ",") => Some((link, at + 1)),
            (None, "-" | "–" | "—" | "‑" | "…") => Some((CodeJoint::To, at)),
            (None, "," | ";" | "/" | "&" | "+" | "\\") => Some((CodeJoint::And, at)),
            (None, "") if self.mark_at(at).is_some() => Some((CodeJoint::And, at)),
            _ => None,
        }
    }

    /// A number without a mark of its own. Other words must not claim it.
    fn bare(&self, at: usize, link: CodeJoint, mark: GoalMark) -> Option<Item> {
        if !self.words.all.get(at)?.is_number && spelled(self.words.folded(at), false).is_none() {
            return None;
        }
        let item = self.number(at, false)?;
        let after = item.last + 1;
        let claimed = after < self.words.all.len()
            && self
                .words
                .before(after)
                .trim_matches([' ', '\u{a0}'])
                .is_empty()
            && !self.words.before(after).contains('\n')
            && self.link(after).is_none()
            && !self.closes(after);
        let spaced_range = link == CodeJoint::To && claimed;
        let kinds_agree = (mark == GoalMark::Initiative) <= item.initiative.is_some();
        (!claimed && !spaced_range && kinds_agree).then_some(item)
    }

    /// Whether the word `at` closes a list of codes (`of`, `бағыттары`).
    fn closes(&self, at: usize) -> bool {
        let noun = self
            .marks
            .iter()
            .any(|hit| hit.first == at && GoalMark::of(hit.concept) == GoalMark::After);
        noun || self.mark_at(at).is_some()
            || matches!(
                self.words.folded(at),
                "of" | "in" | "for" | "are" | "is" | "were"
            )
    }

    /// The code with the number at the word `at`: `3`, `three`, `III`, `3.2`; after letters also
    /// what a scanner takes for a one.
    fn number(&self, at: usize, letters_before: bool) -> Option<Item> {
        let word = self.words.folded(at);
        let digits = self.words.all.get(at)?.is_number;
        let in_letters = || {
            spelled(word, letters_before || self.is_numeral(at))
                .or_else(|| ordinal_word(word).filter(|_| !letters_before))
        };
        let value = if digits {
            word.parse().ok()?
        } else {
            in_letters()?
        };
        let goal = self
            .file
            .goals
            .iter()
            .position(|goal| goal.number == value)?;
        let dotted = |at: usize| {
            self.words.before(at) == "."
                && self.words.all.get(at).is_some_and(|word| word.is_number)
        };
        let runs_on = |at: usize| {
            let glued = at < self.words.all.len() && self.words.before(at).is_empty();
            glued && self.mark_at(at).is_none() && self.link(at).is_none()
        };
        if !(digits && dotted(at + 1)) {
            let item = Item {
                goal,
                initiative: None,
                first: at,
                last: at,
            };
            return (!digits || !runs_on(at + 1)).then_some(item);
        }
        let code = format!("{value}.{}", self.words.folded(at + 1));
        let initiative = self.file.goals[goal]
            .initiatives
            .iter()
            .position(|known| known.code == code)?;
        let item = Item {
            goal,
            initiative: Some(initiative),
            first: at,
            last: at + 1,
        };
        (!dotted(at + 2) && !runs_on(at + 2)).then_some(item)
    }

    /// Whether a one-letter word is a Roman one and not a pronoun: a capital, and the sentence does
    /// not go on.
    fn is_numeral(&self, at: usize) -> bool {
        let capital = self.words.text[self.words.all[at].range.clone()].starts_with(['I', 'І']);
        capital
            && (!self.words.before(at + 1).trim().is_empty()
                || at + 1 >= self.words.all.len()
                || self.link(at + 1).is_some())
    }

    /// The codes whose numbers stand before a mark in words: `2-стратегиялық бағыт`, `third
    /// strategic direction`.
    fn before(&self, mark: &ConceptHit) -> Option<CodeGroup> {
        if GoalMark::of(mark.concept) != GoalMark::Goal || mark.first == mark.last {
            return None;
        }
        let mut items = vec![self.ordinal(mark.first)?];
        while let Some(earlier) = self.earlier(items.last()?.first) {
            items.push(earlier);
        }
        items.reverse();
        let first = items.first()?.first;
        items.iter_mut().for_each(|item| item.last = mark.last);
        Some(CodeGroup {
            first,
            last: mark.last,
            items,
        })
    }

    /// The number, ordinal ending included, right before the word `at`.
    fn ordinal(&self, at: usize) -> Option<Item> {
        let gap = |at: usize| {
            self.words
                .before(at)
                .chars()
                .all(|c| matches!(c, ' ' | '-' | '‑' | '\u{a0}' | '.'))
        };
        let before = at.checked_sub(1)?;
        if !gap(at) {
            return None;
        }
        if let Some(value) = ordinal_word(self.words.folded(before)) {
            let goal = self
                .file
                .goals
                .iter()
                .position(|goal| goal.number == value)?;
            return Some(Item {
                goal,
                initiative: None,
                first: before,
                last: before,
            });
        }
        let ending = !self.words.all[before].is_number
            && self.words.folded(before).chars().count() <= 4
            && gap(before);
        let number = if ending {
            before.checked_sub(1)?
        } else {
            before
        };
        if !self.words.all[number].is_number {
            return None;
        }
        let value: u32 = self.words.folded(number).parse().ok()?;
        let goal = self
            .file
            .goals
            .iter()
            .position(|goal| goal.number == value)?;
        Some(Item {
            goal,
            initiative: None,
            first: number,
            last: number,
        })
    }

    /// A number listed before the word `at`: `1, 2 және` …
    fn earlier(&self, at: usize) -> Option<Item> {
        let linked = (1..=2).find(|back| {
            at.checked_sub(*back)
                .is_some_and(|from| self.link(from + 1).is_some_and(|(_, to)| to == at))
        })?;
        let number = at.checked_sub(linked)?;
        if self.words.all[number].is_number {
            let item = self.number(number, false)?;
            return Some(item);
        }
        self.ordinal(number + 1)
    }
}

/// A number in letters; `l` and `i` are a one that was scanned.
fn spelled(word: &str, letters_before: bool) -> Option<u32> {
    Some(match word {
        "one" | "один" | "одно" | "бір" | "бир" | "як" | "bir" => 1,
        "two" | "ii" | "два" | "екі" | "эки" | "ду" | "iki" | "ikki" => 2,
        "three" | "iii" | "три" | "үш" | "үч" | "се" | "uc" | "uch" => 3,
        "four" | "iv" | "четыре" | "төрт" | "чор" | "dort" | "tort" => 4,
        "i" | "l" | "і" if letters_before => 1,
        _ => return None,
    })
}

fn ordinal_word(word: &str) -> Option<u32> {
    const STEMS: [(&str, u32); 28] = [
        ("first", 1),
        ("second", 2),
        ("third", 3),
        ("fourth", 4),
        ("перв", 1),
        ("втор", 2),
        ("трет", 3),
        ("четверт", 4),
        ("бірінші", 1),
        ("екінші", 2),
        ("үшінші", 3),
        ("төртінші", 4),
        ("биринчи", 1),
        ("экинчи", 2),
        ("үчүнчү", 3),
        ("төртүнчү", 4),
        ("birinchi", 1),
        ("ikkinchi", 2),
        ("uchinchi", 3),
        ("tortinchi", 4),
        ("birinji", 1),
        ("ikinji", 2),
        ("ucunji", 3),
        ("dordunji", 4),
        ("якум", 1),
        ("дуюм", 2),
        ("сеюм", 3),
        ("чорум", 4),
    ];
    STEMS
        .iter()
        .find(|(stem, _)| word.starts_with(stem))
        .map(|(_, number)| *number)
}
