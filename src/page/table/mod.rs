//! Tables of activities: which columns hold what, and which rows tell of an activity.
//!
//! A table passes through these steps, one file each:
//!
//! 1. [`sheet`] lays the cells out as a person sees them.
//! 2. [`form`] takes tables of labels and values, and those whose activities stand at crossings of
//!    months and countries; a table with its headers in the first column is turned.
//! 3. [`header`] finds the header; [`content`] tells what kinds of values the columns hold;
//!    [`columns`] weighs both to roles.
//! 4. Columns that name no activity make a table of data: staff, budgets, visits.
//! 5. [`rows`] tells activities from sections, totals, continuations; [`drafts`] makes the drafts.
//!
//! [`Tables`] carries country, section and columns from one table of a document to the next.

mod columns;
mod content;
mod drafts;
mod form;
mod header;
mod rows;
mod sheet;

use crate::diagnostic::{Code, Diagnostics};
use crate::document::{Document, Kind};
use crate::draft::{CountryCell, Draft, Role};
use crate::field::country;
use crate::scheme::Scheme;
use crate::span::{Passage, Span};
use content::{CellContent, ContentKind};
use drafts::{Carried, Maker};
use rows::{ActivityColumns, RowShape, SectionRow};
use sheet::{FlatTable, Slot};

/// Reads the tables of a document one after another; carries country, section and columns from one
/// to the next.
#[derive(Debug)]
pub struct Tables<'d> {
    document: &'d Document,
    scheme: &'d Scheme,
    /// Of the last table of activities: its columns and the words of its header.
    known: Option<(ActivityColumns, Vec<Vec<&'d str>>)>,
    held: Carried,
    /// The section that was last handed in.
    section: Option<Span>,
    begun: bool,
}

/// What a table tells.
#[derive(Debug)]
pub enum TableReading {
    Activities(Vec<Draft>),
    /// Its rows are no activities: staff, budget, visits.
    Data,
    /// A frame for layout: the blocks of its cells are running text.
    Frame,
}

/// Average characters of a cell from which a table without roles is a frame for text.
const FRAME: usize = 60;

