//! Cues: what the words of a line or paragraph say about what it is.
//!
//! All cues of all languages are looked for in one pass over the lower-cased
//! text. They come from `schemas/tables/cues.tsv`, from the kinds of activity
//! that have a type of their own (`types.json`), from the verbs of holding and
//! hosting (`deeds.tsv`) and from the names of months. They help to cut a
//! document and are never values of a record.

use super::LEXICON;
use crate::language::{self, LANGUAGES, Reach};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a word or phrase is a cue of; the head of `cues.tsv` tells what each means.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Cue {
    Deed,
    Kind,
    Weak,
    GoesOn,
    More,
    About,
    Rule,
    List,
    Standing,
    Describes,
    Calendar,
    Regular,
    Today,
    Side,
    Around,
    Period,
    Past,
    Greeting,
    Site,
    Contact,
    Programme,
    Minutes,
    Month,
    Project,
}

/// How many kinds of cue there are.
const CUES: usize = Cue::Project as usize + 1;

impl Cue {
    fn named(name: &str) -> Option<Cue> {
        Some(match name {
            "deed" => Cue::Deed,
            "kind" => Cue::Kind,
            "weak" => Cue::Weak,
            "goes-on" => Cue::GoesOn,
            "more" => Cue::More,
            "about" => Cue::About,
            "rule" => Cue::Rule,
            "list" => Cue::List,
            "standing" => Cue::Standing,
            "describes" => Cue::Describes,
            "calendar" => Cue::Calendar,
            "regular" => Cue::Regular,
            "today" => Cue::Today,
            "side" => Cue::Side,
            "around" => Cue::Around,
            "period" => Cue::Period,
            "past" => Cue::Past,
            "greeting" => Cue::Greeting,
            "site" => Cue::Site,
            "contact" => Cue::Contact,
            "programme" => Cue::Programme,
            "minutes" => Cue::Minutes,
            _ => return None,
        })
    }
}

/// One entry of the table: its cues, and whether the word may go on behind it.
#[derive(Clone, Copy, Default)]
struct CueEntry {
    /// A bit for each cue that wants the whole word, and for each that takes any ending.
    whole: u32,
    stem: u32,
}

struct CueTable {
    words: AhoCorasick,
    entries: Vec<CueEntry>,
}

const CUE_WORDS: &str = include_str!("../../schemas/tables/cues.tsv");
const TYPE_WORDS: &str = include_str!("../../schemas/tables/types.json");
const DEED_WORDS: &str = include_str!("../../schemas/tables/deeds.tsv");
const MONTH_NAMES: &str = include_str!("../../schemas/tables/month-names.tsv");
const CALENDAR_NAMES: &str = include_str!("../../schemas/tables/calendar-names.tsv");

/// Whether months of a language are known: those of others are words of the collection's now and
/// then.
fn is_read(tag: &str) -> bool {
    let mut near = LANGUAGES.iter().filter(|row| row.reach != Reach::Foreign);
    near.any(|row| language::is_named(row, tag))
}

/// Letters of the shortest abbreviation of a month that is no word in itself.
const SHORTEST_MONTH: usize = 4;

static TABLE: LazyLock<CueTable> = LazyLock::new(|| {
    let mut words = Collection::default();
    words.cues();
    words.kinds();
    words.deeds();
    words.months();
    words.weekdays();
    for word in &LEXICON.more_news {
        words.add(word, Cue::Side);
    }
    for word in &LEXICON.project_word {
        words.add(&format!("{word}*"), Cue::Project);
    }
    let (words, entries): (Vec<String>, Vec<CueEntry>) = words.0.into_iter().unzip();
    let words = AhoCorasick::builder()
        .kind(Some(AhoCorasickKind::ContiguousNFA))
        .build(words)
        .expect("a few thousand short words");
    CueTable { words, entries }
});

/// The words of all tables with their cues.
#[derive(Default)]
struct Collection(BTreeMap<String, CueEntry>);

impl Collection {
    fn add(&mut self, word: &str, cue: Cue) {
        let (word, whole) = match word.strip_suffix('*') {
            Some(stem) => (stem, false),
            None => (word, true),
        };
        let entry = self.0.entry(word.to_lowercase()).or_default();
        let bit = 1 << cue as u32;
        if whole {
            entry.whole |= bit;
        } else {
            entry.stem |= bit;
        }
    }

