//! What was chosen of a page, and why the rest was not.

use super::names::Tag;
use super::page::Page;
use super::table::DataTable;
use crate::document::Rule;

/// How the main content is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ContentForm {
    /// One text, with other things beside it.
    #[default]
    Article,
    /// Sections one after another, some of them cards or calls to act: a service, a
    /// product, the entrance of a manual.
    Composed,
    /// A list of others, with little beside it.
    List,
    /// All that is no frame: a front page, a list of others.
    Overview,
}

/// Why each run is set aside; none for the main content.
#[derive(Debug, Default)]
pub struct Choice {
    pub asides: Vec<Option<Rule>>,
    /// The box of the main content.
    pub root: u32,
    pub form: ContentForm,
    /// The tables of data; each is kept or set aside as a whole.
    pub tables: Vec<DataTable>,
}

impl Choice {
    /// What a shell says to readers without scripts is no content.
    pub fn set_aside_requests(&mut self, page: &Page) {
        for (run, aside) in page
            .runs
            .iter()
            .zip(&mut self.asides)
            .filter(|(_, aside)| aside.is_none())
        {
            let request = page
                .ancestors(run.block)
                .any(|node| page.nodes[node as usize].tag == Tag::Unscripted);
            *aside = request.then_some(Rule::NoScript);
        }
    }

    /// The table of data that a run lies in.
    pub fn table_at(&self, run: usize) -> Option<&DataTable> {
        let after = self.tables.partition_point(|table| table.runs.start <= run);
        self.tables
            .get(after.checked_sub(1)?)
            .filter(|table| table.runs.contains(&run))
    }
}

pub fn kept(choice: &Choice, run: usize) -> bool {
    choice.asides[run].is_none() && choice.table_at(run).is_none()
}
