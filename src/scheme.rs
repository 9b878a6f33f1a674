//! Goal schemes: which goals there are, what they are called, what supports them.
//!
//! A scheme is data, `schemas/schemes/<name>.json`, or a file of the user's own
//! in the same shape ([`Scheme::load`]). It is read once, checked, and compiled:
//! its marks and captions for [`goal::stated`](crate::field::goal::stated), its
//! concepts and rules for [`goal::supported`](crate::field::goal::supported).
//! Copies share what was compiled.

pub mod file;
pub mod lexicon;
pub mod words;

use file::{Concept, File, Rule};
use lexicon::{ConceptLexicon, Inflection};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use words::SchemeWords;

/// A scheme that is part of the program, compiled when it is first asked for.
struct BuiltIn {
    name: &'static str,
    json: &'static str,
    scheme: OnceLock<Scheme>,
}

static BUILT_IN: [BuiltIn; 4] = [
    BuiltIn::new(
        "ifla-2019",
        include_str!("../schemas/schemes/ifla-2019.json"),
    ),
    BuiltIn::new(
        "ifla-2016",
        include_str!("../schemas/schemes/ifla-2016.json"),
    ),
    BuiltIn::new(
        "ifla-2024",
        include_str!("../schemas/schemes/ifla-2024.json"),
    ),
    BuiltIn::new("un-sdg", include_str!("../schemas/schemes/un-sdg.json")),
];

impl BuiltIn {
    const fn new(name: &'static str, json: &'static str) -> BuiltIn {
        BuiltIn {
            name,
            json,
            scheme: OnceLock::new(),
        }
    }

    fn scheme(&self) -> Scheme {
        let read =
            || Scheme::read(self.json).expect("the built-in schemes are valid; a test reads them");
        self.scheme.get_or_init(read).clone()
    }
}

/// A scheme of goals.
#[derive(Clone)]
pub struct Scheme {
    pub name: String,
    pub(crate) compiled: Arc<Compiled>,
}

/// What a scheme file says, ready for matching.
pub(crate) struct Compiled {
    pub file: File,
    /// Marks of goals, of initiatives, and words for all goals at once; see [`GoalMark`].
    pub marks: ConceptLexicon,
    pub captions: Captions,
    /// Made when something is inferred: many texts only state.
    inference: OnceLock<Inference>,
}

/// The concepts and rules of a scheme.
pub(crate) struct Inference {
    pub concepts: ConceptLexicon,
    pub rules: Vec<Slots>,
    /// The concepts whose words are people, a bit for each.
    pub people: u128,
    /// The concepts whose words are the field's, likewise; none where the scheme has no field.
    pub field: u128,
    /// The concepts whose words are one body of the field.
    pub one: u128,
    /// Those that count within the name of an institution.
    pub named: u128,
}

/// What a mark introduces: the concepts of [`Compiled::marks`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum GoalMark {
    Goal,
    Initiative,
    /// "All four", before the mark of goals.
    All,
    /// A noun that follows its number, or closes a list of codes.
    After,
}

impl GoalMark {
    pub fn of(concept: usize) -> GoalMark {
        [
            GoalMark::Goal,
            GoalMark::Initiative,
            GoalMark::All,
            GoalMark::After,
        ][concept.min(3)]
    }
}

/// A caption of a goal or of one of its initiatives, as folded words that carry meaning.
pub(crate) struct Caption {
    /// Index into the goals of the file.
    pub goal: usize,
    pub initiative: Option<usize>,
    pub words: Vec<String>,
}

/// The captions of a scheme in the order of the file, and the words with which they may begin.
pub(crate) struct Captions {
    all: Vec<Caption>,
    /// The first two words of every caption, with either of which it may be found to begin, and the
    /// captions that do; in the order of the words.
    openings: Vec<(String, Vec<usize>)>,
}

