//! Puts a correction on a record: the value, its basis, its evidence.

use super::day::{check_days, date};
use super::line::{Correction, FIXED, machine};
use crate::record::{Activity, CorrectedValue, Evidence};
use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

/// A record with a correction on it; none where it is dropped.
///
/// # Errors
/// Where the correction does not fit the record or what it gives is no record.
pub fn corrected(activity: &Activity, correction: &Correction) -> Result<Option<Activity>> {
    let pointer = correction.pointer.as_str();
    if pointer.is_empty() {
        ensure!(correction.drop, "a whole record can only be dropped");
        return Ok(None);
    }
    let field = pointer.split('/').nth(1).unwrap_or_default();
    ensure!(
        pointer.starts_with('/'),
        "a JSON Pointer begins with /, as in /date/start"
    );
    ensure!(!FIXED.contains(&field), "/{field} is not for correction");
    let mut value = serde_json::to_value(activity)?;
    ensure!(value.get(field).is_some(), "a record has no field /{field}");
    let Some(pointer) = located(activity, &value, correction)? else {
        return Ok(Some(activity.clone()));
    };
    let pointer = pointer.as_str();
    let machine = match correction.drop {
        true => removed(&mut value, pointer)?,
        false => replaced(
            &mut value,
            pointer,
            correction.value.clone().unwrap_or_default(),
        )?,
    };
    let given = value.pointer(pointer);
    if given == Some(&machine) && !correction.drop {
        return Ok(Some(activity.clone()));
    }
    set_basis(&mut value, pointer);
    let mut now: Activity = serde_json::from_value(value)
        .with_context(|| format!("what is given does not fit {pointer}"))?;
    check_days(&now)?;
    let place = match correction.drop {
        true => {
            shift_evidence(&mut now, pointer);
            pointer.rsplit_once('/').map_or("", |(list, _)| list)
        }
        false => pointer,
    };
    mark(&mut now, place, machine, correction);
    Ok(Some(now))
}

/// Where the value stands now; none where the record has the correction already.
fn located(activity: &Activity, value: &Value, correction: &Correction) -> Result<Option<String>> {
    let pointer = correction.pointer.as_str();
    let own = || Ok(Some(pointer.to_owned()));
    let mut steps = pointer.splitn(4, '/').skip(1);
    let (Some(field), Some(place)) = (steps.next(), steps.next()) else {
        return own();
    };
    let Some(list) = value.get(field).and_then(Value::as_array) else {
        return own();
    };
    let below = steps
        .next()
        .map(|rest| format!("/{rest}"))
        .unwrap_or_default();
    if place == "-" {
        let held = correction
            .value
            .as_ref()
            .is_some_and(|given| list.contains(given));
        return if held { Ok(None) } else { own() };
    }
    let Some(was) = &correction.was else {
        return own();
    };
    let holds =
        |at: &usize, what: Option<&Value>| list.get(*at).and_then(|e| e.pointer(&below)) == what;
    let first = place.parse::<usize>().ok();
    let mut all = first.into_iter().chain(0..list.len());
    if let Some(at) = all.clone().find(|at| holds(at, Some(was))) {
        return Ok(Some(format!("/{field}/{at}{below}")));
    }
    let marks = activity.evidence.values().flatten().filter_map(machine);
    let dropped = correction.drop && marks.into_iter().any(|machine| machine == was);
    let given = !correction.drop && all.any(|at| holds(&at, correction.value.as_ref()));
    ensure!(dropped || given, "{pointer} no longer says {was}");
    Ok(None)
}

