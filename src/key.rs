//! Keys: what an activity is called over the captures of its page.
//!
//! An id follows from the bytes of a source, so that it changes with every
//! capture. A key is made of what stays: the address of the page without marks
//! of archives and of visitors, or else its path without the moment of a
//! capture; and of what tells the activities of one page apart, which is
//! nothing where there is only one, else the title, and where titles repeat
//! also day, country and number.
//!
//! The first half of a key is the page's, the second the activity's.

use crate::record::{Activity, ActivityKind, DocumentRecord};
use crate::source::short_digest;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// Gives every activity of a document its key.
pub fn assign(record: &mut DocumentRecord) {
    let keys = keys(&record.activities);
    for (activity, key) in record.activities.iter_mut().zip(keys) {
        activity.key = Some(key);
    }
}

/// The keys of the activities of one source.
pub fn keys(activities: &[Activity]) -> Vec<String> {
    let Some(first) = activities.first() else {
        return Vec::new();
    };
    let page = short_digest(page(first.source.url.as_deref(), &first.source.path).as_bytes());
    let parts = parts(activities);
    let key = |part: &String| format!("{page:016x}.{:016x}", short_digest(part.as_bytes()));
    parts.iter().map(key).collect()
}

/// What a page is called over its captures.
pub fn page(url: Option<&str>, path: &str) -> String {
    match url.and_then(address) {
        // The front of a site is no page: it is named by many that have lost their own name.
        Some((host, rest)) if rest.is_empty() => format!("{host} {}", place(path)),
        Some((host, rest)) => format!("{host}/{rest}"),
        None => place(path),
    }
}

/// What tells each activity from the others of its page.
fn parts(activities: &[Activity]) -> Vec<String> {
    let of_kind = |kind| activities.iter().filter(move |a| a.kind == kind).count();
    let sole = |kind| kind != ActivityKind::Stage && of_kind(kind) == 1;
    let name = |a: &Activity| match sole(a.kind) {
        true => String::new(),
        false => name(a),
    };
    let mut parts: Vec<String> = activities
        .iter()
        .map(|a| format!("{:?} {}", a.kind, name(a)))
        .collect();
    distinguish(&mut parts, |at| day(&activities[at]).to_owned());
    distinguish(&mut parts, |at| {
        let (country, number) = (&activities[at].reporting_country, activities[at].ordinal);
        format!("{country:?} {number:?}")
    });
    let mut seen: HashMap<String, usize> = HashMap::new();
    for part in &mut parts {
        let count = seen.entry(part.clone()).or_default();
        *count += 1;
        if *count > 1 {
            part.push_str(&format!("\n{count}"));
        }
    }
    parts
}

/// Adds to those that are alike what may tell them apart.
fn distinguish(parts: &mut [String], more: impl Fn(usize) -> String) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for part in parts.iter() {
        *counts.entry(part.clone()).or_default() += 1;
    }
    for (at, part) in parts.iter_mut().enumerate() {
        if counts.get(part.as_str()).is_some_and(|count| *count > 1) {
            part.push('\n');
            part.push_str(&more(at));
        }
    }
}

fn day(activity: &Activity) -> &str {
    let date = activity.date.as_ref();
    date.and_then(|date| date.start.as_deref()).unwrap_or("")
}

/// The title in letters and digits, or else the opening of the description.
fn name(activity: &Activity) -> String {
    let words = activity.title.as_ref().or(activity.description.as_ref());
    folded(words.map_or("", String::as_str))
}

/// How much of a text names it.
const NAME: usize = 200;

