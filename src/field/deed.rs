//! Who does what: the verb that a name is the subject or the agent of.
//!
//! Verbs are data (`schemas/tables/deeds.tsv`), sorted by the part they give
//! to the one who does them. Which verb of the sentence belongs to a name is a
//! matter of its word order: an English subject stands before its verb and an
//! agent behind `by`; a Russian one agrees with a verb on either side; Turkic
//! and Tajik verbs end the sentence.

use super::phrases::Phrases;
use super::words::Words;
use crate::language::endings::{self, EndingUse};
use crate::language::{self, Family};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// What somebody did; one verb may tell several (`провела` a meeting, a lesson).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Deeds(u8);

impl Deeds {
    /// Held, made or opened it.
    pub const HOLD: Deeds = Deeds(1);
    /// Spoke, taught or led.
    pub const TELL: Deeds = Deeds(2);
    /// Came to it.
    pub const ATTEND: Deeds = Deeds(4);
    /// Gave means for it.
    pub const SUPPORT: Deeds = Deeds(8);
    /// Wrote it.
    pub const WRITE: Deeds = Deeds(16);
    /// Received those who came.
    pub const HOST: Deeds = Deeds(32);
    /// Came to where the dative tells.
    pub const COME: Deeds = Deeds(64);

    fn named(name: &str) -> Deeds {
        match name {
            "hold" => Deeds::HOLD,
            "tell" => Deeds::TELL,
            "attend" => Deeds::ATTEND,
            "support" => Deeds::SUPPORT,
            "write" => Deeds::WRITE,
            "host" => Deeds::HOST,
            "come" => Deeds::COME,
            _ => Deeds::default(),
        }
    }

    pub fn has(self, deed: Deeds) -> bool {
        self.0 & deed.0 != 0
    }
}

/// How a language ties a verb to a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Tongue {
    English,
    Russian,
    /// Verbs last: Kazakh, Kyrgyz, Turkmen, Uzbek.
    Turkic,
    Tajik,
}

impl Tongue {
    fn of(language: &str) -> Tongue {
        match language::family(language) {
            Some(Family::English | Family::Western) => Tongue::English,
            Some(Family::Russian) => Tongue::Russian,
            Some(Family::Tajik) => Tongue::Tajik,
            Some(Family::Turkic) | None => Tongue::Turkic,
        }
    }
}

type VerbLexicon = Phrases<(Tongue, Deeds)>;

/// Verbs of the active voice, and forms that take their agent in the instrumental.
static VERBS: LazyLock<(VerbLexicon, VerbLexicon)> = LazyLock::new(|| {
    let table = include_str!("../../schemas/tables/deeds.tsv");
    let rows = table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let [language, deed, list] = line.split('\t').collect::<Vec<_>>()[..] else {
                return None;
            };
            let (deed, passive) = deed
                .strip_suffix("-by")
                .map_or((deed, false), |deed| (deed, true));
            Some((Tongue::of(language), Deeds::named(deed), passive, list))
        });
    // One verb may stand in several rows: its deeds are joined.
    let mut verbs: BTreeMap<(bool, &str), (Tongue, Deeds)> = BTreeMap::new();
    for (tongue, deeds, passive, list) in rows {
        for verb in list.split(',') {
            verbs
                .entry((passive, verb))
                .or_insert((tongue, Deeds::default()))
                .1
                .0 |= deeds.0;
        }
    }
    let (mut active, mut passive) = (VerbLexicon::default(), VerbLexicon::default());
    for ((is_passive, verb), meaning) in verbs {
        if is_passive {
            &mut passive
        } else {
            &mut active
        }
        .add(verb, meaning);
    }
    (active, passive)
});

/// A verb: its words, and what it tells.
struct Verb {
    words: Range<usize>,
    tongue: Tongue,
    deeds: Deeds,
}

/// How a name stands in its sentence.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NameForm {
    /// As a subject stands, as far as its ending tells.
    Plain,
    /// In the Russian instrumental.
    Instrumental,
    /// In the locative of a Turkic language.
    Locative,
    /// In the dative of a Turkic language.
    Dative,
    /// In another case.
    Oblique,
}

impl NameForm {
    /// The form of a Russian name that is not in the nominative, by its first word.
    pub fn of_russian(first: &str) -> NameForm {
        const INSTRUMENTAL: [&str; 6] = ["ой", "ей", "ым", "им", "ом", "ем"];
        if INSTRUMENTAL.iter().any(|ending| first.ends_with(ending)) {
            NameForm::Instrumental
        } else {
            NameForm::Oblique
        }
    }

