//! The date reader from outside: a table of lines with hand-written expectations,
//! properties over arbitrary text, and the form of EDTF values.

use annalist::field::date::{Reference, When, find};
use annalist::record::Precision;
use annalist::span::{Found, Passage};
use proptest::prelude::*;
use regex::Regex;

const LINES: &str = include_str!("dates/lines.tsv");

struct Line<'a> {
    language: &'a str,
    reference: Reference,
    expected: Vec<&'a str>,
    text: &'a str,
}

fn lines() -> impl Iterator<Item = Line<'static>> {
    LINES
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let [language, published, expected, text] = line
                .split('\t')
                .collect::<Vec<_>>()
                .try_into()
                .expect("4 columns");
            let expected = expected.split(' ').filter(|value| *value != "-").collect();
            Line {
                language,
                reference: published_on(published),
                expected,
                text,
            }
        })
}

fn published_on(day: &str) -> Reference {
    Reference {
        published: day.parse().ok(),
        year: None,
        ..Reference::default()
    }
}

fn read(text: &str, language: Option<&str>, reference: &Reference) -> Vec<Found<When>> {
    find(Passage::new(text), language, reference)
}

fn values(found: &[Found<When>]) -> Vec<&str> {
    found
        .iter()
        .map(|found| found.value.edtf.as_str())
        .collect()
}

