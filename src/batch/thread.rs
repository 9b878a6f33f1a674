//! The thread that works: its number, its processor time, and what it said when it panicked.

use super::task::Used;
use std::cell::RefCell;
use std::sync::Once;

/// This thread as the system knows it, and the processor time it has used.
pub(super) fn this_thread() -> (u32, Used) {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    (
        thread_number(),
        Used(time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64),
    )
}

/// The number under which `/proc` has this thread.
#[cfg(target_os = "linux")]
fn thread_number() -> u32 {
    rustix::thread::gettid()
        .as_raw_nonzero()
        .get()
        .unsigned_abs()
}

/// A number of our own: nobody looks it up where there is no `/proc`.
#[cfg(not(target_os = "linux"))]
fn thread_number() -> u32 {
    use std::sync::atomic::AtomicU32;
    static NEXT: AtomicU32 = AtomicU32::new(1);
    thread_local! {
        static OWN: u32 = NEXT.fetch_add(1, Ordering::Relaxed);
    }
    OWN.with(|number| *number)
}

thread_local! {
    static PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Panics are told as outcomes, not on standard error.
pub(super) fn hush() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|info| {
            let words = info
                .payload_as_str()
                .unwrap_or("no reason given")
                .to_owned();
            PANIC.with(|panic| *panic.borrow_mut() = words);
        }));
    });
}

/// Why this thread panicked last.
pub(super) fn panic_words() -> String {
    let words = PANIC.with(|panic| std::mem::take(&mut *panic.borrow_mut()));
    format!("a defect of the program met this file: {words}")
}
