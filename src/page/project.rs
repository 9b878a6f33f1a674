//! Project histories: one project told over years, with dated stages.
//!
//! A stage opens with a year and a dash (`2006 – a seminar …`), on a line or
//! list item of its own. Two stages and a word for *project* make a project.

use super::article;
use crate::diagnostic::Diagnostics;
use crate::document::{Document, Witness};
use crate::draft::{Draft, Title};
use crate::lexicon::{self, LEXICON};
use crate::record::{ActivityKind, TitleBasis};
use crate::scheme::Scheme;
use crate::span::{Passage, Span};
use regex::Regex;
use std::sync::LazyLock;

/// A year or years, then a dash or colon: `2002 –`, `2010-2012:`, `2015 г. -`.
static STAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\W{0,3}((?:19|20)\d\d(?:\s?[-–—/]\s?(?:19|20)\d\d)?)(?:\s*(?:г\.?|гг\.?|год|жыл|жылы|сол|соли|ý\.|yil|йил))?\s*[-–—:]\s+").unwrap()
});

/// A quoted name right behind a word for *project*, or the other way round.
static QUOTED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"[“«"„]([^“”«»"„]{3,120})[”»"“]"#).unwrap());

pub fn cut(document: &Document, _: &Scheme, _: &mut Diagnostics) -> Option<Vec<Draft>> {
    let body = article::body(document);
    let is_project = body
        .iter()
        .take(4)
        .any(|span| names_project(span.of(&document.text)))
        || article::headline(document).is_some_and(|title| names_project(&title.text));
    if !is_project {
        return None;
    }
    let stages: Vec<usize> = (0..body.len())
        .filter(|&index| STAGE.is_match(body[index].of(&document.text)))
        .collect();
    if stages.len() < 2 {
        return None;
    }
    let extent = body.iter().copied().reduce(Span::join)?;
    let mut project = Draft::new(ActivityKind::Project, extent);
    project.title = name(document, &body)
        .or_else(|| article::headline(document))
        .or_else(|| article::supplied(document, &body));
    project.body = body.clone();
    let mut drafts = vec![project];
    let ends = stages
        .iter()
        .skip(1)
        .copied()
        .chain([end_of_stages(document, &body, &stages)]);
    for (&from, to) in stages.iter().zip(ends) {
        drafts.push(stage(document, &body[from..to]));
    }
    Some(drafts)
}

fn names_project(text: &str) -> bool {
    lexicon::holds_one_of(&text.to_lowercase(), &LEXICON.project_word)
}

/// The last stage goes on for as long as its text is a continuation of a cut sentence; closing
/// remarks on the whole project are none of its.
fn end_of_stages(document: &Document, body: &[Span], stages: &[usize]) -> usize {
    let last = stages[stages.len() - 1];
    let mut end = last + 1;
    while end < body.len() && body[end].of(&document.text).starts_with(char::is_lowercase) {
        end += 1;
    }
    end
}

/// The project's name: quoted beside a word for project, told most often.
fn name(document: &Document, body: &[Span]) -> Option<Title> {
    let mut names: Vec<(Span, usize)> = Vec::new();
    let headline = article::headline(document).and_then(|title| match title.witness {
        Some(Witness::Text(span)) => Some(span),
        _ => None,
    });
    for passage in headline
        .iter()
        .chain(body)
        .map(|&span| document.passage(span))
    {
        for quote in QUOTED
            .captures_iter(passage.text)
            .filter_map(|captures| captures.get(1))
        {
            if !beside_project(passage, quote.start(), quote.end()) {
                continue;
            }
            let text = quote.as_str().to_lowercase();
            match names
                .iter_mut()
                .find(|(span, _)| span.of(&document.text).to_lowercase() == text)
            {
                Some((_, count)) => *count += 1,
                None => names.push((passage.locate(quote.range()), 1)),
            }
        }
    }
    let most = names.iter().map(|(_, count)| *count).max()?;
    let (span, _) = names.iter().find(|(_, count)| *count == most)?;
    let text = span.of(&document.text).to_owned();
    Some(Title {
        text,
        basis: TitleBasis::Stated,
        witness: Some(Witness::Text(*span)),
    })
}

/// Whether a word for project stands within three words of the quotation.
fn beside_project(passage: Passage, start: usize, end: usize) -> bool {
    let before: Vec<&str> = passage.text[..start]
        .split_whitespace()
        .rev()
        .take(3)
        .collect();
    let after: Vec<&str> = passage.text[end..].split_whitespace().take(3).collect();
    before.iter().chain(&after).any(|word| {
        lexicon::is_one_of(
            word.trim_matches(|c: char| !c.is_alphanumeric()),
            &LEXICON.project_word,
        )
    })
}

/// A stage: its year, its name (quoted, or the words up to the first stop) and its text.
fn stage(document: &Document, spans: &[Span]) -> Draft {
    let extent = spans.iter().copied().reduce(Span::join).unwrap_or_default();
    let mut stage = Draft::new(ActivityKind::Stage, extent);
    stage.parent = Some(0);
    let first = document.passage(spans[0]);
    let mark = STAGE.find(first.text).map_or(0, |found| found.end());
    let rest = first.slice(mark..first.text.len());
    stage.heading = Some(first.slice(0..mark).trim().span());
    let name = stage_name(document, rest, spans.get(1).copied());
    stage.title = Some(Title {
        text: name
            .of(&document.text)
            .replace('\n', " ")
            .replace("  ", " "),
        basis: TitleBasis::Stated,
        witness: Some(Witness::Text(name)),
    });
    stage.body = std::iter::once(rest.span())
        .chain(spans[1..].iter().copied())
        .collect();
    stage
}

fn stage_name(document: &Document, rest: Passage, next: Option<Span>) -> Span {
    let opened = rest.text.char_indices().find(|(_, c)| "“«„\"".contains(*c));
    let close = |text: &str| {
        text.char_indices()
            .find(|(_, c)| "”»\"".contains(*c))
            .map(|(at, _)| at)
    };
    if let Some((at, quote)) = opened.filter(|(at, _)| *at < 120) {
        let inside = at + quote.len_utf8();
        if let Some(end) = close(&rest.text[inside..]) {
            return rest.locate(inside..inside + end);
        }
        // The name runs on into the next paragraph.
        if let Some(next) = next
            && let Some(end) = close(next.of(&document.text))
        {
            return Span {
                start: rest.start + inside as u32,
                end: next.start + end as u32,
            };
        }
    }
    let end = rest
        .text
        .find([';', '(', '.', ':'])
        .unwrap_or(rest.text.len());
    rest.slice(0..end).trim().span()
}
