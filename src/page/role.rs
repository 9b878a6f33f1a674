//! What a header, or a label before a colon, says of the words it stands for.
//!
//! The words are data (`schemas/tables/headers.tsv`), seven languages of them. A label may hold
//! several: `place of the event`, `name of the library`, `Іс-шараның атауы`. Each word speaks for
//! its role; the head of the phrase speaks loudest, and the words for the activity itself and for
//! a mere name give way to all others ([`POINTS`]).

use crate::draft::Role;
use crate::field::phrases::Phrases;
use crate::field::words::{Words, folded};
use crate::language::{self, Family};
use crate::span::Passage;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Longer ones are sentences.
const LONGEST: usize = 90;

/// Most words of a header, those in brackets included.
const WORDS: usize = 14;

/// How loud a word speaks. Set by hand on the headers of the table itself.
const POINTS: Points = Points {
    strong: 3.0,
    title: 2.0,
    description: 2.5,
    weak: 1.0,
    head: 2.0,
};

struct Points {
    strong: f32,
    /// What reports tell of is named in most of their headers.
    title: f32,
    description: f32,
    weak: f32,
    /// More, for the head of the phrase.
    head: f32,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum LabelStrength {
    Strong,
    Weak,
}

/// Where the head of a noun phrase stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum HeadPlace {
    First,
    Last,
    /// Before `of`, else last.
    BeforeOf,
}

#[derive(Clone, Copy, Debug)]
struct RoleEntry {
    role: Role,
    strength: LabelStrength,
    head: HeadPlace,
}

#[derive(Default)]
struct RoleTable {
    phrases: Phrases<RoleEntry>,
    /// Labels that are the whole of a header, without spaces and stops.
    whole: BTreeMap<String, Role>,
}

static TABLE: LazyLock<RoleTable> = LazyLock::new(|| {
    parse(include_str!("../../schemas/tables/headers.tsv"))
        .expect("the built-in table is valid; a test reads it")
});

/// Reads the table; a row of another shape is an error.
fn parse(text: &str) -> Result<RoleTable, String> {
    let mut table = RoleTable::default();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [language, role, strength, words] = fields[..] else {
            return Err(format!("four columns: {line}"));
        };
        let role = role_of(role).ok_or_else(|| format!("a role: {line}"))?;
        let head = head_of(language).ok_or_else(|| format!("a language: {line}"))?;
        let strength = match strength {
            "whole" => None,
            "strong" => Some(LabelStrength::Strong),
            "weak" => Some(LabelStrength::Weak),
            _ => return Err(format!("a strength: {line}")),
        };
        for word in words.split(',') {
            let Some(strength) = strength else {
                table.whole.entry(squeezed(word)).or_insert(role);
                continue;
            };
            let entry = RoleEntry {
                role,
                strength,
                head,
            };
            table.phrases.add(word, entry);
        }
    }
    Ok(table)
}

fn role_of(word: &str) -> Option<Role> {
    Some(match word {
        "number" => Role::Number,
        "country" => Role::Country,
        "date" => Role::Date,
        "period" => Role::Period,
        "time" => Role::Time,
        "place" => Role::Place,
        "title" => Role::Title,
        "description" => Role::Description,
        "organizer" => Role::Organizer,
        "speaker" => Role::Speaker,
        "partner" => Role::Partner,
        "participants" => Role::Participants,
        "mode" => Role::Mode,
        "type" => Role::Type,
        "goals" => Role::Goals,
        "objectives" => Role::Objectives,
        "results" => Role::Results,
        "link" => Role::Link,
        "budget" => Role::Budget,
        "note" => Role::Note,
        "contact" => Role::Contact,
        "statistic" => Role::Statistic,
        _ => return None,
    })
}

fn head_of(language: &str) -> Option<HeadPlace> {
    match language::family(language)? {
        Family::English | Family::Western => Some(HeadPlace::BeforeOf),
        Family::Russian | Family::Tajik => Some(HeadPlace::First),
        Family::Turkic => Some(HeadPlace::Last),
    }
}

fn squeezed(label: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !matches!(c, '.' | ':' | '*' | '_');
    folded(label).chars().filter(kept).collect()
}

/// A word of the table within a label.
struct RoleHit {
    at: usize,
    entry: RoleEntry,
    /// Of the pieces that slashes, brackets and line breaks make.
    piece: usize,
}

/// What a label says; none where its words are unknown.
pub fn role(label: &str) -> Option<Role> {
    let label = label.trim();
    if label.is_empty() || label.len() > 2 * LONGEST {
        return None;
    }
    if let Some(&role) = TABLE.whole.get(&squeezed(label)) {
        return Some(role);
    }
    let words = Words::new(Passage::new(label));
    if words.len() > WORDS || label.chars().count() > LONGEST {
        return None;
    }
    let hits = hits(&words);
    if is_date_and_place(&hits) {
        return Some(Role::DateAndPlace);
    }
    best(&words, &hits)
}

