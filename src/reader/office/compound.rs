//! Compound files (MS-CFB), the containers of older office files: streams by their name.
//!
//! Read here and not by a crate because chains of sectors may run in circles: every chain is
//! followed for no more sectors than the file has.

const MAGIC: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// Sector numbers from here on are none.
const NONE: u32 = 0xffff_fffa;

/// A compound file.
pub struct Compound<'b> {
    bytes: &'b [u8],
    /// The size of a sector as a power of two.
    shift: u32,
    /// The next sector of each.
    next: Vec<u32>,
    small_shift: u32,
    small_next: Vec<u32>,
    /// The stream that holds small ones.
    small: Vec<u8>,
    /// Streams below this size are small.
    cutoff: u64,
    entries: Vec<DirectoryEntry>,
}

#[derive(Debug)]
struct DirectoryEntry {
    name: String,
    /// 2 for a stream, 5 for the root.
    kind: u8,
    start: u32,
    size: u64,
}

/// Two bytes of a slice as a number; 0 beyond its end.
pub fn u16_at(bytes: &[u8], at: usize) -> u16 {
    let two = bytes.get(at..).and_then(|rest| rest.first_chunk());
    two.map_or(0, |two| u16::from_le_bytes(*two))
}

/// Four bytes of a slice as a number; 0 beyond its end.
pub fn u32_at(bytes: &[u8], at: usize) -> u32 {
    let four = bytes.get(at..).and_then(|rest| rest.first_chunk());
    four.map_or(0, |four| u32::from_le_bytes(*four))
}

/// All numbers of a slice.
fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes
        .as_chunks::<4>()
        .0
        .iter()
        .map(|four| u32::from_le_bytes(*four))
}

impl<'b> Compound<'b> {
    /// Opens a file; none where it is no compound file.
    pub fn open(bytes: &'b [u8]) -> Option<Compound<'b>> {
        if !bytes.starts_with(&MAGIC) {
            return None;
        }
        let shift = u32::from(u16_at(bytes, 30));
        let small_shift = u32::from(u16_at(bytes, 32));
        if !(7..=16).contains(&shift) || !(2..shift).contains(&small_shift) {
            return None;
        }
        let mut file = Compound {
            bytes,
            shift,
            next: Vec::new(),
            small_shift,
            small_next: Vec::new(),
            small: Vec::new(),
            cutoff: u64::from(u32_at(bytes, 56)),
            entries: Vec::new(),
        };
        file.next = file.table();
        file.entries = entries(&file.chain(u32_at(bytes, 48)));
        let small_table = file.chain(u32_at(bytes, 60));
        file.small_next = numbers(&small_table).collect();
        let root = file.entries.iter().find(|entry| entry.kind == 5);
        file.small = root.map(|root| file.chain(root.start)).unwrap_or_default();
        Some(file)
    }

    pub fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The bytes of a stream, as many as can be had.
    pub fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.find(name)?;
        let mut bytes = if entry.size < self.cutoff {
            self.small_chain(entry.start)
        } else {
            self.chain(entry.start)
        };
        bytes.truncate(usize::try_from(entry.size).unwrap_or(usize::MAX));
        Some(bytes)
    }

    fn find(&self, name: &str) -> Option<&DirectoryEntry> {
        let mut streams = self.entries.iter().filter(|entry| entry.kind == 2);
        streams.find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    fn sector(&self, number: u32) -> &'b [u8] {
        let start = (number as usize + 1) << self.shift;
        let end = (start + (1 << self.shift)).min(self.bytes.len());
        self.bytes.get(start..end).unwrap_or_default()
    }

    /// How many sectors the file has.
    fn count(&self) -> usize {
        self.bytes.len() >> self.shift
    }

    /// The table of sectors: its own sectors are listed in the head and in a chain of lists.
    fn table(&self) -> Vec<u32> {
        let head = self.bytes.get(76..512).unwrap_or_default();
        let mut own: Vec<u32> = numbers(head).collect();
        let mut list = u32_at(self.bytes, 68);
        for _ in 0..self.count() {
            if list >= NONE {
                break;
            }
            let mut all: Vec<u32> = numbers(self.sector(list)).collect();
            let Some(next) = all.pop() else { break };
            own.append(&mut all);
            list = next;
        }
        own.retain(|&number| number < NONE);
        own.truncate(self.count());
        own.iter()
            .flat_map(|&number| numbers(self.sector(number)))
            .collect()
    }

    fn chain(&self, start: u32) -> Vec<u8> {
        let mut out = Vec::new();
        let mut at = start;
        for _ in 0..self.count() {
            if at >= NONE {
                break;
            }
            out.extend_from_slice(self.sector(at));
            at = self.next.get(at as usize).copied().unwrap_or(NONE);
        }
        out
    }

    fn small_chain(&self, start: u32) -> Vec<u8> {
        let size = 1 << self.small_shift;
        let mut out = Vec::new();
        let mut at = start;
        for _ in 0..self.small.len() / size + 1 {
            if at >= NONE {
                break;
            }
            let from = (at as usize) << self.small_shift;
            let to = (from + size).min(self.small.len());
            out.extend_from_slice(self.small.get(from..to).unwrap_or_default());
            at = self.small_next.get(at as usize).copied().unwrap_or(NONE);
        }
        out
    }
}

/// The entries of the directory.
fn entries(directory: &[u8]) -> Vec<DirectoryEntry> {
    let entry = |bytes: &[u8; 128]| {
        let length = usize::from(u16_at(bytes, 64)).clamp(2, 64) - 2;
        let letters: Vec<u16> = (0..length / 2).map(|at| u16_at(bytes, 2 * at)).collect();
        DirectoryEntry {
            name: String::from_utf16_lossy(&letters),
            kind: bytes[66],
            start: u32_at(bytes, 116),
            // The upper half is not kept by older programs.
            size: u64::from(u32_at(bytes, 120)),
        }
    };
    directory.as_chunks().0.iter().map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_in_circles_ends() {
        let mut bytes = vec![0; 512 * 4];
        bytes[..8].copy_from_slice(&MAGIC);
        bytes[30] = 9;
        bytes[32] = 6;
        bytes[68..76].copy_from_slice(&[0xfe, 0xff, 0xff, 0xff, 0, 0, 0, 0]);
        // The table of sectors is sector 0 and says that sector 1 follows on sector 1.
        bytes[48] = 1;
        bytes[80..512].fill(0xff);
        bytes[512 + 4] = 1;
        let file = Compound::open(&bytes).unwrap();
        assert!(!file.has("Workbook"));
        assert!(Compound::open(b"PK").is_none());
    }
}
