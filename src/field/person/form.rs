//! Names without the endings that a sentence gave them.

use crate::field::vocabulary::person as known;
use crate::field::words::{WordKind, Words};
use crate::language::endings::{self, EndingUse};
use crate::lookup::Endings;
use std::ops::Range;
use std::sync::LazyLock;

/// Letters that an ending leaves of a name.
const SHORTEST: usize = 3;

/// Endings of case that are cut behind any name, and those that only are where a known name is
/// left.
static CASES: LazyLock<(Endings, Endings)> = LazyLock::new(|| {
    let cut = |sort| endings::all(sort).iter().copied().collect();
    (cut(EndingUse::NameCertain), cut(EndingUse::NamePossible))
});

/// How many bytes of the word in the text are an ending of case.
pub fn ending(words: &Words, at: usize, language: Option<&str>) -> usize {
    let Some(word) = words.get(at).filter(|word| word.kind == WordKind::Word) else {
        return 0;
    };
    let fold = words.folded(at);
    if language.is_some_and(|tag| tag.starts_with("ru")) && !fold.is_ascii() {
        return 0;
    }
    let letters = fold[fold.len() - folded_ending(fold)..].chars().count();
    word.text
        .chars()
        .rev()
        .take(letters)
        .map(char::len_utf8)
        .sum()
}

/// How many bytes of a folded word are an ending of case.
pub fn folded_ending(fold: &str) -> usize {
    let certain = CASES.0.of(fold, SHORTEST).map(str::len).max();
    if let Some(length) = certain.filter(|_| {
        known::given(fold).is_none_or(|name| name.chars().count() < fold.chars().count())
    }) {
        return length;
    }
    let is_name = |stem: &str| {
        [
            "ov", "ev", "ов", "ев", "ew", "ow", "ova", "eva", "ова", "ева", "owa", "ewa", "uly",
            "ұлы", "қызы", "zoda", "зода",
        ]
        .iter()
        .any(|end| stem.ends_with(end))
    };
    // `Азизов|а` may be a woman's surname; a longer ending is none.
    let mut possible = CASES
        .1
        .of(fold, SHORTEST)
        .filter(|ending| ending.chars().nth(1).is_some());
    possible
        .find(|ending| is_name(&fold[..fold.len() - ending.len()]))
        .map_or(0, str::len)
}

/// A Russian name in the nominative; none where no word of it is declined.
pub fn nominative(words: &Words, name: Range<usize>) -> Option<String> {
    let given = name.clone().find_map(|at| declined_given(words, at));
    let feminine = match given {
        Some((_, nominative)) => nominative.ends_with(['а', 'я', 'ь']),
        // A given name that is not declined beside a surname that is: a woman's (`Куралай
        // Досжановой`).
        None if ["овой", "евой", "ской"]
            .iter()
            .any(|ending| words.folded(name.end - 1).ends_with(ending)) =>
        {
            true
        }
        // A man's in the instrumental, the given name not known: `Германом Садулаевым`.
        None if is_instrumental(words, &name) => false,
        None => return None,
    };
    let mut changed = false;
    let parts: Vec<String> = name
        .map(|at| {
            let text = words.list[at].text;
            let base = match given {
                Some((i, nominative)) if i == at => recased(text, nominative),
                None if !feminine && text.ends_with("ом") => {
                    text[..text.len() - "ом".len()].to_owned()
                }
                _ => surname(text, feminine),
            };
            changed |= base != text;
            base
        })
        .collect();
    changed.then(|| parts.join(" "))
}

/// Whether all words of a name have the endings of a man's in the instrumental.
fn is_instrumental(words: &Words, name: &Range<usize>) -> bool {
    let last = words.folded(name.end - 1);
    let surname = ["овым", "евым", "иным", "ским"]
        .iter()
        .any(|ending| last.ends_with(ending));
    surname && name.len() == 2 && words.folded(name.start).ends_with("ом")
}

/// A given name in a case other than the nominative, in Cyrillic letters.
fn declined_given(words: &Words, at: usize) -> Option<(usize, &'static str)> {
    let fold = words.folded(at);
    let cyrillic = fold.chars().all(|c| c.is_alphabetic() && !c.is_ascii());
    let nominative = known::given(fold).filter(|_| cyrillic && !known::is_surname(fold))?;
    (crate::field::words::folded(nominative) != fold).then_some((at, nominative))
}

fn recased(text: &str, nominative: &str) -> String {
    if text.chars().all(char::is_uppercase) {
        nominative.to_uppercase()
    } else {
        nominative.to_owned()
    }
}

/// Surnames and patronymics by their endings.
fn surname(text: &str, feminine: bool) -> String {
    const FEMININE: [(&str, &str); 12] = [
        ("овой", "ова"),
        ("евой", "ева"),
        ("иной", "ина"),
        ("ову", "ова"),
        ("еву", "ева"),
        ("ину", "ина"),
        ("ской", "ская"),
        ("скую", "ская"),
        ("овне", "овна"),
        ("евне", "евна"),
        ("овны", "овна"),
        ("евны", "евна"),
    ];
    const MASCULINE: [(&str, &str); 18] = [
        ("овым", "ов"),
        ("евым", "ев"),
        ("иным", "ин"),
        ("ову", "ов"),
        ("еву", "ев"),
        ("ину", "ин"),
        ("ова", "ов"),
        ("ева", "ев"),
        ("ина", "ин"),
        ("ове", "ов"),
        ("еве", "ев"),
        ("ского", "ский"),
        ("скому", "ский"),
        ("ским", "ский"),
        ("овича", "ович"),
        ("евича", "евич"),
        ("овичем", "ович"),
        ("евичем", "евич"),
    ];
    let table: &[(&str, &str)] = if feminine { &FEMININE } else { &MASCULINE };
    table
        .iter()
        .find_map(|(ending, nominative)| {
            Some(format!("{}{nominative}", text.strip_suffix(ending)?))
        })
        .unwrap_or_else(|| text.to_owned())
}
