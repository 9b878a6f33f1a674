//! The self-contained page: a template, a style, a script, and the register as JSON.
//!
//! Nothing is fetched and nothing from the register is ever parsed as markup:
//! the template escapes by default, JSON stands in data blocks without a `<`,
//! and the script makes text nodes only. The content policy allows the one
//! script and the one style by their digests.

use super::figures::{Figures, TimelinePeriod, name};
use super::links::{self, LinkedPair};
use super::places::Places;
use crate::register::Register;
use crate::write::terminal::visible;
use anyhow::{Context, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment};
use serde::Serialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Write;

/// The gap between bars, of the width of one, and its bounds in units of the drawing.
const GAP: f64 = 0.12;
const NARROWEST: f64 = 0.4;
const WIDEST: f64 = 6.0;
/// Coordinates are written in tenths: finer ones only make the page longer.
const TENTHS: f64 = 10.0;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");
/// Where the register goes. The template writes no `<` of the register's, so that neither
/// mark can come from there.
const INDEX: &str = "<!--index-->";
const SOURCES: &str = "<!--sources-->";

/// Reads the register and writes the page.
pub fn write(register: &Register, places: &Places, out: &mut dyn Write) -> Result<()> {
    let mut figures = Figures::default();
    for record in register.records()? {
        figures.add(&record?);
    }
    figures.close();
    let read = figures.sources.len();
    if let Some(manifest) = register.manifest() {
        figures.add_manifest(&manifest);
    }
    let pairs = links::pairs(register, &mut figures)?;
    let page = rendered(&figures)?;
    let (head, rest) = page
        .split_once(INDEX)
        .context("the page has no place for its index")?;
    let (script, foot) = rest
        .split_once(SOURCES)
        .context("the page has no place for its sources")?;
    out.write_all(head.as_bytes())?;
    out.write_all(index(&figures, places, &pairs)?.as_bytes())?;
    out.write_all(script.as_bytes())?;
    for (number, record) in register.records()?.take(read).enumerate() {
        let block = data_block(&serde_json::to_string(&record?)?);
        writeln!(
            out,
            "<script type=\"application/json\" id=\"source-{number}\">{block}</script>"
        )?;
    }
    out.write_all(foot.as_bytes())?;
    Ok(())
}

/// JSON that cannot end the element it stands in.
fn data_block(json: &str) -> String {
    json.replace('<', "\\u003c")
}

/// What the script needs before a record is opened.
fn index(figures: &Figures, places: &Places, pairs: &[LinkedPair]) -> Result<String> {
    let countries: BTreeMap<String, String> = figures
        .matrix()
        .into_iter()
        .map(|row| (row.code.clone(), name(&row.code)))
        .collect();
    let sources: Vec<&str> = figures
        .sources
        .iter()
        .map(|source| source.path.as_str())
        .collect();
    let links: Vec<Option<String>> = sources.iter().map(|path| places.link(path)).collect();
    let periods = figures.periods().into_iter().map(|period| period.period);
    let index = json!({
        "countries": countries,
        "sources": sources,
        "links": links,
        "periods": periods.collect::<Vec<_>>(),
        "lines": figures.lines,
        "pairs": pairs,
    });
    Ok(data_block(&serde_json::to_string(&index)?))
}

fn rendered(figures: &Figures) -> Result<String> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_filter("grouped", grouped);
    environment.add_filter("month", |period: String| month(&period));
    environment.add_filter("shown", |text: String| visible(&text).into_owned());
    environment.add_filter("words", |text: String| text.replace(['-', '_'], " "));
    environment.add_template("page", PAGE)?;
    let periods = figures.periods();
    let (chart, bars) = chart(&periods);
    let page = environment.get_template("page")?.render(Serde(json!({
        "version": env!("CARGO_PKG_VERSION"),
        "style": STYLE,
        "script": SCRIPT,
        "style_hash": digest(STYLE),
        "script_hash": digest(SCRIPT),
        "totals": figures.totals,
        "columns": figures.columns(),
        "rows": figures.matrix(),
        "doubts": figures.doubts(),
        "sources": figures.sources,
        "chart": chart,
        "bars": bars,
    })))?;
    Ok(page)
}

/// As a content policy names a source (CSP level 3).
fn digest(text: &str) -> String {
    format!(
        "sha256-{}",
        STANDARD.encode(Sha256::digest(text.as_bytes()))
    )
}

/// 12345 → 12 345, with a thin space.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

