//! Living with a register, from outside: nothing is wiped, several become one, and what changed
//! is told.

mod outside;

use outside::{NOTE, PAGE, Place, code, errors, record};
use serde_json::Value;
use std::fs;

const FAIR: &str = "Toy fair\n\nOn 9 July 2021 the library of Naryn held a fair of toys for the children of the town.\n";

fn three() -> Place {
    Place::with(&[
        ("x/a.html", PAGE.as_bytes()),
        ("x/b.txt", NOTE.as_bytes()),
        ("y/c.txt", FAIR.as_bytes()),
    ])
}

/// Lines of JSON on standard output.
fn lines(output: &std::process::Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn state(place: &Place, folder: &str) -> String {
    let journal = place.0.path().join(folder).join(".annalist/journal.jsonl");
    fs::read_to_string(journal).unwrap()
}

#[test]
fn other_sources_are_refused_and_nothing_is_touched() {
    let place = three();
    assert_eq!(code(&place.run("extract in/x")), 0);
    let (before, journal) = (place.tree("out"), state(&place, "out"));
    for arguments in [
        "extract in/y",
        "extract in/y/c.txt",
        "extract in/x/a.html",
        "extract in/x -g *.txt",
    ] {
        let output = place.run(arguments);
        assert_eq!(code(&output), 3, "{arguments}: {}", errors(&output));
        for word in [
            "2 activities from 2 files",
            "in/x",
            "--add",
            "--fresh",
            "-o",
        ] {
            assert!(
                errors(&output).contains(word),
                "{arguments}: {}",
                errors(&output)
            );
        }
        assert_eq!(
            (place.tree("out"), state(&place, "out")),
            (before.clone(), journal.clone())
        );
    }
    // More sources than before are no loss.
    assert_eq!(code(&place.run("extract in/x in/y")), 0);
    assert_eq!(
        place.outcomes(),
        ["a.html ok -", "b.txt ok -", "c.txt ok -"]
    );
    assert_eq!(code(&place.run("extract in/y --fresh")), 0);
    assert_eq!(place.outcomes(), ["c.txt ok -"]);
    assert_eq!(place.tree("out").len(), 3);
}

#[test]
fn records_without_a_journal_are_not_touched_either() {
    let place = three();
    place.run("extract in/x");
    fs::remove_dir_all(place.0.path().join("out/.annalist")).unwrap();
    let before = place.tree("out");
    for arguments in ["extract in/x", "extract in/y", "extract in/y --add"] {
        let output = place.run(arguments);
        assert_eq!(code(&output), 3, "{arguments}: {}", errors(&output));
        assert_eq!(place.tree("out"), before);
    }
    assert_eq!(code(&place.run("extract in/y --fresh")), 0);
    place.run("extract in/y -o anew");
    assert_eq!(place.tree("out"), place.tree("anew"));
}

#[test]
fn where_nothing_is_found_the_folder_is_left_as_it_is() {
    let place = three();
    place.run("extract in");
    let before = place.tree("out");
    for arguments in [
        "extract in -g *.pdf",
        "extract in -g *.pdf --fresh",
        "extract in -g *.pdf --add",
    ] {
        let output = place.run(arguments);
        assert_eq!(code(&output), 1, "{arguments}: {}", errors(&output));
        assert!(
            errors(&output).contains("no sources"),
            "{}",
            errors(&output)
        );
        assert_eq!(place.tree("out"), before, "{arguments}");
    }
    let empty = (1..=64).map(|part| format!("extract in/y -o none --shard {part}/64"));
    let codes: Vec<i32> = empty
        .map(|arguments| code(&place.run(&format!("{arguments} --add"))))
        .collect();
    assert_eq!(
        codes.iter().filter(|code| **code == 1).count(),
        63,
        "{codes:?}"
    );
    fs::remove_dir_all(place.0.path().join("in/y")).unwrap();
    fs::create_dir(place.0.path().join("in/y")).unwrap();
    let before = place.tree("none");
    assert_eq!(code(&place.run("extract in/y -o none --add")), 1);
    assert_eq!(place.tree("none"), before);
}

#[test]
fn what_is_added_gives_the_bytes_of_one_run() {
    let place = three();
    place.put("in/y/B.txt", NOTE.as_bytes());
    place.put("in/x/d.txt", b"");
    place.run("extract in -o whole");
    for part in 1..=3 {
        place.run(&format!("extract in --add --shard {part}/3"));
    }
    assert_eq!(place.tree("out"), place.tree("whole"));
    // The whole covers its parts; and a run over it finds all of it done.
    assert_eq!(code(&place.run("extract in")), 1, "one source is empty");
    assert_eq!(place.tree("out"), place.tree("whole"));
    let output = place.run("extract in --shard 1/3");
    assert_eq!(code(&output), 3);
    assert!(
        errors(&output).contains("3 files") || errors(&output).contains("5 files"),
        "{}",
        errors(&output)
    );
    // Names that only differ by case, added one after the other.
    place.run("extract in/x -o both");
    place.run("extract in/y -o both --add");
    place.run("extract in/x in/y -o once");
    assert_eq!(place.tree("both"), place.tree("once"));
}

#[test]
fn what_is_added_again_is_renewed() {
    let place = three();
    place.run("extract in/x");
    place.run("extract in/y --add");
    place.put("in/y/c.txt", FAIR.replace("9 July", "8 July").as_bytes());
    assert_eq!(code(&place.run("extract in/y --add")), 0);
    place.run("extract in/x in/y -o anew");
    assert_eq!(place.tree("out"), place.tree("anew"));
    let output = place.run("extract in/y --add --scheme un-sdg");
    assert_eq!(code(&output), 3);
    assert!(errors(&output).contains("ifla-2019"), "{}", errors(&output));
    assert_eq!(place.tree("out"), place.tree("anew"));
}

#[test]
fn a_list_from_elsewhere_may_grow_and_not_shrink() {
    let place = three();
    let list = "extract --files-from -";
    assert_eq!(code(&place.fed(list, b"in/x/a.html\n")), 0);
    assert_eq!(code(&place.fed(list, b"in/y/c.txt\n")), 3);
    assert_eq!(code(&place.fed(list, b"in/y/c.txt\nin/x/a.html\n")), 0);
    assert_eq!(place.outcomes(), ["in/x/a.html ok -", "in/y/c.txt ok -"]);
}

#[test]
fn registers_are_joined_to_the_bytes_of_one_run() {
    let place = three();
    let pages = [
        record("http://example.org/a", PAGE),
        record("http://example.org/b", NOTE),
    ];
    place.put("in/z/crawl.warc", pages.concat().as_bytes());
    place.put("in/x/bad.html", b"");
    place.run("extract in -o whole");
    for part in 1..=3 {
        place.run(&format!("extract in -o part{part} --shard {part}/3"));
    }
    let parts: String = (1..=3)
        .filter(|part| place.0.path().join(format!("part{part}")).exists())
        .map(|part| format!(" part{part}"))
        .collect();
    let output = place.run(&format!("join{parts} -o joined"));
    assert_eq!(code(&output), 1, "one source is empty: {}", errors(&output));
    assert_eq!(place.tree("joined"), place.tree("whole"));
    // It is a register like others: a run over all renews it, others are refused.
    assert_eq!(code(&place.run("extract in/x -o joined")), 3);
    assert_eq!(code(&place.run("extract in -o joined")), 1);
    assert_eq!(place.tree("joined"), place.tree("whole"));
}

#[test]
fn registers_that_contradict_are_not_joined() {
    let place = three();
    place.run("extract in/x -o one");
    place.put("in/x/b.txt", FAIR.as_bytes());
    place.run("extract in/x -o two");
    let output = place.run("join one two -o both");
    assert_eq!(code(&output), 3);
    assert!(errors(&output).contains("b.txt"), "{}", errors(&output));
    assert!(!place.0.path().join("both/manifest.json").exists());
    assert_eq!(code(&place.run("join one two -o one")), 2);
    assert_eq!(code(&place.run("join one none -o both")), 3);
    place.run("extract in/y -o kept");
    let before = place.tree("kept");
    assert_eq!(code(&place.run("join one -o kept")), 3);
    assert_eq!(place.tree("kept"), before);
    assert_eq!(code(&place.run("join one -o kept --fresh -q")), 0);
    assert_eq!(place.tree("kept"), place.tree("one"));
}

/// A page with a menu and a footer that are not its text.
fn framed(page: &str, menu: &str) -> String {
    page.replace(
        "<body>",
        &format!("<body><nav><a href=/>{menu}</a> <a href=/n>News</a></nav>"),
    )
    .replace(
        "</body>",
        &format!("<footer>Visitors today: {}</footer></body>", menu.len()),
    )
}

#[test]
fn another_capture_of_the_same_pages_is_no_change() {
    let place = Place::with(&[]);
    let addresses = [
        "http://example.org/a",
        "https://www.example.org/b?utm_source=feed",
    ];
    let other = PAGE.replace("18 May", "19 May");
    let first = [record(addresses[0], PAGE), record(addresses[1], &other)];
    let later = [
        record("https://example.org/b", &framed(&other, "Start")),
        record("https://example.org/a/", &framed(PAGE, "Home page")),
    ];
    place.put("may/crawl.warc", first.concat().as_bytes());
    place.put(
        "june/crawl-2.warc",
        later
            .concat()
            .replace("2021-06-04", "2021-07-04")
            .as_bytes(),
    );
    place.run("extract may -o old");
    place.run("extract june -o new");
    let output = place.run("diff old new");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(code(&output), 0, "{text}");
    assert!(
        text.contains("2 the same, 0 changed, 0 new, 0 gone, 0 moved"),
        "{text}"
    );
    assert_eq!(code(&place.run("diff old new --all")), 1);
}

#[test]
fn a_change_is_told_by_field_and_nothing_else_is() {
    let place = three();
    place.put(
        "in/z.txt",
        FAIR.replace("Toy", "Old toy")
            .replace("July", "August")
            .as_bytes(),
    );
    place.run("extract in -o old");
    place.put(
        "in/x/a.html",
        framed(&PAGE.replace("18 May", "20 May"), "Start").as_bytes(),
    );
    fs::remove_file(place.0.path().join("in/x/b.txt")).unwrap();
    place.put(
        "in/y/new.txt",
        NOTE.replace("Book fair", "Fair of maps")
            .replace("books", "maps")
            .as_bytes(),
    );
    fs::rename(
        place.0.path().join("in/z.txt"),
        place.0.path().join("in/zz.txt"),
    )
    .unwrap();
    place.run("extract in -o new");
    let output = place.run("diff old new --json");
    assert_eq!(code(&output), 1);
    let told: Vec<(String, String)> = lines(&output)
        .iter()
        .map(|line| {
            let side = if line["new"].is_null() {
                &line["old"]
            } else {
                &line["new"]
            };
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            (text(&line["change"]), text(&side["path"]))
        })
        .collect();
    let expected = [
        ("changed", "x/a.html"),
        ("new", "y/new.txt"),
        ("moved", "zz.txt"),
        ("gone", "x/b.txt"),
    ];
    assert_eq!(
        told,
        expected.map(|(kind, path)| (kind.to_owned(), path.to_owned()))
    );
    let changed = &lines(&output)[0]["fields"];
    let fields: Vec<&str> = changed
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["field"].as_str().unwrap())
        .collect();
    assert!(
        fields.contains(&"date") && fields.contains(&"description"),
        "{fields:?}"
    );
    assert!(
        fields
            .iter()
            .all(|field| ["date", "description"].contains(field)),
        "{fields:?}"
    );
    // Only what is asked for, and exit 0 where that is the same.
    assert_eq!(
        lines(&place.run("diff old new --json --only gone,moved")).len(),
        2
    );
    assert_eq!(
        code(&place.run("diff old new --only changed --fields title")),
        0
    );
    assert_eq!(
        code(&place.run("diff old new --only changed --fields date/start")),
        1
    );
    assert_eq!(code(&place.run("diff old new --fields titel")), 2);
    let github = String::from_utf8(place.run("diff old new --format github").stdout).unwrap();
    assert_eq!(
        github.lines().filter(|line| line.starts_with("::")).count(),
        4,
        "{github}"
    );
    assert_eq!(code(&place.run("diff new new")), 0);
}

