//! The glyph source over the hayro crates: objects and operators by
//! `hayro-syntax`, codes and widths by `hayro-font`, and between them the thin
//! interpreter of [`super::interpret`], which draws on the budget.

use super::dots;
use super::fonts::Fonts;
use super::geometry::Matrix;
use super::glyph::{GlyphSource, PageContent};
use super::interpret::Interpreter;
use super::layers::Layers;
use super::marks::OpenSequence;
use super::stream;
use super::structure::Structure;
use crate::budget::Budget;
use hayro_syntax::page::Pages;

pub struct PdfEngine<'p> {
    pages: &'p Pages<'p>,
    fonts: Fonts<'p>,
    layers: Layers,
    structure: Structure,
}

impl<'p> PdfEngine<'p> {
    pub fn new(pages: &'p Pages<'p>) -> PdfEngine<'p> {
        PdfEngine {
            pages,
            fonts: Fonts::default(),
            layers: Layers::read(pages.xref()),
            structure: Structure::read(pages.xref()),
        }
    }
}

impl GlyphSource for PdfEngine<'_> {
    fn pages(&self) -> usize {
        self.pages.len()
    }

    fn page(&mut self, index: usize, budget: &Budget) -> PageContent {
        let Some(page) = self.pages.get(index) else {
            return PageContent::default();
        };
        let (width, height) = page.render_dimensions();
        let mut content = PageContent {
            width,
            height,
            ..PageContent::default()
        };
        let base = Matrix::new(page.initial_transform(true).as_coeffs().map(|v| v as f32));
        match stream::page(page, budget) {
            Ok(operators) => {
                let mut interpreter = Interpreter {
                    fonts: &mut self.fonts,
                    layers: &self.layers,
                    units: self.structure.page(page.raw().obj_id()),
                    budget,
                    content: &mut content,
                    depth: 0,
                };
                if let Err(exhausted) =
                    interpreter.run(&operators, page.resources(), base, OpenSequence::default())
                {
                    content.cut = Some(exhausted);
                }
            }
            Err(exhausted) => content.cut = Some(exhausted),
        }
        dots::write(&mut content);
        content
    }
}
