//! Within the chosen box: what is no part of the article after all.
//!
//! Lines announce their sections (`Related articles`, `12 comments`): the box
//! they open goes, or what follows them up to the next heading; behind
//! comments nothing comes back. Captions and lone links go.

use super::choice::kept;
use super::choice::{Choice, ContentForm};
use super::credits::{LONG, is_about, is_credit, is_day, is_tags, is_text, leads_elsewhere};
use super::entries;
use super::footer;
use super::names::Tag;
use super::opening::{self, is_line};
use super::overview;
use super::page::{NONE, Page, Run};
use super::picture;
use super::repeats;
use super::spelling::key;
use super::subscribe::asks_to_subscribe;
use super::sums::Sums;
use super::words::{Notice, is_reading_time, notice};
use crate::document::Rule;
use std::collections::BTreeSet;
use std::ops::Range;

/// Characters of the longest line that announces a section.
const LINE: u32 = 60;

/// Characters of the longest call to follow the publisher.
const REQUEST: u32 = 220;

/// Prose that must stand before a line that announces comments.
const BEFORE: u64 = 300;

/// Before a heading that counts them: `Comments (2)`.
const COUNTED: u64 = 80;

pub fn trim(page: &Page, choice: &mut Choice) {
    if choice.form == ContentForm::Article {
        calls(page, choice);
    }
    announced(page, choice);
    if choice.form != ContentForm::Overview {
        // Order: the next article first, or its parts would count as text of this one; single lines
        // before boxes, which are told by what is left in them; the ends last, when only text is
        // left between.
        let families = entries::families(page, choice.root);
        if choice.form == ContentForm::List {
            links(page, choice, &entries::titles(page, &families));
        } else {
            next_article(page, choice);
            lone(page, choice, &families);
            if page.publishes_article() && choice.form == ContentForm::Article && !page.is_thread()
            {
                linked_boxes(page, choice);
            }
            cards(page, choice, families);
            ends(page, choice);
        }
    }
    footer::set_aside(page, choice);
    repeats::set_aside(page, choice);
}

/// Articles behind the one that the page is titled with: the next ones of an endless scroll.
fn next_article(page: &Page, choice: &mut Choice) {
    let title = key(&page.title);
    let headed = |node: u32, most: u8| {
        page.runs_of(node)
            .take(NEAR)
            .find(|&run| (1..=most).contains(&page.runs[run].heading))
    };
    let titled = |run: usize| {
        Some(key(&page.plain(&page.runs[run])))
            .is_some_and(|words| !words.is_empty() && title.contains(&words))
    };
    if page.is_thread() {
        return;
    }
    let first = page.articles(choice.root).next();
    // Where articles are marked up, those behind the titled one are others; else the second box of
    // one make with a headline of the first rank is.
    let next = match first.and_then(|node| headed(node, 1)) {
        Some(headline) if titled(headline) => page
            .articles(choice.root)
            .skip(1)
            .find(|&node| headed(node, 2).is_some()),
        _ => fellow(page, choice.root, titled),
    };
    if let Some(next) = next {
        let from = page.runs_of(next).start;
        set_aside(choice, from..page.runs_of(choice.root).end, Rule::Next);
    }
}

/// Runs at the top of an article among which its headline and its day stand.
const NEAR: usize = 6;

/// The box with the second headline of its rank and a day, made as the one with the first.
fn fellow(page: &Page, root: u32, titled: impl Fn(usize) -> bool) -> Option<u32> {
    let mut headlines = page
        .runs_of(root)
        .filter(|&run| page.runs[run].heading == 1);
    let (first, second) = (
        headlines.next().filter(|&run| titled(run))?,
        headlines.next().filter(|&run| !titled(run))?,
    );
    let path = |run: usize| {
        page.ancestors(page.runs[run].block)
            .take_while(|&n| n != root)
            .collect::<Vec<_>>()
    };
    let (first, second) = (path(first), path(second));
    let apart = |(a, b): (&u32, &u32)| (a != b).then_some((*a, *b));
    let (a, b) = first
        .iter()
        .rev()
        .zip(second.iter().rev())
        .find_map(apart)?;
    let prose = |n: u32| {
        page.runs[page.runs_of(n)]
            .iter()
            .map(Run::prose)
            .sum::<u32>()
    };
    let dated = page
        .runs_of(b)
        .take(NEAR)
        .any(|run| is_day(page, &page.runs[run]));
    (dated && entries::make(page, a) == entries::make(page, b) && prose(a) > 0 && prose(b) > 0)
        .then_some(b)
}

