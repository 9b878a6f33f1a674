//! Which elements of two lists belong together.
//!
//! Elements that are equal at both ends pair off at once. What is left is
//! paired in order so that the likeness of the pairs is greatest; an element
//! that is like none stands alone.

use super::{FieldScope, differences};
use serde_json::Value;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

/// Positions in the old and in the new list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AlignedPair {
    Both(usize, usize),
    Old(usize),
    New(usize),
}

impl AlignedPair {
    /// The position in the new list, where the element is in it.
    pub fn place(self) -> usize {
        match self {
            AlignedPair::Both(_, place) | AlignedPair::New(place) | AlignedPair::Old(place) => {
                place
            }
        }
    }
}

/// Longer stretches (in old times new elements) pair by position.
const GRID: usize = 1_000_000;
/// Elements less alike than this are not the same one changed.
const LIKENESS: f32 = 0.3;
/// Likeness of an expectation that names nothing (`{}`) and any element.
const ANYTHING: f32 = 0.31;
/// Words of an element that are looked at.
const WORDS: usize = 200;

/// Pairs in the order of both lists.
pub fn align(old: &[Value], new: &[Value], scope: FieldScope) -> Vec<AlignedPair> {
    let equal = |a: &Value, b: &Value| differences(a, b, scope).is_empty();
    let head = old.iter().zip(new).take_while(|(a, b)| equal(a, b)).count();
    let (left, right) = (&old[head..], &new[head..]);
    let tail = left
        .iter()
        .rev()
        .zip(right.iter().rev())
        .take_while(|(a, b)| equal(a, b))
        .count();
    let (left, right) = (&left[..left.len() - tail], &right[..right.len() - tail]);
    let mut pairs: Vec<AlignedPair> = (0..head).map(|at| AlignedPair::Both(at, at)).collect();
    pairs.extend(
        middle(left, right, scope)
            .into_iter()
            .map(|pair| shifted(pair, head, head)),
    );
    let (ends, places) = (old.len() - tail, new.len() - tail);
    pairs.extend((0..tail).map(|at| AlignedPair::Both(ends + at, places + at)));
    pairs
}

fn shifted(pair: AlignedPair, old: usize, new: usize) -> AlignedPair {
    match pair {
        AlignedPair::Both(at, place) => AlignedPair::Both(at + old, place + new),
        AlignedPair::Old(at) => AlignedPair::Old(at + old),
        AlignedPair::New(place) => AlignedPair::New(place + new),
    }
}

fn middle(old: &[Value], new: &[Value], scope: FieldScope) -> Vec<AlignedPair> {
    if old.is_empty() || new.is_empty() || old.len().saturating_mul(new.len()) > GRID {
        return by_position(old.len(), new.len());
    }
    let (a, b): (Vec<_>, Vec<_>) = (
        old.iter().map(signature).collect(),
        new.iter().map(signature).collect(),
    );
    let width = new.len() + 1;
    // best[i][j]: the greatest likeness of the first i old and the first j new elements.
    let mut best = vec![0f32; (old.len() + 1) * width];
    for i in 1..=old.len() {
        for j in 1..=new.len() {
            let paired = pair_score(&a[i - 1], &b[j - 1], scope)
                .map_or(f32::MIN, |s| best[(i - 1) * width + j - 1] + s);
            best[i * width + j] = paired
                .max(best[(i - 1) * width + j])
                .max(best[i * width + j - 1]);
        }
    }
    let (mut i, mut j) = (old.len(), new.len());
    let mut pairs = Vec::with_capacity(old.len().max(new.len()));
    while i > 0 || j > 0 {
        let here = best[i * width + j];
        if j > 0 && here == best[i * width + j - 1] {
            j -= 1;
            pairs.push(AlignedPair::New(j));
        } else if i > 0 && here == best[(i - 1) * width + j] {
            i -= 1;
            pairs.push(AlignedPair::Old(i));
        } else {
            (i, j) = (i - 1, j - 1);
            pairs.push(AlignedPair::Both(i, j));
        }
    }
    pairs.reverse();
    if scope == FieldScope::Named {
        matched(&pairs, old)
    } else {
        pairs
    }
}

/// Where as many objects of an expectation as of the record are like none, they belong
/// together: what an expectation names may be just what changed.
fn matched(pairs: &[AlignedPair], old: &[Value]) -> Vec<AlignedPair> {
    let mut out = Vec::with_capacity(pairs.len());
    for run in pairs
        .chunk_by(|a, b| matches!(a, AlignedPair::Both(..)) == matches!(b, AlignedPair::Both(..)))
    {
        let left = run.iter().filter_map(|pair| {
            if let AlignedPair::Old(at) = pair {
                Some(*at)
            } else {
                None
            }
        });
        let right = run.iter().filter_map(|pair| {
            if let AlignedPair::New(place) = pair {
                Some(*place)
            } else {
                None
            }
        });
        let alike = left.clone().count() == right.clone().count()
            && left.clone().all(|at| old[at].is_object());
        if alike && !matches!(run, [AlignedPair::Both(..), ..]) {
            out.extend(
                left.zip(right)
                    .map(|(at, place)| AlignedPair::Both(at, place)),
            );
        } else {
            out.extend_from_slice(run);
        }
    }
    out
}

