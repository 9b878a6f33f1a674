//! What a report counts, and a line of each activity for its list.

use super::links::mark;
use crate::field::country;
use crate::manifest::{Manifest, Status};
use crate::record::{Activity, Basis, DocumentRecord, GoalBasis, Note, Precision};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Inferred goals below this are hints and are not counted.
const HINT: f64 = 0.5;

/// Everything the page shows before a record is opened.
#[derive(Debug, Default)]
pub struct Figures {
    pub lines: Vec<ListedActivity>,
    pub sources: Vec<SourceLine>,
    pub totals: Totals,
    matrix: BTreeMap<(String, String), MatrixCell>,
    rows: BTreeMap<String, MatrixCell>,
    labels: BTreeMap<String, String>,
    months: BTreeMap<String, Bar>,
    doubts: BTreeMap<&'static str, usize>,
    countries: BTreeSet<String>,
}

#[derive(Clone, Debug, Default, Serialize)]
pub struct Totals {
    pub sources: usize,
    pub partial: u64,
    pub failed: u64,
    pub activities: usize,
    pub countries: usize,
    pub stated_goals: usize,
    pub inferred_goals: usize,
    pub dated: usize,
    pub dates_inferred: usize,
    /// Activities whose date is no day or month.
    pub coarse: usize,
    pub undated: usize,
    pub doubts: usize,
    pub links: usize,
    pub first: Option<String>,
    pub last: Option<String>,
}

/// An activity in the list. Names are short: there may be many thousands.
#[derive(Debug, Serialize)]
pub struct ListedActivity {
    /// By which a link finds it.
    #[serde(skip)]
    pub mark: u64,
    /// Index of its source, and its place in it.
    s: usize,
    n: usize,
    /// Title, description, people, organizations, places and results, for the search.
    t: String,
    w: String,
    /// Reporting country and how it is known.
    c: String,
    cb: String,
    /// First and last day, precision and whether it was inferred.
    d: String,
    e: String,
    p: String,
    di: bool,
    /// Kind and type.
    k: String,
    y: String,
    /// Goals: code, basis.
    g: Vec<(String, String)>,
    /// Number of doubts.
    q: usize,
}

/// A source in the list of doubts.
#[derive(Debug, Serialize)]
pub struct SourceLine {
    pub path: String,
    pub title: String,
    pub doubts: usize,
    pub failure: Option<String>,
}

/// Activities by how their goal is known.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct MatrixCell {
    pub stated: usize,
    pub inferred: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Bar {
    stated: usize,
    inferred: usize,
}

/// A row of the matrix as the template takes it.
#[derive(Debug, Serialize)]
pub struct MatrixRow {
    pub code: String,
    pub name: String,
    /// Activities of the country.
    pub activities: usize,
    pub cells: Vec<Shaded>,
}

#[derive(Debug, Serialize)]
pub struct Shaded {
    pub goal: String,
    pub stated: usize,
    pub inferred: usize,
    /// 0 to 6.
    pub shade: usize,
}

/// A goal of the matrix.
#[derive(Debug, Serialize)]
pub struct MatrixColumn {
    pub code: String,
    pub label: String,
}

/// A bar of the time line.
#[derive(Debug, Serialize)]
pub struct TimelinePeriod {
    /// `2021-05`, or `2021` where there are many months.
    pub period: String,
    pub stated: usize,
    pub inferred: usize,
}

/// More months than this are shown as years.
const MONTHS: usize = 60;

impl Figures {
    /// Counts one document.
    pub fn add(&mut self, record: &DocumentRecord) {
        let source = self.sources.len();
        let own = record.diagnostics.len();
        let doubts = own
            + record
                .activities
                .iter()
                .map(|activity| activity.diagnostics.len())
                .sum::<usize>();
        for note in record
            .diagnostics
            .iter()
            .chain(record.activities.iter().flat_map(|a| &a.diagnostics))
        {
            self.doubt(note);
        }
        for (place, activity) in record.activities.iter().enumerate() {
            self.activity(activity, source, place);
        }
        self.sources.push(SourceLine {
            path: record.source.path.clone(),
            title: record.title.clone().unwrap_or_default(),
            doubts,
            failure: None,
        });
        self.totals.sources += 1;
        self.totals.doubts += doubts;
    }

    /// Counts what gave no record.
    pub fn add_manifest(&mut self, manifest: &Manifest) {
        self.totals.partial = manifest.counts.partial;
        self.totals.failed = manifest.counts.failed;
        for entry in manifest
            .sources
            .iter()
            .filter(|entry| entry.status == Status::Failed)
        {
            let failure = entry
                .error
                .as_ref()
                .map(|error| format!("{}: {}", error.code, error.message));
            self.sources.push(SourceLine {
                path: entry.path.clone(),
                title: String::new(),
                doubts: 0,
                failure: Some(failure.unwrap_or_default()),
            });
        }
    }

