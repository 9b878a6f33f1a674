//! Where the sources of a register lie, as links from its page.

use std::fmt::Write;
use std::path::{Component, Path, PathBuf, absolute};

/// Folders and files that were read, seen from the folder of the page.
#[derive(Debug)]
pub struct Places {
    roots: Vec<PathBuf>,
    page: PathBuf,
}

impl Places {
    /// `output` is the file of the page; `-` stands in the folder of work.
    pub fn new(roots: Vec<PathBuf>, output: &Path) -> Places {
        let folder = output.parent().unwrap_or(Path::new(""));
        Places {
            roots: roots.iter().map(|root| settled(root)).collect(),
            page: settled(&Path::new(".").join(folder)),
        }
    }

    /// A relative address of the file that a source was read from, where it is still there.
    pub fn link(&self, source: &str) -> Option<String> {
        let path = Path::new(source.split("!/").next()?);
        let is_below = path.components().count() > 0
            && path.components().all(|c| matches!(c, Component::Normal(_)));
        let mut places = self.roots.iter().map(|root| match root.is_dir() {
            true => root.join(path),
            false => root.clone(),
        });
        let file = places.find(|file| is_below && file.ends_with(path) && file.is_file())?;
        relative(&file, &self.page)
    }
}

/// A path without links and steps back, as far as there is such a file.
fn settled(path: &Path) -> PathBuf {
    let whole = || absolute(path).unwrap_or_else(|_| path.to_owned());
    path.canonicalize().unwrap_or_else(|_| whole())
}

/// The way from a folder to a file, escaped. It begins with a dot, so that nothing in it is read
/// as a scheme or a host.
fn relative(file: &Path, folder: &Path) -> Option<String> {
    let (mut to, mut from) = (file.components().peekable(), folder.components().peekable());
    while to.peek().is_some() && to.peek() == from.peek() {
        to.next();
        from.next();
    }
    let up = from.count();
    let mut address = if up == 0 {
        "./".to_owned()
    } else {
        "../".repeat(up)
    };
    let names: Vec<&str> = to.map(|c| c.as_os_str().to_str()).collect::<Option<_>>()?;
    for (at, name) in names.iter().enumerate() {
        address.push_str(if at == 0 { "" } else { "/" });
        escape(name, &mut address);
    }
    Some(address)
}

/// RFC 3986: all but unreserved characters as percent signs and digits.
fn escape(name: &str, address: &mut String) {
    for byte in name.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                address.push(char::from(byte));
            }
            byte => drop(write!(address, "%{byte:02X}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn links_lead_to_files_and_nowhere_else() {
        let dir = tempfile::tempdir().unwrap();
        let pages = dir.path().join("pages");
        fs::create_dir_all(pages.join("a b")).unwrap();
        for name in ["a b/Ярмарка#1?.html", "javascript:alert(1)", "old.zip"] {
            fs::write(pages.join(name), "").unwrap();
        }
        fs::write(dir.path().join("secret"), "").unwrap();
        let places = Places::new(vec![pages.clone()], &dir.path().join("out/report.html"));
        let link = |source| places.link(source);
        assert_eq!(
            link("a b/Ярмарка#1?.html").unwrap(),
            "../pages/a%20b/%D0%AF%D1%80%D0%BC%D0%B0%D1%80%D0%BA%D0%B0%231%3F.html"
        );
        assert_eq!(
            link("javascript:alert(1)").unwrap(),
            "../pages/javascript%3Aalert%281%29"
        );
        assert_eq!(link("old.zip!/page.html").unwrap(), "../pages/old.zip");
        assert_eq!(
            ["gone.html", "../secret", "/etc/passwd", ""].map(link),
            [const { None }; 4]
        );
        let beside = Places::new(vec![pages.join("old.zip")], &pages.join("report.html"));
        assert_eq!(beside.link("old.zip!/1").unwrap(), "./old.zip");
        assert_eq!(beside.link("other.zip!/1"), None);
    }
}
