//! Decision trees over the signs of a run, as `schemas/tables/evidence.tsv` gives them.
//!
//! A line of the table is a tree, its nodes in the order of a walk that goes to the left first:
//! `Linked:3` parts the runs below the third step of that sign, which go to the left, from the
//! others; a number is a leaf. What a run is worth is the sum of the leaves that it comes to.

use super::evidence::{SIGNS, Sign, Signs};
use std::sync::LazyLock;

/// The signs that the trees ask about, and the values at which their steps begin.
pub const STEPS: [(Sign, &[i32]); SIGNS - 1] = [
    (Sign::Form, &[1, 2, 3, 4, 5, 6]),
    (Sign::Free, &[1, 10, 20, 40, 80, 150, 300]),
    (Sign::Linked, &[1, 30, 60, 90]),
    (Sign::Kind, &[1, 2, 3, 4, 7, 8, 9]),
    (Sign::Closed, &[1, 2, 3]),
    (Sign::Digits, &[1, 15, 40]),
    (Sign::AlikeProse, &[1, 5, 15, 40, 70]),
    (Sign::AlikeLinked, &[1, 10, 30, 60, 90]),
    (Sign::Alike, &[2, 4, 10, 30]),
    (Sign::AlikeKept, &[0, 1, 30, 60, 90]),
    (Sign::Hops, &[1, 2, 3, 5]),
    (Sign::BranchProse, &[5, 20, 40, 60, 80]),
    (Sign::BranchLinked, &[1, 10, 30, 60, 90]),
    (Sign::Branch, &[2, 4, 10, 40]),
    (Sign::Before, &[1, 5, 50, 95, 100]),
    (Sign::After, &[1, 100, 500, 1500]),
    (Sign::Around, &[5, 20, 40, 60, 80]),
    (Sign::Since, &[1, 2, 3, 6, 12]),
    (Sign::Until, &[1, 2, 3, 6, 12]),
    (Sign::BoxProse, &[5, 20, 40, 60, 80]),
    (Sign::BoxLinked, &[1, 10, 30, 60, 90]),
    (Sign::Box, &[3, 5, 10, 30]),
    (Sign::Copies, &[2, 3]),
    (Sign::Boilerplate, &[1, 2, 3, 5]),
    (Sign::Body, &[1, 2]),
    (Sign::Frame, &[1]),
    (Sign::Contact, &[1, 2, 3, 4, 8, 9]),
    (Sign::Label, &[1, 2, 3]),
    (Sign::Picture, &[1, 2, 3]),
    (Sign::OuterProse, &[5, 20, 40, 60, 80]),
    (Sign::OuterLinked, &[1, 10, 30, 60, 90]),
    (Sign::Outer, &[5, 10, 30]),
    (Sign::Headline, &[-98, 0, 1, 2, 4, 11]),
    (Sign::Words, &[2, 3, 5, 9, 15]),
    (Sign::Opens, &[1, 2, 3, 4]),
    (Sign::SiteCues, &[1, 2]),
    (Sign::ContactCues, &[1, 2]),
    (Sign::SideCues, &[1, 2]),
    (Sign::MoreCues, &[1, 2]),
    (Sign::AboutCues, &[1, 2]),
    (Sign::RegularCues, &[1, 2]),
    (Sign::DeedCues, &[1, 2]),
    (Sign::KindCues, &[1, 2]),
];

const TABLE: &str = include_str!("../../../schemas/tables/evidence.tsv");

pub static FOREST: LazyLock<Forest> =
    LazyLock::new(|| Forest::read(TABLE).expect("the built-in table is valid; a test reads it"));

/// A split, or a leaf: eight bytes, since a page asks a thousand of them for every line.
#[derive(Clone, Copy)]
struct Node {
    /// Runs whose sign is below this go on to the next node, the others to `right`; points of a
    /// leaf.
    value: i32,
    /// 0 for a leaf.
    right: u16,
    sign: u8,
}

impl Node {
    fn leaf(points: i32) -> Node {
        Node {
            value: points,
            right: 0,
            sign: 0,
        }
    }
}

pub struct Forest {
    nodes: Vec<Node>,
    roots: Vec<u16>,
}

impl Forest {
    /// Reads the lines of the table; none where one is no tree.
    fn read(table: &str) -> Option<Forest> {
        let mut forest = Forest {
            nodes: Vec::new(),
            roots: Vec::new(),
        };
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let mut tokens = line.split(' ');
            forest.roots.push(u16::try_from(forest.nodes.len()).ok()?);
            forest.grow(&mut tokens)?;
            if tokens.next().is_some() {
                return None;
            }
        }
        Some(forest)
    }

    /// Reads a node and all below it.
    fn grow<'t>(&mut self, tokens: &mut impl Iterator<Item = &'t str>) -> Option<()> {
        let token = tokens.next()?;
        let Some((name, step)) = token.split_once(':') else {
            self.nodes.push(Node::leaf(token.parse().ok()?));
            return Some(());
        };
        let named = |(sign, _): &&(Sign, &[i32])| format!("{sign:?}") == name;
        let (sign, steps) = *STEPS.iter().find(named)?;
        let step: usize = step.parse().ok()?;
        let below = *steps.get(step.checked_sub(1)?)?;
        let own = self.nodes.len();
        self.nodes.push(Node::leaf(0));
        self.grow(tokens)?;
        self.nodes[own] = Node {
            value: below,
            right: u16::try_from(self.nodes.len()).ok()?,
            sign: sign as u8,
        };
        self.grow(tokens)
    }

    /// Thousandths of the logarithm of the odds that a run with these signs is of the text.
    pub fn points(&self, signs: &Signs) -> i32 {
        self.roots.iter().map(|root| self.leaf(*root, signs)).sum()
    }

    fn leaf(&self, root: u16, signs: &Signs) -> i32 {
        let mut at = usize::from(root);
        loop {
            let node = self.nodes[at];
            if node.right == 0 {
                return node.value;
            }
            let below = signs[usize::from(node.sign)] < node.value;
            at = if below {
                at + 1
            } else {
                usize::from(node.right)
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_but_the_length_has_its_steps() {
        for (sign, steps) in STEPS {
            assert!(steps.is_sorted() && !steps.is_empty(), "{sign:?}");
        }
        assert_eq!(STEPS[0].0 as usize, 0);
        assert!(STEPS.is_sorted_by_key(|(sign, _)| *sign as usize));
    }

    #[test]
    fn a_run_comes_to_one_leaf_of_each_tree() {
        let forest = Forest::read("# head\nLinked:3 40 Words:1 -7 -90\n5").unwrap();
        let mut signs = [0; SIGNS];
        assert_eq!(forest.points(&signs), 45);
        signs[Sign::Linked as usize] = 60;
        assert_eq!(forest.points(&signs), -2);
        signs[Sign::Words as usize] = 2;
        assert_eq!(forest.points(&signs), -85);
    }

    #[test]
    fn broken_lines_are_refused_and_the_table_is_not() {
        for line in [
            "Linked:3 40",
            "Linked:9 1 2",
            "Nothing:1 1 2",
            "1 2",
            "Linked:0 1 2",
        ] {
            assert!(Forest::read(line).is_none(), "{line}");
        }
        assert!(Forest::read(TABLE).is_some_and(|forest| !forest.roots.is_empty()));
    }
}
