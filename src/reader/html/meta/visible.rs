//! What a reader sees of author and date: one walk over the elements, one over
//! the lines about headline and text. `byline` reads names, `seen` days.

use super::seen::{self, Seen};
use super::{Said, View, byline};
use crate::document::{Builder, Property, Rule};
use crate::reader::html::names::{Tag, Traits, attribute};
use crate::reader::html::page::{Content, Page};
use crate::span::Span;
use html5ever::local_name;
use scraper::node::Element;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;

/// How many runs about the headline and the first paragraph are looked at.
const NEAR: usize = 14;

/// Bylines that head paragraphs of their own.
const SEVERAL: usize = 3;

/// How many runs about the last line of the text are looked at.
const FOOT: usize = 8;

/// Digits of a line that can hold a day (`3.5.21`), and characters of one that is looked at.
const DIGITS: u32 = 4;
const LINE: u32 = 240;

/// The page and its landmarks, as indices of runs.
pub struct Sight<'a, 't> {
    pub view: &'a View<'a, 't>,
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
    fn new(view: &'a View<'a, 't>, headline: Option<usize>) -> Sight<'a, 't> {
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
    fn foot(&self) -> Range<usize> {
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

    /// Sets bylines aside, unless one after another heads a paragraph: they title the items of a list
    /// that has no boxes, or the entries of a chronicle.
    fn set_aside(self, builder: &mut Builder) {
        let View {
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

pub fn collect(view: &View, headline: Option<usize>, said: &mut Said, builder: &mut Builder) {
    let sight = Sight::new(view, headline);
    let mut seen = Seen::default();
    for node in 0..view.page.nodes.len() as u32 {
        if let Content::Element(element) = view.page.nodes[node as usize].content {
            visit(&sight, node, element, &mut seen, said, builder);
        }
    }
    for index in 0..view.page.runs.len() {
        let run = &view.page.runs[index];
        let near = sight.near.contains(&index) && index <= sight.end;
        let opens = index == sight.body && run.digits >= DIGITS;
        let dated = run.digits >= DIGITS && run.chars <= LINE;
        // `Written by` may stand as a heading.
        let named = near && run.chars < if run.heading == 0 { 80 } else { 16 };
        // A dateline may be one too.
        let dated = dated && (run.heading == 0 || run.chars <= 30);
        let signed = !near && run.chars < 80 && sight.foot().contains(&index);
        if !(dated || named || opens || signed) {
            continue;
        }
        let words = view.page.plain(run);
        if opens {
            seen.opening(&sight, index, &words, builder);
        }
        if signed {
            byline::signature(&sight, index, &words, said, builder);
        }
        if named {
            byline::line(&sight, index, &words, said, builder);
        }
        if dated {
            seen.line(&sight, index, &words, builder);
        }
    }
    seen.finish(said);
    sight.set_aside(builder);
}

fn visit(
    sight: &Sight,
    node: u32,
    element: &Element,
    seen: &mut Seen,
    said: &mut Said,
    builder: &mut Builder,
) {
    let page = sight.view.page;
    let Some((tag, traits)) = page
        .nodes
        .get(node as usize)
        .map(|node| (node.tag, node.traits))
    else {
        return;
    };
    if traits.has(Traits::STATED) {
        microdata(element, said);
    }
    if tag == Tag::Time {
        seen.time(sight, node, builder);
    } else if traits.has(Traits::DATE) {
        seen.named(sight, node, builder);
    } else if seen::carries_stamp(element) {
        seen.stamped(sight, node, builder);
    }
    let leads = tag == Tag::Link
        && attribute(element, &local_name!("href")).is_some_and(byline::leads_to_person);
    let named = traits.has(Traits::AUTHOR) && !traits.has(Traits::ABOUT);
    if !leads && !named {
        return;
    }
    let run = runs_at(page, node).start;
    let aside = sight.view.choice.asides.get(run).copied().flatten();
    let close = sight.near.contains(&run) || (sight.end..sight.end + 6).contains(&run);
    if aside != Some(Rule::Comments) && close {
        byline::named(sight, node, run, said, builder);
    }
}

/// Properties of microdata and RDFa that carry their value for machines.
fn microdata(element: &Element, said: &mut Said) {
    let names = ["itemprop", "property"]
        .iter()
        .filter_map(|name| element.attr(name));
    for name in names.flat_map(str::split_ascii_whitespace) {
        let property = match name.rsplit(':').next().unwrap_or(name) {
            "datePublished" | "dateCreated" => Property::Published,
            "dateModified" => Property::Modified,
            _ => continue,
        };
        let value = element
            .attr("datetime")
            .or_else(|| element.attr("content"))
            .unwrap_or("");
        said.moment(property, value, format!("microdata:{name}"), 0.75);
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
            Content::Text(words) => crate::document::builder::fold_into(&mut out, 0, words),
            Content::Element(_) => crate::document::builder::fold_into(&mut out, 0, " "),
        }
        if out.len() > 300 {
            break;
        }
    }
    out.trim().to_owned()
}

/// Where words of a run stand in the document.
pub fn locate(view: &View, builder: &Builder, run: usize, words: &str) -> Option<Span> {
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
