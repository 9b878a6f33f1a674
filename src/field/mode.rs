//! How people took part: in person, online or both.
//!
//! Phrases of `schemas/tables/mode-words.tsv` say it; a place where it was
//! held, an excursion or a visit shows it.

use super::phrases::Phrases;
use super::place::{self, FoundPlace};
use super::words::Words;
use crate::record::Mode;
use crate::span::{Found, Passage, Span};
use std::sync::LazyLock;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum ModeCue {
    Hybrid,
    Online,
    /// It was held in this form, wherever the words for a hall stand.
    Format,
    /// It could be followed from afar; online, where nobody is said to have met.
    Broadcast,
    InPerson,
    /// Shows that people were there.
    Shown,
    /// Says nothing of the activity (`online catalogue`).
    Passed,
    /// Only where nothing else stands in a cell for the way it was held.
    CellHybrid,
    CellInPerson,
    CellOnline,
}

static PHRASES: LazyLock<Phrases<ModeCue>> = LazyLock::new(|| {
    let mut phrases = Phrases::default();
    let table = include_str!("../../schemas/tables/mode-words.tsv");
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let Some((sort, list)) = line.split_once('\t') else {
            continue;
        };
        let sort = match sort {
            "hybrid" => ModeCue::Hybrid,
            "online" => ModeCue::Online,
            "format" => ModeCue::Format,
            "broadcast" => ModeCue::Broadcast,
            "in-person" => ModeCue::InPerson,
            "shown" => ModeCue::Shown,
            "cell-hybrid" => ModeCue::CellHybrid,
            "cell-in-person" => ModeCue::CellInPerson,
            "cell-online" => ModeCue::CellOnline,
            _ => ModeCue::Passed,
        };
        list.split(',').for_each(|phrase| phrases.add(phrase, sort));
    }
    phrases
});

/// One phrase: what it says, where, and in which passage.
struct ModePhrase {
    sort: ModeCue,
    span: Span,
    passage: usize,
}

/// What the words say or show (a hall, a platform); none where they tell nothing.
/// The rule is `stated` where a word says so and `shown` where it follows.
pub fn find(passages: &[Passage], language: Option<&str>) -> Option<Found<Mode>> {
    let all: Vec<Words> = passages
        .iter()
        .map(|passage| Words::new(*passage))
        .collect();
    find_in(&all, &place::find(passages, language))
}

/// The same for passages already cut into words, with the place read in them.
pub fn find_in(passages: &[Words], place: &FoundPlace) -> Option<Found<Mode>> {
    let clues: Vec<ModePhrase> = passages
        .iter()
        .enumerate()
        .flat_map(|(at, words)| clues(at, words))
        .collect();
    let first = |sort: ModeCue| clues.iter().find(|clue| clue.sort == sort);
    let stated = |span: Span, mode: Mode| {
        Some(Found {
            value: mode,
            span,
            rule: "stated",
        })
    };
    let shown = |span: Span, mode: Mode| {
        Some(Found {
            value: mode,
            span,
            rule: "shown",
        })
    };
    let hall = place
        .venue
        .as_ref()
        .filter(|venue| venue.rule != "venue-of-organizer");
    let format = first(ModeCue::Format);
    match (
        first(ModeCue::Hybrid),
        format.or_else(|| first(ModeCue::Online)),
        first(ModeCue::InPerson),
    ) {
        (Some(hybrid), ..) => stated(hybrid.span, Mode::Hybrid),
        (None, Some(online), Some(person)) => stated(online.span.join(person.span), Mode::Hybrid),
        (None, Some(online), None) if hall.is_some() && online.passage == 0 => {
            shown(hall.map_or(online.span, |hall| hall.span), Mode::Hybrid)
        }
        (None, Some(online), None) => {
            // Said in passing, of guests or of something else than what took place there.
            let there = hall.map(|hall| hall.span).or(city_before(place, online));
            let met = there.filter(|there| there.start < online.span.start && format.is_none());
            let followed = first(ModeCue::Broadcast).is_some();
            let mode = if followed {
                Mode::Hybrid
            } else {
                Mode::InPerson
            };
            met.map_or_else(
                || stated(online.span, Mode::Online),
                |there| shown(there, mode),
            )
        }
        (None, None, Some(person)) => stated(person.span, Mode::InPerson),
        (None, None, None) => {
            let broadcast = first(ModeCue::Broadcast).map(|clue| clue.span);
            let there = hall.map(|venue| venue.span);
            let event = first(ModeCue::Shown).map(|clue| clue.span);
            let city = place
                .city
                .as_ref()
                .filter(|city| !matches!(city.rule, "of-organizer" | "address"))
                .map(|city| city.span);
            let met = there
                .or(event)
                .or(city)
                .and_then(|span| shown(span, Mode::InPerson));
            met.or_else(|| broadcast.and_then(|span| stated(span, Mode::Online)))
        }
    }
}

/// The city in which something took place, where it is told of in a passage before that of a clue.
fn city_before(place: &FoundPlace, online: &ModePhrase) -> Option<Span> {
    let city = place.city.as_ref().filter(|city| city.rule == "located");
    city.filter(|_| online.passage > 1).map(|city| city.span)
}

/// Most words of a cell that says how an activity was held.
const CELL: usize = 10;

/// What a cell or label says that is there for nothing else: `mixed`, `очно`, `online (Zoom)`.
pub fn of_cell(cell: Passage) -> Option<Found<Mode>> {
    let words = Words::new(cell);
    if words.len() > CELL {
        return None;
    }
    let clues = clues(0, &words);
    let has = |sorts: &[ModeCue]| clues.iter().any(|clue| sorts.contains(&clue.sort));
    let online = has(&[
        ModeCue::Online,
        ModeCue::Format,
        ModeCue::CellOnline,
        ModeCue::Broadcast,
    ]);
    let person = has(&[ModeCue::InPerson, ModeCue::CellInPerson]);
    let mode = match (has(&[ModeCue::Hybrid, ModeCue::CellHybrid]), online, person) {
        (true, ..) | (_, true, true) => Mode::Hybrid,
        (_, true, _) => Mode::Online,
        (_, _, true) => Mode::InPerson,
        _ => return None,
    };
    // A hall beside it is a place.
    let told: usize = clues.iter().map(|clue| clue.span.len()).sum();
    let enough = 3 * told >= cell.text.trim().len();
    enough.then(|| cell.found(0..cell.text.len(), mode, "stated"))
}

fn clues(passage: usize, words: &Words) -> Vec<ModePhrase> {
    let mut clues = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match PHRASES.read(words, at) {
            Some((count, sort)) => {
                clues.push(ModePhrase {
                    sort,
                    span: words.passage.locate(words.range(at..at + count)),
                    passage,
                });
                at += count;
            }
            None => at += 1,
        }
    }
    clues
}
