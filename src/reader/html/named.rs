//! What the names of its parts say is no content: navigation, sharing,
//! comments, notices about cookies …
//!
//! A name is believed as far as the part can be what it is called: each rule
//! may take a share of the page's prose, and one that would take more, in one
//! part or in many, is a habit of the page's frame and is dropped.

use super::choice::Choice;
use super::names::{Tag, Traits};
use super::page::{Node, NodeContent, Page, Run};
use super::sums::Sums;
use super::unseen::is_consent_manager;
use crate::document::Rule;
use crate::lexicon::LEXICON;
use memchr::memmem::Finder;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// Sets aside what falls under those of the rules that `asked` names.
pub fn set_aside(page: &Page, choice: &mut Choice, asked: impl Fn(Rule) -> bool) {
    consents(page, choice);
    if page.is_home() || !page.says_article() {
        outside(page, choice, &asked);
    }
    let whole = WholePage::of(page, choice);
    notices(page, &whole, choice);
    let mut void: Vec<Rule> = if page.is_thread() {
        vec![Rule::Comments]
    } else {
        Vec::new()
    };
    loop {
        let parts = parts(page, &whole, &void, &asked);
        let more = doubted(&parts, &whole, &void);
        if more.is_empty() {
            parts
                .into_iter()
                .for_each(|part| choice.asides[part.runs].fill(Some(part.rule)));
            if asked(Rule::Navigation) {
                super::bars::set_aside(page, choice);
            }
            return;
        }
        void.extend(more);
    }
}

/// What there is to read on the page.
struct WholePage {
    prose: Sums,
    /// Prose, and some of the other text: a list page has little prose, and what little
    /// there is may stand in its notices.
    text: Sums,
}

/// Rules of parts that are made of links.
const LINKED: [Rule; 2] = [Rule::Navigation, Rule::Header];

/// This many characters of other text count as one of prose.
const OTHER: u32 = 4;

/// Prose and text of a part, or of several.
#[derive(Clone, Copy, Default)]
struct TextVolume {
    prose: u64,
    text: u64,
}

impl WholePage {
    /// Of all but what is set aside already.
    fn of(page: &Page, choice: &Choice) -> WholePage {
        let sums = |value: &dyn Fn(&Run) -> u32| {
            let runs = page.runs.iter().zip(&choice.asides);
            Sums::of(runs.map(|(run, aside)| if aside.is_none() { value(run) } else { 0 }))
        };
        WholePage {
            prose: sums(&Run::prose),
            text: sums(&|run| run.prose() + (run.chars - run.prose()) / OTHER),
        }
    }

    fn held(&self, runs: Range<usize>) -> TextVolume {
        TextVolume {
            prose: self.prose.over(runs.clone()),
            text: self.text.over(runs),
        }
    }

    /// The share of the page. What is made of links may hold many words, none of them prose.
    fn share(&self, held: TextVolume, rule: Rule) -> f32 {
        let of = |held: u64, sums: &Sums| held as f32 / sums.total().max(1) as f32;
        let text = of(held.text, &self.text);
        if LINKED.contains(&rule) {
            text.min(of(held.prose, &self.prose))
        } else {
            text
        }
    }

    /// Whether what is left is enough for an article: readers often say more than it did.
    fn leaves_article(&self, held: TextVolume) -> bool {
        let left = self.prose.total().saturating_sub(held.prose);
        left >= ARTICLE || left * 10 >= self.prose.total() * 3
    }
}

/// Prose that is enough for an article.
const ARTICLE: u64 = 500;

impl std::iter::Sum for TextVolume {
    fn sum<I: Iterator<Item = TextVolume>>(held: I) -> TextVolume {
        held.fold(TextVolume::default(), |all, one| TextVolume {
            prose: all.prose + one.prose,
            text: all.text + one.text,
        })
    }
}

/// Sets aside the dialogues of consent managers. A script lays them over the page, and they
/// may say more than a page of links: they do not count.
fn consents(page: &Page, choice: &mut Choice) {
    let mut index = 0;
    while index < page.nodes.len() {
        let node = &page.nodes[index];
        let dialogue = node.traits.has(Traits::NOTICE)
            && page.element(index as u32).is_some_and(is_consent_manager);
        if dialogue {
            choice.asides[page.runs_of(index as u32)].fill(Some(Rule::Notice));
        }
        index = if dialogue {
            node.end as usize
        } else {
            index + 1
        };
    }
}

