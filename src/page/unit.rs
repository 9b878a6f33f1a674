//! Units: the pieces of a document that a reading keeps, joins or leaves out.
//!
//! A unit is a block of running text, a part of one that counts up within itself, or a paragraph
//! in a cell of a table that is only a frame. [`super::features`] sees what it holds alone;
//! [`super::units`] what its neighbours say of it.

use crate::document::{Mark, Rule};
use crate::draft::Role;
use crate::lexicon::cues::{Cue, Cues};
use crate::span::Span;

/// One piece of running text.
#[derive(Debug)]
pub struct Unit<'d> {
    /// Index of its block.
    pub block: usize,
    pub span: Span,
    pub text: &'d str,
    /// 1 to 6 for headings, else 0.
    pub level: u8,
    /// The page's own headline.
    pub headline: bool,
    /// The rule by which the reader set it aside on thin grounds.
    pub aside: Option<Rule>,
    pub mark: Option<Mark>,
    /// Byte of the text behind a mark that stands in it.
    pub body: usize,
    pub chars: usize,
    pub words: usize,
    pub form: TextForm,
    pub dates: Dates,
    pub cues: Cues,
    /// Verbs that tell of what is over.
    pub past: u8,
    pub label: Option<Label<'d>>,
    /// A country, month, quarter or year on a line of its own.
    pub section: Option<Section>,
    /// Of a hundred characters so many lead elsewhere.
    pub linked: u8,
    /// Periods of opening hours, and addresses and numbers to reach somebody at.
    pub hours: u8,
    pub contacts: u8,
    /// Letters and digits in lower case, for short units only; empty else.
    pub folded: String,
    /// Hashes of the words of four letters and more, rising.
    pub(super) vocabulary: Vec<u32>,
}

/// A line that begins with a name and a colon.
#[derive(Clone, Copy, Debug)]
pub struct Label<'d> {
    /// The words before the colon.
    pub name: &'d str,
    /// What they say of an activity; none where they are not known, and the line may be a title.
    pub role: Option<Role>,
    /// What stands behind the colon.
    pub rest: Span,
}

/// What the shape of the text tells.
#[derive(Clone, Copy, Default, Debug)]
pub struct TextForm {
    /// A sentence ends with it.
    pub ends: bool,
    /// It is cut (`…`).
    pub cut: bool,
    /// It announces what follows.
    pub colon: bool,
    /// Begins with a small letter.
    pub lower: bool,
    /// `1.2. …`: legal numbering.
    pub clause: bool,
    /// Reads like a title.
    pub title: bool,
    /// Only a link to the rest of it.
    pub more: bool,
    /// Tells of the page or the text, not of an activity.
    pub about: bool,
    pub caption: bool,
    /// The site speaks of itself.
    pub site: bool,
    /// Where a house stands, how it is reached, when it is open.
    pub contact: bool,
    /// A running text.
    pub prose: bool,
    /// A book as a catalogue describes it.
    pub book: bool,
}

/// The dates of a unit.
#[derive(Clone, Copy, Default, Debug)]
pub struct Dates {
    /// Byte at which the first day, and the first date finer than a year, begins.
    pub day: Option<usize>,
    pub fine: Option<usize>,
    /// The first date finer than a year, as a number that only equal days share.
    pub first: Option<i32>,
    /// Dates and the small words around them, and nothing else.
    pub only: bool,
    /// A short line around a day.
    pub line: bool,
    /// A running text that opens with a date.
    pub leads: bool,
    /// Opens with *today* or *yesterday*.
    pub today: bool,
    /// Its first day goes on to another.
    pub spans: bool,
    /// A time of day, or from when to when, and nothing else.
    pub clock: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Section {
    Country,
    /// A city in capitals, or as a heading.
    City,
    Time,
}

impl Unit<'_> {
    /// Whether a date, or a month without its day, stands in it.
    pub fn is_dated(&self) -> bool {
        self.dates.fine.is_some()
    }

    pub fn is_heading(&self) -> bool {
        self.level > 0
    }

    pub fn number(&self) -> Option<u32> {
        self.mark.and_then(|mark| mark.number)
    }

    /// The text behind a mark that stands in it.
    pub fn own(&self) -> &str {
        &self.text[self.body..]
    }

    /// Where [`Unit::own`] stands in the document.
    pub fn own_span(&self) -> Span {
        Span {
            start: self.span.start + self.body as u32,
            end: self.span.end,
        }
    }

    /// A word or three without a kind or a date.
    pub fn is_fragment(&self) -> bool {
        self.words <= 3 && !self.cues.has(Cue::Kind) && !self.is_dated()
    }

    /// A line that a date fills, or the time of day at which something begins.
    pub fn is_dateline(&self) -> bool {
        self.dates.only || self.dates.line || self.dates.clock
    }

    /// Whether `other` tells most of the words of this one again.
    pub fn is_told_again_in(&self, other: &Unit) -> bool {
        let own = self.vocabulary.len();
        own > 0 && self.shared(other) >= (own * 3).div_ceil(5).max(3)
    }

    /// Words of four letters and more that both have.
    pub fn shared(&self, other: &Unit) -> usize {
        let has = |word: &&u32| other.vocabulary.binary_search(word).is_ok();
        self.vocabulary.iter().filter(has).count()
    }

    /// How many different words of four letters and more it has.
    pub fn vocabulary(&self) -> usize {
        self.vocabulary.len()
    }
}

/// Quotation marks, in which names and titles stand.
pub const QUOTES: &[char] = &['"', '\'', '«', '»', '“', '”', '„', '‟', '‘', '’'];
