//! The part an institution had: from the words right beside its name, from the
//! head of the list it stands in, from what it did.

use super::Mention;
use crate::field::deed::{self, Deeds, NameForm};
use crate::field::vocabulary::person;
use crate::field::words::{Word, WordKind, Words, folded};
use crate::lookup::WordMap;
use crate::record::OrganizationRole;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

#[derive(Debug)]
struct Clue {
    role: OrganizationRole,
    /// Its line and place in the table.
    number: usize,
    words: Vec<String>,
}

/// Where the words of a clue stand.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum ClueSide {
    Before,
    After,
    /// At the head of a list.
    Label,
    /// People of the institution, who act for it.
    Staff,
    /// What an organizer holds, and the name is of.
    Event,
}

impl Clue {
    /// Whether the words of the clue stand from `at` on.
    fn stands(&self, words: &Words, at: usize) -> bool {
        self.words
            .iter()
            .enumerate()
            .all(|(i, word)| words.folded(at + i) == word)
    }
}

/// Clues by the side they stand on and the word that is nearest to the name there: the last one
/// before it, the first one anywhere else.
static CLUES: LazyLock<HashMap<ClueSide, WordMap<Vec<Clue>>>> = LazyLock::new(|| {
    let table = include_str!("../../../schemas/tables/organization-roles.tsv");
    let mut clues: HashMap<ClueSide, WordMap<Vec<Clue>>> = HashMap::new();
    let mut number = 0;
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        if let [role, side, list] = line.split('\t').collect::<Vec<_>>()[..] {
            let (role, side) = (role_of(role), side_of(side));
            for words in list.split(',') {
                let words: Vec<String> = words.split(' ').map(folded).collect();
                let nearest = if side == ClueSide::Before {
                    words.last()
                } else {
                    words.first()
                };
                let alike = clues
                    .entry(side)
                    .or_default()
                    .entry(nearest.cloned().unwrap_or_default())
                    .or_default();
                alike.push(Clue {
                    role,
                    number,
                    words,
                });
                number += 1;
            }
        }
    }
    clues
});

/// The clues of a side that have this word, in the order of the table.
fn clues(side: ClueSide, nearest: &str) -> &'static [Clue] {
    CLUES
        .get(&side)
        .and_then(|side| side.get(nearest))
        .map_or(&[], Vec::as_slice)
}

/// The first clue of a side whose words stand from `at` on.
fn clue(side: ClueSide, words: &Words, at: usize) -> Option<&'static Clue> {
    clues(side, words.folded(at))
        .iter()
        .find(|clue| clue.stands(words, at))
}

fn side_of(name: &str) -> ClueSide {
    match name {
        "after" => ClueSide::After,
        "label" => ClueSide::Label,
        "staff" => ClueSide::Staff,
        "event" => ClueSide::Event,
        _ => ClueSide::Before,
    }
}

fn role_of(name: &str) -> OrganizationRole {
    match name {
        "organizer" => OrganizationRole::Organizer,
        "host" => OrganizationRole::Host,
        "partner" => OrganizationRole::Partner,
        "funder" => OrganizationRole::Funder,
        "parent" => OrganizationRole::Parent,
        "participant" => OrganizationRole::Participant,
        _ => OrganizationRole::Mentioned,
    }
}

/// The role that the words around `name` tell; `form` is how the name stands in its sentence.
pub fn read(words: &Words, name: &Range<usize>, form: NameForm) -> OrganizationRole {
    let staff = staff(words, name);
    let told = match &staff {
        Some(group) => role_by(deed::of(words, group, NameForm::Plain)),
        None => None,
    };
    told.or_else(|| holds(words, name.start))
        .or_else(|| beside(words, name))
        .or_else(|| staff.map(|_| OrganizationRole::Participant))
        .or_else(|| label(words, name.start))
        .or_else(|| role_by(deed::of(words, name, form)))
        .or_else(|| (form == NameForm::Locative).then_some(OrganizationRole::Host))
        .unwrap_or(OrganizationRole::Mentioned)
}

/// The part of an institution that did this.
fn role_by(deeds: Deeds) -> Option<OrganizationRole> {
    const PARTS: [(Deeds, OrganizationRole); 5] = [
        (Deeds::HOLD, OrganizationRole::Organizer),
        (Deeds::HOST, OrganizationRole::Host),
        (Deeds::SUPPORT, OrganizationRole::Funder),
        (Deeds::ATTEND, OrganizationRole::Participant),
        (Deeds::COME, OrganizationRole::Host),
    ];
    PARTS
        .into_iter()
        .find(|(deed, _)| deeds.has(*deed))
        .map(|(_, role)| role)
}

