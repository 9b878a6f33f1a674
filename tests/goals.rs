//! Goals from outside: what is stated, and what free text supports.

use annalist::field::goal::{self, NamedGoal};
use annalist::record::GoalBasis;
use annalist::scheme::Scheme;
use annalist::span::Passage;
use annalist::{Extractor, Hints};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn stated(text: &str) -> Vec<NamedGoal> {
    goal::stated(Passage::new(text), &Scheme::default())
        .into_iter()
        .map(|found| found.value)
        .collect()
}

/// Codes of the scheme itself, in order, initiatives after a slash.
fn codes(text: &str) -> String {
    let own = stated(text)
        .into_iter()
        .filter(|goal| goal.scheme == "ifla-2019");
    own.map(|goal| {
        goal.initiative
            .map_or(goal.code.clone(), |part| format!("{}/{part}", goal.code))
    })
    .collect::<Vec<_>>()
    .join(" ")
}

fn conflicts(text: &str) -> String {
    stated(text)
        .into_iter()
        .filter(|goal| goal.conflict.is_some())
        .map(|goal| goal.code)
        .collect::<Vec<_>>()
        .join(" ")
}

fn supported(text: &str) -> Vec<NamedGoal> {
    goal::supported(Passage::new(text), &Scheme::default())
}

#[test]
fn codes_are_read_in_every_written_form() {
    let forms = [
        ("SD1", "SD1"),
        ("sd 2", "SD2"),
        ("S.D. 3", "SD3"),
        ("SD-4", "SD4"),
        ("SD: 2", "SD2"),
        ("SD#2", "SD2"),
        ("(SD2)", "SD2"),
        ("SD No. 2", "SD2"),
        ("SD № 3", "SD3"),
        ("SD № 1, № 4", "SD1 SD4"),
        ("SD [1]", "SD1"),
        ("K.I. 2.1", "SD2/2.1"),
        ("SD II", "SD2"),
        ("SD I, SD IV", "SD1 SD4"),
        ("SD two", "SD2"),
        ("SD two, three", "SD2 SD3"),
        ("strategic directions one to three", "SD1 SD2 SD3"),
        ("SD1and SD2", "SD1 SD2"),
        ("all the strategic directions", "SD1 SD2 SD3 SD4"),
        ("Самти стратегии дуюм", "SD2"),
        ("SD1, SD2", "SD1 SD2"),
        ("SD1 SD2", "SD1 SD2"),
        ("SD1, 2 and 4", "SD1 SD2 SD4"),
        ("SD 1 & 2", "SD1 SD2"),
        ("SDs 1; 3", "SD1 SD3"),
        ("SD1 – SD3", "SD1 SD2 SD3"),
        ("SD 2-4", "SD2 SD3 SD4"),
        ("Strategic direction 2", "SD2"),
        ("Strategic direction No. III", "SD3"),
        ("Стратегические направления I и II", "SD1 SD2"),
        ("the second Strategic Direction", "SD2"),
        ("Strategic Directions 1–3", "SD1 SD2 SD3"),
        ("all strategic directions", "SD1 SD2 SD3 SD4"),
        ("СН 2, СН 3", "SD2 SD3"),
        ("Стратегические направления 1 и 3", "SD1 SD3"),
        ("третье стратегическое направление", "SD3"),
        ("1, 2 және 3-стратегиялық бағыттар", "SD1 SD2 SD3"),
        ("4-стратегиялык багыт", "SD4"),
        ("Самти стратегии 3", "SD3"),
        ("3-nji strategik ugur", "SD3"),
        ("2-strategik yo‘nalish", "SD2"),
        ("2-стратегик йўналиш", "SD2"),
        ("3-cü strateji istiqamət", "SD3"),
        ("Strateji istiqamət 1", "SD1"),
        ("KI 1.4", "SD1/1.4"),
        ("Key initiatives 3.1 and 3.3", "SD3/3.1 SD3/3.3"),
        ("KI 2.1–2.3", "SD2/2.1 SD2/2.2 SD2/2.3"),
        ("SD 4.2", "SD4/4.2"),
        ("Ключевые инициативы 1.1, 4.4", "SD1/1.1 SD4/4.4"),
        (
            "1.4 Shape public opinion and debate around open access",
            "SD1/1.4",
        ),
    ];
    for (text, expected) in forms {
        assert_eq!(codes(text), expected, "{text}");
    }
}

