//! Offsets in bytes as offsets in code points and back, without counting from the start each time.

/// Code points before every 64th byte of a text.
#[derive(Debug, Default)]
pub struct CodePoints {
    before: Vec<u32>,
}

const STEP: usize = 64;

impl CodePoints {
    pub fn new(text: &str) -> CodePoints {
        let counts = text.as_bytes().chunks(STEP).scan(0, |count, step| {
            let before = *count;
            *count += points(step);
            Some(before)
        });
        CodePoints {
            before: counts.collect(),
        }
    }

    /// The code points before a byte of the text that these places were made for.
    pub fn of(&self, text: &str, offset: u32) -> u32 {
        let at = offset as usize;
        let step = (at / STEP).min(self.before.len().saturating_sub(1));
        let known = self.before.get(step).copied().unwrap_or(0);
        known + points(text.as_bytes().get(step * STEP..at).unwrap_or_default())
    }

    /// The byte at which a code point begins; the end of the text behind the last one, none beyond
    /// it.
    pub fn byte(&self, text: &str, point: u32) -> Option<usize> {
        let step = self
            .before
            .partition_point(|before| *before <= point)
            .saturating_sub(1);
        let from = (step * STEP..text.len())
            .find(|&at| text.is_char_boundary(at))
            .unwrap_or(text.len());
        let known = self.of(text, from as u32);
        let ends = text[from..]
            .char_indices()
            .map(|(at, _)| from + at)
            .chain([text.len()]);
        ends.take(STEP + 1).nth(point.checked_sub(known)? as usize)
    }
}

/// Code points that begin in these bytes of UTF-8.
fn points(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|&&byte| byte & 0xc0 != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_code_points_from_any_byte() {
        let text = "Қазақ тілі — 𝄞 ".repeat(40);
        let places = CodePoints::new(&text);
        for (count, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(places.of(&text, at as u32), count as u32);
            assert_eq!(places.byte(&text, count as u32), Some(at));
        }
        let all = text.chars().count() as u32;
        assert_eq!(
            (places.byte(&text, all), places.byte(&text, all + 1)),
            (Some(text.len()), None)
        );
        assert_eq!(
            (
                CodePoints::new("").byte("", 0),
                CodePoints::new("").byte("", 1)
            ),
            (Some(0), None)
        );
    }
}
