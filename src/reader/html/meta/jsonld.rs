//! JSON-LD: the article among the things a page describes, and its text where that is given.

use super::author;
use super::said::PageCandidates;
use crate::document::Property;
use crate::reader::html::page::Page;
use serde_json::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How far JSON-LD is believed of an article; what it says of other things counts less, by their
/// rank. The moment of publication is what systems fill in most carefully, names and addresses are
/// often those of the site. Set by hand on wcxb-dev, beside the weights of [`super::head`].
const HEADLINE: f32 = 0.55;
const NAME: f32 = 0.4;
const PUBLISHED: f32 = 0.9;
const OTHER_PUBLISHED: f32 = 0.6;
const CREATED: f32 = 0.55;
const AUTHOR: f32 = 0.8;
const OTHER_AUTHOR: f32 = 0.5;
const SITE: f32 = 0.7;
const PUBLISHER: f32 = 0.6;
/// What is left where an organization stands as the author: any person goes before it.
const ORGANIZATION: f32 = 0.6;

/// The page's scripts, parsed: those that are JSON after mending.
pub fn read(page: &Page) -> Vec<Value> {
    page.scripts
        .iter()
        .filter_map(|script| parse(script))
        .collect()
}

pub fn collect(stated: &[Value], said: &mut PageCandidates) {
    for value in stated {
        let things = Things::of(value);
        for thing in &things.all {
            things.describe(thing, said);
        }
    }
}

/// The text of the one article that the page describes; none where it describes several.
pub fn article_body(stated: &[Value]) -> Option<&str> {
    let things = stated.iter().flat_map(|value| Things::of(value).all);
    let articles = things.filter(|thing| kinds(thing).any(|kind| rank(kind) == 1.0));
    let mut bodies = articles
        .filter_map(|thing| thing.get("articleBody")?.as_str())
        .filter(|b| !b.trim().is_empty());
    let first = bodies.next()?;
    bodies.all(|body| body == first).then_some(first)
}

/// JSON as pages have it: with line breaks inside strings, trailing commas,
/// comment marks around it.
fn parse(text: &str) -> Option<Value> {
    let text = text
        .trim()
        .trim_start_matches("<!--")
        .trim_end_matches("-->")
        .trim();
    let text = text
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[")
        .trim_end_matches(';');
    let text = text.trim_end_matches("]]>").trim_end_matches("//").trim();
    serde_json::from_str(text)
        .ok()
        .or_else(|| serde_json::from_str(&mend(text)).ok())
}

/// Line breaks and tabs in strings become spaces, commas before a closing bracket go.
fn mend(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut quoted, mut escaped) = (false, false);
    for c in text.chars() {
        match c {
            '"' if !escaped => quoted = !quoted,
            c if quoted && c.is_control() => {
                out.push(' ');
                escaped = false;
                continue;
            }
            '}' | ']' if !quoted => {
                let kept = out.trim_end().trim_end_matches(',').len();
                out.truncate(kept);
            }
            _ => {}
        }
        escaped = quoted && c == '\\' && !escaped;
        out.push(c);
    }
    out
}

/// The things of a graph, flat.
#[derive(Default)]
struct Things<'v> {
    all: Vec<&'v Value>,
    by_id: BTreeMap<&'v str, &'v Value>,
}

/// How far an article's kind of thing is believed, 0 where it says nothing of the page.
fn rank(kind: &str) -> f32 {
    match kind {
        "NewsArticle"
        | "Article"
        | "BlogPosting"
        | "ReportageNewsArticle"
        | "AnalysisNewsArticle"
        | "TechArticle"
        | "ScholarlyArticle"
        | "OpinionNewsArticle"
        | "LiveBlogPosting"
        | "Report"
        | "SocialMediaPosting"
        | "MedicalScholarlyArticle"
        | "DiscussionForumPosting"
        | "HowTo"
        | "Recipe"
        | "AdvertiserContentArticle" => 1.0,
        "WebPage" | "MedicalWebPage" | "ItemPage" | "AboutPage" | "CollectionPage" | "QAPage"
        | "VideoObject" | "PodcastEpisode" | "Course" | "FAQPage" | "CreativeWork" => 0.5,
        _ => 0.0,
    }
}

