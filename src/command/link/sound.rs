//! Words by their sound: alike in two scripts and in the spellings of several languages.

/// Letters of a word that stand for it: the rest is inflection, and spelling of sounds that
/// scripts write differently.
const STEM: usize = 5;

/// Consonants of a name that stand for it.
const SKELETON: usize = 7;

/// Words of a text in lower case; an apostrophe within a word is a letter's mark.
pub fn words(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut word = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        } else if !is_apostrophe(c) && !is_mark(c) && !word.is_empty() {
            all.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        all.push(word);
    }
    all
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`' | '´')
}

/// A soft hyphen or an accent of its own.
fn is_mark(c: char) -> bool {
    c == '\u{ad}' || ('\u{300}'..='\u{36f}').contains(&c)
}

/// The beginning of a word in Latin letters.
pub fn stem(word: &str) -> String {
    latin(word).chars().take(STEM).collect()
}

/// The consonants of a name: vowels are what languages hear differently (`Тоқтағұл`, `Toktogul`).
/// A name that begins with a vowel keeps that it does.
pub fn skeleton(word: &str) -> String {
    let mut out = String::new();
    for (at, c) in latin(word).chars().enumerate() {
        let c = match c {
            'a' | 'e' | 'i' | 'o' | 'u' if at == 0 => '_',
            'a' | 'e' | 'i' | 'o' | 'u' => continue,
            other => other,
        };
        if !out.ends_with(c) && out.len() < SKELETON {
            out.push(c);
        }
    }
    out
}

/// Two letters of Latin spelling that are one sound.
const PAIRS: [(&str, &str); 6] = [
    ("dzh", "j"),
    ("zh", "j"),
    ("dj", "j"),
    ("kh", "h"),
    ("gh", "g"),
    ("yu", "iu"),
];

/// A word in Latin letters, by sound.
pub fn latin(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        let mut own = [0; 4];
        out.push_str(letter(c).unwrap_or_else(|| c.encode_utf8(&mut own)));
    }
    for (two, one) in PAIRS {
        if out.contains(two) {
            out = out.replace(two, one);
        }
    }
    out
}

fn letter(c: char) -> Option<&'static str> {
    Some(match c {
        'а' | 'ә' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ғ' => "g",
        'д' => "d",
        'е' | 'э' | 'ё' => "e",
        'ж' | 'ҷ' => "j",
        'з' => "z",
        'и' | 'й' | 'і' | 'ы' | 'ӣ' => "i",
        'к' | 'қ' => "k",
        'л' => "l",
        'м' => "m",
        'н' | 'ң' => "n",
        'о' | 'ө' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ү' | 'ұ' | 'ў' | 'ӯ' => "u",
        'ф' => "f",
        'х' | 'һ' | 'ҳ' => "h",
        'ц' => "ts",
        'ч' => "ch",
        'ш' | 'щ' => "sh",
        'ъ' | 'ь' => "",
        'ю' => "iu",
        'я' => "ia",
        'y' | 'ý' => "i",
        'q' => "k",
        'w' => "v",
        'x' => "h",
        'ä' | 'ə' => "a",
        'ö' => "o",
        'ü' => "u",
        'ş' => "sh",
        'ç' => "ch",
        'ž' => "j",
        'ň' => "n",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_alike_in_four_spellings() {
        let alike = [
            ["toktorov", "токторов", "тоқторов", "to‘qtorov"],
            ["khujand", "худжанд", "худжанд", "xo‘jand"],
            ["zhumabekov", "жумабеков", "жұмабеков", "jumabekov"],
            ["aigul", "айгуль", "айгүл", "oygul"],
            [
                "abdrakhmanov",
                "абдрахманов",
                "әбдірахманов",
                "abdurahmonov",
            ],
        ];
        for names in alike {
            let found: Vec<String> = names.iter().map(|n| skeleton(&words(n).concat())).collect();
            assert!(found.iter().all(|name| *name == found[0]), "{found:?}");
        }
        assert_ne!(skeleton("naryn"), skeleton("ош"));
    }

    #[test]
    fn an_apostrophe_parts_no_word() {
        assert_eq!(words("O‘sh shahri, ma’ruza"), ["osh", "shahri", "maruza"]);
        assert_eq!(words("«Абай жолы» – 2021"), ["абай", "жолы", "2021"]);
    }
}
