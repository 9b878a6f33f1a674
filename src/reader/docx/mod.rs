//! Documents of Office Open XML (`.docx`, `.docm`).
//!
//! [`styles`] and [`numbering`] are read first; then the body goes by once ([`body`], tables in
//! [`table`]) and becomes a story. The accepted text counts: insertions are in, deletions and what
//! was moved away are out, and so are hidden words, comments, headers and footers. Notes stand
//! behind the text, set aside.

mod body;
mod numbering;
mod styles;
mod table;

use super::claim::Claim;
use super::office::package::{Package, PackageKind, Relation};
use super::office::story::{self, StoryElement};
use super::office::xml::Xml;
use super::office::{self, Stop};
use crate::budget::Budget;
use crate::diagnostic::{Code, Diagnostics};
use crate::document::{Builder, Document};
use crate::error::Error;
use crate::source::Source;
use body::DocxBody;
use numbering::Numbering;
use std::collections::BTreeMap;
use styles::DocxStyles;

const MEDIA_TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// The stream that holds an encrypted package, of whatever kind.
const ENCRYPTED: &str = "EncryptedPackage";

pub fn claims(source: &Source) -> Claim {
    // An encrypted package lies in a container of the older kind.
    let encrypted = office::claims_compound(source, &[ENCRYPTED]);
    encrypted.max(office::claims_package(source, PackageKind::Docx))
}

pub fn read(
    source: &Source,
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Error> {
    if office::claims_compound(source, &[ENCRYPTED]) == Claim::Certain {
        return Err(Error::Encrypted);
    }
    let mut builder = Builder::new();
    let mut package = Package::open(source.bytes, budget)?;
    let mut elements = Vec::new();
    let result = fill(&mut package, &mut elements, budget, diagnostics);
    // What was read before a limit stands before the limit is told.
    let written = story::write(elements, &mut builder, budget);
    office::keep(
        result.and(written.map_err(Stop::from)),
        &builder,
        diagnostics,
    )?;
    Ok(builder.finish(MEDIA_TYPE, None))
}

/// What the body is read with.
struct DocxParts {
    styles: DocxStyles,
    numbering: Numbering,
    /// Of the part that is read.
    relations: BTreeMap<String, Relation>,
}

fn fill(
    package: &mut Package,
    elements: &mut Vec<StoryElement>,
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) -> Result<(), Stop> {
    let main = package
        .main()
        .unwrap_or_else(|| "word/document.xml".to_owned());
    let text = package
        .part(&main)?
        .ok_or_else(|| Error::Damaged("the package has no document".into()))?;
    let relations = package.relations(&main)?;
    let target = |kind: &str| {
        let found = relations.values().find(|relation| relation.kind == kind);
        found.map(|relation| relation.target.clone())
    };
    let (footnotes, endnotes) = (target("footnotes"), target("endnotes"));
    let mut part = |kind: &str| -> Result<String, Error> {
        let text = target(kind).map(|name| package.part(&name));
        Ok(text.transpose()?.flatten().unwrap_or_default())
    };
    let styles = DocxStyles::read(&part("styles")?, budget)?;
    let numbering = Numbering::read(&part("numbering")?, budget)?;
    let mut parts = DocxParts {
        styles,
        numbering,
        relations,
    };
    let mut body = DocxBody::new(&parts);
    let mut xml = Xml::new(&text, budget);
    let result = body.read(&mut xml, elements);
    if body.hidden > 0 {
        office::tell_hidden(diagnostics, &[(body.hidden, "pieces of text or rows")]);
    }
    if body.too_deep {
        let message = "tables that stand too deep within tables are missing";
        diagnostics.add(Code::LimitReached, message);
    }
    if xml.is_torn() {
        let message = "the document stops short; what came before it was kept";
        diagnostics.add(Code::PartLost, message);
    }
    result?;
    for name in [footnotes, endnotes].into_iter().flatten() {
        parts.relations = package.relations(&name)?;
        if let Some(text) = package.part(&name)? {
            DocxBody::new(&parts).notes(&mut Xml::new(&text, budget), elements)?;
        }
    }
    Ok(())
}
