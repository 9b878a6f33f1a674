//! Bytes for the reader of this format, and the cut of what it makes of them.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| annalist_fuzz::read("doc", bytes));
