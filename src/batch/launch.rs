//! How this program is started again, for a worker: from its own file, unless it is a part of
//! another program, which says so before the first run.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A command that ends in [`crate::program::run`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Launch {
    pub command: PathBuf,
    /// What stands before the arguments of the program.
    pub arguments: Vec<OsString>,
    /// The file that holds this code: where it changed, records may be others.
    pub code: PathBuf,
}

static GUEST: OnceLock<Launch> = OnceLock::new();

impl Launch {
    /// This program is a part of another one and started so. What was said first holds.
    pub fn as_guest(self) {
        let _said_before = GUEST.set(self);
    }

    /// This program, also where its file was replaced meanwhile.
    pub fn this() -> std::io::Result<Launch> {
        if let Some(guest) = GUEST.get() {
            return Ok(guest.clone());
        }
        let running = Path::new("/proc/self/exe");
        let code = std::env::current_exe().or_else(|error| called().ok_or(error))?;
        Ok(Launch {
            command: match running.exists() {
                true => running.to_owned(),
                false => code.clone(),
            },
            arguments: Vec::new(),
            code,
        })
    }
}

/// The file by which this program was called, where the system does not tell (an empty root without
/// `/proc`).
fn called() -> Option<PathBuf> {
    let name = PathBuf::from(std::env::args_os().next()?);
    name.components().nth(1)?;
    std::path::absolute(name).ok()
}
