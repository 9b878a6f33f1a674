//! Interrupts: heard as a flag, obeyed between two steps.
//!
//! A run ends within five seconds of SIGINT or SIGTERM: what is in hand is
//! finished or dropped, and where something hangs (a disk that does not
//! answer) the process ends without it; the output is resumable either way.

use signal_hook::consts::{SIGINT, SIGTERM, SIGXFSZ};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How long the orderly way may take.
const PATIENCE: Duration = Duration::from_secs(4);

/// Whether somebody said stop.
#[derive(Clone, Debug, Default)]
pub struct Interrupt(Arc<AtomicUsize>);

impl Interrupt {
    /// Listens from now on. A file that reached the limit of the file system's or the shell's is an
    /// error of the write then, not the end of the process.
    pub fn listen() -> std::io::Result<Interrupt> {
        let interrupt = Interrupt::default();
        for (signal, code) in [(SIGINT, 130), (SIGTERM, 143)] {
            signal_hook::flag::register_usize(signal, Arc::clone(&interrupt.0), code)?;
        }
        signal_hook::flag::register(SIGXFSZ, Arc::new(AtomicBool::new(false)))?;
        let heard = interrupt.clone();
        thread::Builder::new()
            .name("interrupt".into())
            .spawn(move || heard.insist())?;
        Ok(interrupt)
    }

    /// The exit code that the signal asks for.
    pub fn code(&self) -> Option<u8> {
        match self.0.load(Ordering::SeqCst) {
            0 => None,
            code => Some(code as u8),
        }
    }

    /// Ends the process where the orderly way takes too long.
    fn insist(&self) {
        let mut since = None;
        loop {
            thread::sleep(Duration::from_millis(100));
            if let Some(code) = self.code() {
                let since = *since.get_or_insert_with(Instant::now);
                if since.elapsed() > PATIENCE {
                    std::process::exit(i32::from(code));
                }
            }
        }
    }
}
