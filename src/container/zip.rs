//! ZIP archives, and the WACZ and office files that are such.
//!
//! Entries come in the order of the central directory. A WACZ is a ZIP whose
//! `archive/` folder holds web archives; its other entries are its index. An
//! office file or an e-book is one document, not an archive: it is handed on
//! whole.

use super::walk::{At, MemberContent, Walk};
use crate::error::Error;
use crate::source;
use std::io::{Read, Seek, SeekFrom};
use zip::ZipArchive;
use zip::result::ZipError;

/// How many entries an archive may have.
const ENTRIES: usize = 1_000_000;
/// How large the list of entries may be, in bytes: it is held in memory.
const DIRECTORY: u32 = 64 << 20;

/// Calls back with every entry.
pub(super) fn walk<R: Read + Seek>(walk: &mut Walk, mut stored: R, at: &At) -> Result<(), Error> {
    check_directory(&mut stored).map_err(|e| walk.explain(e))?;
    let mut archive = ZipArchive::new(stored).map_err(|e| explain(walk, e))?;
    if archive.len() > ENTRIES {
        return Err(Error::Damaged(format!("more than {ENTRIES} entries")));
    }
    if is_document(&archive) {
        let mut stored = archive.into_inner();
        stored
            .seek(SeekFrom::Start(0))
            .map_err(|e| walk.explain(e))?;
        let bytes = walk.bytes(&mut stored)?;
        walk.tell(at, MemberContent::Bytes(bytes));
        return Ok(());
    }
    if archive
        .has_overlapping_files()
        .map_err(|e| explain(walk, e))?
    {
        return Err(Error::Damaged(
            "entries of the archive share their bytes".to_owned(),
        ));
    }
    let crawl = archive.index_for_name("datapackage.json").is_some();
    for index in 0..archive.len() {
        if walk.stopped {
            break;
        }
        entry(walk, &mut archive, index, crawl, at);
    }
    Ok(())
}

/// One entry; trouble with it is told in its place.
fn entry<R: Read + Seek>(
    walk: &mut Walk,
    archive: &mut ZipArchive<R>,
    index: usize,
    crawl: bool,
    at: &At,
) {
    let Some(name) = name(archive, index) else {
        return;
    };
    let is_index = crawl && !name.starts_with("archive/");
    if name.ends_with('/') || is_index || source::is_passed_over(&name) {
        return;
    }
    let at = at.member(&name);
    if source::is_foreign(&name) {
        walk.tell(
            &at,
            MemberContent::Skipped(
                "unsupported",
                "a type of file that holds no text of its own".to_owned(),
            ),
        );
        return;
    }
    let opened = match walk.password {
        Some(password) => archive.by_index_decrypt(index, password.as_bytes()),
        None => archive.by_index(index),
    };
    let result = match opened {
        Ok(file) if file.is_symlink() || file.is_dir() => return,
        Ok(file) => walk.stream(&mut walk.drawn(file), &at),
        Err(error) => Err(explain(walk, error)),
    };
    if let Err(error) = result {
        walk.tell(&at, MemberContent::Failed(error));
    }
}

/// The name of an entry as far as it can be read.
fn name<R: Read + Seek>(archive: &ZipArchive<R>, index: usize) -> Option<String> {
    match archive.name_for_index(index)? {
        Ok(name) => Some(name.into_owned()),
        Err(_) => Some(format!("{}", index + 1)),
    }
}

/// Whether the archive is the packing of a single document.
fn is_document<R: Read + Seek>(archive: &ZipArchive<R>) -> bool {
    ["[Content_Types].xml", "mimetype"]
        .iter()
        .any(|name| archive.index_for_name(name).is_some())
}

/// Refuses a list of entries that would not fit in memory, before it is read. The end record
/// (APPNOTE 4.3.16) stands in the last 64 KB and gives the list's size.
fn check_directory<R: Read + Seek>(stored: &mut R) -> std::io::Result<()> {
    let length = stored.seek(SeekFrom::End(0))?;
    stored.seek(SeekFrom::Start(length.saturating_sub((1 << 16) + 22)))?;
    let mut tail = Vec::new();
    stored.take((1 << 16) + 22).read_to_end(&mut tail)?;
    stored.seek(SeekFrom::Start(0))?;
    let Some(end) = tail.windows(4).rposition(|four| four == b"PK\x05\x06") else {
        return Ok(());
    };
    let size = tail
        .get(end + 12..end + 16)
        .and_then(|four| four.try_into().ok())
        .map_or(0, u32::from_le_bytes);
    // All ones say that the figure stands elsewhere (ZIP64); such a list is bounded by memory
    // alone.
    if size > DIRECTORY && size != u32::MAX {
        return Err(std::io::Error::new(
            std::io::ErrorKind::InvalidData,
            "the list of entries is too large",
        ));
    }
    Ok(())
}

fn explain(walk: &Walk, error: ZipError) -> Error {
    match error {
        ZipError::Io(error) => walk.explain(error),
        ZipError::InvalidPassword => Error::Encrypted,
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Error::Encrypted,
        ZipError::CompressionMethodNotSupported(method) => Error::Unsupported(format!(
            "compression method {method} of ZIP archives is not known"
        )),
        ZipError::UnsupportedArchive(why) => {
            Error::Unsupported(format!("the archive is of an unknown kind: {why}"))
        }
        other => Error::Damaged(other.to_string()),
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::io::{Cursor, Write};
    use zip::write::SimpleFileOptions;

    pub(crate) fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in entries {
            let options =
                SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
            writer.start_file(*name, options).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }
}
