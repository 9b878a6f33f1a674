//! What a page says that it is: a home page, an article, a thread of a forum.

use super::names::{Traits, attribute};
use super::page::{NodeContent, Page};
use html5ever::local_name;
use scraper::node::Element;

impl<'t> Page<'t> {
    /// Whether the page's own address is that of its site.
    pub fn is_home(&self) -> bool {
        let address = |meta: &'t Element| match meta.name() {
            "link" if meta.attr("rel") == Some("canonical") => meta.attr("href"),
            "meta" if meta.attr("property") == Some("og:url") => meta.attr("content"),
            _ => None,
        };
        let path = |url: &str| {
            url.trim()
                .split_once("://")
                .map(|(_, rest)| rest.trim_end_matches('/').contains('/'))
        };
        self.metas
            .iter()
            .find_map(|meta| address(meta))
            .and_then(path)
            == Some(false)
    }

    /// Whether the page calls itself an article: in Open Graph or in JSON-LD.
    pub fn says_article(&self) -> bool {
        let typed = || self.has_property("og:type", |kind| kind == "article");
        !self.says_list() && (typed() || self.has_day() || self.states_article())
    }

    /// Whether the page calls itself an article and is one: many systems say it in Open
    /// Graph of every page, and give a day only to articles.
    pub fn publishes_article(&self) -> bool {
        self.says_article() && self.has_day() || self.states_article()
    }

    /// Whether the page calls itself a list of others: in JSON-LD, or in the classes that a
    /// system for blogs gives the body of its archives.
    pub fn says_list(&self) -> bool {
        const KINDS: [&str; 2] = ["\"CollectionPage\"", "\"SearchResultsPage\""];
        let stated = || {
            self.scripts
                .iter()
                .any(|script| KINDS.iter().any(|kind| script.contains(kind)))
        };
        let body = (0..self.nodes.len().min(3) as u32)
            .filter_map(|n| self.element(n))
            .find(|e| e.name() == "body");
        let classes = body.and_then(|body| body.attr("class")).unwrap_or("");
        classes
            .split_ascii_whitespace()
            .any(|class| class == "archive")
            || stated()
    }

    /// Whether the head gives the day as it is given of articles.
    fn has_day(&self) -> bool {
        ["article:published_time", "parsely-pub-date"]
            .iter()
            .any(|name| self.has_property(name, |_| true))
    }

    /// Whether its JSON-LD calls the page a piece of news.
    pub fn states_news(&self) -> bool {
        self.states(&["NewsArticle\""])
    }

    fn states(&self, kinds: &[&str]) -> bool {
        self.scripts
            .iter()
            .any(|script| kinds.iter().any(|kind| script.contains(kind)))
    }

    fn states_article(&self) -> bool {
        self.states(&["NewsArticle\"", "\"Article\"", "BlogPosting\""])
    }

    fn has_property(&self, name: &str, fits: impl Fn(&str) -> bool) -> bool {
        let said = |meta: &&Element| {
            [local_name!("property"), local_name!("name")]
                .iter()
                .any(|key| attribute(meta, key) == Some(name))
                && attribute(meta, &local_name!("content")).is_some_and(&fits)
        };
        self.metas.iter().any(said)
    }

    /// Whether the page is a thread of a forum: by the names on its frame, by its
    /// generator, or by what it says of itself.
    pub(super) fn says_thread(&self) -> bool {
        let named = self
            .nodes
            .iter()
            .take(8)
            .any(|node| node.traits.has(Traits::THREAD));
        let kinds = ["DiscussionForumPosting", "QAPage"];
        let said = self
            .scripts
            .iter()
            .any(|script| kinds.iter().any(|kind| script.contains(kind)));
        let typed = self
            .nodes
            .iter()
            .filter(|n| n.tag.is_block())
            .any(|node| match node.content {
                NodeContent::Element(element) => attribute(element, &local_name!("itemtype"))
                    .is_some_and(|kind| kinds.iter().any(|k| kind.ends_with(k))),
                NodeContent::Text(_) => false,
            });
        named || said || typed || self.metas.iter().any(|meta| is_forum_meta(meta))
    }
}

/// A generator that makes forums, or an address that leads to a thread.
fn is_forum_meta(meta: &Element) -> bool {
    let of = |name: &str| meta.attr(name).unwrap_or("").to_ascii_lowercase();
    let generator = || {
        let content = of("content");
        [
            "discourse",
            "vbulletin",
            "phpbb",
            "nodebb",
            "flarum",
            "xenforo",
            "mybb",
            "invision",
        ]
        .iter()
        .any(|g| content.contains(g))
    };
    let address = |url: String| {
        [
            "/threads/",
            "/topic/",
            "viewtopic",
            "showthread",
            "/forum/",
            "//forum.",
            "//forums.",
        ]
        .iter()
        .any(|p| url.contains(p))
    };
    match meta.name() {
        "meta" if of("name") == "generator" => generator(),
        "meta" if of("property") == "og:url" => address(of("content")),
        "link" if of("rel") == "canonical" => address(of("href")),
        _ => false,
    }
}