    /// An activity does not agree with another telling.
    pub fn disagree(&mut self, at: usize) {
        let line = &mut self.lines[at];
        line.q += 1;
        self.sources[line.s].doubts += 1;
        self.totals.doubts += 1;
        *self.doubts.entry("tellings-differ").or_default() += 1;
    }

    fn doubt(&mut self, note: &Note) {
        *self.doubts.entry(note.code.as_str()).or_default() += 1;
    }

    fn activity(&mut self, activity: &Activity, source: usize, place: usize) {
        self.totals.activities += 1;
        self.date(activity);
        let country = activity.reporting_country.clone().unwrap_or_default();
        let mut goals: BTreeMap<String, bool> = BTreeMap::new();
        for goal in &activity.goals {
            let stated = goal.basis != GoalBasis::Inferred;
            if !stated && goal.confidence < HINT {
                continue;
            }
            *goals.entry(goal.code.clone()).or_default() |= stated;
            let label = self.labels.entry(goal.code.clone()).or_default();
            if label.is_empty() {
                label.clone_from(&goal.label);
            }
        }
        for (goal, stated) in &goals {
            let cell = self
                .matrix
                .entry((country.clone(), goal.clone()))
                .or_default();
            *(if *stated {
                &mut cell.stated
            } else {
                &mut cell.inferred
            }) += 1;
            *(if *stated {
                &mut self.totals.stated_goals
            } else {
                &mut self.totals.inferred_goals
            }) += 1;
        }
        self.rows.entry(country.clone()).or_default().stated += 1;
        if !country.is_empty() {
            self.countries.insert(country.clone());
            self.totals.countries = self.countries.len();
        }
        self.lines
            .push(line(activity, source, place, country, goals));
    }

    fn date(&mut self, activity: &Activity) {
        let Some(date) = &activity.date else {
            self.totals.undated += 1;
            return;
        };
        self.totals.dated += 1;
        let inferred = date.basis == Basis::Inferred;
        self.totals.dates_inferred += usize::from(inferred);
        let fine = matches!(date.precision, Precision::Day | Precision::Month);
        let month = date
            .start
            .as_deref()
            .filter(|_| fine)
            .and_then(|start| start.get(..7));
        let Some(month) = month else {
            self.totals.coarse += 1;
            return;
        };
        let bar = self.months.entry(month.to_owned()).or_default();
        *(if inferred {
            &mut bar.inferred
        } else {
            &mut bar.stated
        }) += 1;
    }

    /// The goals that occur, by code.
    pub fn columns(&self) -> Vec<MatrixColumn> {
        self.labels
            .iter()
            .map(|(code, label)| MatrixColumn {
                code: code.clone(),
                label: label.clone(),
            })
            .collect()
    }

    /// The matrix country × goal; activities without a country come last.
    pub fn matrix(&self) -> Vec<MatrixRow> {
        let most = self
            .matrix
            .values()
            .map(|cell| cell.stated + cell.inferred)
            .max()
            .unwrap_or(1)
            .max(1);
        let mut rows: Vec<MatrixRow> = self
            .rows
            .iter()
            .map(|(code, cell)| self.row(code, cell.stated, most))
            .collect();
        rows.sort_by(|a, b| (a.code.is_empty(), &a.name).cmp(&(b.code.is_empty(), &b.name)));
        rows
    }

    fn row(&self, code: &str, activities: usize, most: usize) -> MatrixRow {
        let cell = |goal: &String| {
            let MatrixCell { stated, inferred } = self
                .matrix
                .get(&(code.to_owned(), goal.clone()))
                .copied()
                .unwrap_or_default();
            Shaded {
                goal: goal.clone(),
                stated,
                inferred,
                shade: ((stated + inferred) * 6).div_ceil(most),
            }
        };
        MatrixRow {
            code: code.to_owned(),
            name: name(code),
            activities,
            cells: self.labels.keys().map(cell).collect(),
        }
    }

