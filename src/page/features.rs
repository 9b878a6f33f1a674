//! What can be seen of a unit alone, read once: its list mark, its dates, the cues of its words
//! ([`crate::lexicon::cues`]), whether it looks like a title, a label or a line about the page.

use super::unit::{Dates, QUOTES, Section, TextForm, Unit};
use super::{label, mark, site};
use crate::document::{Document, Kind, MarkStyle, Rule};
use crate::field::{country, date, link, place};
use crate::lexicon::cues::{self, Cue, Cues};
use crate::record::Precision;
use crate::span::{Passage, Span};
use regex::Regex;
use std::ops::Range;
use std::sync::LazyLock;

/// Bytes at the head of a unit in which dates, deeds and kinds are looked for: what a record is
/// about stands early in its paragraphs, and long ones are read by the field readers anyway.
const HEAD: usize = 800;

/// Where a unit comes from.
#[derive(Clone, Copy, Debug)]
pub struct UnitOrigin {
    pub block: usize,
    pub span: Span,
    pub item: bool,
}

/// The units of a block; a paragraph that counts up within itself gives several.
pub fn of_block<'d>(document: &'d Document, block: usize, units: &mut Vec<Unit<'d>>) {
    let span = document.blocks[block].span;
    let item = document.blocks[block].kind == Kind::Item;
    let paragraph = document.blocks[block].kind == Kind::Paragraph;
    let text = span.of(&document.text);
    let parts = if paragraph { counted(text) } else { None };
    let whole = || std::iter::once(0..text.len()).collect();
    for part in parts.unwrap_or_else(whole) {
        let span = document.passage(span).slice(part).trim().span();
        let origin = UnitOrigin { block, span, item };
        units.extend(of(document, origin));
    }
}

/// Fewest numbers in a paragraph that counts up, and characters between two of them.
const COUNTED: usize = 3;
const APART: usize = 40;

/// The parts of `…: 1) …; 2) …; 3) …`; none where it does not count up.
fn counted(text: &str) -> Option<Vec<Range<usize>>> {
    if !text.contains(')') {
        return None;
    }
    let mut starts: Vec<usize> = Vec::new();
    for (at, _) in text.match_indices(')') {
        let digits = text[..at]
            .trim_end_matches(|c: char| c.is_ascii_digit())
            .len();
        let start = digits - usize::from(text[..digits].ends_with('('));
        let number: Option<usize> = text[digits..at].parse().ok();
        let apart = text[..start]
            .chars()
            .next_back()
            .is_none_or(char::is_whitespace);
        if number == Some(starts.len() + 1) && apart && text[at + 1..].starts_with(' ') {
            starts.push(start);
        }
    }
    if starts.len() < COUNTED || text.len() < APART * starts.len() {
        return None;
    }
    let ends = starts.iter().copied().skip(1).chain([text.len()]);
    let mut parts: Vec<Range<usize>> = starts
        .iter()
        .copied()
        .zip(ends)
        .map(|(a, b)| a..b)
        .collect();
    if starts[0] > 0 {
        parts.insert(0, 0..starts[0]);
    }
    Some(parts)
}

/// A unit with all that can be seen of it alone; none where nothing is to be seen.
pub fn of(document: &Document, origin: UnitOrigin) -> Option<Unit<'_>> {
    let UnitOrigin { block, span, item } = origin;
    let text = span.of(&document.text);
    if text.is_empty() {
        return None;
    }
    let held = &document.blocks[block];
    let level = match held.kind {
        Kind::Heading(level) => level,
        _ => 0,
    };
    let (mark, body) = mark::of(text, item, held.mark);
    let lowered = text.to_lowercase();
    let own = lowered.get(body..).unwrap_or(&lowered);
    let own = own.trim_start_matches(|c: char| QUOTES.contains(&c));
    let head = without_addresses(head(own));
    let cues = Cues::of(&head);
    let past = if text.split_whitespace().nth(3).is_some() {
        cues::past(&head, &cues)
    } else {
        0
    };
    let mut unit = Unit {
        block,
        span,
        text,
        level,
        headline: held.aside == Some(Rule::Headline),
        aside: held.aside,
        mark,
        body,
        chars: text.chars().count(),
        words: text.split_whitespace().count(),
        form: TextForm::default(),
        dates: Dates::default(),
        cues,
        past,
        label: None,
        section: None,
        linked: linked(document, span),
        hours: hours(text),
        contacts: contacts(text, &lowered),
        folded: String::new(),
        vocabulary: vocabulary(&lowered),
    };
    if unit.chars <= SHORT {
        unit.folded = lowered.chars().filter(|c| c.is_alphanumeric()).collect();
    }
    unit.dates = dates(&unit, document.passage(span));
    unit.form = form(&unit, &lowered);
    unit.label = label::of(&unit);
    unit.form.title = reads_like_title(&unit);
    unit.section = section(document, &unit, &lowered);
    unit.form.prose = is_prose(&unit);
    Some(unit)
}

