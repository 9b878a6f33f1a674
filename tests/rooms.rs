//! Who may know whom. The rooms of the house are the modules under `src`; this
//! test reads their `crate::…` paths and says who strayed.

#[path = "../xtask/src/measure/circles.rs"]
#[allow(dead_code, reason = "the chore prints, the test asks")]
mod circles;
#[path = "../xtask/src/measure/source.rs"]
#[allow(dead_code, reason = "functions are measured by the chore alone")]
mod source;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A room and the rooms it may use besides itself.
const ROOMS: [(&str, &[&str]); 36] = [
    ("span", &[]),
    ("diagnostic", &["span"]),
    ("budget", &[]),
    ("error", &["budget"]),
    ("site", &[]),
    ("source", &["site"]),
    ("lexicon", &["language", "lookup"]),
    ("lookup", &[]),
    ("language", &[]),
    ("decode", &["source", "diagnostic"]),
    ("document", &["span", "budget"]),
    ("record", &["diagnostic"]),
    ("manifest", &["record"]),
    (
        "scheme",
        &["span", "diagnostic", "language", "lexicon", "lookup"],
    ),
    (
        "field",
        &[
            "span",
            "scheme",
            "diagnostic",
            "language",
            "lexicon",
            "lookup",
            "record",
        ],
    ),
    (
        "reader",
        &[
            "document",
            "decode",
            "site",
            "source",
            "diagnostic",
            "span",
            "budget",
            "error",
            "lexicon",
            "lookup",
        ],
    ),
    ("draft", &["document", "field", "record", "scheme", "span"]),
    (
        "page",
        &[
            "document",
            "draft",
            "field",
            "record",
            "scheme",
            "diagnostic",
            "span",
            "language",
            "lexicon",
        ],
    ),
    (
        "normalize",
        &[
            "document",
            "draft",
            "field",
            "record",
            "scheme",
            "diagnostic",
            "source",
            "span",
            "language",
            "lexicon",
        ],
    ),
    ("validate", &["record", "diagnostic", "document"]),
    (
        "extractor",
        &[
            "budget",
            "diagnostic",
            "document",
            "draft",
            "error",
            "key",
            "normalize",
            "page",
            "reader",
            "record",
            "scheme",
            "site",
            "source",
            "validate",
        ],
    ),
    ("quote", &[]),
    ("key", &["record", "source"]),
    ("link", &[]),
    ("request", &[]),
    ("correction", &["compare", "key", "record", "source"]),
    ("register", &["link", "manifest", "record"]),
    ("compare", &["quote", "record", "diagnostic"]),
    ("container", &["source", "diagnostic", "budget", "error"]),
    (
        "write",
        &[
            "compare",
            "record",
            "manifest",
            "document",
            "diagnostic",
            "span",
            "draft",
            "error",
            "source",
        ],
    ),
    (
        "cli",
        &[
            "command", "run", "batch", "budget", "record", "scheme", "write",
        ],
    ),
    ("command", &["*"]),
    ("run", &["*"]),
    ("program", &["*"]),
    ("batch", &["*"]),
    ("lib", &["*"]),
];

/// Crates that only one room may use; where it is two, a space stands between them.
const CRATES: [(&str, &str); 18] = [
    ("scraper", "reader/html"),
    ("html5ever", "reader/html"),
    ("html5gum", "reader/html"),
    ("hayro_syntax", "reader/pdf"),
    ("hayro_interpret", "reader/pdf"),
    ("hayro_font", "reader/pdf"),
    ("encoding_rs", "decode"),
    ("chardetng", "decode"),
    ("rust_xlsxwriter", "command/export"),
    ("rusqlite", "command/export"),
    ("parquet", "command/export"),
    ("zip", "container reader/office"),
    ("quick_xml", "reader/office"),
    ("ruzstd", "container"),
    ("brotli_decompressor", "container"),
    ("ignore", "batch"),
    ("indicatif", "batch"),
    ("signal_hook", "batch"),
];

fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, all: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
        {
            if entry.is_dir() {
                walk(&entry, all)
            } else if entry.extension().is_some_and(|e| e == "rs") {
                all.push(entry)
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    walk(&root, &mut all);
    all.sort();
    let name = |path: &Path| {
        path.strip_prefix(&root)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/")
    };
    all.iter()
        .map(|path| (name(path), fs::read_to_string(path).unwrap()))
        .collect()
}

fn room(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap()
}

/// The part of a source before its unit tests.
fn shipped(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap()
}

/// Rooms named in `crate::room` and `crate::{room::…, other::…}` paths.
fn named(text: &str) -> BTreeSet<String> {
    let code: String = shipped(text)
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let mut rooms = BTreeSet::new();
    for (at, _) in code.match_indices("crate::").filter(|(at, _)| {
        !code[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '$')
    }) {
        let rest = &code[at + "crate::".len()..];
        let word = |text: &str| {
            text.trim_start()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect::<String>()
        };
        if !rest.starts_with('{') {
            rooms.insert(word(rest));
            continue;
        }
        let mut depth = 0;
        for (index, c) in rest.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                break;
            }
            if depth == 1 && matches!(c, '{' | ',') {
                rooms.insert(word(&rest[index + 1..]));
            }
        }
    }
    rooms.retain(|room| room.starts_with(char::is_lowercase));
    rooms
}

#[test]
fn no_room_uses_a_room_it_may_not_know() {
    let mut strays = Vec::new();
    for (path, text) in sources().iter().filter(|(path, _)| path != "main.rs") {
        // What a room's own tests use is no stair of the house.
        if path.ends_with("/tests.rs") {
            continue;
        }
        let own = room(path);
        let Some((_, allowed)) = ROOMS.iter().find(|(name, _)| *name == own) else {
            strays.push(format!("{path}: the room {own} is not in the list"));
            continue;
        };
        for used in named(text).iter().filter(|used| {
            *used != own && !allowed.contains(&"*") && !allowed.contains(&used.as_str())
        }) {
            strays.push(format!("{path} uses {used}"));
        }
    }
    assert!(strays.is_empty(), "{}", strays.join("\n"));
}

#[test]
fn readers_and_page_shapes_do_not_use_each_other() {
    let mut strays = Vec::new();
    for (path, text) in sources() {
        for family in ["reader", "command"] {
            let Some(own) = path
                .strip_prefix(&format!("{family}/"))
                .map(|rest| room(rest).to_owned())
            else {
                continue;
            };
            for (other, _) in sources().iter().filter_map(|(p, _)| {
                Some((room(p.strip_prefix(&format!("{family}/"))?).to_owned(), ()))
            }) {
                if other != own
                    && own != "mod"
                    && shipped(&text).contains(&format!("{family}::{other}"))
                {
                    strays.push(format!("{path} uses {family}::{other}"));
                }
            }
        }
    }
    assert!(strays.is_empty(), "{}", strays.join("\n"));
}

#[test]
fn a_crate_that_belongs_to_one_room_stays_there() {
    let mut strays = Vec::new();
    for (path, text) in sources() {
        for (library, home) in CRATES {
            let uses = shipped(&text).lines().any(|line| {
                !line.trim_start().starts_with("//") && line.contains(&format!("{library}::"))
            });
            if uses && !home.split(' ').any(|home| path.starts_with(home)) {
                strays.push(format!("{path} uses {library}"));
            }
        }
    }
    assert!(strays.is_empty(), "{}", strays.join("\n"));
}

#[test]
fn every_module_says_what_it_is_for() {
    let silent: Vec<String> = sources()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//!"))
        .map(|(path, _)| path)
        .collect();
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

#[test]
fn rooms_inside_a_room_lead_one_way() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let sources = source::all(&root).unwrap();
    let between = circles::between_rooms(&sources);
    assert!(between.is_empty(), "{between:?}");
    let large = circles::large(&sources);
    assert!(large.is_empty(), "{large:?}");
}

/// The words of the literature stand in the sources; `docs/glossary.md` tells them apart.
#[test]
fn house_words_give_way_to_those_of_the_field() {
    let house = ["furniture", "plea", "imprint"];
    let word = |c: char| !c.is_alphanumeric() && c != '_';
    let holds = |text: &str| text.split(word).any(|word| house.contains(&word));
    let strays: Vec<String> = sources()
        .into_iter()
        .filter(|(path, text)| house.iter().any(|word| path.contains(word)) || holds(text))
        .map(|(path, _)| path)
        .collect();
    assert!(strays.is_empty(), "{}", strays.join("\n"));
}
