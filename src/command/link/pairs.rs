//! Which activities of a register tell of the same thing.
//!
//! Three ways propose pairs: the address that a report's row carries, the key and the text of a
//! page, and the day with something rare beside it. [`settle`] then takes them from the best on:
//! a document tells of a thing once, so that what would put two activities of one document
//! together is left out.

use super::traits::{ActivityTraits, Rarity};
use super::weigh::{ENOUGH, PairSign, WeighedPair, weigh};
use crate::link::LinkKind;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Two activities by their places, and what speaks for it.
#[derive(Debug)]
pub struct FoundPair {
    pub a: usize,
    pub b: usize,
    pub kind: LinkKind,
    /// In hundredths.
    pub score: i32,
    pub signs: Vec<PairSign>,
}

/// More activities of a day share a word than this: it tells nothing.
const COMMON: usize = 40;
/// An address of a page with several activities leads to one of them from this sum on.
const OF_SEVERAL: i32 = 30;
/// Shares of their words, in hundredths, from which two texts are alike: those of one page at two
/// times, and those of a page and its print.
const CAPTURE: i32 = 50;
const PRINT: i32 = 85;
/// What speaks for a copy beside its text: what many announcements say is no print of one page.
const COPY: i32 = 40;
/// An address and a page's key are certain, a text nearly so; what was weighed stands below.
const CERTAIN: i32 = 100;

/// All pairs, in the order of the register.
pub fn pairs(all: &[ActivityTraits], reports: &HashSet<u64>) -> Vec<FoundPair> {
    let rarity = Rarity::of(all);
    let mut found = Finder {
        all,
        reports,
        rarity,
        met: HashSet::new(),
        found: Vec::new(),
    };
    found.carried();
    found.same_pages();
    found.same_texts();
    found.same_days();
    settle(all, found.found)
}

struct Finder<'t> {
    all: &'t [ActivityTraits],
    reports: &'t HashSet<u64>,
    rarity: Rarity,
    met: HashSet<(usize, usize)>,
    found: Vec<FoundPair>,
}

impl Finder<'_> {
    fn is_row(&self, at: usize) -> bool {
        self.reports.contains(&self.all[at].document)
    }

    fn add(&mut self, (a, b): (usize, usize), kind: LinkKind, score: i32, signs: Vec<PairSign>) {
        if self.met.insert((a.min(b), a.max(b))) {
            self.found.push(FoundPair {
                a,
                b,
                kind,
                score,
                signs,
            });
        }
    }

    fn weigh(&self, a: usize, b: usize) -> WeighedPair {
        weigh(&self.all[a], &self.all[b], &self.rarity)
    }

    /// Rows of reports and the pages whose address they carry.
    fn carried(&mut self) {
        let mut pages: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, traits) in self.all.iter().enumerate() {
            if traits.has_url && !self.is_row(at) {
                pages.entry(traits.page).or_default().push(at);
            }
        }
        let rows: Vec<usize> = (0..self.all.len()).filter(|at| self.is_row(*at)).collect();
        for row in rows {
            let leads: BTreeSet<u64> = self.all[row].leads.iter().copied().collect();
            for told in leads.iter().filter_map(|page| pages.get(page)) {
                if let Some(page) = self.told_by(row, told) {
                    let signs = vec![PairSign::Address];
                    self.add((row, page), LinkKind::Reports, CERTAIN, signs);
                }
            }
        }
    }

    /// Of a page's activities the one that is most like the row.
    fn told_by(&self, row: usize, told: &[usize]) -> Option<usize> {
        let sum = |at: usize| self.weigh(row, at).sum;
        let best = told
            .iter()
            .copied()
            .max_by_key(|at| (sum(*at), std::cmp::Reverse(*at)))?;
        let documents: HashSet<u64> = told.iter().map(|at| self.all[*at].document).collect();
        let sole = documents.len() == told.len();
        (sole || sum(best) >= OF_SEVERAL).then_some(best)
    }

    /// Captures of one page: each with the first.
    fn same_pages(&mut self) {
        let mut first: HashMap<u64, usize> = HashMap::new();
        for (at, traits) in self.all.iter().enumerate().filter(|(_, t)| t.is_activity) {
            let first = *first.entry(traits.key).or_insert(at);
            let other = &self.all[first];
            let alike = traits.days.is_some() && traits.days == other.days
                || self.rarity.likeness(&other.text, &traits.text) >= CAPTURE;
            if first != at && other.document != traits.document && alike {
                self.add(
                    (first, at),
                    LinkKind::SamePage,
                    CERTAIN,
                    vec![PairSign::Page],
                );
            }
        }
    }

    /// Prints and copies: each with the first of the same text.
    fn same_texts(&mut self) {
        let mut first: HashMap<(u64, Option<(u32, u32)>), usize> = HashMap::new();
        for (at, traits) in self.all.iter().enumerate().filter(|(_, t)| t.is_activity) {
            let Some(told) = traits.told else { continue };
            let first = *first.entry((told, traits.days)).or_insert(at);
            let apart = first != at && self.all[first].document != traits.document;
            if apart && self.weigh(first, at).sum >= COPY {
                let kind = self.kind_of_copy(first, at);
                self.add((first, at), kind, CERTAIN - 1, vec![PairSign::Text]);
            }
        }
    }

    /// A row is no print of a page.
    fn kind_of_copy(&self, a: usize, b: usize) -> LinkKind {
        match self.is_row(a) || self.is_row(b) {
            true => LinkKind::SameEvent,
            false => LinkKind::SamePage,
        }
    }

    /// Activities of one day that agree in more.
    fn same_days(&mut self) {
        let mut days: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (at, traits) in self.all.iter().enumerate().filter(|(_, t)| t.is_activity) {
            if let Some((first, _)) = traits.days {
                days.entry(first).or_default().push(at);
            }
        }
        for of_day in days.values() {
            for (a, b) in candidates(self.all, of_day) {
                if !self.met.contains(&(a, b)) {
                    self.same_event(a, b);
                }
            }
        }
    }

    fn same_event(&mut self, a: usize, b: usize) {
        let weighed = self.weigh(a, b);
        let (one, other) = (&self.all[a], &self.all[b]);
        if weighed.sum < ENOUGH {
            return;
        }
        let print = one.title == other.title && one.days == other.days;
        let kind = match print && self.rarity.likeness(&one.text, &other.text) >= PRINT {
            true => self.kind_of_copy(a, b),
            false => LinkKind::SameEvent,
        };
        let score = weighed.sum.min(CERTAIN - 2);
        self.add((a, b), kind, score, weighed.signs);
    }
}