/// Captions, lines about the page, and lines that are nothing but links.
fn lone(page: &Page, choice: &mut Choice, families: &[Vec<u32>]) {
    let titles = if choice.form == ContentForm::Composed {
        entries::titles(page, families)
    } else {
        BTreeSet::new()
    };
    for index in page
        .runs_of(choice.root)
        .filter(|&run| kept(choice, run))
        .collect::<Vec<_>>()
    {
        let run = &page.runs[index];
        // No rule is about a longer one.
        let words = if run.chars <= LONG {
            page.plain(run)
        } else {
            String::new()
        };
        let below = choice.form == ContentForm::Article
            && !page.is_thread()
            && picture::is_above(page, choice.root, index);
        if run.caption || below || picture::is_told(page, run, &words) || is_credit(run, &words) {
            choice.asides[index] = Some(Rule::Caption);
        } else if run.chars <= LINE && run.heading == 0 && is_reading_time(&words) {
            choice.asides[index] = Some(Rule::Tools);
        // Tags are links with commas and a word before them; a sentence with one link is none.
        } else if run.link_density() > 0.5 && is_tags(&words) {
            choice.asides[index] = Some(Rule::Tags);
        } else if run.heading == 0 && leads_elsewhere(run, &words) {
            choice.asides[index] = Some(Rule::Related);
        } else if run.chars <= REQUEST && run.linked > 0 && asks_to_subscribe(&words) {
            choice.asides[index] = Some(Rule::Subscription);
        }
    }
    links(page, choice, &titles);
}

/// Runs of the largest box within an article that is nothing but links to others.
const LINKS: usize = 6;

/// Boxes of a few runs behind the first paragraph that are what else to read: all of them links,
/// headings and items too, or a day beside a title, and a link.
fn linked_boxes(page: &Page, choice: &mut Choice) {
    let Some(first) = page
        .runs_of(choice.root)
        .find(|&run| kept(choice, run) && is_text(page, choice, run))
    else {
        return;
    };
    let linked = |run: usize| page.runs[run].is_bare_link() && page.runs[run].marks < 4;
    let news = page.states_news();
    let mut index = choice.root + 1;
    while index < page.nodes[choice.root as usize].end {
        let (node, runs) = (&page.nodes[index as usize], page.runs_of(index));
        let boxed = node.tag.is_block() && runs.start > first && (2..=LINKS).contains(&runs.len());
        let other = boxed && (news && runs.clone().all(linked) || is_dated_card(page, index));
        if other {
            set_aside(choice, runs, Rule::Links);
        }
        index = if other { node.end } else { index + 1 };
    }
}

/// Whether a box holds a title, a day and a link, and no sentence.
fn is_dated_card(page: &Page, index: u32) -> bool {
    let inner = &page.nodes[index as usize..page.nodes[index as usize].end as usize];
    let runs = || page.runs[page.runs_of(index)].iter();
    runs().all(|run| !run.closed && run.chars <= REQUEST)
        && inner.iter().any(|node| node.link != NONE)
        && runs().skip(1).any(|run| is_day(page, run))
}

/// Lines that are nothing but links, and title nothing.
fn links(page: &Page, choice: &mut Choice, titles: &BTreeSet<usize>) {
    for index in page.runs_of(choice.root) {
        let run = &page.runs[index];
        let linked = run.is_bare_link() && run.marks < 2 && run.heading == 0 && !run.item;
        if linked && kept(choice, index) && !titles.contains(&index) {
            choice.asides[index] = Some(Rule::Links);
        }
    }
}

/// Runs and characters of the largest box that asks readers to subscribe.
const CALL: usize = 6;
const CALLED: u32 = 400;

