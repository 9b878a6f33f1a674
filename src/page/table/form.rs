//! Forms: two columns, labels in the first and what they stand for in the second.
//!
//! A form tells of one activity; where a label comes again that an activity has once, of the next.

use super::content;
use super::drafts::{Carried, Maker};
use super::header;
use super::only_year;
use super::rows::{self, SectionRow};
use super::sheet::{FlatTable, ShownCell, Slot};
use crate::document::{Document, Witness};
use crate::draft::{CountryCell, Draft, Role, Title};
use crate::field::activity_type;
use crate::page::role::role;
use crate::record::{ActivityKind, TitleBasis};
use crate::span::Span;

/// A line of a form.
struct FormLine<'s, 'd> {
    role: Option<Role>,
    label: &'s Slot<'d>,
    value: Option<&'s Slot<'d>>,
}

/// Words of a line without a value from which it is no label.
const LABEL: usize = 4;

impl FormLine<'_, '_> {
    /// A line across both columns, or without a value, names the activity.
    fn is_spanned(&self) -> bool {
        let long = || self.label.text.split_whitespace().count() > LABEL;
        let title = |sign| self.label.text.contains(sign);
        let named = || self.role.is_none() || long() || ['«', '“', '"'].into_iter().any(title);
        match self.value {
            None => true,
            Some(value) => value.is_empty() && named(),
        }
    }
}

/// The activities of a form; none where the table is no form. `above` names the activity where no
/// line of the form does.
pub fn read(
    maker: Maker,
    sheet: &FlatTable,
    held: Carried,
    above: Option<Span>,
) -> Option<Vec<Draft>> {
    let lines = lines(maker, sheet)?;
    let mut groups: Vec<Vec<&FormLine>> = vec![Vec::new()];
    for line in &lines {
        let single = matches!(line.role, Some(Role::Title | Role::Date | Role::Number));
        let spanned = line.is_spanned();
        let again = groups.last().is_some_and(|group| {
            let told = |role: Option<Role>| group.iter().any(|line| line.role == role);
            single && told(line.role) || spanned && group.len() > 1
        });
        if again {
            groups.push(Vec::new());
        }
        if let Some(group) = groups.last_mut() {
            group.push(line);
        }
    }
    let several = groups.len() > 1;
    let draft = |group: &Vec<&FormLine>| draft(maker, group, held, above.filter(|_| !several));
    let drafts: Vec<Draft> = groups.iter().filter_map(draft).collect();
    (!drafts.is_empty()).then_some(drafts)
}

/// The lines of a form, if the table is one: labels that are known, of several roles, and not the
/// header of a table of two columns.
fn lines<'s, 'd>(maker: Maker, sheet: &'s FlatTable<'d>) -> Option<Vec<FormLine<'s, 'd>>> {
    if sheet.width != 2 || sheet.rows.len() < 3 {
        return None;
    }
    let line = |row: &'s Vec<Slot<'d>>| FormLine {
        role: role(row[0].text),
        label: &row[0],
        value: (row[1].shown == ShownCell::Own).then_some(&row[1]),
    };
    let lines: Vec<FormLine> = sheet
        .rows
        .iter()
        .map(line)
        .filter(|line| !line.label.is_empty())
        .collect();
    let named: Vec<Option<Role>> = lines.iter().map(|line| line.role).collect();
    let known = named.iter().flatten().count();
    let tells = [
        Role::Title,
        Role::Date,
        Role::DateAndPlace,
        Role::Place,
        Role::Description,
    ];
    let telling = tells.iter().any(|role| named.contains(&Some(*role)));
    // Both cells of the first line may be headers: then the columns have them.
    let headed = sheet.rows[0].iter().all(|slot| role(slot.text).is_some());
    let enough = known * 10 >= 6 * lines.len() && header::distinct(&named) >= 3;
    let known = enough && telling && (!headed || are_labels(maker, &lines[1..]))
        || !headed && is_labelled(maker, &lines, known);
    known.then_some(lines)
}

/// Whether lines below one that could be a header are labels and values: short words of several
/// roles, before values of which some and not most are days.
fn are_labels(maker: Maker, lines: &[FormLine]) -> bool {
    let named: Vec<Option<Role>> = lines.iter().map(|line| line.role).collect();
    let short = |line: &&FormLine| line.label.text.split_whitespace().count() <= LABEL;
    let labels = lines.iter().filter(|line| line.role.is_some());
    let labels = labels.filter(short).count();
    let days = days(maker, lines);
    labels * 10 >= 6 * lines.len()
        && header::distinct(&named) >= 3
        && (1..=lines.len() / 2).contains(&days)
}

/// How many of the values are days.
fn days(maker: Maker, lines: &[FormLine]) -> usize {
    let is_day = |line: &&FormLine| {
        let value = line.value.and_then(|slot| slot.cell);
        value.is_some_and(|cell| content::is_day(maker.document.passage(cell.span)))
    };
    lines.iter().filter(is_day).count()
}

/// Lines of which few labels are known: each has a value, labels are short and differ, and one of
/// the values is a day, while most are of other kinds.
fn is_labelled(maker: Maker, lines: &[FormLine], known: usize) -> bool {
    let valued = lines
        .iter()
        .filter(|line| line.value.is_some_and(|slot| !slot.is_empty()));
    let short = |line: &&FormLine| {
        let label = line.label.text;
        label.chars().count() <= 40 && !label.contains(|c: char| c.is_ascii_digit())
    };
    let (count, days) = (lines.len(), days(maker, lines));
    let shorts = lines.iter().filter(short).count();
    count >= 4
        && known >= 1
        && 10 * shorts >= 9 * count
        && 10 * valued.count() >= 8 * count
        && days >= 1
        && 4 * days <= count
}

