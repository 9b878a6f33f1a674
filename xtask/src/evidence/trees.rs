//! Boosted decision trees: each new tree is grown on what the ones before it leave wrong.
//!
//! Friedman's gradient boosting for the logistic loss, with second derivatives and shrinkage, on
//! values in steps: the best step is found from sums over the rows of each step. Of the leaves of a
//! tree the one that gains most is parted next. What is drawn at random is drawn from a fixed
//! start, so that the same rows give the same trees.

use annalist::reader::html;

/// How trees are grown; set by what they do on sites that they were not grown on.
pub struct Growth {
    trees: usize,
    leaves: usize,
    rate: f64,
    /// What is added to the second derivatives, so that few rows say little.
    calm: f64,
    /// Fewest rows of a leaf.
    rows: usize,
    /// Share of the rows and of the signs that a tree is grown on.
    rows_share: f64,
    signs_share: f64,
}

impl Default for Growth {
    fn default() -> Growth {
        Growth {
            trees: 150,
            leaves: 31,
            rate: 0.1,
            calm: 5.0,
            rows: 40,
            rows_share: 0.8,
            signs_share: 0.6,
        }
    }
}

/// What trees are grown on.
#[derive(Default)]
pub struct Rows {
    /// The steps of all signs, row after row.
    steps: Vec<u8>,
    signs: usize,
    right: Vec<bool>,
    weights: Vec<f64>,
}

impl Rows {
    pub fn add(&mut self, steps: &[u8], right: bool, weight: f64) {
        self.signs = steps.len();
        self.steps.extend(steps);
        self.right.push(right);
        self.weights.push(weight);
    }

    fn step(&self, row: u32, sign: usize) -> usize {
        usize::from(self.steps[row as usize * self.signs + sign])
    }
}

pub enum Tree {
    /// Rows below the step go left.
    Split(usize, u8, Box<(Tree, Tree)>),
    Leaf(i32),
}

impl Tree {
    /// The tree as a line of the table.
    pub fn line(&self) -> String {
        match self {
            Tree::Leaf(points) => points.to_string(),
            Tree::Split(sign, step, sides) => {
                let name = html::signs().nth(*sign).map(|(name, ..)| name);
                let name = name.unwrap_or_default();
                format!("{name}:{step} {} {}", sides.0.line(), sides.1.line())
            }
        }
    }

    fn points(&self, steps: &[u8]) -> i32 {
        match self {
            Tree::Leaf(points) => *points,
            Tree::Split(sign, step, sides) if steps[*sign] < *step => sides.0.points(steps),
            Tree::Split(_, _, sides) => sides.1.points(steps),
        }
    }
}

pub fn points(trees: &[Tree], steps: &[u8]) -> i32 {
    trees.iter().map(|tree| tree.points(steps)).sum()
}

/// Points to one of the logarithm of the odds.
const SCALE: f64 = 1000.0;

/// Steps of a sign at most.
const STEPS: usize = 16;

/// Sums of first and second derivatives, and how many rows.
#[derive(Clone, Copy, Default)]
struct Sum {
    first: f64,
    second: f64,
    rows: usize,
}

impl Sum {
    fn add(&mut self, other: Sum) {
        self.first += other.first;
        self.second += other.second;
        self.rows += other.rows;
    }

    fn without(self, other: Sum) -> Sum {
        Sum {
            first: self.first - other.first,
            second: self.second - other.second,
            rows: self.rows - other.rows,
        }
    }
}

/// A leaf while its tree grows.
struct Leaf {
    rows: Vec<u32>,
    sum: Sum,
    /// Gain, sign, step.
    best: Option<(f64, usize, usize)>,
    /// Where it hangs in the tree: the splits above, and on which side.
    node: usize,
}

/// A node while its tree grows.
enum Node {
    Split(usize, u8, usize, usize),
    Leaf(i32),
}

/// Numbers that look like drawn ones (xorshift, after Marsaglia).
struct Draw(u64);

