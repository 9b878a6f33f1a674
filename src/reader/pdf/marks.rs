//! Marked content while a page runs (ISO 32000-2, 14.6 and 14.9.4): what is hidden, what is
//! boilerplate, which unit of the structure text belongs to, and text that stands for what is
//! drawn.

use super::glyph::{Glyph, PageContent};
use super::layers::Layers;
use super::structure::TaggedUnit;
use hayro_syntax::object::{Dict, Name, Object, String as Bytes};

/// A sequence of marked content that is open.
#[derive(Clone, Copy, Default)]
pub struct OpenSequence {
    pub hidden: bool,
    pub artifact: bool,
    pub unit: TaggedUnit,
}

/// The open sequences, and the text that stands for the outermost one that has such.
#[derive(Default)]
pub struct MarkedContent {
    outer: OpenSequence,
    open: Vec<OpenSequence>,
    actual: Option<Actual>,
}

/// Text to put in the place of what is drawn within a sequence.
struct Actual {
    depth: usize,
    text: String,
    /// How much was drawn before it.
    glyphs: usize,
    turned: usize,
}

impl MarkedContent {
    /// Those of a form start from what is open around it.
    pub fn within(outer: OpenSequence) -> MarkedContent {
        MarkedContent {
            outer,
            ..MarkedContent::default()
        }
    }

    pub fn current(&self) -> OpenSequence {
        self.open.last().copied().unwrap_or(self.outer)
    }

    pub fn begin(&mut self, tag: &Name<'_>) {
        let mark = self.current();
        self.open.push(OpenSequence {
            artifact: mark.artifact || tag.as_ref() == b"Artifact",
            ..mark
        });
    }

    /// Begins a sequence with properties, a dictionary or the name of one.
    pub fn begin_with(
        &mut self,
        tag: &Name<'_>,
        properties: &Object<'_>,
        named: &Dict<'_>,
        (layers, units): (&Layers, &[TaggedUnit]),
        content: &PageContent,
    ) {
        self.begin(tag);
        let depth = self.open.len();
        let Some(mark) = self.open.last_mut() else {
            return;
        };
        let dict = match properties {
            Object::Name(name) => {
                mark.hidden |= tag.as_ref() == b"OC" && !layers.shows(named, name.as_ref());
                named.get::<Dict<'_>>(name.as_ref())
            }
            Object::Dict(dict) => Some(dict.clone()),
            _ => None,
        };
        let Some(dict) = dict else { return };
        if let Some(unit) = dict.get::<usize>(b"MCID").and_then(|id| units.get(id)) {
            mark.unit = *unit;
        }
        if let (None, Some(text)) = (&self.actual, dict.get::<Bytes<'_>>(b"ActualText")) {
            let (glyphs, turned) = (content.glyphs.len(), content.turned.len());
            self.actual = Some(Actual {
                depth,
                text: text_of(text.as_bytes()),
                glyphs,
                turned,
            });
        }
    }

    pub fn end(&mut self, content: &mut PageContent) {
        if let Some(actual) = self
            .actual
            .take_if(|actual| actual.depth == self.open.len())
        {
            actual.replace(content);
        }
        self.open.pop();
    }
}

impl Actual {
    /// Spreads the text over the place of what was drawn, where that is one piece of a line.
    fn replace(self, content: &mut PageContent) {
        let drawn = content.glyphs.get(self.glyphs..).unwrap_or_default();
        let Some(&first) = drawn
            .first()
            .filter(|_| content.turned.len() == self.turned)
        else {
            return;
        };
        let one_line = drawn
            .iter()
            .all(|glyph| (glyph.baseline - first.baseline).abs() < 0.5 * first.size);
        if !one_line || self.text.trim().is_empty() {
            return;
        }
        let left = drawn
            .iter()
            .map(|glyph| glyph.left)
            .fold(f32::MAX, f32::min);
        let right = drawn
            .iter()
            .map(|glyph| glyph.right)
            .fold(f32::MIN, f32::max);
        let unmapped = drawn.iter().filter(|glyph| glyph.c == '\u{fffd}').count();
        content.unmapped = content
            .unmapped
            .saturating_sub(u32::try_from(unmapped).unwrap_or(u32::MAX));
        content.glyphs.truncate(self.glyphs);
        let step = (right - left) / self.text.chars().count() as f32;
        for (number, c) in self.text.chars().enumerate() {
            let left = left + number as f32 * step;
            content.glyphs.push(Glyph {
                c,
                left,
                right: left + step,
                ..first
            });
        }
    }
}

/// A text string: UTF-16 or UTF-8 with a byte order mark, else PDFDocEncoding (annex D.3),
/// whose letters are those of Latin-1.
fn text_of(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units: Vec<u16> = rest
                .chunks_exact(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
                .collect();
            String::from_utf16_lossy(&units)
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes
            .iter()
            .map(|byte| {
                DOC.get(usize::from(*byte).wrapping_sub(0x80))
                    .copied()
                    .unwrap_or(char::from(*byte))
            })
            .collect(),
    }
}

/// PDFDocEncoding from 0x80 on, where it is not Latin-1.
const DOC: [char; 33] = [
    '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™',
    'ﬁ', 'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{fffd}', '€',
];

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(c: char, left: f32) -> Glyph {
        Glyph {
            c,
            left,
            right: left + 6.0,
            baseline: 100.0,
            size: 10.0,
            ..Glyph::default()
        }
    }

    #[test]
    fn actual_text_takes_the_place_of_what_is_drawn() {
        let mut content = PageContent {
            unmapped: 1,
            ..PageContent::default()
        };
        content.glyphs = vec![glyph('o', 0.0), glyph('\u{fffd}', 6.0)];
        Actual {
            depth: 1,
            text: "ffi".into(),
            glyphs: 1,
            turned: 0,
        }
        .replace(&mut content);
        let shown: String = content.glyphs.iter().map(|glyph| glyph.c).collect();
        assert_eq!((shown.as_str(), content.unmapped), ("offi", 0));
        assert_eq!(content.glyphs[3].right, 12.0);
    }

    #[test]
    fn text_strings_have_three_encodings() {
        assert_eq!(text_of(b"\xfe\xff\x04\x10"), "А");
        assert_eq!(text_of("\u{feff}қ".as_bytes()), "қ");
        assert_eq!(text_of(b"\x8dsaid\x8e \xe9"), "“said” é");
    }
}
