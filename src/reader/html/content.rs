//! The choice: which runs are the page's main content.
//!
//! Three steps over the flat page, each of them linear. Parts whose names say
//! what they are (navigation, comments, sharing …) are set aside, unless they
//! hold most of the page's prose and so cannot be what they are called. Among
//! the rest the box with the most prose for its other text is chosen. Within
//! it, what stands before, between and behind the paragraphs is judged.

use super::entries;
use super::names::{Tag, Traits};
use super::page::{NONE, Page, Run};
use super::table::{self, Found};
use std::collections::BTreeMap;
use std::ops::Range;

/// Why each run is set aside; none for the main content.
#[derive(Debug, Default)]
pub struct Choice {
    pub asides: Vec<Option<&'static str>>,
    /// The box of the main content.
    pub root: u32,
    /// The page is a list of others.
    pub list: bool,
    /// The tables of data; each is kept or set aside as a whole.
    pub tables: Vec<Found>,
}

impl Choice {
    /// The table of data that a run lies in.
    pub fn table_at(&self, run: usize) -> Option<&Found> {
        let after = self.tables.partition_point(|table| table.runs.start <= run);
        self.tables.get(after.checked_sub(1)?).filter(|table| table.runs.contains(&run))
    }
}

/// What a character of other text costs against one of prose when boxes are compared.
const OTHER: f32 = 0.2;

/// The share of the box's prose that makes a part named as a body the body.
const BODY: f32 = 0.5;

/// A page with more prose than this in one box is no list of others.
const LIST: u64 = 800;

pub fn choose(page: &Page) -> Choice {
    let mut choice = Choice { asides: vec![None; page.runs.len()], root: 0, list: false, tables: table::find(page) };
    if page.nodes.is_empty() {
        return choice;
    }
    let prose = Sums::of(page.runs.iter().map(Run::prose));
    set_aside_notices(page, &prose, &mut choice);
    set_aside_named(page, &prose, &mut choice);
    choice.root = root(page, &choice);
    if let Some(list) = list(page, &choice, &prose) {
        take_list(page, &mut choice, &list);
    } else if let Some(main) = overview(page, &choice, &prose) {
        (choice.root, choice.list) = (main, true);
    }
    let inside = page.runs_of(choice.root);
    for (index, aside) in choice.asides.iter_mut().enumerate() {
        if !inside.contains(&index) && aside.is_none() {
            *aside = Some("outside");
        }
    }
    super::trim::trim(page, &mut choice);
    choice
}

/// Sums over runs from the first on.
pub struct Sums(Vec<u64>);

impl Sums {
    pub fn of(values: impl Iterator<Item = u32>) -> Sums {
        let mut total = 0;
        let mut sums = vec![0];
        for value in values {
            total += u64::from(value);
            sums.push(total);
        }
        Sums(sums)
    }

    /// The sum over a range of runs.
    pub fn over(&self, runs: Range<usize>) -> u64 {
        self.0[runs.end] - self.0[runs.start.min(runs.end)]
    }

    pub fn total(&self) -> u64 {
        self.0.last().copied().unwrap_or(0)
    }
}

/// Sets paragraphs about cookies aside, unless the page is about them.
fn set_aside_notices(page: &Page, prose: &Sums, choice: &mut Choice) {
    let about = |run: &Run| {
        let text = page.plain(run).to_lowercase();
        let consent = ["consent", "accept", "privacy", "preferences", "experience", "согла", "принима", "browser"];
        ["cookie", "куки"].iter().any(|word| text.contains(word)) && consent.iter().any(|word| text.contains(word))
    };
    let runs = page.runs.iter().enumerate().filter(|(_, run)| run.prose() > 0 && run.chars < 1500 && about(run));
    let notices: Vec<usize> = runs.map(|(index, _)| index).collect();
    let held: u64 = notices.iter().map(|&index| u64::from(page.runs[index].prose())).sum();
    if held * 5 <= prose.total() * 2 {
        notices.into_iter().for_each(|index| choice.asides[index] = Some("notice"));
    }
}

/// How much of the page's prose may be set aside by names before they are doubted.
const DOUBT: f32 = 0.6;

