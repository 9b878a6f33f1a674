//! Stored files as a run opens them: regular ones only, and never more bytes than are allowed.

use crate::error::Error;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// Opens a regular file without waiting for anybody (a FIFO has no writer); links are followed only
/// where the user named one.
pub fn open(path: &Path, named: bool) -> io::Result<(File, u64)> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    let follow = if named {
        OFlags::empty()
    } else {
        OFlags::NOFOLLOW
    };
    let flags = (OFlags::NONBLOCK | OFlags::NOCTTY | follow).bits();
    let file = File::options()
        .read(true)
        .custom_flags(flags as i32)
        .open(path)?;
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "it is not a regular file",
        ));
    }
    Ok((file, about.len()))
}

/// All bytes of a file that is not too large.
pub fn read(file: &mut File, length: u64, limit: u64) -> Result<Vec<u8>, Error> {
    let too_large = crate::budget::Exhausted {
        resource: crate::budget::Resource::InputBytes,
        limit,
    };
    if length > limit {
        return Err(too_large.into());
    }
    let unreadable = |error: io::Error| Error::Unreadable(plainly(&error));
    let mut bytes = Vec::with_capacity(length as usize);
    file.seek(SeekFrom::Start(0)).map_err(unreadable)?;
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    if bytes.len() as u64 > limit {
        Err(too_large.into())
    } else {
        Ok(bytes)
    }
}

/// The system's words without its number.
pub fn plainly(error: &io::Error) -> String {
    let words = error.to_string();
    words
        .split_once(" (os error")
        .map_or(words.as_str(), |(words, _)| words)
        .to_lowercase()
}
