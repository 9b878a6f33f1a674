//! Lines that the pages of a site have in common, where they were learnt from many pages.

use super::choice::{Choice, ContentForm};
use super::credits::is_day;
use super::page::{NONE, Page, Run};
use super::spelling::key;
use crate::document::Rule;
use crate::site::tree::TEXT;
use crate::site::{Line, PageKind, PathPart, Sample, Sites, digest, exact, in_rows};
use html5ever::local_name;
use scraper::node::Element;
use std::collections::{BTreeMap, BTreeSet};

/// Characters that are kept to read.
const SAYS: usize = 60;

/// Characters of the shortest and longest line that is known wherever it stands, and of the longest
/// sentence among them: a longer one may be a teaser.
const SHORT: std::ops::RangeInclusive<u32> = 4..=100;
const SENTENCE: u32 = 50;

/// Of ten characters of a page's title, as many as a line has that is the title: the rest is the
/// name of the site.
const TITLE: usize = 4;

/// What is said again at another place may be the page's own from this length on.
const PROSE: u32 = 80;

/// The page as an example of its site.
pub fn sample(page: &Page, choice: &Choice, url: Option<&str>) -> Sample {
    // One text under several addresses and titles is one page; lists share their longest item.
    let texts = page.runs.iter().zip(&choice.asides);
    let texts = texts.filter(|(run, aside)| aside.is_none() && run.prose() >= PROSE);
    let mut texts: Vec<&Run> = texts.map(|(run, _)| run).collect();
    if choice.form == ContentForm::Article {
        texts = texts
            .into_iter()
            .max_by_key(|run| run.prose())
            .into_iter()
            .collect();
    }
    let own: Vec<String> = texts.into_iter().map(|run| page.plain(run)).collect();
    let own = if own.is_empty() {
        page.title.clone()
    } else {
        own.join("\n")
    };
    Sample {
        host: host(page, url),
        content: exact(&own),
        lines: lines(page, choice),
    }
}

/// Sets aside what is known of the site's pages.
pub fn set_aside(page: &Page, choice: &mut Choice, sites: &Sites, url: Option<&str>) {
    let lines = lines(page, choice);
    let Some(site) = sites.of(host(page, url).as_deref(), &lines) else {
        return;
    };
    let kind = match choice.form {
        ContentForm::Article | ContentForm::Composed => PageKind::Article,
        ContentForm::List | ContentForm::Overview => PageKind::List,
    };
    let kept: Vec<usize> = (0..lines.len())
        .filter(|&index| match choice.asides[index] {
            Some(rule) => !lines[index].heading && may_be_taken_back(rule),
            None => true,
        })
        .collect();
    let likely = kept
        .iter()
        .map(|&index| site.is_likely(&lines[index], kind));
    let rows = in_rows(&likely.collect::<Vec<bool>>());
    let rows = kept
        .iter()
        .zip(rows)
        .filter_map(|(index, row)| row.then_some(*index));
    let rows: BTreeSet<usize> = rows.collect();
    let known = known(page, choice, &lines, |index| {
        let repeats = rows.contains(&index) || site.repeats(&lines[index], kind);
        (site.is_aside(&lines[index]), repeats)
    });
    let items = match kind {
        PageKind::Article => BTreeSet::new(),
        PageKind::List => between(&lines, &known, &kept),
    };
    for index in kept.into_iter().filter(|&index| known[index]) {
        // What stands with each item of a list tells that they are items, and so may what is set
        // aside on thin grounds.
        let list = kind == PageKind::List && choice.asides[index].is_some();
        let item = list || items.contains(&lines[index].path());
        choice.asides[index] = Some(if item { Rule::SiteLine } else { Rule::Site });
    }
}

/// Whether a line that was set aside may still be told of an activity, by a list that it stands in.
fn may_be_taken_back(rule: Rule) -> bool {
    !rule.is_sure() && !matches!(rule, Rule::Headline | Rule::Byline | Rule::Lead)
}

/// The lines that are the site's, as `told` says: for the element they stand in, or for their
/// words.
fn known(
    page: &Page,
    choice: &Choice,
    lines: &[Line],
    told: impl Fn(usize) -> (bool, bool),
) -> Vec<bool> {
    let told: Vec<(bool, bool)> = (0..lines.len()).map(told).collect();
    let prose = |of: &dyn Fn(usize) -> bool| -> u32 {
        let runs = page.runs.iter().enumerate().filter(|(index, _)| of(*index));
        runs.map(|(_, run)| run.prose()).sum()
    };
    // Where the elements of other pages' boilerplate hold the text, the page is made another way.
    let taken = prose(&|index| told[index].0 && choice.asides[index].is_none());
    let believed = taken <= prose(&|index| !told[index].0);
    // A long sentence that the page alone keeps is its own, whatever stands there on others.
    let own = |index: usize| lines[index].kept && lines[index].prose;
    let tables = |index| choice.table_at(index).is_some();
    let known = told.iter().enumerate();
    known
        .map(|(index, &(beside, repeats))| {
            believed && beside && !own(index) || !tables(index) && repeats
        })
        .collect()
}

