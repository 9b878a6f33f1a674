//! The part a person had, from the words around the name.

use super::vocabulary as known;
use crate::field::words::Words;
use crate::record::PersonRole;
use std::ops::Range;

/// Words before or behind a name and the role they tell, nearest first.
const CLUES: [(PersonRole, &[&str]); 5] = [
    (
        PersonRole::Speaker,
        &[
            "speaker",
            "lecturer",
            "moderator",
            "trainer",
            "led",
            "listened",
            "спикер",
            "лектор",
            "модератор",
            "тренер",
            "выступил",
            "выступила",
        ],
    ),
    (
        PersonRole::Guest,
        &[
            "guest",
            "guests",
            "гость",
            "гостем",
            "гостья",
            "қонағы",
            "қонақ",
            "коногу",
            "мейманы",
            "меҳмони",
            "mehmoni",
            "меҳмони",
            "myhmany",
        ],
    ),
    (
        PersonRole::Author,
        &[
            "author",
            "authors",
            "compiled",
            "written",
            "автор",
            "автора",
            "авторы",
            "авторлар",
            "муаллифи",
            "muallifi",
            "муаллифи",
            "awtory",
        ],
    ),
    (
        PersonRole::Organizer,
        &[
            "organizer",
            "organiser",
            "organized",
            "organised",
            "curator",
            "организатор",
            "куратор",
            "ұйымдастырушы",
            "уюштуруучу",
        ],
    ),
    (
        PersonRole::Participant,
        &[
            "participant",
            "participated",
            "participation",
            "участник",
            "участник",
            "участием",
            "қатысты",
            "катышты",
            "иштирок",
            "ishtirok",
        ],
    ),
];

/// How many words before a name are looked at, and how many behind.
const REACH: usize = 6;

pub fn read(words: &Words, name: &Range<usize>) -> PersonRole {
    let next = words.folded(name.end);
    if known::is_verb(next) && !CLUES.iter().any(|(_, clues)| clues.contains(&next)) {
        return PersonRole::Speaker;
    }
    let before = (name.start.saturating_sub(REACH)..name.start).rev();
    for at in before.chain(name.end..name.end + REACH) {
        let word = words.folded(at);
        if known::is_honour(word) {
            return PersonRole::Subject;
        }
        if let Some((role, _)) = CLUES.iter().find(|(_, clues)| clues.contains(&word)) {
            return *role;
        }
    }
    PersonRole::Mentioned
}
