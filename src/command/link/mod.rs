//! `annalist link DIR`: activities that tell of the same thing.
//!
//! Writes `links.jsonl`, a pair a line, with kind, score and reasons; nothing is merged. The list
//! of activities is read once for their [`traits`], a few hundred bytes each; `pairs` finds what
//! belongs together, by the points of [`weigh`]; what a link shows is read again from the list.
//! Only activities of one day are held against each other, and of these only those that share
//! something rare, so that a register of any size takes a time in proportion.

mod pairs;
mod said;
mod sound;
mod traits;
mod weigh;

use crate::batch::disk::{Disk, shown};
use crate::link::{End, FILE, Link, LinkKind};
use crate::manifest;
use crate::record::{Activity, DocumentKind};
use crate::register::Lines;
use crate::source::short_digest;
use anyhow::Result;
use pairs::{FoundPair, pairs};
use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::{BufReader, Write};
use std::path::{Path, PathBuf};
use traits::ActivityTraits;

/// Find activities that tell of the same thing
///
/// Writes links.jsonl into the folder: pairs with kind, score and reasons. Nothing is merged.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  annalist link out\n  \
    annalist link out --fail-on conflict")]
pub struct Arguments {
    /// Output folder of `annalist extract`
    #[arg(default_value = "out")]
    dir: PathBuf,
    /// Exit with 1 where there is any of this
    #[arg(long, value_name = "WHAT")]
    fail_on: Option<FailOn>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum FailOn {
    /// A pair that does not agree in day, city or how many came
    Conflict,
}

/// Writes the links of a register; false where they are what `--fail-on` names.
///
/// # Errors
/// Where the register cannot be read or the file cannot be written.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let disk = Disk::open(&arguments.dir)?;
    disk.make_room()?;
    let lines = Lines::open(&arguments.dir)?;
    let all = read(&lines)?;
    let found = pairs(&all, &reports(&arguments.dir));
    let mut tally = LinkTally::default();
    disk.own_file(FILE, |out| {
        for pair in &found {
            let link = link(&lines, &all, pair)?;
            tally.count(&link);
            serde_json::to_writer(&mut *out, &link)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    })?;
    // Standard error may be closed.
    let file = shown(&arguments.dir.join(FILE)).to_string();
    drop(writeln!(
        std::io::stderr(),
        "annalist: {}",
        tally.told(&file)
    ));
    Ok(arguments.fail_on.is_none() || tally.conflicts == 0)
}

/// What was found, in numbers.
#[derive(Default)]
struct LinkTally {
    kinds: BTreeMap<LinkKind, usize>,
    conflicts: usize,
}

impl LinkTally {
    fn count(&mut self, link: &Link) {
        *self.kinds.entry(link.kind).or_default() += 1;
        self.conflicts += usize::from(!link.conflicts.is_empty());
    }

    fn told(&self, file: &str) -> String {
        let of = |kind| self.kinds.get(&kind).copied().unwrap_or_default();
        format!(
            "{} links in {file}: {} reports, {} same-page, {} same-event; {} in conflict",
            self.kinds.values().sum::<usize>(),
            of(LinkKind::Reports),
            of(LinkKind::SamePage),
            of(LinkKind::SameEvent),
            self.conflicts
        )
    }
}

fn read(lines: &Lines) -> Result<Vec<ActivityTraits>> {
    let mut all = Vec::new();
    lines.each(&mut |activity, start, length| {
        all.push(ActivityTraits::of(&activity, start, length));
        Ok(())
    })?;
    Ok(all)
}

/// Digests of the paths of sources that are reports.
fn reports(dir: &Path) -> HashSet<u64> {
    let mut reports = HashSet::new();
    if let Ok(file) = File::open(dir.join("manifest.json")) {
        // A list of activities may stand alone; without a manifest no source is a report.
        drop(manifest::each(BufReader::new(file), &mut |source| {
            if source.kind == Some(DocumentKind::Report) {
                reports.insert(short_digest(source.path.as_bytes()));
            }
        }));
    }
    reports
}

fn link(lines: &Lines, all: &[ActivityTraits], pair: &FoundPair) -> Result<Link> {
    let (a, b) = (&all[pair.a], &all[pair.b]);
    let read = |side: &ActivityTraits| lines.read(side.start, side.length);
    let (one, other) = (read(a)?, read(b)?);
    let words = pair.signs.iter().map(|sign| sign.words().to_owned());
    Ok(Link {
        kind: pair.kind,
        score: f64::from(pair.score.clamp(0, 100)) / 100.0,
        reasons: words.collect(),
        evidence: said::evidence(&pair.signs, &one, &other),
        a: end(one),
        b: end(other),
        conflicts: weigh::conflicts(a, b),
    })
}

fn end(activity: Activity) -> End {
    End {
        id: activity.id,
        path: activity.source.path,
        url: activity.source.url,
        title: activity.title,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traits(path: &str, page: &str) -> ActivityTraits {
        let record = crate::extract(page.as_bytes(), &crate::Hints::path(path)).unwrap();
        ActivityTraits::of(&record.activities[0], 0, 0)
    }

    fn kinds(all: &[ActivityTraits]) -> Vec<(usize, usize, LinkKind)> {
        let found = pairs(all, &HashSet::new());
        found
            .iter()
            .map(|pair| (pair.a, pair.b, pair.kind))
            .collect()
    }

    #[test]
    fn two_tellings_of_one_day_are_one_event_and_two_events_of_a_day_are_not() {
        let all = [
            traits(
                "a.txt",
                "Fair of children's books in Osh\n\nOn 3 June 2021 the city library of Osh opened a fair of books for 240 children.",
            ),
            traits(
                "b.txt",
                "Children's book fair\n\nThe city library of Osh held its book fair for children in Osh on 3 June 2021. 240 children came.",
            ),
            traits(
                "c.txt",
                "Lecture on old maps\n\nOn 3 June 2021 the museum of Naryn held a lecture on old maps for students in Naryn.",
            ),
        ];
        assert_eq!(kinds(&all), [(0, 1, LinkKind::SameEvent)]);
    }

    #[test]
    fn a_text_that_stands_twice_is_one_page() {
        let text = "Fair of books\n\nOn 3 June 2021 the city library of Osh opened a fair of \
                    books for the children of the town, who had waited for it since the spring.";
        let all = [traits("a.txt", text), traits("b/a-2.txt", text)];
        assert_eq!(kinds(&all), [(0, 1, LinkKind::SamePage)]);
    }
}
