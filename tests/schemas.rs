//! The schema files and the types behind them are one thing.

use annalist::command::schema;
use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn the_files_are_what_the_types_say() {
    for name in schema::NAMES {
        let file =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/{name}.schema.json"));
        let held = fs::read_to_string(&file).unwrap_or_default();
        let generated = schema::text(name).unwrap();
        assert_eq!(
            held, generated,
            "schemas/{name}.schema.json is stale: cargo run -- schema {name} > schemas/{name}.schema.json"
        );
    }
}

#[test]
fn a_record_with_a_misspelt_field_is_not_valid() {
    let validator = jsonschema::validator_for(
        &serde_json::to_value(schema::schema("document").unwrap()).unwrap(),
    )
    .unwrap();
    let record = annalist::extract(
        b"A day of books\n\nOn 3 May 2021 the library of the town held a day of books for all its readers.",
        &annalist::Hints::path("a.txt"),
    )
    .unwrap();
    let mut value = serde_json::to_value(&record).unwrap();
    assert!(validator.is_valid(&value));
    value["activities"][0]["organisations"] = serde_json::json!([]);
    assert!(!validator.is_valid(&value));
}

#[test]
fn everything_a_run_over_the_fixtures_writes_is_valid() {
    let out = tempfile::tempdir().unwrap();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut run = Command::new(env!("CARGO_BIN_EXE_annalist"));
    run.args(["extract", "-q"])
        .arg(&fixtures)
        .arg("-o")
        .arg(out.path())
        .output()
        .unwrap();
    let valid = |name: &str, text: &str| {
        let schema = serde_json::to_value(schema::schema(name).unwrap()).unwrap();
        let value = serde_json::from_str(text).unwrap();
        jsonschema::validator_for(&schema)
            .unwrap()
            .validate(&value)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
    };
    valid(
        "manifest",
        &fs::read_to_string(out.path().join("manifest.json")).unwrap(),
    );
    let activities = fs::read_to_string(out.path().join("activities.jsonl")).unwrap();
    assert!(activities.lines().count() > 40);
    activities.lines().for_each(|line| valid("activity", line));
    for document in [
        "report/page-breaks.txt.json",
        "article/joomla.html.json",
        "pdf/split-row.pdf.json",
    ] {
        valid(
            "document",
            &fs::read_to_string(out.path().join("documents").join(document)).unwrap(),
        );
    }
}
