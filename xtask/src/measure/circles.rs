//! Circles of imports, between files and between the rooms inside a room.
//!
//! `tests/rooms.rs` compiles this file as well, so that the figure and the test cannot disagree.
//!
//! A path that begins with `crate`, `super`, `self` or a module of its own leads to the deepest file
//! it names. Files, or rooms, that lead back to each other are a circle.

use super::source::Source;
use std::collections::{BTreeMap, BTreeSet};

type Ways = BTreeMap<String, BTreeSet<String>>;

/// Circles of more files than this are too large.
const LARGEST: usize = 3;

pub fn print(sources: &[Source]) {
    let files = ways(sources);
    let all = circles(&files);
    let largest = all.iter().map(BTreeSet::len).max().unwrap_or(0);
    let figure = format!("{} ({largest} files)", all.len());
    println!(
        "{:<46} {figure:>14}  at most {LARGEST} files",
        "circles between files (the largest)"
    );
    let between = between_rooms(sources);
    let count = between.len().to_string();
    println!(
        "{:<46} {count:>14}  none",
        "circles between rooms of the second level"
    );
    for circle in large(sources) {
        println!("\n{} files: {}", circle.len(), list(&circle));
    }
    for circle in &between {
        println!("\nrooms: {}", list(circle));
    }
}

/// Circles of more files than may be.
pub fn large(sources: &[Source]) -> Vec<BTreeSet<String>> {
    let mut all = circles(&ways(sources));
    all.retain(|circle| circle.len() > LARGEST);
    all
}

fn list(circle: &BTreeSet<String>) -> String {
    circle
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(" ")
}

/// The module of a file: `page/table/mod.rs` and `page/table.rs` are both `page/table`.
fn module(path: &str) -> String {
    let path = path.strip_suffix(".rs").unwrap_or(path);
    path.strip_suffix("/mod").unwrap_or(path).to_owned()
}

/// For every module those it names.
fn ways(sources: &[Source]) -> Ways {
    let modules: BTreeSet<String> = sources.iter().map(|source| module(&source.path)).collect();
    let mut ways = Ways::new();
    for source in sources
        .iter()
        .filter(|source| !matches!(source.path.as_str(), "lib.rs" | "main.rs"))
    {
        let own = module(&source.path);
        let mut used: BTreeSet<String> = paths(source)
            .iter()
            .filter_map(|path| resolve(&own, path, &modules))
            .collect();
        used.remove(&own);
        ways.insert(own, used);
    }
    ways
}

/// Every path of words joined by `::`, groups in braces spread out.
fn paths(source: &Source) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for at in 0..source.tokens.len() {
        if source.tokens[at].is_word() && !goes_on(source, at) {
            path(source, at, Vec::new(), &mut all);
        }
    }
    all
}

/// Whether the word at `at` goes on with a path, or is a field or method of something.
fn goes_on(source: &Source, at: usize) -> bool {
    let before = |back: usize| at.checked_sub(back).and_then(|at| source.tokens.get(at));
    let is = |back: usize, sign: &str| before(back).is_some_and(|token| token.is(sign));
    is(1, ".") || is(1, ":") && is(2, ":")
}

/// Follows a path from its word at `at`; the place behind it.
fn path(
    source: &Source,
    mut at: usize,
    mut before: Vec<String>,
    all: &mut Vec<Vec<String>>,
) -> usize {
    let is = |at: usize, sign: &str| source.tokens.get(at).is_some_and(|token| token.is(sign));
    while let Some(token) = source.tokens.get(at).filter(|token| token.is_word()) {
        before.push(token.text.clone());
        at += 1;
        if !(is(at, ":") && is(at + 1, ":")) {
            break;
        }
        at += 2;
        if is(at, "{") {
            at += 1;
            while at < source.tokens.len() && !is(at, "}") {
                at = path(source, at, before.clone(), all).max(at + 1);
                at += usize::from(is(at, ","));
            }
            return at + 1;
        }
    }
    if before.len() > 1 {
        all.push(before);
    }
    at
}

/// The deepest module that a path names, seen from a module.
fn resolve(own: &str, path: &[String], modules: &BTreeSet<String>) -> Option<String> {
    let mut place: Vec<&str> = own.split('/').collect();
    let mut rest = path;
    match path.first()?.as_str() {
        "crate" => (place, rest) = (Vec::new(), &path[1..]),
        "self" => rest = &path[1..],
        "super" => {
            while rest.first().is_some_and(|word| word == "super") {
                place.pop();
                rest = &rest[1..];
            }
        }
        child if modules.contains(&format!("{own}/{child}")) => {}
        _ => return None,
    }
    let mut found = modules.contains(&place.join("/")).then(|| place.join("/"));
    for word in rest {
        place.push(word);
        let name = place.join("/");
        if !modules.contains(&name) {
            break;
        }
        found = Some(name);
    }
    found
}

/// Sets of more than one that all lead to each other.
fn circles(ways: &Ways) -> Vec<BTreeSet<String>> {
    let reach: Ways = ways
        .keys()
        .map(|from| (from.clone(), reached(ways, from)))
        .collect();
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for from in ways.keys().filter(|from| reach[*from].contains(*from)) {
        if seen.contains(from) {
            continue;
        }
        let back = |to: &&String| reach.get(*to).is_some_and(|far| far.contains(from));
        let circle: BTreeSet<String> = reach[from].iter().filter(back).cloned().collect();
        seen.extend(circle.iter().cloned());
        if circle.len() > 1 {
            all.push(circle);
        }
    }
    all
}

fn reached(ways: &Ways, from: &str) -> BTreeSet<String> {
    let mut far = BTreeSet::new();
    let mut next: Vec<&String> = ways.get(from).into_iter().flatten().collect();
    while let Some(place) = next.pop() {
        if far.insert(place.clone()) {
            next.extend(ways.get(place).into_iter().flatten());
        }
    }
    far
}

/// Circles between the rooms of one room; what stands at the door (`mod.rs`) belongs to none.
pub fn between_rooms(sources: &[Source]) -> Vec<BTreeSet<String>> {
    let room = |module: &str| {
        let mut parts = module.splitn(3, '/');
        let (first, second) = (parts.next()?, parts.next()?);
        Some((first.to_owned(), format!("{first}/{second}")))
    };
    let mut rooms = Ways::new();
    for (from, used) in &ways(sources) {
        let Some((house, own)) = room(from) else {
            continue;
        };
        let others = used.iter().filter_map(|to| room(to));
        let inside = others.filter(|(other, to)| *other == house && *to != own);
        let inside: BTreeSet<String> = inside.map(|(_, to)| to).collect();
        rooms.entry(own).or_default().extend(inside);
    }
    circles(&rooms)
}
