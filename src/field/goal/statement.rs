//! What a reporter stated: codes with their captions, codes alone, captions alone.
//!
//! A number is kept whatever its caption says; where the two name different
//! goals, or the caption is one of another edition, the conflict is told. One
//! caption after several codes is meant for the goal it names, and contradicts
//! the others.

use super::NamedGoal;
use super::caption::{self, Match};
use super::code::{self, CodeGroup, Item};
use crate::record::GoalBasis;
use crate::scheme::words::SchemeWords;
use crate::scheme::{Caption, Scheme};
use crate::span::{Found, Passage};

/// A caption and the scheme it belongs to.
struct Read<'s> {
    scheme: &'s Scheme,
    found: Match,
}

impl Read<'_> {
    fn caption(&self) -> &Caption {
        self.scheme.compiled.captions.get(self.found.caption)
    }
}

/// Codes and captions written in the passage (`basis` stated or caption), one entry for each
/// goal and initiative. The span of each is the whole statement: code and caption.
pub fn stated(passage: Passage, scheme: &Scheme) -> Vec<Found<NamedGoal>> {
    let words = SchemeWords::of(passage.text);
    let groups = code::groups(&words, &scheme.compiled);
    in_words(passage, &words, &groups, scheme)
}

/// The same for a passage already cut into words, in which groups of codes were found.
pub fn in_words(
    passage: Passage,
    words: &SchemeWords,
    groups: &[CodeGroup],
    scheme: &Scheme,
) -> Vec<Found<NamedGoal>> {
    let mut alone = caption::anywhere(words, &scheme.compiled.captions);
    let others: Vec<Scheme> = scheme
        .compiled
        .file
        .other_editions
        .iter()
        .filter_map(|name| Scheme::named(name))
        .collect();
    let mut all = Vec::new();
    for (number, group) in groups.iter().enumerate() {
        let end = groups
            .get(number + 1)
            .map_or(words.all.len(), |next| next.first);
        let mut captions = following(words, group, end, scheme, &others);
        if captions.is_empty() {
            let before = alone
                .iter()
                .find(|found| found.last + 1 == group.first)
                .copied();
            captions.extend(before.map(|found| Read { scheme, found }));
        }
        let last = captions
            .iter()
            .map(|read| read.found.last)
            .max()
            .unwrap_or(group.last)
            .max(group.last);
        let first = captions
            .iter()
            .map(|read| read.found.first)
            .min()
            .unwrap_or(group.first)
            .min(group.first);
        alone.retain(|found| found.last < first || found.first > last);
        all.extend(group.items.iter().map(|&item| {
            let named = named(&passage, words, group, item, &captions, scheme);
            passage.found(words.range(first, last), named, "goal-code")
        }));
    }
    all.extend(
        alone
            .iter()
            .map(|found| by_caption(&passage, words, found, scheme)),
    );
    all.sort_by_key(|found| found.span);
    let mut seen: Vec<(String, String, Option<String>)> = Vec::new();
    all.retain(|found| {
        let key = (
            found.value.scheme.clone(),
            found.value.code.clone(),
            found.value.initiative.clone(),
        );
        let new = !seen.contains(&key);
        if new {
            seen.push(key);
        }
        new
    });
    all
}

/// Codes written in running text, where a caption alone may be everyday words.
pub fn coded(passage: Passage, words: &SchemeWords, scheme: &Scheme) -> Vec<Found<NamedGoal>> {
    let groups = code::groups(words, &scheme.compiled);
    if groups.is_empty() {
        return Vec::new();
    }
    let all = in_words(passage, words, &groups, scheme);
    all.into_iter()
        .filter(|found| found.value.basis == GoalBasis::Stated)
        .collect()
}

