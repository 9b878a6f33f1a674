//! Gzip, member by member.
//!
//! A `.gz` may be many members one after another, and a web archive is one
//! member a record, so that a damaged member need not cost the others: the
//! error is told once and reading goes on at the next member that can be found.

use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, Read};

/// How far junk between two members is searched for the next one.
const SEARCHED: usize = 1 << 20;

/// The content of all members, one after another.
#[derive(Debug)]
pub struct Members<R> {
    state: MemberState<R>,
    /// Junk stood between two members; told when the next one begins.
    junk: bool,
}

#[derive(Debug)]
enum MemberState<R> {
    Between(R),
    Within(Box<GzDecoder<R>>),
    End,
}

impl<R: BufRead> Members<R> {
    pub fn new(stored: R) -> Members<R> {
        Members {
            state: MemberState::Between(stored),
            junk: false,
        }
    }

    /// Looks for the next member, past padding and junk.
    fn open(&mut self, mut stored: R) -> io::Result<()> {
        self.junk = false;
        let mut passed = 0;
        while passed < SEARCHED {
            let rest = stored.fill_buf()?;
            match rest {
                [] => return Ok(()),
                [0x1f, 0x8b, 8, ..] => {
                    self.state = MemberState::Within(Box::new(GzDecoder::new(stored)));
                    return Ok(());
                }
                _ => {
                    // The magic may lie over the edge of the buffer: a lone byte at the end is
                    // passed alone.
                    let skip = rest
                        .iter()
                        .skip(1)
                        .position(|&b| b == 0x1f)
                        .map_or(rest.len(), |at| at + 1);
                    // Zeros are how tapes and some tools pad.
                    self.junk |= rest[..skip].iter().any(|&b| b != 0);
                    passed += skip;
                    stored.consume(skip);
                }
            }
        }
        Ok(())
    }

    /// Reads within the open member; an error closes it.
    fn within(&mut self, mut member: Box<GzDecoder<R>>, buffer: &mut [u8]) -> io::Result<usize> {
        match member.read(buffer) {
            Ok(0) => self.state = MemberState::Between(member.into_inner()),
            Ok(read) => {
                self.state = MemberState::Within(member);
                return Ok(read);
            }
            Err(error) => {
                let ends =
                    error.kind() == io::ErrorKind::UnexpectedEof || error.raw_os_error().is_some();
                self.state = if ends {
                    MemberState::End
                } else {
                    MemberState::Between(member.into_inner())
                };
                return Err(error);
            }
        }
        Ok(0)
    }
}

impl<R: BufRead> Read for Members<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            match std::mem::replace(&mut self.state, MemberState::End) {
                MemberState::End => return Ok(0),
                MemberState::Between(stored) => {
                    self.open(stored)?;
                    if self.junk {
                        return Err(io::Error::new(
                            io::ErrorKind::InvalidData,
                            "bytes between gzip members",
                        ));
                    }
                }
                MemberState::Within(member) => match self.within(member, buffer)? {
                    0 => {}
                    read => return Ok(read),
                },
            }
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    pub(crate) fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// What can be read, and how many errors were told on the way.
    fn read(stored: &[u8]) -> (String, usize) {
        let mut members = Members::new(stored);
        let (mut text, mut errors, mut buffer) = (Vec::new(), 0, [0; 7]);
        loop {
            match members.read(&mut buffer) {
                Ok(0) => return (String::from_utf8_lossy(&text).into_owned(), errors),
                Ok(read) => text.extend_from_slice(&buffer[..read]),
                Err(_) => errors += 1,
            }
        }
    }

    #[test]
    fn members_follow_one_another_and_padding_is_no_damage() {
        let stored = [gz(b"one "), gz(b""), gz(b"two"), vec![0; 40]].concat();
        assert_eq!(read(&stored), ("one two".to_owned(), 0));
    }

    #[test]
    fn a_damaged_member_costs_itself_only() {
        let mut broken = gz(b"lost");
        let sum = broken.len() - 8;
        broken[sum] ^= 0xff;
        let stored = [gz(b"one "), broken, b"junk".to_vec(), gz(b"two")].concat();
        let (text, errors) = read(&stored);
        assert!(text.starts_with("one ") && text.ends_with("two"), "{text}");
        assert!(errors > 0);
    }

    #[test]
    fn a_cut_end_is_told() {
        let stored = gz(b"something to be cut");
        assert_eq!(read(&stored[..stored.len() - 9]).1, 1);
    }
}
