//! What speaks for and against a run of text, as small numbers: sums over boxes, units made alike,
//! neighbours, place on the page, form of the line.
//!
//! [`Evidence::of`] goes over the flat page once, from the top down; sums over runs answer for any
//! box. Of words only cues are known. [`super::weigh`] makes one judgement of it.

use super::choice::{Choice, ContentForm};
use super::entries::make;
use super::names::{Tag, Traits};
use super::page::{NONE, NodeContent, Page, Run};
use super::sums::Sums;
use crate::lexicon::cues::{Cue, Cues};
use std::ops::Range;

/// What is known of a run. Shares are in hundredths.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Sign {
    /// How the rest of the page is made.
    Form,
    /// Characters outside links.
    Free,
    /// Characters.
    Chars,
    /// Share within links.
    Linked,
    /// 0 paragraph, 1 to 6 heading, 7 item, 8 caption, 9 bold line.
    Kind,
    /// 1 ends as a sentence, 2 has marks within.
    Closed,
    Digits,
    /// Share of the page's prose in units made alike; their share in links; how many.
    AlikeProse,
    AlikeLinked,
    Alike,
    /// Share of them that the rules keep.
    AlikeKept,
    /// How far up the box is that holds the run and most of the prose.
    Hops,
    /// The part of that box that the run stands in: share of prose in it, of links, runs.
    BranchProse,
    BranchLinked,
    Branch,
    /// Share of the page's prose before the run; prose behind it.
    Before,
    After,
    /// Share of links in the runs around.
    Around,
    /// Runs since the last and up to the next prose.
    Since,
    Until,
    /// The nearest box of several runs: share of prose, of links, runs.
    BoxProse,
    BoxLinked,
    Box,
    /// How often the text stands on the page.
    Copies,
    /// 1 where a name close above says boilerplate, 2 further up.
    Boilerplate,
    /// 1 in an article or main part, 2 in a body by its name.
    Body,
    /// 1 in an aside, a footer, a form, a header, navigation.
    Frame,
    /// 1 digits of a telephone, 2 an address of mail, 4 hours, 8 rights.
    Contact,
    /// 1 opens with a label, 2 ends with a colon.
    Label,
    /// 1 a picture before, 2 behind.
    Picture,
    /// The box around the nearest one: share of prose, of links, runs.
    OuterProse,
    OuterLinked,
    Outer,
    /// Runs since the first heading of the highest level; below 0 before it.
    Headline,
    /// Words of a short line, and how it opens: 1 a small letter, 2 a digit, 3 a capital, 4 another
    /// sign.
    Words,
    Opens,
    /// How many of its words are cues of what a site says of itself, of addresses and hours, of
    /// lists that lead elsewhere, of the rest of a text, of the text itself, of what returns.
    SiteCues,
    ContactCues,
    SideCues,
    MoreCues,
    AboutCues,
    RegularCues,
    /// And of deeds and kinds of activity.
    DeedCues,
    KindCues,
}

pub const SIGNS: usize = Sign::KindCues as usize + 1;

/// The values of one run, by sign.
pub type Signs = [i32; SIGNS];

/// The share of the prose that the main box holds.
const MAIN: u64 = 60;

/// Runs on either side that are around a run.
const NEAR: usize = 4;

/// Nearest boxes of a node, of different sizes.
#[derive(Clone, Copy)]
struct Above {
    near: u32,
    outer: u32,
    /// The part of the box around the main prose.
    branch: u32,
    hops: i32,
    named: i32,
    body: i32,
    frame: i32,
}

/// Sums over the runs of a page.
struct RunTotals {
    prose: Sums,
    chars: Sums,
    linked: Sums,
}

impl RunTotals {
    fn of(page: &Page) -> RunTotals {
        let sums = |value: fn(&Run) -> u32| Sums::of(page.runs.iter().map(value));
        RunTotals {
            prose: sums(Run::prose),
            chars: sums(|run| run.chars),
            linked: sums(|run| run.linked),
        }
    }

