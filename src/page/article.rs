//! The one activity of a page: its headline and its text.

use super::headline;
use super::reading::Step;
use super::unit::Unit;
use super::units::Units;
use crate::document::{Document, Kind, Property, Witness};
use crate::draft::{Draft, Part, Role, Title};
use crate::field::{link, title};
use crate::record::{ActivityKind, TitleBasis};
use crate::span::{Passage, Span};

/// The draft of an article, and of a project as a whole: all of the text from `step` on, with
/// what stands in tables between its paragraphs.
pub fn draft(document: &Document, units: &Units, step: Step, kind: ActivityKind) -> Option<Draft> {
    let body = body(document, units, step);
    let extent = body.iter().copied().reduce(Span::join)?;
    let mut draft = Draft::new(kind, extent);
    draft.title = headline::of_page(document, units, step.start)
        .or_else(|| headline::above(units, step.start).map(|at| stated(document, units, at)))
        .or_else(|| supplied(document, &body));
    draft.heading = match &draft.title {
        Some(Title {
            basis: TitleBasis::Stated,
            witness: Some(Witness::Text(span)),
            ..
        }) => Some(*span),
        Some(Title {
            basis: TitleBasis::Stated,
            text,
            ..
        }) => seen(document, text),
        _ => None,
    };
    draft.body = body;
    draft.parts.extend(addresses(units, step));
    Some(draft)
}

/// Lines below a text among which an address that belongs to it stands.
const BELOW: usize = 3;

/// Addresses on lines of their own, within the text or right below it.
fn addresses(units: &Units, step: Step) -> impl Iterator<Item = Part> {
    let end = (step.end + BELOW).min(units.len());
    // A reader takes an address alone for a link of the site; the foot names its own without
    // `http`.
    let whole = |unit: &&Unit| unit.text.contains("://");
    let lone = move |unit: &&Unit| whole(unit) && link::is_lone(Passage::new(unit.text));
    units.all[step.start..end]
        .iter()
        .filter(lone)
        .map(|unit| Part {
            role: Role::Link,
            span: unit.span,
        })
}

fn stated(document: &Document, units: &Units, at: usize) -> Title {
    let span = units.all[at].own_span();
    Title {
        text: span.of(&document.text).to_owned(),
        basis: TitleBasis::Stated,
        witness: Some(Witness::Text(span)),
    }
}

/// The passages of the text, in order; cells of a table of figures as they come.
fn body(document: &Document, units: &Units, step: Step) -> Vec<Span> {
    let inside = &units.all[step.start..step.end];
    let (Some(first), Some(last)) = (inside.first(), inside.last()) else {
        return Vec::new();
    };
    let foot = foot(units, step);
    let mut body: Vec<Span> = Vec::new();
    let mut at = step.start;
    for number in first.block..=last.block {
        let mut told = false;
        while at < step.end && units.all[at].block == number {
            told = true;
            let unit = &units.all[at];
            let own =
                unit.aside.is_none() && !units.junk[at] && !units.leads_elsewhere(at) && at < foot;
            if own && !link::is_lone(Passage::new(unit.text)) {
                body.push(unit.span);
            }
            at += 1;
        }
        let block = &document.blocks[number];
        if let Kind::Table(table) = &block.kind
            && block.aside.is_none()
            && !told
        {
            let cells = table.rows.iter().flat_map(|row| row.cells.iter().flatten());
            body.extend(cells.flat_map(|cell| &cell.blocks).map(|part| part.span));
        }
    }
    body
}

/// Where the foot of the page begins: behind the last text, the address of the house and its hours.
pub fn foot(units: &Units, step: Step) -> usize {
    let text = |&at: &usize| {
        let unit = &units.all[at];
        unit.form.prose && !unit.form.contact && !unit.form.site && !units.leads_elsewhere(at)
    };
    let behind = (step.start..step.end)
        .rev()
        .find(text)
        .map_or(step.end, |last| last + 1);
    (behind..step.end)
        .find(|&at| units.all[at].form.contact)
        .unwrap_or(step.end)
}

/// The page's headline, as its reader saw it.
pub fn headline(document: &Document) -> Option<Title> {
    let best = document.meta.best(Property::Title)?;
    let text = best.value.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Title {
        text,
        basis: TitleBasis::Stated,
        witness: Some(best.witness.clone()),
    })
}

/// Where a title known from outside the text stands on the page.
fn seen(document: &Document, title: &str) -> Option<Span> {
    let mut spans = document.blocks.iter().map(|block| block.span);
    spans.find(|span| span.of(&document.text) == title)
}

/// A title made from the first words of the text.
pub fn supplied(document: &Document, body: &[Span]) -> Option<Title> {
    let text = title::supplied(document.passage(*body.first()?))?;
    Some(Title {
        text,
        basis: TitleBasis::Supplied,
        witness: None,
    })
}
