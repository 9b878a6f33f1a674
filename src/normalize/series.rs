//! What the order of a list tells: years of dates that name none, bounds of
//! items that have no date.

use super::date;
use super::page::PageContext;
use crate::draft::{Draft, Findings};
use crate::field::date::When;
use crate::record::{Activity, Basis, DocumentKind, EventDate, Precision};
use crate::span::{Found, Span};
use jiff::civil::Date;

/// First and last day.
type Days = (Date, Date);

/// Completes the dates of a list page whose dated items fall in order.
pub fn bound(
    page: &PageContext,
    drafts: &[Draft],
    findings: &[Findings],
    activities: &mut [Activity],
) {
    if page.kind != DocumentKind::Listing || drafts.len() < 2 {
        return;
    }
    let mut days: Vec<Option<Days>> = activities.iter().map(known).collect();
    let Some(falls) = direction(&days) else {
        return;
    };
    let below = below(&days);
    let mut above: Option<Days> = None;
    for (index, activity) in activities.iter_mut().enumerate() {
        if lacks_year(activity)
            && let Some((found, start, end)) =
                with_year(&findings[index], (above, below[index]), falls)
        {
            days[index] = Some((start, end));
            let when = When {
                start: Some(start),
                end: Some(end),
                inferred: true,
                yearless: None,
                edtf: interval(start, end),
                precision: Precision::Day,
            };
            activity.date = Some(date::event_date(page.document, &when, &[found.span]));
            evidence(page, activity, found.span);
        }
        above = days[index].or(above);
    }
    bound_undated(drafts, &days, falls, activities);
}

/// Whether an item has no date, or a day of no known year.
fn lacks_year(activity: &Activity) -> bool {
    let date = activity.date.as_ref();
    date.is_none_or(|date| date.start.is_none() && date.end.is_none())
}

/// Items that show no day at all lie between the nearest dated ones. Where items have days of
/// publication, these keep the order of the list, and tell more than the events around.
fn bound_undated(
    drafts: &[Draft],
    days: &[Option<Days>],
    falls: bool,
    activities: &mut [Activity],
) {
    let below = below(days);
    let mut above: Option<Days> = None;
    for (index, activity) in activities.iter_mut().enumerate() {
        if activity.date.is_none()
            && drafts[index].published.is_none()
            && let (Some(above), Some(below)) = (above, below[index])
        {
            let (start, end) = if falls {
                (below.0, above.1)
            } else {
                (above.0, below.1)
            };
            activity.date = (start <= end).then(|| between(start, end));
        }
        above = days[index].or(above);
    }
}

fn evidence(page: &PageContext, activity: &mut Activity, span: Span) {
    let mut evidences = super::evidence::Evidences::new(page.document, &page.view);
    evidences.span("/date", span);
    activity.evidence.extend(evidences.finish());
}

/// First and last day of a date that is exact to the day.
fn known(activity: &Activity) -> Option<Days> {
    let date = activity
        .date
        .as_ref()
        .filter(|date| date.precision == Precision::Day)?;
    Some((
        date.start.as_ref()?.parse().ok()?,
        date.end.as_ref()?.parse().ok()?,
    ))
}

/// Whether the dated items fall (newest first) or rise; none where they do neither.
fn direction(days: &[Option<Days>]) -> Option<bool> {
    let known: Vec<Date> = days.iter().flatten().map(|(start, _)| *start).collect();
    let falls = known.windows(2).all(|pair| pair[0] >= pair[1]);
    let rises = known.windows(2).all(|pair| pair[0] <= pair[1]);
    (known.len() >= 2 && falls != rises).then_some(falls)
}

/// For every item the nearest dated one below it.
fn below(days: &[Option<Days>]) -> Vec<Option<Days>> {
    let mut nearest: Option<Days> = None;
    let mut below = Vec::with_capacity(days.len());
    for own in days.iter().rev() {
        below.push(nearest);
        nearest = own.or(nearest);
    }
    below.reverse();
    below
}

/// The first day without a year, in the nearest year that keeps the list in order.
fn with_year(
    found: &Findings,
    (above, below): (Option<Days>, Option<Days>),
    falls: bool,
) -> Option<(&Found<When>, Date, Date)> {
    let yearless = found
        .dates
        .iter()
        .find(|date| date.value.yearless.is_some() && date.value.precision == Precision::Day)?;
    let ((month, day), (last_month, last_day)) = yearless.value.yearless?;
    let near = below.or(above)?.0;
    let later = below.is_some() == falls;
    let years = if later {
        [near.year(), near.year() + 1]
    } else {
        [near.year(), near.year() - 1]
    };
    years.into_iter().find_map(|year| {
        let start = Date::new(year, month, day).ok()?;
        let end = Date::new(year, last_month, last_day)
            .ok()
            .filter(|end| *end >= start)?;
        let fits = if later { start >= near } else { start <= near };
        fits.then_some((yearless, start, end))
    })
}

fn interval(start: Date, end: Date) -> String {
    if start == end {
        start.to_string()
    } else {
        format!("{start}/{end}")
    }
}

/// One unknown day between two.
fn between(start: Date, end: Date) -> EventDate {
    EventDate {
        start: Some(start.to_string()),
        end: Some(end.to_string()),
        precision: Precision::Bounded,
        edtf: format!("[{start}..{end}]"),
        basis: Basis::Inferred,
        text: None,
    }
}
