//! Raw findings as JSON: what `--stage draft` prints. The shape may change.

use crate::document::Document;
use crate::draft::{Draft, Findings};
use crate::span::Span;
use serde_json::{Value, json};

/// `{source, kind, drafts}`; every finding with its words, its value and the rule that read it.
pub fn drafts(path: &str, kind: &Value, document: &Document, all: &[(Draft, Findings)]) -> Value {
    let drafts: Vec<Value> = all
        .iter()
        .map(|(draft, found)| one(document, draft, found))
        .collect();
    json!({ "source": { "path": path }, "kind": kind, "drafts": drafts })
}

fn one(document: &Document, draft: &Draft, found: &Findings) -> Value {
    let words = |span: Span| span.of(&document.text);
    let mut findings = Vec::new();
    let mut add = |field: &str, span: Span, value: String, rule: &str| {
        findings
            .push(json!({ "field": field, "words": words(span), "value": value, "rule": rule }));
    };
    for date in &found.dates {
        add("date", date.span, date.value.edtf.clone(), date.rule);
    }
    for country in &found.countries {
        add(
            "country",
            country.span,
            country.value.code.to_owned(),
            country.rule,
        );
    }
    let place = &found.place;
    if let Some(country) = &place.country {
        add(
            "place/country",
            country.span,
            country.value.to_owned(),
            country.rule,
        );
    }
    for (field, part) in [("place/city", &place.city), ("place/venue", &place.venue)] {
        if let Some(part) = part {
            add(field, part.span, part.value.clone(), part.rule);
        }
    }
    for organization in &found.organizations {
        add(
            "organization",
            organization.spans.first().copied().unwrap_or_default(),
            organization.name.clone(),
            "organization",
        );
    }
    for person in &found.people {
        add(
            "person",
            person.spans.first().copied().unwrap_or_default(),
            person.name.clone(),
            "person",
        );
    }
    for goal in &found.stated {
        add("goal", goal.span, goal.value.code.clone(), goal.rule);
    }
    for goal in &found.supported {
        for &span in &goal.words {
            add("goal", span, goal.code.clone(), "supported");
        }
    }
    for url in &found.urls {
        add("url", url.span, url.value.clone(), url.rule);
    }
    json!({
        "title": draft.title.as_ref().map(|title| &title.text),
        "heading": draft.heading.map(words),
        "body": draft.body.iter().map(|&span| words(span)).collect::<Vec<_>>(),
        "objectives": draft.objectives.iter().map(|&span| words(span)).collect::<Vec<_>>(),
        "language": found.language,
        "findings": findings,
    })
}
