//! The tree as a flat list with features, made in one pass.
//!
//! [`Page::new`] walks the parsed tree once, in document order, and keeps the
//! elements and texts that can show something as [`Node`]s in a vector: a
//! subtree is a range of it. Texts that flow together are a [`Run`], the unit
//! that is later kept or set aside; sums over runs answer for any subtree in
//! constant time.

use super::names::{Names, Tag, Traits, attribute};
use crate::document::builder::is_invisible;
use ego_tree::iter::Edge;
use html5ever::local_name;
use scraper::node::Element;
use scraper::{Html, Node as Parsed};
use std::ops::Range;

/// Shares of a line within links from which it leads elsewhere, and from which it is nothing but a
/// link: a teaser has a word or two beside its link, a bare one has signs. Set by hand on wcxb-dev.
const LINKED: f32 = 0.7;
const BARE: f32 = 0.8;

/// No node.
pub const NONE: u32 = u32::MAX;

/// Fewer characters outside links than this are no content of a page that scripts draw.
const SHELL: u32 = 100;

/// An element or a text that can show something.
#[derive(Clone, Debug)]
pub struct Node<'t> {
    pub content: NodeContent<'t>,
    pub tag: Tag,
    pub traits: Traits,
    pub parent: u32,
    /// The subtree is `index..end`.
    pub end: u32,
    /// The nearest link around or at the node.
    pub link: u32,
    /// The runs that begin in the subtree.
    pub runs: (u32, u32),
}

#[derive(Clone, Copy, Debug)]
pub enum NodeContent<'t> {
    Element(&'t Element),
    Text(&'t str),
}

/// Texts that flow together: what lies between two borders of blocks.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// Nodes from the first text to the last.
    pub first: u32,
    pub last: u32,
    /// The block element that holds it.
    pub block: u32,
    /// Characters that are not white space.
    pub chars: u32,
    /// Of these, within links.
    pub linked: u32,
    /// Of these, within bold type.
    pub bold: u32,
    /// Commas, full stops and their like.
    pub marks: u32,
    pub digits: u32,
    /// Ends as a sentence does.
    pub closed: bool,
    /// Level of the heading around it; 0 for none.
    pub heading: u8,
    /// A list item.
    pub item: bool,
    pub caption: bool,
}

impl Run {
    /// Share of its characters within links.
    pub fn link_density(&self) -> f32 {
        self.linked as f32 / self.chars.max(1) as f32
    }

    /// It leads elsewhere rather than tells.
    pub fn is_linked(&self) -> bool {
        self.link_density() > LINKED
    }

    /// It is nothing but a link, perhaps with a bullet or a day.
    pub fn is_bare_link(&self) -> bool {
        self.link_density() > BARE
    }

    /// Characters that count as running prose.
    pub fn prose(&self) -> u32 {
        let free = self.chars - self.linked;
        if self.heading > 0 || self.chars < 20 || self.linked * 2 > self.chars {
            return 0;
        }
        let sentence = (self.closed && self.marks > 0) || self.marks > 2;
        match () {
            () if sentence && self.chars >= 40 => free,
            () if sentence || self.chars > 120 => free / 2,
            () => free / 8,
        }
    }
}

/// A page laid flat.
#[derive(Debug, Default)]
pub struct Page<'t> {
    pub nodes: Vec<Node<'t>>,
    pub runs: Vec<Run>,
    /// `meta`, `link`, `html` and `base` elements, in order.
    pub metas: Vec<&'t Element>,
    /// Texts of the JSON-LD scripts.
    pub scripts: Vec<&'t str>,
    pub title: String,
    /// How many scripts that are no data.
    pub programs: u32,
    thread: bool,
}