/// Characters of a unit that may be told again as a whole.
const SHORT: usize = 240;

fn head(text: &str) -> &str {
    &text[..text.floor_char_boundary(HEAD)]
}

/// The text without web addresses, whose words (`/news/opening-of…`) tell nothing of it.
fn without_addresses(text: &str) -> String {
    let is_address = |word: &&str| word.contains('/') && word.len() > 3 || word.starts_with("www.");
    if !text.contains('/') && !text.contains("www.") {
        return text.to_owned();
    }
    let kept = text
        .split(' ')
        .map(|word| if is_address(&word) { "" } else { word });
    kept.collect::<Vec<_>>().join(" ")
}

/// Of a hundred bytes so many are links.
fn linked(document: &Document, span: Span) -> u8 {
    let linked: usize = document
        .links_in(span)
        .iter()
        .map(|link| link.span.len())
        .sum();
    u8::try_from((linked * 100 / span.len().max(1)).min(100)).unwrap_or(100)
}

/// Hashes (FNV) of the words of four letters and more, rising, each once.
fn vocabulary(lowered: &str) -> Vec<u32> {
    let head = &lowered[..lowered.floor_char_boundary(2 * HEAD)];
    let words = head.split(|c: char| !c.is_alphanumeric());
    let long = words.filter(|word| word.chars().nth(3).is_some());
    let hash = |word: &str| {
        word.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
            (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
        })
    };
    let mut hashes: Vec<u32> = long.map(hash).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

/// Periods between two times of a day: `9.00–18.00`, `from 9:00 to 18:00`.
fn hours(text: &str) -> u8 {
    let mut before: Option<usize> = None;
    let mut count = 0u8;
    for (at, c) in text.char_indices().filter(|(_, c)| matches!(c, ':' | '.')) {
        let digits = |text: &str, most: usize| {
            let taken = text.chars().take_while(char::is_ascii_digit).count();
            (1..=most).contains(&taken)
        };
        let back: String = text[..at].chars().rev().take(3).collect();
        let clock = digits(&back, 2) && {
            let behind = &text[at + c.len_utf8()..];
            behind.chars().take_while(char::is_ascii_digit).count() == 2
                && !behind[2..].starts_with(['.', ':'])
        };
        if !clock {
            continue;
        }
        // Between two times of one period stand a dash or a word.
        if before.is_some_and(|before| at - before <= BETWEEN) {
            count = count.saturating_add(1);
            before = None;
        } else {
            before = Some(at);
        }
    }
    count
}

/// Bytes between the marks of two times that make a period.
const BETWEEN: usize = 16;

/// Digits of a telephone number; the number of a book has thirteen.
const TELEPHONE: std::ops::RangeInclusive<usize> = 9..=12;

/// Addresses and numbers to reach somebody at.
fn contacts(text: &str, lowered: &str) -> u8 {
    let mails = text.match_indices('@').count();
    let mut run = 0;
    let mut numbers = 0;
    for c in text.chars() {
        match c {
            '0'..='9' => run += 1,
            ' ' | '(' | ')' | '-' | '–' | '+' => {}
            _ => {
                numbers += usize::from(TELEPHONE.contains(&run));
                run = 0;
            }
        }
    }
    numbers += usize::from(TELEPHONE.contains(&run));
    let label = crate::lexicon::begins_with(lowered, &crate::lexicon::LEXICON.contact).is_some();
    u8::try_from(mails + numbers + usize::from(label)).unwrap_or(u8::MAX)
}

/// Characters before a date that leads its text, and words.
const LEADING: usize = 28;
const LEADING_WORDS: usize = 3;

/// Characters behind a date that make a text of it.
const FOLLOWING: usize = 25;

