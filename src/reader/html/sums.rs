//! Sums over the runs of a page, so that any part of it is measured in two steps.

use std::ops::Range;

/// Sums over runs from the first on.
pub struct Sums(Vec<u64>);

impl Sums {
    pub fn of(values: impl Iterator<Item = u32>) -> Sums {
        let mut total = 0;
        let mut sums = vec![0];
        for value in values {
            total += u64::from(value);
            sums.push(total);
        }
        Sums(sums)
    }

    /// The sum over a range of runs.
    pub fn over(&self, runs: Range<usize>) -> u64 {
        self.0[runs.end] - self.0[runs.start.min(runs.end)]
    }

    pub fn total(&self) -> u64 {
        self.0.last().copied().unwrap_or(0)
    }
}
