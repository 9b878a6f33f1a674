//! Days that a reader sees: `time` elements, boxes whose names say date, and
//! short lines that have the form of a date.
//!
//! The words are handed on as they stand, with a weight for the place: between
//! headline and text stands the day of publication; right above the headline
//! may; far above it stands today's, and behind the text stand the days of
//! other articles, unless a word says what they are.

use super::dateline::{self, DayLabel, SHORT, is_dated, parts};
use super::moment;
use super::said::PageCandidates;
use super::sight::{Sight, between, locate, runs_at, text};
use crate::document::{Builder, Property, Rule, Witness};
use crate::lexicon::{LEXICON, is_one_of};
use crate::reader::html::names::Tag;
use crate::span::Span;
use scraper::node::Element;

/// Where a run stands about headline and text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum RunPlace {
    /// Between headline and text.
    Head,
    /// Right above the headline.
    Above,
    /// Among the first paragraphs.
    Opening,
    /// Right behind the text.
    Foot,
    /// Anywhere else, but not in a part that is about other things.
    Far,
}

/// How a day was seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum DayForm {
    Time,
    /// A box whose name says date.
    Named,
    Line,
}

/// How far a day is believed that no word explains, by its place and as a `time` element, a box
/// with a name, a line. Weighed against each other on wcxb-dev; far from the text none is believed.
const UNEXPLAINED: [(RunPlace, [f32; 3]); 4] = [
    (RunPlace::Head, [0.65, 0.5, 0.45]),
    (RunPlace::Above, [0.5, 0.4, 0.25]),
    (RunPlace::Opening, [0.4, 0.3, 0.25]),
    (RunPlace::Foot, [0.3, 0.23, 0.21]),
];

/// How far a day is believed that no word explains; 0 for not at all.
fn weight(place: RunPlace, form: DayForm) -> f32 {
    let row = UNEXPLAINED.iter().find(|(known, _)| *known == place);
    row.map_or(0.0, |(_, weights)| weights[form as usize])
}

/// How far the day of a place and a day before the first sentence is believed.
const OPENING: f32 = 0.3;

/// What a word for publishing adds.
const LABELLED: f32 = 0.1;

/// How far above the headline a day may stand that is about it.
const ABOVE: usize = 6;

/// Runs behind the text that may be about it.
const FOOT: usize = 8;

/// Words of a line that is nothing but a day: `Montag, den 12. März 2015, 14:30 Uhr`.
const WORDS: usize = 7;

/// Characters of a line that is a label for the next one: `This page was last updated:`.
const LABEL: u32 = 32;

/// Parts of the names that systems give to the day of a change.
const CHANGED: [&str; 4] = ["updated", "modif", "changed", "lastmod"];

/// Days that were seen, in the order of the page.
#[derive(Default)]
pub struct Seen(Vec<Day>);

struct Day {
    run: usize,
    place: RunPlace,
    labelled: bool,
    property: Property,
    value: String,
    witness: Witness,
    weight: f32,
}

impl Seen {
    /// Adds what can be told apart: several days outside the head that nothing explains
    /// are those of other things.
    pub fn finish(self, said: &mut PageCandidates) {
        let doubtful = |day: &Day| day.place != RunPlace::Head && !day.labelled;
        let several = |place: RunPlace| {
            let mut days = self
                .0
                .iter()
                .filter(|day| day.place == place && doubtful(day));
            let first = days.next();
            first.is_some_and(|first| {
                days.any(|day| day.run != first.run && day.value != first.value)
            })
        };
        let places = [
            RunPlace::Above,
            RunPlace::Opening,
            RunPlace::Foot,
            RunPlace::Far,
        ];
        let lists: Vec<RunPlace> = places.into_iter().filter(|&place| several(place)).collect();
        for day in &self.0 {
            if !(doubtful(day) && lists.contains(&day.place)) {
                said.0.push((
                    day.property,
                    day.value.clone(),
                    day.witness.clone(),
                    day.weight,
                ));
            }
        }
    }

    /// A `time` element.
    pub fn time(&mut self, sight: &Sight, node: u32, builder: &mut Builder) {
        let words = text(sight.view.page, node);
        self.element(sight, node, DayForm::Time, &words, builder);
    }

    /// An element with a moment for machines, between headline and text of an article.
    pub fn stamped(&mut self, sight: &Sight, node: u32, builder: &mut Builder) {
        let run = runs_at(sight.view.page, node).start;
        if place(sight, run) == Some(RunPlace::Head) && sight.view.page.says_article() {
            self.named(sight, node, builder);
        }
    }

