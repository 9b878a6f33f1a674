//! `meta` and `link` elements: Open Graph, Dublin Core and the common names.

use super::author;
use super::said::PageCandidates;
use crate::document::Property::{self, *};
use crate::reader::html::names::attribute;
use crate::reader::html::page::Page;
use crate::reader::html::spelling::key;
use html5ever::local_name;
use scraper::node::Element;

/// How far what no table below names is believed. Set by hand on the fixtures.
const NAMED_AUTHOR: f32 = 0.55;
const WRITTEN_BY: f32 = 0.58;
const CANONICAL: f32 = 0.8;
const LANGUAGE: f32 = 0.6;

/// Name or property, what it gives, and how far it is believed.
const NAMES: &[(&str, Property, f32)] = &[
    ("og:title", Title, 0.5),
    ("twitter:title", Title, 0.4),
    ("dc.title", Title, 0.45),
    ("dcterms.title", Title, 0.45),
    ("citation_title", Title, 0.6),
    ("sailthru.title", Title, 0.5),
    ("parsely-title", Title, 0.5),
    ("og:site_name", Site, 0.8),
    ("application-name", Site, 0.5),
    ("dc.publisher", Site, 0.4),
    ("author", Author, 0.6),
    ("article:author", Author, 0.55),
    ("article:author_name", Author, 0.6),
    ("dc.creator", Author, 0.6),
    ("dcterms.creator", Author, 0.6),
    ("dc.contributor", Author, 0.3),
    ("citation_author", Author, 0.7),
    ("parsely-author", Author, 0.65),
    ("sailthru.author", Author, 0.65),
    ("byl", Author, 0.65),
    ("article:published_time", Published, 0.8),
    ("og:article:published_time", Published, 0.8),
    ("og:published_time", Published, 0.75),
    ("datepublished", Published, 0.8),
    ("published", Published, 0.7),
    ("date", Published, 0.5),
    ("dc.date", Published, 0.6),
    ("dcterms.date", Published, 0.6),
    ("sailthru.date", Published, 0.7),
    ("citation_date", Published, 0.7),
    ("citation_online_date", Published, 0.65),
    ("article_date_original", Published, 0.7),
    ("displaydate", Published, 0.55),
    ("timestamp", Published, 0.45),
    ("eprints.datestamp", Published, 0.5),
    ("article:modified_time", Modified, 0.8),
    ("og:updated_time", Modified, 0.7),
    ("datemodified", Modified, 0.8),
    ("last-modified", Modified, 0.5),
    ("revised", Modified, 0.5),
    ("og:url", Url, 0.7),
    ("og:locale", Language, 0.4),
];

/// Parts of the names by which systems give the day of publication or of a change, without
/// marks and in lower case (`w-published-date`, `dcterms.issued`, `cXenseParse:recs:publishtime`).
const DATED: &[(&str, Property, f32)] = &[
    ("unpublish", Published, 0.0),
    ("expir", Published, 0.0),
    ("modif", Modified, 0.6),
    ("updated", Modified, 0.6),
    ("lastupdate", Modified, 0.6),
    ("publisheddate", Published, 0.75),
    ("publishedtime", Published, 0.75),
    ("publishedat", Published, 0.75),
    ("publishdate", Published, 0.75),
    ("publishtime", Published, 0.75),
    ("pubdate", Published, 0.75),
    ("publicationdate", Published, 0.75),
    ("datepublished", Published, 0.75),
    ("datepublication", Published, 0.75),
    ("dateofpublication", Published, 0.75),
    ("articledate", Published, 0.65),
    ("citationdate", Published, 0.7),
    ("dateissued", Published, 0.7),
    ("issued", Published, 0.65),
    ("dateposted", Published, 0.65),
    ("postdate", Published, 0.65),
    ("releasedate", Published, 0.65),
    ("daterelease", Published, 0.65),
    ("created", Published, 0.55),
    ("creationdate", Published, 0.55),
    ("createdate", Published, 0.55),
    ("published", Published, 0.65),
    ("dateavailable", Published, 0.5),
    ("termsavailable", Published, 0.5),
];

/// What a name gives by its parts: a moment, or an author (`cXenseParse:author`).
fn by_parts(name: &str) -> Option<(Property, f32)> {
    let key = key(name);
    if key.ends_with("author") || key.ends_with("authorname") {
        return Some((Author, NAMED_AUTHOR));
    }
    let (_, property, weight) = DATED.iter().find(|(part, ..)| key.contains(part))?;
    (*weight > 0.0).then_some((*property, *weight))
}

pub fn collect(page: &Page, said: &mut PageCandidates) {
    written_by(page, said);
    for element in &page.metas {
        match element.name() {
            "html" => language(element, said),
            "meta" => meta(element, said),
            "link"
                if element
                    .attr("rel")
                    .is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) =>
            {
                address(
                    element.attr("href").unwrap_or(""),
                    "link:canonical",
                    CANONICAL,
                    said,
                );
            }
            _ => {}
        }
    }
}

/// An address of the page; some systems write its title there.
fn address(url: &str, from: &str, weight: f32, said: &mut PageCandidates) {
    if !url.trim().contains(char::is_whitespace) {
        said.add(Url, url, from, weight);
    }
}

/// `twitter:label1` = `Written by`, `twitter:data1` = the name.
fn written_by(page: &Page, said: &mut PageCandidates) {
    let value = |name: &str| {
        page.metas
            .iter()
            .find(|e| e.attr("name") == Some(name))
            .and_then(|e| e.attr("content"))
            .unwrap_or("")
    };
    if author::only_opens(value("twitter:label1")) {
        author::stated(value("twitter:data1"))
            .iter()
            .for_each(|name| said.add(Author, name, "meta:twitter:data1", WRITTEN_BY));
    }
}

fn language(html: &Element, said: &mut PageCandidates) {
    let tag = html.attr("lang").or_else(|| {
        html.attrs()
            .find(|(name, _)| *name == "lang")
            .map(|(_, value)| value)
    });
    said.add(Language, tag.unwrap_or(""), "html:lang", LANGUAGE);
}

fn meta(element: &Element, said: &mut PageCandidates) {
    let Some(content) = attribute(element, &local_name!("content")) else {
        return;
    };
    let names = ["property", "name", "itemprop", "http-equiv"]
        .iter()
        .filter_map(|a| element.attr(a));
    for name in names.flat_map(str::split_ascii_whitespace) {
        let lower = name.to_ascii_lowercase();
        let lower = lower
            .strip_prefix("article:author.name")
            .map_or(lower.as_str(), |_| "author");
        if lower == "content-language" {
            said.add(Language, content, "meta:content-language", 0.5);
        }
        let known = NAMES
            .iter()
            .find(|(known, ..)| *known == lower)
            .map(|(_, property, weight)| (*property, *weight));
        let Some((property, weight)) = known.or_else(|| by_parts(lower)) else {
            continue;
        };
        let from = format!("meta:{name}");
        match property {
            Published | Modified => said.moment(property, content, from, weight),
            Author if lower == "citation_author" => {
                said.add(Author, &author::in_order(content), from, weight)
            }
            Author => author::stated(content)
                .iter()
                .for_each(|name| said.add(Author, name, from.as_str(), weight)),
            Language => said.add(property, &content.replace('_', "-"), from, weight),
            Url => address(content, &from, weight, said),
            _ => said.add(property, content, from, weight),
        }
        return;
    }
}
