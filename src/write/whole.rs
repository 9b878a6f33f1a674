//! A file that appears whole or not at all.

use anyhow::{Context, Result};
use std::fs::OpenOptions;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Writes a file beside its place, syncs it and moves it there; where that fails, what was there
/// stays. Devices and pipes are written as they stand.
pub fn whole(path: &Path, fill: impl FnOnce(&mut (dyn Write + Send)) -> Result<()>) -> Result<()> {
    let is_stream = path
        .metadata()
        .is_ok_and(|there| !there.is_file() && !there.is_dir());
    if is_stream {
        return through(path, fill);
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let wrong = || format!("cannot write {}", path.display());
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    let file = builder
        .prefix(".annalist-")
        .tempfile_in(folder)
        .with_context(wrong)?;
    let mut file = BufWriter::with_capacity(1 << 18, file);
    fill(&mut file).with_context(wrong)?;
    let file = file
        .into_inner()
        .map_err(|error| error.into_error())
        .with_context(wrong)?;
    file.as_file().sync_all().with_context(wrong)?;
    file.persist(path).with_context(wrong)?;
    Ok(())
}

fn through(path: &Path, fill: impl FnOnce(&mut (dyn Write + Send)) -> Result<()>) -> Result<()> {
    let wrong = || format!("cannot write {}", path.display());
    let file = OpenOptions::new().write(true).open(path);
    let mut file = BufWriter::with_capacity(1 << 18, file.with_context(wrong)?);
    fill(&mut file).with_context(wrong)?;
    file.flush().with_context(wrong)
}
