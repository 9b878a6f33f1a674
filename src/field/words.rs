//! A passage as words: cut once, folded once, read by the readers of names.
//!
//! Words keep their apostrophes and hyphens (`O‘zbekiston`, `Nur-Sultan`);
//! initials keep their dot (`L.`, `Zh.`), so that `A.B.Karimova` is three words.

use crate::lookup::Beginning;
use crate::span::Passage;
use std::ops::Range;

/// What a piece of text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WordKind {
    Word,
    /// A capital, or two or three letters that write one, with its full stop.
    Initial,
    Number,
    /// An opening quotation mark.
    Open,
    /// A closing quotation mark.
    Close,
    /// Any other sign.
    Sign(char),
}

/// One piece of a passage.
#[derive(Clone, Debug)]
pub struct Word<'t> {
    pub text: &'t str,
    pub start: usize,
    pub end: usize,
    pub kind: WordKind,
    /// Begins with a capital letter.
    pub capital: bool,
    /// Two letters or more, all of them capitals.
    pub capitals: bool,
    /// White space stands before it.
    pub spaced: bool,
    /// The first word of a sentence.
    pub opens: bool,
    fold: Range<usize>,
    beginning: Beginning,
}

impl Word<'_> {
    pub fn is_word(&self) -> bool {
        self.kind == WordKind::Word
    }

    pub fn is(&self, sign: char) -> bool {
        self.kind == WordKind::Sign(sign)
    }
}

/// Bytes of a piece on average, with the space before it.
const WORD: usize = 5;

/// The words of one passage.
#[derive(Debug)]
pub struct Words<'t> {
    pub passage: Passage<'t>,
    pub list: Vec<Word<'t>>,
    /// The text with its ASCII letters in lower case, and behind it the words that are folded
    /// otherwise.
    folded: String,
}

impl<'t> Words<'t> {
    pub fn new(passage: Passage<'t>) -> Words<'t> {
        let length = passage.text.len();
        let list = Vec::with_capacity(length / WORD);
        let mut words = Words {
            passage,
            list,
            folded: passage.text.to_ascii_lowercase(),
        };
        let mut at = 0;
        let mut state = WordContext::default();
        while let Some(c) = passage.text[at..].chars().next() {
            if c == ' ' {
                state.spaced = true;
                at += 1;
            } else if c.is_whitespace() {
                state.spaced = true;
                state.opens |= c == '\n';
                at += c.len_utf8();
            } else {
                at = words.take(at, c, &mut state);
            }
        }
        words
    }

    /// The word in lower case, letters that are written in several ways made one.
    pub fn folded(&self, index: usize) -> &str {
        self.list
            .get(index)
            .and_then(|word| self.folded.get(word.fold.clone()))
            .unwrap_or("")
    }

    /// The first letters of the folded word.
    pub fn beginning(&self, index: usize) -> Beginning {
        self.list
            .get(index)
            .map(|word| word.beginning)
            .unwrap_or_default()
    }

    pub fn get(&self, index: usize) -> Option<&Word<'t>> {
        self.list.get(index)
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The bytes of the passage from the first word to the last.
    pub fn range(&self, words: Range<usize>) -> Range<usize> {
        match (
            self.list.get(words.start),
            words
                .end
                .checked_sub(1)
                .and_then(|last| self.list.get(last)),
        ) {
            (Some(first), Some(last)) if first.start < last.end => first.start..last.end,
            _ => 0..0,
        }
    }

    pub fn text(&self, words: Range<usize>) -> &'t str {
        self.passage.text.get(self.range(words)).unwrap_or("")
    }

    /// Takes the piece that begins at `at` and gives the offset behind it.
    fn take(&mut self, at: usize, c: char, state: &mut WordContext) -> usize {
        let text = self.passage.text;
        let (end, kind) = match c {
            _ if c.is_alphabetic() => word(text, at, state),
            _ if c.is_numeric() => (
                at + extent(&text[at..], |c| c.is_numeric()),
                WordKind::Number,
            ),
            '«' | '“' | '„' | '‘' | '‹' => (at + c.len_utf8(), WordKind::Open),
            '»' | '”' | '’' | '›' => (at + c.len_utf8(), WordKind::Close),
            // Straight quotes open where a space stands before and none behind.
            '"' | '\'' => (at + 1, straight(&text[at + 1..], state)),
            _ => (at + c.len_utf8(), WordKind::Sign(c)),
        };
        let kind = match (kind, c) {
            // „…“ and ‚…‘: the mark that opens elsewhere closes here.
            (WordKind::Open, '“' | '‘') if state.low => WordKind::Close,
            (kind, _) => kind,
        };
        state.note(c, kind);
        self.push(at..end, kind, state);
        end
    }

