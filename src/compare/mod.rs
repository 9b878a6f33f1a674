//! Two records held against each other, field by field.
//!
//! [`differences`] walks two JSON values side by side and lists where they
//! part, each place named by its JSON Pointer. Lists are first aligned
//! ([`align`](mod@align)), so that one element more does not make all that follow
//! different. Records compare by the words their evidence points at and not
//! by offsets, once [`quoted`] has put the words in their place.
//!
//! `annalist check` holds a record against an expectation that may name a
//! part of it only; `annalist diff` holds two whole activities against each other.

pub mod align;

use crate::quote::Quotes;
use align::{AlignedPair, align};
use serde_json::{Map, Value};

/// Which fields of an object count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FieldScope {
    /// Those that the old side names: an expectation may be partial.
    Named,
    /// Those of both sides.
    All,
}

/// One place where two values part.
#[derive(Clone, PartialEq, Debug)]
pub struct Difference {
    /// JSON Pointer; positions in lists are those of the new side, where it has the element.
    pub pointer: String,
    pub change: Change,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Change {
    Changed {
        old: Value,
        new: Value,
    },
    /// An element of a list, or a field, that only the new side has.
    Added(Value),
    /// An element of a list, or a field, that only the old side has.
    Gone(Value),
    /// The old side names a field that no record has.
    Unknown(Value),
}

impl Change {
    /// What the old and the new side have.
    pub fn sides(&self) -> (Option<&Value>, Option<&Value>) {
        match self {
            Change::Changed { old, new } => (Some(old), Some(new)),
            Change::Added(new) => (None, Some(new)),
            Change::Gone(old) | Change::Unknown(old) => (Some(old), None),
        }
    }
}

/// Fields that records leave out where they are empty; left out and null are the same for them.
const OPTIONAL: [&str; 4] = ["error", "field", "page", "span"];

/// Deeper values are compared as a whole.
const DEPTH: usize = 32;

/// Where `new` parts from `old`, in the order of `old`.
pub fn differences(old: &Value, new: &Value, scope: FieldScope) -> Vec<Difference> {
    let mut walk = Comparison {
        scope,
        found: Vec::new(),
    };
    walk.value(&mut String::new(), old, new, 0);
    walk.found
}

/// Whether two scalars say the same; numbers by their value, however they are written.
fn same(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::Number(old), Value::Number(new)) => old == new || old.as_f64() == new.as_f64(),
        _ => old == new,
    }
}

struct Comparison {
    scope: FieldScope,
    found: Vec<Difference>,
}

impl Comparison {
    fn value(&mut self, pointer: &mut String, old: &Value, new: &Value, depth: usize) {
        match (old, new) {
            (Value::Object(old), Value::Object(new)) if depth < DEPTH => {
                self.object(pointer, old, new, depth)
            }
            (Value::Array(old), Value::Array(new)) if depth < DEPTH => {
                self.list(pointer, old, new, depth)
            }
            _ if same(old, new) => {}
            _ => self.push(
                pointer,
                Change::Changed {
                    old: old.clone(),
                    new: new.clone(),
                },
            ),
        }
    }

    fn object(
        &mut self,
        pointer: &mut String,
        old: &Map<String, Value>,
        new: &Map<String, Value>,
        depth: usize,
    ) {
        for (key, value) in old {
            let length = push_key(pointer, key);
            match new.get(key) {
                Some(other) => self.value(pointer, value, other, depth + 1),
                None if OPTIONAL.contains(&key.as_str()) => {
                    self.value(pointer, value, &Value::Null, depth + 1)
                }
                None if self.scope == FieldScope::Named && !is_map(pointer) => {
                    self.push(pointer, Change::Unknown(value.clone()))
                }
                None => self.push(pointer, Change::Gone(value.clone())),
            }
            pointer.truncate(length);
        }
        if self.scope == FieldScope::Named {
            return;
        }
        for (key, value) in new.iter().filter(|(key, _)| !old.contains_key(*key)) {
            let length = push_key(pointer, key);
            self.push(pointer, Change::Added(value.clone()));
            pointer.truncate(length);
        }
    }

