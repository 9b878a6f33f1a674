//! What a person changed in a written record, as corrections.

use super::line::{Correction, FIXED, machine_title};
use crate::compare::push_key;
use crate::record::{Activity, DocumentRecord};
use serde_json::Value;

/// The edits that a person made in a written record, as corrections of what would be written now.
pub fn edits(edited: &DocumentRecord, now: &DocumentRecord) -> Vec<Correction> {
    let mut all = Vec::new();
    for activity in &now.activities {
        let same = |other: &&Activity| other.id == activity.id;
        let like = |other: &&Activity| activity.key.is_some() && other.key == activity.key;
        let found = edited.activities.iter().find(same);
        let name = || Correction {
            why: Some("edited by hand".to_owned()),
            ..Correction::of(activity, machine_title(activity))
        };
        match found.or_else(|| edited.activities.iter().find(like)) {
            Some(other) => differing(activity, other, name, &mut all),
            None => all.push(Correction {
                drop: true,
                ..name()
            }),
        }
    }
    all
}

/// Fields of an edited record that do not say what the record says.
fn differing(
    activity: &Activity,
    edited: &Activity,
    name: impl Fn() -> Correction,
    all: &mut Vec<Correction>,
) {
    let (Ok(Value::Object(old)), Ok(Value::Object(new))) =
        (serde_json::to_value(activity), serde_json::to_value(edited))
    else {
        return;
    };
    for (field, value) in &new {
        let before = old.get(field).unwrap_or(&Value::Null);
        if before == value || FIXED.contains(&field.as_str()) {
            continue;
        }
        let mut pointer = String::new();
        push_key(&mut pointer, field);
        match (before, value) {
            (Value::Object(before), Value::Object(value)) => {
                let changed = value.iter().filter(|(name, value)| {
                    before.get(*name) != Some(value) && !FIXED.contains(&name.as_str())
                });
                for (inner, value) in changed {
                    let length = push_key(&mut pointer, inner);
                    let (pointer_now, value) = (pointer.clone(), Some(value.clone()));
                    all.push(Correction {
                        pointer: pointer_now,
                        value,
                        ..name()
                    });
                    pointer.truncate(length);
                }
            }
            _ => all.push(Correction {
                pointer,
                value: Some(value.clone()),
                ..name()
            }),
        }
    }
}