    /// Shares of prose and links in runs.
    fn shares(&self, runs: Range<usize>) -> (i32, i32) {
        let chars = self.chars.over(runs.clone());
        (
            share(self.prose.over(runs.clone()), chars),
            share(self.linked.over(runs), chars),
        )
    }
}

fn share(part: u64, whole: u64) -> i32 {
    (part * 100 / whole.max(1)).min(100) as i32
}

/// The values of every run, in order.
pub fn of(page: &Page, choice: &Choice) -> Vec<Signs> {
    if page.nodes.is_empty() {
        return Vec::new();
    }
    let totals = RunTotals::of(page);
    let above = above(page, &totals);
    let mut all: Vec<Signs> = (0..page.runs.len()).map(|run| line(page, run)).collect();
    words(page, choice, &mut all);
    boxes(page, &totals, &above, &mut all);
    order(page, choice, &totals, &mut all);
    populations(page, choice, &mut all);
    copies(page, &mut all);
    all.iter_mut()
        .for_each(|signs| signs[Sign::Form as usize] = form(page, choice));
    all
}

fn form(page: &Page, choice: &Choice) -> i32 {
    let article = i32::from(page.says_article());
    match choice.form {
        ContentForm::Article => article,
        ContentForm::Composed => 2,
        ContentForm::List => 3 + article,
        ContentForm::Overview => 5 + article,
    }
}

const BOILERPLATE: Traits = Traits(
    Traits::COMMENT.0
        | Traits::SHARE.0
        | Traits::RELATED.0
        | Traits::NAVIGATION.0
        | Traits::SIDEBAR.0
        | Traits::ADVERTISEMENT.0
        | Traits::NOTICE.0
        | Traits::SUBSCRIBE.0
        | Traits::POPUP.0
        | Traits::FOOTER.0
        | Traits::SEARCH.0
        | Traits::TOOLS.0
        | Traits::PAGER.0
        | Traits::TAGS.0
        | Traits::BREADCRUMB.0,
);

/// What stands above each node, from the top down.
fn above(page: &Page, totals: &RunTotals) -> Vec<Above> {
    let whole = totals.prose.total();
    let mut main = 0;
    for (index, node) in page.nodes.iter().enumerate() {
        let held = totals.prose.over(page.runs_of(index as u32));
        if node.tag.is_block() && held * 100 >= whole * MAIN && held > 0 {
            main = index as u32;
        }
    }
    let path = hops(page, main);
    let mut all: Vec<Above> = Vec::with_capacity(page.nodes.len());
    for (index, node) in page.nodes.iter().enumerate() {
        let index = index as u32;
        let runs = page.runs_of(index).len();
        let mut own = match all.get(node.parent as usize) {
            Some(parent) => *parent,
            None => Above {
                near: index,
                outer: index,
                branch: index,
                hops: 0,
                named: 0,
                body: 0,
                frame: 0,
            },
        };
        let apart = runs > 1 && runs < page.runs_of(own.near).len();
        if node.tag.is_block() && apart {
            own.outer = own.near;
            own.near = index;
        }
        let holds = |n: u32| (n..page.nodes[n as usize].end).contains(&main);
        if node.parent != NONE && (node.parent == main || holds(node.parent) && !holds(index)) {
            own.branch = index;
            let depth = path.binary_search_by(|(n, _)| n.cmp(&node.parent));
            own.hops = depth.map_or(0, |place| path[place].1);
        }
        own.named = match own.named {
            _ if node.traits.has(BOILERPLATE) => 1,
            0 => 0,
            up => (up + i32::from(node.tag.is_block())).min(9),
        };
        own.body = match node.tag {
            _ if node.traits.has(Traits::BODY) => 2,
            Tag::Article | Tag::Main => own.body.max(1),
            _ => own.body,
        };
        own.frame |= i32::from(matches!(
            node.tag,
            Tag::Nav | Tag::Aside | Tag::Footer | Tag::Header | Tag::Form | Tag::Control
        ));
        all.push(own);
    }
    all
}

