//! Whole pages (text, tables, reading order) beside the engine's bare load of the same files:
//! `cargo bench --bench pdf`. The loader reads objects and no content at all.
//! Peak memory is `benches/memory.py`.

use annalist::budget::Budget;
use annalist::diagnostic::Diagnostics;
use annalist::reader::pdf;
use annalist::source::{Hints, Source};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use hayro_syntax::Pdf;
use std::hint::black_box;
use std::path::{Path, PathBuf};

/// The evaluation data: beside the checkout, or where `ANNALIST_SHARED` says.
fn shared() -> PathBuf {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");
    std::env::var_os("ANNALIST_SHARED").map_or_else(|| PathBuf::from(beside), PathBuf::from)
}

/// The files of a folder that can be opened without a password, and how many pages they have.
fn files(folder: &Path) -> (Vec<Vec<u8>>, u64) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        println!("{} is not here: no files from it", folder.display());
        return (Vec::new(), 0);
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "pdf"));
    paths.sort();
    let bytes = paths.iter().filter_map(|path| std::fs::read(path).ok());
    let opened: Vec<(Vec<u8>, usize)> = bytes
        .filter_map(|bytes| {
            let pages = Pdf::new(bytes.clone()).ok()?.pages().len();
            Some((bytes, pages))
        })
        .collect();
    let pages = opened.iter().map(|(_, pages)| *pages as u64).sum();
    (opened.into_iter().map(|(bytes, _)| bytes).collect(), pages)
}

fn compare(criterion: &mut Criterion, name: &str, folder: &Path) {
    let (files, pages) = files(folder);
    if files.is_empty() {
        return;
    }
    let mut group = criterion.benchmark_group(name);
    group
        .sample_size(10)
        .throughput(Throughput::Elements(pages));
    group.bench_function("load", |bencher| {
        bencher.iter(|| {
            for bytes in &files {
                black_box(Pdf::new(bytes.clone()).ok());
            }
        });
    });
    group.bench_function("read", |bencher| {
        let hints = Hints::path("report.pdf");
        bencher.iter(|| {
            for bytes in &files {
                let source = Source {
                    bytes,
                    hints: &hints,
                    password: None,
                    sites: None,
                };
                let _ = black_box(pdf::read(
                    &source,
                    &Budget::default(),
                    &mut Diagnostics::default(),
                ));
            }
        });
    });
    group.finish();
}

fn benches(criterion: &mut Criterion) {
    compare(
        criterion,
        "reports and news",
        &shared().join("data/pdf-reports"),
    );
    compare(
        criterion,
        "tables of documents",
        &shared().join("data/icdar2013-eu"),
    );
}

criterion_group!(pages, benches);
criterion_main!(pages);
