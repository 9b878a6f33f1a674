//! What the readers of office files share.
//!
//! A file becomes one of two things: a [`story`] of paragraphs and tables (word processors), or
//! [`sheet`]s of cells (workbooks and CSV); each of them writes its blocks in one way for every
//! format. [`package`] and [`xml`] read the newer files, [`compound`] the older; [`mod@format`]
//! says what a stored number is shown as, [`list`] what number a paragraph of a list has.

pub mod compound;
pub mod format;
pub mod laid;
pub mod list;
pub mod opendocument;
pub mod package;
pub mod sheet;
pub mod stored;
pub mod story;
pub mod xml;

use crate::diagnostic::{Code, Diagnostics};
use crate::document::Builder;
use crate::error::Error;
use crate::source::Source;

use super::claim::Claim;
use crate::budget::Exhausted;

/// The claim on a package of a kind.
pub fn claims_package(source: &Source, kind: package::PackageKind) -> Claim {
    if package::kind(source.bytes) == Some(kind) {
        Claim::Certain
    } else {
        Claim::No
    }
}

/// What an older or an encrypted file is packed in, by what it holds.
pub fn claims_compound(source: &Source, streams: &[&str]) -> Claim {
    let Some(file) = compound::Compound::open(source.bytes) else {
        return Claim::No;
    };
    if streams.iter().any(|name| file.has(name)) {
        Claim::Certain
    } else {
        Claim::No
    }
}

/// Why a file was not read to its end.
#[derive(Debug)]
pub enum Stop {
    Limit(Exhausted),
    Failed(Error),
}

impl From<Exhausted> for Stop {
    fn from(limit: Exhausted) -> Stop {
        Stop::Limit(limit)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Stop {
        match error {
            Error::TooLarge(limit) => Stop::Limit(limit),
            error => Stop::Failed(error),
        }
    }
}

/// Keeps what was written before a file stopped: an error only where that is nothing.
pub fn keep(
    result: Result<(), Stop>,
    builder: &Builder,
    diagnostics: &mut Diagnostics,
) -> Result<(), Error> {
    match result {
        Ok(()) => Ok(()),
        Err(Stop::Failed(error)) if builder.is_empty() => Err(error),
        Err(Stop::Limit(limit)) if builder.is_empty() => Err(Error::TooLarge(limit)),
        Err(Stop::Failed(error)) => {
            diagnostics.add(Code::PartLost, format!("a part is missing: {error}"));
            Ok(())
        }
        Err(Stop::Limit(limit)) => {
            let message = format!("stopped after {limit}; the rest of the file is missing");
            diagnostics.add(Code::LimitReached, message);
            Ok(())
        }
    }
}

/// Says what a source hides, if it hides anything.
pub fn tell_hidden(diagnostics: &mut Diagnostics, what: &[(usize, &str)]) {
    let told: Vec<String> = what
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| format!("{count} {name}"))
        .collect();
    if !told.is_empty() {
        let message = format!("hidden in the source and left out: {}", told.join(", "));
        diagnostics.add(Code::HiddenContent, message);
    }
}
