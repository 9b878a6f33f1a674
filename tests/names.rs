//! Names in seven languages: invented sentences with what must be read in them.

use annalist::field::{country, mode, organization, person, place};
use annalist::record::Mode;
use annalist::span::Passage;

/// The lines of a table without its comments, as fields.
fn rows(table: &str) -> Vec<Vec<&str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
        .collect()
}

/// The passages of a row: parts of one text.
fn passages(text: &str) -> Vec<Passage<'_>> {
    let mut start = 0;
    text.split(" || ")
        .map(|part| {
            let passage = Passage { text: part, start };
            start += part.len() as u32 + 4;
            passage
        })
        .collect()
}

/// What differs between the names wanted and those found, each found one with its variants.
fn difference(wanted: &str, found: &[(String, Vec<String>)]) -> Option<String> {
    let mut left: Vec<&str> = wanted.split(" | ").filter(|name| *name != "-").collect();
    let mut spare = Vec::new();
    for (name, variants) in found {
        match left
            .iter()
            .position(|wanted| wanted == name || variants.iter().any(|variant| variant == wanted))
        {
            Some(at) => _ = left.remove(at),
            None => spare.push(name),
        }
    }
    (wanted != "*" && !(left.is_empty() && spare.is_empty()))
        .then(|| format!("missing {left:?}, too much {spare:?}"))
}

fn value(wanted: &str, found: Option<&str>) -> Option<String> {
    (wanted != "*" && wanted != found.unwrap_or("-"))
        .then(|| format!("wanted {wanted}, found {found:?}"))
}

#[test]
fn news_in_seven_languages_tell_who_and_where() {
    let mut failures = Vec::new();
    for row in rows(include_str!("names/news.tsv")) {
        let [
            language,
            text,
            organizations,
            people,
            code,
            city,
            venue,
            how,
        ] = row[..]
        else {
            panic!("{row:?}")
        };
        let passages = passages(text);
        let tag = Some(language);
        let named = organization::find(&passages, tag);
        let persons = person::find(&passages, &named, tag);
        let spot = place::find(&passages, tag);
        let taken = mode::find(&passages, tag).map(|found| match found.value {
            Mode::InPerson => "in_person",
            Mode::Online => "online",
            Mode::Hybrid => "hybrid",
        });
        // Nothing took place anywhere where all was online.
        let spot = if taken == Some("online") {
            place::FoundPlace::default()
        } else {
            spot
        };
        let named: Vec<_> = named
            .into_iter()
            .map(|one| (one.name, one.variants))
            .collect();
        let persons: Vec<_> = persons
            .into_iter()
            .map(|one| (one.name, one.variants))
            .collect();
        let checks = [
            ("organizations", difference(organizations, &named)),
            ("people", difference(people, &persons)),
            (
                "country",
                value(code, spot.country.as_ref().map(|found| found.value)),
            ),
            (
                "city",
                value(city, spot.city.as_ref().map(|found| found.value.as_str())),
            ),
            (
                "venue",
                value(venue, spot.venue.as_ref().map(|found| found.value.as_str())),
            ),
            ("mode", value(how, taken)),
        ];
        failures.extend(
            checks.into_iter().filter_map(|(field, why)| {
                Some(format!("{language}: {text}\n    {field}: {}", why?))
            }),
        );
    }
    assert!(
        failures.is_empty(),
        "{} differences\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn countries_are_known_by_name_adjective_and_abbreviation() {
    let mut failures = Vec::new();
    for row in rows(include_str!("names/countries.tsv")) {
        let [language, text, wanted] = row[..] else {
            panic!("{row:?}")
        };
        let found: Vec<String> = country::find(Passage::new(text), Some(language))
            .iter()
            .map(|found| {
                format!(
                    "{}{}",
                    found.value.code,
                    if found.value.adjective { "!" } else { "" }
                )
            })
            .collect();
        let found = if found.is_empty() {
            "-".to_owned()
        } else {
            found.join(" ")
        };
        if found != wanted {
            failures.push(format!(
                "{language}: {text}\n    wanted {wanted}, found {found}"
            ));
        }
    }
    assert!(
        failures.is_empty(),
        "{} differences\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn verbs_and_words_around_a_name_tell_its_part() {
    let mut failures = Vec::new();
    for row in rows(include_str!("names/roles.tsv")) {
        let [language, text, wanted] = row[..] else {
            panic!("{row:?}")
        };
        let (passages, tag) = (passages(text), Some(language));
        let organizations = organization::find(&passages, tag);
        let people = person::find(&passages, &organizations, tag);
        let mut parts: Vec<(String, String)> = Vec::new();
        parts.extend(
            organizations
                .iter()
                .map(|one| (one.name.clone(), word(&one.role))),
        );
        parts.extend(people.iter().map(|one| (one.name.clone(), word(&one.role))));
        for wanted in wanted.split(" | ") {
            let (name, part) = wanted.split_once(" = ").unwrap();
            if !parts
                .iter()
                .any(|(known, role)| known == name && role == part)
            {
                failures.push(format!("{text}\n  {wanted} is not among {parts:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// A role as a record writes it.
fn word(role: &impl serde::Serialize) -> String {
    serde_json::to_value(role)
        .unwrap()
        .as_str()
        .unwrap_or_default()
        .to_owned()
}
