//! The elements of a site's pages as one tree, with votes: on how many pages something stands in an
//! element, on how many of them the reading of the page alone keeps it, and on how many it holds
//! long sentences.
//!
//! A page may keep a side block that was told from the text on forty others: the forty are right.

use super::{Line, SiteAside};
use std::collections::{BTreeMap, BTreeSet};

/// What stands at a place, as the last of its path.
pub const TEXT: &str = "text()";

/// Elements below this depth are one place.
const DEEP: usize = 64;

/// An element on as many pages at least, which fewer than one in three of them keep, is none of the
/// text; nor is one on as many at least as `MORE`, which two in three do not keep, where it holds
/// hardly ever a long sentence. Set on made pages of ten site builders.
const ENOUGH: u32 = 4;
const MORE: u32 = 6;
const TEXTS: u32 = 10;

/// What is links for the most part on nine in ten of its pages, with a long sentence elsewhere on
/// each, leads away from the text.
const LINKS: u32 = 3;

/// Names of elements that stand on fewer pages are made anew for each: numbers, digests.
const NAMED: u32 = 3;

/// An element of the pages, and what stands in it.
#[derive(Debug, Default)]
pub struct Branch {
    pub votes: PageVotes,
    pub told: PlaceCount,
    inner: BTreeMap<String, Branch>,
}

/// Pages with something in an element; of these, those
#[derive(Clone, Copy, Debug, Default)]
pub struct PageVotes {
    pub pages: u32,
    /// that keep most of it,
    pub kept: u32,
    /// that keep a long sentence in it,
    pub texts: u32,
    /// that have their title in it or their day, and nothing more,
    pub own: u32,
    /// and that have it once, links for the most part, and a long sentence elsewhere.
    pub links: u32,
}

/// What stands at a place.
#[derive(Debug, Default)]
pub struct PlaceCount {
    /// Pages where a line is the page's title, a day, or long sentences.
    pub titles: u32,
    pub days: u32,
    pub prose: u32,
    pub lines: BTreeMap<u64, LineCount>,
    /// Pages with each word of its short lines.
    pub words: BTreeMap<String, u32>,
}

/// A line: pages that say it at a place, and that keep it there, and how it begins.
#[derive(Clone, Debug, Default)]
pub struct LineCount {
    pub pages: u32,
    pub kept: u32,
    /// Pages that say it more than once, and where it is a link.
    pub again: u32,
    pub linked: u32,
    pub says: String,
    pub short: bool,
}

/// What an element holds on one page.
#[derive(Default)]
struct Held<'l> {
    chars: u32,
    kept: u32,
    linked: u32,
    text: bool,
    more: bool,
    /// The last element of this path, and whether there are others: the titles of items.
    element: u32,
    others: bool,
    lines: Vec<&'l Line>,
    inner: BTreeMap<&'l str, Held<'l>>,
}

impl<'l> Held<'l> {
    fn of(lines: &'l [Line]) -> Held<'l> {
        let mut page = Held::default();
        for line in lines {
            let mut held = &mut page;
            for part in line.place.iter().take(DEEP) {
                held = held.inner.entry(&part.name).or_default();
                held.others |= held.chars > 0 && held.element != part.element;
                held.element = part.element;
                held.chars += line.chars;
                held.kept += if line.kept { line.chars } else { 0 };
                held.linked += line.linked;
                held.more |= !(line.titles || line.day);
                held.text |= line.kept && line.prose;
            }
            held.lines.push(line);
        }
        page
    }
}

impl Branch {
    /// Adds the lines of a page.
    pub fn add(&mut self, lines: &[Line]) {
        let text = lines.iter().any(|line| line.kept && line.prose);
        self.count(Held::of(lines), text);
    }

    fn count(&mut self, held: Held, text: bool) {
        let once = text && !held.text && !held.others;
        self.votes.pages += 1;
        self.votes.kept += u32::from(held.kept * 2 >= held.chars);
        self.votes.texts += u32::from(held.text);
        self.votes.own += u32::from(!held.more);
        self.votes.links += u32::from(once && held.linked * 2 >= held.chars);
        self.told.add(&held.lines);
        for (part, held) in held.inner {
            self.inner
                .entry(part.to_owned())
                .or_default()
                .count(held, text);
        }
    }

    pub fn join(&mut self, other: Branch) {
        self.votes.pages += other.votes.pages;
        self.votes.kept += other.votes.kept;
        self.votes.texts += other.votes.texts;
        self.votes.own += other.votes.own;
        self.votes.links += other.votes.links;
        self.told.join(other.told);
        for (part, branch) in other.inner {
            self.inner.entry(part).or_default().join(branch);
        }
    }

