//! Fonts: from character codes to characters and widths.

use super::glyph::Face;
use super::stream;
use hayro_font::hayro_cmap::{self, BfString};
use hayro_font::{CMapResolverFn, Font, FontCache, FontGlyph, FontQuery, FontResolverFn};
use hayro_syntax::object::{Array, Dict, Name, Stream};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

/// What a character code shows.
#[derive(Clone, PartialEq, Debug)]
pub struct ShownCode {
    /// Characters; empty where no table maps the code.
    pub text: Text,
    /// Advance in thousandths of the font size.
    pub advance: f32,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Text {
    Unmapped,
    One(char),
    Several(Box<str>),
}

/// A font of the file, with what its codes show kept.
pub struct LoadedFont<'a> {
    font: Font<'a>,
    pub face: u16,
    pub bold: bool,
    pub vertical: bool,
    shown: Vec<Option<ShownCode>>,
    shown_wide: BTreeMap<u32, ShownCode>,
}

impl LoadedFont<'_> {
    /// The code at the start of `bytes` and how many bytes it takes; none at the end.
    pub fn next_code(&self, bytes: &[u8], at: usize) -> Option<(u32, usize)> {
        (at < bytes.len()).then(|| self.font.read_code(bytes, at))
    }

    pub fn show(&mut self, code: u32) -> ShownCode {
        let narrow = code as usize;
        if let Some(Some(shown)) = self.shown.get(narrow) {
            return shown.clone();
        }
        if let Some(shown) = self.shown_wide.get(&code) {
            return shown.clone();
        }
        let shown = self.look_up(code);
        match self.shown.get_mut(narrow) {
            Some(place) => *place = Some(shown.clone()),
            None => {
                self.shown_wide.insert(code, shown.clone());
            }
        }
        shown
    }

    fn look_up(&self, code: u32) -> ShownCode {
        let unicode = match self.font.glyph(self.font.map_code(code), code) {
            FontGlyph::Outline(glyph) => glyph.as_unicode(),
            FontGlyph::Type3(glyph) => glyph.as_unicode(),
        };
        let advance = self.font.code_advance(code);
        let advance = if self.vertical { advance.y } else { advance.x } as f32;
        ShownCode {
            text: unicode.map_or(Text::Unmapped, text),
            advance: if advance.is_finite() { advance } else { 0.0 },
        }
    }
}

fn text(unicode: BfString) -> Text {
    match unicode {
        BfString::Char(c) => one(c),
        BfString::String(s) => {
            let mut chars = s.chars();
            match (chars.next(), chars.next()) {
                (None, _) => Text::Unmapped,
                (Some(c), None) => one(c),
                _ => Text::Several(swapped(&s).unwrap_or_else(|| spelled(&s)).into()),
            }
        }
    }
}

fn one(c: char) -> Text {
    match ligature(c) {
        Some(letters) => Text::Several(letters.into()),
        None if c == '\u{fffd}' || (c.is_control() && !c.is_whitespace()) => Text::Unmapped,
        None => Text::One(c),
    }
}

fn spelled(text: &str) -> String {
    text.chars()
        .map(|c| ligature(c).map_or_else(|| c.to_string(), str::to_owned))
        .collect()
}

/// The letters of a ligature whose code units were written with their bytes swapped, as
/// pdfwrite of Ghostscript does; of three letters it adds up the last two.
fn swapped(text: &str) -> Option<String> {
    let bytes = text.chars().map(|c| {
        u8::try_from(u32::from(c) >> 8)
            .ok()
            .filter(|_| u32::from(c) & 0xff == 0)
    });
    let bytes: Vec<u8> = bytes.collect::<Option<_>>()?;
    match bytes.as_slice() {
        [b'f', 0xcf] => Some("ffi".into()),
        [b'f', 0xd2] => Some("ffl".into()),
        letters if letters.iter().all(u8::is_ascii_lowercase) => {
            Some(letters.iter().map(|&b| char::from(b)).collect())
        }
        _ => None,
    }
}

/// The letters of a Latin presentation form (Unicode, Alphabetic Presentation Forms).
fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        _ => return None,
    })
}

/// The fonts of a file, each loaded once.
pub struct Fonts<'a> {
    cache: FontCache<'a>,
    loaded: BTreeMap<FontKey, Option<Rc<std::cell::RefCell<LoadedFont<'a>>>>>,
    faces: Vec<Face>,
    programs: FontResolverFn,
    cmaps: CMapResolverFn,
}

type FontKey = (u32, i32, usize);

pub type SharedFont<'a> = Rc<std::cell::RefCell<LoadedFont<'a>>>;

impl Default for Fonts<'_> {
    fn default() -> Self {
        Fonts {
            cache: FontCache::new(),
            loaded: BTreeMap::new(),
            faces: Vec::new(),
            programs: Arc::new(|query| match query {
                FontQuery::Standard(font) => Some(font.get_font_data()),
                FontQuery::Fallback(query) => Some(query.pick_standard_font().get_font_data()),
            }),
            cmaps: Arc::new(hayro_cmap::load_embedded),
        }
    }
}

