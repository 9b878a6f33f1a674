//! What the names of elements, classes and ids say of a part of a page.
//!
//! Class names are cut into words (`postMeta_date-2` gives `post`, `meta`,
//! `date`) and each word is looked up once; the result is a set of [`Traits`].

use super::unseen::{hides, is_embed, is_panel, is_unseen};
use foldhash::fast::RandomState;
use html5ever::{LocalName, local_name};
use rustc_hash::FxHashMap;
use scraper::node::Element;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Matches the names that the parser holds as numbers.
macro_rules! by_name {
    ($name:expr, { $($($word:tt)|+ => $value:expr,)* } else $($other:tt)*) => {
        match $name {
            $($(&local_name!($word))|+ => $value,)*
            _ => { $($other)* }
        }
    };
}

/// The elements that matter to reading a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tag {
    /// Text flows through it.
    Inline,
    /// A box without meaning of its own.
    Block,
    Article,
    Main,
    Paragraph,
    Heading(u8),
    List,
    Item,
    Table,
    Row,
    Cell,
    HeaderCell,
    Head,
    Link,
    Break,
    Strong,
    Time,
    Preformatted,
    Quote,
    Figure,
    Caption,
    Nav,
    Aside,
    Header,
    Footer,
    Form,
    /// Buttons and labels of forms.
    Control,
    Image,
    /// What readers without scripts see.
    Unscripted,
    /// Nothing in it is text of the page.
    Skipped,
}

impl Tag {
    pub fn of(name: &LocalName) -> Tag {
        by_name!(name, {
            "div" | "section" | "body" | "html" | "center" | "fieldset" | "details" | "summary"
            | "hgroup" | "dl" | "hr" | "address" | "noframes" | "frameset" | "marquee" | "legend"
            | "menu" | "dir" | "tfoot" | "tbody" | "colgroup" | "search" => Tag::Block,
            "noscript" => Tag::Unscripted,
            "thead" => Tag::Head,
            "article" => Tag::Article,
            "main" => Tag::Main,
            "p" => Tag::Paragraph,
            "h1" => Tag::Heading(1),
            "h2" => Tag::Heading(2),
            "h3" => Tag::Heading(3),
            "h4" => Tag::Heading(4),
            "h5" => Tag::Heading(5),
            "h6" => Tag::Heading(6),
            "ul" | "ol" => Tag::List,
            "li" | "dt" | "dd" => Tag::Item,
            "table" => Tag::Table,
            "tr" => Tag::Row,
            "td" => Tag::Cell,
            "th" => Tag::HeaderCell,
            "a" => Tag::Link,
            "br" => Tag::Break,
            "b" | "strong" => Tag::Strong,
            "time" => Tag::Time,
            "pre" | "xmp" | "listing" | "plaintext" => Tag::Preformatted,
            "blockquote" => Tag::Quote,
            "figure" => Tag::Figure,
            "figcaption" | "caption" => Tag::Caption,
            "nav" => Tag::Nav,
            "aside" => Tag::Aside,
            "header" => Tag::Header,
            "footer" => Tag::Footer,
            "form" => Tag::Form,
            "button" | "label" => Tag::Control,
            "img" | "picture" => Tag::Image,
            "script" | "style" | "template" | "head" | "iframe" | "object" | "embed" | "canvas"
            | "audio" | "video" | "svg" | "select" | "option" | "textarea" | "input" | "datalist"
            | "map" | "dialog" | "noembed" | "applet" | "progress" | "meter" | "title" | "rp"
            | "rt" => Tag::Skipped,
        } else if name.contains('-') { Tag::Block } else { Tag::Inline })
    }

    /// What a box is by its role, where it is a part of a table made of boxes.
    pub fn in_role(self, element: &Element) -> Tag {
        if !matches!(self, Tag::Block | Tag::Inline) {
            return self;
        }
        match attribute(element, &local_name!("role")) {
            Some("table" | "grid") => Tag::Table,
            Some("row") => Tag::Row,
            Some("cell" | "gridcell") => Tag::Cell,
            Some("columnheader" | "rowheader") => Tag::HeaderCell,
            _ => self,
        }
    }

