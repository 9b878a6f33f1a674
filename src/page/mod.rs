//! How a document is cut into the activities it tells of, for every format.
//!
//! Readers hand over blocks with hints and decide nothing. Data passes
//! through these steps, one file each:
//!
//! 1. [`table`] reads tables as rows of activities; tables that are only frames
//!    give their cells as running text.
//! 2. [`lead`] parts items that are one run; [`unit`] looks at each piece of running text alone, by
//!    the [`cues`] of its words, its [`mark`] and its [`label`], and whether the [`site`] speaks in
//!    it; [`units`] at what its neighbours say of it.
//! 3. [`ways`] names how records could open on this page; [`growth`] says what
//!    a record is worth that opens there and ends here, by the [`points`].
//! 4. [`reading`] finds the best reading of the whole; [`region`] settles it.
//! 5. [`draft`] makes drafts of the records, [`article`] of a page that is one
//!    text (its title by [`headline`], [`naming`] says what that names), [`project`] of a history
//!    with stages.
//! 6. [`around`] names what stands around the records where no markup did.
//!
//! The kind of the document follows from what was cut; [`account`] tells a
//! person how it was read.

pub mod account;
mod around;
mod article;
mod draft;
mod features;
mod growth;
mod headline;
mod item_title;
mod label;
mod lead;
mod mark;
mod naming;
mod points;
mod programme;
mod project;
mod reading;
mod region;
pub mod role;
mod site;
mod table;
mod unit;
mod units;
mod ways;
mod whole;
mod worth;

use crate::diagnostic::{Code, Diagnostics};
use crate::document::{Block, Document, Kind, Rule};
use crate::draft::{Draft, Role};
use crate::lexicon::cues::{Cue, Cues};
use crate::record::{ActivityKind, DocumentKind};
use crate::scheme::Scheme;
pub use around::Around;
use reading::Reading;
use table::Tables;
use units::Units;

/// A document cut into its activities.
#[derive(Debug)]
pub struct Cut {
    pub kind: DocumentKind,
    pub drafts: Vec<Draft>,
    /// What a page without markup shows around them.
    pub around: Around,
}

/// Whether a row of a table has objectives or goals, or names a deed or a kind of activity.
fn tells(document: &Document, row: &Draft) -> bool {
    let cues = Cues::of(&row.extent.of(&document.text).to_lowercase());
    let named = [Cue::Deed, Cue::Kind, Cue::Weak]
        .iter()
        .any(|cue| cues.has(*cue));
    named || !row.objectives.is_empty() || !row.goal_lines.is_empty() || row.country.is_some()
}

/// Cuts a document; the scheme says which lines name goals.
pub fn cut(document: &Document, scheme: &Scheme, diagnostics: &mut Diagnostics) -> Cut {
    let mut tables = read_tables(document, scheme, diagnostics);
    let units = headline::units(document, |block| tables.holds(block));
    let reading = read(&units);
    let mut records = draft::all(document, scheme, &units, &reading);
    let around = around::of(document, &units, &reading, &records);
    let undated = || tables.rows.iter().all(|row| row.when.is_none());
    let books = || {
        let book = |row: &&Draft| features::describes_book(row.extent.of(&document.text));
        tables.rows.iter().filter(book).count() * 2 > tables.rows.len()
    };
    // Periodicals, opening hours, rooms: rows that tell neither a day nor anything done.
    let untold = || undated() && tables.rows.iter().all(|row| !tells(document, row));
    let stands = || naming::names_what_stands(document) && undated();
    let standing = !tables.rows.is_empty() && (stands() || books() || untold());
    if standing {
        tables.rows.clear();
        records.retain(|_| !reading.is_text());
    }
    // A page with a table of activities is a report: its text tells of the table.
    if !tables.rows.is_empty() && (records.len() < 2 || reading.is_text()) {
        records.clear();
    }
    let tabled = tables.rows.len();
    let silent = records.is_empty() && tabled == 0;
    if standing {
        diagnostics.add(
            Code::NoActivity,
            "the page lists prices, rules, staff or books: its rows were never held",
        );
    } else if silent && units.all.iter().any(|unit| unit.form.prose) {
        diagnostics.add(
            Code::NoActivity,
            "the text names no deed, date or kind of activity that could be made out",
        );
    }
    let mut drafts = tables.rows;
    drafts.extend(records);
    drafts.sort_by_key(|draft| draft.extent.start);
    if let Some(drafts) = project::cut(document, &units, &drafts) {
        return Cut {
            kind: DocumentKind::Project,
            drafts,
            around,
        };
    }
    Cut {
        kind: kind(&drafts, tabled, units.programme),
        drafts,
        around,
    }
}

/// The tables of a document that are no running text.
#[derive(Debug, Default)]
struct Tabled {
    rows: Vec<Draft>,
    /// Their blocks, rising; tables of other things among them.
    blocks: Vec<usize>,
}

impl Tabled {
    fn holds(&self, block: usize) -> bool {
        self.blocks.binary_search(&block).is_ok()
    }
}

/// Reads every table that its reader was not sure to be boilerplate.
fn read_tables(document: &Document, scheme: &Scheme, diagnostics: &mut Diagnostics) -> Tabled {
    let mut tabled = Tabled::default();
    let is_table = |block: &Block| matches!(block.kind, Kind::Table(_));
    if !document.blocks.iter().any(is_table) {
        return tabled;
    }
    let lines = units::of(document, |block| is_table(&document.blocks[block]));
    let mut tables = Tables::new(document, scheme);
    let mut behind = 0;
    for (number, block) in document.blocks.iter().enumerate() {
        if !is_table(block) || block.aside.is_some_and(Rule::is_sure) {
            continue;
        }
        let from = std::mem::replace(&mut behind, number);
        let above = &lines[..lines.partition_point(|line| line.block < number)];
        let section = above.iter().rev().find(|line| line.section.is_some());
        // A line above the table before this one is its title.
        let title = above
            .last()
            .filter(|line| line.block >= from && (line.is_heading() || line.form.title));
        let title = title.map(|line| line.span);
        let read = tables.read(number, title, section.map(|line| line.span), diagnostics);
        match read {
            table::TableReading::Activities(rows) => tabled.rows.extend(rows),
            table::TableReading::Data => {}
            table::TableReading::Frame => continue,
        }
        tabled.blocks.push(number);
    }
    tabled
}

/// The best reading of the units, settled.
fn read(units: &Units) -> Reading {
    let mut reading = reading::best(units, Vec::new());
    region::settle(units, &mut reading);
    reading
}

/// The kind of a document by its records, so many of which are rows of tables or labelled forms.
fn kind(drafts: &[Draft], tabled: usize, programme: bool) -> DocumentKind {
    // Lines of time and place below a title are no form.
    let other = |draft: &Draft| draft.parts.iter().any(|part| part.role != Role::Place);
    let form = |draft: &&Draft| draft.is_labelled() && (!programme || other(draft));
    let labelled = drafts.iter().filter(form).count();
    match drafts {
        [] => DocumentKind::Other,
        _ if (tabled + labelled) * 2 >= drafts.len() => DocumentKind::Report,
        [one] if one.kind == ActivityKind::Activity => DocumentKind::Article,
        _ => DocumentKind::Listing,
    }
}
