//! The part a person had: from the words around the name, and from what the
//! person did.

use crate::field::deed::{self, Deeds, NameForm};
use crate::field::vocabulary::person as known;
use crate::field::words::{Words, folded};
use crate::record::PersonRole;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// Words that tell a part, by where they stand.
#[derive(Debug, Default)]
struct Clues {
    before: BTreeMap<String, PersonRole>,
    behind: BTreeMap<String, PersonRole>,
    around: BTreeMap<String, PersonRole>,
}

static CLUES: LazyLock<Clues> = LazyLock::new(|| {
    let mut clues = Clues::default();
    let table = include_str!("../../../schemas/tables/person-roles.tsv");
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let [role, side, list] = line.split('\t').collect::<Vec<_>>()[..] else {
            continue;
        };
        let Some(role) = role_of(role) else { continue };
        let slot = match side {
            "before" => &mut clues.before,
            "behind" => &mut clues.behind,
            _ => &mut clues.around,
        };
        slot.extend(list.split(',').map(|words| (folded(words), role)));
    }
    clues
});

fn role_of(name: &str) -> Option<PersonRole> {
    Some(match name {
        "speaker" => PersonRole::Speaker,
        "guest" => PersonRole::Guest,
        "author" => PersonRole::Author,
        "organizer" => PersonRole::Organizer,
        "participant" => PersonRole::Participant,
        "subject" => PersonRole::Subject,
        _ => return None,
    })
}

/// How many words before a name are looked at, and how many behind.
const REACH: usize = 6;

/// The part that is told of the person at `name`; `form` is how the name stands in its sentence.
pub fn read(words: &Words, name: &Range<usize>, form: NameForm) -> PersonRole {
    let deeds = deed::of(words, name, form);
    led(words, name, is_title)
        .or_else(|| followed(words, name.end))
        .or_else(|| role_by(deeds))
        .or_else(|| led(words, name, is_plain))
        .or_else(|| around(words, name))
        .or_else(|| deeds.has(Deeds::HOLD).then_some(PersonRole::Organizer))
        .unwrap_or(PersonRole::Mentioned)
}

/// The part of a person who did this.
fn role_by(deeds: Deeds) -> Option<PersonRole> {
    const PARTS: [(Deeds, PersonRole); 3] = [
        (Deeds::TELL, PersonRole::Speaker),
        (Deeds::WRITE, PersonRole::Author),
        (Deeds::ATTEND, PersonRole::Participant),
    ];
    PARTS
        .into_iter()
        .find(|(deed, _)| deeds.has(*deed))
        .map(|(_, role)| role)
}

fn is_title(words: &Words, at: usize) -> bool {
    known::is_title(words.folded(at)) || words.folded(at) == "the"
}

fn is_plain(words: &Words, at: usize) -> bool {
    words
        .get(at)
        .is_some_and(|word| word.is_word() && !word.capital)
}

/// Words that lead in the name, `between` them and it what describes the person: `about the poet
/// X`, `meeting with the young blogger X`.
fn led(
    words: &Words,
    name: &Range<usize>,
    between: fn(&Words, usize) -> bool,
) -> Option<PersonRole> {
    let from = name.start.saturating_sub(REACH);
    let near = (from..name.start)
        .rev()
        .take_while(|at| between(words, *at));
    std::iter::once(name.start)
        .chain(near)
        .find_map(|end| phrases(words, end).find_map(|text| CLUES.before.get(&text).copied()))
}

/// The last three, two and one words before `end`.
fn phrases(words: &Words, end: usize) -> impl Iterator<Item = String> {
    let starts = (1..=3)
        .rev()
        .filter_map(move |count| end.checked_sub(count));
    starts.map(move |start| {
        (start..end)
            .map(|at| words.folded(at))
            .collect::<Vec<_>>()
            .join(" ")
    })
}

/// `X bilan uchrashuv`: words right behind the name.
fn followed(words: &Words, end: usize) -> Option<PersonRole> {
    let texts = (1..=2).rev().map(|count| {
        (end..end + count)
            .map(|at| words.folded(at))
            .collect::<Vec<_>>()
            .join(" ")
    });
    texts
        .into_iter()
        .find_map(|text| CLUES.behind.get(&text).copied())
}

/// The nearest word of the sentence that tells a part, those before the name first.
fn around(words: &Words, name: &Range<usize>) -> Option<PersonRole> {
    let opens = |at: &usize| words.get(*at).is_some_and(|word| word.opens);
    let from = name.start.saturating_sub(REACH);
    let from = (from..=name.start).rev().find(opens).unwrap_or(from);
    let behind = (name.end..name.end + REACH).take_while(|at| !opens(at));
    (from..name.start).rev().chain(behind).find_map(|at| {
        let word = words.folded(at);
        if known::is_honour(word) {
            Some(PersonRole::Subject)
        } else {
            CLUES.around.get(word).copied()
        }
    })
}
