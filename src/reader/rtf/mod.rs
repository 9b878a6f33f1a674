//! Rich Text Format (`.rtf`, and many a `.doc`).
//!
//! The bytes are cut into control words, groups and text ([`tokens`]) and go by once ([`body`]). A
//! group that only machines read is passed over; letters come in the code page of their font or as
//! Unicode. Tables within tables give their paragraphs to the cell they stand in.

mod body;
mod charset;
mod group;
mod style;
mod tokens;

use super::claim::Claim;
use super::office::story;
use super::office::{self, Stop};
use crate::budget::{Budget, Resource};
use crate::diagnostic::{Code, Diagnostics};
use crate::document::{Builder, Document};
use crate::error::Error;
use crate::source::Source;
use body::RtfBody;

pub fn claims(source: &Source) -> Claim {
    if source.bytes.trim_ascii_start().starts_with(b"{\\rtf") {
        Claim::Certain
    } else {
        Claim::No
    }
}

pub fn read(
    source: &Source,
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Error> {
    budget.draw(Resource::DecodedBytes, source.bytes.len() as u64)?;
    let mut body = RtfBody::default();
    let result = body.read(source.bytes, budget);
    let hidden = body.hidden;
    if body.is_open() && result.is_ok() {
        let message = "the document stops short; what came before it was kept";
        diagnostics.add(Code::PartLost, message);
    }
    office::tell_hidden(diagnostics, &[(hidden, "pieces of text")]);
    let mut builder = Builder::new();
    let written = story::write(body.finish(), &mut builder, budget);
    let result = result.and(written).map_err(Stop::from);
    office::keep(result, &builder, diagnostics)?;
    Ok(builder.finish("application/rtf", None))
}
