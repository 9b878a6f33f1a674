//! Corrections: what a curator says in the place of the program.
//!
//! They are lines of `corrections.jsonl`, which the program reads and never
//! drops. [`Corrections::apply`] puts them on the records of a document just
//! before these are written: the value becomes the curator's, its basis
//! `corrected`, and the evidence keeps what the program had read. A correction
//! names its record by id, by key, or by source and title, so that it holds
//! when the bytes of the page change.

use crate::compare::push_key;
use crate::key::{folded, page};
use crate::record::{Activity, DocumentRecord, Evidence, Precision};
use crate::source::short_digest;
use anyhow::{Context, Result, bail, ensure};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// The file of a register's corrections.
pub const FILE: &str = "corrections.jsonl";
/// Where edits that were made in written records wait to be accepted.
pub const OFFERED: &str = "corrections.offered.jsonl";

/// One value of one record.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// Of the record; or else its key, or its source and title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Address of the page, or path of the source.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// As the program gives it without corrections.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// JSON Pointer below the record; empty where all of it is dropped.
    pub pointer: String,
    /// What is to stand there; null says that there is nothing.
    #[serde(
        default,
        deserialize_with = "some",
        skip_serializing_if = "Option::is_none"
    )]
    pub value: Option<Value>,
    /// What stood there when this was written: finds an element of a list wherever it is now.
    #[serde(
        default,
        deserialize_with = "some",
        skip_serializing_if = "Option::is_none"
    )]
    pub was: Option<Value>,
    /// In the place of a value: the element of a list, or the record, is to go.
    #[serde(default, skip_serializing_if = "is_false")]
    pub drop: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// A value that is null is one.
fn some<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(input).map(Some)
}

fn is_false(value: &bool) -> bool {
    !value
}

/// Fields that say what a record is and where it is from.
const FIXED: [&str; 11] = [
    "schema",
    "id",
    "key",
    "kind",
    "parent",
    "source",
    "evidence",
    "diagnostics",
    "title_basis",
    "country_basis",
    "basis",
];

/// All corrections of a register, and whom each may be for.
#[derive(Debug, Default)]
pub struct Corrections {
    list: Vec<(u64, Correction)>,
    /// Places in the list by id, by key and by page.
    by: HashMap<String, Vec<usize>>,
}

/// What became of the corrections of a document.
#[derive(Debug, Default, PartialEq)]
pub struct Applied {
    /// Digests of those that hold.
    pub held: Vec<u64>,
    /// Those that do not fit, and why.
    pub unfit: Vec<(u64, String)>,
}

impl Corrections {
    /// Reads a file; there need not be one.
    ///
    /// # Errors
    /// Where it cannot be read or a line is no correction.
    pub fn load(path: &Path) -> Result<Corrections> {
        let shown = path.display().to_string().escape_debug().to_string();
        let text = match fs::read_to_string(path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Corrections::default()),
            read => read.with_context(|| format!("cannot read {shown}"))?,
        };
        Corrections::read(&text).context(shown)
    }

    /// Reads the lines of a file.
    ///
    /// # Errors
    /// Where a line is no correction.
    pub fn read(text: &str) -> Result<Corrections> {
        let mut all = Corrections::default();
        let lines = text.lines().enumerate();
        for (at, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
            let read = parse(line);
            all.push(read.with_context(|| format!("line {}: no correction", at + 1))?);
        }
        Ok(all)
    }

    pub fn push(&mut self, correction: Correction) {
        let at = self.list.len();
        let page = correction
            .source
            .as_deref()
            .map(|source| page(Some(source), source));
        for name in [&correction.id, &correction.key, &page]
            .into_iter()
            .flatten()
        {
            self.by.entry(name.clone()).or_default().push(at);
        }
        self.list.push((digest(&correction), correction));
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// What tells this list from others.
    pub fn digest(&self) -> u64 {
        let digests: Vec<u8> = self
            .list
            .iter()
            .flat_map(|(digest, _)| digest.to_be_bytes())
            .collect();
        if digests.is_empty() {
            0
        } else {
            short_digest(&digests)
        }
    }

    pub fn contains(&self, digest: u64) -> bool {
        self.list.iter().any(|(own, _)| *own == digest)
    }

    pub fn iter(&self) -> impl Iterator<Item = &(u64, Correction)> {
        self.list.iter()
    }

    /// Puts corrections on the records they are for.
    pub fn apply(&self, record: &mut DocumentRecord) -> Applied {
        let mut applied = Applied::default();
        let activities = std::mem::take(&mut record.activities);
        for mut activity in activities {
            let mut dropped = false;
            for at in self.meant_for(&activity) {
                let Some((digest, correction)) = self.list.get(at) else {
                    continue;
                };
                match corrected(&activity, correction) {
                    Ok(now) => {
                        applied.held.push(*digest);
                        dropped |= now.is_none();
                        activity = now.unwrap_or(activity);
                    }
                    Err(error) => applied.unfit.push((*digest, format!("{error:#}"))),
                }
            }
            if !dropped {
                record.activities.push(activity);
            }
        }
        applied.held.sort_unstable();
        applied.held.dedup();
        applied
    }

    /// Places of the corrections of a record, in the order of the list.
    fn meant_for(&self, activity: &Activity) -> Vec<usize> {
        let own = page(activity.source.url.as_deref(), &activity.source.path);
        let names = [
            Some(&activity.id),
            activity.key.as_ref(),
            Some(&own),
            Some(&activity.source.path),
        ];
        let mut found: Vec<usize> = names
            .into_iter()
            .flatten()
            .filter_map(|name| self.by.get(name))
            .flatten()
            .copied()
            .collect();
        found.sort_unstable();
        found.dedup();
        let fits = |at: &usize| self.list.get(*at).is_some_and(|(_, c)| c.is_for(activity));
        found.retain(fits);
        found
    }
}

