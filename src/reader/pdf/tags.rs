//! Whether the units that a tagged file names are to be believed: some producers tag every line
//! alone.

use super::page::PageLayout;
use super::structure::TaggedUnit;
use std::collections::BTreeMap;

/// The fewest words of a unit that is longer than a line.
const WORDS: usize = 15;

/// Whether the units are those that a reader sees: those of many words have several lines.
pub fn agrees(sheets: &[PageLayout]) -> bool {
    let mut units: BTreeMap<u32, (usize, f32, bool)> = BTreeMap::new();
    for word in sheets
        .iter()
        .flat_map(|sheet| &sheet.words)
        .filter(|word| word.unit.id != 0)
    {
        let (words, baseline, several) =
            units
                .entry(word.unit.id)
                .or_insert((0, word.baseline, false));
        *words += 1;
        *several |= (word.baseline - *baseline).abs() > 0.5 * word.size;
    }
    let long = units.values().filter(|(words, ..)| *words >= WORDS);
    let (several, all) = long.fold((0, 0), |(several, all), unit| {
        (several + usize::from(unit.2), all + 1)
    });
    2 * several > all
}

/// Forgets units that do not agree with the pages.
pub fn forget(sheets: &mut [PageLayout]) {
    for word in sheets.iter_mut().flat_map(|sheet| &mut sheet.words) {
        word.unit = TaggedUnit::default();
    }
}