fn by_position(old: usize, new: usize) -> Vec<AlignedPair> {
    let pair = |at: usize| match (at < old, at < new) {
        (true, true) => AlignedPair::Both(at, at),
        (true, false) => AlignedPair::Old(at),
        _ => AlignedPair::New(at),
    };
    (0..old.max(new)).map(pair).collect()
}

/// The likeness of two elements, none where it is too small to call them one.
fn pair_score(old: &[u64], new: &[u64], scope: FieldScope) -> Option<f32> {
    let likeness = likeness(old, new, scope);
    (likeness >= LIKENESS).then_some(likeness)
}

/// Shared words over all words; for a partial expectation, over the words it names.
fn likeness(old: &[u64], new: &[u64], scope: FieldScope) -> f32 {
    if scope == FieldScope::Named && old.is_empty() {
        return ANYTHING;
    }
    let shared = shared(old, new) as f32;
    match scope {
        FieldScope::Named => shared / old.len() as f32,
        FieldScope::All if old.is_empty() && new.is_empty() => 1.0,
        FieldScope::All => 2.0 * shared / (old.len() + new.len()) as f32,
    }
}

/// How many entries two rising lists share.
fn shared(mut old: &[u64], mut new: &[u64]) -> usize {
    let mut count = 0;
    while let (Some(a), Some(b)) = (old.first(), new.first()) {
        if a <= b {
            old = &old[1..];
        }
        if b <= a {
            new = &new[1..];
        }
        count += usize::from(a == b);
    }
    count
}

/// The words of a value as rising hashes.
fn signature(value: &Value) -> Vec<u64> {
    let mut words = Vec::new();
    collect(value, "", &mut words, 0);
    words.sort_unstable();
    words
}

fn collect(value: &Value, key: &str, words: &mut Vec<u64>, depth: usize) {
    match value {
        _ if words.len() >= WORDS || depth > 8 => {}
        Value::Null => {}
        Value::String(text) => words.extend(
            text.split_whitespace()
                .take(WORDS)
                .map(|word| hash(&(key, word))),
        ),
        Value::Array(list) => list
            .iter()
            .for_each(|value| collect(value, key, words, depth + 1)),
        Value::Object(map) => map
            .iter()
            .for_each(|(key, value)| collect(value, key, words, depth + 1)),
        scalar => words.push(hash(&(key, scalar.to_string()))),
    }
}

/// The same in every run: the keys of this hasher are fixed.
fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn list(value: Value) -> Vec<Value> {
        value.as_array().cloned().unwrap_or_default()
    }

    #[test]
    fn one_element_more_leaves_its_neighbours_paired() {
        let old = list(json!([
            "open the hall",
            "read to children",
            "print the guide"
        ]));
        let new = list(json!([
            "open the hall",
            "translate a book",
            "read to young children",
            "print the guide"
        ]));
        let pairs = align(&old, &new, FieldScope::All);
        assert_eq!(
            pairs,
            [
                AlignedPair::Both(0, 0),
                AlignedPair::New(1),
                AlignedPair::Both(1, 2),
                AlignedPair::Both(2, 3)
            ]
        );
    }

    #[test]
    fn elements_with_nothing_in_common_stand_alone() {
        let pairs = align(
            &list(json!(["SD1"])),
            &list(json!(["SD2"])),
            FieldScope::All,
        );
        assert!(pairs.contains(&AlignedPair::Old(0)) && pairs.contains(&AlignedPair::New(0)));
    }

    #[test]
    fn an_expectation_of_anything_pairs_with_what_the_others_leave() {
        let old = list(json!([{}, {"title": "A fair of books"}]));
        let new = list(json!([{"title": "A concert"}, {"title": "A fair of old books"}]));
        assert_eq!(
            align(&old, &new, FieldScope::Named),
            [AlignedPair::Both(0, 0), AlignedPair::Both(1, 1)]
        );
    }

    proptest! {
        #[test]
        fn every_element_stands_in_one_pair_and_in_order(
            old in proptest::collection::vec("[a-d ]{0,6}", 0..12),
            new in proptest::collection::vec("[a-d ]{0,6}", 0..12),
        ) {
            let (old, new): (Vec<Value>, Vec<Value>) =
                (old.into_iter().map(Value::from).collect(), new.into_iter().map(Value::from).collect());
            let pairs = align(&old, &new, FieldScope::All);
            let left: Vec<usize> = pairs
                .iter()
                .filter_map(|pair| match pair {
                    AlignedPair::Both(at, _) | AlignedPair::Old(at) => Some(*at),
                    AlignedPair::New(_) => None,
                })
                .collect();
            let right: Vec<usize> = pairs
                .iter()
                .filter_map(|pair| match pair {
                    AlignedPair::Both(_, at) | AlignedPair::New(at) => Some(*at),
                    AlignedPair::Old(_) => None,
                })
                .collect();
            prop_assert_eq!(left, (0..old.len()).collect::<Vec<_>>());
            prop_assert_eq!(right, (0..new.len()).collect::<Vec<_>>());
        }
    }
}
