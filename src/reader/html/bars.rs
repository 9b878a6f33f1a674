//! Bars of links: navigation that no element or name tells.
//!
//! Old layouts make their menus of table cells, of links with bars between, of bracketed words in a
//! centred paragraph. What they share is form: several short labels, each a link to another place,
//! and nothing else. A list of titles is no bar: its links are long, dated or a line each.

use super::choice::Choice;
use super::choice::kept;
use super::page::{NONE, NodeContent, Page, Run};
use crate::document::Rule;
use std::ops::Range;

/// Links that make a line a bar; boxes of one link each that make a menu. Fewer may be a list of
/// branches or authors.
const LINE: usize = 3;
const MENU: usize = 5;

/// Width of the mean label in letters of an alphabet, set on `wcxb-dev`: titles are longer.
const LABEL: usize = 18;

pub fn set_aside(page: &Page, choice: &mut Choice) {
    for run in 0..page.runs.len() {
        let own = &page.runs[run];
        if kept(choice, run) && own.heading == 0 && own.digits == 0 && is_bar(page, own) {
            choice.asides[run] = Some(Rule::Navigation);
        }
    }
    let mut node = 0;
    while (node as usize) < page.nodes.len() {
        match menu(page, node) {
            Some(runs) => {
                for aside in &mut choice.asides[runs] {
                    aside.get_or_insert(Rule::Navigation);
                }
                node = page.nodes[node as usize].end;
            }
            None => node += 1,
        }
    }
}

/// Several links on one line, and only signs between them.
fn is_bar(page: &Page, run: &Run) -> bool {
    let mut links = Vec::new();
    let mut width = 0;
    for index in run.first..=run.last {
        let node = &page.nodes[index as usize];
        match node.content {
            NodeContent::Element(_) if node.tag == super::names::Tag::Break => return false,
            NodeContent::Element(_) => {}
            NodeContent::Text(words) if node.link == NONE => {
                if words.contains(char::is_alphanumeric) {
                    return false;
                }
            }
            NodeContent::Text(words) => {
                width += width_of(words);
                if links.last() != Some(&node.link) {
                    links.push(node.link);
                }
            }
        }
    }
    links.len() >= LINE && width <= LABEL * links.len()
}

/// The runs of a box whose parts hold one short link each and nothing else.
fn menu(page: &Page, node: u32) -> Option<Range<usize>> {
    let runs = page.runs_of(node);
    if runs.len() < MENU || !page.nodes[node as usize].tag.is_block() {
        return None;
    }
    let mut width = 0;
    for run in &page.runs[runs.clone()] {
        if run.linked != run.chars || run.heading > 0 || run.digits > 0 {
            return None;
        }
        width += page.texts(run).map(width_of).sum::<usize>();
        if width > LABEL * runs.len() {
            return None;
        }
    }
    Some(runs)
}

/// Characters, those of scripts without an alphabet twice and a half.
fn width_of(words: &str) -> usize {
    let ideograms = words.chars().filter(|&c| c >= '\u{2e80}').count();
    words.trim().chars().count() + ideograms * 3 / 2
}
