//! `annalist link DIR`: activities that tell of the same thing.
//!
//! Writes `links.jsonl`, a pair a line, with kind, score and reasons; nothing
//! is merged. A report's row that carries the address of a page `reports` it;
//! two captures or prints are the `same-page`; where day, place, names and
//! words agree it is the `same-event`. Only activities of one day are held
//! against each other, and of these only those that share something rare, so
//! that a register of any size takes a time in proportion.

mod traits;

use crate::batch::disk::{Disk, shown};
use crate::link::{End, FILE, Link, LinkKind};
use crate::manifest::Manifest;
use crate::record::{Activity, DocumentKind};
use crate::register::Register;
use anyhow::{Context, Result};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use traits::{Rarity, Traits};

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
    /// A pair that does not agree in day or place
    Conflict,
}

/// What speaks for and against one event, in hundredths. Set by hand on pairs of made news and
/// reports; a share is of the rarer words of the shorter side.
const WEIGHTS: [(Sign, i32); 9] = [
    (Sign::Days, 20),
    (Sign::FirstDay, 12),
    (Sign::City, 20),
    (Sign::OtherCity, -40),
    (Sign::OtherCountry, -40),
    (Sign::Title, 45),
    (Sign::Organizations, 20),
    (Sign::People, 25),
    (Sign::Number, 10),
];
/// From here on it is one event.
const ENOUGH: i32 = 60;
/// More activities of a day share a word than this: it tells nothing.
const COMMON: usize = 40;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Sign {
    Days,
    FirstDay,
    City,
    OtherCity,
    OtherCountry,
    Title,
    Organizations,
    People,
    Number,
}

impl Sign {
    fn words(self) -> &'static str {
        match self {
            Sign::Days => "the days agree",
            Sign::FirstDay => "the first day agrees",
            Sign::City => "the city agrees",
            Sign::OtherCity => "the cities differ",
            Sign::OtherCountry => "the countries differ",
            Sign::Title => "words of the titles agree",
            Sign::Organizations => "organizations agree",
            Sign::People => "people agree",
            Sign::Number => "a number agrees",
        }
    }
}

