//! The way through the house: bytes and hints in, a document or a record out.

use crate::budget::{Budget, Limits, Resource};
use crate::diagnostic::{Code, Diagnostics};
use crate::document::Document;
use crate::draft::Draft;
use crate::error::Error;
use crate::key;
use crate::normalize::{self, SourceFile, Weighed};
use crate::page;
use crate::reader;
use crate::record::{DocumentKind, DocumentRecord};
use crate::scheme::Scheme;
use crate::site::Sites;
use crate::source::{Hints, Source, Stored};
use crate::validate;

/// Extracts records; holds what all sources of a run share.
#[derive(Clone, Debug, Default)]
pub struct Extractor {
    /// What one document may use.
    pub limits: Limits,
    /// For encrypted files.
    pub password: Option<String>,
    /// The goals that are looked for.
    pub scheme: Scheme,
    /// What was learnt of the sites that pages are of.
    pub sites: Option<Sites>,
}

impl Extractor {
    /// Reads a source into a document, before anything is extracted from it.
    ///
    /// # Errors
    /// [`Error`] where there is no document to give back; all else is a diagnostic.
    pub fn parse(
        &self,
        bytes: &[u8],
        hints: &Hints,
        diagnostics: &mut Diagnostics,
    ) -> Result<Document, Error> {
        let budget = Budget::new(self.limits.clone());
        budget.draw(Resource::InputBytes, bytes.len() as u64)?;
        if bytes.is_empty() {
            return Err(Error::Damaged("the file is empty".into()));
        }
        let source = Source {
            bytes,
            hints,
            password: self.password.as_deref(),
            sites: self.sites.as_ref(),
        };
        let format = reader::choose(&source)
            .ok_or_else(|| Error::Unsupported("no reader knows this kind of file".into()))?;
        let read = (format.read)(&source, &budget, diagnostics);
        let document = read.map_err(|error| match (error, &self.password) {
            (Error::Encrypted, Some(_)) => Error::WrongPassword,
            (error, _) => error,
        })?;
        if document.text.is_empty() && !diagnostics.has(Code::NoText) {
            diagnostics.add(Code::NoText, "the source holds no text");
        }
        Ok(document)
    }

    /// Cuts a document into the activities it tells of, and writes into it what the cut says of the
    /// rest: which blocks stand around them, which of those that its reader doubted are taken in.
    pub fn cut(
        &self,
        document: &mut Document,
        diagnostics: &mut Diagnostics,
    ) -> (DocumentKind, Vec<Draft>) {
        let mut cut = page::cut(document, &self.scheme, diagnostics);
        cut.around.apply(document);
        self.bound(&mut cut.drafts, diagnostics);
        (cut.kind, cut.drafts)
    }

    /// Leaves out the last activities where there are too many.
    fn bound(&self, drafts: &mut Vec<Draft>, diagnostics: &mut Diagnostics) {
        let budget = Budget::new(self.limits.clone());
        if let Err(limit) = budget.allow(Resource::Activities, drafts.len() as u64) {
            drafts.truncate(self.limits.activities as usize);
            diagnostics.add(
                Code::LimitReached,
                format!("{limit}: the rest of them are missing"),
            );
        }
    }

    /// What the field readers found for every draft of a document and how dates were weighed.
    pub(crate) fn weighed(
        &self,
        hints: &Hints,
        document: &Document,
        kind: DocumentKind,
        drafts: &[Draft],
    ) -> Vec<Weighed> {
        let file = SourceFile {
            path: &hints.path,
            url: hints.url.as_deref(),
            captured: hints.captured.as_deref(),
            bytes: 0,
            sha256: String::new(),
        };
        normalize::weighed(&file, document, kind, drafts, &self.scheme)
    }

    /// Reads a source and extracts its record.
    ///
    /// # Errors
    /// As [`Extractor::parse`].
    pub fn extract(&self, bytes: &[u8], hints: &Hints) -> Result<DocumentRecord, Error> {
        let mut diagnostics = Diagnostics::default();
        let mut document = self.parse(bytes, hints, &mut diagnostics)?;
        let (kind, drafts) = self.cut(&mut document, &mut diagnostics);
        let stored = hints.stored.clone().unwrap_or_else(|| Stored::of(bytes));
        let file = SourceFile {
            path: &hints.path,
            url: hints.url.as_deref(),
            captured: hints.captured.as_deref(),
            bytes: stored.bytes,
            sha256: stored.sha256,
        };
        let mut record =
            normalize::record(&file, &document, kind, &drafts, &self.scheme, diagnostics);
        // The record holds its own text; what is left to do needs room of its own.
        drop((document, drafts));
        validate::record(&mut record);
        key::assign(&mut record);
        Ok(record)
    }
}

/// Reads one source with the default limits and goals.
///
/// ```
/// let page = "Poetry morning\n\nOn 18 May 2021 the library of the town held a poetry morning \
///             for its readers.\n";
/// let record = annalist::extract(page.as_bytes(), &annalist::Hints::path("news/morning.txt"))?;
/// assert_eq!(record.activities.len(), 1);
/// assert_eq!(record.activities[0].title.as_deref(), Some("Poetry morning"));
/// # Ok::<(), annalist::Error>(())
/// ```
///
/// # Errors
/// [`Error`] where the source gives no document at all: it is damaged, encrypted, too large
/// or of no known format. What could be read in part comes back with diagnostics.
pub fn extract(bytes: &[u8], hints: &Hints) -> Result<DocumentRecord, Error> {
    Extractor::default().extract(bytes, hints)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn activities_beyond_the_limit_are_left_out_and_told() {
        let page = "Country,Activities\nGeorgia,#1 A fair\nGeorgia,#2 A lecture\n";
        let extractor = Extractor {
            limits: Limits {
                activities: 1,
                ..Limits::default()
            },
            ..Extractor::default()
        };
        let record = extractor
            .extract(page.as_bytes(), &Hints::path("report.csv"))
            .unwrap();
        assert_eq!(record.activities.len(), 1);
        assert!(
            record
                .diagnostics
                .iter()
                .any(|note| note.code == Code::LimitReached)
        );
    }
}
