//! Expectations brought up to what is extracted now.
//!
//! A partial expectation stays partial: the fields it names take their new
//! values, elements new in a list take the fields that the others name. A
//! source without expectation gets the whole record, without what only says
//! which bytes these are. A file that holds is not touched, and blessing
//! twice writes the same bytes.

use super::{CheckCase, Verdict};
use crate::compare::align::{AlignedPair, align};
use crate::compare::{FieldScope, lasting};
use anyhow::{Context, Result};
use serde_json::{Map, Value};
use std::fs;

/// Writes the expectations that do not hold, and those that are not there; gives
/// the number of cases that cannot be blessed.
pub fn write(cases: &[CheckCase]) -> Result<usize> {
    let mut left = 0;
    for case in cases {
        let blessed = match &case.verdict {
            Verdict::AsExpected => continue,
            Verdict::Differs { expected, got, .. } => blessed(expected, got),
            Verdict::NoExpectation(got) => lasting(got),
            Verdict::Unusable(_) => {
                left += 1;
                continue;
            }
        };
        let text = serde_json::to_string_pretty(&blessed)? + "\n";
        fs::write(&case.file, text)
            .with_context(|| format!("cannot write {}", case.file.display()))?;
    }
    Ok(left)
}

/// The expectation with new values; the whole record where it failed before and does not
/// now, or the other way round.
fn blessed(expected: &Value, got: &Value) -> Value {
    let fails = |value: &Value| value.get("error").is_some_and(|error| !error.is_null());
    if fails(expected) != fails(got) {
        lasting(got)
    } else {
        named(expected, got)
    }
}

/// The fields of `got` that `expected` names.
fn named(expected: &Value, got: &Value) -> Value {
    match (expected, got) {
        (Value::Object(expected), Value::Object(got)) => {
            let field = |key: &String| {
                let value = got.get(key)?;
                Some((
                    key.clone(),
                    expected
                        .get(key)
                        .map_or_else(|| value.clone(), |old| named(old, value)),
                ))
            };
            Value::Object(expected.keys().filter_map(field).collect())
        }
        (Value::Array(expected), Value::Array(got)) => {
            let shape = expected.iter().fold(Value::Null, joined);
            let element = |pair: AlignedPair| match pair {
                AlignedPair::Both(at, place) => Some(named(&expected[at], &got[place])),
                AlignedPair::New(place) if shape.is_object() => Some(named(&shape, &got[place])),
                AlignedPair::New(place) => Some(lasting(&got[place])),
                AlignedPair::Old(_) => None,
            };
            align(expected, got, FieldScope::Named)
                .into_iter()
                .filter_map(element)
                .collect()
        }
        // An expectation of nothing said nothing of the fields of something.
        (_, got) => lasting(got),
    }
}

/// The fields that either of two partial objects names.
fn joined(shape: Value, element: &Value) -> Value {
    let Value::Object(element) = element else {
        return shape;
    };
    let mut all = match shape {
        Value::Object(map) => map,
        _ => Map::new(),
    };
    for (key, value) in element {
        let before = all.remove(key).unwrap_or(Value::Null);
        let merged = if value.is_object() {
            joined(before, value)
        } else {
            value.clone()
        };
        all.insert(key.clone(), merged);
    }
    Value::Object(all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::differences;
    use serde_json::json;

    #[test]
    fn a_partial_expectation_stays_partial_and_keeps_its_order() {
        let expected = json!({"title": "Old", "activities": [{"type": "meeting", "title": "A fair"}], "kind": "article"});
        let got = json!({"schema": "s", "kind": "listing", "title": "New", "activities": [
            {"id": "1", "title": "A concert", "type": "other", "urls": []},
            {"id": "2", "title": "A fair of books", "type": "meeting", "urls": []}]});
        let text = blessed(&expected, &got).to_string();
        assert_eq!(
            text,
            r#"{"title":"New","activities":[{"type":"other","title":"A concert"},{"type":"meeting","title":"A fair of books"}],"kind":"listing"}"#
        );
    }

    #[test]
    fn what_was_blessed_holds() {
        let got = json!({"text": "x", "source": {"sha256": "0", "path": "a"}, "activities": [{"id": "1", "title": null, "goals": [{"code": "SD1", "confidence": 0.9}]}]});
        for expected in [
            json!({"activities": []}),
            json!({"activities": [{"goals": []}, {"title": "gone"}]}),
            json!({"error": {"code": "encrypted"}}),
            json!([]),
        ] {
            let blessed = blessed(&expected, &got);
            assert!(
                differences(&blessed, &got, FieldScope::Named).is_empty(),
                "{blessed}"
            );
        }
        assert_eq!(lasting(&got)["source"], json!({"path": "a"}));
    }
}
