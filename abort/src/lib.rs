//! What a process does when it must end at once: when no memory is left, when its stack is used up, when a fault comes
//! on top of a fault. No destructor runs then, so a signal handler gives the terminal back and says what happened.
//!
//! A package of its own, because a handler can only be set by unsafe code. What runs in it is all here: it takes no
//! memory, waits for no lock, and calls what may be called from a handler (POSIX.1-2024, 2.4.3).

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::{Mutex, Once, PoisonError};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::getpgrp;
use rustix::termios::{OptionalActions, Termios, tcgetpgrp, tcsetattr};
use signal_hook::consts::{SIGABRT, SIGBUS, SIGSYS, SIGTRAP};
use signal_hook::low_level;

/// What is said when the process aborts.
const WORDS: &[u8] = b"nutgraf had to end at once: no memory was left, or there is a fault in nutgraf\n";
/// How long a terminal is waited for that takes nothing.
const PATIENCE: Timespec = Timespec { tv_sec: 0, tv_nsec: 500_000_000 };

static HELD: Mutex<Option<Held>> = Mutex::new(None);
static CAUGHT: Once = Once::new();

/// A terminal, and what gives it back.
#[derive(Debug)]
pub struct Held {
    /// Where it is.
    pub terminal: OwnedFd,
    /// Its modes as they were.
    pub before: Termios,
    /// The bytes that give it back.
    pub bytes: Vec<u8>,
}

/// From now on an abort gives this terminal back.
pub fn hold(held: Held) {
    *HELD.lock().unwrap_or_else(PoisonError::into_inner) = Some(held);
}

/// From now on other bytes give the terminal back that is held.
pub fn set_bytes(bytes: Vec<u8>) {
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    // Dropped only once the lock is free.
    let _before = held.as_mut().map(|held| std::mem::replace(&mut held.bytes, bytes));
    drop(held);
}

/// The terminal is given back already.
pub fn release() {
    let held = HELD.lock().unwrap_or_else(PoisonError::into_inner).take();
    // Closed only once the lock is free.
    drop(held);
}

/// From now on an abort is told of. Where that is not possible an abort is as silent as ever.
pub fn catch() {
    CAUGHT.call_once(|| {
        // Not the faults of the stack: the standard library sees to them, on a stack of its own, and aborts.
        for signal in [SIGABRT, SIGBUS, SIGSYS, SIGTRAP] {
            let _ = register(signal);
        }
    });
}

#[allow(unsafe_code, reason = "no handler can be set without; see `end` for why it is sound")]
fn register(signal: i32) -> io::Result<signal_hook::SigId> {
    // SAFETY: `end` does only what a signal handler may do.
    unsafe { low_level::register(signal, move || end(signal)) }
}

/// Runs in a signal handler: allocates nothing, and leaves where it would have to wait for a lock.
fn end(signal: i32) {
    if let Ok(held) = HELD.try_lock()
        && let Some(held) = &*held
    {
        give_back(held);
    }
    write(rustix::stdio::stderr(), WORDS);
    let _ = low_level::emulate_default_handler(signal);
}

fn give_back(held: &Held) {
    let terminal = held.terminal.as_fd();
    // A shell that has it already would stop this process for touching it.
    if tcgetpgrp(terminal).is_ok_and(|group| group != getpgrp()) {
        return;
    }
    write(terminal, &held.bytes);
    let _ = tcsetattr(terminal, OptionalActions::Now, &held.before);
}

/// Writes, and gives up where nothing is taken.
fn write(to: BorrowedFd<'_>, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        let mut fds = [PollFd::from_borrowed_fd(to, PollFlags::OUT)];
        if poll(&mut fds, Some(&PATIENCE)) != Ok(1) {
            return;
        }
        match rustix::io::write(to, bytes) {
            Ok(n_bytes @ 1..) => bytes = bytes.get(n_bytes..).unwrap_or_default(),
            _ => return,
        }
    }
}
