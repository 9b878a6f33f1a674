//! One file per kind of value: passages in, found values out.
//!
//! A field reader never sees a document. It is handed one or more
//! [`Passage`](crate::span::Passage)s and gives back values with the spans
//! they were read from; choosing among them, and filling in what the passage
//! does not say, is the business of `page` and `normalize`.

pub mod activity_type;
pub mod attendance;
pub mod country;
pub mod date;
pub mod deed;
pub mod ending;
pub mod goal;
pub mod language;
pub mod link;
pub mod mode;
pub mod objective;
pub mod organization;
pub mod person;
pub mod phrases;
pub mod place;
pub mod stems;
pub mod title;
pub mod vocabulary;
pub mod words;
