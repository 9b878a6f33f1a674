//! What free text supports: concepts in a sentence, rules over them, and a sum over sentences.
//!
//! A sentence is searched for the concepts of the scheme; every rule whose
//! concepts stand close together applies with its weight, and its words are
//! the evidence. What one sentence leaves to the next ("A seminar was held.
//! Librarians came …") counts for less. Rules of one goal that apply in several
//! sentences add up, as independent witnesses would. In a long text a single sentence weighs
//! less: much is told there that is not what the activity is about.

use super::{NamedGoal, code, office, statement};
use crate::record::GoalBasis;
use crate::scheme::lexicon::ConceptHit;
use crate::scheme::words::SchemeWords;
use crate::scheme::{Inference, Scheme, Slots};
use crate::span::{Passage, Span};
use std::ops::Range;

/// A passage of at most so many words is one line of thought: an objective, a heading.
const SHORT_PASSAGE: usize = 25;

/// The concepts of a rule stand within so many words.
const WINDOW: usize = 20;

/// No sentence is longer: a text without full stops is cut, for its concepts are held against each
/// other.
const LONGEST_SENTENCE: usize = 200;

/// From so many words on a text is long.
const LONG_TEXT: usize = 60;

/// What a sentence of a long text weighs, beside one of a short text or a title.
/// Set so that in a long text only rules of weight two thirds and more are shown: of the weaker
/// ones five of six were wrong on sixty news items written for this.
const LONG_TEXT_FACTOR: f64 = 0.75;

/// What a rule weighs whose concepts stand in two neighbouring sentences. Chosen with
/// [`LONG_TEXT_FACTOR`], so that in a long text only the surest rules reach over a full stop.
const JOINED_FACTOR: f64 = 0.75;

/// How many sentences may add up: more of the same is the length of the text, not its matter.
const WITNESSES: usize = 2;

/// No inference is certain.
const HIGHEST: f64 = 0.95;

/// A rule that applies to a sentence.
#[derive(Clone, PartialEq, Debug)]
pub struct Firing {
    /// Index into the rules of the scheme.
    pub rule: usize,
    /// Number of the sentence, over all passages.
    pub sentence: usize,
    /// The rule's weight, less in a long text.
    pub weight: f64,
    /// The words that hold its concepts.
    pub words: Vec<Span>,
}

/// Every rule that applies somewhere in the passages, whose words are given; the name of an
/// institution is no evidence of what was done there.
pub fn firings(
    passages: &[Passage],
    texts: &[SchemeWords],
    institutions: &[Span],
    scheme: &Scheme,
) -> Vec<Firing> {
    let length = texts.iter().map(|words| words.all.len()).sum::<usize>();
    let long = length > LONG_TEXT;
    let mut all: Vec<Firing> = Vec::new();
    let mut number = 0;
    for (passage, words) in passages.iter().zip(texts) {
        let factor = if long && words.all.len() > SHORT_PASSAGE {
            LONG_TEXT_FACTOR
        } else {
            1.0
        };
        let sentences = sentences(words);
        let line = length <= SHORT_PASSAGE;
        let found = in_sentences(*passage, words, &sentences, line, institutions, scheme);
        all.extend(found.into_iter().map(|firing| Firing {
            sentence: number + firing.sentence,
            weight: factor * firing.weight,
            ..firing
        }));
        number += sentences.len();
    }
    if length > SHORT_PASSAGE && !all.is_empty() && !is_of_the_field(texts, scheme) {
        all.clear();
    }
    all
}

/// Whether some word is the field's of the scheme. Any league has a board and seeks money; only
/// a short line may leave unsaid whose.
fn is_of_the_field(texts: &[SchemeWords], scheme: &Scheme) -> bool {
    let inference = scheme.compiled.inference();
    let mut hits = texts
        .iter()
        .flat_map(|words| inference.concepts.hits(words, 0, words.all.len()));
    inference.field == 0 || hits.any(|hit| inference.field >> hit.concept & 1 == 1)
}