#[test]
fn what_only_looks_like_a_code_is_none() {
    let lines = [
        "SD 5",
        "SD 12",
        "SD 0",
        "Room SD-204",
        "SDG 4",
        "SDGs 1-4",
        "ЦУР 3",
        "USD 2",
        "SD card, 2 GB",
        "SD second floor",
        "SD 4GB",
        "Section 2.3 of the contract",
        "KI 2.7",
        "СН 2.2.4",
        "Direction 2",
        "Strategic direction I support",
        "2 directions of the strategy",
        "SD",
        "cultural heritage and capacity building",
    ];
    for line in lines {
        assert_eq!(codes(line), "", "{line}");
    }
    assert_eq!(codes("SD 2, 5 May 2021"), "SD2");
    assert_eq!(codes("SD 2, 3 May 2021"), "SD2");
    assert_eq!(codes("SD 2 – 3 new libraries"), "SD2");
}

#[test]
fn captions_are_matched_with_their_errors() {
    let lines = [
        ("Strenghten the global voise of libraries", "SD1"),
        ("INSPIRE & ENHANCE PROFESSIONAL PRACTICE", "SD2"),
        ("connecting and empowering the field", "SD3"),
        ("Optimize our organization", "SD4"),
        ("inspire and enhance\nprofessional practice", "SD2"),
        ("Support virtual networking and connections", "SD3/3.2"),
        (
            "Вдохновлять и совершенствовать профессиональную практику",
            "SD2",
        ),
        ("Kitabxanaların qlobal səsini gücləndirmək", "SD1"),
        (
            "Peşə təcrübəsinin ruhlandırılması və təkmilləşdirilməsi",
            "SD2",
        ),
        ("Sahəni birləşdirmək və imkanlarını genişləndirmək", "SD3"),
        ("Təşkilatımızın işini optimallaşdırmaq", "SD4"),
    ];
    for (line, expected) in lines {
        assert_eq!(codes(line), expected, "{line}");
        assert!(
            stated(line)
                .iter()
                .all(|goal| goal.basis == GoalBasis::Caption && goal.confidence < 1.01),
            "{line}"
        );
    }
}

#[test]
fn a_number_outlives_another_caption_and_the_conflict_is_told() {
    assert_eq!(codes("SD 2 – connect and empower the field"), "SD2");
    assert_eq!(conflicts("SD 2 – connect and empower the field"), "SD2");
    assert_eq!(
        conflicts("SD 1, SD 2, SD 3 - strengthen the global voice of libraries"),
        "SD2 SD3"
    );
    assert_eq!(
        conflicts(
            "SD 2 – inspire and enhance professional practice SD 3 – connect and empower the field"
        ),
        ""
    );
    assert_eq!(conflicts("SD2\n\nConnect and empower the field"), "");
    assert_eq!(
        conflicts("Strengthen the global voice of libraries (SD1)"),
        ""
    );
    assert_eq!(
        codes("Strengthen the global voice of libraries (SD1)"),
        "SD1"
    );
    assert_eq!(
        conflicts("3.1 Provide excellent opportunities for face-to-face networking and learning"),
        ""
    );
    assert_eq!(
        conflicts("Key initiative 3.2: Provide targeted learning and professional development"),
        "SD3"
    );
}

#[test]
fn a_code_with_a_caption_of_another_edition_is_that_editions() {
    for text in [
        "SD 3 Cultural Heritage",
        "SD 3 – cultural heritage",
        "Strategic Direction 1: Libraries in Society",
    ] {
        let all = stated(text);
        let [goal] = &all[..] else {
            panic!("{text}: {all:?}")
        };
        assert_eq!(
            (goal.scheme.as_str(), goal.basis),
            ("ifla-2016", GoalBasis::Stated),
            "{text}"
        );
        assert!(
            goal.conflict.as_ref().unwrap().contains("another edition"),
            "{text}"
        );
    }
}

