//! Bytes to text: which charset, and how it was known.
