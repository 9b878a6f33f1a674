//! What stands around the text of a printed page: mastheads, datelines,
//! counters, contact lines, lists of other news.
//!
//! Without markup only the lines themselves tell. The first *prose* block (a
//! sentence or more) divides the page: what is above it is masthead, headline
//! and dateline, what follows the last one is the foot of the page.

use crate::document::{Builder, Document, Kind, Property, Rule, Witness, entries};
use crate::lexicon::{self, LEXICON};
use crate::span::Span;

/// Shortest text, in characters, that is prose by its length alone.
const LONG: usize = 160;

/// Sets the furniture of the page aside and notes headline, dateline and list items.
pub fn set_aside(builder: &mut Builder) {
    let document = builder.document();
    let lines: Vec<Line> = document
        .blocks
        .iter()
        .map(|block| Line::new(document, &block.kind, block.span))
        .collect();
    if lines.iter().any(|line| line.table) {
        return;
    }
    let found = entries::detect(document);
    let mut rules: Vec<Option<Rule>> = lines.iter().map(Line::own_rule).collect();
    let body = found
        .first()
        .map(|entry| entry.blocks.start)
        .or_else(|| lines.iter().position(|line| line.prose));
    let Some(body) = body else { return };
    more_news(&lines, body, &mut rules);
    let headline = if found.is_empty() {
        head(&lines, body, &mut rules)
    } else {
        mast(body, &mut rules)
    };
    if found.is_empty() {
        foot(&lines, body, &mut rules);
    }
    let spans: Vec<Span> = document.blocks.iter().map(|block| block.span).collect();
    let dates: Vec<(Span, String)> = lines
        .iter()
        .zip(&rules)
        .zip(&spans)
        .filter(|((l, r), _)| l.dateline && **r == Some(Rule::Byline))
        .map(|((l, _), span)| (*span, l.text.clone()))
        .collect();
    let title = headline.map(|index| (spans[index], lines[index].text.clone()));
    for entry in found {
        builder.entry(entry);
    }
    for (index, rule) in rules.into_iter().enumerate() {
        if let Some(rule) = rule {
            builder.set_aside(index, rule);
        }
    }
    if let Some((span, title)) = title {
        builder
            .meta()
            .add(Property::Title, title, Witness::Text(span), 0.8);
    }
    for (span, words) in dates {
        builder
            .meta()
            .add(Property::Published, words, Witness::Text(span), 0.7);
    }
}

/// A block and what can be seen of it alone.
struct Line {
    text: String,
    lowered: String,
    words: usize,
    prose: bool,
    /// Short, with a date: `Published 11.03.2021`.
    dateline: bool,
    table: bool,
    heading: bool,
    item: bool,
}

impl Line {
    fn new(document: &Document, kind: &Kind, span: Span) -> Line {
        let text = span.of(&document.text).to_owned();
        let words = text.split_whitespace().count();
        let ends = text.ends_with(['.', '!', '?', '…', ';', ':'])
            || text.ends_with(".”")
            || text.ends_with(".»");
        let heading = matches!(kind, Kind::Heading(_));
        let long = text.chars().count() > LONG;
        let lowered = text.to_lowercase();
        Line {
            words,
            prose: !heading && (long || ends && words >= 8),
            dateline: words <= 8 && !ends && has_date(&lowered),
            table: matches!(kind, Kind::Table(_)),
            heading,
            item: matches!(kind, Kind::Item),
            text,
            lowered,
        }
    }

