//! Language detection from outside.

use annalist::field::language::detect;
use proptest::prelude::*;

fn language(text: &str) -> Option<&'static str> {
    detect(text).map(|(language, _)| language)
}

#[test]
fn each_language_of_the_collections_is_told_from_its_neighbours() {
    let lines = [
        ("en", "Forty people came to the opening of the new branch"),
        ("ru", "На открытие нового филиала пришли сорок человек"),
        ("kk", "Жаңа филиалдың ашылуына қырық адам келді"),
        ("ky", "Жаңы филиалдын ачылышына кырк киши келди"),
        ("tg", "Ба кушодашавии филиали нав чил нафар омаданд"),
        ("tk", "Täze şahamçanyň açylyşyna kyrk adam geldi"),
        ("uz-Latn", "Yangi filialning ochilishiga qirq kishi keldi"),
        ("uz-Cyrl", "Янги филиалнинг очилишига қирқ киши келди"),
        ("az", "Yeni filialın açılışına qırx nəfər gəldi"),
        (
            "de",
            "Zur Eröffnung der neuen Zweigstelle kamen vierzig Leute",
        ),
        (
            "fr",
            "Quarante personnes sont venues à l'ouverture de la nouvelle annexe",
        ),
        ("tr", "Yeni şubenin açılışına kırk kişi geldi"),
        ("uk", "На відкриття нової філії прийшли сорок людей"),
        ("kk-Arab", "جاڭا كىتاپحانانىڭ اشىلۋىنا قىرىق ادام كەلدى"),
        ("ja", "新しい図書館の開館式に四十人が来ました"),
        ("zh", "四十人参加了新馆的开幕式"),
    ];
    for (expected, line) in lines {
        assert_eq!(language(line), Some(expected), "{line}");
    }
}

#[test]
fn digits_and_scraps_have_no_language() {
    for text in ["", "12.04.2021", "+7 (727) 267-28-83", "SD 2", "…", "№ 5"] {
        assert_eq!(detect(text), None, "{text}");
    }
}

#[test]
fn a_text_of_two_scripts_is_in_neither_for_sure() {
    let (_, one) = detect("Открыт новый отдел национальной библиотеки").unwrap();
    let (_, mixed) = detect("Открыт новый отдел national library news").unwrap();
    assert!(one > 0.95 && mixed < 0.7, "{one} {mixed}");
}

#[test]
fn letters_of_old_fonts_do_not_hide_tajik() {
    assert_eq!(
        language("Дар шањри Душанбе љашни китоб баргузор гардид"),
        Some("tg")
    );
}

#[test]
fn addresses_do_not_count() {
    assert_eq!(
        language(
            "Қосымша мәлімет https://library.example/news/about-the-reading-room-and-the-hall"
        ),
        Some("kk")
    );
}

#[test]
fn short_lines_about_libraries_are_known() {
    let lines = include_str!("data/goals.jsonl")
        .lines()
        .chain(include_str!("../xtask/samples/goals.jsonl").lines());
    let rows: Vec<serde_json::Value> = lines
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let told = |text: &str| {
        language(text).map(|tag| tag.split_once('-').map_or(tag, |(language, _)| language))
    };
    // A line of codes is in no language.
    let words = |text: &str| {
        text.split(|c: char| !c.is_alphabetic())
            .filter(|word| word.chars().count() > 3)
            .count()
    };
    let lines: Vec<_> = rows
        .iter()
        .filter(|row| words(row["text"].as_str().unwrap()) > 1)
        .collect();
    assert!(lines.len() > 1000, "{}", lines.len());
    let right = lines
        .iter()
        .filter(|row| told(row["text"].as_str().unwrap()) == row["lang"].as_str())
        .count();
    assert!(
        right as f64 >= 0.99 * lines.len() as f64,
        "{right} of {}",
        lines.len()
    );
}

#[test]
fn the_development_lines_are_known() {
    let shared = std::env::var("ANNALIST_SHARED")
        .unwrap_or(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").into());
    let Ok(lines) = std::fs::read_to_string(format!("{shared}/gold/dates-dev.jsonl")) else {
        return println!("{shared} is absent; nothing measured");
    };
    let rows: Vec<serde_json::Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let right = rows
        .iter()
        .filter(|row| language(row["text"].as_str().unwrap()) == row["lang"].as_str())
        .count();
    assert!(
        right as f64 >= 0.985 * rows.len() as f64,
        "{right} of {}",
        rows.len()
    );
}

proptest! {
    #[test]
    fn any_text_gives_a_confidence_between_nought_and_one(text in "\\PC*") {
        if let Some((_, confidence)) = detect(&text) {
            prop_assert!((0.0..=1.0).contains(&confidence));
        }
    }

    #[test]
    fn any_long_text_is_cut_between_characters(text in "[a-zа-яԱ-Ֆ一-龠 ]{3000,5000}") {
        detect(&text);
    }
}
