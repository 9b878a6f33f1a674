//! JSON-LD in the words of schema.org: events with place, organizers, people,
//! and goals as defined terms.

use super::writer::{Manner, Remark, Writer};
use crate::record::{Activity, GoalBasis, Mode, OrganizationRole, PersonRole};
use anyhow::Result;
use serde_json::{Map, Value, json};
use std::io::Write;

struct Linked<'a> {
    out: &'a mut (dyn Write + Send),
    separator: &'static str,
}

pub fn open<'a>(out: &'a mut (dyn Write + Send), _: Manner) -> Result<Box<dyn Writer + 'a>> {
    write!(
        out,
        "{{\"@context\":{{\"@vocab\":\"https://schema.org/\"}},\"@graph\":["
    )?;
    Ok(Box::new(Linked {
        out,
        separator: "\n",
    }))
}

/// An activity without what it does not say.
fn event(activity: &Activity) -> Value {
    let names = |role: &[OrganizationRole]| -> Vec<Value> {
        let of_role = activity
            .organizations
            .iter()
            .filter(|o| role.contains(&o.role));
        of_role
            .map(|o| json!({ "@type": "Organization", "name": o.name }))
            .collect()
    };
    let people = |roles: &[PersonRole]| -> Vec<Value> {
        let of_role = activity.people.iter().filter(|p| roles.contains(&p.role));
        of_role
            .map(|p| json!({ "@type": "Person", "name": p.name }))
            .collect()
    };
    let mut organizers = names(&[OrganizationRole::Organizer, OrganizationRole::Host]);
    organizers.extend(people(&[PersonRole::Organizer]));
    let mode = activity.mode.map(|mode| match mode {
        Mode::InPerson => "https://schema.org/OfflineEventAttendanceMode",
        Mode::Online => "https://schema.org/OnlineEventAttendanceMode",
        Mode::Hybrid => "https://schema.org/MixedEventAttendanceMode",
    });
    let goals = activity
        .goals
        .iter()
        .filter(|goal| goal.basis != GoalBasis::Inferred);
    let goals: Vec<Value> = goals
        .map(|goal| {
            let (set, code) = (&goal.scheme, &goal.code);
            json!({
                "@type": "DefinedTerm",
                "termCode": code,
                "name": goal.label,
                "inDefinedTermSet": set,
            })
        })
        .collect();
    let date = activity.date.as_ref();
    let whole = json!({
        "@id": format!("urn:annalist:{}", activity.id),
        "@type": "Event",
        "name": activity.title,
        "description": activity.description,
        "inLanguage": activity.language,
        "startDate": date.and_then(|date| date.start.as_ref()),
        "endDate": date.and_then(|date| date.end.as_ref()),
        "eventAttendanceMode": mode,
        "location": location(activity),
        "organizer": organizers,
        "funder": names(&[OrganizationRole::Funder]),
        "performer": people(&[PersonRole::Speaker]),
        "attendee": people(&[PersonRole::Guest, PersonRole::Participant]),
        "about": goals,
        "subjectOf": activity.source.url.as_deref().map(web_page),
        "superEvent": activity.parent.as_deref().map(super_event),
    });
    said(whole)
}

fn web_page(url: &str) -> Value {
    json!({ "@type": "WebPage", "url": url })
}

fn super_event(id: &str) -> Value {
    json!({ "@id": format!("urn:annalist:{id}") })
}

fn location(activity: &Activity) -> Option<Value> {
    let place = &activity.place;
    if place.country.is_none() && place.city.is_none() && place.venue.is_none() {
        return None;
    }
    Some(said(json!({
        "@type": "Place",
        "name": place.venue.as_ref().or(place.city.as_ref()),
        "address": said(json!({
            "@type": "PostalAddress",
            "addressLocality": place.city,
            "addressCountry": place.country,
        })),
    })))
}

/// An object without its empty fields.
fn said(value: Value) -> Value {
    let Value::Object(fields) = value else {
        return value;
    };
    let is_said =
        |value: &Value| !value.is_null() && value.as_array().is_none_or(|l| !l.is_empty());
    Value::Object(
        fields
            .into_iter()
            .filter(|(_, value)| is_said(value))
            .collect::<Map<_, _>>(),
    )
}

impl Writer for Linked<'_> {
    fn add(&mut self, activity: &Activity) -> Result<()> {
        write!(self.out, "{}{}", self.separator, event(activity))?;
        self.separator = ",\n";
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<Remark> {
        writeln!(self.out, "\n]}}")?;
        self.out.flush()?;
        Ok(None)
    }
}
