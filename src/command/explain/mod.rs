//! `annalist explain FILE`: one source for a person's eye.
//!
//! [`page`] shows the document: its kind, what is said of it as a whole and by
//! whom, its main content, and what was set aside as boilerplate by which rule.
//! [`activity`] shows each record, every field beside the words it came from,
//! and the candidates that lost. `--stage` prints one of the steps between as
//! JSON instead.

mod activity;
mod page;

use crate::batch::task::Stage;
use crate::batch::work::learnt;
use crate::container::{self, Member, MemberContent, MemberEvidence};
use crate::correction::Corrections;
use crate::diagnostic::Diagnostics;
use crate::write::drafts::drafts;
use crate::write::parsed::parsed;
use crate::write::terminal::{Color, Ink, Paint, columns};
use crate::{Extractor, Hints};
use anyhow::{Result, anyhow};
use std::fs;
use std::io::{Cursor, Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Show what was made of one source, each value beside its words
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  annalist explain page.html | less -R\n  \
    annalist explain report.pdf --stage document")]
pub struct Arguments {
    /// The source; `-` for standard input
    file: PathBuf,
    /// Print the parsed document, the raw findings or the record as JSON instead
    #[arg(long)]
    stage: Option<Stage>,
    /// Corrections to put on the records, one a line
    #[arg(long, value_name = "FILE")]
    corrections: Option<PathBuf>,
    /// What `annalist learn` wrote of the site that the page is of
    #[arg(long, value_name = "FILE")]
    sites: Option<PathBuf>,
    /// When to colour
    #[arg(long, default_value = "auto")]
    color: Color,
}

/// Explains one source, or every source in an archive; false where one gives no document.
///
/// # Errors
/// Where the file cannot be read or the output fails.
pub fn run(arguments: &Arguments, out: &mut dyn Write) -> Result<bool> {
    let path = arguments.file.as_path();
    let bytes = read(path).map_err(|error| anyhow!("cannot read {}: {error}", path.display()))?;
    let name = path.file_name().map_or_else(
        || "-".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    );
    let corrections = match &arguments.corrections {
        Some(file) => Corrections::load(file)?,
        None => Corrections::default(),
    };
    let extractor = Extractor {
        sites: arguments.sites.as_deref().map(learnt).transpose()?,
        ..Extractor::default()
    };
    let (mut all, mut written) = (true, Ok(()));
    let mut visit = |member: Member| {
        let (text, explained) = shown(&extractor, arguments, &corrections, &name, member);
        all &= explained;
        written = out.write_all(text.as_bytes());
        if written.is_ok() {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    };
    container::walk(
        Cursor::new(&bytes),
        bytes.len() as u64,
        &extractor.limits,
        None,
        &mut visit,
    );
    written?;
    Ok(all)
}

/// What is made of one source, and whether it gave a document.
fn shown(
    extractor: &Extractor,
    arguments: &Arguments,
    corrections: &Corrections,
    name: &str,
    member: Member,
) -> (String, bool) {
    let paint = Paint::of_stdout(arguments.color);
    let Member {
        place,
        found,
        evidence,
    } = member;
    let MemberEvidence {
        url,
        media_type,
        captured,
    } = evidence;
    let hints = Hints {
        path: format!("{name}{place}"),
        url,
        media_type,
        captured,
        ..Hints::default()
    };
    let explained = match (found, arguments.stage) {
        (MemberContent::Bytes(bytes), Some(stage)) => json(extractor, &bytes, &hints, stage),
        (MemberContent::Bytes(bytes), None) => {
            explain(extractor, &bytes, &hints, corrections, paint)
        }
        (MemberContent::Failed(error), _) => Err(error),
        (MemberContent::Skipped(code, why), _) => {
            return (without(&hints, &format!("{why} ({code})"), paint), true);
        }
    };
    match explained {
        Ok(text) => (text, true),
        Err(error) => (
            without(&hints, &format!("{error} ({})", error.code()), paint),
            false,
        ),
    }
}

fn without(hints: &Hints, why: &str, paint: Paint) -> String {
    let mut sheet = ExplainPage::new(paint);
    sheet.line(0, &paint.ink(Ink::Strong, &hints.path));
    sheet.field(2, "no document", why, Some(Ink::Warn));
    sheet.out
}

fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    if path.as_os_str() != "-" {
        return fs::read(path);
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The document, the findings or the record, pretty-printed.
fn json(
    extractor: &Extractor,
    bytes: &[u8],
    hints: &Hints,
    stage: Stage,
) -> Result<String, crate::Error> {
    let value = match stage {
        Stage::Record => serde_json::to_value(extractor.extract(bytes, hints)?).unwrap_or_default(),
        Stage::Document => {
            let document = extractor.parse(bytes, hints, &mut Diagnostics::default())?;
            serde_json::to_value(parsed(&hints.path, &document)).unwrap_or_default()
        }
        Stage::Draft => {
            let mut diagnostics = Diagnostics::default();
            let mut document = extractor.parse(bytes, hints, &mut diagnostics)?;
            let (kind, cut) = extractor.cut(&mut document, &mut diagnostics);
            let weighed = extractor.weighed(hints, &document, kind, &cut);
            let all: Vec<_> = cut
                .into_iter()
                .zip(weighed)
                .map(|(draft, weighed)| (draft, weighed.findings))
                .collect();
            drafts(
                &hints.path,
                &serde_json::to_value(kind).unwrap_or_default(),
                &document,
                &all,
            )
        }
    };
    Ok(format!("{value:#}\n"))
}

fn explain(
    extractor: &Extractor,
    bytes: &[u8],
    hints: &Hints,
    corrections: &Corrections,
    paint: Paint,
) -> Result<String, crate::Error> {
    let mut diagnostics = Diagnostics::default();
    let mut document = extractor.parse(bytes, hints, &mut diagnostics)?;
    let (kind, drafts) = extractor.cut(&mut document, &mut diagnostics);
    let weighed = extractor.weighed(hints, &document, kind, &drafts);
    let mut record = extractor.extract(bytes, hints)?;
    corrections.apply(&mut record);
    let mut sheet = ExplainPage::new(paint);
    page::show(&mut sheet, &document, &record, &extractor.scheme);
    for (index, found) in record.activities.iter().enumerate() {
        activity::show(
            &mut sheet,
            &document,
            &record,
            (index, found),
            weighed.get(index),
        );
    }
    Ok(sheet.out)
}

/// The page that is being written.
struct ExplainPage {
    out: String,
    paint: Paint,
}

/// Columns for the names of fields.
const NAMES: usize = 14;

impl ExplainPage {
    fn new(paint: Paint) -> ExplainPage {
        ExplainPage {
            out: String::new(),
            paint,
        }
    }

    /// A line that is safe for the terminal already.
    fn line(&mut self, indent: usize, text: &str) {
        if !text.is_empty() {
            self.out.extend(std::iter::repeat_n(' ', indent));
            self.out.push_str(text);
        }
        self.out.push('\n');
    }

    fn heading(&mut self, text: &str) {
        let text = self.paint.ink(Ink::Strong, text);
        self.line(0, "");
        self.line(0, &text);
    }

    /// A name and a value, wrapped beside it.
    fn field(&mut self, indent: usize, name: &str, value: &str, ink: Option<Ink>) {
        let name = if columns(name) > NAMES {
            format!("{name} ")
        } else {
            format!("{name:NAMES$} ")
        };
        let below = indent + NAMES + 1;
        for (index, part) in self.paint.wrap(value, below).iter().enumerate() {
            let part = ink.map_or_else(|| part.clone(), |ink| self.paint.ink(ink, part));
            match index {
                0 => self.line(
                    indent,
                    &format!("{}{part}", self.paint.ink(Ink::Name, &name)),
                ),
                _ => self.line(below, &part),
            }
        }
    }

    /// A remark under a value: where it was seen, what it beat.
    fn remark(&mut self, indent: usize, sign: &str, text: &str) {
        let below = indent + NAMES + 1;
        for (index, part) in self.paint.wrap(text, below + 3).iter().enumerate() {
            let sign = if index == 0 { sign } else { " " };
            self.line(
                below,
                &self.paint.ink(Ink::Quiet, &format!("{sign} {part}")),
            );
        }
    }
}

/// A long text by its two ends.
fn brief(text: &str, most: usize) -> String {
    let length = text.chars().count();
    if length <= most {
        return text.to_owned();
    }
    let head: String = text.chars().take(most * 2 / 3).collect();
    let tail: String = text.chars().skip(length - most / 3).collect();
    format!("{} … {}", head.trim_end(), tail.trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::write::terminal::columns;

    fn explained(text: &str, width: usize) -> String {
        let paint = Paint {
            color: false,
            width,
        };
        explain(
            &Extractor::default(),
            text.as_bytes(),
            &Hints::path("morning.txt"),
            &Corrections::default(),
            paint,
        )
        .unwrap()
    }

    #[test]
    fn every_field_stands_beside_its_words_and_no_line_is_too_long() {
        let page = "Poetry morning\n\nOn 18 May 2021 the library of the town held a poetry morning for its readers. In 2019 it held another one, of which the readers still tell.\n";
        let out = explained(page, 60);
        assert!(
            out.contains("Poetry morning") && out.contains("article"),
            "{out}"
        );
        assert!(out.lines().all(|line| columns(line) <= 60), "{out}");
    }

    #[test]
    fn what_the_page_would_send_to_the_terminal_is_shown() {
        let page = "Poetry \u{1b}[31mmorning\u{202e}\n\nOn 18 May 2021 the library held a \u{9b}2Jpoetry morning for its readers.\n";
        let out = explained(page, 80);
        assert!(
            !out.contains('\u{1b}') && !out.contains('\u{9b}') && !out.contains('\u{202e}'),
            "{out}"
        );
    }
}
