//! KOI8-R that somebody took for windows-1251 and wrote again as UTF-8.
//!
//! The two charsets keep their letters in opposite cases, so such a text shows words that begin
//! with a small letter and go on in capitals: `пВМБУФОПК` for `областной`. No language does that.

use encoding_rs::{KOI8_R, WINDOWS_1251};

/// Letters that are looked at, and the fewest that tell.
const LETTERS: usize = 600;
const FEWEST: usize = 40;

/// Small letters in a hundred behind which nearly all letters are capital ones.
const SMALL: usize = 20;

/// The text as it was meant.
pub fn undo(text: &str) -> Option<String> {
    is_swapped(text).then(|| {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            let mut own = [0; 4];
            let (bytes, _, lost) = WINDOWS_1251.encode(c.encode_utf8(&mut own));
            if c.is_ascii() || lost {
                out.push(c);
            } else {
                out.push_str(&KOI8_R.decode_without_bom_handling(&bytes).0);
            }
        }
        out
    })
}

/// Whether words go on in capitals, some of which begin with a small letter.
fn is_swapped(text: &str) -> bool {
    let (mut letters, mut small, mut turned) = (0, 0, 0);
    let bytes = text.as_bytes();
    for at in memchr::memchr2_iter(0xd0, 0xd1, bytes).take(LETTERS) {
        let is_small = match (bytes[at], bytes.get(at + 1)) {
            (0xd0, Some(0x90..=0xaf)) => false,
            (0xd0, Some(0xb0..=0xbf)) | (0xd1, Some(0x80..=0x8f)) => true,
            _ => continue,
        };
        letters += 1;
        small += usize::from(is_small);
        let capital = |at: usize| {
            matches!(
                (bytes.get(at), bytes.get(at + 1)),
                (Some(0xd0), Some(0x90..=0xaf))
            )
        };
        turned += usize::from(is_small && capital(at + 2) && capital(at + 4));
    }
    letters >= FEWEST && small * 100 <= letters * SMALL && turned > 2 && turned * 4 > small
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swapped_cases_are_told_from_capitals() {
        let meant = "Заказ книг. Областная библиотека имени Токтогула открыла пункт. Книги привозит \
                     передвижная библиотека. Заказ можно сделать по телефону.";
        let (koi8, _, _) = KOI8_R.encode(meant);
        let shown = WINDOWS_1251.decode_without_bom_handling(&koi8).0;
        assert_eq!(undo(&shown).as_deref(), Some(meant));
        assert_eq!(undo(meant), None);
        assert_eq!(undo(&meant.to_uppercase()), None);
    }
}
