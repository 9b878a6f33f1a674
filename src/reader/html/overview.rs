//! The page that is no article.
//!
//! A front page, a list of others, a catalogue is known by what its best box of
//! prose leaves out: an article holds most of what there is to read on its page.
//! All of an overview that is no boilerplate is its content.
//!
//! Other pages do not call themselves articles: their text is composed of
//! sections, and what would stand beside an article may be one of them.

use super::choice::{Choice, ContentForm};
use super::page::{Page, Run};
use super::spelling::key;
use super::sums::Sums;
use super::{entries, named};
use crate::document::Rule;
use std::ops::Range;

/// Rules that the frame of any page falls under.
const FRAME: [Rule; 13] = [
    Rule::Navigation,
    Rule::Header,
    Rule::Footer,
    Rule::Hidden,
    Rule::Popup,
    Rule::Sidebar,
    Rule::Form,
    Rule::Notice,
    Rule::NoScript,
    Rule::Control,
    Rule::Subscription,
    Rule::Search,
    Rule::Sharing,
];

/// Rules that the sections of a composed page fall under: it advertises what it is
/// about, and its topics are its parts.
const SECTIONS: [Rule; 2] = [Rule::Advertisement, Rule::Tags];

/// Rules that sections between others fall under by their looks: a box that warns, a teaser, a text
/// beside a picture. Tried on wcxb-dev; feet of cards, slides and what is hidden lost as much as
/// they won.
const BETWEEN: [Rule; 5] = [
    Rule::Related,
    Rule::Sidebar,
    Rule::Header,
    Rule::Notice,
    Rule::Popup,
];

/// The box of an overview holds this share of what there is to read.
const BOX: f32 = 0.9;

/// Makes all that is no frame the main content, if the page is an overview, and the
/// sections of the box, if it is composed of them.
pub fn take(page: &Page, choice: &mut Choice) {
    let inside = page.runs_of(choice.root);
    let own: u32 = inside
        .filter(|&run| choice.asides[run].is_none())
        .map(|run| page.runs[run].prose())
        .sum();
    if page.is_thread() {
        return;
    }
    let whole = under(page, |rule| FRAME.contains(&rule));
    let (kept, all) = (Sums::of(kept(page, choice)), Sums::of(kept(page, &whole)));
    let share = kept.over(page.runs_of(choice.root)) as f32 / all.total().max(1) as f32;
    if share < most(page, choice, own) {
        choice.asides = whole.asides;
        choice.root = smallest_box(page, &all);
        choice.form = ContentForm::Overview;
    } else if let Some(root) = list(page, choice, &whole) {
        choice.root = root;
        choice.asides = whole.asides;
        choice.form = ContentForm::List;
    } else if !page.says_article() {
        choice.asides = composed(page, choice.root);
        choice.form = ContentForm::Composed;
    }
}

/// The page but for what falls under the rules that `asked` names.
fn under(page: &Page, asked: impl Fn(Rule) -> bool) -> Choice {
    let mut choice = Choice {
        asides: vec![None; page.runs.len()],
        ..Choice::default()
    };
    named::set_aside(page, &mut choice, asked);
    choice
}

/// What a composed page sets aside; between its paragraphs stand its sections, whatever their
/// names.
fn composed(page: &Page, root: u32) -> Vec<Option<Rule>> {
    let mut asides = under(page, |rule| !SECTIONS.contains(&rule)).asides;
    let is_text = |run: &usize| asides[*run].is_none() && page.runs[*run].prose() > 0;
    let mut texts = page.runs_of(root).filter(is_text);
    let Some(first) = texts.next() else {
        return asides;
    };
    let inner = first..texts.next_back().unwrap_or(first);
    if asides[inner.clone()]
        .iter()
        .flatten()
        .any(|rule| BETWEEN.contains(rule))
    {
        let open = under(page, |rule| {
            !SECTIONS.contains(&rule) && !BETWEEN.contains(&rule)
        });
        asides[inner.clone()].copy_from_slice(&open.asides[inner]);
    }
    asides
}

/// Shares of the box that cards hold where it is a list of them: a page that calls itself a list
/// needs few, one that publishes an article is hardly ever one. Set by hand on wcxb-dev.
const OF_A_LIST: f32 = 0.25;
const OF_AN_ARTICLE: f32 = 0.9;
const OF_ANY: f32 = 0.75;

/// The share of the box that cards hold where it is a list of them.
fn least(page: &Page) -> f32 {
    match () {
        () if page.says_list() => OF_A_LIST,
        () if page.publishes_article() => OF_AN_ARTICLE,
        () => OF_ANY,
    }
}

/// Prose of the longest teaser.
const TEASER: u32 = 300;

/// The share of the page's cards that the box of a list holds.
const CARDS: f32 = 0.7;