/// Takes an element out of its list, or empties a field; what was there.
fn removed(value: &mut Value, pointer: &str) -> Result<Value> {
    let (above, last) = pointer.rsplit_once('/').unwrap_or(("", pointer));
    match value.pointer_mut(above) {
        Some(Value::Array(list)) => {
            let at = last.parse().ok().filter(|at| *at < list.len());
            let at = at.with_context(|| format!("there is no {pointer}"))?;
            Ok(list.remove(at))
        }
        Some(Value::Object(fields)) => {
            let slot = fields
                .get_mut(last)
                .with_context(|| format!("there is no {pointer}"))?;
            let empty = if slot.is_array() {
                json!([])
            } else {
                Value::Null
            };
            Ok(std::mem::replace(slot, empty))
        }
        _ => bail!("there is no {pointer}"),
    }
}

/// Puts a value into its place; what was there.
fn replaced(value: &mut Value, pointer: &str, given: Value) -> Result<Value> {
    let given = match (pointer, &given) {
        ("/date", Value::String(text)) => date(text)?,
        _ => given,
    };
    if let Some(list) = pointer.strip_suffix("/-") {
        let list = value.pointer_mut(list).and_then(Value::as_array_mut);
        list.with_context(|| format!("{pointer} is in no list"))?
            .push(given);
        return Ok(Value::Null);
    }
    let above = pointer.rsplit_once('/').map_or("", |(above, _)| above);
    if value.pointer(above).is_some_and(Value::is_null) {
        bail!("the record has no {above}: correct {above} as a whole");
    }
    let slot = value
        .pointer_mut(pointer)
        .with_context(|| format!("there is no {pointer}"))?;
    Ok(std::mem::replace(slot, given))
}

/// The value now rests on a person's word.
fn set_basis(value: &mut Value, pointer: &str) {
    let mut steps = pointer.split('/').skip(1);
    let place = match (steps.next().unwrap_or_default(), steps.next()) {
        ("title", _) => "/title_basis".to_owned(),
        ("reporting_country", _) => "/country_basis".to_owned(),
        ("place", _) => "/place/basis".to_owned(),
        ("date", _) => "/date/basis".to_owned(),
        ("goals", Some("-")) => {
            let last = value["goals"]
                .as_array()
                .map_or(0, |goals| goals.len().saturating_sub(1));
            format!("/goals/{last}/basis")
        }
        ("goals", Some(at)) => format!("/goals/{at}/basis"),
        _ => return,
    };
    if let Some(slot) = value.pointer_mut(&place) {
        *slot = Value::from("corrected");
    }
}

/// Evidence of the elements behind one that was taken out moves up with them.
fn shift_evidence(activity: &mut Activity, pointer: &str) {
    let Some((list, Ok(gone))) = pointer
        .rsplit_once('/')
        .map(|(l, at)| (l, at.parse::<usize>()))
    else {
        return;
    };
    let evidence = std::mem::take(&mut activity.evidence);
    for (key, words) in evidence {
        let rest = key
            .strip_prefix(list)
            .and_then(|rest| rest.strip_prefix('/'));
        let (at, below) = rest.map_or((None, ""), |rest| {
            let end = rest.find('/').unwrap_or(rest.len());
            (rest[..end].parse::<usize>().ok(), &rest[end..])
        });
        let key = match at {
            Some(at) if at == gone => continue,
            Some(at) if at > gone => format!("{list}/{}{below}", at - 1),
            _ => key,
        };
        activity.evidence.insert(key, words);
    }
}

/// Says who gave the value, and what the program had read.
fn mark(activity: &mut Activity, pointer: &str, machine_value: Value, correction: &Correction) {
    let list = activity.evidence.entry(pointer.to_owned()).or_default();
    // Of several corrections the last holds; what the program read stays.
    let read = match correction.drop {
        true => None,
        false => list.iter().find_map(machine).cloned(),
    };
    if read.is_some() {
        list.retain(|entry| machine(entry).is_none());
    }
    list.push(Evidence::Corrected(Box::new(CorrectedValue {
        from: "correction".to_owned(),
        machine: read.unwrap_or(machine_value),
        who: correction.who.clone(),
        when: correction.when.clone(),
        why: correction.why.clone(),
    })));
}
