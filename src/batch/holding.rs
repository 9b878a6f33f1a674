//! What the records of a folder are of: where runs looked, with which goal scheme.

use super::select::{Wanted, absolute};
use super::task::Stage;
use crate::write::name;
use serde::{Deserialize, Serialize};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

/// Where a run looks for sources.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Scope {
    /// Paths from the root of the file system, sorted.
    pub roots: Vec<String>,
    /// The list of paths; `-` where it came from standard input and is gone.
    pub list: Option<String>,
    pub globs: Vec<String>,
    pub shard: Option<(u64, u64)>,
}

impl Scope {
    pub fn of(wanted: &Wanted) -> Scope {
        let whole = |path: &Path| match path.as_os_str() == "-" {
            true => "-".to_owned(),
            false => name::shown(absolute(path).as_os_str().as_bytes()).into_owned(),
        };
        let mut roots: Vec<String> = wanted.paths.iter().map(|path| whole(path)).collect();
        roots.sort();
        roots.dedup();
        Scope {
            roots,
            list: wanted.list.as_ref().map(|(list, _)| whole(list)),
            globs: wanted.globs.clone(),
            shard: wanted.shard,
        }
    }

    /// Whether a run over this sees everything that a run over `held` saw.
    pub fn covers(&self, held: &Scope) -> bool {
        let lists =
            held.list.is_none() || (self.list == held.list && held.list.as_deref() != Some("-"));
        lists
            && held.roots.iter().all(|root| self.roots.contains(root))
            && (self.globs.is_empty() || self.globs == held.globs)
            && (self.shard.is_none() || self.shard == held.shard)
    }
}

/// What the records of a folder are of.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holding {
    pub scopes: Vec<Scope>,
    pub scheme: String,
    pub stage: Stage,
    /// What lines before this one tell of is to go.
    pub replaces: bool,
}
