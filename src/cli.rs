//! What was typed, and what it means.
//!
//! Parsing fills [`Arguments`]; [`Extract::job`] turns them into a [`Job`]
//! that is ready to run, and every complaint about the command line is made
//! there.

use crate::batch::progress::Voice;
use crate::batch::scope::RunMode;
use crate::batch::select::Wanted;
use crate::batch::task::{Layout, Settings, Stage};
use crate::batch::work::learnt;
use crate::budget::Limits;
use crate::command::{check, correct, diff, explain, export, join, learn, link, normalize, report};
use crate::run::{Job, Output};
use crate::scheme::Scheme;
use crate::write::terminal::Color;
use anyhow::{Result, bail, ensure};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::thread;

/// Turns collected news pages and report tables into a register of activities
#[derive(Debug, Parser)]
#[command(version, about, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Extract records from files, folders and archives
    #[command(after_help = "Examples:\n  annalist extract pages -o out\n  \
        annalist extract pages archive.warc.gz --glob '!*.pdf' --add\n  \
        find pages -newer out -print0 | annalist extract --add --files-from - -0\n  \
        annalist extract page.html -o - | jq '.activities[].title'")]
    Extract(Box<Extract>),
    Check(check::Arguments),
    Correct(correct::Arguments),
    Diff(diff::Arguments),
    Join(join::Arguments),
    Explain(explain::Arguments),
    Export(export::Arguments),
    Learn(learn::Arguments),
    Link(link::Arguments),
    Report(report::Arguments),
    /// Normalize free text: JSON Lines in, JSON Lines out
    #[command(after_help = "Example:\n  \
        echo '{\"id\": 1, \"text\": \"on 3 and 4 June 2021\"}' | annalist normalize dates")]
    Normalize {
        kind: normalize::Normalizer,
        /// Goal scheme: a built-in name or a file
        #[arg(long, default_value = "ifla-2019")]
        scheme: String,
    },
    /// A filter for other programs: a source a line in, a record a line out
    ///
    /// A line of standard input is a request, an object that names a file,
    /// {"id": 1, "path": "page.html"}, or brings its bytes in base64,
    /// {"id": 1, "content": "PGgxPg=="}; "url" and "media_type" may stand beside. No other key is
    /// known; `annalist schema request` has the shape. Every line is answered by one, in order:
    /// {"id": 1, "document": {…}} or {"id": 1, "error": {"code": "damaged", "message": "…"}}.
    #[command(after_help = "Example:\n  \
        echo '{\"id\": 1, \"path\": \"pages/fair.html\"}' | annalist stream --jobs 2")]
    Stream(Box<Engine>),
    /// Print a JSON Schema
    #[command(after_help = "Example:\n  annalist schema activity > activity.schema.json")]
    Schema {
        /// Which one; without a name, the names are listed
        name: Option<String>,
    },
    /// Print completions for a shell
    #[command(after_help = "Example:\n  \
        annalist completions bash > ~/.local/share/bash-completion/completions/annalist")]
    Completions {
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    #[command(after_help = "Example:\n  annalist man > ~/.local/share/man/man1/annalist.1")]
    Man,
    #[command(hide = true, name = crate::batch::supervisor::WORKER)]
    Worker,
}

/// What `annalist extract` was told.
#[derive(Debug, Args)]
pub struct Extract {
    /// Files, folders and archives; `-` for standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Output folder; `-` writes document records as JSON Lines to standard output, a name that
    /// ends in `.jsonl` writes them to that file
    #[arg(short, long, default_value = "out", value_name = "DIR")]
    pub output: PathBuf,
    /// Read more paths from a file, one a line; `-` for standard input
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    /// The list of paths is separated by zero bytes
    #[arg(short = '0', long, requires = "files_from")]
    pub null: bool,
    /// Take only files that match, or with `!` none that does; may be repeated
    #[arg(short, long, value_name = "GLOB")]
    pub glob: Vec<String>,
    /// Take the I-th of N parts of the files, by their names
    #[arg(long, value_name = "I/N")]
    pub shard: Option<Shard>,
    /// Keep what the folder holds of other sources; add these, or renew them
    #[arg(long, conflicts_with = "fresh")]
    pub add: bool,
    /// Replace what the folder holds, and start over
    #[arg(long)]
    pub fresh: bool,
    /// Write activities instead of documents, where the output is lines (`-o -`, `-o FILE.jsonl`)
    #[arg(long)]
    pub activities: bool,
    /// Corrections of records, one a line [default: corrections.jsonl in the output folder]
    #[arg(long, value_name = "FILE")]
    pub corrections: Option<PathBuf>,
    /// What to write: parsed documents, raw findings or records
    #[arg(long, default_value = "record")]
    pub stage: StageName,
    /// Say nothing but one line per failed source
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Also say what was skipped or is not whole
    #[arg(short, long)]
    pub verbose: bool,
    /// Tell how far the run is as JSON Lines on standard error
    #[arg(long, conflicts_with_all = ["quiet", "verbose"])]
    pub json_progress: bool,
    /// Colour on standard error
    #[arg(long, default_value = "auto", value_name = "WHEN")]
    pub color: Color,
    #[command(flatten)]
    pub engine: Engine,
}

