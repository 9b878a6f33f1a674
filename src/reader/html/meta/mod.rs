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
pub mod dateline;
mod embedded;
mod head;
pub mod jsonld;
mod moment;
mod said;
pub mod seen;
mod sight;
mod title;
mod view;
mod visible;

use said::PageCandidates;
pub use view::PageView;

use super::choice::ContentForm;
use crate::document::{Builder, Property};
use crate::reader::html::spelling::key;

/// How far the day in an address is believed: it is that of the first saving. Set by hand on the
/// fixtures.
const DAY_OF_ADDRESS: f32 = 0.35;

pub fn collect(view: &PageView, url: Option<&str>, builder: &mut Builder) {
    let mut said = PageCandidates::default();
    head::collect(view.page, &mut said);
    jsonld::collect(view.stated, &mut said);
    address(url, &mut said);
    let headline = title::collect(view, &mut said, builder);
    visible::collect(view, headline, &mut said, builder);
    if view.choice.form != ContentForm::Overview && said.of(Property::Published).next().is_none() {
        embedded::collect(view.source, &mut said);
    }
    title::doubt_sites(&mut said);
    if view.choice.form != ContentForm::Overview && !view.page.is_thread() {
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

/// Where the caller knows the page from, and the day in its address.
fn address(url: Option<&str>, said: &mut PageCandidates) {
    if let Some(url) = url {
        said.add(Property::Url, url, "hint:url", 0.5);
    }
    let best = said
        .of(Property::Url)
        .map(|(_, url, ..)| url.clone())
        .next();
    if let Some(day) = best.as_deref().and_then(address::day_in) {
        said.add(Property::Published, &day, "url", DAY_OF_ADDRESS);
    }
}
