//! The terminal's modes: taken for a session, and given back exactly once, from wherever the session ends.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rustix::io::Errno;
use rustix::process::getpgrp;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetpgrp, tcsetattr};

use super::tty::takes_output;
use crate::face::modes::{self as bytes, Takes};

/// A terminal that does not take the last bytes within this time loses them, so that an ending cannot hang.
const PATIENCE: Duration = Duration::from_millis(500);

/// What must be given back. Process-wide, because a panic hook has no other way to it.
static HELD: Mutex<Option<Held>> = Mutex::new(None);

struct Held {
    terminal: File,
    /// As it was found.
    before: Termios,
    takes: Takes,
    /// Something was or is just being written, so that what takes the terminal has come to it, or begun to.
    is_begun: bool,
    /// The last line is not ended.
    line: bool,
    /// A frame was cut off: what ends whatever it had begun.
    cut_off: Vec<u8>,
}

/// Takes the terminal: sets raw mode, and gives the bytes that set the other modes. The process must be in the
/// foreground, else the kernel stops it here.
pub(super) fn take(terminal: BorrowedFd<'_>, takes: Takes) -> io::Result<Vec<u8>> {
    // Whatever can fail comes before anything is changed.
    let (copy, other) = (File::from(terminal.try_clone_to_owned()?), terminal.try_clone_to_owned()?);
    let before = tcgetattr(terminal)?;
    set_raw(terminal, before.clone())?;
    abort::hold(abort::Held { terminal: other, before: before.clone(), bytes: Vec::new() });
    let held = Held { terminal: copy, before, takes, is_begun: false, line: false, cut_off: Vec::new() };
    *HELD.lock().unwrap_or_else(PoisonError::into_inner) = Some(held);
    Ok(bytes::take(takes))
}

/// Notes that something is about to be written, and says whether it is the first. Before, the screen is the shell's
/// still, and leaving it would clear that.
pub(super) fn begin() -> bool {
    let mut held = HELD.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(held) = held.as_mut().filter(|held| !held.is_begun) else { return false };
    held.is_begun = true;
    // Where nothing is left but to abort, nobody asks what exactly was taken.
    abort::set_bytes(match held.takes {
        Takes::Screen { .. } => [bytes::cut_off(true), bytes::give_back(Takes::Screen { mouse: true }, false)].concat(),
        Takes::Lines => bytes::give_back(held.takes, true),
    });
    true
}

/// Notes that the terminal did not take the first after all.
pub(super) fn not_begun() {
    if let Some(held) = HELD.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
        held.is_begun = false;
        abort::set_bytes(Vec::new());
    }
}

/// Sets again what a shell may have changed while the process was stopped without having been asked.
pub(super) fn take_again(terminal: BorrowedFd<'_>, takes: Takes) -> io::Result<Vec<u8>> {
    set_raw(terminal, tcgetattr(terminal)?)?;
    // The screen it has still, when it was stopped by surprise.
    Ok(bytes::take_again(takes))
}

/// Notes whether the mouse is taken, and gives the bytes that take it or leave it.
pub(super) fn mouse(on: bool) -> &'static [u8] {
    if let Some(held) = HELD.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
        held.takes = Takes::Screen { mouse: on };
    }
    bytes::mouse(on)
}

/// Notes whether the last line is to be ended when the terminal is given back.
pub(super) fn line(is_open: bool) {
    if let Some(held) = HELD.lock().unwrap_or_else(PoisonError::into_inner).as_mut() {
        held.line = is_open;
    }
}

/// Notes that a frame was cut off, perhaps within a sequence; it may have begun a link where the terminal `has_links`.
pub(super) fn cut_off(has_links: bool) {
    if let Some(held) = HELD.lock().unwrap_or_else(PoisonError::into_inner).as_mut()
        && held.takes != Takes::Lines
    {
        held.cut_off = bytes::cut_off(has_links);
    }
}

/// Gives the terminal back, if it is held. Never fails and never waits long: it is called while things fall apart.
pub(super) fn give_back() {
    // Taken out first, so that the lock is free whatever happens below.
    let held = HELD.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(mut held) = held else { return };
    let _release = Release;
    if !is_foreground(held.terminal.as_fd()) {
        // The shell has it already, and would stop this process for touching it.
        return;
    }
    if held.is_begun {
        let bytes = [held.cut_off, bytes::give_back(held.takes, held.line)].concat();
        write_out(&mut held.terminal, &bytes);
    }
    while tcsetattr(&held.terminal, OptionalActions::Now, &held.before) == Err(Errno::INTR) {}
}

/// Whether this process may use the terminal. A terminal that controls no job may always be used.
pub(super) fn is_foreground(terminal: BorrowedFd<'_>) -> bool {
    tcgetpgrp(terminal).map_or(true, |group| group == getpgrp())
}

/// What a command may have left on, switched off: mouse, paste and keypad modes, a style, a character set, a region
/// that scrolls (which would move the cursor, so that it is put back); and the cursor, the wrapping of lines and the shell's screen, switched on.
pub(super) const MENDING: &[u8] =
    b"\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[?2026l\x1b[?1l\x1b>\x1b[m\x1b(B\x0f\x1b[4l\x1b[?7h\x1b7\x1b[r\x1b8\x1b[?25h";

/// The modes of a terminal that is not held.
pub(super) fn modes(terminal: BorrowedFd<'_>) -> io::Result<Termios> {
    Ok(tcgetattr(terminal)?)
}

/// Sets modes that were found before.
pub(super) fn set(terminal: BorrowedFd<'_>, modes: &Termios) {
    while tcsetattr(terminal, OptionalActions::Now, modes) == Err(Errno::INTR) {}
}

fn set_raw(terminal: BorrowedFd<'_>, mut modes: Termios) -> io::Result<()> {
    modes.make_raw();
    loop {
        match tcsetattr(terminal, OptionalActions::Now, &modes) {
            Err(Errno::INTR) => {}
            other => return Ok(other?),
        }
    }
}

fn write_out(terminal: &mut File, mut bytes: &[u8]) {
    while !bytes.is_empty() {
        if !takes_output(terminal, PATIENCE) {
            return;
        }
        match terminal.write(bytes) {
            Ok(n_bytes) => bytes = bytes.get(n_bytes..).unwrap_or_default(),
            Err(error) if matches!(error.kind(), io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock) => {}
            Err(_) => return,
        }
    }
}

/// Until the terminal is given back, an abort gives it back.
struct Release;

impl Drop for Release {
    fn drop(&mut self) {
        abort::release();
    }
}

/// Gives the terminal back when it goes out of scope.
#[derive(Debug)]
pub(super) struct Guard;

impl Drop for Guard {
    fn drop(&mut self) {
        give_back();
    }
}