/// The nodes around the main box, from the top down, with how many boxes of more runs lie between.
fn hops(page: &Page, main: u32) -> Vec<(u32, i32)> {
    let mut up = 0;
    let mut runs = page.runs_of(main).len();
    let mut path: Vec<(u32, i32)> = Vec::new();
    for node in page.ancestors(main) {
        let here = page.runs_of(node).len();
        up += i32::from(here > runs);
        runs = here;
        path.push((node, up));
    }
    path.reverse();
    path
}

fn set(signs: &mut Signs, sign: Sign, value: i32) {
    signs[sign as usize] = value;
}

/// What boxes a run stands in.
fn boxes(page: &Page, totals: &RunTotals, above: &[Above], all: &mut [Signs]) {
    for (run, signs) in all.iter_mut().enumerate() {
        let own = above[page.runs[run].block as usize];
        let branch = page.runs_of(own.branch);
        let (prose, linked) = totals.shares(branch.clone());
        set(signs, Sign::BranchProse, prose);
        set(signs, Sign::BranchLinked, linked);
        set(signs, Sign::Branch, branch.len() as i32);
        set(signs, Sign::Hops, own.hops);
        let near = page.runs_of(own.near);
        let (prose, linked) = totals.shares(near.clone());
        set(signs, Sign::BoxProse, prose);
        set(signs, Sign::BoxLinked, linked);
        set(signs, Sign::Box, near.len() as i32);
        let outer = page.runs_of(own.outer);
        let (prose, linked) = totals.shares(outer.clone());
        set(signs, Sign::OuterProse, prose);
        set(signs, Sign::OuterLinked, linked);
        set(signs, Sign::Outer, outer.len() as i32);
        set(signs, Sign::Boilerplate, own.named);
        set(signs, Sign::Body, own.body);
        set(signs, Sign::Frame, own.frame);
    }
}

/// The run of the first heading of the page's highest level; far behind where it has none.
fn headline(page: &Page) -> i32 {
    let headings = page
        .runs
        .iter()
        .enumerate()
        .filter(|(_, run)| run.heading > 0);
    let first = headings.min_by_key(|(index, run)| (run.heading, *index));
    first.map_or(i32::MAX / 2, |(index, _)| index as i32)
}

/// What stands before and behind.
fn order(page: &Page, choice: &Choice, totals: &RunTotals, all: &mut [Signs]) {
    let count = page.runs.len();
    let whole = totals.prose.total();
    let text = |run: usize| page.runs[run].prose() >= 40 && choice.asides[run].is_none();
    let (mut since, mut until) = (99, 99);
    let headline = headline(page);
    for (run, signs) in all.iter_mut().enumerate().take(count) {
        set(signs, Sign::Since, since);
        set(
            signs,
            Sign::Headline,
            (run as i32 - headline).clamp(-99, 99),
        );
        since = if text(run) { 0 } else { (since + 1).min(99) };
        let before = totals.prose.over(0..run);
        set(signs, Sign::Before, share(before, whole));
        set(
            signs,
            Sign::After,
            totals.prose.over(run + 1..count).min(9999) as i32,
        );
        let near = run.saturating_sub(NEAR)..(run + 1 + NEAR).min(count);
        let chars = totals.chars.over(near.clone()) - u64::from(page.runs[run].chars);
        let linked = totals.linked.over(near) - u64::from(page.runs[run].linked);
        set(signs, Sign::Around, share(linked, chars));
    }
    for run in (0..count).rev() {
        set(&mut all[run], Sign::Until, until);
        until = if text(run) { 0 } else { (until + 1).min(99) };
    }
}

