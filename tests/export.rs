//! `annalist export` under bad input and on a full disk, and what other readers make of its files.

mod outside;

use outside::{NOTE, PAGE, Place, code, errors};
use serde_json::{Value, json};
use std::process::{Command, Output};
use std::{fs, io};

/// Endings of all formats that this build writes.
fn formats() -> Vec<&'static str> {
    let mut all = vec!["csv", "tsv", "xlsx", "sql", "jsonld", "ics"];
    all.extend(cfg!(feature = "sqlite").then_some("db"));
    all.extend(cfg!(feature = "parquet").then_some("parquet"));
    all
}

/// A folder with a register of two activities, and its lines.
fn place() -> (Place, Vec<Value>) {
    let place = Place::with(&[("a.html", PAGE.as_bytes()), ("b.txt", NOTE.as_bytes())]);
    assert_eq!(code(&place.run("extract in -q")), 0);
    let lines = place.tree("out")["activities.jsonl"].clone();
    let activities = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    (place, activities.collect())
}

fn write(place: &Place, activities: &[Value]) {
    let lines: String = activities.iter().map(|a| format!("{a}\n")).collect();
    place.put("out/activities.jsonl", lines.as_bytes());
}

/// Exports over a file, which must stay when that fails; tells what was said.
fn refused(place: &Place, ending: &str, why: &str) -> String {
    let file = format!("r.{ending}");
    place.put(&file, b"what was there");
    let output = place.run(&format!("export out --to {file}"));
    assert_eq!(code(&output), 2, "{ending}, {why}: {}", errors(&output));
    untouched(place, ending, why);
    errors(&output)
}

fn untouched(place: &Place, ending: &str, why: &str) {
    let kept = fs::read(place.0.path().join(format!("r.{ending}"))).unwrap();
    assert_eq!(kept, b"what was there", "{ending}, {why}");
    let names = fs::read_dir(place.0.path()).unwrap();
    let left: Vec<String> = names
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert!(left.is_empty(), "{ending}, {why}: {left:?}");
}

#[test]
fn what_is_no_register_of_this_version_is_refused_by_line() {
    let (place, activities) = place();
    let first = activities[0].to_string();
    let mut other = activities[1].clone();
    other["schema"] = json!("annalist/activity/2");
    other["news"] = json!("a field that version 1 has not");
    let torn = &first[..first.len() - 40];
    let alone = first.replace("Poetry morning", "Poetry \\ud83d morning");
    for (second, words) in [
        (other.to_string(), "annalist/activity/2"),
        (torn.to_owned(), "no activity record"),
        (alone, "hex escape"),
        ("{}".to_owned(), "no activity record"),
    ] {
        place.put(
            "out/activities.jsonl",
            format!("{first}\n{second}\n").as_bytes(),
        );
        for ending in formats() {
            let said = refused(&place, ending, words);
            assert!(said.contains("line 2") && said.contains(words), "{said}");
        }
    }
    // A folder without the list is read document by document.
    fs::remove_file(place.0.path().join("out/activities.jsonl")).unwrap();
    let path = "out/documents/b.txt.json";
    let text = fs::read_to_string(place.0.path().join(path)).unwrap();
    place.put(
        path,
        text.replace("annalist/document/1", "annalist/document/9")
            .as_bytes(),
    );
    let said = refused(&place, "csv", "another document");
    assert!(
        said.contains("annalist/document/9") && said.contains("b.txt"),
        "{said}"
    );
}

