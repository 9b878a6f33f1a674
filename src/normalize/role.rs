//! What a date is the date of, by weighed evidence.
//!
//! [`judge`] gathers what is seen of a date: its form, where it stands, how it
//! lies to the publication and to the newest day of the text, and the cues of
//! its sentence. Every feature speaks for some roles, in points; the table is
//! data (`schemas/tables/date-roles.tsv`, which names what it was set on). The
//! role with the most points is the date's; [`date`](super::date) takes the
//! event's.

use super::page::PageContext;
use super::published::Published;
use crate::draft::{Draft, Findings};
use crate::field::date::When;
use crate::field::date::cue::{Nearness, Setting, Tense};
use crate::field::date::cues::{CUES, DateCue};
use crate::record::{DocumentKind, Precision};
use crate::span::{Found, Span};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a date can be the date of, in the order of the table's columns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DateRole {
    Event,
    Published,
    Deadline,
    Law,
    Founding,
    Life,
    Holiday,
    /// An earlier edition or meeting.
    Past,
    Period,
    /// What comes after the event.
    Plan,
    /// Any other time.
    Other,
}

const ROLES: [(&str, DateRole); 11] = [
    ("event", DateRole::Event),
    ("published", DateRole::Published),
    ("deadline", DateRole::Deadline),
    ("law", DateRole::Law),
    ("founding", DateRole::Founding),
    ("life", DateRole::Life),
    ("holiday", DateRole::Holiday),
    ("past", DateRole::Past),
    ("period", DateRole::Period),
    ("plan", DateRole::Plan),
    ("other", DateRole::Other),
];

impl DateRole {
    /// The name that the table and `annalist explain` use.
    pub fn as_str(self) -> &'static str {
        ROLES[self as usize].0
    }
}

/// What can be seen of a date; cues come with how near they stand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Feature {
    Day,
    Days,
    Month,
    Within,
    Quarter,
    Year,
    Years,
    Until,
    Since,
    Yearless,
    Told,
    ToldLate,
    Weekday,
    Cell,
    CellVague,
    Heading,
    HeadingEnd,
    OpensText,
    OpensSentence,
    Late,
    LateYear,
    Dateline,
    Stamp,
    Quoted,
    Bracketed,
    OfNoun,
    BesideUntil,
    Defined,
    BesideLife,
    PastVerb,
    PerfectVerb,
    NearPublished,
    Newest,
    WeeksOld,
    MonthsOld,
    YearsOld,
    DecadesOld,
    BeforeWeb,
    AheadOfPublished,
    Cue(DateCue, Nearness),
}

const FEATURES: [(&str, Feature); 39] = [
    ("day", Feature::Day),
    ("days", Feature::Days),
    ("month", Feature::Month),
    ("within", Feature::Within),
    ("quarter", Feature::Quarter),
    ("year", Feature::Year),
    ("years", Feature::Years),
    ("until", Feature::Until),
    ("since", Feature::Since),
    ("yearless", Feature::Yearless),
    ("told", Feature::Told),
    ("told-late", Feature::ToldLate),
    ("weekday", Feature::Weekday),
    ("cell", Feature::Cell),
    ("cell-vague", Feature::CellVague),
    ("heading", Feature::Heading),
    ("heading-end", Feature::HeadingEnd),
    ("opens-text", Feature::OpensText),
    ("opens-sentence", Feature::OpensSentence),
    ("late", Feature::Late),
    ("late-year", Feature::LateYear),
    ("dateline", Feature::Dateline),
    ("stamp", Feature::Stamp),
    ("quoted", Feature::Quoted),
    ("bracketed", Feature::Bracketed),
    ("of-noun", Feature::OfNoun),
    ("beside-until", Feature::BesideUntil),
    ("defined", Feature::Defined),
    ("beside-life", Feature::BesideLife),
    ("past-verb", Feature::PastVerb),
    ("perfect-verb", Feature::PerfectVerb),
    ("near-published", Feature::NearPublished),
    ("newest", Feature::Newest),
    ("weeks-old", Feature::WeeksOld),
    ("months-old", Feature::MonthsOld),
    ("years-old", Feature::YearsOld),
    ("decades-old", Feature::DecadesOld),
    ("before-web", Feature::BeforeWeb),
    ("ahead-of-published", Feature::AheadOfPublished),
];