/// The captions that follow a group of codes, before the next group.
fn following<'s>(
    words: &SchemeWords,
    group: &CodeGroup,
    end: usize,
    scheme: &'s Scheme,
    others: &'s [Scheme],
) -> Vec<Read<'s>> {
    let mut all: Vec<Read> = Vec::new();
    let mut at = group.last + 1;
    while at < end && !words.before(at).contains("\n\n") {
        let mut best: Option<Read> = None;
        for scheme in std::iter::once(scheme).chain(others) {
            let Some(found) = caption::here(words, &scheme.compiled.captions, at) else {
                continue;
            };
            let fuller =
                |known: &Read| (found.share, found.count) > (known.found.share, known.found.count);
            if found.last < end && best.as_ref().is_none_or(fuller) {
                best = Some(Read { scheme, found });
            }
        }
        let Some(read) = best else { break };
        at = read.found.last + 1;
        all.push(read);
    }
    all
}

fn named(
    passage: &Passage,
    words: &SchemeWords,
    group: &CodeGroup,
    item: Item,
    captions: &[Read],
    scheme: &Scheme,
) -> NamedGoal {
    let file = &scheme.compiled.file;
    let goal = &file.goals[item.goal];
    let edition = captions.iter().find(|read| read.scheme.name != scheme.name);
    let own: Vec<&Caption> = captions
        .iter()
        .filter(|read| read.scheme.name == scheme.name)
        .map(Read::caption)
        .collect();
    let agrees = |caption: &&Caption| {
        caption.goal == item.goal
            && (caption.initiative.is_none()
                || item.initiative.is_none()
                || caption.initiative == item.initiative)
    };
    let conflict = match (edition, own.first()) {
        (Some(read), _) => {
            let other = &read.scheme.compiled.file;
            let code = &other.goals[read.caption().goal].code;
            Some(format!(
                "the caption is that of {code} in another edition, {}",
                other.title
            ))
        }
        (None, Some(first)) if !own.iter().any(agrees) => {
            let named = &file.goals[first.goal];
            let initiative = first
                .initiative
                .map(|at| format!(", {}", named.initiatives[at].code));
            Some(format!(
                "the number is that of {}, the caption that of {}{}",
                goal.code,
                named.code,
                initiative.unwrap_or_default()
            ))
        }
        _ => None,
    };
    let whole = words.all[item.first].is_number || item.first == group.last;
    let code_words = if whole {
        words.range(group.first, group.last)
    } else {
        words.range(item.first, item.last)
    };
    let caption_words = captions
        .iter()
        .map(|read| words.range(read.found.first, read.found.last));
    NamedGoal {
        scheme: edition
            .map_or(&scheme.name, |read| &read.scheme.name)
            .clone(),
        code: goal.code.clone(),
        initiative: item.initiative.map(|at| goal.initiatives[at].code.clone()),
        basis: GoalBasis::Stated,
        confidence: 1.0,
        words: std::iter::once(code_words)
            .chain(caption_words)
            .map(|range| passage.locate(range))
            .collect(),
        conflict,
    }
}

/// A goal of which only the caption stands there; stated where the number of an initiative
/// stands before it (`1.4 Shape public opinion …`).
fn by_caption(
    passage: &Passage,
    words: &SchemeWords,
    found: &Match,
    scheme: &Scheme,
) -> Found<NamedGoal> {
    let caption = scheme.compiled.captions.get(found.caption);
    let goal = &scheme.compiled.file.goals[caption.goal];
    let initiative = caption
        .initiative
        .map(|at| goal.initiatives[at].code.clone());
    let numbered = found.first >= 2
        && words.before(found.first - 1) == "."
        && initiative.as_ref()
            == Some(&format!(
                "{}.{}",
                words.folded(found.first - 2),
                words.folded(found.first - 1)
            ));
    let first = if numbered {
        found.first - 2
    } else {
        found.first
    };
    let range = words.range(first, found.last);
    let named = NamedGoal {
        scheme: scheme.name.clone(),
        code: goal.code.clone(),
        initiative,
        basis: if numbered {
            GoalBasis::Stated
        } else {
            GoalBasis::Caption
        },
        confidence: if numbered {
            1.0
        } else {
            (f64::from(found.share) * 100.0).round() / 100.0
        },
        words: vec![passage.locate(range.clone())],
        conflict: None,
    };
    passage.found(range, named, "goal-caption")
}