#[test]
fn hard_texts_go_into_every_format_and_what_is_cut_is_told() {
    let (place, mut activities) = place();
    let long = "м".repeat(40_000);
    activities[0]["title"] = json!("=1+1\u{0}\u{ffff}\r\n\"fair\"; 🎉");
    activities[0]["description"] = json!(long);
    activities[1]["title"] = json!("@SUM(A1)");
    activities[1]["source"]["url"] = json!("=cmd|' /C calc'!A0");
    write(&place, &activities);
    for ending in formats() {
        let output = place.run(&format!("export out --to r.{ending}"));
        assert_eq!(code(&output), 0, "{ending}: {}", errors(&output));
        let cut = errors(&output).contains("1 texts are longer than the 32767 characters");
        assert_eq!(cut, ending == "xlsx", "{ending}: {}", errors(&output));
        let bytes = fs::read(place.0.path().join(format!("r.{ending}"))).unwrap();
        assert!(!bytes.is_empty(), "{ending}");
    }
    let mut table = csv::Reader::from_path(place.0.path().join("r.csv")).unwrap();
    let rows: Vec<csv::StringRecord> = table.records().map(Result::unwrap).collect();
    assert_eq!(&rows[0][6], "'=1+1\u{fffd}\u{ffff}\r\n\"fair\"; 🎉");
    assert_eq!(&rows[0][8], long);
    assert_eq!(
        (&rows[1][6], &rows[1][33]),
        ("'@SUM(A1)", "'=cmd|' /C calc'!A0")
    );
    let again = |ending: &str| {
        place.run(&format!("export out --to again.{ending}"));
        fs::read(place.0.path().join(format!("again.{ending}"))).unwrap()
    };
    for ending in formats().into_iter().filter(|ending| *ending != "xlsx") {
        let first = fs::read(place.0.path().join(format!("r.{ending}"))).unwrap();
        assert_eq!(first, again(ending), "the same bytes of {ending}");
    }
}

#[test]
fn a_calendar_says_whom_it_leaves_out() {
    let (place, mut activities) = place();
    activities[0]["date"] = Value::Null;
    write(&place, &activities);
    let said = errors(&place.run("export out --to r.ics"));
    assert!(said.contains("1 activities without a whole day"), "{said}");
}

