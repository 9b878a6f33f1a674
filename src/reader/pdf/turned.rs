//! Text that does not run to the right.
//!
//! A page whose text mostly runs another way is read in that direction, as a table
//! set sideways is. Elsewhere lines that are turned and stand beside each other make
//! one label: within a table it belongs to the cell it stands in (a country written
//! upwards beside its rows), outside it is set aside.

use super::geometry::Rect;
use super::glyph::{Direction, Glyph, PageContent};
use super::lines::{TextLine, lines};
use super::typography::ASCENT;
use super::words::{PlacedWord, words};
use std::collections::BTreeMap;

/// How far apart lines of one label stand at most, in sizes of the font.
const NEXT: f32 = 1.7;

/// How many times more text must run one way for the page to be read that way.
const MOSTLY: usize = 3;

/// Turns a page so that most of its text runs to the right.
pub fn upright(mut content: PageContent) -> PageContent {
    let mut counts: BTreeMap<Direction, usize> = BTreeMap::new();
    for (direction, _) in &content.turned {
        *counts.entry(*direction).or_default() += 1;
    }
    let Some((direction, count)) = counts.into_iter().max_by_key(|(_, count)| *count) else {
        return content;
    };
    if count <= MOSTLY * content.glyphs.len() {
        return content;
    }
    let (width, height) = (content.width, content.height);
    let turned = std::mem::take(&mut content.turned)
        .into_iter()
        .filter(|(way, _)| *way == direction);
    content.glyphs = turned
        .map(|(_, glyph)| moved(glyph, direction, width, height))
        .collect();
    for rule in &mut content.rules {
        rule.area = frame(rule.area, direction, width, height);
    }
    if matches!(direction, Direction::Up | Direction::Down) {
        (content.width, content.height) = (height, width);
    }
    content
}

/// A glyph from the frame of its direction into that of the turned page.
fn moved(glyph: Glyph, direction: Direction, width: f32, height: f32) -> Glyph {
    let (along, down) = match direction {
        Direction::Up => (height, 0.0),
        Direction::Down => (0.0, width),
        Direction::Left => (width, height),
        Direction::Right | Direction::Slanted => (0.0, 0.0),
    };
    Glyph {
        left: glyph.left + along,
        right: glyph.right + along,
        baseline: glyph.baseline + down,
        ..glyph
    }
}

/// A rectangle of the page in the frame of the page turned.
fn frame(area: Rect, direction: Direction, width: f32, height: f32) -> Rect {
    let Rect {
        left,
        top,
        right,
        bottom,
    } = area;
    match direction {
        Direction::Up => Rect {
            left: height - bottom,
            top: left,
            right: height - top,
            bottom: right,
        },
        Direction::Down => Rect {
            left: top,
            top: width - right,
            right: bottom,
            bottom: width - left,
        },
        Direction::Left => Rect {
            left: width - right,
            top: height - bottom,
            right: width - left,
            bottom: height - top,
        },
        Direction::Right | Direction::Slanted => area,
    }
}

/// Turned text as labels, each one word with the place it takes on the page.
pub fn labels(turned: &[(Direction, Glyph)]) -> Vec<PlacedWord> {
    let mut ways: BTreeMap<Direction, Vec<Glyph>> = BTreeMap::new();
    for (direction, glyph) in turned {
        ways.entry(*direction).or_default().push(*glyph);
    }
    let mut labels = Vec::new();
    for (direction, glyphs) in ways {
        let mut groups: Vec<Vec<TextLine>> = Vec::new();
        for line in lines(words(&glyphs)) {
            match groups.last_mut().filter(|group| goes_on(group, &line)) {
                Some(group) => group.push(line),
                None => groups.push(vec![line]),
            }
        }
        labels.extend(
            groups
                .into_iter()
                .filter_map(|group| label(&group, direction)),
        );
    }
    labels
}

fn goes_on(group: &[TextLine], line: &TextLine) -> bool {
    group.last().is_some_and(|last| {
        line.baseline - last.baseline < NEXT * line.size
            && line.area.left < last.area.right
            && last.area.left < line.area.right
    })
}

fn label(group: &[TextLine], direction: Direction) -> Option<PlacedWord> {
    let text = group
        .iter()
        .map(TextLine::text)
        .collect::<Vec<_>>()
        .join(" ");
    let within = group.iter().map(|line| line.area).reduce(Rect::join)?;
    let mut label = group.first()?.words.first()?.clone();
    let Rect {
        left,
        top,
        right,
        bottom,
    } = within;
    label.area = match direction {
        Direction::Up => Rect {
            left: top,
            top: -right,
            right: bottom,
            bottom: -left,
        },
        Direction::Down => Rect {
            left: -bottom,
            top: left,
            right: -top,
            bottom: right,
        },
        Direction::Left => Rect {
            left: -right,
            top: -bottom,
            right: -left,
            bottom: -top,
        },
        Direction::Right | Direction::Slanted => within,
    };
    label.baseline = label.area.top + ASCENT * label.size;
    label.text = text.into();
    Some(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text that runs upwards from a point of the page.
    fn upwards(text: &str, x: f32, y: f32) -> Vec<(Direction, Glyph)> {
        let glyph = |(number, c): (usize, char)| {
            let left = -y + number as f32 * 5.0;
            (
                Direction::Up,
                Glyph {
                    c,
                    left,
                    right: left + 5.0,
                    baseline: x,
                    size: 10.0,
                    ..Glyph::default()
                },
            )
        };
        text.chars().enumerate().map(glyph).collect()
    }

    #[test]
    fn lines_written_upwards_beside_each_other_are_one_label() {
        let turned = [
            upwards("Kyrgyz", 50.0, 300.0),
            upwards("Republic", 62.0, 300.0),
        ]
        .concat();
        let labels = labels(&turned);
        assert_eq!(labels.len(), 1);
        assert_eq!(labels[0].text, "Kyrgyz Republic");
        assert_eq!(
            labels[0].area,
            Rect {
                left: 42.0,
                top: 260.0,
                right: 64.0,
                bottom: 300.0
            }
        );
    }

    #[test]
    fn a_page_set_sideways_is_read_sideways() {
        let content = PageContent {
            width: 600.0,
            height: 800.0,
            turned: upwards("report", 50.0, 700.0),
            ..Default::default()
        };
        let page = upright(content);
        assert_eq!((page.width, page.height), (800.0, 600.0));
        assert_eq!(
            (page.glyphs[0].left, page.glyphs[0].baseline),
            (100.0, 50.0)
        );
    }
}
