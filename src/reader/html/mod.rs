//! HTML pages: bytes to a document whose main content is told from the rest.
//!
//! 1. `mhtml` opens single-file saves; `charset` finds the declaration, [`crate::decode`] makes
//!    text of the bytes.
//! 2. `tokens` splits the text, `parse` builds scraper's tree of it behind a gate that bounds it.
//! 3. `page` lays the tree flat, once: nodes with the hints of their `names` (`unseen`: what is out
//!    of sight), and runs of text with their figures (`gaps`: what parts their words).
//! 4. `content` chooses the box of the main content and sets the rest aside:
//!    `named` by the names of parts, `bars` by the form of menus,
//!    `overview` where the page is no article (what it
//!    says that it is stands in `declared`),
//!    `trim` within the box, by `words` among other things, `footer` and `repeats`;
//!    `opening` and `credits` know the lines that are about the text.
//!    `weigh` then judges each run that is left by all its `evidence`.
//!    `site` sets aside what many pages of its site have, where that was learnt.
//! 5. `blocks` and `table` write every run into the document, in order.
//!    `body` adds the article's text from JSON-LD where the page shows little of it.
//! 6. `entries` finds the items that a list page repeats; `hints` hands on how the markup is made.
//! 7. `meta` collects what the head, JSON-LD and visible lines say of the page.

mod bars;
mod blocks;
mod body;
mod charset;
mod choice;
mod content;
mod credits;
mod declared;
mod entries;
mod evidence;
mod footer;
mod gaps;
mod hints;
mod meta;
mod mhtml;
mod named;
mod names;
mod opening;
mod overview;
mod page;
mod parse;
mod picture;
mod repeats;
mod site;
mod spelling;
mod subscribe;
mod sums;
mod table;
mod tokens;
mod trees;
mod trim;
mod unseen;
mod verbatim;
mod weigh;
mod words;

use super::claim::Claim;
use crate::budget::{Budget, Resource};
use crate::decode;
use crate::diagnostic::{Code, Diagnostics};
use crate::document::{Builder, Document};
use crate::error::Error;
use crate::site::{Sample, Sites};
use crate::source::Source;
use page::Page;
#[doc(hidden)]
pub use weigh::{Weighed, signs};

pub fn claims(source: &Source) -> Claim {
    let named = matches!(
        source.ending().as_str(),
        "html" | "htm" | "xhtml" | "mhtml" | "mht"
    );
    let typed = source
        .media_type()
        .is_some_and(|t| matches!(t.as_str(), "text/html" | "application/xhtml+xml"));
    match () {
        () if charset::looks_like_html(source.bytes) || mhtml::open(source.bytes).is_some() => {
            Claim::Certain
        }
        () if named || typed => Claim::Named,
        () => Claim::No,
    }
}

pub fn read(
    source: &Source,
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Error> {
    budget.draw(Resource::InputBytes, source.bytes.len() as u64)?;
    let hinted = source.hints.url.as_deref();
    match mhtml::open(source.bytes) {
        Some(saved) => {
            let declared = saved.charset.or_else(|| charset::in_page(&saved.html));
            let url = hinted.or(saved.url.as_deref());
            page(
                &saved.html,
                declared,
                url,
                ("multipart/related", source.sites),
                budget,
                diagnostics,
            )
        }
        None => page(
            source.bytes,
            charset::declared(source),
            hinted,
            ("text/html", source.sites),
            budget,
            diagnostics,
        ),
    }
}

/// A page as an example of its site; none where it cannot be read.
pub fn sample(source: &Source, budget: &Budget) -> Option<Sample> {
    let hinted = source.hints.url.as_deref();
    let saved = mhtml::open(source.bytes);
    let (bytes, stated) = match &saved {
        Some(saved) => (&saved.html[..], saved.url.as_deref()),
        None => (source.bytes, None),
    };
    let declared = saved.as_ref().and_then(|saved| saved.charset.clone());
    let declared = declared.or_else(|| charset::declared(source));
    let decoded = decode::decode(bytes, declared.as_deref());
    charset::refuse_binary(bytes, &decoded.text).ok()?;
    let (html, _) = parse::parse(&decoded.text, budget);
    let page = Page::new(&html);
    let url = hinted.or(stated);
    let choice = content::choose(&page, None, url);
    Some(site::sample(&page, &choice, url))
}

/// The runs of a page with the evidence for each, to grow the trees of the judgement on; none where
/// it cannot be read.
#[doc(hidden)]
pub fn evidence(source: &Source, budget: &Budget) -> Option<Vec<Weighed>> {
    let decoded = decode::decode(source.bytes, charset::declared(source).as_deref());
    charset::refuse_binary(source.bytes, &decoded.text).ok()?;
    let (html, _) = parse::parse(&decoded.text, budget);
    Some(weigh::runs(&Page::new(&html)))
}

/// One page: from its bytes to the document.
fn page(
    bytes: &[u8],
    declared: Option<String>,
    url: Option<&str>,
    (media_type, sites): (&'static str, Option<&Sites>),
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) -> Result<Document, Error> {
    let decoded = decode::decode(bytes, declared.as_deref());
    budget.draw(Resource::DecodedBytes, decoded.text.len() as u64)?;
    charset::refuse_binary(bytes, &decoded.text)?;
    if let Some(said) = decoded.contradicted {
        diagnostics.add(
            Code::CharsetMismatch,
            format!("declared {said}, the bytes are {}", decoded.charset),
        );
    }
    if decoded.twice {
        diagnostics.add(Code::Repaired, decode::TWICE);
    }
    if decoded.malformed {
        diagnostics.add(
            Code::UndecodableBytes,
            format!("some bytes are no characters in {}", decoded.charset),
        );
    }
    let (html, reached) = parse::parse(&decoded.text, budget);
    if let Some(limit) = reached {
        diagnostics.add(
            Code::LimitReached,
            format!("{limit}: what stands below was flattened or left out"),
        );
    }
    let page = Page::new(&html);
    let stated = meta::jsonld::read(&page);
    let mut choice = content::choose(&page, sites, url);
    let hidden = body::hidden(&page, &mut choice, &stated, budget);
    if hidden.is_some() {
        diagnostics.add(
            Code::ArticleBody,
            "the page shows little of its article; the text is JSON-LD's articleBody",
        );
    } else if page.is_shell() {
        diagnostics.add(
            Code::EmptyShell,
            "the page is drawn by a script; the saved file holds no content",
        );
        choice.set_aside_requests(&page);
    }
    let mut builder = Builder::new();
    let placed = blocks::write(&page, &choice, &mut builder, budget)?;
    if let Some(html) = hidden {
        body::write(&html, choice.root, &mut builder, budget)?;
    }
    hints::siblings(&page, &choice, &placed, &mut builder);
    meta::collect(
        &meta::PageView {
            source: &decoded.text,
            page: &page,
            choice: &choice,
            placed: &placed,
            stated: &stated,
        },
        url,
        &mut builder,
    );
    Ok(builder.finish(media_type, Some(decoded.charset.to_owned())))
}

#[cfg(test)]
mod tests;
