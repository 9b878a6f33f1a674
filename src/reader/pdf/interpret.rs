//! The operators of a page, followed as far as text, rules and areas need it.
//!
//! Colours, images and shadings are passed over; forms are entered, to a bounded
//! depth. Every operator is drawn from the budget.

use super::dots;
use super::fonts::{Fonts, SharedFont, Text};
use super::geometry::{Matrix, Rect};
use super::glyph::{Direction, DrawnRule, Glyph, PageContent, RuleKind};
use super::layers::Layers;
use super::marks::{MarkedContent, OpenSequence};
use super::path::Path;
use super::stream;
use super::structure::TaggedUnit;
use crate::budget::{Budget, Exhausted, Resource};
use hayro_syntax::content::TypedIter;
use hayro_syntax::content::ops::TypedInstruction as Op;
use hayro_syntax::object::{Array, Dict, Name, Number, Object, Stream};
use hayro_syntax::page::Resources;

/// Units of text space: horizontal scaling in per cent, advances in thousandths (ISO 32000, 9.3 and
/// 9.4).
const PER_CENT: f32 = 100.0;
const UNITS: f32 = 1000.0;
/// Half the width of the thickest stroke that is a rule and no surface, in points.
const STROKE: f32 = 4.0;
/// A baseline that rises less than this is level: scans are laid straight to within two degrees.
const SLANT: f32 = 0.03;

/// How deep forms may hold forms.
const FORM_DEPTH: u32 = 12;
/// How many graphics states may be saved at once.
const STATES: usize = 512;

/// How many operators a glyph weighs while its page is held in memory.
const GLYPH: usize = 16;

/// The graphics state, as far as it matters here (ISO 32000-2, 8.4 and 9.3).
#[derive(Clone)]
struct GraphicsState<'a> {
    matrix: Matrix,
    line_width: f32,
    /// The fill shows on white paper.
    fill_visible: bool,
    font: Option<SharedFont<'a>>,
    size: f32,
    character_spacing: f32,
    word_spacing: f32,
    scaling: f32,
    leading: f32,
    rise: f32,
}

impl GraphicsState<'_> {
    fn new(matrix: Matrix) -> Self {
        GraphicsState {
            matrix,
            line_width: 1.0,
            fill_visible: true,
            font: None,
            size: 0.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            scaling: 1.0,
            leading: 0.0,
            rise: 0.0,
        }
    }
}

pub struct Interpreter<'i, 'a> {
    pub fonts: &'i mut Fonts<'a>,
    pub layers: &'i Layers,
    /// The units of the structure on this page, by marked-content identifier.
    pub units: &'i [TaggedUnit],
    pub budget: &'i Budget,
    pub content: &'i mut PageContent,
    pub depth: u32,
}

/// What one content stream needs while it runs.
struct StreamRun<'r, 'a> {
    resources: &'r Resources<'a>,
    state: GraphicsState<'a>,
    saved: Vec<GraphicsState<'a>>,
    marks: MarkedContent,
    /// The text matrix and that of the line.
    text: Matrix,
    line: Matrix,
    /// The text matrix was set since the last character was shown.
    placed: bool,
    path: Path,
}

impl<'a> StreamRun<'_, 'a> {
    fn next_line(&mut self, x: f32, y: f32) {
        self.begin(Matrix::translation(x, y).then(self.line));
    }

    /// Places the text that follows anew.
    fn begin(&mut self, line: Matrix) {
        (self.line, self.text, self.placed) = (line, line, true);
    }
}

fn f(number: Number) -> f32 {
    let value = number.as_f32();
    if value.is_finite() { value } else { 0.0 }
}

