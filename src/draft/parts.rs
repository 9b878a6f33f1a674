//! What columns and labels say outright: a city under `FoundPlace`, an institution under
//! `Organizer`.
//!
//! Field readers of running text ask for words around a value that show what it is; under a header
//! the value stands alone. [`Stated`] holds what the parts of a draft give, and [`Findings`] take
//! it before what the text says.

use super::{Draft, Findings, Part, Role, is_address};
use crate::document::Document;
use crate::field::attendance::{self, FoundAttendance};
use crate::field::date::{self, Reference};
use crate::field::goal::{self, NamedGoal};
use crate::field::organization::{self, FoundOrganization, Mention};
use crate::field::person::{self, FoundPerson};
use crate::field::place::{self, City, FoundPlace};
use crate::field::words::Words;
use crate::field::{activity_type, country, link, mode};
use crate::record::{ActivityType, Mode, OrganizationRole, PersonRole};
use crate::scheme::Scheme;
use crate::span::{Found, Passage, Span};

/// What the parts of a draft say.
#[derive(Debug, Default)]
pub struct Stated {
    pub place: FoundPlace,
    pub mode: Option<Found<Mode>>,
    pub kind_of: Option<Found<ActivityType>>,
    pub goals: Vec<Found<NamedGoal>>,
    pub urls: Vec<Found<String>>,
    pub results: Vec<Span>,
    pub attendance: Option<Found<FoundAttendance>>,
}

/// Roles whose parts name institutions and people.
const NAMING: [Role; 4] = [
    Role::Organizer,
    Role::Speaker,
    Role::Partner,
    Role::Participants,
];

/// The parts in which names are looked for, as passages.
pub fn naming<'d>(document: &'d Document, draft: &Draft) -> Vec<(Role, Passage<'d>)> {
    let named = draft
        .parts
        .iter()
        .filter(|part| NAMING.contains(&part.role));
    named
        .map(|part| (part.role, document.passage(part.span)))
        .collect()
}