    /// Whether the full stop just taken belongs to the word before it (`г. Омск`, `им. Абая`).
    fn is_abbreviated(&self) -> bool {
        const SHORT: [&str; 22] = [
            "г",
            "гг",
            "им",
            "ул",
            "пр",
            "обл",
            "т",
            "проф",
            "акад",
            "доц",
            "ш",
            "атынд",
            "st",
            "dr",
            "mr",
            "mrs",
            "ms",
            "prof",
            "no",
            "p",
            "vol",
            "im",
        ];
        self.list.len() > 1 && SHORT.contains(&self.folded(self.list.len() - 2))
    }

    fn push(&mut self, range: Range<usize>, kind: WordKind, state: &mut WordContext) {
        let text = &self.passage.text[range.clone()];
        let mut fold_range = range.clone();
        if !text.bytes().all(|byte| byte.is_ascii() && byte != b'`') {
            let from = self.folded.len();
            text.chars().for_each(|c| fold(c, &mut self.folded));
            fold_range = from..self.folded.len();
        }
        let capital = text.chars().next().is_some_and(char::is_uppercase);
        let mut letters = text.chars().filter(|c| c.is_alphabetic());
        let capitals =
            capital && letters.clone().nth(1).is_some() && letters.all(char::is_uppercase);
        let beginning = Beginning::of(&self.folded[fold_range.clone()]);
        let opens =
            state.opens && matches!(kind, WordKind::Word | WordKind::Initial | WordKind::Number);
        self.list.push(Word {
            text,
            start: range.start,
            end: range.end,
            kind,
            capital,
            capitals,
            spaced: state.spaced,
            opens,
            fold: fold_range,
            beginning,
        });
        state.spaced = false;
        match kind {
            WordKind::Word | WordKind::Initial | WordKind::Number => state.opens = false,
            WordKind::Sign('.') => state.opens = !self.is_abbreviated(),
            WordKind::Sign('!' | '?' | '…' | '•' | '*' | '#') => state.opens = true,
            _ => {}
        }
    }
}

/// What came before.
struct WordContext {
    spaced: bool,
    opens: bool,
    /// A straight quotation mark is open.
    straight: bool,
    /// A low quotation mark is open.
    low: bool,
    /// A single quotation mark is open.
    single: bool,
}

impl Default for WordContext {
    fn default() -> WordContext {
        WordContext {
            spaced: true,
            opens: true,
            straight: false,
            low: false,
            single: false,
        }
    }
}

impl WordContext {
    fn note(&mut self, c: char, kind: WordKind) {
        if matches!(c, '\'' | '‘' | '’' | '‚') {
            self.single = kind == WordKind::Open;
        }
        match (c, kind) {
            ('"' | '\'', WordKind::Open) => self.straight = true,
            ('"' | '\'', _) => self.straight = false,
            ('„' | '‚', _) => self.low = true,
            (_, WordKind::Close) => self.low = false,
            _ => {}
        }
    }
}

fn straight(rest: &str, state: &WordContext) -> WordKind {
    let before = state.spaced;
    let behind = rest.chars().next().is_some_and(|c| !c.is_whitespace());
    match (before, behind) {
        (true, true) => WordKind::Open,
        (false, false) => WordKind::Close,
        _ if state.straight => WordKind::Close,
        _ => WordKind::Open,
    }
}

/// The end of the word that begins at `at`, and whether it is an initial.
fn word(text: &str, at: usize, state: &WordContext) -> (usize, WordKind) {
    let mut end = at;
    loop {
        end += ascii_letters(&text[end..]);
        // Nothing else goes on with a word.
        let ends = |byte: &u8| byte.is_ascii() && !matches!(byte, b'\'' | b'`' | b'-' | b'.');
        if text.as_bytes().get(end).is_none_or(ends) {
            return (end, WordKind::Word);
        }
        end += extent(&text[end..], is_letter);
        let mut rest = text[end..].chars();
        match (rest.next(), rest.next()) {
            (Some(joint), Some(next)) if is_joint(joint) && next.is_alphabetic() => {
                end += joint.len_utf8()
            }
            // Uzbek o‘ and g‘ may end a word; so does an English plural possessive.
            (Some(mark), _)
                if is_apostrophe(mark) && !state.single && takes_mark(&text[at..end]) =>
            {
                end += mark.len_utf8()
            }
            _ => break,
        }
    }
    if text[end..].starts_with('.') && is_initial(&text[at..end]) {
        (end + 1, WordKind::Initial)
    } else {
        (end, WordKind::Word)
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}')
}

