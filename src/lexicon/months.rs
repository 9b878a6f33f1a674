//! Names of months in the languages of news pages.

use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

const NAMES: &str = include_str!("../../schemas/tables/month-names.tsv");

pub static MONTHS: LazyLock<Months> = LazyLock::new(Months::load);

/// Names of months in all languages of the table.
pub struct Months(HashMap<String, Vec<(&'static str, i8)>>);

impl Months {
    fn load() -> Months {
        let mut names: HashMap<String, Vec<(&'static str, i8)>> = HashMap::new();
        for line in NAMES.lines().filter(|line| !line.starts_with('#')) {
            let mut cells = line.split('\t');
            if let (Some(language), Some(number), Some(form)) =
                (cells.next(), cells.next(), cells.next())
            {
                let meanings = names
                    .entry(fold(form))
                    .or_insert_with(|| Vec::with_capacity(1));
                meanings.extend(number.parse().ok().map(|number| (language, number)));
            }
        }
        Months(names)
    }

    /// Whether a word is the name of a month in one of the languages.
    pub fn knows(&self, word: &str) -> bool {
        self.0.contains_key(&fold(word))
    }

    /// The month of a word in a language, or the one it is in all that know it.
    pub fn month(&self, word: &str, language: Option<&str>) -> Option<i8> {
        if word.len() > 40 || !word.starts_with(char::is_alphabetic) {
            return None;
        }
        let meanings = self.0.get(&fold(word))?;
        let primary = language.and_then(|tag| tag.split('-').next());
        let own = meanings.iter().find(|(known, _)| Some(*known) == primary);
        let alike = meanings.iter().all(|(_, month)| *month == meanings[0].1);
        own.or_else(|| meanings.first().filter(|_| alike))
            .map(|(_, month)| *month)
    }
}

/// Lower case without accents, points and the signs above Arabic letters: pages leave them out, and
/// write `Sept` for `Sep`.
fn fold(word: &str) -> String {
    let sign = |c: char| ('\u{64b}'..='\u{65f}').contains(&c);
    let folded: String = word
        .nfd()
        .filter(|c| c.is_alphabetic() && !sign(*c))
        .flat_map(char::to_lowercase)
        .collect();
    if folded == "sept" {
        "sep".to_owned()
    } else {
        folded
    }
}
