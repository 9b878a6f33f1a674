//! Lines of `corrections.jsonl`, put on a record.
#![no_main]

libfuzzer_sys::fuzz_target!(|lines: &[u8]| annalist_fuzz::correct(lines));
