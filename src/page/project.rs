//! Project histories: one project told over years, with dated stages.
//!
//! A stage opens with a year and a dash (`2006 – a seminar …`), on a line or
//! list item of its own. Two stages and a word for *project* make a project.

use super::article;
use super::reading::Step;
use super::units::Units;
use crate::document::{Document, Witness};
use crate::draft::{Draft, Title};
use crate::field::date;
use crate::lexicon::cues::Cue;
use crate::lexicon::{self, LEXICON};
use crate::record::{ActivityKind, TitleBasis};
use crate::span::{Passage, Span};
use regex::Regex;
use std::sync::LazyLock;

/// A year or years, then a dash or colon: `2002 –`, `2010-2012:`, `2015 г. -`.
static STAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"^\W{0,3}((?:19|20)\d\d(?:\s?[-–—/]\s?(?:19|20)\d\d)?)",
        r"(?:\s*(?:г\.?|гг\.?|год|жыл|жылы|сол|соли|ý\.|yil|йил))?\s*[-–—:]\s+"
    ))
    .expect("a constant pattern")
});

/// A quoted name right behind a word for *project*, or the other way round.
static QUOTED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"[“«"„]([^“”«»"„]{3,120})[”»"“]"#).expect("a constant pattern"));

/// What a page tells of one project: the project itself, and its stages.
///
/// A page that names a project where it begins is one where its text goes from year to year: in
/// lines that open with a year and a dash, or in `records`, those cut as a list, over several
/// years.
pub fn cut(document: &Document, units: &Units, records: &[Draft]) -> Option<Vec<Draft>> {
    let first = (0..units.len()).find(|&at| units.all[at].form.prose && !units.junk[at])?;
    if !is_named(document, units, first) {
        return None;
    }
    let whole = Step {
        way: None,
        start: first,
        end: last(units) + 1,
    };
    let mut project = article::draft(document, units, whole, ActivityKind::Project)?;
    let lines = stages(document, &project.body);
    let stages = if lines.len() >= STAGES {
        lines
    } else {
        by_year(document, units, records)?
    };
    project.title = name(document, &project.body).or(project.title);
    Some([project].into_iter().chain(stages).collect())
}

/// Stages of the shortest history.
const STAGES: usize = 2;

/// Passages at the head of a page in which its project is named.
const HEAD: usize = 4;

fn is_named(document: &Document, units: &Units, first: usize) -> bool {
    let from = first.saturating_sub(HEAD);
    let above = (from..first).filter(|&at| !units.junk[at]);
    let texts = (first..units.len())
        .filter(|&at| units.all[at].form.prose)
        .take(2);
    let named = |at: usize| units.all[at].cues.has(Cue::Project);
    above.chain(texts).any(named)
        || article::headline(document).is_some_and(|title| names_project(&title.text))
}

fn last(units: &Units) -> usize {
    let text = |at: usize| {
        let unit = &units.all[at];
        unit.form.prose || unit.form.ends || unit.mark.is_some()
    };
    let told = |at: &usize| !units.junk[*at] && !units.side[*at] && (!units.unmarked || text(*at));
    (0..units.len()).rev().find(told).unwrap_or(0)
}

/// Stages that open with a year and a dash.
fn stages(document: &Document, body: &[Span]) -> Vec<Draft> {
    let opens = |index: &usize| STAGE.is_match(body[*index].of(&document.text));
    let starts: Vec<usize> = (0..body.len()).filter(opens).collect();
    if starts.is_empty() {
        return Vec::new();
    }
    let last = end_of_stages(document, body, &starts);
    let ends = starts.iter().skip(1).copied().chain([last]);
    starts
        .iter()
        .zip(ends)
        .map(|(&from, to)| stage(document, &body[from..to]))
        .collect()
}

/// The records of a list over several years as stages.
fn by_year(document: &Document, units: &Units, records: &[Draft]) -> Option<Vec<Draft>> {
    let year = |draft: &Draft| {
        let passages = draft
            .heading
            .iter()
            .chain(&draft.body)
            .chain(&draft.published)
            .chain(&draft.when);
        passages.copied().find_map(|span| {
            let dates = date::find(document.passage(span), None, &date::Reference::default());
            dates
                .first()
                .and_then(|date| date.value.start)
                .map(|day| day.year())
        })
    };
    let years: Vec<Option<i16>> = records.iter().map(year).collect();
    let mut known: Vec<i16> = years.iter().flatten().copied().collect();
    let dated = known.len() * 2 >= years.len();
    known.dedup();
    known.sort_unstable();
    known.dedup();
    // The days beside the stages of a history are theirs.
    let stages = records.iter().cloned().map(|draft| Draft {
        kind: ActivityKind::Stage,
        parent: Some(0),
        when: draft.when.or(draft.published),
        published: None,
        ..draft
    });
    let listed = units.list_page || records.len() < STAGES;
    (dated && known.len() >= STAGES && !listed).then(|| stages.collect())
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