impl<'t> Page<'t> {
    pub fn new(html: &'t Html) -> Page<'t> {
        let mut walk = PageWalk::default();
        walk.page.nodes.reserve(html.tree.values().len());
        let mut skipping = None;
        for edge in html.tree.root().traverse() {
            match edge {
                _ if skipping.is_some() => {
                    if matches!(edge, Edge::Close(node) if Some(node.id()) == skipping) {
                        skipping = None;
                    }
                }
                Edge::Open(node) => match node.value() {
                    Parsed::Element(element) if !walk.open(element) => {
                        walk.collect(element, node);
                        skipping = (element.name.local != local_name!("head")).then(|| node.id());
                    }
                    Parsed::Text(text) => walk.text(text),
                    _ => {}
                },
                Edge::Close(node) => {
                    if node
                        .value()
                        .as_element()
                        .is_some_and(|e| e.name.local != local_name!("head"))
                    {
                        walk.close();
                    }
                }
            }
        }
        let mut page = walk.page;
        page.thread = page.says_thread();
        page
    }

    /// The words of a run, with `\n` for line breaks, and the links on them.
    pub fn words(&self, run: &Run) -> (String, Vec<(Range<usize>, String)>) {
        // A line break of the markup is a space.
        let own = self.is_preformatted(run);
        let mut text = String::with_capacity(self.length(run));
        let mut links: Vec<(Range<usize>, String)> = Vec::new();
        let mut open = NONE;
        let mut last = NONE;
        for index in run.first..=run.last {
            let node = &self.nodes[index as usize];
            match node.content {
                NodeContent::Text(words) => {
                    if self.has_gap(last, index, run) {
                        text.push(' ');
                    }
                    last = index;
                    let from = text.len();
                    if own || !words.contains('\n') {
                        text.push_str(words);
                    } else {
                        text.extend(words.chars().map(|c| if c == '\n' { ' ' } else { c }));
                    }
                    if node.link != NONE {
                        match links.last_mut() {
                            Some((range, _)) if open == node.link => range.end = text.len(),
                            _ => links.extend(
                                self.target(node.link)
                                    .map(|target| (from..text.len(), target.to_owned())),
                            ),
                        }
                    }
                    open = node.link;
                }
                NodeContent::Element(_) if node.tag == Tag::Break => text.push('\n'),
                NodeContent::Element(_) => {}
            }
        }
        (text, links)
    }

    /// The texts of a run as they stand.
    pub fn texts(&self, run: &Run) -> impl Iterator<Item = &'t str> + '_ {
        self.nodes[run.first as usize..=run.last as usize]
            .iter()
            .filter_map(|node| match node.content {
                NodeContent::Text(words) => Some(words),
                NodeContent::Element(_) => None,
            })
    }

    /// Bytes of its texts.
    fn length(&self, run: &Run) -> usize {
        self.texts(run).map(str::len).sum()
    }

    /// The words of a run, folded.
    pub fn plain(&self, run: &Run) -> String {
        let mut out = String::with_capacity(self.length(run));
        let mut last = NONE;
        for (index, node) in (run.first..).zip(&self.nodes[run.first as usize..=run.last as usize])
        {
            match node.content {
                NodeContent::Text(words) => {
                    if self.has_gap(last, index, run) {
                        out.push(' ');
                    }
                    last = index;
                    crate::document::builder::fold_into(&mut out, 0, words);
                }
                NodeContent::Element(_) if node.tag == Tag::Break => {
                    crate::document::builder::fold_into(&mut out, 0, " ")
                }
                NodeContent::Element(_) => {}
            }
        }
        out.truncate(out.trim_end().len());
        out
    }

    fn target(&self, link: u32) -> Option<&'t str> {
        match self.nodes.get(link as usize)?.content {
            NodeContent::Element(element) => attribute(element, &local_name!("href")),
            NodeContent::Text(_) => None,
        }
    }

