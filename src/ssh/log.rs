//! What the server tells its owner: one event a line, on standard error, where systemd's journal takes it.
//!
//! A thread of its own writes, so that no visitor waits for whoever reads the log. Where nobody takes the lines they
//! are left out and counted; where nobody can take them any more, the server goes on without.

mod event;
mod line;
mod sparse;
mod tally;

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

pub use event::Event;
pub use line::Line;
pub use sparse::Sparse;
pub use tally::Tally;

/// Lines that wait to be written.
const N_WAITING: usize = 1024;

/// A log, which any number may write to.
#[derive(Clone, Debug)]
pub struct Log(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    lines: SyncSender<Message>,
    n_lost: Arc<AtomicU64>,
    has_addresses: AtomicBool,
}

#[derive(Debug)]
enum Message {
    Line(String),
    /// Everything before is written; somebody waits to hear so.
    Flush(SyncSender<()>),
}

impl Log {
    /// A log on standard error.
    pub fn to_stderr(has_addresses: bool) -> Self {
        Self::to(std::io::stderr(), has_addresses)
    }

    /// A log on anything that can be written to.
    pub fn to(out: impl Write + Send + 'static, has_addresses: bool) -> Self {
        let (sender, receiver) = sync_channel(N_WAITING);
        let n_lost = Arc::new(AtomicU64::new(0));
        let lost = Arc::clone(&n_lost);
        // Without a thread nothing is written; the server is worth more than its log.
        let _ = thread::Builder::new().name("log".to_owned()).spawn(move || write(out, &receiver, &lost));
        Self(Arc::new(Inner { lines: sender, n_lost, has_addresses: AtomicBool::new(has_addresses) }))
    }

    /// Whether addresses are written from now on.
    pub fn set_addresses(&self, has_addresses: bool) {
        self.0.has_addresses.store(has_addresses, Ordering::Relaxed);
    }

    /// Tells an event. Never waits.
    pub fn tell(&self, line: &Line) {
        let text = line.written(now(), self.0.has_addresses.load(Ordering::Relaxed));
        if self.0.lines.try_send(Message::Line(text)).is_err() {
            self.0.n_lost.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Waits until what was told is written, or for so long.
    pub fn flush(&self, most: Duration) {
        let (done, is_done) = sync_channel(1);
        if self.0.lines.try_send(Message::Flush(done)).is_ok() {
            let (Ok(()) | Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected)) = is_done.recv_timeout(most);
        }
    }
}

fn write(mut out: impl Write, messages: &Receiver<Message>, n_lost: &AtomicU64) {
    while let Ok(message) = messages.recv() {
        // Whether anybody takes the lines is not the server's affair: a closed standard error changes nothing.
        match message {
            Message::Line(text) => drop(out.write_all(text.as_bytes())),
            Message::Flush(done) => drop(done.try_send(())),
        }
        let n = n_lost.swap(0, Ordering::Relaxed);
        if n > 0 {
            drop(out.write_all(Line::new(Event::Lost).with("n", n).written(now(), true).as_bytes()));
        }
        drop(out.flush());
    }
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use std::io::{self, Write};
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::time::Duration;

    use super::{Event, Line, Log, N_WAITING};

    /// Gives on what is written, and holds the writer up until it is let go.
    struct Slow {
        gate: Receiver<()>,
        out: Sender<String>,
    }

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let _ = self.gate.recv();
            let _ = self.out.send(String::from_utf8_lossy(bytes).into_owned());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    struct Closed(Sender<()>);

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            let _ = self.0.send(());
            Err(io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
    }

    #[test]
    fn nobody_waits_for_a_log_that_nobody_takes_and_what_was_lost_is_counted() {
        let ((let_go, gate), (out, written)) = (channel(), channel());
        let log = Log::to(Slow { gate, out }, true);
        let n_told = N_WAITING * 3;
        for n in 0..n_told {
            log.tell(&Line::new(Event::Connected).with("n", n));
        }
        drop(let_go);
        drop(log);
        let lines: Vec<String> = written.into_iter().collect();
        let lost: usize = lines
            .iter()
            .filter(|line| line.contains("event=lost"))
            .map(|line| line.trim_end().rsplit_once("n=").unwrap().1.parse::<usize>().unwrap())
            .sum();
        let n_written = lines.iter().filter(|line| line.contains("event=connected")).count();
        assert!(n_written >= N_WAITING, "{n_written}");
        assert_eq!(n_written + lost, n_told);
    }

    #[test]
    fn a_closed_standard_error_is_no_end() {
        let (out, tried) = channel();
        let log = Log::to(Closed(out), true);
        for _ in 0..3 {
            log.tell(&Line::new(Event::Connected));
        }
        log.flush(Duration::from_secs(60));
        assert_eq!(tried.try_iter().count(), 3, "every line was tried");
    }

    #[test]
    fn addresses_are_left_out_from_when_they_are_not_wanted() {
        let ((let_go, gate), (out, written)) = (channel(), channel());
        drop(let_go);
        let log = Log::to(Slow { gate, out }, true);
        let line = Line::new(Event::Connected).address("192.0.2.7".parse().unwrap());
        log.tell(&line);
        log.set_addresses(false);
        log.tell(&line);
        drop(log);
        let found: Vec<bool> = written.into_iter().map(|line| line.contains("192.0.2.7")).collect();
        assert_eq!(found, [true, false]);
    }
}
