//! Copies of a damaged file in which what the engine goes by is made anew.

use std::ops::Range;

/// What is made anew.
#[derive(Clone, Copy, Debug)]
pub enum Repair {
    Table,
    Catalog,
}

impl Repair {
    pub const ALL: [Repair; 2] = [Repair::Table, Repair::Catalog];

    /// The file with it, where there is enough to make it of.
    pub fn copy(self, bytes: &[u8]) -> Option<Vec<u8>> {
        match self {
            Repair::Table => Some(without_table(bytes)),
            Repair::Catalog => with_catalog(bytes),
        }
    }
}

/// The file without the place of its table of objects, so that the engine looks for the objects
/// themselves.
fn without_table(bytes: &[u8]) -> Vec<u8> {
    let mut copy = bytes.to_vec();
    for at in memchr::memmem::find_iter(bytes, b"startxref") {
        copy[at..at + 9].fill(b' ');
    }
    copy
}

/// The same with a catalog behind it, of the trees of pages that stand in the file, or else of its
/// pages: where its own catalog is lost, or points nowhere.
fn with_catalog(bytes: &[u8]) -> Option<Vec<u8>> {
    let (mut trees, mut pages, mut last) = (Vec::new(), Vec::new(), 0);
    for object in objects(bytes) {
        last = last.max(object.number);
        let body = &bytes[object.body];
        match kind(body) {
            Some(b"Page") => pages.push(object.number),
            Some(b"Pages") if !has(body, b"/Parent") => trees.push(object.number),
            _ => {}
        }
    }
    let kids = if trees.is_empty() { pages } else { trees };
    let (catalog, tree) = (last.checked_add(1)?, last.checked_add(2)?);
    let mut copy = without_table(bytes);
    let references: String = kids.iter().map(|number| format!("{number} 0 R ")).collect();
    let count = kids.len();
    copy.extend_from_slice(
        format!(
            "\n{tree} 0 obj\n<</Type/Pages/Kids[{references}]/Count {count}>>\nendobj\n\
             {catalog} 0 obj\n<</Type/Catalog/Pages {tree} 0 R>>\nendobj\n\
             trailer\n<</Root {catalog} 0 R>>\n"
        )
        .as_bytes(),
    );
    (count > 0).then_some(copy)
}

/// An object of the file: its number, and the bytes up to the next object or its stream.
struct Found {
    number: u32,
    body: Range<usize>,
}

fn objects(bytes: &[u8]) -> impl Iterator<Item = Found> {
    let heads = memchr::memmem::find_iter(bytes, b" obj");
    let mut heads = heads
        .filter_map(|at| Some((number_before(&bytes[..at])?, at + 4)))
        .peekable();
    std::iter::from_fn(move || {
        let (number, start) = heads.next()?;
        let end = heads.peek().map_or(bytes.len(), |next| next.1);
        let end = memchr::memmem::find(&bytes[start..end], b"stream").map_or(end, |at| start + at);
        let body = start..end;
        Some(Found { number, body })
    })
}

/// The number of the object whose generation, `0`, stands last.
fn number_before(bytes: &[u8]) -> Option<u32> {
    let bytes = bytes.strip_suffix(b" 0")?;
    let digits = bytes.iter().rev().take(9);
    let digits = digits.take_while(|byte| byte.is_ascii_digit()).count();
    str::from_utf8(&bytes[bytes.len() - digits..])
        .ok()?
        .parse()
        .ok()
}

/// What follows the first `/Type`.
fn kind(body: &[u8]) -> Option<&[u8]> {
    let types = memchr::memmem::find_iter(body, b"/Type");
    let names = types.filter_map(|at| body[at + 5..].trim_ascii_start().strip_prefix(b"/"));
    names.map(name).next()
}

/// Whether a dictionary has a key.
fn has(body: &[u8], key: &[u8]) -> bool {
    memchr::memmem::find(body, key).is_some()
}

/// The letters up to the end of a name.
fn name(bytes: &[u8]) -> &[u8] {
    let end = bytes.iter().position(|byte| !byte.is_ascii_alphanumeric());
    &bytes[..end.unwrap_or(bytes.len())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayro_syntax::Pdf;

    const PAGE: &str = "%PDF-1.4\n\
        2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n\
        3 0 obj\n<</Type /Page/Parent 2 0 R/MediaBox[0 0 100 100]>>\nendobj\n";

    #[test]
    fn pages_without_a_catalog_are_found() {
        assert!(Pdf::new(PAGE.as_bytes().to_vec()).is_err());
        let pages = |bytes: &str| {
            Pdf::new(with_catalog(bytes.as_bytes())?)
                .ok()
                .map(|pdf| pdf.pages().len())
        };
        assert_eq!(pages(PAGE), Some(1));
        // Without the tree of pages too.
        assert_eq!(pages(&PAGE.replace("/Pages", "/Lost")), Some(1));
        assert_eq!(pages("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n"), None);
    }
}
