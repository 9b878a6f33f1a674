//! Words of a scheme's concepts, and where they stand in a text.
//!
//! A pattern is a few words: `librarian*` (any ending), `law` (as it is),
//! `head*/director* of` (one or the other), `rol* ~ librar*` (up to four words
//! between), `digiti?e*` (s or z). The longest pattern wins: a stem within a
//! longer stem of the same word, or a word within a longer phrase, is not a
//! hit of its own where the longer one hides it. That is how `кітапханашы` is a
//! librarian and no library, and a `public library` says nothing of the public.
//!
//! Words change at their ends, see [`Inflection`]: in the Turkic languages a last
//! `қ`, `к` or `п` softens before a vowel, so that `анықтамалық*` is also the stem
//! of `анықтамалығы`; an English word as it is may stand in the plural.

use super::words::SchemeWords;
use crate::language::{self, Family};
use crate::lookup::{Beginnings, Chains, Rolling};
use std::cmp::Reverse;
use std::ops::Range;

/// How many words may stand in a gap (`~`).
const GAP: usize = 4;

/// So many letters at least before a `*` in a word that is searched for, so that the first letters
/// turn most words away.
const SHORTEST_STEM: usize = 3;

/// How words of a language change at their ends, beside what `*` allows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Inflection {
    AsWritten,
    Softening,
    Plural,
}

impl Inflection {
    pub fn of(language: &str) -> Inflection {
        match language::family(language) {
            Some(Family::Turkic) => Inflection::Softening,
            Some(Family::English) => Inflection::Plural,
            _ => Inflection::AsWritten,
        }
    }
}

/// One word of a pattern.
#[derive(Clone, PartialEq, Debug)]
struct Stem {
    letters: Box<str>,
    any_ending: bool,
}

#[derive(Clone, Debug)]
enum PatternPart {
    OneOf(Vec<Stem>),
    Gap,
}

#[derive(Clone, Debug)]
struct Pattern {
    concept: usize,
    hides: bool,
    /// What stands before the word that is searched for, and behind it.
    before: Box<[PatternPart]>,
    after: Box<[PatternPart]>,
}

/// A concept found in a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ConceptHit {
    pub concept: usize,
    /// Numbers of the first and the last word.
    pub first: usize,
    pub last: usize,
    /// How much it says: words without a gap, then letters of the stem.
    weight: (usize, usize),
    hides: bool,
}

/// The patterns of all concepts, by the stem that is searched for.
#[derive(Clone, Debug, Default)]
pub struct ConceptLexicon {
    patterns: Vec<Pattern>,
    anchors: Vec<Anchor>,
    /// The stems of all anchors.
    letters: String,
    /// The anchors by the hash of their stem.
    chains: Chains,
    begins: Beginnings,
}

/// A stem that is searched for.
#[derive(Clone, Debug)]
struct Anchor {
    /// Where it stands among the letters.
    letters: (u32, u32),
    any_ending: bool,
    /// The number of the pattern.
    pattern: u32,
}

impl ConceptLexicon {
    /// Adds a pattern of a concept; whether it `hides` shorter hits of other concepts within it,
    /// and how its words may end.
    ///
    /// # Errors
    /// What is wrong with the pattern, as a sentence.
    pub fn add(
        &mut self,
        concept: usize,
        pattern: &str,
        hides: bool,
        endings: Inflection,
    ) -> Result<(), String> {
        let mut parts = parse(pattern)?;
        parts.iter_mut().for_each(|part| part.inflect(endings));
        let Some(PatternPart::OneOf(first)) = parts.first() else {
            return Err(format!(
                "the pattern {pattern:?} does not begin with a word"
            ));
        };
        if !first.iter().all(Stem::is_searchable) {
            return Err(format!(
                "the first word of the pattern {pattern:?} has fewer than {SHORTEST_STEM} letters \
                 before *"
            ));
        }
        let number = self.patterns.len() as u32;
        let (anchor, stems) = anchor(&parts).unwrap_or((0, first));
        for stem in stems {
            self.begins.add(&stem.letters, stem.any_ending);
            self.chains.add(Rolling::of(&stem.letters));
            let start = self.letters.len() as u32;
            self.letters.push_str(&stem.letters);
            let letters = (start, self.letters.len() as u32);
            self.anchors.push(Anchor {
                letters,
                any_ending: stem.any_ending,
                pattern: number,
            });
        }
        let after = parts.drain(anchor + 1..).collect();
        parts.truncate(anchor);
        self.patterns.push(Pattern {
            concept,
            hides,
            before: parts.into(),
            after,
        });
        Ok(())
    }

