//! What typesetters hold to, in sizes of the font or in points: shared by the rooms that tell
//! lines, paragraphs and columns apart.

/// How far letters reach above their baseline and below it, where the font does not say: nearly all
/// text faces share these.
pub const ASCENT: f32 = 0.8;
pub const DESCENT: f32 = 0.2;

/// Sizes that differ by less are one print: files round them, and scaled fonts are off by some per
/// cent.
pub const ALIKE: f32 = 0.1;

/// Print below this share of the text's is smaller on purpose: notes are set at nine tenths and
/// less.
pub const SMALLER: f32 = 0.93;

/// Points within which lines begin at one place: what rounding and italics leave.
pub const FLUSH: f32 = 1.5;

/// Words whose baselines are nearer stand on one line; a raised mark is off by a third.
pub const LEVEL: f32 = 0.25;

/// The distances at which lines of a paragraph are set, and the usual one.
pub const LEADINGS: std::ops::Range<f32> = 0.9..2.2;
pub const LEADING: f32 = 1.2;
