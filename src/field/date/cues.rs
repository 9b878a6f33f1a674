//! The words that tell what a date is the date of, one table for each language.

use crate::field::phrases::Phrases;
use crate::language::{self, Family};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a word tells of the date beside it; the names are those of `date-cues.tsv`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Cue {
    Held,
    Ahead,
    /// A verb of the table of deeds.
    Deed,
    Opened,
    Marked,
    Activity,
    Law,
    Adopted,
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
pub const CUES: [(&str, Cue); 27] = [
    ("held", Cue::Held),
    ("ahead", Cue::Ahead),
    ("deed", Cue::Deed),
    ("opened", Cue::Opened),
    ("marked", Cue::Marked),
    ("activity", Cue::Activity),
    ("law", Cue::Law),
    ("adopted", Cue::Adopted),
    ("founded", Cue::Founded),
    ("born", Cue::Born),
    ("career", Cue::Career),
    ("history", Cue::History),
    ("made", Cue::Made),
    ("as-of", Cue::AsOf),
    ("observed", Cue::Observed),
    ("yearly", Cue::Yearly),
    ("holiday", Cue::Holiday),
    ("apply", Cue::Apply),
    ("first", Cue::First),
    ("before", Cue::Before),
    ("next", Cue::Next),
    ("runs", Cue::Runs),
    ("posted", Cue::Posted),
    ("that-day", Cue::ThatDay),
    ("due-by", Cue::DueBy),
    ("of", Cue::Of),
    ("unit", Cue::Unit),
];

impl Cue {
    /// Cues that are nouns or particles, and belong to a date on either side of them.
    pub(super) fn is_noun(self) -> bool {
        matches!(
            self,
            Cue::Activity
                | Cue::Law
                | Cue::History
                | Cue::Holiday
                | Cue::Yearly
                | Cue::Apply
                | Cue::First
                | Cue::Next
                | Cue::Posted
        )
    }
}

/// The cues of one language: one word may be several, a bit each.
#[derive(Default)]
pub(super) struct Lexicon {
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
static LEXICONS: LazyLock<Vec<Lexicon>> = LazyLock::new(|| {
    let languages = language::primaries();
    languages.iter().map(|language| load(language)).collect()
});

fn load(language: &str) -> Lexicon {
    let family = language::family(language);
    let mut lexicon = Lexicon {
        verb_last: matches!(family, Some(Family::Turkic | Family::Tajik)),
        postpositions: family == Some(Family::Turkic),
        ..Lexicon::default()
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
pub(super) fn lexicon(tag: Option<&str>) -> Option<&'static Lexicon> {
    let primary = tag.map_or("en", language::primary);
    let mut known = language::primaries().iter();
    let at = known.position(|known| *known == primary)?;
    LEXICONS.get(at)
}