/// Units made alike: same element and class of the block and of what holds it.
fn populations(page: &Page, choice: &Choice, all: &mut [Signs]) {
    let whole: u64 = page.runs.iter().map(|run| u64::from(run.prose())).sum();
    let mut units: Vec<(u64, u64, usize)> = Vec::with_capacity(page.runs.len());
    for (index, run) in page.runs.iter().enumerate() {
        let parent = page.nodes[run.block as usize].parent;
        let of = |node: u32| if node == NONE { 0 } else { make(page, node) };
        units.push((of(run.block), of(parent), index));
    }
    units.sort_unstable();
    for alike in units.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
        let runs = || alike.iter().map(|&(_, _, run)| run);
        let sum = |value: &dyn Fn(usize) -> u32| runs().map(|r| u64::from(value(r))).sum::<u64>();
        let chars = sum(&|run| page.runs[run].chars);
        let linked = sum(&|run| page.runs[run].linked);
        let prose = sum(&|run| page.runs[run].prose());
        let kept = sum(&|run| {
            if choice.asides[run].is_none() {
                page.runs[run].chars
            } else {
                0
            }
        });
        for run in runs() {
            let own = &page.runs[run];
            let rest = chars - u64::from(own.chars);
            let mine = if choice.asides[run].is_none() {
                own.chars
            } else {
                0
            };
            set(&mut all[run], Sign::AlikeProse, share(prose, whole));
            set(&mut all[run], Sign::AlikeLinked, share(linked, chars));
            set(&mut all[run], Sign::Alike, alike.len().min(99) as i32);
            let others = if rest == 0 {
                -1
            } else {
                share(kept - u64::from(mine), rest)
            };
            set(&mut all[run], Sign::AlikeKept, others);
        }
    }
}

/// How often the same text stands on the page.
fn copies(page: &Page, all: &mut [Signs]) {
    let mut texts: Vec<(u64, usize)> = page
        .runs
        .iter()
        .enumerate()
        .map(|(index, run)| (hash(page, run), index))
        .collect();
    texts.sort_unstable();
    for same in texts.chunk_by(|one, other| one.0 == other.0) {
        for &(_, run) in same {
            set(&mut all[run], Sign::Copies, same.len().min(9) as i32);
        }
    }
}

