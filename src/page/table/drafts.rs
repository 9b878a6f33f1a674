//! From the cells of a row to the draft of an activity, or of several.
//!
//! Every cell goes where the role of its column says: the first line of the title's cell is the
//! heading and the rest of it text, as are descriptions; lines of goals, objectives and results
//! are told apart by what they say, because reports put all three under one header; the other
//! cells go along as parts, for the field readers.

use super::content;
use super::rows::{ActivityColumns, names_goal};
use super::sheet::Slot;
use crate::document::{Cell, CellBlock, Document, Witness};
use crate::draft::{CountryCell, Draft, Part, Role, Title};
use crate::field::{date, link, objective, title};
use crate::page::role::role;
use crate::record::{ActivityKind, TitleBasis};
use crate::scheme::Scheme;
use crate::span::{Found, Passage, Span};
use regex::Regex;
use std::sync::LazyLock;

/// Words of the longest line that announces objectives; set by hand on the fixtures.
const HEADING: usize = 3;

/// What rows and lines above say that holds for a row.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Carried {
    pub country: Option<CountryCell>,
    /// A town, for rows that name no place.
    pub place: Option<Span>,
    pub period: Option<Span>,
    pub goal: Option<Span>,
    /// Words with the year that the rows leave out.
    pub year: Option<Span>,
}

/// A document, and the scheme whose goals its lines may name.
#[derive(Clone, Copy, Debug)]
pub struct Maker<'d> {
    pub document: &'d Document,
    pub scheme: &'d Scheme,
}

/// `#2`, `2.`, `2)` at the start of an activity in a cell of several.
static OPENING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?:^|[\s"“])(?:[#№]\s?(\d{1,3})[.):]?|(\d{1,2})[.)])\s"#).unwrap()
});

/// Words of a text behind a title, dates aside; fewer are a place or a remark.
const TEXT: usize = 4;

/// Whether the rest of a heading is text of its own.
fn is_text(rest: Passage, dates: &[Span]) -> bool {
    let inside = dates.iter().filter(|date| rest.span().contains(**date));
    let dated: usize = inside.map(|date| date.len()).sum();
    let words = rest.text.split_whitespace().count();
    // A date has some six bytes a word.
    words >= TEXT + dated / 6
}

/// Where the text behind a date of a line begins, if a sentence ends with the date.
fn behind(line: Passage, date: Span, dates: &[Span]) -> Option<usize> {
    let end = (date.end - line.start) as usize;
    let mut rest = line.text.get(end..)?;
    // `2021 г.`, `2021 ж.`: a word for the year may stand behind it.
    let year = rest
        .trim_start()
        .split_inclusive([' ', '.'])
        .next()
        .unwrap_or("");
    if year.ends_with('.') && year.chars().count() <= 5 && year.len() > 1 {
        rest = &rest[rest.find('.')?..];
    }
    let sentence = rest.trim_start_matches([')', ' ']).strip_prefix('.')?;
    let text = sentence.trim_start();
    let opens = text
        .chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || "“«„\"".contains(c) || c.is_ascii_digit());
    let at = line.text.len() - text.len();
    let apart = text.len() < sentence.len();
    (opens && apart && is_text(line.slice(at..line.text.len()), dates)).then_some(at)
}