#[test]
fn other_schemes_read_their_own_codes() {
    let read = |name: &str, text: &str| {
        let scheme = Scheme::named(name).unwrap();
        let all = goal::stated(Passage::new(text), &scheme);
        all.into_iter()
            .map(|found| found.value.code)
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(read("un-sdg", "SDG 4 and SDG 16"), "SDG4 SDG16");
    assert_eq!(read("un-sdg", "ЦУР 4 «Качественное образование»"), "SDG4");
    assert_eq!(read("un-sdg", "SD 4"), "");
    assert_eq!(read("ifla-2016", "SD 3 Cultural Heritage"), "SD3");
    assert_eq!(
        read(
            "ifla-2024",
            "Impact Area 02: recognised, represented and valued as partners"
        ),
        "IA2"
    );
}

#[test]
fn work_for_the_profession_counts_and_events_for_readers_do_not() {
    let goals = |text: &str| {
        let sure = supported(text)
            .into_iter()
            .filter(|goal| goal.confidence >= 0.5);
        sure.map(|goal| goal.code).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(goals("Training for rural librarians"), "SD3");
    assert_eq!(goals("Training for young footballers"), "");
    assert_eq!(goals("Guidelines for school libraries"), "SD2");
    assert_eq!(goals("Exhibition for school children in the library"), "");
    assert_eq!(goals("The federation adopted its budget"), "SD4");
    assert_eq!(goals("The football federation adopted its budget"), "");
    assert_eq!(goals("Встреча библиотекарей двух стран"), "SD3");
    assert_eq!(goals("Встреча читателей с поэтом в библиотеке"), "");
}

/// What a scheme infers from a text with a confidence of half and more.
fn inferred(scheme: &str, text: &str) -> String {
    let goals = goal::supported(Passage::new(text), &Scheme::named(scheme).unwrap());
    goals
        .into_iter()
        .filter(|goal| goal.confidence >= 0.5)
        .map(|goal| goal.code)
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn every_built_in_scheme_infers() {
    let lines = [
        (
            "un-sdg",
            "Digital literacy course for the unemployed at the city library",
            "SDG4 SDG8",
        ),
        ("un-sdg", "Braille printer for blind visitors", "SDG10"),
        (
            "un-sdg",
            "Лекция об изменении климата и раздельном сборе отходов",
            "SDG12 SDG13",
        ),
        ("un-sdg", "Сирек қолжазбаларды цифрландыру", "SDG11"),
        ("un-sdg", "The chess tournament ended in a draw", ""),
        (
            "ifla-2024",
            "Meeting of librarians of five countries",
            "IA1",
        ),
        (
            "ifla-2024",
            "Show the ministry the value of libraries for society",
            "IA2",
        ),
        ("ifla-2024", "Китепканачылар үчүн окутуу курсу", "IA3"),
        ("ifla-2024", "Poetry evening for readers", ""),
        (
            "ifla-2016",
            "Preservation of rare manuscripts in libraries",
            "SD3",
        ),
        ("ifla-2016", "Курси омӯзишӣ барои китобдорон", "SD4"),
        ("ifla-2016", "Puppet show for children", ""),
    ];
    for (scheme, text, expected) in lines {
        assert_eq!(inferred(scheme, text), expected, "{scheme}: {text}");
    }
}

#[test]
fn two_sentences_may_share_what_they_are_about() {
    let text = "A three-day seminar on the history of the printed book was held in the regional centre in the last \
                week of May. Librarians of twelve districts took part and received a diploma for their work.";
    assert_eq!(inferred("ifla-2019", text), "SD3");
    assert_eq!(
        inferred("ifla-2019", &text.replace("May. ", "May.\n\n")),
        ""
    );
}

#[test]
fn stated_words_are_evidence_of_nothing_else() {
    let text = "SD 1 – strengthen the global voice of libraries; SD 2 – inspire and enhance professional practice";
    assert_eq!(inferred("ifla-2019", text), "");
}

#[test]
fn one_word_does_not_count_twice() {
    // Newspapers are public opinion, and things to be scanned; a debate takes two such words.
    assert_eq!(
        inferred(
            "ifla-2019",
            "Scan the pre-war newspapers kept by the national library"
        ),
        "SD2"
    );
}

#[test]
fn every_word_of_evidence_stands_in_the_passage() {
    let text = "На вебинаре для библиотекарей говорили о стандартах.";
    let at = 100;
    let goals = goal::supported(Passage { text, start: at }, &Scheme::default());
    let words: Vec<&str> = goals
        .iter()
        .flat_map(|goal| &goal.words)
        .map(|span| &text[(span.start - at) as usize..(span.end - at) as usize])
        .collect();
    assert!(
        words.contains(&"вебинаре")
            && words.contains(&"библиотекарей")
            && words.contains(&"стандартах"),
        "{words:?}"
    );
}

#[test]
fn a_stray_word_in_a_long_text_supports_nothing() {
    let tale = "The guests walked through the old town and looked at the houses of the merchants. "
        .repeat(8);
    assert!(
        supported(&format!(
            "{tale}In the evening the network was down at the library."
        ))
        .iter()
        .all(|goal| goal.confidence < 0.5)
    );
}

/// Share of lines answered exactly, and F1 over all goals.
fn score<'l>(lines: impl Iterator<Item = (&'l str, Vec<&'l str>)>) -> (f64, f64) {
    let (mut exact, mut all, mut right, mut given, mut wanted) = (0, 0, 0, 0, 0);
    for (text, expected) in lines {
        let expected: BTreeSet<String> = expected.into_iter().map(str::to_owned).collect();
        let named = stated(text)
            .into_iter()
            .filter(|goal| goal.scheme == "ifla-2019")
            .chain(supported(text));
        let answer: BTreeSet<String> = named
            .filter(|goal| goal.confidence >= 0.5)
            .map(|goal| goal.code)
            .collect();
        exact += usize::from(answer == expected);
        all += 1;
        right += answer.intersection(&expected).count();
        given += answer.len();
        wanted += expected.len();
    }
    (
        exact as f64 / all as f64,
        2.0 * right as f64 / (given + wanted) as f64,
    )
}

fn rows(json_lines: &str) -> Vec<serde_json::Value> {
    json_lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn labelled<'r>(
    rows: &'r [serde_json::Value],
    field: &'r str,
) -> impl Iterator<Item = (&'r str, Vec<&'r str>)> {
    let goals = move |row: &'r serde_json::Value| {
        row[field]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|goal| goal.as_str())
            .collect()
    };
    rows.iter()
        .map(move |row| (row["text"].as_str().unwrap(), goals(row)))
}

