//! Gutters: upright strips of white space that part columns.

use super::words::PlacedWord;

/// An upright strip without text.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Gutter {
    pub left: f32,
    pub right: f32,
}

impl Gutter {
    pub fn width(self) -> f32 {
        self.right - self.left
    }

    pub fn middle(self) -> f32 {
        (self.left + self.right) / 2.0
    }
}

/// The strips between the outermost words that no word enters, at least `narrowest` wide, from the
/// left.
pub fn gutters<'w>(words: impl Iterator<Item = &'w PlacedWord>, narrowest: f32) -> Vec<Gutter> {
    let mut spans: Vec<(f32, f32)> = words
        .map(|word| (word.area.left, word.area.right))
        .collect();
    spans.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut out = Vec::new();
    let Some(&(_, mut reach)) = spans.first() else {
        return out;
    };
    for (left, right) in spans {
        if left - reach >= narrowest {
            out.push(Gutter {
                left: reach,
                right: left,
            });
        }
        reach = reach.max(right);
    }
    out
}
