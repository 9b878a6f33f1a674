//! Office files: one report in every format gives one set of records, and hostile files end well.

use annalist::{Extractor, Hints};
use serde_json::Value;
use std::fs;
use std::io::{Cursor, Read, Write};
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
    let odt = repacked(&fixture("report.odt"), &|name, text| {
        if name == "META-INF/manifest.xml" {
            manifest.to_owned()
        } else {
            text
        }
    });
    let error = annalist::extract(&odt, &Hints::path("a.odt")).unwrap_err();
    assert_eq!(error.code(), "encrypted");
}

/// A package with its XML changed.
fn repacked(bytes: &[u8], change: &dyn Fn(&str, String) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if let Ok(text) = String::from_utf8(content.clone()) {
            content = change(&name, text).into_bytes();
        }
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(name, options).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The next of a row of numbers that are the same in every run (xorshift).
fn next(seed: &mut u64) -> u64 {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    *seed
}

/// A file cut short, with bytes turned over, with a stretch doubled or set to one value.
fn broken(bytes: &[u8], seed: &mut u64) -> Vec<u8> {
    let mut out = bytes.to_vec();
    let place = |seed: &mut u64| next(seed) as usize % bytes.len();
    match next(seed) % 4 {
        0 => out.truncate(place(seed)),
        1 => {
            for _ in 0..1 + next(seed) % 40 {
                let at = place(seed);
                out[at] ^= 1 << (next(seed) % 8);
            }
        }
        2 => {
            let at = place(seed);
            let end = (at + 200).min(out.len());
            let stretch = out[at..end].to_vec();
            out.splice(at..at, stretch);
        }
        _ => {
            let at = place(seed);
            let end = (at + 1 + next(seed) as usize % 64).min(out.len());
            out[at..end].fill(if next(seed).is_multiple_of(2) {
                0xff
            } else {
                0
            });
        }
    }
    out
}

/// Changes of the XML that ask for more than there is.
const EDITS: [(&str, &str); 16] = [
    ("<w:tcPr>", "<w:tcPr><w:gridSpan w:val=\"2147483647\"/>"),
    ("<w:tcPr>", "<w:tcPr><w:vMerge/>"),
    ("<w:trPr>", "<w:trPr><w:gridBefore w:val=\"4000000000\"/>"),
    ("<w:tc>", "<w:tc><w:tbl><w:tr><w:tc>"),
    ("</w:tc>", ""),
    (
        "<w:p>",
        "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>",
    ),
    ("<w:t>", "<w:txbxContent><w:p><w:r><w:t>"),
    ("r=\"B", "r=\"XFD"),
    ("r=\"A1\"", "r=\"XFD1048576\""),
    ("<v>", "<v>99999999999999999999"),
    ("ref=\"A2:A3\"", "ref=\"A1:XFD1048576\""),
    (
        "<table:table-cell",
        "<table:table-cell table:number-columns-repeated=\"1000000\"",
    ),
    (
        "<table:table-row",
        "<table:table-row table:number-rows-repeated=\"1000000000\"",
    ),
    (
        "<table:table-cell",
        "<table:table-cell table:number-rows-spanned=\"4294967295\"",
    ),
    ("<text:p", "<text:list><text:list-item><text:p"),
    ("<text:span", "<text:span><text:span"),
];

/// Every hostile file must be read to an end within bounds; what comes of it is all one.
fn survives(bytes: &[u8], name: &str, what: &str) {
    let begun = Instant::now();
    let mut diagnostics = Default::default();
    let parsed = Extractor::default().parse(bytes, &Hints::path(name), &mut diagnostics);
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(20), "{name} {what}: {took:?}");
    if let Ok(document) = parsed {
        assert!(document.text.len() <= 16 << 20, "{name} {what}");
        for block in &document.blocks {
            assert!(block.span.end as usize <= document.text.len());
            assert!(document.text.is_char_boundary(block.span.start as usize));
        }
    }
}

#[test]
fn files_that_were_damaged_are_read_to_an_end() {
    let mut seed = 0x9e37_79b9_7f4a_7c15;
    for name in REPORTS.iter().chain(&TRAPS) {
        let bytes = fixture(name);
        for round in 0..40 {
            survives(&broken(&bytes, &mut seed), name, &format!("round {round}"));
        }
    }
}

#[test]
fn packages_whose_xml_was_changed_are_read_to_an_end() {
    let packages = [
        "report.docx",
        "report.odt",
        "report.xlsx",
        "report.ods",
        TRAPS[0],
        TRAPS[1],
    ];
    let mut seed = 0x2545_f491_4f6c_dd1d;
    for name in packages {
        let bytes = fixture(name);
        for (from, to) in EDITS {
            let all = repacked(&bytes, &|_, text| text.replace(from, to));
            survives(&all, name, to);
            let first = repacked(&bytes, &|_, text| text.replacen(from, to, 1));
            survives(&first, name, to);
        }
        for round in 0..12 {
            let cut = next(&mut seed) as usize;
            let torn = repacked(&bytes, &|name, text| {
                let main = [
                    "document.xml",
                    "content.xml",
                    "sheet1.xml",
                    "sharedStrings.xml",
                ];
                let is_main = main.iter().any(|part| name.ends_with(part));
                let end = text.floor_char_boundary(cut % text.len().max(1));
                if is_main {
                    text[..end].to_owned()
                } else {
                    text
                }
            });
            survives(&torn, name, &format!("cut {round}"));
        }
    }
}

