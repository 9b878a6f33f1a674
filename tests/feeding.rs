//! What goes on into other tools, from outside: exports, links, lines; and how wrong calls end.

mod outside;

use outside::{NOTE, PAGE, Place, code, errors};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

const REPORT: &str = "Country,Activities\n\
    Kyrgyzstan,#1 Book fair in Osh 3 June 2021 https://library.example/fair\n\
    Kazakhstan,#2 Poetry morning in Almaty 18 May 2021\n";

fn place() -> Place {
    let page = NOTE.replace("Book fair", "=HYPERLINK(\"x\") book fair");
    let place = Place::with(&[("a.html", PAGE.as_bytes()), ("b.txt", page.as_bytes())]);
    assert_eq!(code(&place.run("extract in -q")), 0);
    place
}

fn exported(place: &Place, arguments: &str, file: &str) -> String {
    let output = place.run(&format!("export out {arguments}"));
    assert_eq!(code(&output), 0, "{arguments}: {}", errors(&output));
    fs::read_to_string(place.0.path().join(file)).unwrap()
}

/// Cells of CSV, row by row.
fn cells(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => cell.extend(signs.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {}
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            _ => cell.push(sign),
        }
    }
    rows
}

/// Rows of CSV by the names of their columns.
fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut rows = cells(text).into_iter();
    let names = rows.next().unwrap();
    rows.map(|row| names.iter().cloned().zip(row).collect())
        .collect()
}

#[test]
fn csv_is_safe_in_spreadsheets_and_whole() {
    let place = place();
    let text = exported(&place, "--to r.csv --tables", "r.csv");
    let rows = rows(&text);
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["title"], "Poetry morning");
    assert_eq!(
        (rows[0]["start"].as_str(), rows[0]["city"].as_str()),
        ("2021-05-18", "Almaty")
    );
    assert!(
        rows[1]["title"].starts_with("'=HYPERLINK"),
        "{}",
        rows[1]["title"]
    );
    let organizations = fs::read_to_string(place.0.path().join("r.organizations.csv")).unwrap();
    assert!(
        organizations.contains("city library of Almaty,organizer"),
        "{organizations}"
    );
    assert!(exported(&place, "--to r.csv --bom", "r.csv").starts_with('\u{feff}'));
    assert!(exported(&place, "--to r.tsv", "r.tsv").starts_with("id\tkey\t"));
    // A register that is torn leaves the file that was there.
    let before = fs::read(place.0.path().join("r.tsv")).unwrap();
    let list = place.tree("out")["activities.jsonl"].clone();
    place.put("out/activities.jsonl", &list.as_bytes()[..list.len() - 40]);
    let output = place.run("export out --to r.tsv");
    assert_eq!(code(&output), 2);
    assert!(errors(&output).contains("line 2"), "{}", errors(&output));
    assert_eq!(fs::read(place.0.path().join("r.tsv")).unwrap(), before);
}

#[test]
fn filters_choose() {
    let place = place();
    let titles = |arguments: &str| -> Vec<String> {
        let text = exported(&place, &format!("{arguments} --to r.csv"), "r.csv");
        rows(&text)
            .into_iter()
            .map(|row| row["title"].clone())
            .collect()
    };
    assert_eq!(titles("--country KZ"), ["Poetry morning"]);
    assert_eq!(
        titles("--country kz --stated").len(),
        0,
        "the country is inferred"
    );
    assert_eq!(titles("--until 2021-05-31"), ["Poetry morning"]);
    assert_eq!(titles("--from 2021-05-18 --until 2021-06-03").len(), 2);
    assert_eq!(titles("--goal SD9").len(), 0);
    assert_eq!(code(&place.run("export out --to r.csv --from soon")), 2);
}

