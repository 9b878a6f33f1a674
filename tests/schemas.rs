//! The schema files and the types behind them are one thing.

use annalist::command::schema;
use std::fs;
use std::path::Path;

#[test]
fn the_files_are_what_the_types_say() {
    for name in schema::NAMES {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("schemas/{name}.schema.json"));
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
    let validator =
        jsonschema::validator_for(&serde_json::to_value(schema::schema("document").unwrap()).unwrap()).unwrap();
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