    fn cues(&mut self) {
        for line in CUE_WORDS.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let cue = cells.next().and_then(Cue::named);
            let (Some(cue), Some(words)) = (cue, cells.nth(1)) else {
                continue;
            };
            words.split('|').for_each(|word| self.add(word, cue));
        }
    }

    /// The words of the types, but for those that name other things as well.
    fn kinds(&mut self) {
        let weak = |entry: &CueEntry| (entry.whole | entry.stem) & 1 << Cue::Weak as u32 != 0;
        let types: BTreeMap<String, Vec<String>> =
            serde_json::from_str(TYPE_WORDS).expect("the built-in table is valid; a test reads it");
        for word in types.values().flatten() {
            if !self.0.get(&word.to_lowercase()).is_some_and(weak) {
                self.add(&format!("{word}*"), Cue::Kind);
            }
        }
    }

    fn deeds(&mut self) {
        for line in DEED_WORDS.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(_), Some(deed), Some(words)) = (cells.next(), cells.next(), cells.next())
            else {
                continue;
            };
            if matches!(deed.split('-').next(), Some("hold" | "host")) {
                for word in words.split(',').map(|word| word.trim_end_matches('*')) {
                    self.add(&format!("{word}*"), Cue::Deed);
                }
            }
        }
    }

    fn months(&mut self) {
        for line in MONTH_NAMES.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            let (Some(language), Some(form)) = (cells.next(), cells.nth(1)) else {
                continue;
            };
            let letters = form.chars().count();
            let telling =
                letters >= SHORTEST_MONTH || matches!(form, "май" | "мая" | "may" | "maý");
            if is_read(language) && telling {
                self.add(form, Cue::Month);
            }
        }
    }

    fn weekdays(&mut self) {
        for line in CALENDAR_NAMES.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            if let [language, "weekday", _, form] = cells[..]
                && is_read(language)
            {
                self.add(form, Cue::Around);
            }
        }
    }
}

/// The cues in a text: how many of each, and where the first one begins.
#[derive(Clone, Copy, Default, Debug)]
pub struct Cues {
    counts: [u8; CUES],
    first: [u16; CUES],
    /// Bytes of the longest cue of each kind that begins the text.
    opening: [u8; CUES],
}

impl Cues {
    /// The cues in a text that is in lower case already.
    pub fn of(lowered: &str) -> Cues {
        let mut cues = Cues::default();
        let opens = |at: usize| {
            let before = lowered[..at].chars().next_back();
            before.is_none_or(|c| !c.is_alphanumeric())
        };
        let ends = |at: usize| {
            let behind = lowered[at..].chars().next();
            behind.is_none_or(|c| !c.is_alphanumeric())
        };
        for found in TABLE.words.find_overlapping_iter(lowered) {
            if !opens(found.start()) {
                continue;
            }
            let entry = TABLE.entries[found.pattern().as_usize()];
            let mut bits = entry.stem;
            if entry.whole & !bits != 0 && ends(found.end()) {
                bits |= entry.whole;
            }
            cues.note(bits, found.start(), found.len());
        }
        cues
    }

    /// Counts the cues of one word; several entries that begin at one place count once.
    fn note(&mut self, mut bits: u32, start: usize, length: usize) {
        while bits != 0 {
            let cue = bits.trailing_zeros() as usize;
            bits &= bits - 1;
            let at = u16::try_from(start).unwrap_or(u16::MAX);
            if start == 0 {
                let length = u8::try_from(length).unwrap_or(u8::MAX);
                self.opening[cue] = self.opening[cue].max(length);
            }
            if self.counts[cue] == 0 || at < self.first[cue] {
                self.first[cue] = at;
            }
            self.counts[cue] = self.counts[cue].saturating_add(1);
        }
    }

    pub fn count(&self, cue: Cue) -> u8 {
        self.counts[cue as usize]
    }

    pub fn has(&self, cue: Cue) -> bool {
        self.count(cue) > 0
    }

    /// Byte at which the first one begins.
    pub fn first(&self, cue: Cue) -> Option<usize> {
        self.has(cue)
            .then_some(usize::from(self.first[cue as usize]))
    }

