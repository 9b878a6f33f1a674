//! Counts what stands on the pages of sites.

use super::tree::{self, Branch, LineCount, PlaceCount};
use super::{ANYWHERE, Line, Place, Repeated, SCHEMA, Site, Sites, Stand, hexed, mostly};
use std::collections::{BTreeMap, BTreeSet};

/// Fewer pages teach nothing of a site; more pages with one host are a site of their own.
const LEAST: u32 = 10;

/// What stands on one in so many of a site's pages is no article's text.
const SHARE: u32 = 3;

/// Where most of them keep it, it may be the title of an item that several lists have: then it is
/// none of theirs on one in so many.
const KEPT: u32 = 2;

/// A short line on one in so many of the pages, and on as many at least, is no part of an article:
/// no two articles say the same in a line of their own.
const SHORT: u32 = 20;
const SOME: u32 = 3;

/// A place on one in so many of the pages, with the title, or a day, on one in so many of its own,
/// is that of titles, or of days.
const STANDS: u32 = 20;
const TITLES: u32 = 5;

/// A word on one in so many of a place's pages is the place's. Where long sentences stand on one in
/// so many of its pages it is none of labels; nor where pages keep what stands there and it is on
/// fewer than one in so many of the site's.
const WORDS: u32 = 10;
const PROSE: u32 = 10;
const LABELS: u32 = 5;

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
    /// Pages with each name of an element.
    names: BTreeMap<String, u32>,
    tree: Branch,
}

impl Learner {
    /// Takes a page of a folder.
    pub fn add(&mut self, folder: &str, page: Sample) {
        let group = self
            .groups
            .entry((page.host, folder.to_owned()))
            .or_default();
        if group.contents.insert(page.content) {
            group.add(&page.lines);
        }
    }

    /// What the pages of each site have in common.
    pub fn finish(self) -> Sites {
        let main = self.main_hosts();
        let mut hosts: BTreeMap<Option<String>, Vec<(String, SiteSamples)>> = BTreeMap::new();
        for ((host, folder), group) in self.groups {
            let host = host.or_else(|| main.get(&folder).cloned());
            hosts.entry(host).or_default().push((folder, group));
        }
        let mut sites: BTreeMap<String, SiteSamples> = BTreeMap::new();
        for (host, groups) in hosts {
            let pages: usize = groups.iter().map(|(_, group)| group.contents.len()).sum();
            let many = pages >= LEAST as usize;
            for (folder, group) in groups {
                let name = match &host {
                    Some(host) if many => host.clone(),
                    // Too few for a site, beside another.
                    Some(_) if main.contains_key(&folder) => continue,
                    _ => folder,
                };
                sites.entry(name).or_default().join(group);
            }
        }
        let sites = sites.into_iter();
        Sites {
            schema: SCHEMA.to_owned(),
            sites: sites.filter_map(|(name, group)| group.site(name)).collect(),
        }
    }

    /// The host of most pages of each folder: that of its pages without an address, too.
    fn main_hosts(&self) -> BTreeMap<String, String> {
        let mut pages: BTreeMap<&str, (usize, usize, &str)> = BTreeMap::new();
        for ((host, folder), group) in &self.groups {
            let Some(host) = host else { continue };
            let own = group.contents.len();
            let (all, most, main) = pages.entry(folder).or_default();
            *all += own;
            if own > *most {
                (*most, *main) = (own, host);
            }
        }
        let main = pages
            .into_iter()
            .filter(|(_, (all, most, _))| most * 2 > *all);
        main.map(|(folder, (_, _, host))| (folder.to_owned(), host.to_owned()))
            .collect()
    }
}

impl SiteSamples {
    fn add(&mut self, page: &[Line]) {
        let titles = page.iter().filter(|line| line.titles);
        self.titles.extend(titles.map(|line| line.hash));
        let parts = page.iter().flat_map(|line| &line.place);
        let names: BTreeSet<&str> = parts.flat_map(|part| tree::names(&part.name)).collect();
        for name in names {
            *self.names.entry(name.to_owned()).or_default() += 1;
        }
        self.tree.add(page);
    }