/// The share of the page that its main part holds where what stands outside of it can be but its
/// frame. Measured on wcxb-dev: below it the part may be closed too early.
const MAIN: f32 = 0.25;

/// Sets aside the named parts outside of the main part. The menus of lists and services may say
/// more than these do: they do not count. Comments may be all that a page is for.
fn outside(page: &Page, choice: &mut Choice, asked: &impl Fn(Rule) -> bool) {
    let mut mains =
        (0..page.nodes.len() as u32).filter(|&node| page.nodes[node as usize].tag == Tag::Main);
    let (Some(main), None) = (mains.next(), mains.next()) else {
        return;
    };
    let whole = WholePage::of(page, choice);
    if (whole.held(page.runs_of(main)).text as f32) < MAIN * whole.text.total() as f32 {
        return;
    }
    let mut index = 0;
    while let Some(node) = page.nodes.get(index as usize) {
        let holds = (index..node.end).contains(&main);
        let rule = named(page, index).map(|(rule, _)| rule);
        let rule = rule.filter(|rule| !holds && *rule != Rule::Comments && asked(*rule));
        for run in rule.iter().flat_map(|_| page.runs_of(index)) {
            choice.asides[run] = choice.asides[run].or(rule);
        }
        index = if rule.is_some() || index == main {
            node.end
        } else {
            index + 1
        };
    }
}

/// How much of the page notices may hold that its title does not speak of.
const NOTICES: f32 = 0.8;

static COOKIES: LazyLock<[Finder; 4]> =
    LazyLock::new(|| ["ookie", "OOKIE", "уки", "УКИ"].map(Finder::new));

/// Sets paragraphs about cookies aside, unless the page is about them.
fn notices(page: &Page, whole: &WholePage, choice: &mut Choice) {
    let may = |run: &Run| {
        page.texts(run).any(|text| {
            COOKIES
                .iter()
                .any(|word| word.find(text.as_bytes()).is_some())
        })
    };
    let about = |run: &Run| {
        let text = page.plain(run).to_lowercase();
        let says = |words: &[String]| words.iter().any(|word| text.contains(word.as_str()));
        says(&LEXICON.cookie_word) && says(&LEXICON.cookie_address)
    };
    let runs = page
        .runs
        .iter()
        .enumerate()
        .filter(|(_, run)| run.prose() > 0 && run.chars < 1500 && may(run) && about(run));
    let title = page.title.to_lowercase();
    if LEXICON
        .cookie_word
        .iter()
        .chain(&LEXICON.terms_link)
        .any(|word| title.contains(word.as_str()))
    {
        return;
    }
    let notices: Vec<usize> = runs.map(|(index, _)| index).collect();
    if whole.share(
        notices
            .iter()
            .map(|&index| whole.held(index..index + 1))
            .sum(),
        Rule::Notice,
    ) <= NOTICES
    {
        notices
            .into_iter()
            .for_each(|index| choice.asides[index] = Some(Rule::Notice));
    }
}

/// How much of the page may be set aside by names before they are doubted.
const DOUBT: f32 = 0.6;

/// The rules that take more than they may. A rule that would take much in many small
/// parts is a habit of the page's frame, not a description; the one that takes most is
/// doubted as long as too little is left.
fn doubted(parts: &[NamedPart], whole: &WholePage, void: &[Rule]) -> Vec<Rule> {
    let mut taken: BTreeMap<Rule, (TextVolume, f32)> = BTreeMap::new();
    for part in parts.iter().filter(|part| !void.contains(&part.rule)) {
        let (held, most) = taken.entry(part.rule).or_default();
        (*held, *most) = ([*held, part.held].into_iter().sum(), most.max(part.most));
    }
    let excess = taken
        .iter()
        .filter(|(rule, (held, most))| whole.share(*held, **rule) > *most)
        .map(|(rule, _)| *rule);
    let all = taken.values().map(|(held, _)| *held).sum();
    let greatest = taken
        .iter()
        .max_by_key(|(_, (held, _))| held.prose)
        .map(|(rule, _)| *rule);
    let greatest =
        greatest.filter(|rule| whole.share(all, *rule) > DOUBT && *rule != Rule::Comments);
    excess.chain(greatest).collect()
}

/// A part of the page that is set aside by its names.
struct NamedPart {
    runs: Range<usize>,
    rule: Rule,
    /// The share of the page that parts of its kind may hold.
    most: f32,
    held: TextVolume,
}

