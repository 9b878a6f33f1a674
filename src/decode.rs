//! Bytes to text: which charset, and how it was known.
//!
//! In this order: a byte order mark; UTF-16 without one; valid UTF-8; the
//! declaration, held against the letters that the bytes would show; detection.
//! A declaration is believed unless another charset reads the same bytes as
//! clearly better words. Text that was encoded twice is taken back to what it was.

mod kazakh;
mod koi8;
mod letters;
mod twice;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// What a diagnostic says of a text that was encoded twice.
pub const TWICE: &str =
    "the text was taken for another charset and encoded again; it was read as it was meant";

/// How a charset was known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CharsetBasis {
    /// A byte order mark.
    Mark,
    /// The bytes are valid in it and in nothing else that is likely (UTF-8, UTF-16).
    Valid,
    /// The source declares it and the letters do not contradict.
    Declared,
    /// The letters show it.
    Detected,
}

/// A text and the charset it was in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decoded<'a> {
    /// Without a byte order mark; bytes that are no characters are U+FFFD.
    pub text: Cow<'a, str>,
    /// In lower case: `utf-8`, `windows-1251`, `koi8-r`, `kz-1048` …
    pub charset: &'static str,
    pub basis: CharsetBasis,
    /// Whether some bytes are no characters in the charset.
    pub malformed: bool,
    /// The declared charset, where it is known and is not the one the bytes are in.
    pub contradicted: Option<&'static str>,
    /// Whether the text was encoded twice, which was undone.
    pub twice: bool,
}

/// A charset: one of the WHATWG's or a table of our own.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) enum Charset {
    Known(&'static Encoding),
    Kz1048,
    Ptcp154,
}

impl Charset {
    /// The charset of a label as declarations write it.
    fn of_label(label: &str) -> Option<Charset> {
        let label = label.trim().trim_matches(['"', '\'']);
        match label.to_ascii_lowercase().as_str() {
            "kz-1048" | "kz1048" | "strk1048-2002" | "rk1048" | "cskz1048" => Some(Charset::Kz1048),
            "ptcp154" | "csptcp154" | "pt154" | "cp154" | "cyrillic-asian" => {
                Some(Charset::Ptcp154)
            }
            _ => Encoding::for_label(label.as_bytes()).map(Charset::Known),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Charset::Known(encoding) => lower(encoding),
            Charset::Kz1048 => "kz-1048",
            Charset::Ptcp154 => "ptcp154",
        }
    }

    fn decode(self, bytes: &[u8]) -> (Cow<'_, str>, bool) {
        match self {
            Charset::Known(encoding) => encoding.decode_without_bom_handling(bytes),
            Charset::Kz1048 => table(bytes, &kazakh::KZ1048),
            Charset::Ptcp154 => table(bytes, &kazakh::PTCP154),
        }
    }
}

fn table<'a>(bytes: &[u8], table: &[char; 128]) -> (Cow<'a, str>, bool) {
    let text = kazakh::decode(bytes, table);
    let malformed = text.contains('\u{fffd}');
    (Cow::Owned(text), malformed)
}

/// The names of encoding_rs in lower case.
fn lower(encoding: &'static Encoding) -> &'static str {
    match encoding.name() {
        "UTF-8" => "utf-8",
        "UTF-16LE" => "utf-16le",
        "UTF-16BE" => "utf-16be",
        "KOI8-R" => "koi8-r",
        "KOI8-U" => "koi8-u",
        "IBM866" => "ibm866",
        "GBK" => "gbk",
        "Big5" => "big5",
        "EUC-JP" => "euc-jp",
        "EUC-KR" => "euc-kr",
        "Shift_JIS" => "shift_jis",
        "ISO-2022-JP" => "iso-2022-jp",
        "ISO-8859-2" => "iso-8859-2",
        "ISO-8859-3" => "iso-8859-3",
        "ISO-8859-4" => "iso-8859-4",
        "ISO-8859-5" => "iso-8859-5",
        "ISO-8859-6" => "iso-8859-6",
        "ISO-8859-7" => "iso-8859-7",
        "ISO-8859-8" => "iso-8859-8",
        "ISO-8859-8-I" => "iso-8859-8-i",
        "ISO-8859-10" => "iso-8859-10",
        "ISO-8859-13" => "iso-8859-13",
        "ISO-8859-14" => "iso-8859-14",
        "ISO-8859-15" => "iso-8859-15",
        "ISO-8859-16" => "iso-8859-16",
        // The rest are lower case already (windows-125x, macintosh, x-…, gb18030).
        name => name,
    }
}

/// Bytes as text. `declared` is a charset label as the source or its transport gives it.
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Decoded<'a> {
    let declared = declared.and_then(Charset::of_label);
    let (charset, basis, bytes) = choose(bytes, declared);
    let (text, malformed) = charset.decode(bytes);
    let contradicted = declared
        .filter(|d| *d != charset && !ascii_alike(*d, bytes))
        .map(Charset::name);
    let once = if charset == Charset::Known(UTF_8) {
        twice::undo(&text).or_else(|| koi8::undo(&text))
    } else {
        None
    };
    let (twice, text) = (once.is_some(), once.map_or(text, Cow::Owned));
    Decoded {
        text,
        charset: charset.name(),
        basis,
        malformed,
        contradicted,
        twice,
    }
}

