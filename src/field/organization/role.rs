//! The part an institution had, from the words right beside its name.

use super::Mention;
use crate::field::words::{Kind, Words, folded};
use crate::record::OrganizationRole;
use std::ops::Range;
use std::sync::LazyLock;

#[derive(Debug)]
struct Clue {
    role: OrganizationRole,
    side: Side,
    words: Vec<String>,
}

/// Where the words of a clue stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Side {
    Before,
    After,
    /// At the head of a list.
    Label,
    /// At the end of the sentence.
    Verb,
}

impl Clue {
    /// Whether the words of the clue stand from `at` on.
    fn stands(&self, words: &Words, at: usize) -> bool {
        self.words.iter().enumerate().all(|(i, word)| words.folded(at + i) == word)
    }
}

static CLUES: LazyLock<Vec<Clue>> = LazyLock::new(|| {
    let table = include_str!("../../../schemas/tables/organization-roles.tsv");
    let mut clues = Vec::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        if let [role, side, list] = line.split('\t').collect::<Vec<_>>()[..] {
            clues.extend(list.split(',').map(|words| Clue {
                role: role_of(role),
                side: side_of(side),
                words: words.split(' ').map(folded).collect(),
            }));
        }
    }
    clues
});

fn side_of(name: &str) -> Side {
    match name {
        "after" => Side::After,
        "label" => Side::Label,
        "verb" => Side::Verb,
        _ => Side::Before,
    }
}

fn role_of(name: &str) -> OrganizationRole {
    match name {
        "organizer" => OrganizationRole::Organizer,
        "host" => OrganizationRole::Host,
        "partner" => OrganizationRole::Partner,
        "funder" => OrganizationRole::Funder,
        "participant" => OrganizationRole::Participant,
        _ => OrganizationRole::Mentioned,
    }
}

/// The role that the words beside `name` tell: right before or behind it, else in its sentence.
pub fn read(words: &Words, name: &Range<usize>) -> OrganizationRole {
    let before = before(words, name.start);
    let beside = |clue: &&Clue| match clue.side {
        Side::Before => before.ends_with(&clue.words),
        Side::After => behind(words, name.end).any(|at| clue.stands(words, at)),
        Side::Label | Side::Verb => false,
    };
    let nearest = CLUES.iter().filter(beside).max_by_key(|clue| clue.words.len());
    nearest
        .or_else(|| label(words, name.start))
        .or_else(|| verb(words, name))
        .map_or(OrganizationRole::Mentioned, |clue| clue.role)
}

/// Gives institutions that are listed together the part that is told of one of them.
pub fn share(words: &Words, mentions: &mut [Mention]) {
    for at in 1..mentions.len() {
        let gap = mentions[at - 1].words.end..mentions[at].words.start;
        if !is_list_gap(words, gap) {
            continue;
        }
        let (left, right) = (mentions[at - 1].role, mentions[at].role);
        match (left, right) {
            (known, OrganizationRole::Mentioned) => mentions[at].role = known,
            (OrganizationRole::Mentioned, known) => mentions[at - 1].role = known,
            _ => {}
        }
    }
}

/// Only commas, conjunctions and articles lie between two names.
fn is_list_gap(words: &Words, gap: Range<usize>) -> bool {
    const JOINTS: [&str; 11] = ["and", "the", "и", "және", "мен", "жана", "менен", "va", "ва", "we", "hamda"];
    let joins = |at: usize| {
        JOINTS.contains(&words.folded(at))
            || words.get(at).is_some_and(|word| matches!(word.kind, Kind::Sign(',' | ';' | '(' | ')')) || word.capitals)
    };
    gap.len() <= 6 && !gap.is_empty() && gap.clone().all(joins)
}

/// The words right before a name, articles left out; signs and numbers break them off.
fn before(words: &Words, start: usize) -> Vec<String> {
    let mut list: Vec<String> = (start.saturating_sub(5)..start)
        .rev()
        .take_while(|i| words.get(*i).is_some_and(|word| word.kind == Kind::Word))
        .map(|i| words.folded(i).to_owned())
        .filter(|word| word != "the")
        .collect();
    list.reverse();
    list
}

/// Where the verb of a name may stand: right behind it, or behind a place (`in Almaty`) and an
/// apposition between commas (`, a branch of the system,`).
pub fn behind(words: &Words, end: usize) -> impl Iterator<Item = usize> {
    const APPOSITION: usize = 16;
    let place = end + if matches!(words.folded(end), "in" | "of" | "в") { 2 } else { 0 };
    let comma = |at: usize| words.get(at).is_some_and(|word| word.is(','));
    let apposed = comma(place)
        .then(|| {
            (place + 1..place + APPOSITION)
                .take_while(|at| words.get(*at).is_some_and(|word| !word.opens))
                .find(|at| comma(*at))
        })
        .flatten();
    [Some(end), Some(place), apposed.map(|at| at + 1)].into_iter().flatten()
}

/// `Participants: …`, `The organizers of this event were …`: a word for the part at the head of a list.
fn label(words: &Words, start: usize) -> Option<&'static Clue> {
    const REACH: usize = 24;
    for at in (start.saturating_sub(REACH)..start).rev() {
        if let Some(clue) = CLUES.iter().find(|clue| clue.side == Side::Label && clue.stands(words, at)) {
            let led = (at + 1..start).any(|i| {
                words.get(i).is_some_and(|word| word.is(':')) || matches!(words.folded(i), "were" | "are" | "was")
            });
            return led.then_some(clue);
        }
        // Within one sentence; initials and abbreviations of names do not end it.
        if words.get(at).is_some_and(|word| word.is('.') && words.get(at + 1).is_some_and(|next| next.opens)) {
            return None;
        }
    }
    None
}

/// A verb at the end of the sentence whose subject the name is, where verbs stand last.
fn verb(words: &Words, name: &Range<usize>) -> Option<&'static Clue> {
    const REACH: usize = 25;
    words.get(name.start).filter(|word| word.opens)?;
    let sentence = (name.end..name.end + REACH).take_while(|at| words.get(*at).is_some_and(|word| !word.opens));
    sentence.into_iter().find_map(|at| CLUES.iter().find(|clue| clue.side == Side::Verb && clue.stands(words, at)))
}
