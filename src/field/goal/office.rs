//! Words that name one person, not what a text is about.
//!
//! `kitaphanaçy Maral Sähedowa` gives prizes, `китобдори мактаб Мунира Ғафурова` opens a meeting of
//! readers: an office before a name is no evidence of the profession. And a surname may begin like
//! a word of the scheme (`Сафарова`, сафар: travel).

use crate::field::vocabulary::person::{is_given, is_surname};
use crate::scheme::words::SchemeWords;

/// So many words may stand between an office and the name: whose office it is.
const OWNER: usize = 2;

/// Whether the word that ends at `last` is the office of a person named behind it.
pub fn is_office(words: &SchemeWords, last: usize) -> bool {
    let joined = |at: &usize| *at < words.all.len() && words.before(*at) == " ";
    (last + 1..=last + 1 + OWNER)
        .take_while(joined)
        .find(|at| is_capital(words, *at))
        .is_some_and(|at| names_a_person(words, at))
}

/// Whether the word is the surname behind a given name.
pub fn is_surname_of_a_person(words: &SchemeWords, at: usize) -> bool {
    is_surname(words.folded(at))
        && is_capital(words, at)
        && at > 0
        && is_capital(words, at - 1)
        && matches!(words.before(at), " " | "." | ". ")
}

fn names_a_person(words: &SchemeWords, at: usize) -> bool {
    let initial = words.folded(at).chars().nth(1).is_none();
    let followed = at + 1 < words.all.len() && is_capital(words, at + 1);
    let behind = initial && words.text[words.all[at].range.end..].starts_with('.');
    behind || is_given(words.folded(at)) || followed && is_surname(words.folded(at + 1))
}

fn is_capital(words: &SchemeWords, at: usize) -> bool {
    words.text[words.all[at].range.clone()].starts_with(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, wanted: &str) -> (SchemeWords<'static>, usize) {
        let text: &'static str = Box::leak(text.to_owned().into_boxed_str());
        let words = SchemeWords::of(text);
        let at = words
            .all
            .iter()
            .position(|word| &text[word.range.clone()] == wanted)
            .unwrap();
        (words, at)
    }

    #[test]
    fn an_office_before_a_name_is_one_person() {
        for (text, office) in [
            ("китобдори мактаб Мунира Ғафурова ташкил намуд", "китобдори"),
            ("библиотекарь Сауле Омарова провела", "библиотекарь"),
            ("the librarian A. B. Orazova spoke", "librarian"),
        ] {
            let (words, at) = word(text, office);
            assert!(is_office(&words, at), "{text}");
        }
        for (text, office) in [
            ("библиотекарей Павлодарской области", "библиотекарей"),
            ("китобдорони Осиёи Марказӣ", "китобдорони"),
            ("librarians, Mary Orazova among them", "librarians"),
        ] {
            let (words, at) = word(text, office);
            assert!(!is_office(&words, at), "{text}");
        }
    }

    #[test]
    fn a_surname_is_no_word_of_the_scheme() {
        let (words, at) = word("профессор Нодира Сафарова ва", "Сафарова");
        assert!(is_surname_of_a_person(&words, at));
    }
}