impl Captions {
    fn new(all: Vec<Caption>) -> Captions {
        let mut openings: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, caption) in all.iter().enumerate() {
            for word in caption.words.iter().take(2) {
                openings.entry(word.clone()).or_default().push(number);
            }
        }
        let openings = openings.into_iter().collect();
        Captions { all, openings }
    }

    pub fn get(&self, number: usize) -> &Caption {
        &self.all[number]
    }

    /// The words that captions begin with, of those with this first letter, and the numbers of
    /// these captions.
    pub fn openings(&self, letter: char) -> impl Iterator<Item = (&str, &[usize])> {
        let from = self
            .openings
            .partition_point(|(word, _)| word.chars().next() < Some(letter));
        let own = self.openings[from..]
            .iter()
            .take_while(move |(word, _)| word.starts_with(letter));
        own.map(|(word, numbers)| (word.as_str(), numbers.as_slice()))
    }
}

/// How many concepts a scheme can have: each is a bit of [`Slots`].
const CONCEPTS: usize = 128;

/// A rule's concepts as bits, to be tested against those of a sentence.
pub(crate) struct Slots {
    pub all: Vec<u128>,
    pub unless: u128,
}

/// Why a scheme could not be had.
#[derive(Debug, thiserror::Error)]
pub enum SchemeError {
    #[error("cannot read the scheme {path}: {source}")]
    Unreadable {
        path: String,
        source: std::io::Error,
    },
    #[error("the scheme is not valid JSON of its shape: {0}")]
    Malformed(#[from] serde_json::Error),
    /// The place as a JSON Pointer, and what is wrong there.
    #[error("the scheme is wrong at {place}: {what}")]
    Wrong { place: String, what: String },
}

impl Scheme {
    /// The built-in scheme of that name.
    pub fn named(name: &str) -> Option<Scheme> {
        BUILT_IN
            .iter()
            .find(|built_in| built_in.name == name)
            .map(BuiltIn::scheme)
    }

    /// The names of the built-in schemes.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|built_in| built_in.name)
    }

    /// Whether a name is that of a built-in scheme.
    pub fn is_built_in(name: &str) -> bool {
        Scheme::names().any(|known| known == name)
    }

    /// A built-in scheme by its name, else the scheme file at that path.
    ///
    /// # Errors
    /// Where there is neither, or the file is no valid scheme; the message names the place.
    pub fn load(name_or_path: &str) -> Result<Scheme, SchemeError> {
        if let Some(scheme) = Scheme::named(name_or_path) {
            return Ok(scheme);
        }
        let json = std::fs::read_to_string(Path::new(name_or_path)).map_err(|source| {
            SchemeError::Unreadable {
                path: name_or_path.to_owned(),
                source,
            }
        })?;
        Scheme::from_json(&json)
    }

    /// A scheme from the text of its file.
    ///
    /// # Errors
    /// Where the text is no valid scheme.
    pub fn from_json(json: &str) -> Result<Scheme, SchemeError> {
        let scheme = Scheme::read(json)?;
        let inference = Inference::of(&scheme.compiled.file)?;
        scheme.compiled.inference.get_or_init(|| inference);
        Ok(scheme)
    }

    /// A scheme whose concepts and rules are not looked at yet.
    fn read(json: &str) -> Result<Scheme, SchemeError> {
        let file: File = serde_json::from_str(json)?;
        file.check()?;
        Ok(Scheme {
            name: file.name.clone(),
            compiled: Arc::new(Compiled::of(file)?),
        })
    }

    /// The label of a goal code; empty for a code the scheme does not have.
    pub fn label(&self, code: &str) -> &str {
        self.compiled
            .file
            .goals
            .iter()
            .find(|goal| goal.code == code)
            .map_or("", |goal| &goal.label)
    }

    /// The codes of the goals, in order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.compiled
            .file
            .goals
            .iter()
            .map(|goal| goal.code.as_str())
    }

    /// The rules by which free text supports a goal.
    pub fn rules(&self) -> &[Rule] {
        &self.compiled.file.rules
    }
}

impl Default for Scheme {
    /// The IFLA Strategy 2019–2024.
    fn default() -> Scheme {
        BUILT_IN[0].scheme()
    }
}

impl fmt::Debug for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Scheme").field(&self.name).finish()
    }
}

