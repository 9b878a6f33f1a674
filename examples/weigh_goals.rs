//! `cargo run --example weigh_goals`: weights of the rules of `ifla-2019`.
//!
//! Source: the labelled lines in `xtask/samples/goals.jsonl` (this project's own). Every rule of
//! the scheme is tried on every line. Its weight is the share of the lines it applies to that have
//! its goal, held back by the prior that stands beside it in the file as if that were known
//! from [`PRIOR_LINES`] lines: a rule that hardly ever applies keeps the weight of its meaning, one
//! that is often wrong sinks below the threshold. Only the figures after `"weight":` are rewritten.

use annalist::field::goal::firings;
use annalist::scheme::Scheme;
use annalist::span::Passage;
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;

const SCHEME: &str = "schemas/schemes/ifla-2019.json";
const LINES: &str = "xtask/samples/goals.jsonl";

/// How many lines a prior is worth: the lines were written to show what the goals are, and hold
/// less that misleads than articles do.
const PRIOR_LINES: f64 = 30.0;

/// A line says little of a rule's worth in longer texts: no weight gets nearer to certainty.
const HIGHEST: f64 = 0.9;

fn main() -> Result<()> {
    let text = fs::read_to_string(SCHEME).context(SCHEME)?;
    let scheme = Scheme::from_json(&text)?;
    let mut counts = vec![(0u32, 0u32); scheme.rules().len()];
    for line in fs::read_to_string(LINES).context(LINES)?.lines() {
        let line: Value = serde_json::from_str(line)?;
        let passage = Passage::new(line["text"].as_str().context("a line has a text")?);
        let goals: Vec<&str> = line["goals"]
            .as_array()
            .context("a line has goals")?
            .iter()
            .filter_map(Value::as_str)
            .collect();
        let applied: BTreeSet<usize> = firings(&[passage], &scheme)
            .iter()
            .map(|firing| firing.rule)
            .collect();
        for rule in applied {
            counts[rule].0 += 1;
            counts[rule].1 += u32::from(goals.contains(&scheme.rules()[rule].goal.as_str()));
        }
    }
    let weights = scheme
        .rules()
        .iter()
        .zip(&counts)
        .map(|(rule, &(applied, right))| {
            let prior = rule.prior.unwrap_or(rule.weight);
            let weight =
                (f64::from(right) + PRIOR_LINES * prior) / (f64::from(applied) + PRIOR_LINES);
            (weight.min(HIGHEST) * 100.0).round() / 100.0
        });
    fs::write(SCHEME, rewritten(&text, weights))?;
    for (rule, (applied, right)) in scheme.rules().iter().zip(&counts) {
        println!(
            "{right:4} of {applied:4}  {} {}",
            rule.initiative.as_deref().unwrap_or(&rule.goal),
            rule.all.join(" + ")
        );
    }
    Ok(())
}

/// The file with the weights in their places; the layout stays as it is.
fn rewritten(text: &str, weights: impl Iterator<Item = f64>) -> String {
    const KEY: &str = "\"weight\": ";
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    for weight in weights {
        let Some(at) = rest.find(KEY) else { break };
        let (head, tail) = rest.split_at(at + KEY.len());
        let end = tail.find(['}', ',', '\n']).unwrap_or(0);
        out.push_str(head);
        out.push_str(&weight.to_string());
        rest = &tail[end..];
    }
    out + rest
}