    /// A box whose name says date, with no `time` in it.
    pub fn named(&mut self, sight: &Sight, node: u32, builder: &mut Builder) {
        let page = sight.view.page;
        let inner = node as usize + 1..page.nodes[node as usize].end as usize;
        if page.nodes[inner].iter().any(|n| n.tag == Tag::Time) {
            return;
        }
        let words = text(page, node);
        if words.len() <= 120 {
            self.element(sight, node, DayForm::Named, &words, builder);
        }
    }

    fn element(
        &mut self,
        sight: &Sight,
        node: u32,
        form: DayForm,
        words: &str,
        builder: &mut Builder,
    ) {
        let page = sight.view.page;
        let run = runs_at(page, node).start;
        let Some(place) = place(sight, run) else {
            return;
        };
        let stamp = page.element(node).and_then(stamp);
        let shown = parts(words)
            .find(|part| is_dated(part) && part.chars().count() <= SHORT)
            .unwrap_or("");
        let label = label(sight, node, run, words);
        if label == DayLabel::Event || dateline::is_span(shown) {
            return;
        }
        let span = locate(sight.view, builder, run, shown);
        let value = match (stamp, span) {
            (Some(stamp), _) => stamp,
            (None, _) if !shown.is_empty() => shown.to_owned(),
            _ => return,
        };
        self.add((run, place), form, label, value, span);
        if place == RunPlace::Head || place == RunPlace::Above {
            sight.byline(run);
        }
    }

    /// A line of text: its parts that have the form of a date.
    pub fn line(&mut self, sight: &Sight, run: usize, words: &str, builder: &mut Builder) {
        let Some(place) = place(sight, run) else {
            return;
        };
        // A copyright line gives no day of the page, and one below a photograph that of the
        // photograph.
        let caption =
            sight.view.choice.asides[run] == Some(Rule::Caption) && !dateline::is_dateline(words);
        if caption || words.contains('©') || !is_dated(words) {
            return;
        }
        // A headline may speak of a day, or be nothing but one.
        if sight.view.page.runs[run].heading > 0 && !dateline::is_dateline(words) {
            return;
        }
        for part in parts(words).filter(|part| is_dated(part)) {
            let label = match DayLabel::of(part) {
                DayLabel::None if part.len() == words.len() => label_before(sight, run, ""),
                label => label,
            };
            let short = part.chars().count() <= SHORT;
            // A line `Date: 5 May` among the paragraphs is an event's.
            let day = || {
                place != RunPlace::Head && words.starts_with(part) && dateline::opens_with_day(part)
            };
            let event = label == DayLabel::Event
                || dateline::is_span(part)
                || (label == DayLabel::None && day());
            // Beside the headline a day may stand among other words; elsewhere that is a sentence.
            let bare =
                short && (place == RunPlace::Head || part.split_whitespace().count() <= WORDS);
            if event || !(bare || label != DayLabel::None) {
                continue;
            }
            let span = locate(sight.view, builder, run, part);
            self.add((run, place), DayForm::Line, label, part.to_owned(), span);
            if place == RunPlace::Head && short {
                sight.byline(run);
            }
        }
    }

    /// The day that a text opens with, as reports of agencies do: `LONDON, Aug. 1, 2019 – The
    /// library …`.
    pub fn opening(&mut self, sight: &Sight, run: usize, words: &str, builder: &Builder) {
        let Some(part) = dateline::opening(words) else {
            return;
        };
        if let Some(span) = locate(sight.view, builder, run, part) {
            let (property, value, witness) =
                (Property::Published, part.to_owned(), Witness::Text(span));
            self.0.push(Day {
                run,
                place: RunPlace::Head,
                labelled: false,
                property,
                value,
                witness,
                weight: OPENING,
            });
        }
    }

    fn add(
        &mut self,
        (run, place): (usize, RunPlace),
        form: DayForm,
        label: DayLabel,
        value: String,
        span: Option<Span>,
    ) {
        let labelled = label != DayLabel::None;
        let weight = weight(place, form) + if labelled { LABELLED } else { 0.0 };
        if weight > 0.0 {
            let property = if label == DayLabel::Modified {
                Property::Modified
            } else {
                Property::Published
            };
            let witness = span.map_or_else(
                || Witness::Outside("visible:dateline".into()),
                Witness::Text,
            );
            self.0.push(Day {
                run,
                place,
                labelled,
                property,
                value,
                witness,
                weight,
            });
        }
    }
}

