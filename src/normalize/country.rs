//! Which country reports, and how that is known.

use super::page::{PageContext, plain_note};
use crate::diagnostic::Code;
use crate::document::{Property, Witness};
use crate::draft::{Draft, Findings};
use crate::field::{country, place};
use crate::language;
use crate::record::{Activity, Basis, CountryBasis, DocumentKind, Mode, OrganizationRole};
use crate::span::Passage;

/// Fills in the reporting country of a record, and the country of a place that names none.
pub fn report(
    page: &PageContext,
    draft: &Draft,
    found: &Findings,
    signs: &CountrySigns,
    activity: &mut Activity,
) {
    let known = row_country(page, draft).or_else(|| own_country(page, found, signs));
    if let Some((code, basis)) = &known {
        activity.reporting_country = Some((*code).to_owned());
        activity.country_basis = Some(*basis);
    }
    settle_city(found, activity);
    let somewhere = activity.mode != Some(Mode::Online) && page.kind != DocumentKind::Project;
    if somewhere && activity.place.country.is_none() {
        activity.place.country = activity.reporting_country.clone();
        if activity.place.country.is_some() && activity.place.basis.is_none() {
            activity.place.basis = Some(Basis::Inferred);
        }
    }
}

/// A city that several countries have, where the words name none of them, is that of the reporting
/// country or else left as the likeliest, with a doubt.
fn settle_city(found: &Findings, activity: &mut Activity) {
    let Some(city) = &activity.place.city else {
        return;
    };
    let cities = place::cities(Passage::new(city), found.language.as_deref());
    let Some(countries) = cities
        .first()
        .map(|city| &city.value.countries)
        .filter(|all| all.len() > 1)
    else {
        return;
    };
    if found
        .countries
        .iter()
        .any(|named| countries.contains(&named.value.code))
    {
        return;
    }
    if activity
        .reporting_country
        .as_ref()
        .is_some_and(|own| countries.iter().any(|country| country == own))
    {
        activity.place.country = activity.reporting_country.clone();
    } else {
        let message = format!(
            "several countries have a city of this name: {}",
            countries.join(", ")
        );
        activity
            .diagnostics
            .push(plain_note(Code::AmbiguousPlace, message, "/place/city"));
    }
}

/// The country cell of a report.
fn row_country(page: &PageContext, draft: &Draft) -> Option<(&'static str, CountryBasis)> {
    let cell = draft.country?;
    let found = country::find(page.document.passage(cell.span), page.language.as_deref());
    let code = found.first()?.value.code;
    Some((
        code,
        if cell.carried {
            CountryBasis::Carried
        } else {
            CountryBasis::Stated
        },
    ))
}

/// The country that the words of the record, the page's own marks and the other items speak for.
fn own_country(
    page: &PageContext,
    found: &Findings,
    signs: &CountrySigns,
) -> Option<(&'static str, CountryBasis)> {
    let mut votes = Votes::default();
    vote(found, &mut votes);
    votes.add_all(&signs.site);
    if let Some((code, share)) = signs.items {
        votes.add(code, SAME_LIST * share);
    }
    add_language(page, &mut votes);
    let code = votes.winner()?;
    let stated = found
        .countries
        .iter()
        .any(|country| country.value.code == code);
    Some((
        code,
        if stated {
            CountryBasis::Stated
        } else {
            CountryBasis::Inferred
        },
    ))
}

