//! Report tables: Country | Activities | Impact, one activity a row.
//!
//! The columns are known by their headers, or, where the table has none, by
//! what stands in them (ordinals, goal lines). A row without a country carries
//! the one above.

use crate::diagnostic::{Code, Diagnostics};
use crate::document::Witness;
use crate::document::{Block, Cell, Document, Kind, Table};
use crate::draft::{CountryCell, Draft, Title};
use crate::field::{date, goal, link, objective, title};
use crate::lexicon::{self, LEXICON};
use crate::record::{ActivityKind, TitleBasis};
use crate::scheme::Scheme;
use crate::span::Span;

/// Which column holds what.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Columns {
    country: Option<usize>,
    date: Option<usize>,
    activities: usize,
    impact: Option<usize>,
}

/// A document, and the scheme whose goals its lines may name.
#[derive(Clone, Copy)]
struct Report<'d> {
    document: &'d Document,
    scheme: &'d Scheme,
}

impl Report<'_> {
    /// Whether a line states goals: of the scheme that is asked for, or of the one that reports are written to.
    fn names_goal(self, line: Span) -> bool {
        let passage = self.document.passage(line);
        let names = |scheme: &Scheme| !goal::stated(passage, scheme).is_empty();
        let usual = Scheme::default();
        names(self.scheme) || self.scheme.name != usual.name && names(&usual)
    }
}

