//! Text that was encoded twice: somebody took UTF-8 for windows-1252 or windows-1251 and wrote what
//! it shows as UTF-8 again.
//!
//! Such a page shows `â€™` for `’` and `Ð¿Ñ€` or `РїСЂ` for `пр`. Taken back to bytes, all of its
//! letters beyond ASCII together are valid UTF-8, which no text of letters is by chance.

use encoding_rs::{Encoding, WINDOWS_1251, WINDOWS_1252};

/// Fewest characters beyond ASCII that are told from a slip of the pen.
const FEWEST: usize = 2;

/// Bytes that are looked at together.
const ROW: usize = 64;

/// The text as it was before it was encoded again.
pub fn undo(text: &str) -> Option<String> {
    [WINDOWS_1252, WINDOWS_1251]
        .into_iter()
        .find_map(|taken| taken_for(text, taken))
}

/// The text as it was before it was taken for this charset.
fn taken_for(text: &str, charset: &'static Encoding) -> Option<String> {
    let byte = |c: char| byte(c, charset);
    let plain = text
        .as_bytes()
        .chunks(ROW)
        .take_while(|row| row.is_ascii())
        .count()
        * ROW;
    let first = plain
        + text
            .as_bytes()
            .get(plain..)?
            .iter()
            .position(|byte| !byte.is_ascii())?;
    // Nearly every text is told by its first letter beyond ASCII.
    let opening = text[first..]
        .chars()
        .take(4)
        .map_while(byte)
        .collect::<Vec<u8>>();
    let opens =
        std::str::from_utf8(&opening).map_or_else(|error| error.valid_up_to(), str::len) > 0;
    if !opens {
        return None;
    }
    let bytes = text.chars().map(byte).collect::<Option<Vec<u8>>>()?;
    let once = String::from_utf8(bytes).ok()?;
    let once = once
        .strip_prefix('\u{feff}')
        .map(str::to_owned)
        .unwrap_or(once);
    (once.chars().filter(|c| !c.is_ascii()).take(FEWEST).count() == FEWEST).then_some(once)
}

/// The byte that the charset shows as this character.
fn byte(c: char, charset: &'static Encoding) -> Option<u8> {
    match c {
        '\0'..='\u{7f}' => Some(c as u8),
        '\u{80}'..='\u{ff}' if charset == WINDOWS_1252 => Some(c as u8),
        _ => {
            let mut own = [0; 4];
            let (bytes, _, lost) = charset.encode(c.encode_utf8(&mut own));
            bytes.first().copied().filter(|_| !lost)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// UTF-8 as a program shows it that takes it for windows-1252.
    fn again(text: &str) -> String {
        WINDOWS_1252
            .decode_without_bom_handling(text.as_bytes())
            .0
            .into_owned()
    }

    #[test]
    fn a_text_encoded_twice_is_read_as_it_was() {
        assert_eq!(
            undo("The libraryâ\u{80}\u{99}s readers â\u{80}\u{94} all of them"),
            Some("The library’s readers — all of them".into())
        );
        for text in [
            "Кітапхана күні: «оқырмандар» — 2021",
            "Bibliothèque “à la carte”",
            "Şäher kitaphanasy",
        ] {
            assert_eq!(undo(&again(text)).as_deref(), Some(text));
        }
    }

    #[test]
    fn a_text_encoded_once_stays() {
        let own = [
            "",
            "plain",
            "Кітапхана",
            "naïve café",
            "SÃO PAULO",
            "NÃO É",
            "the library’s",
            "Ã© is what é becomes",
            "© 2020",
            "Â© once",
        ];
        for text in own {
            assert_eq!(undo(text), None, "{text}");
        }
    }
}
