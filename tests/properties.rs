//! What holds for any input: no panic, spans inside the text and on their
//! words, the same bytes every time, records valid against their schema.

use annalist::command::schema;
use annalist::record::Evidence;
use annalist::{DocumentRecord, Hints, extract};
use proptest::prelude::*;
use std::sync::LazyLock;

static SCHEMA: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    jsonschema::validator_for(&serde_json::to_value(schema::schema("document").unwrap()).unwrap())
        .unwrap()
});

const ENDINGS: [&str; 5] = ["txt", "html", "pdf", "md", ""];

fn check(bytes: &[u8], ending: &str) -> Result<(), TestCaseError> {
    let hints = Hints::path(format!("a/b.{ending}"));
    let Ok(record) = extract(bytes, &hints) else {
        return Ok(());
    };
    prop_assert_eq!(&record, &extract(bytes, &hints).unwrap());
    let value = serde_json::to_value(&record).unwrap();
    if let Err(error) = SCHEMA.validate(&value) {
        return Err(TestCaseError::fail(format!("not valid: {error}")));
    }
    spans_inside(&record)
}

fn spans_inside(record: &DocumentRecord) -> Result<(), TestCaseError> {
    let characters: Vec<char> = record.text.chars().collect();
    for activity in &record.activities {
        for (field, list) in &activity.evidence {
            for evidence in list {
                if let Evidence::Text { start, end, .. } = evidence {
                    prop_assert!(
                        start < end && *end as usize <= characters.len(),
                        "{} {}..{} of {}",
                        field,
                        start,
                        end,
                        characters.len()
                    );
                }
            }
        }
        for (index, url) in activity.urls.iter().enumerate() {
            let quoted = quoted(
                &characters,
                activity.evidence.get(&format!("/urls/{index}")),
            );
            prop_assert!(
                quoted.iter().all(|words| words.contains(url.as_str())),
                "{:?} hold no {}",
                quoted,
                url
            );
        }
        for (index, objective) in activity.objectives.iter().enumerate() {
            let quoted = quoted(
                &characters,
                activity.evidence.get(&format!("/objectives/{index}")),
            )
            .concat();
            let text = objective.text.replace(char::is_whitespace, "");
            prop_assert!(quoted.contains(&text), "{} holds no {}", quoted, text);
        }
        if let Some(words) = activity.date.as_ref().and_then(|date| date.text.as_ref()) {
            let quoted = quoted(&characters, activity.evidence.get("/date"));
            let told = words
                .split(" … ")
                .map(|words| words.replace(char::is_whitespace, ""));
            prop_assert!(
                quoted.is_empty() || told.clone().all(|words| quoted.contains(&words)),
                "{:?} hold no {}",
                quoted,
                words
            );
        }
    }
    Ok(())
}

/// The words that each span of an evidence holds, without white space.
fn quoted(characters: &[char], evidence: Option<&Vec<Evidence>>) -> Vec<String> {
    let spans = evidence
        .into_iter()
        .flatten()
        .filter_map(|evidence| match evidence {
            Evidence::Text { start, end, .. } => Some(&characters[*start as usize..*end as usize]),
            _ => None,
        });
    spans
        .map(|words| words.iter().filter(|c| !c.is_whitespace()).collect())
        .collect()
}

/// The fixtures that hold text or markup, in the order of their names.
static FIXTURES: LazyLock<Vec<(String, Vec<u8>)>> = LazyLock::new(|| {
    let mut folders = vec![std::path::PathBuf::from("fixtures")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Some(ending @ ("txt" | "html")) =
                path.extension().and_then(|ending| ending.to_str())
            {
                found.push((path.clone(), ending.to_owned()));
            }
        }
    }
    found.sort();
    found
        .into_iter()
        .map(|(path, ending)| (ending, std::fs::read(path).unwrap()))
        .collect()
});

/// Text as pages have it, broken in every way.
fn page_like() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        Just("<p>"),
        Just("</td>"),
        Just("<table>"),
        Just("<tr><td rowspan=3>"),
        Just("\t"),
        Just("\n"),
        Just("\n\n"),
        Just("• "),
        Just("SD 2 – inspire"),
        Just("SD1-SD9"),
        Just("#2 "),
        Just("Country\tActivities\tImpact\n"),
        Just("12 мая 2021 года"),
        Just("December 04,2020"),
        Just("https://a.example/x'y"),
        Just("Национальная библиотека имени А. Осмонова"),
        Just("..."),
        Just("<div hidden>"),
        Just("<script>"),
        Just("&nbsp;"),
        Just("\u{202e}"),
        Just("\u{0}"),
        Just("𝄞"),
        Just("2021-жылдын 5-майында"),
        Just("Objectives"),
        Just("The library held a fair for its readers on Sunday. "),
        Just("| a | b |\n|---|---|\n"),
        Just("^2006 – "),
    ];
    prop::collection::vec(
        prop_oneof![4 => word.prop_map(str::to_owned), 1 => ".{0,12}"],
        0..60,
    )
    .prop_map(|words| words.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..600), ending in 0usize..5) {
        check(&bytes, ENDINGS[ending])?;
    }

    #[test]
    fn any_page_is_survived(text in page_like(), ending in 0usize..5) {
        check(text.as_bytes(), ENDINGS[ending])?;
    }

    #[test]
    fn a_fixture_cut_anywhere_is_survived(which in any::<prop::sample::Index>(), cut in any::<prop::sample::Index>()) {
        let (ending, bytes) = which.get(&FIXTURES);
        check(&bytes[..cut.index(bytes.len() + 1)], ending)?;
    }

    #[test]
    fn a_page_cut_anywhere_is_survived(cut in 0usize..400) {
        let page = "<html><body><table><tr><th>Country<th>Activities<th>Impact<tr><td rowspan=2>1. Georgia<td><p>#1 A fair, 3 May 2021<td>SD 2<ul><li>Share<li>Learn</ul></table>";
        let mut cut = cut.min(page.len());
        while !page.is_char_boundary(cut) { cut -= 1; }
        check(&page.as_bytes()[..cut], "html")?;
    }
}