pub fn cut(
    document: &Document,
    scheme: &Scheme,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Draft>> {
    let report = Report { document, scheme };
    let mut drafts = Vec::new();
    let mut columns = None;
    let mut carried = None;
    let mut found = false;
    let mut above = Vec::new();
    for block in document.main_blocks() {
        let Kind::Table(table) = &block.kind else {
            if !found {
                above.push(block);
            }
            continue;
        };
        // A table without a header goes on where the one before it stopped.
        let Some(here) =
            columns_of(document, table).or(columns.filter(|_| table.header == 0 || found))
        else {
            continue;
        };
        columns = Some(here);
        found = true;
        above
            .drain(..)
            .for_each(|block| stray(report, block, diagnostics));
        rows(report, table, here, &mut carried, &mut drafts, diagnostics);
    }
    found.then_some(drafts)
}

/// Goals above the table belong to a row on a page that is not here.
fn stray(report: Report, block: &Block, diagnostics: &mut Diagnostics) {
    if report.names_goal(block.span) {
        diagnostics.add_at(
            Code::StrayLines,
            block.span,
            "goals above the table belong to no row of this document",
        );
    }
}

/// The columns by the table's header, which readers of unmarked tables leave among its rows.
fn columns_of(document: &Document, table: &Table) -> Option<Columns> {
    (0..table.header.max(1).min(table.rows.len())).find_map(|row| header(document, table, row))
}

/// The columns that a row names, if it is a header: activities and at least one of the others.
fn header(document: &Document, table: &Table, row: usize) -> Option<Columns> {
    let find = |list: &[String]| {
        (0..table.rows[row].cells.len()).find(|&column| {
            let cell = table.shown(row, column);
            cell.is_some_and(|cell| lexicon::is_one_of(cell.span.of(&document.text), list))
        })
    };
    let activities = find(&LEXICON.activities_header)?;
    let (country, impact) = (find(&LEXICON.country_header), find(&LEXICON.impact_header));
    let impact = impact.filter(|&column| column != activities);
    let date = find(&LEXICON.date_header);
    (country.is_some() || impact.is_some()).then_some(Columns {
        country,
        date,
        activities,
        impact,
    })
}

fn rows(
    report: Report,
    table: &Table,
    columns: Columns,
    carried: &mut Option<Span>,
    drafts: &mut Vec<Draft>,
    diagnostics: &mut Diagnostics,
) {
    for (number, row) in table.rows.iter().enumerate().skip(table.header) {
        if header(report.document, table, number).is_some() {
            continue;
        }
        let own = columns
            .country
            .and_then(|column| row.cells.get(column)?.as_ref())
            .filter(|cell| !cell.span.is_empty());
        if let Some(cell) = own {
            *carried = Some(cell.span);
        }
        let Some(cell) = table
            .shown(number, columns.activities)
            .filter(|cell| !cell.span.is_empty())
        else {
            if let Some(cell) =
                row.cells.iter().flatten().find(|cell| {
                    !cell.span.is_empty() && own.is_none_or(|own| own.span != cell.span)
                })
            {
                diagnostics.add_at(
                    Code::UnreadRow,
                    cell.span,
                    "a row without an activity was left out",
                );
            }
            continue;
        };
        let impact = columns
            .impact
            .and_then(|column| table.shown(number, column));
        let country = carried.map(|span| CountryCell {
            span,
            carried: own.is_none(),
        });
        let when = columns
            .date
            .and_then(|column| table.shown(number, column))
            .map(|cell| cell.span);
        drafts.extend(
            row_drafts(report, cell, impact, country)
                .into_iter()
                .map(|draft| Draft { when, ..draft }),
        );
    }
}

/// The activity of a row; several, where one cell numbers several (`#1 …`, `#2 …`).
fn row_drafts(
    report: Report,
    cell: &Cell,
    impact: Option<&Cell>,
    country: Option<CountryCell>,
) -> Vec<Draft> {
    let opens = |index: usize| {
        title::ordinal(report.document.passage(cell.blocks[index].span))
            .0
            .is_some()
    };
    let mut starts: Vec<usize> = (0..cell.blocks.len())
        .filter(|&index| index == 0 || opens(index))
        .collect();
    if !starts.get(1).is_some_and(|_| opens(0)) {
        starts.truncate(1);
    }
    let ends = starts.iter().skip(1).copied().chain([cell.blocks.len()]);
    let parts: Vec<(usize, usize)> = starts.iter().copied().zip(ends).collect();
    parts
        .iter()
        .map(|&(from, to)| {
            draft(
                report,
                &cell.blocks[from..to]
                    .iter()
                    .map(|block| block.span)
                    .collect::<Vec<_>>(),
                impact,
                country,
            )
        })
        .collect()
}

fn draft(
    report: Report,
    blocks: &[Span],
    impact: Option<&Cell>,
    country: Option<CountryCell>,
) -> Draft {
    let document = report.document;
    let extent = blocks
        .iter()
        .copied()
        .reduce(Span::join)
        .unwrap_or_default();
    let mut draft = Draft::new(ActivityKind::Activity, extent);
    let (ordinal, heading) = title::ordinal(document.passage(blocks[0]));
    draft.ordinal = ordinal;
    draft.country = country;
    draft.heading = Some(heading.span());
    let dates = date::find(heading, None, &date::Reference::default());
    let name = title::of_heading(heading, dates.last().map(|found| found.span));
    draft.title = Some(Title {
        text: name.text.to_owned(),
        basis: TitleBasis::Stated,
        witness: Some(Witness::Text(name.span())),
    });
    for &span in &blocks[1..] {
        let passage = document.passage(span);
        if !link::is_lone(passage) {
            draft.body.push(link::without_tail(passage).span());
        }
    }
    if let Some(impact) = impact {
        read_impact(report, impact, &mut draft);
    }
    draft
}

/// Goal lines and objectives of the impact cell. Where objectives are marked as items,
/// unmarked text behind the last of them is none.
fn read_impact(report: Report, impact: &Cell, draft: &mut Draft) {
    let document = report.document;
    let announced = impact
        .blocks
        .iter()
        .position(|block| objective::is_heading(document.passage(block.span)));
    let last_item = impact
        .blocks
        .iter()
        .rposition(|block| block.item)
        .filter(|item| announced < Some(*item));
    for (index, block) in impact.blocks.iter().enumerate() {
        let passage = document.passage(block.span);
        let names_goal = report.names_goal(block.span);
        match announced {
            Some(heading) if index == heading => {}
            _ if names_goal && (announced.is_none_or(|heading| index < heading) || !block.item) => {
                draft.goal_lines.push(block.span)
            }
            Some(heading) if index < heading => {}
            _ if last_item.is_some_and(|item| index > item) => {}
            _ => {
                let text = objective::trim(passage);
                if !text.text.is_empty() {
                    draft.objectives.push(text.span());
                }
            }
        }
    }
}
