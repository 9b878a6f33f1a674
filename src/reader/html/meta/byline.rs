//! Names that a reader sees: boxes whose names say author, links to pages about
//! people, and lines that open as a byline does.

use super::author;
use super::said::PageCandidates;
use super::sight::{Sight, locate, text};
use crate::document::{Builder, Property, Rule, Witness};

/// How far a name is believed in a box that says author, behind a line that opens it (`Written
/// by`), in such a line itself, and behind a `by` within a line. Set by hand on the fixtures.
const BOX: f32 = 0.55;
const OPENED: f32 = 0.52;
const OPENS: f32 = 0.5;
const BEHIND_BY: f32 = 0.45;

/// How far a name behind the text is believed.
const SIGNATURE: f32 = 0.4;

/// Addresses of pages about people of the site.
pub fn leads_to_person(href: &str) -> bool {
    // Between two slashes: neither the first part nor the last.
    let mut parts = href.split('/');
    parts.next_back();
    parts.skip(1).any(|part| {
        matches!(
            part,
            "author"
                | "authors"
                | "staff"
                | "contributors"
                | "contributor"
                | "by"
                | "writers"
                | "avtor"
        )
    })
}

/// A box whose name says author, or a link that leads to one.
pub fn named(
    sight: &Sight,
    node: u32,
    run: usize,
    said: &mut PageCandidates,
    builder: &mut Builder,
) {
    let words = text(sight.view.page, node);
    // Italian says it so; elsewhere the word opens sentences.
    let words = words
        .strip_prefix("di ")
        .or_else(|| words.strip_prefix("Di "))
        .unwrap_or(&words);
    if words.len() <= 120 && !super::dateline::is_dateline(words) {
        people(
            sight,
            words,
            run,
            if run <= sight.body { BOX } else { SIGNATURE },
            said,
            builder,
        );
    }
}

/// A line about headline and text.
pub fn line(
    sight: &Sight,
    index: usize,
    words: &str,
    said: &mut PageCandidates,
    builder: &mut Builder,
) {
    let page = sight.view.page;
    let run = &page.runs[index];
    match page.runs.get(index + 1) {
        Some(next) if author::only_opens(words) && next.chars < 60 => {
            people(sight, &page.plain(next), index + 1, OPENED, said, builder);
            sight.byline(index);
        }
        _ if author::opens(words) && words.split_whitespace().count() < 12 => {
            people(sight, words, index, OPENS, said, builder);
        }
        _ if run.digits > 2 || index <= sight.body => {
            // `Published August 7, 2023 by Jane Roe`.
            for name in author::behind_by(words)
                .iter()
                .filter(|name| name.contains(' '))
            {
                people(sight, name, index, BEHIND_BY, said, builder);
            }
        }
        _ => {}
    }
}

/// A line behind the text that says who wrote it.
pub fn signature(
    sight: &Sight,
    index: usize,
    words: &str,
    said: &mut PageCandidates,
    builder: &mut Builder,
) {
    if !author::says_author(words)
        || matches!(
            sight.view.choice.asides[index],
            Some(Rule::Comments | Rule::Related)
        )
    {
        return;
    }
    let page = sight.view.page;
    match page.runs.get(index + 1) {
        Some(next) if author::only_opens(words) && next.chars < 60 => {
            people(
                sight,
                &page.plain(next),
                index + 1,
                SIGNATURE,
                said,
                builder,
            );
        }
        _ => people(sight, words, index, SIGNATURE, said, builder),
    }
}

fn people(
    sight: &Sight,
    words: &str,
    run: usize,
    weight: f32,
    said: &mut PageCandidates,
    builder: &mut Builder,
) {
    for name in author::names(words) {
        if let Some(span) = locate(sight.view, builder, run, &name) {
            said.0
                .push((Property::Author, name, Witness::Text(span), weight));
            sight.byline(run);
        }
    }
}