fn dates(unit: &Unit, passage: Passage) -> Dates {
    let read = passage.slice(0..passage.text.floor_char_boundary(HEAD));
    let found = date::find(read, None, &date::Reference::default());
    let at = |span: Span| (span.start - passage.start) as usize;
    let fine = found
        .iter()
        .find(|date| date.value.precision != Precision::Year);
    let day = found
        .iter()
        .find(|date| matches!(date.value.precision, Precision::Day | Precision::Bounded));
    let others = words_beside(
        passage.text,
        found
            .iter()
            .map(|date| at(date.span)..(date.span.end - passage.start) as usize),
    );
    let month = month_alone(unit, passage.text).filter(|_| fine.is_none());
    let mut dates = Dates {
        day: day.map(|date| at(date.span)),
        fine: fine.map(|date| at(date.span)).or(month),
        first: fine.and_then(|date| key(&date.value)),
        today: unit.cues.opens(Cue::Today),
        spans: day.is_some_and(|date| date.value.start != date.value.end),
        ..Dates::default()
    };
    dates.only = fine.is_some() && others == 0;
    dates.clock = fine.is_none() && is_clock(passage.text);
    let ends = ends_sentence(unit.text);
    let short = unit.words <= 9 && others <= 4 && !ends;
    dates.line = dates.only || day.is_some() && short && (others <= 2 || unit.cues.has(Cue::About));
    // `Views: 477 | Press service | 28.04.2023`: a line about the page that says when.
    let about = unit.cues.opens(Cue::About) || unit.text.contains('|');
    dates.line |= day.is_some() && about && !ends && unit.words <= ABOUT_WORDS;
    // `Until 1 November the works are shown`: a last day opens no account of another event.
    let begins = fine.is_none_or(|date| !date.value.edtf.starts_with(".."));
    let opens = begins && leads(unit, dates.fine);
    dates.leads = !dates.line && (opens || dates.today && unit.words > 7);
    dates
}

/// Characters of the longest line with times alone.
const CLOCK: usize = 24;

/// Whether a line is times of day and nothing else: `10:00`, `9.30 – 11.00`.
fn is_clock(text: &str) -> bool {
    let mut runs = text.split(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.'));
    let time = |run: &str| {
        let parts = run.trim_end_matches('.').split_once([':', '.']);
        let (hour, minute) = parts.unwrap_or(("", ""));
        let below = |digits: &str, end: u8| digits.parse().is_ok_and(|number: u8| number < end);
        minute.len() == 2 && below(hour, 24) && below(minute, 60)
    };
    let figures = !text.contains(char::is_alphabetic) && text.len() <= CLOCK;
    figures && text.contains(char::is_numeric) && runs.all(|run| run.is_empty() || time(run))
}

/// Words of the longest line about the page.
const ABOUT_WORDS: usize = 20;

/// Whether the first date opens a running text.
fn leads(unit: &Unit, fine: Option<usize>) -> bool {
    let Some(at) = fine.filter(|&at| at >= unit.body) else {
        return false;
    };
    let Some(before) = unit.text.get(unit.body..at) else {
        return false;
    };
    let stops = before
        .split(' ')
        .rev()
        .skip(1)
        .any(|word| word.ends_with(['.', '!', '?', ':', ';']));
    before.chars().count() <= LEADING
        && before.split_whitespace().count() <= LEADING_WORDS
        && !stops
        && unit.text[at..].chars().nth(FOLLOWING).is_some()
}

/// A date as a number that only the same day shares.
fn key(when: &date::When) -> Option<i32> {
    let day = |year: i32, month: i8, day: i8| (year * 16 + i32::from(month)) * 32 + i32::from(day);
    let known = when.start.or(when.end);
    let whole = known.map(|date| day(i32::from(date.year()), date.month(), date.day()));
    whole.or_else(|| {
        when.yearless
            .map(|((month, first), _)| day(0, month, first))
    })
}

/// Words that are neither in the dates nor small words and months around them.
fn words_beside(text: &str, dates: impl Iterator<Item = Range<usize>>) -> usize {
    let mut rest = String::with_capacity(text.len().min(SHORT));
    let mut from = 0;
    if text.len() > 2 * SHORT {
        return text.len();
    }
    for date in dates {
        rest.push_str(text.get(from..date.start).unwrap_or(""));
        rest.push(' ');
        from = date.end;
    }
    rest.push_str(text.get(from..).unwrap_or(""));
    let lowered = rest.to_lowercase();
    let words = lowered
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty());
    let small = |word: &&str| {
        let cues = Cues::of(word);
        cues.is_all(Cue::Around, word) || cues.is_all(Cue::Month, word)
    };
    words.filter(|word| !small(word)).count()
}

/// A month that is named without a day or a year; in English it has a capital letter.
fn month_alone(unit: &Unit, text: &str) -> Option<usize> {
    let at = unit
        .cues
        .first(Cue::Month)
        .filter(|_| unit.chars <= 2 * SHORT)?;
    let at = at + unit.body;
    let first = text.get(at..)?.chars().next()?;
    (!first.is_ascii_lowercase()).then_some(at)
}