    /// Gives back the memory that no pattern needs, once all are there.
    pub fn shrink(&mut self) {
        self.patterns.shrink_to_fit();
        self.anchors.shrink_to_fit();
        self.letters.shrink_to_fit();
        self.chains.shrink();
    }

    /// Every concept in the words from `from` to before `to`, in order of place.
    pub fn hits(&self, words: &SchemeWords, from: usize, to: usize) -> Vec<ConceptHit> {
        let mut found = Vec::new();
        for at in from..to {
            self.found_at(words, at, from..to, &mut found);
        }
        found.sort_unstable_by_key(|(number, hit)| (hit.first, *number));
        let mut hits = Vec::with_capacity(found.len());
        found
            .chunk_by(|(_, one), (_, other)| one.first == other.first)
            .for_each(|here| keep(here, &mut hits));
        without_weaker(&mut hits);
        hits
    }

    /// The patterns, by number, of which the word at `at` is the one that is searched for.
    fn found_at(
        &self,
        words: &SchemeWords,
        at: usize,
        within: Range<usize>,
        found: &mut Vec<(u32, ConceptHit)>,
    ) {
        if !self.begins.hold(words.beginning(at)) {
            return;
        }
        for anchor in self.anchors(words.folded(at)) {
            let pattern = &self.patterns[anchor.pattern as usize];
            let Some((first, last)) = pattern.around(words, at, &within) else {
                continue;
            };
            let solid = pattern.hides && !pattern.has_gap();
            let letters = (anchor.letters.1 - anchor.letters.0) as usize;
            let weight = (if solid { last - first + 1 } else { 1 }, letters);
            found.push((
                anchor.pattern,
                ConceptHit {
                    concept: pattern.concept,
                    first,
                    last,
                    weight,
                    hides: pattern.hides,
                },
            ));
        }
    }

    /// The stems of a word that are searched for.
    fn anchors<'l>(&'l self, word: &'l str) -> impl Iterator<Item = &'l Anchor> {
        let mut hash = Rolling::default();
        let beginnings =
            word.char_indices()
                .enumerate()
                .filter_map(move |(letters, (at, letter))| {
                    hash.take(letter);
                    // A shorter stem is a whole word.
                    (letters + 1 >= SHORTEST_STEM || at + letter.len_utf8() == word.len())
                        .then_some(hash)
                });
        let known = beginnings.filter_map(|hash| self.chains.first(hash));
        let alike = known
            .flat_map(|first| self.chains.all(first))
            .map(|number| &self.anchors[number]);
        alike.filter(move |anchor| {
            let stem = &self.letters[anchor.letters.0 as usize..anchor.letters.1 as usize];
            if anchor.any_ending {
                word.starts_with(stem)
            } else {
                word == stem
            }
        })
    }
}

/// The part of a pattern whose shortest stem is longest, and its stems.
fn anchor(parts: &[PatternPart]) -> Option<(usize, &[Stem])> {
    let words = parts
        .iter()
        .enumerate()
        .filter_map(|(place, part)| match part {
            PatternPart::OneOf(stems) => Some((place, stems.as_slice())),
            PatternPart::Gap => None,
        });
    let searchable = words.filter(|(_, stems)| stems.iter().all(Stem::is_searchable));
    let letters = |stems: &[Stem]| stems.iter().map(|stem| stem.letters.chars().count()).min();
    searchable.max_by_key(|(place, stems)| (letters(stems), Reverse(*place)))
}

/// Keeps of the hits that begin at one word, in the order of their patterns, those that say most.
fn keep(here: &[(u32, ConceptHit)], hits: &mut Vec<ConceptHit>) {
    let here = || here.iter().map(|(_, hit)| *hit);
    // Of stems of this one word the longest that hides leaves no shorter one, and one that
    // hides names the whole word or nothing.
    let single = |hit: &ConceptHit| hit.first == hit.last;
    let longest = |hiding: bool| {
        let fits = |hit: &ConceptHit| single(hit) && (hit.hides || !hiding);
        here().filter(fits).map(|hit| hit.weight).max()
    };
    let (hiding, any) = (longest(true), longest(false));
    let stays =
        |hit: &ConceptHit| !single(hit) || Some(hit.weight) >= if hit.hides { any } else { hiding };
    hits.extend(here().filter(stays));
}

impl Pattern {
    /// The first and the last word of the pattern whose anchor is the word at `at`.
    fn around(
        &self,
        words: &SchemeWords,
        at: usize,
        within: &Range<usize>,
    ) -> Option<(usize, usize)> {
        Some((
            precede(&self.before, words, at, within.start)?,
            follow(&self.after, words, at, within.end)?,
        ))
    }

    fn has_gap(&self) -> bool {
        self.before
            .iter()
            .chain(&self.after)
            .any(|part| matches!(part, PatternPart::Gap))
    }
}

