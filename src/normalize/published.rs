//! When the page was published and changed: the claims of the head, of scripts
//! and of visible lines held against each other.

use super::dateline::Dateline;
use crate::document::{Candidate, Document, Kind, Property, Witness};
use crate::draft::Draft;
use crate::field::date::dateline::{self, DateOrder};
use crate::field::date::{Reference, find};
use crate::lexicon::{LEXICON, begins_with};
use crate::record::Precision;
use crate::span::{Passage, Span};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// When the page was published and where that stands.
#[derive(Clone, Debug)]
pub struct Published {
    pub day: Date,
    pub witness: Witness,
    /// It is the day of a change, and nothing tells of an earlier one.
    pub unstated: bool,
}

impl Published {
    fn of(reading: &DayCandidate) -> Published {
        Published {
            day: reading.day,
            witness: reading.candidate.witness.clone(),
            unstated: false,
        }
    }

    /// The day of a dateline in the main text.
    pub fn told(dateline: &Dateline) -> Option<Published> {
        Some(Published {
            day: dateline.day?,
            witness: Witness::Text(dateline.span),
            unstated: false,
        })
    }

    /// The day of a change, for want of a better one.
    fn of_change(reading: &DayCandidate) -> Published {
        Published {
            unstated: true,
            ..Published::of(reading)
        }
    }
}

/// Where the day of publication is shown: datelines and stamps.
pub fn datelines(document: &Document, dateline: Option<&Dateline>) -> Vec<Span> {
    let candidates = document.meta.candidates.iter();
    let title = document
        .meta
        .best(Property::Title)
        .map(|title| &title.witness);
    // A day within the headline is that of what it tells.
    let dated = candidates.filter(|c| {
        let about = matches!(c.property, Property::Published | Property::Modified);
        about && c.weight > 0.0 && Some(&c.witness) != title
    });
    let shown = dated.filter_map(|candidate| match candidate.witness {
        Witness::Text(span) => Some(span),
        Witness::Outside(_) => None,
    });
    shown
        .chain(dateline.map(|dateline| dateline.zone))
        .collect()
}

/// A candidate that is a day.
struct DayCandidate<'d> {
    day: Date,
    candidate: &'d Candidate,
}

impl DayCandidate<'_> {
    fn shown(&self) -> bool {
        matches!(self.candidate.witness, Witness::Text(_))
    }

    fn in_address(&self) -> bool {
        matches!(&self.candidate.witness, Witness::Outside(from) if from == "url")
    }

    fn in_head(&self) -> bool {
        matches!(&self.candidate.witness, Witness::Outside(from) if from.starts_with("meta:"))
    }

    /// Whether it stands beside the headline.
    fn dateline(&self) -> bool {
        self.shown() && self.candidate.weight >= DATELINE
    }

    /// Whether it is a moment by the clock of Greenwich; midnight is a day without an hour.
    fn universal(&self) -> bool {
        let value = self.candidate.value.as_str();
        value.contains('T')
            && !value.contains("T00:00:00")
            && (value.ends_with('Z') || value.ends_with("+00:00"))
    }
}

/// A dateline beside the headline weighs at least this.
const DATELINE: f32 = 0.45;
/// A day that stands by itself near the headline weighs at least this.
const ALONE: f32 = 0.25;

/// The publication day: the best candidate that is a date, unless the page itself shows that
/// it is the day on another side of the globe, or that of the last change.
pub fn published(document: &Document, language: Option<&str>) -> Option<Published> {
    let readings = readings(document, Property::Published, language);
    let Some(best) = first_stated(&readings) else {
        return changed(document, language);
    };
    if let Some(local) = local(best, &readings) {
        return Some(Published::of(local));
    }
    Some(earlier(best, &readings, document, language).unwrap_or_else(|| Published::of(best)))
}

/// The day of the last change that readers see beside the headline, where nothing tells when the
/// page first appeared: what they have before them was published then. A line behind the text
/// counts where it gives the state of things (`Stand: 04.05.2021`); others speak of the system that
/// keeps the page.
fn changed(document: &Document, language: Option<&str>) -> Option<Published> {
    let state = |reading: &DayCandidate| {
        let value = reading.candidate.value.to_lowercase();
        reading.shown()
            && reading.candidate.weight >= ALONE
            && begins_with(&value, &LEXICON.state_word).is_some()
    };
    let changed = readings(document, Property::Modified, language);
    changed
        .iter()
        .find(|reading| reading.dateline() || state(reading))
        .map(Published::of_change)
}

/// The day of the last change, ISO 8601.
pub fn modified(document: &Document, language: Option<&str>) -> Option<String> {
    readings(document, Property::Modified, language)
        .first()
        .map(|modified| modified.day.to_string())
}

