//! Documents of Word 97 to 2003 (`.doc`).
//!
//! The head of the file ([`head`]) says where everything lies. The text is a list of pieces
//! ([`pieces`]); what is said of paragraphs and words lies apart, by their place in the file
//! ([`properties`]), as do styles ([`styles`]) and lists ([`lists`]). The text goes by once, letter
//! by letter ([`body`]), and becomes a story. Older files say so and are not read.

mod body;
mod head;
mod lists;
mod pieces;
mod properties;
mod styles;

use super::claim::Claim;
use super::office::compound::Compound;
use super::office::story;
use super::office::{self, Stop};
use crate::budget::{Budget, Resource};
use crate::diagnostic::{Code, Diagnostics};
use crate::document::{Builder, Document};
use crate::error::Error;
use crate::source::Source;
use body::DocBody;
use head::DocHead;

const MEDIA_TYPE: &str = "application/msword";
const STREAM: &str = "WordDocument";

pub fn claims(source: &Source) -> Claim {
    office::claims_compound(source, &[STREAM])
}

pub fn read(
    source: &Source,
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Error> {
    let damaged = |what: &str| Error::Damaged(format!("the file has no {what}"));
    let file = Compound::open(source.bytes).ok_or_else(|| damaged("streams"))?;
    let text = file.stream(STREAM).ok_or_else(|| damaged("document"))?;
    let head = DocHead::read(&text)?;
    let table = file.stream(head.table);
    let table = table.ok_or_else(|| damaged("table of its parts"))?;
    budget.draw(Resource::DecodedBytes, (text.len() + table.len()) as u64)?;
    let mut body = DocBody::new(&head, &text, &table, budget)?;
    let mut elements = Vec::new();
    let result = body.read(&mut elements, budget);
    if body.hidden > 0 {
        office::tell_hidden(diagnostics, &[(body.hidden, "pieces of text")]);
    }
    if body.short {
        let message = "the text stops short; what came before it was kept";
        diagnostics.add(Code::PartLost, message);
    }
    let mut builder = Builder::new();
    let written = story::write(elements, &mut builder, budget);
    let result = result.and(written).map_err(Stop::from);
    office::keep(result, &builder, diagnostics)?;
    Ok(builder.finish(MEDIA_TYPE, None))
}