#[test]
fn other_formats_hold_the_same() {
    let place = place();
    let linked: Value =
        serde_json::from_str(&exported(&place, "--to r.jsonld", "r.jsonld")).unwrap();
    let events = linked["@graph"].as_array().unwrap();
    assert_eq!(events.len(), 2);
    assert_eq!(
        (&events[0]["@type"], &events[0]["startDate"]),
        (&Value::from("Event"), &Value::from("2021-05-18"))
    );
    assert_eq!(
        events[0]["location"]["address"]["addressLocality"],
        "Almaty"
    );
    let calendar = exported(&place, "--to r.ics", "r.ics");
    assert_eq!(calendar.matches("BEGIN:VEVENT").count(), 2);
    assert!(calendar.contains("DTSTART;VALUE=DATE:20210518\r\nDTEND;VALUE=DATE:20210519\r\n"));
    assert!(calendar.split("\r\n").all(|line| line.len() <= 75));
    let sql = exported(&place, "--to r.sql", "r.sql");
    assert_eq!(
        sql.matches("INSERT OR IGNORE INTO activities VALUES")
            .count(),
        2
    );
    assert_eq!(code(&place.run("export out --to r.xlsx")), 0);
    let book = fs::read(place.0.path().join("r.xlsx")).unwrap();
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let mut sheet = String::new();
    std::io::Read::read_to_string(
        &mut book.by_name("xl/worksheets/sheet1.xml").unwrap(),
        &mut sheet,
    )
    .unwrap();
    assert_eq!(sheet.matches("<row ").count(), 3);
    for (arguments, word) in [
        ("export out --to r.docx", "csv"),
        ("export out --to r", "--format"),
        ("export none --to r.csv", "none"),
        ("report out -o r.csv", "export --to r.csv"),
    ] {
        let output = place.run(arguments);
        assert_eq!(code(&output), 2, "{arguments}");
        assert!(
            errors(&output).contains(word),
            "{arguments}: {}",
            errors(&output)
        );
    }
}

#[test]
fn a_row_is_linked_to_the_page_it_carries_and_nothing_is_merged() {
    let page = "<html lang=en><head><title>Fair of books</title><link rel=canonical href=https://library.example/fair></head>\
        <body><article><h1>Fair of books for children</h1><p>On 4 June 2021 the library of Osh opened a fair of books for children in the park of the town.</p>\
        <p>Writers of the town read from their new books and answered what the children asked.</p></article></body></html>";
    let place = Place::with(&[
        ("report.csv", REPORT.as_bytes()),
        ("fair.html", page.as_bytes()),
        ("copy/fair.html", page.as_bytes()),
    ]);
    place.run("extract in");
    let before = place.tree("out");
    let output = place.run("link out");
    assert_eq!(code(&output), 0, "{}", errors(&output));
    let mut after = place.tree("out");
    let text = after.remove("links.jsonl").unwrap();
    assert_eq!(after, before);
    let links: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let told: Vec<[&str; 3]> = links
        .iter()
        .map(|l| {
            [&l["kind"], &l["a"]["path"], &l["b"]["path"]].map(|value| value.as_str().unwrap())
        })
        .collect();
    assert!(
        told.contains(&["same-page", "copy/fair.html", "fair.html"]),
        "{told:?}"
    );
    assert!(
        told.iter()
            .any(|[kind, a, _]| (*kind, *a) == ("reports", "report.csv")),
        "{told:?}"
    );
    let reports = links.iter().find(|link| link["kind"] == "reports").unwrap();
    assert_eq!(reports["conflicts"], serde_json::json!(["/date"]));
    assert_eq!(code(&place.run("link out --fail-on conflict")), 1);
    assert_eq!(place.tree("out")["links.jsonl"], text);
}

#[test]
fn lines_are_documents_or_activities_on_the_way_out() {
    let place = Place::with(&[("a.html", PAGE.as_bytes()), ("b.txt", NOTE.as_bytes())]);
    place.run("extract in");
    assert_eq!(code(&place.run("extract in -o all.jsonl --activities")), 0);
    let lines = fs::read_to_string(place.0.path().join("all.jsonl")).unwrap();
    assert_eq!(lines, place.tree("out")["activities.jsonl"]);
    assert_eq!(
        place
            .run("extract in -o -")
            .stdout
            .split(|b| *b == b'\n')
            .count(),
        3
    );
    assert_eq!(code(&place.run("extract in -o documents.jsonl")), 0);
    let documents = fs::read(place.0.path().join("documents.jsonl")).unwrap();
    assert_eq!(documents, place.run("extract in -o -").stdout);
    assert_eq!(code(&place.run("extract in --activities")), 2);
}