impl<'d> Maker<'d> {
    /// The activity of a row; several, where one cell numbers several.
    pub fn row(self, columns: &ActivityColumns, row: &[Slot<'d>], held: Carried) -> Vec<Draft> {
        let Some(cell) = columns
            .first(Role::Title)
            .and_then(|column| row[column].cell)
        else {
            return Vec::new();
        };
        let alone = columns.first(Role::Description).is_none();
        let parts = self.parts(cell);
        let mut drafts: Vec<Draft> = parts
            .iter()
            .filter_map(|blocks| self.heading(blocks, alone))
            .collect();
        for draft in &mut drafts {
            draft.country = held.country;
            draft.when = held.period;
            draft.year = held.year;
            let stated = columns
                .of(Role::Goals)
                .any(|column| !row[column].is_empty());
            if let Some(span) = held.goal.filter(|_| !stated) {
                draft.goal_lines.push(span);
                draft.parts.push(Part {
                    role: Role::Goals,
                    span,
                });
            }
            let mut places = columns
                .of(Role::Place)
                .chain(columns.of(Role::DateAndPlace));
            let placed = places.any(|column| !row[column].is_empty());
            draft
                .parts
                .extend(held.place.filter(|_| !placed).map(|span| Part {
                    role: Role::Place,
                    span,
                }));
            self.linked(draft);
            self.fill(columns, row, draft);
        }
        drafts
    }

    /// What the title leads to is the activity's own page.
    fn linked(self, draft: &mut Draft) {
        let heading = draft
            .heading
            .filter(|span| !self.document.links_in(*span).is_empty());
        draft.parts.extend(heading.map(|span| Part {
            role: Role::Link,
            span,
        }));
    }

    /// Adds the cells of a row that goes on with the activity.
    pub fn go_on(self, columns: &ActivityColumns, row: &[Slot<'d>], draft: &mut Draft) {
        let title = columns.first(Role::Title).map(|column| &row[column]);
        if let Some(cell) = title
            .filter(|slot| slot.is_own())
            .and_then(|slot| slot.cell)
        {
            self.text(cell, draft);
            draft.extent = draft.extent.join(cell.span);
        }
        self.fill(columns, row, draft);
    }

    /// The blocks of a title's cell, parted where it numbers several activities in order.
    fn parts(self, cell: &Cell) -> Vec<Vec<Span>> {
        let mut starts: Vec<(u32, u32)> = Vec::new();
        for block in &cell.blocks {
            let passage = self.document.passage(block.span);
            for found in OPENING.captures_iter(passage.text) {
                let number = found.get(1).or(found.get(2));
                let number = number.and_then(|digits| digits.as_str().parse().ok());
                let sign = found.get(1).is_some();
                // `1.` opens at the head of a line only: `on 3. May` does not.
                let at = found.get(0).map_or(0, |all| all.start());
                if let Some(number) = number.filter(|_| sign || at == 0) {
                    starts.push((passage.start + at as u32, number));
                }
            }
        }
        let first = cell.blocks.first().map_or(0, |block| block.span.start);
        let rising = starts.windows(2).all(|pair| pair[1].1 == pair[0].1 + 1);
        let opens = starts.first().is_some_and(|&(at, _)| at == first);
        let starts: Vec<u32> = if starts.len() > 1 && rising && opens {
            starts.into_iter().map(|(at, _)| at).collect()
        } else {
            vec![first]
        };
        let ends = starts.iter().skip(1).copied().chain([cell.span.end]);
        let between = |(from, to): (&u32, u32)| self.between(&cell.blocks, *from, to);
        starts.iter().zip(ends).map(between).collect()
    }

    /// The blocks from one place to another, cut at both.
    fn between(self, blocks: &[CellBlock], from: u32, to: u32) -> Vec<Span> {
        let cut = |block: &CellBlock| {
            let span = Span {
                start: block.span.start.max(from),
                end: block.span.end.min(to),
            };
            let passage = (span.start < span.end).then(|| self.document.passage(span).trim())?;
            (!passage.text.is_empty()).then(|| passage.span())
        };
        blocks.iter().filter_map(cut).collect()
    }

    /// A draft of the title's blocks. Where no column describes the activity, `alone`, the first
    /// sentence of a longer line is the title and the rest of it text.
    pub fn heading(self, blocks: &[Span], alone: bool) -> Option<Draft> {
        let document = self.document;
        let extent = blocks.iter().copied().reduce(Span::join)?;
        let mut draft = Draft::new(ActivityKind::Activity, extent);
        let (ordinal, line) = title::ordinal(document.passage(blocks[0]));
        draft.ordinal = ordinal;
        let dates = date::find(line, None, &date::Reference::default());
        let dates: Vec<Span> = dates.into_iter().map(|date| date.span).collect();
        // `Title, City, 3 May 2021. The library showed …`: the date ends the heading.
        let dated = dates
            .iter()
            .find_map(|date| Some((*date, behind(line, *date, &dates)?)));
        let (mut heading, mut rest) = match dated.filter(|_| alone) {
            Some((_, at)) => (
                line.slice(0..at).trim(),
                Some(line.slice(at..line.text.len())),
            ),
            None => (line, None),
        };
        let last = dates.iter().rfind(|date| heading.span().contains(**date));
        let mut name = title::of_heading(heading, last.copied());
        if alone && let Some((first, behind)) = title::first_sentence(name) {
            let at = (behind - line.start) as usize;
            let tail = line.slice(at..line.text.len());
            if rest.is_none() && is_text(tail, &dates) {
                (heading, rest) = (line.slice(0..at).trim(), Some(tail));
                name = first;
            }
        }
        draft.heading = Some(heading.span());
        draft.title = Some(Title {
            text: name.text.to_owned(),
            basis: TitleBasis::Stated,
            witness: Some(Witness::Text(name.span())),
        });
        for span in rest
            .map(|rest| rest.trim().span())
            .into_iter()
            .chain(blocks[1..].iter().copied())
        {
            self.paragraph(span, &mut draft);
        }
        Some(draft)
    }

    /// Text of the description, but for addresses that stand alone.
    fn paragraph(self, span: Span, draft: &mut Draft) {
        let passage = self.document.passage(span);
        if !passage.text.is_empty() && !link::is_lone(passage) {
            draft.body.push(link::without_tail(passage).span());
        }
    }

    fn text(self, cell: &Cell, draft: &mut Draft) {
        cell.blocks
            .iter()
            .for_each(|block| self.paragraph(block.span, draft));
    }

    /// Gives every cell but the title's to the draft, by the role of its column.
    fn fill(self, columns: &ActivityColumns, row: &[Slot<'d>], draft: &mut Draft) {
        for (slot, role) in row.iter().zip(&columns.roles) {
            let (Some(cell), Some(role)) = (slot.cell.filter(|_| !slot.is_empty()), *role) else {
                continue;
            };
            self.give(role, cell, draft);
        }
    }

    /// One cell.
    pub fn give(self, role: Role, cell: &Cell, draft: &mut Draft) {
        match role {
            Role::Title | Role::Country | Role::Contact | Role::Statistic => {}
            Role::Number => {
                let passage = self.document.passage(cell.span);
                if let Some(number) = content::ordinal(passage.text.trim()) {
                    draft.ordinal = Some(Found {
                        value: number,
                        span: cell.span,
                        rule: "number-column",
                    });
                }
            }
            Role::Date | Role::DateAndPlace => {
                draft.when = Some(cell.span);
                draft.parts.push(Part {
                    role,
                    span: cell.span,
                });
            }
            Role::Period => {
                let days = draft.parts.iter().any(|part| part.role == Role::Date);
                draft.when = draft.when.filter(|_| days).or(Some(cell.span));
                draft.parts.push(Part {
                    role,
                    span: cell.span,
                });
            }
            Role::Description => self.text(cell, draft),
            Role::Goals | Role::Objectives | Role::Results => self.purpose(role, cell, draft),
            _ => draft.parts.push(Part {
                role,
                span: cell.span,
            }),
        }
    }

    /// The lines of a cell, goals and the word behind them that announces objectives apart:
    /// `SD 2. Objectives`.
    fn lines(self, cell: &Cell) -> Vec<CellBlock> {
        let mut lines = Vec::with_capacity(cell.blocks.len());
        for block in &cell.blocks {
            let passage = self.document.passage(block.span);
            let stop = passage.text.rfind(['.', ';', ':', ',']);
            let parts = stop.map(|at| {
                let (goals, word) = (0..at, at + 1..passage.text.len());
                (passage.slice(goals), passage.slice(word).trim())
            });
            match parts.filter(|(goals, word)| {
                !word.text.is_empty()
                    && self.heads_objectives(*word)
                    && self.names_goal(goals.span())
            }) {
                Some((goals, word)) => lines.extend([goals, word].map(|part| CellBlock {
                    span: part.span(),
                    ..*block
                })),
                None => lines.push(*block),
            }
        }
        lines
    }

    /// Lines of goals, objectives and results. A word that announces objectives changes what
    /// stands below it; where objectives are marked as items, unmarked text behind the last of
    /// them is none.
    fn purpose(self, own: Role, cell: &Cell, draft: &mut Draft) {
        let blocks = self.lines(cell);
        let announces = |block: &CellBlock| self.announced(block.span).map(|(role, _)| role);
        let heading = blocks
            .iter()
            .position(|block| announces(block) == Some(Role::Objectives));
        let last_item = blocks.iter().rposition(|block| block.item);
        let last_item = last_item.filter(|item| heading < Some(*item));
        let goals = blocks.iter().any(|block| self.names_goal(block.span));
        // Under `Impact` goals stand with objectives; where no goal is near, it is what came of it.
        let mut state = match own {
            Role::Results if goals && heading.is_none() => Role::Objectives,
            own => own,
        };
        for (index, block) in blocks.iter().enumerate() {
            let mut span = block.span;
            let announced = self.announced(span);
            if let Some((role, rest)) = announced {
                state = role;
                span = rest;
            }
            let passage = self.document.passage(span).trim();
            let stray =
                last_item.is_some_and(|item| index > item) || heading.is_some_and(|at| index < at);
            if passage.text.is_empty() {
            } else if self.names_goal(span) && !(state == Role::Objectives && block.item) {
                draft.goal_lines.push(span);
            } else if state == Role::Objectives && !stray {
                self.objectives(passage, block.item, draft);
            } else if state != Role::Objectives
                && (announced.is_some()
                    || heading.is_none_or(|at| index > at || own == Role::Results))
            {
                draft.parts.push(Part {
                    role: state,
                    span: passage.span(),
                });
            }
        }
    }

    fn names_goal(self, span: Span) -> bool {
        names_goal(self.document.passage(span), self.scheme)
    }

    /// `Objectives`, `Objectives: raise the skills …`: what a line announces, and the rest of it.
    fn announced(self, span: Span) -> Option<(Role, Span)> {
        let passage = self.document.passage(span);
        if self.heads_objectives(passage) {
            let end = passage.slice(passage.text.len()..passage.text.len());
            return Some((Role::Objectives, end.span()));
        }
        let colon = passage.text.find(':').filter(|&at| at <= 60)?;
        let told = [
            Role::Objectives,
            Role::Results,
            Role::Participants,
            Role::Place,
            Role::Organizer,
            Role::Partner,
        ];
        let role = role(&passage.text[..colon]).filter(|role| told.contains(role))?;
        Some((
            role,
            passage.slice(colon + 1..passage.text.len()).trim().span(),
        ))
    }

    /// Whether a line is the word that announces objectives, alone or behind the goals that stand
    /// before them: `Objectives`, `SD 2. Objectives`.
    fn heads_objectives(self, passage: Passage) -> bool {
        objective::is_heading(passage)
            || passage.text.split_whitespace().count() <= HEADING
                && role(passage.text.trim_end_matches(':')) == Some(Role::Objectives)
    }

    /// One objective, or several in a line.
    fn objectives(self, passage: Passage, item: bool, draft: &mut Draft) {
        // An item is one, unless a file without line breaks ran the next ones on behind it.
        let several = !item || passage.text.contains(" - ");
        let parts = if several {
            objective::parts(passage)
        } else {
            vec![objective::trim(passage)]
        };
        let told = parts.iter().filter(|part| !part.text.is_empty());
        draft.objectives.extend(told.map(|part| part.span()));
    }
}
