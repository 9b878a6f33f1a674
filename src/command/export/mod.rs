//! `annalist export [DIR] --to FILE`: a register for other tools.
//!
//! The activities are read one after the other and handed to a [`Writer`]; no
//! format holds them all. [`columns`] says what a row and what the lists of an
//! activity hold, for every format alike. A format is one file and one line of
//! [`FORMATS`].

mod calendar;
mod columns;
mod delimited;
mod filter;
mod linked;
mod links;
#[cfg(feature = "parquet")]
mod parquet;
mod sql;
#[cfg(feature = "sqlite")]
mod sqlite;
mod writer;
mod xlsx;

use crate::field::goal::distance;
use crate::record::Activity;
use crate::register::{self, Register};
use crate::write::whole::whole;
use anyhow::{Context, Error, Result, anyhow, bail, ensure};
use filter::ActivityFilter;
use std::fs::File;
use std::io::{BufRead, BufReader, Write, stderr};
use std::path::{Path, PathBuf};
use writer::{Manner, Writer};

/// Write a register for other tools: spreadsheets, databases, calendars
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  annalist export out --to register.csv --bom\n  \
    annalist export out --to kz.xlsx --country KZ --from 2023-01-01 --goal SD2 --stated\n  \
    annalist export out --to register.db        # SQLite, a build with --features sqlite\n  \
    annalist export out --to register.sql && sqlite3 register.db < register.sql"
)]
pub struct Arguments {
    /// Output folder of `annalist extract`
    #[arg(default_value = "out")]
    dir: PathBuf,
    /// File to write, in the format of its ending; `-` for standard output
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// The format: csv, tsv, xlsx, sql, db, parquet, jsonld or ics [default: by the ending of FILE]
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// Also write each list to a file of its own beside the first (csv, tsv); the links (parquet)
    #[arg(long)]
    tables: bool,
    /// Begin with a byte order mark, by which spreadsheets know UTF-8 (csv, tsv)
    #[arg(long)]
    bom: bool,
    #[command(flatten)]
    filter: ActivityFilter,
}

/// Opens a writer on an output.
type OpenWriter = for<'a> fn(&'a mut (dyn Write + Send), Manner) -> Result<Box<dyn Writer + 'a>>;

/// A format by its endings; the first is its name.
struct ExportFormat {
    endings: &'static [&'static str],
    open: OpenWriter,
}

const FORMATS: &[ExportFormat] = &[
    ExportFormat {
        endings: &["csv"],
        open: delimited::csv,
    },
    ExportFormat {
        endings: &["tsv", "tab"],
        open: delimited::tsv,
    },
    ExportFormat {
        endings: &["xlsx"],
        open: xlsx::open,
    },
    ExportFormat {
        endings: &["sql"],
        open: sql::open,
    },
    #[cfg(feature = "sqlite")]
    ExportFormat {
        endings: SQLITE.endings,
        open: sqlite::open,
    },
    #[cfg(feature = "parquet")]
    ExportFormat {
        endings: PARQUET.endings,
        open: parquet::open,
    },
    ExportFormat {
        endings: &["jsonld"],
        open: linked::open,
    },
    ExportFormat {
        endings: &["ics"],
        open: calendar::open,
    },
];

/// A format that only a build with a feature of Cargo writes.
struct Featured {
    endings: &'static [&'static str],
    feature: &'static str,
    /// The way without it.
    otherwise: &'static str,
}

const SQLITE: Featured = Featured {
    endings: &["db", "sqlite", "sqlite3"],
    feature: "sqlite",
    otherwise: "annalist export --to register.sql && sqlite3 register.db < register.sql",
};

const PARQUET: Featured = Featured {
    endings: &["parquet"],
    feature: "parquet",
    otherwise: "annalist export --to register.csv, of which DuckDB makes it: \
            COPY (FROM 'register.csv') TO 'register.parquet'",
};

/// Writes the export.
///
/// # Errors
/// Where the register cannot be read or the file cannot be written; then what was there stays.
pub fn run(arguments: &Arguments, out: &mut (dyn Write + Send)) -> Result<bool> {
    arguments.filter.check()?;
    let format = format(arguments)?;
    let to_screen = arguments.to.as_os_str() == "-";
    let scratch = scratch(&arguments.to);
    let manner = Manner {
        bom: arguments.bom,
        scratch: &scratch,
    };
    let write = |out: &mut (dyn Write + Send)| {
        let writer = (format.open)(out, manner)?;
        fill(arguments, writer)
    };
    match to_screen {
        true => write(out)?,
        false => whole(&arguments.to, write)?,
    }
    if arguments.tables {
        tables(arguments, format)?;
    }
    out.flush()?;
    Ok(true)
}

