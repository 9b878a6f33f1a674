//! The shape of a scheme file, and what must hold in one.

use super::SchemeError;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A scheme as written.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// `ifla-2019`.
    pub name: String,
    pub title: String,
    /// Where the wording was read.
    #[serde(default)]
    pub source: Option<String>,
    /// Built-in schemes whose codes look the same: a code with their caption is theirs.
    #[serde(default)]
    pub other_editions: Vec<String>,
    #[serde(default)]
    pub marks: Marks,
    pub goals: Vec<Goal>,
    /// A built-in scheme whose concepts are known here too; own ones of the same name come first.
    #[serde(default)]
    pub concepts_of: Option<String>,
    /// What the words of a text can be about; at most 128.
    #[serde(default)]
    pub concepts: BTreeMap<String, Concept>,
    #[serde(default)]
    pub rules: Vec<Rule>,
}

/// Words that introduce numbers of goals. Patterns as in [`lexicon`](super::lexicon).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marks {
    /// `SD`, `strategic direction*`.
    #[serde(default)]
    pub goal: Vec<String>,
    /// `KI`, `key initiative*`.
    #[serde(default)]
    pub initiative: Vec<String>,
    /// `all four`, before a mark.
    #[serde(default)]
    pub all: Vec<String>,
    /// Nouns that close a list of codes.
    #[serde(default)]
    pub after: Vec<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// `SD2`.
    pub code: String,
    /// The number that follows a mark: 2.
    pub number: u32,
    pub label: String,
    /// Other captions, by language.
    #[serde(default)]
    pub captions: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub initiatives: Vec<Initiative>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Initiative {
    /// `2.3`.
    pub code: String,
    pub label: String,
    /// Whether the label is the official wording or our own.
    #[serde(default)]
    pub wording: Wording,
    #[serde(default)]
    pub captions: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Wording {
    #[default]
    Official,
    Own,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Concept {
    /// For people.
    #[serde(default)]
    pub meaning: String,
    /// Whether its phrases hide shorter hits of other concepts within them.
    #[serde(default)]
    pub hides: bool,
    /// Whether its words are people: before a person's name they are that one's office and say
    /// nothing of all.
    #[serde(default)]
    pub people: bool,
    /// Whether its words tell that a text is of the profession: a longer text without any
    /// supports no goal.
    #[serde(default)]
    pub field: bool,
    /// Whether its words are one body of the field: its staff is whoever acts in a longer text.
    #[serde(default)]
    pub one: bool,
    /// Whether its words tell something within the name of an institution too: a body that unites
    /// others meets as itself, a library only houses.
    #[serde(default)]
    pub named: bool,
    /// Patterns by language.
    pub words: BTreeMap<String, Vec<String>>,
}

/// A sentence that holds all of these concepts, and none of those, supports a goal.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub goal: String,
    #[serde(default)]
    pub initiative: Option<String>,
    /// Names of concepts; `a|b` is either.
    pub all: Vec<String>,
    #[serde(default)]
    pub unless: Vec<String>,
    /// How sure one is of the rule by its meaning, before any line was looked at; what `weight` is
    /// reckoned from.
    #[serde(default)]
    pub prior: Option<f64>,
    /// Confidence where the rule applies, above 0 and below 1. In `ifla-2019` it is reckoned by
    /// `cargo run --example weigh_goals`; the other built-in schemes, for which there are no
    /// labelled lines to reckon from, give what one is sure of by the meaning of goal and words.
    pub weight: f64,
}

impl File {
    /// What the shape alone does not say.
    pub(super) fn check(&self) -> Result<(), SchemeError> {
        let wrong = |place: String, what: String| Err(SchemeError::Wrong { place, what });
        if self.name.is_empty() || self.goals.is_empty() {
            return wrong("/".into(), "a scheme needs a name and goals".into());
        }
        for (at, goal) in self.goals.iter().enumerate() {
            let before = &self.goals[..at];
            if goal.code.is_empty() || before.iter().any(|other| other.code == goal.code) {
                return wrong(
                    format!("/goals/{at}/code"),
                    format!("{:?} is empty or stands twice", goal.code),
                );
            }
            if goal.number == 0 || before.iter().any(|other| other.number == goal.number) {
                return wrong(
                    format!("/goals/{at}/number"),
                    format!("{} is nought or stands twice", goal.number),
                );
            }
        }
        for (at, rule) in self.rules.iter().enumerate() {
            let Some(goal) = self.goals.iter().find(|goal| goal.code == rule.goal) else {
                return wrong(
                    format!("/rules/{at}/goal"),
                    format!("there is no goal {:?}", rule.goal),
                );
            };
            let known = |code: &String| {
                goal.initiatives
                    .iter()
                    .any(|initiative| initiative.code == *code)
            };
            if !rule.initiative.as_ref().is_none_or(known) {
                return wrong(
                    format!("/rules/{at}/initiative"),
                    format!("{} has no such initiative", goal.code),
                );
            }
            if rule.all.is_empty() {
                return wrong(format!("/rules/{at}/all"), "a rule needs a concept".into());
            }
            if !(rule.weight > 0.0 && rule.weight < 1.0) {
                return wrong(
                    format!("/rules/{at}/weight"),
                    format!("{} is not between 0 and 1", rule.weight),
                );
            }
        }
        Ok(())
    }
}
