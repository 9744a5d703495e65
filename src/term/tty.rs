//! The terminal's device: opened for this process alone, waited for together with signals, read and written so
//! that neither ever blocks for long.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::fs::{Mode, OFlags};
use rustix::io::Errno;
use rustix::termios::{isatty, tcgetwinsize, ttyname};

use super::TermError;

/// Sizes beyond this are not drawn to their end; some programs claim 65535.
const MAX_CELLS_A_SIDE: u16 = 1000;
/// What a terminal that does not know its size is taken to be.
const UNKNOWN_SIZE: (u16, u16) = (80, 24);
/// A shared device takes this much without blocking once it says that it takes anything.
const SAFE_WRITE_BYTES: usize = 256;

/// A terminal to read keys from and to write frames to.
#[derive(Debug)]
pub(super) struct Tty {
    input: OwnedFd,
    output: OwnedFd,
    /// Whether the output is this process's own opening of the device, so that it can refuse instead of block.
    refuses: bool,
}

/// What was waited for and came.
#[allow(clippy::struct_excessive_bools, reason = "each stands for something that was waited for")]
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Ready {
    /// There is input.
    pub input: bool,
    /// Output is taken.
    pub output: bool,
    /// A signal was caught.
    pub signal: bool,
    /// There is news from beside.
    pub news: bool,
}

impl Ready {
    /// The time ran out.
    pub(super) fn nothing(self) -> bool {
        !(self.input || self.output || self.signal || self.news)
    }
}

impl Tty {
    /// Opens the terminal behind standard input and output, and the controlling one in place of either that is
    /// none.
    pub(super) fn open() -> Result<Self, TermError> {
        let (stdin, stdout) = (rustix::stdio::stdin(), rustix::stdio::stdout());
        let no_terminal = |errno: Errno| match errno {
            // It may be there; this process may not open one more.
            Errno::MFILE | Errno::NFILE => TermError::Unusable(errno.into()),
            _ => TermError::NoTerminal(errno.into()),
        };
        let (input, _) = if isatty(stdin) { own(stdin) } else { controlling() }.map_err(no_terminal)?;
        let (output, refuses) = if isatty(stdout) { own(stdout) } else { controlling() }.map_err(no_terminal)?;
        Ok(Self { input, output, refuses })
    }

    /// Where modes are set and bytes written.
    pub(super) fn output(&self) -> BorrowedFd<'_> {
        self.output.as_fd()
    }

    /// The terminal for another process to write to: one that may block, as programs expect.
    pub(super) fn shared(&self) -> io::Result<OwnedFd> {
        let path = ttyname(&self.output, Vec::new())?;
        let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
        match rustix::fs::open(path, flags, Mode::empty()) {
            Ok(fd) => Ok(fd),
            Err(_) => Ok(self.output.try_clone()?),
        }
    }

    /// Columns and rows, each 1 to 1000.
    pub(super) fn size(&self) -> (u16, u16) {
        match tcgetwinsize(&self.output) {
            Ok(size) if size.ws_col > 0 && size.ws_row > 0 => {
                (size.ws_col.min(MAX_CELLS_A_SIDE), size.ws_row.min(MAX_CELLS_A_SIDE))
            }
            _ => UNKNOWN_SIZE,
        }
    }

    /// Waits for input, or with `for_output` for room for output, for signals and for news from beside; for ever where no time is
    /// given. An interruption counts as nothing. An error where the terminal hung up or cannot be waited for.
    pub(super) fn wait(
        &self,
        signals: BorrowedFd<'_>,
        news: Option<BorrowedFd<'_>>,
        for_output: bool,
        timeout: Option<Duration>,
    ) -> io::Result<Ready> {
        // Where nothing goes on beside, the signals stand in for it and are not asked twice.
        let mut fds = [
            PollFd::new(&self.input, if for_output { PollFlags::empty() } else { PollFlags::IN }),
            PollFd::new(&self.output, if for_output { PollFlags::OUT } else { PollFlags::empty() }),
            PollFd::from_borrowed_fd(signals, PollFlags::IN),
            PollFd::from_borrowed_fd(news.unwrap_or(signals), PollFlags::IN),
        ];
        wait(&mut fds, timeout)?;
        let [input, output, signal, beside] = fds.map(|fd| fd.revents());
        // Hang-up and faults are told without being asked for.
        if (input | output).intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(Ready {
            input: input.contains(PollFlags::IN),
            output: output.contains(PollFlags::OUT),
            signal: signal.contains(PollFlags::IN),
            news: news.is_some() && !beside.is_empty(),
        })
    }

    /// Reads what there is; nothing where there is nothing after all, an error where the terminal is gone.
    pub(super) fn read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        match rustix::io::read(&self.input, buffer) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(n_bytes) => Ok(n_bytes),
            Err(Errno::AGAIN | Errno::INTR) => Ok(0),
            Err(errno) => Err(errno.into()),
        }
    }

    /// Writes what is taken now, which may be nothing.
    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        let bytes = if self.refuses { bytes } else { bytes.get(..SAFE_WRITE_BYTES).unwrap_or(bytes) };
        match rustix::io::write(&self.output, bytes) {
            Ok(n_bytes) => Ok(n_bytes),
            Err(Errno::AGAIN | Errno::INTR) => Ok(0),
            Err(errno) => Err(errno.into()),
        }
    }

    /// Whether to wait for room before anything is written.
    pub(super) fn must_wait_before_writing(&self) -> bool {
        !self.refuses
    }
}

/// Opens the device behind a stream anew, so that its not blocking is this process's alone and no shell that shares
/// the stream is disturbed; where that is not allowed, shares the stream. Says which.
fn own(stream: BorrowedFd<'_>) -> rustix::io::Result<(OwnedFd, bool)> {
    let again = ttyname(stream, Vec::new()).and_then(|path| rustix::fs::open(path, flags(), Mode::empty()));
    let same = |again: &OwnedFd| matches!((rustix::fs::fstat(again), rustix::fs::fstat(stream)), (Ok(one), Ok(other)) if one.st_rdev == other.st_rdev);
    match again {
        Ok(again) if same(&again) => Ok((again, true)),
        _ => Ok((rustix::io::fcntl_dupfd_cloexec(stream, 3)?, false)),
    }
}

/// The terminal that controls this process.
fn controlling() -> rustix::io::Result<(OwnedFd, bool)> {
    Ok((rustix::fs::open("/dev/tty", flags(), Mode::empty())?, true))
}

fn flags() -> OFlags {
    OFlags::RDWR | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC
}

/// The one place where this program waits.
///
/// On macOS `poll` reports terminals as invalid, and this function is the one to rewrite there with `select`.
fn wait(fds: &mut [PollFd<'_>], timeout: Option<Duration>) -> io::Result<()> {
    let timeout = timeout.map(|timeout| Timespec {
        tv_sec: i64::try_from(timeout.as_secs()).unwrap_or(i64::MAX),
        tv_nsec: timeout.subsec_nanos().into(),
    });
    match rustix::event::poll(fds, timeout.as_ref()) {
        Ok(_) => Ok(()),
        Err(Errno::INTR) => {
            fds.iter_mut().for_each(PollFd::clear_revents);
            Ok(())
        }
        Err(errno) => Err(errno.into()),
    }
}

/// Waits until a terminal takes output, at most so long; false where it does not, or is gone.
pub(super) fn takes_output(output: &File, timeout: Duration) -> bool {
    let mut fds = [PollFd::new(output, PollFlags::OUT)];
    wait(&mut fds, Some(timeout)).is_ok() && fds.iter().all(|fd| fd.revents() == PollFlags::OUT)
}
