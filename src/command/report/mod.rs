//! `annalist report [DIR]`: the whole register in one picture, or as the report table again.
//!
//! The register is read twice and never held as a whole: first [`figures`]
//! counts and takes a line of each activity for the list, then every document
//! is written behind the page as JSON that is read when its record is opened;
//! [`links`] are shown where `annalist link` has found some.
//! [`page`] makes the self-contained HTML page; [`table`] the report table.

mod figures;
mod links;
mod page;
mod places;
mod table;

use crate::batch::scope;
use crate::register::Register;
use crate::write::whole::whole;
use anyhow::{Result, bail};
use std::io::Write;
use std::path::{Path, PathBuf};

/// Show a register as one HTML page, or write its report table again
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  annalist report out -o report.html\n  \
    annalist report out --format table -o table.csv")]
pub struct Arguments {
    /// Output folder of `annalist extract`
    #[arg(default_value = "out")]
    dir: PathBuf,
    /// File to write; `-` for standard output [default: report.html, or - for tables]
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// The page, or the table Country | Activities | Impact
    #[arg(long, default_value = "html")]
    format: ReportFormat,
    /// Where the sources lie, for links to them [default: where `annalist extract` read them]
    #[arg(long, value_name = "DIR")]
    sources: Option<PathBuf>,
    /// How the table is written [default: by the ending of the file, else Markdown]
    #[arg(long)]
    table: Option<table::Syntax>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum ReportFormat {
    Html,
    Table,
}

/// Writes the report.
///
/// # Errors
/// Where the register cannot be read or the report cannot be written.
pub fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<bool> {
    let register = Register::open(&arguments.dir)?;
    let default = match arguments.format {
        ReportFormat::Html => "report.html",
        ReportFormat::Table => "-",
    };
    let output = arguments.output.as_deref().unwrap_or(Path::new(default));
    if arguments.format == ReportFormat::Html && is_no_page(output) {
        let to = output.display();
        bail!(
            "{to} is no name of a page: `annalist export --to {to}` writes data, and \
             `report --format table` the report table"
        );
    }
    let syntax = arguments.table.unwrap_or_else(|| table::Syntax::of(output));
    let roots = match &arguments.sources {
        Some(folder) => vec![folder.clone()],
        None => scope::roots(&arguments.dir),
    };
    let places = places::Places::new(roots, output);
    let write = |out: &mut dyn Write| match arguments.format {
        ReportFormat::Html => page::write(&register, &places, out),
        ReportFormat::Table => table::write(&register, syntax, out),
    };
    match output.as_os_str() == "-" {
        true => write(out)?,
        false => whole(output, |out| write(out))?,
    }
    out.flush()?;
    Ok(true)
}

/// Whether the ending of a file is that of data.
fn is_no_page(output: &Path) -> bool {
    let ending = output
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    let data = [
        "csv", "tsv", "xlsx", "json", "jsonl", "jsonld", "sql", "db", "parquet", "md", "ics",
    ];
    ending.is_some_and(|ending| data.contains(&ending.as_str()))
}