    fn list(&mut self, pointer: &mut String, old: &[Value], new: &[Value], depth: usize) {
        for pair in align(old, new, self.scope) {
            let length = pointer.len();
            pointer.push_str(&format!("/{}", pair.place()));
            match pair {
                AlignedPair::Both(at, place) => {
                    self.value(pointer, &old[at], &new[place], depth + 1)
                }
                AlignedPair::Old(at) => self.push(pointer, Change::Gone(old[at].clone())),
                AlignedPair::New(place) => self.push(pointer, Change::Added(new[place].clone())),
            }
            pointer.truncate(length);
        }
    }

    fn push(&mut self, pointer: &str, change: Change) {
        self.found.push(Difference {
            pointer: pointer.to_owned(),
            change,
        });
    }
}

/// Whether the last step of the pointer is a key of the evidence map, which no schema lists.
fn is_map(pointer: &str) -> bool {
    pointer
        .rsplit_once('/')
        .is_some_and(|(above, _)| above.ends_with("/evidence"))
}

/// Appends a step to a JSON Pointer (RFC 6901) and gives the length it had.
pub fn push_key(pointer: &mut String, key: &str) -> usize {
    let length = pointer.len();
    pointer.push('/');
    pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
    length
}

/// What says which bytes these are, or follows from them alone.
const VOLATILE: [&str; 5] = ["bytes", "id", "key", "parent", "sha256"];

/// A record, or a part of one, without what only says which bytes these are.
pub fn lasting(record: &Value) -> Value {
    match record {
        Value::Object(map) => {
            let kept = map
                .iter()
                .filter(|(key, _)| !VOLATILE.contains(&key.as_str()));
            Value::Object(
                kept.map(|(key, value)| (key.clone(), lasting(value)))
                    .collect(),
            )
        }
        Value::Array(list) => list.iter().map(lasting).collect(),
        scalar => scalar.clone(),
    }
}

/// The record with words of its text in the place of offsets into it. A paragraph more
/// moves every offset behind it; the words stay what they were.
pub fn quoted(record: &Value) -> Value {
    let Some(text) = record.get("text").and_then(Value::as_str) else {
        return record.clone();
    };
    let mut record = record.clone();
    let text = text.to_owned();
    quote_within(&mut record, &Quotes::new(&text), 0);
    record
}

fn quote_within(value: &mut Value, quotes: &Quotes, depth: usize) {
    if let Some(words) = extent(value).and_then(|(start, end)| quotes.words(start, end)) {
        *value = Value::from(words);
        return;
    }
    match value {
        _ if depth >= DEPTH => {}
        Value::Array(list) => list
            .iter_mut()
            .for_each(|value| quote_within(value, quotes, depth + 1)),
        Value::Object(map) => map
            .values_mut()
            .for_each(|value| quote_within(value, quotes, depth + 1)),
        _ => {}
    }
}

/// `{start, end}` in numbers (the dates of events have days there).
fn extent(value: &Value) -> Option<(u64, u64)> {
    Some((value.get("start")?.as_u64()?, value.get("end")?.as_u64()?))
}

/// The words behind the field at `pointer` of a document record: from its text in quotation
/// marks, or the place outside it (`meta:og:title`).
pub fn evidence(record: &Value, pointer: &str) -> Vec<String> {
    let Some((activity, field)) = activity_field(record, pointer) else {
        return Vec::new();
    };
    let quotes = Quotes::new(record.get("text").and_then(Value::as_str).unwrap_or(""));
    let field = told_by(field);
    let mut words: Vec<String> = Vec::new();
    for (key, list) in activity
        .get("evidence")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        if leads_to(key, &field) || leads_to(&field, key) {
            words.extend(
                list.as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(|witness| shown(witness, &quotes)),
            );
        }
    }
    if let Some(goal) = field
        .strip_prefix("/goals/")
        .and_then(|rest| rest.split('/').next())
    {
        let list = activity
            .pointer(&format!("/goals/{goal}/evidence"))
            .and_then(Value::as_array);
        let texts = list
            .into_iter()
            .flatten()
            .filter_map(|quote| quote.get("text")?.as_str());
        words.extend(texts.map(|text| format!("“{text}”")));
    }
    words.dedup();
    words
}

fn activity_field<'r, 'p>(record: &'r Value, pointer: &'p str) -> Option<(&'r Value, &'p str)> {
    let rest = pointer.strip_prefix("/activities/")?;
    let (index, _) = rest.split_once('/')?;
    let activity = record
        .get("activities")?
        .get(index.parse::<usize>().ok()?)?;
    Some((activity, &rest[index.len()..]))
}

