//! Objectives and goals of a record: what is stated comes before what is inferred, and what is
//! copied from one activity to the next is said.

use super::evidence::Evidences;
use super::page::{PageContext, plain_note};
use crate::diagnostic::Code;
use crate::draft::{Draft, Findings};
use crate::field::goal;
use crate::record::{Activity, Extent, Goal, GoalBasis, Note, Objective, Quote};
use crate::scheme::Scheme;
use crate::span::{Passage, Span};
use std::collections::{BTreeSet, HashMap};

pub fn objectives(page: &PageContext, draft: &Draft, evidence: &mut Evidences) -> Vec<Objective> {
    let all = draft.objectives.iter().enumerate().map(|(index, &span)| {
        evidence.span(&format!("/objectives/{index}"), span);
        let passage = page.document.passage(span);
        let supported = goal::supported(passage, page.scheme);
        let goals = supported
            .into_iter()
            .filter(|goal| goal.confidence >= 0.5)
            .map(|goal| goal.code)
            .collect();
        Objective {
            text: passage.text.to_owned(),
            goals,
        }
    });
    all.collect()
}

/// Stated goals and captions first, in the order of the source, then inferred ones; one entry per
/// code and basis.
pub fn goals(page: &PageContext, found: &Findings, notes: &mut Vec<Note>) -> Vec<Goal> {
    let named = found
        .stated
        .iter()
        .map(|found| &found.value)
        .chain(&found.supported);
    let mut goals: Vec<Goal> = Vec::new();
    for named in named {
        let twice = goals
            .iter()
            .any(|goal| goal.code == named.code && goal.basis == named.basis);
        let told = named.basis == GoalBasis::Caption
            && goals
                .iter()
                .any(|goal| goal.code == named.code && goal.basis == GoalBasis::Stated);
        if twice || told {
            continue;
        }
        if let Some(conflict) = &named.conflict {
            notes.push(plain_note(
                Code::GoalConflict,
                conflict.clone(),
                &format!("/goals/{}", goals.len()),
            ));
        }
        goals.push(Goal {
            scheme: named.scheme.clone(),
            code: named.code.clone(),
            label: label(page.scheme, named),
            initiative: named.initiative.clone(),
            basis: named.basis,
            confidence: (named.confidence * 100.0).round() / 100.0,
            evidence: named.words.iter().map(|&span| quote(page, span)).collect(),
            conflict: named.conflict.clone(),
        });
    }
    // Most activities have one or two, and a growing list takes room for four.
    goals.shrink_to_fit();
    goals
}

/// The label of a goal in its own scheme, which is another edition's where the caption says so.
fn label(scheme: &Scheme, named: &goal::NamedGoal) -> String {
    let own = if named.scheme == scheme.name {
        Some(scheme.clone())
    } else {
        Scheme::named(&named.scheme)
    };
    own.map_or_else(String::new, |own| own.label(&named.code).to_owned())
}

fn quote(page: &PageContext, span: Span) -> Quote {
    let extent = page
        .view
        .rebase(page.document, span)
        .map(|(start, end)| Extent { start, end });
    Quote {
        text: Passage::of(&page.document.text, span).text.to_owned(),
        span: extent,
    }
}

/// Objectives that stand word for word on several activities are no evidence for any of them.
pub fn copied_objectives(activities: &mut [Activity]) {
    let lists: Vec<Vec<String>> = activities
        .iter()
        .map(|a| a.objectives.iter().map(|o| o.text.to_lowercase()).collect())
        .collect();
    // How many activities have an objective; one that names it twice counts once.
    let mut holders: HashMap<&str, usize> = HashMap::new();
    for text in lists
        .iter()
        .flat_map(|list| list.iter().map(String::as_str).collect::<BTreeSet<_>>())
    {
        *holders.entry(text).or_default() += 1;
    }
    for (activity, list) in activities.iter_mut().zip(&lists) {
        let shared = list
            .iter()
            .filter(|text| holders[text.as_str()] > 1)
            .count();
        if shared >= 3 {
            let message = format!(
                "{shared} of {} objectives stand on other activities too",
                list.len()
            );
            activity
                .diagnostics
                .push(plain_note(Code::CopiedObjectives, message, "/objectives"));
        }
    }
}