/// Runs where a file may have so many blocks of 512 bytes and no more.
fn narrow(place: &Place, blocks: u32, arguments: &str) -> Output {
    let script = format!(
        "trap '' XFSZ; ulimit -f {blocks}; exec '{}' {arguments}",
        env!("CARGO_BIN_EXE_annalist")
    );
    let mut shell = Command::new("sh");
    let shell = shell.args(["-c", &script]).current_dir(place.0.path());
    shell.output().unwrap()
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_told_and_leaves_what_was_there() {
    let (place, activities) = place();
    let many: Vec<Value> = (0..400).map(|n| activities[n % 2].clone()).collect();
    write(&place, &many);
    for ending in formats() {
        let output = place.run(&format!("export out --to /dev/full --format {ending}"));
        let said = errors(&output);
        assert_eq!(code(&output), 3, "{ending}: {said}");
        assert!(said.contains("No space left"), "{ending}: {said}");
        let file = format!("r.{ending}");
        place.put(&file, b"what was there");
        let output = narrow(&place, 16, &format!("export out --to {file}"));
        assert_eq!(code(&output), 3, "{ending}: {}", errors(&output));
        assert!(errors(&output).contains(&file), "{}", errors(&output));
        untouched(&place, ending, "no room");
    }
    let device = std::os::unix::fs::FileTypeExt::is_char_device;
    assert!(device(&fs::metadata("/dev/full").unwrap().file_type()));
}

#[test]
fn formats_are_told_by_their_endings_and_the_nearest_is_named() {
    let (place, _) = place();
    let mut wrong = vec![
        ("r.xls", "did you mean xlsx?"),
        ("r.jsnold", "did you mean jsonld?"),
        ("r.docx", "there are csv, tsv, xlsx, sql"),
    ];
    if !cfg!(feature = "sqlite") {
        wrong.push(("r.db", "cargo install --path . --features sqlite"));
        wrong.push(("r.sqlite", "sqlite3 register.db < register.sql"));
    }
    if !cfg!(feature = "parquet") {
        wrong.push(("r.parquet", "cargo install --path . --features parquet"));
        wrong.push(("r.parquet", "DuckDB"));
    }
    for (file, words) in wrong {
        let output = place.run(&format!("export out --to {file}"));
        let said = errors(&output);
        assert_eq!(code(&output), 2, "{file}: {said}");
        assert!(said.contains(words), "{file}: {said}");
        assert!(!place.0.path().join(file).exists());
    }
}

#[test]
fn every_command_shows_an_example() {
    let place = Place::with(&[]);
    let help = String::from_utf8(place.run("--help").stdout).unwrap();
    let listed = help.split("Commands:").nth(1).unwrap();
    let listed = listed.split("Options:").next().unwrap();
    let names = listed
        .lines()
        .filter_map(|line| line.split_whitespace().next());
    let mut count = 0;
    for name in names.filter(|name| *name != "help") {
        let help = String::from_utf8(place.run(&format!("{name} --help")).stdout).unwrap();
        let example = format!("annalist {name}");
        let tail = help.split("Example").nth(1).unwrap_or_default();
        assert!(tail.contains(&example), "{name}: {help}");
        count += 1;
    }
    assert!(count >= 15, "{listed}");
}

/// A part of the workbook.
fn part(place: &Place, name: &str) -> String {
    let file = fs::File::open(place.0.path().join("r.xlsx")).unwrap();
    let mut book = zip::ZipArchive::new(file).unwrap();
    io::read_to_string(book.by_name(name).unwrap()).unwrap()
}

#[test]
fn addresses_in_a_workbook_can_be_followed() {
    let (place, mut activities) = place();
    activities[0]["source"]["url"] = json!("https://library.example/news?a=1&b=2");
    activities[1]["source"]["url"] = json!("ftp://library.example/news");
    activities[1]["urls"] = json!(["https://library.example/fair"]);
    write(&place, &activities);
    assert_eq!(code(&place.run("export out --to r.xlsx")), 0);
    let workbook = part(&place, "xl/workbook.xml");
    let names: Vec<&str> = workbook.split("<sheet name=\"").skip(1).collect();
    let urls = names
        .iter()
        .position(|name| name.starts_with("urls\""))
        .unwrap();
    let of_sheet = |at: usize| part(&place, &format!("xl/worksheets/_rels/sheet{at}.xml.rels"));
    let first = of_sheet(1);
    let target = "Target=\"https://library.example/news?a=1&amp;b=2\"";
    assert!(first.contains(target), "{first}");
    assert!(!first.contains("ftp:"), "{first}");
    let listed = of_sheet(urls + 1);
    assert!(
        listed.contains("Target=\"https://library.example/fair\""),
        "{listed}"
    );
}

/// What Python's own SQLite says of a script; none where there is no Python.
fn python(place: &Place, script: &str) -> Option<String> {
    let output = Command::new("python3")
        .args(["-c", script])
        .current_dir(place.0.path())
        .output();
    let Ok(output) = output else {
        eprintln!("no python3: SQLite was not asked");
        return None;
    };
    assert!(output.status.success(), "{}", errors(&output));
    Some(String::from_utf8(output.stdout).unwrap())
}

const ASK: &str = r#"
import sqlite3
loaded = sqlite3.connect(":memory:")
loaded.executescript(open("r.sql", encoding="utf-8").read())
def ask(db):
    one = lambda question: db.execute(question).fetchall()
    print(one("SELECT id, start, attendance FROM activities ORDER BY row"))
    print(one("SELECT path FROM sources"))
    print(one("SELECT activity_row, city FROM places"))
    print(one("SELECT a.title FROM activities a JOIN organizations o ON o.activity_row = a.row ORDER BY 1"))
    print(one("SELECT title FROM activities WHERE rowid IN (SELECT rowid FROM search WHERE search MATCH 'книги')"))
    print(one("PRAGMA foreign_key_check"), one("PRAGMA integrity_check"))
    print(one("SELECT count(*) FROM sqlite_master WHERE sql LIKE '%VIRTUAL TABLE%USING FTS%content=\"activities\"%'"))
ask(loaded)
try:
    made = sqlite3.connect("file:r.db?mode=ro", uri=True)
    ask(made)
    assert list(made.iterdump()) == list(loaded.iterdump())
except sqlite3.OperationalError as error:
    print(error)
"#;

#[test]
fn sqlite_reads_the_tables_and_searches_them() {
    let (place, mut activities) = place();
    activities[0]["attendance"] = json!({ "count": 40, "text": "forty" });
    activities[1]["title"] = json!("Новые КНИГИ");
    // A copy of the first page: the same id, another path.
    let mut copy = activities[0].clone();
    copy["source"]["path"] = json!("copy/a.html");
    activities.insert(1, copy);
    write(&place, &activities);
    for ending in ["sql", "db"] {
        place.run(&format!("export out --to r.{ending}"));
    }
    let Some(said) = python(&place, ASK) else {
        return;
    };
    let (id, other) = (&activities[0]["id"], &activities[2]["id"]);
    let rows = format!(
        "[('{0}', '2021-05-18', 40), ('{0}', '2021-05-18', 40), ('{1}', '2021-06-03', None)]",
        id.as_str().unwrap(),
        other.as_str().unwrap()
    );
    let wanted = format!(
        "{rows}\n[('a.html',), ('b.txt',), ('copy/a.html',)]\n\
         [(1, 'Almaty'), (2, 'Almaty'), (3, 'Osh')]\n\
         [('Poetry morning',), ('Poetry morning',), ('Новые КНИГИ',)]\n[('Новые КНИГИ',)]\n\
         [] [('ok',)]\n[(1,)]\n"
    );
    let after = match cfg!(feature = "sqlite") {
        true => wanted.clone(),
        false => "unable to open database file\n".to_owned(),
    };
    assert_eq!(said, wanted + &after);
}

#[test]
#[cfg(feature = "parquet")]
fn parquet_holds_the_record_nested() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let (place, mut activities) = place();
    let first = &mut activities[0];
    first["published"] = json!("2021-05");
    first["attendance"] = json!({ "count": 40, "text": "forty" });
    first["people"] = json!([
        { "name": "A", "variants": [], "role": "guest" },
        { "name": "B", "variants": ["b1", "b2"], "role": "speaker" },
    ]);
    first["goals"] = json!([{
        "scheme": "ifla-2019", "code": "SD2", "label": "L", "initiative": null, "basis": "stated",
        "confidence": 1.0, "conflict": null,
        "evidence": [{ "text": "q", "span": { "start": 3, "end": 4 } }, { "text": "r", "span": null }],
    }]);
    activities[1]["date"] = Value::Null;
    write(&place, &activities);
    let output = place.run("export out --to r.parquet");
    assert_eq!(code(&output), 0, "{}", errors(&output));
    let file = fs::File::open(place.0.path().join("r.parquet")).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let rows: Vec<String> = reader
        .get_row_iter(None)
        .unwrap()
        .map(|r| r.unwrap().to_string())
        .collect();
    assert_eq!(rows.len(), 2);
    for part in [
        "date: {start: 2021-05-18, end: 2021-05-18, start_text: \"2021-05-18\"",
        "published: null, published_text: \"2021-05\"",
        "people: [{name: \"A\", variants: [], role: \"guest\"}, \
         {name: \"B\", variants: [\"b1\", \"b2\"], role: \"speaker\"}]",
        "confidence: 1.0, conflict: null, evidence: [{text: \"q\", start: 3, end: 4}, \
         {text: \"r\", start: null, end: null}]}]",
        "objectives: []",
        "attendance: {count: 40, text: \"forty\"}",
    ] {
        assert!(rows[0].contains(part), "{part}: {}", rows[0]);
    }
    for part in [
        "date: null, published: null",
        "people: [], objectives: [], goals: []",
    ] {
        assert!(rows[1].contains(part), "{part}: {}", rows[1]);
    }
}

