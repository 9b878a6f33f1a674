//! What the two sides of a link say of what speaks for it and against it, as it stands in their
//! records.

use super::weigh::PairSign;
use crate::link::Said;
use crate::record::Activity;

/// What both say, a field a line.
pub fn evidence(signs: &[PairSign], a: &Activity, b: &Activity) -> Vec<Said> {
    let said = |sign: &PairSign| {
        let field = sign.field();
        let other = match sign {
            // The row's addresses stand beside the page's own.
            PairSign::Address => "/source/url",
            _ => field,
        };
        let (a, b) = (values(a, field), values(b, other));
        let field = field.to_owned();
        Said { field, a, b }
    };
    signs.iter().map(said).collect()
}

fn values(activity: &Activity, field: &str) -> Vec<String> {
    let one = |value: &Option<String>| Vec::from_iter(value.clone());
    let place = &activity.place;
    match field {
        "/date" => Vec::from_iter(activity.date.as_ref().map(|date| date.edtf.clone())),
        "/place/city" => one(&place.city),
        "/place/country" => one(place
            .country
            .as_ref()
            .map_or(&activity.reporting_country, |_| &place.country)),
        "/title" => one(&activity.title),
        "/organizations" => activity
            .organizations
            .iter()
            .map(|o| o.name.clone())
            .collect(),
        "/people" => activity
            .people
            .iter()
            .map(|person| person.name.clone())
            .collect(),
        "/attendance" => Vec::from_iter(activity.attendance.as_ref().map(|a| a.text.clone())),
        "/type" => Vec::from_iter(
            serde_json::to_value(activity.kind_of)
                .ok()
                .and_then(|word| Some(word.as_str()?.to_owned())),
        ),
        "/urls" => activity.urls.clone(),
        "/source/url" => one(&activity.source.url),
        // A whole text is told by the records themselves.
        _ => Vec::new(),
    }
}
