//! Lines that the pages of a site have in common, where they were learnt from many pages.

use super::choice::{Choice, ContentForm};
use super::credits::is_day;
use super::page::{NONE, Page, Run};
use super::spelling::key;
use crate::document::Rule;
use crate::site::{self, Line, Sample, Sites, digest, exact};
use html5ever::local_name;
use scraper::node::Element;

/// Elements that tell where a line stands: more of them differ between the pages of a site.
const DEPTH: usize = 4;

/// Characters that are kept to read.
const SAYS: usize = 60;

/// Characters of the shortest and longest line that is known wherever it stands, and of the longest
/// sentence among them: a longer one may be a teaser.
const SHORT: std::ops::RangeInclusive<u32> = 4..=100;
const SENTENCE: u32 = 50;

/// Of ten characters of a page's title, as many as a line has that is the title: the rest is the
/// name of the site.
const TITLE: usize = 4;

/// What is said again at another place may be the page's own from this length on.
const PROSE: u32 = 80;

/// The page as an example of its site.
pub fn sample(page: &Page, url: Option<&str>) -> Sample {
    // One text under several addresses and titles is one page.
    let longest = page.runs.iter().max_by_key(|run| run.prose());
    let longest = longest.filter(|run| run.prose() >= PROSE);
    let own = longest.map_or_else(|| page.title.clone(), |run| page.plain(run));
    Sample {
        host: host(page, url),
        content: exact(&own),
        lines: lines(page),
    }
}

/// Sets aside what is known of the site's pages.
pub fn set_aside(page: &Page, choice: &mut Choice, sites: &Sites, url: Option<&str>) {
    let lines = lines(page);
    let Some(site) = sites.of(host(page, url).as_deref(), &lines) else {
        return;
    };
    let kind = match choice.form {
        ContentForm::Article | ContentForm::Composed => site::PageKind::Article,
        ContentForm::List | ContentForm::Overview => site::PageKind::List,
    };
    for (index, line) in lines.iter().enumerate() {
        let own = choice.table_at(index).is_some();
        if !own && choice.asides[index].is_none() && site.repeats(line, kind) {
            choice.asides[index] = Some(Rule::Site);
        }
    }
}

fn lines(page: &Page) -> Vec<Line> {
    let title = key(&page.title);
    page.runs
        .iter()
        .map(|run| line(page, run, &title))
        .collect()
}

fn line(page: &Page, run: &Run, title: &str) -> Line {
    let words = page.plain(run);
    let prose = run.chars >= PROSE && run.closed && run.linked * 2 < run.chars;
    let own = key(&words);
    let short = run.heading == 0
        && SHORT.contains(&run.chars)
        && run.digits * 2 < run.chars
        && !(run.closed && run.chars > SENTENCE)
        && !words.contains("://");
    Line {
        path: path(page, run),
        // A sentence with another number is another one.
        hash: if prose { exact(&words) } else { digest(&words) },
        prose,
        short,
        heading: run.heading > 0,
        linked: run.linked > 0,
        // Days are those of the page, however alike they look.
        day: is_day(page, run),
        titles: run.chars > 3 && title.contains(&own) && own.len() * 10 >= title.len() * TITLE,
        says: words.chars().take(SAYS).collect(),
    }
}

/// The elements around a line with their classes, outermost first; how its letters look is no
/// place.
fn path(page: &Page, run: &Run) -> String {
    let parent = page
        .nodes
        .get(run.first as usize)
        .map_or(NONE, |node| node.parent);
    let around = page
        .ancestors(parent)
        .filter_map(|node| page.element(node))
        .filter(|element| !LOOKS.contains(&element.name()))
        .take(DEPTH);
    let mut parts: Vec<String> = around.map(part).collect();
    parts.reverse();
    parts.join(">")
}

/// Elements that say how letters look, and links: titles of items have them or have them not.
const LOOKS: [&str; 8] = ["a", "b", "em", "font", "i", "span", "strong", "u"];

/// An element with its classes, digits alike.
fn part(element: &Element) -> String {
    let mut part = element.name().to_owned();
    let class = super::names::attribute(element, &local_name!("class"));
    for word in class.unwrap_or_default().split_ascii_whitespace() {
        part.push('.');
        part.extend(
            word.chars()
                .map(|c| if c.is_ascii_digit() { '0' } else { c }),
        );
    }
    part
}

/// The host of the page's address.
fn host(page: &Page, url: Option<&str>) -> Option<String> {
    let stated = || {
        page.metas.iter().find_map(|element| {
            let of = |name| super::names::attribute(element, &name);
            let canonical = of(local_name!("rel")).is_some_and(|rel| rel == "canonical");
            let shared = element
                .attr("property")
                .is_some_and(|name| name == "og:url");
            match (canonical, shared) {
                (true, _) => of(local_name!("href")),
                (_, true) => of(local_name!("content")),
                _ => None,
            }
        })
    };
    let address = url.or_else(stated)?;
    let host = address
        .split_once("://")?
        .1
        .split(['/', '?', '#', ':'])
        .next()?;
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| host.to_owned())
}
