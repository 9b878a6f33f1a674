//! Organizations: libraries and institutions with their "named after" parts,
//! variants joined, roles from the words around them.
//!
//! A word that says what kind of institution it is (the head: `library`,
//! `кітапханасы`) is looked up in a table; [`grammar`] finds how far the name
//! reaches around it. Bodies known by abbreviation come from a table of their
//! own. [`merge`] joins the mentions of one institution.

mod grammar;
mod merge;
mod nominative;
mod role;

pub use role::{behind, carry, lead};

use super::country;
use super::deed::NameForm;
use super::ending::Ending;
use super::stems::Stems;
use super::vocabulary::institution::{self, NameOrder};
use super::words::{WordKind, Words};
use crate::language;
use crate::record::OrganizationRole;
use crate::span::{Found, Passage, Span};
use std::ops::Range;
use std::sync::LazyLock;

/// An organization named in the passages.
#[derive(Clone, PartialEq, Debug)]
pub struct FoundOrganization {
    pub name: String,
    pub variants: Vec<String>,
    pub role: OrganizationRole,
    /// Every mention, the one `name` was taken from first.
    pub spans: Vec<Span>,
}

/// One place where an organization is named.
#[derive(Clone, PartialEq, Debug)]
pub struct Mention {
    pub words: Range<usize>,
    pub span: Span,
    /// As written, case endings of agglutinating languages cut off.
    pub name: String,
    /// In the nominative, where the name as written is declined (Russian).
    pub nominative: Option<String>,
    /// Other names of the same: nominative, without namesake, abbreviation.
    pub others: Vec<String>,
    /// The kind of institution, in dictionary form as far as known; for bodies their first name.
    pub kind: String,
    pub role: OrganizationRole,
    /// Nothing in the name tells it from others of its kind.
    pub plain: bool,
    /// Known by the table of bodies or a name in quotation marks.
    pub body: bool,
}

/// Bodies by name; the meaning is the first name of the body's line.
static BODIES: LazyLock<Stems<&'static str>> = LazyLock::new(|| {
    let mut bodies = Stems::default();
    let table = include_str!("../../../schemas/tables/bodies.tsv");
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let first = line.split('\t').next().unwrap_or_default();
        for name in line.split('\t') {
            let cyrillic = name.chars().any(|c| ('а'..='я').contains(&c));
            bodies.add(
                name,
                if cyrillic {
                    Ending::Russian
                } else {
                    Ending::Turkic
                },
                first,
            );
        }
    }
    bodies
});

/// The organizations named in the passages, in order of first mention.
pub fn find(passages: &[Passage], language: Option<&str>) -> Vec<FoundOrganization> {
    let all: Vec<_> = passages
        .iter()
        .map(|passage| mentions(&Words::new(*passage), language))
        .collect();
    join(&all)
}

/// The organizations behind the mentions of several passages, in order of first mention.
pub fn join(mentions: &[Vec<Mention>]) -> Vec<FoundOrganization> {
    merge::merge(mentions.iter().flatten().cloned().collect())
}

/// Whose house it was held in is its host, where no other part is told of it.
pub fn welcome(mentions: &mut [Vec<Mention>], venue: &Found<String>) {
    let guests = [OrganizationRole::Mentioned, OrganizationRole::Participant];
    let within = mentions
        .iter_mut()
        .flatten()
        .filter(|mention| venue.span.overlaps(mention.span));
    within
        .filter(|mention| guests.contains(&mention.role))
        .for_each(|mention| mention.role = OrganizationRole::Host);
}

/// Every mention in one passage, in order, none within another.
pub fn mentions(words: &Words, language: Option<&str>) -> Vec<Mention> {
    let own = NameOrder::of(language.unwrap_or_else(|| guess(words)));
    let quotes = quotes(words);
    let mut found: Vec<Mention> = Vec::new();
    for at in 0..words.len() {
        let Some(mention) = institution(words, at, own).or_else(|| body(words, at)) else {
            continue;
        };
        if is_title(&quotes, &mention.words, words.len())
            || is_country(words, &mention.words, language)
        {
            continue;
        }
        // A body known by name keeps its place against the same words read as an institution.
        if found
            .last()
            .is_some_and(|last| last.body && last.words == mention.words)
        {
            continue;
        }
        while found.last().is_some_and(|last| {
            mention.words.start <= last.words.start && last.words.end <= mention.words.end
        }) {
            found.pop();
        }
        if found
            .last()
            .is_none_or(|last| last.words.end <= mention.words.start)
        {
            found.push(mention);
        }
    }
    acronyms(words, &mut found);
    role::share(words, &mut found);
    found
}

