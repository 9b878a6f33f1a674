//! What sort of activity it is: a conference, a seminar, an exhibition …
//!
//! The words that name each type are data (`schemas/tables/types.json`),
//! stems in seven languages. The first one in the title decides, then the
//! first in the opening of the text. Words that name a day or an evening as
//! often as what was celebrated on it (`weak`) decide where no other stands.

use crate::lexicon::cues::{Cue, Cues};
use crate::record::ActivityType;
use crate::span::{Found, Passage};
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::BTreeMap;
use std::sync::LazyLock;

struct TypeTable {
    stems: AhoCorasick,
    types: Vec<ActivityType>,
    weak: Vec<bool>,
}

#[derive(serde::Deserialize)]
struct TypeWords {
    weak: Vec<String>,
    #[serde(flatten)]
    types: BTreeMap<ActivityTypeKey, Vec<String>>,
}

static TABLE: LazyLock<TypeTable> = LazyLock::new(|| {
    let words: TypeWords = serde_json::from_str(include_str!("../../schemas/tables/types.json"))
        .expect("the built-in table is valid; a test reads it");
    let (stems, types): (Vec<String>, Vec<ActivityType>) = words
        .types
        .into_iter()
        .flat_map(|(key, stems)| stems.into_iter().map(move |stem| (stem, key.0)))
        .unzip();
    let weak = stems.iter().map(|stem| words.weak.contains(stem)).collect();
    let stems = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(stems)
        .expect("a few hundred short stems");
    TypeTable { stems, types, weak }
});

#[derive(serde::Deserialize, PartialEq, Eq, PartialOrd, Ord)]
#[serde(transparent)]
struct ActivityTypeKey(ActivityType);

/// How much of the text behind the title is looked at, in bytes and passages.
const OPENING: usize = 600;
const PASSAGES: usize = 4;

/// The type that the passages name: the heading, which is the first of several, before the text.
pub fn find(passages: &[Passage]) -> Option<Found<ActivityType>> {
    let heading = usize::from(passages.len() > 1);
    let text = || passages.iter().take(PASSAGES).skip(heading);
    let strong = |passage: &Passage| named(opening(*passage), false);
    let weak = |passage: &Passage| named(opening(*passage), true);
    let titled = || {
        let heading = passages.first().filter(|_| heading > 0)?;
        strong(heading).or_else(|| weak(heading))
    };
    titled()
        .or_else(|| text().find_map(strong))
        .or_else(|| text().take(1).find_map(weak))
}

fn opening(passage: Passage<'_>) -> Passage<'_> {
    let mut end = passage.text.len().min(OPENING);
    while !passage.text.is_char_boundary(end) {
        end -= 1;
    }
    passage.slice(0..end)
}

/// Bytes before a word for a day among which its date stands.
const DATE: usize = 24;

/// `3 октябрь куни`: a word for a day behind the number or the month of a date.
fn is_of_date(lowered: &str, start: usize) -> bool {
    let mut from = start.saturating_sub(DATE);
    while !lowered.is_char_boundary(from) {
        from += 1;
    }
    let mut before = lowered[from..start].split_whitespace().rev();
    before.next().is_some_and(|word| {
        word.starts_with(|c: char| c.is_ascii_digit()) || Cues::of(word).has(Cue::Month)
    })
}

/// What has an opening of its own.
const GATHERINGS: [ActivityType; 6] = [
    ActivityType::Conference,
    ActivityType::Seminar,
    ActivityType::RoundTable,
    ActivityType::Exhibition,
    ActivityType::Competition,
    ActivityType::Celebration,
];

/// Bytes of an ending and a space between two nouns.
const ENDING: usize = 8;

/// The first type named by a word that is, or is not, a weak one.
fn named(passage: Passage, weak: bool) -> Option<Found<ActivityType>> {
    let lowered = passage.text.to_lowercase();
    let at_word = |start: usize| {
        lowered[..start]
            .chars()
            .next_back()
            .is_none_or(|c| !c.is_alphanumeric())
    };
    let sort = |found: &aho_corasick::Match| TABLE.types[found.pattern().as_usize()];
    let mut all = TABLE
        .stems
        .find_iter(&lowered)
        .filter(|found| at_word(found.start()))
        .filter(|found| TABLE.weak[found.pattern().as_usize()] == weak)
        .filter(|found| !weak || !is_of_date(&lowered, found.start()));
    let first = all.next()?;
    // `A congress was opened`: what was opened says more than that it was. `Нашрлар кўргазмаси`:
    // the last of two nouns is the thing.
    let opened = sort(&first) == ActivityType::Opening;
    let published = sort(&first) == ActivityType::Publication;
    let beside = |found: &aho_corasick::Match| found.start() - first.end() <= ENDING;
    let weightier = all
        .find(|found| GATHERINGS.contains(&sort(found)) && (opened || published && beside(found)));
    let first = weightier.unwrap_or(first);
    let range = if lowered.len() == passage.text.len() {
        first.range()
    } else {
        0..passage.text.len()
    };
    Some(passage.found(range, TABLE.types[first.pattern().as_usize()], "type-word"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sort(text: &str) -> Option<ActivityType> {
        find(&[Passage::new(text)]).map(|found| found.value)
    }

    #[test]
    fn the_first_type_word_decides_in_any_language() {
        assert_eq!(
            sort("Round table \"Books and schools\""),
            Some(ActivityType::RoundTable)
        );
        assert_eq!(
            sort("Виртуальная выставка редких книг"),
            Some(ActivityType::Exhibition)
        );
        assert_eq!(
            sort("Кітапханада семинар өтті"),
            Some(ActivityType::Seminar)
        );
        assert_eq!(sort("A quiet day"), None);
    }
}
