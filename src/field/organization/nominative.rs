//! Russian names of institutions in their dictionary form: the head and the
//! adjectives before it, which agree with it; what follows stays as it is.

use crate::field::vocabulary::institution::{NameOrder, grammar};
use crate::field::words::Words;
use std::ops::Range;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Gender {
    Masculine,
    Feminine,
    Neuter,
}

/// Endings of heads in other cases, with the nominative and its gender.
const HEADS: [(&str, &str, Gender); 34] = [
    ("дом", "дом", Gender::Masculine),
    ("Дом", "Дом", Gender::Masculine),
    ("ворцом", "ворец", Gender::Masculine),
    ("ворца", "ворец", Gender::Masculine),
    ("ворце", "ворец", Gender::Masculine),
    ("ворцу", "ворец", Gender::Masculine),
    ("иями", "ия", Gender::Feminine),
    ("ией", "ия", Gender::Feminine),
    ("ию", "ия", Gender::Feminine),
    ("ии", "ия", Gender::Feminine),
    ("ия", "ия", Gender::Feminine),
    ("ением", "ение", Gender::Neuter),
    ("ению", "ение", Gender::Neuter),
    ("ении", "ение", Gender::Neuter),
    ("ения", "ение", Gender::Neuter),
    ("ение", "ение", Gender::Neuter),
    ("ством", "ство", Gender::Neuter),
    ("ству", "ство", Gender::Neuter),
    ("стве", "ство", Gender::Neuter),
    ("ства", "ство", Gender::Neuter),
    ("ство", "ство", Gender::Neuter),
    ("еем", "ей", Gender::Masculine),
    ("ею", "ей", Gender::Masculine),
    ("ее", "ей", Gender::Masculine),
    ("ея", "ей", Gender::Masculine),
    ("ей", "ей", Gender::Masculine),
    ("екой", "ека", Gender::Feminine),
    ("еку", "ека", Gender::Feminine),
    ("еке", "ека", Gender::Feminine),
    ("еки", "ека", Gender::Feminine),
    ("ека", "ека", Gender::Feminine),
    ("ом", "", Gender::Masculine),
    ("у", "", Gender::Masculine),
    ("е", "", Gender::Masculine),
];

/// The name with head and adjectives in the nominative; none where it stands so already.
pub fn of(words: &Words, name: Range<usize>, head: usize) -> Option<String> {
    let text = words.get(head)?.text;
    let (noun, gender) = noun(text);
    let mut out = String::new();
    for at in name.start..head {
        let word = words.get(at)?;
        let agrees = !grammar(NameOrder::Russian).is_foreign(words.folded(at));
        out.push_str(&if agrees {
            adjective(word.text, gender)
        } else {
            word.text.to_owned()
        });
        out.push(' ');
    }
    out.push_str(&noun);
    let rest = words.range(head + 1..name.end);
    if !rest.is_empty() {
        let gap = words.get(head)?.end..rest.end;
        out.push_str(words.passage.text.get(gap)?);
    }
    (out != words.text(name)).then_some(out)
}

fn noun(text: &str) -> (String, Gender) {
    for (ending, nominative, gender) in HEADS {
        if let Some(stem) = text.strip_suffix(ending) {
            return (format!("{stem}{nominative}"), gender);
        }
    }
    // A genitive of the strong masculine: `университета`.
    match text.strip_suffix('а') {
        Some(stem) => (stem.to_owned(), Gender::Masculine),
        None => (text.to_owned(), Gender::Masculine),
    }
}

fn adjective(text: &str, gender: Gender) -> String {
    const HARD: [&str; 9] = ["ого", "ому", "ым", "ом", "ой", "ую", "ая", "ое", "ый"];
    const SOFT: [&str; 9] = ["его", "ему", "им", "ем", "ей", "юю", "яя", "ее", "ий"];
    // After г, к, х the hard endings are written with и.
    let velar = |stem: &str| stem.ends_with(['к', 'г', 'х']);
    for ending in HARD.iter().chain(&["им", "ий"]) {
        if let Some(stem) = text
            .strip_suffix(ending)
            .filter(|stem| velar(stem) || HARD.contains(ending))
        {
            let masculine = if velar(stem) { "ий" } else { "ый" };
            return format!("{stem}{}", ending_of(gender, masculine, "ая", "ое"));
        }
    }
    for ending in SOFT {
        if let Some(stem) = text.strip_suffix(ending) {
            return format!("{stem}{}", ending_of(gender, "ий", "яя", "ее"));
        }
    }
    text.to_owned()
}

fn ending_of<'e>(
    gender: Gender,
    masculine: &'e str,
    feminine: &'e str,
    neuter: &'e str,
) -> &'e str {
    match gender {
        Gender::Masculine => masculine,
        Gender::Feminine => feminine,
        Gender::Neuter => neuter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::span::Passage;

    #[test]
    fn heads_and_adjectives_return_to_the_nominative() {
        for (text, head, expected) in [
            (
                "Национальной библиотеке Казахстана",
                1,
                "Национальная библиотека Казахстана",
            ),
            (
                "Омском государственном университете",
                2,
                "Омский государственный университет",
            ),
            ("Министерством культуры", 0, "Министерство культуры"),
            ("Российской академии наук", 1, "Российская академия наук"),
        ] {
            let words = Words::new(Passage::new(text));
            assert_eq!(of(&words, 0..words.len(), head).as_deref(), Some(expected));
        }
        let words = Words::new(Passage::new("Тульская областная библиотека"));
        assert_eq!(of(&words, 0..3, 2), None);
    }
}
