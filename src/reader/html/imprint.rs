//! Lines that speak about a text and stand before or behind it: its day, its
//! tags, who took the pictures, who holds the rights, how to report a mistake.

use super::content::Choice;
use super::meta::is_dateline;
use super::page::{Page, Run};

/// Characters of the longest credit, of the longest line with a day, and of any such line.
const CREDIT: u32 = 60;
const DAY: u32 = 90;
const LONG: u32 = 300;

/// Digits of the shortest day.
const DIGITS: u32 = 4;

/// What stands before a list of tags; a colon follows.
const TAGS: [&str; 26] = [
    "tag",
    "tags",
    "category",
    "categories",
    "topics",
    "more on",
    "more about",
    "see more in",
    "posted in",
    "filed under",
    "теги",
    "метки",
    "рубрика",
    "рубрики",
    "категория",
    "schlagwörter",
    "schlagworte",
    "themen",
    "mots-clés",
    "étiquettes",
    "etiquetas",
    "tagi",
    "štítky",
    "etiketter",
    "etiketler",
    "címkék",
];

/// What stands before the name of who took a picture; a colon or a word for "by" follows.
const CREDITS: [&str; 21] = [
    "photo",
    "photos",
    "photo credit",
    "photo credits",
    "photograph",
    "photo courtesy",
    "image",
    "image credit",
    "image credits",
    "image source",
    "image courtesy",
    "featured image",
    "picture",
    "credit",
    "foto",
    "fotos",
    "bild",
    "bildquelle",
    "фото",
    "crédit photo",
    "zdjęcie",
];

const RIGHTS: [&str; 8] = [
    "©",
    "all rights reserved",
    "все права защищены",
    "alle rechte vorbehalten",
    "tous droits réservés",
    "todos los derechos reservados",
    "tutti i diritti riservati",
    "wszelkie prawa zastrzeżone",
];

/// What stands before the title of another article within a text; a colon follows.
const ELSEWHERE: [&str; 40] = [
    "related",
    "related reading",
    "read",
    "read more",
    "read also",
    "also read",
    "see also",
    "must read",
    "don't miss",
    "watch",
    "lesen sie auch",
    "lesen sie mehr",
    "mehr zum thema",
    "auch interessant",
    "lire aussi",
    "à lire aussi",
    "à lire",
    "voir aussi",
    "leggi anche",
    "leggi tutto",
    "lee también",
    "lea también",
    "leer más",
    "leia também",
    "leia mais",
    "lees ook",
    "czytaj także",
    "czytaj też",
    "zobacz też",
    "zobacz także",
    "čtěte také",
    "přečtěte si také",
    "läs också",
    "läs mer",
    "læs også",
    "les også",
    "lue myös",
    "citește și",
    "читайте также",
    "читайте також",
];

/// Whether a line within a text leads to another article: a label, and a title that is a link.
pub fn leads_elsewhere(run: &Run, words: &str) -> bool {
    run.linked * 2 > run.chars && run.chars <= LONG && opens(&words.to_lowercase().replace('’', "'"), &ELSEWHERE, &[])
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
    let rights = || RIGHTS.iter().any(|sign| words.contains(sign));
    let mistakes = || words.contains("ctrl") && words.contains("enter");
    is_day(page, run) || opens(&words, &TAGS, &[]) || is_credit(run, &words) || rights() || mistakes()
}

/// Whether a line names who took a picture.
pub fn is_credit(run: &Run, words: &str) -> bool {
    run.chars <= CREDIT && is_credited(&words.to_lowercase())
}

fn is_credited(words: &str) -> bool {
    let words = words.trim_start_matches(['(', '[']);
    opens(words, &CREDITS, &["by", "von", "courtesy", "via"])
}

/// Whether a line opens with one of the labels, and a colon or one of the words behind it.
fn opens(words: &str, labels: &[&str], behind: &[&str]) -> bool {
    labels.iter().filter_map(|label| words.strip_prefix(label)).any(|rest| {
        let rest = rest.trim_start();
        rest.starts_with(':') || behind.iter().any(|word| rest.strip_prefix(word).is_some_and(|r| r.starts_with(' ')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credit_is_told_from_a_sentence_about_pictures() {
        assert!(is_credited("photo: aida roe / city press"));
        assert!(is_credited("(photo by aida roe)"));
        assert!(!is_credited("photos from the album"));
    }

    #[test]
    fn a_line_leads_elsewhere_by_its_label_and_link() {
        let run = |linked: u32| Run { chars: 40, linked, ..Run::default() };
        assert!(leads_elsewhere(&run(30), "À lire aussi : Une salle pour les cartes"));
        assert!(!leads_elsewhere(&run(0), "See also: the shelves behind the window"));
        assert!(!leads_elsewhere(&run(30), "Read the rules of the reading room first"));
    }

    #[test]
    fn tags_need_their_colon() {
        assert!(opens("tags: books, children", &TAGS, &[]));
        assert!(!opens("tags on the shelves are new", &TAGS, &[]));
    }
}