/// Pairs of a day that share a word that few of that day have.
fn candidates(all: &[ActivityTraits], of_day: &[usize]) -> BTreeSet<(usize, usize)> {
    let mut having: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for &at in of_day {
        let traits = &all[at];
        let names = traits.bodies.iter().chain(&traits.people);
        let words: BTreeSet<u32> = names
            .chain(&traits.title)
            .chain(&traits.numbers)
            .copied()
            .collect();
        words
            .into_iter()
            .for_each(|word| having.entry(word).or_default().push(at));
    }
    let mut pairs = BTreeSet::new();
    for rows in having.values().filter(|rows| rows.len() <= COMMON) {
        for (i, &a) in rows.iter().enumerate() {
            let others = rows[i + 1..].iter();
            let others = others.filter(|b| all[**b].document != all[a].document);
            pairs.extend(others.map(|b| (a, *b)));
        }
    }
    pairs
}

/// Takes pairs from the best on, as long as no two activities of a document come together. That a
/// row carries an address stands as it is.
fn settle(all: &[ActivityTraits], mut found: Vec<FoundPair>) -> Vec<FoundPair> {
    found.sort_by_key(|pair| (std::cmp::Reverse(pair.score), pair.a, pair.b));
    let mut groups = Groups::default();
    found.retain(|pair| groups.join(all, pair.a, pair.b) || pair.kind == LinkKind::Reports);
    found.sort_by_key(|pair| (pair.a, pair.b));
    found
}

/// Activities that are known to tell of one thing, with the documents they stand in.
#[derive(Default)]
struct Groups {
    of: HashMap<usize, usize>,
    groups: Vec<(Vec<usize>, HashSet<u64>)>,
}

impl Groups {
    /// Puts two together; false where two of one document would meet.
    fn join(&mut self, all: &[ActivityTraits], a: usize, b: usize) -> bool {
        let (one, other) = (self.group(all, a), self.group(all, b));
        if one == other {
            return true;
        }
        let is_less = self.groups[one].0.len() < self.groups[other].0.len();
        let (less, more) = if is_less { (one, other) } else { (other, one) };
        if !self.groups[less].1.is_disjoint(&self.groups[more].1) {
            return false;
        }
        let (members, documents) = std::mem::take(&mut self.groups[less]);
        for at in &members {
            self.of.insert(*at, more);
        }
        self.groups[more].0.extend(members);
        self.groups[more].1.extend(documents);
        true
    }

    fn group(&mut self, all: &[ActivityTraits], at: usize) -> usize {
        let next = self.groups.len();
        let group = *self.of.entry(at).or_insert(next);
        if group == next {
            self.groups
                .push((vec![at], HashSet::from([all[at].document])));
        }
        group
    }
}
