//! Lines that speak about a text and stand before or behind it: its day, its
//! tags, who took the pictures, who holds the rights, how to report a mistake.

use super::choice::Choice;
use super::meta::dateline::is_dateline;
use super::page::{Page, Run};
use crate::lexicon::LEXICON;

/// Characters of the longest credit, of the longest line with a day, and of any such line.
const CREDIT: u32 = 60;
const DAY: u32 = 90;
pub const LONG: u32 = 300;

/// Digits of the shortest day.
const DIGITS: u32 = 4;

/// Whether a line within a text leads to another article: a label, and a title that is a link.
pub fn leads_elsewhere(run: &Run, words: &str) -> bool {
    run.linked * 2 > run.chars && run.chars <= LONG && {
        let words = words.to_lowercase().replace('’', "'");
        let linked =
            |rest: &str| rest.chars().filter(|c| !c.is_whitespace()).count() as u32 <= run.linked;
        // Where the link begins right behind the label no colon is needed.
        let labelled = |label: &String| {
            words
                .strip_prefix(label.as_str())
                .is_some_and(|rest| rest.starts_with(' ') && linked(rest))
        };
        opens(&words, &LEXICON.elsewhere_label, &[])
            || run.linked < run.chars
                && LEXICON
                    .elsewhere_label
                    .iter()
                    .filter(|label| label.contains(' '))
                    .any(labelled)
    }
}

/// Prose or a table, and nothing about it.
pub fn is_text(page: &Page, choice: &Choice, run: usize) -> bool {
    let found = &page.runs[run];
    choice.table_at(run).is_some() || found.prose() > 0 && !is_about(page, found)
}

/// Whether a run says nothing but a day.
pub fn is_day(page: &Page, run: &Run) -> bool {
    run.chars <= DAY && run.digits >= DIGITS && is_dateline(&page.plain(run))
}

/// Whether a run that stands before or behind a text is about it.
pub fn is_about(page: &Page, run: &Run) -> bool {
    if run.chars > LONG || run.heading > 0 {
        return false;
    }
    let words = page.plain(run).to_lowercase();
    let signs = || LEXICON.rights_sign.iter().chain(&LEXICON.comment_sign);
    let signed = || signs().any(|sign| words.contains(sign.as_str()));
    let mistakes = || words.contains("ctrl") && words.contains("enter");
    let copyright = || {
        words
            .strip_prefix("copyright ")
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    if run.digits > 0 && is_count(&words) || is_mail(&words) || copyright() {
        return true;
    }
    is_day(page, run)
        || opens(&words, &LEXICON.tag_label, &[])
        || is_credit(run, &words)
        || signed()
        || mistakes()
}

/// Whether a line is nothing but an address to write to.
fn is_mail(words: &str) -> bool {
    !words.contains(char::is_whitespace)
        && words
            .split_once('@')
            .is_some_and(|(_, host)| host.contains('.'))
}

/// Whether a line says how often the page was seen: `Просмотров: 315`, `1,204 views`.
fn is_count(words: &str) -> bool {
    let told = words.trim_matches(|c: char| !c.is_alphabetic());
    LEXICON.count_label.iter().any(|label| told == label)
}

/// Whether a line is a label and the subjects of a text.
pub fn is_tags(words: &str) -> bool {
    opens(&words.to_lowercase(), &LEXICON.tag_label, &[])
}

/// Whether a line names who took a picture.
pub fn is_credit(run: &Run, words: &str) -> bool {
    run.chars <= CREDIT && (is_credited(&words.to_lowercase()) || !run.closed && credits(words))
}

/// `Фото Анны Ивановой`: a label and nothing but a name.
fn credits(words: &str) -> bool {
    let Some((label, name)) = words.split_once(' ') else {
        return false;
    };
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let names = name.split_whitespace();
    (2..=4).contains(&names.clone().count())
        && names.into_iter().all(capital)
        && LEXICON.credit_label.contains(&label.to_lowercase())
        && capital(label)
        // Of English titles every word may be a capital one.
        && !label.is_ascii()
}

fn is_credited(words: &str) -> bool {
    let words = words.trim_start_matches(['(', '[']);
    opens(
        words,
        &LEXICON.credit_label,
        &["by", "von", "courtesy", "via"],
    )
}

/// Whether a line opens with one of the labels, and a colon, a bar or one of the words behind it.
fn opens(words: &str, labels: &[String], behind: &[&str]) -> bool {
    labels
        .iter()
        .filter_map(|label| words.strip_prefix(label.as_str()))
        .any(|rest| {
            let rest = rest.trim_start();
            rest.starts_with([':', '|'])
                || behind
                    .iter()
                    .any(|word| rest.strip_prefix(word).is_some_and(|r| r.starts_with(' ')))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credit_is_told_from_a_sentence_about_pictures() {
        assert!(is_credited("photo: aida roe / city press"));
        assert!(is_credited("(photo by aida roe)"));
        assert!(is_credited("сурет: айгүл омарова"));
        assert!(!is_credited("photos from the album"));
        assert!(
            credits("Фото Анны Ивановой")
                && !credits("Фото на память")
                && !credits("Photo Editing Tools")
        );
    }

    #[test]
    fn a_line_leads_elsewhere_by_its_label_and_link() {
        let run = |linked: u32| Run {
            chars: 40,
            linked,
            ..Run::default()
        };
        assert!(leads_elsewhere(
            &run(30),
            "À lire aussi : Une salle pour les cartes"
        ));
        assert!(leads_elsewhere(&run(21), "Lire aussi La barque de la baie"));
        assert!(!leads_elsewhere(
            &run(0),
            "See also: the shelves behind the window"
        ));
        assert!(!leads_elsewhere(
            &run(30),
            "Read the rules of the reading room first"
        ));
    }

    #[test]
    fn a_count_is_a_label_and_a_number() {
        assert!(is_count("просмотров: 1 204"));
        assert!(is_count("315 views"));
        assert!(!is_count("views of the town, 1890"));
    }

    #[test]
    fn tags_need_their_colon() {
        assert!(opens("тегтер: кітап, балалар", &LEXICON.tag_label, &[]));
        assert!(opens("tags: books, children", &LEXICON.tag_label, &[]));
        assert!(!opens(
            "tags on the shelves are new",
            &LEXICON.tag_label,
            &[]
        ));
    }
}
