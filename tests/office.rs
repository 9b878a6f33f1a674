//! Office files: one report in every format gives one set of records, and hostile files end well.

#[path = "office/hostile.rs"]
mod hostile;

use annalist::Hints;
use annalist::record::Evidence;
use hostile::Sound;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// The report that every format tells, as its own program wrote it.
const REPORTS: [&str; 8] = [
    "report.docx",
    "report.odt",
    "report.rtf",
    "report.doc",
    "report.xlsx",
    "report.ods",
    "report.xls",
    "report.csv",
];
const TRAPS: [&str; 2] = ["changes-and-controls.docx", "dates-and-hidden.xlsx"];

fn fixture(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/office")
        .join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The activities of a file without what tells where they come from.
fn told(name: &str) -> Vec<Value> {
    let record = annalist::extract(&fixture(name), &Hints::path(name)).unwrap();
    let mut all = Vec::new();
    for activity in &record.activities {
        let mut value = serde_json::to_value(activity).unwrap();
        let fields = value.as_object_mut().unwrap();
        for provenance in ["id", "key", "source", "evidence", "diagnostics"] {
            fields.remove(provenance);
        }
        for goal in fields["goals"].as_array_mut().unwrap() {
            goal.as_object_mut().unwrap().remove("evidence");
        }
        all.push(value);
    }
    all
}

#[test]
fn one_report_is_the_same_records_in_every_format() {
    let first = told(REPORTS[0]);
    assert_eq!(first.len(), 3);
    for name in &REPORTS[1..] {
        let other = told(name);
        assert_eq!(other.len(), first.len(), "{name}");
        for (here, there) in first.iter().zip(&other) {
            assert_eq!(here, there, "{name}");
        }
    }
}

#[test]
fn a_format_is_known_by_what_it_holds_and_not_by_its_name() {
    for name in REPORTS.iter().filter(|name| !name.ends_with("csv")) {
        for wrong in ["a.pdf", "a.html", "a.xls", "a", "a.docx"] {
            let record = annalist::extract(&fixture(name), &Hints::path(wrong)).unwrap();
            assert_eq!(record.activities.len(), 3, "{name} named {wrong}");
        }
    }
}

#[test]
fn values_of_a_workbook_name_their_cells() {
    let record = annalist::extract(&fixture("report.xlsx"), &Hints::path("a.xlsx")).unwrap();
    let evidence = serde_json::to_value(&record.activities[2].evidence["/date"]).unwrap();
    assert_eq!(evidence[0]["sheet"], "Sheet1");
    assert_eq!(evidence[0]["cell"], "B4");
}

#[test]
fn an_encrypted_package_is_encrypted() {
    let mut workbook = fixture("report.xls");
    // The name of the one stream, as long as that of an encrypted package has room.
    let name: Vec<u8> = "Workbook"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let at = workbook
        .windows(name.len())
        .position(|window| window == name)
        .unwrap();
    let other: Vec<u8> = "EncryptedPackage\0"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    workbook[at..at + other.len()].copy_from_slice(&other);
    workbook[at - at % 128 + 64] = other.len() as u8;
    let error = annalist::extract(&workbook, &Hints::path("a.docx")).unwrap_err();
    assert_eq!(error.code(), "encrypted");
    let manifest = r#"<m:file-entry xmlns:m="x"><m:encryption-data/></m:file-entry>"#;
    let odt = hostile::repacked(&fixture("report.odt"), &|_, name, content| {
        Some(match name {
            "META-INF/manifest.xml" => manifest.as_bytes().to_vec(),
            _ => content,
        })
    });
    let error = annalist::extract(&odt, &Hints::path("a.odt")).unwrap_err();
    assert_eq!(error.code(), "encrypted");
}

/// The memory that hostile files may take, in MiB: a tiny file takes some 25.
const MEMORY: &str = "160";

/// Every hostile file must be read to an end within bounds; what comes of it is all one.
#[test]
fn hostile_files_end_well() {
    let sound: Vec<Sound> = REPORTS
        .iter()
        .chain(&TRAPS)
        .map(|name| Sound {
            ending: name.rsplit_once('.').unwrap().1,
            bytes: fixture(name),
        })
        .collect();
    let folder = tempfile::tempdir().unwrap();
    let mut names = BTreeSet::new();
    for (number, part) in sound.chunks(8).enumerate() {
        for (name, bytes) in hostile::family(part, 0x9e37_79b9_7f4a_7c15 + number as u64) {
            let name = format!("{number}-{name}");
            fs::write(folder.path().join(&name), bytes).unwrap();
            names.insert(name);
        }
    }
    assert!(names.len() >= 400, "{}", names.len());
    let begun = Instant::now();
    let out = folder.path().join("out");
    let status = std::process::Command::new(env!("CARGO_BIN_EXE_annalist"))
        .args(["extract", "-q", "--memory", MEMORY, "-o"])
        .arg(&out)
        .arg(folder.path())
        .stderr(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(matches!(status.code(), Some(0 | 1)), "{status}");
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(60), "{took:?}");
    let manifest: Value =
        serde_json::from_slice(&fs::read(out.join("manifest.json")).unwrap()).unwrap();
    let entries = manifest["sources"].as_array().unwrap();
    let told: BTreeSet<String> = entries.iter().map(path).collect();
    assert_eq!(told, names);
    for entry in entries {
        let code = entry["error"]["code"].as_str().unwrap_or_default();
        let ill = ["crashed", "timed-out", "over-memory"];
        assert!(!ill.contains(&code), "{entry}");
        let record = out.join(format!("documents/{}.json", path(entry)));
        if let Ok(record) = fs::read(record) {
            inside(&serde_json::from_slice(&record).unwrap(), &path(entry));
        }
    }
}

fn path(entry: &Value) -> String {
    entry["path"].as_str().unwrap().to_owned()
}

/// Whether all evidence of a record lies within its text.
fn inside(record: &annalist::DocumentRecord, name: &str) {
    let end = record.text.chars().count() as u32;
    for activity in &record.activities {
        for place in activity.evidence.values().flatten() {
            if let Evidence::Text { start, end: to, .. } = place {
                assert!(start <= to && *to <= end, "{name}: {place:?} of {end}");
            }
        }
    }
}

/// Three records of a report, wherever it lies.
#[test]
fn office_files_within_archives_become_records() {
    let folder = tempfile::tempdir().unwrap();
    let mut zip = zip::ZipWriter::new(fs::File::create(folder.path().join("all.zip")).unwrap());
    let mut warc = fs::File::create(folder.path().join("all.warc")).unwrap();
    for name in ["report.docx", "report.xlsx"] {
        let bytes = fixture(name);
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(format!("reports/{name}"), options).unwrap();
        zip.write_all(&bytes).unwrap();
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n\r\n";
        let length = head.len() + bytes.len();
        let record = format!(
            "WARC/1.0\r\nWARC-Type: response\r\n\
             WARC-Target-URI: https://library.example/{name}\r\n\
             WARC-Date: 2021-06-01T00:00:00Z\r\n\
             WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n\
             Content-Type: application/http; msgtype=response\r\n\
             Content-Length: {length}\r\n\r\n{head}"
        );
        warc.write_all(record.as_bytes()).unwrap();
        warc.write_all(&bytes).unwrap();
        warc.write_all(b"\r\n\r\n").unwrap();
    }
    zip.finish().unwrap();
    drop(warc);
    for archive in ["all.zip", "all.warc"] {
        let out = std::process::Command::new(env!("CARGO_BIN_EXE_annalist"))
            .args(["extract", "-q", "-o", "-", archive])
            .current_dir(folder.path())
            .output()
            .unwrap();
        let lines = String::from_utf8(out.stdout).unwrap();
        let records: Vec<usize> = lines
            .lines()
            .map(|line| {
                let record: Value = serde_json::from_str(line).unwrap();
                record["activities"].as_array().unwrap().len()
            })
            .collect();
        assert_eq!(records, [3, 3], "{archive}: {lines}");
    }
}
