//! Streams decoded within bounds.

use crate::budget::{Budget, Exhausted, Resource};
use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::Filter;
use hayro_syntax::object::{Array, Dict, Stream};
use hayro_syntax::page::Page;
use std::io::{Read, copy, sink};

/// How many bytes of operators one page may have: what they show is held in memory at once.
const PAGE: u64 = 64 << 20;
/// How many bytes a font program, an encoding or a map to Unicode may unfold to.
const FONT: u64 = 32 << 20;
/// Streams shorter than this stay below [`FONT`], whatever they unfold to by DEFLATE.
const SHORT: usize = 24 << 10;

/// The operators of a page: its content streams, one behind the other.
pub fn page(page: &Page<'_>, budget: &Budget) -> Result<Vec<u8>, Exhausted> {
    if let Some(stream) = page.raw().get::<Stream<'_>>(b"Contents") {
        return decode(&stream, budget);
    }
    let mut operators = Vec::new();
    if let Some(streams) = page.raw().get::<Array<'_>>(b"Contents") {
        for stream in streams.iter::<Stream<'_>>() {
            operators.extend(decode(&stream, budget)?);
            operators.push(b'\n');
            if operators.len() as u64 > PAGE {
                return Err(Exhausted {
                    resource: Resource::DecodedBytes,
                    limit: PAGE,
                });
            }
        }
    }
    Ok(operators)
}

/// The decoded bytes of a stream that is no image; empty where it cannot be decoded.
pub fn decode(stream: &Stream<'_>, budget: &Budget) -> Result<Vec<u8>, Exhausted> {
    let limit = PAGE.min(budget.left(Resource::DecodedBytes));
    let bytes = match unfold(stream, limit) {
        Unfolding::Bytes(bytes) => bytes,
        Unfolding::TooMuch => {
            return Err(Exhausted {
                resource: Resource::DecodedBytes,
                limit,
            });
        }
        Unfolding::Otherwise => stream
            .decoded_data()
            .map(|data| data.into_owned())
            .unwrap_or_default(),
    };
    if bytes.len() as u64 > limit {
        return Err(Exhausted {
            resource: Resource::DecodedBytes,
            limit,
        });
    }
    budget.draw(Resource::DecodedBytes, bytes.len() as u64)?;
    Ok(bytes)
}

/// Whether a stream of a font unfolds to what a font may be.
pub fn is_font_sized(stream: &Stream<'_>) -> bool {
    let filters = stream.filters();
    if stream.raw_data().len() < SHORT && filters.len() <= 1 {
        return true;
    }
    match filters.as_slice() {
        [] => true,
        [Filter::FlateDecode] => inflated_length(&stream.raw_data(), FONT) <= FONT,
        _ => match unfold(stream, FONT) {
            Unfolding::Bytes(bytes) => bytes.len() as u64 <= FONT,
            Unfolding::TooMuch => false,
            Unfolding::Otherwise => true,
        },
    }
}

/// What is known of a stream before an engine decodes it without limit.
enum Unfolding {
    Bytes(Vec<u8>),
    TooMuch,
    /// By filters that cannot make much of little.
    Otherwise,
}

/// Decodes what is deflated within a limit, text encodings around it included. Compression
/// of what is compressed is nobody's practice, and could unfold beyond any limit.
fn unfold(stream: &Stream<'_>, limit: u64) -> Unfolding {
    let filters = stream.filters();
    let is_text =
        |filter: &Filter| matches!(filter, Filter::AsciiHexDecode | Filter::Ascii85Decode);
    let compressed = filters.iter().filter(|filter| !is_text(filter)).count();
    if compressed > 1 {
        return Unfolding::TooMuch;
    }
    let known = filters
        .iter()
        .all(|filter| is_text(filter) || *filter == Filter::FlateDecode);
    if !known || has_predictor(stream.dict()) {
        return Unfolding::Otherwise;
    }
    let mut data = stream.raw_data().into_owned();
    for filter in filters.iter() {
        data = match filter {
            Filter::AsciiHexDecode => ascii_hex(&data),
            Filter::Ascii85Decode => ascii_85(&data, limit),
            _ => inflate(&data, limit),
        };
        if data.len() as u64 > limit {
            return Unfolding::TooMuch;
        }
    }
    Unfolding::Bytes(data)
}