impl Compiled {
    fn of(file: File) -> Result<Compiled, SchemeError> {
        let marks = [
            &file.marks.goal,
            &file.marks.initiative,
            &file.marks.all,
            &file.marks.after,
        ];
        let names = ["goal", "initiative", "all", "after"];
        let mut lexicon = ConceptLexicon::default();
        for (kind, (patterns, name)) in marks.into_iter().zip(names).enumerate() {
            add(
                &mut lexicon,
                kind,
                patterns,
                (true, Inflection::AsWritten),
                &format!("/marks/{name}"),
            )?;
        }
        Ok(Compiled {
            captions: captions(&file),
            marks: lexicon,
            inference: OnceLock::new(),
            file,
        })
    }

    /// The concepts and rules; those of a user's file were checked when it was read.
    pub fn inference(&self) -> &Inference {
        let make = || {
            Inference::of(&self.file).expect("the built-in schemes are valid; a test reads them")
        };
        self.inference.get_or_init(make)
    }
}

impl Inference {
    fn of(file: &File) -> Result<Inference, SchemeError> {
        let known = concepts(file)?;
        let mut concepts = ConceptLexicon::default();
        for (number, (name, concept)) in known.iter().enumerate() {
            for (language, patterns) in &concept.words {
                let place = format!("/concepts/{name}/words/{language}");
                add(
                    &mut concepts,
                    number,
                    patterns,
                    (concept.hides, Inflection::of(language)),
                    &place,
                )?;
            }
        }
        concepts.shrink();
        let rules = file
            .rules
            .iter()
            .enumerate()
            .map(|(at, rule)| slots(&known, rule, at))
            .collect::<Result<_, _>>()?;
        let bits = |holds: fn(&Concept) -> bool| {
            let flagged = known.values().enumerate();
            let flagged = flagged.filter(|(_, concept)| holds(concept));
            flagged.fold(0, |bits, (number, _)| bits | 1 << number)
        };
        Ok(Inference {
            concepts,
            rules,
            people: bits(|concept| concept.people),
            field: bits(|concept| concept.field),
            one: bits(|concept| concept.one),
            named: bits(|concept| concept.named),
        })
    }
}

/// Concepts by name.
type Concepts<'f> = BTreeMap<Cow<'f, str>, Cow<'f, Concept>>;

/// The concepts of a file, and those of the scheme that it names in `concepts_of`.
fn concepts(file: &File) -> Result<Concepts<'_>, SchemeError> {
    let own = file
        .concepts
        .iter()
        .map(|(name, concept)| (Cow::Borrowed(name.as_str()), Cow::Borrowed(concept)));
    let mut all: Concepts = own.collect();
    if let Some(name) = &file.concepts_of {
        let lender = BUILT_IN
            .iter()
            .find(|known| known.name == name)
            .ok_or_else(|| SchemeError::Wrong {
                place: "/concepts_of".into(),
                what: format!("there is no built-in scheme {name:?}"),
            })?;
        let lender: File = serde_json::from_str(lender.json)?;
        for (name, concept) in lender.concepts {
            all.entry(Cow::Owned(name)).or_insert(Cow::Owned(concept));
        }
    }
    if all.len() > CONCEPTS {
        return Err(SchemeError::Wrong {
            place: "/concepts".into(),
            what: format!("there are more than {CONCEPTS}"),
        });
    }
    Ok(all)
}

fn add(
    lexicon: &mut ConceptLexicon,
    concept: usize,
    patterns: &[String],
    (hides, endings): (bool, Inflection),
    place: &str,
) -> Result<(), SchemeError> {
    for (at, pattern) in patterns.iter().enumerate() {
        lexicon
            .add(concept, pattern, hides, endings)
            .map_err(|what| SchemeError::Wrong {
                place: format!("{place}/{at}"),
                what,
            })?;
    }
    Ok(())
}

fn slots(concepts: &Concepts, rule: &Rule, at: usize) -> Result<Slots, SchemeError> {
    let bit = |name: &str, place: &str| {
        let number = concepts.keys().position(|known| *known == name.trim());
        number
            .map(|number| 1u128 << number)
            .ok_or_else(|| SchemeError::Wrong {
                place: format!("/rules/{at}/{place}"),
                what: format!("there is no concept {name:?}"),
            })
    };
    let either = |names: &String| {
        names
            .split('|')
            .try_fold(0, |bits, name| Ok(bits | bit(name, "all")?))
    };
    let all = rule
        .all
        .iter()
        .map(either)
        .collect::<Result<_, SchemeError>>()?;
    let unless = rule.unless.iter().try_fold(0, |bits, name| {
        Ok::<_, SchemeError>(bits | bit(name, "unless")?)
    })?;
    Ok(Slots { all, unless })
}

