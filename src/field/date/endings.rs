//! Endings of the words of dates: whether one is a plural, and whether it says "of", "from" or
//! "until".

use super::languages::{ANY, Languages};
use super::spelling::fold;
use crate::lookup::{Beginnings, Filter, Rolling, WordMap};

/// What an ending says: "of" (genitive), "from" (ablative) or "up to".
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Case {
    #[default]
    Plain,
    Of,
    From,
    Until,
}

/// What an ending says, and in which languages it is one.
#[derive(Clone, Copy, Default)]
pub struct EndingSense {
    pub languages: Languages,
    pub case: Case,
    pub plural: bool,
}

/// The endings of words: a plural, a possessive and a last one of one language, none of which must
/// be there.
#[derive(Default)]
pub struct DateEndings {
    pub plural: Vec<(Languages, String)>,
    pub possessive: Vec<(Languages, String)>,
    pub last: WordMap<Vec<(Languages, Case)>>,
    /// Of whole endings.
    pub begins: Beginnings,
    pub whole: Filter,
}

impl DateEndings {
    pub fn add(&mut self, bits: Languages, role: &str, forms: &str) -> bool {
        let case = match role {
            "plural" | "possessive" | "ending" => Case::Plain,
            "ending-of" => Case::Of,
            "ending-from" => Case::From,
            "ending-until" => Case::Until,
            _ => return false,
        };
        for form in forms.split(' ') {
            let mut folded = String::new();
            fold(form, &mut folded);
            match role {
                "plural" => self.plural.push((bits, folded)),
                "possessive" => self.possessive.push((bits, folded)),
                _ => self.last.entry(folded).or_default().push((bits, case)),
            }
        }
        true
    }

    /// Adds what stands for no ending, and notes how whole ones begin.
    pub fn complete(&mut self) {
        self.plural.push((ANY, String::new()));
        self.possessive.push((ANY, String::new()));
        self.last
            .entry(String::new())
            .or_default()
            .push((ANY, Case::Plain));
        let mut whole = String::new();
        let mut hashes = Vec::new();
        for (plural_bits, plural) in &self.plural {
            for (possessive_bits, possessive) in &self.possessive {
                for (last, all) in &self.last {
                    if all
                        .iter()
                        .any(|(bits, _)| plural_bits & possessive_bits & bits != 0)
                    {
                        whole.clear();
                        whole.extend([plural, possessive, last].map(String::as_str));
                        self.begins.add(&whole, false);
                        hashes.push(Rolling::of(&whole));
                    }
                }
            }
        }
        self.whole = Filter::for_stems(hashes.len());
        hashes.into_iter().for_each(|hash| self.whole.add(hash));
    }

    /// What the letters say as an ending, however they divide; endings of two languages never make
    /// one.
    pub fn read(&self, letters: &str) -> Option<EndingSense> {
        let mut found: Option<EndingSense> = None;
        for (plural_bits, plural) in &self.plural {
            let Some(rest) = behind(letters, plural) else {
                continue;
            };
            for (possessive_bits, possessive) in &self.possessive {
                let Some(rest) = behind(rest, possessive) else {
                    continue;
                };
                for (last_bits, case) in self.last.get(rest).into_iter().flatten() {
                    let languages = plural_bits & possessive_bits & last_bits;
                    if languages != 0 {
                        let ending = found.get_or_insert_default();
                        ending.languages |= languages;
                        ending.plural = !plural.is_empty();
                        ending.case = if *case == Case::Plain {
                            ending.case
                        } else {
                            *case
                        };
                    }
                }
            }
        }
        found
    }
}

/// What stands behind a part of an ending; most differ in their first letter.
fn behind<'l>(letters: &'l str, part: &str) -> Option<&'l str> {
    let alike = part.is_empty() || letters.as_bytes().first() == part.as_bytes().first();
    if alike {
        letters.strip_prefix(part)
    } else {
        None
    }
}