impl<'d> Tables<'d> {
    pub fn new(document: &'d Document, scheme: &'d Scheme) -> Tables<'d> {
        Tables {
            document,
            scheme,
            known: None,
            held: Carried::default(),
            section: None,
            begun: false,
        }
    }

    /// Reads the table that is the block of this number. `above` is the title line or caption that
    /// stands right above it, `section` a country, month or quarter that holds for it.
    pub fn read(
        &mut self,
        block: usize,
        above: Option<Span>,
        section: Option<Span>,
        diagnostics: &mut Diagnostics,
    ) -> TableReading {
        let Some(Kind::Table(table)) = self.document.blocks.get(block).map(|block| &block.kind)
        else {
            return TableReading::Frame;
        };
        if !self.begun {
            self.lines_above(block);
        }
        self.take(section);
        above.into_iter().for_each(|line| self.line(line));
        let sheet = FlatTable::new(self.document, table);
        let reading = self.sheet(&sheet, table.header, above, diagnostics);
        if let TableReading::Activities(_) = reading
            && !self.begun
        {
            self.begun = true;
            self.stray(block, diagnostics);
        }
        reading
    }

    fn maker(&self) -> Maker<'d> {
        Maker {
            document: self.document,
            scheme: self.scheme,
        }
    }

    /// What the lines above the first table say of all rows: one year, one country.
    fn lines_above(&mut self, block: usize) {
        for line in &self.document.blocks[..block] {
            if !matches!(line.kind, Kind::Table(_)) && line.span.len() <= 400 {
                self.line(line.span);
            }
        }
    }

    /// A line above a table: its year and country hold for the rows, where it names one of each.
    fn line(&mut self, span: Span) {
        let passage = self.document.passage(span);
        if let Some(year) = only_year(passage) {
            self.held.year = Some(year);
        }
        let short = passage.text.chars().count() <= 150;
        if let [named] = &country::find(passage, None)[..]
            && short
            && !named.value.adjective
        {
            self.held.country = Some(CountryCell {
                span: named.span,
                carried: true,
            });
        }
    }

    /// A section of the running text holds until the next one.
    fn take(&mut self, section: Option<Span>) {
        let new = section.filter(|_| section != self.section);
        self.section = section;
        let Some(span) = new else { return };
        let passage = self.document.passage(span);
        if content::is_country(passage) {
            form::keep(self.document, SectionRow::Country(span), &mut self.held);
        } else if let Some(period) = rows::period(passage) {
            form::keep(self.document, period, &mut self.held);
        } else {
            self.line(span);
        }
    }

    /// Goals above the first table belong to a row on a page that is not here.
    fn stray(&self, block: usize, diagnostics: &mut Diagnostics) {
        for line in self.document.blocks[..block]
            .iter()
            .filter(|block| block.aside.is_none())
        {
            let table = matches!(line.kind, Kind::Table(_));
            if !table && rows::names_goal(self.document.passage(line.span), self.scheme) {
                diagnostics.add_at(
                    Code::StrayLines,
                    line.span,
                    "goals above the table belong to no row of this document",
                );
            }
        }
    }

    fn sheet(
        &mut self,
        sheet: &FlatTable<'d>,
        marked: usize,
        above: Option<Span>,
        diagnostics: &mut Diagnostics,
    ) -> TableReading {
        if let Some(drafts) = form::read(self.maker(), sheet, self.held, above) {
            return TableReading::Activities(drafts);
        }
        if let Some(drafts) = form::crossings(self.maker(), sheet, self.held) {
            return TableReading::Activities(drafts);
        }
        if is_turned(sheet) {
            return self.upright(&sheet.turned(), 1, diagnostics);
        }
        self.upright(sheet, marked, diagnostics)
    }

    /// A table with its header above, or with none.
    fn upright(
        &mut self,
        sheet: &FlatTable<'d>,
        marked: usize,
        diagnostics: &mut Diagnostics,
    ) -> TableReading {
        let header = header::find(self.document, self.scheme, sheet, marked);
        let header = header.filter(|header| !self.goes_on(sheet, header));
        if let Some(half) = header.as_ref().and_then(|header| beside(&header.named)) {
            let parts = [sheet.part(0, half), sheet.part(half, sheet.width)];
            return self.side_by_side(&parts, marked, diagnostics);
        }
        let from = header.as_ref().map_or(0, |header| header.to);
        for row in sheet
            .rows
            .iter()
            .take(header.as_ref().map_or(0, |header| header.from))
        {
            row.iter()
                .filter(|slot| slot.is_own())
                .for_each(|slot| self.line(slot.span()));
        }
        // A header in words that no table knows is that of another table.
        let other = marked > 0 && !sheet.rows.is_empty();
        let fits = |(columns, words): &&(ActivityColumns, Vec<Vec<&str>>)| {
            let again = || header::is_repeated(&sheet.rows[0], &columns.roles, words);
            columns.roles.len() == sheet.width && (!other || again())
        };
        let (columns, words) = match (&header, self.known.as_ref().filter(fits)) {
            (None, Some(known)) => known.clone(),
            (header, _) => {
                let named = header
                    .as_ref()
                    .map_or(Vec::new(), |header| header.named.clone());
                let Some(columns) = self.columns(sheet, from, &named) else {
                    return without_roles(sheet);
                };
                let words = header
                    .as_ref()
                    .map_or(Vec::new(), |header| header::words(sheet, header));
                (columns, words)
            }
        };
        let drafts = self.rows(sheet, from, &columns, &words, diagnostics);
        self.known = Some((columns, words));
        TableReading::Activities(drafts)
    }

    /// Whether a table opens with rows of the one before and tells its header further down.
    fn goes_on(&self, sheet: &FlatTable, header: &header::Header) -> bool {
        self.known.as_ref().is_some_and(|(columns, words)| {
            columns.roles.len() == sheet.width
                && header::is_behind_rows(sheet, header, &columns.roles, words)
        })
    }

    fn side_by_side(
        &mut self,
        parts: &[FlatTable<'d>],
        marked: usize,
        diagnostics: &mut Diagnostics,
    ) -> TableReading {
        let mut all = Vec::new();
        for part in parts {
            if let TableReading::Activities(drafts) = self.upright(part, marked, diagnostics) {
                all.extend(drafts);
            }
        }
        TableReading::Activities(all)
    }

    /// The roles of the columns; none where the rows are no activities.
    fn columns(
        &self,
        sheet: &FlatTable,
        from: usize,
        named: &[Option<Role>],
    ) -> Option<ActivityColumns> {
        let contents = content::of_columns(self.document, self.scheme, sheet, from);
        let mut roles = columns::roles(named, &contents);
        if !roles.contains(&Some(Role::Title)) {
            let described = roles
                .iter_mut()
                .find(|role| **role == Some(Role::Description))?;
            *described = Some(Role::Title);
        }
        if !are_activities(&roles, named, &contents) {
            return None;
        }
        let anchored = |row: &&Vec<Slot>| rows::is_anchored(&roles, row);
        let body = &sheet.rows[from..];
        let anchored = 2 * body.iter().filter(anchored).count() >= body.len();
        Some(ActivityColumns { roles, anchored })
    }

    fn rows(
        &mut self,
        sheet: &FlatTable<'d>,
        from: usize,
        columns: &ActivityColumns,
        words: &[Vec<&str>],
        diagnostics: &mut Diagnostics,
    ) -> Vec<Draft> {
        let maker = self.maker();
        let named = &columns.roles;
        let mut drafts: Vec<Draft> = Vec::new();
        for (index, row) in sheet.rows.iter().enumerate().skip(from) {
            if header::is_repeated(row, named, words) {
                continue;
            }
            let before = (!drafts.is_empty()).then(|| &sheet.rows[index.saturating_sub(1)][..]);
            match rows::shape(self.document, self.scheme, columns, row, before) {
                RowShape::Nothing => self.carry(columns, row),
                RowShape::Unread => {
                    self.carry(columns, row);
                    if let Some(slot) = row.iter().find(|slot| slot.is_own()) {
                        let message = "a row without an activity was left out";
                        diagnostics.add_at(Code::UnreadRow, slot.span(), message);
                    }
                }
                RowShape::Section(section) => form::keep(self.document, section, &mut self.held),
                RowShape::Continuation => {
                    if let Some(last) = drafts.last_mut() {
                        maker.go_on(columns, row, last);
                    }
                }
                RowShape::Activity => {
                    self.carry(columns, row);
                    drafts.extend(maker.row(columns, row, self.held));
                    // The next rows carry what this one states.
                    if let Some(country) = &mut self.held.country {
                        country.carried = true;
                    }
                }
            }
        }
        drafts
    }

    /// Notes the country, period and goal that a row states before its activity.
    fn carry(&mut self, columns: &ActivityColumns, row: &[Slot<'d>]) {
        for column in columns.of(Role::Country) {
            if row[column].is_own() {
                self.held.country = Some(CountryCell {
                    span: row[column].span(),
                    carried: false,
                });
            }
        }
        for column in columns.of(Role::Period) {
            if row[column].is_own() {
                self.held.period = Some(row[column].span());
            }
        }
        let title = columns.first(Role::Title).unwrap_or(0);
        for column in columns.of(Role::Goals).filter(|&column| column < title) {
            if row[column].is_own() {
                self.held.goal = Some(row[column].span());
            }
        }
    }
}

/// The words of the only year that a line names.
fn only_year(passage: Passage) -> Option<Span> {
    let bytes = passage.text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let starts = |&at: &usize| {
        (at == 0 || !digit(at - 1))
            && (at..at + 4).all(digit)
            && !digit(at + 4)
            && (passage.text[at..].starts_with("19") || passage.text[at..].starts_with("20"))
    };
    let mut all = (0..bytes.len()).filter(starts);
    let first = all.next()?;
    all.all(|at| bytes[at..at + 4] == bytes[first..first + 4])
        .then(|| passage.locate(first..first + 4))
}

/// A table whose headers stand in the first column, with one activity a column.
fn is_turned(sheet: &FlatTable) -> bool {
    if sheet.width < 3 || sheet.rows.len() < 3 {
        return false;
    }
    let named = |slots: &mut dyn Iterator<Item = &Slot>| -> Vec<Option<Role>> {
        slots
            .map(|slot| crate::page::role::role(slot.text))
            .collect()
    };
    let first = named(&mut sheet.rows.iter().map(|row| &row[0]));
    let top = named(&mut sheet.rows[0].iter());
    let known = first.iter().flatten().count();
    known * 10 >= 6 * first.len() && header::distinct(&first) >= 3 && header::distinct(&top) < 2
}

/// Two tables beside each other have one header twice; where the second begins.
fn beside(named: &[Option<Role>]) -> Option<usize> {
    let half = named.len() / 2;
    let twice = named.len() >= 4 && named.len().is_multiple_of(2) && named[..half] == named[half..];
    let full = named.iter().flatten().count() * 10 >= 6 * named.len();
    (twice && full && named.contains(&Some(Role::Title)) && header::distinct(named) >= 2)
        .then_some(half)
}

/// Whether rows of such columns are activities.
fn are_activities(
    roles: &[Option<Role>],
    named: &[Option<Role>],
    contents: &[CellContent],
) -> bool {
    let has = |role: Role| roles.contains(&Some(role));
    let Some(title) = roles.iter().position(|role| *role == Some(Role::Title)) else {
        return false;
    };
    let content = &contents[title];
    let data = named
        .iter()
        .flatten()
        .filter(|role| matches!(role, Role::Contact | Role::Statistic));
    let dated = [Role::Date, Role::DateAndPlace, Role::Period]
        .into_iter()
        .any(has);
    if data.count() > 0 && !dated || has(Role::Budget) && header::distinct(roles) < 3 {
        return false;
    }
    let others = [
        Role::Place,
        Role::Goals,
        Role::Organizer,
        Role::Speaker,
        Role::Participants,
        Role::Results,
        Role::Objectives,
        Role::Country,
        Role::Type,
        Role::Mode,
        Role::Link,
        Role::Number,
    ];
    let more = others.into_iter().filter(|&role| has(role)).count();
    let titled = named.get(title).copied().flatten() == Some(Role::Title);
    let told = content.share(ContentKind::Told);
    let wordy = content.share(ContentKind::Letters) >= 0.5;
    wordy
        && match (titled, dated) {
            (true, true) => true,
            (true, false) => more >= 1,
            (false, true) => told >= 0.2 || more >= 2,
            (false, false) => told >= 0.3 && more >= 2,
        }
}

/// A table that says nothing of activities: data, or a frame for text.
fn without_roles(sheet: &FlatTable) -> TableReading {
    let filled = sheet.rows.iter().flatten().filter(|slot| slot.is_own());
    let (count, long) = filled.fold((0, 0), |(count, long), slot| {
        (count + 1, long + slot.text.chars().count())
    });
    if sheet.width == 1 || long > FRAME * count {
        TableReading::Frame
    } else {
        TableReading::Data
    }
}
