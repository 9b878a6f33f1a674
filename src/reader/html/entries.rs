//! The items of a list page: siblings of one make, each with a title that
//! leads to a page of its own.

use super::blocks::Placed;
use super::content::{Choice, Form};
use super::names::{Tag, Traits, attribute};
use super::page::{Content, NONE, Page};
use crate::document::{Builder, Entry};
use crate::span::Span;
use html5ever::local_name;
use std::collections::BTreeSet;

/// One character in so many of posts is prose.
const POSTS: u32 = 5;

/// How many items make a list.
const FEWEST: usize = 3;

pub fn collect(page: &Page, choice: &Choice, placed: &Placed, builder: &mut Builder) {
    for node in items(page, choice) {
        if let Some(entry) = entry(page, placed, node, builder) {
            builder.entry(entry);
        }
    }
}

/// The nodes of the largest family of siblings that holds enough of the main content.
fn items(page: &Page, choice: &Choice) -> Vec<u32> {
    if page.nodes.is_empty() {
        return Vec::new();
    }
    let kept = |node: u32| {
        let runs = page.runs_of(node);
        runs.filter(|&run| choice.asides[run].is_none())
            .map(|run| page.runs[run].chars)
            .sum::<u32>()
    };
    // What a list says of itself may take more than its items.
    let listed = choice.form == Form::List || page.says_list();
    let least = if listed { 0.25 } else { 0.6 } * kept(choice.root) as f32;
    let titled = families(page, choice.root).into_iter().map(|family| {
        let family: Vec<u32> = family
            .into_iter()
            .filter(|&node| kept(node) > 0 && title(page, node).is_some())
            .collect();
        (family.iter().map(|&node| kept(node)).sum::<u32>(), family)
    });
    let prose = |family: &[u32]| {
        family
            .iter()
            .flat_map(|&node| page.runs_of(node))
            .map(|run| page.runs[run].prose())
            .sum::<u32>()
    };
    // The posts of a thread are one discussion; the threads of a forum are titles.
    let posts = |chars: u32, family: &[u32]| {
        let headlines = family
            .iter()
            .filter(|&&node| leads_to_headline(page, node))
            .count();
        page.is_thread() && prose(family) * POSTS > chars && headlines * 2 < family.len()
    };
    titled
        .filter(|(chars, family)| !posts(*chars, family))
        .filter(|(chars, family)| {
            family.len() >= FEWEST && *chars as f32 > least && leads_out(page, family)
        })
        .max_by_key(|(chars, family)| (*chars, family.len()))
        .map(|(_, family)| family)
        .unwrap_or_default()
}

/// Words of the shortest headline: names of those who post are shorter.
const HEADLINE: usize = 4;

fn leads_to_headline(page: &Page, node: u32) -> bool {
    title(page, node).is_some_and(|title| {
        let elsewhere = |target: &str| match target.split_once('#') {
            Some((address, place)) => !address.is_empty() && place.is_empty(),
            None => true,
        };
        target(page, title, node).is_some_and(elsewhere)
            && page.plain(&page.runs[title]).split_whitespace().count() >= HEADLINE
    })
}

/// Whether the titles of most items lead to pages of their own: a table of contents
/// leads into its own page, the sections of an article lead nowhere.
fn leads_out(page: &Page, family: &[u32]) -> bool {
    let targets: BTreeSet<&str> = family
        .iter()
        .filter(|&&node| is_card(page, node))
        .filter_map(|&node| target(page, title(page, node)?, node))
        .filter(|target| !target.starts_with('#'))
        .collect();
    targets.len() * 10 >= family.len() * 7
}

/// Siblings of one make in a subtree, where there are a few.
pub fn families(page: &Page, root: u32) -> Vec<Vec<u32>> {
    let Some(end) = page.nodes.get(root as usize).map(|node| node.end) else {
        return Vec::new();
    };
    let mut boxes: Vec<(u32, u64, u32)> = Vec::new();
    for index in root..end {
        let node = &page.nodes[index as usize];
        let inner = matches!(
            node.tag,
            Tag::Paragraph | Tag::Heading(_) | Tag::Row | Tag::Cell | Tag::HeaderCell
        );
        let boxed = node.tag.is_block() || (node.tag == Tag::Link && page.runs_of(index).len() > 1);
        if boxed && !inner && !page.runs_of(index).is_empty() {
            boxes.push((node.parent, make(page, index), index));
        }
    }
    boxes.sort_unstable();
    let families = boxes.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1));
    let large = families.filter(|family| family.len() >= FEWEST);
    large
        .map(|family| family.iter().map(|(_, _, index)| *index).collect())
        .collect()
}