/// Sets aside the parts whose names say that they are no content. A rule that would
/// take much of the prose in many small parts is a habit of the page's frame, not a
/// description; the rule that takes most is dropped until enough is left.
fn set_aside_named(page: &Page, prose: &Sums, choice: &mut Choice) {
    let mut void: Vec<&'static str> = if page.is_thread() { vec!["comments"] } else { Vec::new() };
    loop {
        let parts = named_parts(page, prose, &void);
        let mut taken: BTreeMap<&'static str, (u64, f32)> = BTreeMap::new();
        for part in &parts {
            let sum = taken.entry(part.rule).or_insert((0, part.most));
            sum.0 += part.prose;
            sum.1 = sum.1.max(part.most);
        }
        let total = prose.total() as f32;
        let excess = taken.iter().filter(|(_, (sum, most))| *sum as f32 > most * total).map(|(rule, _)| *rule);
        let all: u64 = taken.values().map(|(sum, _)| sum).sum();
        let greatest = taken.iter().max_by_key(|(_, (sum, _))| *sum).map(|(rule, _)| *rule);
        let doubted = greatest.filter(|rule| all as f32 > DOUBT * total && *rule != "comments");
        let more: Vec<_> = excess.chain(doubted).collect();
        if more.is_empty() {
            parts.into_iter().for_each(|part| choice.asides[part.runs].fill(Some(part.rule)));
            return;
        }
        void.extend(more);
    }
}

/// A part of the page that is set aside by its names.
struct Part {
    runs: Range<usize>,
    rule: &'static str,
    /// The share of the page's prose that parts of its kind may hold.
    most: f32,
    prose: u64,
}

fn named_parts(page: &Page, prose: &Sums, void: &[&str]) -> Vec<Part> {
    let total = prose.total();
    let mut parts = Vec::new();
    let mut index = 0;
    while index < page.nodes.len() {
        let runs = page.runs_of(index as u32);
        let held = prose.over(runs.clone());
        let part = named(page, index as u32).filter(|(rule, most)| {
            !runs.is_empty() && (held == 0 || !void.contains(rule)) && held as f32 <= most * total as f32
        });
        index = match part {
            Some((rule, most)) => {
                parts.push(Part { runs, rule, most, prose: held });
                page.nodes[index].end as usize
            }
            None => index + 1,
        };
    }
    parts
}

