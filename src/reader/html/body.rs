//! The article's text as the page's JSON-LD holds it (`articleBody`): a fallback
//! where a script was to draw the article, or only a teaser of it is shown.
//!
//! [`hidden`] compares it with the chosen content and, where that is far
//! shorter, sets the chosen content aside; [`write`] then puts the paragraphs
//! behind the page's own runs. Such a text may hold markup or be plain: it is
//! parsed as a page of its own.

use super::choice::Choice;
use super::meta::jsonld;
use super::page::Page;
use super::{blocks, parse};
use crate::budget::{Budget, Exhausted};
use crate::document::{Builder, Origin, Rule, markup};
use scraper::Html;
use serde_json::Value;

/// Fewer characters than this are a summary.
const LEAST: u32 = 200;

/// The text is this many times the chosen content where that is a mere teaser of it.
const TIMES: u32 = 3;

/// The article that the page does not show, if there is one; what was chosen is set aside for it.
pub fn hidden(page: &Page, choice: &mut Choice, stated: &[Value], budget: &Budget) -> Option<Html> {
    let body = jsonld::article_body(stated)?;
    let kept = page
        .runs
        .iter()
        .zip(&choice.asides)
        .filter(|(_, aside)| aside.is_none());
    let least = LEAST.max(TIMES * kept.map(|(run, _)| run.chars).sum::<u32>());
    if body.len() < least as usize {
        return None;
    }
    let (html, _) = parse::parse(&as_page(body), budget);
    let chars: u32 = Page::new(&html).runs.iter().map(|run| run.chars).sum();
    if chars < least {
        return None;
    }
    choice
        .asides
        .iter_mut()
        .filter(|aside| aside.is_none())
        .for_each(|aside| *aside = Some(Rule::Teaser));
    Some(html)
}

/// Writes the article as main content; it stands for the box that was chosen.
pub fn write(
    html: &Html,
    root: u32,
    builder: &mut Builder,
    budget: &Budget,
) -> Result<(), Exhausted> {
    let page = Page::new(html);
    page.runs
        .iter()
        .try_for_each(|run| blocks::run(&page, run, (Origin::Node(root), None), builder, budget))
}

/// Markup as it is, escaped or not; of a plain text each line is a paragraph.
fn as_page(body: &str) -> String {
    let plain = match markup::has_tags(body) {
        true => body.to_owned(),
        false => markup::unescape(body),
    };
    // Markup that parts fewer paragraphs than there are lines is that of words only.
    let parted: usize = ["<p", "<br", "<div", "<li"]
        .map(|tag| plain.matches(tag).count())
        .iter()
        .sum();
    let lines = plain.matches('\n').count();
    if parted < lines {
        plain.replace('\n', "<p>")
    } else {
        plain
    }
}
