//! Opening a file: preflight, decryption, repair.

use super::repair::Repair;
use super::stream;
use crate::budget::{Budget, Exhausted, Resource};
use crate::diagnostic::{Code, Diagnostics};
use crate::error::Error;
use crate::source::Source;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};

/// The widest row of a predictor in bytes that is believed (ISO 32000-2, 7.4.4.4); an engine
/// makes room for it before it reads a byte.
const COLUMNS: u64 = 1 << 20;
/// Streams of objects shorter than this cannot unfold beyond a limit worth checking.
const SHORT: usize = 64 << 10;

/// The file as the engine holds it.
pub fn open(source: &Source, budget: &Budget, diagnostics: &mut Diagnostics) -> Result<Pdf, Error> {
    budget.draw(Resource::InputBytes, source.bytes.len() as u64)?;
    preflight(source.bytes, budget)?;
    match opened(source.bytes.to_vec(), source) {
        Ok(pdf) if !pdf.pages().is_empty() => Ok(pdf),
        Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)) => Err(Error::Encrypted),
        Err(LoadPdfError::Decryption(_)) => Err(Error::Unsupported(
            "the file is encrypted in a way that is not supported".into(),
        )),
        _ => {
            let copy = repaired(source).next();
            let pdf =
                copy.ok_or_else(|| Error::Damaged("no pages of a PDF file could be read".into()))?;
            diagnostics.add(Code::Repaired, REPAIRED);
            Ok(pdf)
        }
    }
}

pub const REPAIRED: &str = "the file was damaged and read from a repaired copy";

fn opened(bytes: Vec<u8>, source: &Source) -> Result<Pdf, LoadPdfError> {
    Pdf::new_with_password(bytes, source.password.unwrap_or(""))
}

/// Says so where a form holds values: readers of pages see its labels only.
pub fn tell_of_form(bytes: &[u8], diagnostics: &mut Diagnostics) {
    let filled = |at: usize| {
        let behind = bytes[at + 2..].trim_ascii_start();
        behind.starts_with(b"(") && !behind.starts_with(b"()")
            || behind.starts_with(b"<") && !behind.starts_with(b"<<") && !behind.starts_with(b"<>")
    };
    let form = memchr::memmem::find(bytes, b"/AcroForm").is_some();
    if form && memchr::memmem::find_iter(bytes, b"/V").any(filled) {
        let message = "the values of its form fields were not read";
        diagnostics.add(Code::PartLost, message);
    }
}

/// Second opinions on a damaged file, as far as they have pages: the same file with its table of
/// objects gathered from the objects, then with a catalog of the pages that stand in it.
pub fn repaired(source: &Source) -> impl Iterator<Item = Pdf> {
    Repair::ALL.into_iter().filter_map(|repair| {
        let pdf = opened(repair.copy(source.bytes)?, source).ok()?;
        (!pdf.pages().is_empty()).then_some(pdf)
    })
}

/// Looks for numbers that engines follow into gigabytes. Dictionaries of streams stand in
/// the file as plain bytes even where it is encrypted.
fn preflight(bytes: &[u8], budget: &Budget) -> Result<(), Error> {
    for at in memchr::memmem::find_iter(bytes, b"/Columns") {
        match number(&bytes[at + 8..]) {
            Some(0) => return Err(Error::Damaged("a stream has rows without columns".into())),
            Some(columns) if columns > COLUMNS => {
                return Err(Error::Damaged(format!(
                    "a stream has rows of more than {COLUMNS} columns"
                )));
            }
            _ => {}
        }
    }
    for mark in [b"/ObjStm".as_slice(), b"/XRef"] {
        for at in memchr::memmem::find_iter(bytes, mark) {
            unfolds(&bytes[at..], budget)?;
        }
    }
    Ok(())
}

/// Whether the stream behind a dictionary key unfolds within the limit.
fn unfolds(bytes: &[u8], budget: &Budget) -> Result<(), Exhausted> {
    let head = &bytes[..bytes.len().min(2048)];
    let Some(start) = memchr::memmem::find(head, b"stream") else {
        return Ok(());
    };
    let data = bytes[start + 6..].trim_ascii_start();
    let length = memchr::memmem::find(data, b"endstream").unwrap_or(data.len());
    if length < SHORT {
        return Ok(());
    }
    let limit = budget.left(Resource::DecodedBytes);
    budget.allow(
        Resource::DecodedBytes,
        stream::inflated_length(&data[..length], limit),
    )
}

/// The whole number that stands next.
fn number(bytes: &[u8]) -> Option<u64> {
    let bytes = bytes[..bytes.len().min(64)].trim_ascii_start();
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit());
    digits.fold(None, |value: Option<u64>, byte| {
        Some(
            value
                .unwrap_or(0)
                .saturating_mul(10)
                .saturating_add(u64::from(byte - b'0')),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_absurd_width_are_refused_before_an_engine_sees_them() {
        let error = preflight(
            b"<</Predictor 12/Columns 4000000000>>stream",
            &Budget::default(),
        )
        .unwrap_err();
        assert_eq!(error.code(), "damaged");
        assert!(preflight(b"<</Columns 5 0 R/Columns 4>>", &Budget::default()).is_ok());
    }
}
