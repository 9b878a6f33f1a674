//! What the page's own title names: a list, the house and its site, what stands for years, or
//! something that was held.
//!
//! Sites make their titles of parts between signs (`News | Town Library`). Each part is looked at
//! by the words of [`crate::lexicon::cues`]; who cuts the page asks here what the whole of it says.

use crate::document::{Document, Property};
use crate::field::vocabulary::institution;
use crate::language::endings;
use crate::lexicon::cues::{Cue, Cues, is_all, past};
use crate::span::Span;

/// Whether the page's own title says no more than that here is a list, and whose.
pub fn is_titled_as_list(document: &Document) -> bool {
    let titles = document.meta.candidates.iter();
    let mut titles = titles.filter(|candidate| candidate.property == Property::Title);
    titles.any(|title| {
        names_the_page(document, &title.value)
            && parts(&title.value).any(|part| is_all(part, Cue::List))
    })
}

/// Whether a title names the house, the site and its lists, and nothing that was held.
pub fn names_the_page(document: &Document, title: &str) -> bool {
    let site = document.meta.best(Property::Site);
    let site = site.map(|site| site.value.trim());
    let own = |part: &str| is_all(part, Cue::List) || Some(part) == site || is_house(part);
    parts(title).next().is_some() && parts(title).all(own)
}

/// What stands between the separators of a page's title.
fn parts(title: &str) -> impl Iterator<Item = &str> {
    let spaced = title.split(" - ");
    let parts = spaced
        .flat_map(|part| part.split(SEPARATORS))
        .map(str::trim);
    parts.filter(|part| !part.is_empty())
}

/// Signs between the parts of a page's title; a hyphen within a name parts nothing.
const SEPARATORS: [char; 8] = ['–', '—', '|', '»', '«', ':', '•', '/'];

/// Whether a text is the name of a house or of its site, and tells of nothing.
fn is_house(text: &str) -> bool {
    let lowered = text.to_lowercase();
    let cues = Cues::of(&lowered);
    let mut words = lowered.split(|c: char| !c.is_alphanumeric());
    let calm = !cues.has(Cue::Deed) && !cues.has(Cue::Kind);
    calm && past(&lowered, &cues) == 0 && words.any(institution::is_head)
}

/// The first part of a title of several, where the page shows it on a line of its own.
pub fn first_part_shown<'t>(document: &Document, title: &'t str) -> Option<(&'t str, Span)> {
    let first = parts(title).next().filter(|first| *first != title)?;
    let mut spans = document.blocks.iter().map(|block| block.span);
    let shown = spans.find(|span| span.of(&document.text).trim() == first)?;
    Some((first, shown))
}

/// Words of the longest title of a page that stands for years.
const STANDING: usize = 8;

/// Whether the page's title is that of prices, rules or staff: what its tables list was never held.
pub fn names_what_stands(document: &Document) -> bool {
    let title = document.meta.best(Property::Title);
    title.is_some_and(|title| {
        let lowered = title.value.to_lowercase();
        let short = lowered.split_whitespace().nth(STANDING).is_none();
        short && is_standing(&lowered, &Cues::of(&lowered))
    })
}

/// Words of the longest title whose last word says what it is: a longer one is a sentence, but
/// where its ending shows that all before belongs to it.
const NAMED_BY_LAST: usize = 4;
const OWNED_BY_LAST: usize = 10;

/// Whether a title in small letters, with its cues, opens with the word for what stands for years,
/// or ends with it and tells of nothing held: languages differ in which is the head of a name
/// (`Rules of the hall`, `Visitor rules`, `Zal düzgünleri`). The rules for events are rules where
/// the word for them is somebody's (`Семинар залынын эрежеси`), and not in `Семинар о правилах`.
pub fn is_standing(lowered: &str, cues: &Cues) -> bool {
    let bare = lowered.trim_end_matches(|c: char| !c.is_alphanumeric());
    let last = bare.rsplit(char::is_whitespace).next().unwrap_or_default();
    let calm = || {
        let owned = endings::is_owned(last);
        let most = if owned { OWNED_BY_LAST } else { NAMED_BY_LAST };
        let few = lowered.split_whitespace().nth(most).is_none();
        let held = cues.has(Cue::Deed) || cues.has(Cue::Kind) && !owned;
        few && !held && !cues.has(Cue::Month)
    };
    let closes = || Cues::of(last).opens(Cue::Standing);
    cues.opens(Cue::Standing) || cues.has(Cue::Standing) && calm() && closes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_told_from_what_was_held_about_them() {
        let standing = |title: &str| is_standing(title, &Cues::of(title));
        for title in [
            "rules of the hall",
            "visitor rules",
            "окуу залын жана жыйын залын ижарага берүү эрежеси",
            "семинар залынын эрежелери",
        ] {
            assert!(standing(title), "{title}");
        }
        for title in [
            "семинар о новых правилах",
            "беседа с новыми правилами",
            "readers ask about the new rules",
        ] {
            assert!(!standing(title), "{title}");
        }
    }
}
