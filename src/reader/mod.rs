//! The table of formats. One file per format; each ends in a
//! [`Document`].

mod claim;
pub mod csv;
pub mod doc;
pub mod docx;
pub mod html;
pub mod ods;
pub mod odt;
pub mod office;
pub mod pdf;
pub mod rtf;
pub mod text;
pub mod xls;
pub mod xlsx;

use crate::budget::Budget;
use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::error::Error;
use crate::source::Source;
pub use claim::Claim;

/// A format and its reader.
#[derive(Debug)]
pub struct Format {
    pub name: &'static str,
    pub claims: fn(&Source) -> Claim,
    pub read: fn(&Source, &Budget, &mut Diagnostics) -> Result<Document, Error>,
}

/// Every format there is.
pub const FORMATS: [Format; 11] = [
    Format {
        name: "pdf",
        claims: pdf::claims,
        read: pdf::read,
    },
    Format {
        name: "docx",
        claims: docx::claims,
        read: docx::read,
    },
    Format {
        name: "xlsx",
        claims: xlsx::claims,
        read: xlsx::read,
    },
    Format {
        name: "odt",
        claims: odt::claims,
        read: odt::read,
    },
    Format {
        name: "ods",
        claims: ods::claims,
        read: ods::read,
    },
    Format {
        name: "doc",
        claims: doc::claims,
        read: doc::read,
    },
    Format {
        name: "xls",
        claims: xls::claims,
        read: xls::read,
    },
    Format {
        name: "rtf",
        claims: rtf::claims,
        read: rtf::read,
    },
    Format {
        name: "html",
        claims: html::claims,
        read: html::read,
    },
    Format {
        name: "csv",
        claims: csv::claims,
        read: csv::read,
    },
    Format {
        name: "text",
        claims: text::claims,
        read: text::read,
    },
];

/// The reader with the highest claim.
pub fn choose(source: &Source) -> Option<&'static Format> {
    let mut best = (Claim::No, None);
    for format in &FORMATS {
        let claim = (format.claims)(source);
        if claim > best.0 {
            best = (claim, Some(format));
        }
    }
    best.1
}