fn is_joint(c: char) -> bool {
    is_apostrophe(c) || matches!(c, '-' | '‐' | '‑')
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`' | '´' | '′')
}

fn takes_mark(word: &str) -> bool {
    word.ends_with(['o', 'O', 'g', 'G', 's']) && word.chars().count() > 1
}

/// One capital, or the two or three letters that stand for one in another alphabet.
fn is_initial(word: &str) -> bool {
    const PAIRS: [&str; 16] = [
        "Zh", "Kh", "Sh", "Ch", "Ts", "Ya", "Yu", "Dzh", "Дж", "Дз", "Ye", "Yo", "Gh", "Ju", "Ja",
        "Th",
    ];
    let mut letters = word.chars();
    let single = letters.next().is_some_and(char::is_uppercase) && letters.all(is_apostrophe);
    single || PAIRS.contains(&word)
}

/// The run of ASCII letters and digits that most words are, whole.
fn ascii_letters(text: &str) -> usize {
    text.bytes()
        .position(|byte| !byte.is_ascii_alphanumeric())
        .unwrap_or(text.len())
}

fn extent(text: &str, of: impl Fn(char) -> bool) -> usize {
    text.find(|c| !of(c)).unwrap_or(text.len())
}

/// Lower case; one apostrophe, one hyphen; ё as е; the letters that old Tajik fonts and
/// Uzbek share (`ў`, `љ`, `њ`) as the Tajik ones.
pub fn fold(c: char, out: &mut String) {
    match c {
        '’' | '‘' | 'ʻ' | 'ʼ' | '`' | '´' | '′' => out.push('\''),
        '‐' | '‑' => out.push('-'),
        'İ' => out.push('i'),
        'ё' | 'Ё' => out.push('е'),
        'ў' | 'Ў' => out.push('ӯ'),
        'љ' | 'Љ' => out.push('ҷ'),
        'њ' | 'Њ' => out.push('ҳ'),
        '\u{300}'..='\u{36f}' => {}
        _ => out.extend(c.to_lowercase()),
    }
}

/// A whole string folded.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| fold(c, &mut out));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(&str, WordKind)> {
        Words::new(Passage::new(text))
            .list
            .iter()
            .map(|w| (w.text, w.kind))
            .collect()
    }

    #[test]
    fn initials_keep_their_dot_and_words_their_joints() {
        let list = kinds("Л.Н.Толстой, Nur-Sultan O‘zbekiston tog‘ 2021.");
        let texts: Vec<_> = list.iter().map(|(text, _)| *text).collect();
        assert_eq!(
            texts,
            [
                "Л.",
                "Н.",
                "Толстой",
                ",",
                "Nur-Sultan",
                "O‘zbekiston",
                "tog‘",
                "2021",
                "."
            ]
        );
        assert_eq!(list[0].1, WordKind::Initial);
    }

    #[test]
    fn straight_quotes_open_and_close() {
        let list = kinds("the \"Til\" Centre «Дом» “Samal”");
        let quotes: Vec<_> = list
            .iter()
            .filter(|(_, k)| matches!(k, WordKind::Open | WordKind::Close))
            .map(|(_, k)| *k)
            .collect();
        assert_eq!(
            quotes,
            [
                WordKind::Open,
                WordKind::Close,
                WordKind::Open,
                WordKind::Close,
                WordKind::Open,
                WordKind::Close
            ]
        );
    }

    #[test]
    fn a_sentence_opens_behind_a_full_stop() {
        let text = "One two. Three B. Four";
        let words = Words::new(Passage::new(text));
        let opens: Vec<_> = words
            .list
            .iter()
            .filter(|w| w.opens)
            .map(|w| w.text)
            .collect();
        assert_eq!(opens, ["One", "Three"]);
    }

    #[test]
    fn letters_of_old_fonts_fold_to_the_standard() {
        assert_eq!(folded("Љумњурии Ўзбекистон"), "ҷумҳурии ӯзбекистон");
        assert_eq!(folded("O‘zbek"), folded("Oʻzbek"));
    }
}