#[test]
fn a_title_that_was_changed_is_no_new_activity() {
    let rows = |second: &str| {
        format!(
            "Country,Activities\nGeorgia,#1 A fair of books in Batumi 3 May 2021\nGeorgia,#2 {second} 4 May 2021\nGeorgia,#3 A lecture on maps 5 May 2021\n"
        )
    };
    let place = Place::with(&[("r.csv", rows("A morning of poems").as_bytes())]);
    place.run("extract in -o old");
    place.put("in/r.csv", rows("A morning of old poems").as_bytes());
    place.run("extract in -o new");
    let told = lines(&place.run("diff old new --json --fields title"));
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0]["change"], "changed");
    assert_eq!(told[0]["fields"][0]["new"], "A morning of old poems");
}

/// The id of the record with a title.
fn id(place: &Place, title: &str) -> String {
    let text = place.tree("out")["activities.jsonl"].clone();
    let records = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap());
    let mut found = records.filter(|record| record["title"] == title);
    found.next().unwrap()["id"].as_str().unwrap().to_owned()
}

fn records(place: &Place) -> Vec<Value> {
    let text = place.tree("out")["activities.jsonl"].clone();
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn a_correction_survives_runs_and_captures() {
    let place = three();
    place.run("extract in");
    let fair = id(&place, "Book fair");
    let mut command = place.command(&format!("correct out {fair} /title"));
    let output = command
        .args([
            "A fair of books",
            "--who",
            "Aigul",
            "--why",
            "the poster says so",
        ])
        .output()
        .unwrap();
    assert_eq!(code(&output), 0, "{}", errors(&output));
    let held = place.tree("out")["corrections.jsonl"].clone();
    assert_eq!(held.lines().count(), 1);
    assert_eq!(
        code(&place.run(&format!("correct out {} /date 2021-06-04", &fair[..8]))),
        0
    );
    let corrected = |place: &Place| {
        let record = records(place)
            .into_iter()
            .find(|r| r["source"]["path"] == "x/b.txt")
            .unwrap();
        assert_eq!(record["title"], "A fair of books");
        assert_eq!(record["title_basis"], "corrected");
        assert_eq!(record["date"]["start"], "2021-06-04");
        assert_eq!(record["date"]["basis"], "corrected");
        let mark = record["evidence"]["/title"]
            .as_array()
            .unwrap()
            .last()
            .unwrap()
            .clone();
        assert_eq!(
            (&mark["machine"], &mark["who"]),
            (&Value::from("Book fair"), &Value::from("Aigul"))
        );
        let machine = record["evidence"]["/date"]
            .as_array()
            .unwrap()
            .last()
            .unwrap()["machine"]
            .clone();
        assert_eq!(machine["start"], "2021-06-03");
    };
    // Shown to whoever reads one source, and to other tools.
    let explain = "explain in/x/b.txt --color never --corrections out/corrections.jsonl";
    let explained = String::from_utf8(place.run(explain).stdout).unwrap();
    assert!(explained.contains("A fair of books"), "{explained}");
    assert!(explained.contains("corrected"), "{explained}");
    // On a run where nothing else changed, on one from scratch, and on another capture.
    assert_eq!(code(&place.run("extract in")), 0);
    corrected(&place);
    assert_eq!(code(&place.run("export out --to all.csv")), 0);
    let table = fs::read_to_string(place.0.path().join("all.csv")).unwrap();
    assert!(table.contains(",/date; /title\r\n"), "{table}");
    let first = place.tree("out");
    assert_eq!(code(&place.run("extract in --fresh")), 0);
    assert_eq!(place.tree("out"), first);
    place.put(
        "in/x/b.txt",
        NOTE.replace("town park", "park of the town").as_bytes(),
    );
    let output = place.run("extract in");
    assert!(
        !errors(&output).contains("fits no record"),
        "{}",
        errors(&output)
    );
    corrected(&place);
    assert!(place.tree("out")["documents/x/b.txt.json"].contains("park of the town"));
    // Taken back, the program's word is there again.
    fs::remove_file(place.0.path().join("out/corrections.jsonl")).unwrap();
    place.run("extract in");
    place.run("extract in -o anew");
    assert_eq!(place.tree("out"), place.tree("anew"));
}

#[test]
fn a_correction_that_does_not_fit_is_said_and_kept() {
    let place = three();
    place.run("extract in");
    let fair = id(&place, "Book fair");
    for (pointer, value, word) in [
        ("/titel", "x", "/titel"),
        ("/id", "x", "/id"),
        ("/date", "soon", "soon"),
        ("/date/start", "2021-02-30", "2021-02-30"),
        ("/reporting_country", "Kyrgyzstan", "KZ"),
        ("/truncated", "perhaps", "/truncated"),
    ] {
        let output = place.run(&format!("correct out {fair} {pointer} {value}"));
        assert_eq!(code(&output), 2, "{pointer}");
        assert!(errors(&output).contains(word), "{}", errors(&output));
    }
    assert_eq!(code(&place.run("correct out 000000 /title x")), 2);
    assert!(!place.0.path().join("out/corrections.jsonl").exists());
    assert_eq!(
        code(&place.run(&format!("correct out {fair} /title Fair"))),
        0
    );
    let held = place.tree("out")["corrections.jsonl"].clone();
    // The page is gone; another is told of something like it.
    fs::remove_file(place.0.path().join("in/x/b.txt")).unwrap();
    place.put(
        "in/new.txt",
        NOTE.replace("Book fair", "The book fair").as_bytes(),
    );
    for _ in 0..2 {
        let output = place.run("extract in");
        assert_eq!(code(&output), 0);
        let said = errors(&output);
        assert!(
            said.contains("“Book fair”") && said.contains("fits no record any more"),
            "{said}"
        );
        assert!(said.contains("“The book fair” (new.txt)"), "{said}");
        assert_eq!(place.tree("out")["corrections.jsonl"], held);
    }
    place.put("out/corrections.jsonl", b"{\"id\": \"x\"}\n");
    let before = place.tree("out");
    let output = place.run("extract in");
    assert_eq!(code(&output), 3);
    assert!(errors(&output).contains("line 1"), "{}", errors(&output));
    assert_eq!(place.tree("out"), before);
}

#[test]
fn records_and_elements_are_dropped() {
    let place = three();
    place.put(
        "in/x/a.html",
        PAGE.replace(
            "Poets of the town",
            "See https://e.org/a and https://e.org/b for it. Poets of the town",
        )
        .as_bytes(),
    );
    place.run("extract in");
    let (morning, toys) = (id(&place, "Poetry morning"), id(&place, "Toy fair"));
    assert_eq!(
        code(&place.run(&format!("correct out {morning} /urls/0 drop"))),
        0
    );
    assert_eq!(code(&place.run(&format!("correct out {toys} / drop"))), 0);
    for arguments in ["extract in", "extract in --fresh", "extract in"] {
        assert_eq!(code(&place.run(arguments)), 0);
        let titles: Vec<Value> = records(&place)
            .iter()
            .map(|record| record["title"].clone())
            .collect();
        assert_eq!(titles, ["Poetry morning", "Book fair"], "{arguments}");
        assert_eq!(
            records(&place)[0]["urls"],
            serde_json::json!(["https://e.org/b"])
        );
        assert_eq!(place.manifest()["counts"]["activities"], 2);
    }
}

#[test]
fn what_was_edited_by_hand_is_offered_and_not_written_over() {
    let place = three();
    place.run("extract in");
    let file = "out/documents/x/b.txt.json";
    let text = fs::read_to_string(place.0.path().join(file)).unwrap();
    let edited = text.replace("\"title\": \"Book fair\"", "\"title\": \"Fair of books\"");
    place.put(file, edited.as_bytes());
    for _ in 0..2 {
        let output = place.run("extract in");
        assert_eq!(code(&output), 0);
        assert!(
            errors(&output).contains("edited by hand"),
            "{}",
            errors(&output)
        );
        assert_eq!(
            fs::read_to_string(place.0.path().join(file)).unwrap(),
            edited
        );
        assert_eq!(
            place.tree("out")["corrections.offered.jsonl"]
                .lines()
                .count(),
            1
        );
        assert!(
            records(&place)
                .iter()
                .any(|record| record["title"] == "Fair of books")
        );
    }
    assert_eq!(code(&place.run("correct out --accept")), 0);
    let output = place.run("extract in");
    assert!(
        !errors(&output).contains("edited by hand"),
        "{}",
        errors(&output)
    );
    assert!(
        !place
            .0
            .path()
            .join("out/corrections.offered.jsonl")
            .exists()
    );
    let record = records(&place)
        .into_iter()
        .find(|r| r["source"]["path"] == "x/b.txt")
        .unwrap();
    assert_eq!(
        (&record["title"], &record["title_basis"]),
        (&Value::from("Fair of books"), &Value::from("corrected"))
    );
    let once = place.tree("out");
    place.run("extract in --fresh");
    assert_eq!(place.tree("out"), once);
}

/// Fixture sources in a place of their own, without what is expected of them.
fn fixtures(below: &str) -> Place {
    let place = Place::with(&[]);
    let folder = format!("{}/fixtures/{below}", env!("CARGO_MANIFEST_DIR"));
    for entry in fs::read_dir(folder).unwrap() {
        let (path, name) = entry.map(|e| (e.path(), e.file_name())).unwrap();
        let name = name.into_string().unwrap();
        if !name.ends_with(".expected.json") {
            place.put(&format!("in/{name}"), &fs::read(path).unwrap());
        }
    }
    place
}

/// Links as kind, both ends by path and title, and what they do not agree in.
fn told_twice(place: &Place) -> Vec<(String, String, String, String)> {
    let text = place.tree("out")["links.jsonl"].clone();
    let links = text.lines().map(|line| serde_json::from_str(line).unwrap());
    let end = |end: &Value| end["path"].as_str().unwrap().to_owned();
    let told = |link: Value| {
        let conflicts = link["conflicts"].as_array().unwrap().iter();
        let conflicts: Vec<&str> = conflicts.map(|c| c.as_str().unwrap()).collect();
        let kind = link["kind"].as_str().unwrap().to_owned();
        (kind, end(&link["a"]), end(&link["b"]), conflicts.join(" "))
    };
    links.map(told).collect()
}

#[test]
fn rows_are_linked_with_their_pages_and_nothing_else() {
    let place = fixtures("links");
    place.run("extract in");
    let output = place.run("link out");
    assert_eq!(code(&output), 0, "{}", errors(&output));
    let expected = [
        ("same-page", "reading-print.html", "reading.html", ""),
        ("same-event", "reading-print.html", "report.txt", ""),
        ("same-event", "reading.html", "report.txt", ""),
        ("reports", "report.txt", "hall.html", ""),
        ("reports", "report.txt", "seminar.html", "/date"),
    ];
    let expected = expected.map(|(kind, a, b, conflicts)| {
        (
            kind.to_owned(),
            a.to_owned(),
            b.to_owned(),
            conflicts.to_owned(),
        )
    });
    assert_eq!(told_twice(&place), expected);
    let first = place.tree("out");
    assert_eq!(code(&place.run("link out --fail-on conflict")), 1);
    assert_eq!(place.tree("out"), first, "the same bytes again");
    let records = first["activities.jsonl"].clone();
    assert_eq!(records.lines().count(), 8, "nothing is merged");
}

#[test]
fn links_stand_in_the_report() {
    let place = fixtures("links");
    place.run("extract in");
    assert_eq!(code(&place.run("report out -o plain.html")), 0);
    place.run("link out");
    assert_eq!(code(&place.run("report out -o linked.html")), 0);
    let page = |name: &str| fs::read_to_string(place.0.path().join(name)).unwrap();
    assert!(!page("plain.html").contains("id=\"pairs\""));
    let linked = page("linked.html");
    assert!(linked.contains("id=\"pairs\"") && linked.contains("5 pairs"));
    // A row and its page that give two days are a doubt of both.
    assert!(linked.contains("<b>2</b> tellings differ"), "{linked}");
    assert!(linked.contains("\"k\":\"reports\",\"s\":1.0"));
}

/// The rows of the seed reports and made pages at their addresses.
#[test]
fn rows_of_the_seeds_are_linked_with_pages_at_their_addresses() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared =
        std::env::var_os("ANNALIST_SHARED").map_or_else(|| root.join("../shared"), Into::into);
    let Ok(seeds) = fs::read_dir(shared.join("seeds")) else {
        eprintln!("no evaluation data at {}", shared.display());
        return;
    };
    let place = Place::with(&[]);
    for seed in seeds.flatten() {
        let name = seed.file_name().into_string().unwrap();
        place.put(&format!("in/{name}"), &fs::read(seed.path()).unwrap());
    }
    place.run("extract in");
    let rows: Vec<Value> = records(&place);
    let with_address = rows
        .iter()
        .filter(|row| row["ordinal"].is_number() && row["urls"][0].is_string());
    let mut expected = Vec::new();
    for (number, row) in with_address.enumerate() {
        let address = row["urls"][0].as_str().unwrap();
        let page = PAGE.replace(
            "<head>",
            &format!(
                "<head><link rel=canonical href=\"{}\">",
                address.replace('&', "&amp;")
            ),
        );
        place.put(&format!("in/pages/{number:02}.html"), page.as_bytes());
        expected.push((row["id"].clone(), format!("pages/{number:02}.html")));
    }
    assert!(expected.len() >= 10, "{}", expected.len());
    place.run("extract in");
    place.run("link out");
    let text = place.tree("out")["links.jsonl"].clone();
    let links: Vec<Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for (row, page) in expected {
        let found = links.iter().any(|link| {
            link["kind"] == "reports"
                && link["a"]["id"] == row
                && link["b"]["path"] == page.as_str()
        });
        assert!(found, "{row} and {page}");
    }
}

#[test]
fn links_are_exported_as_a_table() {
    let place = fixtures("links");
    place.run("extract in");
    place.run("link out");
    let text = |name: &str| fs::read_to_string(place.0.path().join(name)).unwrap();
    assert_eq!(code(&place.run("export out --to all.csv --tables")), 0);
    let table = text("all.links.csv");
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines[0], "activity,other,kind,score,reasons,conflicts");
    assert_eq!(lines.len(), 6, "{table}");
    assert!(lines[5].ends_with(",reports,1,the row carries the address of the page,/date"));
    assert_eq!(code(&place.run("export out --to all.sql")), 0);
    assert_eq!(
        text("all.sql")
            .matches("INSERT OR IGNORE INTO links ")
            .count(),
        5
    );
    assert_eq!(code(&place.run("export out --to all.xlsx")), 0);
    // A link wants both of its ends.
    assert_eq!(
        code(&place.run("export out --to kg.csv --tables --country KG")),
        0
    );
    assert_eq!(text("kg.links.csv").lines().count(), 3);
}
