//! The ZIP packages of office files: which kind they are, and their parts as text.
//!
//! A package is known by what it holds, never by its name: OpenDocument by its `mimetype`, Office
//! Open XML by the part that its relationships call the document. Every part that is unpacked draws
//! on the budget before it is held.

use crate::budget::{Budget, Exhausted, Limits, Resource};
use crate::decode;
use crate::error::Error;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

use super::xml::Xml;

/// Parts of one package: a workbook of 250 sheets has some 800.
const PARTS: usize = 20_000;

/// What a package holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PackageKind {
    Docx,
    Xlsx,
    Odt,
    Ods,
    /// Slides, drawings, e-books and the like.
    Other,
}

/// An opened package.
pub struct Package<'p> {
    archive: ZipArchive<Cursor<&'p [u8]>>,
    budget: &'p Budget,
}

/// The kind of a package, if the bytes are one.
pub fn kind(bytes: &[u8]) -> Option<PackageKind> {
    if !bytes.starts_with(b"PK") {
        return None;
    }
    let budget = Budget::new(Limits {
        decoded_bytes: 1 << 20,
        ..Limits::default()
    });
    Package::open(bytes, &budget).ok()?.kind()
}

impl<'p> Package<'p> {
    pub fn open(bytes: &'p [u8], budget: &'p Budget) -> Result<Package<'p>, Error> {
        if entries(bytes).is_some_and(|count| count > PARTS) {
            return Err(Error::Damaged("the package has too many parts".into()));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(explain)?;
        Ok(Package { archive, budget })
    }

    fn kind(&mut self) -> Option<PackageKind> {
        if let Some(kind) = self.declared() {
            return Some(kind);
        }
        self.archive.index_for_name("[Content_Types].xml")?;
        let main = self.main().unwrap_or_default();
        let folder = main.split('/').next().unwrap_or_default();
        let known = |name: &str| self.archive.index_for_name(name).is_some();
        Some(match folder {
            "word" => PackageKind::Docx,
            "xl" => PackageKind::Xlsx,
            _ if known("word/document.xml") => PackageKind::Docx,
            _ if known("xl/workbook.xml") => PackageKind::Xlsx,
            _ => PackageKind::Other,
        })
    }

    /// The kind that an OpenDocument package declares.
    fn declared(&mut self) -> Option<PackageKind> {
        let mut declared = String::new();
        let file = self.archive.by_name("mimetype").ok()?;
        file.take(100).read_to_string(&mut declared).ok()?;
        let kind = declared
            .trim()
            .strip_prefix("application/vnd.oasis.opendocument.")?;
        Some(match kind {
            "text" | "text-template" | "text-master" => PackageKind::Odt,
            "spreadsheet" | "spreadsheet-template" => PackageKind::Ods,
            _ => PackageKind::Other,
        })
    }

    /// The part that the package's relationships call the document.
    pub fn main(&mut self) -> Option<String> {
        let relations = self.relations("").ok()?;
        let document = relations
            .values()
            .find(|relation| relation.kind == "officeDocument")?;
        Some(document.target.clone())
    }

    /// A part as text; none where there is no such part.
    pub fn part(&mut self, name: &str) -> Result<Option<String>, Error> {
        let mut file = match self.archive.by_name(name) {
            Ok(file) => file,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(explain(error)),
        };
        let left = self.budget.left(Resource::DecodedBytes);
        let mut bytes = Vec::new();
        let read = (&mut file).take(left + 1).read_to_end(&mut bytes);
        self.budget
            .draw(Resource::DecodedBytes, bytes.len() as u64)?;
        // A damaged part is read as far as it goes; its XML is torn, and that is told.
        if read.is_err() && bytes.is_empty() {
            return Err(Error::Damaged(format!("{name} cannot be unpacked")));
        }
        Ok(Some(text(bytes)))
    }

    /// The relationships of a part (of the package itself for an empty name), by their id.
    pub fn relations(&mut self, part: &str) -> Result<BTreeMap<String, Relation>, Error> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let prefix = if folder.is_empty() { "" } else { "/" };
        let name = format!("{folder}{prefix}_rels/{file}.rels");
        let Some(text) = self.part(&name)? else {
            return Ok(BTreeMap::new());
        };
        Ok(relations(&text, folder, self.budget)?)
    }
}

/// Where a part points.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Relation {
    /// The last word of its type: `hyperlink`, `worksheet` …
    pub kind: String,
    /// The name of a part; as written where it is external.
    pub target: String,
    pub external: bool,
}

fn relations(
    text: &str,
    folder: &str,
    budget: &Budget,
) -> Result<BTreeMap<String, Relation>, Exhausted> {
    let mut found = BTreeMap::new();
    let mut xml = Xml::new(text, budget);
    while let Some(element) = xml.child(0)? {
        if element.name() != "Relationship" {
            continue;
        }
        let (Some(id), Some(target)) = (element.attr("Id"), element.attr("Target")) else {
            continue;
        };
        let kind = element.attr("Type").unwrap_or_default();
        let external = element.attr("TargetMode").is_some_and(|m| m == "External");
        let relation = Relation {
            kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
            target: if external {
                target
            } else {
                resolve(folder, &target)
            },
            external,
        };
        found.insert(id, relation);
    }
    Ok(found)
}

/// A target as the name of a part.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut path: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => {}
            ".." => {
                path.pop();
            }
            _ => path.push(step),
        }
    }
    path.join("/")
}

/// The number of entries that the end record (APPNOTE 4.3.16) gives.
fn entries(bytes: &[u8]) -> Option<usize> {
    let tail = &bytes[bytes.len().saturating_sub((1 << 16) + 22)..];
    let end = memchr::memmem::rfind(tail, b"PK\x05\x06")?;
    let count = tail.get(end + 10..end + 12)?;
    Some(u16::from_le_bytes(count.try_into().ok()?).into())
}

/// XML as text: UTF-8, or what its mark or declaration says.
fn text(bytes: Vec<u8>) -> String {
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let bytes = error.into_bytes();
            decode::decode(&bytes, Some("utf-8")).text.into_owned()
        }
    }
}

fn explain(error: ZipError) -> Error {
    match error {
        ZipError::InvalidPassword | ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            Error::Encrypted
        }
        ZipError::CompressionMethodNotSupported(method) => Error::Unsupported(format!(
            "compression method {method} of ZIP packages is not known"
        )),
        other => Error::Damaged(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_names_of_parts() {
        assert_eq!(
            resolve("xl", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml"
        );
        assert_eq!(resolve("xl", "/xl/styles.xml"), "xl/styles.xml");
        assert_eq!(
            resolve("xl/worksheets", "../tables/t.xml"),
            "xl/tables/t.xml"
        );
        assert_eq!(resolve("", "../../../etc/passwd"), "etc/passwd");
    }
}