/// The best candidate; of several `meta` elements that weigh the same the earliest, as systems
/// state anew when they publish again.
fn first_stated<'r, 'd>(readings: &'r [DayCandidate<'d>]) -> Option<&'r DayCandidate<'d>> {
    let best = readings.first()?;
    let alike = readings
        .iter()
        .filter(|other| other.candidate.weight == best.candidate.weight && other.in_head());
    let alike: Vec<&DayCandidate> = alike.collect();
    // More than two of them are those of the items of a list.
    if best.in_head() && alike.len() == 2 {
        alike.into_iter().min_by_key(|other| other.day)
    } else {
        Some(best)
    }
}

/// The neighbouring day that readers see, where the best moment is in universal time.
fn local<'r, 'd>(
    best: &DayCandidate,
    readings: &'r [DayCandidate<'d>],
) -> Option<&'r DayCandidate<'d>> {
    let seen =
        |other: &&DayCandidate| other.in_address() || (other.dateline() && !other.universal());
    if !best.universal()
        || readings
            .iter()
            .filter(seen)
            .any(|other| other.day == best.day)
    {
        return None;
    }
    readings
        .iter()
        .filter(seen)
        .find(|other| (other.day - best.day).get_days().abs() == 1)
}

/// An earlier day that readers see beside the headline is the true one: some systems give the day
/// of the last change, or of a move to another system, as that of publication. Where the head
/// gives the same day for both, a day that stands by itself near the headline is enough. Another
/// visible line that says the same as the head speaks for it. What was changed on an earlier day
/// was there by then.
fn earlier(
    best: &DayCandidate,
    readings: &[DayCandidate],
    document: &Document,
    language: Option<&str>,
) -> Option<Published> {
    let changed = self::readings(document, Property::Modified, language);
    let there = changed
        .iter()
        .filter(|other| other.dateline() && !best.dateline() && other.day < best.day);
    let unspoken = !best.shown()
        && !readings
            .iter()
            .any(|other| other.shown() && other.day == best.day);
    let stamped = changed
        .iter()
        .find(|reading| !reading.shown())
        .is_some_and(|changed| best.day >= changed.day);
    let least = if stamped { ALONE } else { DATELINE };
    let seen = |other: &&DayCandidate| {
        other.shown() && other.candidate.weight >= least && other.day < best.day
    };
    let published = readings
        .iter()
        .filter(|other| unspoken && seen(other))
        .map(Published::of);
    published.chain(there.map(Published::of_change)).next()
}

/// The candidates that are days, the best first.
fn readings<'d>(
    document: &'d Document,
    property: Property,
    language: Option<&str>,
) -> Vec<DayCandidate<'d>> {
    let order = order(document, language);
    let believed = |candidate: &&Candidate| {
        candidate.property == property && candidate.weight > 0.0 && !in_table(document, candidate)
    };
    let mut readings: Vec<DayCandidate> = document
        .meta
        .candidates
        .iter()
        .filter(believed)
        .filter_map(|candidate| {
            let value = candidate.value.as_str();
            let day = iso_day(value).or_else(|| first_day(Passage::new(value), language, order))?;
            Some(DayCandidate { day, candidate })
        })
        .collect();
    turn_swapped(&mut readings);
    readings.sort_by(|a, b| b.candidate.weight.total_cmp(&a.candidate.weight));
    without_items(&mut readings);
    readings
}

/// A visible day in numbers is the one that the page gives for machines, where it is the same with
/// day and month exchanged: `11.03.21` beside `2021-11-03`.
fn turn_swapped(readings: &mut [DayCandidate]) {
    let stated = readings.iter().filter(|reading| !reading.shown());
    let stated: Vec<Date> = stated.map(|reading| reading.day).collect();
    for reading in readings.iter_mut().filter(|reading| reading.shown()) {
        let day = reading.day;
        let numeric = !reading.candidate.value.chars().any(char::is_alphabetic);
        let swapped = Date::new(day.year(), day.day(), day.month()).ok();
        if let Some(swapped) = swapped
            && numeric
            && !stated.contains(&day)
            && stated.contains(&swapped)
        {
            reading.day = swapped;
        }
    }
}

/// So many days in the microdata of a page are those of what it lists or holds.
const ITEMS: usize = 3;

