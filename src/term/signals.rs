//! Signals, caught into a pipe that is waited for together with the terminal, and the stopping of this process.

use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::net::UnixStream;

use rustix::process::{getpgid, getpgrp, getppid, getsid};
use signal_hook::consts::{
    SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGPROF, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGVTALRM, SIGWINCH,
    SIGXCPU,
};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;

/// What a signal asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Call {
    /// The window has another size.
    Resize,
    /// Stop and let the shell have the terminal.
    Stop,
    /// This process was stopped and runs again.
    Continue,
    /// End; with the signal's number.
    End(i32),
}

/// The signals that ask a session to end, whoever has a use for them: each would end the process with the terminal
/// taken.
const ENDS: [i32; 10] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGXCPU];

/// The signals that a session answers.
#[derive(Debug)]
pub(super) struct Signals {
    delivery: SignalDelivery<UnixStream, SignalOnly>,
}

impl Signals {
    pub(super) fn catch() -> io::Result<Self> {
        let (read, write) = UnixStream::pair()?;
        let all = [&[SIGWINCH, SIGTSTP, SIGCONT], &ENDS[..]].concat();
        Ok(Self { delivery: SignalDelivery::with_pipe(read, write, SignalOnly, all)? })
    }

    /// Readable when a signal was caught.
    pub(super) fn fd(&self) -> BorrowedFd<'_> {
        self.delivery.get_read().as_fd()
    }

    /// What was caught since the last time, each once.
    pub(super) fn caught(&mut self) -> Vec<Call> {
        self.delivery
            .pending()
            .filter_map(|signal| match signal {
                SIGWINCH => Some(Call::Resize),
                SIGTSTP => Some(Call::Stop),
                SIGCONT => Some(Call::Continue),
                other => ENDS.contains(&other).then_some(Call::End(other)),
            })
            .collect()
    }
}

/// Whether a shell would notice that this process stops, and could continue it. Without one, as when a terminal
/// emulator started this program directly, a stopped process would be a frozen window; the kernel spares such
/// an orphaned process group the stop by a key (POSIX 2.4.3), and so does this program.
pub(super) fn can_stop() -> bool {
    let (Ok(session), group) = (getsid(None), getpgrp()) else { return false };
    // A shell with job control gives each job a group of its own, in the shell's session.
    session != group
        && getppid()
            .is_some_and(|parent| getsid(Some(parent)).is_ok_and(|its| its == session) && getpgid(Some(parent)).is_ok())
}

/// Asks the whole job to stop, this process too, as the terminal does when Ctrl-z is pressed outside raw mode.
pub(super) fn ask_job_to_stop() {
    // It cannot fail for one's own group.
    let _ = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
}

/// Stops this process until it is continued.
pub(super) fn stop() {
    // The signal cannot be refused.
    let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
}

/// Stops as the kernel stops a background process that would set the terminal's modes. Returns at once where no
/// shell could continue it.
pub(super) fn stop_in_background() {
    let _ = signal_hook::low_level::raise(signal_hook::consts::SIGTTOU);
}