/// Writes the links of a register; false where they are what `--fail-on` names.
///
/// # Errors
/// Where the register cannot be read or the file cannot be written.
pub fn run(arguments: &Arguments) -> Result<bool> {
    let disk = Disk::open(&arguments.dir)?;
    disk.make_room()?;
    let all = read(&arguments.dir)?;
    let links = links(&all, &reports(&arguments.dir));
    disk.own_file(FILE, |out| {
        for link in &links {
            serde_json::to_writer(&mut *out, link)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    })?;
    let count = |kind| links.iter().filter(|link| link.kind == kind).count();
    let conflicts = links
        .iter()
        .filter(|link| !link.conflicts.is_empty())
        .count();
    let words = format!(
        "annalist: {} links in {}: {} reports, {} same-page, {} same-event; {conflicts} in conflict",
        links.len(),
        shown(&arguments.dir.join(FILE)),
        count(LinkKind::Reports),
        count(LinkKind::SamePage),
        count(LinkKind::SameEvent)
    );
    // Standard error may be closed.
    drop(writeln!(std::io::stderr(), "{words}"));
    Ok(arguments.fail_on.is_none() || conflicts == 0)
}

fn read(dir: &Path) -> Result<Vec<Traits>> {
    let list = dir.join("activities.jsonl");
    let mut all = Vec::new();
    if !list.is_file() {
        for record in Register::open(dir)?.records()? {
            all.extend(record?.activities.iter().map(Traits::of));
        }
        return Ok(all);
    }
    let file = File::open(&list).with_context(|| format!("cannot read {}", shown(&list)))?;
    for (at, line) in BufReader::with_capacity(1 << 16, file).lines().enumerate() {
        let activity: Activity = serde_json::from_str(&line?)
            .with_context(|| format!("line {} of activities.jsonl is no record", at + 1))?;
        all.push(Traits::of(&activity));
    }
    Ok(all)
}

/// Paths of sources that are reports.
fn reports(dir: &Path) -> HashSet<String> {
    let manifest = std::fs::read(dir.join("manifest.json")).ok();
    let manifest = manifest.and_then(|text| serde_json::from_slice::<Manifest>(&text).ok());
    let sources = manifest
        .map(|manifest| manifest.sources)
        .unwrap_or_default();
    let of_reports = sources
        .into_iter()
        .filter(|s| s.kind == Some(DocumentKind::Report));
    of_reports.map(|source| source.path).collect()
}

/// All links, in the order of the register.
fn links(all: &[Traits], reports: &HashSet<String>) -> Vec<Link> {
    let rarity = Rarity::of(all);
    let mut found: BTreeMap<(usize, usize), (LinkKind, i32, Vec<String>)> = BTreeMap::new();
    carried(all, reports, &rarity, &mut found);
    same_pages(all, &mut found);
    same_events(all, &rarity, &mut found);
    let links = found.into_iter().map(|((a, b), (kind, score, reasons))| {
        let (a, b) = (&all[a], &all[b]);
        let score = f64::from(score.clamp(0, 100)) / 100.0;
        Link {
            kind,
            score,
            a: end(a),
            b: end(b),
            reasons,
            conflicts: conflicts(a, b),
        }
    });
    links.collect()
}

fn end(traits: &Traits) -> End {
    End {
        id: traits.id.clone(),
        path: traits.path.clone(),
        url: traits.url.clone(),
        title: traits.title.clone(),
    }
}

type Found = BTreeMap<(usize, usize), (LinkKind, i32, Vec<String>)>;

/// Rows of reports and the pages whose address they carry.
fn carried(all: &[Traits], reports: &HashSet<String>, rarity: &Rarity, found: &mut Found) {
    let mut pages: HashMap<u64, Vec<usize>> = HashMap::new();
    for (at, traits) in all.iter().enumerate() {
        if traits.url.is_some() && !reports.contains(&traits.path) {
            pages.entry(traits.page).or_default().push(at);
        }
    }
    for (row, traits) in all
        .iter()
        .enumerate()
        .filter(|(_, t)| reports.contains(&t.path))
    {
        let mut met = HashSet::new();
        for page in traits.leads.iter().filter(|page| met.insert(**page)) {
            let told = pages.get(page).map(Vec::as_slice).unwrap_or_default();
            let score = |at: usize| signs(traits, &all[at], rarity).0;
            // Of a page with several the one that is most like the row.
            let best = told
                .iter()
                .copied()
                .max_by_key(|at| (score(*at), std::cmp::Reverse(*at)));
            if let Some(at) = best {
                let address = all[at].url.clone().unwrap_or_default();
                let reason = format!("the row carries the address {address}");
                found.insert((row, at), (LinkKind::Reports, 100, vec![reason]));
            }
        }
    }
}

/// Captures of one page: each with the first.
fn same_pages(all: &[Traits], found: &mut Found) {
    let mut first: HashMap<u64, usize> = HashMap::new();
    for (at, traits) in all
        .iter()
        .enumerate()
        .filter(|(_, traits)| traits.is_activity)
    {
        let first = *first.entry(traits.key).or_insert(at);
        let (a, b) = (&all[first], traits);
        let alike = a.words == b.words || (a.url.is_some() && a.days == b.days);
        if first != at && a.path != b.path && alike {
            let reason = "the page is the same".to_owned();
            found.insert((first, at), (LinkKind::SamePage, 100, vec![reason]));
        }
    }
}

/// Activities of one day that agree in more.
fn same_events(all: &[Traits], rarity: &Rarity, found: &mut Found) {
    let mut days: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, traits) in all
        .iter()
        .enumerate()
        .filter(|(_, traits)| traits.is_activity)
    {
        if let Some((first, _)) = &traits.days {
            days.entry(first).or_default().push(at);
        }
    }
    for of_day in days.values() {
        for (a, b) in candidates(all, of_day) {
            if all[a].path == all[b].path
                || found.contains_key(&(a, b))
                || found.contains_key(&(b, a))
            {
                continue;
            }
            let (score, reasons) = signs(&all[a], &all[b], rarity);
            if score >= ENOUGH {
                let reasons = reasons
                    .into_iter()
                    .map(|sign| sign.words().to_owned())
                    .collect();
                found.insert((a, b), (LinkKind::SameEvent, score, reasons));
            }
        }
    }
}