/// Leaves out the days of other pages that a page lists. Where the first is the earliest they are
/// of the posts of a thread, and that of the first is the thread's.
fn without_items(readings: &mut Vec<DayCandidate>) {
    let mut days: BTreeMap<&str, Vec<Date>> = BTreeMap::new();
    for reading in readings.iter() {
        if let Witness::Outside(from) = &reading.candidate.witness
            && from.starts_with("microdata:")
        {
            days.entry(from).or_default().push(reading.day);
        }
    }
    days.retain(|_, days| {
        let different: BTreeSet<&Date> = days.iter().collect();
        different.len() >= ITEMS && different.first() != days.first().as_ref()
    });
    readings.retain(|reading| match &reading.candidate.witness {
        Witness::Outside(from) => !days.contains_key(from.as_str()),
        Witness::Text(_) => true,
    });
}

/// Whether the words stand in a table of the main content: a row's day is not the page's.
fn in_table(document: &Document, candidate: &Candidate) -> bool {
    let Witness::Text(span) = candidate.witness else {
        return false;
    };
    document
        .main_blocks()
        .any(|block| matches!(block.kind, Kind::Table(_)) && block.span.contains(span))
}

/// `2020-05-24…` as a day.
fn iso_day(value: &str) -> Option<Date> {
    value.trim().get(..10)?.parse().ok()
}

/// The first whole day written in a passage.
pub fn first_day(passage: Passage, language: Option<&str>, order: DateOrder) -> Option<Date> {
    dateline::day(passage.text, language, order).or_else(|| {
        let found = find(passage, language, &Reference::default());
        let whole = found
            .into_iter()
            .find(|found| found.value.precision == Precision::Day && !found.value.inferred);
        whole.and_then(|found| found.value.start)
    })
}

/// Whether the date found for a list page is the one that an item shows as its own, or for what it
/// tells of. What the head of the page says holds for the page, and the one thing that JSON-LD
/// describes is the page: a thread is as old as its first post.
pub fn is_an_items(document: &Document, drafts: &[Draft], published: &Published) -> bool {
    if let Witness::Outside(from) = &published.witness {
        let alike = document
            .meta
            .candidates
            .iter()
            .filter(|candidate| candidate.witness == published.witness);
        if from.starts_with("meta:") || (from == "json-ld:datePublished" && alike.count() == 1) {
            return false;
        }
    }
    let own = drafts
        .iter()
        .flat_map(|draft| [draft.published, draft.when]);
    own.flatten()
        .filter_map(|span| first_day(document.passage(span), None, DateOrder::default()))
        .any(|own| own == published.day)
}

/// Endings of hosts that say nothing of a country.
const EVERYWHERE: [&str; 7] = ["us", "io", "co", "tv", "me", "ai", "fm"];

/// Whether the page writes the month before the day: English does where no language, region or
/// country of the address says otherwise, and no day that the page gives for machines.
fn order(document: &Document, language: Option<&str>) -> DateOrder {
    let english = language.is_some_and(|tag| tag == "en" || tag.starts_with("en-"));
    let elsewhere = || of_another_language(document) || of_another_country(document);
    if english && !elsewhere() && !shows_day_first(document) {
        DateOrder::MonthFirst
    } else {
        DateOrder::DayFirst
    }
}

/// What stands first in `05/12/2015` of a text: the month where the page declares the United
/// States as its region. English alone says nothing of a text about other countries.
pub fn order_of_text(document: &Document) -> DateOrder {
    let american = |c: &&Candidate| {
        let region = c.value.split(['-', '_']).nth(1);
        c.property == Property::Language
            && region.is_some_and(|region| region.eq_ignore_ascii_case("us"))
    };
    if document.meta.candidates.iter().any(|c| american(&c)) && !shows_day_first(document) {
        DateOrder::MonthFirst
    } else {
        DateOrder::DayFirst
    }
}

/// Whether the page declares another language than English, or a region but the United States.
fn of_another_language(document: &Document) -> bool {
    let tags = document
        .meta
        .candidates
        .iter()
        .filter(|c| c.property == Property::Language);
    let regions = tags
        .clone()
        .filter_map(|c| c.value.split_once('-'))
        .map(|(_, region)| region);
    let region = regions.into_iter().find(|region| region.len() == 2);
    let language = tags
        .map(|c| c.value.split('-').next().unwrap_or(""))
        .find(|language| language.len() == 2);
    region.is_some_and(|region| !region.eq_ignore_ascii_case("us"))
        || language.is_some_and(|language| !language.eq_ignore_ascii_case("en"))
}

/// Whether a day that the page shows is one that it gives for machines, read day first and only so.
fn shows_day_first(document: &Document) -> bool {
    let dated = || {
        let dated = document
            .meta
            .candidates
            .iter()
            .map(|candidate| (candidate.property, candidate.value.as_str()));
        dated
            .filter(|(property, _)| matches!(property, Property::Published | Property::Modified))
            .map(|(_, value)| value)
    };
    let stated: Vec<Date> = dated().filter_map(iso_day).collect();
    dated().filter(|value| value.contains('/')).any(|value| {
        let read =
            |order| dateline::day(value, None, order).is_some_and(|day| stated.contains(&day));
        read(DateOrder::DayFirst) && !read(DateOrder::MonthFirst)
    })
}

