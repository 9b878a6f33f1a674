//! Drafts: activities as they were cut out of a document.
//!
//! A [`Draft`] says *where* things stand (heading, text, objectives, goal
//! lines); [`Findings`] say what the field readers found there. `normalize`
//! turns both into a record.

mod parts;

use crate::document::{Block, Document, Kind, Link, Witness};
use crate::field::attendance::{self, FoundAttendance};
use crate::field::country::Country;
use crate::field::date::cue::{self, Setting};
use crate::field::date::{Reference, When};
use crate::field::goal::{self, NamedGoal};
use crate::field::organization::{self, FoundOrganization};
use crate::field::person::FoundPerson;
use crate::field::place::{self, FoundPlace};
use crate::field::words::Words;
use crate::field::{activity_type, country, date, language, link, mode};
use crate::record::{ActivityKind, ActivityType, Mode, TitleBasis};
use crate::scheme::Scheme;
use crate::span::{Found, Passage, Span};
use parts::Stated;
use std::collections::BTreeSet;

/// How sure the language of a draft must be, and of how many bytes, to go before the page's: short
/// texts of names and numbers are taken for anything. Set by hand on the fixtures.
const SURE: f32 = 0.9;
const LONG: usize = 80;

/// Bytes of one activity's text that field readers take, some 200 printed pages: what they find
/// is held many times over. All of the text stays in the description.
pub const READ: usize = 1 << 20;

/// One activity as it lies in the document.
#[derive(Clone, Debug)]
pub struct Draft {
    pub kind: ActivityKind,
    /// Index of the draft it is a stage of.
    pub parent: Option<usize>,
    /// All of it, from its first to its last word.
    pub extent: Span,
    pub ordinal: Option<Found<u32>>,
    pub title: Option<Title>,
    /// The verbatim heading or headline; read before the text.
    pub heading: Option<Span>,
    /// The passages of the description, in order.
    pub body: Vec<Span>,
    /// The table cell that names the country.
    pub country: Option<CountryCell>,
    /// The table cell that holds the date, where dates have a column of their own.
    pub when: Option<Span>,
    /// Words with the year that its dates leave out: of a report's title, or a section.
    pub year: Option<Span>,
    /// Lines in which goals are stated.
    pub goal_lines: Vec<Span>,
    /// Trimmed objectives, in order.
    pub objectives: Vec<Span>,
    /// Words that give the item's own publication date.
    pub published: Option<Span>,
    /// What stands under a column's header or behind a label, by what that says.
    pub parts: Vec<Part>,
}

/// A cell or the rest of a labelled line, and what its header or label says of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Part {
    pub role: Role,
    pub span: Span,
}

/// What a column of a table, or a label before a colon, tells of an activity.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    Number,
    Country,
    Date,
    DateAndPlace,
    /// A month, quarter or season of a plan.
    Period,
    Time,
    Place,
    Title,
    Description,
    Organizer,
    Speaker,
    Partner,
    Participants,
    Mode,
    Type,
    Goals,
    Objectives,
    Results,
    Link,
    Budget,
    Note,
    /// Telephones, positions and names of staff: no activity's.
    Contact,
    /// Loans, visits and other counts of a library's work.
    Statistic,
}

/// The title, where it was seen and whether the source has it.
#[derive(Clone, PartialEq, Debug)]
pub struct Title {
    pub text: String,
    pub basis: TitleBasis,
    pub witness: Option<Witness>,
}

/// The cell of the country column that holds for a row.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct CountryCell {
    pub span: Span,
    /// It stands in an earlier row.
    pub carried: bool,
}

impl Draft {
    /// A draft of which nothing is known but its kind and place.
    pub fn new(kind: ActivityKind, extent: Span) -> Draft {
        Draft {
            kind,
            parent: None,
            extent,
            ordinal: None,
            title: None,
            heading: None,
            body: Vec::new(),
            country: None,
            when: None,
            year: None,
            goal_lines: Vec::new(),
            objectives: Vec::new(),
            published: None,
            parts: Vec::new(),
        }
    }

    /// Whether labelled lines tell of it as a form does: of two things at least.
    pub fn is_labelled(&self) -> bool {
        self.parts.len() + usize::from(self.when.is_some()) >= 2
    }

