//! The words that tell what a date is the date of, one table for each language.

use crate::field::phrases::Phrases;
use crate::language::{self, Family};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a word tells of the date beside it; the names are those of `date-cues.tsv`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum DateCue {
    Held,
    Ahead,
    /// A verb of the table of deeds.
    Deed,
    Opened,
    Marked,
    Activity,
    Law,
    Adopted,
    /// An act of two sides is signed: that day is its own.
    Signed,
    Founded,
    Born,
    Career,
    History,
    Made,
    AsOf,
    Observed,
    Yearly,
    Holiday,
    Apply,
    First,
    Before,
    Next,
    Runs,
    Posted,
    ThatDay,
    /// Right before a last day.
    DueBy,
    /// Ties a date behind it to the noun before it.
    Of,
    /// A word for "day" beside a date.
    Unit,
}

/// Every cue with its name.
pub const CUES: [(&str, DateCue); 28] = [
    ("held", DateCue::Held),
    ("ahead", DateCue::Ahead),
    ("deed", DateCue::Deed),
    ("opened", DateCue::Opened),
    ("marked", DateCue::Marked),
    ("activity", DateCue::Activity),
    ("law", DateCue::Law),
    ("adopted", DateCue::Adopted),
    ("signed", DateCue::Signed),
    ("founded", DateCue::Founded),
    ("born", DateCue::Born),
    ("career", DateCue::Career),
    ("history", DateCue::History),
    ("made", DateCue::Made),
    ("as-of", DateCue::AsOf),
    ("observed", DateCue::Observed),
    ("yearly", DateCue::Yearly),
    ("holiday", DateCue::Holiday),
    ("apply", DateCue::Apply),
    ("first", DateCue::First),
    ("before", DateCue::Before),
    ("next", DateCue::Next),
    ("runs", DateCue::Runs),
    ("posted", DateCue::Posted),
    ("that-day", DateCue::ThatDay),
    ("due-by", DateCue::DueBy),
    ("of", DateCue::Of),
    ("unit", DateCue::Unit),
];

impl DateCue {
    /// Cues that are nouns or particles, and belong to a date on either side of them.
    pub(super) fn is_noun(self) -> bool {
        matches!(
            self,
            DateCue::Activity
                | DateCue::Law
                | DateCue::History
                | DateCue::Holiday
                | DateCue::Yearly
                | DateCue::Apply
                | DateCue::First
                | DateCue::Next
                | DateCue::Posted
        )
    }
}

/// The cues of one language: one word may be several, a bit each.
#[derive(Default)]
pub(super) struct CueLexicon {
    pub(super) phrases: Phrases<u32>,
    pub(super) noun_endings: Vec<&'static str>,
    pub(super) past_endings: Vec<&'static str>,
    pub(super) perfect_endings: Vec<&'static str>,
    /// Its verbs end the sentence.
    pub(super) verb_last: bool,
    /// Its words for "as of" and the like stand behind the date.
    pub(super) postpositions: bool,
}

/// In the order of [`language::primaries`].
static LEXICONS: LazyLock<Vec<CueLexicon>> = LazyLock::new(|| {
    let languages = language::primaries();
    languages.iter().map(|language| load(language)).collect()
});

fn load(language: &str) -> CueLexicon {
    let family = language::family(language);
    let mut lexicon = CueLexicon {
        verb_last: matches!(family, Some(Family::Turkic | Family::Tajik)),
        postpositions: family == Some(Family::Turkic),
        ..CueLexicon::default()
    };
    let mut cues: BTreeMap<&str, u32> = BTreeMap::new();
    for line in include_str!("../../../schemas/tables/date-cues.tsv").lines() {
        let [tag, name, list] = line.split('\t').collect::<Vec<_>>()[..] else {
            continue;
        };
        if tag.split('-').next() != Some(language) {
            continue;
        }
        let endings = match name {
            "noun-ending" => Some(&mut lexicon.noun_endings),
            "past-ending" => Some(&mut lexicon.past_endings),
            "perfect-ending" => Some(&mut lexicon.perfect_endings),
            _ => None,
        };
        if let Some(endings) = endings {
            endings.extend(list.split(','));
        } else if let Some((_, cue)) = CUES.iter().find(|(known, _)| *known == name) {
            for phrase in list.split(',') {
                *cues.entry(phrase).or_default() |= 1 << *cue as u32;
            }
        }
    }
    for (phrase, cues) in cues {
        lexicon.phrases.add(phrase, cues);
    }
    lexicon
}

/// The cues of a language tag; those of English where none is known.
pub(super) fn lexicon(tag: Option<&str>) -> Option<&'static CueLexicon> {
    let primary = tag.map_or("en", language::primary);
    let mut known = language::primaries().iter();
    let at = known.position(|known| *known == primary)?;
    LEXICONS.get(at)
}
