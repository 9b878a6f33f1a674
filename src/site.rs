//! What the pages of a site have in common: lines that stand on many of them, and places whose
//! lines are the same from page to page.
//!
//! [`Learner`] counts the lines of page after page; [`Sites`] is what is left of it, a plain file.
//! A reader asks [`Sites::of`] for the site of a page and [`Known::repeats`] for each of its lines.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The shape of the file.
pub const SCHEMA: &str = "annalist/sites/1";

/// Fewer pages teach nothing of a site; more pages with one host are a site of their own.
const LEAST: u32 = 10;

/// What stands on one in so many of a site's pages is no article's text.
const SHARE: u32 = 3;

/// A short line on one in so many of the pages, and on as many at least, is no part of an article:
/// no two articles say the same in a line of their own. In a list it may be the title of an item:
/// there it must be no link and stand on one in so many.
const SHORT: u32 = 20;
const SOME: u32 = 3;
const LISTED: u32 = 4;
/// The path of a line that is known wherever it stands.
const ANYWHERE: &str = "*";

/// Of ten lines at a place, as many as stand on other pages too where the place holds boilerplate;
/// and on one in so many of the place's pages each of its lines stands at an average.
/// Set with the other numbers here on made pages of six site builders.
const REPEATED: u32 = 7;
const DENSE: u64 = 6;

/// A place on one in so many of the pages, with the title, or a day, on one in so many of its own,
/// is that of titles, or of days.
const STANDS: u32 = 10;
const TITLES: u32 = 5;

/// Lines with a site that make a page without a known address one of its pages.
const MET: usize = 5;

/// A line of a page: where it stands, a digest of its words, and the beginning of them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Line {
    pub path: String,
    pub hash: u64,
    pub says: String,
    /// A long sentence: what stands at the same place says nothing of it.
    pub prose: bool,
    /// A short line, wherever it stands.
    pub short: bool,
    pub heading: bool,
    /// It leads somewhere: in a list it may be the title of an item.
    pub linked: bool,
    /// It is a day and little else.
    pub day: bool,
    /// It stands in the title of the page too.
    pub titles: bool,
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
    /// Lines that stand on at least a third of them.
    pub lines: Vec<Repeated>,
    /// Places on at least a third of them whose lines stand on other pages too.
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

/// Where boilerplate stands.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Place {
    pub path: String,
    pub pages: u32,
    /// Different lines, and how many of them stand on several pages.
    pub lines: u32,
    pub repeated: u32,
}

/// What a page is: titles of items repeat from list to list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PageKind {
    Article,
    List,
}

/// A site as lines of a page are held against it.
#[derive(Clone, Debug)]
pub struct Known<'s>(&'s Site);

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
            for stands in [&mut site.titles, &mut site.days] {
                stands.sort_by(|a, b| a.path.cmp(&b.path));
            }
        }
        Ok(all)
    }

    /// The site of a page: by its host, or else the one that most of its lines are known of.
    pub fn of(&self, host: Option<&str>, lines: &[Line]) -> Option<Known<'_>> {
        if let Some(site) = self
            .sites
            .iter()
            .find(|site| Some(site.site.as_str()) == host)
        {
            return Some(Known(site));
        }
        let met = |site: &Site| {
            lines
                .iter()
                .filter(|line| Known(site).repeats(line, PageKind::List))
                .count()
        };
        let best = self.sites.iter().rev().max_by_key(|site| met(site))?;
        (met(best) >= MET).then_some(Known(best))
    }
}