/// The box whose cards hold nearly all of it that is no frame. A page that calls itself a list
/// has its cards in a box around the prose that opens it.
fn list(page: &Page, choice: &Choice, whole: &Choice) -> Option<u32> {
    let top = if page.says_list() { 0 } else { choice.root };
    let told = |run: &&Run| !run.caption;
    let prose = |runs: Range<usize>| {
        page.runs[runs]
            .iter()
            .filter(told)
            .map(Run::prose)
            .sum::<u32>()
    };
    let mut carded = vec![false; page.runs.len()];
    for node in entries::families(page, top).into_iter().flatten() {
        if entries::is_card(page, node) && prose(page.runs_of(node)) <= TEASER {
            carded[page.runs_of(node).start..end_of_item(page, node)].fill(true);
        }
    }
    for card in headlines(page, page.runs_of(top)) {
        if prose(card.clone()) <= TEASER {
            carded[card].fill(true);
        }
    }
    let all = Sums::of(kept(page, whole));
    let cards = Sums::of(
        kept(page, whole)
            .zip(&carded)
            .map(|(chars, &card)| if card { chars } else { 0 }),
    );
    let of = |n: u32, sums: &Sums| sums.over(page.runs_of(n)) as f32;
    let root = page
        .ancestors(choice.root)
        .find(|&n| of(n, &cards) >= CARDS * of(top, &cards))?;
    (of(root, &cards) > least(page) * of(root, &all)).then_some(root)
}

/// Runs of a card that no box holds.
const LINES: usize = 6;

/// Headings that lead elsewhere, each up to the next heading: a promoted item, a list without
/// boxes.
fn headlines(page: &Page, inside: Range<usize>) -> Vec<Range<usize>> {
    let leads = |&run: &usize| page.runs[run].heading > 0 && page.runs[run].is_linked();
    let card = |start: usize| {
        let most = inside.end.min(start + 1 + LINES);
        let next = (start + 1..most).find(|&run| page.runs[run].heading > 0);
        start..next.unwrap_or(most)
    };
    inside.clone().filter(leads).map(card).collect()
}

/// Where an item ends: the term of a definition list has its definitions behind it.
fn end_of_item(page: &Page, node: u32) -> usize {
    let names = |n: u32, name: &str| {
        page.element(n)
            .is_some_and(|element| element.name() == name)
    };
    let mut last = node;
    while names(node, "dt") && names(page.nodes[last as usize].end, "dd") {
        last = page.nodes[last as usize].end;
    }
    page.runs_of(last).end
}

/// What the best box holds of an overview at most: under the headline of an article, where it has
/// several paragraphs, and where it has much text. Measured on wcxb-dev.
const HEADED: f32 = 0.12;
const SEVERAL_PARAGRAPHS: f32 = 0.25;
const MUCH: f32 = 0.05;

/// The share of the page that its best box may hold where the page is an overview: the
/// more prose stands in it, or under the headline of an article, the less. Measured on
/// wcxb-dev.
fn most(page: &Page, choice: &Choice, own: u32) -> f32 {
    match own {
        _ if page.is_home() => 1.0,
        0 => 0.5,
        1..500 if page.says_article() && has_headline(page, choice) => HEADED,
        // A single paragraph is a teaser.
        1..=TEASER if page.runs_of(choice.root).len() == 1 => 0.5,
        1..150 => 0.5,
        150..500 => SEVERAL_PARAGRAPHS,
        _ => MUCH,
    }
}

/// Whether a headline that the page is titled with stands over the box; a section's name
/// is shorter than a headline, but for a page that calls itself an article.
pub fn has_headline(page: &Page, choice: &Choice) -> bool {
    let inside = page.runs_of(choice.root);
    let before = inside.start.saturating_sub(8)..inside.end.min(inside.start + 4);
    let title = key(&page.title);
    let shortest = if page.says_article() { 2 } else { 4 };
    before
        .map(|run| &page.runs[run])
        .filter(|run| run.heading > 0)
        .any(|run| {
            let words = page.plain(run);
            words.split_whitespace().count() >= shortest && title.contains(&key(&words))
        })
}

/// The characters of each run that is kept.
fn kept<'c>(page: &'c Page, choice: &'c Choice) -> impl Iterator<Item = u32> + 'c {
    page.runs
        .iter()
        .zip(&choice.asides)
        .map(|(run, aside)| if aside.is_none() { run.chars } else { 0 })
}

/// The innermost box with nearly all there is to read.
fn smallest_box(page: &Page, all: &Sums) -> u32 {
    let holds = |node: &u32| all.over(page.runs_of(*node)) as f32 >= BOX * all.total() as f32;
    let mut root = 0;
    while let Some(inner) = page.children(root).find(holds) {
        root = inner;
    }
    root
}