impl<'a> Fonts<'a> {
    /// The font of a dictionary; none where it cannot be used.
    pub fn load(&mut self, dict: &Dict<'a>) -> Option<SharedFont<'a>> {
        let key = match dict.obj_id() {
            Some(id) => (id.obj_number, id.gen_number, 0),
            None => (0, 0, dict.data().as_ptr() as usize),
        };
        if let Some(font) = self.loaded.get(&key) {
            return font.clone();
        }
        let font = self.load_new(dict);
        self.loaded.insert(key, font.clone());
        font
    }

    fn load_new(&mut self, dict: &Dict<'a>) -> Option<SharedFont<'a>> {
        if !is_sane(dict) || !is_font_sized(dict) {
            return None;
        }
        let font = self.cache.font(dict, &self.programs, &self.cmaps)?;
        let (face, bold) = self.face(dict);
        let vertical = !font.is_horizontal();
        let loaded = LoadedFont {
            font,
            face,
            bold,
            vertical,
            shown: vec![None; 256],
            shown_wide: BTreeMap::new(),
        };
        Some(Rc::new(std::cell::RefCell::new(loaded)))
    }

    fn face(&mut self, dict: &Dict<'a>) -> (u16, bool) {
        let face = face_of(dict);
        let bold = face.bold;
        let known = self.faces.iter().position(|f| *f == face);
        let index = known.unwrap_or_else(|| {
            self.faces.push(face);
            self.faces.len() - 1
        });
        (u16::try_from(index).unwrap_or(u16::MAX), bold)
    }
}

/// Numbers that an engine would follow into gigabytes (ISO 32000-2, 9.6.2 and 9.7.4.3):
/// codes of simple fonts have one byte, CIDs two.
fn is_sane(dict: &Dict<'_>) -> bool {
    if dict
        .get::<i64>(b"FirstChar")
        .is_some_and(|first| !(0..=255).contains(&first))
    {
        return false;
    }
    let descendants = dict.get::<Array<'_>>(b"DescendantFonts");
    let Some(descendant) = descendants.and_then(|array| array.iter::<Dict<'_>>().next()) else {
        return true;
    };
    [b"W".as_slice(), b"W2"].iter().all(|key| {
        descendant
            .get::<Array<'_>>(key)
            .is_none_or(|widths| widths_are_sane(&widths))
    })
}

/// Whether every stream that a font brings stays within what a font may be; an engine decodes them
/// whole.
fn is_font_sized(dict: &Dict<'_>) -> bool {
    let descendants = dict.get::<Array<'_>>(b"DescendantFonts");
    let descendant = descendants.and_then(|array| array.iter::<Dict<'_>>().next());
    let both = [Some(dict.clone()), descendant];
    let descriptors = both
        .iter()
        .flatten()
        .filter_map(|dict| dict.get::<Dict<'_>>(b"FontDescriptor"));
    let mut holders: Vec<Dict<'_>> = descriptors.collect();
    holders.extend(both.into_iter().flatten());
    let keys = [
        b"ToUnicode".as_slice(),
        b"Encoding",
        b"CIDToGIDMap",
        b"FontFile",
        b"FontFile2",
        b"FontFile3",
    ];
    let streams = holders
        .iter()
        .flat_map(|holder| keys.iter().filter_map(|key| holder.get::<Stream<'_>>(key)));
    streams
        .into_iter()
        .all(|stream| stream::is_font_sized(&stream))
}

fn widths_are_sane(widths: &Array<'_>) -> bool {
    widths
        .iter::<hayro_syntax::object::Object<'_>>()
        .filter_map(|o| o.into_number())
        .all(|n| n.as_f64().abs() <= 65_535.0)
}

fn face_of(dict: &Dict<'_>) -> Face {
    let descendant = dict
        .get::<Array<'_>>(b"DescendantFonts")
        .and_then(|array| array.iter::<Dict<'_>>().next());
    let descriptor = dict.get::<Dict<'_>>(b"FontDescriptor").or_else(|| {
        descendant
            .as_ref()
            .and_then(|d| d.get::<Dict<'_>>(b"FontDescriptor"))
    });
    let name = dict
        .get::<Name<'_>>(b"BaseFont")
        .map(|name| name.as_str().to_owned())
        .unwrap_or_default();
    let name = match name.split_once('+') {
        Some((subset, rest)) if subset.len() == 6 => rest.to_owned(),
        _ => name,
    };
    let flags = descriptor
        .as_ref()
        .and_then(|d| d.get::<i64>(b"Flags"))
        .unwrap_or(0);
    let weight = descriptor
        .as_ref()
        .and_then(|d| d.get::<i64>(b"FontWeight"))
        .unwrap_or(400);
    let low = name.to_ascii_lowercase();
    Face {
        bold: weight >= 600
            || flags & (1 << 18) != 0
            || ["bold", "black", "heavy", "semibold"]
                .iter()
                .any(|w| low.contains(w)),
        italic: flags & (1 << 6) != 0 || low.contains("italic") || low.contains("oblique"),
        name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ligatures_are_spelled_out_even_with_swapped_bytes() {
        assert_eq!(text(BfString::Char('ﬁ')), Text::Several("fi".into()));
        assert_eq!(
            text(BfString::String("\u{6600}\u{6900}".into())),
            Text::Several("fi".into())
        );
        assert_eq!(
            text(BfString::String("\u{6600}\u{cf00}".into())),
            Text::Several("ffi".into())
        );
        assert_eq!(
            text(BfString::String("中國".into())),
            Text::Several("中國".into())
        );
    }
}