/// Pairs of a day that share a word that few of that day have.
fn candidates(all: &[Traits], of_day: &[usize]) -> BTreeSet<(usize, usize)> {
    let mut having: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for &at in of_day {
        let traits = &all[at];
        let lists = [
            &traits.words,
            &traits.organizations,
            &traits.people,
            &traits.numbers,
        ];
        for word in lists.into_iter().flatten() {
            having.entry(*word).or_default().push(at);
        }
    }
    let mut pairs = BTreeSet::new();
    for rows in having.values().filter(|rows| rows.len() <= COMMON) {
        for (i, &a) in rows.iter().enumerate() {
            pairs.extend(rows[i + 1..].iter().filter(|b| **b != a).map(|b| (a, *b)));
        }
    }
    pairs
}

/// What speaks for and against one event, and the sum of it.
fn signs(a: &Traits, b: &Traits, rarity: &Rarity) -> (i32, Vec<Sign>) {
    let mut signs: Vec<(Sign, i32)> = Vec::new();
    let mut add = |sign: Sign, share: i32| signs.push((sign, share));
    match (&a.days, &b.days) {
        (Some(one), Some(other)) if one == other => add(Sign::Days, 100),
        (Some(one), Some(other)) if one.0 == other.0 => add(Sign::FirstDay, 100),
        _ => {}
    }
    match (&a.city, &b.city) {
        (Some(one), Some(other)) if one == other => add(Sign::City, 100),
        (Some(_), Some(_)) => add(Sign::OtherCity, 100),
        _ => {}
    }
    if let (Some(one), Some(other)) = (&a.country, &b.country)
        && one != other
    {
        add(Sign::OtherCountry, 100);
    }
    let shares = [
        (Sign::Title, rarity.share(&a.words, &b.words)),
        (
            Sign::Organizations,
            rarity.share(&a.organizations, &b.organizations),
        ),
        (Sign::People, rarity.share(&a.people, &b.people)),
    ];
    for (sign, share) in shares {
        if let Some(share) = share.filter(|share| *share >= 30) {
            add(sign, share);
        }
    }
    if a.numbers
        .iter()
        .any(|number| b.numbers.binary_search(number).is_ok())
    {
        add(Sign::Number, 100);
    }
    let weight = |sign: Sign| {
        WEIGHTS
            .iter()
            .find(|(s, _)| *s == sign)
            .map_or(0, |(_, w)| *w)
    };
    let sum = signs
        .iter()
        .map(|(sign, share)| weight(*sign) * share / 100)
        .sum();
    let speaks = signs.into_iter().map(|(sign, _)| sign).collect();
    (sum, speaks)
}

/// What two that tell of the same thing do not agree in.
fn conflicts(a: &Traits, b: &Traits) -> Vec<String> {
    let mut all = Vec::new();
    if let (Some(one), Some(other)) = (&a.days, &b.days)
        && (one.1 < other.0 || other.1 < one.0)
    {
        all.push("/date".to_owned());
    }
    if let (Some(one), Some(other)) = (&a.city, &b.city)
        && one != other
        && !a.online
        && !b.online
    {
        all.push("/place/city".to_owned());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn traits(path: &str, page: &str) -> Traits {
        let record = crate::extract(page.as_bytes(), &crate::Hints::path(path)).unwrap();
        Traits::of(&record.activities[0])
    }

    #[test]
    fn names_are_alike_in_two_scripts() {
        assert_eq!(traits::latin("шахиста алиева"), "shahista alieva");
        assert_eq!(traits::latin("алматы"), traits::latin("almaty"));
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
        let links = links(&all, &HashSet::new());
        let ends: Vec<(&str, &str)> = links
            .iter()
            .map(|l| (l.a.path.as_str(), l.b.path.as_str()))
            .collect();
        assert_eq!(ends, [("a.txt", "b.txt")]);
        assert_eq!(links[0].kind, LinkKind::SameEvent);
    }
}