/// ISO 32000-2, 7.4.2.
fn ascii_hex(data: &[u8]) -> Vec<u8> {
    let end = data
        .iter()
        .position(|byte| *byte == b'>')
        .unwrap_or(data.len());
    let digits: Vec<u8> = data[..end]
        .iter()
        .filter_map(|byte| char::from(*byte).to_digit(16))
        .map(|d| d as u8)
        .collect();
    digits
        .chunks(2)
        .map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0))
        .collect()
}

/// ISO 32000-2, 7.4.3; a little more than `limit` at most.
fn ascii_85(data: &[u8], limit: u64) -> Vec<u8> {
    let mut out = Vec::with_capacity(data.len() / 5 * 4);
    let mut group: Vec<u8> = Vec::with_capacity(5);
    for byte in data {
        match byte {
            _ if out.len() as u64 > limit => break,
            b'z' if group.is_empty() => out.extend([0; 4]),
            b'!'..=b'u' => group.push(byte - b'!'),
            b'~' => break,
            _ => {}
        }
        if group.len() == 5 {
            out.extend(base_85(&group));
            group.clear();
        }
    }
    if group.len() > 1 {
        let whole = group.len() - 1;
        group.resize(5, 84);
        out.extend(&base_85(&group)[..whole]);
    }
    out
}

fn base_85(group: &[u8]) -> [u8; 4] {
    group
        .iter()
        .fold(0_u32, |value, digit| {
            value.wrapping_mul(85).wrapping_add(u32::from(*digit))
        })
        .to_be_bytes()
}

fn has_predictor(dict: &Dict<'_>) -> bool {
    let predicts = |parameters: Dict<'_>| parameters.get::<i32>(b"Predictor").unwrap_or(1) > 1;
    [b"DecodeParms".as_slice(), b"DP"].iter().any(|key| {
        dict.get::<Dict<'_>>(key).is_some_and(predicts)
            || dict
                .get::<Array<'_>>(key)
                .is_some_and(|all| all.iter::<Dict<'_>>().any(predicts))
    })
}

/// Inflates up to one byte more than `limit`; what came out before damage is kept.
pub fn inflate(data: &[u8], limit: u64) -> Vec<u8> {
    let mut out = Vec::new();
    let _ = ZlibDecoder::new(data)
        .take(limit.saturating_add(1))
        .read_to_end(&mut out);
    if out.is_empty() && !data.is_empty() {
        // Without or with a damaged zlib head.
        let _ = DeflateDecoder::new(data)
            .take(limit.saturating_add(1))
            .read_to_end(&mut out);
        if out.is_empty() && data.len() > 2 {
            let _ = DeflateDecoder::new(&data[2..])
                .take(limit.saturating_add(1))
                .read_to_end(&mut out);
        }
    }
    out
}

/// How many bytes deflated data unfolds to, counted up to one more than `limit`.
pub fn inflated_length(data: &[u8], limit: u64) -> u64 {
    let mut counted = ZlibDecoder::new(data).take(limit.saturating_add(1));
    let before = counted.limit();
    // Damaged data counts as far as it goes.
    let _ = copy(&mut counted, &mut sink());
    before - counted.limit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_encodings_are_undone() {
        assert_eq!(ascii_hex(b"4c 69 62>00"), b"Lib");
        assert_eq!(ascii_85(b"9jqo^BlbD-~>", 100), b"Man is d");
        assert_eq!(ascii_85(b"9jqo^Bl~>", 100), b"Man i");
        assert_eq!(ascii_85(b"zzzz", 8).len(), 12);
    }
}
