//! Bytes as a stored file: WARC, ARC, ZIP, WACZ, gzip and Zstandard, nested.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| annalist_fuzz::open(bytes));
