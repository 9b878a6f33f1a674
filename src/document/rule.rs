//! Why a block is set aside as boilerplate.
//!
//! Readers name the rule; `explain`, `--stage document` and the evidence of a field show its name.
//! What a reader is not sure of, whoever cuts the document may read again: on a list page the line
//! above the first paragraph is an item.

/// A rule that sets blocks aside.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Rule {
    About,
    Above,
    Advertisement,
    Byline,
    Caption,
    /// An item of a list beside the text, by its place and looks.
    Card,
    Comments,
    Contact,
    Contents,
    Control,
    Copy,
    Counter,
    Embedded,
    Footer,
    Footnote,
    Form,
    Header,
    Headline,
    Hidden,
    Lead,
    Links,
    Masthead,
    Menu,
    MoreNews,
    Navigation,
    Next,
    NoScript,
    Notice,
    Outside,
    /// More speaks against the line than for it.
    Outweighed,
    /// Nearly all speaks against it.
    Boilerplate,
    Overprint,
    PageNumber,
    Pager,
    Popup,
    Refrain,
    /// What else to read, by its name or by the line above.
    Related,
    RunningFooter,
    RunningHeader,
    Search,
    Sharing,
    Sidebar,
    /// Other pages of the site have no text where it stands.
    Site,
    /// Other pages of the site say it too.
    SiteLine,
    Subscription,
    Tags,
    Tail,
    Teaser,
    Tools,
    Turned,
}

impl Rule {
    /// The name, in kebab-case.
    pub fn as_str(self) -> &'static str {
        match self {
            Rule::About => "about",
            Rule::Above => "above",
            Rule::Advertisement => "advertisement",
            Rule::Byline => "byline",
            Rule::Caption => "caption",
            Rule::Card | Rule::Related => "related",
            Rule::Comments => "comments",
            Rule::Contact => "contact",
            Rule::Contents => "contents",
            Rule::Control => "control",
            Rule::Copy => "copy",
            Rule::Counter => "counter",
            Rule::Embedded => "embedded",
            Rule::Footer => "footer",
            Rule::Footnote => "footnote",
            Rule::Form => "form",
            Rule::Header => "header",
            Rule::Headline => "headline",
            Rule::Hidden => "hidden",
            Rule::Lead => "lead",
            Rule::Links => "links",
            Rule::Masthead => "masthead",
            Rule::Menu => "menu",
            Rule::MoreNews => "more-news",
            Rule::Navigation => "navigation",
            Rule::Next => "next",
            Rule::NoScript => "noscript",
            Rule::Notice => "notice",
            Rule::Outside => "outside",
            Rule::Outweighed => "outweighed",
            Rule::Boilerplate => "boilerplate",
            Rule::Overprint => "overprint",
            Rule::PageNumber => "page-number",
            Rule::Pager => "pager",
            Rule::Popup => "popup",
            Rule::Refrain => "refrain",
            Rule::RunningFooter => "running-footer",
            Rule::RunningHeader => "running-header",
            Rule::Search => "search",
            Rule::Sharing => "sharing",
            Rule::Sidebar => "sidebar",
            Rule::Site | Rule::SiteLine => "site",
            Rule::Subscription => "subscription",
            Rule::Tags => "tags",
            Rule::Tail => "tail",
            Rule::Teaser => "teaser",
            Rule::Tools => "tools",
            Rule::Turned => "turned",
        }
    }

    /// Whether nothing speaks for the block: thin grounds are a place on the page, a short line, a
    /// link.
    pub fn is_sure(self) -> bool {
        !matches!(
            self,
            Rule::Above
                | Rule::Byline
                | Rule::Caption
                | Rule::Card
                | Rule::Contact
                | Rule::Counter
                | Rule::Headline
                | Rule::Lead
                | Rule::Links
                | Rule::Masthead
                | Rule::Menu
                | Rule::MoreNews
                | Rule::Outweighed
                | Rule::SiteLine
                | Rule::Tail
                | Rule::Teaser
        )
    }
}
