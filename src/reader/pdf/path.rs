//! Paths, reduced to what tables are ruled with: level and upright edges, and rectangles.

use super::geometry::Rect;

/// How many points a path may have before the rest is dropped.
const POINTS: usize = 20_000;
/// How far, in points, an edge may lean and still be level or upright.
const LEAN: f32 = 0.7;

#[derive(Default)]
pub struct Path {
    /// Subpaths as lists of points; whether each has a curve.
    parts: Vec<Subpath>,
    points: usize,
}

#[derive(Default)]
struct Subpath {
    points: Vec<(f32, f32)>,
    curved: bool,
    closed: bool,
}

impl Path {
    pub fn move_to(&mut self, point: (f32, f32)) {
        self.parts.push(Subpath::default());
        self.add(point);
    }

    pub fn line_to(&mut self, point: (f32, f32)) {
        self.add(point);
    }

    /// A curve counts by its end only.
    pub fn curve_to(&mut self, point: (f32, f32)) {
        self.add(point);
        if let Some(part) = self.parts.last_mut() {
            part.curved = true;
        }
    }

    pub fn close(&mut self) {
        if let Some(part) = self.parts.last_mut() {
            part.closed = true;
        }
    }

    pub fn rectangle(&mut self, corners: [(f32, f32); 4]) {
        self.parts.push(Subpath {
            closed: true,
            ..Subpath::default()
        });
        for corner in corners {
            self.add(corner);
        }
    }

    fn add(&mut self, point: (f32, f32)) {
        self.points += 1;
        if self.points > POINTS || !point.0.is_finite() || !point.1.is_finite() {
            return;
        }
        if self.parts.is_empty() {
            self.parts.push(Subpath::default());
        }
        if let Some(part) = self.parts.last_mut() {
            part.points.push(point);
        }
    }

    pub fn clear(&mut self) {
        self.parts.clear();
        self.points = 0;
    }

    /// The level and upright edges, as rectangles without thickness.
    pub fn edges(&self) -> impl Iterator<Item = Rect> + '_ {
        self.parts
            .iter()
            .filter(|part| !part.curved)
            .flat_map(|part| {
                let back = if part.closed && part.points.len() > 2 {
                    part.points.first().copied()
                } else {
                    None
                };
                let ends = part.points.iter().copied().skip(1).chain(back);
                part.points.iter().copied().zip(ends).filter_map(edge)
            })
    }

    /// The boxes around subpaths that are slanted or curved for the most part.
    pub fn sketches(&self) -> impl Iterator<Item = Rect> + '_ {
        self.parts.iter().filter_map(Subpath::sketch)
    }

    /// The boxes around subpaths with curves.
    pub fn rounds(&self) -> impl Iterator<Item = Rect> + '_ {
        let curved = self.parts.iter().filter(|part| part.curved);
        curved.filter_map(|part| {
            part.points
                .iter()
                .map(|point| Rect::between(*point, *point))
                .reduce(Rect::join)
        })
    }

    /// The upright rectangles that the path fills.
    pub fn areas(&self) -> impl Iterator<Item = Rect> + '_ {
        self.parts
            .iter()
            .filter(|part| !part.curved)
            .filter_map(Subpath::area)
    }
}

fn edge((from, to): ((f32, f32), (f32, f32))) -> Option<Rect> {
    let rect = Rect::between(from, to);
    (rect.width().min(rect.height()) <= LEAN && rect.width().max(rect.height()) > 0.0)
        .then_some(rect)
}

impl Subpath {
    fn sketch(&self) -> Option<Rect> {
        let (mut slanted, mut all) = (0.0, 0.0);
        for pair in self.points.windows(2) {
            let length = (pair[1].0 - pair[0].0).hypot(pair[1].1 - pair[0].1);
            all += length;
            slanted += if edge((pair[0], pair[1])).is_none() {
                length
            } else {
                0.0
            };
        }
        let boxes = self
            .points
            .iter()
            .map(|point| Rect::between(*point, *point));
        boxes.reduce(Rect::join).filter(|_| slanted * 2.0 > all)
    }

    /// The bounding box, where every point lies on its border and there are at least three.
    fn area(&self) -> Option<Rect> {
        let first = *self.points.first()?;
        if self.points.len() < 3 || self.points.len() > 16 {
            return None;
        }
        let all = self
            .points
            .iter()
            .fold(Rect::between(first, first), |rect, p| {
                rect.join(Rect::between(*p, *p))
            });
        let near = |a: f32, b: f32| (a - b).abs() <= LEAN;
        let corner = |&(x, y): &(f32, f32)| {
            (near(x, all.left) || near(x, all.right)) && (near(y, all.top) || near(y, all.bottom))
        };
        self.points.iter().all(corner).then_some(all)
    }
}
