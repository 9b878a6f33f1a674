//! annalist turns collected documents into a register of activities.
//!
//! # The tour
//!
//! Bytes go in, records come out, and between the stages only a handful of
//! types travel:
//!
//! 1. A [`reader`] takes a [`source::Source`] and ends in a [`document::Document`]: one plain
//!    text with blocks, tables, links and page marks as spans into it. Nothing after asks
//!    which format it was.
//! 2. A page shape (`page`) cuts the document into drafts, one per activity, and lets the
//!    [`field`] readers find values in their passages.
//! 3. `normalize` chooses among what was found and makes [`record`]s, every value with its
//!    evidence; `validate` holds them against the text.
//!
//! Doubts, repairs and losses are [`diagnostic`]s; a [`budget`] bounds what one document may use.
#![forbid(unsafe_code)]
// The heads of modules are a tour for developers, who see private items too.
#![allow(rustdoc::private_intra_doc_links)]

pub mod batch;
pub mod budget;
pub mod cli;
pub mod command;
pub mod compare;
pub mod container;
pub mod correction;
pub mod decode;
pub mod diagnostic;
pub mod document;
pub mod draft;
mod error;
mod extractor;
pub mod field;
pub mod key;
mod language;
pub mod lexicon;
pub mod link;
mod lookup;
pub mod manifest;
mod normalize;
mod page;
pub mod program;
pub mod quote;
pub mod reader;
pub mod record;
pub mod register;
pub mod request;
pub mod run;
pub mod scheme;
pub mod site;
pub mod source;
pub mod span;
mod validate;
pub mod write;

pub use document::Document;
pub use error::Error;
pub use extractor::{Extractor, extract};
pub use record::{Activity, DocumentRecord};
pub use source::Hints;