    pub fn element(&self, node: u32) -> Option<&'t Element> {
        match self.nodes.get(node as usize)?.content {
            NodeContent::Element(element) => Some(element),
            NodeContent::Text(_) => None,
        }
    }

    pub fn runs_of(&self, node: u32) -> Range<usize> {
        let (start, end) = self.nodes[node as usize].runs;
        start as usize..end as usize
    }

    /// The node and its ancestors, innermost first.
    pub fn ancestors(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        std::iter::successors(Some(node), |&n| {
            self.nodes.get(n as usize).map(|n| n.parent)
        })
        .take_while(|&n| n != NONE)
    }

    /// Whether line breaks and repetitions in it are the author's.
    pub fn is_preformatted(&self, run: &Run) -> bool {
        self.ancestors(run.block)
            .any(|n| self.nodes[n as usize].tag == Tag::Preformatted)
    }

    /// Scripts, and hardly a word to read.
    pub fn is_shell(&self) -> bool {
        let chars: u32 = self.runs.iter().map(|run| run.chars - run.linked).sum();
        self.programs > 0 && chars < SHELL
    }

    /// Whether the page is a thread of a forum: by the names on its frame, by its
    /// generator, or by what it says of itself.
    pub fn is_thread(&self) -> bool {
        self.thread
    }

    /// The articles in a subtree, none within another.
    pub fn articles(&self, root: u32) -> impl Iterator<Item = u32> + '_ {
        let end = self.nodes[root as usize].end;
        let from =
            move |start: u32| (start..end).find(|&n| self.nodes[n as usize].tag == Tag::Article);
        std::iter::successors(from(root + 1), move |&n| from(self.nodes[n as usize].end))
    }

    /// The children of a node that are elements.
    pub fn children(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        let end = self.nodes[node as usize].end;
        let first = node + 1;
        std::iter::successors((first < end).then_some(first), move |&n| {
            let next = self.nodes[n as usize].end;
            (next < end).then_some(next)
        })
        .filter(|&n| matches!(self.nodes[n as usize].content, NodeContent::Element(_)))
    }
}

/// The state of the walk.
#[derive(Default)]
struct PageWalk<'t> {
    page: Page<'t>,
    /// Open elements; the tree's depth bounds it.
    open: Vec<OpenNode>,
    /// Whether the last run can take more text.
    flowing: bool,
    /// Whether the last thing was a line break: two of them part paragraphs.
    broken: bool,
    names: Names<'t>,
}

#[derive(Clone, Copy)]
struct OpenNode {
    node: u32,
    block: u32,
    link: u32,
    heading: u8,
    item: bool,
    caption: bool,
    bold: bool,
}

impl<'t> PageWalk<'t> {
    /// Opens an element; false where it is passed over (with all in it, but for `head`).
    fn open(&mut self, element: &'t Element) -> bool {
        let name = &element.name.local;
        let tag = Tag::of(name).in_role(element);
        if tag == Tag::Skipped || *name == local_name!("meta") || *name == local_name!("link") {
            return false;
        }
        let traits = self.names.traits(element, tag);
        if tag == Tag::Inline
            && matches!(element.name(), "span" | "i")
            && traits.has(Traits::HIDDEN)
        {
            return false;
        }
        let above = self.open.last().copied().unwrap_or(OpenNode {
            node: NONE,
            block: NONE,
            link: NONE,
            heading: 0,
            item: false,
            caption: false,
            bold: false,
        });
        let index = self.page.nodes.len() as u32;
        if tag.is_block() || tag == Tag::Break && self.broken {
            self.flowing = false;
        }
        self.broken = tag == Tag::Break;
        let link = if tag == Tag::Link && attribute(element, &local_name!("href")).is_some() {
            index
        } else {
            above.link
        };
        let mut open = OpenNode {
            node: index,
            link,
            ..above
        };
        if tag.is_block() {
            open.block = index;
        }
        match tag {
            Tag::Heading(level) => open.heading = level,
            Tag::Item => open.item = true,
            Tag::Caption => open.caption = true,
            Tag::Strong => open.bold = true,
            Tag::Table | Tag::Cell | Tag::HeaderCell => open.item = false,
            _ => {}
        }
        open.bold |= is_large(element);
        if *name == local_name!("html") {
            self.page.metas.push(element);
        }
        let runs = self.page.runs.len() as u32;
        self.page.nodes.push(Node {
            content: NodeContent::Element(element),
            tag,
            traits,
            parent: above.node,
            end: index + 1,
            link,
            runs: (runs, runs),
        });
        self.open.push(open);
        true
    }

    fn close(&mut self) {
        let Some(open) = self.open.pop() else { return };
        let (end, runs) = (self.page.nodes.len() as u32, self.page.runs.len() as u32);
        if let Some(node) = self.page.nodes.get_mut(open.node as usize) {
            node.end = end;
            node.runs.1 = runs;
            if node.tag.is_block() {
                self.flowing = false;
            }
        }
    }