/// How much of the page its head may hold where an article is left beside it: the menus of some
/// sites advertise all that they have to offer. Tried on wcxb-dev; for feet and navigation a higher
/// share lost more than it won.
const HEAD: f32 = 0.6;

/// The parts with names, outermost first; of a rule that is void only those without prose.
fn parts(
    page: &Page,
    whole: &WholePage,
    void: &[Rule],
    asked: &impl Fn(Rule) -> bool,
) -> Vec<NamedPart> {
    let mut parts = Vec::new();
    let frame = PageFrame::of(page);
    let mut index = 0;
    while index < page.nodes.len() {
        let runs = page.runs_of(index as u32);
        let held = whole.held(runs.clone());
        let head = page.nodes[index].tag == Tag::Header && !in_article(page, index as u32);
        let most = |most: f32| {
            if head && whole.leaves_article(held) {
                HEAD
            } else {
                most
            }
        };
        let rule = named(page, index as u32)
            .filter(|_| !frame.excepts(page, index))
            .map(|(rule, own)| (rule, most(own)));
        let part = rule.filter(|(rule, most)| {
            let believed =
                (held.prose == 0 || !void.contains(rule)) && whole.share(held, *rule) <= *most;
            let believed = believed && (*rule != Rule::Comments || whole.leaves_article(held));
            !runs.is_empty() && asked(*rule) && believed
        });
        index = match part {
            Some((rule, most)) => {
                parts.push(NamedPart {
                    runs,
                    rule,
                    most,
                    held,
                });
                page.nodes[index].end as usize
            }
            None => index + 1,
        };
    }
    parts
}

/// What the elements of a page say of its frame, whatever the names are.
struct PageFrame {
    main: Option<usize>,
    /// How many articles each node has among its children.
    articles: Vec<u32>,
}

impl PageFrame {
    fn of(page: &Page) -> PageFrame {
        let mut articles = vec![0; page.nodes.len()];
        for node in page.nodes.iter().filter(|node| node.tag == Tag::Article) {
            articles
                .get_mut(node.parent as usize)
                .into_iter()
                .for_each(|count| *count += 1);
        }
        PageFrame {
            main: page.nodes.iter().position(|node| node.tag == Tag::Main),
            articles,
        }
    }

    /// Whether a part is none of the frame: it holds the main part of the page, or it heads one
    /// of several articles, as the title of an item.
    fn excepts(&self, page: &Page, index: usize) -> bool {
        let node = &page.nodes[index];
        let item = |n: u32| {
            let article = &page.nodes[n as usize];
            article.tag == Tag::Article
                && self
                    .articles
                    .get(article.parent as usize)
                    .is_some_and(|&count| count > 1)
        };
        self.main
            .is_some_and(|main| (index..node.end as usize).contains(&main))
            || node.tag == Tag::Header && page.ancestors(index as u32).any(item)
    }
}

/// Shares of the page's prose that an element of the frame holds at most; one that holds more is
/// the text, whatever it is called. Set by hand on wcxb-dev, as the rows of [`NAMED`].
const PART: f32 = 0.3;
const HEADER: f32 = 0.2;
const HALF: f32 = 0.5;

/// What names make of a part, the first that fits, and the share it holds at most. A thread of
/// comments may be nearly all of a page; a row of buttons holds next to nothing.
const NAMED: [(Traits, Rule, f32); 21] = [
    (Traits::HIDDEN, Rule::Hidden, 0.5),
    (Traits::EMBEDDED, Rule::Embedded, 0.3),
    (Traits::COMMENT, Rule::Comments, 0.95),
    (Traits::NAVIGATION, Rule::Navigation, 0.3),
    (Traits::BREADCRUMB, Rule::Navigation, 0.2),
    (Traits::SHARE, Rule::Sharing, 0.1),
    (Traits::RELATED, Rule::Related, 0.3),
    (Traits::SIDEBAR, Rule::Sidebar, 0.3),
    (Traits::ADVERTISEMENT, Rule::Advertisement, 0.2),
    (Traits::NOTICE, Rule::Notice, 0.2),
    (Traits::SUBSCRIBE, Rule::Subscription, 0.2),
    (Traits::POPUP, Rule::Popup, 0.3),
    (Traits::TAGS, Rule::Tags, 0.1),
    (Traits::PAGER, Rule::Pager, 0.1),
    (Traits::SEARCH, Rule::Search, 0.1),
    (Traits::FOOTER, Rule::Footer, 0.3),
    (Traits::CAPTION, Rule::Caption, 0.2),
    (Traits::SPOKEN, Rule::Hidden, 0.2),
    (Traits::TOOLS, Rule::Tools, 0.1),
    (Traits::AUTHOR, Rule::About, 0.1),
    (Traits::MEMBER, Rule::About, 0.2),
];

