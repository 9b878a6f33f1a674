//! Streams decoded within bounds.

use crate::budget::{Budget, Exhausted, Resource};
use flate2::read::{DeflateDecoder, ZlibDecoder};
use hayro_syntax::Filter;
use hayro_syntax::object::{Array, Dict, Stream};
use hayro_syntax::page::Page;
use std::io::{Read, copy, sink};

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
        }
    }
    Ok(operators)
}

/// The decoded bytes of a stream that is no image; empty where it cannot be decoded.
pub fn decode(stream: &Stream<'_>, budget: &Budget) -> Result<Vec<u8>, Exhausted> {
    let filters = stream.filters();
    let bytes = match filters.as_slice() {
        [] => stream.raw_data().into_owned(),
        [Filter::FlateDecode] if !has_predictor(stream.dict()) => {
            inflate(&stream.raw_data(), budget.left(Resource::DecodedBytes))
        }
        _ => stream.decoded_data().map(|data| data.into_owned()).unwrap_or_default(),
    };
    budget.draw(Resource::DecodedBytes, bytes.len() as u64)?;
    Ok(bytes)
}

fn has_predictor(dict: &Dict<'_>) -> bool {
    let parameters = dict.get::<Dict<'_>>(b"DecodeParms").or_else(|| dict.get::<Dict<'_>>(b"DP"));
    parameters.is_some_and(|p| p.get::<i32>(b"Predictor").unwrap_or(1) > 1)
}

/// Inflates up to one byte more than `limit`; what came out before damage is kept.
pub fn inflate(data: &[u8], limit: u64) -> Vec<u8> {
    let mut out = Vec::new();
    let _ = ZlibDecoder::new(data).take(limit.saturating_add(1)).read_to_end(&mut out);
    if out.is_empty() && !data.is_empty() {
        // Without or with a damaged zlib head.
        let _ = DeflateDecoder::new(data).take(limit.saturating_add(1)).read_to_end(&mut out);
        if out.is_empty() && data.len() > 2 {
            let _ = DeflateDecoder::new(&data[2..]).take(limit.saturating_add(1)).read_to_end(&mut out);
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