/// Adds the bodies that are known by their letters alone (`VALCO`), where something tells what
/// they did: letters alone may be anything.
fn acronyms(words: &Words, found: &mut Vec<Mention>) {
    let mut behind = 0;
    let mut all = Vec::new();
    for at in 0..words.len() {
        while found.get(behind).is_some_and(|known| known.words.end <= at) {
            behind += 1;
        }
        let taken = found
            .get(behind)
            .is_some_and(|known| known.words.contains(&at));
        all.extend(acronym(words, at).filter(|_| !taken));
    }
    if !all.is_empty() {
        found.append(&mut all);
        found.sort_by_key(|mention| mention.words.start);
    }
}

fn acronym(words: &Words, at: usize) -> Option<Mention> {
    const LETTERS: std::ops::RangeInclusive<usize> = 3..=9;
    let word = words
        .get(at)
        .filter(|word| word.is_word() && word.capitals)?;
    let shouts = |at: Option<usize>| {
        let beside = at.and_then(|at| words.get(at));
        beside.is_some_and(|word| word.capitals)
    };
    let before = at.checked_sub(1).and_then(|i| words.get(i));
    let numeral = word.text.chars().all(|c| "IVXLC".contains(c));
    if !LETTERS.contains(&word.text.chars().count())
        || !word.text.chars().all(char::is_alphabetic)
        || numeral
        || shouts(at.checked_sub(1))
        || shouts(Some(at + 1))
        || before.is_some_and(|sign| sign.is('(') || sign.is('/'))
        || country::read(words, at, None).is_some()
        || institution::is_head(words.folded(at))
    {
        return None;
    }
    let role = role::read(words, &(at..at + 1), NameForm::Plain);
    let acts = [
        OrganizationRole::Organizer,
        OrganizationRole::Partner,
        OrganizationRole::Funder,
    ];
    acts.contains(&role).then(|| Mention {
        words: at..at + 1,
        span: words.passage.locate(words.range(at..at + 1)),
        name: word.text.to_owned(),
        nominative: None,
        others: Vec::new(),
        kind: words.folded(at).to_owned(),
        role,
        plain: false,
        body: true,
    })
}

/// The language by letters that only some alphabets have; Russian or English otherwise.
fn guess(words: &Words) -> &'static str {
    language::guess(|| (0..words.len()).map(|at| words.folded(at)))
}

/// Quotations short enough to be titles, by their marks.
fn quotes(words: &Words) -> Vec<Range<usize>> {
    const LONGEST: usize = 30;
    let mut quotes = Vec::new();
    let mut open = None;
    for (at, word) in words.list.iter().enumerate() {
        match word.kind {
            WordKind::Open if open.is_none() => open = Some(at),
            WordKind::Close => quotes.extend(
                open.take()
                    .filter(|from| at - from <= LONGEST)
                    .map(|from| from..at + 1),
            ),
            _ => {}
        }
    }
    quotes
}

/// Whether the words stand inside the title of something and are not the whole of it; a passage
/// of `length` words that is one quotation is the title of something.
fn is_title(quotes: &[Range<usize>], name: &Range<usize>, length: usize) -> bool {
    let before = quotes.partition_point(|quote| quote.start < name.start);
    let last = before.checked_sub(1).and_then(|at| quotes.get(at));
    last.is_some_and(|quote| {
        name.end < quote.end && (name.len() + 2 < quote.len() || quote.len() == length)
    })
}

/// `Russian Federation`: a country, though made like an institution.
fn is_country(words: &Words, name: &Range<usize>, language: Option<&str>) -> bool {
    country::read(words, name.start, language).is_some_and(|(end, _, _)| end == name.end)
}