/// Institutions and people of the text and of the parts that name some; `mentions` are those of
/// the text. What a header says of a part goes before what the words say.
pub fn names<'d>(
    naming: &[(Role, Passage<'d>)],
    mut words: Vec<Words<'d>>,
    mut mentions: Vec<Vec<Mention>>,
    tag: Option<&str>,
) -> (Vec<FoundOrganization>, Vec<FoundPerson>) {
    for &(role, passage) in naming {
        let part = Words::new(passage);
        let mut found = organization::mentions(&part, tag);
        if let Some(own) = organization_role(role) {
            found.iter_mut().for_each(|mention| mention.role = own);
        }
        mentions.push(found);
        words.push(part);
    }
    let mut organizations = organization::join(&mentions);
    settle_organizations(naming, &mut organizations);
    let mut people = person::find_in(&words, &organizations, tag);
    settle_people(naming, &mut people);
    name_the_unknown(naming, &people, &mut organizations);
    (organizations, people)
}

/// A header says more of a part than the words of the text.
fn settle_organizations(naming: &[(Role, Passage)], organizations: &mut [FoundOrganization]) {
    for organization in organizations {
        let role = role_at(naming, &organization.spans).and_then(organization_role);
        organization.role = role.unwrap_or(organization.role);
    }
}

fn settle_people(naming: &[(Role, Passage)], people: &mut [FoundPerson]) {
    for person in people {
        let role = role_at(naming, &person.spans).and_then(person_role);
        person.role = role.unwrap_or(person.role);
    }
}

/// The role of the part in which one of the spans stands.
fn role_at(naming: &[(Role, Passage)], spans: &[Span]) -> Option<Role> {
    let holds = |part: &&(Role, Passage)| spans.iter().any(|span| part.1.span().contains(*span));
    naming.iter().find(holds).map(|part| part.0)
}

/// Longest name of an institution in characters, where no word of it is known.
const NAME: usize = 100;

/// Under `Organizer` and `Partner` what is neither a known institution nor a person is the name of
/// one, piece by piece.
fn name_the_unknown(
    naming: &[(Role, Passage)],
    people: &[FoundPerson],
    organizations: &mut Vec<FoundOrganization>,
) {
    for &(role, passage) in naming {
        let Some(own) = organization_role(role).filter(|_| role != Role::Participants) else {
            continue;
        };
        let known = |piece: &Passage| {
            let spans = organizations.iter().flat_map(|name| &name.spans);
            let mut all = spans.chain(people.iter().flat_map(|name| &name.spans));
            all.any(|span| span.overlaps(piece.span()))
        };
        let lines = passage.text.split_inclusive(['\n', ';']);
        let mut from = 0;
        let mut new = Vec::new();
        for line in lines {
            let piece = passage.slice(from..from + line.len()).trim();
            from += line.len();
            let piece = piece.slice(0..piece.text.trim_end_matches([';', ',', '.']).len());
            let capital = piece
                .text
                .chars()
                .find(|c| c.is_alphabetic())
                .is_some_and(char::is_uppercase);
            let named = capital && letters(piece.text) >= 3 && piece.text.chars().count() <= NAME;
            if named && !known(&piece) {
                new.push(FoundOrganization {
                    name: piece.text.to_owned(),
                    variants: Vec::new(),
                    role: own,
                    spans: vec![piece.span()],
                });
            }
        }
        organizations.extend(new);
    }
}

fn organization_role(role: Role) -> Option<OrganizationRole> {
    Some(match role {
        Role::Organizer => OrganizationRole::Organizer,
        Role::Partner => OrganizationRole::Partner,
        Role::Participants => OrganizationRole::Participant,
        _ => return None,
    })
}

/// The role of a person named in a part.
fn person_role(role: Role) -> Option<PersonRole> {
    Some(match role {
        Role::Organizer => PersonRole::Organizer,
        Role::Speaker => PersonRole::Speaker,
        Role::Participants => PersonRole::Participant,
        _ => return None,
    })
}

impl Stated {
    pub fn read(document: &Document, draft: &Draft, scheme: &Scheme, tag: Option<&str>) -> Stated {
        let mut stated = Stated::default();
        for part in &draft.parts {
            stated.take(document, *part, scheme, tag);
        }
        stated
    }

    fn take(&mut self, document: &Document, part: Part, scheme: &Scheme, tag: Option<&str>) {
        let passage = document.passage(part.span);
        match part.role {
            Role::Place | Role::DateAndPlace => self.place(passage, tag),
            Role::Mode => {
                self.mode = mode::of_cell(passage).or(self.mode.take());
            }
            Role::Type => {
                self.kind_of = self
                    .kind_of
                    .take()
                    .or_else(|| activity_type::find(&[passage]))
            }
            Role::Goals => self.goals.extend(goal::numbered(passage, scheme)),
            Role::Link => self.links(document, part.span),
            Role::Results => self.results.push(part.span),
            Role::Participants => {
                let found = attendance::of_cell(passage);
                let counted = |found: &Option<Found<FoundAttendance>>| {
                    found
                        .as_ref()
                        .is_some_and(|found| found.value.count.is_some())
                };
                if self.attendance.is_none() || counted(&found) && !counted(&self.attendance) {
                    self.attendance = found;
                }
            }
            _ => {}
        }
    }

    /// City, hall and country of a cell for places, part by part between commas and lines; a word
    /// for how it was held says that there was no place.
    fn place(&mut self, passage: Passage, tag: Option<&str>) {
        let reference = Reference {
            year: Some(2000),
            ..Reference::default()
        };
        let dates: Vec<Span> = date::find(passage, tag, &reference)
            .into_iter()
            .map(|date| date.span)
            .collect();
        let mut venue: Option<Span> = None;
        for piece in pieces(passage) {
            let holds = |date: &Span| piece.span().overlaps(*date);
            let bare = !piece.text.contains(char::is_alphabetic);
            if bare || dates.iter().any(holds) && !self.beside_date(piece, &dates) {
                continue;
            }
            let piece = without_dates(piece, &dates);
            if let Some(mode) = mode::of_cell(piece) {
                self.mode = self.mode.take().or(Some(mode));
            } else if let Some(named) = whole_country(piece, tag) {
                self.place.country = self.place.country.take().or(Some(named));
            } else if let Some(city) = whole_city(piece, tag) {
                self.city(city);
            } else if letters(piece.text) > 1 {
                venue = Some(venue.map_or(piece.span(), |venue| venue.join(piece.span())));
            }
        }
        // `Osh City Library`
        let of_venue = || {
            place::cities(document_part(passage, venue?), tag)
                .into_iter()
                .next()
        };
        let alone = self.place.city.is_none() && passage.text.split([',', ';', '\n']).count() == 1;
        if let Some(city) = venue
            .filter(|_| alone)
            .and_then(|_| place::unknown_city(passage))
        {
            self.place.city = Some(city);
        } else if let Some(span) = venue.filter(|_| self.place.venue.is_none()) {
            if let Some(city) = of_venue() {
                self.city(city);
            }
            self.venue(document_part(passage, span));
        }
    }

    /// Whether a piece with a date holds more words than the date's.
    fn beside_date(&self, piece: Passage, dates: &[Span]) -> bool {
        without_dates(piece, dates)
            .text
            .chars()
            .filter(|c| c.is_alphabetic())
            .count()
            > 3
    }

    /// The first city; with its country, where the cell names none.
    fn city(&mut self, city: Found<City>) {
        if self.place.city.is_some() {
            return;
        }
        let country = city.value.countries.first().map(|&code| Found {
            value: code,
            span: city.span,
            rule: "country-of-city",
        });
        self.place.country = self.place.country.take().or(country);
        self.place.city = Some(city.map(|city| city.name));
    }

    fn venue(&mut self, text: Passage) {
        self.place.venue =
            Some(text.found(0..text.text.len(), text.text.to_owned(), "place-column"));
    }

    /// Addresses written in a cell, and those that its words lead to.
    fn links(&mut self, document: &Document, span: Span) {
        // A written address that is also a link is said once.
        for found in link::find(document.passage(span))
            .into_iter()
            .chain(targets(document, span))
        {
            if self.urls.iter().all(|known| known.value != found.value) {
                self.urls.push(found);
            }
        }
    }
}

/// The targets of the links on some words.
pub fn targets(document: &Document, span: Span) -> impl Iterator<Item = Found<String>> {
    let links = document.links_in(span).iter();
    links
        .filter(|link| is_address(&link.target))
        .map(|link| Found {
            value: link.target.clone(),
            span: link.span,
            rule: "link",
        })
}

/// The pieces of a passage between commas, semicolons, stops and line breaks.
fn pieces(passage: Passage<'_>) -> Vec<Passage<'_>> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let ends = passage.text.char_indices().filter(|&(at, c)| {
        let word = || {
            passage.text[..at]
                .chars()
                .rev()
                .take_while(|c| c.is_alphabetic())
                .count()
        };
        matches!(c, ',' | ';' | '\n' | '(' | ')')
            || c == '.' && passage.text[at + 1..].starts_with(' ') && word() >= 4
    });
    for (at, c) in ends {
        pieces.push(passage.slice(from..at).trim());
        from = at + c.len_utf8();
    }
    pieces.push(passage.slice(from..passage.text.len()).trim());
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

/// A piece without a date at its head or end.
fn without_dates<'d>(piece: Passage<'d>, dates: &[Span]) -> Passage<'d> {
    let (mut from, mut to) = (0, piece.text.len());
    for date in dates.iter().filter(|date| piece.span().overlaps(**date)) {
        let start = (date.start.max(piece.start) - piece.start) as usize;
        let end = ((date.end - piece.start) as usize).min(piece.text.len());
        if piece.text.len() - end > start {
            from = from.max(end);
        } else {
            to = to.min(start);
        }
    }
    let signs = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | ':' | '-' | '–' | '—');
    if from >= to {
        return piece.slice(0..0);
    }
    let kept = piece.slice(from..to);
    let start = kept.text.len() - kept.text.trim_start_matches(signs).len();
    let end = kept.text.trim_end_matches(signs).len().max(start);
    kept.slice(start..end)
}

