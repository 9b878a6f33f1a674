//! Days of publication in the data that scripts carry: pages drawn from a
//! store of values (`{"publishedAt":"2021-05-04T09:00:00Z"}`), also where an
//! attribute holds it, and JSON-LD too broken to parse.
//!
//! The tree keeps no programs, so that the page is searched as it was written,
//! and only where nothing better is known. A store tells of other articles
//! too: a day counts where all of them agree.

use super::moment;
use super::said::PageCandidates;
use crate::document::Property;
use memchr::memmem;

/// Less than any day that the page shows.
const WEIGHT: f32 = 0.22;

/// The longest key and value that are looked at.
const LONGEST: usize = 40;

pub fn collect(source: &str, said: &mut PageCandidates) {
    let mut found: Option<(&str, String)> = None;
    for (key, moment) in moments(source) {
        match &found {
            Some((_, known)) if known.get(..10) != moment.get(..10) => return,
            Some(_) => {}
            None => found = Some((key, moment)),
        }
    }
    if let Some((key, moment)) = found {
        said.add(
            Property::Published,
            &moment,
            format!("script:{key}"),
            WEIGHT,
        );
    }
}

/// What stands about keys and values.
const QUOTES: [char; 4] = ['\\', '"', '\'', ' '];

/// Keys that speak of publication, and their moments.
fn moments(source: &str) -> impl Iterator<Item = (&str, String)> {
    let places =
        ["ublish", "ublication", "pubDate"].map(|part| memmem::find_iter(source.as_bytes(), part));
    places.into_iter().flatten().filter_map(|at| {
        let (key, rest) = key_at(source, at)?;
        let value = unquoted(unquoted(rest).strip_prefix(':')?);
        let length = value
            .bytes()
            .take(LONGEST)
            .position(|b| b"\"'\\,}&\n".contains(&b))?;
        Some((key, moment::parse(value.get(..length)?)?))
    })
}

/// Without the quotes it opens with; in an attribute they are character references.
fn unquoted(text: &str) -> &str {
    let text = text
        .strip_prefix("&quot;")
        .unwrap_or(text)
        .trim_start_matches(QUOTES);
    text.strip_prefix("&quot;").unwrap_or(text)
}

/// The quoted word about a place, and what follows it.
fn key_at(source: &str, at: usize) -> Option<(&str, &str)> {
    let bytes = source.as_bytes();
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let before = bytes[..at]
        .iter()
        .rev()
        .take(LONGEST)
        .take_while(|byte| part(byte) || **byte == b':')
        .count();
    let after = bytes[at..]
        .iter()
        .take(LONGEST)
        .take_while(|byte| part(byte))
        .count();
    let key = source.get(at - before..at + after)?;
    if key.contains("ublisher") {
        return None;
    }
    let opens = matches!(
        bytes.get((at - before).checked_sub(1)?)?,
        b'"' | b'\'' | b'{' | b',' | b';'
    );
    opens.then(|| (key, source.get(at + after..).unwrap_or("")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(script: &str) -> Option<String> {
        let mut said = PageCandidates::default();
        collect(script, &mut said);
        said.of(Property::Published)
            .map(|(_, day, ..)| day.clone())
            .next()
    }

    #[test]
    fn one_day_in_a_store_is_the_pages() {
        assert_eq!(
            day(r#"x={"publishedAt":"2021-05-04","unit":1}"#).as_deref(),
            Some("2021-05-04")
        );
        assert_eq!(
            day(r#""{\"datePublished\": \"2021-05-04\"}""#).as_deref(),
            Some("2021-05-04")
        );
    }

    #[test]
    fn a_program_writes_its_values_without_quotes_or_with_others() {
        assert_eq!(
            day("a={publish_date:'2021-05-04',unit:1}").as_deref(),
            Some("2021-05-04")
        );
        assert_eq!(
            day("[{'first_publication_date': '2021-05-04'}]").as_deref(),
            Some("2021-05-04")
        );
    }

    #[test]
    fn an_attribute_holds_a_store_too() {
        let page = r#"<div data-page="{&quot;datePublished&quot;: &quot;2021-05-04&quot;,&quot;unit&quot;:1}">"#;
        assert_eq!(day(page).as_deref(), Some("2021-05-04"));
    }

    #[test]
    fn two_days_in_a_store_are_nobodys() {
        assert_eq!(
            day(r#"[{"publishedAt":"2021-05-04"},{"publishedAt":"2021-05-06"}]"#),
            None
        );
        assert_eq!(
            day(r#"{"publisher":"2021-05-04 Ltd","published":true}"#),
            None
        );
    }
}