/// Small boxes with a button or a line of its own that says `Subscribe` or `Sign up`: all in them
/// leads to it.
fn calls(page: &Page, choice: &mut Choice) {
    for index in page.runs_of(choice.root) {
        let run = &page.runs[index];
        let line = run.chars <= LINE
            && matches!(
                choice.asides[index],
                None | Some(Rule::Control | Rule::Form)
            );
        if !line || notice(&page.plain(run)) != Some(Notice::Subscription) {
            continue;
        }
        let chars = |n: u32| {
            page.runs[page.runs_of(n)]
                .iter()
                .map(|run| run.chars)
                .sum::<u32>()
        };
        let boxes = page
            .ancestors(run.block)
            .take_while(|&n| n != choice.root && page.runs_of(n).len() <= CALL);
        if let Some(call) = boxes.take_while(|&n| chars(n) <= CALLED).last() {
            set_aside(choice, page.runs_of(call), Rule::Subscription);
        }
    }
}

/// The prose of the runs that no rule has set aside so far.
fn prose_left(page: &Page, choice: &Choice) -> Sums {
    let runs = page.runs.iter().zip(&choice.asides);
    Sums::of(runs.map(|(run, aside)| if aside.is_none() { run.prose() } else { 0 }))
}

/// Sections that a line announces.
fn announced(page: &Page, choice: &mut Choice) {
    let prose = prose_left(page, choice);
    let inside = page.runs_of(choice.root);
    let mut index = inside.start;
    while index < inside.end {
        let run = &page.runs[index];
        let line = kept(choice, index) && run.chars <= LINE;
        // On an overview other pages are the content.
        let notice = line.then(|| notice(&page.plain(run))).flatten();
        let listed = matches!(choice.form, ContentForm::Overview | ContentForm::List);
        let Some(notice) = notice.filter(|notice| !listed || *notice != Notice::Related) else {
            index += 1;
            continue;
        };
        let section = section(page, choice, &prose, index, notice);
        let end = section.end;
        set_aside(choice, section, notice.rule());
        index = end.max(index + 1);
    }
}

fn set_aside(choice: &mut Choice, runs: Range<usize>, rule: Rule) {
    choice.asides[runs]
        .iter_mut()
        .filter(|aside| aside.is_none())
        .for_each(|aside| *aside = Some(rule));
}

/// The runs that belong to the line at `index`.
fn section(
    page: &Page,
    choice: &Choice,
    prose: &Sums,
    index: usize,
    notice: Notice,
) -> Range<usize> {
    let inside = page.runs_of(choice.root);
    let before = prose.over(inside.start..index);
    let after = prose.over(index..inside.end);
    let total = before + after;
    let headline = page.runs[index].heading > 0 || stands_alone(page, index);
    // In a thread the comments are the content, and only the line that counts them goes.
    if notice == Notice::Comments && page.is_thread() {
        return index..index + 1;
    }
    let counted = page.runs[index].digits > 0 && page.runs[index].heading > 0;
    let enough = if counted { COUNTED } else { BEFORE };
    // A link only leads to them: each item of a list may have one.
    let leads = page.runs[index].is_bare_link();
    if notice == Notice::Comments && before >= enough && headline && !leads {
        return index..inside.end;
    }
    // The largest box that the line opens and that cannot be the article.
    let opened = page
        .ancestors(page.runs[index].block)
        .take_while(|&n| n != choice.root && n != NONE);
    let opened = opened
        .filter(|&n| page.nodes[n as usize].tag.is_block())
        .take_while(|&n| {
            let runs = page.runs_of(n);
            runs.start == index && prose.over(runs) * 3 <= total
        });
    let boxed = opened.last().map_or(index..index + 1, |n| page.runs_of(n));
    // Without a box only a line that stands as a heading has more below it; buttons to share never
    // have.
    if boxed.len() > 1 || !headline || notice == Notice::Sharing {
        return boxed;
    }
    index..follows(page, choice, prose, index, notice)
}

/// Whether the run is the only one of its block.
fn stands_alone(page: &Page, index: usize) -> bool {
    page.runs_of(page.runs[index].block).len() == 1
}

