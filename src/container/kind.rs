//! What a stream of bytes holds, by its first bytes.

/// What a stream of bytes holds, by its first bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum StreamKind {
    Arc,
    Warc,
    Gzip,
    Zstd,
    Zip,
    Plain,
}

pub(super) fn kind(head: &[u8]) -> StreamKind {
    match head {
        [0x1f, 0x8b, 8, ..] => StreamKind::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => StreamKind::Zstd,
        // A skippable frame: what a dictionary of a `.warc.zst` stands in.
        [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => StreamKind::Zstd,
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => StreamKind::Zip,
        _ if head.trim_ascii_start().starts_with(b"WARC/") => StreamKind::Warc,
        _ if head.starts_with(b"filedesc://") => StreamKind::Arc,
        _ => StreamKind::Plain,
    }
}