impl Known<'_> {
    /// Whether a line is known of the site's pages, as such or by its place.
    pub fn repeats(&self, line: &Line, page: PageKind) -> bool {
        if line.titles || line.day || stands(&self.0.titles, &line.path) {
            return false;
        }
        let here = self.known(&line.path, line.hash).is_some();
        here || line.short && self.is_anywhere(line, page)
            || !line.prose && !line.heading && self.is_boilerplate(&line.path)
    }

    /// Whether a short line is the site's wherever it stands.
    fn is_anywhere(&self, line: &Line, page: PageKind) -> bool {
        let often = |known: &Repeated| match page {
            PageKind::Article => true,
            PageKind::List => !line.linked && known.pages * LISTED >= self.0.pages,
        };
        self.known(ANYWHERE, line.hash).is_some_and(often)
    }

    fn known(&self, path: &str, hash: u64) -> Option<&Repeated> {
        let hash = hexed(hash);
        let lines = &self.0.lines;
        let of_line = |known: &Repeated| {
            (known.path.as_str(), known.hash.as_str()).cmp(&(path, hash.as_str()))
        };
        lines.binary_search_by(of_line).ok().map(|at| &lines[at])
    }

    fn is_boilerplate(&self, path: &str) -> bool {
        let of_place = |place: &Place| place.path.as_str().cmp(path);
        self.0.places.binary_search_by(of_place).is_ok()
    }
}

fn stands(all: &[Stand], path: &str) -> bool {
    all.binary_search_by(|stand| stand.path.as_str().cmp(path))
        .is_ok()
}

