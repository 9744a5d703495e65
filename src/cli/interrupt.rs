//! Ctrl-C while something long is done: noted, so that it can end in order; anywhere else it ends the program at once.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use signal_hook::SigId;
use signal_hook::consts::{SIGINT, SIGTERM, SIGXFSZ};
use signal_hook::{flag, low_level};

use super::{Exit, Failure};

/// Set while nobody notes signals: they do then what they do by default.
static IS_IDLE: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);

/// How many note them, and what answers them meanwhile and afterwards.
static NOTING: Mutex<(usize, Vec<SigId>)> = Mutex::new((0, Vec::new()));

/// Notes the signals that ask to end, for as long as it lives.
#[derive(Debug)]
pub struct Interrupt {
    /// Set by a signal.
    pub flag: Arc<AtomicBool>,
    number: Arc<AtomicUsize>,
    ids: Vec<SigId>,
}

impl Interrupt {
    /// Begins to note them. Where that is not possible, a signal ends the program at once.
    pub fn note() -> Self {
        let mut noted = Self { flag: Arc::default(), number: Arc::default(), ids: Vec::new() };
        let mut noting = NOTING.lock().unwrap_or_else(PoisonError::into_inner);
        noting.0 += 1;
        IS_IDLE.store(false, Ordering::SeqCst);
        for signal in [SIGINT, SIGTERM] {
            if noting.1.len() < 2 {
                noting.1.extend(flag::register_conditional_default(signal, Arc::clone(&IS_IDLE)));
            }
            // A second signal ends the program at once.
            noted.ids.extend(flag::register_conditional_default(signal, Arc::clone(&noted.flag)));
            let number = usize::try_from(signal).unwrap_or_default();
            noted.ids.extend(flag::register_usize(signal, Arc::clone(&noted.number), number));
            noted.ids.extend(flag::register(signal, Arc::clone(&noted.flag)));
        }
        noted
    }

    /// Whether a signal has come.
    pub fn has_come(&self) -> bool {
        self.flag.load(Ordering::Relaxed)
    }

    /// The status that a shell expects after the signal.
    pub fn exit(&self) -> Exit {
        let number = self.number.load(Ordering::Relaxed);
        Exit::Signal(i32::try_from(number).ok().filter(|number| *number != 0).unwrap_or(SIGINT))
    }

    /// The failure that a signal is.
    pub fn failure(&self) -> Failure {
        Failure::new(self.exit(), "")
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        for id in self.ids.drain(..) {
            low_level::unregister(id);
        }
        let mut noting = NOTING.lock().unwrap_or_else(PoisonError::into_inner);
        noting.0 = noting.0.saturating_sub(1);
        IS_IDLE.store(noting.0 == 0, Ordering::SeqCst);
    }
}

/// From now on a file that may not grow (`ulimit -f`) is told of like a full disk, where the signal would end the
/// program with a terminal taken and a file half written.
pub fn survive_full_files() {
    // Where it cannot be caught it ends the program, as it would without.
    let _ = flag::register(SIGXFSZ, Arc::default());
}

/// Leaves the signals to whoever answers them from here on.
pub fn leave() {
    for id in NOTING.lock().unwrap_or_else(PoisonError::into_inner).1.drain(..) {
        low_level::unregister(id);
    }
}