impl Draw {
    fn below_one(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
}

impl Growth {
    pub fn grow(&self, rows: &Rows) -> Vec<Tree> {
        let count = rows.right.len();
        let whole: f64 = rows.weights.iter().sum();
        let weights: Vec<f64> = rows
            .weights
            .iter()
            .map(|weight| weight * count as f64 / whole)
            .collect();
        let right: f64 = (0..count)
            .filter(|row| rows.right[*row])
            .map(|row| weights[row])
            .sum();
        let base = (right / (count as f64 - right)).ln();
        let mut trees = vec![Tree::Leaf((base * SCALE).round() as i32)];
        let mut odds = vec![base; count];
        let mut draw = Draw(0x9e37_79b9_7f4a_7c15);
        for _ in 0..self.trees {
            let slopes: Vec<Sum> = (0..count)
                .map(|row| {
                    let said = 1.0 / (1.0 + (-odds[row]).exp());
                    let told = f64::from(u8::from(rows.right[row]));
                    Sum {
                        first: weights[row] * (said - told),
                        second: weights[row] * said * (1.0 - said),
                        rows: 1,
                    }
                })
                .collect();
            let tree = self.tree(rows, &slopes, &mut draw);
            for (odds, own) in odds.iter_mut().zip(rows.steps.chunks_exact(rows.signs)) {
                *odds += f64::from(tree.points(own)) / SCALE;
            }
            trees.push(tree);
        }
        trees
    }

    fn tree(&self, rows: &Rows, slopes: &[Sum], draw: &mut Draw) -> Tree {
        let count = rows.right.len() as u32;
        let drawn: Vec<u32> = (0..count)
            .filter(|_| draw.below_one() < self.rows_share)
            .collect();
        let signs: Vec<usize> = (0..rows.signs)
            .filter(|_| draw.below_one() < self.signs_share)
            .collect();
        let mut sum = Sum::default();
        drawn.iter().for_each(|row| sum.add(slopes[*row as usize]));
        let mut nodes = vec![Node::Leaf(0)];
        let best = self.best(rows, slopes, &drawn, sum, &signs);
        let mut leaves = vec![Leaf {
            rows: drawn,
            sum,
            best,
            node: 0,
        }];
        while leaves.len() < self.leaves {
            let gains = leaves
                .iter()
                .enumerate()
                .filter_map(|(at, leaf)| Some((leaf.best?.0, at)));
            let Some((_, at)) = gains.max_by(|one, other| one.0.total_cmp(&other.0)) else {
                break;
            };
            let leaf = leaves.swap_remove(at);
            let Some((_, sign, step)) = leaf.best else {
                break;
            };
            let (left, right): (Vec<u32>, Vec<u32>) = leaf
                .rows
                .iter()
                .partition(|row| rows.step(**row, sign) < step);
            let mut sums = [Sum::default(); 2];
            left.iter()
                .for_each(|row| sums[0].add(slopes[*row as usize]));
            sums[1] = leaf.sum.without(sums[0]);
            nodes[leaf.node] = Node::Split(sign, step as u8, nodes.len(), nodes.len() + 1);
            for (rows_here, sum) in [left, right].into_iter().zip(sums) {
                let best = self.best(rows, slopes, &rows_here, sum, &signs);
                leaves.push(Leaf {
                    rows: rows_here,
                    sum,
                    best,
                    node: nodes.len(),
                });
                nodes.push(Node::Leaf(0));
            }
        }
        for leaf in &leaves {
            let value = -leaf.sum.first / (leaf.sum.second + self.calm) * self.rate;
            nodes[leaf.node] = Node::Leaf((value * SCALE).round() as i32);
        }
        plant(&nodes, 0)
    }

    /// The step that gains most among these rows.
    fn best(
        &self,
        rows: &Rows,
        slopes: &[Sum],
        held: &[u32],
        whole: Sum,
        signs: &[usize],
    ) -> Option<(f64, usize, usize)> {
        if held.len() < 2 * self.rows {
            return None;
        }
        let worth = |sum: Sum| sum.first * sum.first / (sum.second + self.calm);
        let mut best: Option<(f64, usize, usize)> = None;
        for &sign in signs {
            let mut sums = [Sum::default(); STEPS];
            for &row in held {
                sums[rows.step(row, sign)].add(slopes[row as usize]);
            }
            let mut left = Sum::default();
            for step in 1..STEPS {
                left.add(sums[step - 1]);
                let right = whole.without(left);
                if left.rows < self.rows || right.rows < self.rows {
                    continue;
                }
                let gain = worth(left) + worth(right) - worth(whole);
                if gain > best.map_or(0.0, |(gain, ..)| gain) {
                    best = Some((gain, sign, step));
                }
            }
        }
        best
    }
}

fn plant(nodes: &[Node], at: usize) -> Tree {
    match nodes[at] {
        Node::Leaf(points) => Tree::Leaf(points),
        Node::Split(sign, step, left, right) => {
            let sides = (plant(nodes, left), plant(nodes, right));
            Tree::Split(sign, step, Box::new(sides))
        }
    }
}
