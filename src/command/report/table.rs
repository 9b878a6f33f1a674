//! The report table again: Country | Activities | Impact, one activity a row.
//!
//! A row is put together so that reading it gives the same activity: the
//! heading as it stood in the source where the source is a report, else made
//! of number, title and date; the description; the addresses that the text
//! does not hold; the lines that state goals; the objectives. What was only
//! inferred is not written: in a table it would stand as stated.

use super::figures::name;
use crate::field::title;
use crate::quote::Quotes;
use crate::record::{
    Activity, ActivityKind, Basis, CountryBasis, DocumentKind, DocumentRecord, EventDate, Evidence,
    GoalBasis, OrganizationRole, Precision,
};
use crate::register::Register;
use crate::span::Passage;
use crate::write::spreadsheet::unformula;
use anyhow::Result;
use jiff::civil::Date;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment};
use serde::Serialize;
use serde_json::json;
use std::io::Write;
use std::path::Path;

/// How a table is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub enum Syntax {
    Html,
    Markdown,
    Csv,
}

impl Syntax {
    /// What the ending of a file asks for.
    pub fn of(path: &Path) -> Syntax {
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase())
            .unwrap_or_default();
        match ending.as_str() {
            "html" | "htm" => Syntax::Html,
            "csv" => Syntax::Csv,
            _ => Syntax::Markdown,
        }
    }
}

/// An activity as a row of the report table.
#[derive(Debug, Default, PartialEq, Serialize)]
struct ReportRow {
    country: String,
    heading: String,
    /// Paragraphs of the description, each its lines.
    body: Vec<Vec<String>>,
    urls: Vec<String>,
    goals: Vec<String>,
    objectives: Vec<String>,
    /// Results, how many came, where it was and who held it, each with its label.
    outcome: Vec<String>,
}

const HEADER: [&str; 3] = ["Country", "Activities", "Impact"];
const TABLE: &str = include_str!("table.html");

/// Writes the table of a register.
pub fn write(register: &Register, syntax: Syntax, out: &mut dyn Write) -> Result<()> {
    let mut rows = Vec::new();
    for record in register.records()? {
        let record = record?;
        rows.extend(
            record
                .activities
                .iter()
                .filter(|a| a.kind != ActivityKind::Stage)
                .map(|a| row(&record, a)),
        );
    }
    match syntax {
        Syntax::Html => html(&rows, out),
        Syntax::Markdown => markdown(&rows, out),
        Syntax::Csv => csv(&rows, out),
    }
}

fn row(record: &DocumentRecord, activity: &Activity) -> ReportRow {
    let quotes = Quotes::new(&record.text);
    let heading = match verbatim(record, activity, &quotes) {
        Some(heading) => with_date(&with_number(heading, activity), activity),
        None => composed(activity),
    };
    let body: Vec<Vec<String>> = activity
        .description
        .iter()
        .flat_map(|text| text.split("\n\n"))
        .map(|paragraph| paragraph.lines().map(str::to_owned).collect())
        .collect();
    let told = |words: &str| {
        heading.contains(words) || body.iter().flatten().any(|line| line.contains(words))
    };
    let country = match (&activity.reporting_country, activity.country_basis) {
        (Some(_), Some(CountryBasis::Carried)) => String::new(),
        (Some(code), _) => name(code),
        (None, _) => "–".to_owned(),
    };
    ReportRow {
        country,
        urls: activity
            .urls
            .iter()
            .filter(|url| !told(url.as_str()))
            .cloned()
            .collect(),
        goals: goal_lines(activity, &quotes),
        outcome: outcome(activity, &told),
        objectives: activity
            .objectives
            .iter()
            .map(|objective| objective.text.clone())
            .collect(),
        heading,
        body,
    }
}

/// Lines that tell what came of it and who came, where the text does not.
fn outcome(activity: &Activity, told: &dyn Fn(&str) -> bool) -> Vec<String> {
    let line = |text: &str| text.replace(['\n', '\r'], " ");
    let results = activity
        .results
        .iter()
        .map(|result| format!("Results: {}", line(result)));
    let counted = activity
        .attendance
        .iter()
        .filter(|attendance| !told(&attendance.text));
    let counted = counted.map(|attendance| format!("Participants: {}", line(&attendance.text)));
    let bodies = activity
        .organizations
        .iter()
        .filter(|organization| !told(&organization.name));
    let bodies = bodies.filter_map(|organization| {
        let label = label_of(organization.role)?;
        Some(format!("{label}: {}", line(&organization.name)))
    });
    let city = activity.place.city.iter();
    let stated = activity.place.basis == Some(Basis::Stated);
    let city = city.filter(|city| stated && !told(city));
    let city = city.map(|city| format!("Place: {}", line(city)));
    results.chain(counted).chain(city).chain(bodies).collect()
}

