//! Workbooks of Excel 97 to 2003 (`.xls`, BIFF8), and of Excel 5 and 95 as far as they are alike.
//!
//! A workbook is one stream of records ([`records`]). Its first part holds the shared strings,
//! formats and names of sheets ([`globals`]); then every visible sheet is read ([`cells`]).

mod cells;
mod globals;
mod records;

use super::claim::Claim;
use super::office::compound::Compound;
use super::office::stored::Hidden;
use super::office::{self, Stop, sheet};
use crate::budget::{Budget, Resource};
use crate::diagnostic::{Code, Diagnostics};
use crate::document::{Builder, Document};
use crate::error::Error;
use crate::source::Source;
use globals::Globals;

const MEDIA_TYPE: &str = "application/vnd.ms-excel";
/// What the stream of a workbook is called, now and in Excel 5.
const STREAMS: [&str; 2] = ["Workbook", "Book"];

pub fn claims(source: &Source) -> Claim {
    office::claims_compound(source, &STREAMS)
}

pub fn read(
    source: &Source,
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Error> {
    let file = Compound::open(source.bytes);
    let stream = file.and_then(|file| STREAMS.iter().find_map(|name| file.stream(name)));
    let stream = stream.ok_or_else(|| Error::Damaged("the file holds no workbook".into()))?;
    budget.draw(Resource::DecodedBytes, stream.len() as u64)?;
    let mut builder = Builder::new();
    let result = fill(&stream, &mut builder, budget, diagnostics);
    office::keep(result, &builder, diagnostics)?;
    Ok(builder.finish(MEDIA_TYPE, None))
}

fn fill(
    stream: &[u8],
    builder: &mut Builder,
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) -> Result<(), Stop> {
    let globals = Globals::read(stream, budget)?;
    let mut hidden = Hidden::default();
    let mut result = Ok(());
    for (number, named) in globals.sheets.iter().enumerate() {
        if named.hidden {
            hidden.sheets += 1;
            continue;
        }
        if !named.cells {
            continue;
        }
        let (stored, limit) = cells::read(stream, named.start, number, &globals, budget);
        let Some(stored) = stored else {
            let message = format!("the sheet {} is damaged or missing", named.name);
            diagnostics.add(Code::PartLost, message);
            continue;
        };
        let sheet = stored.shown(&mut hidden);
        let index = builder.sheet(&named.name);
        sheet::write_named(sheet, index, &named.name, builder, budget)?;
        if let Some(limit) = limit {
            result = Err(Stop::Limit(limit));
            break;
        }
    }
    office::tell_hidden(diagnostics, &hidden.told());
    result
}