fn hash(page: &Page, run: &Run) -> u64 {
    let bytes = page.texts(run).flat_map(str::bytes);
    bytes
        .filter(|byte| !byte.is_ascii_whitespace())
        .fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

/// Which cues are which signs.
const CUES: [(Sign, Cue); 8] = [
    (Sign::SiteCues, Cue::Site),
    (Sign::ContactCues, Cue::Contact),
    (Sign::SideCues, Cue::Side),
    (Sign::MoreCues, Cue::More),
    (Sign::AboutCues, Cue::About),
    (Sign::RegularCues, Cue::Regular),
    (Sign::DeedCues, Cue::Deed),
    (Sign::KindCues, Cue::Kind),
];

/// Cues of one sort behind which more tell nothing new.
const MANY: u8 = 3;

/// Characters of the longest line whose form is looked at.
const LINE: u32 = 300;

/// What a run shows by itself.
fn line(page: &Page, index: usize) -> Signs {
    let run = &page.runs[index];
    let mut signs: Signs = [0; SIGNS];
    set(&mut signs, Sign::Free, (run.chars - run.linked) as i32);
    set(&mut signs, Sign::Chars, run.chars as i32);
    set(
        &mut signs,
        Sign::Linked,
        share(run.linked.into(), run.chars.into()),
    );
    let kind = match () {
        () if run.heading > 0 => i32::from(run.heading),
        () if run.caption => 8,
        () if run.item => 7,
        () if run.bold == run.chars => 9,
        () => 0,
    };
    set(&mut signs, Sign::Kind, kind);
    set(
        &mut signs,
        Sign::Closed,
        i32::from(run.closed) + 2 * i32::from(run.marks > 1),
    );
    set(
        &mut signs,
        Sign::Digits,
        share(run.digits.into(), run.chars.into()),
    );
    set(&mut signs, Sign::Picture, pictures(page, index));
    if run.chars <= LINE {
        form_of_line(page, run, &mut signs);
    }
    signs
}

/// The cues in the words of the short lines that the rules keep.
fn words(page: &Page, choice: &Choice, all: &mut [Signs]) {
    for (index, run) in page.runs.iter().enumerate() {
        if choice.asides[index].is_some() || run.chars > LINE {
            continue;
        }
        let cues = Cues::of(&page.plain(run).to_lowercase());
        for (sign, cue) in CUES {
            set(&mut all[index], sign, cues.count(cue).min(MANY).into());
        }
    }
}

/// Pictures between a run and its neighbours.
fn pictures(page: &Page, index: usize) -> i32 {
    let image = |nodes: &[super::page::Node]| nodes.iter().any(|node| node.tag == Tag::Image);
    let run = &page.runs[index];
    let start = index
        .checked_sub(1)
        .map_or(0, |before| page.runs[before].last as usize);
    let end = page
        .runs
        .get(index + 1)
        .map_or(page.nodes.len(), |next| next.first as usize);
    let (first, last) = (run.first as usize, run.last as usize);
    i32::from(image(&page.nodes[start..first])) + 2 * i32::from(image(&page.nodes[last..end]))
}

/// What the characters of a short line show.
#[derive(Default)]
struct Scan {
    words: i32,
    /// Digits in a row of digits, spaces, hyphens and brackets; the longest so far.
    row: i32,
    phone: i32,
    /// Times of day: `9:00`.
    times: i32,
    label: bool,
    first: Option<char>,
    last: char,
    spaced: bool,
    mail: bool,
    rights: bool,
    before: [char; 2],
}

impl Scan {
    fn take(&mut self, c: char) {
        if c.is_whitespace() {
            self.spaced = true;
            return;
        }
        self.first = self.first.or(Some(c));
        if self.spaced || self.words == 0 {
            self.words += 1;
        }
        match c {
            '0'..='9' => {
                self.row += 1;
                self.phone = self.phone.max(self.row);
                let digit = self.before[0].is_ascii_digit();
                self.times += i32::from(digit && matches!(self.before[1], ':'));
            }
            '-' | '(' | ')' | '+' | '‑' | '–' => {}
            _ => self.row = 0,
        }
        self.label |= self.last == ':' && self.spaced && self.words < 6;
        self.mail |= c == '@';
        self.rights |= c == '©';
        self.before = [self.before[1], c];
        self.last = c;
        self.spaced = false;
    }
}

fn form_of_line(page: &Page, run: &Run, signs: &mut Signs) {
    let mut scan = Scan::default();
    for index in run.first..=run.last {
        match page.nodes[index as usize].content {
            NodeContent::Text(words) => words.chars().for_each(|c| scan.take(c)),
            NodeContent::Element(_) => scan.spaced |= page.nodes[index as usize].tag == Tag::Break,
        }
    }
    let contact = i32::from(scan.phone >= 9)
        + 2 * i32::from(scan.mail)
        + 4 * i32::from(scan.times > 1)
        + 8 * i32::from(scan.rights);
    set(signs, Sign::Contact, contact);
    let label = i32::from(scan.label) + 2 * i32::from(scan.last == ':');
    set(signs, Sign::Label, label);
    set(signs, Sign::Words, scan.words);
    set(signs, Sign::Opens, scan.first.map_or(0, opens));
}

/// What a first letter shows.
fn opens(first: char) -> i32 {
    match first {
        _ if first.is_lowercase() => 1,
        _ if first.is_numeric() => 2,
        _ if first.is_alphabetic() => 3,
        _ => 4,
    }
}
