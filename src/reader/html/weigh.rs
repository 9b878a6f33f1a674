//! The judgement of a run by all that is known of it: a sum of points, and what is outweighed goes.
//!
//! The rules before this one look for a box and trim it. Where a layout has no such box, or its
//! names say nothing, what they keep holds menus, headlines of other pages and the foot. Decision
//! trees over the [`Sign`]s of a run ([`super::trees`]) give it points: thousandths of the
//! logarithm of the odds that it is of the page's text.
//!
//! `cargo run --release -p xtask -F evidence -- evidence` grows the trees, on the runs that the
//! rules keep: of wcxb-dev, of whole news pages (aeb-dev) and, by hand-made truth, of made pages of
//! legacy and present site builders in seven languages, each page weighing as much as another. It
//! prints what they do on sites that they were not grown on.

use super::choice::{Choice, ContentForm, kept};
use super::entries;
use super::evidence::{self, Signs};
use super::page::Page;
use super::trees::FOREST;
use crate::document::Rule;

/// Sets aside what is outweighed within the content.
pub fn set_aside(page: &Page, choice: &mut Choice) {
    let carded = carded(page, choice);
    let signs = evidence::of(page, choice);
    for (run, signs) in signs.iter().enumerate() {
        if !kept(choice, run) {
            continue;
        }
        let short = least_of(choice, carded[run]) - FOREST.points(signs);
        let sure = short > SURE;
        if short > 0 && (sure || !carded[run]) {
            choice.asides[run] = Some(if sure {
                Rule::Boilerplate
            } else {
                Rule::Outweighed
            });
        }
    }
}

/// A run as the trees see it.
pub struct Weighed {
    pub text: String,
    /// By the rules before; what they set aside is not weighed.
    pub kept: bool,
    /// The points below which it goes.
    pub least: i32,
    pub signs: Signs,
}

/// The signs that the trees ask about: name, place among the [`Signs`], values at which steps
/// begin.
pub fn signs() -> impl Iterator<Item = (String, usize, &'static [i32])> {
    let rows = super::trees::STEPS.iter();
    rows.map(|(sign, steps)| (format!("{sign:?}"), *sign as usize, *steps))
}

/// All runs of a page, to grow the trees on.
pub fn runs(page: &Page) -> Vec<Weighed> {
    let choice = super::content::by_rules(page);
    let carded = carded(page, &choice);
    let signs = evidence::of(page, &choice);
    let run = |(index, signs)| Weighed {
        text: page.plain(&page.runs[index]),
        kept: kept(&choice, index),
        least: least_of(&choice, carded[index]),
        signs,
    };
    signs.into_iter().enumerate().map(run).collect()
}

/// Members of the smallest family whose lines are those of cards.
const CARDS: usize = 3;

/// Whether each run lies in a card: one of several alike boxes with a title of its own. What a card
/// says below its title is short, and hardly a text by itself.
fn carded(page: &Page, choice: &Choice) -> Vec<bool> {
    let mut carded = vec![false; page.runs.len()];
    for family in entries::families(page, choice.root) {
        let titled = |node: &&u32| {
            let title = entries::title(page, **node);
            title.is_some_and(|title| page.runs[title].heading > 0 && kept(choice, title))
        };
        let cards: Vec<u32> = family.iter().filter(titled).copied().collect();
        if cards.len() >= CARDS {
            cards
                .iter()
                .flat_map(|&node| page.runs_of(node))
                .for_each(|run| carded[run] = true);
        }
    }
    carded
}

/// Points short of what is kept behind which a line is no item of a list either.
const SURE: i32 = 2500;

/// Where little is known of what stands beside a line, on a page of several or in a card.
const OVERVIEW: i32 = -1735;

/// The points below which a run goes: odds of 2 to 3, 3 to 7, 3 to 17. The less a page is one text,
/// the less is known of what stands beside it. Set on thirds of the data that the others were
/// fitted to.
fn least_of(choice: &Choice, carded: bool) -> i32 {
    match choice.form {
        _ if carded => OVERVIEW,
        ContentForm::Article => -405,
        ContentForm::Composed | ContentForm::List => -847,
        ContentForm::Overview => OVERVIEW,
    }
}
