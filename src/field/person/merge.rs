//! Mentions of one person joined: initials to the full name, word orders and
//! spellings to each other.

use super::{FoundPerson, PersonMention};
use crate::field::words::folded;
use crate::record::PersonRole;

/// More people than an activity has; joining compares each with each.
const MOST: usize = 300;

/// The people behind the mentions, in order of first mention.
pub fn merge(mentions: Vec<PersonMention>) -> Vec<FoundPerson> {
    let mut people: Vec<(FoundPerson, Vec<String>)> = Vec::new();
    for mention in mentions {
        let parts = parts(mention.nominative.as_deref().unwrap_or(&mention.name));
        match people.iter().position(|(_, known)| is_same(known, &parts)) {
            Some(at) => take(&mut people[at], mention, parts),
            None if people.len() == MOST => break,
            None => people.push((new(mention), parts)),
        }
    }
    people.into_iter().map(|(person, _)| person).collect()
}

fn new(mention: PersonMention) -> FoundPerson {
    FoundPerson {
        name: mention.name,
        variants: mention.nominative.into_iter().collect(),
        role: mention.role,
        spans: vec![mention.span],
    }
}

/// Adds a mention; a name with fewer initials, or in the nominative, is the better one.
fn take(
    (person, known): &mut (FoundPerson, Vec<String>),
    mention: PersonMention,
    parts: Vec<String>,
) {
    let better = initials(known) > initials(&parts)
        || initials(known) == initials(&parts)
            && mention.nominative.is_none()
            && person.variants.contains(&mention.name);
    let mut names = vec![mention.name.clone()];
    names.extend(mention.nominative);
    if better {
        names.push(std::mem::replace(&mut person.name, mention.name));
        person.spans.insert(0, mention.span);
        *known = parts;
    } else {
        person.spans.push(mention.span);
    }
    if person.role == PersonRole::Mentioned {
        person.role = mention.role;
    }
    for name in names {
        if name != person.name && !person.variants.contains(&name) {
            person.variants.push(name);
        }
    }
    let name = person.name.clone();
    person.variants.retain(|variant| *variant != name);
}

fn parts(name: &str) -> Vec<String> {
    folded(name)
        .split(|c: char| !c.is_alphabetic() && c != '\'' && c != '-')
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

fn initials(parts: &[String]) -> usize {
    parts
        .iter()
        .filter(|part| part.chars().count() <= 2)
        .count()
}

/// Whether every part of the shorter name fits one of the longer, a surname among them.
fn is_same(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut free: Vec<&String> = long.iter().collect();
    let mut whole = false;
    for part in short {
        let Some(at) = free.iter().position(|other| fits(part, other)) else {
            return false;
        };
        whole |= part.chars().count() > 2 && free[at].chars().count() > 2;
        free.remove(at);
    }
    // `Динара` is `Динара Алиева`: one name in front, the same to the letter.
    whole && (short.len() >= 2 || long.len() > 1 && long.first() == short.first())
}

/// The same word in two spellings or cases, or an initial and its word.
fn fits(a: &str, b: &str) -> bool {
    let (short, long) = if a.chars().count() <= b.chars().count() {
        (a, b)
    } else {
        (b, a)
    };
    let length = short.chars().count();
    if length <= 2 {
        return long.starts_with(short)
            || long.chars().next() == short.chars().next() && length == 1;
    }
    let common = short
        .chars()
        .zip(long.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let longest = long.chars().count();
    common == length && longest - length <= 3
        || common >= 4 && common + 2 >= length && longest - length <= 2
}