impl PatternPart {
    /// Adds the other forms of its stems.
    fn inflect(&mut self, endings: Inflection) {
        let PatternPart::OneOf(stems) = self else {
            return;
        };
        let further: Vec<Stem> = match endings {
            Inflection::AsWritten => Vec::new(),
            Inflection::Softening => stems.iter().filter_map(Stem::softened).collect(),
            Inflection::Plural => stems.iter().filter_map(Stem::plural).collect(),
        };
        stems.extend(further);
        stems.shrink_to_fit();
    }

    fn fits(&self, word: &str) -> bool {
        matches!(self, PatternPart::OneOf(stems) if stems.iter().any(|stem| stem.fits(word)))
    }
}

/// Drops hits that lie within a longer phrase without gaps.
fn without_weaker(hits: &mut Vec<ConceptHit>) {
    let phrases: Vec<ConceptHit> = hits
        .iter()
        .copied()
        .filter(|hit| hit.weight.0 > 1)
        .collect();
    let mut next = 0;
    hits.retain(|hit| {
        while phrases
            .get(next)
            .is_some_and(|phrase| phrase.last < hit.first)
        {
            next += 1;
        }
        let around = phrases[next..]
            .iter()
            .take_while(|phrase| phrase.first <= hit.first);
        !around
            .into_iter()
            .any(|phrase| phrase.last >= hit.last && phrase.weight.0 > hit.last - hit.first + 1)
    });
    hits.dedup_by(|a, b| (a.concept, a.first, a.last) == (b.concept, b.first, b.last));
}

impl Stem {
    fn is_searchable(&self) -> bool {
        !self.any_ending || self.letters.chars().nth(SHORTEST_STEM - 1).is_some()
    }

    /// The stem before a vowel: `кітап` as `кітаб`, `tarmoq` as `tarmogʻ`.
    fn softened(&self) -> Option<Stem> {
        let (at, last) = self
            .letters
            .char_indices()
            .next_back()
            .filter(|_| self.any_ending)?;
        let soft = match last {
            'қ' => 'ғ',
            'к' => 'г',
            'п' => 'б',
            'q' | 'k' => 'g',
            'p' => 'b',
            _ => return None,
        };
        Some(Stem {
            letters: format!("{}{soft}", &self.letters[..at]).into(),
            any_ending: true,
        })
    }

    /// `plan` as `plans`; words of fewer letters are abbreviations and articles.
    fn plural(&self) -> Option<Stem> {
        let noun = !self.any_ending && self.letters.len() > 3 && !self.letters.ends_with('s');
        noun.then(|| Stem {
            letters: format!("{}s", self.letters).into(),
            any_ending: false,
        })
    }

    fn fits(&self, word: &str) -> bool {
        if self.any_ending {
            word.starts_with(&*self.letters)
        } else {
            *word == *self.letters
        }
    }
}

/// The first word of the rest of a pattern before the word `at`, none of it before `from`.
fn precede(parts: &[PatternPart], words: &SchemeWords, at: usize, from: usize) -> Option<usize> {
    let Some((part, rest)) = parts.split_last() else {
        return Some(at);
    };
    if let PatternPart::Gap = part {
        return (0..=GAP.min(at))
            .take_while(|skipped| *skipped == 0 || words.joined(at + 1 - skipped))
            .find_map(|skipped| precede(rest, words, at - skipped, from));
    }
    let before = at.checked_sub(1).filter(|before| *before >= from)?;
    let fits = part.fits(words.folded(before)) && words.joined(at);
    fits.then(|| precede(rest, words, before, from))?
}

/// The last word of the rest of a pattern after the word `at`, none of it from `to` on.
fn follow(parts: &[PatternPart], words: &SchemeWords, at: usize, to: usize) -> Option<usize> {
    let Some((part, rest)) = parts.split_first() else {
        return Some(at);
    };
    if let PatternPart::Gap = part {
        return (0..=GAP)
            .take_while(|skipped| *skipped == 0 || words.joined(at + skipped))
            .find_map(|skipped| follow(rest, words, at + skipped, to));
    }
    let next = at + 1;
    let fits = next < to && part.fits(words.folded(next)) && words.joined(next);
    fits.then(|| follow(rest, words, next, to))?
}