/// Bytes as text in the charset of a label, whatever the letters show; windows-1252 where the label
/// is not known. For formats that name the charset of every piece.
pub fn exactly(bytes: &[u8], label: &str) -> String {
    let usual = Charset::Known(encoding_rs::WINDOWS_1252);
    let charset = Charset::of_label(label).unwrap_or(usual);
    charset.decode(bytes).0.into_owned()
}

/// Whether a declaration of `charset` makes no difference to these bytes.
fn ascii_alike(charset: Charset, bytes: &[u8]) -> bool {
    bytes.is_ascii() && !matches!(charset, Charset::Known(e) if e == UTF_16LE || e == UTF_16BE)
}

fn choose(bytes: &[u8], declared: Option<Charset>) -> (Charset, CharsetBasis, &[u8]) {
    if let Some((encoding, length)) = Encoding::for_bom(bytes) {
        return (
            Charset::Known(encoding),
            CharsetBasis::Mark,
            bytes.get(length..).unwrap_or_default(),
        );
    }
    if let Some(encoding) = unmarked_utf16(bytes) {
        return (Charset::Known(encoding), CharsetBasis::Valid, bytes);
    }
    if let Some(Charset::Known(encoding)) = declared
        && encoding == encoding_rs::ISO_2022_JP
        && bytes.contains(&0x1b)
    {
        return (Charset::Known(encoding), CharsetBasis::Declared, bytes);
    }
    if is_utf8(bytes) {
        return (Charset::Known(UTF_8), CharsetBasis::Valid, bytes);
    }
    let charset = weigh(bytes, declared);
    let basis = if Some(charset) == declared {
        CharsetBasis::Declared
    } else {
        CharsetBasis::Detected
    };
    (charset, basis, bytes)
}

/// Valid UTF-8, or UTF-8 but for a cut character or a few stray bytes in much that
/// is valid and not ASCII.
fn is_utf8(bytes: &[u8]) -> bool {
    if std::str::from_utf8(bytes).is_ok() {
        return true;
    }
    let (mut valid, mut broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    broken == 0 || broken * 20 < valid
}

/// UTF-16 without a mark: of the high bytes nearly all are few and small (Latin,
/// Greek, Cyrillic, punctuation), and some are zero; no single-byte text has zeros.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    if sample.len() < 8 || !sample.contains(&0) {
        return None;
    }
    let pairs = sample.len() / 2;
    let zeros = |odd: usize| {
        sample
            .iter()
            .skip(odd)
            .step_by(2)
            .filter(|&&b| b == 0)
            .count()
    };
    let small = |odd: usize| {
        sample
            .iter()
            .skip(odd)
            .step_by(2)
            .filter(|&&b| b <= 0x06 || b == 0x20)
            .count()
            * 10
            >= pairs * 9
    };
    let (even, odd) = (zeros(0), zeros(1));
    let encoding = match () {
        () if odd * 10 >= pairs && even * 20 <= odd && small(1) => UTF_16LE,
        () if even * 10 >= pairs && odd * 20 <= even && small(0) => UTF_16BE,
        () => return None,
    };
    let (text, malformed) = encoding.decode_without_bom_handling(sample);
    let controls = text
        .chars()
        .filter(|c| c.is_control() && !c.is_whitespace())
        .count();
    (!malformed && controls == 0).then_some(encoding)
}