/// Whether a sentence ends with the text; a stop within quotation marks at the end ends a name.
fn ends_sentence(text: &str) -> bool {
    let closing = |c: char| QUOTES.contains(&c) || matches!(c, ')' | ']');
    let inner = text.trim_end_matches(closing);
    if !inner.ends_with(['.', '!', '?', '…', '。']) {
        return false;
    }
    let quoted = inner.len() < text.len() && !text.ends_with([')', ']']);
    let few = text.split_whitespace().count() <= 18;
    let opened = text
        .char_indices()
        .skip(1)
        .find(|(_, c)| "«“\"„".contains(*c));
    let one_sentence = |at: usize| !text[..at].contains(". ");
    !(quoted && few && opened.is_some_and(|(at, _)| at + 2 < inner.len() && one_sentence(at)))
}

fn form(unit: &Unit, lowered: &str) -> TextForm {
    let text = unit.text;
    let bare = lowered.trim_matches(|c: char| !c.is_alphanumeric());
    let short = unit.words <= 12;
    let ends = ends_sentence(text);
    let cut_mark = text.trim_end_matches([']', ')', '»', '”', ' ']);
    TextForm {
        ends,
        cut: cut_mark.ends_with('…') || cut_mark.ends_with(".."),
        colon: text.ends_with([':', ';', ',']),
        lower: unit.own().starts_with(char::is_lowercase),
        clause: unit
            .mark
            .is_some_and(|mark| mark.style == MarkStyle::Nested),
        title: false,
        more: is_more(unit, bare),
        about: short && !ends && unit.cues.opens(Cue::About) || is_counter(unit, lowered),
        caption: is_caption(unit, lowered),
        site: site::is_of_site(unit, lowered),
        contact: site::is_contact(unit, lowered),
        prose: false,
        book: describes_book(text),
    }
}

/// The end of a bibliographic description: year, then how many pages or which volume.
static BOOK: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b(?:19|20)\d\d\.?\s*[–—-]\s*",
        r"(?:(?:№|no\.?|vol\.?|т\.)\s?\d|\d{1,4}\s?(?:pp?|с|стр|б|бет|b|bet|саҳ|s|sah)\b)",
    ))
    .expect("a constant pattern")
});

/// Whether a line describes a book as catalogues do: `… / Tashkent: Fan, 2005. – 61 p.`
pub fn describes_book(text: &str) -> bool {
    text.contains(['–', '—', '-']) && BOOK.is_match(text)
}

/// `Read more`, `Подробнее »`.
fn is_more(unit: &Unit, bare: &str) -> bool {
    let cues = Cues::of(&bare[..bare.floor_char_boundary(64)]);
    let few = unit.words <= 4 && !unit.text.contains(|c: char| c.is_ascii_digit());
    cues.is_all(Cue::More, bare) || few && unit.chars <= 28 && cues.opens(Cue::More)
}

/// A number alone, names of files, temperatures, `Page 3 | 12 views`.
fn is_counter(unit: &Unit, lowered: &str) -> bool {
    let letters = lowered.chars().filter(|c| c.is_alphabetic()).count();
    let digits = lowered.chars().filter(char::is_ascii_digit).count();
    let tags = lowered.starts_with('#') && unit.words <= 6 && unit.number().is_none();
    digits > 0 && letters == 0 && !unit.is_dateline()
        || tags
        || is_file(lowered)
        || unit.words <= 12 && !ends_sentence(unit.text) && lowered.contains('|') && digits > 0
}

/// Endings of files whose names stand on pages for pictures and papers that are not there.
const FILES: [&str; 7] = [".jpg", ".jpeg", ".png", ".gif", ".pdf", ".doc", ".docx"];

fn is_file(lowered: &str) -> bool {
    !lowered.contains(' ') && FILES.iter().any(|ending| lowered.ends_with(ending))
}

fn is_caption(unit: &Unit, lowered: &str) -> bool {
    use crate::lexicon::{LEXICON, begins_with};
    let label = begins_with(lowered, &LEXICON.caption_label);
    let labelled = |label: &str| lowered[label.len()..].trim_start().starts_with([':', '|']);
    label.is_some_and(labelled) && unit.words <= 40 || is_file(lowered)
}

/// Characters and words of the longest title.
const TITLE: usize = 230;
const TITLE_WORDS: usize = 30;

