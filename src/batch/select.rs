//! Selecting: which files a run is about, each once, by the name its record gives.
//!
//! Folders are walked as ripgrep walks them: hidden files and what ignore
//! files name are passed over, links are not followed, globs choose. A name is
//! relative to the folder it was found under; where two files would have the
//! same name, both are named by the path they were reached by.

use crate::source::{is_passed_over, short_digest};
use crate::write::name;
use anyhow::{Context, Result, bail};
use ignore::WalkBuilder;
use ignore::overrides::{Override, OverrideBuilder};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufRead};
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::path::{Component, Path, PathBuf};

/// What is to be selected.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// As typed; `-` is standard input.
    pub paths: Vec<PathBuf>,
    /// A list of paths, `-` for standard input, and whether it is separated by zero bytes.
    pub list: Option<(PathBuf, bool)>,
    pub globs: Vec<String>,
    /// The i-th of n parts, from 1.
    pub shard: Option<(u64, u64)>,
}

/// Something that was found.
#[derive(Clone, Debug)]
pub struct Item {
    path: Box<[u8]>,
    /// Where the name begins in the path.
    name_at: u32,
    pub kind: PathKind,
    /// The path is text, so that its bytes are its characters and order it.
    is_text: bool,
    /// Another item has the same name up to case and composition.
    pub clash: bool,
}

/// What a path leads to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PathKind {
    /// A regular file that a walk found.
    File,
    /// What the user named, whatever it is.
    Named,
    StandardInput,
    /// A link that a walk met.
    Link,
    /// A FIFO, a socket, a device; or a folder with the name of a document.
    NoFile,
    /// A folder that cannot be read.
    Unreadable,
    /// A source of another run, whose records the folder keeps.
    Kept,
}

impl Item {
    fn new(path: &Path, name_at: usize, kind: PathKind) -> Item {
        let path = path.as_os_str().as_bytes();
        let is_text = std::str::from_utf8(path).is_ok();
        Item {
            path: path.into(),
            name_at: name_at.min(path.len()) as u32,
            kind,
            is_text,
            clash: false,
        }
    }

    /// A source that is known by the name its records give, and by nothing else.
    pub fn kept(name: &str) -> Item {
        Item::new(Path::new(name), 0, PathKind::Kept)
    }

    /// How the file is reached.
    pub fn path(&self) -> &Path {
        Path::new(OsStr::from_bytes(&self.path))
    }

    fn raw_name(&self) -> &[u8] {
        self.path.get(self.name_at as usize..).unwrap_or_default()
    }

    /// As records give it.
    pub fn name(&self) -> Cow<'_, str> {
        name::shown(self.raw_name())
    }

    /// How its name stands to another, in the order of names as records give them.
    pub fn compare_name(&self, name: &str) -> Ordering {
        match self.is_text {
            true => self.raw_name().cmp(name.as_bytes()),
            false => self.name().as_ref().cmp(name),
        }
    }

    /// The order of a run: by name, then by path.
    fn compare(&self, other: &Item) -> Ordering {
        let names = match self.is_text && other.is_text {
            true => self.raw_name().cmp(other.raw_name()),
            false => self.name().cmp(&other.name()),
        };
        names.then_with(|| self.path.cmp(&other.path))
    }

    /// The output's place below `documents/`.
    pub fn file(&self) -> String {
        name::document(&self.name(), self.clash)
    }
}

/// Everything that is wanted, by name.
pub fn select(wanted: &Wanted) -> Result<Vec<Item>> {
    let mut items = Vec::new();
    for path in &wanted.paths {
        root(path, wanted, &mut items)?;
    }
    if let Some((list, zero)) = &wanted.list {
        for path in listed(list, *zero)? {
            listed_root(&path, wanted, &mut items)?;
        }
    }
    if wanted.paths.len() > 1 || wanted.list.is_some() {
        drop_repeated(&mut items);
    }
    settle(&mut items);
    if let Some((part, parts)) = wanted.shard {
        items.retain(|item| short_digest(item.raw_name()) % parts == part - 1);
    }
    items.shrink_to_fit();
    Ok(items)
}

/// Puts sources that are kept, none of whose names is among `items`, in their places.
pub fn merge(items: &mut Vec<Item>, kept: Vec<Item>) {
    items.extend(kept);
    items.sort_unstable_by(Item::compare);
    mark_clashes(items);
}

/// A path that was typed.
fn root(path: &Path, wanted: &Wanted, items: &mut Vec<Item>) -> Result<()> {
    if path.as_os_str() == "-" {
        items.push(Item::new(path, 0, PathKind::StandardInput));
        return Ok(());
    }
    match fs::metadata(path) {
        Ok(about) if about.is_dir() => walk(path, wanted, items),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if path
                .as_os_str()
                .as_bytes()
                .windows(3)
                .any(|part| part == b"://")
            {
                bail!(
                    "{} is an address, and nothing is fetched: save the page and name its file",
                    path.display().to_string().escape_debug()
                );
            }
            bail!(
                "no such file or folder: {}",
                path.display().to_string().escape_debug()
            )
        }
        _ => {
            let name = path.file_name().map_or(0, OsStr::len);
            items.push(Item::new(
                path,
                path.as_os_str().len() - name,
                PathKind::Named,
            ));
            Ok(())
        }
    }
}

/// A path from a list: named by the whole of it, and no cause to stop if it is gone.
fn listed_root(path: &Path, wanted: &Wanted, items: &mut Vec<Item>) -> Result<()> {
    if fs::metadata(path).is_ok_and(|about| about.is_dir()) {
        return walk(path, wanted, items);
    }
    let mut parts = path.components();
    while parts
        .clone()
        .next()
        .is_some_and(|part| !matches!(part, Component::Normal(_)))
    {
        parts.next();
    }
    let name = parts.as_path().as_os_str().len();
    items.push(Item::new(
        path,
        path.as_os_str().len().saturating_sub(name),
        PathKind::Named,
    ));
    Ok(())
}