/// The end of the section whose heading has no box: the next heading of its level, or
/// prose that is no teaser, or the end of the box that holds the heading.
fn follows(page: &Page, choice: &Choice, prose: &Sums, index: usize, notice: Notice) -> usize {
    let heading = &page.runs[index];
    let parent = page.nodes[heading.block as usize].parent;
    let end = if parent == NONE {
        index + 1
    } else {
        page.runs_of(parent).end.min(page.runs_of(choice.root).end)
    };
    // Where hardly anything follows, all of it belongs to the line.
    let rest = prose.over(index..end);
    let tail = rest * 5 <= prose.over(page.runs_of(choice.root).start..index);
    let section = (index + 1..end).take_while(|&run| {
        let run: &Run = &page.runs[run];
        let next = run.heading > 0
            && heading.heading > 0
            && run.heading <= heading.heading
            && run.linked == 0;
        let own = run.prose() > 0 && run.linked == 0;
        !next && (tail || !own || notice == Notice::About)
    });
    section.last().map_or(index + 1, |last| last + 1)
}

/// Shares of the kept prose: what a family of cards may hold, and what one of them.
const CARDS: f32 = 0.3;
const CARD: u64 = 300;

/// What all cards beside an article hold at most of the kept prose: more of it is its parts.
const BESIDE: f32 = 0.5;

/// Cards that show this many times what stands beside them are the content.
const LISTED: u32 = 3;

/// Cards beside an article: siblings of one make, each with a linked title and at
/// most a teaser. Where they are most of the content of a page without a headline, it is
/// a list of them; between the sections of a composed page they are one of these.
fn cards(page: &Page, choice: &mut Choice, mut families: Vec<Vec<u32>>) {
    let prose = prose_left(page, choice);
    let whole = prose.over(page.runs_of(choice.root));
    let held = |n: &u32| prose.over(page.runs_of(*n));
    families.retain(|family| {
        let all: u64 = family.iter().map(held).sum();
        let small = family.iter().all(|n| held(n) <= CARD);
        small
            && all as f32 <= CARDS * whole as f32
            && family.iter().all(|&n| entries::is_card(page, n))
    });
    let all: u64 = families.iter().flatten().map(held).sum();
    // Boxes that hold half of the prose are its parts, whatever they are made like.
    if all as f32 > BESIDE * whole as f32 {
        return;
    }
    let mut cards: Vec<Range<usize>> = families
        .into_iter()
        .flatten()
        .map(|node| page.runs_of(node))
        .collect();
    // Cards beside an article are other pages; on a page without one they are what it is for.
    let headed = page.publishes_article() || overview::has_headline(page, choice);
    if headed || !are_content(page, choice, &cards) {
        if choice.form == ContentForm::Composed {
            let end = end_of_text(page, choice, &cards);
            cards.retain(|runs| runs.start >= end);
        }
        cards
            .into_iter()
            .for_each(|runs| set_aside(choice, runs, Rule::Card));
    }
}

/// Where the prose ends that stands in no card.
fn end_of_text(page: &Page, choice: &Choice, cards: &[Range<usize>]) -> usize {
    let carded = carded(page, cards);
    let is_text = |&run: &usize| kept(choice, run) && !carded[run] && page.runs[run].prose() > 0;
    page.runs_of(choice.root).rev().find(is_text).unwrap_or(0)
}

fn carded(page: &Page, cards: &[Range<usize>]) -> Vec<bool> {
    let mut carded = vec![false; page.runs.len()];
    cards
        .iter()
        .for_each(|runs| carded[runs.clone()].fill(true));
    carded
}

/// Whether cards show far more than all that stands beside them.
fn are_content(page: &Page, choice: &Choice, cards: &[Range<usize>]) -> bool {
    let carded = carded(page, cards);
    let kept = page
        .runs_of(choice.root)
        .filter(|&run| choice.asides[run].is_none());
    let (cards, rest): (Vec<usize>, Vec<usize>) = kept.partition(|&run| carded[run]);
    let chars = |runs: &[usize]| runs.iter().map(|&run| page.runs[run].chars).sum::<u32>();
    chars(&cards) > LISTED * chars(&rest)
}

/// Prose above the headline is no part of the article where the box holds this many times as much.
const ABOVE: u64 = 3;

