//! Place and mode hang together: what was held online only has no place, and a hall shows that
//! people met.

use super::evidence::Evidences;
use super::page::{PageContext, plain_note};
use crate::diagnostic::Code;
use crate::document::{Document, Property, Witness};
use crate::draft::Findings;
use crate::field::place::{self, City};
use crate::record::{ActivityType, Basis, DocumentKind, Mode, Note, Place};
use crate::span::Passage;

pub fn whereabouts(
    page: &PageContext,
    found: &Findings,
    kind_of: Option<ActivityType>,
    evidence: &mut Evidences,
    notes: &mut Vec<Note>,
) -> (Place, Option<Mode>) {
    // A project runs in many places; its stages have theirs.
    if kind_of == Some(ActivityType::Project) && page.kind == DocumentKind::Project {
        return (Place::default(), None);
    }
    let mode = mode(found, kind_of);
    match (&found.mode, mode, &found.place.venue) {
        (Some(found), Some(_), _) => evidence.span("/mode", found.span),
        (None, Some(_), Some(venue)) => evidence.span("/mode", venue.span),
        _ => {}
    }
    // A city beside an online meeting is that of its organizer.
    if mode == Some(Mode::Online) {
        return (Place::default(), mode);
    }
    let mut place = place(found, evidence, notes);
    let at_home = place.city.is_none() && kind_of != Some(ActivityType::Publication);
    if let Some((city, witness)) = page.home.as_ref().filter(|_| at_home) {
        let country = city.countries.first().copied();
        let abroad = place.country.is_some() && place.country.as_deref() != country;
        if !abroad {
            evidence.witness("/place/city", witness);
            evidence.witness("/place/country", witness);
            place.city = Some(city.name.clone());
            place.country = country.map(str::to_owned);
            place.basis = place.basis.or(Some(Basis::Inferred));
        }
    }
    (place, mode)
}

/// The city of the house whose pages these are, as its name has it: what it tells of without a city
/// took place there.
pub fn home(document: &Document, language: Option<&str>) -> Option<(City, Witness)> {
    let site = document.meta.best(Property::Site)?;
    let mut cities = place::cities(Passage::new(&site.value), language).into_iter();
    let city = cities.next()?.value;
    cities
        .next()
        .is_none()
        .then(|| (city, site.witness.clone()))
}

fn mode(found: &Findings, kind_of: Option<ActivityType>) -> Option<Mode> {
    // The house of who held it is not yet a hall in which people met.
    let venue = found.place.venue.as_ref();
    let met = venue.is_some_and(|venue| venue.rule != "venue-of-organizer");
    // A publication appears; that its book lies in a hall or on a site says nothing of a meeting.
    let untold = kind_of == Some(ActivityType::Publication);
    match &found.mode {
        Some(mode) if untold && mode.rule == "shown" => None,
        Some(mode) => Some(mode.value),
        None => (met && !untold).then_some(Mode::InPerson),
    }
}

fn place(found: &Findings, evidence: &mut Evidences, notes: &mut Vec<Note>) -> Place {
    let place = &found.place;
    let parts = [
        ("/place/city", place.city.as_ref().map(|f| f.span)),
        ("/place/venue", place.venue.as_ref().map(|f| f.span)),
        ("/place/country", place.country.as_ref().map(|f| f.span)),
    ];
    for (pointer, span) in parts {
        if let Some(span) = span {
            evidence.span(pointer, span);
        }
    }
    if let (Some(city), Some(rival)) = (&place.city, &place.rival) {
        let message = format!(
            "{} is named as the place as well as {}",
            rival.value, city.value
        );
        notes.push(plain_note(Code::AmbiguousPlace, message, "/place/city"));
    }
    let stated = place.city.is_some() || place.venue.is_some();
    Place {
        country: place.country.as_ref().map(|found| found.value.to_owned()),
        city: place.city.as_ref().map(|found| found.value.clone()),
        venue: place.venue.as_ref().map(|found| found.value.clone()),
        basis: stated.then_some(Basis::Stated),
    }
}