/// Where what is known stands between what is not: with the items of a list, and tells that they
/// are items.
fn between<'l>(lines: &'l [Line], known: &[bool], kept: &[usize]) -> BTreeSet<Vec<&'l str>> {
    let mut seen: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    let mut items = BTreeSet::new();
    let Some(last) = kept.iter().rposition(|&index| !known[index]) else {
        return items;
    };
    let mut group = 0;
    for &index in &kept[..last] {
        if !known[index] {
            group += 1;
        } else if group > 0 {
            let before = seen.insert(lines[index].path(), group);
            items.extend(
                before
                    .filter(|before| *before < group)
                    .map(|_| lines[index].path()),
            );
        }
    }
    items
}

fn lines(page: &Page, choice: &Choice) -> Vec<Line> {
    let title = key(&page.title);
    page.runs
        .iter()
        .zip(&choice.asides)
        .map(|(run, aside)| Line {
            // The headline is the page's own, and its day.
            kept: matches!(aside, None | Some(Rule::Headline | Rule::Lead)),
            ..line(page, run, &title)
        })
        .collect()
}

fn line(page: &Page, run: &Run, title: &str) -> Line {
    let words = page.plain(run);
    let prose = run.chars >= PROSE && run.closed && run.linked * 2 < run.chars;
    let own = key(&words);
    let short = run.heading == 0
        && SHORT.contains(&run.chars)
        && run.digits * 2 < run.chars
        && !(run.closed && run.chars > SENTENCE)
        && !words.contains("://");
    // What is a link as a whole may be the title of an item.
    let label =
        !prose && run.heading == 0 && run.linked * 2 < run.chars && run.chars <= *SHORT.end();
    Line {
        place: place(page, run),
        words: if label { words_of(&words) } else { Vec::new() },
        chars: run.chars,
        kept: false,
        // A sentence with another number is another one.
        hash: if prose { exact(&words) } else { digest(&words) },
        prose,
        short,
        heading: run.heading > 0,
        linked: run.linked,
        // Days are those of the page, however alike they look.
        day: is_day(page, run),
        titles: run.chars > 3 && title.contains(&own) && own.len() * 10 >= title.len() * TITLE,
        says: words.chars().take(SAYS).collect(),
    }
}

/// Words in small letters.
fn words_of(words: &str) -> Vec<String> {
    let parts = words
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    parts.map(str::to_lowercase).collect()
}

/// All elements around a line, but for those that say how letters look.
fn place(page: &Page, run: &Run) -> Vec<PathPart> {
    let first = page.nodes.get(run.first as usize);
    let around = page.ancestors(first.map_or(NONE, |node| node.parent));
    let parts = around.filter_map(|node| {
        let element = page.element(node)?;
        let shown = !LOOKS.contains(&element.name()) && element.name() != "html";
        shown.then(|| (node, name(element)))
    });
    let mut parts: Vec<PathPart> = parts
        .map(|(element, name)| PathPart { name, element })
        .collect();
    parts.reverse();
    parts.push(PathPart {
        name: TEXT.to_owned(),
        element: run.first,
    });
    parts
}

/// An element with its classes and its id.
fn name(element: &Element) -> String {
    let of = |name| super::names::attribute(element, &name).unwrap_or_default();
    let mut name = element.name().to_owned();
    for class in of(local_name!("class")).split_ascii_whitespace() {
        name.push('.');
        push_alike(&mut name, class);
    }
    let id = of(local_name!("id"));
    if !id.is_empty() {
        name.push_str(".#");
        push_alike(&mut name, id);
    }
    // Where they have no names, the columns of a page differ in how they look.
    if !name.contains('.') && BOXES.contains(&element.name()) {
        for look in ["align", "bgcolor", "style", "width"] {
            let says = element.attr(look).unwrap_or_default();
            let says = says
                .chars()
                .filter(|c| !c.is_whitespace() && *c != '.')
                .take(SAYS);
            let says: String = says.collect();
            if !says.is_empty() {
                name.push_str(&format!(".{look}={says}"));
            }
        }
    }
    name
}

/// Elements that are boxes of a layout.
const BOXES: [&str; 5] = ["div", "table", "td", "th", "tr"];

/// Numbers alike: they count pages and items.
fn push_alike(part: &mut String, name: &str) {
    for c in name.chars() {
        let digit = c.is_ascii_digit();
        if !(digit && part.ends_with('0')) {
            part.push(if digit { '0' } else { c });
        }
    }
}

/// Elements that say how letters look, and links: titles of items have them or have them not.
const LOOKS: [&str; 8] = ["a", "b", "em", "font", "i", "span", "strong", "u"];

/// The host of the page's address.
fn host(page: &Page, url: Option<&str>) -> Option<String> {
    let stated = || {
        page.metas.iter().find_map(|element| {
            let of = |name| super::names::attribute(element, &name);
            let canonical = of(local_name!("rel")).is_some_and(|rel| rel == "canonical");
            let shared = element
                .attr("property")
                .is_some_and(|name| name == "og:url");
            match (canonical, shared) {
                (true, _) => of(local_name!("href")),
                (_, true) => of(local_name!("content")),
                _ => None,
            }
        })
    };
    let address = url.or_else(stated)?;
    let host = address
        .split_once("://")?
        .1
        .split(['/', '?', '#', ':'])
        .next()?;
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}
