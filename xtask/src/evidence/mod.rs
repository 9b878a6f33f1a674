//! `cargo run --release -p xtask -F evidence -- evidence FOLDER[=WEIGHT]...`: the trees by which
//! the reader of HTML judges the lines of a page (`schemas/tables/evidence.tsv`).
//!
//! A folder holds pages and what is right for them: `html/` with `ground-truth/` (the form of the
//! public sets wcxb and aeb: the text of the page), or `pages/` with `gold/` (made pages: records
//! and the lines that are boilerplate). [`label`] tells for every line whether it is of the text;
//! [`trees`] are grown on the lines that the reader's rules keep. Before the table is written, the
//! same is done on two thirds of the sites at a time, and what it does on the last third is
//! printed.

mod label;
mod trees;

use anyhow::{Result, ensure};
use label::{Page, Truth};
use trees::{Growth, Rows};

/// Parts of the data, each judged by trees that were grown on the others.
const PARTS: usize = 3;

/// Characters outside links up to which a longer line weighs more.
const LONG: i32 = 400;

pub fn run(folders: &[String]) -> Result<()> {
    ensure!(
        !folders.is_empty(),
        "name folders with pages and what is right for them"
    );
    let mut pages = Vec::new();
    for folder in folders {
        let (path, weight) = folder.split_once('=').unwrap_or((folder, "1"));
        pages.extend(label::pages(path.as_ref(), weight.parse()?)?);
    }
    println!("{} pages", pages.len());
    let growth = Growth::default();
    let mut points: Vec<Vec<i32>> = Vec::new();
    points.resize_with(pages.len(), Vec::new);
    for part in 0..PARTS {
        let grown = growth.grow(&rows(pages.iter().filter(|page| page.part(PARTS) != part)));
        for (page, points) in pages.iter().zip(&mut points) {
            if page.part(PARTS) == part {
                let lines = page.lines.iter();
                *points = lines
                    .map(|line| trees::points(&grown, &line.signs))
                    .collect();
            }
        }
    }
    report(&pages, &points);
    let grown = growth.grow(&rows(pages.iter()));
    let lines: Vec<String> = grown.iter().map(trees::Tree::line).collect();
    let source = "Trees that judge the lines of a page (src/reader/html/trees.rs), grown by \
                  `xtask evidence` on wcxb-dev, aeb-dev and made pages.";
    crate::write_table("evidence.tsv", source, &lines)
}

/// The lines that are judged and known, each page weighing as much as another.
fn rows<'p>(pages: impl Iterator<Item = &'p Page>) -> Rows {
    let mut rows = Rows::default();
    for page in pages {
        let kept = || page.lines.iter().filter(|line| line.kept);
        let whole: i32 = kept().map(|line| line.chars).sum();
        for line in kept() {
            if let Some(truth) = line.truth {
                let share = f64::from(line.free.min(LONG) + 8) / f64::from(whole + 200);
                rows.add(&line.signs, truth == Truth::Text, share * page.weight);
            }
        }
    }
    rows
}

/// What the rules keep, and what is left of it when the evidence is weighed.
fn report(pages: &[Page], points: &[Vec<i32>]) {
    let mut kinds: Vec<&str> = pages.iter().map(|page| page.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    println!(
        "{:<24} {:>6} {:>9} {:>9}",
        "on sites not grown on", "pages", "by rules", "weighed"
    );
    for kind in kinds {
        let of_kind = pages
            .iter()
            .zip(points)
            .filter(|(page, _)| page.kind == kind);
        let scores: Vec<(f64, f64)> = of_kind
            .map(|(page, points)| {
                let left =
                    |(line, points): (&label::Line, &i32)| line.kept && *points >= line.least;
                let left: Vec<bool> = page.lines.iter().zip(points).map(left).collect();
                let kept: Vec<bool> = page.lines.iter().map(|line| line.kept).collect();
                (page.score(&kept), page.score(&left))
            })
            .collect();
        let mean =
            |of: fn(&(f64, f64)) -> f64| scores.iter().map(of).sum::<f64>() / scores.len() as f64;
        println!(
            "{kind:<24} {:>6} {:>9.4} {:>9.4}",
            scores.len(),
            mean(|s| s.0),
            mean(|s| s.1)
        );
    }
    println!("(made pages: share without boilerplate; others: F1 of words)");
}
