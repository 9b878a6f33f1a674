//! What stands on a page more than once: a text or a list for screens of another
//! width, and what a list says of one item after another, or a thread of its posts.

use super::choice::kept;
use super::choice::{Choice, ContentForm};
use super::entries;
use super::names::Tag;
use super::page::{Page, Run};
use super::spelling::key;
use crate::document::Rule;
use crate::lexicon::{self, LEXICON};
use std::collections::BTreeMap;

pub fn set_aside(page: &Page, choice: &mut Choice) {
    let listed = matches!(choice.form, ContentForm::Overview | ContentForm::List);
    if listed {
        lists(page, choice);
    }
    copies(page, choice);
    if listed || page.is_thread() {
        refrains(page, choice);
    }
    if page.is_thread() {
        posts(page, choice);
    }
}

/// Short lines without a number that a list says this often are controls of its items. Tried on
/// wcxb-dev.
const OFTEN: u32 = 5;
const REFRAIN: u32 = 40;

/// What a list says of one item after another: `Read more`, `Add to the basket`. Lines with numbers
/// and items of inner lists are what it knows of each, but for how often each was read. In a thread
/// links are the names of those who post.
fn refrains(page: &Page, choice: &mut Choice) {
    let may = |run: &Run| {
        if page.is_thread() {
            run.linked == 0
        } else {
            !run.item
        }
    };
    let short = |&index: &usize| {
        let run = &page.runs[index];
        kept(choice, index)
            && run.heading == 0
            && may(run)
            && run.digits == 0
            && run.chars <= REFRAIN
    };
    let lines = page
        .runs_of(choice.root)
        .filter(short)
        .map(|index| (index, page.plain(&page.runs[index])));
    // A label (`When:`) says what the line below it is.
    let lines = lines.filter(|(_, words)| !words.trim_end().ends_with(':'));
    let lines: Vec<(usize, String)> = lines.collect();
    let mut times: BTreeMap<&str, u32> = BTreeMap::new();
    lines
        .iter()
        .for_each(|(_, words)| *times.entry(words).or_default() += 1);
    for (index, words) in &lines {
        if times
            .get(words.as_str())
            .is_some_and(|&times| times >= OFTEN)
        {
            choice.asides[*index] = Some(Rule::Refrain);
        }
    }
    for index in page.runs_of(choice.root) {
        let run = &page.runs[index];
        let counts =
            run.digits > 0 && run.heading == 0 && run.chars <= REFRAIN && kept(choice, index);
        if counts && lexicon::is_one_of(&page.plain(run), &LEXICON.counter) {
            choice.asides[index] = Some(Rule::Refrain);
        }
    }
}

/// Characters of the shortest run that is not said twice by chance.
const COPY: u32 = 60;

/// Pieces of code that make a page one about code.
const SAMPLES: usize = 3;

/// Texts that stand again, for screens of another width. A page that shows code says the
/// same about it in several languages.
fn copies(page: &Page, choice: &mut Choice) {
    if page
        .nodes
        .iter()
        .filter(|node| node.tag == Tag::Preformatted)
        .take(SAMPLES)
        .count()
        == SAMPLES
    {
        return;
    }
    let long = |run: &Run| run.chars >= COPY && !page.is_preformatted(run);
    let long: Vec<usize> = page
        .runs_of(choice.root)
        .filter(|&index| long(&page.runs[index]) && kept(choice, index))
        .collect();
    // Only what is made of as much may be the same.
    let makeup = |index: usize| {
        (
            page.runs[index].chars,
            page.runs[index].marks,
            page.runs[index].digits,
        )
    };
    let mut alike: BTreeMap<_, u32> = BTreeMap::new();
    long.iter()
        .for_each(|&index| *alike.entry(makeup(index)).or_default() += 1);
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for index in long.into_iter().filter(|&index| alike[&makeup(index)] > 1) {
        let first = *seen.entry(page.plain(&page.runs[index])).or_insert(index);
        if first != index && (page.is_thread() || !in_two_items(page, first, index)) {
            choice.asides[index] = Some(Rule::Copy);
        }
    }
}

/// Whether two runs that say the same stand in boxes of one make beside each other that open
/// otherwise: two items may share a sentence.
fn in_two_items(page: &Page, one: usize, other: usize) -> bool {
    let path = |run: usize| {
        let mut path: Vec<u32> = page.ancestors(page.runs[run].block).collect();
        path.reverse();
        path
    };
    let (one, other) = (path(one), path(other));
    let apart = one.iter().zip(&other).find(|(a, b)| a != b);
    apart.is_some_and(|(&a, &b)| {
        let opening = |n: u32| page.plain(&page.runs[page.runs_of(n).start]);
        let several = page.runs_of(a).len() > 1 && page.runs_of(b).len() > 1;
        several && entries::make(page, a) == entries::make(page, b) && opening(a) != opening(b)
    })
}

