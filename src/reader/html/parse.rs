//! Text to tree: scraper's tree through the WHATWG parser, within limits.
//!
//! The parser is quadratic in nesting depth (every start tag looks through the
//! stack of open elements) and multiplies unclosed formatting elements. So a
//! gate stands between tokenizer and tree builder: it drops start tags below
//! the depth that browsers allow, and everything once the page has made more
//! elements than any real page of its size.

use super::tokens;
use super::verbatim::SharedText;
use crate::budget::{Budget, Exhausted, Limits, Resource};
use ego_tree::{NodeId, Tree};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{
    ElementFlags, NodeOrText, QuirksMode, TreeBuilder, TreeBuilderOpts, TreeSink,
};
use html5ever::{Attribute, QualName};
use scraper::{Html, HtmlTreeSink, Node};
use std::borrow::Cow;
use std::cell::{Cell, Ref};

/// Elements that a page may make whatever its size.
const FREE_ELEMENTS: u64 = 10_000;

/// The tree of a page, and the limit it ran into.
pub fn parse(text: &str, budget: &Budget) -> (Html, Option<Exhausted>) {
    let elements = (text.len() as u64).min(Limits::default().blocks) + FREE_ELEMENTS;
    let sink = Sink::new(elements, nodes(text));
    let gate = Gate {
        // No scripts run here, so what stands for readers without them is read.
        builder: TreeBuilder::new(
            sink,
            TreeBuilderOpts {
                scripting_enabled: false,
                ..Default::default()
            },
        ),
        depth: Cell::new(0),
        allowed: budget.left(Resource::Depth),
        xml: text.trim_start().starts_with("<?xml"),
        reached: Cell::new(None),
    };
    let attributes = budget.left(Resource::Attributes);
    if tokens::feed(
        SharedText::new(&StrTendril::from_slice(text)),
        &gate,
        attributes,
    ) {
        gate.reached.set(Some(Exhausted {
            resource: Resource::Attributes,
            limit: attributes,
        }));
    }
    let reached = gate.reached.get();
    (gate.builder.sink.finish(), reached)
}

/// Room to make for the nodes of a page. Of the WCXB development set three pages of four have fewer
/// than four for every three signs that open a tag, and nine of ten more than 32 bytes for each.
fn nodes(text: &str) -> usize {
    let tags = memchr::memchr_iter(b'<', text.as_bytes()).count();
    (tags * 4 / 3).min(text.len() / 32)
}

/// Lets tokens through to the tree builder as long as the limits allow.
struct Gate {
    builder: TreeBuilder<NodeId, Sink>,
    /// Start tags less end tags since the depth was last looked up in the tree.
    depth: Cell<u64>,
    allowed: u64,
    /// The page is written as XML, where an empty element can be one tag.
    xml: bool,
    reached: Cell<Option<Exhausted>>,
}

impl Gate {
    /// `<script src="…"/>` in XML: an HTML parser would take all that follows for its content.
    fn is_empty_code(&self, tag: &Tag) -> bool {
        let swallows = [
            "script", "style", "title", "iframe", "textarea", "noscript", "xmp",
        ];
        self.xml && tag.self_closing && swallows.contains(&&*tag.name)
    }

    fn lets_through(&self, tag: &Tag) -> bool {
        if tag.kind == TagKind::EndTag {
            self.depth.set(self.depth.get().saturating_sub(1));
            return true;
        }
        self.depth.set(self.depth.get() + 1);
        if self.depth.get() < self.allowed {
            return true;
        }
        // Void elements and omitted end tags are counted too; the tree knows better.
        self.depth.set(self.builder.sink.depth());
        let fits = self.depth.get() < self.allowed;
        if !fits {
            self.reached.set(Some(Exhausted {
                resource: Resource::Depth,
                limit: self.allowed,
            }));
        }
        fits
    }
}