fn institution(words: &Words, at: usize, own: NameOrder) -> Option<Mention> {
    words.get(at).filter(|word| word.kind == WordKind::Word)?;
    let (head, stem) = institution::head(words, at, own)?;
    let reach = grammar::reach(words, at, head)?;
    let mut range = words.range(reach.words.clone());
    if head.order == NameOrder::Turkic {
        range.end = words.list[at].start
            + bytes_of(
                words.list[at].text,
                words.folded(at)[..stem].chars().count(),
            );
    }
    let name = words.passage.text.get(range.clone())?;
    // One word is no name.
    let short = (reach.short > reach.words.start + 1).then_some(reach.words.start..reach.short);
    let mut others = Vec::new();
    if let Some(short) = short.clone().filter(|_| head.order != NameOrder::Turkic) {
        others.push(words.text(short).to_owned());
    }
    let mut nominative = None;
    if head.order == NameOrder::Russian {
        nominative = nominative::of(words, reach.words.clone(), at);
        others.extend(nominative.clone());
        others.extend(short.and_then(|short| nominative::of(words, short, at)));
    }
    others.extend(bare_quote(words, &reach.words, at));
    others.extend(
        reach
            .abbreviation
            .and_then(|word| words.get(word))
            .map(|word| word.text.to_owned()),
    );
    others.retain(|other| other != name && !other.is_empty());
    others.dedup();
    let form = form(
        words.folded(reach.words.start),
        head.order,
        &words.folded(at)[stem..],
        nominative.as_deref(),
    );
    let role = role::read(words, &reach.words, form);
    let body = BODIES
        .best(words, at + 1)
        .filter(|_| reach.words.end == at + 2)
        .map(|hit| *hit.meaning);
    Some(Mention {
        span: words.passage.locate(range),
        name: name.to_owned(),
        nominative,
        others,
        kind: body.map_or_else(|| words.folded(at)[..stem].to_owned(), str::to_owned),
        role,
        plain: reach.plain,
        body: body.is_some(),
        words: reach.words,
    })
}

/// How a name stands in its sentence: Russian ones by whether they are in the nominative, Turkic
/// ones by what follows the dictionary form of their head.
fn form(first: &str, order: NameOrder, rest: &str, nominative: Option<&str>) -> NameForm {
    match order {
        NameOrder::Russian if nominative.is_some() => NameForm::of_russian(first),
        NameOrder::Turkic => NameForm::of_turkic(rest),
        _ => NameForm::Plain,
    }
}

/// The bytes that the first `count` characters of `text` take.
fn bytes_of(text: &str, count: usize) -> usize {
    text.char_indices()
        .nth(count)
        .map_or(text.len(), |(at, _)| at)
}

/// What stands in quotation marks, where the name is a kind and a quoted name and nothing else.
fn bare_quote(words: &Words, name: &Range<usize>, head: usize) -> Option<String> {
    let open = name.clone().find(|i| {
        words
            .get(*i)
            .is_some_and(|word| word.kind == WordKind::Open)
    })?;
    let close = (open..name.end).find(|i| {
        words
            .get(*i)
            .is_some_and(|word| word.kind == WordKind::Close)
    })?;
    let alone = name.len() == close - open + 2 && (head + 1 == open || head == close + 1);
    let institution = (open + 1..close).any(|i| institution::is_head(words.folded(i)));
    (alone || institution).then(|| words.text(open + 1..close).to_owned())
}

fn body(words: &Words, at: usize) -> Option<Mention> {
    let word = words
        .get(at)
        .filter(|word| word.kind == WordKind::Word && word.capital)?;
    let hit = BODIES.best(words, at)?;
    let shouts = word.text.chars().nth(1).is_some_and(char::is_uppercase);
    if hit.words == 1 && !shouts && !word.text.contains('-') {
        return None;
    }
    let taken = at..at + hit.words;
    let mut range = words.range(taken.clone());
    if hit.words == 1 {
        range.end = word.start + bytes_of(word.text, words.folded(at)[..hit.stem].chars().count());
    }
    Some(Mention {
        span: words.passage.locate(range.clone()),
        name: words.passage.text.get(range)?.to_owned(),
        role: role::read(words, &taken, NameForm::Plain),
        words: taken,
        nominative: None,
        others: Vec::new(),
        kind: (*hit.meaning).to_owned(),
        plain: false,
        body: true,
    })
}