    /// Heading and text, as field readers take them: no more than [`READ`] bytes.
    fn passages<'d>(&self, document: &'d Document) -> Vec<Passage<'d>> {
        let mut left = READ;
        let read = |&span: &Span| {
            let passage = document.passage(span);
            let text = &passage.text[..passage.text.floor_char_boundary(left)];
            left -= text.len();
            Passage { text, ..passage }
        };
        self.heading
            .iter()
            .chain(&self.body)
            .map(read)
            .filter(|passage| !passage.text.is_empty())
            .collect()
    }

    /// Whether the text is longer than what field readers take of it.
    pub fn is_overlong(&self) -> bool {
        self.heading
            .iter()
            .chain(&self.body)
            .map(|span| span.len())
            .sum::<usize>()
            > READ
    }
}

/// What the field readers found in the passages of a draft.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    pub language: Option<String>,
    pub dates: Vec<Found<When>>,
    /// How each of the dates stands in its sentence.
    pub settings: Vec<Setting>,
    pub countries: Vec<Found<Country>>,
    pub place: FoundPlace,
    pub organizations: Vec<FoundOrganization>,
    pub people: Vec<FoundPerson>,
    pub mode: Option<Found<Mode>>,
    pub kind_of: Option<Found<ActivityType>>,
    pub stated: Vec<Found<NamedGoal>>,
    pub supported: Vec<NamedGoal>,
    pub urls: Vec<Found<String>>,
    /// What came of it, where a column or label has it.
    pub results: Vec<Span>,
    pub attendance: Option<Found<FoundAttendance>>,
}

impl Findings {
    /// Lets every field reader over the passages of a draft. `page_language` is the language
    /// of the whole page, which a short passage may be too short to show.
    pub fn read(
        document: &Document,
        draft: &Draft,
        page_language: Option<&str>,
        reference: &Reference,
        scheme: &Scheme,
    ) -> Findings {
        let passages = draft.passages(document);
        let language = own_language(&passages).or_else(|| page_language.map(str::to_owned));
        let tag = language.as_deref();
        let words: Vec<Words> = passages
            .iter()
            .map(|&passage| Words::new(passage))
            .collect();
        let mut mentions: Vec<_> = words
            .iter()
            .map(|words| organization::mentions(words, tag))
            .collect();
        organization::carry(&words, &mut mentions);
        let place = place::find_in(&words, &mentions, tag);
        if let Some(venue) = &place.venue {
            organization::welcome(&mut mentions, venue);
        }
        organization::lead(&words, &mut mentions);
        let institutions: Vec<Span> = mentions.iter().flatten().map(|name| name.span).collect();
        let goals = goal::read(&passages, &institutions, scheme);
        let cell = draft.when.map(|cell| document.passage(cell));
        let (dates, settings) = dates(cell, &words, tag, reference);
        let mode = mode::find_in(&words, &place);
        let attendance = attendance::find_in(&words);
        let countries = words
            .iter()
            .flat_map(|words| country::find_in(words, tag))
            .map(|(_, found)| found)
            .collect();
        let naming = parts::naming(document, draft);
        let (organizations, people) = parts::names(&naming, words, mentions, tag);
        let stated = Stated::read(document, draft, scheme, tag);
        let mut findings = Findings {
            dates,
            settings,
            countries,
            people,
            organizations,
            mode,
            place,
            kind_of: activity_type::find(&passages),
            stated: goal_lines(document, draft, scheme)
                .chain(goals.coded)
                .collect(),
            supported: goals.supported,
            urls: urls(document, draft, &passages),
            results: Vec::new(),
            attendance,
            language,
        };
        findings.take(stated);
        findings
    }
}

impl Findings {
    /// What the page as a whole is judged by, once the activity is made: with many rows the rest
    /// takes room.
    pub fn settled(mut self) -> Findings {
        (self.people, self.urls, self.results) = Default::default();
        (self.stated, self.supported) = Default::default();
        self.dates.retain(|date| date.value.yearless.is_some());
        self.settings = Vec::new();
        self.dates.shrink_to_fit();
        self
    }
}

/// The dates of a cell and of the passages, and how each stands in its sentence.
fn dates(
    cell: Option<Passage>,
    words: &[Words],
    language: Option<&str>,
    reference: &Reference,
) -> (Vec<Found<When>>, Vec<Setting>) {
    let find = |passage: Passage| date::find(passage, language, reference);
    let mut dates = cell.map(find).unwrap_or_default();
    // Under a header for dates day and month in numbers are enough.
    if dates.is_empty() {
        dates.extend(cell.and_then(|cell| date::of_cell(cell, reference)));
    }
    let mut settings = vec![Setting::default(); dates.len()];
    for words in words {
        let found = find(words.passage);
        settings.extend(cue::settings(words, &found, language));
        dates.extend(found);
    }
    (dates, settings)
}

