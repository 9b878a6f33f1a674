//! What every export format gives: a writer that takes activities one by one.

use crate::link::Link;
use crate::record::Activity;
use anyhow::Result;
use std::path::Path;

/// Takes activities one by one.
pub trait Writer {
    fn add(&mut self, activity: &Activity) -> Result<()>;
    /// Takes a link between activities, after all of these; formats without tables have none.
    fn link(&mut self, _: &Link) -> Result<()> {
        Ok(())
    }
    /// Closes the file, and tells what a person should know of it.
    fn finish(self: Box<Self>) -> Result<Remark>;
}

/// Words for standard error, if there are any.
pub type Remark = Option<String>;

/// How a file is to be written.
#[derive(Clone, Copy, Debug)]
pub struct Manner<'a> {
    pub bom: bool,
    /// Folder for what must be kept on the way.
    pub scratch: &'a Path,
}