/// The word for a body that acts; of others a table does not tell.
fn label_of(role: OrganizationRole) -> Option<&'static str> {
    match role {
        OrganizationRole::Organizer => Some("Organizer"),
        OrganizationRole::Partner => Some("Partners"),
        _ => None,
    }
}

/// The line of the source that holds the title.
fn verbatim<'t>(
    record: &DocumentRecord,
    activity: &Activity,
    quotes: &Quotes<'t>,
) -> Option<&'t str> {
    if record.kind != DocumentKind::Report {
        return None;
    }
    let Evidence::Text { start, end, .. } = activity.evidence.get("/title")?.first()? else {
        return None;
    };
    let line = quotes.line(u64::from(*start), u64::from(*end))?;
    // `Event: Quiz of readers`: a label says what the line is and is no part of a heading.
    let title = activity.title.as_deref()?;
    let label = line.split_once(title).map(|(before, _)| before.trim_end());
    (!label.is_some_and(|label| label.ends_with(':'))).then_some(line)
}

/// The heading with the number, where that stands in a column of its own.
fn with_number(heading: &str, activity: &Activity) -> String {
    let (own, _) = title::ordinal(Passage::new(heading));
    match activity.ordinal.filter(|_| own.is_none()) {
        Some(number) => format!("#{number} {heading}"),
        None => heading.to_owned(),
    }
}

/// The heading with the date, where that stands in a column of its own.
fn with_date(heading: &str, activity: &Activity) -> String {
    let words = activity
        .date
        .as_ref()
        .and_then(|date| date.text.as_deref())
        .unwrap_or_default();
    let mut pieces = words.split(" … ");
    let told = |piece: &str| {
        heading.contains(piece)
            || activity
                .description
                .as_deref()
                .is_some_and(|text| text.contains(piece))
    };
    match activity.date.as_ref().and_then(written) {
        Some(date) if !pieces.all(told) => format!("{heading} {date}"),
        _ => heading.to_owned(),
    }
}

/// A heading as reports have it: `#1 Title (City) 29 December 2020`.
fn composed(activity: &Activity) -> String {
    let number = activity
        .ordinal
        .map(|ordinal| format!("#{ordinal} "))
        .unwrap_or_default();
    let title = activity
        .title
        .as_deref()
        .unwrap_or_default()
        .replace(['\n', '\r'], " ");
    let place = activity
        .place
        .city
        .as_deref()
        .map(|city| format!(" ({city})"))
        .unwrap_or_default();
    let date = activity
        .date
        .as_ref()
        .and_then(written)
        .map(|date| format!(" {date}"))
        .unwrap_or_default();
    format!("{number}{title}{place}{date}")
}

/// A date in words, where it is whole: its own where they name the month, so that the language of
/// the row stays.
fn written(date: &EventDate) -> Option<String> {
    let own = date.text.as_deref().filter(|words| {
        date.basis == Basis::Stated && !words.contains('…') && words.contains(char::is_alphabetic)
    });
    if let Some(own) = own.filter(|_| date.start.is_some() && date.end.is_some()) {
        return Some(own.replace(['\n', '\r'], " "));
    }
    in_english(date)
}

fn in_english(date: &EventDate) -> Option<String> {
    let day = |text: &Option<String>| text.as_deref()?.parse::<Date>().ok();
    let (start, end) = (day(&date.start)?, day(&date.end)?);
    let whole = |day: Date| day.strftime("%-d %B %Y").to_string();
    Some(match date.precision {
        Precision::Day if start == end => whole(start),
        Precision::Day if (start.year(), start.month()) == (end.year(), end.month()) => {
            format!("{}–{}", start.day(), whole(end))
        }
        Precision::Day => format!("{} – {}", whole(start), whole(end)),
        Precision::Month => start.strftime("%B %Y").to_string(),
        Precision::Year => start.strftime("%Y").to_string(),
        Precision::Quarter | Precision::Bounded => return None,
    })
}