fn draft(maker: Maker, group: &[&FormLine], held: Carried, above: Option<Span>) -> Option<Draft> {
    let of = |wanted: Role| {
        group.iter().find_map(|line| {
            let value = line.value.filter(|slot| !slot.is_empty())?;
            (line.role == Some(wanted)).then_some(value.cell?)
        })
    };
    let spanned = || {
        let heads = group.iter().find(|line| line.is_spanned())?;
        heads.label.cell
    };
    // Under labels that nobody knows the first words that tell of something are the name.
    let unknown = || {
        let values = group
            .iter()
            .filter(|line| line.role.is_none())
            .filter_map(|line| line.value);
        let mut cells = values
            .filter(|slot| slot.text.contains(' '))
            .filter_map(|slot| slot.cell);
        cells.find(|cell| content::tells(maker.document.passage(cell.span)))
    };
    let named = of(Role::Title).or_else(spanned);
    let named = if named.is_none() && above.is_none() {
        unknown()
    } else {
        named
    };
    let mut draft = match (named, above, of(Role::Description)) {
        (Some(cell), ..) => {
            let blocks: Vec<Span> = cell.blocks.iter().map(|block| block.span).collect();
            maker.heading(&blocks, false)?
        }
        (None, Some(above), _) => titled(maker, above),
        (None, None, Some(cell)) => {
            let blocks: Vec<Span> = cell.blocks.iter().map(|block| block.span).collect();
            maker.heading(&blocks, true)?
        }
        (None, None, None) => return None,
    };
    draft.country = held.country;
    draft.when = held.period;
    draft.year = held.year;
    draft.goal_lines.extend(held.goal);
    for line in group {
        let (Some(role), Some(cell)) = (line.role, line.value.and_then(|slot| slot.cell)) else {
            continue;
        };
        if role == Role::Country {
            draft.country = Some(CountryCell {
                span: cell.span,
                carried: false,
            });
        } else if !cell.span.is_empty()
            && (named.is_some() || role != Role::Description || above.is_some())
        {
            maker.give(role, cell, &mut draft);
        }
    }
    Some(draft)
}

/// A draft whose title stands outside the table.
fn titled(maker: Maker, span: Span) -> Draft {
    let mut draft = Draft::new(ActivityKind::Activity, span);
    draft.heading = Some(span);
    draft.title = Some(Title {
        text: span.of(&maker.document.text).to_owned(),
        basis: TitleBasis::Stated,
        witness: Some(Witness::Text(span)),
    });
    draft
}

/// Activities at the crossings of a line of months, quarters or countries and a column of others.
pub fn crossings(maker: Maker, sheet: &FlatTable, held: Carried) -> Option<Vec<Draft>> {
    let first =
        (0..sheet.rows.len().min(4)).find(|&row| are_sections(maker, &sheet.rows[row][1..]))?;
    let mut drafts = Vec::new();
    for row in &sheet.rows[first + 1..] {
        for (head, slot) in sheet.rows[first][1..].iter().zip(&row[1..]) {
            let Some(cell) = slot
                .cell
                .filter(|_| slot.is_own() && slot.text.chars().count() > 11)
            else {
                continue;
            };
            let mut here = held;
            for section in [head, &row[0]] {
                hold(maker, section, &mut here);
            }
            for block in &cell.blocks {
                let made = maker.heading(&[block.span], true);
                drafts.extend(made.map(|draft| Draft {
                    country: here.country,
                    when: here.period,
                    year: here.year,
                    ..draft
                }));
            }
        }
    }
    let told = |draft: &&Draft| {
        let passage = maker.document.passage(draft.extent);
        activity_type::find(&[passage]).is_some() || passage.text.contains(['«', '“', '"', '„'])
    };
    let told = drafts.iter().filter(told).count();
    (drafts.len() >= 2 && told * 2 >= drafts.len()).then_some(drafts)
}

/// Whether most cells name months, quarters or countries.
fn are_sections(maker: Maker, row: &[Slot]) -> bool {
    let filled = row.iter().filter(|slot| slot.is_own());
    let named = filled.clone().filter(|slot| {
        let passage = maker.document.passage(slot.span());
        content::is_country(passage) || rows::period(passage).is_some()
    });
    let (filled, named) = (filled.count(), named.count());
    filled >= 2 && named * 10 >= 8 * filled
}

/// Notes what a heading of a row or column says.
fn hold(maker: Maker, slot: &Slot, held: &mut Carried) {
    let passage = maker.document.passage(slot.span());
    if content::is_country(passage) {
        held.country = Some(CountryCell {
            span: slot.span(),
            carried: false,
        });
    } else if let Some(period) = rows::period(passage) {
        keep(maker.document, period, held);
    }
}

/// What a section says, kept for the rows below it.
pub fn keep(document: &Document, section: SectionRow, held: &mut Carried) {
    let year = |span: Span| only_year(document.passage(span));
    match section {
        SectionRow::Country(span) => {
            held.country = Some(CountryCell {
                span,
                carried: true,
            });
            held.place = None;
        }
        SectionRow::Place(span) => held.place = Some(span),
        SectionRow::Period(span) => {
            held.period = Some(span);
            held.year = year(span).or(held.year);
        }
        SectionRow::Year(span) => held.year = year(span).or(held.year),
        SectionRow::Goal(span) => held.goal = Some(span),
        SectionRow::Other => {}
    }
}