    /// Whether text before, in and after it stands apart.
    pub fn is_block(self) -> bool {
        !matches!(
            self,
            Tag::Inline
                | Tag::Link
                | Tag::Break
                | Tag::Strong
                | Tag::Time
                | Tag::Control
                | Tag::Image
                | Tag::Skipped
        )
    }
}

/// A set of hints that names give.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Traits(pub u64);

macro_rules! traits {
    ($($(#[$doc:meta])* $name:ident = $bit:expr;)*) => {
        impl Traits {
            $($(#[$doc])* pub const $name: Traits = Traits(1 << $bit);)*
        }
    };
}

traits! {
    /// The box of an article's body, nearly for certain.
    BODY = 0;
    /// Something of content, maybe.
    CONTENT = 1;
    COMMENT = 2;
    SHARE = 3;
    RELATED = 4;
    NAVIGATION = 5;
    SIDEBAR = 6;
    ADVERTISEMENT = 7;
    NOTICE = 8;
    SUBSCRIBE = 9;
    POPUP = 10;
    TAGS = 11;
    AUTHOR = 12;
    PAGER = 13;
    FOOTER = 14;
    HEADER = 15;
    CAPTION = 16;
    DATE = 18;
    SEARCH = 19;
    HIDDEN = 20;
    TOOLS = 21;
    HEADLINE = 22;
    CONTENTS = 23;
    ABOUT = 24;
    /// Data about the post: date, author, section.
    DETAILS = 25;
    SUBJECT = 26;
    PART = 27;
    BREADCRUMB = 28;
    /// Hidden from sight but read out.
    SPOKEN = 29;
    /// Who somebody is in a forum.
    MEMBER = 17;
    THREAD = 30;
    /// Out of sight until the control that names it is used: the answer to a question.
    PANEL = 31;
    /// Microdata or RDFa names what it holds.
    STATED = 32;
    /// What a script replaces by the post of another site.
    EMBEDDED = 33;
}

impl Traits {
    pub fn has(self, other: Traits) -> bool {
        self.0 & other.0 != 0
    }

    fn add(&mut self, other: Traits) {
        self.0 |= other.0;
    }

    fn remove(&mut self, other: Traits) {
        self.0 &= !other.0;
    }

    fn add_if(&mut self, holds: bool, other: Traits) {
        self.0 |= if holds { other.0 } else { 0 };
    }
}

/// Words of an id that says what a part is.
const MOST_WORDS: usize = 4;

/// The value of an attribute that the parser knows by name.
pub fn attribute<'t>(element: &'t Element, name: &LocalName) -> Option<&'t str> {
    element
        .attrs
        .iter()
        .find(|(known, _)| known.local == *name)
        .map(|(_, value)| &**value)
}

/// What the attributes of elements say; most classes of a page are said more than once.
#[derive(Default)]
pub struct Names<'t> {
    /// Under a hash that no page can foresee.
    classes: HashMap<&'t str, Traits, RandomState>,
}

impl<'t> Names<'t> {
    pub fn traits(&mut self, element: &'t Element, tag: Tag) -> Traits {
        let mut all = Traits::default();
        for (name, value) in &element.attrs {
            let value = &**value;
            let has = |rel: &str| value.split_ascii_whitespace().any(|known| known == rel);
            by_name!(&name.local, {
                "class" => all.add(*self.classes.entry(value).or_insert_with(|| of_classes(value))),
                // Of a heading, or of many words, it is the text that links lead to.
                "id" => if !matches!(tag, Tag::Heading(_))
                    && value.split(['-', '_']).count() <= MOST_WORDS
                {
                    all.add(of_class(value));
                },
                "itemprop" | "property" => all.add(Traits(of_role(value).0 | Traits::STATED.0)),
                "role" => all.add(of_role(value)),
                "hidden" => all.add(Traits::HIDDEN),
                // What stands in for an element until it is drawn.
                "placeholder" => all.add(Traits::HIDDEN),
                "aria-hidden" => all.add_if(value == "true", Traits::HIDDEN),
                "aria-modal" => all.add_if(value == "true", Traits::POPUP),
                "style" => all.add_if(hides(value), Traits::HIDDEN),
                "rel" => {
                    all.add_if(has("tag"), Traits::TAGS);
                    all.add_if(has("author"), Traits::AUTHOR);
                },
            } else {});
        }
        if all.has(Traits::HIDDEN) && is_panel(element, tag) {
            all = Traits(all.0 & !Traits::HIDDEN.0 | Traits::PANEL.0);
        }
        all
    }
}

/// What the value of a `class` attribute says.
fn of_classes(value: &str) -> Traits {
    let mut all = Traits::default();
    value
        .split_ascii_whitespace()
        .take(32)
        .for_each(|class| all.add(of_class(class)));
    all.add_if(is_unseen(value), Traits::SPOKEN);
    all
}

fn of_role(value: &str) -> Traits {
    match value {
        "articleBody" | "schema:articleBody" | "reviewBody" => Traits::BODY,
        "navigation" | "menu" | "menubar" | "tablist" | "toolbar" => Traits::NAVIGATION,
        "banner" => Traits::HEADER,
        "contentinfo" => Traits::FOOTER,
        "complementary" => Traits::SIDEBAR,
        "search" => Traits::SEARCH,
        "main" => Traits::CONTENT,
        "dialog" | "alertdialog" => Traits::POPUP,
        "headline" => Traits::HEADLINE,
        "author" => Traits::AUTHOR,
        "datePublished" | "dateCreated" | "dateModified" => Traits::DATE,
        "caption" => Traits::CAPTION,
        "keywords" => Traits::TAGS,
        "comment" => Traits::COMMENT,
        _ => Traits::default(),
    }
}

/// Words beside which others do not say what a part is: what was found is no place to search,
/// space at the bottom and the foot of a card no foot of the page, type of a caption's size no
/// caption, a teaser's text that of the page, and what only subscribers read asks nobody to
/// subscribe.
const OTHERWISE: [(&[&str], Traits); 5] = [
    (&["results"], Traits::SEARCH),
    (
        &[
            "margin",
            "padding",
            "Margin",
            "Padding",
            "card-foot",
            "card__foot",
        ],
        Traits::FOOTER,
    ),
    (&["text-caption", "ypography-caption"], Traits::CAPTION),
    (&["teaser-text"], Traits::RELATED),
    (&["subscriber-only", "subscriber-pre"], Traits::SUBSCRIBE),
];

/// What class names open with that systems for blogs make of the topics of a post.
const TOPICS: [&str; 4] = ["category-", "tag-", "product_cat-", "product_tag-"];

/// One class name or id.
fn of_class(class: &str) -> Traits {
    if is_embed(class) {
        return Traits::EMBEDDED;
    }
    let mut all = Traits::default();
    let mut word = [0u8; 24];
    let mut length = 0;
    let mut lower = false;
    // The builder's own name, and that it is a widget, say nothing of a part.
    let class = class
        .strip_prefix("elementor-")
        .map_or(class, |part| part.strip_prefix("widget").unwrap_or(part));
    // `has-sidebar`, `no-js`: said of the frame, not of this part; `element-5ad1`: a number.
    let framed = [
        "has-", "no-", "with-", "without-", "is-", "element-", "et_pb_", "not-",
    ];
    let opens = |prefix: &&str| {
        class.as_bytes().first() == prefix.as_bytes().first() && class.starts_with(prefix)
    };
    if framed.iter().any(opens) {
        return all;
    }
    // Fonts that draw a word as a sign: the word is not read.
    if ["material-icons", "material-symbols"]
        .iter()
        .any(|font| class.starts_with(font))
    {
        return Traits::HIDDEN;
    }
    let bytes = class.as_bytes();
    for &byte in bytes.iter().chain(b"-") {
        let boundary = !byte.is_ascii_alphabetic() || (byte.is_ascii_uppercase() && lower);
        if boundary && length > 0 {
            all.add(of_word(std::str::from_utf8(&word[..length]).unwrap_or("")));
            length = 0;
        }
        lower = byte.is_ascii_lowercase();
        if byte.is_ascii_alphabetic() && length < word.len() {
            word[length] = byte.to_ascii_lowercase();
            length += 1;
        }
    }
    for (words, others) in OTHERWISE {
        if all.has(others) && words.iter().any(|word| class.contains(word)) {
            all.remove(others);
        }
    }
    // What a player says is no headline of the page.
    all.add_if(
        all.has(Traits::HEADLINE) && class.contains("video"),
        Traits::CAPTION,
    );
    // What a post is filed under may be called anything.
    if TOPICS.iter().any(opens) {
        all = Traits(all.0 & (Traits::TAGS.0 | Traits::NAVIGATION.0 | Traits::SIDEBAR.0));
    }
    if all.has(Traits::SUBJECT) && all.has(Traits::PART) {
        all.add(Traits::BODY);
    }
    all
}

/// What the words of class names say.
const WORDS: [(Traits, &str); 29] = [
    (
        Traits::BODY,
        "articlebody postbody entrycontent postcontent articlecontent storybody storytext \
        articletext bodytext richtext rte wysiwyg prose rawcontent newsbody newstext blogcontent \
        contentbody maincontent pagecontent bodycopy copybody",
    ),
    (
        Traits(Traits::SUBJECT.0 | Traits::CONTENT.0),
        "article post entry story news blog single node press recipe newsitem hentry blogpost",
    ),
    (
        Traits(Traits::PART.0 | Traits::CONTENT.0),
        "body text copy detail fulltext content",
    ),
    (Traits::CONTENT, "main contentpane contentpaneopen page"),
    (
        Traits::COMMENT,
        "comment comments commentlist disqus respond commenting reactions livefyre commentform \
        commentbox commentary replies remark otziv otzivy otzyv otzyvy kommentarii kommentariy \
        kommenty komment pikirler pikir izohlar izoh sharhho teswirler",
    ),
    (
        Traits::SHARE,
        "share sharing social sharedaddy addtoany shareaholic sharebar shares addthis sociable \
        socials likely sharebuttons ssba socialmedia pluso sharethis heateor jp follow follows \
        compartir compartilhar partage partager condividi udostepnij teilen",
    ),
    (
        Traits::RELATED,
        "related recommended recommendations recommend recirc recirculation outbrain taboola \
        readmore morefrom relatedposts recommendation similar popular trending mostread latest \
        recent teaser teasers yarpp crp suggested suggestions alsolike alsoread readnext upnext \
        latestnews recentposts relatedarticles relatednews onward mgid zergnet zen relacionadas \
        relacionados relacionada correlati powiazane despiece",
    ),
    (
        Traits::NAVIGATION,
        "nav menu navbar navigation topnav subnav menus navi mainmenu submenu sitemap topmenu \
        megamenu skip skiplink offcanvas topbar",
    ),
    (
        Traits::BREADCRUMB,
        "breadcrumb breadcrumbs crumbs crumb pathway bread",
    ),
    (
        Traits::SIDEBAR,
        "sidebar sidebars aside rightcol leftcol rail widget widgets moduletable sidecolumn \
        rightcolumn leftcolumn secondary sidenav",
    ),
    (
        Traits::ADVERTISEMENT,
        "ad ads advert advertisement adsense adsbygoogle advertising adslot banner banners \
        sponsor sponsored promo promoted dfp gpt adunit adwrap promotion cta upsell advertorial \
        commercial partners sponsors affiliate paywall promobox marketing",
    ),
    (
        Traits::NOTICE,
        "cookie cookies gdpr consent notice cookielaw onetrust disclaimer disclosure alert \
        notification toast warning cookiebot didomi usercentrics cmplz iubenda osano",
    ),
    (
        Traits::SUBSCRIBE,
        "newsletter subscribe subscription signup optin mailchimp subscriber register login \
        signin newsletters donate donation subscriptions membership leadform mailinglist \
        suscripcion boletin",
    ),
    (
        Traits::POPUP,
        "popup modal overlay lightbox dialog popover tooltip dropdown drawer flyout popups modals",
    ),
    (
        Traits::TAGS,
        "tags tag taglist tagcloud keywords topics hashtags labels categories cats tagged tegs \
        etiquetas archivado schlagworte motscles",
    ),
    (
        Traits::AUTHOR,
        "author authors byline vcard writer contributor contributors authorbox bylines autor \
        autore auteur firma avtor",
    ),
    (Traits::ABOUT, "bio about aboutauthor biography profile"),
    (
        Traits::MEMBER,
        "signature postprofile userextras userinfo usertitle",
    ),
    (
        Traits::THREAD,
        "forum thread forums viewtopic showthread phpbb vbulletin xenforo",
    ),
    (
        Traits::PAGER,
        "pagination pager paginator pagenav nextprev prevnext paging prev previous postnav \
        pagelinks wp_page_numbers",
    ),
    (
        Traits::FOOTER,
        "footer foot copyright colophon legal bottom footnote",
    ),
    (Traits::HEADER, "header masthead head hero"),
    (
        Traits::CAPTION,
        "caption captions figcaption credit credits photographer gallery slideshow carousel \
        imagecaption slider swiper player videoplayer jwplayer",
    ),
    (
        Traits::DATE,
        "date time timestamp published pubdate createdate modifydate dateline datetime posted \
        updated publish publication postdate datepublished fecha datum",
    ),
    (Traits::SEARCH, "search searchform searchbox"),
    (
        Traits::TOOLS,
        "print toolbar tools buttonheading icons rating ratings vote votes actions utility \
        buttons toolbox feedback poll counter hits stars views readtime reading print-link",
    ),
    (
        Traits::HEADLINE,
        "headline title contentheading posttitle entrytitle articletitle newscaption newstitle \
         storytitle",
    ),
    (Traits::CONTENTS, "toc contents tableofcontents ez"),
    (
        Traits::DETAILS,
        "meta metadata postmeta entrymeta articleinfo info details submitted kicker eyebrow",
    ),
];

static BY_WORD: LazyLock<FxHashMap<&'static str, Traits>> = LazyLock::new(|| {
    let words =
        |(traits, words): (Traits, &'static str)| words.split(' ').map(move |word| (word, traits));
    WORDS.into_iter().flat_map(words).collect()
});