/// The rule an element falls under by its names, and the share of the page's prose it
/// may hold at most.
fn named(page: &Page, index: u32) -> Option<(&'static str, f32)> {
    let node = &page.nodes[index as usize];
    let traits = node.traits;
    let named = |list: &[(Traits, &'static str, f32)]| {
        list.iter().find(|(t, ..)| traits.has(*t)).map(|(_, rule, most)| (*rule, *most))
    };
    match node.tag {
        Tag::Nav => return Some(("navigation", 0.3)),
        Tag::Aside => return Some(("sidebar", 0.3)),
        Tag::Footer => return Some(("footer", 0.3)),
        Tag::Control => return Some(("control", 0.3)),
        Tag::Header if traits.has(Traits::HEADER) || !in_article(page, index) => return Some(("header", 0.2)),
        Tag::Form => return Some(("form", 0.3)),
        Tag::Unscripted => return Some(("noscript", 0.5)),
        _ => {}
    }
    if !node.tag.is_block() || matches!(node.tag, Tag::Main) {
        return None;
    }
    if traits.has(Traits::BODY) && !traits.has(Traits::HIDDEN) {
        return None;
    }
    named(&[
        (Traits::HIDDEN, "hidden", 0.5),
        (Traits::COMMENT, "comments", 0.7),
        (Traits::NAVIGATION, "navigation", 0.3),
        (Traits::BREADCRUMB, "navigation", 0.2),
        (Traits::SHARE, "sharing", 0.1),
        (Traits::RELATED, "related", 0.3),
        (Traits::SIDEBAR, "sidebar", 0.3),
        (Traits::ADVERTISEMENT, "advertisement", 0.2),
        (Traits::NOTICE, "notice", 0.2),
        (Traits::SUBSCRIBE, "subscription", 0.2),
        (Traits::POPUP, "popup", 0.3),
        (Traits::TAGS, "tags", 0.1),
        (Traits::PAGER, "pager", 0.1),
        (Traits::SEARCH, "search", 0.1),
        (Traits::FOOTER, "footer", 0.3),
        (Traits::CAPTION, "caption", 0.2),
        (Traits::SPOKEN, "hidden", 0.2),
        (Traits::TOOLS, "tools", 0.1),
        (Traits::AUTHOR, "about", 0.1),
        (Traits::MEMBER, "about", 0.2),
    ])
}

fn in_article(page: &Page, index: u32) -> bool {
    page.ancestors(index).any(|n| matches!(page.nodes[n as usize].tag, Tag::Article | Tag::Main))
}

/// The box with the most prose for its other text.
fn root(page: &Page, choice: &Choice) -> u32 {
    let worth = |(index, run): (usize, &Run)| match choice.asides[index] {
        Some(_) => (0, 0),
        None if choice.table_at(index).is_some() => (run.chars - run.linked, run.linked),
        None => (run.prose(), run.chars - run.prose()),
    };
    let prose = Sums::of(page.runs.iter().enumerate().map(|run| worth(run).0));
    let other = Sums::of(page.runs.iter().enumerate().map(|run| worth(run).1));
    let score = |index: usize| {
        let runs = page.runs_of(index as u32);
        prose.over(runs.clone()) as f32 - OTHER * other.over(runs) as f32
    };
    let mut best = (f32::MIN, 0usize);
    let mut index = 0;
    while index < page.nodes.len() {
        let runs = page.runs_of(index as u32);
        if page.nodes[index].tag.is_block() && !runs.is_empty() && score(index) >= best.0 {
            best = (score(index), index);
        }
        let table = choice.table_at(runs.start).is_some_and(|table| table.node == index as u32);
        index = if table { page.nodes[index].end as usize } else { index + 1 };
    }
    named_body(page, &prose, best.1 as u32)
}

/// The body by its name within the box, if it holds most of the box's prose; of several
/// the outermost.
fn named_body(page: &Page, prose: &Sums, root: u32) -> u32 {
    let whole = prose.over(page.runs_of(root));
    let end = page.nodes[root as usize].end;
    (root..end)
        .find(|&n| {
            let node = &page.nodes[n as usize];
            let named = node.traits.has(Traits::BODY) || (node.tag == Tag::Article && !has_fellows(page, n));
            named && node.tag.is_block() && prose.over(page.runs_of(n)) as f32 >= whole as f32 * BODY
        })
        .unwrap_or(root)
}

/// Whether an article has others beside it.
fn has_fellows(page: &Page, node: u32) -> bool {
    let parent = page.nodes[node as usize].parent;
    parent != NONE && page.children(parent).filter(|&n| page.nodes[n as usize].tag == Tag::Article).take(2).count() > 1
}

/// The page's `main`, where no box of it has prose enough for an article and all of it
/// together has far more to read: a front page, a catalogue, a service.
fn overview(page: &Page, choice: &Choice, prose: &Sums) -> Option<u32> {
    if prose.over(page.runs_of(choice.root)) > LIST || page.is_thread() || page.says_article() {
        return None;
    }
    let kept = |node: u32| -> u64 {
        let runs = page.runs_of(node).filter(|&run| choice.asides[run].is_none());
        runs.map(|run| u64::from(page.runs[run].chars)).sum()
    };
    let main = (0..page.nodes.len() as u32).find(|&n| page.nodes[n as usize].tag == Tag::Main)?;
    (kept(main) > 2 * kept(choice.root)).then_some(main)
}

/// Rules that the parts of a list's items do not fall under.
const OF_ITEMS: [&str; 9] =
    ["related", "caption", "links", "advertisement", "tags", "about", "header", "footer", "outside"];

/// Siblings that list other pages, where they hold far more than the box with the prose.
fn list(page: &Page, choice: &Choice, prose: &Sums) -> Option<Vec<u32>> {
    let own = prose.over(page.runs_of(choice.root));
    if own > LIST || page.is_thread() {
        return None;
    }
    let open = |run: &usize| choice.asides[*run].is_none_or(|rule| OF_ITEMS.contains(&rule));
    let chars = |family: &[u32]| -> u64 {
        let runs = family.iter().flat_map(|&n| page.runs_of(n)).filter(open);
        runs.map(|run| u64::from(page.runs[run].chars)).sum()
    };
    let framed = |n: u32| {
        page.ancestors(n)
            .any(|a| matches!(page.nodes[a as usize].tag, Tag::Nav | Tag::Footer | Tag::Header | Tag::Aside))
    };
    entries::families(page, 0)
        .into_iter()
        .filter(|family| {
            !framed(family[0]) && family.iter().filter(|&&n| entries::is_card(page, n)).count() * 10 >= family.len() * 7
        })
        .map(|family| (chars(&family), family))
        .filter(|(chars, family)| *chars > 200.max(30 * family.len() as u64) && *chars > 2 * own)
        .max_by_key(|(chars, family)| (*chars, std::cmp::Reverse(family[0])))
        .map(|(_, family)| family)
}

/// Makes the list the main content: the box around it, and around others of its kind.
fn take_list(page: &Page, choice: &mut Choice, family: &[u32]) {
    let Some(&first) = family.first() else { return };
    let chars = |node: u32| page.runs_of(node).map(|run| page.runs[run].chars).sum::<u32>();
    let mut root = page.nodes[first as usize].parent;
    for above in page.ancestors(root).skip(1) {
        if chars(above) * 2 > chars(root) * 3 || page.nodes[above as usize].parent == NONE {
            break;
        }
        root = above;
    }
    choice.root = root;
    choice.list = true;
    for run in family.iter().flat_map(|&n| page.runs_of(n)) {
        choice.asides[run] = choice.asides[run].filter(|rule| !OF_ITEMS.contains(rule));
    }
}