    /// Bars without gaps from the first to the last month, or year where there are many months.
    pub fn periods(&self) -> Vec<TimelinePeriod> {
        let ends = self
            .months
            .keys()
            .next()
            .zip(self.months.keys().next_back());
        let Some((first, last)) =
            ends.and_then(|(first, last)| Some((number(first)?, number(last)?)))
        else {
            return Vec::new();
        };
        let count = |prefix: &str| {
            let within = self
                .months
                .range(prefix.to_owned()..)
                .take_while(|(month, _)| month.starts_with(prefix));
            within.fold(Bar::default(), |sum, (_, bar)| Bar {
                stated: sum.stated + bar.stated,
                inferred: sum.inferred + bar.inferred,
            })
        };
        let names: Vec<String> = match last - first < MONTHS {
            true => (first..=last)
                .map(|month| format!("{:04}-{:02}", month / 12, month % 12 + 1))
                .collect(),
            false => (first / 12..=last / 12)
                .map(|year| format!("{year:04}"))
                .collect(),
        };
        let bar = |period: String| {
            let Bar { stated, inferred } = count(&period);
            TimelinePeriod {
                period,
                stated,
                inferred,
            }
        };
        names.into_iter().map(bar).collect()
    }

    /// Kinds of doubt and how often each was had, most often first.
    pub fn doubts(&self) -> Vec<(&'static str, usize)> {
        let mut doubts: Vec<_> = self
            .doubts
            .iter()
            .map(|(code, count)| (*code, *count))
            .collect();
        doubts.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
        doubts
    }

    /// First and last month of the activities.
    pub fn close(&mut self) {
        self.totals.first = self.months.keys().next().cloned();
        self.totals.last = self.months.keys().next_back().cloned();
    }
}

/// `2021-05` as months since year 0.
fn number(month: &str) -> Option<usize> {
    let (year, month) = month.split_once('-')?;
    Some(year.parse::<usize>().ok()? * 12 + month.parse::<usize>().ok()?.checked_sub(1)?)
}

/// The English name of a country; its code where there is none.
pub fn name(code: &str) -> String {
    country::name(code).unwrap_or(code).to_owned()
}

fn line(
    activity: &Activity,
    source: usize,
    place: usize,
    country: String,
    goals: BTreeMap<String, bool>,
) -> ListedActivity {
    let word = |value: serde_json::Result<serde_json::Value>| {
        value
            .ok()
            .and_then(|value| value.as_str().map(str::to_owned))
            .unwrap_or_default()
    };
    let date = activity.date.as_ref();
    ListedActivity {
        mark: mark(&activity.source.path, &activity.id),
        s: source,
        n: place,
        t: activity.title.clone().unwrap_or_default(),
        w: searched(activity),
        c: country,
        cb: activity
            .country_basis
            .map(|basis| word(serde_json::to_value(basis)))
            .unwrap_or_default(),
        d: date.and_then(|date| date.start.clone()).unwrap_or_default(),
        e: date.and_then(|date| date.end.clone()).unwrap_or_default(),
        p: date
            .map(|date| word(serde_json::to_value(date.precision)))
            .unwrap_or_default(),
        di: date.is_some_and(|date| date.basis == Basis::Inferred),
        k: word(serde_json::to_value(activity.kind)),
        y: activity
            .kind_of
            .map(|kind| word(serde_json::to_value(kind)))
            .unwrap_or_default(),
        g: goals
            .into_iter()
            .map(|(code, stated)| (code, if stated { "stated" } else { "inferred" }.to_owned()))
            .collect(),
        q: activity.diagnostics.len(),
    }
}

/// Words of a description that the search looks through.
const SEARCHED: usize = 2000;

fn searched(activity: &Activity) -> String {
    let place = &activity.place;
    let names = activity
        .organizations
        .iter()
        .map(|organization| organization.name.as_str());
    let people = activity.people.iter().map(|person| person.name.as_str());
    let places = [&place.city, &place.venue]
        .into_iter()
        .flatten()
        .map(String::as_str);
    let description: String = activity
        .description
        .iter()
        .flat_map(|text| text.chars())
        .take(SEARCHED)
        .collect();
    let results = activity.results.iter().map(String::as_str);
    let mut words: Vec<&str> = names.chain(people).chain(places).chain(results).collect();
    words.push(&description);
    words.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_line_has_no_gaps_and_long_ones_are_years() {
        let mut figures = Figures::default();
        for month in ["2020-11", "2021-02"] {
            figures.months.insert(
                month.into(),
                Bar {
                    stated: 1,
                    inferred: 2,
                },
            );
        }
        let periods: Vec<String> = figures
            .periods()
            .into_iter()
            .map(|period| period.period)
            .collect();
        assert_eq!(periods, ["2020-11", "2020-12", "2021-01", "2021-02"]);
        figures.months.insert(
            "1999-01".into(),
            Bar {
                stated: 1,
                inferred: 0,
            },
        );
        let periods = figures.periods();
        assert_eq!(
            (
                periods.len(),
                periods[22].period.as_str(),
                periods[22].inferred
            ),
            (23, "2021", 2)
        );
    }
}
