//! Places on a page: affine matrices and upright rectangles.
//!
//! All lengths are points (1/72 inch). A page is measured as it is shown:
//! origin at the top left, y downwards, its rotation applied.

use crate::document::Area;

/// An affine map `(x, y) → (a·x + c·y + e, b·x + d·y + f)`, as PDF writes them (ISO 32000-2,
/// 8.3.3).
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Matrix {
    pub a: f32,
    pub b: f32,
    pub c: f32,
    pub d: f32,
    pub e: f32,
    pub f: f32,
}

impl Matrix {
    pub const IDENTITY: Matrix = Matrix::new([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    pub const fn new([a, b, c, d, e, f]: [f32; 6]) -> Matrix {
        Matrix { a, b, c, d, e, f }
    }

    pub fn translation(x: f32, y: f32) -> Matrix {
        Matrix {
            e: x,
            f: y,
            ..Matrix::IDENTITY
        }
    }

    /// The map that first applies `self`, then `after`.
    pub fn then(self, after: Matrix) -> Matrix {
        Matrix {
            a: self.a * after.a + self.b * after.c,
            b: self.a * after.b + self.b * after.d,
            c: self.c * after.a + self.d * after.c,
            d: self.c * after.b + self.d * after.d,
            e: self.e * after.a + self.f * after.c + after.e,
            f: self.e * after.b + self.f * after.d + after.f,
        }
    }

    pub fn apply(self, x: f32, y: f32) -> (f32, f32) {
        (
            self.a * x + self.c * y + self.e,
            self.b * x + self.d * y + self.f,
        )
    }

    /// How much the map stretches a length, as the square root of its determinant.
    pub fn scale(self) -> f32 {
        (self.a * self.d - self.b * self.c).abs().sqrt()
    }
}

/// An upright rectangle; `left ≤ right`, `top ≤ bottom`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Rect {
    pub left: f32,
    pub top: f32,
    pub right: f32,
    pub bottom: f32,
}

impl Rect {
    /// The rectangle between two opposite corners.
    pub fn between((x0, y0): (f32, f32), (x1, y1): (f32, f32)) -> Rect {
        Rect {
            left: x0.min(x1),
            top: y0.min(y1),
            right: x0.max(x1),
            bottom: y0.max(y1),
        }
    }

    pub fn width(self) -> f32 {
        self.right - self.left
    }

    pub fn height(self) -> f32 {
        self.bottom - self.top
    }

    pub fn middle(self) -> (f32, f32) {
        (
            (self.left + self.right) / 2.0,
            (self.top + self.bottom) / 2.0,
        )
    }

    /// The smallest rectangle that holds both.
    pub fn join(self, other: Rect) -> Rect {
        Rect {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Whether a point lies within, edges included.
    pub fn holds(self, (x, y): (f32, f32)) -> bool {
        self.left <= x && x <= self.right && self.top <= y && y <= self.bottom
    }

    /// Whether the two have a point in common.
    pub fn meets(self, other: Rect) -> bool {
        self.left <= other.right
            && other.left <= self.right
            && self.top <= other.bottom
            && other.top <= self.bottom
    }

    pub fn grown(self, by: f32) -> Rect {
        Rect {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    pub fn is_finite(self) -> bool {
        [self.left, self.top, self.right, self.bottom]
            .iter()
            .all(|v| v.is_finite())
    }
}

impl From<Rect> for Area {
    fn from(rect: Rect) -> Area {
        Area {
            left: rect.left,
            top: rect.top,
            right: rect.right,
            bottom: rect.bottom,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_are_applied_in_the_order_they_are_written() {
        let double = Matrix::new([2.0, 0.0, 0.0, 2.0, 0.0, 0.0]);
        let map = Matrix::translation(1.0, 0.0).then(double);
        assert_eq!(map.apply(1.0, 3.0), (4.0, 6.0));
    }
}
