//! List marks that are drawn as round spots: browsers print the discs of lists so. Each becomes the
//! bullet that it shows, on the line of the text behind it.

use super::geometry::Rect;
use super::glyph::{Glyph, PageContent};

/// How far from round a mark may be, of its width.
const ROUND: f32 = 0.2;
/// How high above the baseline its middle stands, and how wide it may be, in its font's size.
const MIDDLE: std::ops::Range<f32> = 0.1..0.6;
const WIDEST: f32 = 0.7;

/// Diameters of a list mark in points.
const SIZES: std::ops::RangeInclusive<f32> = 1.5..=7.0;
/// Pages with more spots than this show a chart or a map.
const MOST: usize = 200;
/// How far behind a mark its text may begin, and how far before it no text may stand, in its font's
/// size.
const BEHIND: f32 = 2.0;
const BEFORE: f32 = 1.0;

/// Whether a box around a curved path is that of a list mark.
pub fn is_dot(area: Rect) -> bool {
    SIZES.contains(&area.width()) && (area.width() - area.height()).abs() <= ROUND * area.width()
}

/// Writes the bullets among the characters of a page.
pub fn write(content: &mut PageContent) {
    let dots = std::mem::take(&mut content.dots);
    if dots.len() > MOST {
        return;
    }
    for dot in dots {
        if let Some((place, text)) = behind(&content.glyphs, dot) {
            let bullet = Glyph {
                c: '•',
                left: dot.left,
                right: dot.right,
                placed: true,
                ..text
            };
            content.glyphs.insert(place, bullet);
        }
    }
}

/// The first character of the text behind a mark, and its place; none where text stands before it.
fn behind(glyphs: &[Glyph], dot: Rect) -> Option<(usize, Glyph)> {
    let middle = dot.middle().1;
    let level = |glyph: &Glyph| MIDDLE.contains(&((glyph.baseline - middle) / glyph.size));
    let line = || {
        glyphs
            .iter()
            .enumerate()
            .filter(|(_, glyph)| !glyph.c.is_whitespace() && level(glyph))
    };
    let (place, text) = line()
        .filter(|(_, glyph)| {
            glyph.left >= dot.right && glyph.left - dot.right <= BEHIND * glyph.size
        })
        .min_by(|one, two| one.1.left.total_cmp(&two.1.left))?;
    let led = line()
        .any(|(_, glyph)| glyph.left < dot.left && dot.left - glyph.right < BEFORE * glyph.size);
    (!led && dot.width() < WIDEST * text.size).then_some((place, *text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(text_left: f32) -> PageContent {
        let glyph = Glyph {
            c: 'A',
            left: text_left,
            right: text_left + 6.0,
            baseline: 100.0,
            size: 10.0,
            ..Glyph::default()
        };
        PageContent {
            glyphs: vec![glyph],
            ..PageContent::default()
        }
    }

    #[test]
    fn a_spot_before_text_is_a_bullet_and_one_alone_or_behind_text_is_none() {
        let dot = Rect {
            left: 50.0,
            top: 95.0,
            right: 54.0,
            bottom: 99.0,
        };
        for (left, expected) in [(60.0, "•A"), (120.0, "A"), (43.5, "A")] {
            let mut content = page(left);
            content.dots.push(dot);
            write(&mut content);
            assert_eq!(
                content
                    .glyphs
                    .iter()
                    .map(|glyph| glyph.c)
                    .collect::<String>(),
                expected,
                "{left}"
            );
        }
    }
}