    /// The rule that sets the line aside wherever it stands.
    fn own_rule(&self) -> Option<Rule> {
        if self.prose || self.words > 14 || self.heading {
            return None;
        }
        let figures = self.lowered.chars().filter(char::is_ascii_digit).count();
        let counter = lexicon::begins_with(&self.lowered, &LEXICON.counter);
        let contact = lexicon::begins_with(&self.lowered, &LEXICON.contact);
        let caption = lexicon::begins_with(&self.lowered, &LEXICON.caption_label);
        let labelled = |label: &str| self.lowered[label.len()..].trim_start().starts_with(':');
        match (counter, contact, caption) {
            (Some(label), _, _) if figures > 0 || label.len() == self.lowered.len() => {
                Some(Rule::Counter)
            }
            (_, Some(_), _) if figures >= 5 || self.lowered.contains('@') => Some(Rule::Contact),
            (_, _, Some(label)) if labelled(label) => Some(Rule::Caption),
            _ => None,
        }
    }
}

/// Digits that may be a day, a month or a year.
fn has_date(lowered: &str) -> bool {
    let runs: Vec<usize> = lowered
        .split(|c: char| !c.is_ascii_digit())
        .map(str::len)
        .filter(|&length| length > 0)
        .collect();
    runs.contains(&4) && runs.iter().any(|&length| length <= 2)
}

/// "Latest news" and the headlines under it.
fn more_news(lines: &[Line], body: usize, rules: &mut [Option<Rule>]) {
    let Some(start) =
        (body + 1..lines.len()).find(|&i| lexicon::is_one_of(&lines[i].text, &LEXICON.more_news))
    else {
        return;
    };
    let end = (start + 1..lines.len())
        .find(|&i| lines[i].prose && lines[i].text.chars().count() > 2 * LONG);
    for rule in &mut rules[start..end.unwrap_or(lines.len())] {
        *rule = Some(Rule::MoreNews);
    }
}

/// Everything above the items of a list page.
fn mast(body: usize, rules: &mut [Option<Rule>]) -> Option<usize> {
    for rule in &mut rules[..body] {
        rule.get_or_insert(Rule::Masthead);
    }
    None
}

/// Headline, dateline and masthead above the first prose block; the index of the headline.
fn head(lines: &[Line], body: usize, rules: &mut [Option<Rule>]) -> Option<usize> {
    let may_lead = |i: &usize| {
        let line = &lines[*i];
        rules[*i].is_none() && !line.dateline && !line.item && line.words >= 2 && !is_byline(line)
    };
    let headline = (0..body).rev().find(may_lead);
    let title = headline.map(|index| lexicon::bare(&lines[index].text));
    for index in 0..body {
        let line = &lines[index];
        let rule = match &title {
            Some(title) if *title == lexicon::bare(&line.text) => Rule::Headline,
            _ if line.dateline || is_byline(line) => Rule::Byline,
            _ => Rule::Masthead,
        };
        rules[index].get_or_insert(rule);
    }
    // The title may be told once more right above the text, or the date below it.
    headline.map(|index| {
        (0..=index)
            .find(|&i| rules[i] == Some(Rule::Headline))
            .unwrap_or(index)
    })
}

fn is_byline(line: &Line) -> bool {
    let labels = [&LEXICON.byline_label, &LEXICON.published_label];
    line.words <= 8
        && labels.iter().any(|list| {
            lexicon::begins_with(&line.lowered, list).is_some_and(|label| {
                let rest = line.lowered[label.len()..].trim_start();
                rest.starts_with(':')
                    || label.len() > 2 && line.dateline
                    || label == "by"
                    || label.ends_with(" by")
            })
        })
}

/// Menu words and bylines below the last prose block.
fn foot(lines: &[Line], body: usize, rules: &mut [Option<Rule>]) {
    for index in (body + 1..lines.len()).rev() {
        let line = &lines[index];
        if rules[index].is_some() {
            continue;
        }
        let fragment = line.words <= 5
            && !line
                .text
                .ends_with(['.', '!', '?', '…', ';', ':', ')', '”', '»', '"']);
        match () {
            () if line.prose || line.item => break,
            () if line.dateline || is_byline(line) => rules[index] = Some(Rule::Byline),
            () if fragment && !line.text.contains("://") => rules[index] = Some(Rule::Menu),
            () => break,
        }
    }
}
