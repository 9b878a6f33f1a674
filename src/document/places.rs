//! Offsets in bytes as offsets in code points, without counting from the start each time.

/// Code points before every 64th byte of a text.
#[derive(Debug, Default)]
pub struct Places {
    before: Vec<u32>,
}

const STEP: usize = 64;

impl Places {
    pub fn new(text: &str) -> Places {
        let mut before = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for (at, byte) in text.bytes().enumerate() {
            if at % STEP == 0 {
                before.push(count);
            }
            count += u32::from(byte & 0xc0 != 0x80);
        }
        Places { before }
    }

    /// The code points before a byte of the text that these places were made for.
    pub fn of(&self, text: &str, offset: u32) -> u32 {
        let at = offset as usize;
        let step = (at / STEP).min(self.before.len().saturating_sub(1));
        let known = self.before.get(step).copied().unwrap_or(0);
        let rest = text.as_bytes().get(step * STEP..at).unwrap_or_default();
        known + rest.iter().filter(|&&byte| byte & 0xc0 != 0x80).count() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_code_points_from_any_byte() {
        let text = "Қазақ тілі — 𝄞 ".repeat(40);
        let places = Places::new(&text);
        for (count, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(places.of(&text, at as u32), count as u32);
        }
    }
}
