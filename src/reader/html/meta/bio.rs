//! What stands behind a text about who wrote it: `Jane Roe is a reporter …`.

use super::said::PageCandidates;
use super::view::PageView;
use crate::document::{Builder, Property, Rule};
use crate::lexicon::{self, LEXICON};
use crate::reader::html::credits;

/// Paragraphs at the end of the text among which it is looked for.
const LAST: usize = 5;

/// Characters of the text before it for one of what is said of the author and what follows.
const TIMES: u32 = 3;

/// Less is no name that the page itself gives as the author's.
const SURE: f32 = 0.45;

/// Sets aside what is said of an author at the end, from the name on.
pub fn set_aside(view: &PageView, said: &PageCandidates, builder: &mut Builder) {
    let kept: Vec<usize> = (0..view.page.runs.len())
        .filter(|&run| view.choice.asides[run].is_none() && view.page.runs[run].heading == 0)
        .collect();
    let site = |name: &str| {
        said.of(Property::Site)
            .any(|(_, site, ..)| site.contains(name) || name.contains(site.as_str()))
    };
    let authors: Vec<&str> = said
        .of(Property::Author)
        .filter(|(_, name, _, weight)| *weight >= SURE && is_person(name) && !site(name))
        .map(|(_, name, ..)| name.as_str())
        .collect();
    let chars = |runs: &[usize]| {
        runs.iter()
            .map(|&run| view.page.runs[run].chars)
            .sum::<u32>()
    };
    let from = kept.len().saturating_sub(LAST);
    let about = (from..kept.len()).find(|&place| {
        let words = view.page.plain(&view.page.runs[kept[place]]);
        authors.iter().any(|name| is_about(&words, name))
            && chars(&kept[..place]) > TIMES * chars(&kept[place..])
    });
    let Some(about) = about else { return };
    // Right above it stands the name alone, or other lines about the text.
    let above = (0..about).rev().take_while(|&place| {
        let run = &view.page.runs[kept[place]];
        let words = view.page.plain(run);
        authors.iter().any(|name| *name == words) || credits::is_about(view.page, run)
    });
    let start = above.last().unwrap_or(about);
    // The name may head it.
    let heading = kept[start].checked_sub(1).filter(|&run| {
        let head = &view.page.runs[run];
        head.heading > 0 && authors.contains(&view.page.plain(head).as_str())
    });
    for &run in heading.iter().chain(&kept[start..]) {
        if view.choice.table_at(run).is_none() {
            view.placed[run]
                .clone()
                .for_each(|block| builder.set_aside(block, Rule::About));
        }
    }
}

/// Whether a name is that of a person: a library that signs what it tells of itself goes on
/// telling.
fn is_person(name: &str) -> bool {
    name.contains(' ') && !lexicon::holds_one_of(&name.to_lowercase(), &LEXICON.organization_head)
}

/// Whether a paragraph opens with a name and goes on about the person, or says how to reach them.
fn is_about(words: &str, name: &str) -> bool {
    const REACH: [&str; 6] = [
        "Contact ",
        "Reach ",
        "Email ",
        "Follow ",
        "Write to ",
        "E-mail ",
    ];
    if REACH.iter().any(|reach| {
        words
            .strip_prefix(reach)
            .is_some_and(|rest| rest.starts_with(name))
    }) {
        return true;
    }
    let Some(rest) = words.strip_prefix(name) else {
        return false;
    };
    let word = rest
        .trim_start_matches([',', ' ', '–', '—', '-'])
        .split(|c: char| !c.is_alphabetic())
        .next();
    rest.starts_with([',', ' '])
        && word.is_some_and(|word| LEXICON.biography_word.iter().any(|known| known == word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paragraph_is_about_the_author_by_its_opening() {
        assert!(is_about(
            "Jane Roe is a reporter for the City Post.",
            "Jane Roe"
        ));
        assert!(is_about(
            "Jane Roe, an award-winning writer, lives in Almaty.",
            "Jane Roe"
        ));
        assert!(is_about(
            "Contact Jane Roe at 555-0199 or on her page.",
            "Jane Roe"
        ));
        assert!(is_about("Jane Roe can be reached at 555-0199.", "Jane Roe"));
        assert!(!is_about(
            "Jane Roe: And what do children read?",
            "Jane Roe"
        ));
        assert!(!is_about("Jane Roes are rare.", "Jane Roe"));
    }

    #[test]
    fn a_library_that_signs_is_no_person() {
        assert!(is_person("Jane Roe"));
        assert!(!is_person("Arys City Library") && !is_person("Redaction"));
    }
}
