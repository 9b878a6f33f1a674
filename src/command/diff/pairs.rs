//! Which activities of two registers are the same one.
//!
//! By their keys first. What is left of a page that both have is paired by
//! likeness: a title that was changed is no new activity. What is left then
//! and says the same, or has the same title and day, has moved.

use super::side::{Depth, Fingerprint, Side, value};
use crate::compare::FieldScope;
use crate::compare::align::{AlignedPair, align};
use anyhow::Result;
use std::collections::HashMap;
use std::hash::Hash;

/// How an activity of the new side is paired.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Partner {
    /// With this one of the old side.
    Same(usize),
    /// With this one of the old side, which was elsewhere.
    Moved(usize),
    /// With none.
    None,
}

/// The partner of every activity of the new side, and what of the old side has none.
pub fn pairs(old: &Side, new: &Side) -> Result<(Vec<Partner>, Vec<usize>)> {
    let mut pairing = Pairing {
        partners: vec![Partner::None; new.rows.len()],
        taken: vec![false; old.rows.len()],
    };
    let by_place = |row: &Fingerprint| Some((row.key, row.path));
    pairing.in_order(old, new, by_place, Partner::Same);
    pairing.in_order(old, new, |row| Some((row.key, row.content)), Partner::Same);
    pairing.in_order(old, new, |row| Some(row.key), Partner::Same);
    pairing.by_likeness(old, new)?;
    pairing.in_order(old, new, |row| Some(row.content), Partner::Moved);
    pairing.alone(old, new);
    let gone = (0..old.rows.len())
        .filter(|at| !pairing.taken[*at])
        .collect();
    Ok((pairing.partners, gone))
}

struct Pairing {
    partners: Vec<Partner>,
    taken: Vec<bool>,
}

impl Pairing {
    /// What is left of the old side, by something the rows have.
    fn left<K: Hash + Eq>(
        &self,
        old: &Side,
        by: impl Fn(&Fingerprint) -> Option<K>,
    ) -> HashMap<K, Vec<usize>> {
        let mut left: HashMap<K, Vec<usize>> = HashMap::new();
        // From the end, so that the first is taken first.
        for (at, row) in old
            .rows
            .iter()
            .enumerate()
            .rev()
            .filter(|(at, _)| !self.taken[*at])
        {
            if let Some(key) = by(row) {
                left.entry(key).or_default().push(at);
            }
        }
        left
    }

    /// Pairs rows that are alike in something, one after the other.
    fn in_order<K: Hash + Eq>(
        &mut self,
        old: &Side,
        new: &Side,
        by: impl Fn(&Fingerprint) -> Option<K>,
        partner: impl Fn(usize) -> Partner,
    ) {
        let mut left = self.left(old, &by);
        for (at, row) in new.rows.iter().enumerate() {
            if self.partners[at] != Partner::None {
                continue;
            }
            let Some(found) = by(row).and_then(|key| left.get_mut(&key)?.pop()) else {
                continue;
            };
            self.partners[at] = partner(found);
            self.taken[found] = true;
        }
    }

    /// Pairs what is left of pages that both sides have.
    fn by_likeness(&mut self, old: &Side, new: &Side) -> Result<()> {
        let mut before = self.left(old, |row| Some(row.page));
        let mut after: Vec<(u64, Vec<usize>)> = Vec::new();
        let mut place: HashMap<u64, usize> = HashMap::new();
        for (at, row) in new.rows.iter().enumerate() {
            if self.partners[at] == Partner::None && before.contains_key(&row.page) {
                let slot = *place.entry(row.page).or_insert(after.len());
                if slot == after.len() {
                    after.push((row.page, Vec::new()));
                }
                after[slot].1.push(at);
            }
        }
        for (page, right) in after {
            let mut left = before.remove(&page).unwrap_or_default();
            left.reverse();
            let values = |side: &Side, rows: &[usize]| -> Result<Vec<_>> {
                let one = |at: &usize| value(&side.read(&side.rows[*at])?, Depth::Values);
                rows.iter().map(one).collect()
            };
            for pair in align(&values(old, &left)?, &values(new, &right)?, FieldScope::All) {
                if let AlignedPair::Both(a, b) = pair {
                    self.partners[right[b]] = Partner::Same(left[a]);
                    self.taken[left[a]] = true;
                }
            }
        }
        Ok(())
    }

    /// Pairs what is alike in title and day where there is one of it on either side.
    fn alone(&mut self, old: &Side, new: &Side) {
        let left = self.left(old, |row| row.name);
        let mut counts: HashMap<u64, usize> = HashMap::new();
        let free = |partners: &[Partner], at: usize| partners[at] == Partner::None;
        for (at, row) in new.rows.iter().enumerate() {
            if free(&self.partners, at) {
                row.name
                    .into_iter()
                    .for_each(|name| *counts.entry(name).or_default() += 1);
            }
        }
        for (at, row) in new.rows.iter().enumerate() {
            let Some(name) = row.name.filter(|name| counts.get(name) == Some(&1)) else {
                continue;
            };
            if let Some([only]) = left.get(&name).map(Vec::as_slice)
                && free(&self.partners, at)
            {
                self.partners[at] = Partner::Moved(*only);
                self.taken[*only] = true;
            }
        }
    }
}