/// The rule an element falls under by its names, and the share of the page's prose it
/// may hold at most.
fn named(page: &Page, index: u32) -> Option<(Rule, f32)> {
    let node = &page.nodes[index as usize];
    let traits = node.traits;
    match node.tag {
        Tag::Nav => return Some((Rule::Navigation, PART)),
        Tag::Aside if holds_headline(page, index) => return None,
        Tag::Aside => return Some((Rule::Sidebar, PART)),
        Tag::Footer => return Some((Rule::Footer, PART)),
        Tag::Control if opens_panel(page, index) || heads_answer(page, index) => return None,
        Tag::Control => return Some((Rule::Control, PART)),
        Tag::Header if traits.has(Traits::HEADER) || !in_article(page, index) => {
            return Some((Rule::Header, HEADER));
        }
        Tag::Form => return Some((Rule::Form, PART)),
        Tag::Unscripted => return Some((Rule::NoScript, HALF)),
        _ => {}
    }
    if !node.tag.is_block() || matches!(node.tag, Tag::Main) {
        return None;
    }
    if traits.has(Traits::BODY) && !traits.has(Traits::HIDDEN)
        || traits.has(Traits::HIDDEN) && is_answer(page, index)
    {
        return None;
    }
    let row = NAMED.iter().find(|(name, ..)| traits.has(*name));
    row.map(|(_, rule, most)| (*rule, *most))
}

/// Whether the only headline of the first rank stands in a part.
fn holds_headline(page: &Page, index: u32) -> bool {
    let first = page.runs.iter().position(|run| run.heading == 1);
    first.is_some_and(|run| page.runs_of(index).contains(&run))
}

/// Nodes behind a control among which its panel stands: signs and white space may stand between.
const PANEL: usize = 6;

/// Whether a control stands right before the panel it opens: it is the question to that answer.
fn opens_panel(page: &Page, index: u32) -> bool {
    let behind = page.nodes[page.nodes[index as usize].end as usize..]
        .iter()
        .take(PANEL);
    behind
        .filter(|node| node.tag.is_block())
        .take(1)
        .any(|node| node.traits.has(Traits::PANEL))
}

/// Whether a button heads what it opens: it stands in a heading, or it asks.
fn heads_answer(page: &Page, index: u32) -> bool {
    let node = &page.nodes[index as usize];
    let heading = |n: u32| {
        page.nodes
            .get(n as usize)
            .is_some_and(|node| matches!(node.tag, Tag::Heading(_)))
    };
    let asks = || {
        let texts = page.nodes[index as usize..node.end as usize]
            .iter()
            .rev()
            .filter_map(|node| match node.content {
                NodeContent::Text(words) => {
                    Some(words.trim_end()).filter(|words| !words.is_empty())
                }
                NodeContent::Element(_) => None,
            });
        texts.take(1).any(|words| words.ends_with(['?', '？', '؟']))
    };
    page.element(index)
        .is_some_and(|element| element.name() == "button")
        && (heading(node.parent) || asks())
}

/// Runs of a question, with the sign that opens it.
const QUESTION: usize = 2;

/// Whether prose out of sight stands right behind a heading or a control: that opens it.
fn is_answer(page: &Page, index: u32) -> bool {
    let parent = page.nodes[index as usize].parent;
    let prose = page.runs_of(index).any(|run| page.runs[run].prose() > 0);
    let before = index.checked_sub(1).filter(|_| prose);
    let question = before.and_then(|n| {
        page.ancestors(n)
            .find(|&n| page.nodes[n as usize].parent == parent)
    });
    question.is_some_and(|n| {
        let opens = |node: &Node| matches!(node.tag, Tag::Control | Tag::Heading(_));
        let short = (1..=QUESTION).contains(&page.runs_of(n).len());
        short
            && page.nodes[n as usize..page.nodes[n as usize].end as usize]
                .iter()
                .any(opens)
    })
}

fn in_article(page: &Page, index: u32) -> bool {
    page.ancestors(index)
        .any(|n| matches!(page.nodes[n as usize].tag, Tag::Article | Tag::Main))
}
