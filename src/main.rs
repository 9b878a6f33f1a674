//! Arguments in, exit status out.
#![forbid(unsafe_code)]

use annalist::cli::{Arguments, Command};
use annalist::command::{normalize, schema};
use annalist::run;
use annalist::scheme::Scheme;
use anyhow::{Context, Result, bail};
use clap::Parser;
use std::io::{BufWriter, Write, stdin, stdout};
use std::process::ExitCode;

fn main() -> ExitCode {
    match execute(&Arguments::parse().command) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("annalist: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn execute(command: &Command) -> Result<bool> {
    match command {
        Command::Extract { paths, output, jobs, stage, quiet } => run::extract(paths, output, *jobs, *stage, *quiet),
        Command::Normalize { kind, scheme } => {
            let scheme = Scheme::named(scheme).with_context(|| format!("no goal scheme is called {scheme}"))?;
            Ok(normalize::run(*kind, &scheme, &mut stdin().lock(), &mut BufWriter::new(stdout().lock()))?)
        }
        Command::Schema { name } => match schema::text(name) {
            Some(text) => Ok(stdout().write_all(text.as_bytes()).map(|()| true)?),
            None => bail!("no schema is called {name}; there are {}", schema::NAMES.join(", ")),
        },
    }
}