/// Codes and bases of the goals of every activity of a source.
fn of_source(extractor: &Extractor, path: &str, source: &str) -> Vec<(String, GoalBasis)> {
    let record = extractor
        .extract(source.as_bytes(), &Hints::path(path))
        .unwrap();
    record
        .activities
        .into_iter()
        .flat_map(|activity| activity.goals)
        .map(|goal| (goal.code, goal.basis))
        .collect()
}

#[test]
fn a_code_in_the_text_of_news_is_stated() {
    let news = "Spring fair\n\nOn 3 May 2021 the library of the town held a fair for its readers. \
        Twelve families came. It served SD1.\n";
    assert_eq!(
        of_source(&Extractor::default(), "a.txt", news),
        [("SD1".to_owned(), GoalBasis::Stated)]
    );
}

#[test]
fn a_report_names_goals_of_the_scheme_that_is_asked_for() {
    let scheme = r#"{"name": "town-plan", "title": "Plan of the town", "marks": {"goal": ["TP"]},
        "goals": [{"code": "TP1", "number": 1, "label": "Reading for all"},
                  {"code": "TP2", "number": 2, "label": "Houses kept well"}]}"#;
    let extractor = Extractor {
        scheme: Scheme::from_json(scheme).unwrap(),
        ..Extractor::default()
    };
    let table = "Country\tActivities\tImpact\nKazakhstan\t<p>#1 Fair of books 5 May 2021</p><p>Readers came.</p>\t\
        <p>TP2 – Houses kept well</p><p>Objectives</p><ul>• Paint the hall</ul>\n";
    assert_eq!(
        of_source(&extractor, "report.txt", table),
        [("TP2".to_owned(), GoalBasis::Stated)]
    );
}

#[test]
fn the_projects_own_lines_are_answered() {
    let rows = rows(include_str!("data/goals.jsonl"));
    let (exact, f1) = score(labelled(&rows, "goals"));
    assert!(exact >= 0.95 && f1 >= 0.96, "exact {exact:.3}, F1 {f1:.3}");
}

#[test]
fn the_development_lines_are_answered() {
    let shared = std::env::var("ANNALIST_SHARED")
        .unwrap_or(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").into());
    let Ok(lines) = std::fs::read_to_string(format!("{shared}/gold/goals-dev.jsonl")) else {
        return println!("{shared} is absent; nothing measured");
    };
    let (exact, f1) = score(labelled(&rows(&lines), "expected"));
    assert!(exact >= 0.95 && f1 >= 0.96, "exact {exact:.3}, F1 {f1:.3}");
}

proptest! {
    #[test]
    fn any_text_is_read_and_every_span_is_in_it(text in "(SD|KI|[ ,0-9.–-]|и|and|library|кітапхана|\\PC){0,40}") {
        let passage = Passage::new(&text);
        let found = goal::stated(passage, &Scheme::default()).into_iter().map(|found| found.value);
        for goal in found.chain(supported(&text)) {
            prop_assert!(!goal.words.is_empty() && (0.0..=1.0).contains(&goal.confidence));
            for span in goal.words {
                prop_assert!(!span.of(&text).is_empty());
            }
        }
    }
}