const NEARNESS: [(&str, Nearness); 3] = [
    ("near", Nearness::Near),
    ("clause", Nearness::Clause),
    ("sentence", Nearness::Sentence),
];

/// The feature of a row of the table.
fn feature(name: &str) -> Option<Feature> {
    let known = FEATURES.iter().find(|(known, _)| *known == name);
    if let Some((_, feature)) = known {
        return Some(*feature);
    }
    let (cue, nearness) = name.split_once(' ')?;
    let (_, cue) = CUES.iter().find(|(known, _)| *known == cue)?;
    let (_, nearness) = NEARNESS.iter().find(|(known, _)| *known == nearness)?;
    Some(Feature::Cue(*cue, *nearness))
}

/// The points of one feature for each role, and its name for readers.
type FeaturePoints = ([i16; ROLES.len()], &'static str);

static TABLE: LazyLock<BTreeMap<Feature, FeaturePoints>> = LazyLock::new(|| {
    let table = include_str!("../../schemas/tables/date-roles.tsv");
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(row).collect()
});

fn row(line: &'static str) -> Option<(Feature, FeaturePoints)> {
    let columns: Vec<&str> = line.split('\t').collect();
    let (name, rest) = columns.split_first()?;
    let (reason, points) = rest.split_last()?;
    let points: Vec<i16> = points.iter().filter_map(|p| p.parse().ok()).collect();
    Some((feature(name)?, (points.try_into().ok()?, reason)))
}

/// A date weighed: its points for each role and what gave them.
#[derive(Clone, Debug)]
pub struct Judged {
    points: [i16; ROLES.len()],
    features: Vec<Feature>,
}

impl Judged {
    fn of(features: Vec<Feature>) -> Judged {
        let mut points = [0; ROLES.len()];
        for (own, _) in features.iter().filter_map(|feature| TABLE.get(feature)) {
            points
                .iter_mut()
                .zip(own)
                .for_each(|(all, own)| *all += own);
        }
        Judged { points, features }
    }

    /// The role with the most points; another before the event's among equals.
    pub fn role(&self) -> DateRole {
        if self.lead() > 0 {
            DateRole::Event
        } else {
            self.rival()
        }
    }

    /// Points by which the event leads before the best other role.
    pub fn lead(&self) -> i16 {
        self.points[DateRole::Event as usize] - self.second().1.max(0)
    }

    /// The best role but the event's.
    pub fn rival(&self) -> DateRole {
        self.second().0
    }

    /// The best role but the event's, and its points.
    fn second(&self) -> (DateRole, i16) {
        let others = ROLES.iter().zip(self.points).skip(1);
        others.fold((DateRole::Other, i16::MIN), |best, ((_, role), points)| {
            if points > best.1 {
                (*role, points)
            } else {
                best
            }
        })
    }

    pub fn points(&self) -> i16 {
        self.points[self.role() as usize]
    }

    /// What spoke for the role, and against the event's.
    pub fn reasons(&self) -> Vec<&'static str> {
        let role = self.role() as usize;
        let rows = self
            .features
            .iter()
            .filter_map(|feature| TABLE.get(feature));
        rows.filter(|(points, _)| points[role] != 0 || points[0] < 0)
            .map(|(_, reason)| *reason)
            .collect()
    }

    fn has(&self, wanted: DateCue) -> bool {
        let is = |feature: &Feature| matches!(feature, Feature::Cue(cue, _) if *cue == wanted);
        self.features.iter().any(is)
    }

    /// Whether it is a date of the life of a person or a house.
    fn is_biography(&self) -> bool {
        matches!(
            self.role(),
            DateRole::Founding | DateRole::Life | DateRole::Other
        ) && self
            .features
            .iter()
            .any(|feature| matches!(feature, Feature::Cue(..)))
    }

    /// Whether a word of its own clause tells of an activity.
    fn is_told(&self) -> bool {
        self.features.iter().any(|feature| {
            matches!(
                feature,
                Feature::Cue(
                    DateCue::Held | DateCue::Ahead | DateCue::Activity | DateCue::Deed,
                    Nearness::Near | Nearness::Clause
                )
            )
        })
    }

    /// Whether it is told as the last day of what goes on, not of what is asked for.
    pub fn goes_on(&self) -> bool {
        self.has(DateCue::Runs) && !self.has(DateCue::Apply)
    }

    /// Whether its sentence tells of what is still to come.
    pub fn is_ahead(&self) -> bool {
        self.has(DateCue::Ahead) && !self.has(DateCue::Held)
    }
}

