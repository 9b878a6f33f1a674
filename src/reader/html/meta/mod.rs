//! What is said of the page as a whole: candidates from the head, from
//! JSON-LD, from microdata and `time` elements, from the visible lines about
//! headline and text, from the address, and from data in scripts, each with a
//! weight and its origin.
//!
//! Values that machines wrote are parsed here; a visible date is handed on as
//! its words, for those who read dates.

mod address;
mod author;
mod bio;
mod byline;
mod credit;
mod dateline;
mod embedded;
mod head;
pub mod jsonld;
mod moment;
mod seen;
mod title;
mod visible;

use super::blocks::Placed;
use super::content::{Choice, Form};
use super::page::Page;
use crate::document::{Builder, Property, Witness};
pub use dateline::is_dateline;
pub use seen::is_stamp;

/// What the parts of this room see.
pub struct View<'a, 't> {
    /// The page as it was written.
    pub source: &'a str,
    pub page: &'a Page<'t>,
    pub choice: &'a Choice,
    pub placed: &'a Placed,
    /// What its JSON-LD says.
    pub stated: &'a [serde_json::Value],
}

pub fn collect(view: &View, url: Option<&str>, builder: &mut Builder) {
    let mut said = Said::default();
    head::collect(view.page, &mut said);
    jsonld::collect(view.stated, &mut said);
    address(url, &mut said);
    let headline = title::collect(view, &mut said, builder);
    visible::collect(view, headline, &mut said, builder);
    if view.choice.form != Form::Overview && said.of(Property::Published).next().is_none() {
        embedded::collect(view.source, &mut said);
    }
    title::doubt_sites(&mut said);
    if view.choice.form != Form::Overview && !view.page.is_thread() {
        bio::set_aside(view, &said, builder);
    }
    let mut told: Vec<(Property, String, f32)> = Vec::new();
    for (property, value, from, weight) in said.0 {
        let key = (property, key(&value), weight);
        if !told.contains(&key) {
            told.push(key);
            builder.meta().add(property, value, from, weight);
        }
    }
}

/// Candidates in the making.
#[derive(Default)]
pub struct Said(pub Vec<(Property, String, Witness, f32)>);

impl Said {
    /// A value that stands outside the text.
    pub fn add(&mut self, property: Property, value: &str, from: impl Into<String>, weight: f32) {
        let value = fold(value);
        if !value.is_empty() {
            self.0
                .push((property, value, Witness::Outside(from.into()), weight));
        }
    }

    /// A moment that a machine wrote; one in words as those, with less weight.
    pub fn moment(
        &mut self,
        property: Property,
        value: &str,
        from: impl Into<String>,
        weight: f32,
    ) {
        match moment::parse(value) {
            Some(moment) => self.add(property, &moment, from, weight),
            None if value.len() <= 80 && dateline::is_dated(value) => {
                self.add(property, value, from, weight - 0.05)
            }
            None => {}
        }
    }

    /// The values that are candidates for a property.
    pub fn of(
        &self,
        property: Property,
    ) -> impl Iterator<Item = &(Property, String, Witness, f32)> {
        self.0.iter().filter(move |(p, ..)| *p == property)
    }
}

/// Spaces folded and character references that were escaped twice resolved.
pub fn fold(text: &str) -> String {
    let mut out = String::new();
    crate::document::builder::fold_into(&mut out, 0, &crate::document::markup::unescape(text));
    out.truncate(out.trim_end().len());
    out
}

/// Letters and digits in lower case: what two spellings of one text share.
pub fn key(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Where the caller knows the page from, and the day in its address.
fn address(url: Option<&str>, said: &mut Said) {
    if let Some(url) = url {
        said.add(Property::Url, url, "hint:url", 0.5);
    }
    let best = said
        .of(Property::Url)
        .map(|(_, url, ..)| url.clone())
        .next();
    if let Some(day) = best.as_deref().and_then(address::day_in) {
        said.add(Property::Published, &day, "url", 0.35);
    }
}
