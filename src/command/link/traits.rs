//! What is compared of an activity, in short: digests of words and names, so that a register of
//! any size lies in memory. What a link shows is read from the list again.

use super::sound;
use crate::field::vocabulary::city::known_as;
use crate::field::vocabulary::institution::is_generic;
use crate::key;
use crate::record::{Activity, ActivityKind, ActivityType, Mode, Precision};
use crate::source::short_digest;
use std::collections::HashMap;

/// The weight of a word that every activity has.
const LIGHTEST: f64 = 0.05;
/// Shares are told in hundredths.
const HUNDREDTHS: f64 = 100.0;

/// An activity as links see it.
#[derive(Debug, Default)]
pub struct ActivityTraits {
    /// Where its line stands in the list of activities.
    pub start: u64,
    pub length: usize,
    /// Digests of path, key and page.
    pub document: u64,
    pub key: u64,
    pub page: u64,
    pub has_url: bool,
    /// Pages that its addresses lead to.
    pub leads: Box<[u64]>,
    /// First and last day, where they are days: 20210603.
    pub days: Option<(u32, u32)>,
    pub country: Option<[u8; 2]>,
    pub city: Option<u64>,
    pub online: bool,
    pub sort: Option<ActivityType>,
    pub language: u64,
    /// Stems of the title, and of title and text together, without those of names, sorted.
    pub title: Box<[u32]>,
    pub text: Box<[u32]>,
    /// Names of bodies and people by their sound, sorted.
    pub bodies: Box<[u32]>,
    pub people: Box<[u32]>,
    pub numbers: Box<[u32]>,
    /// How many came.
    pub count: Option<u32>,
    /// Of a whole text that is long enough to be told by it.
    pub told: Option<u64>,
    /// Neither a project nor a stage of one.
    pub is_activity: bool,
}

/// Words of a text that are looked at: what an activity is about stands at the beginning.
const WORDS: usize = 80;
/// Letters from which a text is told by its words.
const LONG: usize = 100;

impl ActivityTraits {
    pub fn of(activity: &Activity, start: u64, length: usize) -> ActivityTraits {
        let source = &activity.source;
        let leads = activity.urls.iter().filter_map(|url| page(url));
        let names = activity.organizations.iter().map(|o| o.name.as_str());
        let people = activity.people.iter().map(|person| person.name.as_str());
        let city = activity.place.city.as_deref();
        // Names are compared apart: what is left is what the activity is about.
        let named = digests(names.clone().chain(people.clone()).chain(city), sound::stem);
        let (title, text) = (activity.title.as_deref(), activity.description.as_deref());
        ActivityTraits {
            start,
            length,
            document: digest(&source.path),
            key: digest(activity.key.as_deref().unwrap_or(&activity.id)),
            page: digest(&key::page(source.url.as_deref(), &source.path)),
            has_url: source.url.is_some(),
            leads: leads.collect(),
            days: days(activity),
            country: country(activity),
            city: city.map(|city| digest(&city_name(city))),
            online: activity.mode == Some(Mode::Online),
            sort: activity.kind_of.filter(|sort| *sort != ActivityType::Other),
            language: digest(primary(activity.language.as_deref())),
            title: without(&digests(title.into_iter(), sound::stem), &named),
            text: without(&digests(title.into_iter().chain(text), sound::stem), &named),
            // The place tells no body from another of it.
            bodies: digests(names, |word| body(word, city)),
            people: digests(people, sound::skeleton),
            numbers: numbers(activity),
            count: activity.attendance.as_ref().and_then(|a| a.count),
            told: activity.description.as_deref().and_then(told),
            is_activity: activity.kind == ActivityKind::Activity,
        }
    }
}

fn digest(text: &str) -> u64 {
    short_digest(text.as_bytes())
}

/// The page an address leads to; reports leave out how it is fetched.
fn page(url: &str) -> Option<u64> {
    let whole = match url.starts_with("www.") {
        true => format!("http://{url}"),
        false => url.to_owned(),
    };
    key::address(&whole)?;
    Some(digest(&key::page(Some(&whole), "")))
}

/// First and last day of what is dated by days.
fn days(activity: &Activity) -> Option<(u32, u32)> {
    let number = |day: &Option<String>| day.as_deref()?.replace('-', "").parse().ok();
    let date = activity.date.as_ref()?;
    let (start, end) = (number(&date.start)?, number(&date.end)?);
    (date.precision == Precision::Day).then_some((start, end))
}

fn country(activity: &Activity) -> Option<[u8; 2]> {
    let place = activity.place.country.as_ref();
    let code = place.or(activity.reporting_country.as_ref())?;
    code.as_bytes().try_into().ok()
}

/// A city as it is called in the table of cities, by its sound.
fn city_name(city: &str) -> String {
    let words = sound::words(known_as(city).unwrap_or(city));
    words.iter().map(|word| sound::skeleton(word)).collect()
}

