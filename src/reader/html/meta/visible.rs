//! What a reader sees of author and date: one walk over the elements, one over
//! the lines about headline and text. `byline` reads names, `seen` days.

use super::byline;
use super::said::PageCandidates;
use super::seen::{self, Seen};
use super::sight::{Sight, runs_at};
use super::view::PageView;
use crate::document::{Builder, Property, Rule};
use crate::reader::html::names::{Tag, Traits, attribute};
use crate::reader::html::page::NodeContent;
use html5ever::local_name;
use scraper::node::Element;

/// How far the moments of microdata are believed: less than those of JSON-LD, which stands once.
const MICRODATA: f32 = 0.75;

/// Digits of a line that can hold a day (`3.5.21`), and characters of one that is looked at.
const DIGITS: u32 = 4;
const LINE: u32 = 240;

pub fn collect(
    view: &PageView,
    headline: Option<usize>,
    said: &mut PageCandidates,
    builder: &mut Builder,
) {
    let sight = Sight::new(view, headline);
    let mut seen = Seen::default();
    for node in 0..view.page.nodes.len() as u32 {
        if let NodeContent::Element(element) = view.page.nodes[node as usize].content {
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
    said: &mut PageCandidates,
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
fn microdata(element: &Element, said: &mut PageCandidates) {
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
        said.moment(property, value, format!("microdata:{name}"), MICRODATA);
    }
}