#[test]
#[cfg(feature = "parquet")]
fn links_between_activities_are_a_parquet_file_beside_the_first() {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    let (place, activities) = place();
    let end = |at: usize| {
        json!({
            "id": activities[at]["id"], "path": activities[at]["source"]["path"],
            "url": null, "title": activities[at]["title"],
        })
    };
    let link = json!({
        "kind": "same-event", "score": 0.75, "a": end(0), "b": end(1),
        "reasons": ["day", "city"], "evidence": [], "conflicts": ["/attendance"],
    });
    place.put("out/links.jsonl", format!("{link}\n").as_bytes());
    let output = place.run("export out --to r.parquet --tables");
    assert_eq!(code(&output), 0, "{}", errors(&output));
    let file = fs::File::open(place.0.path().join("r.links.parquet")).unwrap();
    let reader = SerializedFileReader::new(file).unwrap();
    let mut rows = reader.get_row_iter(None).unwrap();
    let wanted = format!(
        "{{activity: {}, other: {}, kind: \"same-event\", score: 0.75, \
         reasons: [\"day\", \"city\"], conflicts: [\"/attendance\"]}}",
        activities[0]["id"], activities[1]["id"]
    );
    assert_eq!(rows.next().unwrap().unwrap().to_string(), wanted);
    assert!(rows.next().is_none());
}