/// One line.
fn parse(line: &str) -> Result<Correction> {
    let correction: Correction = serde_json::from_str(line)?;
    ensure!(
        correction.value.is_some() != correction.drop,
        "either \"value\" or \"drop\": true is wanted"
    );
    let named = correction.id.is_some()
        || correction.key.is_some()
        || (correction.source.is_some() && correction.title.is_some());
    ensure!(named, "an id, a key, or source and title are wanted");
    Ok(correction)
}

fn digest(correction: &Correction) -> u64 {
    // The shape holds nothing that could fail.
    short_digest(&serde_json::to_vec(correction).unwrap_or_default())
}

impl Correction {
    /// Whether it is about this record.
    pub fn is_for(&self, activity: &Activity) -> bool {
        if self.id.as_ref() == Some(&activity.id) {
            return true;
        }
        let title = machine_title(activity);
        let same_title = self.title.as_deref().map(folded) == title.as_deref().map(folded);
        let path = &activity.source.path;
        let same_source = self.source.as_deref().is_some_and(|source| {
            source == path
                || page(Some(source), source) == page(activity.source.url.as_deref(), path)
        });
        let same_key = self.key.is_some() && self.key == activity.key;
        match self.title {
            Some(_) => (same_key && (same_title || same_source)) || (same_source && same_title),
            None => same_key,
        }
    }

    /// What it would do, in words.
    pub fn told(&self) -> String {
        let name = self
            .title
            .as_ref()
            .or(self.id.as_ref())
            .or(self.key.as_ref());
        let name = name.map_or("", String::as_str);
        let place = self
            .source
            .as_ref()
            .map(|source| format!(" ({source})"))
            .unwrap_or_default();
        match self.pointer.as_str() {
            "" => format!("of “{name}”{place}"),
            pointer => format!("of {pointer} of “{name}”{place}"),
        }
    }
}

/// The title before it was corrected.
fn machine_title(activity: &Activity) -> Option<String> {
    let machine = activity
        .evidence
        .get("/title")
        .into_iter()
        .flatten()
        .find_map(machine);
    match machine {
        Some(value) => value.as_str().map(str::to_owned),
        None => activity.title.clone(),
    }
}

fn machine(evidence: &Evidence) -> Option<&Value> {
    match evidence {
        Evidence::Corrected { machine, .. } => Some(machine),
        _ => None,
    }
}

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

/// Days are days of the calendar.
fn check_days(activity: &Activity) -> Result<()> {
    let date = activity.date.as_ref();
    let days = date.into_iter().flat_map(|date| [&date.start, &date.end]);
    for day in days.flatten().chain(&activity.published) {
        let day = day.get(..10).unwrap_or(day);
        day.parse::<Date>()
            .with_context(|| format!("{day} is no day"))?;
    }
    let country = [&activity.reporting_country, &activity.place.country];
    for code in country.into_iter().flatten() {
        let is_code = code.len() == 2 && code.bytes().all(|b| b.is_ascii_uppercase());
        ensure!(is_code, "{code} is no code of a country, such as KZ");
    }
    Ok(())
}

/// A date as a record has it: a day, a month, a year, or two of them with a slash between.
fn date(text: &str) -> Result<Value> {
    let (from, to) = text.split_once('/').unwrap_or((text, text));
    let ((start, precision), (_, same)) = (first(from)?, first(to)?);
    ensure!(precision == same, "{text}: both ends must be as exact");
    let end = last(to, precision)?;
    ensure!(start <= end, "{text}: the end is before the beginning");
    Ok(json!({
        "start": start.to_string(),
        "end": end.to_string(),
        "precision": precision,
        "edtf": text,
        "basis": "corrected",
        "text": null,
    }))
}

fn first(text: &str) -> Result<(Date, Precision)> {
    let (whole, precision) = match text.len() {
        4 => (format!("{text}-01-01"), Precision::Year),
        7 => (format!("{text}-01"), Precision::Month),
        _ => (text.to_owned(), Precision::Day),
    };
    let day = whole.parse();
    Ok((
        day.with_context(|| format!("{text} is no date, such as 2021-05-18"))?,
        precision,
    ))
}

fn last(text: &str, precision: Precision) -> Result<Date> {
    let (day, _) = first(text)?;
    Ok(match precision {
        Precision::Year => day.last_of_year(),
        Precision::Month => day.last_of_month(),
        _ => day,
    })
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
    list.push(Evidence::Corrected {
        from: "correction".to_owned(),
        machine: read.unwrap_or(machine_value),
        who: correction.who.clone(),
        when: correction.when.clone(),
        why: correction.why.clone(),
    });
}

/// The edits that a person made in a written record, as corrections of what would be written now.
pub fn edits(edited: &DocumentRecord, now: &DocumentRecord) -> Vec<Correction> {
    let mut all = Vec::new();
    for activity in &now.activities {
        let same = |other: &&Activity| other.id == activity.id;
        let like = |other: &&Activity| activity.key.is_some() && other.key == activity.key;
        let found = edited.activities.iter().find(same);
        let name = || Correction {
            id: Some(activity.id.clone()),
            key: activity.key.clone(),
            source: activity
                .source
                .url
                .clone()
                .or(Some(activity.source.path.clone())),
            title: machine_title(activity),
            why: Some("edited by hand".to_owned()),
            ..Correction::default()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> DocumentRecord {
        let page = "Poetry morning\n\nOn 18 May 2021 the library of Osh held a poetry morning for its readers. https://e.org/a and https://e.org/b tell more.\n";
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
}
