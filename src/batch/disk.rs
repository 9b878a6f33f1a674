//! Files on the disk: whole or not there.
//!
//! A file is written under `.annalist/tmp`, synced and moved to its place, and
//! it is believed to be what was written only as far as its digest says so.

use crate::batch::journal::WrittenFile;
use crate::batch::stored;
use crate::source::{Stored, hex};
use anyhow::{Context, Result, bail};
use rustix::fs::{FlockOperation, fcntl_lock};
use rustix::io::Errno;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// The folder of a run as a place for files.
pub struct Disk {
    pub root: PathBuf,
    number: AtomicU64,
    /// Held as long as the run lasts.
    _lock: File,
}

impl Disk {
    /// Takes the folder for this run alone.
    pub fn open(root: &Path) -> Result<Disk> {
        let state = root.join(".annalist");
        let unwritable = || format!("cannot write to the folder {}", shown(root));
        fs::create_dir_all(&state).with_context(unwritable)?;
        let lock = lock(&state.join("lock"), root)?;
        Ok(Disk {
            root: root.to_owned(),
            number: AtomicU64::new(0),
            _lock: lock,
        })
    }

    /// Makes the folders that outputs go through and into.
    pub fn make_room(&self) -> Result<()> {
        let scratch = self.root.join(".annalist/tmp");
        drop(fs::remove_dir_all(&scratch));
        for folder in [&scratch, &self.root.join("documents")] {
            fs::create_dir_all(folder)
                .with_context(|| format!("cannot write to the folder {}", shown(&self.root)))?;
        }
        Ok(())
    }

    /// Gives an output another name.
    pub fn rename(&self, output: WrittenFile, file: String) -> Result<WrittenFile> {
        let documents = self.root.join("documents");
        self.place(&documents.join(&output.file), &file, &documents.join(&file))
            .with_context(|| format!("cannot rename {}", output.file))?;
        Ok(WrittenFile { file, ..output })
    }

    /// Where the journal is.
    pub fn journal(&self) -> PathBuf {
        self.root.join(".annalist/journal.jsonl")
    }

    /// The run's own files no longer tell the truth.
    pub fn remove_own_files(&self) -> Result<()> {
        for name in ["manifest.json", "activities.jsonl"] {
            gone(fs::remove_file(self.root.join(name)))
                .with_context(|| format!("cannot replace {name}"))?;
        }
        Ok(())
    }

    /// Removes one of the run's own files, if it is there.
    pub fn remove_own(&self, name: &str) -> Result<()> {
        gone(fs::remove_file(self.root.join(name))).with_context(|| format!("cannot remove {name}"))
    }

    /// Puts a file whole into its place.
    pub fn write(&self, file: &str, bytes: &[u8]) -> Result<WrittenFile> {
        let place = self.root.join("documents").join(file);
        let write = || -> io::Result<()> {
            let scratch = self.scratch();
            let mut out = File::create(&scratch)?;
            let written = out.write_all(bytes).and_then(|()| out.sync_all());
            let moved = written.and_then(|()| self.place(&scratch, file, &place));
            moved.inspect_err(|_| drop(fs::remove_file(&scratch)))
        };
        write().with_context(|| format!("cannot write {}", shown(&place)))?;
        Ok(WrittenFile {
            file: file.to_owned(),
            bytes: bytes.len() as u64,
            sha256: hex(&Sha256::digest(bytes)),
        })
    }

    pub fn scratch(&self) -> PathBuf {
        self.root
            .join(".annalist/tmp")
            .join(self.number.fetch_add(1, Ordering::Relaxed).to_string())
    }