    /// What is outside the text but says something of it.
    fn collect(&mut self, element: &'t Element, node: ego_tree::NodeRef<'t, Parsed>) {
        let text = || node.children().filter_map(|child| child.value().as_text());
        match element.name() {
            "meta" | "link" | "base" => self.page.metas.push(element),
            "title" if self.page.title.is_empty() => {
                text().for_each(|part| self.page.title.push_str(part))
            }
            "script"
                if attribute(element, &local_name!("type"))
                    .is_some_and(|kind| kind.contains("ld+json")) =>
            {
                self.page.scripts.extend(text().map(|part| &**part));
            }
            "script" => self.page.programs += 1,
            _ => {}
        }
    }

    /// Markup for readers without scripts that a program has escaped on saving the page.
    fn is_escaped(&self, open: OpenNode, text: &str) -> bool {
        let unscripted = self
            .page
            .nodes
            .get(open.node as usize)
            .is_some_and(|node| node.tag == Tag::Unscripted);
        unscripted && text.trim_start().starts_with('<')
    }

    fn text(&mut self, text: &'t str) {
        let Some(&open) = self.open.last() else {
            return;
        };
        let index = self.page.nodes.len() as u32;
        let count = Count::of(text);
        if count.chars == 0 && !self.flowing || self.is_escaped(open, text) {
            return;
        }
        // `#` or `¶` behind a heading leads to the heading itself.
        let linked = open.heading > 0 && open.link != NONE;
        if linked && !text.contains(char::is_alphanumeric) {
            return;
        }
        self.page.nodes.push(Node {
            content: NodeContent::Text(text),
            tag: Tag::Inline,
            traits: Traits::default(),
            parent: open.node,
            end: index + 1,
            link: open.link,
            runs: (self.page.runs.len() as u32, self.page.runs.len() as u32),
        });
        if count.chars == 0 {
            return;
        }
        self.broken = false;
        if !self.flowing {
            self.flowing = true;
            self.page.runs.push(Run {
                first: index,
                block: open.block,
                heading: open.heading,
                item: open.item,
                caption: open.caption,
                ..Run::default()
            });
        }
        if let Some(run) = self.page.runs.last_mut() {
            run.last = index;
            run.chars += count.chars;
            run.marks += count.marks;
            run.digits += count.digits;
            run.linked += if open.link != NONE { count.chars } else { 0 };
            run.bold += if open.bold { count.chars } else { 0 };
            run.closed = count.closed;
        }
    }
}

/// Whether an element sets its text in bold or large type, as pages without headings do.
fn is_large(element: &Element) -> bool {
    let size = || attribute(element, &local_name!("size"));
    match element.name() {
        "big" => true,
        "font" => {
            size().is_some_and(|size| matches!(size, "4" | "5" | "6" | "7" | "+1" | "+2" | "+3"))
        }
        "div" | "span" | "p" | "td" => {
            attribute(element, &local_name!("style")).is_some_and(|style| {
                let weight = style
                    .split_once("font-weight")
                    .map(|(_, rest)| rest.trim_start_matches([':', ' ']));
                weight.is_some_and(|weight| {
                    ["bold", "600", "700"].iter().any(|w| weight.starts_with(w))
                })
            })
        }
        _ => false,
    }
}

/// What a text is made of.
#[derive(Default)]
struct Count {
    chars: u32,
    marks: u32,
    digits: u32,
    closed: bool,
}

impl Count {
    fn of(text: &str) -> Count {
        let mut count = Count::default();
        let mut rest = text;
        loop {
            let letters = rest
                .bytes()
                .position(|byte| !byte.is_ascii_alphabetic())
                .unwrap_or(rest.len());
            count.chars += letters as u32;
            count.closed &= letters == 0;
            rest = &rest[letters..];
            let Some(c) = rest.chars().next() else { break };
            rest = &rest[c.len_utf8()..];
            if c == ' ' || c.is_whitespace() || is_invisible(c) {
                continue;
            }
            count.chars += 1;
            match c {
                '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।' | '։' | '።' | '။'
                | '។' => (count.marks, count.closed) = (count.marks + 1, true),
                ',' | ';' | '،' | '؛' | '、' | '，' | '၊' | '፣' => {
                    (count.marks, count.closed) = (count.marks + 1, false)
                }
                ':' => count.closed = true,
                '"' | '\'' | ')' | ']' | '»' | '”' | '’' | '*' => {}
                _ => {
                    count.digits += u32::from(c.is_ascii_digit());
                    count.closed = false;
                }
            }
        }
        count
    }
}