impl<'a> Interpreter<'_, 'a> {
    /// Runs the operators of a page or form.
    pub fn run(
        &mut self,
        operators: &[u8],
        resources: &Resources<'a>,
        matrix: Matrix,
        outer: OpenSequence,
    ) -> Result<(), Exhausted> {
        let mut run = StreamRun {
            resources,
            state: GraphicsState::new(matrix),
            saved: Vec::new(),
            marks: MarkedContent::within(outer),
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            placed: true,
            path: Path::default(),
        };
        let mut operations = TypedIter::new(operators);
        while let Some(op) = operations.next() {
            self.budget.draw(Resource::Operators, 1)?;
            self.content.operators += 1;
            self.operation(&mut run, op)?;
        }
        Ok(())
    }

    fn operation(&mut self, run: &mut StreamRun<'_, 'a>, op: Op<'_, '_>) -> Result<(), Exhausted> {
        match op {
            Op::SaveState(_) if run.saved.len() < STATES => run.saved.push(run.state.clone()),
            Op::RestoreState(_) => {
                if let Some(state) = run.saved.pop() {
                    run.state = state;
                }
            }
            Op::Transform(t) => {
                run.state.matrix =
                    Matrix::new([t.0, t.1, t.2, t.3, t.4, t.5].map(f)).then(run.state.matrix);
            }
            Op::LineWidth(w) => run.state.line_width = f(w.0),
            Op::XObject(name) => return self.form(run, name.0),
            Op::InlineImage(_) => self.content.images += 1,
            Op::BeginMarkedContent(tag) => run.marks.begin(tag.0),
            Op::BeginMarkedContentWithProperties(m) => {
                let named = &run.resources.properties;
                run.marks
                    .begin_with(m.0, m.1, named, (self.layers, self.units), self.content);
            }
            Op::EndMarkedContent(_) => run.marks.end(self.content),
            Op::NonStrokeColorDeviceGray(c) => run.state.fill_visible = f(c.0) < WHITE,
            Op::NonStrokeColorDeviceRgb(c) => {
                run.state.fill_visible = [c.0, c.1, c.2].into_iter().any(|v| f(v) < WHITE)
            }
            Op::NonStrokeColorCmyk(c) => {
                run.state.fill_visible =
                    [c.0, c.1, c.2, c.3].into_iter().any(|v| f(v) > 1.0 - WHITE);
            }
            Op::NonStrokeColorNamed(c) => {
                run.state.fill_visible =
                    c.1.is_some() || c.0.is_empty() || c.0.iter().any(|v| f(*v) < WHITE);
            }
            Op::NonStrokeColor(c) => {
                run.state.fill_visible = c.0.is_empty() || c.0.iter().any(|v| f(*v) < WHITE)
            }
            Op::ColorSpaceNonStroke(_) => run.state.fill_visible = true,
            op => self.path_or_text(run, op)?,
        }
        Ok(())
    }

    fn path_or_text(
        &mut self,
        run: &mut StreamRun<'_, 'a>,
        op: Op<'_, '_>,
    ) -> Result<(), Exhausted> {
        match op {
            Op::MoveTo(p) => run.path.move_to(run.state.matrix.apply(f(p.0), f(p.1))),
            Op::LineTo(p) => run.path.line_to(run.state.matrix.apply(f(p.0), f(p.1))),
            Op::CubicTo(p) => run.path.curve_to(run.state.matrix.apply(f(p.4), f(p.5))),
            Op::CubicStartTo(p) => run.path.curve_to(run.state.matrix.apply(f(p.2), f(p.3))),
            Op::CubicEndTo(p) => run.path.curve_to(run.state.matrix.apply(f(p.2), f(p.3))),
            Op::ClosePath(_) => run.path.close(),
            Op::RectPath(r) => {
                let [x, y, w, h] = [r.0, r.1, r.2, r.3].map(f);
                let corners = [(x, y), (x + w, y), (x + w, y + h), (x, y + h)];
                run.path
                    .rectangle(corners.map(|(x, y)| run.state.matrix.apply(x, y)));
            }
            Op::StrokePath(_) => self.stroke(run),
            Op::CloseAndStrokePath(_) => {
                run.path.close();
                self.stroke(run);
            }
            Op::FillPathNonZero(_)
            | Op::FillPathNonZeroCompatibility(_)
            | Op::FillPathEvenOdd(_) => self.fill(run),
            Op::FillAndStrokeNonZero(_) | Op::FillAndStrokeEvenOdd(_) => self.fill_and_stroke(run),
            Op::CloseFillAndStrokeNonZero(_) | Op::CloseFillAndStrokeEvenOdd(_) => {
                run.path.close();
                self.fill_and_stroke(run);
            }
            Op::EndPath(_) => run.path.clear(),
            op => self.text(run, op)?,
        }
        Ok(())
    }

    fn text(&mut self, run: &mut StreamRun<'_, 'a>, op: Op<'_, '_>) -> Result<(), Exhausted> {
        match op {
            Op::BeginText(_) => run.begin(Matrix::IDENTITY),
            Op::TextFont(font) => {
                run.state.size = f(font.1);
                run.state.font = run
                    .resources
                    .get_font(font.0)
                    .and_then(|dict| self.fonts.load(&dict));
            }
            Op::SetGraphicsState(name) => self.graphics_state(run, name.0),
            Op::CharacterSpacing(v) => run.state.character_spacing = f(v.0),
            Op::WordSpacing(v) => run.state.word_spacing = f(v.0),
            Op::HorizontalScaling(v) => run.state.scaling = f(v.0) / PER_CENT,
            Op::TextLeading(v) => run.state.leading = f(v.0),
            Op::TextRise(v) => run.state.rise = f(v.0),
            Op::NextLine(p) => run.next_line(f(p.0), f(p.1)),
            Op::NextLineAndSetLeading(p) => {
                run.state.leading = -f(p.1);
                run.next_line(f(p.0), f(p.1));
            }
            Op::SetTextMatrix(m) => run.begin(Matrix::new([m.0, m.1, m.2, m.3, m.4, m.5].map(f))),
            Op::NextLineUsingLeading(_) => run.next_line(0.0, -run.state.leading),
            Op::ShowText(text) => self.show(run, text.0.as_bytes())?,
            Op::NextLineAndShowText(text) => {
                run.next_line(0.0, -run.state.leading);
                self.show(run, text.0.as_bytes())?;
            }
            Op::ShowTextWithParameters(p) => {
                run.state.word_spacing = f(p.0);
                run.state.character_spacing = f(p.1);
                run.next_line(0.0, -run.state.leading);
                self.show(run, p.2.as_bytes())?;
            }
            Op::ShowTexts(array) => self.show_array(run, array.0)?,
            _ => {}
        }
        Ok(())
    }

    fn show_array(
        &mut self,
        run: &mut StreamRun<'_, 'a>,
        array: &Array<'_>,
    ) -> Result<(), Exhausted> {
        for object in array.iter::<Object<'_>>() {
            match object {
                Object::String(text) => self.show(run, text.as_bytes())?,
                Object::Number(adjustment) => {
                    let by = -f(adjustment) / UNITS * run.state.size;
                    let vertical = run
                        .state
                        .font
                        .as_ref()
                        .is_some_and(|font| font.borrow().vertical);
                    let by = if vertical {
                        (0.0, by)
                    } else {
                        (by * run.state.scaling, 0.0)
                    };
                    run.text = Matrix::translation(by.0, by.1).then(run.text);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Shows a string: one glyph per character, placed on the page.
    fn show(&mut self, run: &mut StreamRun<'_, 'a>, bytes: &[u8]) -> Result<(), Exhausted> {
        self.budget
            .draw(Resource::Operators, bytes.len() as u64 / 4)?;
        let glyphs = self.content.glyphs.len() + self.content.turned.len() + bytes.len();
        self.budget
            .allow(Resource::Operators, (glyphs * GLYPH) as u64)?;
        let Some(font) = run.state.font.clone() else {
            self.show_bare(run, bytes);
            return Ok(());
        };
        let mut font = font.borrow_mut();
        let mark = run.marks.current();
        let mut at = 0;
        while let Some((code, length)) = font.next_code(bytes, at) {
            let shown = font.show(code);
            let spacing = if length == 1 && bytes[at] == b' ' {
                run.state.word_spacing
            } else {
                0.0
            };
            at += length.max(1);
            let advance = shown.advance / UNITS * run.state.size;
            if !mark.hidden {
                let look = Glyph {
                    face: font.face,
                    bold: font.bold,
                    artifact: mark.artifact,
                    unit: mark.unit,
                    placed: std::mem::take(&mut run.placed),
                    ..Glyph::default()
                };
                self.place(run, &shown.text, advance, font.vertical, look);
            }
            let step = advance + run.state.character_spacing + spacing;
            let step = if font.vertical {
                (0.0, step)
            } else {
                (step * run.state.scaling, 0.0)
            };
            run.text = Matrix::translation(step.0, step.1).then(run.text);
        }
        Ok(())
    }

    /// Shows a string whose font is not there or was refused. Viewers show letters of a standard
    /// font; here only what can be nothing else is believed.
    fn show_bare(&mut self, run: &mut StreamRun<'_, 'a>, bytes: &[u8]) {
        let letters = bytes.iter().all(|byte| matches!(byte, b' '..=b'~'));
        let mark = run.marks.current();
        let advance = 0.5 * run.state.size;
        for byte in bytes.iter().filter(|_| !mark.hidden) {
            let text = if letters {
                Text::One(char::from(*byte))
            } else {
                Text::Unmapped
            };
            let look = Glyph {
                artifact: mark.artifact,
                unit: mark.unit,
                ..Glyph::default()
            };
            self.place(run, &text, advance, false, look);
            run.text = Matrix::translation(advance * run.state.scaling, 0.0).then(run.text);
        }
    }

    /// Puts the characters of a code on the page; `look` is what they have in common.
    fn place(
        &mut self,
        run: &StreamRun<'_, 'a>,
        text: &Text,
        advance: f32,
        vertical: bool,
        look: Glyph,
    ) {
        let map = run.text.then(run.state.matrix);
        let rise = run.state.rise;
        let (x0, y0) = map.apply(0.0, rise);
        let end = if vertical {
            (0.0, rise + advance)
        } else {
            (advance * run.state.scaling, rise)
        };
        let (x1, y1) = map.apply(end.0, end.1);
        let (ux, uy) = map.apply(0.0, rise + run.state.size);
        let size = (ux - x0).hypot(uy - y0);
        if ![x0, y0, x1, y1, size].iter().all(|v| v.is_finite()) || size < 0.5 {
            return;
        }
        let glyph = |c: char, from: f32, to: f32| {
            let point = |share: f32| (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share);
            turned(
                c,
                point(from),
                point(to),
                (
                    map.a * run.state.size.signum(),
                    map.b * run.state.size.signum(),
                ),
                Glyph { size, ..look },
            )
        };
        match text {
            Text::Unmapped => {
                self.content.unmapped += 1;
                self.add(glyph('\u{fffd}', 0.0, 1.0));
            }
            Text::One(c) => self.add(glyph(*c, 0.0, 1.0)),
            Text::Several(letters) => {
                let count = letters.chars().count() as f32;
                for (number, c) in letters.chars().enumerate() {
                    self.add(glyph(c, number as f32 / count, (number + 1) as f32 / count));
                }
            }
        }
    }

    fn add(&mut self, (direction, glyph): (Direction, Glyph)) {
        match direction {
            Direction::Right => self.content.glyphs.push(glyph),
            _ => self.content.turned.push((direction, glyph)),
        }
    }

    fn graphics_state(&mut self, run: &mut StreamRun<'_, 'a>, name: &Name<'_>) {
        let Some(dict) = run.resources.get_ext_g_state(name) else {
            return;
        };
        if let Some(width) = dict.get::<f32>(b"LW") {
            run.state.line_width = width;
        }
        if let Some(array) = dict.get::<Array<'_>>(b"Font") {
            let mut items = array.flex_iter();
            if let Some((font, size)) = items.next::<(Dict<'a>, f32)>() {
                let _ = font;
                run.state.size = size;
            }
        }
    }

    fn form(&mut self, run: &mut StreamRun<'_, 'a>, name: &Name<'_>) -> Result<(), Exhausted> {
        let Some(stream) = run.resources.get_x_object(name) else {
            return Ok(());
        };
        match stream.dict().get::<Name<'_>>(b"Subtype").as_deref() {
            Some(b"Image") => self.content.images += 1,
            Some(b"Form") if self.depth < FORM_DEPTH && !run.marks.current().hidden => {
                return self.enter(run, &stream);
            }
            _ => {}
        }
        Ok(())
    }

    fn enter(&mut self, run: &mut StreamRun<'_, 'a>, stream: &Stream<'a>) -> Result<(), Exhausted> {
        let dict = stream.dict();
        if !self.layers.shows(dict, b"OC") {
            return Ok(());
        }
        let matrix = dict
            .get::<[f32; 6]>(b"Matrix")
            .map_or(Matrix::IDENTITY, Matrix::new);
        let own = dict.get::<Dict<'a>>(b"Resources").map(Resources::new);
        let resources = own.as_ref().unwrap_or(run.resources);
        let operators = stream::decode(stream, self.budget)?;
        self.depth += 1;
        let done = self.run(
            &operators,
            resources,
            matrix.then(run.state.matrix),
            run.marks.current(),
        );
        self.depth -= 1;
        done
    }

    fn stroke(&mut self, run: &mut StreamRun<'_, 'a>) {
        let half = run.state.line_width * run.state.matrix.scale() / 2.0;
        let visible = !run.marks.current().hidden;
        self.content
            .rules
            .extend(run.path.edges().filter(|_| visible).map(|area| DrawnRule {
                area: area.grown(half.min(STROKE)),
                kind: RuleKind::Line,
            }));
        self.sketch(run);
        run.path.clear();
    }

    /// Notes where the path is drawn slanted or curved; what touches is one sketch.
    fn sketch(&mut self, run: &StreamRun<'_, 'a>) {
        for area in run
            .path
            .sketches()
            .filter(|area| area.is_finite() && !run.marks.current().hidden)
        {
            match self.content.sketches.last_mut() {
                Some(last) if last.grown(NEAR).meets(area) => *last = last.join(area),
                _ => self.content.sketches.push(area),
            }
        }
    }

    fn fill(&mut self, run: &mut StreamRun<'_, 'a>) {
        if run.state.fill_visible && !run.marks.current().hidden {
            self.content.rules.extend(run.path.areas().map(area_rule));
            self.content
                .dots
                .extend(run.path.rounds().filter(|area| dots::is_dot(*area)));
            self.sketch(run);
        }
        run.path.clear();
    }

    fn fill_and_stroke(&mut self, run: &mut StreamRun<'_, 'a>) {
        if run.state.fill_visible && !run.marks.current().hidden {
            self.content.rules.extend(run.path.areas().map(area_rule));
        }
        self.stroke(run);
    }
}