/// The language of the passages, where they are long enough to show it.
fn own_language(passages: &[Passage]) -> Option<String> {
    let texts: Vec<&str> = passages.iter().map(|passage| passage.text).collect();
    let text = texts.join("\n");
    let sure = |(_, confidence): &(&str, f32)| *confidence >= SURE && text.len() >= LONG;
    language::detect(&text)
        .filter(sure)
        .map(|(tag, _)| tag.to_owned())
}

/// Goals stated in lines of their own.
fn goal_lines(
    document: &Document,
    draft: &Draft,
    scheme: &Scheme,
) -> impl Iterator<Item = Found<NamedGoal>> {
    draft
        .goal_lines
        .iter()
        .flat_map(|&span| goal::stated(document.passage(span), scheme))
}

/// Addresses written in the draft's own text, and targets of links inside it; each once.
fn urls(document: &Document, draft: &Draft, passages: &[Passage]) -> Vec<Found<String>> {
    let written = passages.iter().flat_map(|&passage| link::find(passage));
    let lone = Passage::of(&document.text, draft.extent);
    let linked = draft
        .body
        .iter()
        .flat_map(|&span| in_sentences(document, span));
    let linked = linked
        .filter(|link| is_address(&link.target))
        .map(|link| Found {
            value: link.target.clone(),
            span: link.span,
            rule: "link",
        });
    let mut all: Vec<Found<String>> = written
        .chain(linked)
        .chain(lone_addresses(lone, draft))
        .collect();
    all.sort_by_key(|found| found.span);
    let mut seen = BTreeSet::new();
    all.retain(|found| seen.insert(found.value.trim_end_matches('/').to_owned()));
    all
}

/// Words beside the links of a paragraph where these stand in its sentences.
const BESIDE: usize = 4;

/// The links within a span that stand among other words: a paragraph of links alone leads about the
/// site.
fn in_sentences(document: &Document, span: Span) -> impl Iterator<Item = &Link> {
    let holds = move |block: &&Block| block.span.start < span.end && span.start < block.span.end;
    let first = document
        .blocks
        .partition_point(|block| block.span.end <= span.start);
    let blocks = document.blocks[first..].iter().take_while(holds);
    let told = blocks.filter(|block| {
        matches!(block.kind, Kind::Table(_)) || words_beside_links(document, block) >= BESIDE
    });
    told.flat_map(move |block| {
        let (start, end) = (
            block.span.start.max(span.start),
            block.span.end.min(span.end),
        );
        document.links_in(Span { start, end })
    })
}

fn words_beside_links(document: &Document, block: &Block) -> usize {
    // Days of a calendar and signs between links are no words.
    let is_word = |word: &&str| word.contains(char::is_alphabetic);
    let count = |text: &str| text.split_whitespace().filter(is_word).count();
    let words = |span: Span| count(span.of(&document.text));
    let links = document.links_in(block.span).iter();
    words(block.span).saturating_sub(links.map(|link| words(link.span)).sum())
}

/// Addresses that stand alone within a row of a report, outside its description.
fn lone_addresses(extent: Passage, draft: &Draft) -> Vec<Found<String>> {
    if draft.ordinal.is_none() && draft.country.is_none() {
        Vec::new()
    } else {
        link::find(extent)
    }
}

/// Whether a link leads to a page or file, relative to its own page or not: no mark on the
/// same page, no script, no mail.
fn is_address(target: &str) -> bool {
    let scheme = target
        .split(['/', '?', '#'])
        .next()
        .and_then(|head| head.split_once(':'));
    match scheme {
        Some((scheme, _)) => matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https"),
        None => !target.is_empty() && !target.starts_with('#'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_within_the_page_and_to_mail_are_no_addresses() {
        for target in [
            "https://library.example/a",
            "HTTP://library.example",
            "/images/plan.pdf",
            "plan.pdf?a=b:c",
        ] {
            assert!(is_address(target), "{target}");
        }
        for target in [
            "#top",
            "",
            "javascript:void(0)",
            "mailto:info@library.example",
            "tel:+7 000",
        ] {
            assert!(!is_address(target), "{target}");
        }
    }
}