    fn join(&mut self, other: SiteSamples) {
        self.contents.extend(other.contents);
        self.titles.extend(other.titles);
        for (name, pages) in other.names {
            *self.names.entry(name).or_default() += pages;
        }
        self.tree.join(other.tree);
    }

    fn site(self, name: String) -> Option<Site> {
        let pages = self.contents.len() as u32;
        let names = tree::known(&self.names);
        let tree = self.tree.named(&names);
        let mut site = Site {
            site: name,
            pages,
            names: names.into_iter().collect(),
            ..Site::default()
        };
        let mut short: BTreeMap<u64, LineCount> = BTreeMap::new();
        let asides = tree.asides();
        let mut next = asides.iter().peekable();
        let mut around = None;
        tree.walk(&mut |path, branch| {
            around = next.next_if(|aside| aside.path == path).or(around);
            let aside = around.is_some_and(|aside| tree::is_inside(path, &aside.path));
            if !aside {
                stands(&mut site, path, &branch.told, branch.votes.pages);
            }
            short_lines(&mut short, &branch.told, aside);
        });
        site.asides = asides;
        short.retain(|hash, said| {
            said.pages >= SOME && said.pages * SHORT >= pages && !self.titles.contains(hash)
        });
        let short = short
            .into_iter()
            .map(|(hash, said)| repeated(ANYWHERE, hash, &said));
        site.lines.extend(short);
        site.bare = tree.named(&BTreeSet::new()).asides();
        (pages >= LEAST).then_some(site)
    }
}

/// What is known of a place.
fn stands(site: &mut Site, path: &str, told: &PlaceCount, pages: u32) {
    let stand = || Stand {
        path: path.to_owned(),
        pages,
    };
    let often = pages * STANDS >= site.pages;
    if often && told.titles * TITLES > pages {
        site.titles.push(stand());
    }
    if often && told.days * TITLES > pages {
        site.days.push(stand());
    }
    let often = told.lines.iter().filter(|(_, said)| {
        let kept = mostly(said.kept, said.pages);
        said.pages * if kept { KEPT } else { SHARE } >= site.pages
    });
    site.lines
        .extend(often.map(|(hash, said)| repeated(path, *hash, said)));
    let common = pages * LABELS >= site.pages;
    site.places.extend(labels(path, told, pages, common));
}

/// The place, where it is one of labels.
fn labels(path: &str, told: &PlaceCount, pages: u32, common: bool) -> Option<Place> {
    let words = told.words.iter();
    let words = words.filter(|(_, times)| **times >= SOME && **times * WORDS >= pages);
    let words: Vec<String> = words.map(|(word, _)| word.clone()).collect();
    let titles = told.titles * TITLES > pages;
    let prose = told.prose * PROSE >= pages;
    let sum = |of: fn(&LineCount) -> u32| told.lines.values().map(of).sum::<u32>();
    let (said, kept) = (sum(|said| said.pages), sum(|said| said.kept));
    // What pages keep may be a list that several of them tell, or titles of items.
    let varied = told.lines.len() as u32 * 2 > said;
    let own = kept * 2 > said && (varied || !common);
    (!titles && !prose && !own && !words.is_empty()).then(|| Place {
        path: path.to_owned(),
        pages,
        words,
    })
}

fn repeated(path: &str, hash: u64, said: &LineCount) -> Repeated {
    Repeated {
        path: path.to_owned(),
        hash: hexed(hash),
        pages: said.pages,
        kept: said.kept,
        again: said.again,
        link: said.linked * 2 >= said.pages,
        says: said.says.clone(),
    }
}

/// Counts the short lines of a place, wherever they stand; none is kept where boilerplate stands.
fn short_lines(lines: &mut BTreeMap<u64, LineCount>, told: &PlaceCount, aside: bool) {
    for (hash, said) in told.lines.iter().filter(|(_, said)| said.short) {
        let line = lines.entry(*hash).or_default();
        let kept = line.kept;
        line.join(said);
        if aside {
            line.kept = kept;
        }
    }
}
