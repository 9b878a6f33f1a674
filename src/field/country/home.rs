//! Whether a country is named as the home of others: guests, an embassy, a speaker's (`(France)`),
//! or as what something is about (`«Roads of Afghanistan»`).
//!
//! Such a country is no sign of who tells. The words beside the name decide; they are rows of
//! `schemas/tables/country-cues.tsv`.

use crate::field::ending::Ending;
use crate::field::stems::Stems;
use crate::field::words::{Words, folded};
use rustc_hash::FxHashSet;
use std::ops::Range;
use std::sync::LazyLock;

#[derive(Default)]
struct HomeCues {
    /// Stands before the home of guests: `from`, `из`.
    leads: FxHashSet<String>,
    /// Ends the name of the home of guests, in languages with an ablative.
    endings: Vec<(&'static str, String)>,
    missions: Stems<()>,
}

static CUES: LazyLock<HomeCues> = LazyLock::new(|| {
    let mut cues = HomeCues::default();
    for row in super::rows(include_str!("../../../schemas/tables/country-cues.tsv")) {
        let [language, sort, list] = row[..] else {
            continue;
        };
        for word in list.split(',') {
            match sort {
                "from" => _ = cues.leads.insert(folded(word)),
                "ending" => cues.endings.push((language, folded(word))),
                _ => cues.missions.add(word, Ending::of(language), ()),
            }
        }
    }
    cues
});

/// Words between a mission and its country: `Embassy of the Republic of`, `посольство в`.
const NEAR: usize = 2;

/// Whether the country these words name is told as the home of others.
pub fn of_others(words: &Words, taken: &Range<usize>, language: Option<&str>) -> bool {
    bracketed(words, taken)
        || quoted(words, taken)
        || taken
            .start
            .checked_sub(1)
            .is_some_and(|before| CUES.leads.contains(words.folded(before)))
        || in_ablative(words, taken, language)
        || beside_mission(words, taken)
}

/// `Anna Weber (Germany)`, `Jean Moreau (Lyon, France)`: a country alone behind a name.
fn bracketed(words: &Words, taken: &Range<usize>) -> bool {
    let text = words.passage.text;
    let range = words.range(taken.clone());
    let (before, behind) = (&text[..range.start], &text[range.end..]);
    let opened = before.rfind('(').is_some_and(|open| {
        let inside = &before[open + 1..];
        let named = before[..open].trim_end().ends_with(char::is_alphabetic);
        named && !inside.contains(')') && inside.split_whitespace().count() <= NEAR
    });
    opened && behind.trim_start().starts_with(')')
}

/// Within a title of a few words: `час мужества «Дорогами Афганистана»`.
fn quoted(words: &Words, taken: &Range<usize>) -> bool {
    let range = words.range(taken.clone());
    let text = words.passage.text;
    let opened = text[..range.start]
        .rfind(['«', '“', '„', '»', '”'])
        .is_some_and(|at| text[at..].starts_with(['«', '“', '„']));
    let closed = text[range.end..]
        .find(['«', '“', '„', '»', '”'])
        .is_some_and(|at| text[range.end + at..].starts_with(['»', '”', '“']));
    opened && closed
}

fn in_ablative(words: &Words, taken: &Range<usize>, language: Option<&str>) -> bool {
    let own = language.and_then(|tag| tag.split('-').next());
    let last = words.folded(taken.end - 1);
    CUES.endings
        .iter()
        .filter(|(tag, _)| tag.split('-').next() == own)
        .any(|(_, ending)| last.ends_with(ending.as_str()))
}

fn beside_mission(words: &Words, taken: &Range<usize>) -> bool {
    let range = taken.start.saturating_sub(NEAR + 1)..(taken.end + NEAR).min(words.len());
    range
        .filter(|at| !taken.contains(at))
        .any(|at| CUES.missions.hits(words, at).next().is_some())
}
