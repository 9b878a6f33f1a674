//! The program from outside: commands, exit codes, files, and runs that were hurt.

mod outside;

use outside::{NOTE, PAGE, Place, code, errors, record};
use rustix::fs::{FlockOperation, fcntl_lock};
use serde_json::Value;
use std::fs::{self, File};
use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

/// Many sources, so that a run takes a while.
fn many(count: usize) -> Place {
    let place = Place::with(&[]);
    for number in 0..count {
        place.put(
            &format!("in/{number:03}.html"),
            PAGE.replace("18 May", &format!("{} May", number % 28 + 1))
                .as_bytes(),
        );
    }
    place
}

#[test]
fn what_cannot_be_meant_is_refused_with_a_sentence() {
    let place = Place::with(&[("a.html", PAGE.as_bytes())]);
    for (arguments, word) in [
        ("extract in/none.html -o out", "in/none.html"),
        ("extract -o out", "standard input"),
        ("extract in -o out --shard 3/2", "2/8"),
        ("extract in -o out --time 0", "--time"),
        ("extract in -o out --scheme none", "none"),
        ("extract - --files-from - -o out", "standard input"),
    ] {
        let output = place.run(arguments);
        assert_eq!(code(&output), 2, "{arguments}");
        assert!(
            errors(&output).contains(word),
            "{arguments}: {}",
            errors(&output)
        );
        assert!(!place.0.path().join("out").exists(), "{arguments}");
    }
}

#[test]
fn a_folder_becomes_records_activities_and_a_manifest() {
    let place = Place::with(&[
        ("news/a.html", PAGE.as_bytes()),
        ("b.txt", NOTE.as_bytes()),
        ("logo.png", b"\x89PNG"),
    ]);
    let output = place.run("extract in");
    assert_eq!(code(&output), 0, "{}", errors(&output));
    assert!(output.stdout.is_empty());
    let tree = place.tree("out");
    let names: Vec<&str> = tree.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "activities.jsonl",
            "documents/b.txt.json",
            "documents/news/a.html.json",
            "manifest.json"
        ]
    );
    assert_eq!(
        place.outcomes(),
        [
            "b.txt ok -",
            "logo.png skipped unsupported",
            "news/a.html ok -"
        ]
    );
    let lines: Vec<Value> = tree["activities.jsonl"]
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let paths: Vec<&str> = lines
        .iter()
        .map(|line| line["source"]["path"].as_str().unwrap())
        .collect();
    assert_eq!(paths, ["b.txt", "news/a.html"]);
    let document: Value = serde_json::from_str(&tree["documents/b.txt.json"]).unwrap();
    assert_eq!(document["activities"][0], lines[0]);
}

#[test]
fn jobs_order_of_arguments_and_process_change_nothing() {
    let place = Place::with(&[
        ("x/a.html", PAGE.as_bytes()),
        ("y/b.txt", NOTE.as_bytes()),
        ("y/c.html", PAGE.as_bytes()),
    ]);
    place.run("extract in/x in/y -j1 -o one");
    place.run("extract in/y in/x -j4 -o two");
    place.run("extract in/y/b.txt in/x in/y --in-process -o three");
    assert_eq!(place.tree("one").len(), 5);
    assert_eq!(place.tree("one"), place.tree("two"));
    assert_eq!(place.tree("one"), place.tree("three"));
    let lines = |arguments: &str| place.run(arguments).stdout;
    assert_eq!(
        lines("extract in/x in/y -o - -j1"),
        lines("extract in/y in/x -o - --in-process")
    );
}

#[test]
fn sources_of_one_name_keep_apart() {
    let place = Place::with(&[
        ("x/a.html", PAGE.as_bytes()),
        ("y/a.html", NOTE.as_bytes()),
        ("y/A.html", PAGE.as_bytes()),
    ]);
    assert_eq!(code(&place.run("extract in/x in/y")), 0);
    assert_eq!(
        place.outcomes(),
        ["A.html ok -", "in/x/a.html ok -", "in/y/a.html ok -"]
    );
    place.run("extract in/y --fresh");
    let names: Vec<String> = place
        .tree("out")
        .into_keys()
        .filter(|name| name.starts_with("documents/"))
        .collect();
    assert_eq!(names.len(), 2);
    assert!(
        names
            .iter()
            .all(|name| name.to_lowercase().starts_with("documents/a.html~")),
        "{names:?}"
    );
}

