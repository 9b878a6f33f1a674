//! Reports from outside: the page in a real browser, and the table read again.

use serde_json::{Map, Value};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn annalist(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_annalist"))
        .args(arguments)
        .output()
        .expect("the program starts")
}

/// Extracts into a folder; some sources are meant to fail.
fn extract(sources: &Path, out: &Path) {
    let ended = annalist(&[
        "extract",
        "-q",
        &sources.to_string_lossy(),
        "-o",
        &out.to_string_lossy(),
    ]);
    assert!(
        matches!(ended.status.code(), Some(0 | 1)),
        "{}",
        String::from_utf8_lossy(&ended.stderr)
    );
}

fn report(out: &Path, file: &Path, more: &[&str]) {
    let (out, file) = (out.to_string_lossy(), file.to_string_lossy());
    let ended = annalist(&[&["report", &out, "-o", &file], more].concat());
    assert!(
        ended.status.success(),
        "{}",
        String::from_utf8_lossy(&ended.stderr)
    );
}

fn fixtures(below: &str) -> PathBuf {
    Path::new(ROOT).join("fixtures").join(below)
}

#[test]
fn the_page_needs_nothing_and_lets_nothing_run() {
    let dir = tempfile::tempdir().unwrap();
    extract(&fixtures("hostile"), &dir.path().join("out"));
    let file = dir.path().join("report.html");
    report(&dir.path().join("out"), &file, &[]);
    let page = fs::read_to_string(&file).unwrap();
    assert!(page.contains("default-src 'none'"));
    let markup: String = page
        .split("<script type=\"application/json\"")
        .enumerate()
        .map(without_data)
        .collect();
    for outside in [
        "src=", "<link", "@import", "url(", " onclick", " style=", "<img",
    ] {
        assert!(!markup.contains(outside), "{outside}");
    }
    let scripts: Vec<&str> = page.split("<script").skip(1).collect();
    let running = scripts
        .iter()
        .filter(|script| !script.starts_with(" type=\"application/json\""))
        .count();
    assert_eq!(running, 1, "the page's own script and no other");
}

/// A part of the page without the data block it begins with (the first begins with none).
fn without_data((index, part): (usize, &str)) -> &str {
    part.split_once("</script>")
        .filter(|_| index > 0)
        .map_or(part, |(_, rest)| rest)
}

/// Opens the page of all fixtures in Chromium; says so and passes where there is none.
#[test]
fn the_page_works_in_a_browser() {
    let tests = Path::new(ROOT).join("tests/browser");
    let has = |name: &str| {
        Command::new("sh")
            .args(["-c", &format!("command -v {name}")])
            .output()
            .is_ok_and(|o| o.status.success())
    };
    let chromium =
        std::env::var_os("CHROMIUM").is_some() || has("chromium") || has("chromium-browser");
    if !chromium || !has("node") || !tests.join("node_modules/playwright-core").is_dir() {
        eprintln!(
            "no Chromium, no node or no tests/browser/node_modules (npm ci there): the page was not opened"
        );
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    extract(&fixtures(""), &out);
    assert!(annalist(&["link", &out.to_string_lossy()]).status.success());
    let file = dir.path().join("report.html");
    report(&out, &file, &[]);
    let csv = dir.path().join("register.csv");
    let to = csv.to_string_lossy();
    let exported = annalist(&["export", &out.to_string_lossy(), "--to", &to, "--bom"]);
    assert!(exported.status.success());
    let ended = Command::new("node")
        .args(["report.mjs", &file.to_string_lossy(), "", &to])
        .current_dir(&tests)
        .output()
        .unwrap();
    assert!(
        ended.status.success(),
        "{}",
        String::from_utf8_lossy(&ended.stderr)
    );
}

/// What a table keeps of an activity: everything but where it was seen.
fn kept(activity: &Value) -> Value {
    const FIELDS: [&str; 15] = [
        "ordinal",
        "type",
        "title",
        "description",
        "language",
        "reporting_country",
        "place",
        "mode",
        "organizations",
        "people",
        "objectives",
        "results",
        "attendance",
        "urls",
        "truncated",
    ];
    let mut kept: Map<String, Value> = FIELDS
        .iter()
        .map(|field| ((*field).to_owned(), activity[*field].clone()))
        .collect();
    for field in ["start", "end", "precision"] {
        kept.insert(format!("date {field}"), activity["date"][field].clone());
    }
    let told = |goal: &Value| {
        Value::from(
            ["code", "initiative", "basis", "conflict"]
                .map(|field| goal[field].clone())
                .to_vec(),
        )
    };
    let goals: Vec<Value> = activity["goals"]
        .as_array()
        .into_iter()
        .flatten()
        .map(told)
        .collect();
    kept.insert("goals".to_owned(), Value::from(goals));
    Value::Object(kept)
}

fn activities(out: &Path) -> Vec<Value> {
    let lines = fs::read_to_string(out.join("activities.jsonl")).unwrap();
    lines
        .lines()
        .map(|line| kept(&serde_json::from_str(line).unwrap()))
        .collect()
}

/// Extracts sources, writes their table and extracts the table.
fn round_trip(sources: &Path, syntax: &str) {
    let dir = tempfile::tempdir().unwrap();
    let (first, second) = (dir.path().join("first"), dir.path().join("second"));
    extract(sources, &first);
    let table = dir.path().join(format!("table.{syntax}"));
    report(&first, &table, &["--format", "table"]);
    extract(&table, &second);
    let (before, after) = (activities(&first), activities(&second));
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before, after, "{} as {syntax}", sources.display());
    }
    assert_eq!(
        before.len(),
        after.len(),
        "{} as {syntax}",
        sources.display()
    );
}

const SYNTAXES: [&str; 3] = ["html", "md", "csv"];

#[test]
fn the_table_of_a_report_reads_as_the_same_activities() {
    for entry in fs::read_dir(fixtures("report")).unwrap() {
        let path = entry.unwrap().path();
        if !path.to_string_lossy().ends_with(".expected.json") {
            SYNTAXES.iter().for_each(|syntax| round_trip(&path, syntax));
        }
    }
}

#[test]
fn the_table_of_a_seed_report_reads_as_the_same_activities() {
    let shared = std::env::var_os("ANNALIST_SHARED")
        .map_or_else(|| Path::new(ROOT).join("../shared"), PathBuf::from);
    let Ok(seeds) = fs::read_dir(shared.join("seeds")) else {
        eprintln!(
            "no evaluation data at {}: seeds are not tried",
            shared.display()
        );
        return;
    };
    for path in seeds.flatten().map(|entry| entry.path()) {
        let report = fs::read_to_string(&path)
            .is_ok_and(|text| text.contains("Country\tActivities\tImpact"));
        if report {
            SYNTAXES.iter().for_each(|syntax| round_trip(&path, syntax));
        }
    }
}
