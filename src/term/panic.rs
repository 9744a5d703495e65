//! A fault in this program: the terminal is given back first, and then it is told of, where it can be read.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::Write;
use std::panic::{PanicHookInfo, set_hook, take_hook};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::modes;
use crate::flow::is_forbidden;

type Previous = Arc<dyn Fn(&PanicHookInfo<'_>) + Send + Sync>;

/// While it lives, a panic of this thread gives the terminal back before it is reported. What another thread has to
/// report waits until the screen is the shell's again: the session goes on, and hears of it by other ways.
pub(super) struct Hook {
    previous: Previous,
    /// What other threads have to report.
    waiting: Arc<Mutex<Vec<String>>>,
}

impl Hook {
    pub(super) fn set() -> Self {
        let previous: Previous = Arc::from(take_hook());
        let waiting: Arc<Mutex<Vec<String>>> = Arc::default();
        let others = Arc::clone(&waiting);
        let reader = thread::current().id();
        set_hook(Box::new(move |info| {
            if thread::current().id() == reader {
                modes::give_back();
                report(info);
            } else {
                others.lock().unwrap_or_else(PoisonError::into_inner).push(message(info));
            }
        }));
        Self { previous, waiting }
    }
}

impl Drop for Hook {
    fn drop(&mut self) {
        // A panicking thread may not set hooks, and the process ends anyway.
        if !thread::panicking() {
            let previous = Arc::clone(&self.previous);
            set_hook(Box::new(move |info| previous(info)));
        }
        for message in self.waiting.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
            let _ = writeln!(
                std::io::stderr().lock(),
                "nutgraf: long work panicked. This is a fault in nutgraf; please report it with this line:\n{message}"
            );
        }
    }
}

/// What happened and where, in one line.
fn message(info: &PanicHookInfo<'_>) -> String {
    // A message may quote what a terminal would obey.
    let payload = info.payload();
    let owned = || payload.downcast_ref::<String>().map(String::as_str);
    let words = payload.downcast_ref::<&str>().copied().or_else(owned).unwrap_or("no message");
    let message: String = words.chars().map(|char| if is_forbidden(char) { ' ' } else { char }).collect();
    let place = info.location().map_or_else(String::new, |place| format!(" ({}:{})", place.file(), place.line()));
    format!("{message}{place}")
}

fn report(info: &PanicHookInfo<'_>) {
    let message = message(info);
    let mut stderr = std::io::stderr().lock();
    // Where standard error is closed there is nowhere to say so.
    let backtrace = Backtrace::capture();
    if backtrace.status() == BacktraceStatus::Captured {
        let _ = writeln!(stderr, "{backtrace}");
    }
    let _ = writeln!(
        stderr,
        "nutgraf panicked, and gave the terminal back. This is a fault in nutgraf; please report it with this line:\n{message}"
    );
}
