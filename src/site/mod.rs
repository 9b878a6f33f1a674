//! What the pages of a site have in common: elements that hold none of their text, labels, and
//! lines that stand on many of them.
//!
//! [`Learner`] counts what stands where on page after page, and what the reading of each page alone
//! kept of it ([`tree`]); [`Sites`] is what is left of it, a plain file. A reader asks
//! [`Sites::of`] for the site of a page, and of each of its lines whether it [`Known::is_aside`]
//! with all that stands in its element, or [`Known::repeats`] what other pages say.

mod learn;
pub mod tree;

pub use learn::{Learner, Sample};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The shape of the file.
pub const SCHEMA: &str = "annalist/sites/1";

/// A short line that stands anywhere is the site's in an article where it is no link and half of
/// the pages that say it do not keep it. In a list it may be the title of an item: there none must
/// keep it, and it is no link or one in so many of the site's pages say it; or one in so many says
/// it again, as the labels of items are said. Without a link it is the site's where so many say it
/// and not most of them keep it.
const AGAIN: u32 = 2;
const OFTEN: u32 = 4;

/// Whether most of some pages do something, or hardly any. Set, like what else decides here, on
/// made pages of twelve site builders, seeds 9101 to 9112.
fn mostly(part: u32, all: u32) -> bool {
    part * 4 >= all * 3
}

fn hardly(part: u32, all: u32) -> bool {
    part * 4 <= all
}

/// The path of a line that is known wherever it stands.
const ANYWHERE: &str = "*";

/// Lines with a site that make a page without a known address one of its pages.
const MET: usize = 5;

/// A line of a page: where it stands, a digest of its words, and the beginning of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Line {
    /// The elements around it with their classes and ids, outermost first, and `text()`.
    pub place: Vec<PathPart>,
    pub hash: u64,
    pub says: String,
    /// The words of a short line.
    pub words: Vec<String>,
    pub chars: u32,
    /// The reading of the page alone keeps it.
    pub kept: bool,
    /// A long sentence: what stands at the same place says nothing of it.
    pub prose: bool,
    /// A short line, wherever it stands.
    pub short: bool,
    pub heading: bool,
    /// Characters that are a link: in a list it may be the title of an item.
    pub linked: u32,
    /// It is a day and little else.
    pub day: bool,
    /// It stands in the title of the page too.
    pub titles: bool,
}

impl Line {
    /// The names of the elements around it.
    pub fn path(&self) -> Vec<&str> {
        self.place.iter().map(|part| part.name.as_str()).collect()
    }
}

/// An element of a page: its name, and which one it is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PathPart {
    pub name: String,
    pub element: u32,
}

/// What was learnt of several sites.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Sites {
    pub schema: String,
    pub sites: Vec<Site>,
}

/// What the pages of a site have in common.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Site {
    /// The host of the pages, or the folder where their addresses are not known.
    pub site: String,
    /// Pages that differ.
    pub pages: u32,
    /// Where titles of pages stand, and days: what stands there is the page's own.
    #[serde(default)]
    pub titles: Vec<Stand>,
    #[serde(default)]
    pub days: Vec<Stand>,
    /// Classes and ids of elements, each on several pages.
    #[serde(default)]
    pub names: Vec<String>,
    /// Elements that hold no text of the pages, outermost ones.
    #[serde(default)]
    pub asides: Vec<SiteAside>,
    /// The same where elements are without their names, for pages that have none.
    #[serde(default)]
    pub bare: Vec<SiteAside>,
    /// Lines that stand on at least a third of them.
    pub lines: Vec<Repeated>,
    /// Places of labels.
    pub places: Vec<Place>,
}

/// A line that stands on many pages.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Repeated {
    /// Elements around it with their classes, outermost first; `*` for a short line, which stands
    /// anywhere on a twentieth of them.
    pub path: String,
    /// Digest of its words; of short lines with digits alike.
    pub hash: String,
    pub pages: u32,
    /// Pages that keep it as their text.
    #[serde(default)]
    pub kept: u32,
    /// Pages that say it more than once.
    #[serde(default)]
    pub again: u32,
    /// It is a link on half of them.
    #[serde(default)]
    pub link: bool,
    /// How it begins.
    pub says: String,
}

/// Where something stands, and on how many pages.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Stand {
    pub path: String,
    pub pages: u32,
}

/// An element whose text the pages set aside.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SiteAside {
    pub path: String,
    /// Pages with something at its places, and those on which it is kept.
    pub pages: u32,
    pub kept: u32,
}

/// A place of labels.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    pub path: String,
    pub pages: u32,
    /// Words that stand there on many pages: a line of no others is the site's.
    pub words: Vec<String>,
}

/// What a page is: titles of items repeat from list to list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PageKind {
    Article,
    List,
}

