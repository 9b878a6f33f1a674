//! The page that is no article: a front page, a list of others, a catalogue, a
//! service. All of it that is no furniture is its content.
//!
//! Such a page is known by what its best box of prose leaves out: an article
//! holds most of what there is to read on its page.

use super::content::{Choice, Sums};
use super::named;
use super::page::Page;

/// Rules that the frame of any page falls under.
const FRAME: [&str; 13] = [
    "navigation",
    "header",
    "footer",
    "hidden",
    "popup",
    "sidebar",
    "form",
    "notice",
    "noscript",
    "control",
    "subscription",
    "search",
    "sharing",
];

/// The box of an overview holds this share of what there is to read.
const BOX: f32 = 0.9;

/// Makes all that is no frame the main content, if the page is an overview.
pub fn take(page: &Page, choice: &mut Choice) {
    let inside = page.runs_of(choice.root);
    let own: u32 = inside.filter(|&run| choice.asides[run].is_none()).map(|run| page.runs[run].prose()).sum();
    if page.is_thread() {
        return;
    }
    let mut whole = Choice { asides: vec![None; page.runs.len()], ..Choice::default() };
    named::set_aside(page, &mut whole, |rule| FRAME.contains(&rule));
    let (kept, all) = (Sums::of(kept(page, choice)), Sums::of(kept(page, &whole)));
    let share = kept.over(page.runs_of(choice.root)) as f32 / all.total().max(1) as f32;
    if share < most(page, choice, own) {
        choice.asides = whole.asides;
        choice.root = smallest_box(page, &all);
        choice.overview = true;
    }
}

/// The share of the page that its best box may hold where the page is an overview: the
/// more prose stands in it, or under a headline of its own, the less. Measured on
/// wcxb-dev.
fn most(page: &Page, choice: &Choice, own: u32) -> f32 {
    match own {
        _ if page.is_home() => 1.0,
        0 => 0.5,
        1..500 if has_headline(page, choice) => 0.12,
        1..150 => 0.5,
        150..500 => 0.25,
        _ => 0.05,
    }
}

/// Whether a headline that the page is titled with stands over the box; a section's name
/// is shorter than a headline, but for a page that calls itself an article.
pub fn has_headline(page: &Page, choice: &Choice) -> bool {
    let inside = page.runs_of(choice.root);
    let before = inside.start.saturating_sub(8)..inside.end.min(inside.start + 4);
    let title = super::meta::key(&page.title);
    let shortest = if page.says_article() { 2 } else { 4 };
    before.map(|run| &page.runs[run]).filter(|run| run.heading > 0).any(|run| {
        let words = page.plain(run);
        words.split_whitespace().count() >= shortest && title.contains(&super::meta::key(&words))
    })
}

/// The characters of each run that is kept.
fn kept<'c>(page: &'c Page, choice: &'c Choice) -> impl Iterator<Item = u32> + 'c {
    page.runs.iter().zip(&choice.asides).map(|(run, aside)| if aside.is_none() { run.chars } else { 0 })
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