fn parse(pattern: &str) -> Result<Vec<PatternPart>, String> {
    let mut parts = Vec::new();
    for word in pattern.split_whitespace() {
        if word == "~" {
            parts.push(PatternPart::Gap);
            continue;
        }
        // Alternatives end in the first of their words that are joined by a hyphen.
        let alternatives: Vec<&str> = word.split('/').collect();
        if let [one] = alternatives[..] {
            parts.extend(
                stems(one, pattern)?
                    .into_iter()
                    .map(|stem| PatternPart::OneOf(spellings(stem))),
            );
        } else {
            let mut all = Vec::new();
            for one in alternatives {
                let [stem] = &stems(one, pattern)?[..] else {
                    return Err(format!(
                        "an alternative of the pattern {pattern:?} is not one word"
                    ));
                };
                all.extend(spellings(stem.clone()));
            }
            parts.push(PatternPart::OneOf(all));
        }
    }
    Ok(parts)
}

/// The folded words of one written word (`round-table*` is two).
fn stems(written: &str, pattern: &str) -> Result<Vec<Stem>, String> {
    let (letters, any_ending) = written
        .strip_suffix('*')
        .map_or((written, false), |stem| (stem, true));
    let marked = letters.replace('?', "\u{1c0}");
    let words = SchemeWords::of(&marked);
    let count = words.all.len();
    let mut stems = Vec::new();
    for at in 0..count {
        let stem = Stem {
            letters: words.folded(at).into(),
            any_ending: any_ending && at + 1 == count,
        };
        stems.push(stem);
    }
    if stems.is_empty() {
        Err(format!("the pattern {pattern:?} holds no word"))
    } else {
        Ok(stems)
    }
}

/// Both spellings of a stem with `?` (stood in for by a letter that no word has).
fn spellings(stem: Stem) -> Vec<Stem> {
    if !stem.letters.contains('\u{1c0}') {
        return vec![stem];
    }
    let with = |letter: &str| Stem {
        letters: stem.letters.replace('\u{1c0}', letter).into(),
        any_ending: stem.any_ending,
    };
    vec![with("s"), with("z")]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(patterns: &[&str], text: &str) -> Vec<(usize, String)> {
        let mut lexicon = ConceptLexicon::default();
        for (concept, pattern) in patterns.iter().enumerate() {
            lexicon
                .add(concept, pattern, true, Inflection::Softening)
                .unwrap();
        }
        let words = SchemeWords::of(text);
        let hits = lexicon.hits(&words, 0, words.all.len());
        hits.iter()
            .map(|hit| {
                (
                    hit.concept,
                    text[words.range(hit.first, hit.last)].to_owned(),
                )
            })
            .collect()
    }

    #[test]
    fn the_longest_stem_and_the_longest_phrase_win() {
        assert_eq!(
            found(&["кітапхана*", "кітапханашы*"], "кітапханашылар"),
            [(1, "кітапханашылар".to_owned())]
        );
        assert_eq!(
            found(&["public", "public librar*"], "Public libraries"),
            [(1, "Public libraries".to_owned())]
        );
    }

    #[test]
    fn a_gap_stays_within_its_clause_and_hides_nothing() {
        let patterns = ["staff ~ librar*", "librar*"];
        let both = found(&patterns, "the staff of all rural libraries");
        assert_eq!(
            both,
            [
                (0, "staff of all rural libraries".to_owned()),
                (1, "libraries".to_owned())
            ]
        );
        assert_eq!(
            found(&patterns, "the staff left, libraries closed"),
            [(1, "libraries".to_owned())]
        );
    }

    #[test]
    fn both_spellings_and_alternatives_are_known() {
        assert_eq!(found(&["digiti?e*"], "digitised, digitizer").len(), 2);
        assert_eq!(
            found(&["law/bill on librar*"], "a Bill on Libraries").len(),
            1
        );
        assert_eq!(
            found(&["анықтамалық*", "tarmoq*"], "анықтамалығы tarmog‘i").len(),
            2
        );
    }

    #[test]
    fn an_english_word_may_stand_in_the_plural() {
        let mut lexicon = ConceptLexicon::default();
        lexicon
            .add(0, "national plan", false, Inflection::Plural)
            .unwrap();
        lexicon.add(1, "tax", false, Inflection::Plural).unwrap();
        let hits = |text: &str| {
            lexicon
                .hits(&SchemeWords::of(text), 0, SchemeWords::of(text).all.len())
                .len()
        };
        assert_eq!(
            (
                hits("national plans"),
                hits("a national plan"),
                hits("taxs"),
                hits("planning")
            ),
            (1, 1, 0, 0)
        );
    }

    #[test]
    fn a_broken_pattern_is_told() {
        let mut lexicon = ConceptLexicon::default();
        assert!(
            lexicon
                .add(0, "ab*", true, Inflection::AsWritten)
                .unwrap_err()
                .contains("fewer than 3")
        );
        assert!(
            lexicon
                .add(0, "~ law", true, Inflection::AsWritten)
                .unwrap_err()
                .contains("begin")
        );
        assert!(lexicon.add(0, " ", true, Inflection::AsWritten).is_err());
    }
}