#[test]
fn bombs_are_bounded() {
    let docx = fixture("report.docx");
    let deep = repacked(&docx, &|name, text| {
        if name != "word/document.xml" {
            return text;
        }
        let tables = "<w:tbl><w:tr><w:tc>".repeat(100_000);
        format!("<w:document xmlns:w=\"x\"><w:body>{tables}")
    });
    survives(&deep, "deep.docx", "deep");
    let spans = repacked(&docx, &|name, text| {
        if name != "word/document.xml" {
            return text;
        }
        let row = "<w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"1000\"/></w:tcPr></w:tc></w:tr>";
        format!("<w:document><w:body><w:tbl>{}</w:tbl>", row.repeat(20_000))
    });
    survives(&spans, "wide.docx", "wide");
    let xlsx = fixture("report.xlsx");
    let strings = repacked(&xlsx, &|name, text| match name {
        "xl/sharedStrings.xml" => {
            format!("<sst><si><t>{}</t></si></sst>", "words ".repeat(20_000))
        }
        "xl/worksheets/sheet1.xml" => {
            let row = "<row><c t=\"s\"><v>0</v></c></row>".repeat(50_000);
            format!("<worksheet><sheetData>{row}</sheetData></worksheet>")
        }
        _ => text,
    });
    survives(&strings, "strings.xlsx", "one string many times");
    let diagonal = repacked(&xlsx, &|name, text| {
        if name != "xl/worksheets/sheet1.xml" {
            return text;
        }
        let cell = |row: usize| {
            let place = column(row % 16_000);
            format!("<row r=\"{row}\"><c r=\"{place}{row}\"><v>1</v></c><c><v>2</v></c></row>")
        };
        let rows: String = (1..30_000).map(cell).collect();
        format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")
    });
    survives(&diagonal, "diagonal.xlsx", "diagonal");
    let nested = "{\\rtf1 ".to_owned() + &"{\\b x".repeat(200_000);
    survives(nested.as_bytes(), "deep.rtf", "groups");
    let quotes = "\"a,".repeat(500_000);
    survives(quotes.as_bytes(), "quotes.csv", "open quotes");
}

/// A package without one of its parts, or with another in its place.
fn without(bytes: &[u8], index: usize, other: Option<&[u8]>) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if place == index {
            let Some(other) = other else { continue };
            content = other.to_vec();
        }
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(name, options).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// What may stand in the place of a part: nothing, no XML, the wrong root, entities that grow,
/// depth, a target outside of the file, and far more than the package weighs.
fn wrong_parts() -> Vec<Vec<u8>> {
    let entities: String = (1..20)
        .map(|n| format!("<!ENTITY e{n} \"&e{0};&e{0};&e{0};&e{0};\">", n - 1))
        .collect();
    let outside = "<Relationships><Relationship Id=\"rId1\" TargetMode=\"External\" \
                   Target=\"file:///etc/passwd\"/><Relationship Id=\"rId2\" \
                   Target=\"../../../../etc/passwd\"/></Relationships>";
    vec![
        Vec::new(),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
        b"<html><body><p>A page".to_vec(),
        format!("<!DOCTYPE a [<!ENTITY e0 \"words\">{entities}]><a>&e19;</a>").into_bytes(),
        "<a>".repeat(200_000).into_bytes(),
        outside.as_bytes().to_vec(),
        vec![b' '; 24 << 20],
    ]
}

#[test]
fn packages_whose_parts_are_missing_or_others_are_read_to_an_end() {
    let mut tried = 0;
    for name in ["report.docx", "report.odt", "report.xlsx", "report.ods"] {
        let bytes = fixture(name);
        let parts = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap().len();
        let wrong = wrong_parts();
        for part in 0..parts {
            survives(
                &without(&bytes, part, None),
                name,
                &format!("no part {part}"),
            );
            for (kind, other) in wrong.iter().enumerate() {
                let what = format!("part {part} is {kind}");
                survives(&without(&bytes, part, Some(other)), name, &what);
            }
            tried += 1 + wrong.len();
        }
    }
    assert!(tried >= 200, "{tried}");
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

fn column(mut number: usize) -> String {
    let mut letters = String::new();
    loop {
        letters.insert(0, char::from(b'A' + (number % 26) as u8));
        if number < 26 {
            return letters;
        }
        number = number / 26 - 1;
    }
}