/// What speaks for a country beside the words of the record.
pub struct CountrySigns {
    /// The name of the site, its address.
    site: Votes,
    /// The country that most items of a list speak for, and what share of all items does.
    items: Option<(&'static str, f64)>,
}

impl CountrySigns {
    /// `findings` are those of all items of a list; other pages need none.
    pub fn read(page: &PageContext, findings: &[Findings]) -> CountrySigns {
        let site = site_votes(page);
        let several = page.kind == DocumentKind::Listing && findings.len() > 1;
        let items = if several { of_most(findings) } else { None };
        CountrySigns { site, items }
    }
}

/// The country that most of the items speak for, each for its own, and the share of them that do:
/// where one item took place does not tell where those who list it are.
fn of_most(findings: &[Findings]) -> Option<(&'static str, f64)> {
    let mut items = Votes::default();
    let mut places = Votes::default();
    for found in findings {
        let mut own = Votes::default();
        vote(found, &mut own);
        match own.winner() {
            Some(code) if own.of(code) > ONE_PLACE => {
                items.add(code, own.of(code).min(ONE_ITEM) / ONE_ITEM);
            }
            Some(code) => places.add(code, 1.0),
            None => {}
        }
    }
    let code = items.winner()?;
    // A list of several countries has places in others, more than a house makes journeys.
    let elsewhere = places.total() - places.of(code);
    let share = (items.of(code) - elsewhere) / findings.len() as f64;
    (share > 0.0).then_some((code, share))
}

/// Whose the site is, by its name and its address.
fn site_votes(page: &PageContext) -> Votes {
    let mut votes = Votes::default();
    let meta = &page.document.meta;
    let site = meta
        .best(Property::Site)
        .map(|site| (site.value.as_str(), SITE_NAME));
    for (text, weight) in site.into_iter().chain(titled(page)) {
        let language = page.language.as_deref();
        for country in country::find(Passage::new(text), language) {
            votes.add(country.value.code, weight);
        }
        // The city in the title of an activity may be that of a journey.
        let named = place::country_of_name(Passage::new(text), language);
        if let Some(code) = named.filter(|_| weight > PAGE_TITLE) {
            votes.add(code, weight);
        }
    }
    if let Some(code) = page.url.as_deref().and_then(country_of_address) {
        votes.add(code, ADDRESS);
    }
    votes
}

/// What stands in the longest form of the title beside that of the activity: the name of the site.
/// A heading within the text may be that of one of several activities.
fn titled<'p>(page: &PageContext<'p>) -> Option<(&'p str, f64)> {
    let meta = &page.document.meta;
    let best = meta.best(Property::Title)?;
    let titles = meta.candidates.iter().filter(|candidate| {
        let outside = matches!(candidate.witness, Witness::Outside(_));
        candidate.property == Property::Title && (outside || candidate.value == best.value)
    });
    let longest = titles
        .max_by_key(|candidate| candidate.value.len())?
        .value
        .as_str();
    let title = best.value.as_str();
    let around = longest.split_once(title).filter(|_| longest != title);
    let rest = around.map(|(before, behind)| [before, behind].into_iter().max_by_key(|s| s.len()));
    Some(match rest.flatten() {
        Some(site) => (site, SITE_NAME),
        None if page.kind == DocumentKind::Listing => (longest, SITE_NAME),
        None => (longest, PAGE_TITLE),
    })
}

/// A language of one country speaks for it.
fn add_language(page: &PageContext, votes: &mut Votes) {
    if let Some(code) = page.language.as_deref().and_then(country_of_language) {
        votes.add(code, OWN_LANGUAGE);
    }
}

