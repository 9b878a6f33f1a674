//! Lines that the pages of a site have in common, where they were learnt from many pages.

use super::content::Choice;
use super::imprint::is_day;
use super::meta::key;
use super::page::{NONE, Page, Run};
use crate::document::Rule;
use crate::site::{Line, Sample, Sites, digest, exact};
use html5ever::local_name;

/// Elements that tell where a line stands: more of them differ between the pages of a site.
const DEPTH: usize = 4;

/// Characters that are kept to read.
const SAYS: usize = 60;

/// Characters of the longest label.
const LABEL: u32 = 60;

/// What is said again at another place may be the page's own from this length on.
const PROSE: u32 = 80;

/// The page as an example of its site.
pub fn sample(page: &Page, url: Option<&str>) -> Sample {
    let longest = page.runs.iter().max_by_key(|run| run.prose());
    let headline = page.runs.iter().find(|run| run.heading == 1);
    let told = [longest, headline].into_iter().flatten();
    let own = told.fold(page.title.clone(), |own, run| own + "\n" + &page.plain(run));
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
    for (index, line) in lines.iter().enumerate() {
        // Days are those of the page, however alike they look.
        let own = choice.table_at(index).is_some() || is_day(page, &page.runs[index]);
        if !own && choice.asides[index].is_none() && site.repeats(line) {
            choice.asides[index] = Some(Rule::Site);
        }
    }
}

fn lines(page: &Page) -> Vec<Line> {
    let title = key(&page.title);
    let line = |run: &Run| {
        let words = page.plain(run);
        let prose = run.chars >= PROSE && run.closed && run.linked * 2 < run.chars;
        Line {
            path: path(page, run),
            // A sentence with another number is another one.
            hash: if prose { exact(&words) } else { digest(&words) },
            prose,
            label: run.heading == 0
                && run.linked == 0
                && !run.closed
                && (4..=LABEL).contains(&run.chars)
                && run.digits * 2 < run.chars,
            titles: run.chars > 3 && title.contains(&key(&words)),
            says: words.chars().take(SAYS).collect(),
        }
    };
    page.runs.iter().map(line).collect()
}

/// The elements around a line with their classes, outermost first.
fn path(page: &Page, run: &Run) -> String {
    let parent = page
        .nodes
        .get(run.first as usize)
        .map_or(NONE, |node| node.parent);
    let around = page
        .ancestors(parent)
        .take(DEPTH)
        .filter_map(|node| page.element(node));
    let mut parts: Vec<String> = around
        .map(|element| {
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
        })
        .collect();
    parts.reverse();
    parts.join(">")
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
