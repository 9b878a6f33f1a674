//! `annalist export [DIR] --to FILE`: a register for other tools.
//!
//! The activities are read one after the other and handed to a [`Writer`]; no
//! format holds them all. [`columns`] says what a row and what the lists of an
//! activity hold, for every format alike. A format is one file and one line of
//! [`FORMATS`].

mod calendar;
mod columns;
mod delimited;
mod linked;
mod sql;
mod xlsx;

use crate::record::{Activity, CountryBasis, GoalBasis};
use crate::register::Register;
use crate::write::whole::whole;
use anyhow::{Context, Result, bail, ensure};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

/// Write a register for other tools: spreadsheets, databases, calendars
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  annalist export out --to register.csv --bom\n  \
    annalist export out --to kz.xlsx --country KZ --from 2023-01-01 --goal SD2 --stated\n  \
    annalist export out --to register.sql && sqlite3 register.db < register.sql"
)]
pub struct Arguments {
    /// Output folder of `annalist extract`
    #[arg(default_value = "out")]
    dir: PathBuf,
    /// File to write, in the format of its ending; `-` for standard output
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
    /// The format: csv, tsv, xlsx, sql, jsonld or ics [default: by the ending of the file]
    #[arg(long, value_name = "FORMAT")]
    format: Option<String>,
    /// Also write each list to a file of its own beside the first (csv, tsv)
    #[arg(long)]
    tables: bool,
    /// Begin with a byte order mark, by which spreadsheets know UTF-8 (csv, tsv)
    #[arg(long)]
    bom: bool,
    #[command(flatten)]
    filter: Filter,
}

/// Which activities are exported.
#[derive(Debug, Default, clap::Args)]
struct Filter {
    /// Only what this country reports, or what happened there (ISO 3166-1 alpha-2)
    #[arg(long, value_name = "CODE")]
    country: Vec<String>,
    /// Only what ended on this day or later
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Only what began on this day or earlier
    #[arg(long, value_name = "DAY")]
    until: Option<String>,
    /// Only what serves this goal
    #[arg(long, value_name = "CODE")]
    goal: Vec<String>,
    /// Let only what is stated count for --country and --goal
    #[arg(long)]
    stated: bool,
}

/// Takes activities one by one.
pub trait Writer {
    fn add(&mut self, activity: &Activity) -> Result<()>;
    fn finish(self: Box<Self>) -> Result<()>;
}

/// How a file is to be written.
#[derive(Clone, Copy, Debug)]
pub struct Manner {
    pub bom: bool,
}

/// Opens a writer on an output.
type Open = for<'a> fn(&'a mut (dyn Write + Send), Manner) -> Result<Box<dyn Writer + 'a>>;

/// A format by its endings.
struct Format {
    endings: &'static [&'static str],
    open: Open,
}

const FORMATS: [Format; 6] = [
    Format {
        endings: &["csv"],
        open: delimited::csv,
    },
    Format {
        endings: &["tsv", "tab"],
        open: delimited::tsv,
    },
    Format {
        endings: &["xlsx"],
        open: xlsx::open,
    },
    Format {
        endings: &["sql"],
        open: sql::open,
    },
    Format {
        endings: &["jsonld"],
        open: linked::open,
    },
    Format {
        endings: &["ics"],
        open: calendar::open,
    },
];

/// Writes the export.
///
/// # Errors
/// Where the register cannot be read or the file cannot be written; then what was there stays.
pub fn run(arguments: &Arguments, out: &mut (dyn Write + Send)) -> Result<bool> {
    arguments.filter.check()?;
    let format = format(arguments)?;
    let manner = Manner { bom: arguments.bom };
    let fill = |out: &mut (dyn Write + Send)| {
        let mut writer = (format.open)(out, manner)?;
        each(&arguments.dir, &arguments.filter, &mut |activity| {
            writer.add(activity)
        })?;
        writer.finish()
    };
    match arguments.to.as_os_str() == "-" {
        true => fill(out)?,
        false => whole(&arguments.to, fill)?,
    }
    if arguments.tables {
        tables(arguments, format)?;
    }
    out.flush()?;
    Ok(true)
}