/// One word of a class name.
fn of_word(word: &str) -> Traits {
    BY_WORD.get(word).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_class_names_are_found_however_they_are_joined() {
        assert!(of_class("postMeta_date-2").has(Traits::DATE));
        assert!(of_class("entry-content").has(Traits::BODY));
        assert!(of_class("articleBody").has(Traits::BODY));
        assert!(!of_class("content-wrapper").has(Traits::BODY));
        assert!(!of_class("shadow").has(Traits::ADVERTISEMENT));
    }

    #[test]
    fn words_that_others_give_another_meaning_say_nothing() {
        assert!(
            of_class("search-box").has(Traits::SEARCH)
                && !of_class("search-results").has(Traits::SEARCH)
        );
        assert!(
            of_class("bottom").has(Traits::FOOTER)
                && !of_class("margin-bottom-70").has(Traits::FOOTER)
        );
        assert!(!of_class("card-footer").has(Traits::FOOTER));
        assert!(!of_class("ipsPadding_bottom").has(Traits::FOOTER));
        assert!(
            of_class("tag-list").has(Traits::TAGS) && !of_class("tag-social").has(Traits::SHARE)
        );
        assert!(
            of_class("image-caption").has(Traits::CAPTION)
                && !of_class("text-caption").has(Traits::CAPTION)
        );
    }
}
