//! The part an institution had, from the words right beside its name.

use crate::field::words::{Kind, Words, folded};
use crate::record::OrganizationRole;
use std::ops::Range;
use std::sync::LazyLock;

#[derive(Debug)]
struct Clue {
    role: OrganizationRole,
    behind: bool,
    words: Vec<String>,
}

static CLUES: LazyLock<Vec<Clue>> = LazyLock::new(|| {
    let table = include_str!("../../../schemas/tables/organization-roles.tsv");
    let mut clues = Vec::new();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        if let [role, side, list] = line.split('\t').collect::<Vec<_>>()[..] {
            clues.extend(list.split(',').map(|words| Clue {
                role: role_of(role),
                behind: side == "after",
                words: words.split(' ').map(folded).collect(),
            }));
        }
    }
    clues
});

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

/// The role that the words beside `name` tell; the nearest clue, the longest among equals.
pub fn read(words: &Words, name: &Range<usize>) -> OrganizationRole {
    let before = before(words, name.start);
    let fits = |clue: &&Clue| {
        if clue.behind {
            clue.words.iter().enumerate().all(|(i, word)| words.folded(name.end + i) == word)
        } else {
            before.ends_with(&clue.words)
        }
    };
    CLUES.iter().filter(fits).max_by_key(|clue| clue.words.len()).map_or(OrganizationRole::Mentioned, |clue| clue.role)
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
