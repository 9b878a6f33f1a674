//! PDF files.
//!
//! 1. [`open`] looks for numbers that engines choke on, opens and decrypts the file.
//! 2. An engine behind the seam [`glyph::GlyphSource`] gives what each page shows:
//!    placed characters, rules, link areas.
//! 3. Each page is laid out by itself: [`words`], ruled tables ([`lattice`]), then the
//!    text around them in reading order as [`lines`] and [`paragraphs`].
//! 4. Over the pages of the document tables are healed and boilerplate is told from the body;
//!    what is left is written through [`crate::document::Builder`].

mod aligned;
mod boilerplate;
mod chart;
mod columns;
mod dots;
mod drop_cap;
mod engine;
mod entries;
mod flow;
mod fonts;
mod geometry;
mod glyph;
mod gutters;
mod heading;
mod heal;

mod interpret;
mod lattice;
mod layers;
mod layout;
mod level;
mod lines;
mod marks;
mod news;
mod open;
mod overprint;
mod overruns;
mod page;
mod paragraphs;
mod path;
mod print;
mod profile;
mod repair;

mod stream;
mod structure;
mod table;
mod tags;
mod turned;
mod typography;
mod values;
mod vocabulary;
mod wide;
mod words;
mod write;

use super::claim::Claim;
use crate::budget::{Budget, Resource};
use crate::diagnostic::{Code, Diagnostics};
use crate::document::Document;
use crate::error::Error;
use crate::source::Source;
use glyph::GlyphSource;
use hayro_syntax::Pdf;

/// How far into a file its head may stand (ISO 32000-2, annex H of older editions: readers look
/// this far).
const HEAD: usize = 1024;

pub fn claims(source: &Source) -> Claim {
    let head = &source.bytes[..source.bytes.len().min(HEAD)];
    match head.windows(5).position(|window| window == b"%PDF-") {
        Some(0) => Claim::Certain,
        Some(_) if source.ending() == "pdf" => Claim::Certain,
        _ if source.ending() == "pdf"
            || source.media_type().as_deref() == Some("application/pdf") =>
        {
            Claim::Named
        }
        Some(_) => Claim::Possible,
        None => Claim::No,
    }
}

pub fn read(
    source: &Source,
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Error> {
    let pdf = open::open(source, budget, diagnostics)?;
    open::tell_of_form(source.bytes, diagnostics);
    let (document, shown) = document(&pdf, budget, diagnostics);
    if document.text.is_empty() && shown.is_nothing() {
        for copy in open::repaired(source) {
            let mut told = Diagnostics::default();
            let (document, _) = self::document(&copy, budget, &mut told);
            if !document.text.is_empty() {
                diagnostics.add(Code::Repaired, open::REPAIRED);
                diagnostics.0.append(&mut told.0);
                return Ok(document);
            }
        }
    }
    shown.tell(document.text.is_empty(), diagnostics);
    Ok(document)
}

/// The pages of an opened file as a document.
fn document(pdf: &Pdf, budget: &Budget, diagnostics: &mut Diagnostics) -> (Document, ShownBesides) {
    let mut shown = ShownBesides::default();
    let mut sheets = sheets(pdf, budget, &mut shown, diagnostics);
    if !tags::agrees(&sheets) {
        tags::forget(&mut sheets);
    }
    let print = print::Print::of(&sheets);
    let vocabulary = vocabulary::Vocabulary::of(&sheets);
    (
        write::document(
            layout::document(sheets, print),
            print,
            &vocabulary,
            budget,
            diagnostics,
        ),
        shown,
    )
}

fn sheets(
    pdf: &Pdf,
    budget: &Budget,
    shown: &mut ShownBesides,
    diagnostics: &mut Diagnostics,
) -> Vec<page::PageLayout> {
    let mut engine = engine::PdfEngine::new(pdf.pages());
    let mut sheets = Vec::new();
    for index in 0..engine.pages() {
        if let Err(exhausted) = budget.draw(Resource::Pages, 1) {
            diagnostics.add(Code::LimitReached, exhausted.to_string());
            break;
        }
        let content = engine.page(index, budget);
        shown.count(&content);
        let cut = content.cut;
        sheets.push(page::sheet(index as u32 + 1, content));
        if let Some(exhausted) = cut {
            diagnostics.add(
                Code::LimitReached,
                format!("page {}: {exhausted}", index + 1),
            );
            break;
        }
    }
    sheets
}

/// What the pages showed besides text that could be read.
#[derive(Default)]
struct ShownBesides {
    unmapped: u64,
    images: u64,
    operators: u64,
}

impl ShownBesides {
    fn is_nothing(&self) -> bool {
        self.unmapped == 0 && self.images == 0
    }

    fn count(&mut self, content: &glyph::PageContent) {
        self.unmapped += u64::from(content.unmapped);
        self.images += u64::from(content.images);
        self.operators += content.operators;
    }

    fn tell(&self, empty: bool, diagnostics: &mut Diagnostics) {
        if self.unmapped > 0 {
            diagnostics.add(
                Code::UnmappedGlyphs,
                format!("{} glyphs have no characters", self.unmapped),
            );
        }
        if empty {
            let what = match self {
                ShownBesides { unmapped: 1.., .. } => {
                    "its fonts do not say which characters they show"
                }
                ShownBesides { images: 1.., .. } => "its pages are images (a scan)",
                ShownBesides { operators: 0, .. } => {
                    "its pages have no content, or none that can be decoded"
                }
                _ => "its pages draw, but show no characters",
            };
            diagnostics.add(Code::NoText, format!("the file has no text: {what}"));
        }
    }
}
