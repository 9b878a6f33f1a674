//! What speaks for and against two activities being one event, in one table of points.

use super::traits::{ActivityTraits, Rarity};

/// What is seen of a pair.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PairSign {
    Days,
    FirstDay,
    City,
    OtherCity,
    OtherCountry,
    Title,
    OtherTitle,
    Bodies,
    OtherBodies,
    People,
    OtherPeople,
    Count,
    OtherCount,
    Number,
    Sort,
    OtherSort,
    /// These make a link by themselves.
    Address,
    Page,
    Text,
}

/// A sign with its points in hundredths, its words and the field it was seen in. Points of what may
/// agree in part are those of the whole. Set by hand on made registers, `benches/link.py --seed 1`
/// to `--seed 4`.
const TABLE: [(PairSign, i32, &str, &str); 19] = [
    (PairSign::Days, 20, "the days agree", "/date"),
    (PairSign::FirstDay, 12, "the first day agrees", "/date"),
    (PairSign::City, 20, "the city agrees", "/place/city"),
    (PairSign::OtherCity, -45, "the cities differ", "/place/city"),
    (
        PairSign::OtherCountry,
        -45,
        "the countries differ",
        "/place/country",
    ),
    (PairSign::Title, 40, "words of the title agree", "/title"),
    (PairSign::OtherTitle, -30, "the titles differ", "/title"),
    (
        PairSign::Bodies,
        22,
        "organizations agree",
        "/organizations",
    ),
    (
        PairSign::OtherBodies,
        -15,
        "the organizations differ",
        "/organizations",
    ),
    (PairSign::People, 25, "people agree", "/people"),
    (PairSign::OtherPeople, -20, "the people differ", "/people"),
    (PairSign::Count, 25, "as many came", "/attendance"),
    (
        PairSign::OtherCount,
        -25,
        "another number came",
        "/attendance",
    ),
    (PairSign::Number, 8, "a number agrees", "/description"),
    (PairSign::Sort, 6, "the type agrees", "/type"),
    (PairSign::OtherSort, -10, "the types differ", "/type"),
    (
        PairSign::Address,
        0,
        "the row carries the address of the page",
        "/urls",
    ),
    (PairSign::Page, 0, "the page is the same", "/source/url"),
    (PairSign::Text, 0, "the text is the same", "/description"),
];

/// From here on it is one event: day, city, body and type alone are not enough.
pub const ENOUGH: i32 = 69;
/// Shares, in hundredths, from which two agree, and below which they differ. Of people a first name
/// alone is no agreement.
const TITLE: [i32; 2] = [45, 30];
const BODIES: [i32; 2] = [30, 15];
const PEOPLE: [i32; 2] = [60, 60];
/// Hundredths by which two counts of one crowd may differ.
const NEAR: u64 = 10;

impl PairSign {
    fn row(self) -> &'static (PairSign, i32, &'static str, &'static str) {
        // Every sign has its row, in the order of the enum.
        &TABLE[self as usize]
    }

    pub fn words(self) -> &'static str {
        self.row().2
    }

    /// JSON Pointer of what it was seen in.
    pub fn field(self) -> &'static str {
        self.row().3
    }
}

/// The signs of a pair and their sum.
#[derive(Debug, Default)]
pub struct WeighedPair {
    pub sum: i32,
    pub signs: Vec<PairSign>,
}

impl WeighedPair {
    fn add(&mut self, sign: PairSign, share: i32) {
        self.sum += sign.row().1 * share.min(100) / 100;
        self.signs.push(sign);
    }

    /// What agrees in part.
    fn part(
        &mut self,
        share: Option<i32>,
        from: [i32; 2],
        agree: PairSign,
        differ: Option<PairSign>,
    ) {
        match (share, differ) {
            (Some(share), _) if share >= from[0] => self.add(agree, share),
            (Some(share), Some(differ)) if share < from[1] => self.add(differ, 100),
            _ => {}
        }
    }

    /// What agrees or does not.
    fn whole<T: PartialEq>(
        &mut self,
        two: (Option<T>, Option<T>),
        agree: PairSign,
        differ: PairSign,
    ) {
        if let (Some(one), Some(other)) = two {
            self.add(if one == other { agree } else { differ }, 100);
        }
    }
}

/// Weighs two activities.
pub fn weigh(a: &ActivityTraits, b: &ActivityTraits, rarity: &Rarity) -> WeighedPair {
    let mut all = WeighedPair::default();
    match (a.days, b.days) {
        (Some(one), Some(other)) if one == other => all.add(PairSign::Days, 100),
        (Some(one), Some(other)) if one.0 == other.0 => all.add(PairSign::FirstDay, 100),
        _ => {}
    }
    all.whole((a.city, b.city), PairSign::City, PairSign::OtherCity);
    if a.country.is_some() && b.country.is_some() && a.country != b.country {
        all.add(PairSign::OtherCountry, 100);
    }
    let told = rarity.contained(&a.title, &b.text);
    let title = told.max(rarity.contained(&b.title, &a.text));
    // Titles in two languages share names only.
    let comparable = a.language == b.language && !a.title.is_empty() && !b.title.is_empty();
    all.part(
        title,
        TITLE,
        PairSign::Title,
        comparable.then_some(PairSign::OtherTitle),
    );
    let bodies = rarity.share(&a.bodies, &b.bodies);
    all.part(
        bodies,
        BODIES,
        PairSign::Bodies,
        Some(PairSign::OtherBodies),
    );
    let people = rarity.share(&a.people, &b.people);
    all.part(
        people,
        PEOPLE,
        PairSign::People,
        Some(PairSign::OtherPeople),
    );
    count(a, b, &mut all);
    all.whole((a.sort, b.sort), PairSign::Sort, PairSign::OtherSort);
    all
}

fn count(a: &ActivityTraits, b: &ActivityTraits, all: &mut WeighedPair) {
    if let (Some(one), Some(other)) = (a.count, b.count) {
        match one == other {
            true => all.add(PairSign::Count, 100),
            false if far(one, other) => all.add(PairSign::OtherCount, 100),
            false => {}
        }
    } else if a.numbers.iter().any(|n| b.numbers.binary_search(n).is_ok()) {
        all.add(PairSign::Number, 100);
    }
}

/// Whether two counts are no counts of one crowd.
fn far(one: u32, other: u32) -> bool {
    let (most, apart) = (u64::from(one.max(other)), u64::from(one.abs_diff(other)));
    apart * 100 > most * NEAR
}

/// What two that tell of the same thing do not agree in, as JSON Pointers.
pub fn conflicts(a: &ActivityTraits, b: &ActivityTraits) -> Vec<String> {
    let mut all = Vec::new();
    if let (Some(one), Some(other)) = (a.days, b.days)
        && (one.1 < other.0 || other.1 < one.0)
    {
        all.push("/date".to_owned());
    }
    if let (Some(one), Some(other)) = (a.city, b.city)
        && one != other
        && !a.online
        && !b.online
    {
        all.push("/place/city".to_owned());
    }
    if let (Some(one), Some(other)) = (a.count, b.count)
        && far(one, other)
    {
        all.push("/attendance/count".to_owned());
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sign_stands_in_its_row() {
        for (at, (sign, ..)) in TABLE.iter().enumerate() {
            assert_eq!(*sign as usize, at);
        }
    }
}