/// The rules that apply in each sentence, then those that need it and the one before.
fn in_sentences(
    passage: Passage,
    words: &SchemeWords,
    sentences: &[Range<usize>],
    line: bool,
    institutions: &[Span],
    scheme: &Scheme,
) -> Vec<Firing> {
    let inference = scheme.compiled.inference();
    let mut hits: Vec<Vec<ConceptHit>> = sentences
        .iter()
        .map(|sentence| inference.concepts.hits(words, sentence.start, sentence.end))
        .collect();
    if !may_apply(&hits, &inference.rules) {
        return Vec::new();
    }
    // Codes and captions say what is stated; they are evidence of nothing more.
    let groups = code::groups(words, &scheme.compiled);
    let stated = statement::in_words(passage, words, &groups, scheme);
    let stated: Vec<Span> = stated.into_iter().map(|found| found.span).collect();
    let free = |hit: &ConceptHit| {
        let span = passage.locate(words.range(hit.first, hit.last));
        !stated.iter().any(|statement| statement.overlaps(span))
            && !names_one_person(words, hit, inference.people)
            && (line || !is_staff_of_one(words, hit, inference))
    };
    let is_named = |hit: &ConceptHit| {
        let span = passage.locate(words.range(hit.first, hit.last));
        institutions.iter().any(|name| name.contains(span))
    };
    for (sentence, hits) in sentences.iter().zip(&mut hits) {
        hits.retain(free);
        // Two houses in one sentence are told of together; one only says where.
        let span = passage.locate(words.range(sentence.start, sentence.end.saturating_sub(1)));
        let houses = institutions.iter().filter(|name| span.contains(**name));
        let own = |hit: &ConceptHit| inference.named >> hit.concept & 1 == 1 || !is_named(hit);
        if houses.take(2).count() < 2 {
            hits.retain(own);
        }
    }
    let own: Vec<Vec<Firing>> = hits
        .iter()
        .enumerate()
        .map(|(number, hits)| applied(passage, words, hits, scheme, number))
        .collect();
    let mut joined = Vec::new();
    for at in 1..sentences.len() {
        if words.before(sentences[at].start).contains("\n\n") {
            continue;
        }
        let goal = |firing: &Firing| &scheme.rules()[firing.rule].goal;
        let mut both = applied(passage, words, &hits[at - 1..=at].concat(), scheme, at);
        both.retain(|firing| {
            own[at - 1..=at]
                .iter()
                .flatten()
                .all(|known| goal(known) != goal(firing))
        });
        both.iter_mut()
            .for_each(|firing| firing.weight *= JOINED_FACTOR);
        joined.extend(both);
    }
    own.into_iter().flatten().chain(joined).collect()
}

/// Whether a hit is the office or the surname of a person, and no more.
fn names_one_person(words: &SchemeWords, hit: &ConceptHit, people: u128) -> bool {
    people >> hit.concept & 1 == 1 && office::is_office(words, hit.last)
        || hit.first == hit.last && office::is_surname_of_a_person(words, hit.first)
}

/// Whether a hit is the staff or the head of one body: those who hold whatever is held there.
fn is_staff_of_one(words: &SchemeWords, hit: &ConceptHit, inference: &Inference) -> bool {
    if inference.people >> hit.concept & 1 == 0 || hit.first == hit.last {
        return false;
    }
    let end = inference.concepts.hits(words, hit.last - 1, hit.last + 1);
    end.iter()
        .any(|known| known.last == hit.last && inference.one >> known.concept & 1 == 1)
}

/// Whether all concepts of some rule stand in one sentence or in two neighbours: in most texts none
/// do.
fn may_apply(hits: &[Vec<ConceptHit>], rules: &[Slots]) -> bool {
    let present: Vec<u128> = hits.iter().map(|hits| concepts(hits)).collect();
    let anywhere = present.iter().fold(0, |all, own| all | own);
    let before = std::iter::once(&0).chain(&present);
    let both: Vec<u128> = present
        .iter()
        .zip(before)
        .map(|(own, before)| own | before)
        .collect();
    let holds = |rule: &&Slots, present: u128| rule.all.iter().all(|slot| slot & present != 0);
    let mut rules = rules.iter().filter(|rule| holds(rule, anywhere));
    rules.any(|rule| both.iter().any(|present| holds(&rule, *present)))
}

/// The concepts of hits, a bit for each.
fn concepts(hits: &[ConceptHit]) -> u128 {
    hits.iter().fold(0, |bits, hit| bits | 1 << hit.concept)
}