#[test]
fn what_is_no_good_source_is_told_by_a_stable_code() {
    let place = Place::with(&[
        ("empty.html", b""),
        ("binary.txt", &[0, 1, 2, 3, 4, 5, 6, 7].repeat(500)),
        ("good.html", PAGE.as_bytes()),
        ("page.html.expected.json", b"{}"),
        ("README.md", b"not a source"),
        (".hidden.html", PAGE.as_bytes()),
        ("left-out/x.html", PAGE.as_bytes()),
        (".annalistignore", b"left-out\n"),
        ("dir.pdf/inner.html", PAGE.as_bytes()),
    ]);
    let folder = place.0.path().join("in");
    File::create(folder.join("large.html"))
        .unwrap()
        .set_len(200 << 20)
        .unwrap();
    std::os::unix::fs::symlink("good.html", folder.join("link.html")).unwrap();
    let fifo = Command::new("mkfifo")
        .arg(folder.join("pipe.html"))
        .status()
        .unwrap();
    assert!(fifo.success());
    let output = place.run("extract in -q");
    assert_eq!(code(&output), 1);
    assert_eq!(errors(&output).lines().count(), 3, "{}", errors(&output));
    let expected = [
        "binary.txt failed unsupported",
        "dir.pdf skipped not-a-file",
        "dir.pdf/inner.html ok -",
        "empty.html failed damaged",
        "good.html ok -",
        "large.html failed too-large",
        "link.html skipped symbolic-link",
        "pipe.html skipped not-a-file",
    ];
    assert_eq!(place.outcomes(), expected);
}

#[test]
fn an_archive_gives_its_pages_with_address_and_date() {
    let pages = [
        record("http://example.org/a", PAGE),
        record("http://example.org/b", PAGE),
    ];
    let mut stored = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    stored.write_all(pages.concat().as_bytes()).unwrap();
    let stored = stored.finish().unwrap();
    let place = Place::with(&[
        ("crawl.warc.gz", &stored),
        ("cut.warc.gz", &stored[..stored.len() / 2]),
    ]);
    assert_eq!(code(&place.run("extract in/crawl.warc.gz")), 0);
    assert_eq!(
        place.outcomes(),
        ["crawl.warc.gz!/1 ok -", "crawl.warc.gz!/2 ok -"]
    );
    let document: Value =
        serde_json::from_str(&place.tree("out")["documents/crawl.warc.gz!/2.json"]).unwrap();
    assert_eq!(document["source"]["url"], "http://example.org/b");
    assert_eq!(document["source"]["captured"], "2021-06-04T08:00:00Z");
    let output = place.run("extract in -q --fresh");
    assert_eq!(code(&output), 1);
    assert_eq!(errors(&output).lines().count(), 1, "{}", errors(&output));
    assert!(
        place
            .outcomes()
            .contains(&"cut.warc.gz failed damaged".to_owned()),
        "{:?}",
        place.outcomes()
    );
}

#[test]
fn a_second_run_does_only_what_has_changed() {
    let place = Place::with(&[
        ("a.html", PAGE.as_bytes()),
        ("b.txt", NOTE.as_bytes()),
        ("c/d.html", PAGE.as_bytes()),
    ]);
    place.run("extract in");
    let first = place.tree("out");
    let written = |name: &str| {
        fs::metadata(place.0.path().join("out").join(name))
            .unwrap()
            .modified()
            .unwrap()
    };
    let times: Vec<_> = first.keys().map(|name| written(name)).collect();
    assert_eq!(code(&place.run("extract in")), 0);
    assert_eq!(
        first.keys().map(|name| written(name)).collect::<Vec<_>>(),
        times
    );
    // A changed source, a source that is gone, an output that somebody touched.
    place.put("in/b.txt", NOTE.replace("3 June", "4 June").as_bytes());
    fs::remove_file(place.0.path().join("in/c/d.html")).unwrap();
    place.put("out/documents/a.html.json", b"{}");
    place.run("extract in");
    place.run("extract in -o anew");
    assert_eq!(place.tree("out"), place.tree("anew"));
    assert!(!place.0.path().join("out/documents/c").exists());
    place.run("extract in --fresh");
    assert_eq!(place.tree("out"), place.tree("anew"));
}