#[test]
fn what_is_mistaken_is_answered_with_what_to_do() {
    let place = Place::with(&[
        ("a.html", PAGE.as_bytes()),
        ("logo.png", b"\x89PNG"),
        ("bad.html", b""),
    ]);
    let output = place.run("extract https://library.example/fair");
    assert_eq!(code(&output), 2);
    assert!(
        errors(&output).contains("nothing is fetched"),
        "{}",
        errors(&output)
    );
    assert_eq!(code(&place.run("extract in --max-size 0")), 2);
    let output = place.run("extract in");
    assert!(
        errors(&output).contains("skipped: logo.png: no reader is for this type of file: read are"),
        "{}",
        errors(&output)
    );
    let output = place.run("extract in -v");
    assert!(
        errors(&output).contains("logo.png: no reader"),
        "{}",
        errors(&output)
    );
    let events = errors(&place.run("extract in --fresh --json-progress"));
    let failed: Value = serde_json::from_str(events.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&failed["path"], &failed["code"]),
        (&Value::from("bad.html"), &Value::from("damaged"))
    );
    let skipped: Value = serde_json::from_str(events.lines().nth(1).unwrap()).unwrap();
    assert_eq!(
        (&skipped["path"], &skipped["code"]),
        (&Value::from("logo.png"), &Value::from("unsupported"))
    );
    let help = String::from_utf8(place.run("stream --help").stdout).unwrap();
    assert!(
        help.contains("{\"id\": 1, \"path\": \"page.html\"}"),
        "{help}"
    );
    let names = String::from_utf8(place.run("schema").stdout).unwrap();
    assert!(names.lines().any(|name| name == "request"), "{names}");
    let schema: Value = serde_json::from_slice(&place.run("schema correction").stdout).unwrap();
    assert!(schema["$id"].is_string());
    let answer = place.fed("stream", b"{\"id\": 1, \"file\": \"in/a.html\"}\n");
    let answer: Value = serde_json::from_slice(&answer.stdout).unwrap();
    assert_eq!(answer["error"]["code"], "bad-request");
}

#[test]
fn a_wrong_password_and_a_wrong_ending_are_named() {
    let locked = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/pdf/password.pdf");
    let place = Place::with(&[("a.html", PAGE.as_bytes())]);
    place.put("locked/report.pdf", &fs::read(locked).unwrap());
    let without = place.run("extract locked -o none");
    assert!(
        errors(&without).contains("--password"),
        "{}",
        errors(&without)
    );
    for _ in 0..2 {
        // Again, though nothing has changed since.
        let wrong = place.run("extract locked --password guess -o wrong");
        assert_eq!(code(&wrong), 1);
        assert!(
            errors(&wrong).contains("report.pdf: the password is wrong"),
            "{}",
            errors(&wrong)
        );
    }
    place.run("extract in");
    let data = place.run("report out -o x.csv");
    assert_eq!(code(&data), 2);
    assert!(
        errors(&data).contains("annalist export --to x.csv"),
        "{}",
        errors(&data)
    );
    let help = String::from_utf8(place.run("extract --help").stdout).unwrap();
    for words in ["writes document records", "Write activities instead"] {
        assert!(help.contains(words), "{words}");
    }
}

/// A page of a site: its own text between what all pages of the site have.
fn page_of_site(number: usize) -> String {
    let (label, words) = (
        "Order a book by telephone",
        ["river", "garden", "letter", "bridge"],
    );
    let text = format!(
        "The library of the town read of the {} with {number} children on {} May 2021, and all of them told what they had read at home.",
        words[number % 4],
        number + 1
    );
    format!(
        "<html lang=en><head><title>Reading number {number}</title><link rel=canonical href=https://library.example/{number}></head><body><div class=content><h1>Reading number {number}</h1>\
        <p>{text}</p><p class=order>{label}</p><p>Their parents listened and thanked the librarians for hour {number} of the year, in which they had heard of so many books at once.</p></div></body></html>"
    )
}