fn of_another_country(document: &Document) -> bool {
    let url = document
        .meta
        .best(Property::Url)
        .map_or("", |candidate| candidate.value.as_str());
    let host = url
        .split_once("://")
        .map_or("", |(_, rest)| rest)
        .split(['/', ':'])
        .next()
        .unwrap_or("");
    let ending = host.rsplit('.').next().unwrap_or("");
    ending.len() == 2 && !EVERYWHERE.contains(&ending)
}

#[cfg(test)]
mod tests {
    use crate::source::Hints;

    /// The day of publication of a page with this head and this line below its headline.
    fn day(head: &str, line: &str, behind: &str) -> Option<String> {
        let text = "<p>The town library opened a reading room for children and their parents, with books in four \
            languages and a corner for games, and invites everybody to come.</p>";
        let page = format!(
            "<html lang=en><head><title>A new reading room</title>{head}</head><body><article>\
            <h1>A new reading room</h1><p class=date>{line}</p>{text}{text}</article>{behind}</body></html>"
        );
        crate::extract(page.as_bytes(), &Hints::path("page.html"))
            .unwrap()
            .published
    }

    const MOVED: &str = "<meta property=article:published_time content=2024-08-07T12:01:51Z>";

    #[test]
    fn an_earlier_day_beside_the_headline_is_believed_and_a_later_one_is_not() {
        assert_eq!(
            day(MOVED, "December 30, 2013", "").as_deref(),
            Some("2013-12-30")
        );
        assert_eq!(
            day(MOVED, "September 9, 2024", "").as_deref(),
            Some("2024-08-07")
        );
    }

    #[test]
    fn a_page_that_only_says_when_it_was_changed_was_published_then() {
        assert_eq!(
            day("", "Last updated: May 4, 2021", "").as_deref(),
            Some("2021-05-04")
        );
        assert_eq!(
            day(MOVED, "Last updated: May 4, 2025", "").as_deref(),
            Some("2024-08-07")
        );
        assert_eq!(
            day(MOVED, "Last updated: May 4, 2021", "").as_deref(),
            Some("2021-05-04")
        );
        assert_eq!(
            day(
                "<meta property=article:modified_time content=2024-08-07>",
                "",
                ""
            ),
            None
        );
        assert_eq!(
            day("", "", "<p>Stand: 04.05.2021</p>").as_deref(),
            Some("2021-05-04")
        );
        assert_eq!(day("", "", "<p>Page last changed: 04.05.2021</p>"), None);
    }

    #[test]
    fn the_day_of_an_event_is_not_the_pages() {
        let lines = [
            "Application deadline: May 4, 2021",
            "May 4, 2021, 10:00 – 12:00",
            "May 4-6, 2021",
            "Joined: May 4, 2021",
        ];
        lines
            .iter()
            .for_each(|line| assert_eq!(day("", line, ""), None, "{line}"));
        assert_eq!(
            day("", "Date: May 4, 2021", "").as_deref(),
            Some("2021-05-04")
        );
    }

    #[test]
    fn a_day_for_machines_and_the_declared_language_tell_the_order_of_a_date() {
        let address =
            "<link rel=canonical href=https://library.example/news/2023/october/03/room/>";
        assert_eq!(day("", "03/10/2023", "").as_deref(), Some("2023-03-10"));
        assert_eq!(
            day(address, "03/10/2023", "").as_deref(),
            Some("2023-10-03")
        );
        assert_eq!(
            day("<meta property=og:locale content=en_GB>", "03/10/2023", "").as_deref(),
            Some("2023-10-03")
        );
    }

    #[test]
    fn of_two_moments_of_the_same_kind_the_earlier_is_the_first_publication() {
        let again =
            format!("{MOVED}<meta property=article:published_time content=2019-02-03T09:00:00Z>");
        assert_eq!(day(&again, "", "").as_deref(), Some("2019-02-03"));
    }

    #[test]
    fn the_days_of_listed_pages_are_not_the_pages() {
        let listed = |days: [u8; 3]| -> String {
            days.map(|day| {
                format!("<a href=/{day}>News</a> <span itemprop=datePublished content=2024-03-{day:02}></span>")
            })
            .concat()
        };
        let own = "<meta name=published content='July 17, 2023'>";
        assert_eq!(
            day(own, "", &listed([2, 2, 2])).as_deref(),
            Some("2024-03-02")
        );
        assert_eq!(
            day(own, "", &listed([13, 10, 2])).as_deref(),
            Some("2023-07-17")
        );
    }
}
