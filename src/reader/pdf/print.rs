//! How the text of a document is set: its size, and how far its lines stand apart.

use super::page::PageLayout;
use super::typography::{LEADING, LEADINGS};
use std::collections::BTreeMap;

/// Sizes are counted in quarters of a point, distances in fiftieths of a size: finer steps would
/// part what rounding made of one value.
const QUARTERS: f32 = 4.0;
const FIFTIETHS: f32 = 50.0;
/// The size of a document without words.
const USUAL: f32 = 10.0;

/// The print of most of a document.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Print {
    /// Font size in points.
    pub size: f32,
    /// Distance of the lines of a paragraph, in font sizes.
    pub leading: f32,
    /// Most of it is bold, so that bold print says nothing.
    pub bold: bool,
}

impl Print {
    pub fn of(sheets: &[PageLayout]) -> Print {
        Print {
            size: size(sheets),
            leading: leading(sheets),
            bold: is_bold(sheets),
        }
    }
}

fn is_bold(sheets: &[PageLayout]) -> bool {
    let words = || sheets.iter().flat_map(|sheet| &sheet.words);
    3 * words().filter(|word| word.bold).count() > words().count()
}

/// The font size that most characters have.
fn size(sheets: &[PageLayout]) -> f32 {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for word in sheets.iter().flat_map(|sheet| &sheet.words) {
        *counts
            .entry((word.size * QUARTERS).round() as i32)
            .or_default() += word.text.len();
    }
    counts
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .map_or(USUAL, |(size, _)| size as f32 / QUARTERS)
}

/// The smallest distance that is common between words that stand below each other: lines of
/// a paragraph begin at the same place, and nothing stands closer.
fn leading(sheets: &[PageLayout]) -> f32 {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for sheet in sheets {
        let mut last: BTreeMap<i32, f32> = BTreeMap::new();
        for word in &sheet.words {
            if let Some(above) = last.insert(word.area.left.round() as i32, word.baseline) {
                let step = (word.baseline - above) / word.size.max(1.0);
                if LEADINGS.contains(&step) {
                    *counts.entry((step * FIFTIETHS).round() as i32).or_default() += 1;
                }
            }
        }
    }
    let most = counts.values().copied().max().unwrap_or(0);
    let common = counts.into_iter().find(|(_, count)| *count * 4 >= most);
    common.map_or(LEADING, |(step, _)| step as f32 / FIFTIETHS)
}
