//! What stands around the records of a page: headline, bylines, mastheads,
//! menus, lists of other news.
//!
//! Where markup told a reader, it has named them already. Where nothing but the
//! lines themselves tells ([`Document::unmarked`]), they are what the reading
//! left out above the first record and below the last.

use super::reading::Reading;
use super::units::Units;
use super::ways::Opening;
use super::{article, headline};
use crate::document::{Document, Property, Rule, Witness};
use crate::draft::Draft;
use crate::span::Span;

/// Blocks that are set aside, and those that a record took in although a reader had set them aside.
#[derive(Debug, Default)]
pub struct Around {
    aside: Vec<(usize, Rule)>,
    taken: Vec<usize>,
    headline: Option<Span>,
    bylines: Vec<Span>,
}

/// What a reading shows around its records.
pub fn of(document: &Document, units: &Units, reading: &Reading, drafts: &[Draft]) -> Around {
    let mut around = Around {
        taken: taken(document, drafts),
        ..Around::default()
    };
    let mut records = reading.steps.iter().filter(|step| step.way.is_some());
    let (Some(first), Some(last)) = (records.clone().next(), records.next_back()) else {
        return around;
    };
    let article = first.way.is_some_and(|way| way.opening == Opening::Article);
    let headline = article
        .then(|| headline::above(units, first.start))
        .flatten();
    around.headline = headline.map(|at| units.all[at].span);
    if !document.unmarked {
        let list = reading
            .steps
            .iter()
            .filter(|step| step.way.is_some())
            .nth(1)
            .is_some();
        let foot = article.then(|| article::foot(units, *first));
        for at in 0..units.len() {
            let outside = at < first.start || at >= last.end;
            let rule = match () {
                () if outside => beside(units, at, list),
                () if at < first.end && foot.is_some_and(|foot| at >= foot) => Some(Rule::Contact),
                () => within(units, at, article && at < first.end),
            };
            around.note(units, at, rule);
        }
        around.headline = None;
        around.bylines.clear();
        return around;
    }
    for at in 0..units.len() {
        let inside = reading
            .steps
            .iter()
            .find(|step| step.start <= at && at < step.end);
        let record = inside.is_some_and(|step| step.way.is_some());
        let rule = match () {
            () if Some(at) == headline
                || article && at < first.start && is_again(units, at, headline) =>
            {
                Some(Rule::Headline)
            }
            () if units.all[at].aside.is_some() => None,
            () if at < first.start => Some(if units.all[at].is_dateline() {
                Rule::Byline
            } else {
                Rule::Masthead
            }),
            () if record => units.junk[at].then_some(Rule::Menu).filter(|_| article),
            () if units.side[at] => Some(Rule::MoreNews),
            () if at >= last.end => below(units, at),
            () => None,
        };
        around.note(units, at, rule);
    }
    around
}

impl Around {
    fn note(&mut self, units: &Units, at: usize, rule: Option<Rule>) {
        let unit = &units.all[at];
        if rule == Some(Rule::Byline) {
            self.bylines.push(unit.span);
        }
        self.aside.extend(rule.map(|rule| (unit.block, rule)));
    }

    /// Writes it into the document: rules of blocks, candidates for title and publication date.
    pub fn apply(self, document: &mut Document) {
        for block in self.taken {
            document.blocks[block].aside = None;
        }
        for (block, rule) in self.aside {
            document.blocks[block].aside = Some(rule);
        }
        if let Some(span) = self.headline {
            let title = span.of(&document.text).to_owned();
            document
                .meta
                .add(Property::Title, title, Witness::Text(span), HEADLINE);
        }
        for span in self.bylines {
            let words = span.of(&document.text).to_owned();
            document
                .meta
                .add(Property::Published, words, Witness::Text(span), BYLINE);
        }
    }
}

/// How far a headline and a dateline without markup are believed; set on `gold/pages`.
const HEADLINE: f32 = 0.8;
const BYLINE: f32 = 0.7;

fn is_again(units: &Units, at: usize, headline: Option<usize>) -> bool {
    headline.is_some_and(|headline| {
        !units.all[at].folded.is_empty() && units.all[at].folded == units.all[headline].folded
    })
}

/// What a line is that a reader took for content and that stands above the first record or below
/// the last: beside a list all that is no text, beside an article what is hardly a line.
fn beside(units: &Units, at: usize, list: bool) -> Option<Rule> {
    let unit = &units.all[at];
    let leads = unit.linked > 70;
    let own = unit.form.prose && !leads && !unit.form.site && !unit.form.contact;
    let plain = unit.aside.is_none() && !own && !unit.headline;
    let hardly = unit.is_fragment() && !unit.form.ends && !unit.is_heading() || leads;
    match () {
        () if !plain => None,
        () if unit.form.contact => Some(Rule::Contact),
        () if unit.form.site => Some(Rule::Notice),
        () if units.side[at] => Some(Rule::MoreNews),
        () if list || units.junk[at] || hardly => Some(Rule::Menu),
        () => None,
    }
}

/// What a line among the records is that is no word of theirs; a text of its own may say more of
/// itself than a list says of its items.
fn within(units: &Units, at: usize, article: bool) -> Option<Rule> {
    let unit = &units.all[at];
    match () {
        () if unit.aside.is_some() || unit.headline => None,
        () if article && units.leads_elsewhere(at) => Some(Rule::MoreNews),
        () if unit.form.more && !article => Some(Rule::Control),
        () if unit.form.site => Some(Rule::Notice),
        () if units.counter[at] => Some(Rule::Counter),
        () => None,
    }
}

/// What a line below the last record is.
fn below(units: &Units, at: usize) -> Option<Rule> {
    let unit = &units.all[at];
    match () {
        () if unit.form.contact => Some(Rule::Contact),
        () if unit.form.prose => None,
        () if unit.is_dateline() => Some(Rule::Byline),
        () if unit.contacts > 0 => Some(Rule::Contact),
        () if units.junk[at] || !unit.form.ends && unit.mark.is_none() => Some(Rule::Menu),
        () => None,
    }
}

/// Blocks whose words stand in drafts although a reader had set them aside on thin grounds.
fn taken(document: &Document, drafts: &[Draft]) -> Vec<usize> {
    let aside = |block: &usize| {
        let rule = document.blocks[*block].aside;
        rule.is_some_and(|rule| !rule.is_sure() && !matches!(rule, Rule::Headline | Rule::Byline))
    };
    let holds = |block: usize, span: Span| document.blocks[block].span.overlaps(span);
    let mut taken = Vec::new();
    for draft in drafts {
        let parts = draft.parts.iter().map(|part| part.span);
        for span in draft
            .heading
            .iter()
            .chain(&draft.body)
            .copied()
            .chain(parts)
        {
            let first = document
                .blocks
                .partition_point(|block| block.span.end <= span.start);
            let blocks = (first..document.blocks.len()).take_while(|&block| holds(block, span));
            taken.extend(blocks.filter(aside));
        }
    }
    taken.sort_unstable();
    taken.dedup();
    taken
}