/// Characters of the shortest title that items of two lists do not share by chance.
const TITLE: u32 = 16;

/// Of ten titles, as many as make a list a copy of another. Fewer are the sections that an item
/// falls under.
const SAME: usize = 8;

/// A list that repeats its makeup: its items, and the run that titles each.
type RepeatedList = Vec<(u32, usize)>;

/// Lists that show the items of another: the one that says less of them goes.
fn lists(page: &Page, choice: &mut Choice) {
    let lists = titled(page, choice);
    let mut known: BTreeMap<(String, Option<&str>), usize> = BTreeMap::new();
    for (place, list) in lists.iter().enumerate() {
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for &(node, title) in list {
            let item = (
                page.plain(&page.runs[title]),
                entries::target(page, title, node),
            );
            let first = *known.entry(item).or_insert(place);
            *shared.entry(first).or_default() += usize::from(first != place);
        }
        let Some((first, same)) = shared.into_iter().max_by_key(|&(_, same)| same) else {
            continue;
        };
        let other = &lists[first];
        if same * 10 < list.len() * SAME || overlap(page, list, other) {
            continue;
        }
        let less = if chars(page, choice, list) > chars(page, choice, other) {
            other
        } else {
            list
        };
        for run in less.iter().flat_map(|&(node, _)| page.runs_of(node)) {
            choice.asides[run].get_or_insert(Rule::Copy);
        }
    }
}

/// The families whose items have titles of some length, in the order of the page.
fn titled(page: &Page, choice: &Choice) -> Vec<RepeatedList> {
    let item = |node: u32| {
        let title = entries::title(page, node)?;
        (page.runs[title].chars >= TITLE && kept(choice, title)).then_some((node, title))
    };
    let families = entries::families(page, choice.root).into_iter();
    let lists = families.map(|family| {
        (
            family.len(),
            family
                .into_iter()
                .filter_map(item)
                .collect::<RepeatedList>(),
        )
    });
    let mut lists: Vec<RepeatedList> = lists
        .filter(|(all, list)| !list.is_empty() && list.len() * 2 > *all)
        .map(|(_, list)| list)
        .collect();
    lists.sort_by_key(|list| list[0]);
    lists
}

/// Whether a list lies within an item of the other: both are titled by the same runs.
fn overlap(page: &Page, list: &RepeatedList, other: &RepeatedList) -> bool {
    let within = |a: &RepeatedList, b: &RepeatedList| {
        let inner = a[0].0;
        b.iter()
            .any(|&(node, _)| (node..page.nodes[node as usize].end).contains(&inner))
    };
    within(list, other) || within(other, list)
}

fn chars(page: &Page, choice: &Choice, list: &RepeatedList) -> u32 {
    let runs = list.iter().flat_map(|&(node, _)| page.runs_of(node));
    runs.filter(|&run| kept(choice, run))
        .map(|run| page.runs[run].chars)
        .sum()
}

/// Characters of the longest number of a post.
const NUMBER: u32 = 6;

/// Bytes of the shortest subject, as a key.
const SUBJECT: usize = 8;

/// What a thread says of every post: its number, and over answers what the thread is about.
fn posts(page: &Page, choice: &mut Choice) {
    let title = key(&page.title);
    for index in page.runs_of(choice.root) {
        let run = &page.runs[index];
        let numbered = run.chars <= NUMBER && run.digits > 0 && run.digits + 1 == run.chars;
        if !kept(choice, index) || !numbered && run.heading == 0 {
            continue;
        }
        let words = page.plain(run);
        let says_again = if numbered {
            words.starts_with('#')
        } else {
            is_subject(&words, &title)
        };
        if says_again {
            choice.asides[index] = Some(Rule::Refrain);
        }
    }
}

/// Whether a heading is the title of the page, or an answer to it: `Re: …`.
fn is_subject(words: &str, title: &str) -> bool {
    let answer = words
        .split_once(':')
        .filter(|(mark, _)| mark.chars().count() <= 4)
        .map(|(_, subject)| subject);
    let subject = key(answer.unwrap_or(words));
    subject.len() >= SUBJECT && title.contains(&subject)
}