impl TokenSink for Gate {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        let sink = &self.builder.sink;
        if sink.made.get() > sink.allowed && !matches!(token, Token::EOFToken) {
            self.reached.set(Some(Exhausted {
                resource: Resource::Blocks,
                limit: sink.allowed,
            }));
            return TokenSinkResult::Continue;
        }
        match &token {
            Token::TagToken(tag) if self.is_empty_code(tag) || !self.lets_through(tag) => {
                TokenSinkResult::Continue
            }
            _ => self.builder.process_token(token, line),
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// scraper's sink, counting elements.
struct Sink {
    inner: HtmlTreeSink,
    made: Cell<u64>,
    allowed: u64,
    /// The element last put into the tree.
    last: Cell<Option<NodeId>>,
}

impl Sink {
    /// A sink for so many elements; room for `nodes` is made beforehand.
    fn new(allowed: u64, nodes: usize) -> Sink {
        let tree = Tree::with_capacity(Node::Document, nodes);
        let inner = HtmlTreeSink::new(Html {
            tree,
            ..Html::new_document()
        });
        Sink {
            inner,
            made: Cell::new(0),
            allowed,
            last: Cell::new(None),
        }
    }

    /// How deep the last element stands.
    fn depth(&self) -> u64 {
        let html = self.inner.0.borrow();
        let node = self.last.get().and_then(|id| html.tree.get(id));
        node.map_or(0, |node| node.ancestors().count() as u64)
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Html;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Html {
        self.inner.finish()
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        self.inner.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        self.inner.elem_name(target)
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        self.made.set(self.made.get() + 1);
        self.inner.create_element(name, attrs, flags)
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.inner.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.inner.create_pi(target, data)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        if let NodeOrText::AppendNode(id) = &child {
            self.last.set(Some(*id));
        }
        self.inner.append(parent, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        before: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        self.inner
            .append_based_on_parent_node(element, before, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.inner.append_doctype_to_document(name, public, system);
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.inner.get_template_contents(target)
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        self.inner.same_node(x, y)
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.inner.set_quirks_mode(mode);
    }

    fn append_before_sibling(&self, sibling: &NodeId, new: NodeOrText<NodeId>) {
        self.inner.append_before_sibling(sibling, new);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        self.inner.add_attrs_if_missing(target, attrs);
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.inner.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        self.inner.reparent_children(node, new_parent);
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &NodeId) -> bool {
        let html = self.inner.0.borrow();
        html.tree
            .get(*handle)
            .and_then(|node| node.value().as_element())
            .is_some_and(|element| {
                let encoding = element.attr("encoding").unwrap_or("");
                encoding.eq_ignore_ascii_case("text/html")
                    || encoding.eq_ignore_ascii_case("application/xhtml+xml")
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Pieces of which pages are made, whole and broken. No white space stands alone: whether it is
    /// moved out of a table depends on comments, which are left out before the tree builder.
#[rustfmt::skip]
    const PIECES: [&str; 58] = [
        "<p>", "</p>", "<div class=\"a b\">", "</div>", "<b>", "</b>", "<i id='x'>", "</i",
        "<a href=u?a=1&amp;b&copy=2>", "</a >", "<table>", "<tr>", "<td colspan=2>", "</table>", "<br/>",
        "<ul><li>", "<svg><path id=1/>", "</svg>", "<![CDATA[x]]>", "<title>", "</title>", "<textarea>",
        "</textarea>", "<xmp>", "</xmp>", "<select><option>", "</select>", "<form>", "<!-- a -->", "<!-- b",
        "--!>", "<!doctype html>", "<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 3.2//EN\">", "<?xml a?>", "</", "<",
        ">", "\"", "'", "=", "a\r\nb", "\0", "&amp", "&#1071;", "&#x80;", "&notit;", "&nosuch;", "слово", "word",
        "é", "<a\u{e9} b\u{e9}='\u{e9}'>", "<IMG ALT=A a A=\"2\">", "<math><mi>", "</math>", "<template>",
        "</template>", "<frameset>", "<plaintext>",
    ];

    fn without_comments(mut html: Html) -> String {
        let comments: Vec<NodeId> = html
            .tree
            .nodes()
            .filter(|node| node.value().is_comment())
            .map(|node| node.id())
            .collect();
        for id in comments {
            html.tree.get_mut(id).expect("it was just seen").detach();
        }
        html.html()
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_tree_is_that_of_html5evers_own_tokenizer(
            pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..24)
        ) {
            let text = pieces.concat();
            let (own, _) = parse(&text, &Budget::default());
            prop_assert_eq!(own.html(), without_comments(Html::parse_document(&text)), "{:?}", text);
        }
    }
}
