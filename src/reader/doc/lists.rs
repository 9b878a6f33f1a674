//! Lists: what each level shows (MS-DOC 2.9.147, 2.9.150, 2.9.131).

use super::super::office::compound::{u16_at, u32_at};
use super::super::office::list::{Counters, Digits, Level, ListLabel, ListStyle};
use super::head::{DocHead, part};
use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub struct DocLists {
    /// By their own number.
    styles: BTreeMap<u32, ListStyle>,
    /// The lists that paragraphs name, from 1.
    named: Vec<u32>,
}

impl DocLists {
    pub fn read(head: &DocHead, table: &[u8]) -> DocLists {
        let bytes = part(table, head.lists.clone());
        let count = usize::from(u16_at(bytes, 0));
        let heads = bytes.get(2..).unwrap_or_default().as_chunks::<28>().0;
        let mut levels = table.get(head.lists.end..).unwrap_or_default();
        let mut lists = DocLists::default();
        for list in heads.iter().take(count) {
            let simple = list[26] & 1 != 0;
            let mut style = ListStyle::default();
            for _ in 0..if simple { 1 } else { 9 } {
                let Some((level, length)) = level(levels) else {
                    break;
                };
                style.levels.push(level);
                levels = &levels[length..];
            }
            lists.styles.insert(u32_at(list, 0), style);
        }
        let bytes = part(table, head.overrides.clone());
        let count = u32_at(bytes, 0) as usize;
        let all = bytes.get(4..).unwrap_or_default().as_chunks::<16>().0;
        lists.named = all.iter().take(count).map(|list| u32_at(list, 0)).collect();
        lists
    }

    /// The label of the next paragraph of a list.
    pub fn next(&self, counters: &mut Counters, list: u16, level: u8) -> Option<ListLabel> {
        let number = *self.named.get(usize::from(list).checked_sub(1)?)?;
        let style = self.styles.get(&number)?;
        counters.next(number.into(), style, level.into())
    }
}

/// The first level of some bytes, and how many of them it takes.
fn level(bytes: &[u8]) -> Option<(Level, usize)> {
    let head = bytes.get(..28)?;
    let changes = usize::from(head[24]) + usize::from(head[25]);
    let at = 28 + changes;
    let length = usize::from(u16_at(bytes.get(at..)?, 0));
    let end = at + 2 + 2 * length;
    let letters = bytes.get(at + 2..end)?.as_chunks().0;
    let letters: Vec<u16> = letters
        .iter()
        .map(|pair| u16::from_le_bytes(*pair))
        .collect();
    let mut pattern = String::new();
    for c in String::from_utf16_lossy(&letters).chars() {
        match c as u32 {
            place @ 0..=8 => pattern.push_str(&format!("%{}", place + 1)),
            _ => pattern.push(c),
        }
    }
    let digits = match head[4] {
        1 => Digits::Roman { upper: true },
        2 => Digits::Roman { upper: false },
        3 => Digits::Letters { upper: true },
        4 => Digits::Letters { upper: false },
        23 => Digits::Bullet,
        58 => Digits::Russian { upper: false },
        59 => Digits::Russian { upper: true },
        255 => Digits::None,
        _ => Digits::Decimal,
    };
    let start = u32_at(head, 0);
    let level = Level {
        start,
        digits,
        pattern,
    };
    Some((level, end))
}