/// `2021-05` → May 2021.
fn month(period: &str) -> String {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let named = period.split_once('-').and_then(|(year, month)| {
        let month = NAMES.get(month.parse::<usize>().ok()?.checked_sub(1)?)?;
        Some(format!("{month} {year}"))
    });
    named.unwrap_or_else(|| period.to_owned())
}

/// Measures of the time line in its own units.
#[derive(Serialize)]
struct Chart {
    width: usize,
    height: usize,
    left: usize,
    /// The line on which bars stand.
    base: usize,
    unit: &'static str,
    ticks: Vec<Tick>,
}

#[derive(Serialize)]
struct Tick {
    y: f64,
    count: usize,
}

#[derive(Serialize)]
struct ChartBar<'p> {
    period: &'p str,
    stated: usize,
    inferred: usize,
    x: f64,
    width: f64,
    gap: f64,
    stated_y: f64,
    stated_height: f64,
    inferred_y: f64,
    inferred_height: f64,
    label: Option<&'p str>,
}

const WIDTH: usize = 960;
const HEIGHT: usize = 230;
const LEFT: usize = 40;
/// Half a label's width: the last one stands in the middle of its bar.
const RIGHT: usize = 26;
const TOP: f64 = 12.0;
const BASE: usize = 200;

fn chart(periods: &[TimelinePeriod]) -> (Chart, Vec<ChartBar<'_>>) {
    let most = periods
        .iter()
        .map(|period| period.stated + period.inferred)
        .max()
        .unwrap_or(0)
        .max(1);
    let step = tick(most);
    let top = most.div_ceil(step) * step;
    let scale = (BASE as f64 - TOP) / top as f64;
    let width = (WIDTH - LEFT - RIGHT) as f64 / periods.len().max(1) as f64;
    let every = periods.len().div_ceil(12).max(1);
    let bars = periods.iter().enumerate().map(|(index, period)| ChartBar {
        label: index
            .is_multiple_of(every)
            .then_some(period.period.as_str()),
        ..bar(period, LEFT as f64 + index as f64 * width, width, scale)
    });
    let ticks = (0..=top / step).map(|n| Tick {
        y: round(BASE as f64 - (n * step) as f64 * scale),
        count: n * step,
    });
    let unit = if periods.iter().any(|period| period.period.len() > 4) {
        "month"
    } else {
        "year"
    };
    (
        Chart {
            width: WIDTH,
            height: HEIGHT,
            left: LEFT,
            base: BASE,
            unit,
            ticks: ticks.collect(),
        },
        bars.collect(),
    )
}

/// A bar from `x` on: what is stated below, what is inferred on top of it.
fn bar(period: &TimelinePeriod, x: f64, width: f64, scale: f64) -> ChartBar<'_> {
    let (stated, inferred) = (period.stated as f64 * scale, period.inferred as f64 * scale);
    ChartBar {
        period: &period.period,
        stated: period.stated,
        inferred: period.inferred,
        x: round(x),
        width: round(width),
        gap: round((width * GAP).clamp(NARROWEST, WIDEST)),
        stated_y: round(BASE as f64 - stated),
        stated_height: round(stated),
        inferred_y: round(BASE as f64 - stated - inferred),
        inferred_height: round(inferred),
        label: None,
    }
}

fn round(value: f64) -> f64 {
    (value * TENTHS).round() / TENTHS
}

/// 1, 2 or 5 times a power of ten, so that there are at most five ticks.
fn tick(most: usize) -> usize {
    let steps = (0..18).flat_map(|power| [1, 2, 5].map(|digit| digit * 10usize.pow(power)));
    steps
        .into_iter()
        .find(|step| most.div_ceil(*step) <= 5)
        .unwrap_or(most)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_months_and_ticks_read_well() {
        assert_eq!(grouped(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(grouped(12), "12");
        assert_eq!(month("2021-05"), "May 2021");
        assert_eq!(month("2021"), "2021");
        assert_eq!([1, 5, 6, 11, 430].map(tick), [1, 1, 2, 5, 100]);
    }

    #[test]
    fn a_data_block_cannot_end_its_element() {
        let json = serde_json::to_string("</script><script>alert(1)</script><!--").unwrap();
        let block = data_block(&json);
        assert!(!block.contains('<'));
        assert_eq!(
            serde_json::from_str::<String>(&block).unwrap(),
            "</script><script>alert(1)</script><!--"
        );
    }
}
