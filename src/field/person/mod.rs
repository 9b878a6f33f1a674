//! People: full names and surnames with initials; namesakes inside the names
//! of institutions are none.
//!
//! A run of capitalised words and initials is a candidate ([`candidate`]);
//! it is a person where something speaks for it: initials, a known given
//! name, the ending of a surname, a title or a verb beside it. [`form`] gives
//! the dictionary form, [`merge`] joins the mentions of one person.

mod candidate;
mod form;
mod merge;
mod role;

use super::deed::NameForm;
use super::organization::FoundOrganization;
use super::words::Words;
use crate::record::PersonRole;
use crate::span::{Passage, Span};
use candidate::Candidates;

/// A person named in the passages.
#[derive(Clone, PartialEq, Debug)]
pub struct FoundPerson {
    pub name: String,
    pub variants: Vec<String>,
    pub role: PersonRole,
    /// Every mention, the one `name` was taken from first.
    pub spans: Vec<Span>,
}

/// One place where a person is named.
#[derive(Clone, PartialEq, Debug)]
struct PersonMention {
    span: Span,
    /// As written, without endings of agglutinating languages.
    name: String,
    /// In the nominative, where the name as written is declined.
    nominative: Option<String>,
    role: PersonRole,
}

/// The people named in the passages, in order of first mention. `organizations` are those
/// found in the same passages: a name inside one of their spans is no person.
pub fn find(
    passages: &[Passage],
    organizations: &[FoundOrganization],
    language: Option<&str>,
) -> Vec<FoundPerson> {
    let all: Vec<Words> = passages
        .iter()
        .map(|passage| Words::new(*passage))
        .collect();
    find_in(&all, organizations, language)
}

/// The same for passages already cut into words.
pub fn find_in(
    passages: &[Words],
    organizations: &[FoundOrganization],
    language: Option<&str>,
) -> Vec<FoundPerson> {
    let mut taken: Vec<Span> = organizations
        .iter()
        .flat_map(|organization| organization.spans.iter().copied())
        .collect();
    taken.sort_by_key(|span| span.start);
    let mentions = passages
        .iter()
        .flat_map(|words| mentions(words, &taken, language))
        .collect();
    merge::merge(mentions)
}

fn mentions(words: &Words, taken: &[Span], language: Option<&str>) -> Vec<PersonMention> {
    let candidates = Candidates::new(words, taken, language);
    let mut found: Vec<PersonMention> = Vec::new();
    let mut at = 0;
    let mut last = None;
    while at < words.len() {
        match candidates.read(at, last) {
            Ok(name) => {
                at = name.end;
                let mut mention = mention(words, name.clone(), language);
                // `signed by A and B`: what is told of the first holds for the second.
                let joined = last.is_some_and(|end| candidates.is_listed(end, name.start));
                if let Some(before) = found
                    .last()
                    .filter(|_| joined && mention.role == PersonRole::Mentioned)
                {
                    mention.role = before.role;
                }
                last = Some(name.end);
                found.push(mention);
            }
            Err(behind) => at = behind,
        }
    }
    found
}

fn mention(words: &Words, name: std::ops::Range<usize>, language: Option<&str>) -> PersonMention {
    let mut range = words.range(name.clone());
    let ending = form::ending(words, name.end - 1, language);
    range.end -= ending;
    let written = words
        .passage
        .text
        .get(range.clone())
        .unwrap_or("")
        .to_owned();
    let russian = language.is_none_or(|tag| tag.starts_with("ru"));
    let nominative =
        form::nominative(words, name.clone()).filter(|form| russian && *form != written);
    let form = match (&nominative, ending) {
        (None, 0) => NameForm::Plain,
        (Some(_), _) => NameForm::of_russian(words.folded(name.end - 1)),
        (None, _) => NameForm::Oblique,
    };
    PersonMention {
        span: words.passage.locate(range),
        name: written,
        nominative,
        role: role::read(words, &name, form),
    }
}
