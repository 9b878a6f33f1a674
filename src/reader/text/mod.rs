//! Plain text: pages printed or copied as lines.
//!
//! The bytes are decoded and cut into lines. What a Markdown file says of itself comes first
//! ([`front`]). Runs of tab-separated or
//! pipe-separated lines become tables ([`table`]); the rest becomes headings,
//! paragraphs and items ([`prose`]); what of
//! them is boilerplate, nothing but the words tells: whoever cuts the document decides.

mod aligned;
mod drawn;
mod front;
mod inline;
mod prose;
mod site;
mod table;

use super::claim::Claim;
use crate::budget::{Budget, Resource};
use crate::decode;
use crate::diagnostic::{Code, Diagnostics};
use crate::document::{Builder, Document, Origin};
use crate::error::Error;
use crate::source::Source;

pub fn claims(source: &Source) -> Claim {
    let named = matches!(
        source.ending().as_str(),
        "txt" | "text" | "md" | "markdown" | "tsv" | "log" | "asc"
    );
    let typed = source
        .media_type()
        .is_some_and(|media_type| media_type.starts_with("text/"));
    // Another ending names another format; a file without one may be a text.
    let unnamed = source.ending().bytes().all(|byte| byte.is_ascii_digit());
    match (named || typed, unnamed && !looks_binary(source.bytes)) {
        (true, _) => Claim::Named,
        (false, true) => Claim::Possible,
        (false, false) => Claim::No,
    }
}

/// Control characters that no text has, outside UTF-16.
fn looks_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(4096)];
    let utf16 = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    !utf16
        && head
            .iter()
            .filter(|&&byte| byte < 9 || (14..27).contains(&byte))
            .count()
            * 50
            > head.len()
}

pub fn read(
    source: &Source,
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Error> {
    if looks_binary(source.bytes) {
        return Err(Error::Unsupported(
            "the file is named like a text but holds binary data".into(),
        ));
    }
    let decoded = decode::decode(source.bytes, None);
    budget.draw(Resource::DecodedBytes, decoded.text.len() as u64)?;
    if decoded.twice {
        diagnostics.add(Code::Repaired, decode::TWICE);
    }
    if decoded.text.contains('\u{fffd}') {
        diagnostics.add(
            Code::UndecodableBytes,
            "some bytes are no characters in the charset of the file",
        );
    }
    let lines: Vec<&str> = decoded.text.lines().collect();
    let mut builder = Builder::new();
    if let Err(limit) = fill(&mut builder, &lines, budget, diagnostics) {
        diagnostics.add(
            Code::LimitReached,
            format!("stopped after {limit}; the rest of the text is missing"),
        );
    }
    let mut document = builder.finish("text/plain", Some(decoded.charset.to_ascii_lowercase()));
    document.unmarked = true;
    if let Some(sites) = source.sites {
        site::set_aside(&mut document, sites);
    }
    Ok(document)
}

/// Tables and prose in turn, from the top to the bottom.
fn fill(
    builder: &mut Builder,
    lines: &[&str],
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) -> Result<(), crate::budget::Exhausted> {
    let mut at = front::read(builder, lines, budget)?;
    let mut prose_from = at;
    while at < lines.len() {
        let Some((length, mut grid)) = table::at(&lines[at..], diagnostics) else {
            at += 1;
            continue;
        };
        prose::write(builder, &lines[prose_from..at], prose_from, budget)?;
        grid.settle();
        builder.table(grid, Origin::Line(at as u32 + 1), budget)?;
        at += length;
        prose_from = at;
    }
    prose::write(builder, &lines[prose_from..], prose_from, budget)
}
