//! The foot of a page that no name gives away: who holds the rights, and the
//! links to terms and notices about privacy.

use super::choice::kept;
use super::choice::{Choice, ContentForm};
use super::page::{Page, Run};
use super::sums::Sums;
use crate::document::Rule;
use crate::lexicon::LEXICON;

/// Runs from the last on among which the foot begins.
const REACH: usize = 12;

/// What the foot holds at most of what is kept.
const MOST: f32 = 0.2;

/// Links to terms that make a foot of the box they stand in.
const LINKS: usize = 2;

/// Characters of the longest such link, and of the longest line about rights.
const LINK: u32 = 40;
const RIGHTS: u32 = 300;

/// Digits of a year.
const YEAR: u32 = 4;

pub fn set_aside(page: &Page, choice: &mut Choice) {
    let inside = page.runs_of(choice.root);
    let last: Vec<usize> = inside
        .clone()
        .rev()
        .filter(|&run| kept(choice, run))
        .take(REACH)
        .collect();
    let Some(&end) = last.first() else { return };
    let shown = |run: usize| {
        if choice.asides[run].is_none() {
            page.runs[run].chars
        } else {
            0
        }
    };
    let chars = Sums::of((0..page.runs.len()).map(shown));
    let headings = Sums::of(
        (0..page.runs.len()).map(|run| u32::from(page.runs[run].heading > 0 && shown(run) > 0)),
    );
    let fits = |start: &usize| {
        let foot = *start..end + 1;
        headings.over(foot.clone()) == 0
            && chars.over(foot) as f32 <= MOST * chars.over(inside.clone()) as f32
    };
    let rights = last
        .iter()
        .copied()
        .rev()
        .find(|&run| says_rights(page, &page.runs[run]));
    // Elsewhere than on a list the box may be that of the text.
    let listed = matches!(choice.form, ContentForm::Overview | ContentForm::List);
    let links = || {
        let links = last
            .iter()
            .copied()
            .filter(|&run| listed && leads_to_terms(page, &page.runs[run]));
        links
            .enumerate()
            .filter(|(place, _)| place + 1 >= LINKS)
            .map(|(_, run)| run)
            .last()
    };
    let Some(sign) = rights.or_else(links).filter(fits) else {
        return;
    };
    let boxes = page
        .ancestors(page.runs[sign].block)
        .take_while(|&node| listed && node != choice.root);
    let start = boxes
        .map(|node| page.runs_of(node).start)
        .take_while(fits)
        .last()
        .unwrap_or(sign);
    for run in start..=end {
        choice.asides[run].get_or_insert(Rule::Footer);
    }
}

/// Whether a line says whose the page is, and since when.
fn says_rights(page: &Page, run: &Run) -> bool {
    if run.heading > 0 || run.chars > RIGHTS || run.digits < YEAR {
        return false;
    }
    let words = page.plain(run).to_lowercase();
    LEXICON
        .rights_sign
        .iter()
        .any(|sign| words.contains(sign.as_str()))
}

/// Whether a line is a link to terms or a notice about privacy.
fn leads_to_terms(page: &Page, run: &Run) -> bool {
    run.chars <= LINK && run.is_linked() && run.heading == 0 && {
        let words = page.plain(run).to_lowercase();
        LEXICON
            .terms_link
            .iter()
            .any(|term| words.contains(term.as_str()))
    }
}