/// A site as lines of a page are held against it.
#[derive(Clone, Debug)]
pub struct Known<'s> {
    site: &'s Site,
    /// The page's elements have no names, as those of others have.
    bare: bool,
}

impl Sites {
    /// Reads the file; what a reader searches is put in order.
    ///
    /// # Errors
    /// Where it is not of this shape.
    pub fn parse(json: &[u8]) -> Result<Sites, String> {
        let mut all: Sites = serde_json::from_slice(json).map_err(|error| error.to_string())?;
        if all.schema != SCHEMA {
            return Err(format!("its schema is {}, not {SCHEMA}", all.schema));
        }
        for site in &mut all.sites {
            site.lines
                .sort_by(|a, b| (&a.path, &a.hash).cmp(&(&b.path, &b.hash)));
            site.places.sort_by(|a, b| a.path.cmp(&b.path));
            for asides in [&mut site.asides, &mut site.bare] {
                asides.sort_by(|a, b| a.path.cmp(&b.path));
            }
            site.names.sort();
            for stands in [&mut site.titles, &mut site.days] {
                stands.sort_by(|a, b| a.path.cmp(&b.path));
            }
        }
        Ok(all)
    }

    /// The site of a page: by its host, or else the one that most of its lines are known of.
    pub fn of(&self, host: Option<&str>, lines: &[Line]) -> Option<Known<'_>> {
        let known = |site| Known::of(site, lines);
        let mut sites = self.sites.iter();
        if let Some(site) = sites.find(|site| Some(site.site.as_str()) == host) {
            return Some(known(site));
        }
        let met = |known: &Known| {
            let is_met = |line: &&Line| known.repeats(line, PageKind::List) || known.is_aside(line);
            lines.iter().filter(is_met).count()
        };
        let sites = self.sites.iter().rev().map(known);
        let best = sites.max_by_key(met)?;
        (met(&best) >= MET).then_some(best)
    }
}

impl<'s> Known<'s> {
    fn of(site: &'s Site, lines: &[Line]) -> Known<'s> {
        let is_name = |name: &str| !name.contains('=');
        let mut parts = lines.iter().flat_map(|line| &line.place);
        let named = parts.any(|part| tree::names(&part.name).any(is_name));
        let bare = !named && site.names.iter().any(|name| is_name(name));
        Known { site, bare }
    }

    /// Whether a line is known of the site's pages, as such or by its words at its place.
    pub fn repeats(&self, line: &Line, page: PageKind) -> bool {
        let path = self.path(line);
        !self.is_own(line, &path)
            && (self.line(&path, line.hash).is_some()
                || line.short && self.is_anywhere(line, page)
                || self.is_label(&path, line))
    }

    /// Whether other pages say the line too, and set it aside, most of them where the page is no
    /// list: not enough for a line alone, which may be the title of an item ([`in_rows`]).
    pub fn is_likely(&self, line: &Line, page: PageKind) -> bool {
        let aside = |known: &Repeated| match page {
            PageKind::Article => hardly(known.kept, known.pages),
            PageKind::List => known.kept == 0,
        };
        line.short && !line.titles && self.line(ANYWHERE, line.hash).is_some_and(aside)
    }

    /// Digests of the lines that stand on a third of the pages, wherever.
    pub fn digests(&self) -> BTreeSet<&'s str> {
        let placed = self
            .site
            .lines
            .iter()
            .filter(|known| known.path != ANYWHERE);
        placed.map(|known| known.hash.as_str()).collect()
    }

    /// Whether the pages of the site set aside what stands where the line does.
    pub fn is_aside(&self, line: &Line) -> bool {
        let path = self.path(line);
        let around = path.match_indices('>').map(|(end, _)| &path[..end]);
        let asides = if self.bare {
            &self.site.bare
        } else {
            &self.site.asides
        };
        let is_known = |path: &str| found(asides, |aside| aside.path.as_str().cmp(path));
        let is_title = line.titles || self.is_titled(&path);
        !is_title && around.chain([path.as_str()]).any(is_known)
    }

    /// Titles and days are the page's, whatever stands there on others.
    fn is_own(&self, line: &Line, path: &str) -> bool {
        line.titles || line.day || self.is_titled(path)
    }

    /// Whether titles stand there, or in an element of the same classes: those of items.
    fn is_titled(&self, path: &str) -> bool {
        let names = box_names(path);
        let alike = |stand: &Stand| {
            stand.path == path || names.is_some() && box_names(&stand.path) == names
        };
        self.site.titles.iter().any(alike)
    }

    /// The elements around a line with the names that the site is known for.
    fn path(&self, line: &Line) -> String {
        let names = &self.site.names;
        let is_known = |name: &str| !self.bare && found(names, |known| known.as_str().cmp(name));
        let parts = line
            .place
            .iter()
            .map(|part| tree::shared(&part.name, is_known));
        parts.collect::<Vec<String>>().join(">")
    }