/// Goals that the firings support, in the order of the scheme.
pub fn weigh(firings: &[Firing], scheme: &Scheme) -> Vec<NamedGoal> {
    let rules = scheme.rules();
    let mut all = Vec::new();
    for code in scheme.codes() {
        let mut own: Vec<&Firing> = firings
            .iter()
            .filter(|firing| rules[firing.rule].goal == code)
            .collect();
        own.sort_by(|a, b| {
            b.weight
                .total_cmp(&a.weight)
                .then(a.sentence.cmp(&b.sentence))
                .then(a.rule.cmp(&b.rule))
        });
        let Some(best) = own.first() else { continue };
        let mut witnesses: Vec<&Firing> = Vec::new();
        for firing in &own {
            if witnesses.len() < WITNESSES
                && witnesses
                    .iter()
                    .all(|known| known.sentence != firing.sentence)
            {
                witnesses.push(firing);
            }
        }
        let doubt: f64 = witnesses.iter().map(|firing| 1.0 - firing.weight).product();
        let mut words: Vec<Span> = witnesses
            .iter()
            .flat_map(|firing| &firing.words)
            .copied()
            .collect();
        words.sort_unstable();
        words.dedup();
        all.push(NamedGoal {
            scheme: scheme.name.clone(),
            code: code.to_owned(),
            initiative: rules[best.rule].initiative.clone(),
            basis: GoalBasis::Inferred,
            confidence: ((1.0 - doubt).min(HIGHEST) * 100.0).round() / 100.0,
            words,
            conflict: None,
        });
    }
    all
}

/// Ranges of words that belong together.
fn sentences(words: &SchemeWords) -> Vec<Range<usize>> {
    let count = words.all.len();
    if count <= SHORT_PASSAGE {
        return std::iter::once(0..count).collect();
    }
    let mut all = Vec::new();
    let mut start = 0;
    for at in 1..count {
        if at - start >= LONGEST_SENTENCE || ends_before(words, at) {
            all.push(start..at);
            start = at;
        }
    }
    all.push(start..count);
    all
}

/// Whether a sentence ends before the word `at`. The full stop of an initial or a short
/// abbreviation ends none.
fn ends_before(words: &SchemeWords, at: usize) -> bool {
    let gap = words.before(at);
    if gap == " " {
        return false;
    }
    if gap.contains("\n\n") || gap.contains(['!', '?', '…', ';', '•', '\t', '|']) {
        return true;
    }
    let spaced = gap.contains(". ") || gap.contains(".\n") || gap.contains(".\u{a0}");
    let capital = words.text[words.all[at].range.clone()]
        .starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    spaced && capital && words.folded(at - 1).chars().count() > 3
}

/// The rules that apply to the concepts of one sentence, or of two that follow each other.
fn applied(
    passage: Passage,
    words: &SchemeWords,
    hits: &[ConceptHit],
    scheme: &Scheme,
    sentence: usize,
) -> Vec<Firing> {
    let inference = scheme.compiled.inference();
    let present = concepts(hits);
    let mut all = Vec::new();
    for (rule, slots) in inference.rules.iter().enumerate() {
        if slots.unless & present != 0 || slots.all.iter().any(|slot| slot & present == 0) {
            continue;
        }
        if let Some(chosen) = closest(hits, &slots.all) {
            let words = chosen
                .iter()
                .map(|hit| passage.locate(words.range(hit.first, hit.last)))
                .collect();
            all.push(Firing {
                rule,
                sentence,
                weight: scheme.rules()[rule].weight,
                words,
            });
        }
    }
    all
}

/// The hits, one for each slot, that stand closest together; none where they are too far apart
/// or all of them are the same words.
fn closest(hits: &[ConceptHit], slots: &[u128]) -> Option<Vec<ConceptHit>> {
    let fits = |hit: &ConceptHit, slot: u128| slot >> hit.concept & 1 == 1;
    let (&anchor_slot, rest) = slots.split_first()?;
    let mut best: Option<(usize, Vec<ConceptHit>)> = None;
    'anchors: for anchor in hits.iter().filter(|hit| fits(hit, anchor_slot)) {
        let mut chosen = vec![*anchor];
        for &slot in rest {
            let taken = |hit: &ConceptHit| {
                chosen
                    .iter()
                    .any(|other| (other.first, other.last) == (hit.first, hit.last))
            };
            let near = hits
                .iter()
                .filter(|hit| fits(hit, slot) && !chosen.contains(hit))
                .min_by_key(|hit| (taken(hit), hit.first.abs_diff(anchor.first), hit.first));
            let Some(near) = near else { continue 'anchors };
            chosen.push(*near);
        }
        let first = chosen.iter().map(|hit| hit.first).min()?;
        let last = chosen.iter().map(|hit| hit.last).max()?;
        let same = chosen
            .iter()
            .all(|hit| (hit.first, hit.last) == (anchor.first, anchor.last));
        let width = last - first;
        if width <= WINDOW
            && (slots.len() == 1 || !same)
            && best.as_ref().is_none_or(|(known, _)| width < *known)
        {
            best = Some((width, chosen));
        }
    }
    best.map(|(_, chosen)| chosen)
}