#[test]
fn every_line_of_the_table_gives_its_dates() {
    let mut wrong = Vec::new();
    for line in lines() {
        for language in [Some(line.language), None] {
            let found = read(line.text, language, &line.reference);
            if values(&found) != line.expected {
                wrong.push(format!(
                    "{language:?} {}\n  want {:?}\n  got  {:?}",
                    line.text,
                    line.expected,
                    values(&found)
                ));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn a_year_comes_from_the_reference_or_the_passage_and_is_marked() {
    let december = |reference| {
        let found = read("On December 24 the library met.", Some("en"), &reference);
        (found[0].value.edtf.clone(), found[0].value.inferred)
    };
    assert_eq!(
        december(published_on("2021-01-05")),
        ("2020-12-24".to_owned(), true)
    );
    assert_eq!(
        december(Reference {
            published: None,
            year: Some(2018),
            ..Reference::default()
        }),
        ("2018-12-24".to_owned(), true)
    );
    assert_eq!(
        december(Reference::default()),
        ("XXXX-12-24".to_owned(), false)
    );

    let found = read(
        "In 2022 a prize was founded. On September 20th it was awarded.",
        None,
        &Reference::default(),
    );
    assert_eq!(values(&found), ["2022", "2022-09-20"]);
    assert_eq!(
        found
            .iter()
            .map(|found| found.value.inferred)
            .collect::<Vec<_>>(),
        [false, true]
    );
}

#[test]
fn without_reference_a_day_keeps_month_and_day_only() {
    let found = read("16–20 ноября", Some("ru"), &Reference::default());
    let when = &found[0].value;
    assert_eq!(
        (when.start, when.end, when.yearless),
        (None, None, Some(((11, 16), (11, 20))))
    );
    assert_eq!(when.edtf, "XXXX-11-16/XXXX-11-20");
}

#[test]
fn open_periods_lack_one_end() {
    let since = &read("Since 2009 the club meets.", None, &Reference::default())[0].value;
    assert_eq!((since.start, since.end), ("2009-01-01".parse().ok(), None));
    let until = &read("Заявки до 15 апреля 2021 года", None, &Reference::default())[0].value;
    assert_eq!((until.start, until.end), (None, "2021-04-15".parse().ok()));
}

#[test]
fn precision_is_that_of_the_words() {
    for (text, precision) in [
        ("5 мая 2021 года", Precision::Day),
        ("в мае 2021 года", Precision::Month),
        ("в I квартале 2021 года", Precision::Quarter),
        ("в 2021 году", Precision::Year),
        ("в первой декаде мая 2021 года", Precision::Bounded),
        ("с мая 2020 по 5 июня 2021 года", Precision::Month),
    ] {
        assert_eq!(
            read(text, Some("ru"), &Reference::default())[0]
                .value
                .precision,
            precision,
            "{text}"
        );
    }
}

#[test]
fn spans_hold_the_words_of_the_date_and_lie_in_the_document() {
    let document = "Курсы. Прошли с 28 по 30 декабря 2020 г. в Оше.";
    let at = document.find("Прошли").expect("the sentence is there");
    let passage = Passage {
        text: &document[at..],
        start: at as u32,
    };
    let found = find(passage, Some("ru"), &Reference::default());
    assert_eq!(found[0].span.of(document), "с 28 по 30 декабря 2020 г.");

    let list = read(
        "Workshops took place on 11 and 13 March 2021.",
        Some("en"),
        &Reference::default(),
    );
    let words: Vec<_> = list
        .iter()
        .map(|one| one.span.of("Workshops took place on 11 and 13 March 2021."))
        .collect();
    assert_eq!(words, ["11", "13 March 2021"]);
}

/// Levels 0 to 2 of EDTF as far as the reader uses them.
fn is_edtf(value: &str) -> bool {
    let day = r"(?:\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?|-3[3-6])?|XXXX-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))";
    let whole = format!(r"^(?:{day}|{day}/{day}|{day}/\.\.|\.\./{day}|\[{day}\.\.{day}\])$");
    Regex::new(&whole).expect("a valid pattern").is_match(value)
}

#[test]
fn the_check_of_edtf_knows_right_from_wrong() {
    for right in [
        "2021",
        "2021-05",
        "2021-05-03",
        "2021-33",
        "2009/..",
        "../2021-05-03",
        "2019-09/2019-11",
        "XXXX-05-27",
    ] {
        assert!(is_edtf(right), "{right}");
    }
    assert!(is_edtf("[2003-02-01..2003-02-10]"));
    for wrong in [
        "",
        "21",
        "2021-5-3",
        "2021-13",
        "2021-05-32",
        "2009-",
        "/2021",
        "2021-37",
        "[2003..",
        "--05-27",
    ] {
        assert!(!is_edtf(wrong), "{wrong}");
    }
}

fn holds(text: &str, language: Option<&str>, reference: &Reference) {
    let mut end = 0;
    for found in read(text, language, reference) {
        let range = found.span.range();
        assert!(
            range.start >= end && range.start < range.end && range.end <= text.len(),
            "{range:?} in {text:?}"
        );
        assert!(
            text.is_char_boundary(range.start) && text.is_char_boundary(range.end),
            "{range:?} in {text:?}"
        );
        assert!(
            is_edtf(&found.value.edtf),
            "{:?} from {text:?}",
            found.value.edtf
        );
        if let (Some(start), Some(last)) = (found.value.start, found.value.end) {
            assert!(start <= last, "{start} to {last} in {text:?}");
        }
        end = range.end;
    }
}

/// Pieces of dates in any order, to reach deeper than arbitrary characters do.
fn pieces() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(vec![
        "5",
        "12",
        "31",
        "810",
        "1416",
        "2021",
        "20232024",
        "03.05.2021",
        "3.05",
        "05.2021",
        "2021-05-03",
        " ",
        " ",
        " ",
        "-",
        "–",
        ", ",
        ". ",
        "/",
        "(",
        ")",
        "\n",
        "\n\n",
        "№",
        "IV",
        "twenty-",
        "первого",
        "х",
        "s",
        "spring",
        "Street",
        "мая",
        "марта",
        "May",
        "may",
        "сәуір",
        "мамырдан",
        "апрелден",
        "декабргача",
        "год",
        "г.",
        "жылы",
        "-жылдын",
        "соли",
        "солҳои",
        "yil",
        "ýylyň",
        "-nji",
        "-уми",
        "первой",
        "декаде",
        "quarter",
        "Q1",
        "с",
        "по",
        "до",
        "and",
        "пен",
        "дейін",
        "аралығында",
        "since",
        "last",
        "week",
        "бері",
        "сегодня",
        "кече",
        "Yesterday",
        "понедельник",
        "of",
        "the",
        "in",
        "й",
        "ʻ",
        "\u{301}",
        "०",
        "٣",
    ]);
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_text_gives_sound_spans(text in any::<String>()) {
        holds(&text, None, &Reference::default());
        holds(&text, Some("kk"), &published_on("2021-03-01"));
    }

    #[test]
    fn any_pieces_of_dates_give_sound_spans(text in pieces()) {
        holds(&text, None, &Reference::default());
        holds(&text, None, &published_on("0001-01-01"));
        holds(&text, Some("ru"), &Reference { published: "9999-12-31".parse().ok(), year: None, ..Reference::default() });
        holds(&text, Some("uz-Latn"), &Reference { published: None, year: Some(9999), ..Reference::default() });
    }
}