/// Where a format keeps what must wait: beside its file, which has room for it or has none; that
/// of temporary files where the output is no file.
fn scratch(to: &Path) -> PathBuf {
    let is_stream = to.as_os_str() == "-" || to.metadata().is_ok_and(|there| !there.is_file());
    match to.parent() {
        _ if is_stream => std::env::temp_dir(),
        Some(folder) if folder.is_dir() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// Writes every activity that is wanted, and the links between them.
fn fill(arguments: &Arguments, mut writer: Box<dyn Writer + '_>) -> Result<()> {
    let mut held = links::ExportedSet::default();
    each(&arguments.dir, &mut |activity| {
        if !arguments.filter.holds(activity) {
            return Ok(());
        }
        held.add(activity);
        writer.add(activity)
    })?;
    held.write(&arguments.dir, &mut *writer)?;
    if let Some(said) = writer.finish()? {
        // Standard error may be closed.
        drop(writeln!(stderr(), "annalist: {said}"));
    }
    Ok(())
}

fn format(arguments: &Arguments) -> Result<&'static ExportFormat> {
    let ending = arguments
        .to
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    let Some(wanted) = arguments.format.as_ref().or(ending.as_ref()) else {
        bail!(
            "say with --format how {} is to be written",
            arguments.to.display()
        );
    };
    let mut formats = FORMATS.iter();
    let found = formats.find(|format| format.endings.contains(&wanted.as_str()));
    found.ok_or_else(|| no_format(wanted))
}

/// Why there is no such format, and what to write instead.
fn no_format(wanted: &str) -> Error {
    let featured = [SQLITE, PARQUET];
    if let Some(known) = featured.iter().find(|f| f.endings.contains(&wanted)) {
        let Featured {
            feature, otherwise, ..
        } = known;
        return anyhow!(
            "this build does not write {wanted}: build one that does with \
             `cargo install --path . --features {feature}`, or without it: {otherwise}"
        );
    }
    let all = FORMATS.iter().map(|format| format.endings);
    let names: Vec<&str> = all.clone().filter_map(|all| all.first().copied()).collect();
    let nearest = all
        .chain(featured.iter().map(|f| f.endings))
        .flatten()
        .map(|ending| (distance(wanted, ending), *ending))
        .min()
        // Half of the letters may be wrong, as in `xls` or `parket`.
        .filter(|(edits, ending)| edits * 2 <= ending.len());
    let nearest = nearest.map_or(String::new(), |(_, name)| format!("; did you mean {name}?"));
    anyhow!(
        "no format is called {}; there are {}{nearest}",
        wanted.escape_debug(),
        names.join(", ")
    )
}

/// Each list, and the links, as a file of its own: `register.csv` has `register.people.csv` beside
/// it. Parquet holds the lists, so that only the links are beside it.
fn tables(arguments: &Arguments, format: &ExportFormat) -> Result<()> {
    let ending = format.endings.first().copied().unwrap_or_default();
    let delimiter = match ending {
        "csv" => b',',
        "tsv" => b'\t',
        #[cfg(feature = "parquet")]
        "parquet" => return beside(arguments, links::NAME, ending, parquet::links),
        _ => bail!("--tables is for csv, tsv and parquet; other formats hold their tables"),
    };
    for list in &columns::LISTS {
        beside(arguments, list.name, ending, |out| {
            delimited::list(list, out, delimiter, arguments.bom)
        })?;
    }
    beside(arguments, links::NAME, ending, |out| {
        delimited::links(out, delimiter, arguments.bom)
    })
}

/// A file beside the export.
fn beside(
    arguments: &Arguments,
    name: &str,
    ending: &str,
    open: impl for<'a> FnOnce(&'a mut (dyn Write + Send)) -> Result<Box<dyn Writer + 'a>>,
) -> Result<()> {
    ensure!(
        arguments.to.as_os_str() != "-",
        "--tables wants a file, not standard output"
    );
    let path = arguments.to.with_extension(format!("{name}.{ending}"));
    whole(&path, |out| {
        let writer = open(out)?;
        fill(arguments, writer)
    })
}

/// Every activity, in the order of the register.
fn each(dir: &Path, take: &mut dyn FnMut(&Activity) -> Result<()>) -> Result<()> {
    let list = dir.join("activities.jsonl");
    if !list.is_file() {
        for record in Register::open(dir)?.records()? {
            record?.activities.iter().try_for_each(&mut *take)?;
        }
        return Ok(());
    }
    let shown = || format!("cannot read {}", list.display());
    let mut reader = BufReader::with_capacity(1 << 18, File::open(&list).with_context(shown)?);
    let (mut line, mut number) = (Vec::new(), 0);
    while reader.read_until(b'\n', &mut line).with_context(shown)? > 0 {
        number += 1;
        let activity = register::activity(&line)
            .with_context(|| format!("{}, line {number}: no activity record", list.display()))?;
        take(&activity)?;
        line.clear();
    }
    Ok(())
}