fn captions(file: &File) -> Captions {
    let mut all = Vec::new();
    for (goal, entry) in file.goals.iter().enumerate() {
        let mut add = |initiative, text: &String| {
            all.push(Caption {
                goal,
                initiative,
                words: caption_words(text),
            })
        };
        std::iter::once(&entry.label)
            .chain(entry.captions.values().flatten())
            .for_each(|text| add(None, text));
        for (number, part) in entry.initiatives.iter().enumerate() {
            let texts = std::iter::once(&part.label).chain(part.captions.values().flatten());
            texts.for_each(|text| add(Some(number), text));
        }
    }
    all.retain(|caption| !caption.words.is_empty());
    Captions::new(all)
}

/// The folded words of a caption without those that carry no meaning.
pub(crate) fn caption_words(text: &str) -> Vec<String> {
    let words = SchemeWords::of(text);
    (0..words.all.len())
        .map(|at| words.folded(at))
        .filter(|word| !is_function_word(word))
        .map(str::to_owned)
        .collect()
}

/// Articles, prepositions and conjunctions, which people drop and swap in captions.
pub(crate) fn is_function_word(word: &str) -> bool {
    const WORDS: [&str; 31] = [
        "a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "und", "et",
        "der", "die", "la", "les", "и", "в", "для", "на", "және", "жана", "ва", "va", "we", "учун",
        "uchun", "ucin", "en",
    ];
    WORDS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_schemes_are_valid_and_bear_their_names() {
        let names: Vec<String> = BUILT_IN
            .iter()
            .map(|built_in| Scheme::from_json(built_in.json).unwrap().name)
            .collect();
        assert_eq!(names, Scheme::names().collect::<Vec<_>>());
        assert_eq!(Scheme::default().label("SD4"), "Optimise our Organisation");
        assert_eq!(Scheme::default().codes().count(), 4);
        assert_eq!(
            Scheme::named("un-sdg").unwrap().label("SDG4"),
            "Quality Education"
        );
    }

    #[test]
    fn an_error_in_a_scheme_names_its_place() {
        let wrong = |json: &str| Scheme::from_json(json).unwrap_err().to_string();
        assert!(wrong("{").contains("line 1"));
        let head = r#""name":"own","title":"Own","marks":{"goal":["G"]}"#;
        let goals = r#""goals":[{"code":"G1","number":1,"label":"One"}]"#;
        assert!(Scheme::from_json(&format!("{{{head},{goals}}}")).is_ok());
        let twice = r#""goals":[{"code":"G1","number":1,"label":"One"},{"code":"G1","number":2,"label":"Two"}]"#;
        assert!(wrong(&format!("{{{head},{twice}}}")).contains("/goals/1/code"));
        let rule = r#""rules":[{"goal":"G2","all":["x"],"weight":0.5}]"#;
        assert!(wrong(&format!("{{{head},{goals},{rule}}}")).contains("/rules/0/goal"));
        let concept = r#""rules":[{"goal":"G1","all":["x"],"weight":0.5}]"#;
        assert!(wrong(&format!("{{{head},{goals},{concept}}}")).contains("/rules/0/all"));
        let stem = r#""concepts":{"x":{"words":{"en":["ab*"]}}}"#;
        assert!(wrong(&format!("{{{head},{goals},{stem}}}")).contains("/concepts/x/words/en/0"));
        let lender = r#""concepts_of":"none""#;
        assert!(wrong(&format!("{{{head},{goals},{lender}}}")).contains("/concepts_of"));
        let weight = r#""concepts":{"x":{"words":{"en":["abc"]}}},"rules":[{"goal":"G1","all":["x"],"weight":5}]"#;
        assert!(wrong(&format!("{{{head},{goals},{weight}}}")).contains("/rules/0/weight"));
        assert!(
            Scheme::load("no/such/file.json")
                .unwrap_err()
                .to_string()
                .contains("no/such/file.json")
        );
    }
}
