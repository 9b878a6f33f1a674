//! Messages over a pipe: two lengths, a head in JSON, and bytes that are not.
//!
//! ```text
//! u32 length of the head, u32 length of the body (little-endian), head, body
//! ```
//! Both ends are the same program, so that nothing here need be stable.

use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{self, Read, Write};

/// Writes one message.
pub fn write(pipe: &mut dyn Write, head: &impl Serialize, body: &[u8]) -> io::Result<()> {
    write_from(pipe, head, body, body.len() as u64)
}

/// Writes one message whose body of that length is read as it goes.
pub fn write_from(
    pipe: &mut dyn Write,
    head: &impl Serialize,
    mut body: impl Read,
    length: u64,
) -> io::Result<()> {
    let head = serde_json::to_vec(head)?;
    let short =
        |length: u64| u32::try_from(length).map_err(|_| io::Error::other("a message of over 4 GB"));
    let mut start = Vec::with_capacity(8 + head.len());
    start.extend(short(head.len() as u64)?.to_le_bytes());
    start.extend(short(length)?.to_le_bytes());
    start.extend(head);
    pipe.write_all(&start)?;
    io::copy(&mut body, pipe)?;
    pipe.flush()
}

/// Reads one message; none at the end. A message that breaks off is an error.
pub fn read<T: DeserializeOwned>(pipe: &mut dyn Read) -> io::Result<Option<(T, Vec<u8>)>> {
    let mut lengths = [0; 8];
    if !fill_or_end(pipe, &mut lengths)? {
        return Ok(None);
    }
    let [a, b, c, d, e, f, g, h] = lengths;
    let head = exactly(pipe, u32::from_le_bytes([a, b, c, d]))?;
    let body = exactly(pipe, u32::from_le_bytes([e, f, g, h]))?;
    Ok(Some((serde_json::from_slice(&head)?, body)))
}

/// Fills the buffer; false where the pipe ends before its first byte.
fn fill_or_end(pipe: &mut dyn Read, buffer: &mut [u8]) -> io::Result<bool> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match pipe.read(rest) {
            Ok(0) if filled == 0 => return Ok(false),
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}

fn exactly(pipe: &mut dyn Read, length: u32) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(length as usize);
    pipe.take(u64::from(length)).read_to_end(&mut bytes)?;
    if bytes.len() < length as usize {
        Err(io::ErrorKind::UnexpectedEof.into())
    } else {
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_come_back_and_a_cut_one_is_an_error() {
        let mut pipe = Vec::new();
        write(&mut pipe, &"one", b"\xff\0").unwrap();
        write(&mut pipe, &"two", b"").unwrap();
        let mut read_end = pipe.as_slice();
        assert_eq!(
            read(&mut read_end).unwrap(),
            Some(("one".to_owned(), b"\xff\0".to_vec()))
        );
        assert_eq!(
            read(&mut read_end).unwrap(),
            Some(("two".to_owned(), Vec::new()))
        );
        assert_eq!(read::<String>(&mut read_end).unwrap(), None);
        assert!(read::<String>(&mut &pipe[..5]).is_err());
    }
}