    /// Moves a file into its place, whose folders are made one by one below `documents`: if that is
    /// gone, the run is over.
    fn place(&self, scratch: &Path, file: &str, place: &Path) -> io::Result<()> {
        match fs::rename(scratch, place) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            done => return done,
        }
        let mut folder = self.root.join("documents");
        for part in Path::new(file)
            .parent()
            .into_iter()
            .flat_map(Path::components)
        {
            folder.push(part);
            match fs::create_dir(&folder) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
        }
        fs::rename(scratch, place)
    }

    /// Removes what an earlier run wrote for a source that has no record now.
    pub fn remove(&self, file: &str) -> Result<()> {
        let place = self.root.join("documents").join(file);
        gone(fs::remove_file(&place)).with_context(|| format!("cannot remove {}", shown(&place)))
    }

    pub fn stands(&self, output: &WrittenFile) -> bool {
        let path = self.root.join("documents").join(&output.file);
        let as_stored = Stored {
            bytes: output.bytes,
            sha256: output.sha256.clone(),
        };
        digest_of(&path, false, output.bytes).is_ok_and(|found| found == as_stored)
    }

    /// Removes the folders above an output, as far as they are empty now.
    pub fn remove_empty(&self, file: &str) {
        let documents = self.root.join("documents");
        let folders = Path::new(file)
            .ancestors()
            .skip(1)
            .filter(|folder| !folder.as_os_str().is_empty());
        for folder in folders {
            if fs::remove_dir(documents.join(folder)).is_err() {
                return;
            }
        }
    }

    /// The digest of one of the run's own files, if it is there.
    pub fn own_digest(&self, name: &str) -> Option<String> {
        let (file, bytes) = stored::open(&self.root.join(name), false).ok()?;
        digest(file, bytes).ok()
    }

    /// One of the run's own files; its digest.
    pub fn own_file(
        &self,
        name: &str,
        fill: impl FnOnce(&mut dyn Write) -> Result<()>,
    ) -> Result<String> {
        let scratch = self.scratch();
        let context = || format!("cannot write {}", shown(&self.root.join(name)));
        let file = File::create(&scratch).with_context(context)?;
        let mut out = Digested {
            inner: BufWriter::with_capacity(1 << 16, file),
            hash: Sha256::new(),
        };
        fill(&mut out).with_context(context)?;
        out.inner.flush().with_context(context)?;
        out.inner.get_ref().sync_all().with_context(context)?;
        fs::rename(&scratch, self.root.join(name)).with_context(context)?;
        Ok(hex(&out.hash.finalize()))
    }
}

/// The lock of a run: a second one is told to wait. It is the process's own: one that goes with the
/// open file would live on, after a kill, in a worker that was just being started.
fn lock(path: &Path, root: &Path) -> Result<File> {
    let file = File::options().create(true).append(true).open(path);
    let file = file.with_context(|| format!("cannot write to the folder {}", shown(root)))?;
    match fcntl_lock(&file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(file),
        Err(Errno::AGAIN | Errno::ACCESS) => bail!("another run is writing to {}", shown(root)),
        Err(error) => Err(error).with_context(|| format!("cannot lock {}", shown(root))),
    }
}

/// A path for a message.
pub fn shown(path: &Path) -> String {
    path.display().to_string().escape_debug().to_string()
}

/// A file that is digested while it is written.
struct Digested<W> {
    inner: W,
    hash: Sha256,
}

impl<W: Write> Write for Digested<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Size and digest of a regular file; an error where it is not `bytes` long.
pub fn digest_of(path: &Path, named: bool, bytes: u64) -> io::Result<Stored> {
    let (file, length) = stored::open(path, named)?;
    if length != bytes {
        return Err(io::ErrorKind::InvalidData.into());
    }
    Ok(Stored {
        bytes,
        sha256: digest(file, bytes)?,
    })
}

/// The digest of so many bytes. Their number is known, so that no read has to find the end.
fn digest(mut file: File, bytes: u64) -> io::Result<String> {
    let mut hash = Sha256::new();
    let mut buffer = [0; 1 << 13];
    let mut left = bytes;
    while left > 0 {
        let part = &mut buffer[..left.min(1 << 13) as usize];
        file.read_exact(part)?;
        hash.update(&*part);
        left -= part.len() as u64;
    }
    Ok(hex(&hash.finalize()))
}

/// What is gone already need not be removed.
fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        done => done,
    }
}
