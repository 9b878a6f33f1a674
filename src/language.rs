//! The languages that the tables have words of: `schemas/tables/languages.tsv`, a row each.
//!
//! A tag comes in, the row of its language goes out, and with it the family by which a reader of
//! names or dates chooses its grammar. What a language is written with stands in the tables of the
//! rooms that read it; `schemas/tables/endings.tsv` has the endings of each family ([`endings`]).

pub mod endings;

use std::sync::LazyLock;

/// What one row says.
#[derive(Debug)]
pub struct Language {
    /// BCP 47, with the script where a language is written in two.
    pub tag: &'static str,
    pub family: Family,
    pub reach: Reach,
    /// ISO 3166-1, of the country whose own language it is.
    pub country: Option<&'static str>,
    signs: Vec<&'static str>,
}

/// How a language puts names, verbs and endings together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Family {
    English,
    Russian,
    /// Verbs and heads last, chains of endings.
    Turkic,
    /// Heads first, tied by izafat.
    Tajik,
    Western,
}

/// How much the tables know of a language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// Documents of the collections are in it.
    Collection,
    /// Its months are known where they stand in lists.
    Beside,
    Foreign,
}

/// The rows in their order.
pub static LANGUAGES: LazyLock<Vec<Language>> = LazyLock::new(|| {
    parse(include_str!("../schemas/tables/languages.tsv"))
        .expect("the built-in table is valid; a test reads it")
});

/// The languages of the collections without their scripts, in the order of the table.
static PRIMARIES: LazyLock<Vec<&str>> = LazyLock::new(|| {
    let mut all: Vec<&str> = Vec::new();
    for language in LANGUAGES
        .iter()
        .filter(|row| row.reach == Reach::Collection)
    {
        if !all.contains(&language.primary()) {
            all.push(language.primary());
        }
    }
    all
});

/// The language of a tag, whatever its script and region.
pub fn of(tag: &str) -> Option<&'static Language> {
    let all = || LANGUAGES.iter();
    let same = all().find(|row| row.tag == tag);
    same.or_else(|| all().find(|row| row.primary() == primary(tag)))
}

/// The family of a tag's language.
pub fn family(tag: &str) -> Option<Family> {
    of(tag).map(|language| language.family)
}

/// Whether a tag is that of a row, its script named or the only one.
pub fn is_named(row: &Language, tag: &str) -> bool {
    row.tag == tag || row.primary() == tag
}

/// The tags of the languages of the collections, without their scripts.
pub fn primaries() -> &'static [&'static str] {
    &PRIMARIES
}

/// The language by letters that only some alphabets have, given the words of a text.
pub fn guess<'w, W: Iterator<Item = &'w str>>(words: impl Fn() -> W) -> &'static str {
    let shows = |row: &&Language| {
        let sign = |word: &str| row.signs.iter().any(|sign| word.contains(sign));
        words().any(sign)
    };
    let found = LANGUAGES.iter().rev().find(shows);
    found.or(LANGUAGES.first()).map_or("", |row| row.tag)
}

/// The part of a tag before its script and region.
pub fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

impl Language {
    fn primary(&self) -> &'static str {
        primary(self.tag)
    }
}

fn parse(table: &'static str) -> Result<Vec<Language>, String> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| row(line).ok_or_else(|| format!("a row of languages.tsv: {line}")))
        .collect()
}

fn row(line: &'static str) -> Option<Language> {
    let [tag, family, reach, country, signs] = line.split('\t').collect::<Vec<_>>()[..] else {
        return None;
    };
    let given = |cell: &'static str| (cell != "-").then_some(cell);
    Some(Language {
        tag,
        family: match family {
            "english" => Family::English,
            "russian" => Family::Russian,
            "turkic" => Family::Turkic,
            "tajik" => Family::Tajik,
            "western" => Family::Western,
            _ => return None,
        },
        reach: match reach {
            "collection" => Reach::Collection,
            "beside" => Reach::Beside,
            "foreign" => Reach::Foreign,
            _ => return None,
        },
        country: given(country),
        signs: given(signs).map_or(Vec::new(), |signs| signs.split(' ').collect()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_leads_to_its_row_whatever_its_script() {
        assert_eq!(of("kk-Arab").map(|row| row.tag), Some("kk"));
        assert_eq!(of("uz").map(|row| row.tag), Some("uz-Latn"));
        assert_eq!(of("uz-Cyrl").and_then(|row| row.country), Some("UZ"));
        assert_eq!(family("fr-CA"), Some(Family::Western));
        assert!(of("xx").is_none());
    }

    #[test]
    fn letters_tell_a_language_and_words_without_them_are_english() {
        let told = |word: &'static str| guess(|| [word].into_iter());
        assert_eq!(told("кітапхана"), "kk");
        assert_eq!(told("китобхонаҳо"), "tg");
        assert_eq!(told("o'quv"), "uz-Latn");
        assert_eq!(told("библиотека"), "ru");
        assert_eq!(told("library"), "en");
    }

    #[test]
    fn a_row_with_an_unknown_word_is_refused() {
        for line in [
            "xx\tceltic\tforeign\t-\t-",
            "xx\tturkic\tnear\t-\t-",
            "xx\tturkic",
        ] {
            assert!(parse(line).is_err(), "{line}");
        }
    }

    /// Tables with a column of languages and its number.
    const TABLES: [(&str, &str, usize); 9] = [
        (
            "attendance",
            include_str!("../schemas/tables/attendance.tsv"),
            0,
        ),
        ("cues", include_str!("../schemas/tables/cues.tsv"), 1),
        (
            "date-cues",
            include_str!("../schemas/tables/date-cues.tsv"),
            0,
        ),
        ("deeds", include_str!("../schemas/tables/deeds.tsv"), 0),
        ("headers", include_str!("../schemas/tables/headers.tsv"), 0),
        (
            "organizations",
            include_str!("../schemas/tables/organizations.tsv"),
            0,
        ),
        (
            "place-words",
            include_str!("../schemas/tables/place-words.tsv"),
            0,
        ),
        ("rows", include_str!("../schemas/tables/rows.tsv"), 0),
        (
            "countries",
            include_str!("../schemas/tables/countries.tsv"),
            1,
        ),
    ];

    #[test]
    fn no_table_lacks_a_language_of_the_collections() {
        let mut lacks = Vec::new();
        for (name, table, column) in TABLES {
            let tags: Vec<&str> = table
                .lines()
                .filter_map(|l| l.split('\t').nth(column))
                .collect();
            for row in LANGUAGES
                .iter()
                .filter(|row| row.reach == Reach::Collection)
            {
                let short = row.tag.trim_end_matches("-Latn");
                if !tags.contains(&short) {
                    lacks.push(format!("{name}.tsv has no row for {}", row.tag));
                }
            }
        }
        assert!(lacks.is_empty(), "{}", lacks.join("\n"));
    }
}
