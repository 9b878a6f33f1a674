//! Tables of a document: rows and cells, whatever controls and changes they are wrapped in.

use super::super::office::story::{Cell, NESTED, Row, Table};
use super::super::office::xml::{Element, Xml};
use super::body::Body;
use crate::budget::Exhausted;

/// Reads a table; none where it stands too deep.
pub fn read(body: &mut Body, xml: &mut Xml, element: &Element) -> Result<Option<Table>, Exhausted> {
    if body.nested >= NESTED {
        body.too_deep = true;
        xml.skip(element)?;
        return Ok(None);
    }
    body.nested += 1;
    let mut table = Table::default();
    while let Some(child) = xml.child(element.level)? {
        match child.name() {
            "tr" => table.rows.extend(row(body, xml, &child)?),
            "tblPr" | "tblGrid" => xml.skip(&child)?,
            _ => body.pass(xml, &child)?,
        }
    }
    body.nested -= 1;
    Ok(Some(table))
}

/// What a row says of itself.
#[derive(Default)]
struct Properties {
    before: u32,
    after: u32,
    header: bool,
    gone: bool,
    hidden: bool,
}

fn row(body: &mut Body, xml: &mut Xml, element: &Element) -> Result<Option<Row>, Exhausted> {
    let mut row = Row::default();
    let mut said = Properties::default();
    while let Some(child) = xml.child(element.level)? {
        match child.name() {
            "trPr" => said = properties(xml, &child)?,
            "tc" if said.gone || said.hidden => xml.skip(&child)?,
            "tc" => cell(body, xml, &child, &mut row.cells)?,
            "tblPrEx" => xml.skip(&child)?,
            _ => body.pass(xml, &child)?,
        }
    }
    body.hidden += usize::from(said.hidden && !said.gone);
    if said.gone || said.hidden {
        return Ok(None);
    }
    row.header = said.header;
    if said.before > 0 {
        let columns = said.before;
        row.cells.insert(0, Cell::Left { columns });
    }
    if said.after > 0 {
        let columns = said.after;
        row.cells.push(Cell::Left { columns });
    }
    Ok(Some(row))
}

fn properties(xml: &mut Xml, element: &Element) -> Result<Properties, Exhausted> {
    let mut said = Properties::default();
    while let Some(child) = xml.child(element.level)? {
        match child.name() {
            "gridBefore" => said.before = child.number("val").unwrap_or_default(),
            "gridAfter" => said.after = child.number("val").unwrap_or_default(),
            "tblHeader" => said.header = child.is_on(),
            "hidden" => said.hidden = child.is_on(),
            "del" | "moveFrom" => said.gone = true,
            "trPrChange" => xml.skip(&child)?,
            _ => {}
        }
    }
    Ok(said)
}

/// How a cell hangs together with others.
#[derive(Default)]
struct Merged {
    columns: u32,
    continues: bool,
    /// Goes on with the cell to its left, as older files have it.
    joined: bool,
    gone: bool,
}

fn cell(
    body: &mut Body,
    xml: &mut Xml,
    element: &Element,
    cells: &mut Vec<Cell>,
) -> Result<(), Exhausted> {
    let mut merged = Merged::default();
    let mut content = Vec::new();
    while let Some(child) = xml.child(element.level)? {
        match child.name() {
            "tcPr" => merged = merges(xml, &child)?,
            _ => body.block(xml, &child, &mut content)?,
        }
    }
    body.flush(&mut content);
    let own = merged.columns.max(1);
    if merged.joined
        && let Some(Cell::Own { columns, .. } | Cell::Continues { columns }) = cells.last_mut()
    {
        *columns = columns.saturating_add(own);
        return Ok(());
    }
    if merged.gone {
        content.clear();
    }
    cells.push(if merged.continues {
        Cell::Continues { columns: own }
    } else {
        Cell::Own {
            columns: own,
            rows: 1,
            content,
        }
    });
    Ok(())
}

fn merges(xml: &mut Xml, element: &Element) -> Result<Merged, Exhausted> {
    let mut merged = Merged::default();
    let goes_on = |child: &Element| child.attr("val").is_none_or(|val| val == "continue");
    while let Some(child) = xml.child(element.level)? {
        match child.name() {
            "gridSpan" => merged.columns = child.number("val").unwrap_or_default(),
            "vMerge" => merged.continues = goes_on(&child),
            "hMerge" => merged.joined = goes_on(&child),
            "cellDel" => merged.gone = true,
            "tcPrChange" => xml.skip(&child)?,
            _ => {}
        }
    }
    Ok(merged)
}
