//! A batch that can be trusted: isolated, bounded, resumable, in order.
//!
//! [`select`] finds the files of a run, and [`scope`] holds them against what the folder holds.
//! Each becomes a [`task::Task`] that a
//! pool of threads works on ([`work`]): archives are opened, sources extracted,
//! and [`task::Event`]s come back. By default the pool lives in a [`worker`]
//! process ([`launch`]), spoken to in [`frame`]s over pipes; a [`supervisor`] starts it,
//! [`watch`]es what it uses, replaces it when it dies and finds the culprit.
//! What came back is put in [`order`] where the output is a stream, and
//! written by a [`folder`] to the [`disk`] and remembered in a [`journal`] (whose
//! lines the [`ledger`] finds again) where it is a folder, so that a run that was
//! stopped goes on where it was: what is [`known`] need not be done again.
//! [`corrected`] puts a curator's word on records. [`closing`] makes the files of the run as a
//! whole. [`progress`] tells people how far it is, and [`interrupt`] hears them say stop.

pub mod closing;
pub mod corrected;
pub mod disk;
pub mod folder;
pub mod frame;
pub mod holding;
pub mod interrupt;
pub mod journal;
pub mod known;
pub mod launch;
pub mod ledger;
pub mod order;
mod outcome;
pub mod progress;
pub mod scope;
pub mod select;
mod stored;
pub mod supervisor;
pub mod task;
mod thread;
pub mod watch;
pub mod work;
pub mod worker;