/// Judges all dates of a draft, in their order.
pub fn judge(page: &PageContext, draft: &Draft, found: &Findings) -> Vec<Judged> {
    let whole = Whole::of(draft, found);
    let none = Setting::default();
    let judge = |(at, date): (usize, &Found<When>)| {
        let setting = found.settings.get(at).unwrap_or(&none);
        let look = Look {
            page,
            draft,
            date,
            setting,
            whole,
        };
        Judged::of(look.features())
    };
    let mut judged: Vec<Judged> = found.dates.iter().enumerate().map(judge).collect();
    for at in 1..judged.len().min(found.settings.len()) {
        let (before, own) = (&found.settings[at - 1], &found.settings[at]);
        let beside = before.sentence == own.sentence
            && found.dates[at - 1].span.end <= found.dates[at].span.start
            && found.dates[at].span.start - found.dates[at - 1].span.end < BESIDE;
        if beside && judged[at - 1].is_biography() && !judged[at].is_told() {
            let mut features = std::mem::take(&mut judged[at].features);
            features.push(Feature::BesideLife);
            judged[at] = Judged::of(features);
        }
    }
    judged
}

/// Bytes between two dates of one sentence that tell of the same.
const BESIDE: u32 = 200;

/// What the dates of a draft share.
#[derive(Clone, Copy)]
struct Whole {
    newest: Option<Date>,
    /// From the first to the last passage of the body.
    body: Option<Span>,
    /// The first passage, with the next where it is but a line.
    opening: Option<Span>,
}

/// Bytes of a passage that is but a line before the text.
const LINE: usize = 160;

impl Whole {
    fn of(draft: &Draft, found: &Findings) -> Whole {
        let first = draft.body.first().copied();
        let second = draft
            .body
            .get(1)
            .filter(|_| first.is_some_and(|first| first.len() < LINE));
        Whole {
            newest: newest(found),
            body: draft.body.iter().copied().reduce(Span::join),
            opening: first.map(|first| second.map_or(first, |second| first.join(*second))),
        }
    }
}

/// The newest day or month of a text. Last days are left out, and beside what took place what
/// is still to come.
fn newest(found: &Findings) -> Option<Date> {
    let tells = |setting: &Setting, wanted: &[DateCue]| {
        let told = |(cue, nearness): &(DateCue, Nearness)| {
            *nearness != Nearness::Sentence && wanted.contains(cue)
        };
        setting.cues.iter().any(told)
    };
    let held = found
        .settings
        .iter()
        .any(|setting| tells(setting, &[DateCue::Held]));
    let to_come = |setting: &Setting| {
        tells(setting, &[DateCue::Next, DateCue::DueBy, DateCue::Apply])
            || (held && tells(setting, &[DateCue::Ahead]) && !tells(setting, &[DateCue::Held]))
    };
    let exact = |when: &When| {
        matches!(when.precision, Precision::Day | Precision::Month) && !when.is_until()
    };
    let dates = found.dates.iter().zip(&found.settings);
    dates
        .filter(|(date, setting)| exact(&date.value) && !to_come(setting))
        .filter_map(|(date, _)| date.value.start)
        .max()
}

