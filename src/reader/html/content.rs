//! The choice: which runs are the page's main content.
//!
//! Steps over the flat page, each of them linear. Parts whose names say what
//! they are are set aside ([`named`]). Among the rest the box with the most
//! prose for its other text is chosen; where that box is not what the page is
//! about, the whole page is its content ([`overview`]). Within the content,
//! what stands before, between and behind the paragraphs is judged
//! ([`super::trim`]).

use super::choice::{Choice, ContentForm};
use super::names::{Tag, Traits};
use super::page::{NONE, Page, Run};
use super::sums::Sums;
use super::table::{self};
use super::{named, overview};
use crate::document::Rule;
use crate::site::Sites;

/// What a character of other text costs against one of prose when boxes are compared.
const OTHER: f32 = 0.2;

/// The share of the box's prose that makes a part named as a body the body.
const BODY: f32 = 0.5;

pub fn choose(page: &Page, sites: Option<&Sites>, url: Option<&str>) -> Choice {
    let mut choice = by_rules(page);
    super::weigh::set_aside(page, &mut choice);
    // At the end: less boilerplate would make another box the main content.
    if let Some(sites) = sites {
        super::site::set_aside(page, &mut choice, sites, url);
    }
    choice
}

/// The choice before the evidence for each run is weighed.
pub fn by_rules(page: &Page) -> Choice {
    let mut choice = Choice {
        asides: vec![None; page.runs.len()],
        tables: table::find(page),
        ..Choice::default()
    };
    if page.nodes.is_empty() {
        return choice;
    }
    named::set_aside(page, &mut choice, |_| true);
    choice.root = root(page, &choice);
    if page.is_thread() {
        choice.root = thread(page, &choice);
    }
    overview::take(page, &mut choice);
    let inside = page.runs_of(choice.root);
    for (index, aside) in choice.asides.iter_mut().enumerate() {
        if !inside.contains(&index) && aside.is_none() {
            *aside = Some(Rule::Outside);
        }
    }
    super::trim::trim(page, &mut choice);
    if matches!(choice.form, ContentForm::Article | ContentForm::Composed) {
        super::opening::take_up(page, &mut choice);
        take_up_addresses(page, &mut choice);
    }
    choice
}

/// Runs behind the text among which an address that belongs to it stands.
const BEHIND: usize = 3;

/// Takes up addresses that stand alone right behind the text: links to what it tells of, in full.
fn take_up_addresses(page: &Page, choice: &mut Choice) {
    let Some(last) = choice.asides.iter().rposition(Option::is_none) else {
        return;
    };
    let end = (last + 1 + BEHIND).min(page.runs.len());
    for index in last + 1..end {
        let alone = |text: &str| {
            let whole = text.starts_with("http://") || text.starts_with("https://");
            whole && !text.contains(char::is_whitespace)
        };
        if choice.asides[index] == Some(Rule::Outside) && alone(&page.plain(&page.runs[index])) {
            choice.asides[index] = None;
        }
    }
}

/// The box with the most prose for its other text.
fn root(page: &Page, choice: &Choice) -> u32 {
    let worth = |(index, run): (usize, &Run)| match choice.asides[index] {
        Some(_) => (0, 0),
        None if choice.table_at(index).is_some() => (run.chars - run.linked, run.linked),
        None => (run.prose(), run.chars - run.prose()),
    };
    let prose = Sums::of(page.runs.iter().enumerate().map(|run| worth(run).0));
    let other = Sums::of(page.runs.iter().enumerate().map(|run| worth(run).1));
    let score = |index: usize| {
        let runs = page.runs_of(index as u32);
        prose.over(runs.clone()) as f32 - OTHER * other.over(runs) as f32
    };
    let mut best = (f32::MIN, 0usize);
    let mut index = 0;
    while index < page.nodes.len() {
        let runs = page.runs_of(index as u32);
        if page.nodes[index].tag.is_block() && !runs.is_empty() && score(index) >= best.0 {
            best = (score(index), index);
        }
        let table = choice
            .table_at(runs.start)
            .is_some_and(|table| table.node == index as u32);
        index = if table {
            page.nodes[index].end as usize
        } else {
            index + 1
        };
    }
    named_body(page, &prose, around(page, best.1 as u32))
}

/// The share of a thread's prose that the box of its posts holds.
const POSTS: f32 = 0.95;

/// The box of all posts, where the longest of them is a box of much prose for itself.
fn thread(page: &Page, choice: &Choice) -> u32 {
    let prose = Sums::of(
        page.runs
            .iter()
            .zip(&choice.asides)
            .map(|(run, aside)| aside.map_or(run.prose(), |_| 0)),
    );
    let all = prose.total() as f32;
    let holds = |&n: &u32| prose.over(page.runs_of(n)) as f32 >= POSTS * all;
    page.ancestors(choice.root)
        .find(holds)
        .unwrap_or(choice.root)
}

/// The part named as the body that a box lies in, where the box is a single paragraph: short
/// lines beside it cost the body more than they are worth.
fn around(page: &Page, root: u32) -> u32 {
    let single = page.runs_of(root).len() == 1;
    let body = page
        .ancestors(root)
        .find(|&n| page.nodes[n as usize].traits.has(Traits::BODY));
    body.filter(|_| single).unwrap_or(root)
}

/// The body by its name within the box, if it holds most of the box's prose; of several
/// the outermost.
fn named_body(page: &Page, prose: &Sums, root: u32) -> u32 {
    let whole = prose.over(page.runs_of(root));
    let end = page.nodes[root as usize].end;
    (root..end)
        .find(|&n| {
            let node = &page.nodes[n as usize];
            let named = node.traits.has(Traits::BODY) || node.tag == Tag::Article;
            named
                && node.tag.is_block()
                && prose.over(page.runs_of(n)) as f32 >= whole as f32 * BODY
                && !has_fellows(page, prose, n)
        })
        .unwrap_or(root)
}

/// Another part of the body holds at least one such part of the prose of the first.
const FELLOW: u64 = 8;

/// Whether an article has others beside it, or a part named as the body another part of it.
fn has_fellows(page: &Page, prose: &Sums, node: u32) -> bool {
    let (parent, body) = (
        page.nodes[node as usize].parent,
        page.nodes[node as usize].traits.has(Traits::BODY),
    );
    let own = prose.over(page.runs_of(node));
    let fellow = |n: &u32| {
        let other = &page.nodes[*n as usize];
        let part =
            || other.traits.has(Traits::BODY) && prose.over(page.runs_of(*n)) * FELLOW >= own;
        if body {
            part()
        } else {
            other.tag == Tag::Article
        }
    };
    parent != NONE && page.children(parent).filter(fellow).take(2).count() > 1
}
