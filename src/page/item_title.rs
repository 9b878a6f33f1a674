//! The titles of the records of a list: which line is one, and what of the line is.
//!
//! A unit that opens a record is its title by the way the list opens its records ([`is_title`]); a
//! day of publication before or behind it, the words for the rest of the text and the sentences
//! behind a name are cut off, as far as the other items do the same ([`ListHabit`]).

use super::reading::{Reading, Step, opening};
use super::unit::Unit;
use super::units::Units;
use super::ways::Opening;
use crate::document::{Document, Witness};
use crate::draft::Title;
use crate::field::{date, title};
use crate::lexicon::cues::{self, Cue};
use crate::record::{Precision, TitleBasis};
use crate::span::{Passage, Span};

/// Characters and words of an item that may be its title.
const TITLE: usize = 200;
const TITLE_WORDS: usize = 28;

/// Whether the unit that opens a record is its title.
pub fn is_title(units: &Units, step: Step, at: usize, way: Opening) -> bool {
    let unit = &units.all[at];
    match way {
        Opening::Heading(_) | Opening::Title | Opening::Label => true,
        Opening::Family(_) => unit.is_heading() || units.titled[at] || unit.linked > 70,
        // A day and a title on one line: `24.09.2020 Contest of readers`.
        Opening::Lead => {
            let one = title::first_sentence(Passage::new(unit.own())).is_none();
            !unit.form.prose && !unit.form.ends && unit.chars <= TITLE && one
        }
        Opening::Mark(_) => {
            let short = unit.chars <= TITLE && unit.words <= TITLE_WORDS && step.end - at > 1;
            unit.form.title || short
        }
        _ => false,
    }
}

/// The words of a unit without its mark, emphasis and quotes around the whole.
pub fn own(unit: &Unit) -> Span {
    let text = unit.own();
    let kept = text.trim_matches(|c: char| matches!(c, '*' | '_') || c.is_whitespace());
    let start = unit.span.end - text.len() as u32;
    let from = start + (kept.as_ptr() as usize - text.as_ptr() as usize) as u32;
    Span {
        start: from,
        end: from + kept.len() as u32,
    }
}

/// Signs that part a date from the title beside it.
const PARTING: &[char] = &['-', '–', '—', '|', ',', ':', ';', '('];

/// What the items of a list have in common.
#[derive(Default)]
pub struct ListHabit {
    /// A whole day stands before the title, in letters too: `21 May 2021 Contest of readers`.
    pub stamped: bool,
    /// The words for the rest of the text stand behind the title.
    more: bool,
    /// The days beside titles are those of the events.
    pub programme: bool,
}

/// Of ten items so many make a habit, and items of the shortest list that has one.
const HABIT: usize = 6;
const HABITUAL: usize = 2;

impl ListHabit {
    pub fn of(document: &Document, units: &Units, reading: &Reading) -> ListHabit {
        let steps = reading.steps.iter().filter(|step| step.way.is_some());
        let openings: Vec<Span> = steps
            .filter_map(|step| Some(own(&units.all[opening(units, *step)?])))
            .collect();
        let usual = |has: &dyn Fn(Span) -> bool| {
            let count = openings.iter().filter(|span| has(**span)).count();
            count >= HABITUAL && count * 10 >= openings.len() * HABIT
        };
        let stamped = |line: Span| without_stamp(document, line, true).1.is_some();
        ListHabit {
            stamped: usual(&stamped),
            more: usual(&|line| ends_in_more(document, line).is_some()),
            programme: units.programme && !tells_other_days(units, reading),
        }
    }

    pub fn without_more(&self, document: &Document, heading: Span) -> Span {
        let rest = ends_in_more(document, heading).filter(|_| self.more);
        rest.unwrap_or(heading)
    }
}

