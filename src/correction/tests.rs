//! Corrections on the record of a short note.

use super::line::{machine_title, parse};
use super::*;
use crate::record::DocumentRecord;
use serde_json::{Value, json};

fn record() -> DocumentRecord {
    let page = "Poetry morning\n\nOn 18 May 2021 the library of Osh held a poetry morning for its \
                readers. https://e.org/a and https://e.org/b tell more.\n";
    crate::extract(page.as_bytes(), &crate::Hints::path("a.txt")).unwrap()
}

fn one(pointer: &str, value: Value) -> Corrections {
    let mut all = Corrections::default();
    let id = Some(record().activities[0].id.clone());
    all.push(Correction {
        id,
        pointer: pointer.to_owned(),
        value: Some(value),
        ..Correction::default()
    });
    all
}

#[test]
fn a_corrected_value_is_marked_and_the_program_s_is_kept() {
    let mut document = record();
    let applied = one("/title", json!("A morning of poems")).apply(&mut document);
    assert_eq!((applied.held.len(), applied.unfit.len()), (1, 0));
    let activity = &document.activities[0];
    assert_eq!(activity.title.as_deref(), Some("A morning of poems"));
    let value = serde_json::to_value(activity).unwrap();
    assert_eq!(value["title_basis"], "corrected");
    let evidence = value["evidence"]["/title"].as_array().unwrap();
    assert_eq!(evidence.last().unwrap()["machine"], "Poetry morning");
    assert_eq!(machine_title(activity).as_deref(), Some("Poetry morning"));
}

#[test]
fn a_date_is_given_in_short() {
    let mut document = record();
    one("/date", json!("2021-05/2021-06")).apply(&mut document);
    let date = document.activities[0].date.as_ref().unwrap();
    assert_eq!(date.start.as_deref(), Some("2021-05-01"));
    assert_eq!(date.end.as_deref(), Some("2021-06-30"));
    for wrong in [
        "2021-13",
        "yesterday",
        "2021-05-18/2021-05",
        "2021-06/2021-05",
    ] {
        let applied = one("/date", json!(wrong)).apply(&mut document);
        assert_eq!(applied.unfit.len(), 1, "{wrong}");
    }
}

#[test]
fn what_fits_no_record_is_said() {
    for (pointer, value) in [
        ("/titel", json!("x")),
        ("/id", json!("x")),
        ("/truncated", json!("perhaps")),
        ("/objectives/7", json!({"text": "x", "goals": []})),
        ("/reporting_country", json!("Kazakhstan")),
        ("title", json!("x")),
    ] {
        let mut document = record();
        let applied = one(pointer, value).apply(&mut document);
        assert_eq!(
            (applied.held.len(), applied.unfit.len()),
            (0, 1),
            "{pointer}"
        );
        assert_eq!(document, record());
    }
}

#[test]
fn elements_behind_a_dropped_one_keep_their_evidence() {
    let mut document = record();
    let (urls, before) = (
        document.activities[0].urls.clone(),
        document.activities[0].evidence.clone(),
    );
    assert_eq!(urls.len(), 2);
    let mut all = Corrections::default();
    let id = Some(document.activities[0].id.clone());
    all.push(Correction {
        id,
        pointer: "/urls/0".into(),
        drop: true,
        ..Correction::default()
    });
    all.apply(&mut document);
    let activity = &document.activities[0];
    assert_eq!(activity.urls, urls[1..]);
    assert_eq!(activity.evidence.get("/urls/0"), before.get("/urls/1"));
    assert!(!activity.evidence.contains_key("/urls/1"));
}

#[test]
fn edits_come_back_as_corrections_that_make_them() {
    let (now, mut edited) = (record(), record());
    edited.activities[0].title = Some("Another".into());
    edited.activities[0].place.city = Some("Naryn".into());
    let offered = edits(&edited, &now);
    let pointers: Vec<&str> = offered.iter().map(|c| c.pointer.as_str()).collect();
    assert_eq!(pointers, ["/title", "/place/city"]);
    let mut all = Corrections::default();
    offered
        .into_iter()
        .for_each(|correction| all.push(correction));
    let mut again = now.clone();
    all.apply(&mut again);
    assert!(edits(&edited, &again).is_empty());
    assert!(edits(&now, &now).is_empty());
}

#[test]
fn lines_that_are_no_corrections_are_refused() {
    for line in [
        r#"{"pointer": "/title", "value": "x"}"#,
        r#"{"id": "1", "pointer": "/title"}"#,
        r#"{"id": "1", "pointer": "/title", "value": "x", "drop": true}"#,
        r#"{"id": "1", "pointer": "/title", "wert": "x"}"#,
    ] {
        assert!(parse(line).is_err(), "{line}");
    }
    let null = parse(r#"{"id": "1", "pointer": "/title", "value": null}"#).unwrap();
    assert_eq!(null.value, Some(Value::Null));
}
