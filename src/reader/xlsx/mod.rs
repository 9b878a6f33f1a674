//! Workbooks of Office Open XML (`.xlsx`, `.xlsm`).
//!
//! The workbook names its sheets and says which are hidden; shared strings and number formats
//! ([`styles`]) are read once, then every visible sheet, row by row ([`cells`]). What a cell shows
//! is its value in its number format; formulas stand with the value that was computed last.

mod cells;
mod styles;

use super::claim::Claim;
use super::office::package::{Package, PackageKind, Relation};
use super::office::stored::Hidden;
use super::office::xml::Xml;
use super::office::{self, Stop, sheet};
use crate::budget::{Budget, Exhausted};
use crate::diagnostic::{Code, Diagnostics};
use crate::document::{Builder, Document};
use crate::error::Error;
use crate::source::Source;
use cells::Strings;
use std::collections::BTreeMap;
use styles::CellStyles;

const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub fn claims(source: &Source) -> Claim {
    office::claims_package(source, PackageKind::Xlsx)
}

pub fn read(
    source: &Source,
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Error> {
    let mut builder = Builder::new();
    let mut package = Package::open(source.bytes, budget)?;
    let result = fill(&mut package, &mut builder, budget, diagnostics);
    office::keep(result, &builder, diagnostics)?;
    Ok(builder.finish(MEDIA_TYPE, None))
}

/// What the workbook says of itself.
#[derive(Debug, Default)]
struct Workbook {
    sheets: Vec<NamedSheet>,
    /// Whether days are counted from 1904.
    early: bool,
}

#[derive(Debug)]
struct NamedSheet {
    name: String,
    relation: String,
    hidden: bool,
}

/// What all sheets share.
#[derive(Debug, Default)]
struct SharedParts {
    strings: Strings,
    styles: CellStyles,
    early: bool,
}

/// A workbook on its way into a document.
struct WorkbookReader<'r, 'p> {
    package: &'r mut Package<'p>,
    builder: &'r mut Builder,
    budget: &'r Budget,
    diagnostics: &'r mut Diagnostics,
    shared: SharedParts,
    hidden: Hidden,
}

fn fill(
    package: &mut Package,
    builder: &mut Builder,
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) -> Result<(), Stop> {
    let main = package
        .main()
        .unwrap_or_else(|| "xl/workbook.xml".to_owned());
    let relations = package.relations(&main)?;
    let text = package
        .part(&main)?
        .ok_or_else(|| Error::Damaged("the package has no workbook".into()))?;
    let workbook = workbook(&text, budget)?;
    let shared = shared(package, &relations, workbook.early, budget)?;
    let mut reading = WorkbookReader {
        package,
        builder,
        budget,
        diagnostics,
        shared,
        hidden: Hidden::default(),
    };
    let result = reading.sheets(&workbook, &relations);
    let hidden = reading.hidden;
    office::tell_hidden(diagnostics, &hidden.told());
    result
}

/// Strings and formats of all sheets.
fn shared(
    package: &mut Package,
    relations: &BTreeMap<String, Relation>,
    early: bool,
    budget: &Budget,
) -> Result<SharedParts, Stop> {
    let mut part = |kind: &str| -> Result<String, Error> {
        let found = relations.values().find(|relation| relation.kind == kind);
        let text = found.map(|relation| package.part(&relation.target));
        Ok(text.transpose()?.flatten().unwrap_or_default())
    };
    Ok(SharedParts {
        strings: Strings::read(&part("sharedStrings")?, budget)?,
        styles: CellStyles::read(&part("styles")?, budget)?,
        early,
    })
}

fn workbook(text: &str, budget: &Budget) -> Result<Workbook, Exhausted> {
    let mut workbook = Workbook::default();
    let mut xml = Xml::new(text, budget);
    while let Some(element) = xml.child(0)? {
        match element.name() {
            "workbookPr" => workbook.early = element.flag("date1904"),
            "sheet" => workbook.sheets.push(NamedSheet {
                name: element.attr("name").unwrap_or_default(),
                relation: element.attr("id").unwrap_or_default(),
                hidden: element
                    .attr("state")
                    .is_some_and(|state| state != "visible"),
            }),
            _ => {}
        }
    }
    Ok(workbook)
}

impl WorkbookReader<'_, '_> {
    fn sheets(
        &mut self,
        workbook: &Workbook,
        relations: &BTreeMap<String, Relation>,
    ) -> Result<(), Stop> {
        for named in &workbook.sheets {
            if named.hidden {
                self.hidden.sheets += 1;
                continue;
            }
            let Some(relation) = relations.get(&named.relation) else {
                self.lost(&named.name);
                continue;
            };
            // A sheet that is a chart, a dialog or a macro holds no cells.
            if relation.kind == "worksheet" {
                self.sheet(named, relation)?;
            }
        }
        Ok(())
    }

    fn lost(&mut self, name: &str) {
        let message = format!("the sheet {name} is damaged or missing");
        self.diagnostics.add(Code::PartLost, message);
    }

    fn sheet(&mut self, named: &NamedSheet, relation: &Relation) -> Result<(), Stop> {
        let Some(text) = self.package.part(&relation.target)? else {
            self.lost(&named.name);
            return Ok(());
        };
        let relations = self.package.relations(&relation.target)?;
        let mut raw = cells::read(&text, &self.shared, self.budget)?;
        drop(text);
        if raw.torn {
            self.lost(&named.name);
        }
        for (id, relation) in &relations {
            if relation.kind == "table"
                && raw.tables.contains(id)
                && let Some(text) = self.package.part(&relation.target)?
            {
                raw.stored
                    .filters
                    .extend(cells::filters(&text, self.budget)?);
            }
        }
        for (place, id) in raw.links {
            let relation = relations.get(&id).filter(|relation| relation.external);
            let target = relation.map(|relation| relation.target.clone());
            raw.stored
                .links
                .extend(target.map(|target| (place, target)));
        }
        let sheet = raw.stored.shown(&mut self.hidden);
        let number = self.builder.sheet(&named.name);
        sheet::write_named(sheet, number, &named.name, self.builder, self.budget)?;
        Ok(())
    }
}
