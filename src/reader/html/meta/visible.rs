//! Bylines and datelines that a reader sees: microdata, `time` elements, and
//! boxes whose names say author or date, about the headline.

use super::{Said, View, author, moment};
use crate::document::{Builder, Property, Witness};
use crate::reader::html::names::{Tag, Traits};
use crate::reader::html::page::{Content, Page};
use crate::span::Span;

/// How many runs about the headline and the first paragraph are looked at.
const NEAR: usize = 14;

pub fn collect(view: &View, headline: Option<usize>, said: &mut Said, builder: &mut Builder) {
    let page = view.page;
    let body = view.choice.asides.iter().position(Option::is_none).unwrap_or(0);
    // From the headline on, where one stands before the text; else about its first line.
    let start = body.saturating_sub(NEAR).min(headline.unwrap_or(body).saturating_sub(4));
    let start = start.max(body.saturating_sub(6 * NEAR));
    let near = start..(body + NEAR).min(page.runs.len());
    let end = view.choice.asides.iter().rposition(Option::is_none).unwrap_or(0);
    for index in 0..page.nodes.len() as u32 {
        let node = &page.nodes[index as usize];
        let Content::Element(element) = node.content else { continue };
        let prop = element.attr("itemprop").unwrap_or("");
        let runs = runs_at(page, index);
        let close = near.contains(&runs.start) || (end..end + 6).contains(&runs.start);
        if prop == "datePublished" || prop == "dateCreated" {
            let value = element.attr("datetime").or_else(|| element.attr("content")).unwrap_or("");
            said.moment(Property::Published, value, "microdata:datePublished", 0.75);
        }
        if prop == "dateModified" {
            let value = element.attr("datetime").or_else(|| element.attr("content")).unwrap_or("");
            said.moment(Property::Modified, value, "microdata:dateModified", 0.75);
        }
        if !close {
            continue;
        }
        let before = runs.start <= body;
        if node.tag == Tag::Time {
            time(view, index, runs.start, before, said, builder);
        } else if node.traits.has(Traits::DATE) {
            date(view, index, runs.start, before, said, builder);
        }
        let leads = element.attr("href").is_some_and(leads_to_person);
        if leads || (node.traits.has(Traits::AUTHOR) && !node.traits.has(Traits::ABOUT)) {
            byline(view, index, runs.start, before, said, builder);
        }
    }
    for index in near {
        let run = &page.runs[index];
        if run.chars < 80 && run.heading == 0 {
            let words = page.plain(run);
            if author::only_opens(&words) && index + 1 < page.runs.len() && page.runs[index + 1].chars < 60 {
                people(view, &page.plain(&page.runs[index + 1]), index + 1, 0.52, said, builder);
                byline_block(view, index, builder);
            } else if author::opens(&words) && words.split_whitespace().count() < 12 {
                people(view, &words, index, 0.5, said, builder);
            } else if run.digits > 2 || index <= body {
                behind_by(view, &words, index, said, builder);
            }
            if run.digits > 4 {
                // A day above the headline is most often today's; a copyright line gives no day of the page.
                let weight = match (headline.is_some_and(|headline| index < headline), index <= body) {
                    (true, _) => 0.2,
                    (false, true) => 0.45,
                    (false, false) => 0.25,
                };
                if !words.contains('©') {
                    dateline(view, &words, index, weight, said, builder);
                }
            }
        }
    }
}

/// `Published August 7, 2023 by Jane Roe`.
fn behind_by(view: &View, words: &str, run: usize, said: &mut Said, builder: &mut Builder) {
    for name in author::behind_by(words).iter().filter(|name| name.contains(' ')) {
        people(view, name, run, 0.45, said, builder);
    }
}

/// A short line with a year in it, or the part of it that has the year.
fn dateline(view: &View, words: &str, run: usize, weight: f32, said: &mut Said, builder: &mut Builder) {
    for part in parts(words).filter(|part| part.chars().count() <= 60 && has_year(part)) {
        let lower = part.to_lowercase();
        let modified = MODIFIED.iter().any(|word| lower.contains(word));
        let property = if modified { Property::Modified } else { Property::Published };
        let Some(span) = locate(view, builder, run, part) else { continue };
        let value = moment::parse(part).unwrap_or_else(|| part.to_owned());
        said.0.push((property, value, Witness::Text(span), weight));
        if weight > 0.4 {
            byline_block(view, run, builder);
        }
    }
}

/// What says that a day is that of a change.
const MODIFIED: [&str; 6] = ["updated", "modified", "revised", "обновлено", "изменено", "жаңартылды"];