/// How a value is known stands in the words of the value itself.
fn told_by(field: &str) -> String {
    match field {
        "/title_basis" => "/title".to_owned(),
        "/country_basis" => "/reporting_country".to_owned(),
        "/place/basis" => "/place".to_owned(),
        other => other.to_owned(),
    }
}

/// Whether the pointer `inner` is `outer` or lies below it.
fn leads_to(outer: &str, inner: &str) -> bool {
    inner
        .strip_prefix(outer)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn shown(witness: &Value, quotes: &Quotes) -> Option<String> {
    if let Some(machine) = witness.get("machine") {
        let who = witness.get("who").and_then(Value::as_str);
        let who = who.map(|who| format!(" by {who}")).unwrap_or_default();
        return Some(format!("correction{who}; the program read {machine}"));
    }
    if let Some(from) = witness.get("from").and_then(Value::as_str) {
        return Some(from.to_owned());
    }
    let (start, end) = extent(witness)?;
    let words = quotes.words(start, end)?;
    let page = witness
        .get("page")
        .and_then(Value::as_u64)
        .map(|page| format!(" (page {page})"))
        .unwrap_or_default();
    Some(format!("“{words}”{page}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn pointers(old: Value, new: Value, scope: FieldScope) -> Vec<String> {
        differences(&old, &new, scope)
            .into_iter()
            .map(|difference| difference.pointer)
            .collect()
    }

    #[test]
    fn a_partial_expectation_compares_what_it_names() {
        let got = json!({"kind": "article", "title": "A", "activities": [{"title": "A", "goals": [], "place": {"city": "Osh", "venue": null}}]});
        assert!(pointers(json!({"kind": "article"}), got.clone(), FieldScope::Named).is_empty());
        assert!(pointers(json!({"activities": [{}]}), got.clone(), FieldScope::Named).is_empty());
        let expected = json!({"activities": [{"goals": [], "place": {"venue": "hall"}}]});
        assert_eq!(
            pointers(expected, got.clone(), FieldScope::Named),
            ["/activities/0/place/venue"]
        );
        assert_eq!(
            pointers(json!({"activities": []}), got, FieldScope::Named),
            ["/activities/0"]
        );
    }

    #[test]
    fn a_field_that_no_record_has_is_a_difference_even_where_null_is_expected() {
        let got = json!({"title": null});
        let found = differences(&json!({"titel": null}), &got, FieldScope::Named);
        assert!(matches!(found[0].change, Change::Unknown(_)));
        assert!(differences(&json!({"error": null}), &got, FieldScope::Named).is_empty());
    }

    #[test]
    fn numbers_are_equal_by_value() {
        assert!(
            pointers(
                json!({"confidence": 1}),
                json!({"confidence": 1.0}),
                FieldScope::All
            )
            .is_empty()
        );
    }

    #[test]
    fn whole_records_differ_in_fields_of_either_side() {
        let found = pointers(
            json!({"a": 1, "b/c": 2}),
            json!({"a": 1, "d": 3}),
            FieldScope::All,
        );
        assert_eq!(found, ["/b~1c", "/d"]);
    }

    #[test]
    fn offsets_that_moved_with_their_words_are_no_difference() {
        let record = |text: &str, start: u32| json!({"text": text, "activities": [{"evidence": {"/date": [{"start": start, "end": start + 5}]}}]});
        let (old, new) = (record("On 5 May.", 3), record("Then, on 5 May.", 9));
        assert_eq!(
            pointers(quoted(&old), quoted(&new), FieldScope::All),
            ["/text"]
        );
    }

    #[test]
    fn evidence_is_found_for_a_field_and_for_what_lies_below_it() {
        let record = json!({"text": "On 5 May in Osh.", "activities": [{
            "goals": [{"code": "SD1", "evidence": [{"text": "SD 1", "span": null}]}],
            "evidence": {"/date": [{"start": 3, "end": 8, "page": 2}], "/title": [{"from": "meta:og:title"}]}}]});
        assert_eq!(
            evidence(&record, "/activities/0/date/start"),
            ["“5 May” (page 2)"]
        );
        assert_eq!(
            evidence(&record, "/activities/0/title_basis"),
            ["meta:og:title"]
        );
        assert_eq!(evidence(&record, "/activities/0/goals/0/code"), ["“SD 1”"]);
        assert!(evidence(&record, "/activities/0/dated").is_empty());
        assert!(evidence(&record, "/activities/7/date").is_empty());
    }
}