/// Whether the texts of a list tell of earlier days than the lines beside them, as often as of the
/// same: then the lines say when the texts were published, whatever the page is called.
fn tells_other_days(units: &Units, reading: &Reading) -> bool {
    let (mut same, mut other) = (0, 0);
    for step in reading.steps.iter().filter(|step| step.way.is_some()) {
        let inside = &units.all[step.start..step.end];
        let beside = inside.iter().find(|unit| unit.dates.only);
        let Some(line) = beside.and_then(|unit| unit.dates.first) else {
            continue;
        };
        let told = inside.iter().filter(|unit| !unit.is_dateline());
        let day = told
            .clone()
            .find_map(|unit| unit.dates.day.and(unit.dates.first));
        match day {
            Some(day) if day < line => other += 1,
            Some(day) if day == line => same += 1,
            // A day to come is a last day, or that of what is announced.
            Some(_) => {}
            None => other += usize::from(told.clone().any(|unit| unit.dates.today)),
        }
    }
    other > 0 && other >= same
}

/// A line without the word for the rest of the text at its end, where it has one.
fn ends_in_more(document: &Document, line: Span) -> Option<Span> {
    let text = line.of(&document.text);
    let (rest, last) = text.trim_end().rsplit_once(char::is_whitespace)?;
    let rest = rest.trim_end();
    let more = cues::is_all(last, Cue::More) && rest.contains(char::is_whitespace);
    more.then(|| Span {
        start: line.start,
        end: line.start + rest.len() as u32,
    })
}

/// A title without the day of publication that stands before or behind it in figures, with
/// nothing but a space between (`07.10.2020 Results of the contest`), and that day; in letters
/// where that is the list's habit. Behind a comma or a dash a day is the event's.
pub fn without_stamp(document: &Document, heading: Span, letters: bool) -> (Span, Option<Span>) {
    let passage = document.passage(heading);
    let dates = date::find(passage, None, &date::Reference::default());
    let dates: Vec<_> = dates
        .into_iter()
        .filter(|date| date.value.precision == Precision::Day)
        .collect();
    let figures = |span: Span| {
        let text = span.of(&document.text);
        let year = || {
            text.split(|c: char| !c.is_ascii_digit())
                .any(|n| n.len() == 4)
        };
        let opens = span.start == heading.start;
        !text.contains(char::is_alphabetic) || letters && opens && year()
    };
    let rest = |stamp: Span| match (stamp.start == heading.start, stamp.end == heading.end) {
        (true, false) => Some(Span {
            start: stamp.end,
            end: heading.end,
        }),
        (false, true) => Some(Span {
            start: heading.start,
            end: stamp.start,
        }),
        _ => None,
    };
    let stamps = dates
        .iter()
        .map(|date| date.span)
        .filter(|span| figures(*span));
    let Some((stamp, rest)) = stamps
        .filter_map(|stamp| Some((stamp, rest(stamp)?)))
        .next()
    else {
        return (heading, None);
    };
    let title = document.passage(rest).trim();
    let parted = title.text.starts_with(PARTING) || title.text.ends_with(PARTING);
    if parted || title.text.split_whitespace().nth(1).is_none() {
        return (heading, None);
    }
    (title.span(), Some(stamp))
}

/// Words of the longest name that opens a text.
const NAME_WORDS: usize = 20;