    /// Whether a short line is the site's wherever it stands.
    fn is_anywhere(&self, line: &Line, page: PageKind) -> bool {
        let is_site = |known: &Repeated| {
            let often = known.pages * OFTEN >= self.site.pages;
            known.kept == 0 && (often || !known.link)
                || known.again * AGAIN >= known.pages
                || page == PageKind::Article && !known.link && known.kept * 2 <= known.pages
                || line.linked == 0 && often && !mostly(known.kept, known.pages)
        };
        self.line(ANYWHERE, line.hash).is_some_and(is_site)
    }

    fn line(&self, path: &str, hash: u64) -> Option<&Repeated> {
        let hash = hexed(hash);
        let lines = &self.site.lines;
        let of_line = |known: &Repeated| {
            (known.path.as_str(), known.hash.as_str()).cmp(&(path, hash.as_str()))
        };
        lines.binary_search_by(of_line).ok().map(|at| &lines[at])
    }

    /// Whether all words of a line are those of the labels at its place.
    fn is_label(&self, path: &str, line: &Line) -> bool {
        let places = &self.site.places;
        let at = places.binary_search_by(|place| place.path.as_str().cmp(path));
        let place = at
            .ok()
            .filter(|_| !line.words.is_empty())
            .map(|at| &places[at]);
        place.is_some_and(|place| line.words.iter().all(|word| place.words.contains(word)))
    }
}

/// Lines of a menu at least.
const ROW: usize = 3;

/// The lines that stand in a row of such as are likely the site's: a menu, news beside the text.
pub fn in_rows(likely: &[bool]) -> Vec<bool> {
    let mut rows = vec![false; likely.len()];
    let mut start = 0;
    for row in likely.chunk_by(|a, b| a == b) {
        let end = start + row.len();
        rows[start..end].fill(row[0] && row.len() >= ROW);
        start = end;
    }
    rows
}

/// The classes of the element that a line stands in, where it has some.
fn box_names(path: &str) -> Option<&str> {
    Some(path.rsplit('>').nth(1)?.split_once('.')?.1)
}

fn found<T>(all: &[T], of: impl Fn(&T) -> std::cmp::Ordering) -> bool {
    all.binary_search_by(of).is_ok()
}

/// A digest of words that is the same on every machine (FNV-1a), numbers alike: counters and years
/// change from page to page.
pub fn digest(words: &str) -> u64 {
    let mut last = 0;
    folded(words.bytes().filter_map(|byte| {
        let next = if byte.is_ascii_digit() { b'0' } else { byte };
        let more = std::mem::replace(&mut last, next) == b'0' && next == b'0';
        (!more).then_some(next)
    }))
}

/// The same of words as they are: pages may differ in a number only.
pub fn exact(words: &str) -> u64 {
    folded(words.bytes())
}

fn folded(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, next| {
        (hash ^ u64::from(next)).wrapping_mul(0x0100_0000_01b3)
    })
}

pub fn hexed(hash: u64) -> String {
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(name: &str) -> PathPart {
        PathPart {
            name: name.to_owned(),
            element: 0,
        }
    }

    fn line(path: &str, words: &str) -> Line {
        Line {
            place: [path, tree::TEXT].map(part).to_vec(),
            hash: digest(words),
            says: words.to_owned(),
            words: words.split(' ').map(str::to_owned).collect(),
            chars: words.len() as u32,
            kept: true,
            prose: words.len() > 40,
            ..Line::default()
        }
    }

    fn sample(number: u32) -> Sample {
        let text = format!(
            "Text {} of the page.",
            "of many words ".repeat(number as usize + 4)
        );
        let menu = ["Halls", "Rare books", "Press", "Hours"][number as usize % 4];
        Sample {
            host: Some("library.example".to_owned()),
            content: u64::from(number),
            lines: vec![
                line("p", &text),
                line("ul>li", menu),
                line("footer", &format!("Visitors today: {number}")),
            ],
        }
    }

    #[test]
    fn what_many_pages_say_is_known_and_what_one_says_is_not() {
        let mut learner = Learner::default();
        (0..12).for_each(|number| learner.add("", sample(number)));
        let sites = learner.finish();
        assert_eq!((sites.sites.len(), sites.sites[0].pages), (1, 12));
        let page = sample(40);
        let known = sites.of(Some("library.example"), &page.lines).unwrap();
        let told: Vec<bool> = page
            .lines
            .iter()
            .map(|line| known.repeats(line, PageKind::Article))
            .collect();
        assert_eq!(told, [false, true, true]);
        assert!(sites.of(Some("other.example"), &page.lines).is_none());
    }

    #[test]
    fn captures_of_one_page_teach_nothing() {
        let mut learner = Learner::default();
        (0..30).for_each(|_| learner.add("", sample(1)));
        assert!(learner.finish().sites.is_empty());
    }
}
