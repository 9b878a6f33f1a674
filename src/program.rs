//! The program: arguments in, exit status out.
//!
//! 0: all well. 1: the run finished but some sources failed. 2: wrong usage.
//! 3: the run could not go on. 130 and 143: interrupted and terminated.
//!
//! It stands in the library so that it can be a part of another program too, as it is in the wheel
//! for Python; that one says with [`crate::batch::launch`] how it is started again.

use crate::batch::worker;
use crate::cli::{Arguments, Command};
use crate::command::{
    check, correct, diff, explain, export, join, learn, link, normalize, report, schema, stream,
};
use crate::run::{self, RunEnd, Trouble};
use crate::scheme::Scheme;
use anyhow::{Context, Result};
use clap::{CommandFactory, Parser};
use std::ffi::OsString;
use std::io::{self, BufWriter, Write, stdin, stdout};

/// Does what the arguments say, the first of which is the program's name. Wrong ones and `--help`
/// end the process.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    match execute(Arguments::parse_from(arguments).command) {
        Ok(code) => code,
        Err(Trouble::Usage(error)) => complain(&error, 2),
        Err(Trouble::Broken(error)) => complain(&error, 3),
    }
}

fn complain(error: &anyhow::Error, code: u8) -> u8 {
    // Standard error may be closed.
    drop(writeln!(io::stderr(), "annalist: {error:#}"));
    code
}

fn execute(command: Command) -> Result<u8, Trouble> {
    match command {
        Command::Extract(extract) => {
            let job = extract.job().map_err(Trouble::Usage)?;
            run::extract(&job).map(status)
        }
        Command::Stream(engine) => {
            let settings = engine.stream().map_err(Trouble::Usage)?;
            stream::run(&settings, engine.in_process).map(status)
        }
        Command::Correct(arguments) => correct::run(&arguments),
        Command::Join(arguments) => join::run(&arguments).map(status),
        Command::Worker => worker::run().map(|()| 0).map_err(Trouble::Broken),
        Command::Check(arguments) => printed(|out| check::run(&arguments, out)),
        Command::Diff(arguments) => printed(|out| diff::run(&arguments, out)),
        Command::Explain(arguments) => printed(|out| explain::run(&arguments, out)),
        Command::Export(arguments) => printed(|out| export::run(&arguments, out)),
        Command::Learn(arguments) => printed(|out| learn::run(&arguments, out)),
        Command::Link(arguments) => link::run(&arguments)
            .map(|well| u8::from(!well))
            .map_err(Trouble::Broken),
        Command::Report(arguments) => printed(|out| report::run(&arguments, out)),
        Command::Normalize { kind, scheme } => {
            let scheme = Scheme::load(&scheme).map_err(|error| Trouble::Usage(error.into()))?;
            printed(|out| Ok(normalize::run(kind, &scheme, &mut stdin().lock(), out)?))
        }
        Command::Schema { name } => printed(|out| {
            let Some(name) = name else {
                return Ok(writeln!(out, "{}", schema::NAMES.join("\n")).map(|()| true)?);
            };
            let names = schema::NAMES.join(", ");
            let text = schema::text(&name)
                .with_context(|| format!("no schema is called {name}; there are {names}"))?;
            Ok(out.write_all(text.as_bytes()).map(|()| true)?)
        }),
        Command::Completions { shell } => printed(|out| {
            // Written to a closed pipe it would panic.
            let mut text = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "annalist", &mut text);
            Ok(out.write_all(&text).map(|()| true)?)
        }),
        Command::Man => printed(|mut out| {
            Ok(clap_mangen::Man::new(Arguments::command())
                .render(&mut out)
                .map(|()| true)?)
        }),
    }
}

fn status(ending: RunEnd) -> u8 {
    match ending {
        RunEnd::Finished(counts) => u8::from(counts.failed > 0),
        RunEnd::Interrupted(code) => code,
        RunEnd::Nothing => 1,
        RunEnd::Closed => 0,
    }
}

/// Commands that print and are done: 1 where they say that not all is well. What they complain of
/// is how they were called, unless the output failed; a closed one ends them quietly.
fn printed(run: impl FnOnce(&mut (dyn Write + Send)) -> Result<bool>) -> Result<u8, Trouble> {
    let mut out = BufWriter::new(stdout());
    let done = run(&mut out).and_then(|well| Ok(out.flush().map(|()| well)?));
    match done {
        Ok(well) => Ok(u8::from(!well)),
        Err(error) => match error
            .chain()
            .find_map(|cause| cause.downcast_ref::<io::Error>())
        {
            Some(failed) if failed.kind() == io::ErrorKind::BrokenPipe => Ok(0),
            Some(_) => Err(Trouble::Broken(error)),
            None => Err(Trouble::Usage(error)),
        },
    }
}
