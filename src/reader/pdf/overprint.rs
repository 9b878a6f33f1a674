//! Text that is drawn over other text: a box that a producer let run into the
//! column, a stamp. Read line by line the two would mix, so the words of the print
//! that runs into the text are taken out and read by themselves.

use super::geometry::Rect;
use super::words::PlacedWord;
use std::collections::BTreeMap;

/// Sizes are counted in steps of an eighth of a point.
const EIGHTHS: f32 = 8.0;
/// How much two words overlap that collide, of their heights; touching edges are less.
const ACROSS: f32 = 0.3;
const DOWN: f32 = 0.2;

/// The fewest words that collide before text counts as drawn over other text.
const FEWEST: usize = 3;
/// How many words before it in reading order a word is held against.
const REACH: usize = 80;
/// Prints differ where their sizes do by this share.
const SIZES: f32 = 0.07;
/// How far, in font sizes, words of the same print belong to those that collide.
const NEAR: f32 = 2.5;

/// Takes the words that are drawn over others out of the words of a page.
pub fn take(words: &mut Vec<PlacedWord>) -> Vec<PlacedWord> {
    let colliding = colliding(words);
    let Some((size, mut area)) = over(words, &colliding) else {
        return Vec::new();
    };
    let reach = |word: &PlacedWord, area: &mut Rect| {
        if is_size(word, size) && area.grown(NEAR * size).holds(word.area.middle()) {
            *area = area.join(word.area);
        }
    };
    words.iter().for_each(|word| reach(word, &mut area));
    words.iter().rev().for_each(|word| reach(word, &mut area));
    words
        .extract_if(.., |word| {
            is_size(word, size) && area.holds(word.area.middle())
        })
        .collect()
}

/// The words that run into a word of another size.
fn colliding(words: &[PlacedWord]) -> Vec<&PlacedWord> {
    let mut found = Vec::new();
    for (number, word) in words.iter().enumerate() {
        for other in &words[number.saturating_sub(REACH)..number] {
            if is_other_size(word, other) && collide(word, other) {
                found.extend([word, other]);
            }
        }
    }
    found
}

/// The print that is drawn over that of the text, and where it collides with others.
fn over(words: &[PlacedWord], colliding: &[&PlacedWord]) -> Option<(f32, Rect)> {
    let text = most(words.iter())?;
    let size = most(
        colliding
            .iter()
            .copied()
            .filter(|word| !is_size(word, text)),
    )?;
    let places: Vec<Rect> = colliding
        .iter()
        .filter(|word| is_size(word, size))
        .map(|word| word.area)
        .collect();
    let area = places.iter().copied().reduce(Rect::join)?;
    (places.len() >= FEWEST).then_some((size, area))
}

/// The font size that most words have.
fn most<'w>(words: impl Iterator<Item = &'w PlacedWord>) -> Option<f32> {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for word in words {
        *counts
            .entry((word.size * EIGHTHS).round() as i32)
            .or_default() += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(_, count)| *count)
        .map(|(size, _)| size as f32 / EIGHTHS)
}

fn is_size(word: &PlacedWord, size: f32) -> bool {
    (word.size - size).abs() <= 0.5 * SIZES * size
}

fn is_other_size(a: &PlacedWord, b: &PlacedWord) -> bool {
    (a.size - b.size).abs() > SIZES * a.size.max(b.size)
}

/// Whether the letters of two words stand on the same place, raised marks and touching edges left
/// out.
fn collide(a: &PlacedWord, b: &PlacedWord) -> bool {
    let letters = |word: &PlacedWord| Rect {
        top: word.baseline - 0.5 * word.size,
        bottom: word.baseline,
        ..word.area
    };
    let (a, b) = (letters(a), letters(b));
    let width = a.right.min(b.right) - a.left.max(b.left);
    let height = a.bottom.min(b.bottom) - a.top.max(b.top);
    width > ACROSS * a.height().max(b.height()) && height > DOWN * a.height().min(b.height())
}
