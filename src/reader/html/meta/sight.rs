//! The page and its landmarks: where headline, text and the lines about both stand.

use super::view::PageView;
use crate::document::{Builder, Rule};
use crate::reader::html::page::{NodeContent, Page};
use crate::span::Span;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

/// How many runs about the headline and the first paragraph are looked at.
pub const NEAR: usize = 14;

/// Bylines that head paragraphs of their own.
const SEVERAL: usize = 3;

/// How many runs about the last line of the text are looked at.
const FOOT: usize = 8;

/// The page and its landmarks, as indices of runs.
pub struct Sight<'a, 't> {
    pub view: &'a PageView<'a, 't>,
    pub headline: Option<usize>,
    /// The first and the last run of the main content.
    pub body: usize,
    pub end: usize,
    /// From the headline on, where one stands before the text; else about its first line.
    pub near: Range<usize>,
    /// Lines that hold an author or a date.
    bylines: RefCell<BTreeSet<usize>>,
}

impl<'a, 't> Sight<'a, 't> {
    pub fn new(view: &'a PageView<'a, 't>, headline: Option<usize>) -> Sight<'a, 't> {
        let asides = &view.choice.asides;
        // The text begins with its first prose: byline and dateline may be taken for a part of it.
        let kept = |index: &usize| asides[*index].is_none();
        let first = (0..asides.len()).find(kept).unwrap_or(0);
        // It does not begin before the last line that is about it.
        let lead = asides
            .iter()
            .take(first + NEAR)
            .rposition(|aside| *aside == Some(Rule::Lead));
        let first = lead.map_or(first, |lead| first.max(lead + 1));
        let prose = (first..asides.len().min(first + NEAR))
            .filter(kept)
            .find(|&index| view.page.runs[index].prose() > 0);
        let body = prose.unwrap_or(first);
        let end = asides.iter().rposition(Option::is_none).unwrap_or(0);
        let start = body
            .saturating_sub(NEAR)
            .min(headline.unwrap_or(body).saturating_sub(4));
        let near =
            start.max(body.saturating_sub(6 * NEAR))..(body + NEAR).min(view.page.runs.len());
        Sight {
            view,
            headline,
            body,
            end,
            near,
            bylines: RefCell::default(),
        }
    }

    /// The lines about the last of the text.
    pub fn foot(&self) -> Range<usize> {
        self.end.saturating_sub(FOOT)..self.end + FOOT
    }

    /// A short line that holds an author or a date is no part of the text.
    pub fn byline(&self, run: usize) {
        let Some(found) = self.view.page.runs.get(run) else {
            return;
        };
        let inherits = matches!(
            self.view.choice.asides[run],
            None | Some(
                Rule::Header
                    | Rule::Outside
                    | Rule::Outweighed
                    | Rule::About
                    | Rule::Lead
                    | Rule::Above
            )
        );
        if found.chars < 100 && inherits && self.view.choice.table_at(run).is_none() {
            self.bylines.borrow_mut().insert(run);
        }
    }

    /// Sets bylines aside, unless one after another heads a paragraph: they title the items of a
    /// list that has no boxes, or the entries of a chronicle.
    pub fn set_aside(self, builder: &mut Builder) {
        let PageView {
            page,
            choice,
            placed,
            ..
        } = *self.view;
        let lines = self.bylines.into_inner();
        let is_text =
            |run: usize| choice.asides.get(run) == Some(&None) && page.runs[run].prose() > 0;
        let heads = lines.iter().filter(|&&line| is_text(line + 1)).count();
        if heads < SEVERAL || page.is_thread() {
            let blocks = lines.into_iter().flat_map(|line| placed[line].clone());
            blocks.for_each(|block| builder.set_aside(block, Rule::Byline));
        }
    }
}

/// The runs whose text stands in a node; for inline elements the run they lie in.
pub fn runs_at(page: &Page, node: u32) -> Range<usize> {
    let end = page.nodes[node as usize].end;
    let first = page.runs.partition_point(|run| run.last < node);
    let after = page.runs.partition_point(|run| run.first < end);
    first..after.max(first)
}

/// The words of a node, with spaces where elements meet.
pub fn text(page: &Page, node: u32) -> String {
    between(page, node, page.nodes[node as usize].end)
}

/// The words of the nodes from one up to another.
pub fn between(page: &Page, first: u32, end: u32) -> String {
    let mut out = String::new();
    for inner in page
        .nodes
        .get(first as usize..end as usize)
        .unwrap_or_default()
    {
        match inner.content {
            NodeContent::Text(words) => crate::document::builder::fold_into(&mut out, 0, words),
            NodeContent::Element(_) => crate::document::builder::fold_into(&mut out, 0, " "),
        }
        if out.len() > 300 {
            break;
        }
    }
    out.trim().to_owned()
}

/// Where words of a run stand in the document.
pub fn locate(view: &PageView, builder: &Builder, run: usize, words: &str) -> Option<Span> {
    let document = builder.document();
    if words.is_empty() {
        return None;
    }
    view.placed.get(run)?.clone().find_map(|block| {
        let span = document.blocks.get(block)?.span;
        let at = span.of(&document.text).find(words)? + span.start as usize;
        Some(Span::new(at..at + words.len()))
    })
}