#[test]
fn a_run_that_was_killed_goes_on_to_the_same_bytes() {
    let place = many(40);
    place.run("extract in -o whole");
    let whole = place.tree("whole");
    for pause in [5, 60, 150, 400] {
        let mut run = place.start(&mut place.command("extract in"));
        std::thread::sleep(Duration::from_millis(pause));
        run.kill().unwrap();
        run.wait().unwrap();
        for (name, text) in place
            .tree("out")
            .iter()
            .filter(|(name, _)| name.ends_with(".json"))
        {
            assert!(
                serde_json::from_str::<Value>(text).is_ok(),
                "{name} is torn"
            );
        }
    }
    assert_eq!(code(&place.run("extract in")), 0);
    assert_eq!(place.tree("out"), whole);
}

#[test]
fn a_signal_ends_the_run_soon_and_resumably() {
    let place = many(60);
    for (signal, expected) in [("TERM", 143), ("INT", 130)] {
        let mut run = place.start(&mut place.command(&format!("extract in -o {signal} -j1")));
        // It listens before it makes the journal.
        let journal = place.0.path().join(signal).join(".annalist/journal.jsonl");
        while !journal.exists() && run.try_wait().unwrap().is_none() {
            std::thread::sleep(Duration::from_millis(5));
        }
        let sent = Command::new("kill")
            .args([format!("-{signal}"), run.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
        let since = Instant::now();
        let ended = run.wait_with_output().unwrap();
        let status = ended.status.code();
        assert!(since.elapsed() < Duration::from_secs(5));
        if status == Some(expected) {
            let said = errors(&ended);
            assert!(said.contains("stopped; run again to go on"), "{said}");
        }
        // On a fast machine it may have been done before.
        assert!(status == Some(expected) || status == Some(0), "{status:?}");
        assert_eq!(code(&place.run(&format!("extract in -o {signal}"))), 0);
    }
    assert_eq!(place.tree("TERM"), place.tree("INT"));
}

#[test]
fn two_runs_do_not_share_a_folder() {
    let place = Place::with(&[("a.html", PAGE.as_bytes())]);
    place.put("out/.annalist/lock", b"");
    let lock = File::options()
        .append(true)
        .open(place.0.path().join("out/.annalist/lock"))
        .unwrap();
    fcntl_lock(&lock, FlockOperation::LockExclusive).unwrap();
    let output = place.run("extract in");
    assert_eq!(code(&output), 3);
    assert!(
        errors(&output).contains("another run"),
        "{}",
        errors(&output)
    );
    drop(lock);
    assert_eq!(code(&place.run("extract in")), 0);
}

#[test]
fn what_takes_too_much_is_the_culprit_and_the_others_are_not() {
    let long = NOTE.repeat(150_000);
    let place = Place::with(&[
        ("a.html", PAGE.as_bytes()),
        ("long.txt", long.as_bytes()),
        ("z.txt", NOTE.as_bytes()),
    ]);
    let output = place.run("extract in -q --time 1 --memory 4096");
    assert_eq!(code(&output), 1);
    assert_eq!(errors(&output).lines().count(), 1, "{}", errors(&output));
    assert_eq!(
        place.outcomes(),
        ["a.html ok -", "long.txt failed timed-out", "z.txt ok -"]
    );
    place.run("extract in -q --memory 64");
    assert_eq!(
        place.outcomes(),
        ["a.html ok -", "long.txt failed over-memory", "z.txt ok -"]
    );
}

#[test]
fn a_text_without_end_is_read_in_part_and_said_to_be() {
    let endless = PAGE.replace("held", &"on 3 May 2020, ".repeat(80_000));
    let place = Place::with(&[("endless.html", endless.as_bytes())]);
    let output = place.run("extract in -q");
    assert_eq!(code(&output), 0, "{}", errors(&output));
    assert_eq!(place.outcomes(), ["endless.html partial limit-reached"]);
    let record: Value = serde_json::from_slice(&place.run("extract in -q -o -").stdout).unwrap();
    assert_eq!(record["activities"][0]["reporting_country"], "KZ");
    assert!(
        record["text"]
            .as_str()
            .unwrap()
            .ends_with("what the children asked them.")
    );
}

/// The administrator may read everything, so where that is who tests, nobody runs the program.
#[test]
fn what_may_not_be_read_is_told_and_the_rest_is_done() {
    let place = Place::with(&[
        ("a.html", PAGE.as_bytes()),
        ("closed/b.html", b""),
        ("shut.html", PAGE.as_bytes()),
    ]);
    let allow = |path: &str, mode| {
        fs::set_permissions(place.0.path().join(path), fs::Permissions::from_mode(mode))
    };
    for (path, mode) in [("", 0o777), ("in/shut.html", 0), ("in/closed", 0)] {
        allow(path, mode).unwrap();
    }
    let mut command = place.command("extract in -q");
    if rustix::process::geteuid().is_root() {
        command.uid(65534).gid(65534);
    }
    // Where nobody can reach the program, nothing can be tried.
    let Ok(output) = command.output() else { return };
    assert_eq!(code(&output), 1, "{}", errors(&output));
    assert_eq!(errors(&output).lines().count(), 2, "{}", errors(&output));
    assert_eq!(
        place.outcomes(),
        [
            "a.html ok -",
            "closed failed unreadable",
            "shut.html failed unreadable"
        ]
    );
    for (path, mode) in [("in/shut.html", 0o644), ("in/closed", 0o755)] {
        allow(path, mode).unwrap();
    }
    assert_eq!(code(&command.output().unwrap()), 1);
    assert_eq!(
        place.outcomes(),
        [
            "a.html ok -",
            "closed/b.html failed damaged",
            "shut.html ok -"
        ]
    );
}

#[test]
fn what_is_packed_is_explained_like_what_is_not() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(PAGE.as_bytes()).unwrap();
    let place = Place::with(&[
        ("a.html", PAGE.as_bytes()),
        ("b.html.gz", &packed.finish().unwrap()),
    ]);
    let [plain, packed] = ["a.html", "b.html.gz"].map(|name| {
        let output = place.run(&format!("explain in/{name}"));
        assert_eq!(code(&output), 0, "{}", errors(&output));
        String::from_utf8(output.stdout).unwrap().replace(name, "-")
    });
    assert!(plain.contains("Poetry morning"), "{plain}");
    assert_eq!(plain, packed);
}

#[test]
fn paths_come_from_lists_globs_and_standard_input() {
    let place = Place::with(&[
        ("a.html", PAGE.as_bytes()),
        ("x/b.txt", NOTE.as_bytes()),
        ("x/c.html", PAGE.as_bytes()),
    ]);
    let paths = |output: Output| -> Vec<String> {
        let text = String::from_utf8(output.stdout).unwrap();
        let path = |line: &str| {
            serde_json::from_str::<Value>(line).unwrap()["source"]["path"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        text.lines().map(path).collect()
    };
    assert_eq!(
        paths(place.run("extract in -o - -g *.html")),
        ["a.html", "x/c.html"]
    );
    assert_eq!(paths(place.run("extract in -o - -g !x")), ["a.html"]);
    assert_eq!(
        paths(place.fed("extract -0 --files-from - -o -", b"in/x/b.txt\0./in/a.html")),
        ["in/a.html", "in/x/b.txt"]
    );
    assert_eq!(
        paths(place.fed("extract --files-from - -o -", b"in/x\n")),
        ["b.txt", "c.html"]
    );
    assert_eq!(paths(place.fed("extract - -o -", NOTE.as_bytes())), ["-"]);
    let mut parts: Vec<String> = (1..=3)
        .flat_map(|part| paths(place.run(&format!("extract in -o - --shard {part}/3"))))
        .collect();
    parts.sort();
    assert_eq!(parts, ["a.html", "x/b.txt", "x/c.html"]);
}

#[test]
fn a_reader_that_leaves_is_no_trouble() {
    let place = many(20);
    let mut run = place.start(&mut place.command("extract in -o -"));
    drop(run.stdout.take());
    let mut words = String::new();
    run.stderr
        .take()
        .unwrap()
        .read_to_string(&mut words)
        .unwrap();
    assert_eq!(run.wait().unwrap().code(), Some(0));
    assert_eq!(words, "");
}

#[test]
fn a_stream_is_answered_line_by_line_in_order() {
    let place = Place::with(&[("a.html", PAGE.as_bytes())]);
    let input = b"{\"id\":1,\"path\":\"in/a.html\"}\nnonsense\n{\"id\":\"b\",\"content\":\"Ym9vaw==\",\"url\":\"http://e.org/b\"}\n{\"id\":3,\"path\":\"none\"}\n";
    let output = place.fed("stream", input);
    assert_eq!(code(&output), 0, "{}", errors(&output));
    let lines: Vec<Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 4);
    assert_eq!(lines[0]["document"]["title"], "Poetry morning");
    assert_eq!(lines[1]["error"]["code"], "bad-request");
    assert_eq!(lines[2]["id"], "b");
    assert_eq!(lines[2]["document"]["source"]["url"], "http://e.org/b");
    assert_eq!(lines[3]["error"]["code"], "unreadable");
}

#[test]
fn no_line_of_a_stream_ends_it() {
    let place = Place::with(&[("a.html", PAGE.as_bytes()), ("d/e", b"")]);
    let mut input = Vec::new();
    let mut wanted = Vec::new();
    let long = format!("{{\"id\":0,\"content\":\"{}\"}}", "A".repeat(4 << 20));
    for (line, code) in [
        (r#"{"id":0,"content":"%%%"}"#.as_bytes(), "bad-request"),
        (
            br#"{"id":0,"path":"in/a.html","content":"YQ=="}"#,
            "bad-request",
        ),
        (br#"{"id":0}"#, "bad-request"),
        (b"[1]", "bad-request"),
        (b"\xff\xfe", "bad-request"),
        (br#"{"id":0,"path":"in/d"}"#, "unreadable"),
        (br#"{"id":0,"path":"/dev/zero"}"#, "unreadable"),
        (br#"{"id":0,"path":"a\u0000b"}"#, "unreadable"),
        (br#"{"id":0,"path":""}"#, "unreadable"),
        (br#"{"id":0,"content":""}"#, "damaged"),
        (long.as_bytes(), "too-large"),
        (br#"{"id":0,"path":"in/a.html"}"#, ""),
    ] {
        input.extend_from_slice(line);
        input.push(b'\n');
        wanted.push(code);
    }
    let output = place.fed("stream --max-size 1", &input);
    assert_eq!(code(&output), 0, "{}", errors(&output));
    assert_eq!(errors(&output), "");
    let lines = String::from_utf8(output.stdout).unwrap();
    let codes: Vec<String> = lines
        .lines()
        .map(|line| {
            serde_json::from_str::<Value>(line).unwrap()["error"]["code"]
                .as_str()
                .unwrap_or("")
                .to_owned()
        })
        .collect();
    assert_eq!(codes, wanted);
}

#[test]
fn programs_are_told_how_far_it_is_in_json() {
    let place = Place::with(&[("a.html", PAGE.as_bytes()), ("b.html", b"")]);
    let output = place.run("extract in --json-progress");
    let events: Vec<Value> = errors(&output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(events[0]["event"], "failed");
    assert_eq!(events[1]["event"], "finished");
    assert_eq!(events[1]["counts"]["ok"], 1);
}

#[test]
fn shells_and_manuals_are_served() {
    let place = Place::with(&[]);
    assert!(
        String::from_utf8(place.run("completions bash").stdout)
            .unwrap()
            .contains("--files-from")
    );
    assert!(
        String::from_utf8(place.run("man").stdout)
            .unwrap()
            .contains("extract")
    );
    assert!(
        !String::from_utf8(place.run("--help").stdout)
            .unwrap()
            .contains("worker")
    );
}

/// Nothing of this machine or moment is in the outputs.
#[test]
fn outputs_hold_nothing_of_where_they_were_made() {
    let place = Place::with(&[("a.html", PAGE.as_bytes())]);
    place.run("extract in");
    let here = Path::new(place.0.path()).to_str().unwrap().to_owned();
    assert!(place.tree("out").values().all(|text| !text.contains(&here)));
}
