//! Reading a page, and the whole extraction of its record, beside the bare parse of
//! the same page: `cargo bench --bench html`. Elements are pages, bytes those of the pages as saved.

use annalist::budget::Budget;
use annalist::decode::decode;
use annalist::diagnostic::Diagnostics;
use annalist::reader::html;
use annalist::source::{Hints, Source};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Pages of one run; enough for every kind, few enough for a minute.
const PAGES: usize = 200;

/// The evaluation data: beside the checkout, or where `ANNALIST_SHARED` says.
fn shared() -> PathBuf {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../shared");
    std::env::var_os("ANNALIST_SHARED").map_or_else(|| PathBuf::from(beside), PathBuf::from)
}

/// Every nth page of a folder, unpacked.
fn pages(folder: &Path) -> Vec<Vec<u8>> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        println!("{} is not here: no pages from it", folder.display());
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.retain(|path| path.to_string_lossy().contains(".html"));
    paths.sort();
    let step = paths.len().div_ceil(PAGES).max(1);
    paths
        .iter()
        .step_by(step)
        .filter_map(|path| unpacked(path))
        .collect()
}

fn unpacked(path: &Path) -> Option<Vec<u8>> {
    let bytes = std::fs::read(path).ok()?;
    if path.extension().is_none_or(|ending| ending != "gz") {
        return Some(bytes);
    }
    let mut page = Vec::new();
    flate2::read::GzDecoder::new(&bytes[..])
        .read_to_end(&mut page)
        .ok()?;
    Some(page)
}

fn compare(criterion: &mut Criterion, name: &str, pages: &[Vec<u8>]) {
    if pages.is_empty() {
        return;
    }
    let mut group = criterion.benchmark_group(name);
    let (elements, bytes) = (
        pages.len() as u64,
        pages.iter().map(|page| page.len() as u64).sum(),
    );
    group
        .sample_size(10)
        .throughput(Throughput::ElementsAndBytes { elements, bytes });
    group.bench_function("parse", |bencher| {
        bencher.iter(|| {
            for page in pages {
                black_box(scraper::Html::parse_document(&decode(page, None).text));
            }
        });
    });
    group.bench_function("read", |bencher| {
        let hints = Hints::path("page.html");
        bencher.iter(|| {
            for page in pages {
                let source = Source {
                    bytes: page,
                    hints: &hints,
                    password: None,
                    sites: None,
                };
                let _ = black_box(html::read(
                    &source,
                    &Budget::default(),
                    &mut Diagnostics::default(),
                ));
            }
        });
    });
    group.bench_function("extract", |bencher| {
        let hints = Hints::path("page.html");
        bencher.iter(|| {
            for page in pages {
                let _ = black_box(annalist::extract(page, &hints));
            }
        });
    });
    group.finish();
}

fn html(criterion: &mut Criterion) {
    let own = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures"));
    for folder in [
        own.join("article"),
        own.join("listing"),
        shared().join("gold/pages"),
        shared().join("data/wcxb-dev/html"),
    ] {
        let name = folder.iter().rev().take(2).collect::<Vec<_>>();
        let name: Vec<_> = name
            .iter()
            .rev()
            .map(|part| part.to_string_lossy())
            .collect();
        compare(criterion, &name.join("-"), &pages(&folder));
    }
}

criterion_group!(benches, html);
criterion_main!(benches);