/// The name of an activity that opens its own text, and the text behind it: `4 May: Quiz "Know
/// your city" (Osh). Forty children came`. None where the first sentence tells what was done.
pub fn opening_name(document: &Document, text: Span) -> Option<(Title, Span)> {
    let passage = document.passage(text);
    let dates = date::find(passage, None, &date::Reference::default());
    let first = dates
        .first()
        .map(|date| date.span)
        .filter(|date| date.start == text.start);
    let behind = document.passage(first.map_or(text, |date| Span {
        start: date.end,
        end: text.end,
    }));
    let rest = behind
        .text
        .trim_start_matches(|c: char| c.is_whitespace() || PARTING.contains(&c));
    let parted = &behind.text[..behind.text.len() - rest.len()];
    let rest = document.passage(Span {
        start: text.end - rest.len() as u32,
        end: text.end,
    });
    // `4 May, Osh. Quiz "Know your city". Forty came`: the place has a sentence of its own.
    let placed = title::first_sentence(rest)
        .filter(|(place, _)| first.is_some() && title::is_whereabouts(place.text))
        .map(|(_, next)| from(document, text, next));
    let rest = placed.unwrap_or(rest);
    let (sentence, next) = title::first_sentence(rest).unwrap_or((rest, text.end));
    let lowered = sentence.text.to_lowercase();
    let cues = cues::Cues::of(&lowered);
    let calm = !cues.has(Cue::Deed) && cues::past(&lowered, &cues) == 0;
    // What stands between a day with its place, or a day with a colon, and the text is the name
    // whatever its words are.
    let framed = next < text.end && (placed.is_some() || parted.contains(':'));
    let short = sentence.text.split_whitespace().count() <= NAME_WORDS;
    let named = match first {
        Some(_) => parted.contains(PARTING),
        None => next < text.end && (cues.has(Cue::Kind) || cues.has(Cue::Weak)),
    };
    let opens = !rest.text.is_empty() && !rest.text.starts_with(char::is_lowercase);
    (named && (calm || framed) && short && opens).then(|| {
        let title = titled(document, sentence.span(), true);
        (title, from(document, text, next).span())
    })
}

/// A text from an offset of the document on.
fn from(document: &Document, text: Span, start: u32) -> Passage<'_> {
    let rest = Span { start, ..text };
    document.passage(rest).trim()
}

/// A stated title: without the date, place and mode at its end where a date stands there; the
/// heading of a report also without its organization and the sentences behind its name.
pub fn titled(document: &Document, heading: Span, report: bool) -> Title {
    let passage = document.passage(heading);
    let dates = date::find(passage, None, &date::Reference::default());
    let passage = without_leading_day(passage, dates.first().map(|found| found.span));
    let passage = if report {
        title::ordinal(passage).1
    } else {
        passage
    };
    let inside = |date: &Span| passage.span().contains(*date);
    let last = dates.last().map(|found| found.span).filter(inside);
    let ends = last.is_some_and(|date| is_set_off(passage, date));
    let named = if report {
        opening_sentence(passage)
    } else {
        passage
    };
    let name = if report {
        title::of_heading(if ends { passage } else { named }, last)
    } else {
        passage
    };
    Title {
        text: name.text.to_owned(),
        basis: TitleBasis::Stated,
        witness: Some(Witness::Text(name.span())),
    }
}

/// `12.04.2019 – Exhibition of carpets`: a day in figures before a dash or colon tells when; in
/// letters it may be a holiday (`1 June – Children's Day`).
fn without_leading_day(heading: Passage<'_>, day: Option<Span>) -> Passage<'_> {
    let Some(day) = day.filter(|day| day.start == heading.start && day.end < heading.span().end)
    else {
        return heading;
    };
    let (figures, behind) = (
        &heading.text[..day.len()],
        heading.slice(day.len()..heading.text.len()),
    );
    if figures.contains(char::is_alphabetic) {
        return heading;
    }
    let rest = behind
        .text
        .trim_start_matches(|c: char| c.is_whitespace() || PARTING.contains(&c));
    let parted = behind.text.len() - rest.len();
    let dashed = behind.text[..parted].contains(['–', '—', '-', ':', '|']);
    if dashed && rest.contains(char::is_alphabetic) {
        behind.slice(parted..behind.text.len())
    } else {
        heading
    }
}

/// The first sentence; all of it where there is one.
fn opening_sentence(heading: Passage<'_>) -> Passage<'_> {
    title::first_sentence(heading).map_or(heading, |(first, _)| first)
}

/// Whether a date ends a heading behind a comma, a dash or a bracket.
fn is_set_off(heading: Passage, date: Span) -> bool {
    let end = heading.span().end;
    let behind = &heading.text[heading.text.len() - (end - date.end) as usize..];
    let before = heading.text[..(date.start - heading.start) as usize].trim_end();
    !behind.contains(char::is_alphanumeric) && before.ends_with(PARTING)
}