fn hits(words: &Words) -> Vec<RoleHit> {
    let mut hits = Vec::new();
    let (mut at, mut piece) = (0, 0);
    while at < words.len() {
        if let Some((count, entry)) = TABLE.phrases.read(words, at) {
            hits.push(RoleHit { at, entry, piece });
            at += count;
            continue;
        }
        let word = words.get(at);
        let parts = ['/', '|', '(', ',', '\n'];
        piece += usize::from(word.is_some_and(|word| parts.iter().any(|&sign| word.is(sign))));
        at += 1;
    }
    hits
}

/// `Date and place`, `Күні мен орны`: both, one beside the other and nothing else.
fn is_date_and_place(hits: &[RoleHit]) -> bool {
    let has = |role: Role| {
        hits.iter()
            .any(|hit| hit.entry.role == role && hit.entry.strength == LabelStrength::Strong)
    };
    (has(Role::Date) || has(Role::Time)) && has(Role::Place) && !has(Role::Number)
}

/// The role with the most points; among equals the one named first.
fn best(words: &Words, hits: &[RoleHit]) -> Option<Role> {
    let mut best: Option<(f32, Role)> = None;
    for (index, hit) in hits.iter().enumerate() {
        let entry = hit.entry;
        let own = match (entry.strength, entry.role) {
            (LabelStrength::Weak, _) => POINTS.weak,
            (_, Role::Title) => POINTS.title,
            (_, Role::Description) => POINTS.description,
            _ => POINTS.strong,
        };
        let leads = entry.strength == LabelStrength::Strong && is_head(words, hits, index);
        let points = own + if leads { POINTS.head } else { 0.0 };
        if best.is_none_or(|(most, _)| points > most) {
            best = Some((points, entry.role));
        }
    }
    best.map(|(_, role)| role)
}

/// Whether a word is the head of its piece, by the order of its language.
fn is_head(words: &Words, hits: &[RoleHit], index: usize) -> bool {
    let hit = &hits[index];
    let beside = |other: &&RoleHit| other.piece == hit.piece && other.at != hit.at;
    let mut others = hits.iter().filter(beside);
    match hit.entry.head {
        HeadPlace::First => others.all(|other| other.at > hit.at),
        HeadPlace::Last => others.all(|other| other.at < hit.at),
        HeadPlace::BeforeOf => {
            let of = |at: &usize| ["of", "for", "with", "in"].contains(&words.folded(*at));
            let led_in = |from: usize, to: usize| (from..to).any(|at| of(&at));
            others.all(|other| {
                if other.at > hit.at {
                    led_in(hit.at, other.at)
                } else {
                    !led_in(other.at, hit.at)
                }
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_table_is_strictly_of_its_shape() {
        assert!(parse(include_str!("../../schemas/tables/headers.tsv")).is_ok());
        for wrong in [
            "en\tdate\tstrong",
            "en\tdates\tstrong\tdate",
            "xx\tdate\tstrong\tdate",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_head_of_a_header_names_its_role() {
        for (label, wanted) in [
            ("Place of the event", Role::Place),
            ("Name of the event", Role::Title),
            ("Event title", Role::Title),
            ("Activity goals", Role::Objectives),
            ("Number of participants", Role::Participants),
            ("Место проведения", Role::Place),
            ("Дата и место проведения", Role::DateAndPlace),
            ("Наименование мероприятия", Role::Title),
            ("Вид мероприятия", Role::Type),
            ("Краткое содержание мероприятия", Role::Description),
            ("Іс-шараның атауы", Role::Title),
            ("Іс-шараны өткізу мерзімі", Role::Date),
            ("Катышуучулардын саны", Role::Participants),
            ("O‘tkazilgan sana va joyi", Role::DateAndPlace),
            ("Ўтказилган жойи", Role::Place),
            ("Çäräniň geçirilen ýeri", Role::Place),
            ("Санаи баргузорӣ", Role::Date),
            ("№ п/п", Role::Number),
            ("Impact / Objectives", Role::Results),
        ] {
            assert_eq!(role(label), Some(wanted), "{label}");
        }
    }

    #[test]
    fn the_name_of_something_else_is_no_title() {
        assert_eq!(role("Name of the library"), Some(Role::Organizer));
        assert_eq!(role("Название библиотеки"), Some(Role::Organizer));
        assert_eq!(role("Almaty"), None);
    }
}