/// The runs that title siblings of one make and have something below them, and those within
/// the title's link.
pub fn titles(page: &Page, families: &[Vec<u32>]) -> BTreeSet<usize> {
    let siblings = families
        .iter()
        .flatten()
        .filter(|&&node| page.runs_of(node).len() > 1);
    let titled = siblings.filter_map(|&node| Some((node, title(page, node)?)));
    titled
        .flat_map(|(node, title)| led_by(page, node, title))
        .collect()
}

/// Runs of an item that one link may hold.
const LED: usize = 12;

fn led_by(page: &Page, node: u32, title: usize) -> impl Iterator<Item = usize> {
    let link = |run: usize| page.nodes[page.runs[run].first as usize].link;
    let led = move |&run: &usize| run == title || link(title) != NONE && link(run) == link(title);
    page.runs_of(node).take(LED).chain([title]).filter(led)
}

/// Whether an item is a teaser of another page: its title is a link, or all of it is.
pub fn is_card(page: &Page, node: u32) -> bool {
    title(page, node).is_some_and(|run| page.runs[run].link_density() > 0.7)
}

/// What siblings of one make share: element, first class name.
pub fn make(page: &Page, index: u32) -> u64 {
    let Some(element) = page.element(index) else {
        return 0;
    };
    let class = attribute(element, &local_name!("class"))
        .and_then(|c| c.split_ascii_whitespace().next())
        .unwrap_or("");
    let class = class.trim_end_matches(|c: char| c.is_ascii_digit());
    element
        .name()
        .bytes()
        .chain([b'.'])
        .chain(class.bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

/// The run that titles an item: a heading, a headline by name, or its first link.
pub fn title(page: &Page, node: u32) -> Option<usize> {
    let runs = || page.runs_of(node);
    let linked = |run: &usize| page.runs[*run].link_density() > 0.7;
    // A day may head what its heading titles; of several that lead elsewhere it is the section.
    let headings = || runs().filter(|&run| page.runs[run].heading > 0);
    let mut leading = headings().filter(linked);
    let only = leading.next().filter(|_| leading.next().is_none());
    let heading = only.or_else(|| headings().next());
    let named = || {
        runs().find(|&run| {
            page.nodes[page.runs[run].block as usize]
                .traits
                .has(Traits::HEADLINE)
        })
    };
    let links = page.nodes[node as usize..page.nodes[node as usize].end as usize]
        .iter()
        .any(|n| n.link != NONE);
    heading
        .or_else(named)
        .filter(|_| links)
        .or_else(|| runs().take(3).find(linked))
}

fn entry(page: &Page, placed: &Placed, node: u32, builder: &Builder) -> Option<Entry> {
    let runs = page.runs_of(node);
    let blocks = placed.get(runs.start)?.start..placed.get(runs.end.checked_sub(1)?)?.end;
    let title = title(page, node)?;
    let document = builder.document();
    let span = document.blocks.get(placed.get(title)?.start)?.span;
    let published = runs
        .clone()
        .find_map(|run| date(page, placed, run, builder));
    let target = target(page, title, node).map(str::to_owned);
    Some(Entry {
        blocks,
        title: Some(span),
        published,
        target,
    })
}

/// Where the title leads; the item's first link else.
pub fn target<'t>(page: &Page<'t>, title: usize, node: u32) -> Option<&'t str> {
    let run = &page.runs[title];
    let of = |from: u32, to: u32| {
        (from..to)
            .map(|n| page.nodes[n as usize].link)
            .find_map(|link| attribute(page.element(link)?, &local_name!("href")))
    };
    of(run.first, run.last + 1).or_else(|| of(node, page.nodes[node as usize].end))
}

/// The words of a `time` element or a box named as a date.
fn date(page: &Page, placed: &Placed, run: usize, builder: &Builder) -> Option<Span> {
    let found = &page.runs[run];
    let named = |n: u32| {
        page.nodes[n as usize].tag == Tag::Time || page.nodes[n as usize].traits.has(Traits::DATE)
    };
    let within = (found.first..=found.last).find(|&n| page.ancestors(n).take(3).any(named))?;
    let Content::Text(words) = page.nodes[within as usize].content else {
        return None;
    };
    let words = words.trim();
    let document = builder.document();
    let span = document.blocks.get(placed.get(run)?.start)?.span;
    let shows = words.contains(|c: char| c.is_ascii_digit()) && words.len() < 60;
    let at = span.of(&document.text).find(words).filter(|_| shows)? + span.start as usize;
    Some(Span::new(at..at + words.len()))
}
