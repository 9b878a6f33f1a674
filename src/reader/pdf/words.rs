//! Characters into words.
//!
//! Characters are first joined along the order they are drawn in (a run goes on
//! while the next one begins where the last one ended), then runs that stand side
//! by side on one line are joined where no space parts them. White space drawn
//! between them parts words, and so does a gap wider than letters leave. Where text of
//! two cells touches, [`super::overruns`] parts it again.

use super::geometry::Rect;
use super::glyph::Glyph;
use super::overruns::{self, Seam};
use super::structure::TaggedUnit;
use super::typography::{ASCENT, DESCENT};
use compact_str::{CompactString, ToCompactString};

/// A run of less than this share of the other's size is the text of a drop cap: raised marks are
/// six tenths of theirs.
const DROP: f32 = 0.52;
/// How far beside the first the second drawing of false bold stands, of a run and of a letter.
const SHADOW: f32 = 0.15;
const AGAIN: f32 = 0.1;
/// Letters of one word differ less in size: small capitals and raised marks differ more.
const RAISED: f32 = 0.2;

/// A gap of this share of the font size parts words where no space is drawn. Letter
/// spacing and kerning stay below it, the narrowest spaces of justified lines above.
const GAP: f32 = 0.16;
/// How far characters may run back over each other within a word (kerning).
const OVERLAP: f32 = 0.35;
/// A character that was given its own place stands this share of the size off the end of the
/// one before where the two were not set as one.
const OFF: f32 = 0.03;
/// Lines are the same where their baselines differ by less than this share of the size.
const BASELINE: f32 = 0.12;

/// Characters without white space between them.
#[derive(Clone, PartialEq, Debug)]
pub struct PlacedWord {
    pub text: CompactString,
    pub area: Rect,
    pub baseline: f32,
    pub size: f32,
    pub face: u16,
    pub bold: bool,
    pub artifact: bool,
    pub unit: TaggedUnit,
    /// White space was drawn behind it.
    space_after: bool,
    /// It was not set together with what was drawn before.
    placed: bool,
}

/// The words of a page, in lines from the top, each from the left.
pub fn words(glyphs: &[Glyph]) -> Vec<PlacedWord> {
    let mut runs = runs(glyphs);
    runs.sort_by(|a, b| {
        a.baseline
            .total_cmp(&b.baseline)
            .then(a.area.left.total_cmp(&b.area.left))
    });
    let mut words: Vec<PlacedWord> = Vec::with_capacity(runs.len());
    let mut seams: Vec<Seam> = Vec::new();
    let mut rest = runs.into_iter().peekable();
    while let Some(first) = rest.next() {
        let baseline = first.baseline;
        let mut line = vec![first];
        while let Some(next) = rest.next_if(|run| run.baseline - baseline <= BASELINE * run.size) {
            line.push(next);
        }
        line.sort_by(|a, b| a.area.left.total_cmp(&b.area.left));
        for run in line {
            seams.extend(join(&mut words, run, baseline));
        }
    }
    let mut words = overruns::end(words, &seams);
    words.retain(|word| !word.text.is_empty());
    words
}

/// Adds a run to the word before it, or as a word of its own. Gives the place where the run
/// joins the word, if it was not set together with it.
fn join(words: &mut Vec<PlacedWord>, run: PlacedWord, line: f32) -> Option<Seam> {
    let number = words.len().saturating_sub(1);
    let Some(last) = words
        .last_mut()
        .filter(|word| (word.baseline - line).abs() <= BASELINE * run.size)
    else {
        words.push(run);
        return None;
    };
    let gap = run.area.left - last.area.right;
    if is_shadow(last, &run) {
        last.space_after |= run.space_after;
    } else if last.space_after
        || run.text.is_empty()
        || !(-OVERLAP..=GAP).contains(&(gap / run.size))
        || is_drop_cap(last, &run)
    {
        words.push(run);
    } else {
        let seam = Seam {
            word: number,
            at: last.text.len(),
            end: last.area.right,
            start: run.area.left,
        };
        last.text.push_str(&run.text);
        last.area = last.area.join(run.area);
        last.space_after = run.space_after;
        return run.placed.then_some(seam);
    }
    None
}

/// Whether two runs differ in size as a drop cap does from its text; raised marks differ less.
fn is_drop_cap(word: &PlacedWord, run: &PlacedWord) -> bool {
    word.size.min(run.size) < DROP * word.size.max(run.size)
}

