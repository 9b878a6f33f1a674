//! A line for `annalist stream`, and the whole way of what it asks for.
#![no_main]

libfuzzer_sys::fuzz_target!(|line: &[u8]| annalist_fuzz::answer(line));