/// Countries in the order in which they were first named, with what speaks for each.
#[derive(Default)]
struct Votes(Vec<(&'static str, f64)>);

impl Votes {
    fn add(&mut self, code: &'static str, weight: f64) {
        match self.0.iter_mut().find(|(known, _)| *known == code) {
            Some((_, votes)) => *votes += weight,
            None => self.0.push((code, weight)),
        }
    }

    fn add_all(&mut self, others: &Votes) {
        let others = others.0.iter();
        others.for_each(|(code, weight)| self.add(code, *weight));
    }

    fn of(&self, code: &str) -> f64 {
        self.0
            .iter()
            .find(|(known, _)| *known == code)
            .map_or(0.0, |(_, votes)| *votes)
    }

    fn total(&self) -> f64 {
        self.0.iter().map(|(_, votes)| votes).sum()
    }

    /// The most voted; among equals the one named first.
    fn winner(&self) -> Option<&'static str> {
        let best = self
            .0
            .iter()
            .fold(None, |best: Option<&(&str, f64)>, next| match best {
                Some(best) if best.1 >= next.1 => Some(best),
                _ => Some(next),
            });
        best.map(|(code, _)| *code)
    }
}

/// What a language gives to its own country: more than mentions of another of whom nobody acts.
const OWN_LANGUAGE: f64 = 1.6;

/// What the name of a site gives to the country in it: whose institution it is.
const SITE_NAME: f64 = 4.0;

/// The same for the page's whole title, which may hold that of the activity alone.
const PAGE_TITLE: f64 = 1.0;

/// What a country's top-level domain gives to it.
const ADDRESS: f64 = 4.0;

/// What the items of a list give to their country where all speak for it.
const SAME_LIST: f64 = 4.0;

/// From so much on an item speaks for its country wholly.
const ONE_ITEM: f64 = 2.0;

/// The most that all mentions of a country give which say of nobody that he acts.
const SAID: f64 = 1.5;

/// What is said of the home of others.
const OF_OTHERS: f64 = 0.2;

/// What a place gives to its country.
const ONE_PLACE: f64 = 0.5;

/// What a country gives by the part of the body in whose name it stands, and what more where it is
/// named first: who is named first tells of its own, above all of a journey. Partners come from
/// elsewhere, and an adjective alone may be that of a book. Set by hand on the fixtures.
const ACTS: (f64, f64) = (3.0, 2.0);
const TAKES_PART: (f64, f64) = (2.0, 3.0);
const HELPS: (f64, f64) = (0.4, 0.0);
const MENTIONED: (f64, f64) = (1.2, 1.0);
const MENTIONED_BY_ADJECTIVE: (f64, f64) = (0.4, 0.5);
const NAME: (f64, f64) = (1.0, 1.0);
const ADJECTIVE: (f64, f64) = (0.5, 0.5);

fn worth(role: Option<OrganizationRole>, adjective: bool) -> (f64, f64) {
    use OrganizationRole::{Funder, Host, Mentioned, Organizer, Parent, Participant, Partner};
    match (role, adjective) {
        (Some(Organizer | Host), _) => ACTS,
        (Some(Participant), _) => TAKES_PART,
        (Some(Partner | Funder), _) => HELPS,
        (Some(Parent | Mentioned), false) => MENTIONED,
        (Some(Parent | Mentioned), true) => MENTIONED_BY_ADJECTIVE,
        (None, false) => NAME,
        (None, true) => ADJECTIVE,
    }
}

/// Countries by what the passages say: those of organizations that act weigh most, and all
/// mentions of who does not act together no more than [`SAID`].
fn vote(found: &Findings, votes: &mut Votes) {
    let mut said = Votes::default();
    for (index, country) in found.countries.iter().enumerate() {
        let within = found.organizations.iter().find(|organization| {
            organization
                .spans
                .iter()
                .any(|span| span.contains(country.span))
        });
        let role = within.map(|organization| organization.role);
        let code = country.value.code;
        if country.value.of_others {
            votes.add(code, OF_OTHERS);
            continue;
        }
        // `Kazakh` said again is still but an adjective.
        if role.is_none() && country.value.adjective && votes.of(code) > 0.0 {
            continue;
        }
        let (weight, first) = worth(role, country.value.adjective);
        let first = if index == 0 { first } else { 0.0 };
        if matches!(role, None | Some(OrganizationRole::Mentioned)) {
            let left = (SAID - said.of(code)).max(0.0);
            said.add(code, weight + first);
            votes.add(code, (weight + first).min(left));
        } else {
            votes.add(code, weight + first);
        }
    }
    if let Some(place) = &found.place.country {
        votes.add(place.value, ONE_PLACE);
    }
    cities_of_organizations(found, votes);
}

/// What the city in the first name gives more. Set by hand on the fixtures.
const FIRST_NAMED: f64 = 1.5;

/// `Pavlodar Regional Library`: the city in a name tells the country of who acts, the first name
/// most.
fn cities_of_organizations(found: &Findings, votes: &mut Votes) {
    for (index, organization) in found.organizations.iter().enumerate() {
        let acts = matches!(
            organization.role,
            OrganizationRole::Organizer | OrganizationRole::Host
        );
        let weight = if acts { 1.0 } else { 0.5 } + if index == 0 { FIRST_NAMED } else { 0.0 };
        if let Some(code) =
            place::country_of_name(Passage::new(&organization.name), found.language.as_deref())
        {
            votes.add(code, weight);
        }
    }
}

/// The country whose own language this is.
fn country_of_language(tag: &str) -> Option<&'static str> {
    language::of(tag)?.country
}

/// The country of a top-level domain that is a country's (ISO 3166-1 by ccTLD).
fn country_of_address(url: &str) -> Option<&'static str> {
    let host = url.split("://").nth(1)?.split(['/', ':', '?']).next()?;
    let ending = host.rsplit('.').next()?;
    const REGION: [&str; 16] = [
        "KZ", "KG", "TJ", "TM", "UZ", "RU", "BY", "UA", "AZ", "AM", "GE", "MD", "MN", "TR", "CN",
        "IR",
    ];
    REGION
        .into_iter()
        .find(|code| code.eq_ignore_ascii_case(ending))
}