/// The same characters drawn again a little beside the first, as false bold is made.
fn is_shadow(word: &PlacedWord, run: &PlacedWord) -> bool {
    (run.area.left - word.area.left).abs() < SHADOW * run.size && word.text == run.text
}

/// A letter drawn twice on one place, as false bold is made letter by letter.
fn is_drawn_again(before: &Glyph, glyph: &Glyph) -> bool {
    let near = AGAIN * glyph.size;
    before.c == glyph.c
        && !glyph.c.is_whitespace()
        && (before.left - glyph.left).abs() < near
        && (before.baseline - glyph.baseline).abs() < near
}

/// Characters that follow each other without a gap, in drawing order.
fn runs(glyphs: &[Glyph]) -> Vec<PlacedWord> {
    let mut runs: Vec<PlacedWord> = Vec::with_capacity(glyphs.len() / 5 + 1);
    let mut open = false;
    let mut before: Option<&Glyph> = None;
    for glyph in glyphs {
        if before
            .replace(glyph)
            .is_some_and(|before| is_drawn_again(before, glyph))
        {
            continue;
        }
        if glyph.c.is_whitespace() {
            // A space that follows a run says that the run is a whole word.
            if let Some(last) = runs.last_mut().filter(|last| open && follows(last, glyph)) {
                last.space_after = true;
            }
            open = false;
            continue;
        }
        match runs.last_mut() {
            Some(last) if open && follows(last, glyph) => {
                last.text.push(glyph.c);
                last.area.right = last.area.right.max(glyph.right);
            }
            last => {
                let apart = last.is_none_or(|run| is_apart(run, glyph));
                runs.push(start(glyph, apart));
            }
        }
        open = true;
    }
    runs
}

fn start(glyph: &Glyph, placed: bool) -> PlacedWord {
    let area = Rect {
        left: glyph.left,
        right: glyph.right,
        top: glyph.baseline - ASCENT * glyph.size,
        bottom: glyph.baseline + DESCENT * glyph.size,
    };
    let Glyph {
        c,
        baseline,
        size,
        face,
        bold,
        artifact,
        unit,
        ..
    } = *glyph;
    PlacedWord {
        text: c.to_compact_string(),
        area,
        baseline,
        size,
        face,
        bold,
        artifact,
        unit,
        space_after: false,
        placed,
    }
}

/// Whether a character was not set together with the run before it: it was given a place of its
/// own off the end of the run, or belongs to another unit of the structure.
fn is_apart(run: &PlacedWord, glyph: &Glyph) -> bool {
    let off = (glyph.left - run.area.right).abs() > OFF * glyph.size;
    (glyph.placed && off) || run.unit.is_same(glyph.unit) == Some(false)
}

fn follows(run: &PlacedWord, glyph: &Glyph) -> bool {
    let gap = glyph.left - run.area.right;
    !is_apart(run, glyph)
        && (run.baseline - glyph.baseline).abs() <= BASELINE * glyph.size
        && (run.size - glyph.size).abs() <= RAISED * run.size
        && run.face == glyph.face
        && run.artifact == glyph.artifact
        && (-OVERLAP * glyph.size..=GAP * glyph.size).contains(&gap)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(text: &str, left: f32, advance: f32) -> Vec<Glyph> {
        let glyph = |(number, c)| {
            let left = left + number as f32 * advance;
            Glyph {
                c,
                left,
                right: left + 5.0,
                baseline: 100.0,
                size: 10.0,
                ..Glyph::default()
            }
        };
        text.chars().enumerate().map(glyph).collect()
    }

    fn texts(glyphs: &[Glyph]) -> Vec<CompactString> {
        words(glyphs).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn spaces_and_gaps_part_words() {
        let mut all = glyphs("one two", 0.0, 5.0);
        all.extend(glyphs("three", 38.0, 5.0));
        assert_eq!(texts(&all), ["one", "two", "three"]);
    }

    #[test]
    fn a_word_drawn_in_pieces_out_of_order_is_one_word() {
        let mut all = glyphs("rary", 15.0, 5.0);
        all.extend(glyphs("lib", 0.0, 5.0));
        assert_eq!(texts(&all), ["library"]);
    }

    #[test]
    fn false_bold_is_read_once() {
        let mut all = glyphs("bold", 0.0, 5.0);
        all.extend(glyphs("bold", 0.3, 5.0));
        assert_eq!(texts(&all), ["bold"]);
        let by_letter: Vec<Glyph> = glyphs("bold", 0.0, 5.0)
            .into_iter()
            .flat_map(|glyph| [glyph, glyph])
            .collect();
        assert_eq!(texts(&by_letter), ["bold"]);
    }
}