/// The nearest clue right before or behind the name.
fn beside(words: &Words, name: &Range<usize>) -> Option<OrganizationRole> {
    let before = before(words, name.start);
    let works = name.start >= 2 && person::is_title(words.folded(name.start - 2));
    // `lecturer at the University`: at work, not at the event.
    let fits = |clue: &&Clue| {
        before.ends_with(&clue.words) && !(clue.role == OrganizationRole::Host && works)
    };
    let led = before
        .last()
        .map_or(&[][..], |last| clues(ClueSide::Before, last))
        .iter()
        .filter(fits);
    let followed = behind(words, name.end).flat_map(|at| {
        clues(ClueSide::After, words.folded(at))
            .iter()
            .filter(move |clue| clue.stands(words, at))
    });
    led.chain(followed)
        .max_by_key(|clue| (clue.words.len(), clue.number))
        .map(|clue| clue.role)
}

/// The name with the word for its people: `specialists of the X`, `сотрудники X`, `X
/// қызметкерлері`.
fn staff(words: &Words, name: &Range<usize>) -> Option<Range<usize>> {
    const REACH: usize = 5;
    const LEADS: [&str; 12] = [
        "at", "in", "for", "with", "to", "by", "в", "на", "с", "для", "по", "от",
    ];
    let is_staff = |at: &usize| clue(ClueSide::Staff, words, *at).is_some();
    // `сот қызметкерлері Абай кітапханасында`: people of the name before them, not behind.
    let leads = |at: &usize| is_staff(at) && !is_possessed(words.folded(*at));
    let joined = |at: &usize| {
        let plain = words
            .get(*at)
            .is_some_and(|word| word.is_word() && (!word.capital || word.opens));
        plain && !LEADS.contains(&words.folded(*at))
    };
    let before = (name.start.saturating_sub(REACH)..name.start)
        .rev()
        .take_while(joined)
        .find(leads);
    match before {
        Some(at) => Some(at..name.end),
        None => (name.end..name.end + 2)
            .find(|at| is_staff(at) && (*at == name.end || is_possessed(words.folded(*at))))
            .map(|at| name.start..at + 1),
    }
}

/// A Turkic plural with a possessive ending: people of who is named before.
fn is_possessed(fold: &str) -> bool {
    const ENDINGS: [&str; 13] = [
        "лары", "лері", "лари", "лери", "дары", "дері", "тары", "тері", "тери", "lary", "leri",
        "lari", "ары",
    ];
    ENDINGS.iter().any(|ending| fold.ends_with(ending))
}

/// `meeting of the Assembly`, `meeting of members of the Assembly`, `заседание Ассоциации`: who is
/// held together holds it.
fn holds(words: &Words, start: usize) -> Option<OrganizationRole> {
    const REACH: usize = 5;
    let between = |at: &usize| {
        matches!(words.folded(*at), "of" | "the" | "members" | "членов")
            || clue(ClueSide::Event, words, *at).is_some()
    };
    let mut near = (start.saturating_sub(REACH)..start)
        .rev()
        .take_while(between);
    near.find_map(|at| clue(ClueSide::Event, words, at))
        .map(|clue| clue.role)
}

/// Gives institutions that are listed together the part that is told of one of them.
pub fn share(words: &Words, mentions: &mut [Mention]) {
    for at in 1..mentions.len() {
        let gap = mentions[at - 1].words.end..mentions[at].words.start;
        let (left, right) = (mentions[at - 1].role, mentions[at].role);
        // `A together with B held`: both held it.
        if left == OrganizationRole::Organizer
            && right == OrganizationRole::Partner
            && is_together(words, gap.clone())
        {
            mentions[at].role = left;
        }
        if !is_list_gap(words, gap) {
            continue;
        }
        match (left, right) {
            // `prepared together with A and B`: B is no agent of the verb.
            (OrganizationRole::Partner, OrganizationRole::Organizer) => mentions[at].role = left,
            (known, OrganizationRole::Mentioned) => mentions[at].role = known,
            (OrganizationRole::Mentioned, known) => mentions[at - 1].role = known,
            _ => {}
        }
    }
}

fn is_together(words: &Words, gap: Range<usize>) -> bool {
    const TOGETHER: [&str; 4] = [
        "together with",
        "together with the",
        "совместно с",
        "вместе с",
    ];
    TOGETHER.contains(&folded(words.text(gap)).as_str())
}

/// Only commas, conjunctions and articles lie between two names.
fn is_list_gap(words: &Words, gap: Range<usize>) -> bool {
    const JOINTS: [&str; 11] = [
        "and",
        "the",
        "и",
        "және",
        "мен",
        "жана",
        "менен",
        "va",
        "ва",
        "we",
        "hamda",
    ];
    let joins = |at: usize| {
        JOINTS.contains(&words.folded(at))
            || words.get(at).is_some_and(|word| {
                matches!(word.kind, WordKind::Sign(',' | ';' | '(' | ')')) || word.capitals
            })
    };
    gap.len() <= 6 && !gap.is_empty() && gap.clone().all(joins)
}