/// Slanted lines this near are one sketch.
const NEAR: f32 = 3.0;
/// Colours from here on are white.
const WHITE: f32 = 0.985;
/// Filled rectangles up to this many points thick are rules.
const THIN: f32 = 3.0;

fn area_rule(area: Rect) -> DrawnRule {
    let thin = area.width().min(area.height()) <= THIN;
    DrawnRule {
        area,
        kind: if thin { RuleKind::Line } else { RuleKind::Fill },
    }
}

/// A glyph in the frame of its own direction: lines of other directions are turned to run to the
/// right.
fn turned(
    c: char,
    (x0, y0): (f32, f32),
    (x1, y1): (f32, f32),
    (dx, dy): (f32, f32),
    look: Glyph,
) -> (Direction, Glyph) {
    let level = dy.abs() <= dx.abs() * SLANT;
    let upright = dx.abs() <= dy.abs() * SLANT;
    let (direction, left, right, baseline) = match (level, upright) {
        (true, _) if dx >= 0.0 => (Direction::Right, x0, x1, y0),
        (true, _) => (Direction::Left, -x0, -x1, -y0),
        (_, true) if dy > 0.0 => (Direction::Down, y0, y1, -x0),
        (_, true) => (Direction::Up, -y0, -y1, x0),
        _ => {
            let length = dx.hypot(dy).max(f32::MIN_POSITIVE);
            let (ux, uy) = (dx / length, dy / length);
            (
                Direction::Slanted,
                x0 * ux + y0 * uy,
                x1 * ux + y1 * uy,
                y0 * ux - x0 * uy,
            )
        }
    };
    (
        direction,
        Glyph {
            c,
            left: left.min(right),
            right: right.max(left),
            baseline,
            ..look
        },
    )
}
