//! `annalist normalize KIND`: the normaliser alone, JSON Lines in, JSON Lines out.
//!
//! One object a line in, one out, in order. A line that is no JSON object
//! gives an error line and the run goes on.

use crate::field::date::{self, Reference};
use crate::field::{country, goal, language};
use crate::record::{Basis, GoalBasis};
use crate::scheme::Scheme;
use crate::span::{Passage, Span};
use serde::Deserialize;
use serde_json::{Value, json};
use std::io::{self, BufRead, Write};

/// What is normalised.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Normalizer {
    Goals,
    Dates,
    Country,
    Language,
}

#[derive(Deserialize)]
struct InputLine {
    #[serde(default)]
    id: Value,
    text: String,
    #[serde(default)]
    lang: Option<String>,
    #[serde(default)]
    reference_date: Option<String>,
}

/// Answers every line of `input`; true where all of them were well formed.
///
/// # Errors
/// Where `input` or `output` fails.
pub fn run(
    kind: Normalizer,
    scheme: &Scheme,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> io::Result<bool> {
    let mut well_formed = true;
    let mut bytes = Vec::new();
    while input.read_until(b'\n', &mut bytes)? > 0 {
        let line = bytes.trim_ascii();
        if !line.is_empty() {
            let answer = match serde_json::from_slice::<InputLine>(line) {
                Ok(line) => answer(kind, scheme, &line),
                Err(error) => {
                    well_formed = false;
                    json!({
                        "id": null,
                        "error": format!("not a JSON object with a text: {error}"),
                    })
                }
            };
            serde_json::to_writer(&mut *output, &answer)?;
            output.write_all(b"\n")?;
        }
        bytes.clear();
    }
    output.flush()?;
    Ok(well_formed)
}

fn answer(kind: Normalizer, scheme: &Scheme, line: &InputLine) -> Value {
    let passage = Passage::new(&line.text);
    let lang = line.lang.as_deref();
    match kind {
        Normalizer::Goals => json!({ "id": line.id, "goals": goals(passage, scheme) }),
        Normalizer::Dates => {
            let published = line
                .reference_date
                .as_deref()
                .and_then(|day| day.parse().ok());
            json!({
                "id": line.id,
                "dates": dates(passage, lang, &Reference { published, ..Reference::default() }),
            })
        }
        Normalizer::Country => json!({ "id": line.id, "countries": countries(passage, lang) }),
        Normalizer::Language => {
            let found = language::detect(&line.text);
            json!({
                "id": line.id,
                "language": found.map(|(tag, _)| tag),
                "confidence": found.map_or(0.0, |(_, confidence)| confidence),
            })
        }
    }
}

fn goals(passage: Passage, scheme: &Scheme) -> Vec<Value> {
    let stated = goal::stated(passage, scheme)
        .into_iter()
        .map(|found| found.value);
    let mut named: Vec<goal::NamedGoal> = stated.collect();
    for supported in goal::supported(passage, scheme) {
        if !named
            .iter()
            .any(|known| known.code == supported.code && known.basis != GoalBasis::Inferred)
        {
            named.push(supported);
        }
    }
    let quote =
        |span: &Span| json!({ "text": span.of(passage.text), "span": places(passage.text, *span) });
    let all = named.iter().map(|goal| {
        let evidence: Vec<Value> = goal.words.iter().map(quote).collect();
        json!({
            "scheme": goal.scheme,
            "code": goal.code,
            "initiative": goal.initiative,
            "basis": goal.basis,
            "confidence": goal.confidence,
            "evidence": evidence,
            "conflict": goal.conflict,
        })
    });
    all.collect()
}

fn dates(passage: Passage, lang: Option<&str>, reference: &Reference) -> Vec<Value> {
    let all = date::find(passage, lang, reference)
        .into_iter()
        .map(|found| {
            let when = &found.value;
            let basis = match when.inferred {
                true => Basis::Inferred,
                false => Basis::Stated,
            };
            let (start, end) = match when.yearless {
                Some((first, last)) => (Some(without_year(first)), Some(without_year(last))),
                None => (
                    when.start.as_ref().map(jiff::civil::Date::to_string),
                    when.end.as_ref().map(jiff::civil::Date::to_string),
                ),
            };
            json!({
                "start": start,
                "end": end,
                "precision": when.precision,
                "edtf": when.edtf,
                "basis": basis,
                "text": found.span.of(passage.text),
                "span": places(passage.text, found.span),
            })
        });
    all.collect()
}

fn without_year((month, day): (i8, i8)) -> String {
    format!("--{month:02}-{day:02}")
}

fn countries(passage: Passage, lang: Option<&str>) -> Vec<Value> {
    let all = country::find(passage, lang).into_iter().map(|found| {
        json!({
            "code": found.value.code,
            "name": found.value.name,
            "text": found.span.of(passage.text),
            "span": places(passage.text, found.span),
        })
    });
    all.collect()
}

/// A span in code points.
fn places(text: &str, span: Span) -> Value {
    let count = |end: u32| {
        text.get(..end as usize)
            .map_or(0, |before| before.chars().count())
    };
    json!({ "start": count(span.start), "end": count(span.end) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_line_is_answered_and_passed() {
        let mut out = Vec::new();
        let mut input =
            "{\"id\":1,\"text\":\"\"}\nnonsense\n\n{\"id\":\"b\",\"text\":\"x\"}".as_bytes();
        let well_formed = run(
            Normalizer::Country,
            &Scheme::default(),
            &mut input,
            &mut out,
        )
        .unwrap();
        let lines: Vec<Value> = out
            .split(|&b| b == b'\n')
            .filter(|l| !l.is_empty())
            .map(|l| serde_json::from_slice(l).unwrap())
            .collect();
        assert!(!well_formed);
        assert_eq!(lines[0]["id"], 1);
        assert!(lines[1]["id"].is_null() && lines[1]["error"].is_string());
        assert_eq!(lines[2]["id"], "b");
    }
}
