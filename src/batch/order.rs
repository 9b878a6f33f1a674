//! Order: what came back in the order it was finished goes out in the order
//! of the run.
//!
//! What waits for its turn is held in memory while it is small and in a
//! temporary file when it is not; how much can wait is bounded by how far
//! tasks run ahead.

use super::task::Outcome;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};

/// Records larger than this wait in a file.
const SMALL: usize = 1 << 16;

/// What waits, by task and member.
#[derive(Debug, Default)]
pub struct OrderedQueue {
    task: u64,
    member: u64,
    waiting: BTreeMap<(u64, u64), Waiting>,
    /// How many members ended tasks have.
    ended: BTreeMap<u64, u64>,
}

#[derive(Debug)]
struct Waiting {
    outcome: Outcome,
    spilled: Option<File>,
}

impl OrderedQueue {
    /// Takes an outcome in; its turn may come later.
    pub fn put(&mut self, task: u64, mut outcome: Outcome) -> io::Result<()> {
        let mut spilled = None;
        if let Some(record) = outcome.record.take_if(|record| record.len() > SMALL) {
            let mut file = tempfile::tempfile()?;
            file.write_all(&record)?;
            spilled = Some(file);
        }
        self.waiting
            .insert((task, outcome.member), Waiting { outcome, spilled });
        Ok(())
    }

    /// All members of a task have been put.
    pub fn end(&mut self, task: u64, members: u64) {
        self.ended.insert(task, members);
    }

    /// The next outcome whose turn has come, with its task.
    pub fn release(&mut self) -> io::Result<Option<(u64, Outcome)>> {
        loop {
            let at = (self.task, self.member + 1);
            if let Some(waiting) = self.waiting.remove(&at) {
                self.member += 1;
                return Ok(Some((self.task, waiting.back()?)));
            }
            match self.ended.get(&self.task) {
                Some(&members) if self.member >= members => {
                    self.ended.remove(&self.task);
                    self.task += 1;
                    self.member = 0;
                }
                _ => return Ok(None),
            }
        }
    }
}

impl Waiting {
    fn back(mut self) -> io::Result<Outcome> {
        if let Some(mut file) = self.spilled {
            let mut record = Vec::new();
            file.seek(SeekFrom::Start(0))?;
            file.read_to_end(&mut record)?;
            self.outcome.record = Some(record);
        }
        Ok(self.outcome)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::Status;

    #[test]
    fn whatever_comes_first_goes_out_in_order() {
        let outcome = |member: u64, size: usize| Outcome {
            record: Some(vec![b'x'; size]),
            ..Outcome::without(member, format!("m{member}"), Status::Ok, "", "")
        };
        let mut order = OrderedQueue::default();
        let mut out = Vec::new();
        let mut release = |order: &mut OrderedQueue| {
            while let Some((task, outcome)) = order.release().unwrap() {
                out.push((task, outcome.member, outcome.record.unwrap().len()));
            }
        };
        order.put(1, outcome(1, 5)).unwrap();
        order.end(1, 1);
        order.put(0, outcome(2, SMALL + 1)).unwrap();
        release(&mut order);
        order.put(0, outcome(1, 7)).unwrap();
        release(&mut order);
        order.end(0, 2);
        order.end(2, 0);
        release(&mut order);
        order.put(3, outcome(1, 1)).unwrap();
        release(&mut order);
        assert_eq!(out, [(0, 1, 7), (0, 2, SMALL + 1), (1, 1, 5), (3, 1, 1)]);
    }
}