impl<'v> Things<'v> {
    fn of(value: &'v Value) -> Things<'v> {
        let mut things = Things::default();
        things.gather(value, 0);
        things
    }

    fn gather(&mut self, value: &'v Value, depth: u32) {
        if depth > 6 || self.all.len() > 10_000 {
            return;
        }
        match value {
            Value::Array(values) => values
                .iter()
                .for_each(|value| self.gather(value, depth + 1)),
            Value::Object(map) => {
                if map.len() > 1
                    && let Some(Value::String(id)) = map.get("@id")
                {
                    self.by_id.entry(id).or_insert(value);
                }
                self.all.push(value);
                for name in ["@graph", "mainEntity", "mainEntityOfPage", "isPartOf"] {
                    if let Some(inner) = map.get(name) {
                        self.gather(inner, depth + 1);
                    }
                }
                for name in ["author", "publisher", "creator"] {
                    if let Some(Value::Object(inner)) = map.get(name)
                        && let (Some(Value::String(id)), true) = (inner.get("@id"), inner.len() > 1)
                    {
                        self.by_id.entry(id).or_insert(&map[name]);
                    }
                }
            }
            _ => {}
        }
    }

    fn describe(&self, thing: &Value, said: &mut PageCandidates) {
        let rank = kinds(thing).map(rank).fold(0.0, f32::max);
        let text = |name: &str| thing.get(name).and_then(Value::as_str).unwrap_or("");
        if rank == 0.0 {
            if kinds(thing).any(|kind| kind == "WebSite") {
                said.add(Property::Site, text("name"), "json-ld:WebSite", SITE);
            }
            return;
        }
        let article = rank == 1.0;
        said.add(
            Property::Title,
            text("headline"),
            "json-ld:headline",
            HEADLINE * rank,
        );
        said.add(Property::Title, text("name"), "json-ld:name", NAME * rank);
        let published = if article { PUBLISHED } else { OTHER_PUBLISHED };
        for (name, property, weight) in [
            ("datePublished", Property::Published, published),
            ("dateCreated", Property::Published, CREATED * rank),
            ("dateModified", Property::Modified, PUBLISHED * rank),
        ] {
            let moment = thing.get(name).and_then(moment).unwrap_or_default();
            said.moment(property, &moment, format!("json-ld:{name}"), weight);
        }
        said.add(
            Property::Language,
            text("inLanguage"),
            "json-ld:inLanguage",
            0.5 * rank,
        );
        said.add(Property::Url, text("url"), "json-ld:url", NAME * rank);
        for name in ["author", "creator"] {
            self.people(
                thing.get(name),
                &format!("json-ld:{name}"),
                if article { AUTHOR } else { OTHER_AUTHOR },
                said,
                0,
            );
        }
        if let Some(publisher) = thing.get("publisher").and_then(|p| self.name_of(p)) {
            said.add(Property::Site, publisher, "json-ld:publisher", PUBLISHER);
        }
    }

    fn people(
        &self,
        value: Option<&Value>,
        from: &str,
        weight: f32,
        said: &mut PageCandidates,
        depth: u32,
    ) {
        match value {
            Some(Value::Array(values)) if depth < 3 => {
                values
                    .iter()
                    .for_each(|v| self.people(Some(v), from, weight, said, depth + 1));
            }
            Some(value) => {
                let names = self.name_of(value).map(author::stated).unwrap_or_default();
                // An organization as the author gives way to a person elsewhere.
                let organization = kinds(value).any(|kind| kind.contains("Organization"));
                let weight = if organization {
                    weight * ORGANIZATION
                } else {
                    weight
                };
                names
                    .iter()
                    .for_each(|name| said.add(Property::Author, name, from, weight));
            }
            None => {}
        }
    }

    /// The name of a person or organization: as text, as an object, by reference.
    fn name_of<'a>(&'a self, value: &'a Value) -> Option<&'a str> {
        match value {
            Value::String(name) => Some(
                self.by_id
                    .get(name.as_str())
                    .and_then(|v| v.get("name")?.as_str())
                    .unwrap_or(name),
            ),
            Value::Object(map) => match map.get("name") {
                Some(Value::String(name)) => Some(name),
                Some(Value::Array(names)) => names.first()?.as_str(),
                _ => self
                    .by_id
                    .get(map.get("@id")?.as_str()?)?
                    .get("name")?
                    .as_str(),
            },
            _ => None,
        }
    }
}

/// A moment as text, as seconds, as the first of a list, or as an object with its type.
fn moment(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(text.into()),
        Value::Number(seconds) => Some(seconds.to_string().into()),
        Value::Array(values) => values.first()?.as_str().map(Cow::from),
        Value::Object(map) => map.get("@value")?.as_str().map(Cow::from),
        _ => None,
    }
}

fn kinds(thing: &Value) -> impl Iterator<Item = &str> {
    let kind = thing.get("@type");
    let one = kind.and_then(Value::as_str);
    let many = kind
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    let names = one.into_iter().chain(many.iter().filter_map(Value::as_str));
    names.map(|name| name.rsplit(['/', ':']).next().unwrap_or(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_json_is_mended() {
        let value = parse("<!-- {\"headline\": \"Two\nlines\", \"n\": [1, 2,],} -->").unwrap();
        assert_eq!(value["headline"], "Two lines");
    }

    #[test]
    fn authors_are_found_by_reference() {
        let text = r##"{"@graph": [{"@type": "Article", "author": {"@id": "#p"}}, {"@id": "#p", "@type": "Person", "name": "Jane Roe"}]}"##;
        let value = parse(text).unwrap();
        let things = Things::of(&value);
        let mut said = PageCandidates::default();
        things
            .all
            .iter()
            .for_each(|thing| things.describe(thing, &mut said));
        let authors: Vec<&str> = said
            .of(Property::Author)
            .map(|(_, name, ..)| name.as_str())
            .collect();
        assert_eq!(authors, ["Jane Roe"]);
    }

    #[test]
    fn a_moment_may_be_an_object_a_list_or_a_number() {
        for moment in [
            "{\"@value\": \"2021-05-04\"}",
            "[\"2021-05-04\"]",
            "1620118800",
        ] {
            let value = parse(&format!(
                "{{\"@type\": \"Article\", \"datePublished\": {moment}}}"
            ))
            .unwrap();
            let mut said = PageCandidates::default();
            collect(&[value], &mut said);
            assert_eq!(
                said.of(Property::Published).next().unwrap().1,
                "2021-05-04",
                "{moment}"
            );
        }
    }
}