    /// The form of a Turkic name, by what follows its dictionary form.
    pub fn of_turkic(rest: &str) -> NameForm {
        match () {
            _ if endings::end(rest, EndingUse::Locative) => NameForm::Locative,
            _ if endings::end(rest, EndingUse::Dative) => NameForm::Dative,
            _ if endings::end(rest, EndingUse::Oblique) => NameForm::Oblique,
            _ => NameForm::Plain,
        }
    }
}

/// What the one who is named by `name` did; nothing where no verb tells.
pub fn of(words: &Words, name: &Range<usize>, form: NameForm) -> Deeds {
    let clause = Clause { words, name };
    match form {
        NameForm::Plain => clause.as_agent().or_else(|| clause.as_subject()),
        NameForm::Instrumental => clause.as_instrumental(),
        NameForm::Dative => clause.as_goal(),
        NameForm::Locative | NameForm::Oblique => None,
    }
    .unwrap_or_default()
}

/// How many words a verb of the table takes that begins at a word, whatever its voice.
pub fn verb_at(words: &Words, at: usize) -> Option<usize> {
    let lexicons = [&VERBS.0, &VERBS.1].into_iter();
    let read = lexicons.filter_map(|lexicon| lexicon.read(words, at));
    read.map(|(count, _)| count).max()
}

/// A name in its sentence.
struct Clause<'w, 't> {
    words: &'w Words<'t>,
    name: &'w Range<usize>,
}

/// How far a verb may stand from the name it belongs to.
const BEFORE: usize = 12;
const BEHIND: usize = 25;

impl Clause<'_, '_> {
    fn fold(&self, at: usize) -> &str {
        self.words.folded(at)
    }

    /// The words of the sentence before the name, nearest first.
    fn before(&self, reach: usize) -> impl Iterator<Item = usize> {
        let from = self.name.start.saturating_sub(reach);
        let opens = (from..=self.name.start)
            .rev()
            .find(|at| self.words.get(*at).is_some_and(|word| word.opens));
        (opens.unwrap_or(from)..self.name.start)
            .rev()
            .take_while(|at| !self.ends_clause(*at))
    }

    /// The words of the sentence behind the name.
    fn behind(&self) -> impl Iterator<Item = usize> {
        let whole = |at: &usize| {
            self.words.get(*at).is_some_and(|word| !word.opens) && !self.ends_clause(*at)
        };
        (self.name.end..self.name.end + BEHIND).take_while(whole)
    }