/// The charset whose letters fit best: the declared one unless another is clearly better.
fn weigh(bytes: &[u8], declared: Option<Charset>) -> Charset {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let detected = Charset::Known(detector.guess(None, Utf8Detection::Deny));
    letters::best(
        bytes,
        declared.filter(|d| *d != Charset::Known(UTF_8)),
        detected,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUSSIAN: &str = "Областная библиотека провела семинар для сельских библиотекарей. \
        В нём приняли участие тридцать человек из пяти районов, и все получили новые книги.";
    const KAZAKH: &str = "Облыстық әмбебап ғылыми кітапханада оқырмандармен кездесу өтті. \
        Кездесуге қала мектептерінің оқушылары мен мұғалімдері қатысып, жаңа кітаптарды көрді.";

    fn read(bytes: &[u8], declared: Option<&str>) -> (String, &'static str) {
        let decoded = decode(bytes, declared);
        (decoded.text.into_owned(), decoded.charset)
    }

    fn encode(text: &str, table: &[char; 128]) -> Vec<u8> {
        let byte = |c: char| match table.iter().position(|&t| t == c) {
            Some(place) => 0x80 + place as u8,
            None => c as u8,
        };
        text.chars().map(byte).collect()
    }

    #[test]
    fn a_mark_and_valid_utf8_win_over_a_declaration() {
        assert_eq!(
            read("\u{feff}да".as_bytes(), Some("windows-1251")),
            ("да".into(), "utf-8")
        );
        assert_eq!(
            read("да".as_bytes(), Some("windows-1251")),
            ("да".into(), "utf-8")
        );
        assert_eq!(
            read(&[0xfe, 0xff, 0x04, 0x34], None),
            ("д".into(), "utf-16be")
        );
    }

    #[test]
    fn russian_in_either_old_charset_is_read_whatever_the_page_says() {
        let (windows, _, _) = encoding_rs::WINDOWS_1251.encode(RUSSIAN);
        let (koi, _, _) = encoding_rs::KOI8_R.encode(RUSSIAN);
        for wrong in [
            None,
            Some("iso-8859-1"),
            Some("koi8-r"),
            Some("windows-1251"),
            Some("utf-8"),
        ] {
            assert_eq!(
                read(&windows, wrong),
                (RUSSIAN.into(), "windows-1251"),
                "{wrong:?}"
            );
            assert_eq!(read(&koi, wrong), (RUSSIAN.into(), "koi8-r"), "{wrong:?}");
        }
    }

    #[test]
    fn kazakh_is_read_in_its_variants_of_windows_1251() {
        for wrong in [None, Some("windows-1251")] {
            assert_eq!(
                read(&encode(KAZAKH, &kazakh::KZ1048), wrong),
                (KAZAKH.into(), "kz-1048")
            );
            assert_eq!(
                read(&encode(KAZAKH, &kazakh::PTCP154), wrong),
                (KAZAKH.into(), "ptcp154")
            );
        }
    }

    #[test]
    fn ukrainian_and_western_texts_keep_their_declaration() {
        let ukrainian = "Бібліотека імені Лесі Українки запрошує читачів на зустріч із письменником. Її провели в неділю, є світлини.";
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(ukrainian);
        assert_eq!(
            read(&bytes, Some("windows-1251")),
            (ukrainian.into(), "windows-1251")
        );
        let french = "La bibliothèque a organisé une journée de l’été à la médiathèque, où le maire a été reçu.";
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(french);
        assert_eq!(
            read(&bytes, Some("iso-8859-1")),
            (french.into(), "windows-1252")
        );
        assert_eq!(read(&bytes, None), (french.into(), "windows-1252"));
    }

    #[test]
    fn utf16_without_a_mark_is_seen() {
        let text = "Отчёт: 30 книг, 5 районов.";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(read(&little, None), (text.into(), "utf-16le"));
        assert_eq!(read(&big, None), (text.into(), "utf-16be"));
    }

    #[test]
    fn a_few_broken_bytes_do_not_make_utf8_another_charset() {
        let mut bytes = RUSSIAN.as_bytes().to_vec();
        bytes.pop();
        bytes.insert(40, 0xff);
        let decoded = decode(&bytes, None);
        assert_eq!((decoded.charset, decoded.malformed), ("utf-8", true));
    }

    #[test]
    fn a_contradicted_declaration_is_named() {
        let (koi, _, _) = encoding_rs::KOI8_R.encode(RUSSIAN);
        assert_eq!(
            decode(&koi, Some("windows-1251")).contradicted,
            Some("windows-1251")
        );
        assert_eq!(decode(b"plain", Some("windows-1251")).contradicted, None);
    }
}