/// The paths of a list.
fn listed(list: &Path, zero: bool) -> Result<Vec<PathBuf>> {
    let mut input: Box<dyn BufRead> = if list.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        let file = fs::File::open(list)
            .with_context(|| format!("cannot read the list {}", list.display()))?;
        Box::new(io::BufReader::new(file))
    };
    let end = if zero { 0 } else { b'\n' };
    let mut paths = Vec::new();
    let mut line = Vec::new();
    while input
        .read_until(end, &mut line)
        .context("cannot read the list")?
        > 0
    {
        let path = line.strip_suffix(&[end]).unwrap_or(&line);
        let path = if zero {
            path
        } else {
            path.strip_suffix(b"\r").unwrap_or(path)
        };
        if !path.is_empty() {
            paths.push(PathBuf::from(std::ffi::OsString::from_vec(path.to_vec())));
        }
        line.clear();
    }
    Ok(paths)
}

/// The files under a folder.
fn walk(folder: &Path, wanted: &Wanted, items: &mut Vec<Item>) -> Result<()> {
    let mut builder = WalkBuilder::new(folder);
    builder
        .follow_links(false)
        .git_ignore(false)
        .git_global(false)
        .git_exclude(false)
        .parents(false);
    builder
        .add_custom_ignore_filename(".annalistignore")
        .overrides(globs(folder, &wanted.globs)?);
    let below =
        folder.as_os_str().len() + usize::from(!folder.as_os_str().as_bytes().ends_with(b"/"));
    for entry in builder.build() {
        match entry {
            Ok(entry) if entry.depth() == 0 => {}
            Ok(entry) => {
                let kind = entry
                    .file_type()
                    .and_then(|kind| kind_of(kind, entry.path()));
                let name = entry.file_name().to_string_lossy();
                if let Some(kind) = kind.filter(|_| !is_passed_over(&name)) {
                    items.push(Item::new(entry.path(), below, kind));
                }
            }
            Err(error) => {
                if let Some(path) = path_of(&error) {
                    let at = if path.starts_with(folder) { below } else { 0 };
                    items.push(Item::new(path, at, PathKind::Unreadable));
                }
            }
        }
    }
    Ok(())
}

fn globs(folder: &Path, globs: &[String]) -> Result<Override> {
    let mut builder = OverrideBuilder::new(folder);
    for glob in globs {
        builder
            .add(glob)
            .with_context(|| format!("not a glob: {glob}"))?;
    }
    Ok(builder.build()?)
}

/// What a walk met; none for what is no matter of a record.
fn kind_of(kind: fs::FileType, path: &Path) -> Option<PathKind> {
    let named_like_document = || {
        path.extension().is_some_and(|ending| {
            ["html", "htm", "pdf", "txt"]
                .iter()
                .any(|known| ending == *known)
        })
    };
    if kind.is_file() {
        Some(PathKind::File)
    } else if kind.is_symlink() {
        Some(PathKind::Link)
    } else if kind.is_dir() {
        named_like_document().then_some(PathKind::NoFile)
    } else {
        Some(PathKind::NoFile)
    }
}

/// The path that an error of a walk is about.
fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            path_of(err)
        }
        _ => None,
    }
}

/// Every name once, in order.
fn settle(items: &mut [Item]) {
    items.sort_unstable_by(Item::compare);
    let mut shared: Vec<bool> = vec![false; items.len()];
    for (at, pair) in items.windows(2).enumerate() {
        if let [a, b] = pair
            && a.name() == b.name()
        {
            shared[at] = true;
            shared[at + 1] = true;
        }
    }
    if shared.contains(&true) {
        for (item, _) in items.iter_mut().zip(&shared).filter(|(_, shared)| **shared) {
            item.name_at = 0;
        }
        items.sort_unstable_by(Item::compare);
    }
    mark_clashes(items);
}

/// A file that was reached twice is kept by its longest name.
fn drop_repeated(items: &mut Vec<Item>) {
    let mut best: HashMap<u64, usize> = HashMap::new();
    let keys: Vec<u64> = items
        .iter()
        .map(|item| short_digest(absolute(item.path()).as_os_str().as_bytes()))
        .collect();
    for (at, key) in keys.iter().enumerate() {
        let kept = best.entry(*key).or_insert(at);
        let rank = |at: usize| {
            (
                items[at].raw_name().len(),
                std::cmp::Reverse(&items[at].path),
            )
        };
        if rank(at) > rank(*kept) {
            *kept = at;
        }
    }
    let mut at = 0;
    items.retain(|_| {
        let keep = best.get(&keys[at]) == Some(&at);
        at += 1;
        keep
    });
}

/// The path from the root, without `.` and `..`.
pub fn absolute(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut clean = PathBuf::new();
    for part in whole.components() {
        match part {
            Component::ParentDir => drop(clean.pop()),
            part => clean.push(part),
        }
    }
    clean
}

/// Marks items whose outputs some file system, or a folder that looks like an archive, would
/// confuse.
fn mark_clashes(items: &mut [Item]) {
    let keys: Vec<u64> = items
        .iter()
        .map(|item| name::folded(&item.name()))
        .collect();
    let mut sorted = keys.clone();
    sorted.sort_unstable();
    for (item, key) in items.iter_mut().zip(keys) {
        let first = sorted.partition_point(|&k| k < key);
        let several = sorted.get(first + 1) == Some(&key);
        item.clash = several || item.raw_name().windows(2).any(|two| two == b"!/");
    }
}