fn format(arguments: &Arguments) -> Result<&'static Format> {
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
    let found = FORMATS
        .iter()
        .find(|format| format.endings.contains(&wanted.as_str()));
    let names = FORMATS.map(|format| format.endings[0]).join(", ");
    match wanted.as_str() {
        "parquet" => bail!(
            "Parquet is not written; DuckDB makes it of CSV: COPY (FROM 'register.csv') TO 'register.parquet'"
        ),
        "db" | "sqlite" | "sqlite3" => bail!(
            "write SQL and load it: annalist export --to register.sql && sqlite3 register.db < register.sql"
        ),
        _ => found.with_context(|| {
            format!(
                "no format is called {}; there are {names}",
                wanted.escape_debug()
            )
        }),
    }
}

/// Each list as a file of its own: `register.csv` has `register.people.csv` beside it.
fn tables(arguments: &Arguments, format: &Format) -> Result<()> {
    let delimiter = match format.endings.first() {
        Some(&"csv") => b',',
        Some(&"tsv") => b'\t',
        _ => bail!("--tables is for csv and tsv; other formats hold their lists"),
    };
    ensure!(
        arguments.to.as_os_str() != "-",
        "--tables wants a file, not standard output"
    );
    let ending = format.endings.first().copied().unwrap_or_default();
    for list in &columns::LISTS {
        let path = arguments
            .to
            .with_extension(format!("{}.{ending}", list.name));
        whole(&path, |out| {
            let mut writer = delimited::list(list, out, delimiter, arguments.bom)?;
            each(&arguments.dir, &arguments.filter, &mut |activity| {
                writer.add(activity)
            })?;
            writer.finish()
        })?;
    }
    Ok(())
}

/// Every activity that is wanted, in the order of the register.
fn each(dir: &Path, filter: &Filter, take: &mut dyn FnMut(&Activity) -> Result<()>) -> Result<()> {
    let list = dir.join("activities.jsonl");
    if !list.is_file() {
        for record in Register::open(dir)?.records()? {
            let activities = record?.activities;
            activities
                .iter()
                .filter(|a| filter.holds(a))
                .try_for_each(&mut *take)?;
        }
        return Ok(());
    }
    let shown = || format!("cannot read {}", list.display());
    let mut reader = BufReader::with_capacity(1 << 18, File::open(&list).with_context(shown)?);
    let (mut line, mut number) = (Vec::new(), 0);
    while reader.read_until(b'\n', &mut line).with_context(shown)? > 0 {
        number += 1;
        let activity: Activity = serde_json::from_slice(&line)
            .with_context(|| format!("{}, line {number}: no activity record", list.display()))?;
        if filter.holds(&activity) {
            take(&activity)?;
        }
        line.clear();
    }
    Ok(())
}

impl Filter {
    fn check(&self) -> Result<()> {
        for day in self.from.iter().chain(&self.until) {
            let read = day.parse::<jiff::civil::Date>();
            read.with_context(|| format!("{} is no day, such as 2023-01-01", day.escape_debug()))?;
        }
        Ok(())
    }

    fn holds(&self, activity: &Activity) -> bool {
        self.country_holds(activity) && self.days_hold(activity) && self.goal_holds(activity)
    }

    fn country_holds(&self, activity: &Activity) -> bool {
        let stated = activity.country_basis != Some(CountryBasis::Inferred);
        let reports = activity
            .reporting_country
            .as_ref()
            .filter(|_| stated || !self.stated);
        let place = activity.place.country.as_ref().filter(|_| !self.stated);
        let is_it = |code: &String| {
            let mut known = [reports, place].into_iter().flatten();
            known.any(|known| known.eq_ignore_ascii_case(code))
        };
        self.country.is_empty() || self.country.iter().any(is_it)
    }

    fn days_hold(&self, activity: &Activity) -> bool {
        if self.from.is_none() && self.until.is_none() {
            return true;
        }
        let Some(date) = &activity.date else {
            return false;
        };
        let (start, end) = (
            date.start.as_ref().or(date.end.as_ref()),
            date.end.as_ref().or(date.start.as_ref()),
        );
        let from = self
            .from
            .as_ref()
            .is_none_or(|from| end.is_some_and(|end| end >= from));
        let until = self
            .until
            .as_ref()
            .is_none_or(|until| start.is_some_and(|start| start <= until));
        from && until
    }

    fn goal_holds(&self, activity: &Activity) -> bool {
        let counts = |basis: GoalBasis| !self.stated || basis != GoalBasis::Inferred;
        let mut goals = activity
            .goals
            .iter()
            .filter(|goal| counts(goal.basis) && goal.confidence >= 0.5);
        let is_it = |code: &str| {
            self.goal
                .iter()
                .any(|wanted| wanted.eq_ignore_ascii_case(code))
        };
        self.goal.is_empty() || goals.any(|goal| is_it(&goal.code))
    }
}