    fn ends_clause(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.is(';'))
    }

    /// The verbs that begin at these words, in their order; none within another.
    fn verbs(
        &self,
        lexicon: &'static VerbLexicon,
        places: impl Iterator<Item = usize>,
    ) -> Vec<Verb> {
        let mut found: Vec<Verb> = Vec::new();
        for at in places {
            if found.last().is_some_and(|last| at < last.words.end) {
                continue;
            }
            if let Some((count, (tongue, deeds))) = lexicon.read(self.words, at) {
                found.push(Verb {
                    words: at..at + count,
                    tongue,
                    deeds,
                });
            }
        }
        found
    }

    /// The verbs of the sentence before the name, the nearest first.
    fn verbs_before(
        &self,
        lexicon: &'static VerbLexicon,
        reach: usize,
    ) -> impl Iterator<Item = Verb> {
        let from = self.before(reach).last().unwrap_or(self.name.start);
        self.verbs(lexicon, from..self.name.start).into_iter().rev()
    }

    /// `… was given by the trainer X`
    fn as_agent(&self) -> Option<Deeds> {
        const LEAD: usize = 6;
        let led = |at: &usize| {
            self.words
                .get(*at)
                .is_some_and(|word| word.is_word() && !word.capital)
        };
        let by = self
            .before(LEAD)
            .take_while(led)
            .find(|at| self.fold(*at) == "by")?;
        let mut verbs = self
            .verbs_before(&VERBS.0, BEHIND)
            .filter(|verb| verb.words.end <= by);
        verbs
            .find(|verb| verb.tongue == Tongue::English)
            .map(|verb| verb.deeds)
    }

    /// `кітапханасына келді`: a verb of coming behind the name.
    fn as_goal(&self) -> Option<Deeds> {
        let mut verbs = self.verbs(&VERBS.0, self.behind()).into_iter();
        verbs
            .find(|verb| verb.deeds.has(Deeds::COME))
            .map(|_| Deeds::COME)
    }

    fn as_subject(&self) -> Option<Deeds> {
        if self.is_led() {
            return None;
        }
        let behind = self
            .verbs(&VERBS.0, self.behind())
            .into_iter()
            .find(|verb| self.is_finite(verb) && self.agrees(verb));
        let before = self
            .verbs_before(&VERBS.0, BEFORE)
            .next()
            .filter(|verb| self.is_inverted(verb));
        let near = |verb: &Verb| match verb.words.start >= self.name.end {
            true => verb.words.start - self.name.end,
            false => self.name.start - verb.words.end,
        };
        [behind, before]
            .into_iter()
            .flatten()
            .min_by_key(near)
            .map(|verb| verb.deeds)
    }

    /// Where the titles right before the name begin: `said Dr. Zafar Mirzoev`.
    fn titled(&self) -> usize {
        let mut at = self.name.start;
        while at > 0
            && (super::vocabulary::person::is_title(self.fold(at - 1))
                || self.words.get(at - 1).is_some_and(|word| word.is('.')))
        {
            at -= 1;
        }
        at
    }

    /// A verb before its subject: in Russian anywhere, in English where it tells whose words were
    /// quoted.
    fn is_inverted(&self, verb: &Verb) -> bool {
        match verb.tongue {
            Tongue::Russian => self.agrees(verb),
            Tongue::English => verb.words.end == self.titled() && verb.deeds.has(Deeds::TELL),
            _ => false,
        }
    }

    /// `подготовлен Библиотекой`, `Библиотекой проведён`
    fn as_instrumental(&self) -> Option<Deeds> {
        const NEAR: usize = 3;
        let before = self.verbs_before(&VERBS.1, BEFORE).next();
        let behind = || {
            self.verbs(&VERBS.1, self.behind().take(NEAR))
                .into_iter()
                .next()
        };
        before.or_else(behind).map(|verb| verb.deeds)
    }

    /// A preposition right before the name, articles and titles left out: no subject.
    fn is_led(&self) -> bool {
        const PREPOSITIONS: [&str; 56] = [
            "of",
            "at",
            "in",
            "with",
            "by",
            "for",
            "from",
            "to",
            "about",
            "on",
            "into",
            "between",
            "near",
            "after",
            "under",
            "within",
            "through",
            "as",
            "around",
            "than",
            "в",
            "во",
            "на",
            "с",
            "со",
            "из",
            "от",
            "до",
            "к",
            "ко",
            "о",
            "об",
            "по",
            "для",
            "у",
            "при",
            "под",
            "над",
            "через",
            "между",
            "имени",
            "около",
            "дар",
            "ба",
            "аз",
            "бо",
            "то",
            "барои",
            "оид",
            "номи",
            "including",
            "like",
            "thanked",
            "thanks",
            "named",
            "against",
        ];
        let lead = self.before(4).find(|at| {
            let word = self.words.get(*at);
            !matches!(
                self.fold(*at),
                "the" | "a" | "an" | "its" | "their" | "his" | "her"
            ) && word.is_some_and(|word| {
                !(word.is_word() && super::vocabulary::person::is_title(self.fold(*at)))
            })
        });
        lead.is_some_and(|at| PREPOSITIONS.contains(&self.fold(at)))
    }

    /// Not a participle of the passive (`was held`, `held by`), nor of another clause (`where …
    /// opened`).
    fn is_finite(&self, verb: &Verb) -> bool {
        const AUXILIARIES: [&str; 9] = [
            "was", "were", "been", "be", "is", "are", "being", "get", "got",
        ];
        const SUBORDINATORS: [&str; 5] = ["where", "when", "that", "whose", "whom"];
        if verb.tongue != Tongue::English {
            return true;
        }
        let start = verb.words.start;
        let passive = (start.saturating_sub(3).max(self.name.end)..start)
            .any(|at| AUXILIARIES.contains(&self.fold(at)));
        let subordinate = (self.name.end..start).any(|at| SUBORDINATORS.contains(&self.fold(at)));
        let agent = (verb.words.end..verb.words.end + 2).any(|at| self.fold(at) == "by");
        !(passive || subordinate || agent)
    }

    /// Whether a Russian verb in the past has the gender of the name, as far as its first word
    /// shows it.
    fn agrees(&self, verb: &Verb) -> bool {
        if verb.tongue != Tongue::Russian {
            return true;
        }
        let name = self.fold(self.name.start);
        let verb = self.fold(verb.words.start);
        let feminine = name.ends_with("ая") || name.ends_with("яя") || name.ends_with("ека");
        let neuter = name.ends_with("ое") || name.ends_with("ство") || name.ends_with("ение");
        let masculine = name.ends_with("ый")
            || name.ends_with("ий") && !name.ends_with("рий")
            || name.ends_with("ей");
        match () {
            _ if verb.ends_with("ла") => !neuter && !masculine,
            _ if verb.ends_with("ло") => !feminine && !masculine,
            _ if verb.ends_with('л') => !feminine && !neuter,
            _ => true,
        }
    }
}
