//! The glyph source over the hayro crates: objects and operators by
//! `hayro-syntax`, codes and widths by `hayro-font`, and between them the thin
//! interpreter of [`super::interpret`], which draws on the budget.

use super::fonts::Fonts;
use super::geometry::{Matrix, Rect};
use super::glyph::{Face, GlyphSource, PageContent};
use super::interpret::Interpreter;
use super::layers::Layers;
use super::stream;
use crate::budget::Budget;
use hayro_syntax::object::{Array, Dict, Object, String as PdfString};
use hayro_syntax::page::{Page, Pages};

pub struct Engine<'p> {
    pages: &'p Pages<'p>,
    fonts: Fonts<'p>,
    layers: Layers,
}

impl<'p> Engine<'p> {
    pub fn new(pages: &'p Pages<'p>) -> Engine<'p> {
        Engine { pages, fonts: Fonts::default(), layers: Layers::read(pages.xref()) }
    }
}

impl GlyphSource for Engine<'_> {
    fn pages(&self) -> usize {
        self.pages.len()
    }

    fn page(&mut self, index: usize, budget: &Budget) -> PageContent {
        let Some(page) = self.pages.get(index) else { return PageContent::default() };
        let (width, height) = page.render_dimensions();
        let mut content = PageContent { width, height, ..PageContent::default() };
        let base = Matrix::new(page.initial_transform(true).as_coeffs().map(|v| v as f32));
        match stream::page(page, budget) {
            Ok(operators) => {
                let mut interpreter = Interpreter {
                    fonts: &mut self.fonts,
                    layers: &self.layers,
                    budget,
                    content: &mut content,
                    depth: 0,
                };
                if let Err(exhausted) = interpreter.run(&operators, page.resources(), base) {
                    content.cut = Some(exhausted);
                }
            }
            Err(exhausted) => content.cut = Some(exhausted),
        }
        content.links = links(page, base);
        content
    }

    fn faces(&self) -> &[Face] {
        self.fonts.faces()
    }
}

/// How many annotations of one page are looked at.
const ANNOTATIONS: usize = 5_000;

/// The link areas of a page that lead to an address.
fn links(page: &Page<'_>, base: Matrix) -> Vec<(Rect, String)> {
    let Some(annotations) = page.raw().get::<Array<'_>>(b"Annots") else { return Vec::new() };
    annotations.iter::<Dict<'_>>().take(ANNOTATIONS).filter_map(|annotation| link(&annotation, base)).collect()
}

fn link(annotation: &Dict<'_>, base: Matrix) -> Option<(Rect, String)> {
    let action = annotation.get::<Dict<'_>>(b"A")?;
    let Object::String(target) = action.get::<Object<'_>>(b"URI")? else { return None };
    let corners = annotation.get::<hayro_syntax::object::Rect>(b"Rect")?;
    let first = base.apply(corners.x0 as f32, corners.y0 as f32);
    let second = base.apply(corners.x1 as f32, corners.y1 as f32);
    Some((Rect::between(first, second), text_of(&target)))
}

/// A PDF text string: UTF-16 or UTF-8 with a mark, else Latin 1 (close to PDFDocEncoding; ISO 32000-2, 7.9.2).
pub fn text_of(string: &PdfString<'_>) -> String {
    decode_text(string.as_bytes())
}

pub fn decode_text(bytes: &[u8]) -> String {
    if let Some(utf16) = bytes.strip_prefix(&[0xfe, 0xff]) {
        let units: Vec<u16> = utf16.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
        return String::from_utf16_lossy(&units);
    }
    match std::str::from_utf8(bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes)) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}