/// A digest of words that is the same on every machine (FNV-1a), digits alike: counters and years
/// change from page to page.
pub fn digest(words: &str) -> u64 {
    let alike = |byte: u8| if byte.is_ascii_digit() { b'0' } else { byte };
    folded(words.bytes().map(alike))
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

fn hexed(hash: u64) -> String {
    format!("{hash:016x}")
}

/// A page that is learnt from.
#[derive(Clone, Debug, Default)]
pub struct Sample {
    /// The host of its address, where it states one.
    pub host: Option<String>,
    /// Digest of what makes it another page than others: its longest text, or else its title.
    pub content: u64,
    pub lines: Vec<Line>,
}

/// Counts the lines of pages.
#[derive(Debug, Default)]
pub struct Learner {
    /// By host and folder.
    groups: BTreeMap<(Option<String>, String), SiteSamples>,
}

#[derive(Debug, Default)]
struct SiteSamples {
    /// Pages seen, by their content: a second capture teaches nothing.
    contents: BTreeSet<u64>,
    /// Lines that are the title of a page.
    titles: BTreeSet<u64>,
    paths: BTreeMap<String, Counted>,
}

#[derive(Debug, Default)]
struct Counted {
    pages: u32,
    /// Of these, where a line is the page's title, or a day.
    titles: u32,
    days: u32,
    lines: BTreeMap<u64, (u32, String)>,
}

impl Learner {
    /// Takes a page of a folder.
    pub fn add(&mut self, folder: &str, page: Sample) {
        let group = self
            .groups
            .entry((page.host, folder.to_owned()))
            .or_default();
        if group.contents.insert(page.content) {
            group.add(page.lines);
        }
    }

    /// What the pages of each site have in common.
    pub fn finish(self) -> Sites {
        let mut hosts: BTreeMap<String, SiteSamples> = BTreeMap::new();
        let mut of_host: BTreeMap<String, u32> = BTreeMap::new();
        for ((host, _), group) in &self.groups {
            let pages = group.contents.len() as u32;
            *of_host.entry(host.clone().unwrap_or_default()).or_default() += pages;
        }
        for ((host, folder), group) in self.groups {
            // Pages of a host that are too few for a site, and those without one, are the folder's.
            let name = host.filter(|host| of_host.get(host).is_some_and(|n| *n >= LEAST));
            hosts.entry(name.unwrap_or(folder)).or_default().join(group);
        }
        let sites = hosts
            .into_iter()
            .filter_map(|(name, group)| group.site(name));
        Sites {
            schema: SCHEMA.to_owned(),
            sites: sites.collect(),
        }
    }
}

impl SiteSamples {
    /// Counts the lines of a page, each once at its place and once anywhere.
    fn add(&mut self, page: Vec<Line>) {
        let mut lines: BTreeMap<(String, u64), String> = BTreeMap::new();
        let (mut titles, mut days) = (BTreeSet::new(), BTreeSet::new());
        for line in page {
            if line.titles {
                titles.insert(line.path.clone());
                self.titles.insert(line.hash);
            }
            if line.day {
                days.insert(line.path.clone());
            }
            if line.short && !line.day {
                let anywhere = (ANYWHERE.to_owned(), line.hash);
                lines.entry(anywhere).or_insert_with(|| line.says.clone());
            }
            lines.entry((line.path, line.hash)).or_insert(line.says);
        }
        for path in titles {
            self.paths.entry(path).or_default().titles += 1;
        }
        for path in days {
            self.paths.entry(path).or_default().days += 1;
        }
        let mut last = None;
        for ((path, hash), says) in lines {
            let counted = self.paths.entry(path.clone()).or_default();
            counted.pages += u32::from(last.replace(path.clone()) != Some(path));
            counted.lines.entry(hash).or_insert((0, says)).0 += 1;
        }
    }

    fn join(&mut self, other: SiteSamples) {
        self.contents.extend(other.contents);
        self.titles.extend(other.titles);
        for (path, counted) in other.paths {
            let own = self.paths.entry(path).or_default();
            own.pages += counted.pages;
            own.titles += counted.titles;
            own.days += counted.days;
            for (hash, (pages, says)) in counted.lines {
                own.lines.entry(hash).or_insert((0, says)).0 += pages;
            }
        }
    }

    fn site(self, name: String) -> Option<Site> {
        let pages = self.contents.len() as u32;
        let mut site = Site {
            site: name,
            pages,
            ..Site::default()
        };
        for (path, counted) in self.paths {
            let stand = || Stand {
                path: path.clone(),
                pages: counted.pages,
            };
            let often = counted.pages * STANDS >= pages;
            if often && counted.titles * TITLES > counted.pages {
                site.titles.push(stand());
            }
            if often && counted.days * TITLES > counted.pages {
                site.days.push(stand());
            }
            site.places.extend(counted.place(&path, pages));
            let anywhere = path == ANYWHERE;
            let is_known = |hash: &u64, times: u32| match anywhere {
                true => times >= SOME && times * SHORT >= pages && !self.titles.contains(hash),
                false => times * SHARE >= pages,
            };
            let known = |(hash, (pages, says)): (u64, (u32, String))| Repeated {
                path: path.clone(),
                hash: hexed(hash),
                pages,
                says,
            };
            let lines = counted.lines.into_iter();
            let lines = lines.filter(|(hash, (times, _))| is_known(hash, *times));
            site.lines.extend(lines.map(known));
        }
        (pages >= LEAST).then_some(site)
    }
}

impl Counted {
    /// The place, where it is one of boilerplate.
    fn place(&self, path: &str, pages: u32) -> Option<Place> {
        let lines = self.lines.len() as u32;
        let repeated = self.lines.values().filter(|(pages, _)| *pages > 1).count() as u32;
        let times: u64 = self
            .lines
            .values()
            .map(|(pages, _)| u64::from(*pages))
            .sum();
        let dense = times * DENSE >= u64::from(lines) * u64::from(self.pages);
        // Where titles stand, lists repeat what other pages are about.
        let titles = self.titles * TITLES > self.pages;
        let often = self.pages * SHARE >= pages;
        let boilerplate = often && dense && repeated * 10 >= lines * REPEATED;
        (boilerplate && !titles && path != ANYWHERE).then(|| Place {
            path: path.to_owned(),
            pages: self.pages,
            lines,
            repeated,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(path: &str, words: &str) -> Line {
        Line {
            path: path.to_owned(),
            hash: digest(words),
            says: words.to_owned(),
            prose: words.len() > 40,
            short: false,
            heading: false,
            linked: false,
            day: false,
            titles: false,
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
