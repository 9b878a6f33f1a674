//! The files of a run as a whole, made at its end from the journal and the
//! documents: `activities.jsonl` and `manifest.json`, in the order of the run
//! and without holding either.

use crate::batch::ledger::Ledger;
use crate::manifest::{Counts, Entry, MANIFEST_SCHEMA, Manifest, Options};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

/// Every activity, from the documents.
pub fn activities(documents: &Path, ledger: &Ledger, out: &mut dyn Write) -> Result<()> {
    for told in ledger.outcomes() {
        let told = told?;
        let Some(output) = told.output.filter(|_| told.entry.activities > 0) else {
            continue;
        };
        let text = fs::read(documents.join(&output.file))
            .with_context(|| format!("cannot read {} again", output.file))?;
        lines(&text, out)?;
    }
    Ok(())
}

/// The activities of one document.
pub fn lines(text: &[u8], out: &mut dyn Write) -> Result<()> {
    let document: Activities = serde_json::from_slice(text).context("an output was changed")?;
    for activity in document.activities {
        write_line(activity.get(), out)?;
    }
    Ok(())
}

/// The manifest, entry by entry; the same bytes as if it were laid out at once.
pub fn manifest(
    ledger: &Ledger,
    options: &Options,
    counts: Counts,
    out: &mut dyn Write,
) -> Result<()> {
    let head = Manifest {
        schema: MANIFEST_SCHEMA.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        options: options.clone(),
        counts,
        sources: Vec::new(),
    };
    let text = serde_json::to_string_pretty(&head)?;
    let Some(head) = text.strip_suffix("]\n}") else {
        bail!("a manifest without sources")
    };
    out.write_all(head.as_bytes())?;
    let mut separator = "\n";
    for told in ledger.outcomes() {
        write!(out, "{separator}    {}", indented(&told?.entry)?)?;
        separator = ",\n";
    }
    let end = if separator == "\n" {
        "]\n}\n"
    } else {
        "\n  ]\n}\n"
    };
    Ok(out.write_all(end.as_bytes())?)
}

fn indented(entry: &Entry) -> Result<String> {
    Ok(serde_json::to_string_pretty(entry)?.replace('\n', "\n    "))
}

/// What is read of a document again.
#[derive(Deserialize)]
struct Activities<'a> {
    #[serde(borrow)]
    activities: Vec<&'a RawValue>,
}

/// JSON on one line: white space outside strings is dropped.
fn write_line(json: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut line = Vec::with_capacity(json.len());
    let (mut within, mut escaped) = (false, false);
    for &byte in json.as_bytes() {
        if within || !byte.is_ascii_whitespace() {
            line.push(byte);
        }
        within ^= byte == b'"' && !escaped;
        escaped = within && byte == b'\\' && !escaped;
    }
    line.push(b'\n');
    out.write_all(&line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn white_space_goes_where_it_says_nothing() {
        let value = json!({ "a b": ["c \\", "\" d ", 1.5, {}], "e\n": null });
        let mut line = Vec::new();
        write_line(&serde_json::to_string_pretty(&value).unwrap(), &mut line).unwrap();
        assert_eq!(String::from_utf8(line).unwrap(), format!("{value}\n"));
    }
}
