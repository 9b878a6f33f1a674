//! Arguments in, exit status out.
//!
//! 0: all well. 1: the run finished but some sources failed. 2: wrong usage.
//! 3: the run could not go on. 130 and 143: interrupted and terminated.
#![forbid(unsafe_code)]

use annalist::batch::worker;
use annalist::cli::{Arguments, Command};
use annalist::command::{check, diff, explain, normalize, report, schema};
use annalist::run::{self, Ending, Trouble};
use annalist::scheme::Scheme;
use anyhow::{Result, anyhow};
use clap::{CommandFactory, Parser};
use std::io::{self, BufWriter, Write, stdin, stdout};
use std::process::ExitCode;

fn main() -> ExitCode {
    match execute(Arguments::parse().command) {
        Ok(code) => ExitCode::from(code),
        Err(Trouble::Usage(error)) => complain(&error, 2),
        Err(Trouble::Broken(error)) => complain(&error, 3),
    }
}

fn complain(error: &anyhow::Error, code: u8) -> ExitCode {
    // Standard error may be closed.
    drop(writeln!(io::stderr(), "annalist: {error:#}"));
    ExitCode::from(code)
}

fn execute(command: Command) -> Result<u8, Trouble> {
    match command {
        Command::Extract(extract) => {
            let job = extract.job().map_err(Trouble::Usage)?;
            run::extract(&job).map(status)
        }
        Command::Check(arguments) => seen(|out| check::run(&arguments, out)),
        Command::Diff(arguments) => seen(|out| diff::run(&arguments, out)),
        Command::Explain(arguments) => seen(|out| explain::run(&arguments, out)),
        Command::Report(arguments) => seen(|out| report::run(&arguments, out)),
        Command::Worker => worker::run().map(|()| 0).map_err(Trouble::Broken),
        other => small(other),
    }
}

fn status(ending: Ending) -> u8 {
    match ending {
        Ending::Finished(counts) => u8::from(counts.failed > 0),
        Ending::Interrupted(code) => code,
        Ending::Closed => 0,
    }
}

/// Commands for a person's eye: what they complain of is how they were called.
fn seen(run: impl FnOnce(&mut dyn Write) -> Result<bool>) -> Result<u8, Trouble> {
    let mut out = BufWriter::new(stdout().lock());
    let well = run(&mut out).map_err(Trouble::Usage)?;
    match out.flush() {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Trouble::Broken(error.into())),
        _ => Ok(u8::from(!well)),
    }
}

/// Commands that read or print and are done.
fn small(command: Command) -> Result<u8, Trouble> {
    let mut out = BufWriter::new(stdout());
    let done = match command {
        Command::Normalize { kind, scheme } => {
            let scheme = Scheme::load(&scheme).map_err(|error| Trouble::Usage(error.into()))?;
            normalize::run(kind, &scheme, &mut stdin().lock(), &mut out)
        }
        Command::Schema { name } => {
            let text = schema::text(&name);
            let names = schema::NAMES.join(", ");
            let text = text.ok_or_else(|| Trouble::Usage(anyhow!("no schema is called {name}; there are {names}")))?;
            out.write_all(text.as_bytes()).map(|()| true)
        }
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Arguments::command(), "annalist", &mut out);
            Ok(true)
        }
        Command::Man => clap_mangen::Man::new(Arguments::command()).render(&mut out).map(|()| true),
        Command::Stream(_)
        | Command::Extract(_)
        | Command::Check(_)
        | Command::Diff(_)
        | Command::Explain(_)
        | Command::Report(_)
        | Command::Worker => Ok(true),
    };
    match done.and_then(|well| out.flush().map(|()| well)) {
        Ok(well) => Ok(u8::from(!well)),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(0),
        Err(error) => Err(Trouble::Broken(error.into())),
    }
}