    /// Whether the text begins with one.
    pub fn opens(&self, cue: Cue) -> bool {
        self.opening[cue as usize] > 0
    }

    /// Whether the text is one and nothing else.
    pub fn is_all(&self, cue: Cue, lowered: &str) -> bool {
        usize::from(self.opening[cue as usize]) == lowered.len() && !lowered.is_empty()
    }
}

/// Whether the whole of a text is a cue.
pub fn is_all(text: &str, cue: Cue) -> bool {
    let lowered = text.to_lowercase();
    let bare = lowered.trim_matches(|c: char| !c.is_alphanumeric());
    Cues::of(bare).is_all(cue, bare)
}

/// Endings with which a verb tells of what is over, behind a stem of [`STEM`] letters.
struct PastEndings {
    /// Wherever the word stands.
    anywhere: Vec<&'static str>,
    /// At the end of a sentence: Turkic verbs end it, and these endings are cases elsewhere.
    last: Vec<&'static str>,
    /// Words with such an ending that tell of no deed.
    not: Vec<&'static str>,
}

/// Letters of the shortest stem before an ending, and before one at the end of a sentence.
const STEM: usize = 3;
const SHORT_STEM: usize = 2;

static ENDINGS: LazyLock<PastEndings> = LazyLock::new(|| {
    let of = |name: &str| {
        let rows = CUE_WORDS.lines().filter_map(|line| line.split_once('\t'));
        let rows = rows.filter(|(cue, _)| *cue == name);
        let words = rows.filter_map(|(_, row)| row.split_once('\t'));
        words.flat_map(|(_, words)| words.split('|')).collect()
    };
    PastEndings {
        anywhere: of("past-ending"),
        last: of("past-final"),
        not: of("not-past"),
    }
});

/// How many words tell of what is over.
pub fn past(lowered: &str, cues: &Cues) -> u8 {
    let mut count = cues.count(Cue::Past);
    let mut end = 0;
    for word in lowered.split(|c: char| !c.is_alphanumeric() && c != '’' && c != '‘') {
        end += word.len();
        let behind = lowered[end..].chars().next();
        let stops = behind.is_none_or(|c| matches!(c, '.' | '!' | '?' | '…'));
        count = count.saturating_add(u8::from(is_past(word, stops)));
        end += behind.map_or(0, char::len_utf8);
    }
    count
}

/// Whether a word has the ending of a verb in the past; `stops`: a sentence ends behind it.
fn is_past(word: &str, stops: bool) -> bool {
    let ends = |ending: &str, stem: usize| {
        let rest = word.strip_suffix(ending);
        rest.is_some_and(|rest| rest.chars().nth(stem - 1).is_some())
    };
    let PastEndings {
        anywhere,
        last,
        not,
    } = &*ENDINGS;
    anywhere.iter().any(|ending| ends(ending, STEM)) && !not.contains(&word)
        || stops && last.iter().any(|ending| ends(ending, SHORT_STEM))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_a_cue_of_a_known_language() {
        for line in CUE_WORDS.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<&str> = line.split('\t').collect();
            assert_eq!(cells.len(), 3, "{line}");
            let ending = ["past-ending", "past-final", "not-past"].contains(&cells[0]);
            assert!(ending || Cue::named(cells[0]).is_some(), "{line}");
            assert!(is_read(cells[1]), "{line}");
            assert!(
                cells[2].split('|').all(|word| !word.trim().is_empty()),
                "{line}"
            );
        }
    }

    #[test]
    fn stems_take_any_ending_and_words_do_not() {
        let cues = Cues::of("he opened the reading hall, hereafter");
        assert!(cues.opens(Cue::GoesOn) && cues.has(Cue::Deed));
        assert!(!Cues::of("hereafter").has(Cue::GoesOn));
        assert!(Cues::of("состоялась экскурсия").has(Cue::Kind));
        assert!(Cues::of("подробнее").is_all(Cue::More, "подробнее"));
    }

    #[test]
    fn verbs_in_the_past_are_told_from_names() {
        let over = |text: &str| past(text, &Cues::of(text));
        assert_eq!(over("the club named after abai"), 0);
        assert!(over("readers listened") > 0 && over("дети слушали") > 0);
        assert!(over("семинар өтті.") > 0);
    }
}