/// Where a run stands; none in parts that are about other things. Between headline and
/// text nothing is: what is called a banner there holds the headline.
fn place(sight: &Sight, run: usize) -> Option<RunPlace> {
    // The day of a row or a photograph is not the page's.
    if sight.view.choice.table_at(run).is_some()
        || sight.view.page.runs.get(run).is_some_and(|run| run.caption)
    {
        return None;
    }
    let aside = sight.view.choice.asides.get(run).copied().flatten();
    let other = matches!(
        aside,
        Some(Rule::Comments | Rule::Related | Rule::Navigation | Rule::Popup | Rule::Advertisement)
    );
    match sight.headline {
        _ if aside == Some(Rule::Lead) => Some(RunPlace::Head),
        _ if aside == Some(Rule::Tail) => Some(RunPlace::Foot),
        Some(headline) if run >= headline && run <= sight.body => Some(RunPlace::Head),
        None if run <= sight.body
            && sight.near.contains(&run)
            && aside != Some(Rule::Navigation) =>
        {
            Some(RunPlace::Head)
        }
        _ if other => None,
        Some(headline) if run < headline && run + ABOVE >= headline => Some(RunPlace::Above),
        _ if run > sight.body && sight.near.contains(&run) => Some(RunPlace::Opening),
        _ if run > sight.end && run <= sight.end + FOOT => Some(RunPlace::Foot),
        _ => Some(RunPlace::Far),
    }
}

/// The moment that an element carries for machines.
fn stamp(element: &Element) -> Option<String> {
    let carries = |name: &str| matches!(name, "datetime" | "title" | "content") || is_stamp(name);
    element
        .attrs()
        .filter(|(name, _)| carries(name))
        .find_map(|(_, value)| moment::parse(value))
}

/// Whether an element carries a moment in an attribute of the page's own making.
pub fn carries_stamp(element: &Element) -> bool {
    element
        .attrs
        .iter()
        .any(|(name, value)| is_stamp(&name.local) && moment::parse(value).is_some())
}

/// `data-date`, `data-utc-time`, `data-timestamp` …
pub fn is_stamp(name: &str) -> bool {
    let Some(name) = name.strip_prefix("data-").map(str::as_bytes) else {
        return false;
    };
    (0..name.len()).any(|at| match name[at] {
        b'd' => name[at..].starts_with(b"date"),
        b't' => name[at..].starts_with(b"time"),
        b'p' => name[at..].starts_with(b"publish"),
        b's' => name[at..].starts_with(b"stamp"),
        b'u' => name[at..].starts_with(b"utc"),
        _ => false,
    })
}

/// What the names of an element, its words, or the words before it say of its day.
fn label(sight: &Sight, node: u32, run: usize, words: &str) -> DayLabel {
    let own = parts(words)
        .find(|part| is_dated(part))
        .map_or(DayLabel::None, DayLabel::of);
    match own {
        DayLabel::None if named_modified(sight, node) => DayLabel::Modified,
        DayLabel::None => {
            let page = sight.view.page;
            let first = page.runs.get(run).map_or(node, |run| run.first);
            label_before(sight, run, &between(page, first, node))
        }
        label => label,
    }
}

/// The label that the words before a day end with, or the one in a short line of its own.
fn label_before(sight: &Sight, run: usize, before: &str) -> DayLabel {
    if !before.is_empty() {
        return parts(before).last().map_or(DayLabel::None, DayLabel::of);
    }
    let above = run.checked_sub(1).map(|above| &sight.view.page.runs[above]);
    let Some(above) = above.filter(|above| above.chars <= LABEL && above.digits == 0) else {
        return DayLabel::None;
    };
    let line = sight.view.page.plain(above);
    match parts(&line).last().map_or(DayLabel::None, DayLabel::of) {
        // `When` may begin a headline.
        DayLabel::Event if !is_one_of(&line, &LEXICON.event_label) => DayLabel::None,
        label => label,
    }
}

fn named_modified(sight: &Sight, node: u32) -> bool {
    let page = sight.view.page;
    page.ancestors(node).take(2).any(|n| {
        page.element(n).is_some_and(|e| {
            let names = [e.attr("class"), e.attr("itemprop")];
            names.iter().flatten().any(|v| {
                let v = v.to_ascii_lowercase();
                CHANGED.iter().any(|part| v.contains(part)) && !v.contains("published")
            })
        })
    })
}