/// The words of a passage under a span.
fn words<'d>(span: Span, passage: Passage<'d>) -> &'d str {
    let from = span.start.saturating_sub(passage.start) as usize;
    passage.text.get(from..from + span.len()).unwrap_or("")
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

fn whole_country(piece: Passage, tag: Option<&str>) -> Option<Found<&'static str>> {
    let found = country::find(piece, tag).into_iter().next()?;
    let whole = letters(piece.text) <= letters(words(found.span, piece)) + 2;
    (whole && !found.value.adjective).then(|| found.map(|country| country.code))
}

/// The part of a passage under a span.
fn document_part<'d>(passage: Passage<'d>, span: Span) -> Passage<'d> {
    passage.slice((span.start - passage.start) as usize..(span.end - passage.start) as usize)
}

/// The city that a piece names with nothing but its mark (`г.`, `қ.`, `tumani`).
fn whole_city(piece: Passage, tag: Option<&str>) -> Option<Found<City>> {
    let found = place::cities(piece, tag).into_iter().next()?;
    let whole = letters(piece.text) <= letters(words(found.span, piece)) + 4;
    (whole || place::is_marked_city(piece, found.span)).then_some(found)
}

impl Findings {
    /// What parts say comes before what the text says.
    pub(super) fn take(&mut self, stated: Stated) {
        if let Some(city) = stated.place.city {
            self.place.city = Some(city);
            self.place.country = None;
        }
        self.place.venue = stated.place.venue.or(self.place.venue.take());
        self.place.country = stated.place.country.or(self.place.country.take());
        self.mode = stated.mode.or(self.mode.take());
        self.kind_of = stated.kind_of.or(self.kind_of.take());
        self.stated.extend(stated.goals);
        self.urls.extend(stated.urls);
        self.results = stated.results;
        self.attendance = stated.attendance.or(self.attendance.take());
    }
}