fn reads_like_title(unit: &Unit) -> bool {
    let form = unit.form;
    (2..=TITLE).contains(&unit.chars)
        && unit.words <= TITLE_WORDS
        && !form.colon
        && !unit.is_dateline()
        && !form.more
        && !form.about
        && !form.lower
        && !(form.ends && unit.cues.opens(Cue::GoesOn))
        && unit.label.is_none_or(|label| label.role.is_none())
        && !(unit.contacts > 0 && unit.chars < 120)
        && !link::is_lone(Passage::new(unit.text))
        && ends_like_title(unit)
}

/// A title has no stop, or is short and tells of nothing that is over.
fn ends_like_title(unit: &Unit) -> bool {
    let (form, words) = (unit.form, unit.words);
    let kind = unit.cues.has(Cue::Kind) || unit.cues.has(Cue::Weak);
    let calm = unit.past == 0 && !unit.cues.has(Cue::Deed);
    let whole = !form.cut && !unit.text.contains(". ");
    let quoted = unit.own().starts_with(|c: char| QUOTES.contains(&c));
    let calls = unit.text.ends_with(['!', '?']);
    !form.ends
        || words <= 14 && (quoted || calls)
        || words <= 25 && unit.chars <= 170 && kind && calm && whole
        // A short sentence that tells what was done, and when, is the text below a title.
        || words <= 12 && kind && whole && (calm || !unit.is_dated())
}

/// Characters and words of the shortest running text.
const PROSE: usize = 60;
const LONG_PROSE: usize = 120;
const PROSE_WORDS: usize = 12;
const SENTENCE_WORDS: usize = 8;

fn is_prose(unit: &Unit) -> bool {
    let (form, words) = (unit.form, unit.words);
    !form.title
        && (unit.chars >= PROSE && (form.ends || words >= PROSE_WORDS)
            || unit.chars >= LONG_PROSE
            || form.ends && words >= SENTENCE_WORDS)
}

/// Characters and words of a line that names a section.
const SECTION: usize = 60;
const SECTION_WORDS: usize = 5;

/// Whether a heading, or a line in capitals, is a city and nothing else.
fn is_city(passage: Passage, unit: &Unit) -> bool {
    let shouts = !passage.text.contains(char::is_lowercase);
    (shouts || unit.is_heading()) && names_city(passage)
}

/// Whether a line is the name of a city and nothing else.
pub fn names_city(passage: Passage) -> bool {
    let city = place::cities(passage, None).into_iter().next();
    city.is_some_and(|city| city.span.len() == passage.text.trim().len())
}

fn section(document: &Document, unit: &Unit, lowered: &str) -> Option<Section> {
    if unit.chars > SECTION || unit.words > SECTION_WORDS {
        return None;
    }
    let passage = document.passage(unit.span);
    let countries = country::find(passage, None);
    let named: usize = countries
        .iter()
        .map(|found| letters(found.span.of(&document.text)))
        .sum();
    if named > 0 && named == letters(passage.text) {
        return Some(Section::Country);
    }
    if is_city(passage, unit) {
        return Some(Section::City);
    }
    if unit.dates.day.is_some() {
        return None;
    }
    let words: Vec<&str> = lowered
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !word.bytes().all(|byte| byte.is_ascii_digit()))
        .collect();
    let is = |word: &str, cue| Cues::of(word).is_all(cue, word);
    let part = |word: &&str| is(word, Cue::Month) || is(word, Cue::Period);
    let small = |word: &&str| is(word, Cue::Around) || part(word);
    let telling = words.iter().any(part) || has_year(passage.text);
    (telling && words.iter().all(small)).then_some(Section::Time)
}

fn has_year(text: &str) -> bool {
    let runs = text.split(|c: char| !c.is_ascii_digit());
    runs.clone()
        .filter(|run| run.len() == 4)
        .any(|run| run.starts_with("19") || run.starts_with("20"))
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn books_are_told_from_days_and_years() {
        let books = [
            "Old maps / K. Lee. – Osh : Kitep, 2005. – 61 p.",
            "Конкурс чтецов. – Омск, 2018. – 36 с.",
            "Library news. 2019. – No. 4",
        ];
        assert!(books.into_iter().all(describes_book));
        let others = [
            "The project ran 2018 – 2020",
            "3 March 2013 – 30 May",
            "In 2005 61 people",
        ];
        assert!(!others.into_iter().any(describes_book));
    }

    #[test]
    fn times_of_day_alone_are_clocks() {
        assert!(
            ["10:00", "9.30 – 11.00", "14:00-15:30"]
                .into_iter()
                .all(is_clock)
        );
        let others = ["10", "10.05.2021", "at 10:00", "25:00", "10:75", "–"];
        assert!(!others.into_iter().any(is_clock));
    }
}
