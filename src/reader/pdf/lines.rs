//! Words into lines, within one column or cell.

use super::geometry::Rect;
use super::structure::TaggedUnit;
use super::typography::LEVEL;
use super::words::PlacedWord;

/// A mark raised by half a size is this much smaller at least.
const RAISED: f32 = 0.8;
/// Sizes are compared in steps of an eighth of a point.
const EIGHTHS: f32 = 8.0;

/// Words on one baseline, from the left.
#[derive(Clone, PartialEq, Debug)]
pub struct TextLine {
    pub words: Vec<PlacedWord>,
    pub area: Rect,
    pub baseline: f32,
    /// Font size of most of its characters.
    pub size: f32,
    /// The face of its longest word.
    pub face: u16,
    /// How far to the right it could have run.
    pub limit: f32,
    /// The unit of the structure that all of it belongs to.
    pub unit: TaggedUnit,
}

/// Lines from the top. A word belongs to a line where it stands within its height;
/// raised and lowered marks do.
pub fn lines(words: Vec<PlacedWord>) -> Vec<TextLine> {
    let mut words = words;
    words.sort_by(|a, b| {
        a.baseline
            .total_cmp(&b.baseline)
            .then(a.area.left.total_cmp(&b.area.left))
    });
    let mut groups: Vec<Vec<PlacedWord>> = Vec::new();
    for word in words {
        match groups.last_mut() {
            Some(group) if same_line(group, &word) => group.push(word),
            _ => groups.push(vec![word]),
        }
    }
    groups.into_iter().filter_map(line).collect()
}

fn same_line(group: &[PlacedWord], word: &PlacedWord) -> bool {
    group.first().is_some_and(|first| {
        let apart = (word.baseline - first.baseline).abs();
        apart <= LEVEL * word.size.max(first.size)
            || (apart <= 0.5 * word.size.max(first.size)
                && word.size.min(first.size) < RAISED * word.size.max(first.size))
    })
}

fn line(mut words: Vec<PlacedWord>) -> Option<TextLine> {
    words.sort_by(|a, b| a.area.left.total_cmp(&b.area.left));
    // All lines of a document are held at once; what their lists grew too far is a third of their
    // memory.
    words.shrink_to_fit();
    let area = words.iter().map(|word| word.area).reduce(Rect::join)?;
    let longest = words
        .iter()
        .max_by_key(|word| (word.size * EIGHTHS) as usize * word.text.len())?;
    let (baseline, size, face) = (longest.baseline, longest.size, longest.face);
    let unit = words
        .iter()
        .map(|word| word.unit)
        .reduce(|a, b| if a == b { a } else { TaggedUnit::default() })?;
    Some(TextLine {
        words,
        area,
        baseline,
        size,
        face,
        limit: area.right,
        unit,
    })
}

impl TextLine {
    pub fn text(&self) -> String {
        let mut text = String::new();
        for word in &self.words {
            let shown = word.text.chars().filter(|c| *c != '\u{fffd}');
            let before = text.len();
            text.extend(shown);
            if before > 0 && text.len() > before {
                text.insert(before, ' ');
            }
        }
        text
    }
}