/// Days after which, and years after which, an earlier date tells of another time. Of the news
/// of the gold documents nine in ten were written within a month of the event.
const WEEKS: i32 = 60;
const MONTHS: i32 = 200;
const YEARS: i32 = 600;
const DECADES: i32 = 5500;

/// The first year of which pages of the web tell as of the present.
const WEB: i16 = 1990;

/// Longest row of days that is one activity.
const ROW: i32 = 45;

/// And of the longest campaign: reading programmes go on for a summer, exhibitions for a season.
const SEASON: i32 = 130;

/// Sentences in which `today` means the day of the text; the parts of a dateline count as such.
const OPENING: usize = 3;

struct Look<'a> {
    page: &'a PageContext<'a>,
    draft: &'a Draft,
    date: &'a Found<When>,
    setting: &'a Setting,
    whole: Whole,
}

impl Look<'_> {
    fn features(&self) -> Vec<Feature> {
        let mut features = Vec::with_capacity(12);
        self.form(&mut features);
        self.place(&mut features);
        self.age(&mut features);
        let cues = self.setting.cues.iter();
        features.extend(cues.map(|(cue, nearness)| Feature::Cue(*cue, *nearness)));
        features
    }

    fn form(&self, features: &mut Vec<Feature>) {
        let when = &self.date.value;
        let length = when
            .start
            .zip(when.end)
            .map(|(one, two)| (two - one).get_days());
        features.push(match when.precision {
            Precision::Day if length.is_some_and(|days| days > SEASON) => Feature::Years,
            Precision::Day if length.is_some_and(|days| days > ROW) => Feature::Month,
            Precision::Day if length.is_some_and(|days| days > 0) => Feature::Days,
            Precision::Day => Feature::Day,
            Precision::Bounded => Feature::Within,
            Precision::Month => Feature::Month,
            Precision::Quarter => Feature::Quarter,
            Precision::Year if length.is_some_and(|days| days > 366) => Feature::Years,
            Precision::Year => Feature::Year,
        });
        let rule = self.date.rule;
        let late = !self.is_opening() || self.setting.sentence >= OPENING;
        let seen = [
            (when.is_until(), Feature::Until),
            (when.is_since(), Feature::Since),
            (when.yearless.is_some(), Feature::Yearless),
            (rule == "relative", Feature::Told),
            (
                rule == "relative" && late && !self.is_heading(),
                Feature::ToldLate,
            ),
            (rule == "weekday", Feature::Weekday),
            (self.setting.quoted && !self.is_heading(), Feature::Quoted),
            (self.setting.bracketed, Feature::Bracketed),
            (self.setting.of_noun, Feature::OfNoun),
            (
                self.setting.beside_until && !when.is_until(),
                Feature::BesideUntil,
            ),
            (self.setting.defined, Feature::Defined),
            (self.setting.tense == Some(Tense::Past), Feature::PastVerb),
            (
                self.setting.tense == Some(Tense::Perfect),
                Feature::PerfectVerb,
            ),
        ];
        push(features, &seen);
    }

    /// Whether it stands in the opening of the body.
    fn is_opening(&self) -> bool {
        let opening = self.whole.opening;
        opening.is_some_and(|opening| opening.contains(self.date.span))
    }

    fn is_heading(&self) -> bool {
        let heading = self.draft.heading;
        heading.is_some_and(|heading| heading.contains(self.date.span))
    }

    fn place(&self, features: &mut Vec<Feature>) {
        let span = self.date.span;
        let heading = self.is_heading();
        let report = self.page.kind == DocumentKind::Report;
        let far = if heading { 0.0 } else { self.position() };
        let first = self.is_opening() && self.setting.sentence == 0;
        let cell = self.draft.when.is_some_and(|cell| cell.contains(span));
        let exact = self.date.value.precision == Precision::Day;
        let in_dateline = self.page.datelines.iter().any(|zone| zone.contains(span));
        let late = far > 0.5;
        let seen = [
            (cell && exact, Feature::Cell),
            (cell && !exact, Feature::CellVague),
            (heading, Feature::Heading),
            (
                heading && report && self.ends_heading(),
                Feature::HeadingEnd,
            ),
            (!heading && first, Feature::OpensText),
            (!heading && self.setting.opens, Feature::OpensSentence),
            (late, Feature::Late),
            (!report && late && self.is_vague(), Feature::LateYear),
            // The day line of a programme's first event stands where a dateline would.
            (in_dateline && !cell, Feature::Dateline),
        ];
        push(features, &seen);
    }

    fn is_vague(&self) -> bool {
        self.date.value.precision == Precision::Year
    }

    /// Whether it stands in the second half of its heading.
    fn ends_heading(&self) -> bool {
        let end = |heading: Span| (heading.start + heading.end) / 2;
        self.draft
            .heading
            .is_some_and(|heading| self.date.span.start >= end(heading))
    }

    /// How far into the body it stands, from 0 to 1.
    fn position(&self) -> f64 {
        self.whole.body.map_or(0.0, |body| {
            let before = self.date.span.start.saturating_sub(body.start);
            f64::from(before) / body.len().max(1) as f64
        })
    }

    fn age(&self, features: &mut Vec<Feature>) {
        let when = &self.date.value;
        let published = self
            .page
            .published
            .as_ref()
            .map(|published: &Published| published.day);
        let Some(day) = when.start.or(when.end) else {
            return;
        };
        let anchor = published.or(self.whole.newest).unwrap_or(day);
        // A month or year that holds the day of publication is not older than it.
        let last = when.end.unwrap_or(day).max(day);
        let old = (anchor - last.min(anchor)).get_days();
        let near = published.is_some_and(|published| {
            let ahead = (day - published).get_days();
            old <= WEEKS && ahead <= WEEKS
        });
        let seen = [
            (near, Feature::NearPublished),
            (self.whole.newest == Some(day), Feature::Newest),
            ((WEEKS..MONTHS).contains(&old), Feature::WeeksOld),
            ((MONTHS..YEARS).contains(&old), Feature::MonthsOld),
            ((YEARS..DECADES).contains(&old), Feature::YearsOld),
            (old >= DECADES, Feature::DecadesOld),
            (last.year() < WEB, Feature::BeforeWeb),
            (
                published.is_some_and(|published| day > published),
                Feature::AheadOfPublished,
            ),
        ];
        push(features, &seen);
    }
}

fn push(features: &mut Vec<Feature>, seen: &[(bool, Feature)]) {
    features.extend(
        seen.iter()
            .filter(|(seen, _)| *seen)
            .map(|(_, feature)| *feature),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_feature_and_every_feature_a_row() {
        let table = include_str!("../../schemas/tables/date-roles.tsv");
        let lines: Vec<&str> = table
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect();
        for line in &lines {
            assert!(row(line).is_some(), "{line}");
        }
        let header = table
            .lines()
            .find(|line| line.starts_with("# feature\t"))
            .unwrap();
        let columns: Vec<&str> = header.split('\t').collect();
        let names: Vec<&str> = ROLES.iter().map(|(name, _)| *name).collect();
        assert_eq!(columns[1..columns.len() - 1], names);
        for (name, feature) in FEATURES {
            assert!(TABLE.contains_key(&feature), "{name}");
        }
        for (at, (_, role)) in ROLES.iter().enumerate() {
            assert_eq!(at, *role as usize);
        }
    }
}