/// The words right before a name, articles left out; signs and numbers break them off.
fn before(words: &Words, start: usize) -> Vec<String> {
    let mut list: Vec<String> = (start.saturating_sub(5)..start)
        .rev()
        .take_while(|i| {
            words
                .get(*i)
                .is_some_and(|word| word.kind == WordKind::Word)
        })
        .map(|i| words.folded(i).to_owned())
        .filter(|word| word != "the")
        .collect();
    list.reverse();
    list
}

/// Where the verb of a name may stand: right behind it, or behind a place (`in Almaty`) and an
/// apposition between commas (`, a branch of the system,`).
pub fn behind(words: &Words, end: usize) -> impl Iterator<Item = usize> {
    const APPOSITION: usize = 16;
    let place = end
        + if matches!(words.folded(end), "in" | "of" | "в") {
            2
        } else {
            0
        };
    let comma = |at: usize| words.get(at).is_some_and(|word| word.is(','));
    let apposed = comma(place)
        .then(|| {
            (place + 1..place + APPOSITION)
                .take_while(|at| words.get(*at).is_some_and(|word| !word.opens))
                .find(|at| comma(*at))
        })
        .flatten();
    [Some(end), Some(place), apposed.map(|at| at + 1)]
        .into_iter()
        .flatten()
}

/// Where nobody is told to have held it, and nobody's house is, the institution that the heading
/// names or the first sentence begins with is the one that tells of what it did.
pub fn lead(passages: &[Words], mentions: &mut [Vec<Mention>]) {
    let holders = [OrganizationRole::Organizer, OrganizationRole::Host];
    let told = |mention: &Mention| holders.contains(&mention.role);
    if mentions.iter().flatten().any(told) {
        return;
    }
    let begins = |words: &Words, at: usize| {
        let opens = |at: usize| words.get(at).is_some_and(|word| word.opens);
        opens(at) || at > 0 && words.folded(at - 1) == "the" && opens(at - 1)
    };
    let first = passages
        .iter()
        .zip(mentions)
        .take(LEADING)
        .find_map(|(words, mentions)| {
            let mut unsaid = mentions.iter_mut();
            unsaid.find(|mention| {
                mention.role == OrganizationRole::Mentioned && begins(words, mention.words.start)
            })
        });
    if let Some(mention) = first {
        mention.role = OrganizationRole::Organizer;
    }
}

/// Passages in which an institution may open the account: the heading and the first paragraph.
const LEADING: usize = 2;

/// `Participants: …`, `The organizers of this event were …`: a word for the part at the head of a
/// list.
fn label(words: &Words, start: usize) -> Option<OrganizationRole> {
    const REACH: usize = 24;
    const COPULAS: [&str; 12] = [
        "were",
        "are",
        "was",
        "выступил",
        "выступила",
        "выступило",
        "выступили",
        "стал",
        "стала",
        "стало",
        "стали",
        "является",
    ];
    for at in (start.saturating_sub(REACH)..start).rev() {
        if let Some(clue) = clue(ClueSide::Label, words, at) {
            let names = |i: usize| {
                words.folded(i) == "the" || words.get(i).is_some_and(|word| word.capital)
            };
            let led = (at + 1..start).any(|i| {
                words.get(i).is_some_and(is_lead)
                    || COPULAS.contains(&words.folded(i)) && names(i + 1)
            });
            return led.then_some(clue.role);
        }
        // Within one sentence; initials and abbreviations of names do not end it.
        if words
            .get(at)
            .is_some_and(|word| word.is('.') && words.get(at + 1).is_some_and(|next| next.opens))
        {
            return None;
        }
    }
    None
}

/// A colon or a dash with spaces around leads in who had the part.
fn is_lead(word: &Word) -> bool {
    word.is(':') || word.spaced && matches!(word.kind, WordKind::Sign('–' | '—' | '-'))
}

/// Gives the part named at the head of a list (`Participants of the project:`) to the institutions
/// of the passages behind it, for as long as they name any.
pub fn carry(passages: &[Words], mentions: &mut [Vec<Mention>]) {
    let mut carried = None;
    for (words, mentions) in passages.iter().zip(mentions) {
        if words.list.last().is_some_and(|word| word.is(':')) {
            carried = label(words, words.len());
        } else if mentions.is_empty() {
            carried = None;
        }
        if let Some(role) = carried {
            mentions
                .iter_mut()
                .filter(|m| m.role == OrganizationRole::Mentioned)
                .for_each(|m| m.role = role);
        }
    }
}
