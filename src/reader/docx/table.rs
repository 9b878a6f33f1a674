//! Tables of a document: rows and cells, whatever controls and changes they are wrapped in.

use super::super::office::story::{NESTED, StoryCell, StoryRow, StoryTable};
use super::super::office::xml::{Element, Xml};
use super::body::DocxBody;
use crate::budget::Exhausted;

/// Reads a table; none where it stands too deep.
pub fn read(
    body: &mut DocxBody,
    xml: &mut Xml,
    element: &Element,
) -> Result<Option<StoryTable>, Exhausted> {
    if body.nested >= NESTED {
        body.too_deep = true;
        xml.skip(element)?;
        return Ok(None);
    }
    body.nested += 1;
    let mut table = StoryTable::default();
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

fn row(
    body: &mut DocxBody,
    xml: &mut Xml,
    element: &Element,
) -> Result<Option<StoryRow>, Exhausted> {
    let mut row = StoryRow::default();
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
        row.cells.insert(0, StoryCell::Left { columns });
    }
    if said.after > 0 {
        let columns = said.after;
        row.cells.push(StoryCell::Left { columns });
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
struct CellMerge {
    columns: u32,
    continues: bool,
    /// Goes on with the cell to its left, as older files have it.
    joined: bool,
    gone: bool,
}

fn cell(
    body: &mut DocxBody,
    xml: &mut Xml,
    element: &Element,
    cells: &mut Vec<StoryCell>,
) -> Result<(), Exhausted> {
    let mut merged = CellMerge::default();
    let mut content = Vec::new();
    while let Some(child) = xml.child(element.level)? {
        match child.name() {
            "tcPr" => merged = merges(xml, &child)?,
            _ => body.block(xml, &child, &mut content)?,
        }
    }
    body.flush(&mut content);
    // A long table is held whole; most of its cells have one paragraph.
    content.shrink_to_fit();
    let own = merged.columns.max(1);
    if merged.joined
        && let Some(StoryCell::Own { columns, .. } | StoryCell::Continues { columns }) =
            cells.last_mut()
    {
        *columns = columns.saturating_add(own);
        return Ok(());
    }
    if merged.gone {
        content.clear();
    }
    cells.push(if merged.continues {
        StoryCell::Continues { columns: own }
    } else {
        StoryCell::Own {
            columns: own,
            rows: 1,
            content,
        }
    });
    Ok(())
}

fn merges(xml: &mut Xml, element: &Element) -> Result<CellMerge, Exhausted> {
    let mut merged = CellMerge::default();
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
