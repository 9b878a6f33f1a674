//! What is compared of an activity, in short: stems of its words as digests,
//! so that a register of any size lies in memory and names are alike in two
//! scripts.

use crate::key::{self, folded};
use crate::record::{Activity, ActivityKind, Mode, Precision};
use crate::source::short_digest;
use std::collections::HashMap;

/// An activity as links see it.
#[derive(Debug, Default)]
pub struct Traits {
    pub id: String,
    pub title: Option<String>,
    pub path: String,
    pub url: Option<String>,
    pub key: u64,
    pub page: u64,
    /// Pages that its addresses lead to.
    pub leads: Vec<u64>,
    /// First and last day, where they are days.
    pub days: Option<(String, String)>,
    pub country: Option<String>,
    pub city: Option<String>,
    pub online: bool,
    /// Stems, sorted.
    pub words: Vec<u32>,
    pub organizations: Vec<u32>,
    pub people: Vec<u32>,
    pub numbers: Vec<u32>,
    /// Neither a project nor a stage of one.
    pub is_activity: bool,
}

impl Traits {
    pub fn of(activity: &Activity) -> Traits {
        let source = &activity.source;
        let digest = |text: &str| short_digest(text.as_bytes());
        let leads = activity
            .urls
            .iter()
            .filter(|url| key::address(url).is_some());
        let names = activity.organizations.iter().map(|o| o.name.as_str());
        let people = activity.people.iter().map(|person| person.name.as_str());
        let day = |date: &Option<String>| date.clone();
        let date = activity
            .date
            .as_ref()
            .filter(|date| date.precision == Precision::Day);
        let place = &activity.place;
        Traits {
            id: activity.id.clone(),
            title: activity.title.clone(),
            path: source.path.clone(),
            url: source.url.clone(),
            key: digest(activity.key.as_deref().unwrap_or(&activity.id)),
            page: digest(&key::page(source.url.as_deref(), &source.path)),
            leads: leads.map(|url| digest(&key::page(Some(url), ""))).collect(),
            days: date.and_then(|date| Some((day(&date.start)?, day(&date.end)?))),
            country: place.country.clone().or(activity.reporting_country.clone()),
            city: place
                .city
                .as_deref()
                .map(|city| stem(&latin(&folded(city)))),
            online: activity.mode == Some(Mode::Online),
            words: stems(activity.title.as_deref().into_iter()),
            organizations: stems(names),
            people: stems(people),
            numbers: numbers(activity),
            is_activity: activity.kind == ActivityKind::Activity,
        }
    }
}

/// Letters of a word that stand for it: the rest is inflection, and spelling of sounds that
/// scripts write differently.
const STEM: usize = 5;

fn stem(word: &str) -> String {
    word.chars().take(STEM).collect()
}

/// Digests of the stems of texts.
fn stems<'t>(texts: impl Iterator<Item = &'t str>) -> Vec<u32> {
    let mut all = Vec::new();
    for text in texts {
        let text = latin(&folded(text));
        let words = text.split(' ').filter(|word| word.chars().count() > 2);
        all.extend(words.map(|word| short_digest(stem(word).as_bytes()) as u32));
    }
    all.sort_unstable();
    all.dedup();
    all
}

/// Numbers of title and description that are no years and no days.
fn numbers(activity: &Activity) -> Vec<u32> {
    let text = activity.title.iter().chain(&activity.description);
    let mut all: Vec<u32> = text
        .flat_map(|text| text.split(|c: char| !c.is_ascii_digit()))
        .filter_map(|digits| digits.parse().ok())
        .filter(|number| (32..1900).contains(number) || (2101..1_000_000).contains(number))
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Cyrillic as Latin, by sound, so that a name is alike in both.
pub fn latin(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let mut own = [0; 4];
        out.push_str(match c {
            'а' | 'ә' => "a",
            'б' => "b",
            'в' => "v",
            'г' | 'ғ' => "g",
            'д' => "d",
            'е' | 'э' | 'ё' => "e",
            'ж' | 'ҷ' => "j",
            'з' => "z",
            'и' | 'й' | 'і' | 'ы' | 'ӣ' => "i",
            'к' | 'қ' => "k",
            'л' => "l",
            'м' => "m",
            'н' | 'ң' => "n",
            'о' | 'ө' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' | 'ү' | 'ұ' | 'ў' | 'ӯ' => "u",
            'ф' => "f",
            'х' | 'һ' | 'ҳ' => "h",
            'ц' => "ts",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "sh",
            'ъ' | 'ь' | 'ʻ' | '’' => "",
            'ю' => "iu",
            'я' => "ia",
            'y' => "i",
            'q' => "k",
            'w' => "v",
            'x' => "h",
            'ä' | 'ə' => "a",
            'ö' => "o",
            'ü' => "u",
            'ş' => "sh",
            'ç' => "ch",
            'ž' => "j",
            'ň' => "n",
            'ý' => "i",
            other => other.encode_utf8(&mut own),
        });
    }
    out
}

/// How much a stem tells: less, the more activities have it.
pub struct Rarity(HashMap<u32, u32>, f64);

impl Rarity {
    pub fn of(all: &[Traits]) -> Rarity {
        let mut counts: HashMap<u32, u32> = HashMap::new();
        for traits in all {
            let words = traits
                .words
                .iter()
                .chain(&traits.organizations)
                .chain(&traits.people);
            words.for_each(|word| *counts.entry(*word).or_default() += 1);
        }
        Rarity(counts, all.len().max(2) as f64)
    }

    pub fn count(&self, word: u32) -> u32 {
        self.0.get(&word).copied().unwrap_or(1)
    }

    fn weight(&self, word: u32) -> f64 {
        (self.1 / f64::from(self.count(word))).ln().max(0.05)
    }

    /// What two lists share of the shorter one, by weight, in hundredths; none where one is empty.
    pub fn share(&self, a: &[u32], b: &[u32]) -> Option<i32> {
        let sum = |list: &[u32]| list.iter().map(|word| self.weight(*word)).sum::<f64>();
        let common: f64 = a
            .iter()
            .filter(|word| b.binary_search(word).is_ok())
            .map(|word| self.weight(*word))
            .sum();
        let least = sum(a).min(sum(b));
        (least > 0.0).then(|| (common * 100.0 / least).round() as i32)
    }
}