/// How sources are worked on.
#[derive(Debug, Args)]
pub struct Engine {
    /// How many sources at a time [default: as many as there are processors]
    #[arg(short, long, value_name = "N")]
    pub jobs: Option<usize>,
    /// Goal scheme: a built-in name or a file
    #[arg(long, default_value = "ifla-2019")]
    pub scheme: String,
    /// What `annalist learn` wrote of the sites that pages are of
    #[arg(long, value_name = "FILE")]
    pub sites: Option<PathBuf>,
    /// Password of encrypted files
    #[arg(long)]
    pub password: Option<String>,
    /// Memory of the worker process
    #[arg(
        long,
        default_value_t = 384,
        value_name = "MB",
        value_parser = clap::value_parser!(u64).range(64..)
    )]
    pub memory: u64,
    /// Processor time for each source
    #[arg(long, default_value_t = 8.0, value_name = "SECONDS")]
    pub time: f64,
    /// Size of a source
    #[arg(long, default_value_t = 100, value_name = "MB")]
    pub max_size: u64,
    /// Work in this process, without limits on memory and time: for debugging
    #[arg(long)]
    pub in_process: bool,
}

/// How far a source is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum StageName {
    Document,
    Draft,
    Record,
}

/// The i-th of n parts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shard(u64, u64);

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Shard, String> {
        let parts = text
            .split_once('/')
            .and_then(|(i, n)| Some((i.parse().ok()?, n.parse().ok()?)));
        match parts {
            Some((part, parts)) if 1 <= part && part <= parts => Ok(Shard(part, parts)),
            _ => {
                Err("two numbers are wanted, such as 2/8 for the second of eight parts".to_owned())
            }
        }
    }
}

impl Engine {
    fn settings(&self, stage: StageName, layout: Layout) -> Result<Settings> {
        ensure!(
            self.time > 0.0 && self.time.is_finite(),
            "--time wants a number of seconds above zero"
        );
        ensure!(self.max_size > 0, "--max-size wants at least 1 MB");
        ensure!(self.jobs != Some(0), "--jobs wants at least one");
        if !Scheme::is_built_in(&self.scheme) {
            Scheme::load(&self.scheme)?;
        }
        if let Some(file) = &self.sites {
            learnt(file)?;
        }
        let stage = match stage {
            StageName::Document => Stage::Document,
            StageName::Draft => Stage::Draft,
            StageName::Record => Stage::Record,
        };
        Ok(Settings {
            limits: Limits {
                input_bytes: self.max_size << 20,
                ..Limits::default()
            },
            password: self.password.clone(),
            scheme: self.scheme.clone(),
            sites: self.sites.clone(),
            stage,
            layout,
            jobs: self
                .jobs
                .unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from))
                .min(256),
            memory: self.memory << 20,
            seconds: self.time,
        })
    }

    /// The settings of `annalist stream`.
    pub fn stream(&self) -> Result<Settings> {
        self.settings(StageName::Record, Layout::Line)
    }
}

/// Whether an output is a file of lines.
fn is_lines(output: &Path) -> bool {
    output.extension().is_some_and(|ending| ending == "jsonl") && !output.is_dir()
}

impl Extract {
    /// What is meant.
    pub fn job(&self) -> Result<Job> {
        let is_dash = |path: &PathBuf| path.as_os_str() == "-";
        let readers = self
            .paths
            .iter()
            .chain(&self.files_from)
            .filter(|path| is_dash(path))
            .count();
        ensure!(readers <= 1, "standard input can be read once only");
        if self.paths.is_empty() && self.files_from.is_none() {
            bail!("give files, folders or archives to extract from, or `-` for standard input");
        }
        let (output, layout) = match is_dash(&self.output) {
            true => (Output::Lines(None), Layout::Line),
            false if is_lines(&self.output) => {
                (Output::Lines(Some(self.output.clone())), Layout::Line)
            }
            false => (Output::Folder(self.output.clone()), Layout::Pretty),
        };
        if self.activities {
            ensure!(
                layout == Layout::Line,
                "a folder has its activities in activities.jsonl; --activities is for -o - and \
                 -o FILE.jsonl"
            );
            ensure!(
                self.stage == StageName::Record,
                "--activities wants records: leave out --stage"
            );
        }
        let settings = self.engine.settings(self.stage, layout)?;
        let list = self.files_from.clone().map(|list| (list, self.null));
        let shard = self.shard.map(|Shard(part, parts)| (part, parts));
        let wanted = Wanted {
            paths: self.paths.clone(),
            list,
            globs: self.glob.clone(),
            shard,
        };
        Ok(Job {
            wanted,
            output,
            settings,
            mode: match (self.add, self.fresh) {
                (true, _) => RunMode::Add,
                (_, true) => RunMode::Fresh,
                _ => RunMode::Renew,
            },
            activities: self.activities,
            corrections: self.corrections.clone(),
            in_process: self.engine.in_process,
            voice: self.voice(),
            color: self.color(),
        })
    }

    fn voice(&self) -> Voice {
        match (self.quiet, self.verbose, self.json_progress) {
            (true, ..) => Voice::Quiet,
            (_, true, _) => Voice::Verbose,
            (.., true) => Voice::Json,
            _ => Voice::Usual,
        }
    }

    fn color(&self) -> bool {
        let plain = || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        match self.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => io::stderr().is_terminal() && !plain(),
        }
    }
}