/// The lines in which the source states goals; else code and label.
fn goal_lines(activity: &Activity, quotes: &Quotes) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for goal in activity
        .goals
        .iter()
        .filter(|goal| goal.basis != GoalBasis::Inferred)
    {
        let seen = goal.evidence.iter().filter_map(|quote| quote.span);
        let seen: Vec<String> = seen
            .filter_map(|span| Some(quotes.line(span.start.into(), span.end.into())?.to_owned()))
            .collect();
        match (seen.is_empty(), goal.label.is_empty()) {
            (false, _) => lines.extend(seen),
            (true, false) => lines.push(format!("{} – {}", goal.code, goal.label)),
            (true, true) => lines.push(goal.code.clone()),
        }
    }
    let mut known: Vec<String> = Vec::new();
    lines.retain(|line| {
        !known.contains(line) && {
            known.push(line.clone());
            true
        }
    });
    lines
}

fn html(rows: &[ReportRow], out: &mut dyn Write) -> Result<()> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.add_template("table", TABLE)?;
    let page = environment
        .get_template("table")?
        .render(Serde(json!({ "rows": rows, "header": HEADER })))?;
    out.write_all(page.as_bytes())?;
    Ok(())
}

fn markdown(rows: &[ReportRow], out: &mut dyn Write) -> Result<()> {
    writeln!(out, "| {} |", HEADER.join(" | "))?;
    writeln!(out, "|---|---|---|")?;
    for row in rows {
        let cells = row.cells().map(|lines| {
            let lines: Vec<String> = lines.iter().map(|line| in_markdown(line)).collect();
            lines.join("<br>")
        });
        writeln!(out, "| {} |", cells.join(" | "))?;
    }
    Ok(())
}

/// Text of a table cell in Markdown: no pipe, no markup.
fn in_markdown(line: &str) -> String {
    line.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('|', "\\|")
        .replace(['\n', '\r'], " ")
}

fn csv(rows: &[ReportRow], out: &mut dyn Write) -> Result<()> {
    write!(out, "{}\r\n", HEADER.join(","))?;
    for row in rows {
        write!(
            out,
            "{}\r\n",
            row.cells().map(|lines| in_csv(&lines.join("\n"))).join(",")
        )?;
    }
    Ok(())
}

/// A cell of CSV (RFC 4180) that no spreadsheet takes for a formula.
fn in_csv(cell: &str) -> String {
    format!("\"{}\"", unformula(cell).replace('"', "\"\""))
}

impl ReportRow {
    /// The three cells as lines.
    fn cells(&self) -> [Vec<String>; 3] {
        let body = self.body.iter().flatten().cloned();
        let activities = std::iter::once(self.heading.clone())
            .chain(body)
            .chain(self.urls.iter().cloned());
        let mut impact = self.goals.clone();
        impact.extend(self.outcome.iter().cloned());
        if !self.objectives.is_empty() {
            impact.push("Objectives".to_owned());
            impact.extend(
                self.objectives
                    .iter()
                    .map(|objective| format!("• {objective}")),
            );
        }
        [vec![self.country.clone()], activities.collect(), impact]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_begins_a_formula() {
        for cell in ["=HYPERLINK(\"x\")", "+1", "-1", "@SUM", "\tx", "＝1"] {
            assert!(in_csv(cell).starts_with("\"'"), "{cell}");
        }
        assert_eq!(in_csv("say \"hi\"\nnow"), "\"say \"\"hi\"\"\nnow\"");
    }

    #[test]
    fn dates_are_written_as_reports_write_them() {
        let date = |start: &str, end: &str, precision| EventDate {
            start: Some(start.into()),
            end: Some(end.into()),
            precision,
            edtf: String::new(),
            basis: Basis::Stated,
            text: None,
        };
        let day = Precision::Day;
        assert_eq!(
            written(&date("2020-11-16", "2020-11-20", day)).unwrap(),
            "16–20 November 2020"
        );
        assert_eq!(
            written(&date("2020-12-29", "2020-12-29", day)).unwrap(),
            "29 December 2020"
        );
        assert_eq!(
            written(&date("2020-12-01", "2020-12-31", Precision::Month)).unwrap(),
            "December 2020"
        );
    }
}
