//! What the styles of a workbook say of cells: number formats and bold print.

use super::super::office::format::{self, NumberFormat};
use super::super::office::xml::{Element, Xml};
use crate::budget::{Budget, Exhausted};
use std::collections::BTreeMap;

/// The style of a cell, as far as it counts.
#[derive(Clone, Debug, Default)]
pub struct CellStyle {
    pub format: NumberFormat,
    pub bold: bool,
}

/// All styles, by the number that cells give.
#[derive(Debug, Default)]
pub struct CellStyles(Vec<CellStyle>);

impl CellStyles {
    pub fn read(text: &str, budget: &Budget) -> Result<CellStyles, Exhausted> {
        let mut codes: BTreeMap<u32, String> = BTreeMap::new();
        let mut bold: Vec<bool> = Vec::new();
        let mut styles = Vec::new();
        let mut xml = Xml::new(text, budget);
        while let Some(element) = xml.child(0)? {
            match element.name() {
                "numFmt" => {
                    let id = element.number("numFmtId").unwrap_or_default();
                    codes.insert(id, element.attr("formatCode").unwrap_or_default());
                }
                "fonts" => bold = fonts(&mut xml, &element)?,
                "cellXfs" => styles = formats(&mut xml, &element, &codes, &bold)?,
                // Differential formats and those of named styles have fonts and formats of their
                // own.
                "dxfs" | "cellStyleXfs" => xml.skip(&element)?,
                _ => {}
            }
        }
        Ok(CellStyles(styles))
    }

    pub fn of(&self, number: usize) -> CellStyle {
        self.0.get(number).cloned().unwrap_or_default()
    }
}

/// Which fonts are bold.
fn fonts(xml: &mut Xml, fonts: &Element) -> Result<Vec<bool>, Exhausted> {
    let mut bold = Vec::new();
    while let Some(element) = xml.child(fonts.level)? {
        match element.name() {
            "font" => bold.push(false),
            "b" if element.is_on() => bold.iter_mut().last().into_iter().for_each(|b| *b = true),
            _ => {}
        }
    }
    Ok(bold)
}

fn formats(
    xml: &mut Xml,
    formats: &Element,
    codes: &BTreeMap<u32, String>,
    bold: &[bool],
) -> Result<Vec<CellStyle>, Exhausted> {
    let mut styles = Vec::new();
    while let Some(element) = xml.child(formats.level)? {
        if element.name() != "xf" {
            continue;
        }
        let id = element.number("numFmtId").unwrap_or_default();
        let code = codes.get(&id).map(String::as_str);
        let code = code.unwrap_or_else(|| format::builtin(id));
        let font: usize = element.number("fontId").unwrap_or_default();
        styles.push(CellStyle {
            format: NumberFormat::new(code),
            bold: bold.get(font).copied().unwrap_or(false),
        });
    }
    Ok(styles)
}