/// What stands before the first paragraph and behind the last.
fn ends(page: &Page, choice: &mut Choice) {
    let inside: Vec<usize> = page
        .runs_of(choice.root)
        .filter(|&run| choice.asides[run].is_none())
        .collect();
    let is_text = |run: &usize| is_text(page, choice, *run);
    // A headline that the page is titled with may have lines above it that look like text.
    let titled = titled(page, &inside);
    let from = titled.map_or(0, |place| place + 1);
    let first = inside[from..]
        .iter()
        .position(is_text)
        .map(|place| from + place);
    let (Some(first), Some(last)) = (first, inside.iter().rposition(is_text)) else {
        return;
    };
    // The headline in the box: what stands above it is no part of the article.
    let headline = titled.or_else(|| {
        inside[..first]
            .iter()
            .rposition(|&run| page.runs[run].heading == 1)
    });
    let from = headline.map_or(0, |place| place + 1);
    let dated = opening::lines(page, choice, &inside[from..]);
    let dated = from + dated.start..from + dated.end;
    let begins = inside[dated.end..]
        .iter()
        .position(is_text)
        .map_or(first, |place| first.max(dated.end + place));
    // Both ends are judged before either is dropped: what a line is may rest on its neighbours.
    let mut drop: Vec<(usize, Rule)> = Vec::new();
    for (place, &index) in inside[..begins].iter().enumerate() {
        let run = &page.runs[index];
        match headline {
            Some(h) if place < h => drop.push((index, Rule::Above)),
            Some(h) if place == h => drop.push((index, Rule::Headline)),
            _ if dated.contains(&place) && is_line(page, run) => drop.push((index, Rule::Lead)),
            _ if (place < first || place >= dated.end)
                && is_crumb(run)
                && !is_listed(page, choice, index) =>
            {
                drop.push((index, Rule::Lead))
            }
            _ => {}
        }
    }
    if !is_list(page, choice, &inside, last) {
        drop.extend(behind(page, &inside[last + 1..]));
    }
    for (index, rule) in drop {
        choice.asides[index] = Some(rule);
    }
}

/// What stands behind the last paragraph: headings and crumbs, up to the first line from below that
/// says something. Items stay: they may be the list that the last paragraph announces.
fn behind(page: &Page, tail: &[usize]) -> Vec<(usize, Rule)> {
    let mut drop = Vec::new();
    for &index in tail.iter().rev() {
        let run = &page.runs[index];
        let crumb = is_about(page, run) || is_crumb(run);
        if run.heading > 0 || crumb && !writes_address(page, run) {
            drop.push((index, Rule::Tail));
        } else if !run.item {
            break;
        }
    }
    drop
}

/// Whether a linked item stands in a list with items that are text: it is one of them.
fn is_listed(page: &Page, choice: &Choice, index: usize) -> bool {
    let list = page
        .ancestors(page.runs[index].block)
        .find(|&n| page.nodes[n as usize].tag == Tag::List);
    page.runs[index].item
        && list.is_some_and(|n| page.runs_of(n).any(|run| is_text(page, choice, run)))
}

/// Whether what stands behind the last paragraph of a composed page is what the page lists:
/// it says more than all before it.
fn is_list(page: &Page, choice: &Choice, inside: &[usize], last: usize) -> bool {
    let chars = |runs: &[usize]| runs.iter().map(|&run| page.runs[run].chars).sum::<u32>();
    choice.form == ContentForm::Composed && chars(&inside[last + 1..]) > chars(&inside[..=last])
}

/// The headline by the page's title, the first of its rank, where little prose stands above it.
fn titled(page: &Page, inside: &[usize]) -> Option<usize> {
    let headline = page.runs.iter().position(|run| run.heading == 1)?;
    let words = key(&page.plain(&page.runs[headline]));
    let place = inside.iter().position(|&run| run == headline)?;
    let prose = |runs: &[usize]| {
        runs.iter()
            .map(|&run| u64::from(page.runs[run].prose()))
            .sum::<u64>()
    };
    let named = !words.is_empty() && key(&page.title).contains(&words);
    (named && prose(&inside[..place]) * ABOVE <= prose(inside)).then_some(place)
}

/// Whether an address can be read in it, as authors end a text with where to find more.
fn writes_address(page: &Page, run: &Run) -> bool {
    page.texts(run).any(|text| text.contains("://"))
}

/// A few words that are no sentence, or nothing but links.
fn is_crumb(run: &Run) -> bool {
    let linked = run.is_linked();
    run.heading == 0 && (linked || (!run.item && run.chars < 50 && !run.closed))
}