/// The parts of a line, at marks and before `updated`.
fn parts(line: &str) -> impl Iterator<Item = &str> {
    let lower = line.to_lowercase();
    let fits = lower.len() == line.len();
    let cut = MODIFIED
        .iter()
        .filter_map(|word| lower.find(word))
        .filter(|&at| fits && at > 0 && line.is_char_boundary(at))
        .min();
    let (head, tail) = line.split_at(cut.unwrap_or(line.len()));
    [head, tail].into_iter().flat_map(|part| part.split(['|', '•', '·'])).map(str::trim)
}

/// Whether a number of four digits can be a year, and another number or a word stands by it.
fn has_year(text: &str) -> bool {
    let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty());
    let year = |number: &&str| number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    numbers.clone().any(|number| year(&number)) && numbers.any(|number| number.len() <= 2)
}

/// Addresses of pages about people of the site.
fn leads_to_person(href: &str) -> bool {
    let parts = ["/author/", "/authors/", "/staff/", "/contributors/", "/contributor/", "/by/", "/writers/", "/avtor/"];
    parts.iter().any(|part| href.contains(part))
}

/// The runs whose text stands in a node; for inline elements the run they lie in.
fn runs_at(page: &Page, node: u32) -> std::ops::Range<usize> {
    let end = page.nodes[node as usize].end;
    let first = page.runs.partition_point(|run| run.last < node);
    let after = page.runs.partition_point(|run| run.first < end);
    first..after.max(first)
}

fn text(page: &Page, node: u32) -> String {
    let mut out = String::new();
    for inner in &page.nodes[node as usize..page.nodes[node as usize].end as usize] {
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

fn time(view: &View, node: u32, run: usize, before: bool, said: &mut Said, builder: &mut Builder) {
    let words = text(view.page, node);
    let modified = says_modified(view, node, run);
    let property = if modified { Property::Modified } else { Property::Published };
    let weight = if before { 0.65 } else { 0.4 };
    let stamp = view.page.element(node).and_then(|e| e.attr("datetime")).unwrap_or("");
    match (moment::parse(stamp), locate(view, builder, run, &words)) {
        (Some(value), Some(span)) => said.0.push((property, value, Witness::Text(span), weight)),
        (Some(value), None) => said.add(property, &value, "time", weight - 0.1),
        (None, Some(span)) => said.0.push((property, words, Witness::Text(span), weight - 0.15)),
        (None, None) => {}
    }
    if before {
        byline_block(view, run, builder);
    }
}

/// `Updated`, `Last modified`, in the words or the names.
fn says_modified(view: &View, node: u32, run: usize) -> bool {
    let named = view.page.ancestors(node).take(2).any(|n| {
        view.page.element(n).is_some_and(|e| {
            let names = [e.attr("class"), e.attr("itemprop")];
            names.iter().flatten().any(|v| {
                let v = v.to_ascii_lowercase();
                (v.contains("updated") || v.contains("modified")) && !v.contains("published")
            })
        })
    });
    let Some(run) = view.page.runs.get(run) else { return named };
    let words = view.page.plain(run).to_lowercase();
    let says = ["updated", "modified", "обновлено", "изменено"].iter().any(|w| words.starts_with(w));
    named || says || words.starts_with("last ")
}

fn date(view: &View, node: u32, run: usize, before: bool, said: &mut Said, builder: &mut Builder) {
    let page = view.page;
    let inner = node as usize + 1..page.nodes[node as usize].end as usize;
    if page.nodes[inner].iter().any(|n| n.tag == Tag::Time) {
        return;
    }
    let words = text(page, node);
    if words.len() > 80 || !words.contains(|c: char| c.is_ascii_digit()) {
        return;
    }
    let modified = says_modified(view, node, run);
    let property = if modified { Property::Modified } else { Property::Published };
    let Some(span) = locate(view, builder, run, &words) else { return };
    let value = moment::parse(&words).unwrap_or(words);
    said.0.push((property, value, Witness::Text(span), if before { 0.5 } else { 0.3 }));
    if before {
        byline_block(view, run, builder);
    }
}

fn byline(view: &View, node: u32, run: usize, before: bool, said: &mut Said, builder: &mut Builder) {
    let words = text(view.page, node);
    if words.len() > 120 {
        return;
    }
    people(view, &words, run, if before { 0.55 } else { 0.4 }, said, builder);
}

fn people(view: &View, words: &str, run: usize, weight: f32, said: &mut Said, builder: &mut Builder) {
    for name in author::names(words) {
        if let Some(span) = locate(view, builder, run, &name) {
            said.0.push((Property::Author, name, Witness::Text(span), weight));
            byline_block(view, run, builder);
        }
    }
}

/// A short line that holds an author or a date is no part of the text.
fn byline_block(view: &View, run: usize, builder: &mut Builder) {
    let Some(found) = view.page.runs.get(run) else { return };
    if found.chars < 100
        && matches!(view.choice.asides[run], None | Some("header" | "outside" | "about" | "lead" | "above"))
    {
        view.placed[run].clone().for_each(|block| builder.set_aside(block, "byline"));
    }
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