fn primary(language: Option<&str>) -> &str {
    language.and_then(|tag| tag.split('-').next()).unwrap_or("")
}

/// Digests of the words of texts in the form in which they are compared, sorted.
fn digests<'t>(texts: impl Iterator<Item = &'t str>, form: impl Fn(&str) -> String) -> Box<[u32]> {
    let mut all: Vec<u32> = Vec::new();
    for text in texts {
        let words = sound::words(text).into_iter().take(WORDS);
        let long = words.filter(|word| word.chars().count() > 2);
        let forms = long.map(|word| form(&word)).filter(|form| !form.is_empty());
        all.extend(forms.map(|form| digest(&form) as u32));
    }
    all.sort_unstable();
    all.dedup();
    all.into()
}

/// A word of a body's name by its sound; nothing where it says what kind of body it is, or where.
fn body(word: &str, city: Option<&str>) -> String {
    let sound = sound::skeleton(word);
    let is_place = |name: &String| {
        let place = sound::skeleton(name);
        place.len() > 2 && sound.starts_with(&place)
    };
    match is_generic(word) || city.is_some_and(|city| sound::words(city).iter().any(is_place)) {
        true => String::new(),
        false => sound,
    }
}

fn without(words: &[u32], others: &[u32]) -> Box<[u32]> {
    let is_other = |word: &&u32| others.binary_search(word).is_err();
    words.iter().filter(is_other).copied().collect()
}

/// Numbers of title and description that are no years and no days.
fn numbers(activity: &Activity) -> Box<[u32]> {
    let text = activity.title.iter().chain(&activity.description);
    let mut all: Vec<u32> = text
        .flat_map(|text| text.split(|c: char| !c.is_ascii_digit()))
        .filter_map(|digits| digits.parse().ok())
        .filter(|number| (32..1900).contains(number) || (2101..1_000_000).contains(number))
        .collect();
    all.sort_unstable();
    all.dedup();
    all.into()
}

/// A text by all its words.
fn told(text: &str) -> Option<u64> {
    let words = sound::words(text).join(" ");
    (words.chars().count() >= LONG).then(|| digest(&words))
}

/// How much a word tells: less, the more activities have it.
pub struct Rarity {
    counts: HashMap<u32, u32>,
    all: f64,
}

/// In a small register every word is rare: it is weighed as if it had as many activities.
const LEAST: usize = 1000;
/// What the words of a title weigh that names one event. Of less, a share counts for less.
const WHOLE: f64 = 9.0;
/// A word of a name that one in so many activities has is no name but a kind (`city library`).
const COMMON: f64 = 4.0;

impl Rarity {
    pub fn of(all: &[ActivityTraits]) -> Rarity {
        let mut counts: HashMap<u32, u32> = HashMap::new();
        for traits in all {
            let names = traits.bodies.iter().chain(&traits.people);
            let words = traits.text.iter().chain(names);
            words.for_each(|word| *counts.entry(*word).or_default() += 1);
        }
        let all = all.len().max(LEAST) as f64;
        Rarity { counts, all }
    }

    fn weight(&self, word: u32) -> f64 {
        let count = self.counts.get(&word).copied().unwrap_or(1);
        (self.all / f64::from(count)).ln().max(LIGHTEST)
    }

    /// The same of a word of a name.
    fn name_weight(&self, word: u32) -> f64 {
        (self.weight(word) - COMMON.ln()).max(0.0)
    }

    fn sum(&self, words: &[u32]) -> f64 {
        words.iter().map(|word| self.weight(*word)).sum()
    }

    fn common(&self, a: &[u32], b: &[u32]) -> f64 {
        let both = a.iter().filter(|word| b.binary_search(word).is_ok());
        both.map(|word| self.weight(*word)).sum()
    }

    /// What two lists of names share of the lighter one, in hundredths; none where one names
    /// nothing.
    pub fn share(&self, a: &[u32], b: &[u32]) -> Option<i32> {
        let sum = |names: &mut dyn Iterator<Item = &u32>| -> f64 {
            names.map(|name| self.name_weight(*name)).sum()
        };
        let least = sum(&mut a.iter()).min(sum(&mut b.iter()));
        let common = sum(&mut a.iter().filter(|name| b.binary_search(name).is_ok()));
        (least > 0.0).then(|| (common * HUNDREDTHS / least).round() as i32)
    }

    /// How much of a title another text tells, in hundredths; none where there is no title.
    pub fn contained(&self, title: &[u32], text: &[u32]) -> Option<i32> {
        let whole = self.sum(title).max(WHOLE);
        (!title.is_empty()).then(|| (self.common(title, text) * HUNDREDTHS / whole).round() as i32)
    }

    /// What two texts share of both together, in hundredths.
    pub fn likeness(&self, a: &[u32], b: &[u32]) -> i32 {
        let common = self.common(a, b);
        let both = self.sum(a) + self.sum(b) - common;
        (common * HUNDREDTHS / both.max(LIGHTEST)).round() as i32
    }
}
