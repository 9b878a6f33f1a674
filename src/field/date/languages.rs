//! Sets of languages, a bit each, in the order of [`language::primaries`].

use crate::language;

/// A set of languages, a bit each in the order of [`language::primaries`].
pub type Languages = u32;

/// Every language.
pub const ANY: Languages = Languages::MAX;

/// The bit of English, the first row of the table.
pub const ENGLISH: Languages = 1;

/// The bit of a language tag's primary language; all of them where it has no table of its own.
pub fn language_bits(tag: Option<&str>) -> Languages {
    let primary = tag.map(language::primary);
    let mut known = language::primaries().iter();
    match known.position(|language| Some(*language) == primary) {
        Some(index) => 1 << index,
        None => ANY,
    }
}

/// The bits of a comma-separated list of locales.
pub fn bits(locales: &str) -> Languages {
    locales
        .split(',')
        .map(|locale| language_bits(Some(locale)))
        .fold(0, |all, one| all | one)
}
