//! Boxes of one make beside each other, each with a title that leads to a page
//! of its own: what a list repeats. Whether they are items, the room that cuts
//! the document decides; here they keep boilerplate from being taken for text.

use super::names::{Tag, Traits, attribute};
use super::page::{NONE, Page};
use html5ever::local_name;
use std::collections::BTreeSet;

/// How many items make a list.
const FEWEST: usize = 3;

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
    title(page, node).is_some_and(|run| page.runs[run].is_linked())
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
    let linked = |run: &usize| page.runs[*run].is_linked();
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