    /// The same tree of the names that are known.
    pub fn named(self, names: &BTreeSet<String>) -> Branch {
        let mut named = Branch {
            votes: self.votes,
            told: self.told,
            ..Branch::default()
        };
        for (part, branch) in self.inner {
            let part = shared(&part, |name| names.contains(name));
            let branch = branch.named(names);
            named.inner.entry(part).or_default().join(branch);
        }
        named
    }

    /// Every element with its path, outermost first.
    pub fn walk(&self, see: &mut impl FnMut(&str, &Branch)) {
        self.below("", see);
    }

    fn below(&self, path: &str, see: &mut impl FnMut(&str, &Branch)) {
        for (part, branch) in &self.inner {
            let path = match path.is_empty() {
                true => part.clone(),
                false => format!("{path}>{part}"),
            };
            see(&path, branch);
            branch.below(&path, see);
        }
    }

    /// The outermost elements that hold no text of their pages.
    pub fn asides(&self) -> Vec<SiteAside> {
        let mut asides: Vec<SiteAside> = Vec::new();
        self.walk(&mut |path, branch| {
            let inside = |aside: &SiteAside| is_inside(path, &aside.path);
            let named = path
                .rsplit('>')
                .next()
                .is_some_and(|part| part.contains('.'));
            if !asides.last().is_some_and(inside) && branch.votes.is_aside(named) {
                let PageVotes { pages, kept, .. } = branch.votes;
                let path = path.to_owned();
                asides.push(SiteAside { path, pages, kept });
            }
        });
        asides
    }
}

impl PageVotes {
    /// Of elements without a name there are many kinds at one place.
    fn is_aside(self, named: bool) -> bool {
        let (pages, kept, texts) = (self.pages, self.kept, self.texts);
        let rare = pages >= ENOUGH && kept * 3 + 1 < pages && texts * TEXTS < pages;
        let less = pages >= MORE && kept * 3 < pages * 2 && texts * 2 * TEXTS < pages;
        let links = pages >= LINKS && self.links * 10 >= pages * 9 && texts == 0;
        let other = named || texts == 0 && kept * 6 < pages;
        self.own * 2 < pages && (rare || less || links) && other
    }
}

impl PlaceCount {
    /// Adds what a page says at the place, each line once.
    fn add(&mut self, lines: &[&Line]) {
        let any = |is: &dyn Fn(&Line) -> bool| u32::from(lines.iter().any(|line| is(line)));
        self.titles += any(&|line| line.titles);
        self.days += any(&|line| line.day);
        self.prose += any(&|line| line.prose);
        let mut once: BTreeMap<u64, (&Line, u32)> = BTreeMap::new();
        for line in lines {
            once.entry(line.hash).or_insert((line, 0)).1 += 1;
        }
        for (hash, (line, times)) in once {
            let said = self.lines.entry(hash).or_insert_with(|| LineCount {
                says: line.says.clone(),
                short: line.short && !line.day,
                ..LineCount::default()
            });
            said.pages += 1;
            said.kept += u32::from(line.kept);
            said.again += u32::from(times > 1);
            said.linked += u32::from(line.linked * 2 > line.chars);
        }
        let words: BTreeSet<&String> = lines.iter().flat_map(|line| &line.words).collect();
        for word in words {
            *self.words.entry(word.clone()).or_default() += 1;
        }
    }

    fn join(&mut self, other: PlaceCount) {
        self.titles += other.titles;
        self.days += other.days;
        self.prose += other.prose;
        for (hash, said) in other.lines {
            self.lines.entry(hash).or_default().join(&said);
        }
        for (word, pages) in other.words {
            *self.words.entry(word).or_default() += pages;
        }
    }
}

impl LineCount {
    pub fn join(&mut self, other: &LineCount) {
        self.pages += other.pages;
        self.kept += other.kept;
        self.again += other.again;
        self.linked += other.linked;
        self.short |= other.short;
        self.says.clone_from(&other.says);
    }
}

/// Whether a path is that of an element or of what stands in it.
pub fn is_inside(path: &str, element: &str) -> bool {
    let rest = path.strip_prefix(element);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('>'))
}

/// Names that stand on several pages.
pub fn known(pages: &BTreeMap<String, u32>) -> BTreeSet<String> {
    let often = pages.iter().filter(|(_, pages)| **pages >= NAMED);
    often.map(|(name, _)| name.clone()).collect()
}

/// The names of a part of a path: its classes, and its `#id`.
pub fn names(part: &str) -> impl Iterator<Item = &str> {
    part.split('.').skip(1)
}

/// A part with those of its names that are known.
pub fn shared(part: &str, is_known: impl Fn(&str) -> bool) -> String {
    let mut parts = part.split('.');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for name in parts.filter(|name| is_known(name)) {
        out.push('.');
        out.push_str(name);
    }
    out
}
