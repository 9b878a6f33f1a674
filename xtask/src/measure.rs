//! `measure`: how the sources under `src` read, in figures beside those asked for.
//!
//! The sources are cut into words, numbers and signs; comments and the contents of texts in quotes
//! are set apart first. Unit tests (from `#[cfg(test)]` on, and files of tests) are not measured.
//!
//! - *lines of a function*: from `fn` to its closing brace; *characters*: of its body, without the
//!   white space at the ends of lines;
//! - *types that share a name*: declared under a name that another file declares too;
//! - *reasons*: lines that are a plain comment (`//`), no documentation;
//! - *inline floats*: float literals outside of constants, but for 0, a half, 1 and 2;
//! - *circles*: files, or rooms, that lead back to each other over the paths they name.

mod circles;
mod source;

use anyhow::Result;
use source::{Source, Token};
use std::collections::BTreeMap;
use std::path::Path;

/// A figure: what it is of, what was reached, what is asked for.
struct Figure {
    name: &'static str,
    reached: String,
    asked: &'static str,
}

pub fn run(_: &[String]) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src");
    let sources = source::all(&root)?;
    let lines: usize = sources.iter().map(|source| source.lines.len()).sum();
    println!(
        "{} files, {lines} lines without unit tests\n",
        sources.len()
    );
    println!("{:<46} {:>14}  asked", "", "reached");
    for figure in figures(&sources, lines) {
        println!(
            "{:<46} {:>14}  {}",
            figure.name, figure.reached, figure.asked
        );
    }
    circles::print(&sources);
    Ok(())
}

fn figures(sources: &[Source], lines: usize) -> Vec<Figure> {
    let (mut heights, mut sizes): (Vec<usize>, Vec<usize>) =
        sources.iter().flat_map(Source::functions).unzip();
    heights.sort_unstable();
    sizes.sort_unstable();
    let long = |line: &&String| line.chars().count() > 100;
    let wide = sources
        .iter()
        .flat_map(|source| &source.lines)
        .filter(long)
        .count();
    let closures: usize = sources.iter().map(closures).sum();
    let reasons: usize = sources.iter().map(reasons).sum();
    let floats: usize = sources.iter().map(inline_floats).sum();
    let (one_word, shared) = names(sources);
    let mut figures = Vec::new();
    let mut note = |name, reached: String, asked| {
        figures.push(Figure {
            name,
            reached,
            asked,
        })
    };
    note("lines of a function, p50 / p90", pair(&heights), "-");
    note(
        "characters of a function, p50 / p90",
        pair(&sizes),
        "p50 at most 110",
    );
    note("lines over 100 columns", wide.to_string(), "0");
    note(
        "closures per 1000 lines",
        per(closures, 1000, lines),
        "at most 60",
    );
    note("type names of one word", format!("{one_word} %"), "-");
    note(
        "types that share a name",
        format!("{shared} %"),
        "at most 25 %",
    );
    note(
        "reasons per 100 lines",
        per(reasons, 100, lines),
        "at least 2.5",
    );
    note("inline floats", floats.to_string(), "at most 40");
    figures
}

/// The middle and the ninth decile.
fn pair(sorted: &[usize]) -> String {
    let at = |share: usize| sorted.get(sorted.len() * share / 100).copied().unwrap_or(0);
    format!("{} / {}", at(50), at(90))
}

fn per(count: usize, unit: usize, lines: usize) -> String {
    format!("{:.1}", (count * unit) as f64 / lines.max(1) as f64)
}

/// Bars that open a closure: where an expression begins.
fn closures(source: &Source) -> usize {
    let tokens = &source.tokens;
    let mut count = 0;
    let mut at = 0;
    while at < tokens.len() {
        let opens = tokens[at].is("|") && at > 0 && begins_expression(&tokens[at - 1]);
        if opens {
            count += 1;
            let rest = &tokens[at + 1..];
            at += 1 + rest.iter().position(|token| token.is("|")).unwrap_or(0);
        }
        at += 1;
    }
    count
}

fn begins_expression(before: &Token) -> bool {
    const SIGNS: [&str; 11] = ["(", ",", "=", "{", ";", ">", "&", "!", "[", ":", "}"];
    const WORDS: [&str; 4] = ["move", "return", "else", "in"];
    SIGNS.iter().chain(&WORDS).any(|sign| before.is(sign))
}

fn reasons(source: &Source) -> usize {
    let plain = |line: &&String| {
        let line = line.trim_start();
        line.starts_with("//") && !line.starts_with("///") && !line.starts_with("//!")
    };
    source.lines.iter().filter(plain).count()
}

/// Floats outside of `const` and `static` items.
fn inline_floats(source: &Source) -> usize {
    const PLAIN: [&str; 4] = ["0.0", "0.5", "1.0", "2.0"];
    let mut constant = None;
    let mut count = 0;
    for pair in source.tokens.windows(2) {
        let named = pair[1]
            .text
            .starts_with(|c: char| c.is_uppercase() || c == '_');
        if (pair[0].is("const") || pair[0].is("static")) && named {
            constant = Some(pair[0].depth);
        }
        // An array's type has a semicolon of its own, in brackets; the item ends behind its value.
        if pair[0].is(";") && constant == Some(pair[0].depth) {
            constant = None;
        }
        let float = pair[1].is_float() && !PLAIN.contains(&pair[1].text.as_str());
        count += usize::from(float && constant.is_none());
    }
    count
}

/// Whether a token leads in the name of a type; a `type` within an `impl` is its trait's.
fn declares(token: &Token) -> bool {
    let words = ["struct", "enum", "trait", "union"];
    words.iter().any(|word| token.is(word)) || token.is("type") && token.depth == 0
}

/// Shares of type names that are one word, and that another file declares as well.
fn names(sources: &[Source]) -> (usize, usize) {
    let mut owners: BTreeMap<&str, usize> = BTreeMap::new();
    for source in sources {
        for pair in source.tokens.windows(2) {
            let name = pair[1].text.as_str();
            if declares(&pair[0]) && name.starts_with(char::is_uppercase) {
                *owners.entry(name).or_default() += 1;
            }
        }
    }
    let one_word = |name: &str| name.chars().filter(|c| c.is_uppercase()).count() == 1;
    let all: usize = owners.values().sum();
    let one: usize = owners
        .iter()
        .filter(|(name, _)| one_word(name))
        .map(|(_, n)| n)
        .sum();
    let shared: usize = owners.values().filter(|n| **n > 1).sum();
    (one * 100 / all.max(1), shared * 100 / all.max(1))
}