/// A page of a site whose side block names other things on each page. Only two of the pages show it
/// in a way that the page alone tells nothing of: no name of an element says what it is.
fn page_with_a_block(number: usize) -> String {
    let things = [
        "Maps of the north",
        "A walk along the canal",
        "Letters of a teacher",
        "Old bridges",
    ];
    let titles: String = (0..3)
        .map(|n| {
            format!(
                "<p><a href=/{n}>{} {}</a></p>",
                things[(number + n) % 4],
                number * 3 + n
            )
        })
        .collect();
    let own = if number == 5 {
        "<h3>Programme</h3><ul><li>a reading of fairy tales</li><li>songs of the children</li></ul>"
    } else {
        ""
    };
    format!(
        "<html lang=en><head><title>Evening number {number}</title></head><body><div class=a1><div class=b2><h1>Evening number {number}</h1>\
        <p>On {} May 2021 the town library held its evening number {number}, to which readers of all ages came in the rain.</p>{own}\
        <p>They talked of book number {number}, and the oldest of them told how it had been read to her when she was a child of five.</p></div>\
        <div class=c3><p>Other things</p>{titles}</div></div></body></html>",
        number + 1
    )
}

#[test]
fn an_element_that_holds_no_text_of_the_pages_is_set_aside_whatever_it_says() {
    let pages: Vec<(String, String)> = (0..14)
        .map(|number| (format!("{number:02}.html"), page_with_a_block(number)))
        .collect();
    let files: Vec<(&str, &[u8])> = pages
        .iter()
        .map(|(name, page)| (name.as_str(), page.as_bytes()))
        .collect();
    let place = Place::with(&files);
    assert_eq!(code(&place.run("learn in -o sites.json")), 0);
    let file = fs::read(place.0.path().join("sites.json")).unwrap();
    let sites: Value = serde_json::from_slice(&file).unwrap();
    let asides: Vec<&str> = sites["sites"][0]["asides"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|aside| aside["path"].as_str())
        .collect();
    assert_eq!(asides, ["body>div.a0>div.c0"]);
    for (name, _) in &pages {
        let with = place.run(&format!("extract in/{name} -o - --sites sites.json"));
        let record: Value = serde_json::from_slice(&with.stdout).unwrap();
        let text = record["text"].as_str().unwrap();
        assert!(
            text.contains("readers of all ages") && text.contains("a child of five"),
            "{text}"
        );
        for other in [
            "Other things",
            "Maps of",
            "A walk",
            "Letters of",
            "Old bridges",
        ] {
            assert!(!text.contains(other), "{name}: {text}");
        }
        if name == "05.html" {
            assert!(
                text.contains("Programme") && text.contains("songs of the children"),
                "{text}"
            );
        }
    }
}

#[test]
fn what_the_pages_of_a_site_have_in_common_is_learnt_and_set_aside() {
    let pages: Vec<(String, String)> = (0..12)
        .map(|number| (format!("{number:02}.html"), page_of_site(number)))
        .collect();
    let files: Vec<(&str, &[u8])> = pages
        .iter()
        .map(|(name, page)| (name.as_str(), page.as_bytes()))
        .collect();
    let place = Place::with(&files);
    let learnt = place.run("learn in -o sites.json");
    assert_eq!(code(&learnt), 0, "{}", errors(&learnt));
    let file = fs::read(place.0.path().join("sites.json")).unwrap();
    place.run("learn in -o again.json");
    assert_eq!(file, fs::read(place.0.path().join("again.json")).unwrap());
    let sites: Value = serde_json::from_slice(&file).unwrap();
    assert_eq!(sites["sites"][0]["pages"], 12);
    let titles = &sites["sites"][0]["titles"];
    assert!(
        titles[0]["path"]
            .as_str()
            .unwrap()
            .ends_with("div.content>h1>text()")
    );
    assert_eq!(titles[0]["pages"], 12);
    let text = |arguments: &str| String::from_utf8(place.run(arguments).stdout).unwrap();
    let (without, with) = (
        text("extract in/03.html -o -"),
        text("extract in/03.html -o - --sites sites.json"),
    );
    assert!(without.contains("Order a book"), "{without}");
    assert!(!with.contains("Order a book"), "{with}");
    for own in [
        "bridge with 3 children on 4 May 2021",
        "for hour 3 of the year",
        "Reading number 3",
    ] {
        assert!(with.contains(own), "{with}");
    }
    let explained = text("explain in/03.html --sites sites.json");
    assert!(explained.contains("site"), "{explained}");
    let few = place.run("learn in/01.html -o few.json");
    assert_eq!(code(&few), 1, "{}", errors(&few));
    assert_eq!(code(&place.run("extract in --sites in/01.html -o x")), 2);
}