/// Letters and digits in lower case, one space between words.
pub fn folded(text: &str) -> String {
    let mut out = String::new();
    for c in text.nfkc().take(NAME).flat_map(char::to_lowercase) {
        match c.is_alphanumeric() {
            true => out.push(c),
            false if out.ends_with(' ') || out.is_empty() => {}
            false => out.push(' '),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Host and path of an address, without what captures and visitors leave in it; the path is empty
/// where the address leads to the front of a site.
pub fn address(url: &str) -> Option<(String, String)> {
    let url = original(url);
    let (scheme, rest) = url.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let rest = match rest.split_once('#') {
        Some((_, fragment)) if fragment.starts_with('!') => rest,
        Some((before, _)) => before,
        None => rest,
    };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, rest) = rest.split_at(end);
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let mut kept = unescaped(without_session(path).trim_matches('/'));
    let mut asked: Vec<&str> = query.split('&').filter(|pair| is_asked(pair)).collect();
    asked.sort_unstable();
    if !asked.is_empty() {
        kept.push('?');
        kept.push_str(&unescaped(&asked.join("&")));
    }
    Some((host_name(host), kept))
}

/// An address with the letters that are written as bytes (`%D0%BD`): people and programs write
/// them either way.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, more @ ..] = rest {
        let byte = match (first, more) {
            (b'%', [high, low, ..]) => hex_digit(*high).zip(hex_digit(*low)),
            _ => None,
        };
        bytes.push(byte.map_or(*first, |(high, low)| high << 4 | low));
        rest = &rest[if byte.is_some() { 3 } else { 1 }..];
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hex_digit(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

/// The address that an archive shows under its own: `…/20210604080000id_/http://…`.
fn original(url: &str) -> &str {
    let starts = url.match_indices("/http").map(|(at, _)| at);
    let mut shown = starts.filter(|at| {
        let before = url[..*at].rsplit('/').next().unwrap_or("");
        moment(before) == before.len() && !before.is_empty()
    });
    shown.next().map_or(url, |at| &url[at + 1..])
}

/// How many bytes at the beginning are the moment of a capture as archives write it: fourteen
/// digits, and letters that say in what form it is shown.
fn moment(text: &str) -> usize {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits != 14 || !(text.starts_with("19") || text.starts_with("20")) {
        return 0;
    }
    let form = text[digits..].find('_').filter(|end| *end <= 2);
    let letters = |end: &usize| {
        let form = &text[digits..digits + end];
        form.bytes().all(|b| b.is_ascii_lowercase())
    };
    digits + form.filter(letters).map_or(0, |end| end + 1)
}

fn host_name(host: &str) -> String {
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let host = host
        .strip_suffix(":80")
        .or(host.strip_suffix(":443"))
        .unwrap_or(host);
    host.trim_end_matches('.').to_owned()
}

fn without_session(path: &str) -> &str {
    let folded = path.to_ascii_lowercase();
    folded.find(";jsessionid=").map_or(path, |at| &path[..at])
}

/// What newsletters, networks and counters add to addresses, and names of sessions.
const VISITORS: [&str; 12] = [
    "_ga",
    "_gl",
    "_openstat",
    "dclid",
    "fbclid",
    "gclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "phpsessid",
    "yclid",
    "ysclid",
];

/// Whether a part of a query says which page is wanted.
fn is_asked(pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or("").to_ascii_lowercase();
    !name.is_empty() && !name.starts_with("utm_") && VISITORS.binary_search(&name.as_str()).is_err()
}

/// A path without the moments of captures and without compression.
fn place(path: &str) -> String {
    let path = path
        .strip_suffix(".gz")
        .or(path.strip_suffix(".zst"))
        .unwrap_or(path);
    let parts = path
        .split('/')
        .map(timeless)
        .filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("/")
}

fn timeless(part: &str) -> String {
    let mut out = String::new();
    let mut rest = part;
    while let Some(c) = rest.chars().next() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let moment = moment(rest);
        if moment > 0 {
            out.truncate(out.trim_end_matches(['-', '_', '.', ' ']).len());
            rest = &rest[moment..];
            continue;
        }
        out.push_str(&rest[..digits]);
        rest = &rest[digits..];
    }
    out.trim_start_matches(['-', '_', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_stays_over_captures_and_visitors() {
        assert!(VISITORS.is_sorted());
        let plain = page(
            Some("https://www.Example.org/news/7?id=3&utm_source=x#top"),
            "a.html",
        );
        assert_eq!(plain, "example.org/news/7?id=3");
        for same in [
            "http://example.org/news/7/?id=3",
            "https://example.org:443/news/7?id=3&fbclid=1",
            "https://web.archive.org/web/20210604080000id_/http://example.org/news/7?id=3",
            "https://example.org/news/7;jsessionid=9F?id=3",
            "https://example.org/%6Eews/7?utm_medium=x&id=3",
        ] {
            assert_eq!(page(Some(same), "b.html"), plain, "{same}");
        }
        assert_ne!(
            page(Some("https://example.org/news/7?id=4"), "a.html"),
            plain
        );
    }

    #[test]
    fn the_front_of_a_site_does_not_name_a_page() {
        let front = Some("https://example.org/");
        assert_ne!(page(front, "a.html"), page(front, "b.html"));
    }

    #[test]
    fn a_path_stays_over_captures_and_keeps_its_days() {
        assert_eq!(page(None, "20210604080000/news/a.html"), "news/a.html");
        assert_eq!(page(None, "news/a_20210604080000.html.gz"), "news/a.html");
        assert_eq!(
            page(None, "news/20210604id_/7.html"),
            "news/20210604id_/7.html"
        );
        assert_eq!(page(None, "2021-06-04/a.html"), "2021-06-04/a.html");
    }

    #[test]
    fn titles_are_alike_in_letters_and_digits() {
        assert_eq!(folded("  Poetry – morning, 2021!"), "poetry morning 2021");
    }
}
