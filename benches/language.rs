//! Language detection against the crate `whatlang`, on the same texts.
//!
//! `cargo bench --bench language` prints the time of both for the whole set and their ratio. The
//! texts are the lines of `../shared/gold/dates-dev.jsonl` beside the checkout (`ANNALIST_SHARED`
//! names another place), else the project's own sentences.

use criterion::Criterion;
use std::fs;
use std::hint::black_box;
use std::time::Instant;

fn texts() -> Vec<String> {
    let shared = std::env::var("ANNALIST_SHARED")
        .unwrap_or(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").into());
    let Ok(lines) = fs::read_to_string(format!("{shared}/gold/dates-dev.jsonl")) else {
        println!("{shared} is absent; measuring on xtask/samples/language");
        return samples();
    };
    let text = |line| {
        serde_json::from_str::<serde_json::Value>(line).ok()?["text"]
            .as_str()
            .map(str::to_owned)
    };
    lines.lines().filter_map(text).collect()
}

fn samples() -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/xtask/samples/language");
    let files = fs::read_dir(folder).expect("the samples are part of the repository");
    let mut texts: Vec<String> = files
        .filter_map(|entry| fs::read_to_string(entry.ok()?.path()).ok())
        .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
        .collect();
    texts.sort();
    texts
}

fn ours(texts: &[String]) {
    for text in texts {
        black_box(annalist::field::language::detect(text));
    }
}

fn theirs(texts: &[String]) {
    for text in texts {
        black_box(whatlang::detect(text));
    }
}

/// Seconds of the fastest of twenty passes.
fn fastest(texts: &[String], run: fn(&[String])) -> f64 {
    let pass = |_| {
        let start = Instant::now();
        run(texts);
        start.elapsed().as_secs_f64()
    };
    (0..20).map(pass).fold(f64::INFINITY, f64::min)
}

fn main() {
    let texts = texts();
    let mut criterion = Criterion::default().configure_from_args();
    criterion.bench_function("language/annalist", |b| b.iter(|| ours(&texts)));
    criterion.bench_function("language/whatlang", |b| b.iter(|| theirs(&texts)));
    criterion.final_summary();
    println!(
        "whatlang takes {:.1} times as long",
        fastest(&texts, theirs) / fastest(&texts, ours)
    );
}
