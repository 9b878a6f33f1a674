//! The judgement of a run by all that is known of it: a sum of points, and what is outweighed goes.
//!
//! The rules before this one look for a box and trim it. Where a layout has no such box, or its
//! names say nothing, what they keep holds menus, headlines of other pages and the foot. Each row
//! of the table gives the points of one [`Sign`]: those of the step that its value has reached. Ten
//! points make the odds some 2.7 times as good.
//!
//! The points are the coefficients of a logistic regression over the runs that the rules keep,
//! fitted to wcxb-dev, to whole news pages (aeb-dev) and, by hand-made truth, to pages of 22
//! templates of legacy and present site builders, each page weighing as much as another.

use super::choice::kept;
use super::choice::{Choice, ContentForm};
use super::entries;
use super::evidence::{self, Sign, Signs};
use super::page::Page;
use crate::document::Rule;

/// What speaks for a run of which nothing else is known.
const BASE: i32 = 27;

/// Signs, the values at which their steps begin, and the points of each step.
const WEIGHTS: [(Sign, &[i32], &[i32]); 29] = [
    (Sign::Form, &[1, 2, 3, 4, 5, 6], &[-7, 0, 3, 8, -16, -4, -5]),
    (
        Sign::Free,
        &[1, 10, 20, 40, 80, 150, 300],
        &[-8, 6, 2, 1, 0, 3, -1, -4],
    ),
    (Sign::Linked, &[1, 30, 60, 90], &[1, -5, -11, -15, 1]),
    (
        Sign::Kind,
        &[1, 2, 3, 4, 7, 8, 9],
        &[-5, 29, 24, 10, -3, 0, 0, -2],
    ),
    (Sign::Closed, &[1, 2, 3], &[-8, 5, -5, 9]),
    (Sign::Digits, &[1, 15, 40], &[0, 3, -8, -9]),
    (Sign::AlikeProse, &[1, 5, 15, 40, 70], &[-7, -7, 0, 0, 6, 9]),
    (
        Sign::AlikeLinked,
        &[1, 10, 30, 60, 90],
        &[-3, -1, 0, 4, 6, 15],
    ),
    (Sign::Alike, &[2, 4, 10, 30], &[-3, -6, -4, -1, 2]),
    (
        Sign::AlikeKept,
        &[0, 1, 30, 60, 90],
        &[-9, -8, -13, -13, -5, 1],
    ),
    (Sign::Hops, &[1, 2, 3, 5], &[1, -6, -5, -4, -18]),
    (
        Sign::BranchProse,
        &[5, 20, 40, 60, 80],
        &[5, 2, 2, 2, -1, -3],
    ),
    (
        Sign::BranchLinked,
        &[1, 10, 30, 60, 90],
        &[0, 3, 1, -5, -10, -10],
    ),
    (Sign::Branch, &[2, 4, 10, 40], &[5, -1, -2, -5, -1]),
    (Sign::Before, &[1, 5, 50, 95, 100], &[0, 9, 0, -3, 10, 26]),
    (Sign::After, &[1, 100, 500, 1500], &[-15, -4, -3, -1, 1]),
    (Sign::Around, &[5, 20, 40, 60, 80], &[-1, 0, -1, 1, 3, 7]),
    (Sign::Since, &[1, 2, 3, 6, 12], &[-1, 1, 0, -3, -3, 3]),
    (Sign::Until, &[1, 2, 3, 6, 12], &[3, 0, -2, -3, -2, -4]),
    (Sign::BoxProse, &[5, 20, 40, 60, 80], &[-5, 6, -6, -4, 0, 1]),
    (
        Sign::BoxLinked,
        &[1, 10, 30, 60, 90],
        &[-1, 0, -1, -1, 7, 8],
    ),
    (Sign::Box, &[3, 5, 10, 30], &[3, 2, -2, 0, -2]),
    (Sign::Copies, &[2, 3], &[1, -3, -2]),
    (Sign::Boilerplate, &[1, 2, 3, 5], &[1, -3, -8, -4, 0]),
    (Sign::Body, &[1, 2], &[-7, 1, 3]),
    (Sign::Frame, &[1], &[1, -15]),
    (
        Sign::Contact,
        &[1, 2, 3, 4, 8, 9],
        &[0, 2, -13, -7, -12, -18, -10],
    ),
    (Sign::Label, &[1, 2, 3], &[0, -1, -3, -1]),
    (Sign::Picture, &[1, 2, 3], &[0, -1, 1, -6]),
];

/// Sets aside what is outweighed within the content.
pub fn set_aside(page: &Page, choice: &mut Choice) {
    let least_of_all = least(choice.form);
    let carded = carded(page, choice);
    let signs = evidence::of(page, choice);
    for (run, signs) in signs.iter().enumerate() {
        let least = if carded[run] {
            least(ContentForm::Overview)
        } else {
            least_of_all
        };
        let short = least - points(signs);
        let sure = short > SURE;
        if kept(choice, run) && short > 0 && (sure || !carded[run]) {
            choice.asides[run] = Some(if sure {
                Rule::Boilerplate
            } else {
                Rule::Outweighed
            });
        }
    }
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
const SURE: i32 = 25;

/// The points below which a run goes: odds of 3 to 7, 1 to 4, 1 to 19. The less a page is one text,
/// the less is known of what stands beside it. Set on halves of the data that the other half was
/// fitted to.
fn least(form: ContentForm) -> i32 {
    match form {
        ContentForm::Article => -8,
        ContentForm::Composed | ContentForm::List => -14,
        ContentForm::Overview => -29,
    }
}

pub fn points(signs: &Signs) -> i32 {
    let of = |(sign, steps, points): &(Sign, &[i32], &[i32])| {
        points[steps.partition_point(|step| *step <= signs[*sign as usize])]
    };
    BASE + WEIGHTS.iter().map(of).sum::<i32>()
}
