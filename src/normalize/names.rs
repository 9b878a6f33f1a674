//! Organizations and people of a record, each with its evidence.

use super::evidence::Evidences;
use crate::document::Witness;
use crate::draft::{Draft, Findings, Title};
use crate::record::{Organization, OrganizationRole, Person};
use crate::span::Span;

pub fn organizations(
    draft: &Draft,
    found: &Findings,
    evidence: &mut Evidences,
) -> Vec<Organization> {
    let named = found
        .organizations
        .iter()
        .enumerate()
        .map(|(index, organization)| {
            evidence.spans(&format!("/organizations/{index}"), &organization.spans);
            let told = organization.role == OrganizationRole::Mentioned
                && is_set_before(draft, &organization.spans);
            Organization {
                name: organization.name.clone(),
                variants: organization.variants.clone(),
                role: if told {
                    OrganizationRole::Organizer
                } else {
                    organization.role
                },
            }
        });
    named.collect()
}

/// `Town Library. Spring fair. 1 June`: who stands in a heading before its title holds the
/// activity.
fn is_set_before(draft: &Draft, spans: &[Span]) -> bool {
    let (
        Some(heading),
        Some(Title {
            witness: Some(Witness::Text(title)),
            ..
        }),
    ) = (draft.heading, &draft.title)
    else {
        return false;
    };
    spans
        .iter()
        .any(|span| heading.contains(*span) && span.end <= title.start)
}

pub fn people(found: &Findings, evidence: &mut Evidences) -> Vec<Person> {
    let named = found.people.iter().enumerate().map(|(index, person)| {
        evidence.spans(&format!("/people/{index}"), &person.spans);
        Person {
            name: person.name.clone(),
            variants: person.variants.clone(),
            role: person.role,
        }
    });
    named.collect()
}
