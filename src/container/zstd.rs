//! Zstandard, frame by frame.
//!
//! A `.zst` may be many frames one after another, with skippable frames
//! between them. Frames that need a dictionary (some `.warc.zst`) are damaged
//! to this reader.

use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::{self, BufRead, Read};

/// What a frame may ask to be kept in memory: every decoder is to support 8 MB (RFC 8878, section
/// 3.1.1.1.2); `zstd -19` asks for that, `--long` for 128 MB, which is too much here.
const WINDOW: u64 = 32 << 20;

/// The content of all frames, one after another.
pub struct Frames<R> {
    stored: R,
    frame: FrameDecoder,
    within: bool,
}

impl<R: BufRead> Frames<R> {
    pub fn new(stored: R) -> Frames<R> {
        let mut frame = FrameDecoder::new();
        frame.set_max_window_size(WINDOW);
        Frames {
            stored,
            frame,
            within: false,
        }
    }

    /// Opens the next frame, past what is to be skipped; false at the end.
    fn open(&mut self) -> io::Result<bool> {
        while !self.stored.fill_buf()?.is_empty() {
            match self.frame.init(&mut self.stored) {
                Ok(()) => {
                    self.within = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    io::copy(
                        &mut (&mut self.stored).take(u64::from(length)),
                        &mut io::sink(),
                    )?;
                }
                Err(error) => return Err(damaged(error)),
            }
        }
        Ok(false)
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if self.within && self.frame.can_collect() > 0 {
                return self.frame.read(buffer);
            }
            if self.within && !self.frame.is_finished() {
                self.frame
                    .decode_blocks(&mut self.stored, BlockDecodingStrategy::UptoBlocks(1))
                    .map_err(damaged)?;
                continue;
            }
            self.within = false;
            if !self.open()? {
                return Ok(0);
            }
        }
    }
}

fn damaged(error: FrameDecoderError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error.to_string())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    pub(crate) fn zst(bytes: &[u8]) -> Vec<u8> {
        compress_to_vec(bytes, CompressionLevel::Fastest)
    }

    #[test]
    fn frames_follow_one_another_past_skippable_ones() {
        let skippable = [&[0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0][..], b"abc"].concat();
        let stored = [zst(b"one "), skippable, zst(b"two")].concat();
        let mut text = String::new();
        Frames::new(stored.as_slice())
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!(text, "one two");
    }

    #[test]
    fn what_is_no_frame_is_an_error_and_not_the_end() {
        let stored = [zst(b"one"), b"no frame at all".to_vec()].concat();
        assert!(
            Frames::new(stored.as_slice())
                .read_to_end(&mut Vec::new())
                .is_err()
        );
    }
}
