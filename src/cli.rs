//! What was typed.

use crate::command::normalize;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// Turns collected news pages and report tables into a register of activities
#[derive(Debug, Parser)]
#[command(version, about)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Extract records from files and folders
    Extract {
        /// Files and folders; `-` for standard input
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Output folder; `-` writes document records as JSON Lines to standard output
        #[arg(short, long, default_value = "out")]
        output: PathBuf,
        /// How many files at a time
        #[arg(short, long)]
        jobs: Option<usize>,
        /// What to print: parsed documents, raw findings or records
        #[arg(long, default_value = "record")]
        stage: Stage,
        /// Say nothing but one line per failed source
        #[arg(short, long)]
        quiet: bool,
    },
    /// Normalize free text: JSON Lines in, JSON Lines out
    Normalize {
        kind: normalize::Kind,
        /// Goal scheme: a built-in name or a file
        #[arg(long, default_value = "ifla-2019")]
        scheme: String,
    },
    /// Print a JSON Schema
    Schema {
        /// document, activity or manifest
        #[arg(default_value = "document")]
        name: String,
    },
}

/// How far a source is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Stage {
    Document,
    Draft,
    Record,
}
