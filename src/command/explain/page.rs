//! The document as a whole: what it is, what it holds, what was set aside.

use super::{ExplainPage, brief};
use crate::document::{Block, Document, Kind, Property, Table, Witness};
use crate::page::account;
use crate::record::{DocumentRecord, Note};
use crate::scheme::Scheme;
use crate::write::terminal::Ink;

/// Most characters of a paragraph that are shown.
const SHOWN: usize = 400;
/// Most blocks of each sort that are shown.
const BLOCKS: usize = 60;

pub fn show(
    sheet: &mut ExplainPage,
    document: &Document,
    record: &DocumentRecord,
    scheme: &Scheme,
) {
    let path = sheet.paint.ink(Ink::Strong, &record.source.path);
    sheet.line(0, &path);
    let kind = serde_json::to_value(record.kind).unwrap_or_default();
    let activities = match record.activities.len() {
        1 => "1 activity".to_owned(),
        count => format!("{count} activities"),
    };
    sheet.field(
        2,
        "kind",
        &format!("{}, {activities}", kind.as_str().unwrap_or("")),
        None,
    );
    let charset = record
        .source
        .charset
        .as_deref()
        .map(|charset| format!(", {charset}"))
        .unwrap_or_default();
    let bytes = record.source.bytes;
    sheet.field(
        2,
        "source",
        &format!("{}{charset}, {bytes} bytes", record.source.media_type),
        None,
    );
    whole(sheet, document, record);
    notes(sheet, 2, &record.diagnostics);
    reading(sheet, document, scheme);
    main_content(sheet, document);
    boilerplate(sheet, document);
}

/// What is said of the page, by whom, and who was not believed.
fn whole(sheet: &mut ExplainPage, document: &Document, record: &DocumentRecord) {
    let authors = (!record.authors.is_empty()).then(|| record.authors.join("; "));
    let rows = [
        ("title", Property::Title, record.title.as_deref()),
        ("site", Property::Site, record.site.as_deref()),
        ("authors", Property::Author, authors.as_deref()),
        (
            "published",
            Property::Published,
            record.published.as_deref(),
        ),
        ("modified", Property::Modified, record.modified.as_deref()),
        ("language", Property::Language, record.language.as_deref()),
        ("url", Property::Url, record.source.url.as_deref()),
    ];
    for (name, property, value) in rows {
        let mut candidates: Vec<_> = document
            .meta
            .candidates
            .iter()
            .filter(|c| c.property == property)
            .collect();
        candidates.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        if value.is_none() && candidates.is_empty() {
            continue;
        }
        sheet.field(
            2,
            name,
            value.unwrap_or("none"),
            value.is_none().then_some(Ink::Quiet),
        );
        let best = document.meta.best(property).map(|best| best.weight);
        for candidate in candidates {
            let place = witness(document, &candidate.witness);
            let value = brief(&candidate.value, 160);
            if Some(candidate.weight) == best {
                sheet.remark(
                    2,
                    "←",
                    &format!("{place}: {value} (weight {:.2})", candidate.weight),
                );
            } else if candidate.weight <= 0.0 {
                sheet.remark(2, "×", &format!("{place}: {value} (not believed)"));
            } else {
                sheet.remark(
                    2,
                    "×",
                    &format!("{place}: {value} (weight {:.2} is less)", candidate.weight),
                );
            }
        }
    }
}

/// Where a candidate was seen.
fn witness(document: &Document, witness: &Witness) -> String {
    match witness {
        Witness::Outside(from) => from.clone(),
        Witness::Text(span) => {
            let page = document
                .page_at(span.start)
                .map(|page| format!(", page {page}"))
                .unwrap_or_default();
            format!("“{}”{page}", brief(span.of(&document.text), 120))
        }
    }
}

/// How the document was cut: every record and every unit left out, in order.
fn reading(sheet: &mut ExplainPage, document: &Document, scheme: &Scheme) {
    let account = account::of(document, scheme);
    if account.steps.is_empty() {
        return;
    }
    sheet.heading("reading");
    let second = account.second.map_or(String::new(), |(ways, points)| {
        format!("; the next best, by {ways}: {points:.2}")
    });
    let points = format!("{:.2}{second}", account.points);
    sheet.field(2, "points", &points, None);
    for told in account.steps.iter().take(BLOCKS) {
        let words = brief(told.span.of(&document.text), SHOWN_IN_READING);
        match (told.way, told.left) {
            (Some(way), _) => {
                let units = format!("{words} ({} units)", told.units);
                sheet.field(2, way, &units, None);
            }
            (_, why) => sheet.remark(2, "×", &format!("{words}: {}", why.unwrap_or("left out"))),
        }
    }
    if let Some(more) = account
        .steps
        .len()
        .checked_sub(BLOCKS)
        .filter(|more| *more > 0)
    {
        sheet.remark(2, "…", &format!("{more} more"));
    }
}

/// Most characters of a unit that the reading shows.
const SHOWN_IN_READING: usize = 100;

pub fn notes(sheet: &mut ExplainPage, indent: usize, notes: &[Note]) {
    for note in notes {
        let field = note
            .field
            .as_deref()
            .map(|field| format!(" [{field}]"))
            .unwrap_or_default();
        sheet.field(
            indent,
            "doubt",
            &format!("{}: {}{field}", note.code.as_str(), note.message),
            Some(Ink::Warn),
        );
    }
}

fn main_content(sheet: &mut ExplainPage, document: &Document) {
    sheet.heading("main content");
    let blocks: Vec<&Block> = document.main_blocks().collect();
    if blocks.is_empty() {
        sheet.field(
            2,
            "nothing",
            "the source has no main content",
            Some(Ink::Quiet),
        );
    }
    for block in blocks.iter().take(BLOCKS) {
        let name = match &block.kind {
            Kind::Heading(level) => format!("heading {level}"),
            Kind::Paragraph => "paragraph".to_owned(),
            Kind::Item => "item".to_owned(),
            Kind::Table(_) => "table".to_owned(),
        };
        match &block.kind {
            Kind::Table(table) => sheet.field(2, &name, &outline(document, table), None),
            _ => sheet.field(2, &name, &brief(block.span.of(&document.text), SHOWN), None),
        }
    }
    more(sheet, blocks.len());
}

/// A table by its size and its first words.
fn outline(document: &Document, table: &Table) -> String {
    let first = table.rows.first().map(|row| {
        let cells = row
            .cells
            .iter()
            .flatten()
            .map(|cell| brief(cell.span.of(&document.text), 30));
        cells.collect::<Vec<_>>().join(" | ")
    });
    format!(
        "{} rows of {} columns: {}",
        table.rows.len(),
        table.width(),
        first.unwrap_or_default()
    )
}

fn boilerplate(sheet: &mut ExplainPage, document: &Document) {
    let aside: Vec<(&Block, &str)> = document
        .blocks
        .iter()
        .filter_map(|block| Some((block, block.aside?.as_str())))
        .collect();
    if aside.is_empty() {
        return;
    }
    sheet.heading("set aside as boilerplate, by rule");
    for (block, rule) in aside.iter().take(BLOCKS) {
        sheet.field(
            2,
            rule,
            &brief(block.span.of(&document.text), 160),
            Some(Ink::Quiet),
        );
    }
    more(sheet, aside.len());
}

fn more(sheet: &mut ExplainPage, count: usize) {
    if count > BLOCKS {
        sheet.field(
            2,
            "…",
            &format!("and {} more; --stage document prints all", count - BLOCKS),
            Some(Ink::Quiet),
        );
    }
}
