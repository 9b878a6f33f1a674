//! What the markup shows of how a page is made, for whoever cuts it into activities: boxes of one
//! make beside each other, the bullets and numbers of lists, bold lines that stand for headings.
//! Hints, no verdicts.

use super::blocks::Placed;
use super::choice::Choice;
use super::entries::make;
use super::names::{Tag, attribute};
use super::page::{Page, Run};
use crate::document::{Builder, Mark, MarkStyle, Sibling};
use html5ever::local_name;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

/// Hands on the boxes that have others of their make beside them.
pub fn siblings(page: &Page, choice: &Choice, placed: &Placed, builder: &mut Builder) {
    let mut members: Vec<Sibling> = Vec::new();
    let mut number = 0;
    for family in families(page, choice) {
        let blocks: Vec<Range<usize>> = family
            .into_iter()
            .filter_map(|node| blocks_of(page, placed, node))
            .collect();
        if blocks.len() > 1 {
            let family = number;
            members.extend(blocks.into_iter().map(|blocks| Sibling { family, blocks }));
            number += 1;
        }
    }
    members.sort_by_key(|m| (m.blocks.start, Reverse(m.blocks.end), m.family));
    members.into_iter().for_each(|m| builder.sibling(m));
}

/// Characters of the longest bold line that heads what follows.
const BOLD: u32 = 120;

/// The level that bold lines get: below the headline and the sections of a page that marks these.
const LEVEL: u8 = 4;

/// Bold lines as headings, on pages whose content has none but its headline.
pub struct Bold(bool);

impl Bold {
    pub fn of(page: &Page, choice: &Choice) -> Bold {
        let mut shown = page.runs.iter().zip(&choice.asides);
        Bold(!shown.any(|(run, aside)| run.heading > 1 && aside.is_none_or(|rule| !rule.is_sure())))
    }

    /// The level of a run that is a bold line of its own.
    pub fn level(&self, run: &Run) -> Option<u8> {
        let bold = run.bold > 0 && run.bold == run.chars && run.chars <= BOLD;
        (self.0 && bold && run.heading == 0 && !run.closed && !run.item && !run.caption)
            .then_some(LEVEL)
    }
}

/// Boxes by parent and make, in the order of their first members.
fn families(page: &Page, choice: &Choice) -> Vec<Vec<u32>> {
    let mut boxes: Vec<(u32, u64, u32)> = (0..page.nodes.len() as u32)
        .filter(|&node| is_box(page, choice, node))
        .map(|node| (page.nodes[node as usize].parent, make(page, node), node))
        .collect();
    boxes.sort_unstable();
    let alike = boxes.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1));
    let mut families: Vec<Vec<u32>> = alike
        .filter(|family| family.len() > 1)
        .map(|family| family.iter().map(|(_, _, node)| *node).collect())
        .collect();
    families.sort_by_key(|family| family[0]);
    families
}

/// Whether an element can be a card, a post or an item; within a table of data none is.
fn is_box(page: &Page, choice: &Choice, index: u32) -> bool {
    let node = &page.nodes[index as usize];
    let runs = page.runs_of(index);
    let boxed = match node.tag {
        Tag::Paragraph | Tag::Heading(_) | Tag::Cell | Tag::HeaderCell => false,
        Tag::Link => runs.len() > 1,
        tag => tag.is_block(),
    };
    let in_table = |run| choice.table_at(run).is_some_and(|t| t.node < index);
    boxed && !runs.is_empty() && !in_table(runs.start)
}

fn blocks_of(page: &Page, placed: &Placed, node: u32) -> Option<Range<usize>> {
    let runs = page.runs_of(node);
    let blocks = placed.get(runs.start)?.start..placed.get(runs.end.checked_sub(1)?)?.end;
    (!blocks.is_empty()).then_some(blocks)
}

/// The list marks of a page, by the run that opens the item.
pub struct ListMarks(BTreeMap<usize, Mark>);

impl ListMarks {
    pub fn of(page: &Page) -> ListMarks {
        let mut marks = BTreeMap::new();
        for list in 0..page.nodes.len() as u32 {
            if page.nodes[list as usize].tag == Tag::List {
                number(page, list, &mut marks);
            }
        }
        ListMarks(marks)
    }

    /// The mark that the page shows before a run.
    pub fn before(&self, run: usize) -> Option<Mark> {
        self.0.get(&run).copied()
    }
}

/// The marks of one list; of lists within each other the innermost shows before the words.
fn number(page: &Page, list: u32, marks: &mut BTreeMap<usize, Mark>) {
    let Some(element) = page.element(list) else {
        return;
    };
    let whole = |value: Option<&str>| value.and_then(|v| v.trim().parse::<u32>().ok());
    let numbered = element.name() == "ol";
    let mut next = whole(element.attr("start")).unwrap_or(1);
    for item in page.children(list) {
        if page.nodes[item as usize].tag != Tag::Item {
            continue;
        }
        let said = page
            .element(item)
            .and_then(|e| attribute(e, &local_name!("value")));
        let value = whole(said).unwrap_or(next);
        next = value.saturating_add(1);
        let mark = Mark {
            style: if numbered {
                MarkStyle::Stop
            } else {
                MarkStyle::Bullet
            },
            number: numbered.then_some(value),
        };
        let runs = page.runs_of(item);
        if !runs.is_empty() {
            marks.insert(runs.start, mark);
        }
    }
}
