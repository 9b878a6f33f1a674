//! `annalist report [DIR]`: the whole register in one picture, or as the report table again.
//!
//! The register is read twice and never held as a whole: first [`figures`]
//! counts and takes a line of each activity for the list, then every document
//! is written behind the page as JSON that is read when its record is opened.
//! [`page`] makes the self-contained HTML page; [`table`] the report table.

mod figures;
mod page;
mod table;

use crate::register::Register;
use anyhow::{Context, Result};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Show a register as one HTML page, or write its report table again
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Output folder of `annalist extract`
    #[arg(default_value = "out")]
    dir: PathBuf,
    /// File to write; `-` for standard output [default: report.html, or - for tables]
    #[arg(short, long)]
    output: Option<PathBuf>,
    /// The page, or the table Country | Activities | Impact
    #[arg(long, default_value = "html")]
    format: Format,
    /// How the table is written [default: by the ending of the file, else Markdown]
    #[arg(long)]
    table: Option<table::Syntax>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
enum Format {
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
        Format::Html => "report.html",
        Format::Table => "-",
    };
    let output = arguments.output.as_deref().unwrap_or(Path::new(default));
    let syntax = arguments.table.unwrap_or_else(|| table::Syntax::of(output));
    let write = |out: &mut dyn Write| match arguments.format {
        Format::Html => page::write(&register, out),
        Format::Table => table::write(&register, syntax, out),
    };
    match output.as_os_str() == "-" {
        true => write(out)?,
        false => whole(output, write)?,
    }
    out.flush()?;
    Ok(true)
}

/// The file appears whole or not at all.
fn whole(output: &Path, write: impl Fn(&mut dyn Write) -> Result<()>) -> Result<()> {
    let folder = output
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let wrong = || format!("cannot write {}", output.display());
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let mut file = BufWriter::new(
        builder
            .prefix(".report-")
            .tempfile_in(folder)
            .with_context(wrong)?,
    );
    write(&mut file)?;
    file.into_inner()
        .map_err(|error| error.into_error())
        .with_context(wrong)?
        .persist(output)
        .with_context(wrong)?;
    Ok(())
}
